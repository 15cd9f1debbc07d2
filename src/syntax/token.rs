//! A light list of words over a text: what stands where, without any grammar.
//!
//! It finds the comments, counts the nesting before anything recurses, and is what the table of known mistakes looks at
//! after the parser gave up. It reads every text whatsoever; the tokens and the blanks between them cover it.
//!
//! ```text
//! - employees is at least 4,200   # why      Bullet Word Word Word Word Number Comment Line
//! ```

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, digits and underscores, the first a letter.
    Word,
    /// `[a name]`
    Bracketed,
    /// Digits with commas, points, and letters or `%` at its end: `4,200`, `50MM`, `90d`, `25%`.
    Number,
    /// A quoted text that ends on its line.
    Text,
    /// One that does not: all to the end of the line.
    OpenText,
    /// `-`, `–`, `—`, `•` or `*` before a blank, first on its line.
    Bullet,
    /// `> …`, first on its line.
    Prose,
    /// `# …`
    Comment,
    /// A row of a table, from its first to its last `|`.
    Row,
    /// A line end.
    Line,
    /// A bracket, operator, or other sign; runs such as `>=`, `==`, `&&` are one.
    Sign,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// Where, in bytes of the whole text.
    pub span: Span,
    /// As written.
    pub text: &'t str,
}

impl Token<'_> {
    /// Whether it is this word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        (self.kind == TokenKind::Word || self.kind == TokenKind::Sign) && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, in any case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }
}

/// Blanks between words.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}')
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (!character.is_ascii() && character.general_category_group() == GeneralCategoryGroup::Letter)
}

/// Whether a name can go on with it.
pub(super) fn is_name_char(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || character == '_'
        || (!character.is_ascii()
            && matches!(
                character.general_category_group(),
                GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark
            ))
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut line_start = true;
    // Both are looked for once a line, not once a word: a line may be as long as the text.
    let mut line_end = 0;
    let mut last_close = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if is_blank(first) {
            at += first.len_utf8();
            continue;
        }
        if at >= line_end && first != '\n' {
            let line = rest.split('\n').next().unwrap_or_default();
            line_end = at + line.len();
            last_close = line.rfind(']').map(|close| at + close);
        }
        let line = text.get(at..line_end.max(at)).unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (kind, length) = match first {
            '[' if last_close.is_none_or(|close| close < at) => (TokenKind::Sign, 1),
            _ => next(rest, line, first, line_start),
        };
        let end = at + length.max(first.len_utf8());
        found.push(Token { kind, span: Span::new(at, end), text: text.get(at..end).unwrap_or_default() });
        line_start = kind == TokenKind::Line;
        at = end;
    }
    found
}

/// Kind and length of the token at the start of `rest`, whose first line is `line`.
fn next(rest: &str, line: &str, first: char, line_start: bool) -> (TokenKind, usize) {
    let second = rest.chars().nth(1);
    match first {
        '\n' => (TokenKind::Line, 1),
        '\r' if second == Some('\n') => (TokenKind::Line, 2),
        '>' if line_start => (TokenKind::Prose, line.len()),
        '#' => (TokenKind::Comment, line.len()),
        '|' if line_start => (TokenKind::Row, line.rfind('|').map_or(1, |last| last + 1)),
        '-' | '–' | '—' | '•' | '*' if line_start && second.is_some_and(is_blank) => {
            (TokenKind::Bullet, first.len_utf8())
        }
        '"' => straight_text(line),
        '“' => match line.find('”') {
            Some(end) => (TokenKind::Text, end + '”'.len_utf8()),
            None => (TokenKind::OpenText, line.len()),
        },
        '[' => match line.find(']') {
            Some(end) if end > 1 => (TokenKind::Bracketed, end + 1),
            Some(_) | None => (TokenKind::Sign, 1),
        },
        _ if first.is_ascii_digit() => (TokenKind::Number, number_length(line)),
        _ if is_letter(first) => (TokenKind::Word, run_length(line, is_name_char)),
        '<' | '>' | '=' | '!' | '&' | '≥' | '≤' | '≠' => (
            TokenKind::Sign,
            run_length(line, |sign| matches!(sign, '<' | '>' | '=' | '!' | '&' | '≥' | '≤' | '≠')),
        ),
        '|' if second == Some('|') => (TokenKind::Sign, 2),
        _ => (TokenKind::Sign, first.len_utf8()),
    }
}

/// `"say ""hi"""`: a doubled quote does not end the text.
fn straight_text(line: &str) -> (TokenKind, usize) {
    let mut quotes =
        line.bytes().enumerate().skip(1).filter(|(_, byte)| *byte == b'"').map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return (TokenKind::Text, at + 1);
        }
    }
    (TokenKind::OpenText, line.len())
}

fn run_length(line: &str, belongs: impl Fn(char) -> bool) -> usize {
    line.chars().take_while(|character| belongs(*character)).map(char::len_utf8).sum()
}

/// Digits, commas and points between digits, then letters or a `%`.
fn number_length(line: &str) -> usize {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1)) {
        at += 1;
    }
    let letters = line.get(at..).map_or(0, |rest| run_length(rest, is_name_char));
    at += letters;
    if bytes.get(at) == Some(&b'%') { at + 1 } else { at }
}
