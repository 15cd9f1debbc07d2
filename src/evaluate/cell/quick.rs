//! Cells as most exports write them, read from their bytes: `4200`, `2026-01-31`, `true`, `Software`.
//!
//! What is decided here is decided as [`Reader`](super::Reader) does, which alone says what cells mean: anything
//! unusual, wrong, or that could be a spelling of missing is left to it.

use super::short::{ShortMap, ShortText};
use super::{Kind, LONGEST, Reader};
use crate::evaluate::calendar::{day_number, days_in_month};
use crate::model::writing::Writing;

/// How the usual cells of a field are read.
#[derive(Clone, Debug)]
pub(crate) enum Quick {
    /// None is.
    Nothing,
    /// Texts, whole.
    Texts { email: bool },
    /// Numbers and amounts, in ten-thousandths.
    Numbers(QuickNumber),
    /// Days since 1970-01-01 from one to another, in ISO form.
    Days(i64, i64),
    /// Words for yes and no.
    YesNo(ShortMap<bool>),
    /// Listed values.
    Choices(ShortMap<u32>),
}

/// How plain numbers are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuickNumber {
    /// The decimal mark; none if fractions are not read here.
    point: Option<u8>,
    /// Whether a `%` may follow.
    percent: bool,
    /// The least and the most that it may be.
    range: (i64, i64),
}

impl Quick {
    pub(super) fn new(reader: &Reader) -> Self {
        let range = reader.range.unwrap_or((i64::MIN, i64::MAX));
        let numbers = |writing: &Writing, whole: bool, percent: bool| {
            if writing.numbers.iter().any(|form| form.fraction) {
                return Quick::Nothing;
            }
            let mut marks = writing.numbers.iter().map(|form| form.decimal);
            let mark = marks.next().unwrap_or('.');
            let point = u8::try_from(mark).ok().filter(|_| !whole && marks.all(|other| other == mark));
            Quick::Numbers(QuickNumber { point, percent, range })
        };
        match &reader.kind {
            Kind::Text => Quick::Texts { email: false },
            Kind::Email => Quick::Texts { email: true },
            Kind::Number { writing, whole } => numbers(writing, *whole, false),
            Kind::Percent { writing } => numbers(writing, false, true),
            Kind::Money { writing } => numbers(writing, false, false),
            Kind::Date { forms } if forms.is_empty() => Quick::Days(range.0, range.1),
            Kind::Date { .. } | Kind::DateTime { .. } | Kind::SomeOf(..) => Quick::Nothing,
            Kind::YesNo { yes, no, .. } => {
                let words = yes.texts().map(|text| (text, true)).chain(no.texts().map(|text| (text, false)));
                Quick::YesNo(ShortMap::new(words.filter(|(text, _)| !reader.missing.holds(text))))
            }
            Kind::OneOf(choices) => {
                Quick::Choices(ShortMap::new(choices.codes().filter(|(text, _)| !reader.missing.holds(text))))
            }
        }
    }
}

impl Reader {
    /// Whether a cell that is read from its bytes might be a spelling of missing.
    #[inline]
    pub(crate) fn may_be_missing(&self, bytes: &[u8]) -> bool {
        bytes.first().is_none_or(|first| self.missing.may_start_with(*first))
    }

    /// Whether a cell might be blank or a spelling of missing: where it is not, that is sure.
    pub(crate) fn may_read_as_missing(&self, bytes: &[u8]) -> bool {
        let is_plain = matches!(bytes.first(), Some(b'!'..=b'~')) && !self.may_be_missing(bytes);
        !is_plain || matches!(self.kind, Kind::SomeOf(..))
    }

    /// Whether whole numbers and days, as text, are surely no spellings of missing.
    pub(crate) fn digits_are_values(&self) -> bool {
        (b'0'..=b'9').chain([b'-']).all(|byte| !self.missing.may_start_with(byte))
    }

    /// Whether the cell is a text that needs no trimming.
    #[inline]
    pub(crate) fn is_plain_text(&self, bytes: &[u8], email: bool) -> bool {
        let ends = (bytes.first(), bytes.last());
        matches!(ends, (Some(b'!'..=b'~'), Some(b'!'..=b'~')))
            && bytes.len() <= LONGEST
            && !self.may_be_missing(bytes)
            && (!email || memchr::memchr(b'@', bytes).is_some())
    }
}

/// What a word of a table stands for.
#[inline]
pub(crate) fn word<T: Copy>(bytes: &[u8], words: &ShortMap<T>) -> Option<T> {
    words.get(ShortText::new(bytes)?.lowered()?)
}

impl QuickNumber {
    /// A number in ten-thousandths.
    #[inline]
    pub(crate) fn read(&self, bytes: &[u8]) -> Option<i64> {
        let value = match digits(bytes) {
            Some(value) => value as i64 * 10_000,
            None => self.unusual(bytes)?,
        };
        self.in_range(value)
    }

    /// A whole number as its digits would be read.
    #[inline]
    pub(crate) fn of_whole(&self, number: i64) -> Option<i64> {
        self.in_range(number.checked_mul(10_000)?)
    }

    #[inline]
    fn in_range(&self, value: i64) -> Option<i64> {
        (self.range.0 <= value && value <= self.range.1).then_some(value)
    }

    /// With a sign, a fraction or a mark after it.
    fn unusual(&self, bytes: &[u8]) -> Option<i64> {
        let (bytes, negative) = match bytes.split_first() {
            Some((b'-', rest)) => (rest, true),
            Some(_) | None => (bytes, false),
        };
        let bytes = match bytes.split_last() {
            Some((b'%', rest)) if self.percent => rest,
            Some(_) | None => bytes,
        };
        let point = self.point.and_then(|point| bytes.iter().position(|byte| *byte == point));
        let value = match point.and_then(|point| bytes.split_at_checked(point)) {
            Some((whole, fraction)) => {
                let fraction = fraction.get(1..)?;
                let unit = [1000, 100, 10, 1].get(fraction.len().checked_sub(1)?)?;
                digits(whole)? * 10_000 + digits(fraction)? * unit
            }
            None => digits(bytes)? * 10_000,
        };
        Some(if negative { -(value as i64) } else { value as i64 })
    }
}

/// One to fourteen digits: so many that a number of ten-thousandths holds them.
#[inline]
fn digits(bytes: &[u8]) -> Option<u64> {
    if bytes.len() <= 8 {
        return few_digits(bytes);
    }
    let (first, rest) = bytes.split_first_chunk::<8>()?;
    let unit = [10, 100, 1000, 10_000, 100_000, 1_000_000].get(rest.len().checked_sub(1)?)?;
    Some(eight_digits(u64::from_le_bytes(*first))? * unit + few_digits(rest)?)
}

/// One to eight digits: moved to the end of eight, zeros before them.
#[inline]
fn few_digits(bytes: &[u8]) -> Option<u64> {
    let length = bytes.len() as u32;
    let text = if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        u64::from(u32::from_be_bytes(*first)) << (8 * (length - 4)) | u64::from(u32::from_be_bytes(*last))
    } else {
        let (first, last) = (bytes.first()?, bytes.last()?);
        let middle = bytes.get(bytes.len() / 2)?;
        match length {
            1 => u64::from(*last),
            2 => u64::from(*first) << 8 | u64::from(*last),
            _ => u64::from(*first) << 16 | u64::from(*middle) << 8 | u64::from(*last),
        }
    };
    let zeros = 0x3030_3030_3030_3030_u64.checked_shl(8 * length).unwrap_or(0);
    eight_digits((text | zeros).swap_bytes())
}

/// Eight digits, the first in the lowest byte.
#[inline]
fn eight_digits(text: u64) -> Option<u64> {
    const TENS: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    if text & TENS != ZEROS || text.wrapping_add(0x0606_0606_0606_0606) & TENS != ZEROS {
        return None;
    }
    // Pairs, then fours, then all: each step joins neighbours.
    let pairs = (text & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(2561) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(6_553_601) >> 16;
    Some((fours & 0x0000_ffff_0000_ffff).wrapping_mul(42_949_672_960_001) >> 32)
}

/// A day in ISO form, as days since 1970-01-01.
#[inline]
pub(crate) fn day(bytes: &[u8]) -> Option<i32> {
    let bytes: &[u8; 10] = bytes.try_into().ok()?;
    let (months, days) = (bytes.first_chunk::<8>()?, bytes.last_chunk::<2>()?);
    // 2026-01- as 20260010.
    const DASHES: u64 = ((b'-' ^ b'0') as u64) << 32 | ((b'-' ^ b'0') as u64) << 56;
    const AT_DASHES: u64 = 0xff << 32 | 0xff << 56;
    let text = u64::from_le_bytes(*months) ^ DASHES;
    if text & AT_DASHES != 0x3030_3030_3030_3030 & AT_DASHES {
        return None;
    }
    let months = eight_digits(text)? as i32;
    let (year, month) = (months / 10_000, months % 10_000 / 10);
    let [tens, ones] = days.map(|byte| i32::from(byte) - i32::from(b'0'));
    let day = tens * 10 + ones;
    let exists = (0..=9).contains(&tens)
        && (0..=9).contains(&ones)
        && year > 0
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    exists.then(|| day_number(year, month, day))
}
