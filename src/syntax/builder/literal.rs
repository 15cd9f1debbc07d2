//! Words and values: names, texts, numbers, dates, lengths of time.

use super::Builder;
use crate::syntax::document::{
    At, CurrencyMark, Date, Duration, Literal, Money, Name, Number, Percent, Text, Time, Unit, Value, Values,
};
use crate::syntax::hidden;
use crate::syntax::parser::{Part, Parts, Rule};
use crate::syntax::problem::{Limit, NameFault, Problem};

/// Longest name, in bytes.
const NAME_LIMIT: usize = 255;
/// Longest quoted text, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;

impl Builder<'_> {
    /// `employees`, `[Annual Revenue]`
    pub(super) fn name(&mut self, parts: &mut Parts<'_>) -> Option<Name> {
        let part = parts.take(Rule::name)?;
        let written = part.as_str();
        let bare = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
        let name = Name::new(bare.trim(), self.span(&part));
        if name.text.len() > NAME_LIMIT {
            self.report(Problem::OverLimit { at: self.place(&part), limit: Limit::Name });
        } else if name.text.is_empty() {
            self.report(Problem::NotAName {
                at: self.place(&part),
                written: written.to_owned(),
                fault: NameFault::Empty,
                write: String::new(),
            });
        }
        Some(name)
    }

    /// `a, b, c`
    pub(super) fn names(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Name>> {
        let mut names = vec![self.name(parts)?];
        // A comma may also start what follows the names, so it is taken only together with one.
        loop {
            let mut ahead = parts.clone();
            if !ahead.skip(Rule::comma) {
                return Some(names);
            }
            let Some(name) = self.name(&mut ahead) else { return Some(names) };
            names.push(name);
            *parts = ahead;
        }
    }

    /// `"Software"`
    pub(super) fn text(&mut self, parts: &mut Parts<'_>) -> Option<Text> {
        let part = parts.take(Rule::text)?;
        Some(self.text_of(&part))
    }

    fn text_of(&mut self, part: &Part<'_>) -> Text {
        let written = part.as_str();
        let value = match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inside) => inside.replace("\"\"", "\""),
            None => written.trim_start_matches('“').trim_end_matches('”').to_owned(),
        };
        let value = hidden::unescape(&value);
        if value.len() > TEXT_LIMIT {
            self.report(Problem::OverLimit { at: self.place(part), limit: Limit::Text });
        }
        Text { at: At(self.span(part)), value }
    }

    /// `"A", "B"`
    pub(super) fn texts(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Text>> {
        let mut texts = vec![self.text(parts)?];
        loop {
            let mut ahead = parts.clone();
            if !ahead.skip(Rule::comma) {
                return Some(texts);
            }
            let Some(text) = self.text(&mut ahead) else { return Some(texts) };
            texts.push(text);
            *parts = ahead;
        }
    }

    /// `because "…"`
    pub(super) fn because(&mut self, parts: &mut Parts<'_>) -> Option<Text> {
        let mut inner = Parts::of(parts.take(Rule::because)?);
        inner.skip(Rule::kw_because);
        self.text(&mut inner)
    }

    /// A number in ten-thousandths; one that cannot be held is reported, and 0.
    fn number_of(&mut self, part: &Part<'_>) -> Number {
        let written = part.as_str();
        let value = match ten_thousandths(written) {
            Some(value) => value,
            None => {
                self.report(Problem::NumberNotHeld { at: self.place(part), written: written.to_owned() });
                0
            }
        };
        Number { at: At(self.span(part)), value, written: written.to_owned() }
    }

    /// A number of the given rule: `number`, `count` or `whole`.
    pub(super) fn number(&mut self, parts: &mut Parts<'_>, rule: Rule) -> Option<Number> {
        let part = parts.take(rule)?;
        Some(self.number_of(&part))
    }

    /// `25%`
    pub(super) fn percent(&mut self, parts: &mut Parts<'_>) -> Option<Percent> {
        let part = parts.take(Rule::percent)?;
        let written = part.as_str().trim_end_matches('%');
        let value = match ten_thousandths(written) {
            Some(value) => value,
            None => {
                self.report(Problem::NumberNotHeld {
                    at: self.place(&part),
                    written: part.as_str().to_owned(),
                });
                0
            }
        };
        Some(Percent { at: At(self.span(&part)), value, written: written.to_owned() })
    }

    /// `2026-01-31`
    pub(super) fn date(&mut self, parts: &mut Parts<'_>) -> Option<Date> {
        let part = parts.take(Rule::date)?;
        let mut numbers = part.as_str().split('-');
        Some(Date {
            at: At(self.span(&part)),
            year: numbers.next()?.parse().ok()?,
            month: numbers.next()?.parse().ok()?,
            day: numbers.next()?.parse().ok()?,
        })
    }

    /// `09:00`
    pub(super) fn time(&mut self, parts: &mut Parts<'_>) -> Option<Time> {
        let part = parts.take(Rule::time)?;
        let (hour, minute) = part.as_str().split_once(':')?;
        Some(Time { at: At(self.span(&part)), hour: hour.parse().ok()?, minute: minute.parse().ok()? })
    }

    /// `3 months`
    pub(super) fn duration(&mut self, parts: &mut Parts<'_>) -> Option<Duration> {
        let part = parts.take(Rule::duration)?;
        let span = self.span(&part);
        let mut inner = Parts::of(part);
        let count = inner.take(Rule::count)?;
        let unit = unit(&mut inner)?;
        Some(Duration { at: At(span), count: self.count_of(&count, unit), unit })
    }

    /// How many units of time: a whole number that fits 32 bits.
    fn count_of(&mut self, part: &Part<'_>, unit: Unit) -> u32 {
        let written = part.as_str();
        if !written.chars().all(|character| character.is_ascii_digit() || character == ',') {
            self.report(Problem::NotWholeUnits { at: self.place(part), unit: unit.plural() });
            return 0;
        }
        match written.replace(',', "").parse() {
            Ok(count) => count,
            Err(_) => {
                self.report(Problem::NumberNotHeld { at: self.place(part), written: written.to_owned() });
                0
            }
        }
    }

    /// `USD`, as a name
    pub(super) fn currency(&mut self, parts: &mut Parts<'_>) -> Option<Name> {
        let part = parts.take(Rule::currency)?;
        Some(Name::new(part.as_str(), self.span(&part)))
    }

    /// `50M USD`, `$50M`
    pub(super) fn money(&mut self, parts: &mut Parts<'_>) -> Option<Money> {
        let part = parts.take(Rule::money)?;
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        if let Some(sign) = inner.take(Rule::sign) {
            let amount = self.number(&mut inner, Rule::number)?;
            return Some(Money { at, amount, currency: CurrencyMark::Sign(sign.as_str().chars().next()?) });
        }
        let amount = self.number(&mut inner, Rule::number)?;
        let code = inner.take(Rule::currency)?;
        Some(Money { at, amount, currency: CurrencyMark::Code(code.as_str().to_owned()) })
    }

    /// Any literal.
    pub(super) fn literal(&mut self, parts: &mut Parts<'_>) -> Option<Literal> {
        let mut inner = Parts::of(parts.take(Rule::literal)?);
        if let Some(date) = self.date(&mut inner) {
            return Some(Literal::Date(date));
        }
        if let Some(percent) = self.percent(&mut inner) {
            return Some(Literal::Percent(percent));
        }
        if let Some(text) = self.text(&mut inner) {
            return Some(Literal::Text(text));
        }
        self.amount(inner.take(Rule::amount)?)
    }

    /// A number, and what it counts.
    fn amount(&mut self, part: Part<'_>) -> Option<Literal> {
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        if let Some(sign) = inner.take(Rule::sign) {
            let amount = self.number(&mut inner, Rule::number)?;
            let currency = CurrencyMark::Sign(sign.as_str().chars().next()?);
            return Some(Literal::Money(Money { at, amount, currency }));
        }
        let number = inner.take(Rule::number)?;
        if let Some(unit) = unit(&mut inner) {
            return Some(Literal::Duration(Duration { at, count: self.count_of(&number, unit), unit }));
        }
        let amount = self.number_of(&number);
        if let Some(code) = inner.take(Rule::currency) {
            let currency = CurrencyMark::Code(code.as_str().to_owned());
            return Some(Literal::Money(Money { at, amount, currency }));
        }
        Some(Literal::Number(amount))
    }

    /// The right-hand side of a comparison.
    pub(super) fn value(&mut self, parts: &mut Parts<'_>) -> Option<Value> {
        let mut inner = Parts::of(parts.take(Rule::value)?);
        if let Some(yes) = inner.take(Rule::kw_yes) {
            return Some(Value::Yes(At(self.span(&yes))));
        }
        if let Some(no) = inner.take(Rule::kw_no) {
            return Some(Value::No(At(self.span(&no))));
        }
        if let Some(literal) = self.literal(&mut inner) {
            return Some(Value::Literal(literal));
        }
        Some(Value::Name(self.name(&mut inner)?))
    }

    /// Several values, or the name of a list.
    pub(super) fn values(&mut self, parts: &mut Parts<'_>) -> Option<Values> {
        let mut inner = Parts::of(parts.take(Rule::values)?);
        if let Some(name) = self.name(&mut inner) {
            return Some(Values::List(name));
        }
        let mut literals = vec![self.literal(&mut inner)?];
        while inner.skip(Rule::comma) {
            literals.push(self.literal(&mut inner)?);
        }
        Some(Values::Literals(literals))
    }
}

/// A unit of time, in the singular or the plural.
pub(super) fn unit(parts: &mut Parts<'_>) -> Option<Unit> {
    let word = Parts::of(parts.take(Rule::unit)?).any()?.as_rule();
    let units = [
        (Rule::years, Unit::Years),
        (Rule::months, Unit::Months),
        (Rule::weeks, Unit::Weeks),
        (Rule::days, Unit::Days),
        (Rule::working_days, Unit::WorkingDays),
        (Rule::hours, Unit::Hours),
        (Rule::minutes, Unit::Minutes),
        (Rule::working_hours, Unit::WorkingHours),
        (Rule::working_minutes, Unit::WorkingMinutes),
    ];
    units.into_iter().find(|(rule, _)| *rule == word).map(|(_, unit)| unit)
}

/// The exact value of `-1,234.5K` in ten-thousandths; none if it has more places or is too large.
pub(super) fn ten_thousandths(written: &str) -> Option<i64> {
    let (negative, rest) = written.strip_prefix('-').map_or((false, written), |rest| (true, rest));
    let (digits, factor): (&str, i128) = match rest.chars().next_back()? {
        'K' => (rest.strip_suffix('K')?, 1_000),
        'M' => (rest.strip_suffix('M')?, 1_000_000),
        'B' => (rest.strip_suffix('B')?, 1_000_000_000),
        _ => (rest, 1),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    // 13 places are the most that can come out whole, after `B`.
    let places = u32::try_from(fraction.len()).ok().filter(|places| *places <= 13)?;
    let mut mantissa: i128 = 0;
    for digit in whole.chars().chain(fraction.chars()).filter(|character| *character != ',') {
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit.to_digit(10)?))?;
    }
    let scaled = mantissa.checked_mul(factor)?.checked_mul(10_000)?;
    let divisor = 10_i128.checked_pow(places)?;
    if scaled % divisor != 0 {
        return None;
    }
    let value = scaled / divisor;
    i64::try_from(if negative { -value } else { value }).ok()
}

#[cfg(test)]
mod tests {
    use super::ten_thousandths;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(ten_thousandths("4,200"), Some(42_000_000));
        assert_eq!(ten_thousandths("1.5"), Some(15_000));
        assert_eq!(ten_thousandths("-0.0001"), Some(-1));
        assert_eq!(ten_thousandths("0.00001"), None);
        assert_eq!(ten_thousandths("0.00010"), Some(1));
        assert_eq!(ten_thousandths("1.2345678B"), Some(12_345_678_000_000));
        assert_eq!(ten_thousandths("922337203685477.5807"), Some(i64::MAX));
        assert_eq!(ten_thousandths("922337203685477.5808"), None);
        assert_eq!(ten_thousandths("-922337203685477.5808"), Some(i64::MIN));
        assert_eq!(ten_thousandths(&"9".repeat(1_000_000)), None);
    }
}
