//! Level 1: text in, tree of what was written out.
//!
//! [`parse`] goes down four steps: the text is cut at its flush-left lines (`splitter`), each piece is parsed by the
//! grammar (`grammar/uld.pest`, `parser`), what it found becomes a tree (`builder`); where it found nothing, a table of
//! known mistakes says what to write instead (`mistakes`).

mod builder;
pub mod document;
mod expected;
pub mod hidden;
mod mistakes;
mod parser;
pub mod problem;
mod recovery;
mod splitter;
mod token;

use std::cell::Cell;

use crate::text::span::{Place, SourceId, Span};
use builder::Builder;
use document::{At, Broken, Comment, DefinitionKind, Document, Item};
use problem::{Limit, Problem};
use recovery::Budget;
use splitter::{Piece, Start};
use token::{Token, TokenKind};

/// Largest text, in bytes.
const FILE_LIMIT: usize = 1024 * 1024;
/// Deepest nesting of parentheses.
const DEPTH_LIMIT: usize = 64;
/// Hidden characters reported in one text; a file with more is no definition.
const HIDDEN_LIMIT: usize = 100;
/// Bytes parsed again to find further mistakes, beside the text's own length.
const BUDGET: usize = 1024 * 1024;
/// Bytes parsed again to try corrections.
const TRIALS: usize = 4 * 1024 * 1024;

/// A text, read: the tree of what could be, and the problems of what could not.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What was written.
    pub document: Document,
    /// What is wrong with it, by place. The document holds the other definitions.
    pub problems: Vec<Problem>,
}

/// Reads a whole text; never fails, never panics, in time that grows in step with the text.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let mut document = Document { source, ..Document::default() };
    if text.len() > FILE_LIMIT {
        let at = Place::new(source, Span::default());
        return Parsed { document, problems: vec![Problem::OverLimit { at, limit: Limit::File }] };
    }
    let tokens = token::tokens(text);
    document.comments = comments(&tokens);
    let hidden: Vec<(usize, char)> = hidden::hidden(text).collect();
    let mut reader = Reader {
        document,
        problems: Vec::new(),
        text,
        hidden: Vec::new(),
        budget: Budget {
            again: BUDGET + text.len(),
            trials: Cell::new(TRIALS),
            events: mistakes::declared_events(&tokens),
        },
    };
    for (at, character) in hidden.iter().take(HIDDEN_LIMIT) {
        let at = Place::new(source, Span::new(*at, at + character.len_utf8()));
        reader.problems.push(Problem::HiddenCharacter { at, character: *character });
    }
    reader.hidden = hidden.into_iter().map(|(at, _)| at).collect();
    for piece in splitter::pieces(text, &tokens) {
        reader.read(&piece, tokens.get(piece.tokens.clone()).unwrap_or_default());
    }
    let Reader { document, mut problems, .. } = reader;
    problems.sort_by_cached_key(|problem| problem.diagnostic().place().map(|place| place.span));
    Parsed { document, problems }
}

/// The words of a text that may be names, as written: outside texts, comments and prose, the cells of tables among them.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in token::tokens(text) {
        match token.kind {
            TokenKind::Word => found.push(token.text.to_owned()),
            TokenKind::Bracketed => found.push(token.text.trim_matches(['[', ']']).trim().to_owned()),
            TokenKind::Row => found.extend(token.text.split('|').map(|cell| cell.trim().to_owned())),
            TokenKind::Number
            | TokenKind::Text
            | TokenKind::OpenText
            | TokenKind::Bullet
            | TokenKind::Prose
            | TokenKind::Comment
            | TokenKind::Line
            | TokenKind::Sign => {}
        }
    }
    found
}

/// Reads piece after piece.
struct Reader<'t> {
    document: Document,
    problems: Vec<Problem>,
    text: &'t str,
    /// Where the hidden characters are.
    hidden: Vec<usize>,
    budget: Budget,
}

impl Reader<'_> {
    fn read(&mut self, piece: &Piece, tokens: &[Token<'_>]) {
        let base = piece.span.start as usize;
        let words = self.text.get(base..piece.span.end as usize).unwrap_or_default();
        let before = self.problems.len();
        let mut kind = match piece.start {
            Start::Definition(kind) => kind,
            Start::Margin => {
                self.margin(tokens);
                return self.broken(piece, DefinitionKind::Prose, tokens);
            }
            Start::Indented => {
                if let Some(first) = tokens.first() {
                    let at = Place::new(self.document.source, first.span);
                    self.problems.push(Problem::NothingAbove { at });
                }
                return self.broken(piece, DefinitionKind::Prose, tokens);
            }
        };
        if self.hides(tokens) || self.too_deep(tokens) {
            return self.broken(piece, recovery::likely_kind(kind, tokens), tokens);
        }
        match parser::parse_piece(kind, words) {
            Ok(part) => {
                let source = self.document.source;
                recovery::refused(source, base, words, kind, &self.budget, &mut self.problems);
                let item: Option<Item> =
                    part.and_then(|part| Builder::new(source, base, &mut self.problems).item(kind, part));
                match item {
                    Some(item) if self.problems.len() == before => return self.document.items.push(item),
                    Some(_) => {}
                    None => self.unreadable(tokens),
                }
            }
            Err(_) => {
                let source = self.document.source;
                kind = recovery::mistakes(source, base, words, kind, &mut self.budget, &mut self.problems);
                kind = recovery::likely_kind(kind, tokens);
            }
        }
        self.broken(piece, kind, tokens);
    }

    /// A bullet or a table row at the left margin.
    fn margin(&mut self, tokens: &[Token<'_>]) {
        let (Some(first), line) = (tokens.first(), first_line(tokens)) else { return };
        let span = match first.text.match_indices('|').nth(1) {
            Some((cell, _)) => {
                let cell = first.text.get(..cell).map_or(0, |cell| cell.trim_end().len());
                Span { start: first.span.start, end: first.span.start + cell as u32 }
            }
            None => line.iter().fold(first.span, |span, token| span.to(token.span)),
        };
        let at = Place::new(self.document.source, span);
        self.problems.push(Problem::LineAtMargin { at, line: Place { span: first.span, ..at } });
    }

    /// The tree builder and the grammar disagree: said rather than lost.
    fn unreadable(&mut self, tokens: &[Token<'_>]) {
        let span = tokens.first().map_or(Span::default(), |token| token.span);
        let at = Place::new(self.document.source, span);
        let found = "this definition".to_owned();
        self.problems.push(Problem::Unexpected { at, found, expected: Vec::new(), open: None, near: None });
    }

    fn broken(&mut self, piece: &Piece, kind: DefinitionKind, tokens: &[Token<'_>]) {
        let end = tokens
            .iter()
            .rfind(|token| token.kind != TokenKind::Line)
            .map_or(piece.span.end, |last| last.span.end);
        let at = At(Span { start: piece.span.start, end });
        self.document.broken.push(Broken { at, kind, declares: recovery::declares(kind, tokens) });
    }

    /// Whether a hidden character, already reported, stands in the piece; one in a comment does no harm to it.
    fn hides(&self, tokens: &[Token<'_>]) -> bool {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
        let from = self.hidden.partition_point(|at| *at < first.span.start as usize);
        let to = self.hidden.partition_point(|at| *at < last.span.end as usize);
        self.hidden.get(from..to).unwrap_or_default().iter().any(|at| {
            let token = tokens.partition_point(|token| token.span.end as usize <= *at);
            tokens.get(token).is_none_or(|token| token.kind != TokenKind::Comment)
        })
    }

    /// Reports parentheses deeper than the limit, before anything recurses into them.
    fn too_deep(&mut self, tokens: &[Token<'_>]) -> bool {
        let mut depth = 0_usize;
        for token in tokens {
            if token.is("(") {
                depth += 1;
                if depth > DEPTH_LIMIT {
                    let at = Place::new(self.document.source, token.span);
                    self.problems.push(Problem::TooDeep { at });
                    return true;
                }
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
        }
        false
    }
}

fn first_line<'l, 't>(tokens: &'l [Token<'t>]) -> &'l [Token<'t>] {
    tokens
        .split(|token| matches!(token.kind, TokenKind::Line | TokenKind::Comment))
        .next()
        .unwrap_or_default()
}

fn comments(tokens: &[Token<'_>]) -> Vec<Comment> {
    let mut own_line = true;
    let mut found = Vec::new();
    for token in tokens {
        if token.kind == TokenKind::Comment {
            let text = token.text.trim_end();
            let span = Span { start: token.span.start, end: token.span.start + text.len() as u32 };
            found.push(Comment { at: At(span), text: text.to_owned(), own_line });
        }
        own_line = token.kind == TokenKind::Line;
    }
    found
}
