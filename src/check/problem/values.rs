//! Values that do not go with what they are compared with.

use thiserror::Error;

use super::listed;
use crate::check::operators::Kind;
use crate::model::value::{Duration, Unit};
use crate::text::diagnostic::{Code, Diagnostic, Edit};
use crate::text::span::Place;

/// What a value is that stands in the wrong place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotThisKind {
    YesNo,
    Number,
    Money,
    Percent,
    Date,
    Duration,
}

impl NotThisKind {
    fn words(self) -> &'static str {
        match self {
            NotThisKind::YesNo => "a yes or no",
            NotThisKind::Number => "a number",
            NotThisKind::Money => "an amount of money",
            NotThisKind::Percent => "a percentage",
            NotThisKind::Date => "a date",
            NotThisKind::Duration => "a length of time",
        }
    }
}

/// What can be wrong with a value.
#[derive(Clone, Debug, Error)]
pub(crate) enum ValueProblem {
    /// C303
    #[error("One thousand, or one? `{written}` can be read in two ways")]
    TwoReadings { place: Place, written: String },
    /// C313
    #[error("`{written}` is not whole")]
    NotWhole { place: Place, written: String, of: String },
    /// C601
    #[error("There is no such day")]
    NoSuchDay { place: Place, year: i16, month: u8, day: u8 },
    /// C601
    #[error("A rule does not read the clock")]
    Clock { place: Place, word: String, field: String, operator: String, whole: Place },
    /// C707
    #[error("Which currency is `{sign}`?")]
    WhichCurrency { place: Place, sign: char, amount: String, header: Option<String> },
    /// C302
    #[error("{from} cannot be compared with {to} without a rate")]
    NoRate { place: Place, from: String, to: String, field: String },
    /// C301
    #[error("`{field}` is money: {written} of what?")]
    NoCurrency { place: Place, written: String, field: String, currency: String },
    /// C304
    #[error("`{field}` is a percentage")]
    NoPercentSign { place: Place, written: String, value: i64, field: String },
    /// C305
    #[error("{}", not_listed_title(.field, .written, *.open))]
    NotListed {
        place: Place,
        written: String,
        field: String,
        near: Option<String>,
        listed: Vec<String>,
        more: usize,
        open: bool,
        declared: bool,
    },
    /// C305
    #[error("\"{written}\" is another spelling of \"{value}\"")]
    OtherSpelling { place: Place, written: String, field: String, value: String },
    /// C305
    #[error("`{list}` has values that `{field}` does not list")]
    ListNotListed { place: Place, list: String, field: String, wrong: Vec<String>, more: usize, open: bool },
    /// C306
    #[error("{}", quoted_title(*.kind))]
    QuotedValue {
        place: Place,
        written: String,
        field: String,
        kind: Kind,
        whole: Place,
        equality: bool,
        compared: bool,
    },
    /// C313
    #[error("`{written}` is written `{}`", if *.yes { "yes" } else { "no" })]
    YesOrNo { place: Place, written: String, field: String, yes: bool },
    /// C306
    #[error("A band is a name, not a text")]
    QuotedBand { place: Place, written: String, score: String },
    /// C205
    #[error("`{word}` needs quotes")]
    NeedsQuotes { place: Place, word: String, field: String, quoted: String },
    /// C307
    #[error("`{criterion}` needs {}", needs_words(.wanted))]
    NeedsArgument { place: Place, criterion: String, wanted: String, sample: String, given: Option<String> },
    /// C308
    #[error("`{parameter}` is counted in {}", .unit.plural())]
    OtherUnit { place: Place, parameter: String, unit: Unit, given: Duration },
    /// C310
    #[error("This range is empty")]
    EmptyRange { place: Place, low: Place, high: Place, low_text: String, high_text: String },
    /// C313
    #[error("`{field}` is {}, and `{written}` is {}", .kind.words(), .value.words())]
    WrongKind { place: Place, written: String, value: NotThisKind, field: String, kind: Kind, whole: Place },
    /// C313
    #[error("`{name}` is {is}, and fields are compared with values")]
    NameAsValue { place: Place, name: String, is: &'static str, field: String },
    /// C313
    #[error("`{list}` is a list: `{field}` can be one of it")]
    ListAsValue { place: Place, list: String, field: String, whole: Place },
    /// C313
    #[error("`{name}` is {is}, not a list")]
    NotAList { place: Place, name: String, is: &'static str },
    /// C313
    #[error("`{list}` is a list of texts, and `{field}` is {}", .kind.words())]
    ListOfTexts { place: Place, list: String, field: String, kind: Kind },
    /// C305
    #[error("No value of `{list}` is an e-mail address")]
    ListOfDomains { place: Place, list: String, field: String, whole: Place, domains: bool },
    /// C313
    #[error("`{parameter}` is {}, which does not go with `{field}`", .given.words())]
    ParameterKind { place: Place, parameter: String, given: Kind, field: String, kind: Kind },
    /// C313
    #[error("A length of time is needed here")]
    NotALength { place: Place, written: String, count: Option<String> },
    /// C313
    #[error("A rule does not count {}", .unit.plural())]
    HoursInCondition { place: Place, written: String, unit: Unit },
    /// C313
    #[error("`{dated}` is a date, without a time of day")]
    DaysOnly { place: Place, written: String, dated: String, declared: Place },
    /// C313
    #[error("`{name}` takes no value")]
    TakesNoValue { place: Place, name: String, is: &'static str },
    /// C313
    #[error("A score is compared with a band, or with `at least` and the like")]
    ScoreIsNumber { place: Place, written: String, score: String },
    /// C201
    #[error("`{score}` has no band `{written}`")]
    NoSuchBand { place: Place, written: String, score: String, near: Option<String>, bands: Vec<String> },
    /// C501
    #[error("Blank cells equal nothing; they are missing")]
    NotAValue { place: Place, written: String, field: String, declared: bool, whole: Place },
    /// C501
    #[error("This text is empty")]
    EmptyText { place: Place },
    /// W310
    #[error("`{written}` is one number")]
    JoinedDigits { place: Place, written: String, parts: String },
}

fn not_listed_title(field: &str, written: &str, open: bool) -> String {
    if open {
        format!("`{field}` does not list \"{written}\"")
    } else {
        format!("`{field}` never has the value \"{written}\"")
    }
}

fn quoted_title(kind: Kind) -> &'static str {
    match kind {
        Kind::YesNo => "A yes/no field is not text",
        Kind::Date | Kind::DateTime => "A date is not text",
        Kind::WholeNumber | Kind::Number | Kind::Score => "A number is not text",
        Kind::Money => "An amount of money is not text",
        Kind::Percent => "A percentage is not text",
        Kind::Duration => "A length of time is not text",
        Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => "This is not text",
    }
}

fn needs_words(wanted: &str) -> String {
    if wanted.starts_with("duration") { "a length of time".to_owned() } else { format!("a value ({wanted})") }
}

fn month_name(month: u8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        12 => "December",
        _ => "",
    }
}

impl ValueProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            ValueProblem::TwoReadings { place, written } => {
                let suffix = written.trim_start_matches(|letter: char| letter != '.').trim_start_matches('.');
                let digits: String = suffix.chars().take_while(char::is_ascii_digit).collect();
                let head = written.split('.').next().unwrap_or("");
                let trimmed = digits.trim_end_matches('0');
                let decimal =
                    if trimmed.is_empty() { head.to_owned() } else { format!("{head}.{trimmed}{}", if trimmed.len() == 3 { "0" } else { "" }) };
                new("C303")
                    .label(*place, "ambiguous")
                    .replace(*place, format!("{head},{digits}"))
                    .replace(*place, decimal)
                    .why("In Germany `1.000` is a thousand, in the United States it is one. Here a comma parts thousands and a point starts the decimals.")
            }
            ValueProblem::NotWhole { place, of, .. } => {
                new("C313").label(*place, "a fraction").why(format!("Write a whole number: {of}."))
            }
            ValueProblem::NoSuchDay { place, year, month, day } => no_such_day(new("C601"), *place, *year, *month, *day),
            ValueProblem::Clock { place, word, field, operator, whole } => {
                let found = new("C601").label(*place, "the clock");
                let plain = operator.to_ascii_lowercase();
                let found = if word.eq_ignore_ascii_case("today") || word.eq_ignore_ascii_case("now") {
                    if plain.contains("before") {
                        found.replace(*whole, format!("{field} is in the past"))
                    } else if plain.contains("after") {
                        found.replace(*whole, format!("{field} is in the future"))
                    } else {
                        found
                    }
                } else {
                    found
                };
                found.why("Every run has one day for which it judges; `--as-of` sets it and the results print it. Say `is in the past`, `is in the future` or `is within …`.")
            }
            ValueProblem::WhichCurrency { place, sign, amount, header } => {
                let code = match sign {
                    '€' => "EUR",
                    '£' => "GBP",
                    _ => "USD",
                };
                let label = match header {
                    Some(header) => format!("the header's currency is {header}"),
                    None => "no currency owns this sign".to_owned(),
                };
                new("C707").label(*place, label).replace(*place, format!("{amount} {code}")).why(format!(
                    "Dollars are American, Canadian, Australian and more. With `currency {code}` in the header, `{sign}` is fine."
                ))
            }
            ValueProblem::NoRate { place, from, to, field } => new("C302")
                .label(*place, format!("`{field}` is in {to}"))
                .lines(format!("rate 1 {from} = … {to} as of …"))
                .why("The rate moves every day, an agreement should not: write down the rate and its day."),
            ValueProblem::NoCurrency { place, written, currency, .. } => new("C301")
                .label(*place, "no currency")
                .replace(*place, format!("{written} {currency}"))
                .why("Fifty million yen is a third of a million dollars."),
            ValueProblem::NoPercentSign { place, written, value, .. } => {
                let found = new("C304");
                let found = if value.abs() < 10_000 && *value != 0 {
                    found.label(*place, format!("{} or {written} per cent?", hundredfold(*value).trim_end_matches('%'))).replace(*place, hundredfold(*value))
                } else {
                    found.label(*place, "no `%`")
                };
                found
                    .replace(*place, format!("{written}%"))
                    .why("Spreadsheets keep 20% as 0.2, CRM screens show it as 20. How an export writes it is said on the field: `written as \"0.25\"`.")
            }
            ValueProblem::NotListed { place, written, field, near, listed: values, more, open, declared } => {
                let mut quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
                if *more > 0 {
                    quoted.push(format!("{more} more"));
                }
                let mut found = match near {
                    Some(near) => new("C305")
                        .label(*place, format!("did you mean \"{near}\"?"))
                        .replace(*place, format!("\"{near}\"")),
                    None => new("C305").label(*place, "not in the list"),
                };
                if near.is_none() && *declared {
                    found = found.lines(format!("field {field}: one of …, \"{written}\""));
                }
                let other = if *open { " An unlisted value equals none of them, even with `or other`." } else { "" };
                // Only a field of the contact takes other spellings below it.
                let also = if *declared {
                    let value = near.as_ref().or(values.first()).map_or("…", String::as_str);
                    format!("; another spelling of one goes below it, as `\"{value}\" also \"{written}\"`")
                } else {
                    String::new()
                };
                found.why(format!(
                    "The values of `{field}` are {}.{other} A new one goes into its list{also}.",
                    listed(&quoted, "and"),
                ))
            }
            ValueProblem::OtherSpelling { place, value, field, .. } => new("C305")
                .label(*place, "only a spelling in exports")
                .replace(*place, format!("\"{value}\""))
                .why(format!("Rules use the listed value; `also` below `{field}` says how exports write it.")),
            ValueProblem::ListNotListed { place, list, field, wrong, more, open } => {
                let mut quoted: Vec<String> = wrong.iter().map(|value| format!("\"{value}\"")).collect();
                if *more > 0 {
                    quoted.push(format!("{more} more"));
                }
                let other = if *open { ", even with `or other`" } else { "" };
                new("C305")
                    .label(*place, format!("{} are not listed", listed(&quoted, "and")))
                    .why(format!("A value that `{field}` does not list is never equal to one of `{list}`{other}. Add the values to the field, or declare it as text."))
            }
            ValueProblem::QuotedValue { place, written, field, kind, whole, equality, compared } => {
                let found = new("C306").label(*place, "remove the quotes");
                let yes = written.trim().eq_ignore_ascii_case("yes") || written.trim().eq_ignore_ascii_case("true");
                let no = written.trim().eq_ignore_ascii_case("no") || written.trim().eq_ignore_ascii_case("false");
                let found = match kind {
                    Kind::YesNo if !*compared && (yes || no) => {
                        found.replace(*place, if yes { "yes" } else { "no" })
                    }
                    Kind::YesNo if yes && *equality => found.replace(*whole, field.clone()),
                    Kind::YesNo if no && *equality => found.replace(*whole, format!("not {field}")),
                    Kind::YesNo => found,
                    Kind::WholeNumber
                    | Kind::Number
                    | Kind::Money
                    | Kind::Percent
                    | Kind::Date
                    | Kind::DateTime
                    | Kind::Duration
                    | Kind::Score
                    | Kind::Text
                    | Kind::Email
                    | Kind::OneOf
                    | Kind::OneOfInOrder
                    | Kind::SomeOf => found.replace(*place, written.trim()),
                };
                found.why(format!("`{field}` is {}, and only texts stand in quotes.", kind.words()))
            }
            ValueProblem::YesOrNo { place, field, yes, .. } => new("C313")
                .label(*place, "not a value")
                .replace(*place, if *yes { "yes" } else { "no" })
                .why(format!("`{field}` is a yes/no field: its values are `yes` and `no`, and it can be `missing`.")),
            ValueProblem::QuotedBand { place, written, .. } => new("C306")
                .label(*place, "remove the quotes")
                .replace(*place, written.trim().to_lowercase())
                .why("Bands are declared with the score and written without quotes."),
            ValueProblem::NeedsQuotes { place, field, quoted, .. } => new("C205")
                .label(*place, format!("a value of `{field}`"))
                .replace(*place, quoted.clone())
                .why("Values from your data stand in quotes; without them a word is a name."),
            ValueProblem::NeedsArgument { place, criterion, sample, given, .. } => {
                let found = new("C307");
                match given {
                    Some(given) => found
                        .label(*place, format!("{given} what?"))
                        .replace(*place, sample.clone()),
                    None => found
                        .label(*place, "no value behind it")
                        .edits(vec![Edit { place: place.after(), text: format!(" {sample}") }]),
                }
                .why(format!("`{criterion}` is the question, the value is what you agreed on."))
            }
            ValueProblem::OtherUnit { place, parameter, unit, given } => {
                let mut found = new("C308").label(
                    *place,
                    format!("{} {} is not whole {}", given.count, plural(*given), unit.plural()),
                );
                if let Some(count) = near_count(*given, *unit) {
                    let near = Duration { count, unit: *unit };
                    found = found.replace(*place, format!("{count} {}", plural(near)));
                }
                found.why(format!(
                    "A month is 28 to 31 days, so the two differ at the edge. To count in {}, declare the parameter of `{parameter}` as `duration in {}`.",
                    given.unit.plural(),
                    given.unit.plural()
                ))
            }
            ValueProblem::EmptyRange { place, low, high, low_text, high_text } => new("C310")
                .label(*place, if low_text == high_text {
                    "nothing lies between".to_owned()
                } else {
                    format!("{low_text} is more than {high_text}")
                })
                .edits(vec![
                    Edit { place: *low, text: high_text.clone() },
                    Edit { place: *high, text: low_text.clone() },
                ])
                .why("The smaller end comes first."),
            ValueProblem::WrongKind { place, value, field, kind, .. } => new("C313")
                .label(*place, value.words())
                .why(format!("`{field}` is {}: {}.", kind.words(), kind_sample(*kind))),
            ValueProblem::NameAsValue { place, is, field, .. } => new("C313")
                .label(*place, *is)
                .why(format!("Compare `{field}` with a value; two fields are never compared, so that every rule can be looked through.")),
            ValueProblem::ListAsValue { place, list, field, whole } => new("C313")
                .label(*place, "a list")
                .replace(*whole, format!("{field} is one of {list}"))
                .why("`is` compares with one value, `is one of` with a list."),
            ValueProblem::NotAList { place, is, .. } => {
                new("C313").label(*place, *is).why("After `is one of` stand values, or the name of a list.")
            }
            ValueProblem::ListOfTexts { place, field, kind, .. } => new("C313")
                .label(*place, "texts")
                .why(format!("`{field}` is {}: write its values out.", kind.words())),
            ValueProblem::ListOfDomains { place, field, whole, domains, .. } => {
                let found = new("C305").label(*place, if *domains { "domains" } else { "no `@` in any of them" });
                let found = if *domains {
                    found.edits(vec![Edit { place: whole.before(), text: "domain of ".to_owned() }])
                } else {
                    found
                };
                found.why(format!("A whole address is never equal to what stands behind its `@`; `domain of {field}` is that part."))
            }
            ValueProblem::ParameterKind { place, parameter, given, field, kind } => new("C313")
                .label(*place, given.words())
                .why(format!("`{field}` takes {}; change the type of `({parameter}: …)`.", kind.words())),
            ValueProblem::NotALength { place, written, count } => {
                let found = new("C313").label(*place, "not a length of time");
                match count {
                    Some(count) => found.replace(*place, format!("{count} days")).replace(*place, format!("{count} months")),
                    None => found,
                }
                .why(format!("`within` takes a length of time, such as `3 months`, not `{written}`."))
            }
            ValueProblem::HoursInCondition { place, unit, .. } => new("C313")
                .label(*place, "only in deadlines")
                .replace(*place, "1 day")
                .why(format!("{} run in `respond within` and in duties. A rule counts days, working days, weeks, months or years.", capital(unit.plural()))),
            ValueProblem::DaysOnly { place, declared, .. } => new("C313")
                .label(*place, "needs a time of day")
                .label(*declared, "only a day")
                .why("Hours and minutes can be measured only between two times. Declare it as `date and time`, or count days."),
            ValueProblem::TakesNoValue { place, name, is } => {
                new("C313").label(*place, "delete this").why(format!("`{name}` is {is} without a value in parentheses."))
            }
            ValueProblem::ScoreIsNumber { place, written, score } => new("C313")
                .label(*place, "exactly this score?")
                .why(format!("Write `{score} is at least {written}`, or the name of a band.")),
            ValueProblem::NoSuchBand { place, near, bands, score, .. } => {
                let quoted: Vec<String> = bands.iter().map(|band| format!("`{band}`")).collect();
                let found = new("C201");
                let found = match near {
                    Some(near) => found.label(*place, format!("did you mean `{near}`?")).replace(*place, near.clone()),
                    None => found.label(*place, "no such band"),
                };
                if bands.is_empty() {
                    found.why(format!("`{score}` has no bands: add a line such as `bands cold from 0, hot from 40`."))
                } else {
                    found.why(format!("Its bands are {}.", listed(&quoted, "and")))
                }
            }
            ValueProblem::NotAValue { place, written, field, declared, whole } => {
                let found = new("C501").label(*place, "stands for a blank").replace(*whole, format!("{field} is missing"));
                if *declared || written.trim().is_empty() {
                    found.why("A missing cell has no value, so it equals none.")
                } else {
                    found.why(format!("Say on the field that it stands for a blank: `missing also \"{written}\"`."))
                }
            }
            ValueProblem::EmptyText { place } => {
                new("C501").label(*place, "nothing in it").why("A blank is not a value. Ask with `is missing` or `is known`.")
            }
            ValueProblem::JoinedDigits { place, written, parts } => new("W310")
                .label(*place, "two numbers?")
                .replace(*place, parts.clone())
                .why(format!("A comma without a blank parts thousands. If you mean {written}, write `is {written}`.")),
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn plural(duration: Duration) -> &'static str {
    if duration.count == 1 { duration.unit.singular() } else { duration.unit.plural() }
}

/// About as many of another unit.
fn near_count(given: Duration, unit: Unit) -> Option<u32> {
    let hours = |unit: Unit| match unit {
        Unit::Years => 8_760.0,
        Unit::Months => 730.0,
        Unit::Weeks => 168.0,
        Unit::Days => 24.0,
        Unit::WorkingDays => 33.6,
        Unit::Hours => 1.0,
        Unit::Minutes => 1.0 / 60.0,
        Unit::WorkingHours => 4.2,
        Unit::WorkingMinutes => 4.2 / 60.0,
    };
    let count = (f64::from(given.count) * hours(given.unit) / hours(unit)).round();
    (1.0..=1_000_000.0).contains(&count).then_some(count as u32)
}

/// 0.2 as `20%`.
fn hundredfold(value: i64) -> String {
    let hundred = value.saturating_mul(100);
    let (whole, rest) = (hundred / 10_000, (hundred % 10_000).abs());
    let text = format!("{whole}.{rest:04}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn kind_sample(kind: Kind) -> &'static str {
    match kind {
        Kind::YesNo => "its name alone is the criterion",
        Kind::Text | Kind::Email => "compare it with a text in quotes",
        Kind::WholeNumber | Kind::Number => "compare it with a number, such as `500`",
        Kind::Money => "compare it with an amount, such as `50M USD`",
        Kind::Percent => "compare it with a percentage, such as `25%`",
        Kind::Date | Kind::DateTime => "compare it with a day, such as `2026-01-31`",
        Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => "compare it with its listed values, in quotes",
        Kind::Duration => "give it a length of time, such as `3 months`",
        Kind::Score => "compare it with points or a band",
    }
}

fn no_such_day(found: Diagnostic, place: Place, year: i16, month: u8, day: u8) -> Diagnostic {
    let length = if (1..=12).contains(&month) && year >= 1 {
        jiff::civil::Date::new(year, month as i8, 1).ok().map(|date| date.days_in_month())
    } else {
        None
    };
    match length {
        Some(length) => {
            let name = month_name(month);
            let last = if day == 0 { 1 } else { length };
            found
                .label(place, format!("{name} {year} has {length} days"))
                .replace(place, format!("{year:04}-{month:02}-{last:02}"))
                .why("A rule names a day that is in the calendar.")
        }
        None => found
            .label(place, "no such month or year")
            .why("Dates are year-month-day, from 0001-01-01 to 9999-12-31."),
    }
}
