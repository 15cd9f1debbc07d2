//! Reading a definition from disk: its main file, and below that file's folder what it includes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::check::{FileFault, Files, Loaded, load};
use crate::records::error::plain;
use crate::records::form::record_stem;
use crate::text::visible::visible;

/// How much of a main file is read, in bytes: more than the limit, so that the checker can say so.
const LARGEST: u64 = 2 << 20;
/// The largest file beside it: a list may be larger than a definition.
const LARGEST_LIST: u64 = 16 << 20;

/// Why a main file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {reason}", visible(&path.display().to_string()))]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, in words.
    pub reason: String,
}

/// Reads a definition with all that it includes. `-` is standard input, whose includes are looked for in the current
/// folder.
pub fn read_definition(path: &Path) -> Result<Loaded, Unreadable> {
    let unreadable = |error: io::Error| Unreadable { path: path.to_owned(), reason: plain(&error) };
    if path.file_name().and_then(|name| name.to_str()).is_some_and(is_of_records) {
        let reason = "it holds records, not a definition; the definition comes first, then the records, as in `uld eval leads.uld contacts.csv`";
        return Err(Unreadable { path: path.to_owned(), reason: reason.to_owned() });
    }
    let mut bytes = Vec::new();
    let (name, folder) = if path == Path::new("-") {
        io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
        ("<stdin>".to_owned(), PathBuf::from("."))
    } else {
        let file = File::open(path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.is_dir() {
            let reason = "it is a folder; name the definition's main file in it".to_owned();
            return Err(Unreadable { path: path.to_owned(), reason });
        }
        file.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
        (path.display().to_string(), path.parent().unwrap_or(Path::new("")).to_owned())
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(load(&name, text, &Folder { root: folder })),
        Err(error) => {
            let line = error
                .as_bytes()
                .iter()
                .take(error.utf8_error().valid_up_to())
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            let reason = format!("line {line} is no UTF-8 text; save the file as UTF-8");
            Err(Unreadable { path: path.to_owned(), reason })
        }
    }
}

/// The files that a definition was read from: its main file, what it includes, and its lists.
pub fn files_of(path: &Path, loaded: &Loaded) -> Vec<PathBuf> {
    let folder = if path == Path::new("-") { Path::new("") } else { path.parent().unwrap_or(Path::new("")) };
    let texts = loaded.sources.iter().skip(1).map(|(_, source)| PathBuf::from(&source.name));
    let lists = loaded.list_files.values().map(|list| folder.join(&list.path));
    std::iter::once(path.to_owned()).chain(texts).chain(lists).collect()
}

/// Whether a file with this name holds records, which the arguments' order may have put in the definition's place.
fn is_of_records(name: &str) -> bool {
    let lower = name.to_lowercase();
    record_stem(name).is_some() || [".xlsx", ".xlsm", ".xls"].iter().any(|ending| lower.ends_with(ending))
}

/// The files below a definition's folder.
struct Folder {
    root: PathBuf,
}

impl Files for Folder {
    /// Opens without following a link on the way: a definition from a stranger's pull request reads only what came
    /// with it. Only regular files are opened; a pipe or device could hang or never end.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        let fault = |error: io::Error| {
            if error.kind() == io::ErrorKind::NotFound {
                FileFault::NotFound
            } else {
                FileFault::Unreadable(plain(&error))
            }
        };
        let mut whole = self.root.clone();
        let parts: Vec<&str> = path.split('/').collect();
        for (index, part) in parts.iter().enumerate() {
            whole.push(part);
            let kind = fs::symlink_metadata(&whole).map_err(fault)?.file_type();
            let last = index + 1 == parts.len();
            if kind.is_symlink() {
                return Err(FileFault::Link);
            }
            if (last && !kind.is_file()) || (!last && !kind.is_dir()) {
                return Err(FileFault::NotAFile);
            }
        }
        let file = File::open(&whole).map_err(fault)?;
        if file.metadata().map_err(fault)?.len() > LARGEST_LIST {
            return Err(FileFault::TooLarge);
        }
        let mut bytes = Vec::new();
        file.take(LARGEST_LIST).read_to_end(&mut bytes).map_err(fault)?;
        Ok(bytes)
    }
}
