//! How a field of the record contract is said: what it holds, where it comes from, what a blank cell means.

use super::condition::clause;
use super::name::{a_stage, title};
use super::phrase::Phrase;
use super::value::{Beside, day, list, number, value};
use crate::model::field::{Assumed, Field, FieldType, NoWords, Origin, Range, Required};
use crate::model::ids::LookupId;
use crate::model::lifecycle::Header;
use crate::model::program::Program;

fn quoted(texts: &[String], joiner: &str) -> String {
    list(&texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>(), joiner)
}

/// What a field holds, with its unit: `a whole number`, `an amount of money in USD`, `one of a list`.
pub fn kind(field_type: &FieldType) -> String {
    match field_type {
        FieldType::YesNo => "yes or no".to_owned(),
        FieldType::Text => "text".to_owned(),
        FieldType::Email => "e-mail address".to_owned(),
        FieldType::WholeNumber => "whole number".to_owned(),
        FieldType::Number => "number".to_owned(),
        FieldType::Money(currency) => format!("amount of money in {currency}"),
        FieldType::Percent => "percentage".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::DateTime => "date and time".to_owned(),
        FieldType::OneOf(_) => "one of the listed values".to_owned(),
        FieldType::SomeOf { separator, .. } => {
            format!("any of the listed values, separated by \"{separator}\"")
        }
    }
}

/// The values that a field may have; none if it has no list.
pub fn values(field: &Field) -> Option<String> {
    let choices = field.field_type.choices()?;
    let said: Vec<String> = choices
        .values
        .iter()
        .map(|choice| {
            if choice.also.is_empty() {
                format!("\"{}\"", choice.text)
            } else {
                format!("\"{}\" (also written {})", choice.text, quoted(&choice.also, "or"))
            }
        })
        .collect();
    let order = if choices.in_order { "; each is more than the one before it" } else { "" };
    let closed = match (&field.field_type, choices.or_other) {
        (_, true) => "; other values are accepted",
        (FieldType::SomeOf { .. }, false) => {
            "; with a value that is not listed, the whole cell is reported and counts as blank"
        }
        (_, false) if matches!(field.origin, Origin::Decided(_)) => "",
        (_, false) => "; any other value is reported and counts as blank",
    };
    Some(format!("{}{order}{closed}", list(&said, "or")))
}

/// Where the cells of a field come from: `column "Record ID" or "Lead ID"`, `the first of these rows that applies`.
pub fn origin(program: &Program, field: &Field) -> String {
    match &field.origin {
        Origin::Column { headers, lookup, .. } => {
            let of = lookup
                .map(|id| format!(" in the row of the {}", lookup_title(program, id)))
                .unwrap_or_default();
            let currency = field
                .currency_column
                .as_ref()
                .map(|column| format!("; its currency, when it is another, is in column \"{column}\""))
                .unwrap_or_default();
            format!("column {}{of}{currency}", quoted(headers, "or"))
        }
        Origin::Decided(_) => "decided by this definition".to_owned(),
    }
}

/// What people call a lookup.
pub fn lookup_title(program: &Program, id: LookupId) -> String {
    program.lookups.get(id.index()).map(|lookup| title(&lookup.name, None)).unwrap_or_default()
}

/// The rows that decide a field: `"Enterprise" when Number of Employees is at least 1,000`, with their reasons.
pub fn decided(program: &Program, field: &Field) -> Vec<(Phrase, Option<String>)> {
    let Origin::Decided(rows) = &field.origin else { return Vec::new() };
    rows.iter()
        .map(|row| {
            let said = Phrase::words(value(Beside::Field(field), &row.value));
            let said = match row.condition {
                Some(node) => said.and(" when ").then(clause(program, node)),
                None => said.and(" otherwise"),
            };
            (said, row.because.clone())
        })
        .collect()
}

/// What happens when a cell is blank.
pub fn blank(program: &Program, field: &Field) -> Phrase {
    let own: Vec<String> = field
        .missing_also
        .iter()
        .filter(|text| !program.header.missing_also.contains(text))
        .cloned()
        .collect();
    let also = match own.len() {
        0 => String::new(),
        1 => format!("; {} counts as blank too", quoted(&own, "and")),
        _ => format!("; {} count as blank too", quoted(&own, "and")),
    };
    let said: Phrase = match &field.assumed {
        Some(Assumed::Value(assumed)) => format!("counts as {}", value(Beside::Field(field), assumed)).into(),
        Some(Assumed::Never) => "counts as never".into(),
        None if matches!(field.origin, Origin::Decided(_)) => "unknown while the rows leave it open".into(),
        None => "unknown".into(),
    };
    let said = match field.required {
        Some(Required::Always) => said.and("; reported"),
        Some(Required::From(stage)) => {
            said.and("; reported for ").then(a_stage(program, stage)).and(" and every later stage")
        }
        None => said,
    };
    said.and(&also)
}

/// How the cells are written, and which of them can be read; empty if as usual.
pub fn writing(field: &Field) -> Vec<String> {
    let mut said = Vec::new();
    let forms: Vec<String> = field.writing.dates.iter().map(|form| form.written.clone()).collect();
    if forms.is_empty() {
        match (&field.field_type, &field.origin) {
            (FieldType::Date, Origin::Column { .. }) => said.push(
                "written as 2027-01-31, with or without a time of day; anything else is reported and counts as blank"
                    .to_owned(),
            ),
            (FieldType::DateTime, Origin::Column { .. }) => said.push(
                "written as 2027-01-31 14:05, or without the time of day; anything else is reported and counts as blank"
                    .to_owned(),
            ),
            (_, Origin::Column { .. } | Origin::Decided(_)) => {}
        }
    } else {
        said.push(format!("written as {}", quoted(&forms, "or")));
    }
    for form in &field.writing.numbers {
        let group = form
            .group
            .map_or("no mark between thousands".to_owned(), |mark| format!("\"{mark}\" between thousands"));
        let fraction = if form.fraction { "; 0.25 stands for 25%" } else { "" };
        said.push(format!("written with \"{}\" before decimals and {group}{fraction}", form.decimal));
    }
    if field.writing.bands {
        said.push("bands such as \"51-200\" are read as a range".to_owned());
    }
    if field.writing.open_bands {
        said.push("open bands such as \"5001+\" are read as a range without an end".to_owned());
    }
    match field.range {
        Some(Range::Numbers(low, high)) => {
            let sign = match &field.field_type {
                FieldType::Percent => "%".to_owned(),
                FieldType::Money(currency) => format!(" {currency}"),
                FieldType::YesNo
                | FieldType::Text
                | FieldType::Email
                | FieldType::WholeNumber
                | FieldType::Number
                | FieldType::Date
                | FieldType::DateTime
                | FieldType::OneOf(_)
                | FieldType::SomeOf { .. } => String::new(),
            };
            said.push(format!(
                "only {}{sign} to {}{sign} can be right; anything else is reported and counts as blank",
                number(low),
                number(high)
            ));
        }
        Some(Range::Dates(first, last)) => said.push(format!(
            "only {} to {} can be right; anything else is reported and counts as blank",
            day(first),
            day(last)
        )),
        None => {}
    }
    if let Some(words) = &field.yes_no {
        if !words.yes.is_empty() {
            said.push(format!("yes is written {}", quoted(&words.yes, "or")));
        }
        match &words.no {
            NoWords::These(no) => {
                if !no.is_empty() {
                    said.push(format!("no is written {}", quoted(no, "or")));
                }
                said.push("anything else is reported and counts as blank".to_owned());
            }
            NoWords::AnyOther => said.push("anything else is no".to_owned()),
        }
    }
    said
}

/// What counts as blank in every field.
pub fn blanks(header: &Header) -> Option<String> {
    let texts = &header.missing_also;
    let (count, as_blank) =
        if texts.len() == 1 { ("counts", "a blank cell") } else { ("count", "blank cells") };
    (!texts.is_empty()).then(|| format!("{} {count} as {as_blank}.", quoted(texts, "and")))
}
