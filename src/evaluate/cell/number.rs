//! Numbers, money, percentages and bands: exact, by integers alone.

use crate::evaluate::verdicts::Fault;
use crate::model::writing::{NumberForm, Writing};

/// A number, or a band of them: both ends are in; they are the same for a number. Ten-thousandths; the high end of
/// `5001+` is `i64::MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least that it may be.
    pub low: i64,
    /// The most that it may be.
    pub high: i64,
}

/// How numbers are read without `written as`: a point, and commas between thousands or none.
const USUAL: NumberForm = NumberForm { decimal: '.', group: Some(','), fraction: false };

/// A decimal as it was read.
#[derive(Clone, Copy)]
struct Decimal {
    /// Rounded half to even.
    value: i64,
    /// Whether nothing but zeros follows the point.
    whole: bool,
}

/// The first form that reads the text.
fn first<T>(writing: &Writing, read: impl Fn(&NumberForm) -> Result<T, Fault>) -> Result<T, Fault> {
    let mut fault = Fault::NotANumber;
    for form in if writing.numbers.is_empty() { &[USUAL][..] } else { writing.numbers.as_slice() } {
        match read(form) {
            Ok(found) => return Ok(found),
            Err(Fault::NotANumber) => {}
            Err(found) => fault = found,
        }
    }
    Err(fault)
}

/// A number or a whole number, or a band of them where the field's export writes bands.
pub fn number(text: &str, writing: &Writing, whole: bool) -> Result<Span, Fault> {
    let single = |text: &str| {
        let read = first(writing, |form| decimal(text, form, 4))?;
        if whole && !read.whole { Err(Fault::NotWhole) } else { Ok(read.value) }
    };
    match single(text) {
        Err(Fault::NotANumber) => {}
        read => return read.map(|value| Span { low: value, high: value }),
    }
    if writing.open_bands
        && let Some(low) = text.strip_suffix('+')
    {
        return Ok(Span { low: single(low.trim_end())?, high: i64::MAX });
    }
    if writing.bands
        && let Some((at, dash)) = text.char_indices().skip(1).find(|(_, letter)| matches!(letter, '-' | '–'))
        && let (Some(low), Some(high)) = (text.get(..at), text.get(at + dash.len_utf8()..))
    {
        let (low, high) = (single(low.trim_end())?, single(high.trim_start())?);
        return if low <= high { Ok(Span { low, high }) } else { Err(Fault::NotANumber) };
    }
    Err(Fault::NotANumber)
}

/// A percentage in ten-thousandths of one per cent: 25, 25% and, where the export writes fractions, 0.25 are 250,000.
pub fn percent(text: &str, writing: &Writing) -> Result<i64, Fault> {
    let (digits, sign) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    first(writing, |form| decimal(digits, form, if form.fraction && !sign { 6 } else { 4 }))
        .map(|read| read.value)
}

/// An amount in ten-thousandths, with or without the sign or code of its currency, before or after it.
pub fn money(text: &str, writing: &Writing, code: &str) -> Result<i64, Fault> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) if !rest.starts_with('-') => (true, rest),
        Some(_) | None => (false, text),
    };
    let bare = without_currency(text, code);
    let second_sign = negative && bare.starts_with('-');
    let read =
        if second_sign { Err(Fault::NotANumber) } else { first(writing, |form| decimal(bare, form, 4)) };
    match read {
        Ok(read) => Ok(if negative { -read.value } else { read.value }),
        Err(Fault::NotANumber) if in_another_currency(text, writing, code) => Err(Fault::OtherCurrency),
        Err(fault) => Err(fault),
    }
}

/// The signs that mean one currency.
const SIGNS: [(&str, &str); 3] = [("$", "USD"), ("€", "EUR"), ("£", "GBP")];

/// The text without the sign or code of the currency.
fn without_currency<'t>(text: &'t str, code: &str) -> &'t str {
    let sign = SIGNS.iter().find(|(_, owner)| *owner == code).map(|(sign, _)| *sign);
    for mark in sign.into_iter().chain((!code.is_empty()).then_some(code)) {
        if let Some((start, rest)) = text.split_at_checked(mark.len())
            && start.eq_ignore_ascii_case(mark)
        {
            return rest.trim_start();
        }
        if let Some((rest, end)) = text.len().checked_sub(mark.len()).and_then(|at| text.split_at_checked(at))
            && end.eq_ignore_ascii_case(mark)
        {
            return rest.trim_end();
        }
    }
    text
}

/// Whether it would be an amount, were it not for a sign or code of another currency.
fn in_another_currency(text: &str, writing: &Writing, own: &str) -> bool {
    let reads = |rest: &str| first(writing, |form| decimal(rest, form, 4)).is_ok();
    let sign = SIGNS.iter().filter(|(_, owner)| *owner != own).any(|(sign, _)| {
        text.strip_prefix(sign).is_some_and(|rest| reads(rest.trim_start()))
            || text.strip_suffix(sign).is_some_and(|rest| reads(rest.trim_end()))
    });
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let code = text.split_at_checked(3).is_some_and(|(code, rest)| is_code(code) && reads(rest.trim_start()))
        || text
            .len()
            .checked_sub(3)
            .and_then(|at| text.split_at_checked(at))
            .is_some_and(|(rest, code)| is_code(code) && reads(rest.trim_end()));
    sign || code
}

/// Whether a character is the form's thousands mark; blanks and apostrophes have several shapes.
fn is_group(character: char, mark: char) -> bool {
    character == mark
        || (mark.is_whitespace() && matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        || (matches!(mark, '\'' | '’') && matches!(character, '\'' | '’'))
}

/// A decimal with `places` places kept: optional minus, digits in one run or in groups of three, optional fraction.
fn decimal(text: &str, form: &NumberForm, places: u32) -> Result<Decimal, Fault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let mut value: i128 = 0;
    let mut too_large = false;
    let mut push = |value: &mut i128, digit: char| {
        *value = *value * 10 + i128::from(digit as u32 - u32::from('0'));
        if *value > 1 << 100 {
            *value = 1 << 100;
            too_large = true;
        }
    };
    // The whole part. `run` counts the digits since the last thousands mark.
    let (mut run, mut groups) = (0_u32, 0_u32);
    let mut letters = digits.chars();
    let mut fraction = false;
    for letter in letters.by_ref() {
        if letter.is_ascii_digit() {
            push(&mut value, letter);
            run += 1;
        } else if letter == form.decimal {
            fraction = true;
            break;
        } else if form.group.is_some_and(|mark| is_group(letter, mark)) {
            let whole_group = if groups == 0 { (1..=3).contains(&run) } else { run == 3 };
            if !whole_group {
                return Err(Fault::NotANumber);
            }
            groups += 1;
            run = 0;
        } else {
            return Err(Fault::NotANumber);
        }
    }
    if run == 0 || (groups > 0 && run != 3) {
        return Err(Fault::NotANumber);
    }
    // The fraction: places that are kept, then what decides the rounding.
    let (mut kept, mut first_dropped, mut more_dropped, mut whole, mut seen) = (0, 0, false, true, false);
    for letter in letters {
        if !letter.is_ascii_digit() {
            return Err(Fault::NotANumber);
        }
        seen = true;
        whole &= letter == '0';
        if kept < places {
            push(&mut value, letter);
            kept += 1;
        } else if kept == places {
            first_dropped = letter as u32 - u32::from('0');
            kept += 1;
        } else {
            more_dropped |= letter != '0';
        }
    }
    if fraction && !seen {
        return Err(Fault::NotANumber);
    }
    for _ in kept.min(places)..places {
        push(&mut value, '0');
    }
    if first_dropped > 5 || (first_dropped == 5 && (more_dropped || value % 2 == 1)) {
        value += 1;
    }
    let value = if negative { -value } else { value };
    match i64::try_from(value) {
        Ok(value) if !too_large && value != i64::MAX => Ok(Decimal { value, whole }),
        Ok(_) | Err(_) => Err(Fault::NumberTooLarge),
    }
}
