//! The page: where comments and blank lines go between and beside the lines.
//!
//! A comment at the end of a line stays behind its line; one on a line of its own stays above the line that follows;
//! one that stood in the middle of what is now one line goes above it.
//!
//! ```text
//! lead when fits ICP  # sales asked for it      # sales asked for it
//!   # and                                       # and
//!   and decision_maker                          lead when fits ICP and decision_maker
//! ```

use super::item::CLAUSE;
use super::layout::{Line, Row};
use crate::syntax::document::{Comment, Item};
use crate::text::source::Source;
use crate::text::span::Span;

/// The text so far, and the comments that are not in it yet.
pub struct Page<'a> {
    source: &'a Source,
    comments: std::iter::Peekable<std::slice::Iter<'a, Comment>>,
    text: String,
    /// Whether the definition before has lines below its head, however that breaks; none at the start of the file.
    before: Option<bool>,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(source: &'a Source, comments: &'a [Comment]) -> Self {
        Page { source, comments: comments.iter().peekable(), text: String::new(), before: None }
    }

    /// Adds a definition; `next` is where the one after it starts.
    pub fn item(&mut self, item: &Item, lines: &[Line], next: u32) {
        let rows: Vec<Row> = lines.iter().flat_map(Line::rows).collect();
        let long = lines.len() > 1;
        self.between(Some(item.at.0.start), long && self.before == Some(true));
        if self.is_after_blank(item.at.0.start) {
            self.blank();
        }
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let until = rows.peek().map_or(next, |row| row.place.map_or(next, |place| place.start));
            self.row(&row, until);
        }
        self.before = Some(long);
    }

    /// Adds the comments at the end, and gives the text.
    pub fn finish(mut self) -> String {
        self.between(None, false);
        self.text
    }

    /// The comments before the next definition, at `start`, with at most one blank line between them, as the author
    /// had them; what is indented belongs to the definition before. If a blank line is `needed` and the author had
    /// none, it comes after that.
    fn between(&mut self, start: Option<u32>, needed: bool) {
        let until = start.unwrap_or(u32::MAX);
        let mut gap = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| comment.at.0.start < until) {
            let place = comment.at.0;
            let indented = self.before.is_some() && self.is_indented(place);
            gap.push((comment, indented, self.is_after_blank(place.start)));
        }
        let own = gap.iter().rposition(|(_, indented, _)| *indented).map_or(0, |last| last + 1);
        let has_blank = gap.iter().skip(own).any(|(_, _, blank)| *blank)
            || start.is_some_and(|at| self.is_after_blank(at));
        for (index, (comment, indented, blank)) in gap.iter().enumerate() {
            if *blank || (needed && !has_blank && index == own) {
                self.blank();
            }
            self.push(if *indented { CLAUSE } else { 0 }, comment_text(comment));
            self.text.push('\n');
        }
        if needed && !has_blank && own == gap.len() {
            self.blank();
        }
    }

    /// One line, with the comments that go above it, and behind it those that stand before `until`.
    fn row(&mut self, row: &Row, until: u32) {
        let place = row.place.unwrap_or_default();
        let mut above = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| comment.at.0.start < place.end) {
            above.push(comment);
        }
        let mut behind = None;
        while let Some(comment) = self
            .comments
            .next_if(|comment| row.takes_comment && !comment.own_line && comment.at.0.start < until)
        {
            above.extend(behind.replace(comment));
        }
        for comment in above {
            self.push(row.indent, comment_text(comment));
            self.text.push('\n');
        }
        self.push(row.indent, &row.text);
        if let Some(comment) = behind {
            self.text.push_str("  ");
            self.text.push_str(comment_text(comment));
        }
        self.text.push('\n');
    }

    fn push(&mut self, indent: usize, text: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.text.push_str(text);
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Whether the line before the one that holds `offset` is blank.
    fn is_after_blank(&self, offset: u32) -> bool {
        let line = self.source.line_of(offset);
        line > 1 && self.source.line(line - 1).trim_matches('\u{feff}').trim().is_empty()
    }

    fn is_indented(&self, place: Span) -> bool {
        let line = self.source.line_span(self.source.line_of(place.start));
        line.start < place.start
    }
}

fn comment_text(comment: &Comment) -> &str {
    comment.text.trim_end()
}
