//! From a path or standard input to a stream of UTF-8: unpacked, decoded, its byte-order mark taken off.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};

use super::decode::Decode;
use super::error::RecordsError;
use super::form::{InputForm, Packing};
use super::gunzip::{Gunzip, PackedFault};
use super::limits::Limits;

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
    let packed = head.starts_with(&[0x1f, 0x8b]);
    let is_gzip = form.packing == Packing::Gzip;
    if is_gzip && !packed && !head.is_empty() {
        return Err(other("gzip", "something else"));
    }
    if !is_gzip && packed {
        return Err(other(form.records.name(), "gzip"));
    }
    let (head, raw) = if is_gzip {
        let unpacked: Stream = Box::new(Gunzip::new(raw, limits));
        peek(name, unpacked)?
    } else {
        (head, raw)
    };
    for (magic, found) in [
        (b"PK\x03\x04".as_slice(), "a zip file, such as Excel's"),
        (b"PAR1".as_slice(), "Parquet"),
        (b"\x28\xb5\x2f\xfd".as_slice(), "Zstandard"),
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
    let fault = source.get_ref().and_then(|inner| inner.downcast_ref::<PackedFault>()).copied();
    match fault {
        Some(PackedFault::Ratio) => RecordsError::Ratio { path, ratio: limits.ratio },
        Some(PackedFault::Total) => RecordsError::Total { path, limit: limits.total },
        Some(PackedFault::Damaged(kind)) => RecordsError::Gzip { path, source: io::Error::from(kind) },
        Some(PackedFault::Twice) => {
            RecordsError::OtherForm { path, claimed: "gzip of text", found: "gzip within gzip" }
        }
        None => RecordsError::Read { path, source },
    }
}
