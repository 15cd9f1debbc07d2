//! `uld check --published`: whether a published page is of this definition.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::load::Unreadable;
use crate::meaning::fingerprint::{Fingerprint, MOST_PAGE_BYTES, SENTENCE, find_fingerprint, fingerprint};
use crate::model::program::Program;
use crate::records::error::plain;
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::visible::visible;

/// A page of another meaning, or of none that can be told.
const STALE: Code = Code("C806");
/// A page of the same meaning in other words.
const OTHER_WORDS: Code = Code("W807");

/// What is wrong with a page; none if it says what the definition says.
///
/// # Errors
/// When the page cannot be read.
pub fn problem(page: &Path, program: &Program) -> Result<Option<Diagnostic>, Unreadable> {
    let text = read(page)?;
    let is = fingerprint(program);
    let name = visible(&page.display().to_string()).to_string();
    let Some(was) = find_fingerprint(&text) else {
        let problem = Diagnostic::new(STALE, format!("{name} does not say which meaning it has"))
            .lines(is.sentence())
            .why(format!("A page written by `uld publish` ends with a line that begins with \"{SENTENCE}\". Without it, nobody can tell whether the page is still true."));
        return Ok(Some(problem));
    };
    let versions = versions(was, is);
    if was.meaning != is.meaning {
        let problem = Diagnostic::new(STALE, format!("{name} is of another meaning than this definition{versions}"))
            .lines("uld publish DEF -o FILE")
            .why("The definition changed after the page was written, so that people read what no longer holds: publish it again.");
        return Ok(Some(problem));
    }
    if was.words != is.words {
        let problem = Diagnostic::new(OTHER_WORDS, format!("{name} means the same in other words{versions}"))
            .lines("uld publish DEF -o FILE")
            .why("A title, a reason, a note, an example or the version changed after the page was written; publish it again when it is convenient.");
        return Ok(Some(problem));
    }
    Ok(None)
}

fn versions(was: Fingerprint, is: Fingerprint) -> String {
    match (was.version, is.version) {
        (Some(was), Some(is)) if was != is => format!(": it has version {was}, the definition version {is}"),
        (Some(_), Some(_)) | (None, _) | (_, None) => String::new(),
    }
}

fn read(page: &Path) -> Result<String, Unreadable> {
    let unreadable = |reason: String| Unreadable { path: page.to_owned(), reason };
    // Before it is opened: a pipe would keep us waiting.
    let facts = fs::metadata(page).map_err(|error| unreadable(plain(&error)))?;
    if !facts.is_file() {
        return Err(unreadable("it is no plain file".to_owned()));
    }
    let file = File::open(page).map_err(|error| unreadable(plain(&error)))?;
    let mut bytes = Vec::new();
    file.take(MOST_PAGE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(plain(&error)))?;
    if bytes.len() as u64 > MOST_PAGE_BYTES {
        return Err(unreadable(format!("it has more than {} MiB", MOST_PAGE_BYTES >> 20)));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
