//! Values: exact, in the units that the records are read in.

use jiff::civil::Date;

pub use crate::text::unit::Unit;

/// How many ten-thousandths make one: numbers, money and percentages are whole counts of them.
pub const SCALE: i64 = 10_000;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// A typed value of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A number in ten-thousandths.
    Number(i64),
    /// An amount in ten-thousandths, and the code of its currency.
    Money(i64, String),
    /// In ten-thousandths of one per cent: 25% is 250,000.
    Percent(i64),
    /// A day.
    Date(Date),
    /// A length of time.
    Duration(Duration),
    /// A text as written.
    Text(String),
    /// A listed value of a `one of` or `some of` field: index into its [`Choices`](super::field::Choices).
    Choice(u32),
    /// A band of the score that is compared: index into its bands.
    Band(u32),
}

/// A number in ten-thousandths with thousands commas: `4,200`, `1.5`, `-3`.
pub fn number(value: i64) -> String {
    let size = value.unsigned_abs();
    let scale = SCALE.unsigned_abs();
    let whole = (size / scale).to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let rest = size % scale;
    if rest > 0 {
        let digits = format!("{rest:04}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_commas() {
        let cases = [
            (0, "0"),
            (15_000, "1.5"),
            (42_000_000, "4,200"),
            (-12_345_670_000, "-1,234,567"),
            (1, "0.0001"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
