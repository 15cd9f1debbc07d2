//! Values that are written out, and names.

use super::{At, Name};
use crate::text::span::Span;
use crate::text::unit::Unit;

/// A quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Place, quotes included.
    pub at: At,
    /// What stands between the quotes, `""` read as one quote.
    pub value: String,
}

/// A number as `4,200`, `1.5`, `50M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Place.
    pub at: At,
    /// Its value in ten-thousandths: `1.5` is 15,000.
    pub value: i64,
    /// As written: digits, commas, point and K, M or B.
    pub written: String,
}

/// Which currency an amount was written in.
#[derive(Clone, Debug)]
pub enum CurrencyMark {
    /// A code: `USD`.
    Code(String),
    /// A sign: `$`, `€` or `£`. The header's currency says which it is.
    Sign(char),
}

/// A sign equals each code that it can stand for, since the formatter writes the code for the sign.
impl PartialEq for CurrencyMark {
    fn eq(&self, other: &CurrencyMark) -> bool {
        match (self, other) {
            (CurrencyMark::Code(one), CurrencyMark::Code(two)) => one == two,
            (CurrencyMark::Sign(one), CurrencyMark::Sign(two)) => one == two,
            (CurrencyMark::Sign(sign), CurrencyMark::Code(code))
            | (CurrencyMark::Code(code), CurrencyMark::Sign(sign)) => sign_fits(*sign, code),
        }
    }
}

impl Eq for CurrencyMark {}

/// Whether a currency of this code is written with this sign.
pub fn sign_fits(sign: char, code: &str) -> bool {
    match sign {
        '$' => matches!(
            code,
            "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN" | "TWD" | "BRL" | "ARS" | "CLP" | "COP"
        ),
        '€' => code == "EUR",
        '£' => matches!(code, "GBP" | "EGP" | "GIP"),
        _ => false,
    }
}

/// `50M USD` or `$50M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Place.
    pub at: At,
    /// How much.
    pub amount: Number,
    /// Of what.
    pub currency: CurrencyMark,
}

/// `25%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Place.
    pub at: At,
    /// In ten-thousandths of one per cent: `25%` is 250,000.
    pub value: i64,
    /// As written, without the sign.
    pub written: String,
}

/// `3 months`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// Place.
    pub at: At,
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// `2026-01-31`; the day may not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// Place.
    pub at: At,
    /// Year, 0 to 9999.
    pub year: i16,
    /// Month as written.
    pub month: u8,
    /// Day as written.
    pub day: u8,
}

/// `09:00`; may be no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Place.
    pub at: At,
    /// Hour as written.
    pub hour: u8,
    /// Minute as written.
    pub minute: u8,
}

/// A value that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `2026-01-31`
    Date(Date),
    /// `3 months`
    Duration(Duration),
    /// `50M USD`
    Money(Money),
    /// `25%`
    Percent(Percent),
    /// `4,200`
    Number(Number),
    /// `"Software"`
    Text(Text),
}

impl Literal {
    /// Where it was written.
    pub fn span(&self) -> Span {
        match self {
            Literal::Date(date) => date.at.0,
            Literal::Duration(duration) => duration.at.0,
            Literal::Money(money) => money.at.0,
            Literal::Percent(percent) => percent.at.0,
            Literal::Number(number) => number.at.0,
            Literal::Text(text) => text.at.0,
        }
    }
}

/// The right-hand side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `yes`
    Yes(At),
    /// `no`
    No(At),
    /// A literal.
    Literal(Literal),
    /// A parameter, a band, or a mistake.
    Name(Name),
}

impl Value {
    /// Where it was written.
    pub fn span(&self) -> Span {
        match self {
            Value::Yes(at) | Value::No(at) => at.0,
            Value::Literal(literal) => literal.span(),
            Value::Name(name) => name.at.0,
        }
    }
}

/// Several values, or the name of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// `"A", "B"`; at least one.
    Literals(Vec<Literal>),
    /// `emea`
    List(Name),
}
