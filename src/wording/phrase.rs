//! A sentence in pieces: words, and names that know what they name, so that a page can make links of them.
//!
//! `fits ICP` is the words `fits ` and a name that is about a rule. Shown as text, names of rules and titles of several
//! words stand in quotes, for they would run into the sentence otherwise: `fits "Ideal customer profile"`.

use std::fmt;

use crate::model::ids::{
    AsideId, EventFieldId, EventId, FieldId, ListId, RuleId, ScoreId, SourceRuleId, StageId, TeamId,
};

/// A sentence, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    pieces: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// What people call something.
    Name {
        /// What it names.
        about: About,
        /// What people call it.
        text: String,
        /// Whether that is a title that somebody wrote, not a name or a column's header.
        titled: bool,
    },
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// A field of the contact.
    Field(FieldId),
    /// A field of an event.
    EventField(EventId, EventFieldId),
    /// An event.
    Event(EventId),
    /// A profile or criterion.
    Rule(RuleId),
    /// A stage.
    Stage(StageId),
    /// An aside stage.
    Aside(AsideId),
    /// A source.
    Source(SourceRuleId),
    /// A score.
    Score(ScoreId),
    /// A list.
    List(ListId),
    /// A team.
    Team(TeamId),
}

impl Piece {
    /// Whether it stands in quotes inside a sentence: names of rules and scores, and titles that would run into it.
    pub fn is_quoted(&self) -> bool {
        match self {
            Piece::Name { about: About::Rule(_) | About::Score(_), .. } => true,
            Piece::Name { about: About::Stage(_), .. } | Piece::Words(_) => false,
            Piece::Name { text, titled, .. } => *titled && text.contains(' '),
        }
    }
}

impl Phrase {
    /// These words.
    pub fn words(words: impl Into<String>) -> Self {
        Phrase { pieces: vec![Piece::Words(words.into())] }
    }

    /// A name.
    pub fn name(about: About, text: String, titled: bool) -> Self {
        Phrase { pieces: vec![Piece::Name { about, text, titled }] }
    }

    /// Its pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Words(text) | Piece::Name { text, .. } => text.is_empty(),
        })
    }

    /// With more words behind it.
    #[must_use]
    pub fn and(mut self, words: &str) -> Self {
        match self.pieces.last_mut() {
            Some(Piece::Words(last)) => last.push_str(words),
            Some(Piece::Name { .. }) | None => self.pieces.push(Piece::Words(words.to_owned())),
        }
        self
    }

    /// Without these words at its beginning.
    #[must_use]
    pub fn without(mut self, words: &str) -> Self {
        if let Some(Piece::Words(first)) = self.pieces.first_mut()
            && let Some(rest) = first.strip_prefix(words)
        {
            *first = rest.to_owned();
        }
        self
    }

    /// With another phrase behind it.
    #[must_use]
    pub fn then(mut self, other: Phrase) -> Self {
        for piece in other.pieces {
            match piece {
                Piece::Words(words) => self = self.and(&words),
                name @ Piece::Name { .. } => self.pieces.push(name),
            }
        }
        self
    }

    /// `A`, `A or B`, `A, B or C`, with `joiner` before the last.
    pub fn list(items: Vec<Phrase>, joiner: &str) -> Self {
        let last = items.len().saturating_sub(1);
        items.into_iter().enumerate().fold(Phrase::default(), |said, (index, item)| {
            let between = match index {
                0 => String::new(),
                index if index == last => format!(" {joiner} "),
                _ => ", ".to_owned(),
            };
            said.and(&between).then(item)
        })
    }

    /// These, with `between` them.
    pub fn joined(items: Vec<Phrase>, between: &str) -> Self {
        items.into_iter().enumerate().fold(Phrase::default(), |said, (index, item)| {
            said.and(if index == 0 { "" } else { between }).then(item)
        })
    }

    /// In parentheses.
    #[must_use]
    pub fn in_parentheses(self) -> Self {
        Phrase::words("(").then(self).and(")")
    }

    /// As a sentence begins: with a capital.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        if let Some(Piece::Words(text) | Piece::Name { text, .. }) =
            self.pieces.iter_mut().find(|piece| !matches!(piece, Piece::Words(text) if text.is_empty()))
        {
            *text = capitalised(text);
        }
        self
    }
}

/// With a capital at the beginning.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

impl From<&str> for Phrase {
    fn from(words: &str) -> Self {
        Phrase::words(words)
    }
}

impl From<String> for Phrase {
    fn from(words: String) -> Self {
        Phrase::words(words)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alone = self.pieces.len() == 1;
        for piece in &self.pieces {
            match piece {
                Piece::Words(text) => formatter.write_str(text)?,
                name @ Piece::Name { text, .. } if !alone && name.is_quoted() => {
                    write!(formatter, "\"{text}\"")?;
                }
                Piece::Name { text, .. } => formatter.write_str(text)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Phrase};
    use crate::model::ids::{RuleId, StageId};

    #[test]
    fn a_title_of_several_words_is_set_apart_inside_a_sentence() {
        let title = Phrase::name(About::Rule(RuleId(0)), "Ideal customer profile".to_owned(), true);
        assert_eq!(title.to_string(), "Ideal customer profile");
        assert_eq!(Phrase::words("fits ").then(title).to_string(), "fits \"Ideal customer profile\"");
        let name = Phrase::name(About::Rule(RuleId(0)), "Hand raiser".to_owned(), false);
        assert_eq!(name.and(" applies").to_string(), "\"Hand raiser\" applies");
        let stage = Phrase::name(About::Stage(StageId(0)), "Sales-qualified lead".to_owned(), true);
        assert_eq!(Phrase::words("a ").then(stage).to_string(), "a Sales-qualified lead");
    }

    #[test]
    fn lists_end_with_the_joiner() {
        let items = |words: &[&str]| words.iter().map(|word| Phrase::words(*word)).collect();
        assert_eq!(Phrase::list(items(&["A", "B", "C"]), "or").to_string(), "A, B or C");
        assert_eq!(Phrase::list(items(&["A", "B"]), "and").to_string(), "A and B");
        assert_eq!(Phrase::list(Vec::new(), "and").to_string(), "");
    }
}
