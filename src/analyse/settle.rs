//! The steps of the evaluation, taken with diagrams: only those that a question needs, each once.

use std::collections::BTreeSet;

use super::diagram::Set;
use super::shared::{Shared, Side};
use super::variable::TestId;
use super::world::{DecidedSets, Root, Stop, Truth, World, is_decided};
use crate::evaluate::answers::Answer;
use crate::evaluate::fold::folded;
use crate::evaluate::sample::{self, Source};
use crate::model::condition::{NodeKind, Operand, Test};
use crate::model::example::Given;
use crate::model::field::{Assumed, Origin};
use crate::model::ids::{FieldId, NodeId, StageId};
use crate::model::lifecycle::{NumberSource, SourceRule};
use crate::model::program::{Program, StepKind};
use crate::model::score::Basis;
use crate::model::value::Value;

/// Where each thing is settled.
#[derive(Debug, Default)]
pub(super) struct Steps {
    of_node: Vec<u32>,
    of_rule: Vec<u32>,
    of_stage: Vec<u32>,
    of_score: Vec<u32>,
    of_decided: Vec<u32>,
    sources: u32,
    rest: u32,
}

impl Steps {
    pub(super) fn new(program: &Program) -> Self {
        let mut steps = Steps {
            of_node: vec![0; program.nodes.len()],
            of_rule: vec![0; program.rules.len()],
            of_stage: vec![0; program.stages.len()],
            of_score: vec![0; program.scores.len()],
            of_decided: vec![0; program.fields.len()],
            sources: 0,
            rest: 0,
        };
        let put = |places: &mut Vec<u32>, index: usize, step: u32| {
            if let Some(place) = places.get_mut(index) {
                *place = step;
            }
        };
        for (index, step) in (0..).zip(&program.steps) {
            for node in step.nodes.clone() {
                put(&mut steps.of_node, node as usize, index);
            }
            match step.kind {
                StepKind::Decided(field) => put(&mut steps.of_decided, field.index(), index),
                StepKind::Rule(rule) => put(&mut steps.of_rule, rule.index(), index),
                StepKind::Score(score) => put(&mut steps.of_score, score.index(), index),
                StepKind::Stage(stage) => put(&mut steps.of_stage, stage.index(), index),
                StepKind::Sources => steps.sources = index,
                StepKind::Rest => steps.rest = index,
                StepKind::Outcomes => {}
            }
        }
        steps
    }
}

/// Something to be settled: its step, whether it is the step's own end, and its node. In order, what it needs comes
/// before it.
type Job = (u32, bool, u32);

/// What a question needs, in order.
pub(super) struct Needed {
    pub(super) nodes: BTreeSet<NodeId>,
    jobs: BTreeSet<Job>,
}

impl Needed {
    /// Whether it asks who rests.
    pub(super) fn asks_rest(&self, program: &Program) -> bool {
        let kind = |step: u32| program.steps.get(step as usize).map(|step| step.kind);
        self.jobs.iter().any(|(step, is_end, _)| *is_end && kind(*step) == Some(StepKind::Rest))
    }
}

/// What a question needs of a program.
pub(super) fn needed(program: &Program, steps: &Steps, root: Root) -> Needed {
    let mut found = Needed { nodes: BTreeSet::new(), jobs: BTreeSet::new() };
    let at = |places: &[u32], index: usize| places.get(index).copied().unwrap_or(0);
    let node = |id: NodeId| (at(&steps.of_node, id.index()), false, id.0);
    let end = |step: u32| (step, true, 0);
    let mut open = vec![match root {
        Root::Rule(rule) => end(at(&steps.of_rule, rule.index())),
        Root::Stage(stage) => end(at(&steps.of_stage, stage.index())),
        Root::Node(id) => node(id),
    }];
    while let Some(job) = open.pop() {
        if !found.jobs.insert(job) {
            continue;
        }
        let (step, is_end, id) = job;
        if !is_end {
            found.nodes.insert(NodeId(id));
            let Some(asked) = program.node(NodeId(id)) else { continue };
            open.extend(asked.kind.parts().iter().map(|part| node(*part)));
            match &asked.kind {
                NodeKind::Rule(rule) => open.push(end(at(&steps.of_rule, rule.index()))),
                NodeKind::Stage(stage) => open.push(end(at(&steps.of_stage, stage.index()))),
                NodeKind::Test(Test { operand, .. }) => match operand {
                    Operand::Field(field) | Operand::DomainOf(field) if is_decided(program, *field) => {
                        open.push(end(at(&steps.of_decided, field.index())));
                    }
                    Operand::Score(score) => open.push(end(at(&steps.of_score, score.index()))),
                    Operand::Field(_)
                    | Operand::DomainOf(_)
                    | Operand::EventField(_)
                    | Operand::Pick(_)
                    | Operand::Count(_) => {}
                },
                NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. } => {}
            }
            continue;
        }
        match program.steps.get(step as usize).map(|step| step.kind) {
            Some(StepKind::Decided(field)) => {
                if let Some(Origin::Decided(rows)) = program.field(field).map(|field| &field.origin) {
                    open.extend(rows.iter().filter_map(|row| row.condition).map(node));
                }
            }
            Some(StepKind::Rule(rule)) => {
                open.extend(program.rule(rule).map(|rule| node(rule.condition)));
            }
            Some(StepKind::Score(score)) => {
                let rows = program.scores.get(score.index()).map_or(&[][..], |score| score.rows.as_slice());
                for row in rows {
                    match &row.basis {
                        Basis::When(condition) => open.push(node(*condition)),
                        Basis::Per { of: NumberSource::Score(other), .. } => {
                            open.push(end(at(&steps.of_score, other.index())));
                        }
                        Basis::Per { of: NumberSource::Field(_), .. } | Basis::ForEach(_) => {}
                    }
                }
            }
            Some(StepKind::Stage(stage)) => {
                open.extend(program.stage(stage).and_then(|stage| stage.condition).map(node));
                let gates = || program.sources.iter().flat_map(|source| gates_of(source, stage));
                if gates().next().is_some() {
                    open.push(end(steps.sources));
                    open.extend(gates().flatten().map(node));
                }
                if stage.index() > 0 && program.lifecycle.rest.is_some() {
                    open.push(end(steps.rest));
                }
            }
            Some(StepKind::Sources) => {
                open.extend(program.sources.iter().filter_map(|source| source.condition).map(node));
            }
            Some(StepKind::Rest) => {
                let unless = program.lifecycle.rest.as_ref().and_then(|rest| rest.unless);
                open.extend(unless.map(node));
            }
            Some(StepKind::Outcomes) | None => {}
        }
    }
    found
}

/// The conditions of a source's gates for a stage; none for `closed for`.
fn gates_of(source: &SourceRule, stage: StageId) -> impl Iterator<Item = Option<NodeId>> {
    source.gates.iter().filter(move |gate| gate.stages.contains(&stage)).map(|gate| gate.condition)
}

impl World<'_> {
    /// Settles what a question needs.
    pub(super) fn settle(&mut self, shared: &Shared, side: Side, needed: &Needed) -> Result<(), Stop> {
        let program = self.program(side);
        for (step, is_end, id) in &needed.jobs {
            if !is_end {
                let id = NodeId(*id);
                if self.found.of(side).nodes.get(id.index()).copied().flatten().is_none() {
                    let truth = self.answer(side, id)?;
                    put(&mut self.found.of_mut(side).nodes, id.index(), truth);
                }
                continue;
            }
            match program.steps.get(*step as usize).map(|step| step.kind) {
                Some(StepKind::Decided(field)) => self.decide(side, field)?,
                Some(StepKind::Rule(rule)) => {
                    let known = self.found.of(side).rules.get(rule.index()).copied().flatten();
                    if let (None, Some(rule_of)) = (known, program.rule(rule)) {
                        let mut truth = self.node(side, Some(rule_of.condition));
                        if let Some(answer) = rule_of.if_unknown {
                            truth = self.assumed(truth, answer)?;
                        }
                        put(&mut self.found.of_mut(side).rules, rule.index(), truth);
                    }
                }
                Some(StepKind::Score(score)) => self.add_up(shared, side, score)?,
                Some(StepKind::Sources) => self.match_sources(side)?,
                Some(StepKind::Rest) => self.rest(side)?,
                Some(StepKind::Stage(stage)) => self.settle_stage(side, stage)?,
                Some(StepKind::Outcomes) | None => {}
            }
        }
        Ok(())
    }

    /// What was settled.
    pub(super) fn truth(&self, side: Side, root: Root) -> Truth {
        let found = self.found.of(side);
        let truth = match root {
            Root::Rule(rule) => found.rules.get(rule.index()),
            Root::Stage(stage) => found.stages.get(stage.index()),
            Root::Node(node) => found.nodes.get(node.index()),
        };
        truth.copied().flatten().unwrap_or(Truth::UNKNOWN)
    }

    /// The truth of a condition that was settled; none asks nothing, and is yes.
    pub(super) fn node(&self, side: Side, condition: Option<NodeId>) -> Truth {
        condition.map_or(Truth::YES, |node| self.truth(side, Root::Node(node)))
    }

    fn assumed(&mut self, truth: Truth, answer: bool) -> Result<Truth, Stop> {
        Ok(if answer {
            Truth { yes: self.diagrams.others(truth.no)?, no: truth.no }
        } else {
            Truth { yes: truth.yes, no: self.diagrams.others(truth.yes)? }
        })
    }

    pub(super) fn and(&mut self, left: Truth, right: Truth) -> Result<Truth, Stop> {
        let yes = self.diagrams.both(left.yes, right.yes)?;
        Ok(Truth { yes, no: self.diagrams.either(left.no, right.no)? })
    }

    fn answer(&mut self, side: Side, id: NodeId) -> Result<Truth, Stop> {
        let Some(node) = self.program(side).node(id) else { return Ok(Truth::UNKNOWN) };
        let parts: Vec<Truth> = node.kind.parts().iter().map(|part| self.node(side, Some(*part))).collect();
        let sides = |of: fn(&Truth) -> Set| parts.iter().map(of).collect::<Vec<_>>();
        let (yes, no) = (sides(|part| part.yes), sides(|part| part.no));
        Ok(match &node.kind {
            NodeKind::All(_) => {
                let yes = self.diagrams.all(yes)?;
                Truth { yes, no: self.diagrams.any(no)? }
            }
            NodeKind::Any(_) => {
                let yes = self.diagrams.any(yes)?;
                Truth { yes, no: self.diagrams.all(no)? }
            }
            NodeKind::AtLeast { count, parts } => {
                let count = *count as usize;
                let enough = self.diagrams.at_least(count, yes)?;
                // Too few are left when more than `parts - count` are no.
                let too_few = match (parts.len() + 1).checked_sub(count) {
                    Some(limit) => self.diagrams.at_least(limit, no)?,
                    None => Set::EVERYBODY,
                };
                Truth { yes: enough, no: too_few }
            }
            NodeKind::Not(_) => parts.first().copied().unwrap_or(Truth::UNKNOWN).negated(),
            NodeKind::AssumeIfUnknown { answer, .. } => {
                let part = parts.first().copied().unwrap_or(Truth::UNKNOWN);
                self.assumed(part, *answer)?
            }
            NodeKind::Rule(rule) => self.truth(side, Root::Rule(*rule)),
            NodeKind::Stage(stage) => self.truth(side, Root::Stage(*stage)),
            NodeKind::Test(test) => self.test(side, id, test)?,
        })
    }

    fn test(&mut self, side: Side, id: NodeId, test: &Test) -> Result<Truth, Stop> {
        match test.operand {
            Operand::Field(field) | Operand::DomainOf(field) if is_decided(self.program(side), field) => {
                self.decided_test(side, id, field)
            }
            Operand::Field(_) | Operand::DomainOf(_) => self.form(side, TestId::Node(id)),
            Operand::Score(score) => self.score_test(side, id, score),
            Operand::Count(_) | Operand::Pick(_) => self.gated(side, id),
            Operand::EventField(_) => Ok(Truth::UNKNOWN),
        }
    }

    /// A test of events: open where they are not supplied, or where nobody knows when their window starts.
    fn gated(&mut self, side: Side, id: NodeId) -> Result<Truth, Stop> {
        let Some(gate) = self.events.gates.of(side).get(&id).copied() else { return Ok(Truth::UNKNOWN) };
        let mut truth = self.form(side, TestId::Node(id))?;
        if let Some(field) = gate.since {
            let started = self.form(side, TestId::Since(field))?;
            let never = self.rowless(side, id)?;
            let in_time = Truth {
                yes: self.diagrams.both(truth.yes, started.yes)?,
                no: self.diagrams.both(truth.no, started.yes)?,
            };
            truth = Truth {
                yes: if never { self.diagrams.either(in_time.yes, started.no)? } else { in_time.yes },
                no: if never { in_time.no } else { self.diagrams.either(in_time.no, started.no)? },
            };
        }
        let supplied = self.diagrams.cells(gate.supplied, |cell| cell == 0)?;
        let yes = self.diagrams.both(truth.yes, supplied)?;
        if gate.is_known {
            return Ok(Truth { yes, no: self.diagrams.others(yes)? });
        }
        Ok(Truth { yes, no: self.diagrams.both(truth.no, supplied)? })
    }

    /// Whether a test of events says yes of none: those since a day that never comes.
    fn rowless(&mut self, side: Side, id: NodeId) -> Result<bool, Stop> {
        let says = self.forms.of(side).get(&TestId::Node(id)).and_then(|form| form.says.first().cloned());
        Ok(says == Some(crate::analyse::variable::Says::Settled(Answer::Yes)))
    }

    pub(super) fn form(&mut self, side: Side, id: TestId) -> Result<Truth, Stop> {
        let Some(form) = self.forms.of(side).get(&id).cloned() else { return Ok(Truth::UNKNOWN) };
        Ok(self.truth_of(&form)?)
    }

    /// First match: for each answer, and last for none, those for whom it is a candidate; and those who have several.
    fn walk(&mut self, answers: usize, rows: &[(usize, Truth)]) -> Result<(Vec<Set>, Set), Stop> {
        let mut candidates = vec![Set::NOBODY; answers];
        let mut left = Set::EVERYBODY;
        for (answer, condition) in rows {
            let here = self.diagrams.without(left, condition.no)?;
            left = self.diagrams.without(left, condition.yes)?;
            if let Some(place) = candidates.get(*answer).copied() {
                let joined = self.diagrams.either(place, here)?;
                if let Some(place) = candidates.get_mut(*answer) {
                    *place = joined;
                }
            }
        }
        candidates.push(left);
        let (mut once, mut several) = (Set::NOBODY, Set::NOBODY);
        for candidate in &candidates {
            let twice = self.diagrams.both(once, *candidate)?;
            several = self.diagrams.either(several, twice)?;
            once = self.diagrams.either(once, *candidate)?;
        }
        Ok((candidates, several))
    }

    fn decide(&mut self, side: Side, field: FieldId) -> Result<(), Stop> {
        let declared = self.program(side).field(field);
        let (false, Some(declared)) = (self.found.of(side).decided.contains_key(&field), declared) else {
            return Ok(());
        };
        let Origin::Decided(rows) = &declared.origin else { return Ok(()) };
        let mut values: Vec<Value> = Vec::new();
        let mut index_of = |value: &Value| match values.iter().position(|known| same(known, value)) {
            Some(index) => index,
            None => {
                values.push(value.clone());
                values.len() - 1
            }
        };
        let answers: Vec<usize> = rows.iter().map(|row| index_of(&row.value)).collect();
        let assumed = match &declared.assumed {
            Some(Assumed::Value(value)) => Some(index_of(value)),
            Some(Assumed::Never) | None => None,
        };
        let conditions: Vec<(usize, Truth)> = answers
            .into_iter()
            .zip(rows)
            .map(|(answer, row)| (answer, self.node(side, row.condition)))
            .collect();
        let (candidates, several) = self.walk(values.len(), &conditions)?;
        let mut having = Vec::new();
        let mut settled = Vec::new();
        for (value, candidate) in values.into_iter().zip(candidates) {
            let set = self.diagrams.without(candidate, several)?;
            settled.push(set);
            having.push((value, set));
        }
        let read = self.diagrams.any(settled)?;
        if let Some((_, set)) = assumed.and_then(|index| having.get_mut(index)) {
            let open = self.diagrams.others(read)?;
            *set = self.diagrams.either(*set, open)?;
        }
        self.found.of_mut(side).decided.insert(field, DecidedSets { having, read: Some(read) });
        Ok(())
    }

    /// A test of a field that rows decide: that of each value, for those who have it.
    fn decided_test(&mut self, side: Side, id: NodeId, field: FieldId) -> Result<Truth, Stop> {
        let Some(decided) = self.found.of(side).decided.get(&field).cloned() else {
            return Ok(Truth::UNKNOWN);
        };
        let is_known = self.program(side).node(id).is_some_and(|node| match &node.kind {
            NodeKind::Test(test) => test.relation == crate::model::condition::Relation::Known,
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_) => false,
        });
        if is_known {
            let read = decided.read.unwrap_or(Set::NOBODY);
            return Ok(Truth { yes: read, no: self.diagrams.others(read)? });
        }
        let values: Vec<Given> =
            decided.having.iter().map(|(value, _)| Given::Value(value.clone())).collect();
        let plan = self.plans.of(side);
        let answers = plan
            .probe(id)
            .map_or_else(Vec::new, |test| sample::of(plan, test, Source::Field(field), &values));
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (answer, (_, having)) in answers.into_iter().zip(&decided.having) {
            match answer {
                Answer::Yes => yes.push(*having),
                Answer::No => no.push(*having),
                Answer::Unknown => {}
            }
        }
        let yes = self.diagrams.any(yes)?;
        Ok(Truth { yes, no: self.diagrams.any(no)? })
    }

    fn match_sources(&mut self, side: Side) -> Result<(), Stop> {
        if self.found.of(side).sources.is_some() {
            return Ok(());
        }
        let sources = &self.program(side).sources;
        let rows: Vec<(usize, Truth)> = sources
            .iter()
            .enumerate()
            .map(|(index, source)| (index, self.node(side, source.condition)))
            .collect();
        let (candidates, _) = self.walk(sources.len(), &rows)?;
        self.found.of_mut(side).sources = Some(candidates);
        Ok(())
    }

    fn rest(&mut self, side: Side) -> Result<(), Stop> {
        let program = self.program(side);
        let (None, Some(rest)) = (self.found.of(side).rests, &program.lifecycle.rest) else { return Ok(()) };
        let mut rests = self.form(side, TestId::Rest)?;
        if let Some(unless) = rest.unless {
            let unless = self.node(side, Some(unless)).negated();
            rests = self.and(rests, unless)?;
        }
        self.found.of_mut(side).rests = Some(rests);
        Ok(())
    }

    fn settle_stage(&mut self, side: Side, id: StageId) -> Result<(), Stop> {
        let program = self.program(side);
        let known = self.found.of(side).stages.get(id.index()).copied().flatten();
        let (None, Some(stage)) = (known, program.stage(id)) else { return Ok(()) };
        let mut truth = self.node(side, stage.condition);
        let gate = self.gate(side, id)?;
        truth = self.and(truth, gate)?;
        if id.index() > 0
            && let Some(rests) = self.found.of(side).rests
        {
            truth = self.and(truth, rests.negated())?;
        }
        put(&mut self.found.of_mut(side).stages, id.index(), truth);
        Ok(())
    }

    /// The gate of a stage: what the gates of all sources that a contact may come from agree on.
    fn gate(&mut self, side: Side, stage: StageId) -> Result<Truth, Stop> {
        let program = self.program(side);
        if program.sources.iter().all(|source| gates_of(source, stage).next().is_none()) {
            return Ok(Truth::YES);
        }
        let candidates = self.found.of(side).sources.clone().unwrap_or_default();
        let mut gate = Truth { yes: Set::EVERYBODY, no: Set::EVERYBODY };
        for (index, candidates) in candidates.into_iter().enumerate() {
            let mut own = Truth::YES;
            if let Some(source) = program.sources.get(index) {
                for condition in gates_of(source, stage) {
                    let condition = match condition {
                        Some(condition) => self.node(side, Some(condition)),
                        None => Truth::NO,
                    };
                    own = self.and(own, condition)?;
                }
            }
            let not_yes = self.diagrams.without(candidates, own.yes)?;
            let not_no = self.diagrams.without(candidates, own.no)?;
            gate.yes = self.diagrams.without(gate.yes, not_yes)?;
            gate.no = self.diagrams.without(gate.no, not_no)?;
        }
        Ok(gate)
    }
}

fn put(places: &mut [Option<Truth>], index: usize, truth: Truth) {
    if let Some(place) = places.get_mut(index) {
        *place = Some(truth);
    }
}

/// Whether two values of a field are one: texts are compared as texts.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => folded(left) == folded(right),
        (left, right) => left == right,
    }
}
