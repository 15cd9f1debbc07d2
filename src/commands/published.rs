//! `uld check --published`: reads the page that is held against the definition.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::load::Unreadable;
use crate::compare::published::published;
use crate::meaning::fingerprint::MOST_PAGE_BYTES;
use crate::model::program::Program;
use crate::records::error::plain;
use crate::text::diagnostic::Diagnostic;
use crate::text::visible::visible;

/// What is wrong with a page; none if it says what the definition says.
///
/// # Errors
/// When the page cannot be read.
pub fn problem(page: &Path, definition: &Path, program: &Program) -> Result<Option<Diagnostic>, Unreadable> {
    let form = ["html", "htm", "md", "markdown", "txt"];
    let ending = page.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let page_like = form.contains(&ending.to_lowercase().as_str());
    let target = if page_like { page.display().to_string() } else { "agreement.html".to_owned() };
    let renew = visible(&format!("uld publish {} -o {target}", definition.display()));
    Ok(published(&visible(&page.display().to_string()), &read(page)?, program, &renew))
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
