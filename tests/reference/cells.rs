//! How a cell is read (4.1, 4.2).

use uld::syntax::document::{AssumedValue, Literal, Money, TypeKind, Value as Written};

use super::calendar::Day;
use super::definition::{Definition, day_of, text_of};
use super::facts::Facts;
use super::forms::{band, choice, moment, number, percent, without_mark, yes_no};
use super::words::fold;

/// An exact number as a fraction. Numbers count ten-thousandths.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    pub top: i128,
    pub bottom: i128,
}

impl Exact {
    pub fn whole(value: i128) -> Exact {
        Exact { top: value, bottom: 1 }
    }

    pub fn compare(self, other: Exact) -> std::cmp::Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

/// What a cell says.
#[derive(Clone, Debug)]
pub enum Value {
    YesNo(bool),
    /// From, to; the end of `5001+` is open. A plain number is from itself to itself.
    Number(Exact, Option<Exact>),
    /// As written, without blanks at its ends.
    Text(String),
    /// A listed value or another one, folded.
    Choice(String),
    Items(Vec<String>),
    Day(Day),
    /// Minutes of UTC since 1970.
    Moment(i64),
    /// `if missing, assume never`
    Never,
}

/// "A cell is *known*, *missing* … or *unreadable*."
#[derive(Clone, Debug)]
pub enum Read {
    Known(Value),
    Missing,
    Unreadable,
}

impl Definition<'_> {
    /// Reads a cell; `currency` is the one beside it.
    pub fn read(&self, facts: &Facts<'_>, raw: &str, currency: &str) -> Read {
        let text = raw.trim();
        // "*missing* (blank after trimming, listed in `missing also`, or column absent)"
        if text.is_empty() || facts.missing.contains(&fold(text)) {
            return Read::Missing;
        }
        if let TypeKind::SomeOf { separator, .. } = facts.kind {
            // "blank items are dropped; a cell with no item left is missing"
            let separator = separator.as_ref().map_or(";", |text| &text.value);
            let items: Vec<&str> =
                text.split(separator).map(str::trim).filter(|item| !item.is_empty()).collect();
            if items.is_empty() {
                return Read::Missing;
            }
            let items: Option<Vec<String>> = items.into_iter().map(|item| choice(facts, item)).collect();
            return items.map_or(Read::Unreadable, |items| Read::Known(Value::Items(items)));
        }
        let blank_currency = currency.trim().is_empty() || facts.missing.contains(&fold(currency));
        let currency = if blank_currency { "" } else { currency.trim() };
        match self.value(facts, text, currency) {
            // "*unreadable* (…, out of `range`, …)"
            Some(value) if self.in_range(facts, &value) => Read::Known(value),
            Some(_) | None => Read::Unreadable,
        }
    }

    fn value(&self, facts: &Facts<'_>, text: &str, currency: &str) -> Option<Value> {
        let known = |number: i128| Value::Number(Exact::whole(number), Some(Exact::whole(number)));
        match facts.kind {
            TypeKind::YesNo => yes_no(facts, text).map(Value::YesNo),
            TypeKind::Text => Some(Value::Text(text.to_owned())),
            // "a cell without `@` is unreadable"
            TypeKind::Email => text.contains('@').then(|| Value::Text(text.to_owned())),
            TypeKind::WholeNumber => band(facts, text, true).or_else(|| number(facts, text, true).map(known)),
            TypeKind::Number => band(facts, text, false).or_else(|| number(facts, text, false).map(known)),
            TypeKind::Percent => percent(facts, text).map(known),
            TypeKind::Money(own) => {
                // "a blank currency cell is the field's own currency, a code without a rate is unreadable"
                let code = if currency.is_empty() { own.text.clone() } else { currency.to_uppercase() };
                let amount = number(facts, without_mark(text, &code), false)?;
                let exact = self.convert(amount, &code, &own.text)?;
                Some(Value::Number(exact, Some(exact)))
            }
            TypeKind::Date => moment(facts, text, self.zone).map(|(day, _)| Value::Day(day)),
            TypeKind::DateTime => moment(facts, text, self.zone).map(|(_, minute)| Value::Moment(minute)),
            TypeKind::OneOf { .. } => choice(facts, text).map(Value::Choice),
            TypeKind::SomeOf { .. } | TypeKind::Duration(_) => None,
        }
    }

    /// "a rate serves both ways, and comparisons multiply across and never round"
    pub fn convert(&self, amount: i128, from: &str, to: &str) -> Option<Exact> {
        if from == to {
            return Some(Exact::whole(amount));
        }
        self.rates.iter().find_map(|rate| {
            let (left, right) = (self.code(&rate.from.currency), self.code(&rate.to.currency));
            let (one, other) = (i128::from(rate.from.amount.value), i128::from(rate.to.amount.value));
            if (left, right) == (from, to) {
                Some(Exact { top: amount * other, bottom: one })
            } else if (right, left) == (from, to) {
                Some(Exact { top: amount * one, bottom: other })
            } else {
                None
            }
        })
    }

    fn in_range(&self, facts: &Facts<'_>, value: &Value) -> bool {
        let Some((low, high)) = facts.range else { return true };
        let (low, high) = (self.written(facts.kind, low), self.written(facts.kind, high));
        let between = |number: &Exact| match (&low, &high) {
            (Value::Number(low, _), Value::Number(high, _)) => {
                low.compare(*number).is_le() && number.compare(*high).is_le()
            }
            _ => true,
        };
        let day = match value {
            // "Of a band each end that is written must lie in the range; `5001+` has only one."
            Value::Number(from, to) => return between(from) && to.as_ref().is_none_or(between),
            Value::Day(day) => *day,
            Value::Moment(minute) => self.zone.day(*minute),
            _ => return true,
        };
        match (low, high) {
            (Value::Day(low), Value::Day(high)) => (low..=high).contains(&day),
            _ => true,
        }
    }

    /// A value as it stands in a definition, for a field of this type.
    pub fn written(&self, kind: &TypeKind, value: &Written) -> Value {
        match value {
            Written::Yes(_) => Value::YesNo(true),
            Written::No(_) => Value::YesNo(false),
            Written::Literal(literal) => self.literal(kind, literal),
            Written::Name(name) => panic!("{} is no literal", name.text),
        }
    }

    pub fn literal(&self, kind: &TypeKind, literal: &Literal) -> Value {
        let exact = |value: i64| {
            let exact = Exact::whole(i128::from(value));
            Value::Number(exact, Some(exact))
        };
        match literal {
            Literal::Number(number) => exact(number.value),
            Literal::Percent(percent) => exact(percent.value),
            Literal::Money(Money { amount, currency, .. }) => {
                let own = match kind {
                    TypeKind::Money(own) => &own.text,
                    _ => panic!("money beside {kind:?}"),
                };
                let code = self.code(currency);
                let exact = self.convert(i128::from(amount.value), code, own);
                let exact = exact.unwrap_or_else(|| panic!("no rate from {code}"));
                Value::Number(exact, Some(exact))
            }
            Literal::Date(date) => day_of(date).map_or_else(|| panic!("no such day"), Value::Day),
            Literal::Text(text) => match kind {
                TypeKind::OneOf { .. } => Value::Choice(fold(&text.value)),
                _ => Value::Text(text_of(literal).to_owned()),
            },
            Literal::Duration(_) => panic!("a length of time is no value of a field"),
        }
    }

    /// "`if missing, assume V` on the field: the cell becomes V in every test but `is known` and `is missing`"
    pub fn assumed(&self, facts: &Facts<'_>) -> Option<Value> {
        Some(match facts.assumed? {
            AssumedValue::Never(_) => Value::Never,
            AssumedValue::Value(value) => self.written(facts.kind, value),
        })
    }
}
