//! A place in a text.
//!
//! ```text
//!   l e a d   w h e n      span of `when` = 5..9
//!   0 1 2 3 4 5 6 7 8
//! ```

/// Two byte offsets into one text, half-open: `start` is in, `end` is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same words after the text was found `by` bytes into a larger one.
    pub fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by as u32, end: self.end + by as u32 }
    }

    /// The empty place just after this one, where a missing word belongs.
    pub fn after(self) -> Span {
        Span { start: self.end, end: self.end }
    }

    /// The empty place just before this one.
    pub fn before(self) -> Span {
        Span { start: self.start, end: self.start }
    }

    /// Whether no byte lies in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Which text of a run: an index into [`Sources`](super::source::Sources).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A span in one of the texts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The text.
    pub source: SourceId,
    /// The bytes of it.
    pub span: Span,
}

impl Place {
    /// A place in `source`.
    pub fn new(source: SourceId, span: Span) -> Self {
        Place { source, span }
    }

    /// The empty place just after this one.
    pub fn after(self) -> Place {
        Place { source: self.source, span: self.span.after() }
    }

    /// The empty place just before this one.
    pub fn before(self) -> Place {
        Place { source: self.source, span: self.span.before() }
    }
}
