//! What the examples of a definition cover.
//!
//! A criterion of a rule is covered when flipping its answer flips the rule in some example: an example in which it
//! makes no difference does not guard it. Rows of scores, routes, sources and derived fields, and outcome lines, are
//! not counted; those that never happen are listed.

use std::collections::{BTreeMap, BTreeSet};

use super::flip::Frame;
use crate::evaluate::answers::Answer;
use crate::evaluate::verdicts::{OutcomeList, OutcomeRef, RoutedBy, Verdicts};
use crate::model::example::Example;
use crate::model::field::Origin;
use crate::model::ids::{FieldId, NodeId, SourceRuleId, StageId};
use crate::model::program::Program;
use crate::text::source::Sources;
use crate::text::span::Place;

/// What examples cover.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Each rule that has criteria, in the order of the files.
    pub rules: Vec<RuleCoverage>,
    /// What can happen beside rules, in the order of the files.
    pub happenings: Vec<Happening>,
    units: Vec<Unit>,
}

/// What examples cover of a rule.
#[derive(Clone, Debug)]
pub struct RuleCoverage {
    /// Its name as declared.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// Its criteria, in order.
    pub criteria: Vec<CriterionCoverage>,
}

/// Whether a criterion is covered.
#[derive(Clone, Copy, Debug)]
pub struct CriterionCoverage {
    /// Where it is written.
    pub place: Place,
    /// Whether flipping it flips the rule in some example.
    pub covered: bool,
}

/// Something that can happen to a contact.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Where it belongs: `score engagement`, `route lead`.
    pub of: String,
    /// Where it is written.
    pub place: Place,
    /// Whether it happens in some example.
    pub happens: bool,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// A row of a score gives points.
    Points(usize, usize),
    /// A row of a route has the contact.
    Route(usize, RoutedBy),
    Source(SourceRuleId),
    /// A source's gate decides a stage.
    Gate(SourceRuleId, usize),
    Outcome(OutcomeRef),
    /// The row of a field that is decided by rows.
    Decided(FieldId, usize),
    Rest,
}

/// A rule as it is judged. A criterion that is used with two arguments is two of these, and one [`RuleCoverage`].
#[derive(Clone, Debug)]
struct Unit {
    of: Judged,
    frame: Frame,
    /// Which rule of `rules`, and which of its criteria each of the frame's is.
    rule: usize,
    criteria: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
enum Judged {
    /// With its `if unknown`.
    Rule(Option<bool>),
    Stage(StageId),
}

impl Coverage {
    /// Nothing covered yet.
    pub(super) fn new(program: &Program, sources: &Sources) -> Self {
        let rules = program
            .rules
            .iter()
            .map(|rule| (rule.name.as_str(), rule.place, rule.condition, Judged::Rule(rule.if_unknown)));
        let stages = program.stages.iter().enumerate().filter_map(|(index, stage)| {
            Some((stage.name.as_str(), stage.place, stage.condition?, Judged::Stage(StageId::at(index))))
        });
        let mut all: Vec<_> = rules.chain(stages).collect();
        all.sort_by_key(|(_, place, ..)| *place);
        let mut coverage = Coverage { happenings: happenings(program), ..Coverage::default() };
        let mut seen: BTreeMap<(usize, Place), usize> = BTreeMap::new();
        for (name, place, condition, of) in all {
            if coverage.rules.last().is_none_or(|last| last.place != place) {
                coverage.rules.push(RuleCoverage { name: name.to_owned(), place, criteria: Vec::new() });
            }
            let rule = coverage.rules.len() - 1;
            let frame = Frame::new(program, sources, condition);
            let Some(covered) = coverage.rules.last_mut() else { continue };
            let criteria = frame.criteria.iter().map(|(node, _)| {
                let place = program.node(*node).map(|node| node.place).unwrap_or_default();
                *seen.entry((rule, place)).or_insert_with(|| {
                    covered.criteria.push(CriterionCoverage { place, covered: false });
                    covered.criteria.len() - 1
                })
            });
            let criteria = criteria.collect();
            coverage.units.push(Unit { of, frame, rule, criteria });
        }
        coverage
    }

    /// Adds the examples of a day, as they were judged.
    pub(super) fn add(&mut self, program: &Program, verdicts: &Verdicts, examples: &[&Example]) {
        for unit in &self.units {
            let Some(rule) = self.rules.get_mut(unit.rule) else { continue };
            for row in 0..verdicts.rows {
                if unit.criteria.iter().all(|index| rule.criteria.get(*index).is_some_and(|one| one.covered))
                {
                    break;
                }
                let flips = unit.flipping(program, verdicts, row);
                for (criterion, _) in unit.criteria.iter().zip(flips).filter(|(_, flips)| *flips) {
                    if let Some(criterion) = rule.criteria.get_mut(*criterion) {
                        criterion.covered = true;
                    }
                }
            }
        }
        let deciding = deciding_rows(program, verdicts, examples);
        for event in self.happenings.iter_mut().filter(|event| !event.happens) {
            event.happens =
                (0..verdicts.rows).any(|row| happens(event.what, program, verdicts, &deciding, row));
        }
    }

    /// How many criteria are covered, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        let all = || self.rules.iter().flat_map(|rule| &rule.criteria);
        (all().filter(|criterion| criterion.covered).count(), all().count())
    }

    /// Whole percent of the criteria that are covered, rounded down: 100 only when all are.
    pub fn percent(&self) -> usize {
        let (covered, all) = self.counts();
        (covered * 100).checked_div(all).unwrap_or(100)
    }
}

impl Unit {
    fn flipping(&self, program: &Program, verdicts: &Verdicts, row: usize) -> Vec<bool> {
        let answer = |node: NodeId| answer(verdicts, Some(node), row);
        match self.of {
            Judged::Rule(None) => self.frame.flipping(answer, |own| own),
            Judged::Rule(Some(assumed)) => self.frame.flipping(answer, |own| match own {
                Answer::Unknown if assumed => Answer::Yes,
                Answer::Unknown => Answer::No,
                Answer::Yes | Answer::No => own,
            }),
            Judged::Stage(stage) => {
                let gate = verdicts.gates.get(stage.index()).map_or(Answer::Yes, |gate| gate.at(row));
                let beside = gate.min(awake(program, verdicts, stage, row));
                self.frame.flipping(answer, |own| own.min(beside))
            }
        }
    }
}

/// Whether a contact does not rest, which is a part of every stage's rule but the first one's.
fn awake(program: &Program, verdicts: &Verdicts, stage: StageId, row: usize) -> Answer {
    if stage.index() == 0 || program.lifecycle.rest.is_none() {
        return Answer::Yes;
    }
    match verdicts.rests.at(row) {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Unknown => Answer::Unknown,
    }
}

/// The answer of a condition; none asks nothing.
fn answer(verdicts: &Verdicts, node: Option<NodeId>, row: usize) -> Answer {
    let Some(node) = node else { return Answer::Yes };
    verdicts.node_answers.get(node.index()).map_or(Answer::Unknown, |answers| answers.at(row))
}

/// All that can happen, in the order of the files.
fn happenings(program: &Program) -> Vec<Happening> {
    let mut found = Vec::new();
    let mut add = |of: String, place: Place, what: What| {
        found.push(Happening { of, place, happens: false, what });
    };
    for (index, field) in program.fields.iter().enumerate() {
        if let Origin::Decided(rows) = &field.origin {
            for (row, decided) in rows.iter().enumerate() {
                add(format!("field {}", field.name), decided.place, What::Decided(FieldId::at(index), row));
            }
        }
    }
    for (index, score) in program.scores.iter().enumerate() {
        for (row, points) in score.rows.iter().enumerate() {
            add(format!("score {}", score.name), points.place, What::Points(index, row));
        }
    }
    for (index, source) in program.sources.iter().enumerate() {
        let id = SourceRuleId::at(index);
        let name = format!("source {}", source.name);
        add(name.clone(), source.place, What::Source(id));
        for (gate, place) in source.gates.iter().map(|gate| gate.place).enumerate() {
            add(name.clone(), place, What::Gate(id, gate));
        }
    }
    for (index, route) in program.routes.iter().enumerate() {
        let name = || {
            let stage = program.stage(route.stage).map_or("", |stage| stage.name.as_str());
            format!("route {stage}")
        };
        for (row, place) in (0_u32..).zip(route.rows.iter().map(|row| row.place)) {
            add(name(), place, What::Route(index, RoutedBy::Row(row)));
        }
        if let Some(row) = &route.if_unknown {
            add(name(), row.place, What::Route(index, RoutedBy::IfUnknown));
        }
    }
    if let Some(rest) = &program.lifecycle.rest {
        add("lifecycle".to_owned(), rest.place, What::Rest);
    }
    for (index, stage) in program.stages.iter().enumerate() {
        let lists = [
            (OutcomeList::Leave, &stage.leave),
            (OutcomeList::IfNo, &stage.if_no),
            (OutcomeList::IfUnknown, &stage.if_unknown),
        ];
        for (list, lines) in lists {
            for (line, outcome) in (0_u32..).zip(lines) {
                let what = OutcomeRef { stage: StageId::at(index), list, index: line };
                add(stage.name.clone(), outcome.place, What::Outcome(what));
            }
        }
    }
    found.sort_by_key(|event| event.place);
    found
}

/// Whether it happens in an example.
fn happens(
    what: What,
    program: &Program,
    verdicts: &Verdicts,
    deciding: &BTreeSet<(FieldId, usize)>,
    row: usize,
) -> bool {
    match what {
        What::Points(score, index) => {
            let rows = verdicts.scores.get(score).map(|points| &points.rows);
            let points = rows.and_then(|rows| rows.get(index)?.get(row));
            // For sure: an open row may add nothing.
            points.is_some_and(|points| points.low > 0 || points.high < 0)
        }
        What::Route(route, by) => verdicts
            .routes
            .routed
            .get(row)
            .copied()
            .flatten()
            .is_some_and(|routed| routed.route.index() == route && routed.by == Some(by)),
        What::Source(source) => settled_source(verdicts, row) == Some(source),
        What::Gate(source, gate) => {
            let gate = program.sources.get(source.index()).and_then(|source| source.gates.get(gate));
            let Some(gate) = gate.filter(|_| settled_source(verdicts, row) == Some(source)) else {
                return false;
            };
            // It decides when the rest of the rule is yes: open, it lets the contact in, and closed it does not.
            let open = gate.condition.is_some() && answer(verdicts, gate.condition, row) == Answer::Unknown;
            let rest = |stage: &StageId| {
                let own = program.stage(*stage).and_then(|stage| stage.condition);
                answer(verdicts, own, row).min(awake(program, verdicts, *stage, row))
            };
            !open && gate.stages.iter().any(|stage| rest(stage) == Answer::Yes)
        }
        What::Outcome(line) => verdicts.next_step.get(row).is_some_and(|next| next.applies == Some(line)),
        What::Decided(field, index) => deciding.contains(&(field, index)),
        What::Rest => verdicts.rests.at(row) == Answer::Yes,
    }
}

/// The rows of decided fields that give some example its value; one that is given outright has none.
fn deciding_rows(
    program: &Program,
    verdicts: &Verdicts,
    examples: &[&Example],
) -> BTreeSet<(FieldId, usize)> {
    let mut found = BTreeSet::new();
    for (index, field) in program.fields.iter().enumerate() {
        let Origin::Decided(rows) = &field.origin else { continue };
        let id = FieldId::at(index);
        for (row, example) in examples.iter().enumerate() {
            if example.given.iter().any(|(given, _)| *given == id) {
                continue;
            }
            let answers = rows.iter().map(|decided| answer(verdicts, decided.condition, row)).enumerate();
            let first = answers.into_iter().find(|(_, answer)| *answer != Answer::No);
            found.extend(first.filter(|(_, answer)| *answer == Answer::Yes).map(|(index, _)| (id, index)));
        }
    }
    found
}

fn settled_source(verdicts: &Verdicts, row: usize) -> Option<SourceRuleId> {
    verdicts.source.get(row).copied().flatten()
}
