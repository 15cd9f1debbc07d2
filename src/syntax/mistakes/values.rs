//! Mistakes in values: quotes, numbers, dates, lengths of time.

use super::scene::Scene;
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;
use crate::text::diagnostic::Edit;
use crate::text::span::{Place, Span};

/// S108: `"Software`.
pub(super) fn open_text(scene: &Scene<'_>) -> Option<Problem> {
    let start = if scene.at_line_end() { -1 } else { 0 };
    let at = [start, scene.line_end(start), start - 1]
        .into_iter()
        .find(|at| scene.kind_is(*at, TokenKind::OpenText))?;
    let written = scene.word(at).trim_end();
    let start = scene.span(at, at).start as usize;
    let place = scene.place_of(Span::new(start, start + written.len()));
    let (open, close) = if written.starts_with('“') { ('“', "”") } else { ('"', "\"") };
    let fix = match written.strip_suffix('"') {
        Some(_) if open == '“' => Edit {
            place: scene.place_of(Span::new(start + written.len() - 1, start + written.len())),
            text: close.into(),
        },
        Some(_) | None => Edit { place: place.after(), text: close.into() },
    };
    Some(Problem::TextNotClosed { at: place, fix: vec![fix] })
}

/// S129: `'Software'`, `„Software“`, `«Software»`: all of the line.
pub(super) fn other_quotes(scene: &Scene<'_>) -> Option<Problem> {
    let mut at = other_quote(scene, scene.span(0, 0).start as usize)?;
    let first = at.place;
    let line_end =
        scene.text().get(at.end..).and_then(|rest| rest.find('\n')).map_or(usize::MAX, |end| at.end + end);
    let mut fix = vec![Edit { place: first, text: at.write }];
    while let Some(next) = scene.text().get(at.end..).and_then(|rest| rest.find([',', ' '])) {
        let start = at.end + next + 1;
        let blanks =
            scene.text().get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
        match other_quote(scene, start + blanks).filter(|quote| quote.end <= line_end) {
            Some(quote) => {
                at = quote;
                fix.push(Edit { place: at.place, text: at.write });
            }
            None => break,
        }
    }
    Some(Problem::OtherQuotes { at: first, fix })
}

struct OtherQuote {
    place: Place,
    /// Its end in bytes of the piece.
    end: usize,
    write: String,
}

fn other_quote(scene: &Scene<'_>, start: usize) -> Option<OtherQuote> {
    let pairs = [
        ('\'', '\''),
        ('‘', '’'),
        ('’', '’'),
        ('‚', '‘'),
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('”', '”'),
        ('`', '`'),
    ];
    let rest = scene.text().get(start..)?;
    let first = rest.chars().next()?;
    let (open, close) = pairs.into_iter().find(|(open, _)| *open == first)?;
    let line = rest.lines().next()?;
    let inside = line.strip_prefix(open)?;
    let end =
        inside.find(|character| character == close || (open == '„' && matches!(character, '”' | '"')))?;
    let inner = inside.get(..end)?;
    let length = open.len_utf8() + end + inside.get(end..)?.chars().next()?.len_utf8();
    Some(OtherQuote {
        place: scene.place_of(Span::new(start, start + length)),
        end: start + length,
        write: format!("\"{}\"", inner.replace('"', "\"\"")),
    })
}

/// S122: `fits "ICP"`, `"decision_maker" is yes`.
pub(super) fn quoted_name(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.kind_is(0, TokenKind::Text) || scene.at_line_end() {
        return None;
    }
    let followed = scene.same_line(0, 1)
        && scene.is_any(
            1,
            &[
                "is", "contains", "starts", "ends", "matches", "does", "at", "more", "less", "between",
                "before", "after",
            ],
        );
    let criterion = followed && scene.expects_criterion();
    let only_a_name = scene.expects(Rule::name) && !scene.expects_criterion() && !scene.expects(Rule::value);
    if !criterion && !only_a_name {
        return None;
    }
    let inner = scene.word(0).trim_matches(['"', '“', '”']);
    Some(Problem::QuotedName { at: scene.place(0, 0), write: as_name(inner, criterion) })
}

/// A text as a name can be written: small letters and `_`.
pub(super) fn as_name(text: &str, small: bool) -> String {
    let mut name = String::new();
    for character in text.trim().chars() {
        if crate::syntax::token::is_name_char(character) {
            name.extend(if small { character.to_lowercase().collect::<Vec<_>>() } else { vec![character] });
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    name.trim_end_matches('_').to_owned()
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The number of a month by its name, in full or in three letters.
fn month(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let full = [
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
    full.iter()
        .position(|name| *name == word)
        .or_else(|| MONTHS.iter().position(|name| *name == word))
        .map(|at| at + 1)
}

fn plain(scene: &Scene<'_>, offset: isize) -> Option<u32> {
    let token = scene.token(offset).filter(|token| token.kind == TokenKind::Number)?;
    token.text.trim_end_matches(|character: char| character.is_ascii_alphabetic()).parse().ok()
}

fn day(year: u32, month: u32, day: u32) -> Option<String> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// S121: `03/04/2026`, `3 April 2026`, `2026-4-3`.
pub(super) fn date(scene: &Scene<'_>) -> Option<Problem> {
    (-4..=1).find_map(|at| signs_date(scene, at).or_else(|| worded_date(scene, at)))
}

fn signs_date(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    // `3.4.2026` is one number token.
    if let Some(token) = scene.token(at).filter(|token| token.kind == TokenKind::Number) {
        let parts: Vec<u32> = token.text.split('.').filter_map(|part| part.parse().ok()).collect();
        if let [one, two, year] = parts.as_slice()
            && token.text.rsplit('.').next()?.len() == 4
            && *one <= 31
            && *two <= 31
        {
            return Some(Problem::DateOrder { at: scene.place(at, at), writes: readings(*one, *two, *year) });
        }
    }
    let sign = |offset| scene.is_any(offset, &["/", "-", "."]) && scene.same_line(at, offset);
    let glued = (at..at + 4).all(|offset| scene.glued(offset));
    if !(glued && sign(at + 1) && sign(at + 3)) {
        return None;
    }
    let (one, two, three) = (plain(scene, at)?, plain(scene, at + 2)?, plain(scene, at + 4)?);
    let writes: Vec<String> = if scene.word(at).len() == 4 {
        day(one, two, three).or_else(|| day(one, three, two)).into_iter().collect()
    } else {
        let year = if scene.word(at + 4).len() == 2 { 2000 + three } else { three };
        readings(one, two, year)
    };
    // A date that is written well is not what is wrong.
    if writes.iter().any(|write| write == scene.written(at, at + 4)) {
        return None;
    }
    Some(Problem::DateOrder { at: scene.place(at, at + 4), writes })
}

/// Day first, month first; once if only one is a day.
fn readings(one: u32, two: u32, year: u32) -> Vec<String> {
    let mut writes: Vec<String> = [day(year, two, one), day(year, one, two)].into_iter().flatten().collect();
    writes.dedup();
    writes
}

fn worded_date(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let whole = |last: isize, text: Option<String>| {
        let writes = text.into_iter().collect();
        Some(Problem::DateOrder { at: scene.place(at, last), writes })
    };
    if let (Some(first), Some(number), Some(year)) =
        (plain(scene, at), month(scene.word(at + 1)), plain(scene, at + 2))
        && scene.same_line(at, at + 2)
    {
        return whole(at + 2, day(year, number as u32, first));
    }
    if let (Some(number), Some(first)) = (month(scene.word(at)), plain(scene, at + 1))
        && scene.same_line(at, at + 1)
    {
        let year_at = if scene.is(at + 2, ",") { at + 3 } else { at + 2 };
        if let Some(year) = plain(scene, year_at).filter(|_| scene.same_line(at, year_at)) {
            return whole(year_at, day(year, number as u32, first));
        }
    }
    None
}

/// S118 and S119: `50MM`, `50 million`, `10,00`.
pub(super) fn number(scene: &Scene<'_>) -> Option<Problem> {
    (-2..=1).find_map(|at| one_number(scene, at))
}

fn one_number(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let token = scene.token(at).filter(|token| token.kind == TokenKind::Number)?;
    let split = token.text.find(|character: char| character.is_alphabetic()).unwrap_or(token.text.len());
    let (digits, suffix) = token.text.split_at_checked(split)?;
    if let Some(letter) = magnitude(suffix).filter(|letter| *letter != suffix) {
        return Some(Problem::UnknownMagnitude {
            at: scene.place(at, at),
            write: format!("{digits}{letter}"),
        });
    }
    if suffix.is_empty()
        && scene.same_line(at, at + 1)
        && let Some(letter) = magnitude(scene.word(at + 1))
    {
        return Some(Problem::UnknownMagnitude {
            at: scene.place(at, at + 1),
            write: format!("{digits}{letter}"),
        });
    }
    if !suffix.is_empty() && magnitude(suffix).is_none() {
        return None;
    }
    let writes = regrouped(digits)?;
    let writes = writes.into_iter().map(|write| format!("{write}{suffix}")).collect();
    Some(Problem::WrongGroups { at: scene.place(at, at), writes })
}

/// K, M or B for a word or letters that mean it.
fn magnitude(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "k" | "thousand" | "thsd" | "tsd" => Some("K"),
        "m" | "mm" | "mn" | "mio" | "mil" | "million" | "millions" => Some("M"),
        "b" | "bn" | "bln" | "mrd" | "billion" | "billions" => Some("B"),
        _ => None,
    }
}

/// What wrongly grouped digits may mean; none if the groups are right.
fn regrouped(digits: &str) -> Option<Vec<String>> {
    let digits = digits.trim_end_matches('%');
    let right = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let mut rest = groups.peekable();
        let grouped = rest.peek().is_some();
        (!grouped || first.len() <= 3) && rest.all(|group| group.len() == 3) && !fraction.contains([',', '.'])
    };
    if right(digits) {
        return None;
    }
    let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
    // A single comma with other than three digits behind it is a decimal comma elsewhere.
    if let Some((whole, fraction)) = digits.split_once(',')
        && !fraction.contains([',', '.'])
    {
        let decimal = fraction.trim_end_matches('0');
        let decimal = if decimal.is_empty() { whole.to_owned() } else { format!("{whole}.{decimal}") };
        return Some(vec![group(&bare), decimal]);
    }
    // `1.234,56`: points between thousands, a comma before the decimals.
    if let Some((whole, fraction)) = digits.split_once(',')
        && whole.contains('.')
        && !fraction.contains(['.', ','])
    {
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        return Some(vec![format!("{}.{fraction}", group(&whole))]);
    }
    Some(vec![group(&bare)])
}

fn group(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The unit that a word or abbreviation means, and how many of it: a quarter is three months.
pub(super) fn unit(word: &str) -> Option<(&'static str, u64)> {
    match word.to_lowercase().as_str() {
        "minute" | "minutes" | "min" | "mins" => Some(("minutes", 1)),
        "hour" | "hours" | "h" | "hr" | "hrs" => Some(("hours", 1)),
        "day" | "days" | "d" | "dy" | "dys" => Some(("days", 1)),
        "week" | "weeks" | "w" | "wk" | "wks" => Some(("weeks", 1)),
        "fortnight" | "fortnights" => Some(("weeks", 2)),
        "month" | "months" | "mo" | "mos" | "mon" | "mth" | "mths" | "mnth" | "monthes" => {
            Some(("months", 1))
        }
        "quarter" | "quarters" | "q" | "qtr" | "qtrs" => Some(("months", 3)),
        "year" | "years" | "y" | "yr" | "yrs" => Some(("years", 1)),
        _ => None,
    }
}

fn known_unit(word: &str) -> bool {
    unit(word).is_some_and(|(plural, _)| {
        let word = word.to_lowercase();
        word == plural || Some(word.as_str()) == plural.strip_suffix('s')
    })
}

/// So many of a unit, in words of the language.
pub(super) fn length(count: u64, word: &str) -> Option<String> {
    let (plural, times) = unit(word)?;
    let count = count.checked_mul(times)?;
    let unit = if count == 1 { plural.trim_end_matches('s') } else { plural };
    Some(format!("{count} {unit}"))
}

/// S120: `3 mo`, `90d`, `three months`, `every month`.
pub(super) fn time(scene: &Scene<'_>) -> Option<Problem> {
    (-2..=1).find_map(|at| one_time(scene, at)).or_else(|| lone_unit(scene))
}

fn one_time(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let token = scene.token(at)?;
    if token.kind == TokenKind::Number {
        let split = token.text.find(|character: char| character.is_alphabetic()).unwrap_or(token.text.len());
        let (digits, suffix) = token.text.split_at_checked(split)?;
        let count: u64 = digits.replace(',', "").parse().ok()?;
        if let Some(write) = length(count, suffix) {
            return Some(Problem::UnknownTime { at: scene.place(at, at), write });
        }
        let next = scene.word(at + 1);
        if suffix.is_empty() && scene.same_line(at, at + 1) && !known_unit(next) {
            // `30-day`: the hyphen stands between.
            let write = length(count, next)?;
            return Some(Problem::UnknownTime { at: scene.place(at, at + 1), write });
        }
        return None;
    }
    let word = token.text.to_lowercase();
    let count = match word.as_str() {
        "a" | "an" => 1,
        _ => super::counts::number_in_words(&word)?,
    };
    if scene.are(at + 1, &["working", scene.word(at + 2)]) && unit(scene.word(at + 2)).is_some() {
        let write = format!("{count} {}", scene.written(at + 1, at + 2));
        return Some(Problem::UnknownTime { at: scene.place(at, at + 2), write });
    }
    let write = length(count, scene.word(at + 1)).filter(|_| scene.same_line(at, at + 1))?;
    Some(Problem::UnknownTime { at: scene.place(at, at + 1), write })
}

/// `every month`: the number is missing.
fn lone_unit(scene: &Scene<'_>) -> Option<Problem> {
    let wanted = scene.expects(Rule::duration) || scene.expects(Rule::count) || scene.expects(Rule::value);
    if !wanted || scene.at_line_end() {
        return None;
    }
    let write = length(1, scene.word(0))?;
    Some(Problem::UnknownTime { at: scene.place(0, 0), write })
}
