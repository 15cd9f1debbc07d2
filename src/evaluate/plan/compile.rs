//! Tests, compiled: what is compared with what, in the units of the cells.

use std::collections::HashSet;

use super::{Shape, shape_of};
use crate::evaluate::calendar::{Calendar, FIRST_DAY, LAST_DAY, day_of};
use crate::evaluate::cell::Reader;
use crate::evaluate::fold::folded;
use crate::evaluate::intervals::{Exchange, Intervals};
use crate::evaluate::text_test::{Quantity, TextTest};
use crate::model::condition::{Operand, Relation, Test};
use crate::model::field::FieldType;
use crate::model::ids::FieldId;
use crate::model::program::Program;
use crate::model::value::Value;

/// A test, ready to be asked of a column.
#[derive(Clone, Debug)]
pub(crate) enum Probe {
    /// Whether the cell was read.
    Known(FieldId),
    /// Whether it is this.
    YesNo { field: FieldId, wanted: bool },
    /// Whether the number is in.
    Numbers { field: FieldId, wanted: Intervals },
    /// Whether the amount is in: one set for each currency of the field's reader.
    Money { field: FieldId, wanted: Vec<Intervals> },
    /// Whether the day is in.
    Days { field: FieldId, days: Days },
    /// Whether it is a listed value that is wanted, or another one that is.
    Choices { field: FieldId, listed: Vec<bool>, others: HashSet<String> },
    /// Whether all or any of these are among the items.
    Items { field: FieldId, wanted: Vec<ItemWanted>, quantity: Quantity },
    /// A test of the text, or of an email's domain.
    Texts { field: FieldId, domain: bool, test: TextTest },
    /// What this version cannot judge: always unknown.
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
    pub(super) calendar: &'c Calendar,
    pub(super) today: i32,
}

impl Context<'_> {
    pub(super) fn probe(&self, test: &Test) -> Probe {
        match test.operand {
            Operand::Field(field) => self.of_field(field, &test.relation).unwrap_or(Probe::Open),
            Operand::DomainOf(field) => match TextTest::new(&test.relation) {
                Some(test) => Probe::Texts { field, domain: true, test },
                None => Probe::Open,
            },
            Operand::EventField(_) | Operand::Pick(_) | Operand::Score(_) | Operand::Count(_) => Probe::Open,
        }
    }

    fn of_field(&self, field: FieldId, relation: &Relation) -> Option<Probe> {
        if matches!(relation, Relation::Known) {
            return Some(Probe::Known(field));
        }
        let field_type = &self.program.field(field)?.field_type;
        match shape_of(field_type) {
            Shape::YesNo => {
                let Relation::Is(Value::YesNo(wanted)) = relation else { return None };
                Some(Probe::YesNo { field, wanted: *wanted })
            }
            Shape::Numbers => {
                let wanted = Intervals::new(relation, |value| Some((plain_number(value)?, SAME)))?;
                let wanted = if matches!(field_type, FieldType::WholeNumber) {
                    wanted.of_whole_numbers()
                } else {
                    wanted
                };
                Some(Probe::Numbers { field, wanted })
            }
            Shape::Money => {
                let currencies = self.readers.get(field.index())?.currencies();
                let in_currency = |(_, cell): &(String, (i64, i64))| {
                    Intervals::new(relation, |value| exchange(value, *cell, currencies))
                };
                let wanted = currencies.iter().map(in_currency).collect::<Option<Vec<_>>>()?;
                Some(Probe::Money { field, wanted })
            }
            Shape::Days => self.days(relation).map(|days| Probe::Days { field, days }),
            Shape::Choices => choices(field, field_type, relation),
            Shape::Items => {
                let Relation::ContainsItems(texts) = relation else { return None };
                let wanted = texts.values.iter().filter_map(ItemWanted::new).collect();
                Some(Probe::Items { field, wanted, quantity: Quantity::of(texts) })
            }
            Shape::Texts => TextTest::new(relation).map(|test| Probe::Texts { field, domain: false, test }),
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

fn choices(field: FieldId, field_type: &FieldType, relation: &Relation) -> Option<Probe> {
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
    Some(Probe::Choices { field, listed, others })
}
