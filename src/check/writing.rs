//! `written as`: forms of dates, samples of numbers.
//!
//! ```text
//! "MM/DD/YYYY HH:mm"   month / day / year blank hour : minute
//! "1.234,56"           decimal comma, thousands point
//! "51-200", "5001+"    bands
//! ```

use super::operators::Kind;
use crate::model::writing::{DateForm, DatePart, NumberForm, Writing};

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormFault {
    /// `mm` where the month belongs: the form with the right capitals.
    SmallLetters(String),
    /// A letter that stands for nothing.
    Letters(String),
    /// A date without its year, month or day.
    Lacks(&'static str),
    /// A part that occurs twice.
    Twice(String),
    /// `hh` without `AM`, or `AM` without `hh`.
    HalfDay,
    /// Not a sample of a number.
    NotASample,
    /// A band where none can be read.
    NoBand,
    /// The type has no forms.
    NoForms,
}

/// Reads one form of a field of this kind into its writing.
pub(super) fn add_form(writing: &mut Writing, kind: Kind, written: &str) -> Result<(), FormFault> {
    match kind {
        Kind::Date | Kind::DateTime => {
            writing.dates.push(date_form(written)?);
            Ok(())
        }
        Kind::WholeNumber | Kind::Number | Kind::Money | Kind::Percent => number_form(writing, kind, written),
        Kind::YesNo
        | Kind::Text
        | Kind::Email
        | Kind::OneOf
        | Kind::OneOfInOrder
        | Kind::SomeOf
        | Kind::Duration
        | Kind::Score => Err(FormFault::NoForms),
    }
}

/// The parts that a form is made of, the longer before the shorter.
const PARTS: [(&str, DatePart); 11] = [
    ("YYYY", DatePart::Year),
    ("YY", DatePart::ShortYear),
    ("MMM", DatePart::MonthName),
    ("MM", DatePart::Month),
    ("DD", DatePart::Day),
    ("HH", DatePart::Hour),
    ("hh", DatePart::HalfDayHour),
    ("mm", DatePart::Minute),
    ("ss", DatePart::Second),
    ("AM", DatePart::HalfDay),
    ("Z", DatePart::Offset),
];

/// Whether letters stand for themselves: they do unless somebody may have meant a part of a date by them.
fn is_literal_word(letters: &str) -> bool {
    let small = letters.to_lowercase();
    let meant = ["mon", "day", "year", "hour", "min", "sec"].iter().any(|word| small.contains(word));
    !meant && small.chars().any(|letter| !"ymdhsapzt".contains(letter))
}

fn date_form(written: &str) -> Result<DateForm, FormFault> {
    let mut parts: Vec<DatePart> = Vec::new();
    let mut rest = written.trim();
    let mut literal = String::new();
    while let Some(first) = rest.chars().next() {
        let part = PARTS.iter().find(|(word, _)| rest.starts_with(word));
        let letters: String = rest.chars().take_while(|letter| letter.is_alphabetic()).collect();
        // `T` between a date and a time stands for itself, and so does a word such as `UTC`.
        let alone = first == 'T' && !rest.chars().nth(1).is_some_and(char::is_lowercase);
        if let Some((word, part)) = part {
            if !literal.is_empty() {
                parts.push(DatePart::Literal(std::mem::take(&mut literal)));
            }
            if parts.contains(part) {
                return Err(FormFault::Twice((*word).to_owned()));
            }
            parts.push(part.clone());
            rest = rest.get(word.len()..).unwrap_or("");
        } else if is_literal_word(&letters) {
            literal.push_str(&letters);
            rest = rest.get(letters.len()..).unwrap_or("");
        } else if first.is_alphabetic() && !alone {
            let capitals = right_capitals(written);
            return Err(match date_form_parts(&capitals) {
                true if capitals != written => FormFault::SmallLetters(capitals),
                true | false => FormFault::Letters(letters),
            });
        } else {
            literal.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    if !literal.is_empty() {
        parts.push(DatePart::Literal(literal));
    }
    if parts.iter().all(|part| matches!(part, DatePart::Literal(_))) {
        return Err(FormFault::Letters(written.trim().to_owned()));
    }
    let has = |part: &DatePart| parts.contains(part);
    if !has(&DatePart::Month) && !has(&DatePart::MonthName) {
        let capitals = right_capitals(written);
        if capitals != written && date_form_parts(&capitals) {
            return Err(FormFault::SmallLetters(capitals));
        }
        return Err(FormFault::Lacks("month (`MM`, or `MMM` for its name)"));
    }
    if !has(&DatePart::Year) && !has(&DatePart::ShortYear) {
        return Err(FormFault::Lacks("year (`YYYY` or `YY`)"));
    }
    if !has(&DatePart::Day) {
        return Err(FormFault::Lacks("day (`DD`)"));
    }
    if has(&DatePart::HalfDayHour) != has(&DatePart::HalfDay) {
        return Err(FormFault::HalfDay);
    }
    if has(&DatePart::Year) && has(&DatePart::ShortYear) {
        return Err(FormFault::Twice("YY".to_owned()));
    }
    if has(&DatePart::Month) && has(&DatePart::MonthName) {
        return Err(FormFault::Twice("MMM".to_owned()));
    }
    if has(&DatePart::Hour) && has(&DatePart::HalfDayHour) {
        return Err(FormFault::Twice("hh".to_owned()));
    }
    Ok(DateForm { written: written.trim().to_owned(), parts })
}

/// Whether a form has letters of parts only, and all three parts of a day.
fn date_form_parts(written: &str) -> bool {
    let mut rest = written;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        if let Some((word, _)) = PARTS.iter().find(|(word, _)| rest.starts_with(word)) {
            found.push(*word);
            rest = rest.get(word.len()..).unwrap_or("");
        } else if first.is_alphabetic() && first != 'T' {
            return false;
        } else {
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    found.iter().any(|word| word.starts_with("YY"))
        && found.iter().any(|word| word.starts_with("MM"))
        && found.contains(&"DD")
}

/// The form with the capitals that it probably means: the day's parts large, small `mm` after the hour minutes.
fn right_capitals(written: &str) -> String {
    let mut found = String::new();
    let mut in_time = false;
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let run: String = rest.chars().take_while(|letter| letter.eq_ignore_ascii_case(&first)).collect();
        let large = run.to_ascii_uppercase();
        let word = match (first.to_ascii_lowercase(), run.len()) {
            ('y' | 'd', _) => large,
            ('h', _) => {
                in_time = true;
                if written.to_ascii_lowercase().contains("am") { run.to_ascii_lowercase() } else { large }
            }
            ('m', 2) if in_time => "mm".to_owned(),
            ('m', 2..=3) => large,
            ('m', 4) => "MMM".to_owned(),
            ('s', _) => run.to_ascii_lowercase(),
            _ => run.clone(),
        };
        let word = match word.as_str() {
            "Y" | "YYY" => "YYYY".to_owned(),
            "D" => "DD".to_owned(),
            _ => word,
        };
        found.push_str(&word);
        rest = rest.get(run.len()..).unwrap_or("");
    }
    found.trim().replace("pm", "AM").replace("am", "AM")
}

/// Reads a sample of a number, or of a band.
fn number_form(writing: &mut Writing, kind: Kind, written: &str) -> Result<(), FormFault> {
    let sample = written.trim();
    if let Some(low) = sample.strip_suffix('+') {
        number_sample(low, kind)?;
        if !matches!(kind, Kind::WholeNumber | Kind::Number) {
            return Err(FormFault::NoBand);
        }
        writing.open_bands = true;
        return Ok(());
    }
    let band = sample.char_indices().skip(1).find(|(_, letter)| matches!(letter, '-' | '–' | '—'));
    if let Some((at, dash)) = band {
        let low = sample.get(..at).unwrap_or("").trim();
        let high = sample.get(at + dash.len_utf8()..).unwrap_or("").trim();
        number_sample(low, kind)?;
        number_sample(high, kind)?;
        if !matches!(kind, Kind::WholeNumber | Kind::Number) {
            return Err(FormFault::NoBand);
        }
        writing.bands = true;
        return Ok(());
    }
    let form = number_sample(sample, kind)?;
    writing.numbers.push(form);
    Ok(())
}

/// The marks of a sample such as `1.234,56`, `1 234`, `$1,234.56`, `0.25`, `25%`.
fn number_sample(sample: &str, kind: Kind) -> Result<NumberForm, FormFault> {
    let mut body = sample.trim();
    let percent = body.ends_with('%');
    body = body.trim_end_matches('%').trim();
    if kind == Kind::Money {
        body = body.trim_matches(|letter: char| {
            letter.is_ascii_uppercase() || matches!(letter, '$' | '€' | '£') || letter.is_whitespace()
        });
    }
    body = body.strip_prefix('-').unwrap_or(body);
    let starts = body.chars().next().is_some_and(|letter| letter.is_ascii_digit());
    let ends = body.chars().last().is_some_and(|letter| letter.is_ascii_digit());
    if !starts || !ends || percent && kind != Kind::Percent {
        return Err(FormFault::NotASample);
    }
    let mut marks: Vec<char> = Vec::new();
    let mut groups: Vec<usize> = vec![0];
    for letter in body.chars() {
        if letter.is_ascii_digit() {
            if let Some(last) = groups.last_mut() {
                *last += 1;
            }
        } else if matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’') {
            marks.push(letter);
            groups.push(0);
        } else {
            return Err(FormFault::NotASample);
        }
    }
    let last = groups.last().copied().unwrap_or(0);
    let fraction = kind == Kind::Percent && !percent && {
        let head: String = body.chars().take_while(char::is_ascii_digit).collect();
        head == "0" && marks.len() == 1
    };
    let other = |mark: char| if mark == ',' { '.' } else { ',' };
    let form = match marks.as_slice() {
        [] => NumberForm { decimal: '.', group: None, fraction: false },
        [mark @ ('.' | ',')] => {
            // One mark with three digits behind it parts thousands: `4,200`; otherwise it starts the decimals.
            if last == 3 && !body.starts_with('0') {
                NumberForm { decimal: other(*mark), group: Some(*mark), fraction }
            } else {
                NumberForm { decimal: *mark, group: None, fraction }
            }
        }
        [mark] => NumberForm { decimal: '.', group: Some(*mark), fraction },
        [first, .., decimal] => {
            let same = marks.iter().all(|mark| mark == first);
            let inner = marks.iter().rev().skip(1).all(|mark| mark == first);
            let decimal = if same {
                if matches!(first, '.' | ',') { other(*first) } else { '.' }
            } else if inner && matches!(decimal, '.' | ',') {
                *decimal
            } else {
                return Err(FormFault::NotASample);
            };
            NumberForm { decimal, group: Some(*first), fraction }
        }
    };
    let grouped = if marks.len() > 1 || form.group.is_some() {
        let decimals = usize::from(marks.last() == Some(&form.decimal) && form.group != Some(form.decimal));
        groups.iter().skip(1).take(groups.len() - 1 - decimals).all(|group| *group == 3)
    } else {
        true
    };
    if grouped { Ok(form) } else { Err(FormFault::NotASample) }
}

#[cfg(test)]
mod tests {
    use super::{FormFault, add_form, date_form, number_sample};
    use crate::check::operators::Kind;
    use crate::model::writing::{DatePart, NumberForm, Writing};

    #[test]
    fn date_forms() {
        let form = date_form("MM/DD/YYYY HH:mm").unwrap();
        let slash = || DatePart::Literal("/".to_owned());
        assert_eq!(form.parts[..5], [DatePart::Month, slash(), DatePart::Day, slash(), DatePart::Year]);
        assert!(date_form("YYYY-MM-DDTHH:mm:ssZ").is_ok());
        assert!(date_form("DD MMM YYYY").is_ok());
        assert!(date_form("DD.MM.YY hh:mm AM").is_ok());
        assert_eq!(date_form("mm/dd/yyyy"), Err(FormFault::SmallLetters("MM/DD/YYYY".to_owned())));
        assert_eq!(date_form("mm/DD/YYYY"), Err(FormFault::SmallLetters("MM/DD/YYYY".to_owned())));
        assert_eq!(
            date_form("yyyy-mm-dd hh:mm"),
            Err(FormFault::SmallLetters("YYYY-MM-DD HH:mm".to_owned()))
        );
        assert!(matches!(date_form("MM/YYYY"), Err(FormFault::Lacks(_))));
        assert_eq!(date_form("MM/DD/YYYY hh:mm"), Err(FormFault::HalfDay));
        assert!(matches!(date_form("quarter"), Err(FormFault::Letters(_))));
        assert!(matches!(date_form("DD month YYYY"), Err(FormFault::Letters(_))));
        assert!(date_form("YYYY-MM-DD HH:mm UTC").is_ok());
        assert_eq!(date_form("MM/MM/YYYY"), Err(FormFault::Twice("MM".to_owned())));
    }

    #[test]
    fn samples_of_numbers() {
        let form = |decimal, group, fraction| Ok(NumberForm { decimal, group, fraction });
        assert_eq!(number_sample("1.234,56", Kind::Number), form(',', Some('.'), false));
        assert_eq!(number_sample("1,234.56", Kind::Number), form('.', Some(','), false));
        assert_eq!(number_sample("4,200", Kind::WholeNumber), form('.', Some(','), false));
        assert_eq!(number_sample("1 234 567,8", Kind::Number), form(',', Some(' '), false));
        assert_eq!(number_sample("1'234", Kind::Number), form('.', Some('\''), false));
        assert_eq!(number_sample("0.25", Kind::Percent), form('.', None, true));
        assert_eq!(number_sample("0,25", Kind::Percent), form(',', None, true));
        assert_eq!(number_sample("25%", Kind::Percent), form('.', None, false));
        assert_eq!(number_sample("$1,234.56", Kind::Money), form('.', Some(','), false));
        assert_eq!(number_sample("1.234.567", Kind::Number), form(',', Some('.'), false));
        for bad in ["comma", "", "1,23,4.5", "12a", "1.2,3.4"] {
            assert_eq!(number_sample(bad, Kind::Number), Err(FormFault::NotASample), "{bad}");
        }
        let mut writing = Writing::default();
        add_form(&mut writing, Kind::WholeNumber, "51-200").unwrap();
        add_form(&mut writing, Kind::WholeNumber, "5001+").unwrap();
        assert!(writing.bands && writing.open_bands);
        assert!(writing.numbers.is_empty());
    }
}
