//! What can be wrong with a text before anything is known about its names.

#![expect(missing_docs, reason = "the problems are being written")]
use thiserror::Error;

use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::span::Place;

/// A limit of the language (docs: Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 255 bytes a name.
    Name,
    /// 64 KiB a text.
    Text,
    /// 10,000 terms a rule.
    Terms,
    /// 100,000 values a list.
    ListEntries,
    /// 1 MiB a file.
    File,
}

/// A problem with what was written, with its facts; [`Problem::diagnostic`] says it to people.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// S131
    #[error("over limit")]
    OverLimit { at: Place, limit: Limit },
    /// S126
    #[error("This number cannot be held exactly")]
    NumberNotHeld { at: Place, written: String },
    /// S120
    #[error("whole units")]
    NotWholeUnits { at: Place, written: String, unit: &'static str },
    /// S120
    #[error("ago")]
    NotTimeAgo { at: Place, ago: Place },
    /// S129
    #[error("blank name")]
    BlankName { at: Place },
    /// S402
    #[error("not")]
    NotWithAssume { not: Place, tested: String, assume: Place },
    /// S402
    #[error("not")]
    NotBeforeTest { not: Place, unary: Place, tested: String },
    /// S111
    #[error("the")]
    ExtraWord { at: Place, word: String },
    /// S129
    #[error("unexpected")]
    Unexpected { at: Place },
}

impl Problem {
    /// As people read it.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(Code("S129"), self.to_string())
    }
}
