//! The record contract: one typed field for each fact about a contact.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::ids::{LookupId, NodeId, StageId};
use super::value::Value;
use super::writing::Writing;
use crate::text::span::Place;

/// A field of a contact, or of an event.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name as declared.
    pub name: String,
    /// Where it is declared: the name.
    pub place: Place,
    /// Its type.
    pub field_type: FieldType,
    /// Where its cells come from.
    pub origin: Origin,
    /// The header of the column that holds the currency of a money field.
    pub currency_column: Option<String>,
    /// Whether a blank cell is reported.
    pub required: Option<Required>,
    /// Smallest and largest readable value, both included.
    pub range: Option<Range>,
    /// How the export writes it.
    pub writing: Writing,
    /// Spellings of a missing cell, the header's and its own, as written; compared as texts.
    pub missing_also: Vec<String>,
    /// `yes is` and `no is`; without, the usual words are read.
    pub yes_no: Option<YesNoWords>,
    /// What a blank cell counts as.
    pub assumed: Option<Assumed>,
    /// The name that it had before.
    pub formerly: Option<String>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `yes/no`
    YesNo,
    /// `text`
    Text,
    /// `email`
    Email,
    /// `whole number`
    WholeNumber,
    /// `number`
    Number,
    /// `money in USD`
    Money(String),
    /// `percent`
    Percent,
    /// `date`
    Date,
    /// `date and time`
    DateTime,
    /// `one of …`
    OneOf(Choices),
    /// `some of …`
    SomeOf {
        /// The items.
        choices: Choices,
        /// What stands between the items of a cell.
        separator: String,
    },
}

impl FieldType {
    /// The listed values, of a `one of` or `some of` field.
    pub fn choices(&self) -> Option<&Choices> {
        match self {
            FieldType::OneOf(choices) | FieldType::SomeOf { choices, .. } => Some(choices),
            FieldType::YesNo
            | FieldType::Text
            | FieldType::Email
            | FieldType::WholeNumber
            | FieldType::Number
            | FieldType::Money(_)
            | FieldType::Percent
            | FieldType::Date
            | FieldType::DateTime => None,
        }
    }
}

/// The listed values of a `one of` or `some of` field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The values; [`Value::Choice`] is an index into them.
    pub values: Vec<Choice>,
    /// `in order`: they rise.
    pub in_order: bool,
    /// `or other`: other values are known, and equal none of these.
    pub or_other: bool,
}

/// A listed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As declared.
    pub text: String,
    /// Its other spellings in exports.
    pub also: Vec<String>,
}

/// Where a field's cells come from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A column: the headers under which it may stand, tried in order. A field without `column` has its own name
    /// here, in which `_` also matches a blank.
    Column {
        /// The headers, in order of trial.
        headers: Vec<String>,
        /// Whether `column` was written; if not, `_` also matches a blank.
        declared: bool,
        /// The lookup whose file it stands in.
        lookup: Option<LookupId>,
    },
    /// `decided by`: the rows, first match.
    Decided(Vec<DecidedRow>),
}

/// A row of `decided by`.
#[derive(Clone, Debug)]
pub struct DecidedRow {
    /// The value: a choice or a text.
    pub value: Value,
    /// Its condition; none for `otherwise`.
    pub condition: Option<NodeId>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Whether a blank cell is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// For every contact.
    Always,
    /// For contacts at this stage or a later one.
    From(StageId),
}

/// The readable range of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Of a number, money or percentage, in ten-thousandths.
    Numbers(i64, i64),
    /// Of a date.
    Dates(Date, Date),
}

/// Which cells of a yes/no field mean yes and no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YesNoWords {
    /// Texts that mean yes.
    pub yes: Vec<String>,
    /// Texts that mean no.
    pub no: NoWords,
}

/// Which cells mean no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoWords {
    /// These; anything else is unreadable.
    These(Vec<String>),
    /// `no is any other`
    AnyOther,
}

/// What a blank cell counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// This value.
    Value(Value),
    /// A date that never comes: every test of it is no.
    Never,
}

/// Exchange rates, as exact fractions into a field's own currency.
///
/// `rate 1 EUR = 1.08 USD` is `("EUR", "USD") → 27/25` and `("USD", "EUR") → 25/27`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// From and to: how many of the second make one of the first, as numerator and denominator in lowest terms, each
    /// below 2^31.
    pub pairs: BTreeMap<(String, String), (i64, i64)>,
    /// As they were written, in order.
    pub written: Vec<Rate>,
}

/// An exchange rate as written: `rate 1 EUR = 1.08 USD as of 2026-01-02`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Left of `=`: an amount in ten-thousandths, and its currency.
    pub from: (i64, String),
    /// Right of `=`.
    pub to: (i64, String),
    /// The day of the rate.
    pub as_of: Date,
}

impl Rates {
    /// How many `to` one `from` is worth, as numerator and denominator; one to one for the same currency.
    pub fn between(&self, from: &str, to: &str) -> Option<(i64, i64)> {
        if from == to {
            return Some((1, 1));
        }
        self.pairs.get(&(from.to_owned(), to.to_owned())).copied()
    }
}
