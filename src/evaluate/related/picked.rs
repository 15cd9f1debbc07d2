//! The value of the latest or first row (language.md, 4.4): of the sure rows, unless one that may count could be as late.

use crate::evaluate::answers::Answer;
use crate::evaluate::cell::Known;
use crate::evaluate::cell::choice::Item;
use crate::evaluate::cell::number::Span;
use crate::evaluate::fold::folded;

/// The value of the latest or first row of a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picked {
    /// The best of the sure rows: its stamp, and the value that all rows of that stamp share.
    best: Option<(i64, Option<Stored>)>,
    /// The best stamp of the rows that may count.
    rival: Option<i64>,
    /// Whether a row that may count has no date.
    undated: bool,
}

/// What is known of a latest or first row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick<'p> {
    /// There is surely no row.
    Nothing,
    /// It has no value, or nobody knows which row it is.
    Missing,
    /// Its value.
    Value(&'p Stored),
}

impl Picked {
    pub(super) fn add(
        &mut self,
        answer: Answer,
        stamp: Option<i64>,
        first: bool,
        value: impl FnOnce() -> Option<Stored>,
    ) {
        let better = |new: i64, old: i64| if first { new < old } else { new > old };
        match (answer, stamp) {
            (Answer::No, _) => {}
            (Answer::Unknown, Some(stamp)) => {
                if self.rival.is_none_or(|rival| better(stamp, rival)) {
                    self.rival = Some(stamp);
                }
            }
            (Answer::Unknown | Answer::Yes, None) => self.undated = true,
            (Answer::Yes, Some(stamp)) => match &mut self.best {
                Some((best, shared)) if *best == stamp => {
                    let same = match (shared.as_ref(), value()) {
                        (Some(shared), Some(value)) => shared.is_same(&value),
                        (Some(_), None) | (None, _) => false,
                    };
                    if !same {
                        *shared = None;
                    }
                }
                Some((best, _)) if !better(stamp, *best) => {}
                best => *best = Some((stamp, value())),
            },
        }
    }

    /// What it comes to.
    pub(crate) fn pick(&self, first: bool) -> Pick<'_> {
        let rivalled = |best: i64| {
            self.rival.is_some_and(|rival| if first { rival <= best } else { rival >= best }) || self.undated
        };
        match &self.best {
            Some((best, Some(value))) if !rivalled(*best) => Pick::Value(value),
            None if self.rival.is_none() && !self.undated => Pick::Nothing,
            Some(_) | None => Pick::Missing,
        }
    }
}

/// A value that is kept for its group: there may be millions, so none is larger than it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    YesNo(bool),
    Text(Box<str>),
    Number(Span),
    Money(i64, u16),
    Date(i32),
    DateTime(i32, i64),
    Choice(StoredItem),
    Items(Box<[StoredItem]>),
}

/// A listed value, or another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoredItem {
    Listed(u32),
    Other(Box<str>),
}

impl StoredItem {
    fn new(item: Item<'_>) -> Self {
        match item {
            Item::Listed(code) => StoredItem::Listed(code),
            Item::Other(text) => StoredItem::Other(text.into()),
        }
    }

    fn item(&self) -> Item<'_> {
        match self {
            StoredItem::Listed(code) => Item::Listed(*code),
            StoredItem::Other(text) => Item::Other(text),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (StoredItem::Other(left), StoredItem::Other(right)) => folded(left) == folded(right),
            (left, right) => left == right,
        }
    }
}

impl Stored {
    pub(super) fn new(known: Known<'_>) -> Self {
        match known {
            Known::YesNo(yes) => Stored::YesNo(yes),
            Known::Text(text) => Stored::Text(text.into()),
            Known::Number(span) => Stored::Number(span),
            Known::Money(amount, currency) => Stored::Money(amount, currency),
            Known::Date(day) => Stored::Date(day),
            Known::DateTime(day, instant) => Stored::DateTime(day, instant),
            Known::Choice(item) => Stored::Choice(StoredItem::new(item)),
            Known::Items(items) => Stored::Items(items.into_iter().map(StoredItem::new).collect()),
        }
    }

    /// As a batch takes it.
    pub(crate) fn known(&self) -> Known<'_> {
        match self {
            Stored::YesNo(yes) => Known::YesNo(*yes),
            Stored::Text(text) => Known::Text(text),
            Stored::Number(span) => Known::Number(*span),
            Stored::Money(amount, currency) => Known::Money(*amount, *currency),
            Stored::Date(day) => Known::Date(*day),
            Stored::DateTime(day, instant) => Known::DateTime(*day, *instant),
            Stored::Choice(item) => Known::Choice(item.item()),
            Stored::Items(items) => Known::Items(items.iter().map(StoredItem::item).collect()),
        }
    }

    /// Whether they are one value: texts are compared as texts, items as a set.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Stored::Text(left), Stored::Text(right)) => folded(left) == folded(right),
            (Stored::Choice(left), Stored::Choice(right)) => left.is_same(right),
            (Stored::Items(left), Stored::Items(right)) => {
                let covers = |these: &[StoredItem], those: &[StoredItem]| {
                    these.iter().all(|item| those.iter().any(|other| item.is_same(other)))
                };
                covers(left, right) && covers(right, left)
            }
            (left, right) => left == right,
        }
    }
}
