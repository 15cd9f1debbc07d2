//! Cuts a text into definitions, before any grammar looks at it.
//!
//! A line that starts flush left starts a definition; whatever is indented belongs to it, however deep. Empty lines and
//! comments never start one. So one broken definition never hides the errors of the others.
//!
//! ```text
//! lead when all of:        ┐ one piece
//!   - fits ICP             │
//! # a comment              ┘
//! > Published.             ─ another
//! ```

use std::ops::Range;

use super::document::DefinitionKind;
use super::token::{Token, TokenKind};
use crate::text::span::Span;

/// One definition's text.
pub(super) struct Piece {
    /// From its first word to the start of the next piece.
    pub span: Span,
    /// Its tokens: a range of those of the whole text.
    pub tokens: Range<usize>,
    /// How its first line starts.
    pub start: Start,
}

/// How a piece starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// As a definition of this kind.
    Definition(DefinitionKind),
    /// With a bullet or a table row, which belongs to the definition above.
    Margin,
    /// Indented, with nothing above it to belong to.
    Indented,
}

/// The words that start a definition.
pub(super) const STARTERS: [(&str, DefinitionKind); 16] = [
    ("definition", DefinitionKind::Header),
    ("include", DefinitionKind::Include),
    ("team", DefinitionKind::Team),
    ("list", DefinitionKind::List),
    ("rate", DefinitionKind::Rate),
    ("field", DefinitionKind::Field),
    ("lookup", DefinitionKind::Lookup),
    ("events", DefinitionKind::Events),
    ("lifecycle", DefinitionKind::Lifecycle),
    ("profile", DefinitionKind::Profile),
    ("criterion", DefinitionKind::Criterion),
    ("source", DefinitionKind::Source),
    ("score", DefinitionKind::Score),
    ("route", DefinitionKind::Route),
    ("example", DefinitionKind::Example),
    ("examples", DefinitionKind::Table),
];

/// The pieces of a text, in order; `tokens` are all of its tokens.
pub(super) fn pieces(text: &str, tokens: &[Token<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut line_start = true;
    for (index, token) in tokens.iter().enumerate() {
        let first = std::mem::replace(&mut line_start, token.kind == TokenKind::Line);
        if !first || matches!(token.kind, TokenKind::Line | TokenKind::Comment) {
            continue;
        }
        let at = token.span.start as usize;
        let flush = at == 0 || text.get(..at).is_some_and(|before| before.ends_with(['\n', '\u{feff}']));
        if !flush && !pieces.is_empty() {
            continue;
        }
        if let Some(last) = pieces.last_mut() {
            last.tokens.end = index;
            last.span.end = token.span.start;
        }
        let start = if flush { start(tokens.get(index..).unwrap_or_default()) } else { Start::Indented };
        let span = Span { start: token.span.start, end: text.len() as u32 };
        pieces.push(Piece { span, tokens: index..tokens.len(), start });
    }
    pieces
}

/// How the piece that begins with these tokens starts.
fn start(tokens: &[Token<'_>]) -> Start {
    match tokens.first().map(|token| token.kind) {
        Some(TokenKind::Bullet | TokenKind::Row) => Start::Margin,
        Some(TokenKind::Prose) => Start::Definition(DefinitionKind::Prose),
        Some(
            TokenKind::Word
            | TokenKind::Bracketed
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::OpenText
            | TokenKind::Comment
            | TokenKind::Line
            | TokenKind::Sign,
        )
        | None => Start::Definition(kind(tokens)),
    }
}

/// The kind of a definition by its first words. A starter is no reserved word: `source when …` is a stage.
pub(super) fn kind(tokens: &[Token<'_>]) -> DefinitionKind {
    let must = tokens.get(1).is_some_and(|token| token.is("must"))
        && !(tokens.first().is_some_and(|first| first.is("team"))
            && (2..=3).any(|at| tokens.get(at).is_some_and(|token| token.is("in"))));
    if must {
        return DefinitionKind::Duty;
    }
    let starter = tokens
        .first()
        .and_then(|first| STARTERS.into_iter().find(|(word, _)| first.is(word)).map(|(_, kind)| kind));
    let names_a_stage = tokens.get(1).is_some_and(|token| token.is("when"))
        || (tokens.get(1).is_some_and(|token| token.kind == TokenKind::Text)
            && tokens.get(2).is_some_and(|token| token.is("when")));
    match starter {
        Some(kind) if !names_a_stage => kind,
        Some(_) | None => DefinitionKind::Stage,
    }
}

#[cfg(test)]
mod tests {
    use super::{Start, pieces};
    use crate::syntax::document::DefinitionKind;
    use crate::syntax::token::tokens;

    fn cut(text: &str) -> Vec<(&str, Start)> {
        pieces(text, &tokens(text))
            .into_iter()
            .map(|piece| (text.get(piece.span.start as usize..piece.span.end as usize).unwrap(), piece.start))
            .collect()
    }

    #[test]
    fn a_flush_left_line_starts_a_definition() {
        let text = "\u{feff}# top\r\nlead when a\r\n\r\n# in between\r\n\tand b\r\n> said\r\nfield a: text";
        assert_eq!(
            cut(text),
            [
                ("lead when a\r\n\r\n# in between\r\n\tand b\r\n", Start::Definition(DefinitionKind::Stage)),
                ("> said\r\n", Start::Definition(DefinitionKind::Prose)),
                ("field a: text", Start::Definition(DefinitionKind::Field)),
            ]
        );
    }

    #[test]
    fn a_starter_may_be_a_name() {
        assert_eq!(cut("source when a")[0].1, Start::Definition(DefinitionKind::Stage));
        assert_eq!(cut("team must \"call\"")[0].1, Start::Definition(DefinitionKind::Duty));
        assert_eq!(cut("source a when b")[0].1, Start::Definition(DefinitionKind::Source));
    }
}
