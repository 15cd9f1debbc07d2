//! The evaluation: a loop over the steps of a program, each node once, for all records of a batch at a time.

pub(crate) mod decide;
pub(crate) mod filter;
mod outcomes;
pub(crate) mod probe;
pub(crate) mod route;
pub(crate) mod score;
mod stages;

use super::answers::Answers;
use super::ask::{self, Asked, QuestionMemory};
use super::batch::Batch;
use super::cells::Cells;
use super::masks;
use super::memory::Memory;
use super::plan::Plan;
use super::related::Related;
use super::verdicts::Verdicts;
use crate::model::condition::{Node, NodeKind};
use crate::model::ids::{FieldId, NodeId};
use crate::model::lifecycle::Question;
use crate::model::program::{Program, StepKind};
use decide::{Decided, FirstMatch};
use filter::joined;
use score::ScorePoints;

/// Judges records: what [`evaluate`] says of what [`Batch::read_with`] reads, with what is remembered of the records
/// before them.
pub fn judged<C: Cells>(plan: &Plan<'_>, cells: &C, related: &Related<'_>, memory: &mut Memory) -> Verdicts {
    let batch = Batch::read_for_verdicts(plan, cells, related, &mut memory.batch);
    finished(settled(plan, &batch, false), false, &mut memory.questions)
}

/// Judges a batch. `keep_nodes` keeps the answer of every node, for explanations.
pub fn evaluate(plan: &Plan<'_>, batch: &Batch, keep_nodes: bool) -> Verdicts {
    finished(settled(plan, batch, keep_nodes), keep_nodes, &mut QuestionMemory::default())
}

/// Judges a batch, keeping the answer of every node, and says what to ask about single rules: for each record and rule
/// the whole list of questions, in the order of language.md, 4.7; empty for a rule that is settled.
pub fn evaluate_asking(
    plan: &Plan<'_>,
    batch: &Batch,
    asked: &[(usize, Asked)],
) -> (Verdicts, Vec<Vec<Question>>) {
    let judge = settled(plan, batch, true);
    let lists = ask::lists(&judge, asked);
    (finished(judge, true, &mut QuestionMemory::default()), lists)
}

/// Takes all steps. `keep_rows` keeps what each row of a score adds.
fn settled<'a>(plan: &'a Plan<'a>, batch: &'a Batch, keep_rows: bool) -> Judge<'a> {
    let mut judge = Judge::new(plan, batch);
    for step in &plan.program().steps {
        for index in step.nodes.clone() {
            judge.answer_node(NodeId(index));
        }
        match step.kind {
            StepKind::Decided(field) => judge.decide(field),
            StepKind::Rule(rule) => judge.settle_rule(rule),
            StepKind::Sources => judge.match_sources(),
            StepKind::Rest => judge.rest(),
            StepKind::Stage(stage) => judge.settle_stage(stage),
            StepKind::Score(score) => judge.settle_score(score, keep_rows),
            StepKind::Outcomes => {}
        }
    }
    judge
}

fn finished(judge: Judge<'_>, keep_nodes: bool, memory: &mut QuestionMemory) -> Verdicts {
    let mut verdicts = judge.verdicts();
    ask::questions(&judge, &mut verdicts, memory);
    let Judge { stages, rules, nodes, decided, sources, gates, rests, scores, .. } = judge;
    verdicts.stage_answers = stages;
    verdicts.rule_answers = rules;
    if keep_nodes {
        verdicts.node_answers = nodes;
    }
    verdicts.scores = scores;
    verdicts.decided = decided.into_iter().flatten().collect();
    verdicts.source_candidates = sources.candidates;
    verdicts.gates = gates;
    verdicts.rests = rests;
    verdicts
}

/// What is known of a batch so far.
pub(crate) struct Judge<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) program: &'a Program,
    pub(crate) batch: &'a Batch,
    /// All records.
    pub(crate) every: Vec<u64>,
    /// Answers of nodes, by id.
    pub(crate) nodes: Vec<Answers>,
    /// Answers of rules, by id.
    pub(crate) rules: Vec<Answers>,
    /// Answers of stages, gate and rest included, by id.
    pub(crate) stages: Vec<Answers>,
    /// Scores, by id.
    pub(crate) scores: Vec<ScorePoints>,
    /// Values of fields that are decided by rows, by field id.
    pub(crate) decided: Vec<Option<Decided>>,
    /// Which sources a contact may come from; the value past the last source is none.
    pub(crate) sources: FirstMatch,
    /// Whether the contact's own date says that it rests.
    pub(crate) rest_window: Answers,
    /// Whether it rests.
    pub(crate) rests: Answers,
    /// The gate of each stage, by id.
    pub(crate) gates: Vec<Answers>,
}

impl<'a> Judge<'a> {
    fn new(plan: &'a Plan<'a>, batch: &'a Batch) -> Self {
        let program = plan.program();
        let every = masks::every(batch.rows);
        let no = Answers::no_for(&every);
        let mut decided = Vec::new();
        decided.resize_with(program.fields.len(), || None);
        Judge {
            plan,
            program,
            batch,
            nodes: vec![Answers::default(); program.nodes.len()],
            scores: vec![ScorePoints::default(); program.scores.len()],
            rules: vec![Answers::default(); program.rules.len()],
            stages: vec![Answers::unknown(every.len()); program.stages.len()],
            gates: vec![Answers::yes_for(&every); program.stages.len()],
            decided,
            sources: FirstMatch::nothing(program.sources.len(), &every),
            rest_window: no.clone(),
            rests: no,
            every,
        }
    }

    /// The answers of a node that was answered.
    pub(crate) fn node(&self, id: NodeId) -> Option<&Answers> {
        self.nodes.get(id.index())
    }

    /// The answers of a condition; none asks nothing, and is yes.
    fn condition(&self, condition: Option<NodeId>) -> Answers {
        match condition {
            Some(node) => self.node(node).cloned().unwrap_or_else(|| Answers::unknown(self.every.len())),
            None => Answers::yes_for(&self.every),
        }
    }

    fn decided_field(&self, field: FieldId) -> Option<&Decided> {
        self.decided.get(field.index()).and_then(Option::as_ref)
    }

    fn answer_node(&mut self, id: NodeId) {
        let Some(node) = self.program.node(id) else { return };
        let answers = self.answers_of(id, node);
        if let Some(place) = self.nodes.get_mut(id.index()) {
            *place = answers;
        }
    }

    fn answers_of(&self, id: NodeId, node: &Node) -> Answers {
        let unknown = || Answers::unknown(self.every.len());
        match &node.kind {
            NodeKind::Rule(rule) => self.rules.get(rule.index()).cloned().unwrap_or_else(unknown),
            NodeKind::Stage(stage) => self.stages.get(stage.index()).cloned().unwrap_or_else(unknown),
            NodeKind::Test(test) => {
                self.plan.probe(id).map_or_else(unknown, |probe| self.test(test.operand, probe))
            }
            kind @ (NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }) => {
                joined(kind, |part| self.node(part), &self.every).unwrap_or_else(unknown)
            }
        }
    }
}
