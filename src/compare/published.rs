//! Whether a published page is of a definition: by the fingerprint that stands at its end.

use crate::meaning::fingerprint::{Fingerprint, SENTENCE, find_fingerprint, fingerprint};
use crate::model::program::Program;
use crate::text::diagnostic::{Code, Diagnostic};

/// A page of another meaning, or of none that can be told.
const STALE: Code = Code("C806");
/// A page of the same meaning in other words.
const OTHER_WORDS: Code = Code("W807");

/// What is wrong with a page; none if it says what the definition says. `renew` is the command that writes it anew.
pub fn published(name: &str, text: &str, program: &Program, renew: &str) -> Option<Diagnostic> {
    let is = fingerprint(program);
    let Some(was) = find_fingerprint(text) else {
        let problem = Diagnostic::new(STALE, format!("{name} does not say which meaning it has"))
            .lines(renew)
            .why(format!("A page written by `uld publish` ends with a line that begins with \"{SENTENCE}\". Without it, nobody can tell whether the page is still true."));
        return Some(problem);
    };
    let versions = versions(was, is);
    if was.meaning != is.meaning {
        let problem = Diagnostic::new(STALE, format!("{name} is of another meaning than this definition{versions}"))
            .lines(renew)
            .why("The definition changed after the page was written, so that people read what no longer holds: publish it again.");
        return Some(problem);
    }
    if was.words != is.words {
        let problem = Diagnostic::new(OTHER_WORDS, format!("{name} means the same in other words{versions}"))
            .lines(renew)
            .why("A title, a reason, a note, an example or the version changed after the page was written; publish it again when it is convenient.");
        return Some(problem);
    }
    None
}

fn versions(was: Fingerprint, is: Fingerprint) -> String {
    match (was.version, is.version) {
        (Some(was), Some(is)) if was != is => format!(": it has version {was}, the definition version {is}"),
        (Some(_), Some(_)) | (None, _) | (_, None) => String::new(),
    }
}
