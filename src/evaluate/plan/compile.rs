//! Tests, compiled: what is compared with what, in the units of the cells.

use std::collections::HashSet;

use super::{Shape, shape_of};
use crate::evaluate::calendar::{Calendar, FIRST_DAY, LAST_DAY, day_of};
use crate::evaluate::cell::Reader;
use crate::evaluate::fold::folded;
use crate::evaluate::intervals::{Exchange, Intervals};
use crate::evaluate::text_test::{Quantity, TextTest};
use crate::model::condition::{Operand, Relation, Test};
use crate::model::field::{Field, FieldType};
use crate::model::ids::EventId;
use crate::model::program::Program;
use crate::model::score::Score;
use crate::model::value::{SCALE, Value};

/// A test, ready to be asked of a column of its operand's type.
#[derive(Clone, Debug)]
pub(crate) enum Probe {
    /// Whether the cell was read.
    Known,
    /// Whether it is this.
    YesNo(bool),
    /// Whether the number is in; of scores and counts, whole points and events.
    Numbers(Intervals),
    /// Whether the amount is in: one set for each currency of the field's reader.
    Money(Vec<Intervals>),
    /// Whether the day is in.
    Days(Days),
    /// Whether it is a listed value that is wanted, or another one that is.
    Choices { listed: Vec<bool>, others: HashSet<String> },
    /// Whether all or any of these are among the items.
    Items { wanted: Vec<ItemWanted>, quantity: Quantity },
    /// A test of the text, or of an email's domain; `bit` is its place among the tests of the field, where verdicts
    /// need no more of its texts than what they answer to these.
    Texts { domain: bool, test: TextTest, bit: Option<u8> },
    /// A relation that the operand's type does not have, which the checker does not let through: always unknown.
    Open,
}

/// An item to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ItemWanted {
    /// The listed value with this index.
    Listed(u32),
    /// Another one, in compared form.
    Other(String),
}

impl ItemWanted {
    /// The item that a value is, if it is one.
    pub(crate) fn new(value: &Value) -> Option<Self> {
        match value {
            Value::Choice(code) => Some(ItemWanted::Listed(*code)),
            Value::Text(text) => Some(ItemWanted::Other(folded(text))),
            Value::YesNo(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Percent(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Band(_) => None,
        }
    }
}

/// A set of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    /// From one to another, both in; empty if the first is after the second.
    Span(i32, i32),
    /// These, in order.
    These(Vec<i32>),
}

impl Days {
    pub(crate) fn span(low: i32, high: i32) -> Self {
        Days::Span(low, high)
    }

    /// Whether the day is in.
    pub(crate) fn has(&self, day: i32) -> bool {
        match self {
            Days::Span(low, high) => (*low..=*high).contains(&day),
            Days::These(days) => days.binary_search(&day).is_ok(),
        }
    }

    /// Its ends, if it is a span.
    pub(crate) fn single(&self) -> Option<(i32, i32)> {
        match self {
            Days::Span(low, high) => Some((*low, *high)),
            Days::These(_) => None,
        }
    }
}

/// What compiling needs.
pub(super) struct Context<'c> {
    pub(super) program: &'c Program,
    pub(super) readers: &'c [Reader],
    /// By event, then by its fields.
    pub(super) event_readers: &'c [Vec<Reader>],
    pub(super) calendar: &'c Calendar,
    pub(super) today: i32,
}

impl Context<'_> {
    /// A test of a contact.
    pub(super) fn probe(&self, test: &Test) -> Probe {
        let probe = match test.operand {
            Operand::Field(field) => self
                .program
                .field(field)
                .zip(self.readers.get(field.index()))
                .and_then(|(field, reader)| self.of_field(field, reader, &test.relation)),
            Operand::DomainOf(_) => {
                TextTest::new(&test.relation).map(|test| Probe::Texts { domain: true, test, bit: None })
            }
            Operand::Pick(pick) => self.program.picks.get(pick.index()).and_then(|pick| {
                self.of_event_field(pick.set.event.index(), pick.field.index(), &test.relation)
            }),
            Operand::Count(_) => whole(&test.relation, |value| plain_number(value).map(in_wholes)),
            Operand::Score(score) => {
                self.program.scores.get(score.index()).and_then(|score| of_score(score, &test.relation))
            }
            Operand::EventField(_) => None,
        };
        probe.unwrap_or(Probe::Open)
    }

    /// A test of a row of an event.
    pub(super) fn event_probe(&self, event: EventId, test: &Test) -> Probe {
        let probe = match test.operand {
            Operand::EventField(field) => self.of_event_field(event.index(), field.index(), &test.relation),
            Operand::Field(_)
            | Operand::DomainOf(_)
            | Operand::Pick(_)
            | Operand::Count(_)
            | Operand::Score(_) => None,
        };
        probe.unwrap_or(Probe::Open)
    }

    fn of_event_field(&self, event: usize, field: usize, relation: &Relation) -> Option<Probe> {
        let declared = self.program.events.get(event)?.fields.get(field)?;
        self.of_field(declared, self.event_readers.get(event)?.get(field)?, relation)
    }

    fn of_field(&self, field: &Field, reader: &Reader, relation: &Relation) -> Option<Probe> {
        if matches!(relation, Relation::Known) {
            return Some(Probe::Known);
        }
        let field_type = &field.field_type;
        match shape_of(field_type) {
            Shape::YesNo => {
                let Relation::Is(Value::YesNo(wanted)) = relation else { return None };
                Some(Probe::YesNo(*wanted))
            }
            Shape::Numbers => {
                let wanted = Intervals::new(relation, |value| Some((plain_number(value)?, SAME)))?;
                Some(Probe::Numbers(if matches!(field_type, FieldType::WholeNumber) {
                    wanted.of_whole_numbers()
                } else {
                    wanted
                }))
            }
            Shape::Money => {
                let currencies = reader.currencies();
                let in_currency = |(_, cell): &(String, (i64, i64))| {
                    Intervals::new(relation, |value| exchange(value, *cell, currencies))
                };
                Some(Probe::Money(currencies.iter().map(in_currency).collect::<Option<Vec<_>>>()?))
            }
            Shape::Days => self.days(relation).map(Probe::Days),
            Shape::Choices => choices(field_type, relation),
            Shape::Items => {
                let Relation::ContainsItems(texts) = relation else { return None };
                let wanted = texts.values.iter().filter_map(ItemWanted::new).collect();
                Some(Probe::Items { wanted, quantity: Quantity::of(texts) })
            }
            Shape::Texts => {
                TextTest::new(relation).map(|test| Probe::Texts { domain: false, test, bit: None })
            }
        }
    }

    /// The days that a relation lets through (4.5), computed in one step from the as-of date.
    fn days(&self, relation: &Relation) -> Option<Days> {
        let (today, calendar) = (self.today, self.calendar);
        let (low, high) = match relation {
            Relation::Is(Value::Date(date)) => (day_of(*date), day_of(*date)),
            Relation::OneOf(list) => {
                let mut days: Vec<i32> = list
                    .values
                    .iter()
                    .filter_map(
                        |value| if let Value::Date(date) = value { Some(day_of(*date)) } else { None },
                    )
                    .collect();
                days.sort_unstable();
                return Some(Days::These(days));
            }
            Relation::Between(Value::Date(low), Value::Date(high)) => (day_of(*low), day_of(*high)),
            Relation::Within(duration) => (today, calendar.later(today, *duration)),
            Relation::WithinLast(duration) => (calendar.earlier(today, *duration), today),
            Relation::MoreThanAgo(duration) => (FIRST_DAY, calendar.earlier(today, *duration) - 1),
            Relation::Before(date) => (FIRST_DAY, day_of(*date) - 1),
            Relation::After(date) => (day_of(*date) + 1, LAST_DAY),
            Relation::OnOrBefore(date) => (FIRST_DAY, day_of(*date)),
            Relation::OnOrAfter(date) => (day_of(*date), LAST_DAY),
            Relation::InThePast => (FIRST_DAY, today - 1),
            Relation::InTheFuture => (today + 1, LAST_DAY),
            Relation::Known
            | Relation::Is(_)
            | Relation::Between(..)
            | Relation::AtLeast(_)
            | Relation::AtMost(_)
            | Relation::MoreThan(_)
            | Relation::LessThan(_)
            | Relation::ContainsWords(_)
            | Relation::ContainsText(_)
            | Relation::ContainsItems(_)
            | Relation::StartsWith(_)
            | Relation::EndsWith(_)
            | Relation::Matches(_) => return None,
        };
        Some(Days::span(low, high))
    }
}

const SAME: Exchange = Exchange { numerator: 1, denominator: 1 };

/// A value in ten-thousandths, held against whole points or events.
fn in_wholes(value: i64) -> (i64, Exchange) {
    (value, Exchange { numerator: 1, denominator: i128::from(SCALE) })
}

fn whole(relation: &Relation, exchange: impl Fn(&Value) -> Option<(i64, Exchange)>) -> Option<Probe> {
    Intervals::new(relation, exchange).map(Probe::Numbers)
}

/// A score is held against points, or against bands: a band reaches up to the next one, the last to the range's end.
/// Bands stand in order, so that `at least warm` is `at least` its first point.
fn of_score(score: &Score, relation: &Relation) -> Option<Probe> {
    let band = |value: &Value| if let Value::Band(band) = value { Some(*band as usize) } else { None };
    let first = |value: &Value| score.bands.get(band(value)?).map(|band| band.from);
    let last =
        |value: &Value| Some(score.bands.get(band(value)? + 1).map_or(score.high, |next| next.from - 1));
    let banded = match relation {
        Relation::Is(value) => first(value).map(|from| vec![(from, last(value))]),
        Relation::OneOf(list) => list.values.iter().map(|value| Some((first(value)?, last(value)))).collect(),
        Relation::AtLeast(value) => first(value).map(|from| vec![(from, Some(i64::MAX))]),
        Relation::MoreThan(value) => last(value).map(|to| vec![(to.saturating_add(1), Some(i64::MAX))]),
        Relation::AtMost(value) => last(value).map(|to| vec![(i64::MIN, Some(to))]),
        Relation::LessThan(value) => first(value).map(|from| vec![(i64::MIN, Some(from - 1))]),
        Relation::Between(low, high) => first(low).map(|from| vec![(from, last(high))]),
        Relation::Known
        | Relation::Within(_)
        | Relation::WithinLast(_)
        | Relation::MoreThanAgo(_)
        | Relation::Before(_)
        | Relation::After(_)
        | Relation::OnOrBefore(_)
        | Relation::OnOrAfter(_)
        | Relation::InThePast
        | Relation::InTheFuture
        | Relation::ContainsWords(_)
        | Relation::ContainsText(_)
        | Relation::ContainsItems(_)
        | Relation::StartsWith(_)
        | Relation::EndsWith(_)
        | Relation::Matches(_) => None,
    };
    match banded {
        Some(parts) => {
            let parts = parts.into_iter().map(|(low, high)| Some((i128::from(low), i128::from(high?))));
            Some(Probe::Numbers(Intervals::of(parts.collect::<Option<Vec<_>>>()?)))
        }
        None => whole(relation, |value| plain_number(value).map(in_wholes)),
    }
}

fn plain_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) | Value::Percent(number) => Some(*number),
        Value::YesNo(_)
        | Value::Money(..)
        | Value::Date(_)
        | Value::Duration(_)
        | Value::Text(_)
        | Value::Choice(_)
        | Value::Band(_) => None,
    }
}

/// An amount of the definition, and how it is worth in a cell's currency. Both go through the field's own currency:
/// a × n₁/d₁ compares with t × n₂/d₂ as a does with t × n₂d₁/(d₂n₁); each factor is below 2^31.
fn exchange(value: &Value, cell: (i64, i64), currencies: &[(String, (i64, i64))]) -> Option<(i64, Exchange)> {
    let Value::Money(amount, code) = value else { return None };
    let (_, written) = currencies.iter().find(|(known, _)| known == code)?;
    let exchange = Exchange {
        numerator: i128::from(written.0) * i128::from(cell.1),
        denominator: i128::from(written.1) * i128::from(cell.0),
    };
    (exchange.denominator > 0).then_some((*amount, exchange))
}

fn choices(field_type: &FieldType, relation: &Relation) -> Option<Probe> {
    let FieldType::OneOf(choices) = field_type else { return None };
    let code = |value: &Value| if let Value::Choice(code) = value { Some(*code) } else { None };
    let mut others = HashSet::new();
    let mut name = |value: &Value| {
        if let Value::Text(text) = value {
            others.insert(folded(text));
        }
    };
    let all = 0..choices.values.len() as u32;
    let listed: Vec<bool> = match relation {
        Relation::Is(value) => {
            name(value);
            all.map(|choice| code(value) == Some(choice)).collect()
        }
        Relation::OneOf(list) => {
            list.values.iter().for_each(name);
            let wanted: HashSet<u32> = list.values.iter().filter_map(code).collect();
            all.map(|choice| wanted.contains(&choice)).collect()
        }
        Relation::AtLeast(value) => code(value).map(|from| all.map(|choice| choice >= from).collect())?,
        Relation::MoreThan(value) => code(value).map(|from| all.map(|choice| choice > from).collect())?,
        Relation::AtMost(value) => code(value).map(|to| all.map(|choice| choice <= to).collect())?,
        Relation::LessThan(value) => code(value).map(|to| all.map(|choice| choice < to).collect())?,
        Relation::Between(low, high) => {
            let (low, high) = (code(low)?, code(high)?);
            all.map(|choice| (low..=high).contains(&choice)).collect()
        }
        Relation::Known
        | Relation::Within(_)
        | Relation::WithinLast(_)
        | Relation::MoreThanAgo(_)
        | Relation::Before(_)
        | Relation::After(_)
        | Relation::OnOrBefore(_)
        | Relation::OnOrAfter(_)
        | Relation::InThePast
        | Relation::InTheFuture
        | Relation::ContainsWords(_)
        | Relation::ContainsText(_)
        | Relation::ContainsItems(_)
        | Relation::StartsWith(_)
        | Relation::EndsWith(_)
        | Relation::Matches(_) => return None,
    };
    Some(Probe::Choices { listed, others })
}
