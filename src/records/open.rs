//! From a path or standard input to a stream of UTF-8: unpacked, decoded, its byte-order mark taken off.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};

use super::decode::Decode;
use super::error::RecordsError;
use super::form::{InputForm, Packing};
use super::limits::Limits;
use super::unpack::{GZIP, PackedFault, Unpack, WINDOW, is_zstandard};

/// A stream of bytes that another thread may read.
pub type Stream = Box<dyn Read + Send>;

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file.
    Path(PathBuf),
    /// `-`
    Stdin,
}

impl Place {
    /// What an argument means: `-` is standard input.
    pub fn of_argument(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Place::Stdin } else { Place::Path(argument.to_owned()) }
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Place::Path(path) => path.display().to_string(),
            Place::Stdin => "<stdin>".to_owned(),
        }
    }

    /// Opens it as a file that can be read from any place in it; none if it is a pipe.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub fn open_file(&self) -> Result<Option<File>, RecordsError> {
        let Place::Path(path) = self else { return Ok(None) };
        let failed = |source| RecordsError::Open { path: self.name(), source };
        // A pipe would give its bytes away by being opened.
        let kind = path.metadata().map_err(failed)?.file_type();
        if kind.is_file() { File::open(path).map(Some).map_err(failed) } else { Ok(None) }
    }

    /// How many bytes it holds; none where nobody can tell before the end.
    pub fn length(&self) -> Option<u64> {
        match self {
            Place::Stdin => None,
            Place::Path(path) => {
                let described = path.metadata().ok().filter(Metadata::is_file);
                described.map(|described| described.len()).filter(|length| *length > 0)
            }
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// When there is no such file, it can't be read, or it is a folder.
    pub fn open(&self) -> Result<Stream, RecordsError> {
        match self {
            Place::Stdin => Ok(Box::new(io::stdin())),
            Place::Path(path) => {
                let failed = |source| RecordsError::Open { path: self.name(), source };
                let file = File::open(path).map_err(failed)?;
                if file.metadata().map_err(failed)?.is_dir() {
                    return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
                }
                Ok(Box::new(file))
            }
        }
    }
}

/// The encoding that a flag names; none stands for UTF-8 unless a byte-order mark says otherwise.
///
/// # Errors
/// When no encoding has that name.
pub fn encoding_named(name: &str) -> Result<&'static Encoding, RecordsError> {
    Encoding::for_label(name.trim().as_bytes())
        .filter(|encoding| encoding.name() != "replacement")
        .ok_or_else(|| RecordsError::UnknownEncoding { name: name.to_owned() })
}

/// Makes UTF-8 of what `raw` holds; also says from which encoding.
///
/// # Errors
/// When it can't be read, or its first bytes are not those of `form`.
pub fn utf8_stream(
    name: &str,
    raw: Stream,
    form: InputForm,
    encoding: Option<&'static Encoding>,
    limits: Limits,
) -> Result<(Stream, &'static Encoding), RecordsError> {
    let (head, raw) = peek(name, raw)?;
    let other = |claimed, found| RecordsError::OtherForm { path: name.to_owned(), claimed, found };
    let packed = if head.starts_with(&GZIP) {
        Packing::Gzip
    } else if is_zstandard(&head) {
        Packing::Zstandard
    } else {
        Packing::Plain
    };
    if packed != form.packing && !(head.is_empty() && packed == Packing::Plain) {
        let claimed = form.packing.name().unwrap_or(form.records.name());
        return Err(other(claimed, packed.name().unwrap_or("something else")));
    }
    let failed = |source| read_error(name, limits, source);
    let (head, raw): (_, Stream) = match packed {
        Packing::Plain => (head, raw),
        Packing::Gzip => peek(name, Box::new(Unpack::gzip(raw, limits)))?,
        Packing::Zstandard => peek(name, Box::new(Unpack::zstandard(raw, limits).map_err(failed)?))?,
    };
    for (magic, found) in [
        (b"PK\x03\x04".as_slice(), "a zip file, such as Excel's"),
        (b"PAR1".as_slice(), "Parquet"),
        (b"\xd0\xcf\x11\xe0".as_slice(), "an old Excel file"),
    ] {
        if head.starts_with(magic) {
            return Err(other(form.records.name(), found));
        }
    }
    let (found, skip) = match Encoding::for_bom(&head) {
        Some((found, length)) => (Some(found), length),
        None => (None, 0),
    };
    let encoding = found.or(encoding).unwrap_or(UTF_8);
    let mut raw = raw;
    if skip > 0 {
        let mut mark = [0; 4];
        if let Some(mark) = mark.get_mut(..skip) {
            raw.read_exact(mark).map_err(|source| read_error(name, limits, source))?;
        }
    }
    if encoding == UTF_8 {
        return Ok((raw, encoding));
    }
    Ok((Box::new(Decode::new(raw, encoding)), encoding))
}

/// The first bytes of a stream, which still gives them.
fn peek(name: &str, mut raw: Stream) -> Result<(Vec<u8>, Stream), RecordsError> {
    let mut head = Vec::with_capacity(8);
    raw.by_ref()
        .take(8)
        .read_to_end(&mut head)
        .map_err(|source| read_error(name, Limits::default(), source))?;
    let chained: Stream = Box::new(Cursor::new(head.clone()).chain(raw));
    Ok((head, chained))
}

/// What a failed read means.
pub fn read_error(name: &str, limits: Limits, source: io::Error) -> RecordsError {
    let path = name.to_owned();
    match PackedFault::of(&source) {
        Some(PackedFault::Ratio) => RecordsError::Ratio { path, ratio: limits.ratio },
        Some(PackedFault::Total) => RecordsError::Total { path, limit: limits.total },
        Some(PackedFault::Damaged(at)) => RecordsError::Packed { path, at, cut_off: false },
        Some(PackedFault::CutOff(at)) => RecordsError::Packed { path, at, cut_off: true },
        Some(PackedFault::Window) => RecordsError::Window { path, limit: 1 << WINDOW },
        Some(PackedFault::Twice) => {
            RecordsError::OtherForm { path, claimed: "packed text", found: "a file that is packed twice" }
        }
        None => RecordsError::Read { path, source },
    }
}
