//! The number of a cell as text, as a CSV file has it that means the same.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;

use super::styles::Format;

/// The first day that Excel has no number for: 10000-01-01.
const PAST_THE_LAST_DAY: f64 = 2_958_466.0;
/// How many digits Excel shows and calculates with.
const DIGITS: usize = 15;

/// Adds the text of the number `stated`, which stands in the file in that form.
pub(super) fn write(text: &mut String, stated: &str, format: &Format, from_1904: bool) {
    let stated = stated.trim();
    let Some(value) = stated.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        text.push_str(stated);
        return;
    };
    match format {
        Format::Moment if (0.0..PAST_THE_LAST_DAY).contains(&value) && value > 0.0 => {
            moment(text, value, from_1904);
        }
        Format::Elapsed if (0.0..PAST_THE_LAST_DAY).contains(&value) => {
            let seconds = (value * 86_400.0).round() as u64;
            let _ = write!(text, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        Format::Percent => {
            plain(text, value, 2);
            text.push('%');
        }
        Format::Money(sign) => {
            if value < 0.0 {
                text.push('-');
            }
            text.push_str(sign);
            if sign.ends_with(|letter: char| letter.is_alphanumeric() || letter == '.') {
                text.push(' ');
            }
            plain(text, value.abs(), 0);
        }
        Format::Number | Format::Moment | Format::Elapsed => {
            let digits = stated.strip_prefix('-').unwrap_or(stated);
            // A whole number that is written out is an id as likely as not: none of its digits is dropped.
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                text.push_str(stated);
            } else {
                plain(text, value, 0);
            }
        }
    }
}

/// A number times ten to the power of `shift`, with the fifteen digits that Excel shows of it, and without an exponent
/// unless it is very large or small.
fn plain(text: &mut String, value: f64, shift: i32) {
    if value == 0.0 {
        text.push('0');
        return;
    }
    if value < 0.0 {
        text.push('-');
    }
    let rounded = format!("{:.*e}", DIGITS - 1, value.abs());
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    let exponent = exponent.parse::<i32>().unwrap_or(0) + shift;
    if !(-20..=20).contains(&exponent) {
        let (first, more) = digits.split_at_checked(1).unwrap_or((digits, ""));
        let point = if more.is_empty() { "" } else { "." };
        let _ = write!(text, "{first}{point}{more}E{exponent:+}");
        return;
    }
    if exponent < 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
        text.push_str(digits);
        return;
    }
    let whole = exponent as usize + 1;
    match digits.split_at_checked(whole) {
        Some((whole, "")) => text.push_str(whole),
        Some((whole, fraction)) => {
            let _ = write!(text, "{whole}.{fraction}");
        }
        None => {
            text.push_str(digits);
            text.extend(std::iter::repeat_n('0', whole - digits.len()));
        }
    }
}

/// A day, a time of day, or both; to the second.
fn moment(text: &mut String, value: f64, from_1904: bool) {
    let mut day = value.floor() as i64;
    let mut seconds = ((value - value.floor()) * 86_400.0).round() as u32;
    if seconds == 86_400 {
        (day, seconds) = (day + 1, 0);
    }
    if day > 0 {
        // Excel's 1900 is a leap year, which it was not: before its 29 February, days count from one day later.
        let before_the_first = match (from_1904, day) {
            (true, _) => Date::constant(1904, 1, 1),
            (false, 60) => {
                text.push_str("1900-02-29");
                return time(text, seconds, true);
            }
            (false, ..60) => Date::constant(1899, 12, 31),
            (false, _) => Date::constant(1899, 12, 30),
        };
        match before_the_first.checked_add(day.days()) {
            Ok(date) => {
                let _ = write!(text, "{date}");
            }
            Err(_) => return plain(text, value, 0),
        }
        return time(text, seconds, true);
    }
    time(text, seconds, false);
}

/// A time of day, behind a day only if it is not midnight.
fn time(text: &mut String, seconds: u32, behind_a_day: bool) {
    if behind_a_day {
        if seconds == 0 {
            return;
        }
        text.push(' ');
    }
    let _ = write!(text, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if !seconds.is_multiple_of(60) {
        let _ = write!(text, ":{:02}", seconds % 60);
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, write};

    fn text(stated: &str, format: &Format) -> String {
        let mut text = String::new();
        write(&mut text, stated, format, false);
        text
    }

    #[test]
    fn numbers_are_exact_and_short() {
        for (stated, expected) in [
            ("1234567890123", "1234567890123"),
            ("12345678901234567", "12345678901234567"),
            ("0.10000000000000001", "0.1"),
            ("0.1000000001", "0.1000000001"),
            ("1.2345678901234E+16", "12345678901234000"),
            ("9.0417312345E10", "90417312345"),
            ("-3.5", "-3.5"),
            ("1E-3", "0.001"),
            ("1e300", "1E+300"),
            ("1.5e-30", "1.5E-30"),
            ("0", "0"),
            ("-0.0", "0"),
            ("2.9999999999999996", "3"),
            ("100", "100"),
            ("1e2", "100"),
            ("about", "about"),
            ("inf", "inf"),
        ] {
            assert_eq!(text(stated, &Format::Number), expected, "{stated}");
        }
        assert_eq!(text("0.25", &Format::Percent), "25%");
        assert_eq!(text("0.07", &Format::Percent), "7%");
        assert_eq!(text("-0.2567", &Format::Percent), "-25.67%");
        assert_eq!(text("1", &Format::Percent), "100%");
        assert_eq!(text("-1234.5", &Format::Money("€".into())), "-€1234.5");
        assert_eq!(text("1200", &Format::Money("CHF".into())), "CHF 1200");
    }

    #[test]
    fn days_and_times_are_written_as_iso_does() {
        for (stated, expected) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("60", "1900-02-29"),
            ("61", "1900-03-01"),
            ("45000", "2023-03-15"),
            ("45000.5", "2023-03-15 12:00"),
            ("45000.587511574077", "2023-03-15 14:06:01"),
            ("45000.999999", "2023-03-16"),
            ("2958465", "9999-12-31"),
            ("2958465.9999999", "2958465.9999999"),
            ("2958466", "2958466"),
            ("0.5", "12:00"),
            ("0", "0"),
            ("-1", "-1"),
        ] {
            assert_eq!(text(stated, &Format::Moment), expected, "{stated}");
        }
        let mut old_mac = String::new();
        write(&mut old_mac, "43538", &Format::Moment, true);
        assert_eq!(old_mac, "2023-03-15");
        assert_eq!(text("1.0625", &Format::Elapsed), "25:30:00");
    }
}
