//! Level 4: the one canonical form of a definition file.
//!
//! ```text
//! lead WHEN fits icp  and evaluation_date within the next 1 months
//! lead when fits ICP and evaluation_date is within 1 month
//! ```
//!
//! There are no style options. The form keeps the meaning and the order of everything; it settles the rest:
//!
//! - **Lines.** Clauses and bullets stand two blanks in, rows below a clause (`decided by`, a gate's list) four. What
//!   fits 100 columns goes on one line. A chain that does not breaks before each `and` and
//!   `or`, four blanks further in, a list only after the commas where it must; a criterion in a bulleted list breaks
//!   only inside parentheses and after commas, as the language wants it. A condition whose first test would have to
//!   break starts on the line after `when`. A text never breaks, and a reason after `because` does not count.
//! - **Words.** Keywords are in lower case, a name is as its declaration spells it (as written, if there are two
//!   spellings), in brackets only where it needs them: a name that is also a word of the language keeps those that it
//!   has. Quotes are straight, a quote inside is doubled. `is` is written before `at least`, `within` and the like,
//!   `within the next` is `within`. Units and points are singular after 1. Numbers keep their digits. `$50M` becomes
//!   `50M USD` when the header's currency owns the sign. Bullets are `- `.
//! - **Blank lines.** None inside a definition. Between two, at most one, as the author had it; always one when both
//!   have lines below their heads, above the comments that are flush left there.
//! - **Comments and prose.** Prose stays as it is. A comment behind a line stays there, two blanks after it. One on a
//!   line of its own is indented as the line that follows; between two definitions it stays flush left, or, indented,
//!   with the definition above. One in the middle of what is now one line goes above it.
//! - **Tables** are aligned by display width. Nothing else is.
//!
//! The result is read again before it is returned: if it did not say the same, with the same comments, there would be
//! an error instead. Formatting twice gives what formatting once gives.

mod condition;
mod example;
mod flow;
mod item;
mod layout;
mod page;
mod record;
mod spelling;
mod words;

pub use spelling::Spelling;

use crate::syntax::document::{Comment, Document};
use crate::syntax::parse;
use crate::text::source::Source;
use crate::text::span::Span;
use page::Page;
use words::Writer;

/// Why a file cannot be formatted. Its text is not touched then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Parts of the file could not be read, so that they cannot be written either.
    #[error("a definition here cannot be read; mend it first")]
    Broken {
        /// The first of them.
        first: Span,
        /// How many there are.
        count: usize,
    },
    /// The formatted text would not say the same: a mistake in the formatter, never in the file.
    #[error("formatting would change what this says; please report it")]
    Changed {
        /// The first definition that would change; empty at the end of the file when something would come after it.
        place: Span,
    },
}

impl FormatError {
    /// Where in the file it is.
    pub fn place(&self) -> Span {
        match self {
            FormatError::Broken { first, .. } => *first,
            FormatError::Changed { place } => *place,
        }
    }
}

/// The canonical text of a document that was read from `source`.
///
/// # Errors
///
/// [`FormatError::Broken`] when pieces of it could not be read, [`FormatError::Changed`] when the result would say
/// something else.
pub fn format(document: &Document, source: &Source, spelling: &Spelling) -> Result<String, FormatError> {
    if let Some(first) = document.broken.first() {
        return Err(FormatError::Broken { first: first.at.0, count: document.broken.len() });
    }
    let text = write(document, &Writer { source, spelling, keep_brackets: false });
    if difference(document, source, &text).is_none() {
        return Ok(text);
    }
    // Brackets may matter in a place that `needs_brackets` does not know.
    let text = write(document, &Writer { source, spelling, keep_brackets: true });
    match difference(document, source, &text) {
        Some(place) => Err(FormatError::Changed { place }),
        None => Ok(text),
    }
}

fn write(document: &Document, writer: &Writer<'_>) -> String {
    let mut page = Page::new(writer.source, &document.comments);
    let mut items = document.items.iter().peekable();
    while let Some(item) = items.next() {
        let next = items.peek().map_or(u32::MAX, |next| next.at.0.start);
        page.item(item, &writer.item(item), next);
    }
    page.finish()
}

/// Reads the text again: the first definition that is no longer the same, if there is one.
fn difference(document: &Document, source: &Source, text: &str) -> Option<Span> {
    let again = parse(document.source, text).document;
    let end = Span::new(source.text().len(), source.text().len());
    let pairs = document.items.iter().zip(&again.items);
    for (before, after) in pairs {
        if before != after {
            return Some(before.at.0);
        }
    }
    if again.items.len() != document.items.len() {
        return Some(document.items.get(again.items.len()).map_or(end, |item| item.at.0));
    }
    let texts = |comments: &[Comment]| {
        comments.iter().map(|comment| comment.text.trim_end().to_owned()).collect::<Vec<_>>()
    };
    let same = again.broken.is_empty() && texts(&again.comments) == texts(&document.comments);
    if same { None } else { Some(end) }
}
