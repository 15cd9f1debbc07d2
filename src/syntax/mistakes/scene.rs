//! Where the parser stopped, and the words around it.

use std::cell::Cell;

use super::declared::DeclaredEvent;
use crate::syntax::document::DefinitionKind;
use crate::syntax::expected::{Expected, class};
use crate::syntax::parser::{Failure, Rule};
use crate::syntax::token::{Token, TokenKind, tokens};
use crate::text::diagnostic::Edit;
use crate::text::span::{Place, SourceId, Span};

/// A word of the piece.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Word<'t> {
    /// The token, its span in bytes of the piece.
    pub token: Token<'t>,
    /// Which line it is on, from 0.
    pub line: usize,
}

/// The place where the parser stopped. Words are counted from there: 0 is the word there, -1 the one before.
pub(in crate::syntax) struct Scene<'t> {
    /// What was being read.
    pub kind: DefinitionKind,
    /// What could have stood there.
    pub expected: Vec<Rule>,
    source: SourceId,
    /// Where the piece starts in the whole text.
    base: usize,
    text: &'t str,
    words: Vec<Word<'t>>,
    /// Index of the word where the parser stopped.
    at: usize,
    /// Which line it stopped on.
    line: usize,
    /// Where it stopped, in bytes of the piece.
    failed: usize,
    /// Bytes that may still be parsed to try corrections.
    budget: &'t Cell<usize>,
    /// The events of the whole text.
    events: &'t [DeclaredEvent],
    /// Whether the text holds corrections already.
    nested: bool,
}

impl<'t> Scene<'t> {
    /// The scene of a failure in the piece `text`, which starts at byte `base` of `source`.
    pub(in crate::syntax) fn new(
        source: SourceId,
        base: usize,
        text: &'t str,
        kind: DefinitionKind,
        failure: Failure,
        budget: &'t Cell<usize>,
        events: &'t [DeclaredEvent],
    ) -> Self {
        let mut line = 0;
        let mut stopped = 0;
        let mut words = Vec::new();
        for token in tokens(text) {
            if (token.span.start as usize) <= failure.at {
                stopped = line;
            }
            match token.kind {
                TokenKind::Line => line += 1,
                TokenKind::Comment => {}
                TokenKind::Word
                | TokenKind::Bracketed
                | TokenKind::Number
                | TokenKind::Text
                | TokenKind::OpenText
                | TokenKind::Bullet
                | TokenKind::Prose
                | TokenKind::Row
                | TokenKind::Sign => words.push(Word { token, line }),
            }
        }
        let at = words.partition_point(|word| word.token.span.end as usize <= failure.at);
        Scene {
            kind,
            expected: failure.expected,
            source,
            base,
            text,
            words,
            at,
            line: stopped,
            failed: failure.at,
            budget,
            events,
            nested: false,
        }
    }

    /// The scene of the next failure, in this text with corrections.
    pub(super) fn again<'n>(&'n self, text: &'n str, failure: Failure) -> Scene<'n> {
        Scene {
            nested: true,
            ..Scene::new(self.source, self.base, text, self.kind, failure, self.budget, self.events)
        }
    }

    /// Whether the text holds corrections already.
    pub(super) fn nested(&self) -> bool {
        self.nested
    }

    /// The events of the whole text.
    pub(super) fn events(&self) -> &'t [DeclaredEvent] {
        self.events
    }

    /// Where the piece starts in the whole text.
    pub(super) fn base(&self) -> usize {
        self.base
    }

    /// The piece.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Where the parser stopped, in bytes of the piece.
    pub(super) fn failed(&self) -> usize {
        self.failed
    }

    /// Takes so many bytes from what may be parsed again, if they are left.
    pub(super) fn spend(&self, bytes: usize) -> bool {
        let left = self.budget.get().checked_sub(bytes);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The index of the word `offset` words from where the parser stopped.
    fn index(&self, offset: isize) -> Option<usize> {
        self.at.checked_add_signed(offset)
    }

    fn word_at(&self, offset: isize) -> Option<&Word<'t>> {
        self.words.get(self.index(offset)?)
    }

    /// The token there.
    pub(super) fn token(&self, offset: isize) -> Option<&Token<'t>> {
        self.word_at(offset).map(|word| &word.token)
    }

    /// The text there; empty if there is none.
    pub(super) fn word(&self, offset: isize) -> &'t str {
        self.token(offset).map_or("", |token| token.text)
    }

    /// Whether this word stands there, in any case.
    pub(super) fn is(&self, offset: isize, word: &str) -> bool {
        self.token(offset).is_some_and(|token| token.is(word))
    }

    /// Whether one of these words stands there.
    pub(super) fn is_any(&self, offset: isize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(offset, word))
    }

    /// Whether these words stand there, on one line.
    pub(super) fn are(&self, offset: isize, words: &[&str]) -> bool {
        words.iter().zip(offset..).all(|(word, at)| self.is(at, word) && self.same_line(offset, at))
    }

    /// Whether a token of this kind stands there.
    pub(super) fn kind_is(&self, offset: isize, kind: TokenKind) -> bool {
        self.token(offset).is_some_and(|token| token.kind == kind)
    }

    /// Whether both words are on one line.
    pub(super) fn same_line(&self, one: isize, other: isize) -> bool {
        match (self.word_at(one), self.word_at(other)) {
            (Some(one), Some(other)) => one.line == other.line,
            (None, _) | (_, None) => false,
        }
    }

    /// Whether the parser stopped before the end of a line, the word there being on a later line.
    pub(super) fn at_line_end(&self) -> bool {
        self.word_at(0).is_none_or(|word| word.line != self.line)
    }

    /// Whether the word is the first of its line.
    pub(super) fn first_on_line(&self, offset: isize) -> bool {
        self.token(offset).is_some() && !self.same_line(offset - 1, offset)
    }

    /// The first word of the line.
    pub(super) fn line_start(&self, mut offset: isize) -> isize {
        while self.same_line(offset - 1, offset) {
            offset -= 1;
        }
        offset
    }

    /// The last word of the line.
    pub(super) fn line_end(&self, mut offset: isize) -> isize {
        while self.same_line(offset, offset + 1) {
            offset += 1;
        }
        offset
    }

    /// Whether no blank stands between this word and the next.
    pub(super) fn glued(&self, offset: isize) -> bool {
        match (self.token(offset), self.token(offset + 1)) {
            (Some(one), Some(two)) => one.span.end == two.span.start,
            (None, _) | (_, None) => false,
        }
    }

    /// How many words stand before it in the definition.
    pub(super) fn count_before(&self, offset: isize) -> Option<usize> {
        self.index(offset)
    }

    /// The offset of the `index`th word of the definition.
    pub(super) fn offset_of(&self, index: usize) -> isize {
        index as isize - self.at as isize
    }

    /// Which line of the definition the parser stopped on, from 0.
    pub(in crate::syntax) fn stopped_on_line(&self) -> usize {
        self.line
    }

    /// Which line of the definition the word is on, from 0.
    pub(super) fn line_of(&self, offset: isize) -> Option<usize> {
        self.word_at(offset).map(|word| word.line)
    }

    /// The piece's own span from the first to the last of these words.
    pub(super) fn span(&self, first: isize, last: isize) -> Span {
        match (self.token(first), self.token(last)) {
            (Some(first), Some(last)) => first.span.to(last.span),
            (Some(only), None) | (None, Some(only)) => only.span,
            (None, None) => Span::new(self.text.len(), self.text.len()),
        }
    }

    /// As written, from the first to the last of these words.
    pub(super) fn written(&self, first: isize, last: isize) -> &'t str {
        let span = self.span(first, last);
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The rest of the piece from this word on.
    pub(super) fn rest(&self, offset: isize) -> &'t str {
        let start = self.token(offset).map_or(self.text.len(), |token| token.span.start as usize);
        self.text.get(start..).unwrap_or_default()
    }

    /// A span of the piece as a place of the text.
    pub(super) fn place_of(&self, span: Span) -> Place {
        Place::new(self.source, span.shifted(self.base))
    }

    /// The place from the first to the last of these words.
    pub(super) fn place(&self, first: isize, last: isize) -> Place {
        self.place_of(self.span(first, last))
    }

    /// Puts `text` in place of these words.
    pub(super) fn replace(&self, first: isize, last: isize, text: impl Into<String>) -> Edit {
        Edit { place: self.place(first, last), text: text.into() }
    }

    /// Puts `text` before this word.
    pub(super) fn insert_before(&self, offset: isize, text: impl Into<String>) -> Edit {
        Edit { place: self.place(offset, offset).before(), text: text.into() }
    }

    /// Puts `text` after this word.
    pub(super) fn insert_after(&self, offset: isize, text: impl Into<String>) -> Edit {
        Edit { place: self.place(offset, offset).after(), text: text.into() }
    }

    /// Takes these words away, with the blanks before them, or after them at a line's start.
    pub(super) fn delete(&self, first: isize, last: isize) -> Edit {
        let mut span = self.span(first, last);
        if self.same_line(first - 1, first) {
            span.start = self.span(first - 1, first - 1).end;
        } else if self.same_line(last, last + 1) {
            span.end = self.span(last + 1, last + 1).start;
        }
        Edit { place: self.place_of(span), text: String::new() }
    }

    /// Takes an opening sign away, with the blanks after it.
    pub(super) fn delete_glue(&self, offset: isize) -> Edit {
        let mut span = self.span(offset, offset);
        if self.same_line(offset, offset + 1) {
            span.end = self.span(offset + 1, offset + 1).start;
        }
        Edit { place: self.place_of(span), text: String::new() }
    }

    /// Whether this rule was expected.
    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether the line before could not have ended yet.
    pub(super) fn expects_more(&self) -> bool {
        self.expects(Rule::close) || self.expects_criterion()
    }

    /// Whether a criterion could have started there.
    pub(super) fn expects_criterion(&self) -> bool {
        self.expected.iter().any(|rule| class(*rule) == Expected::Criterion)
    }

    /// Goes back from `from` over at most `most` words of the same line to one of these words.
    pub(super) fn back_to(&self, from: isize, most: isize, words: &[&str]) -> Option<isize> {
        (1..=most)
            .map(|back| from - back)
            .take_while(|at| self.same_line(*at, from))
            .find(|at| self.is_any(*at, words))
    }

    /// Whether `is` or `is not` stands just before, so that a correction need not add it.
    pub(super) fn after_is(&self, offset: isize) -> bool {
        self.is(offset - 1, "is") || (self.is(offset - 1, "not") && self.is(offset - 2, "is"))
    }

    /// The last word of the value that starts here: `50M USD`, `3 working days`, `"A"`.
    pub(super) fn value_end(&self, offset: isize) -> isize {
        let mut end = offset;
        if self.is_any(offset, &["$", "€", "£"]) && self.glued(offset) {
            end += 1;
        }
        if self.kind_is(end, TokenKind::Number) && self.same_line(end, end + 1) {
            if self.is(end + 1, "working") {
                return end + 2;
            }
            let next = self.word(end + 1);
            let currency = next.len() == 3 && next.bytes().all(|byte| byte.is_ascii_uppercase());
            if super::values::unit(next).is_some()
                || (currency && !self.is_any(end + 1, &["and", "not", "any", "all"]))
            {
                return end + 1;
            }
        }
        end
    }
}
