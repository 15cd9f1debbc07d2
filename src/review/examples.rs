//! The examples of a definition, run (language.md, 4.10).
//!
//! Examples of one day are one batch: what is given becomes columns, and the one evaluator judges them. In an example
//! every events block is supplied, so that no line means no event. An expectation that is not met becomes a message
//! with the criterion that decided.
//!
//! ```text
//! Program::examples ──► by day ──► Batch::given ──► Verdicts ──► Case: failures
//!                                                        └─────► Coverage
//! ```

pub mod coverage;
mod decide;
mod expect;
mod fact;
mod flip;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::evaluate::batch::Batch;
use crate::evaluate::plan::{Plan, UnknownTimeZone};
use crate::evaluate::related::{BatchEvents, EventRows, EventTotals, Group, Related};
use crate::evaluate::verdicts::Verdicts;
use crate::evaluate::{Asked, evaluate_asking};
use crate::model::example::{Example, Expectation, Given};
use crate::model::ids::{EventFieldId, EventId, FieldId};
use crate::model::program::Program;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Sources;
use coverage::Coverage;

/// The day of examples that state none. The checker allows that only where nothing that they say depends on the day,
/// so that any would do; it is fixed, since examples never look at the clock.
const ANY_DAY: Date = date(2000, 1, 1);

/// An example that was run.
#[derive(Clone, Debug)]
pub struct Case<'p> {
    /// The example.
    pub example: &'p Example,
    /// Its title, or for a table's row where the table is: `examples, line 210, row 2`.
    pub name: String,
    /// What came out otherwise than expected, in the order of the expectations; empty for one that passed.
    pub failures: Vec<Diagnostic>,
}

/// All examples of a definition that were run.
#[derive(Clone, Debug)]
pub struct Tried<'p> {
    /// The examples, in the order of the files.
    pub cases: Vec<Case<'p>>,
    /// What they cover.
    pub coverage: Coverage,
}

/// One example among those of its day.
#[derive(Clone, Copy)]
struct Subject<'a> {
    program: &'a Program,
    plan: &'a Plan<'a>,
    batch: &'a Batch,
    /// With the answers of all nodes.
    verdicts: &'a Verdicts,
    row: usize,
}

/// What an example is called: its title; for a row of a table, the table's line and its number.
pub fn name(example: &Example, sources: &Sources) -> String {
    let Some(table) = example.table else { return example.title.clone() };
    let line = sources.get(table.source).map_or(0, |source| source.line_of(table.span.start));
    format!("examples, line {line}, {}", example.title)
}

/// Runs the examples whose name is `wanted`.
///
/// # Errors
/// If there is no such time zone as the definition names.
pub fn run<'p>(
    program: &'p Program,
    sources: &Sources,
    wanted: impl Fn(&str) -> bool,
) -> Result<Tried<'p>, UnknownTimeZone> {
    let mut cases = Vec::new();
    let mut days: BTreeMap<Option<Date>, Vec<usize>> = BTreeMap::new();
    for example in &program.examples {
        let name = name(example, sources);
        if wanted(&name) {
            days.entry(example.as_of).or_default().push(cases.len());
            cases.push(Case { example, name, failures: Vec::new() });
        }
    }
    let mut coverage = Coverage::new(program, sources);
    for (day, indexes) in days {
        let plan = Plan::new(program, day.unwrap_or(ANY_DAY))?;
        let examples: Vec<&Example> =
            indexes.iter().filter_map(|index| cases.get(*index)).map(|case| case.example).collect();
        let records: Vec<&[(FieldId, Given)]> =
            examples.iter().map(|example| example.given.as_slice()).collect();
        let given = given_events(&plan, &examples);
        let batch = Batch::given(&plan, &records, &related(&given));
        let (verdicts, questions) = evaluate_asking(&plan, &batch, &asked(&examples));
        let mut questions = questions.into_iter();
        for (row, (index, example)) in indexes.iter().zip(&examples).enumerate() {
            let subject = Subject { program, plan: &plan, batch: &batch, verdicts: &verdicts, row };
            let failures = example.expected.iter().filter_map(|expected| {
                let questions = match rule_of(&expected.what) {
                    Some(_) => questions.next().unwrap_or_default(),
                    None => Vec::new(),
                };
                expect::failure(subject, example, expected, &questions)
            });
            let failures = failures.collect();
            if let Some(case) = cases.get_mut(*index) {
                case.failures = failures;
            }
        }
        coverage.add(program, &verdicts, &examples);
    }
    Ok(Tried { cases, coverage })
}

/// The rules that examples expect an answer of, in order: each may be unknown, with questions.
fn asked(examples: &[&Example]) -> Vec<(usize, Asked)> {
    let rows = examples.iter().enumerate();
    rows.flat_map(|(row, example)| {
        example.expected.iter().filter_map(move |expected| Some((row, rule_of(&expected.what)?)))
    })
    .collect()
}

fn rule_of(what: &Expectation) -> Option<Asked> {
    match what {
        Expectation::Rule(rule, _) => Some(Asked::Rule(*rule)),
        Expectation::StageRule(stage, _) => Some(Asked::Stage(*stage)),
        Expectation::Stage(_)
        | Expectation::MovedTo(_)
        | Expectation::Source(_)
        | Expectation::Score(..)
        | Expectation::Band(..)
        | Expectation::Route(..) => None,
    }
}

/// The events of one kind that the examples of a day give, and which of them each has.
struct GivenEvents {
    totals: EventTotals,
    groups: Vec<Group>,
}

/// By event.
fn given_events(plan: &Plan<'_>, examples: &[&Example]) -> Vec<GivenEvents> {
    let kinds = 0..plan.program().events.len();
    kinds
        .map(|index| {
            let event = EventId::at(index);
            let mut rows: Vec<&[(EventFieldId, Given)]> = Vec::new();
            let (mut owners, mut groups, mut next) = (Vec::new(), Vec::new(), 0);
            for example in examples {
                let before = rows.len();
                let own = example.events.iter().filter(|(kind, _)| *kind == event);
                rows.extend(own.map(|(_, fields)| fields.as_slice()));
                if rows.len() == before {
                    groups.push(Group::Empty);
                    continue;
                }
                owners.extend((before..rows.len()).map(|row| (row as u32, next)));
                groups.push(Group::At(next));
                next += 1;
            }
            let mut totals = EventTotals::new(plan, event, false);
            totals.add(plan, EventRows::given(plan, event, &rows), &owners);
            totals.finish(next as usize);
            GivenEvents { totals, groups }
        })
        .collect()
}

fn related(given: &[GivenEvents]) -> Related<'_> {
    let events = given
        .iter()
        .map(|given| Some(BatchEvents { totals: &given.totals, groups: given.groups.clone() }))
        .collect();
    Related { events, lookups: Vec::new() }
}
