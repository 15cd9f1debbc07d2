//! Dates in the forms that `written as` says.

use super::date::{Cursor, Stamp, assemble, time_of_day};
use crate::evaluate::verdicts::Fault;
use crate::model::writing::{DateForm, DatePart};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a cell says in the first of the forms that fits it.
pub(crate) fn stamp(text: &str, forms: &[DateForm]) -> Result<Stamp, Fault> {
    let mut fault = Fault::NotADate;
    for form in forms {
        match fit(text, &form.parts) {
            Some(Ok(stamp)) => return Ok(stamp),
            Some(Err(found)) => fault = found,
            None => {}
        }
    }
    Err(fault)
}

/// None if the text is not of the form; the fault if no such day or time exists.
fn fit(text: &str, parts: &[DatePart]) -> Option<Result<Stamp, Fault>> {
    let mut cursor = Cursor::new(text);
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut hour, mut minute, mut second) = (None, 0, 0);
    let (mut half_day_hour, mut afternoon, mut offset) = (None, None, None);
    for part in parts {
        match part {
            DatePart::Year => year = Some(cursor.digits(4, 4)?),
            DatePart::ShortYear => {
                let short = cursor.digits(2, 2)?;
                year = Some(if short < 70 { 2000 + short } else { 1900 + short });
            }
            DatePart::Month => month = Some(cursor.digits(1, 2)?),
            DatePart::MonthName => month = Some(month_name(&mut cursor)?),
            DatePart::Day => day = Some(cursor.digits(1, 2)?),
            DatePart::Hour => hour = Some(cursor.digits(1, 2)?),
            DatePart::HalfDayHour => half_day_hour = Some(cursor.digits(1, 2)?),
            DatePart::Minute => minute = cursor.digits(2, 2)?,
            DatePart::Second => second = cursor.digits(2, 2)?,
            DatePart::HalfDay => {
                afternoon = Some(match cursor.next()?.to_ascii_lowercase() {
                    b'a' => false,
                    b'p' => true,
                    _ => return None,
                });
                (cursor.next()?.eq_ignore_ascii_case(&b'm')).then_some(())?;
            }
            DatePart::Offset => offset = Some(cursor.offset()?),
            DatePart::Literal(literal) => cursor.literal(literal)?,
        }
    }
    cursor.at_end().then_some(())?;
    let time = match (hour, half_day_hour) {
        (Some(hour), _) => Some(time_of_day(hour, minute, second)),
        (None, Some(hour)) if (1..=12).contains(&hour) => {
            let hour = match afternoon {
                Some(true) => hour % 12 + 12,
                Some(false) => hour % 12,
                None => hour,
            };
            Some(time_of_day(hour, minute, second))
        }
        (None, Some(_)) => Some(Err(Fault::NoSuchDay)),
        (None, None) => None,
    };
    Some(assemble(year?, month?, day?, time, offset))
}

/// `Apr` or `April`, any case.
fn month_name(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut name = [0_u8; 9];
    let mut length = 0;
    while let Some(letter) = cursor.peek().filter(u8::is_ascii_alphabetic) {
        *name.get_mut(length)? = letter.to_ascii_lowercase();
        length += 1;
        cursor.next();
    }
    let name = name.get(..length)?;
    let found = MONTHS
        .iter()
        .position(|month| month.as_bytes() == name || month.as_bytes().get(..3) == Some(name))?;
    i32::try_from(found + 1).ok()
}

impl Cursor<'_> {
    /// Takes a literal text: letters in any case, a blank for any blank.
    fn literal(&mut self, literal: &str) -> Option<()> {
        for wanted in literal.chars() {
            let found = self.character()?;
            let alike = wanted == found
                || wanted.eq_ignore_ascii_case(&found)
                || (wanted.is_whitespace() && found.is_whitespace());
            alike.then_some(())?;
        }
        Some(())
    }
}
