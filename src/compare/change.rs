//! One change of a definition.

use crate::analyse::Comparison;
use crate::meaning::item::Kind;
use crate::text::span::Place;

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It means the same under another name.
    Renamed,
    /// Fewer contacts get a yes.
    Tightened,
    /// More contacts get a yes.
    Loosened,
    /// Some contacts gain a yes, others lose it.
    Both,
    /// The same contacts get a yes; others get a no instead of an open answer, or the other way round.
    AsksOtherwise,
    /// It means something else, without a direction or with one that could not be decided.
    Changed,
    /// It is written otherwise, and gives every contact the same answer.
    Rewritten,
    /// It means the same in other words: titles, reasons, notes, order.
    Reworded,
}

impl What {
    /// The word for it in reports that programs read.
    pub fn word(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Renamed => "renamed",
            What::Tightened => "tightened",
            What::Loosened => "loosened",
            What::Both => "both",
            What::AsksOtherwise => "asks-otherwise",
            What::Changed => "changed",
            What::Rewritten => "rewritten",
            What::Reworded => "reworded",
        }
    }

    /// The word for it in a sentence.
    pub fn said(self) -> &'static str {
        match self {
            What::Added => "new",
            What::Removed => "removed",
            What::Renamed => "renamed",
            What::Tightened => "tightened",
            What::Loosened => "loosened",
            What::Both => "tightened for some, loosened for others",
            What::AsksOtherwise => "leaves others open than before",
            What::Changed => "changed",
            What::Rewritten => "written otherwise; every contact gets the same answer",
            What::Reworded => "reworded",
        }
    }

    /// What a comparison of two rules comes to.
    pub fn of(comparison: &Comparison) -> Self {
        match (&comparison.looser, &comparison.stricter) {
            _ if comparison.undecided.is_some() => What::Changed,
            (Some(looser), Some(stricter)) if looser.certain && stricter.certain => What::Both,
            (Some(looser), None) if looser.certain => What::Loosened,
            (None, Some(stricter)) if stricter.certain => What::Tightened,
            (Some(_), _) | (_, Some(_)) => What::Changed,
            (None, None) if comparison.asks_otherwise.is_some() => What::AsksOtherwise,
            (None, None) => What::Rewritten,
        }
    }
}

/// A detail of a change, or of an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// How it changed.
    pub how: How,
    /// What stands before it in a sentence: `Now also required:`; may be empty.
    pub lead: &'static str,
    /// What it is now; what it was, if it is gone.
    pub text: String,
    /// What it was.
    pub was: Option<String>,
}

/// How a detail changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was something else.
    Changed,
    /// It stands elsewhere.
    Moved,
    /// A remark.
    Note,
}

impl How {
    /// The word for it in reports that programs read.
    pub fn word(self) -> &'static str {
        match self {
            How::Added => "added",
            How::Removed => "removed",
            How::Changed => "changed",
            How::Moved => "moved",
            How::Note => "note",
        }
    }
}

impl Detail {
    /// Something new.
    pub fn added(lead: &'static str, text: impl Into<String>) -> Self {
        Detail { how: How::Added, lead, text: text.into(), was: None }
    }

    /// Something gone.
    pub fn removed(lead: &'static str, text: impl Into<String>) -> Self {
        Detail { how: How::Removed, lead, text: text.into(), was: None }
    }

    /// Something that was otherwise.
    pub fn changed(lead: &'static str, text: impl Into<String>, was: impl Into<String>) -> Self {
        Detail { how: How::Changed, lead, text: text.into(), was: Some(was.into()) }
    }

    /// A remark.
    pub fn note(text: impl Into<String>) -> Self {
        Detail { how: How::Note, lead: "", text: text.into(), was: None }
    }

    /// As a sentence: `Employees is at least 500 instead of at least 200.`
    pub fn sentence(&self) -> String {
        let lead = if self.lead.is_empty() { String::new() } else { format!("{} ", self.lead) };
        match &self.was {
            Some(was) => format!("{lead}{} instead of {}.", self.text, differing(was, &self.text)),
            None => format!("{lead}{}.", self.text.trim_end_matches('.')),
        }
    }
}

/// What of an old sentence need be said beside the new one: behind `instead of`, the words up to `is` are known.
fn differing<'o>(old: &'o str, new: &str) -> &'o str {
    let common = old.char_indices().zip(new.chars()).find(|((_, old), new)| old != new);
    let common = common.map_or(old.len().min(new.len()), |((at, _), _)| at);
    let head = old.get(..common).unwrap_or("");
    head.rfind(" is ").and_then(|at| old.get(at + " is ".len()..)).unwrap_or(old)
}

/// A change of one thing.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of thing it is.
    pub kind: Kind,
    /// What happened to it.
    pub what: What,
    /// Its name as declared, in the new definition if it is there.
    pub name: String,
    /// Its name before, if that was another.
    pub was: Option<String>,
    /// What people call it: `Ideal customer profile (ICP)`.
    pub title: String,
    /// What changed about it.
    pub details: Vec<Detail>,
    /// How the answers differ, for what has answers.
    pub comparison: Option<Comparison>,
    /// Where it is declared: in the new definition, or in the old one if it is gone.
    pub place: Option<Place>,
}

impl Change {
    /// Whether the agreement is another by it. New or vanished criteria, lists and fields nobody uses change nothing,
    /// and whoever uses them is a change too.
    pub fn counts(&self) -> bool {
        match self.what {
            What::Added | What::Removed => !matches!(self.kind, Kind::Criterion | Kind::List),
            What::Tightened | What::Loosened | What::Both | What::AsksOtherwise | What::Changed => true,
            What::Renamed | What::Rewritten | What::Reworded => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Detail;

    #[test]
    fn what_is_known_is_not_said_twice() {
        let said = Detail::changed("", "Employees is at least 500", "Employees is at least 200").sentence();
        assert_eq!(said, "Employees is at least 500 instead of at least 200.");
        let said = Detail::changed("", "is known", "Budget").sentence();
        assert_eq!(said, "is known instead of Budget.");
    }
}
