//! What the text says of its events: their names, their date, and the values of their fields.
//!
//! Read off the words alone, so that it is known when the events block or its user cannot be parsed.

use crate::syntax::token::{Token, TokenKind};

/// An events block, as far as its words tell.
#[derive(Clone, Debug, Default)]
pub(in crate::syntax) struct DeclaredEvent {
    /// `touch`
    pub name: String,
    /// `touches`
    pub plural: String,
    /// The field of `dated by`; empty without one.
    pub dated_by: String,
    /// Each field with its values.
    pub fields: Vec<(String, Vec<String>)>,
    /// Names that something else in the text has: a field may be called `touched`.
    pub taken: Vec<String>,
}

impl DeclaredEvent {
    /// Whether the word is its name or its plural, in any case.
    pub(super) fn is_called(&self, word: &str) -> bool {
        self.name.eq_ignore_ascii_case(word) || self.plural.eq_ignore_ascii_case(word)
    }

    /// The field that has this value, in any case, and the value as declared.
    pub(super) fn field_with(&self, value: &str) -> Option<(&str, &str)> {
        self.fields.iter().find_map(|(field, values)| {
            let value = values.iter().find(|known| known.eq_ignore_ascii_case(value))?;
            Some((field.as_str(), value.as_str()))
        })
    }

    /// Whether the word says that it happened: `touched`, `emailed`.
    pub(super) fn is_done(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        if self.taken.contains(&word) {
            return false;
        }
        let stem = word.strip_suffix("ed").unwrap_or_default();
        let name = self.name.to_lowercase();
        !stem.is_empty()
            && (name == stem || name.strip_suffix(['e', 'y']) == Some(stem.trim_end_matches('i')))
    }
}

/// The events blocks of a text by its tokens, each from its flush-left line to the next.
pub(in crate::syntax) fn declared_events(tokens: &[Token<'_>]) -> Vec<DeclaredEvent> {
    let mut found: Vec<DeclaredEvent> = Vec::new();
    let mut open = false;
    let mut taken = Vec::new();
    for line in tokens.split(|token| token.kind == TokenKind::Line) {
        let word = |at: usize| line.get(at).map_or("", |token| token.text);
        let Some(first) = line.first() else { continue };
        if first.is_any(&["field", "criterion", "profile", "score", "source"]) {
            taken.push(word(1).to_lowercase());
        }
        let bullet = first.kind == TokenKind::Bullet;
        if first.is("events") && !word(1).is_empty() {
            open = true;
            let plural = line.iter().position(|token| token.is("plural")).map_or("", |at| word(at + 1));
            found.push(DeclaredEvent {
                name: word(1).to_owned(),
                plural: plural.to_owned(),
                ..DeclaredEvent::default()
            });
        } else if first.is("dated") && open {
            if let Some(event) = found.last_mut() {
                event.dated_by = word(2).to_owned();
            }
        } else if bullet && open {
            if let Some(event) = found.last_mut() {
                let texts = line.iter().filter(|token| token.kind == TokenKind::Text);
                let values = texts.map(|token| token.text.trim_matches(['"', '“', '”']).to_owned()).collect();
                event.fields.push((word(1).to_owned(), values));
            }
        } else if !first.is_any(&["file", "matched"])
            && !matches!(first.kind, TokenKind::Comment | TokenKind::Prose)
        {
            open = false;
        }
    }
    for event in &mut found {
        event.taken.extend(taken.iter().filter(|name| name.ends_with("ed")).cloned());
    }
    found
}

/// The plural that English makes of a word.
pub(in crate::syntax) fn plural_of(word: &str) -> String {
    let consonant_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = consonant_y.filter(|stem| !stem.is_empty()) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    if hisses { format!("{word}es") } else { format!("{word}s") }
}

/// The singular of what looks like a plural.
pub(in crate::syntax) fn singular_of(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    let hissing = word
        .strip_suffix("es")
        .filter(|stem| ["ss", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end)));
    let stem = hissing.or_else(|| word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])));
    stem.filter(|stem| stem.len() > 1).map(str::to_owned)
}
