//! Tests of a text, compiled: their operands are in the compared form already.

use std::collections::HashSet;

use super::fold::{fold_untrimmed, folded, words_into};
use super::glob::Glob;
use crate::model::condition::{Relation, Texts};
use crate::model::value::Value;

/// A test of one text in compared form.
#[derive(Clone, Debug)]
pub(crate) enum TextTest {
    /// Equals one of these.
    OneOf(HashSet<String>),
    /// Has these runs of words, each as ` one two `.
    Words(Vec<String>, Quantity),
    /// Has these texts inside.
    Inside(Vec<String>, Quantity),
    /// Starts with one of these.
    Starts(Vec<String>),
    /// Ends with one of these.
    Ends(Vec<String>),
    /// Matches one of these.
    Matches(Vec<Glob>),
}

/// How many of several must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// All of them.
    All,
    /// At least one.
    Any,
}

impl Quantity {
    /// All or any, as the texts say.
    pub(crate) fn of(texts: &Texts) -> Self {
        if texts.all { Quantity::All } else { Quantity::Any }
    }

    /// Whether enough of `parts` pass.
    pub(crate) fn holds<T>(self, parts: &[T], test: impl FnMut(&T) -> bool) -> bool {
        match self {
            Quantity::All => parts.iter().all(test),
            Quantity::Any => parts.iter().any(test),
        }
    }
}

impl TextTest {
    /// The test that a relation asks of a text; none for relations that texts do not have.
    pub(crate) fn new(relation: &Relation) -> Option<Self> {
        match relation {
            Relation::Is(value) => {
                Some(TextTest::OneOf(texts_of(std::slice::from_ref(value)).map(folded).collect()))
            }
            Relation::OneOf(list) => Some(TextTest::OneOf(texts_of(&list.values).map(folded).collect())),
            Relation::ContainsWords(texts) => {
                let needles = texts_of(&texts.values)
                    .map(|text| {
                        let mut words = String::new();
                        words_into(&folded(text), &mut words);
                        words
                    })
                    .collect();
                Some(TextTest::Words(needles, Quantity::of(texts)))
            }
            Relation::ContainsText(texts) => {
                Some(TextTest::Inside(texts_of(&texts.values).map(whole).collect(), Quantity::of(texts)))
            }
            Relation::StartsWith(texts) => {
                Some(TextTest::Starts(texts.iter().map(|text| whole(text)).collect()))
            }
            Relation::EndsWith(texts) => Some(TextTest::Ends(texts.iter().map(|text| whole(text)).collect())),
            Relation::Matches(texts) => {
                Some(TextTest::Matches(texts.iter().map(|text| Glob::new(&whole(text))).collect()))
            }
            Relation::Known
            | Relation::AtLeast(_)
            | Relation::AtMost(_)
            | Relation::MoreThan(_)
            | Relation::LessThan(_)
            | Relation::Between(..)
            | Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::Before(_)
            | Relation::After(_)
            | Relation::OnOrBefore(_)
            | Relation::OnOrAfter(_)
            | Relation::InThePast
            | Relation::InTheFuture
            | Relation::ContainsItems(_) => None,
        }
    }

    /// The tests of one operand each that it is made of, in order, and whether all of them must pass.
    pub(crate) fn pieces(&self) -> (Vec<TextTest>, bool) {
        let each = |texts: &[String], of: fn(Vec<String>) -> TextTest| {
            texts.iter().map(|text| of(vec![text.clone()])).collect::<Vec<_>>()
        };
        match self {
            TextTest::OneOf(_) => (vec![self.clone()], true),
            TextTest::Words(texts, quantity) => {
                (each(texts, |text| TextTest::Words(text, Quantity::Any)), *quantity == Quantity::All)
            }
            TextTest::Inside(texts, quantity) => {
                (each(texts, |text| TextTest::Inside(text, Quantity::Any)), *quantity == Quantity::All)
            }
            TextTest::Starts(texts) => (each(texts, TextTest::Starts), false),
            TextTest::Ends(texts) => (each(texts, TextTest::Ends), false),
            TextTest::Matches(globs) => {
                (globs.iter().map(|glob| TextTest::Matches(vec![glob.clone()])).collect(), false)
            }
        }
    }

    /// The same for tests that ask the same.
    pub(crate) fn key(&self) -> String {
        format!("{self:?}")
    }

    /// Whether a text that passes it surely passes the other: both are of one operand.
    pub(crate) fn implies(&self, other: &TextTest) -> bool {
        match (self, other) {
            (TextTest::Words(one, _), TextTest::Words(more, _)) => {
                one.iter().all(|one| more.iter().any(|more| more.len() > 1 && one.contains(more.as_str())))
            }
            // Between words there may be anything; within one there is nothing.
            (TextTest::Words(one, _), TextTest::Inside(more, _)) => one.iter().all(|one| {
                more.iter().any(|more| more.chars().all(char::is_alphanumeric) && one.contains(more.as_str()))
            }),
            (
                TextTest::Inside(one, _) | TextTest::Starts(one) | TextTest::Ends(one),
                TextTest::Inside(more, _),
            ) => one.iter().all(|one| more.iter().any(|more| one.contains(more.as_str()))),
            (TextTest::Starts(one), TextTest::Starts(more)) => {
                one.iter().all(|one| more.iter().any(|more| one.starts_with(more.as_str())))
            }
            (TextTest::Ends(one), TextTest::Ends(more)) => {
                one.iter().all(|one| more.iter().any(|more| one.ends_with(more.as_str())))
            }
            (
                TextTest::OneOf(_)
                | TextTest::Words(..)
                | TextTest::Inside(..)
                | TextTest::Starts(_)
                | TextTest::Ends(_)
                | TextTest::Matches(_),
                _,
            ) => false,
        }
    }

    /// A pattern that only starts or ends with a star, said without it.
    pub(crate) fn plain(self, pattern: &str) -> TextTest {
        let middle = pattern.trim_matches('*');
        if !matches!(self, TextTest::Matches(_)) || middle.contains(['*', '?']) {
            return self;
        }
        let text = vec![whole(middle)];
        match (pattern.starts_with('*'), pattern.ends_with('*')) {
            (true, true) => TextTest::Inside(text, Quantity::Any),
            (true, false) => TextTest::Ends(text),
            (false, true) => TextTest::Starts(text),
            (false, false) => self,
        }
    }

    /// The texts, in compared form, that alone pass it; none if they are not listed.
    pub(crate) fn listed(&self) -> Option<impl Iterator<Item = &str>> {
        match self {
            TextTest::OneOf(texts) => Some(texts.iter().map(String::as_str)),
            TextTest::Words(..)
            | TextTest::Inside(..)
            | TextTest::Starts(_)
            | TextTest::Ends(_)
            | TextTest::Matches(_) => None,
        }
    }

    /// Whether every text passes.
    pub(crate) fn passes_all(&self) -> bool {
        match self {
            TextTest::Matches(globs) => globs.iter().any(Glob::is_anything),
            TextTest::OneOf(_)
            | TextTest::Words(..)
            | TextTest::Inside(..)
            | TextTest::Starts(_)
            | TextTest::Ends(_) => false,
        }
    }

    /// Whether a text in compared form passes; `scratch` is room to work in.
    pub(crate) fn passes(&self, text: &str, scratch: &mut String) -> bool {
        match self {
            TextTest::OneOf(texts) => texts.contains(text),
            TextTest::Words(needles, quantity) => {
                words_into(text, scratch);
                // A needle without a word in it (`"++"`) is in no text: it is a blank alone.
                quantity.holds(needles, |needle| needle.len() > 1 && scratch.contains(needle.as_str()))
            }
            TextTest::Inside(needles, quantity) => {
                quantity.holds(needles, |needle| text.contains(needle.as_str()))
            }
            TextTest::Starts(starts) => starts.iter().any(|start| text.starts_with(start.as_str())),
            TextTest::Ends(ends) => ends.iter().any(|end| text.ends_with(end.as_str())),
            TextTest::Matches(globs) => globs.iter().any(|glob| glob.matches(text)),
        }
    }
}

/// What follows the last `@` of an email in compared form.
pub(crate) fn domain(folded: &str) -> &str {
    folded.rsplit_once('@').map_or("", |(_, domain)| domain.trim())
}

/// The compared form of a part of a text: a blank at its ends is meant.
fn whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_untrimmed(text, &mut out);
    out
}

/// The texts among values.
fn texts_of(values: &[Value]) -> impl Iterator<Item = &str> {
    values.iter().filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
}
