//! A value that stands for all those that no rule tells apart from it, and what each program reads of it.

use jiff::civil::Date;

use crate::evaluate::calendar::day_of;
use crate::evaluate::fold::folded;
use crate::model::example::Given;
use crate::model::field::{Choices, Field, FieldType, Range, Rates};
use crate::model::value::{SCALE, Value};

/// A value, in no program's own terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing.
    Missing,
    /// Yes or no.
    YesNo(bool),
    /// A number or percentage, in ten-thousandths.
    Number(i64),
    /// A band of numbers as an export writes it; no example can give one.
    Band(i64, i64),
    /// An amount in ten-thousandths, and its currency.
    Money(i64, String),
    /// A day.
    Day(Date),
    /// A text, or a listed value.
    Text(String),
    /// A text that is still to be found: flags say what it has in it. The domain of an email, if it is fixed.
    SomeText(Option<String>),
    /// Items; flags say which.
    SomeItems,
    /// Of no row at all.
    Nothing,
}

/// What kind of values a field has, as far as two programs can share them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    YesNo,
    Numbers,
    Money,
    Days,
    Texts,
    Items,
}

impl Kind {
    pub(super) fn of(field_type: &FieldType) -> Self {
        match field_type {
            FieldType::YesNo => Kind::YesNo,
            FieldType::WholeNumber | FieldType::Number | FieldType::Percent => Kind::Numbers,
            FieldType::Money(_) => Kind::Money,
            FieldType::Date | FieldType::DateTime => Kind::Days,
            FieldType::Text | FieldType::Email | FieldType::OneOf(_) => Kind::Texts,
            FieldType::SomeOf { .. } => Kind::Items,
        }
    }
}

/// The listed value that a text is, by its own or another spelling.
pub(super) fn listed(choices: &Choices, text: &str) -> Option<u32> {
    let wanted = folded(text);
    let own = choices.values.iter().position(|choice| folded(&choice.text) == wanted);
    let also = || {
        let spelled = |other: &String| folded(other) == wanted;
        choices.values.iter().position(|choice| choice.also.iter().any(spelled))
    };
    own.or_else(also).map(|index| index as u32)
}

/// The text of a listed value, or of another one.
pub(super) fn text_of(value: &Value, field_type: &FieldType) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Choice(code) => {
            field_type.choices()?.values.get(*code as usize).map(|choice| choice.text.clone())
        }
        Value::YesNo(_)
        | Value::Number(_)
        | Value::Money(..)
        | Value::Percent(_)
        | Value::Date(_)
        | Value::Duration(_)
        | Value::Band(_) => None,
    }
}

/// What a field reads of a value: missing, where it cannot be read.
pub(super) fn given(cell: &Cell, field: &Field, rates: &Rates) -> Given {
    let value = match (cell, &field.field_type) {
        (Cell::YesNo(yes), FieldType::YesNo) => Some(Value::YesNo(*yes)),
        (Cell::Number(number), FieldType::WholeNumber) => {
            (number % SCALE == 0 && inside(field, *number)).then_some(Value::Number(*number))
        }
        (Cell::Number(number), FieldType::Number) => inside(field, *number).then_some(Value::Number(*number)),
        (Cell::Number(number), FieldType::Percent) => {
            inside(field, *number).then_some(Value::Percent(*number))
        }
        (Cell::Money(amount, code), FieldType::Money(own)) => rates
            .between(code, own)
            .filter(|rate| amount_inside(field, *amount, *rate))
            .map(|_| Value::Money(*amount, code.clone())),
        (Cell::Day(date), FieldType::Date | FieldType::DateTime) => {
            day_inside(field, *date).then_some(Value::Date(*date))
        }
        (Cell::Text(text), FieldType::Text) => Some(Value::Text(text.clone())),
        (Cell::Text(text), FieldType::Email) => text.contains('@').then(|| Value::Text(text.clone())),
        (Cell::Text(text), FieldType::OneOf(choices)) => match listed(choices, text) {
            Some(code) => Some(Value::Choice(code)),
            None => choices.or_other.then(|| Value::Text(text.clone())),
        },
        (
            Cell::Missing
            | Cell::YesNo(_)
            | Cell::Number(_)
            | Cell::Band(..)
            | Cell::Money(..)
            | Cell::Day(_)
            | Cell::Text(_)
            | Cell::SomeText(_)
            | Cell::SomeItems
            | Cell::Nothing,
            _,
        ) => None,
    };
    value.map_or(Given::Missing, Given::Value)
}

/// Several items, as a field reads them: missing, where one of them cannot be read, or where there is none.
pub(super) fn items_given(items: &[String], field: &Field) -> Given {
    let FieldType::SomeOf { choices, .. } = &field.field_type else { return Given::Missing };
    let item = |text: &String| match listed(choices, text) {
        Some(code) => Some(Value::Choice(code)),
        None => choices.or_other.then(|| Value::Text(text.clone())),
    };
    match items.iter().map(item).collect::<Option<Vec<_>>>() {
        Some(items) if !items.is_empty() => Given::Items(items),
        Some(_) | None => Given::Missing,
    }
}

fn inside(field: &Field, number: i64) -> bool {
    match field.range {
        Some(Range::Numbers(low, high)) => (low..=high).contains(&number),
        Some(Range::Dates(..)) | None => true,
    }
}

/// The range of a money field is in its own currency: multiplied across, never rounded.
fn amount_inside(field: &Field, amount: i64, (numerator, denominator): (i64, i64)) -> bool {
    match field.range {
        Some(Range::Numbers(low, high)) => {
            let value = i128::from(amount) * i128::from(numerator);
            let bound = |bound: i64| i128::from(bound) * i128::from(denominator);
            (bound(low)..=bound(high)).contains(&value)
        }
        Some(Range::Dates(..)) | None => true,
    }
}

fn day_inside(field: &Field, date: Date) -> bool {
    match field.range {
        Some(Range::Dates(low, high)) => (day_of(low)..=day_of(high)).contains(&day_of(date)),
        Some(Range::Numbers(..)) | None => true,
    }
}
