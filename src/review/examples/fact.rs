//! What a condition looked at, in a few words: `employees` is 90.

use super::Subject;
use crate::evaluate::batch::PickedValue;
use crate::model::condition::Operand;
use crate::model::field::FieldType;
use crate::model::ids::{FieldId, ScoreId};
use crate::model::lifecycle::Question;
use crate::wording::value::list;

/// What a test looked at.
pub(super) fn of_operand(subject: Subject<'_>, operand: Operand) -> String {
    let Subject { program, plan, batch, row, .. } = subject;
    match operand {
        Operand::Field(field) | Operand::DomainOf(field) => of_field(subject, field),
        Operand::Score(score) => of_score(subject, score),
        Operand::Count(count) => {
            let Some(event) =
                program.counts.get(count.index()).and_then(|set| program.events.get(set.event.index()))
            else {
                return String::new();
            };
            let named = |number: u32| if number == 1 { &event.name } else { &event.plural };
            match batch.count(count, row) {
                None => format!("`{}` is not known", event.plural),
                Some((0, 0)) => format!("no {} count", event.plural),
                Some((1, 1)) => format!("1 {} counts", event.name),
                Some((sure, most)) if sure == most => format!("{sure} {} count", named(sure)),
                Some((sure, most)) => format!("{sure} to {most} {} count", named(most)),
            }
        }
        Operand::Pick(id) => {
            let Some(pick) = program.picks.get(id.index()) else { return String::new() };
            let Some(event) = program.events.get(pick.set.event.index()) else { return String::new() };
            let which = if pick.first { "first" } else { "latest" };
            let name = event.fields.get(pick.field.index()).map_or("", |field| field.name.as_str());
            match batch.picked_value(plan, id, row) {
                PickedValue::NoEvent => format!("there is no such {}", event.name),
                PickedValue::Missing => format!("`{name}` of {which} {} is missing", event.name),
                PickedValue::Value(value) => {
                    let value =
                        quoted(event.fields.get(pick.field.index()).map(|field| &field.field_type), value);
                    format!("`{name}` of {which} {} is {value}", event.name)
                }
            }
        }
        Operand::EventField(_) => String::new(),
    }
}

/// A field's value: `employees` is 90, `opted_in` is missing.
pub(super) fn of_field(subject: Subject<'_>, id: FieldId) -> String {
    let Subject { program, plan, batch, verdicts, row, .. } = subject;
    let Some(field) = program.field(id) else { return String::new() };
    let (value, assumed) = match verdicts.decided(id) {
        Some(decided) => (decided.value_text(plan, row), !decided.is_decided(row)),
        None => (batch.value_text(plan, id, row), batch.is_assumed(id, row)),
    };
    match value {
        None => format!("`{}` is missing", field.name),
        Some(value) if assumed => {
            format!("`{}` is missing, and assumed {}", field.name, quoted(Some(&field.field_type), value))
        }
        Some(value) => format!("`{}` is {}", field.name, quoted(Some(&field.field_type), value)),
    }
}

/// A score: its points, or what they lie between.
pub(super) fn of_score(subject: Subject<'_>, id: ScoreId) -> String {
    let name = subject.program.scores.get(id.index()).map_or("", |score| score.name.as_str());
    let ends = subject.verdicts.scores.get(id.index());
    let end = |of: &[i64]| of.get(subject.row).copied().unwrap_or_default();
    let (low, high) = ends.map_or((0, 0), |ends| (end(&ends.low), end(&ends.high)));
    if low == high { format!("`{name}` is {low}") } else { format!("`{name}` is between {low} and {high}") }
}

/// What leaves a rule open: `industry` and `employees` are missing.
pub(super) fn of_questions(subject: Subject<'_>, questions: &[Question]) -> String {
    let said: Vec<(String, String)> = questions
        .iter()
        .map(|question| {
            let name = question_name(subject, *question);
            match question {
                Question::Field(field) => (name, of_field(subject, *field)),
                Question::Event(_) => (name.clone(), format!("it is open which {name} counts")),
            }
        })
        .collect();
    let missing = |(name, fact): &(String, String)| *fact == format!("`{name}` is missing");
    if said.len() > 1 && said.iter().all(missing) {
        let names: Vec<String> = said.into_iter().map(|(name, _)| format!("`{name}`")).collect();
        return format!("{} are missing", list(&names, "and"));
    }
    list(&said.into_iter().map(|(_, fact)| fact).collect::<Vec<_>>(), "and")
}

/// The name of what is asked for, as the definition has it.
pub(super) fn question_name(subject: Subject<'_>, question: Question) -> String {
    match question {
        Question::Field(field) => subject.program.field(field).map(|field| field.name.clone()),
        Question::Event(event) => subject.program.events.get(event.index()).map(|event| event.name.clone()),
    }
    .unwrap_or_default()
}

/// A value as the definition writes it: texts in quotes.
fn quoted(field_type: Option<&FieldType>, value: String) -> String {
    match field_type {
        Some(FieldType::Text | FieldType::Email | FieldType::OneOf(_) | FieldType::SomeOf { .. }) => {
            format!("\"{value}\"")
        }
        Some(
            FieldType::YesNo
            | FieldType::WholeNumber
            | FieldType::Number
            | FieldType::Money(_)
            | FieldType::Percent
            | FieldType::Date
            | FieldType::DateTime,
        )
        | None => value,
    }
}
