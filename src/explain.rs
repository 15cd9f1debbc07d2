//! Level 6: how one record was judged, as a tree that people can follow.
//!
//! It asks the evaluator to keep the answer of every condition and reads one record off it; it decides nothing itself.
//!
//! ```text
//! unknown  lead: all of:
//!   yes      fits ICP: all of:
//!     yes      employees is at least 500   Number of Employees: 4,200
//!   unknown  decision_maker                Buying Role: blank
//! ```

mod asked;
mod gate;
mod near;
mod open;
mod route;
mod score;
mod tree;

use crate::evaluate::answers::Answer;
use crate::evaluate::batch::Batch;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::Related;
use crate::evaluate::verdicts::Verdicts;
use crate::model::ids::{FieldId, StageId};
use crate::model::lifecycle::{OutcomeList, Question};
use crate::model::program::Program;
use crate::text::source::Sources;
use crate::wording::name::{destination_title, stage_title};
use crate::wording::outcome::{next_step, outcome_line};

pub use asked::Asked;
pub use near::{NearMiss, Need};
pub use route::{RouteExplanation, RouteLine};
pub use score::{ScoreExplanation, ScoreLine};
pub use tree::{Fact, FactState, Line, Window};

/// One record, judged, with all that is needed to say why.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The definition.
    pub program: &'a Program,
    /// Its texts: conditions are shown in its author's words.
    pub sources: &'a Sources,
    /// The program at its as-of date.
    pub plan: &'a Plan<'a>,
    /// The batch that holds the record.
    pub batch: &'a Batch,
    /// What is known beside the batch's records.
    pub related: &'a Related<'a>,
    /// Its verdicts, with the answers of all nodes kept.
    pub verdicts: &'a Verdicts,
    /// Which record of the batch.
    pub row: usize,
}

/// How one record was judged.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The stage it is at; none only without a lifecycle.
    pub stage: Option<String>,
    /// Later stages that are still open.
    pub could_be: Vec<String>,
    /// The aside that it is moved to.
    pub moved_to: Option<String>,
    /// The source that matches, or those that may; none without sources, or when no source matches.
    pub source: Option<String>,
    /// What happens next; may be empty.
    pub next_step: String,
    /// The condition of the line that says so, in the words of the definition, and what it looked at.
    pub next_step_because: Option<(String, Vec<Fact>)>,
    /// Each stage that has a rule, in lifecycle order.
    pub stages: Vec<StageExplanation>,
    /// The first stage that is no, if one criterion is at fault.
    pub near_miss: Option<NearMiss>,
    /// The scores, in order of declaration.
    pub scores: Vec<ScoreExplanation>,
    /// The route of its stage.
    pub route: Option<RouteExplanation>,
    /// What to ask for, in order.
    pub ask: Vec<Asked>,
}

/// How a stage's rule was answered.
#[derive(Clone, Debug)]
pub struct StageExplanation {
    /// Its name.
    pub name: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// The answer of its rule, gate and rest.
    pub answer: Answer,
    /// `all of:` or the like, when its condition is a list; empty otherwise.
    pub list: String,
    /// The tree below it.
    pub lines: Vec<Line>,
}

/// Explains one record.
pub fn explain(subject: Subject<'_>) -> Explanation {
    let Subject { program, verdicts, row, .. } = subject;
    let mut drawn = tree::Drawn::default();
    let stages: Vec<StageExplanation> = program
        .stages
        .iter()
        .enumerate()
        .filter(|(_, stage)| stage.condition.is_some())
        .map(|(index, stage)| {
            let (list, lines) = tree::stage_lines(subject, StageId::at(index), &mut drawn);
            StageExplanation {
                name: stage.name.clone(),
                title: stage.title.clone(),
                answer: verdicts.stage_answers.get(index).map_or(Answer::Unknown, |answers| answers.at(row)),
                list,
                lines,
            }
        })
        .collect();
    Explanation {
        stage: verdicts.stage.get(row).copied().flatten().map(|stage| stage_title(program, stage)),
        could_be: verdicts.could_be(row).map(|stage| stage_title(program, stage)).collect(),
        moved_to: verdicts.moved_to.get(row).copied().flatten().map(|to| destination_title(program, to)),
        source: gate::source_words(subject),
        next_step: verdicts
            .next_step
            .get(row)
            .map(|next| next_step(program, next).to_string())
            .unwrap_or_default(),
        next_step_because: next_step_because(subject),
        stages,
        near_miss: near::near_miss(subject),
        scores: score::scores(subject),
        route: route::route(subject),
        ask: asked::asked(subject),
    }
}

/// The condition of the outcome line that applies, if it has one.
fn next_step_because(subject: Subject<'_>) -> Option<(String, Vec<Fact>)> {
    let line = subject.verdicts.next_step.get(subject.row)?.applies?;
    let condition = outcome_line(subject.program, line)?.condition?;
    let words = tree::words(subject, subject.program.node(condition)?);
    let start = match line.list {
        OutcomeList::Leave => "leave if",
        OutcomeList::IfNo => "if no and",
        OutcomeList::IfUnknown => "if unknown and",
    };
    Some((format!("{start} {words}"), tree::facts_below(subject, condition)))
}

/// The name of what is asked for, as the definition has it.
pub fn question_name(program: &Program, question: Question) -> String {
    match question {
        Question::Field(field) => field_name(program, field),
        Question::Event(event) => {
            program.events.get(event.index()).map(|event| event.name.clone()).unwrap_or_default()
        }
    }
}

fn field_name(program: &Program, field: FieldId) -> String {
    program.field(field).map(|field| field.name.clone()).unwrap_or_default()
}
