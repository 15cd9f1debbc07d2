//! One cell: known, missing or unreadable (language.md, 4.2).
//!
//! ```text
//! field employees: whole number, range 1 to 5M
//! "4,200"  ──► known 4,200        ""  ──► missing        "0"  ──► unreadable, out of range
//! ```
//!
//! A [`Reader`] is made once for a field. Reading is a pure function of the cell's text and makes nothing on the heap,
//! but for the items of a `some of` cell.

pub mod choice;
pub mod date;
pub mod number;
pub(crate) mod quick;
pub mod shape;
pub(crate) mod short;
pub mod spellings;
pub mod written;
pub mod zone;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::day_of;
use super::verdicts::Fault;
use crate::model::field::{Field, FieldType, NoWords, Range, Rates};
use crate::model::value::SCALE;
use choice::{ChoiceMap, Item};
use date::Stamp;
use number::Span;
use quick::Quick;
use spellings::Spellings;

/// The longest cell that is read, in bytes.
pub const LONGEST: usize = 1 << 20;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<'t> {
    /// A value.
    Known(Known<'t>),
    /// Blank, or a spelling of missing.
    Missing,
    /// No value of the field's type. Counts as missing.
    Unreadable(Fault),
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<'t> {
    /// Of a yes/no field.
    YesNo(bool),
    /// Of a text or an email: as written, trimmed.
    Text(&'t str),
    /// Of a number, in ten-thousandths, or a percentage, in ten-thousandths of one per cent; a band has two ends.
    Number(Span),
    /// In ten-thousandths of the currency that [`Reader::currencies`] has at this index.
    Money(i64, u16),
    /// Days since 1970-01-01.
    Date(i32),
    /// The day in the definition's time zone, and microseconds since 1970-01-01 00:00 UTC.
    DateTime(i32, i64),
    /// Of a `one of` field.
    Choice(Item<'t>),
    /// Of a `some of` field; at least one.
    Items(Vec<Item<'t>>),
}

/// Reads the cells of one field.
#[derive(Clone, Debug)]
pub struct Reader {
    kind: Kind,
    missing: Spellings,
    range: Option<(i64, i64)>,
    /// The currencies that a money cell may be in, the field's own first, and how many of the field's own one of them
    /// is worth.
    currencies: Vec<(String, (i64, i64))>,
    zone: TimeZone,
    quick: Quick,
}

/// What a reader needs for its type.
#[derive(Clone, Debug)]
enum Kind {
    YesNo { yes: Spellings, no: Spellings, any_other_is_no: bool },
    Text,
    Email,
    Number { writing: crate::model::writing::Writing, whole: bool },
    Percent { writing: crate::model::writing::Writing },
    Money { writing: crate::model::writing::Writing },
    Date { forms: Vec<crate::model::writing::DateForm> },
    DateTime { forms: Vec<crate::model::writing::DateForm> },
    OneOf(ChoiceMap),
    SomeOf(ChoiceMap, String),
}

impl Reader {
    /// The reader of a field. `zone` is the definition's time zone.
    pub fn new(field: &Field, rates: &Rates, zone: &TimeZone) -> Self {
        let writing = || field.writing.clone();
        let kind = match &field.field_type {
            FieldType::YesNo => match &field.yes_no {
                None => Kind::YesNo {
                    yes: Spellings::new(["yes", "true", "y", "t", "1"]),
                    no: Spellings::new(["no", "false", "n", "f", "0"]),
                    any_other_is_no: false,
                },
                Some(words) => {
                    let (no, any_other_is_no) = match &words.no {
                        NoWords::These(words) => (Spellings::new(words), false),
                        NoWords::AnyOther => (Spellings::new::<_, &str>([]), true),
                    };
                    Kind::YesNo { yes: Spellings::new(&words.yes), no, any_other_is_no }
                }
            },
            FieldType::Text => Kind::Text,
            FieldType::Email => Kind::Email,
            FieldType::WholeNumber => Kind::Number { writing: writing(), whole: true },
            FieldType::Number => Kind::Number { writing: writing(), whole: false },
            FieldType::Percent => Kind::Percent { writing: writing() },
            FieldType::Money(_) => Kind::Money { writing: writing() },
            FieldType::Date => Kind::Date { forms: field.writing.dates.clone() },
            FieldType::DateTime => Kind::DateTime { forms: field.writing.dates.clone() },
            FieldType::OneOf(choices) => Kind::OneOf(ChoiceMap::new(choices)),
            FieldType::SomeOf { choices, separator } => {
                Kind::SomeOf(ChoiceMap::new(choices), separator.clone())
            }
        };
        let mut currencies = Vec::new();
        if let FieldType::Money(own) = &field.field_type {
            currencies.push((own.clone(), (1, 1)));
            for ((from, to), rate) in &rates.pairs {
                if to == own && from != own {
                    currencies.push((from.clone(), *rate));
                }
            }
        }
        let range = field.range.map(|range| match range {
            Range::Numbers(low, high) => (low, high),
            Range::Dates(low, high) => (i64::from(day_of(low)), i64::from(day_of(high))),
        });
        let missing = Spellings::new(&field.missing_also);
        let zone = zone.clone();
        let mut reader = Reader { kind, missing, range, currencies, zone, quick: Quick::Nothing };
        reader.quick = Quick::new(&reader);
        reader
    }

    /// How the usual cells are read from their bytes.
    pub(crate) fn quick(&self) -> &Quick {
        &self.quick
    }

    /// The codes of the currencies that a cell of a money field may be in, the field's own first, each with how many
    /// of the field's own one of it is worth, as numerator and denominator.
    pub fn currencies(&self) -> &[(String, (i64, i64))] {
        &self.currencies
    }

    /// Which currency a currency cell names: an index into [`currencies`](Self::currencies). A blank one is the
    /// field's own.
    pub fn currency(&self, cell: &str, scratch: &mut String) -> Result<u16, Fault> {
        let code = cell.trim();
        if code.is_empty() || self.missing.has(code, scratch) {
            return Ok(0);
        }
        let known = self.currencies.iter().position(|(known, _)| known.eq_ignore_ascii_case(code));
        known.and_then(|index| u16::try_from(index).ok()).ok_or(Fault::NoRate)
    }

    /// What a cell says; a money cell is in the field's own currency. `scratch` is room to work in.
    pub fn read<'t>(&self, cell: &'t str, scratch: &mut String) -> Reading<'t> {
        self.read_in(cell, 0, scratch)
    }

    /// What a cell says, if money is in the currency at `currency` of [`currencies`](Self::currencies).
    pub fn read_in<'t>(&self, cell: &'t str, currency: u16, scratch: &mut String) -> Reading<'t> {
        if cell.len() > LONGEST {
            return Reading::Unreadable(Fault::TooLong);
        }
        let text = cell.trim();
        if text.is_empty() || self.missing.has(text, scratch) {
            return Reading::Missing;
        }
        match self.value(text, currency, scratch) {
            Ok(Some(known)) => Reading::Known(known),
            Ok(None) => Reading::Missing,
            Err(fault) => Reading::Unreadable(fault),
        }
    }

    /// A day as a date and time: its start, on the clock of the definition's time zone.
    pub(crate) fn start_of_day(&self, date: Date) -> Known<'static> {
        let day = day_of(date);
        let stamp = date::iso(&date.to_string());
        match stamp.and_then(|stamp| zone::resolve(stamp, &self.zone)) {
            Ok((day, instant)) => Known::DateTime(day, instant),
            Err(_) => Known::Date(day),
        }
    }

    fn value<'t>(
        &self,
        text: &'t str,
        currency: u16,
        scratch: &mut String,
    ) -> Result<Option<Known<'t>>, Fault> {
        let known = match &self.kind {
            Kind::YesNo { yes, no, any_other_is_no } => {
                if yes.has(text, scratch) {
                    Known::YesNo(true)
                } else if *any_other_is_no || no.has(text, scratch) {
                    Known::YesNo(false)
                } else {
                    return Err(Fault::NotYesNo);
                }
            }
            Kind::Text => Known::Text(text),
            Kind::Email if text.contains('@') => Known::Text(text),
            Kind::Email => return Err(Fault::NotAnEmail),
            Kind::Number { writing, whole } => {
                let span = number::number(text, writing, *whole)?;
                let outside = |value: i64| self.range.is_some_and(|(low, high)| value < low || value > high);
                if outside(span.low) || (span.high != i64::MAX && outside(span.high)) {
                    return Err(Fault::OutOfRange);
                }
                Known::Number(span)
            }
            Kind::Percent { writing } => {
                let value = number::percent(text, writing)?;
                self.in_range(value)?;
                Known::Number(Span { low: value, high: value })
            }
            Kind::Money { writing } => {
                let (code, rate) = self
                    .currencies
                    .get(usize::from(currency))
                    .map_or(("", (1, 1)), |(code, rate)| (code, *rate));
                let amount = number::money(text, writing, code)?;
                self.amount_in_range(amount, rate)?;
                Known::Money(amount, currency)
            }
            Kind::Date { forms } => {
                let day = stamp(text, forms)?.day;
                self.in_range(i64::from(day))?;
                Known::Date(day)
            }
            Kind::DateTime { forms } => {
                let (day, instant) = zone::resolve(stamp(text, forms)?, &self.zone)?;
                self.in_range(i64::from(day))?;
                Known::DateTime(day, instant)
            }
            Kind::OneOf(choices) => Known::Choice(choices.read(text, scratch)?),
            Kind::SomeOf(choices, separator) => {
                return Ok(choices.items(text, separator, scratch)?.map(Known::Items));
            }
        };
        Ok(Some(known))
    }

    fn in_range(&self, value: i64) -> Result<(), Fault> {
        match self.range {
            Some((low, high)) if value < low || value > high => Err(Fault::OutOfRange),
            Some(_) | None => Ok(()),
        }
    }

    /// The range of a money field is in its own currency: multiplied across, never rounded.
    fn amount_in_range(&self, amount: i64, (numerator, denominator): (i64, i64)) -> Result<(), Fault> {
        let Some((low, high)) = self.range else { return Ok(()) };
        let value = i128::from(amount) * i128::from(numerator);
        let bound = |bound: i64| i128::from(bound) * i128::from(denominator);
        if value < bound(low) || value > bound(high) { Err(Fault::OutOfRange) } else { Ok(()) }
    }
}

/// What a date cell says: in the forms of its field, or in ISO form if it has none.
fn stamp(text: &str, forms: &[crate::model::writing::DateForm]) -> Result<Stamp, Fault> {
    if forms.is_empty() { date::iso(text) } else { written::stamp(text, forms) }
}

/// How many ten-thousandths one is, for readers of this module.
pub(crate) const ONE: i64 = SCALE;
