//! Level 1: text in, tree of what was written out.
//!
//! [`parse`] goes down four steps: the text is cut at its flush-left lines (`splitter`), each piece is parsed by the
//! grammar (`grammar/uld.pest`, `parser`), what it found becomes a tree (`builder`); where it found nothing, a table of
//! known mistakes says what to write instead (`mistakes`).

mod builder;
pub mod document;
mod parser;
pub mod problem;
mod splitter;
mod token;

use crate::text::span::{Place, SourceId, Span};
use builder::Builder;
use document::{At, Broken, Comment, DefinitionKind, Document};
use problem::Problem;
use splitter::{Piece, Start};
use token::{Token, TokenKind};

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
    let mut parsed = Parsed { document: Document { source, ..Document::default() }, problems: Vec::new() };
    let tokens = token::tokens(text);
    parsed.document.comments = comments(&tokens);
    for piece in splitter::pieces(text, &tokens) {
        read_piece(&mut parsed, text, &piece);
    }
    parsed
}

fn read_piece(parsed: &mut Parsed, text: &str, piece: &Piece) {
    let source = parsed.document.source;
    let base = piece.span.start as usize;
    let words = text.get(base..piece.span.end as usize).unwrap_or_default();
    let kind = match piece.start {
        Start::Definition(kind) => kind,
        Start::Margin | Start::Indented => DefinitionKind::Stage,
    };
    let before = parsed.problems.len();
    let item = match parser::parse_piece(kind, words) {
        Ok(part) => part.and_then(|part| Builder::new(source, base, &mut parsed.problems).item(kind, part)),
        Err(failure) => {
            let at = Place::new(source, Span::new(failure.at, failure.at).shifted(base));
            parsed.problems.push(Problem::Unexpected { at });
            None
        }
    };
    match item {
        Some(item) if parsed.problems.len() == before => parsed.document.items.push(item),
        Some(_) | None => {
            parsed.document.broken.push(Broken { at: At(piece.span), kind, declares: Vec::new() })
        }
    }
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
