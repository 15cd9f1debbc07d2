//! A contact as an `example`, ready to paste into the new definition.

use crate::analyse::Witness;
use crate::evaluate::answers::Answer;
use crate::model::example::Given;
use crate::model::ids::StageId;
use crate::model::program::Program;
use crate::model::value::Value;
use crate::wording::value::{Beside, value};

/// Words that are no names unless they stand in brackets.
const RESERVED: [&str; 32] = [
    "after",
    "all",
    "and",
    "any",
    "assume",
    "at",
    "because",
    "before",
    "between",
    "contains",
    "does",
    "ends",
    "exactly",
    "first",
    "fits",
    "if",
    "is",
    "known",
    "latest",
    "less",
    "matches",
    "missing",
    "more",
    "no",
    "none",
    "not",
    "of",
    "on",
    "or",
    "otherwise",
    "starts",
    "unknown",
];
const MORE_RESERVED: [&str; 4] = ["when", "where", "within", "yes"];

/// The contact of a witness, and what the new definition says of it.
pub fn example(new: &Program, stage: StageId, title: &str, witness: &Witness) -> String {
    let mut text = format!("example {}, as of {}\n", quoted(title), witness.as_of);
    for (field, given) in &witness.new.given {
        let Some(of) = new.field(*field) else { continue };
        text.push_str(&format!("  given {} {}\n", name(&of.name), said(Beside::Field(of), given)));
    }
    for (event, cells) in &witness.new.events {
        let Some(kind) = new.events.get(event.index()) else { continue };
        let cells = cells.iter().filter_map(|(field, given)| {
            let field = kind.fields.get(field.index())?;
            Some(format!("{} {}", name(&field.name), said(Beside::Field(field), given)))
        });
        text.push_str(&format!("  - {} {}\n", name(&kind.name), cells.collect::<Vec<_>>().join(", ")));
    }
    let answer = match witness.answers.1 {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
    };
    let stage = new.stage(stage).map_or("", |stage| stage.name.as_str());
    text.push_str(&format!("  expect {} {answer}\n", name(stage)));
    text
}

fn said(beside: Beside<'_>, given: &Given) -> String {
    let one = |given: &Value| match given {
        Value::Text(text) => quoted(text),
        Value::YesNo(_)
        | Value::Number(_)
        | Value::Money(..)
        | Value::Percent(_)
        | Value::Date(_)
        | Value::Duration(_)
        | Value::Choice(_)
        | Value::Band(_) => value(beside, given),
    };
    match given {
        Given::Missing => "missing".to_owned(),
        Given::Value(given) => one(given),
        Given::Items(items) => items.iter().map(one).collect::<Vec<_>>().join(" and "),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A name as the language reads it: in brackets where it is not one word, or a word of the language.
fn name(name: &str) -> String {
    let lower = name.to_lowercase();
    let plain = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|letter| letter.is_alphabetic() || letter.is_ascii_digit() || letter == '_')
        && !RESERVED.contains(&lower.as_str())
        && !MORE_RESERVED.contains(&lower.as_str());
    if plain { name.to_owned() } else { format!("[{name}]") }
}
