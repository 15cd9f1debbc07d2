//! The forms in which cells are written (4.2): plain ones, and those of `written as`.

use uld::syntax::document::TypeKind;

use super::calendar::{Day, Zone};
use super::cells::{Exact, Value};
use super::facts::Facts;
use super::words::fold;

/// "yes/no as yes, no, true, false, y, n, t, f, 1, 0 in any case (a field with `yes is` or `no is` reads only what these
/// lines say)"
pub fn yes_no(facts: &Facts<'_>, text: &str) -> Option<bool> {
    let text = fold(text);
    if facts.yes.is_none() && facts.no.is_none() && !facts.no_is_any_other {
        return match text.as_str() {
            "yes" | "true" | "y" | "t" | "1" => Some(true),
            "no" | "false" | "n" | "f" | "0" => Some(false),
            _ => None,
        };
    }
    let among = |cells: &Option<Vec<String>>| cells.as_ref().is_some_and(|cells| cells.contains(&text));
    if among(&facts.yes) {
        Some(true)
    } else if among(&facts.no) || facts.no_is_any_other {
        Some(false)
    } else {
        None
    }
}

/// The listed value that a text stands for; with `or other`, any other text as well.
pub fn choice(facts: &Facts<'_>, text: &str) -> Option<String> {
    let text = fold(text);
    let (values, or_other) = match facts.kind {
        TypeKind::OneOf { values, or_other, .. } | TypeKind::SomeOf { values, or_other, .. } => {
            (values, or_other)
        }
        _ => return None,
    };
    if values.iter().any(|value| fold(&value.value) == text) {
        return Some(text);
    }
    if let Some((_, value)) = facts.also.iter().find(|(other, _)| *other == text) {
        return Some(value.clone());
    }
    or_other.then_some(text)
}

/// "numbers with or without thousands commas": digits, commas before groups of three, a point, decimals.
fn plain(text: &str, whole: bool, thousands: char, point: char) -> Option<i128> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (front, back) = match text.split_once(point) {
        Some((front, back)) => (front, Some(back)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = front.split(thousands).collect();
    let (first, rest) = groups.split_first()?;
    if !digits(first) || !rest.iter().all(|group| digits(group) && group.len() == 3) {
        return None;
    }
    if !rest.is_empty() && first.len() > 3 {
        return None;
    }
    let back = match back {
        Some(back) if digits(back) => back,
        Some(_) => return None,
        None => "",
    };
    if whole && back.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let kept: String = back.chars().chain("0000".chars()).take(4).collect();
    let mut value: i128 = format!("{}{kept}", groups.concat()).parse().ok()?;
    // "a cell with more places is rounded half to even"
    let further = back.get(4..).unwrap_or("");
    let half = format!("5{}", "0".repeat(further.len().saturating_sub(1)));
    if !further.is_empty() && (further > half.as_str() || (further == half && value % 2 == 1)) {
        value += 1;
    }
    let value = if negative { -value } else { value };
    i64::try_from(value).is_ok().then_some(value)
}

/// A number in the plain form, or in that of the field's sample.
pub fn number(facts: &Facts<'_>, text: &str, whole: bool) -> Option<i128> {
    if facts.written.contains(&"1.234,56") {
        return plain(text, whole, '.', ',');
    }
    plain(text, whole, ',', '.')
}

/// "`51-200` and `5001+` on a number field read bands as exports have them: the value is a range"
pub fn band(facts: &Facts<'_>, text: &str, whole: bool) -> Option<Value> {
    let end = |text: &str| plain(text.trim(), whole, ',', '.').filter(|value| *value >= 0).map(Exact::whole);
    if let (Some(from), true) = (text.strip_suffix('+'), facts.written.contains(&"5001+")) {
        return Some(Value::Number(end(from)?, None));
    }
    let (from, to) = text.split_once('-').filter(|_| facts.written.contains(&"51-200"))?;
    let (from, to) = (end(from)?, end(to)?);
    from.compare(to).is_le().then_some(Value::Number(from, Some(to)))
}

/// "percent with or without its sign (25 and 25% are both 25 per cent)"; "`written as "0.25"` says how the export
/// writes it", and "a percentage with its sign is per cent, also where the export writes fractions".
pub fn percent(facts: &Facts<'_>, text: &str) -> Option<i128> {
    if let Some(text) = text.strip_suffix('%') {
        return plain(text.trim(), false, ',', '.');
    }
    if !facts.written.contains(&"0.25") {
        return plain(text, false, ',', '.');
    }
    // Four places of the percentage are six of the fraction: move the point, then read.
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (front, back) = text.split_once('.').unwrap_or((text, ""));
    let moved: String = back.chars().chain("00".chars()).take(2.max(back.len())).collect();
    let (two, rest) = moved.split_at(2);
    let point = if rest.is_empty() { "" } else { "." };
    plain(&format!("{negative}{front}{two}{point}{rest}"), false, ',', '.')
}

/// "money with or without its own sign or code"
pub fn without_mark<'t>(text: &'t str, code: &str) -> &'t str {
    let sign = match code {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => code,
    };
    for mark in [sign, code] {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            return rest.trim();
        }
    }
    text
}

/// Whether a cell is an amount in some currency.
pub fn is_amount(facts: &Facts<'_>, raw: &str) -> bool {
    let texts = ["USD", "EUR"].map(|code| without_mark(raw.trim(), code));
    texts.into_iter().any(|text| number(facts, text, false).is_some())
}

/// A date, or a date and time: the day as written, and the minute of UTC.
pub fn moment(facts: &Facts<'_>, text: &str, zone: Zone) -> Option<(Day, i64)> {
    if facts.written.is_empty() {
        // "in ISO form only (2026-01-31, 2026-01-31 14:05, 2026-01-31T14:05:00Z, 2026-01-31T14:05:00.000+0000)"
        let (date, rest) = match text.split_once([' ', 'T']) {
            Some((date, rest)) => (date, Some(rest)),
            None => (text, None),
        };
        return with_time(form(date, "YYYY-MM-DD")?, rest, zone);
    }
    facts.written.iter().find_map(|written| {
        let (date_form, has_time) = match written.strip_suffix(" HH:mm") {
            Some(form) => (form, true),
            None => (*written, false),
        };
        let (date, time) = match (has_time, text.rsplit_once(' ')) {
            (true, Some((date, time))) => (date, Some(time)),
            (true, None) => return None,
            (false, _) => (text, None),
        };
        with_time(form(date, date_form)?, time, zone)
    })
}

fn with_time(day: Day, time: Option<&str>, zone: Zone) -> Option<(Day, i64)> {
    let start = day.number() * 1440;
    let Some(time) = time else { return Some((day, zone.to_utc(start))) };
    let clock: String =
        time.chars().take_while(|letter| letter.is_ascii_digit() || ":.".contains(*letter)).collect();
    let offset = &time[clock.len()..];
    let (clock, _fraction) = clock.split_once('.').unwrap_or((&clock, ""));
    let parts: Vec<i64> = clock.split(':').map(|part| part.parse().unwrap_or(99)).collect();
    let (hour, minute) = match parts.as_slice() {
        [hour, minute] | [hour, minute, _] => (*hour, *minute),
        _ => return None,
    };
    if hour > 23 || minute > 59 || parts.get(2).is_some_and(|second| *second > 59) {
        return None;
    }
    let local = start + hour * 60 + minute;
    if offset.is_empty() {
        return Some((day, zone.to_utc(local)));
    }
    let away = if offset == "Z" { 0 } else { offset_minutes(offset)? };
    Some((day, local - away))
}

fn offset_minutes(offset: &str) -> Option<i64> {
    let (sign, rest) = offset.split_at_checked(1)?;
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let minutes = number / 100 * 60 + number % 100;
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}

/// A day in a form of `YYYY`, `YY`, `MMM`, `MM`, `DD` and signs.
fn form(text: &str, form: &str) -> Option<Day> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let iso = form == "YYYY-MM-DD";
    let (mut text, mut form) = (text, form);
    let (mut year, mut month, mut day) = (0, 0, 0);
    while !form.is_empty() {
        if let Some(rest) = form.strip_prefix("MMM") {
            let name = text.get(..3)?.to_lowercase();
            month = MONTHS.iter().position(|known| *known == name)? as i32 + 1;
            (text, form) = (&text[3..], rest);
            continue;
        }
        let known = ["YYYY", "YY", "MM", "DD"].iter().find(|part| form.starts_with(**part));
        let Some(part) = known else {
            let letter = form.chars().next()?;
            text = text.strip_prefix(letter)?;
            form = &form[letter.len_utf8()..];
            continue;
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        // "MM, DD and HH read one digit or two"; in ISO form, two.
        let taken = if part.starts_with('Y') || iso { part.len() } else { digits.clamp(1, 2) };
        if digits < taken {
            return None;
        }
        let number: i32 = text[..taken].parse().ok()?;
        match *part {
            "YYYY" => year = number,
            // "YY is 1970 to 2069"
            "YY" => year = if number >= 70 { 1900 + number } else { 2000 + number },
            "MM" => month = number,
            _ => day = number,
        }
        (text, form) = (&text[taken..], &form[part.len()..]);
    }
    if text.is_empty() { Day::new(year, month, day) } else { None }
}
