//! Cells of a table of examples: literals as a definition writes them.

use crate::model::value::SCALE;
use crate::syntax::document::{At, CurrencyMark, Date, Literal, Money, Number, Percent};

/// A text without the quotes around it; `""` inside is one quote.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')));
    inner.map_or(text.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Items of a cell: `"Cloud" and "Security"`, or one.
pub(super) fn split_items(text: &str) -> Vec<&str> {
    if text.starts_with(['"', '“']) {
        text.split("\" and \"")
            .flat_map(|part| part.split("” and “"))
            .map(|part| part.trim_matches(['"', '“', '”']))
            .collect()
    } else {
        text.split(" and ").collect()
    }
}

/// A number, an amount, a percentage or a date, as a definition writes them.
pub(super) fn cell_literal(text: &str, at: At) -> Option<Literal> {
    let parts: Vec<&str> = text.split('-').collect();
    if let [year, month, day] = parts.as_slice()
        && (year.len(), month.len(), day.len()) == (4, 2, 2)
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(Literal::Date(Date {
            at,
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        }));
    }
    if let Some(body) = text.strip_suffix('%') {
        let number = cell_number(body.trim(), at)?;
        return Some(Literal::Percent(Percent { at, value: number.value, written: number.written }));
    }
    if let Some(sign) = text.chars().next().filter(|letter| matches!(letter, '$' | '€' | '£')) {
        let amount = cell_number(text.get(sign.len_utf8()..)?.trim(), at)?;
        let currency = CurrencyMark::Sign(sign);
        return Some(Literal::Money(Money { at, amount, currency }));
    }
    if let Some((amount, code)) = text.rsplit_once(char::is_whitespace)
        && code.len() == 3
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        let amount = cell_number(amount.trim(), at)?;
        let currency = CurrencyMark::Code(code.to_owned());
        return Some(Literal::Money(Money { at, amount, currency }));
    }
    cell_number(text, at).map(Literal::Number)
}

/// A number with thousands commas, decimals and K, M or B.
pub(super) fn cell_number(text: &str, at: At) -> Option<Number> {
    let (body, scale) = match text.chars().last()? {
        'K' => (text.get(..text.len() - 1)?, 1_000),
        'M' => (text.get(..text.len() - 1)?, 1_000_000),
        'B' => (text.get(..text.len() - 1)?, 1_000_000_000),
        _ => (text, 1_i128),
    };
    let (negative, body) = body.strip_prefix('-').map_or((false, body), |rest| (true, rest));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = match groups.as_slice() {
        [single] => digits(single),
        [first, rest @ ..] => {
            digits(first) && first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && digits(group))
        }
        [] => false,
    };
    if !grouped || body.ends_with('.') || !fraction.is_empty() && !digits(fraction) || fraction.len() > 15 {
        return None;
    }
    let whole: i128 = groups.concat().parse().ok()?;
    let power = 10_i128.checked_pow(fraction.len() as u32)?;
    let part: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let total =
        whole.checked_mul(power)?.checked_add(part)?.checked_mul(scale)?.checked_mul(i128::from(SCALE))?;
    if total % power != 0 {
        return None;
    }
    let value = i64::try_from(if negative { -(total / power) } else { total / power }).ok()?;
    Some(Number { at, value, written: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{cell_literal, split_items, unquoted};
    use crate::syntax::document::{At, Literal};

    #[test]
    fn cells_are_literals() {
        let number = |text: &str| match cell_literal(text, At::default()) {
            Some(Literal::Number(number)) => Some(number.value),
            _ => None,
        };
        assert_eq!(number("4,200"), Some(42_000_000));
        assert_eq!(number("1.5"), Some(15_000));
        assert_eq!(number("50M"), Some(500_000_000_000));
        assert_eq!(number("-3"), Some(-30_000));
        assert_eq!(number("1,23"), None);
        assert_eq!(number("abc"), None);
        assert!(matches!(cell_literal("2026-01-31", At::default()), Some(Literal::Date(_))));
        assert!(matches!(cell_literal("2B USD", At::default()), Some(Literal::Money(_))));
        assert!(matches!(cell_literal("$2B", At::default()), Some(Literal::Money(_))));
        assert!(matches!(cell_literal("25%", At::default()), Some(Literal::Percent(_))));
        assert_eq!(unquoted("\"a \"\"b\"\"\""), "a \"b\"");
        assert_eq!(split_items("\"Cloud\" and \"Security\""), ["Cloud", "Security"]);
    }
}
