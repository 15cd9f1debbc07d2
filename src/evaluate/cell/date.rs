//! Dates and times in ISO form: `2026-01-31`, `2026-01-31 14:05`, `2026-01-31T14:05:00Z`,
//! `2026-01-31T14:05:00.000+0000`.

use crate::evaluate::calendar::{day_number, days_in_month};
use crate::evaluate::verdicts::Fault;

/// What a date cell says, before any time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The written day: days since 1970-01-01.
    pub day: i32,
    /// Microseconds after midnight, if a time is written.
    pub time: Option<i64>,
    /// Seconds east of UTC, if an offset is written.
    pub offset: Option<i32>,
}

/// A text that is read from its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Cursor { rest: text }
    }

    pub(crate) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Takes one ASCII character.
    pub(crate) fn next(&mut self) -> Option<u8> {
        let byte = self.peek().filter(u8::is_ascii)?;
        self.rest = self.rest.get(1..)?;
        Some(byte)
    }

    /// Takes one character.
    pub(crate) fn character(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let found = letters.next()?;
        self.rest = letters.as_str();
        Some(found)
    }

    /// Takes `byte` if it is next.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.next();
        }
        found
    }

    /// Takes between `least` and `most` digits.
    pub(crate) fn digits(&mut self, least: usize, most: usize) -> Option<i32> {
        let (mut value, mut count) = (0, 0);
        while count < most
            && let Some(byte) = self.peek().filter(u8::is_ascii_digit)
        {
            value = value * 10 + i32::from(byte - b'0');
            count += 1;
            self.next();
        }
        (count >= least).then_some(value)
    }

    /// Takes an offset: `Z`, `+01:00`, `+0100`; in seconds.
    pub(crate) fn offset(&mut self) -> Option<Result<i32, Fault>> {
        let sign = match self.next()? {
            b'Z' => return Some(Ok(0)),
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.digits(2, 2)?;
        self.take(b':');
        let minutes = self.digits(2, 2)?;
        Some(if hours < 24 && minutes < 60 {
            Ok(sign * (hours * 3600 + minutes * 60))
        } else {
            Err(Fault::NoSuchDay)
        })
    }
}

/// A date or a time in ISO form.
pub fn iso(text: &str) -> Result<Stamp, Fault> {
    match forms(text) {
        Some(found) => found,
        None if two_readings(text) => Err(Fault::TwoReadings),
        None => Err(Fault::NotADate),
    }
}

/// None if the text is not of the form; the fault if no such day or time exists.
fn forms(text: &str) -> Option<Result<Stamp, Fault>> {
    let mut cursor = Cursor::new(text);
    let year = cursor.digits(4, 4)?;
    cursor.take(b'-').then_some(())?;
    let month = cursor.digits(2, 2)?;
    cursor.take(b'-').then_some(())?;
    let day = cursor.digits(2, 2)?;
    let (mut time, mut offset) = (None, None);
    if !cursor.at_end() {
        (cursor.take(b'T') || cursor.take(b' ')).then_some(())?;
        let hour = cursor.digits(2, 2)?;
        cursor.take(b':').then_some(())?;
        let minute = cursor.digits(2, 2)?;
        let (mut second, mut fraction) = (0, 0);
        if cursor.take(b':') {
            second = cursor.digits(2, 2)?;
            if cursor.take(b'.') {
                fraction = microseconds(&mut cursor)?;
            }
        }
        if !cursor.at_end() {
            offset = Some(cursor.offset()?);
        }
        cursor.at_end().then_some(())?;
        time = Some(time_of_day(hour, minute, second).map(|whole| whole + fraction));
    }
    Some(assemble(year, month, day, time, offset))
}

/// Digits after a point, as millionths; what is finer is dropped.
fn microseconds(cursor: &mut Cursor<'_>) -> Option<i64> {
    let (mut value, mut unit) = (0, 100_000);
    cursor.peek().filter(u8::is_ascii_digit)?;
    while let Some(byte) = cursor.peek().filter(u8::is_ascii_digit) {
        value += i64::from(byte - b'0') * unit;
        unit /= 10;
        cursor.next();
    }
    Some(value)
}

/// Microseconds after midnight.
pub(crate) fn time_of_day(hour: i32, minute: i32, second: i32) -> Result<i64, Fault> {
    if (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second) {
        Ok(i64::from(hour * 3600 + minute * 60 + second) * 1_000_000)
    } else {
        Err(Fault::NoSuchDay)
    }
}

/// A stamp of parts, if the day exists: years 1 to 9999.
pub(crate) fn assemble(
    year: i32,
    month: i32,
    day: i32,
    time: Option<Result<i64, Fault>>,
    offset: Option<Result<i32, Fault>>,
) -> Result<Stamp, Fault> {
    let exists = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    if !exists {
        return Err(Fault::NoSuchDay);
    }
    Ok(Stamp { day: day_number(year, month, day), time: time.transpose()?, offset: offset.transpose()? })
}

/// Whether a text such as 03/04/2026 has two readings: day and month could change places and give another day.
fn two_readings(text: &str) -> bool {
    let found = || {
        let mut cursor = Cursor::new(text);
        let first = cursor.digits(1, 2)?;
        let mark = cursor.next().filter(|byte| b"/.-".contains(byte))?;
        let second = cursor.digits(1, 2)?;
        cursor.take(mark).then_some(())?;
        cursor.digits(2, 4)?;
        (cursor.at_end() || cursor.peek() == Some(b' ')).then_some((first, second))
    };
    found().is_some_and(|(first, second)| {
        first != second && (1..=12).contains(&first) && (1..=12).contains(&second)
    })
}
