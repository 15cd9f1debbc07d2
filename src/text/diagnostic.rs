//! A problem as a person reads it: what is wrong, which words, the corrected line, and why.
//!
//! Each phase has an enum of its own problems, which carry facts (`syntax::problem`, `check::problem`, …); it turns
//! into a [`Diagnostic`] here, and whatever shows it (the terminal, an editor, a CI log) sees this one type.

use std::fmt;

use super::span::Place;

/// A stable code such as `S113`: S found while reading, C by the checker, D in the data, W a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl Code {
    /// How grave a problem with this code is: `W` and `D` codes are warnings, the others errors.
    pub fn severity(self) -> Severity {
        if self.0.starts_with('W') || self.0.starts_with('D') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The definition cannot be used.
    Error,
    /// It can, but it may not mean what its author thinks.
    Warning,
}

/// Underlined words and what to say beneath them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The words. An empty place is where something is missing.
    pub place: Place,
    /// A few words, shown beside the underline.
    pub text: String,
}

/// Puts `text` in place of the words at `place`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The words that go.
    pub place: Place,
    /// The words that come; may hold line breaks.
    pub text: String,
}

/// One way to mend it, shown after `Write:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Edits of the text, which an editor can apply; shown as the changed lines. All lie in one text.
    Edits(Vec<Edit>),
    /// Lines to copy that have no single place to go, such as a new declaration.
    Lines(String),
}

/// One problem, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// What is wrong, in one line, without a full stop.
    pub title: String,
    /// The guilty words; the first is the main one. Empty only for problems that have no place.
    pub labels: Vec<Label>,
    /// The corrected line, or several ways to write it.
    pub write: Vec<Correction>,
    /// Why it is so, in one or two sentences; may be empty.
    pub why: String,
}

impl Diagnostic {
    /// A problem with its title; labels, corrections and the reason follow.
    pub fn new(code: Code, title: impl Into<String>) -> Self {
        Diagnostic { code, title: title.into(), labels: Vec::new(), write: Vec::new(), why: String::new() }
    }

    /// Underlines words; the first call gives the main place.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Offers to replace the words at `place`.
    #[must_use]
    pub fn replace(mut self, place: Place, text: impl Into<String>) -> Self {
        self.write.push(Correction::Edits(vec![Edit { place, text: text.into() }]));
        self
    }

    /// Offers several edits that belong together.
    #[must_use]
    pub fn edits(mut self, edits: Vec<Edit>) -> Self {
        self.write.push(Correction::Edits(edits));
        self
    }

    /// Offers lines to copy.
    #[must_use]
    pub fn lines(mut self, lines: impl Into<String>) -> Self {
        self.write.push(Correction::Lines(lines.into()));
        self
    }

    /// Says why it is so.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Where it is: the place of its first label.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }
}
