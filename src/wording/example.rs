//! How examples are said: what is given, and what was agreed to come out.

use super::name::{a_stage, destination, event, event_field, field, rule, score, source, stage, team};
use super::phrase::Phrase;
use super::score::whole;
use super::value::{Beside, value};
use crate::model::example::{Answer, Expectation, Given};
use crate::model::field::Field;
use crate::model::ids::{EventFieldId, EventId, FieldId, TeamId};
use crate::model::lifecycle::{Question, RuleKind};
use crate::model::program::Program;

/// What is given for a field: `"Insurance"`, `4,200`, `(blank)`.
pub fn cell(field: Option<&Field>, given: &Given) -> String {
    let beside = field.map_or(Beside::Nothing, Beside::Field);
    match given {
        Given::Missing => "(blank)".to_owned(),
        Given::Value(given) => value(beside, given),
        Given::Items(items) => {
            let items: Vec<String> = items.iter().map(|item| value(beside, item)).collect();
            super::value::list(&items, "and")
        }
    }
}

/// A given field: `Industry: "Insurance"`.
pub fn given(program: &Program, id: FieldId, given: &Given) -> Phrase {
    field(program, id).and(&format!(": {}", cell(program.field(id), given)))
}

/// A given event: `touch: Kind "Call", Team "sales"`.
pub fn given_event(program: &Program, id: EventId, fields: &[(EventFieldId, Given)]) -> Phrase {
    let kind = program.events.get(id.index());
    let said = fields.iter().map(|(own, given)| {
        let declared = kind.and_then(|kind| kind.fields.get(own.index()));
        event_field(program, id, *own).and(&format!(" {}", cell(declared, given)))
    });
    let said: Vec<Phrase> = said.collect();
    let between = if said.is_empty() { "" } else { ": " };
    Phrase::words(format!("{} ", super::name::article(&event(program, id, false).to_string())))
        .then(event(program, id, false))
        .and(between)
        .then(Phrase::joined(said, ", "))
}

fn question(program: &Program, question: Question) -> Phrase {
    match question {
        Question::Field(id) => field(program, id),
        Question::Event(id) => event(program, id, false),
    }
}

/// What somebody is expected to be: `fits "Ideal customer profile": yes`; `stage: lead`.
pub fn expected(program: &Program, what: &Expectation) -> Phrase {
    asked(program, what).and(": ").then(outcome(program, what))
}

/// What is asked of it: `fits "Ideal customer profile"`, `stage`.
pub fn asked(program: &Program, what: &Expectation) -> Phrase {
    match what {
        Expectation::Rule(id, _) if program.rule(*id).is_some_and(|rule| rule.kind == RuleKind::Profile) => {
            Phrase::words("fits ").then(rule(program, *id))
        }
        Expectation::Rule(id, _) => rule(program, *id),
        Expectation::StageRule(id, _) => Phrase::words("qualifies as ").then(a_stage(program, *id)),
        Expectation::Stage(_) => "stage".into(),
        Expectation::MovedTo(_) => "moves to".into(),
        Expectation::Source(_) => "source".into(),
        Expectation::Score(id, _) | Expectation::Band(id, _) => score(program, *id),
        Expectation::Route(..) => "who gets it".into(),
    }
}

/// What is expected of it: `yes`, `lead`, `unknown until Evaluation date is known`.
pub fn outcome(program: &Program, what: &Expectation) -> Phrase {
    match what {
        Expectation::Rule(_, answer) | Expectation::StageRule(_, answer) => match answer {
            Answer::Yes => "yes".into(),
            Answer::No => "no".into(),
            Answer::Unknown(questions) if questions.is_empty() => "unknown".into(),
            Answer::Unknown(questions) => Phrase::words("unknown; to ask: ")
                .then(Phrase::list(questions.iter().map(|asked| question(program, *asked)).collect(), "and")),
        },
        Expectation::Stage(found) => found.map_or_else(|| "none".into(), |id| stage(program, id)),
        Expectation::MovedTo(found) => found.map_or_else(|| "nowhere".into(), |to| destination(program, to)),
        Expectation::Source(found) => found.map_or_else(|| "none".into(), |id| source(program, id)),
        Expectation::Score(_, points) => super::score::points(*points).into(),
        Expectation::Band(id, index) => {
            let score = program.scores.get(id.index());
            let band = score.and_then(|score| score.bands.get(*index as usize));
            band.map(|band| band.name.replace('_', " ")).unwrap_or_else(|| whole(i64::from(*index))).into()
        }
        Expectation::Route(_, owner) => {
            let named = program.teams.iter().position(|team| team.name == *owner);
            named.map_or_else(|| owner.as_str().into(), |index| team(program, TeamId::at(index)))
        }
    }
}
