//! Values, lengths of time, yes and no.

use super::writer::{Writer, form, quoted};
use crate::model::example::Given;
use crate::model::field::Field;
use crate::model::score::Score;
use crate::model::value::{Duration, Value, number};

/// What a listed value or a band is one of.
#[derive(Clone, Copy)]
pub(super) enum Of<'p> {
    Field(&'p Field),
    Score(&'p Score),
}

pub(super) fn yes_no(answer: bool) -> String {
    if answer { "yes" } else { "no" }.to_owned()
}

pub(super) fn duration(length: Duration) -> String {
    form(length.unit.plural(), [length.count.to_string()])
}

/// A value as people write it; an argument is never a listed value or a band.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::YesNo(answer) => yes_no(*answer),
        Value::Number(amount) => number(*amount),
        Value::Money(amount, currency) => format!("{} {currency}", number(*amount)),
        Value::Percent(amount) => format!("{}%", number(*amount)),
        Value::Date(date) => date.to_string(),
        Value::Duration(length) => {
            let unit = if length.count == 1 { length.unit.singular() } else { length.unit.plural() };
            format!("{} {unit}", length.count)
        }
        Value::Text(text) => quoted(text),
        Value::Choice(index) | Value::Band(index) => index.to_string(),
    }
}

impl Writer<'_> {
    pub(super) fn value(&self, of: Option<Of<'_>>, value: &Value) -> String {
        match value {
            Value::YesNo(answer) => yes_no(*answer),
            Value::Number(amount) => form("number", [amount.to_string()]),
            Value::Money(amount, currency) => form("money", [amount.to_string(), currency.clone()]),
            Value::Percent(amount) => form("percent", [amount.to_string()]),
            Value::Date(date) => date.to_string(),
            Value::Duration(length) => duration(*length),
            Value::Text(text) => self.compared(text),
            Value::Choice(index) => {
                let field = match of {
                    Some(Of::Field(field)) => Some(field),
                    Some(Of::Score(_)) | None => None,
                };
                let choices = field.and_then(|field| field.field_type.choices());
                let choice = choices.and_then(|choices| choices.values.get(*index as usize));
                choice.map(|choice| self.compared(&choice.text)).unwrap_or_default()
            }
            Value::Band(index) => {
                let score = match of {
                    Some(Of::Score(score)) => Some(score),
                    Some(Of::Field(_)) | None => None,
                };
                let band = score.and_then(|score| score.bands.get(*index as usize));
                form("band", band.map(|band| self.compared(&band.name)))
            }
        }
    }

    /// A value to look for in a text, blanks at its ends included.
    pub(super) fn sought_text(&self, of: Option<Of<'_>>, value: &Value) -> String {
        match value {
            Value::Text(text) => self.untrimmed(std::slice::from_ref(text)).concat(),
            Value::YesNo(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Percent(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Choice(_)
            | Value::Band(_) => self.value(of, value),
        }
    }

    pub(super) fn values(&self, of: Option<Of<'_>>, values: &[Value]) -> Vec<String> {
        values.iter().map(|value| self.value(of, value)).collect()
    }

    pub(super) fn given(&self, of: Option<Of<'_>>, given: &Given) -> String {
        match given {
            Given::Missing => "missing".to_owned(),
            Given::Value(value) => self.value(of, value),
            Given::Items(items) => form("items", self.values(of, items)),
        }
    }
}
