//! The texts of a run, and the way from a byte offset to a line and a column.

use super::span::{Place, SourceId, Span};

/// One text with the name that messages call it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// What messages call it: the path as the user gave it, `<stdin>` for standard input.
    pub name: String,
    text: String,
    /// Byte offset of the start of each line.
    lines: Vec<u32>,
}

/// A position that people count: both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// A text under its name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut lines = vec![0];
        lines
            .extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Source { name: name.into(), text, lines }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words at `span`; empty if it is not a valid place of this text.
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// How many lines there are, at least 1.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The 1-based number of the line that holds the byte at `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines.partition_point(|start| *start <= offset).max(1)
    }

    /// The span of line `number` (from 1), without its line end.
    pub fn line_span(&self, number: usize) -> Span {
        let start = self.lines.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len() as u32);
        let next = self.lines.get(number).copied().unwrap_or(self.text.len() as u32);
        let raw = self.text.get(start as usize..next as usize).unwrap_or("");
        Span { start, end: start + raw.trim_end_matches(['\n', '\r']).len() as u32 }
    }

    /// The text of line `number` (from 1), without its line end.
    pub fn line(&self, number: usize) -> &str {
        self.words(self.line_span(number))
    }

    /// Line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.line_span(line).start;
        let column = self.words(Span { start, end: offset.max(start) }).chars().count() + 1;
        LineColumn { line, column }
    }
}

/// All the texts of a run; a [`SourceId`] is an index into them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// None yet.
    pub fn new() -> Self {
        Sources::default()
    }

    /// Adds one and says which it is.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.sources.push(source);
        SourceId(self.sources.len() as u32 - 1)
    }

    /// The text with this id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The words at a place; empty if there is no such place.
    pub fn words(&self, place: Place) -> &str {
        self.get(place.source).map_or("", |source| source.words(place.span))
    }

    /// All texts, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(index, source)| (SourceId(index as u32), source))
    }
}
