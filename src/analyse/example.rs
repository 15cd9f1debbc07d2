//! A contact as an example in the language, ready to be pasted into the new definition.

use std::fmt::Write as _;

use super::witness::{Contact, Witness};
use crate::model::example::Given;
use crate::model::field::Field;
use crate::model::program::Program;
use crate::model::value::Value;
use crate::text::name::{is_keyword, needs_brackets};
use crate::text::visible::visible;
use crate::wording::value::{Beside, value as written};

impl Witness {
    /// The contact as an example of the new program, which expects the new answer of the rule of this name. None where
    /// no example can say it: events that are not given at all.
    ///
    /// ```text
    /// example "Lead is looser", as of 2026-01-15
    ///   given employees 200
    ///   - touch happened 2026-01-15, kind "Demo"
    ///   expect lead yes
    /// ```
    pub fn example(&self, new: &Program, title: &str, rule: &str) -> Option<String> {
        let Contact { given, events, unsupplied } = &self.new;
        if !unsupplied.is_empty() {
            return None;
        }
        let mut text = format!("example {}, as of {}\n", quoted(title), self.as_of);
        for (id, given) in given {
            let field = new.field(*id)?;
            writeln!(text, "  given {}", said(field, given)).ok()?;
        }
        for (event, row) in events {
            let kind = new.events.get(event.index())?;
            let mut said: Vec<String> = row
                .iter()
                .filter_map(|(id, given)| Some(said(kind.fields.get(id.index())?, given)))
                .collect();
            if said.is_empty() {
                said.push(format!("{} missing", bare(&kind.fields.first()?.name)));
            }
            writeln!(text, "  - {} {}", bare(&kind.name), said.join(", ")).ok()?;
        }
        writeln!(text, "  expect {} {}", bare(rule), self.answers.1.word()).ok()?;
        Some(text)
    }
}

fn said(field: &Field, given: &Given) -> String {
    let beside = Beside::Field(field);
    let value = |value: &Value| match value {
        Value::Text(text) => quoted(text),
        Value::Choice(code) => {
            let choices = field.field_type.choices();
            let choice = choices.and_then(|choices| choices.values.get(*code as usize));
            quoted(choice.map_or("", |choice| choice.text.as_str()))
        }
        // A literal, not a sentence.
        Value::Date(date) => date.to_string(),
        Value::YesNo(_)
        | Value::Number(_)
        | Value::Money(..)
        | Value::Percent(_)
        | Value::Duration(_)
        | Value::Band(_) => written(beside, value),
    };
    let what = match given {
        Given::Missing => "missing".to_owned(),
        Given::Value(own) => value(own),
        Given::Items(items) => items.iter().map(value).collect::<Vec<_>>().join(" and "),
    };
    format!("{} {what}", bare(&field.name))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('"', "\"\""))
}

/// A name as it can be written: in brackets where it would be taken for something else.
fn bare(name: &str) -> String {
    if needs_brackets(name) || is_keyword(name) { format!("[{name}]") } else { name.to_owned() }
}
