//! What is open about events below a stage: the conditions and points that hang on them.

use std::collections::BTreeSet;

use super::Subject;
use super::tree::{answer_of, reasonless};
use crate::evaluate::answers::Answer;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::{EventId, FieldId, NodeId, ScoreId, StageId};
use crate::model::score::Basis;
use crate::wording::condition::condition;

/// What the walk comes through, each once.
#[derive(Default)]
struct Seen {
    nodes: BTreeSet<NodeId>,
    stages: BTreeSet<StageId>,
    scores: BTreeSet<ScoreId>,
    fields: BTreeSet<FieldId>,
}

/// The open conditions and rows of scores about events that the stage's answer hangs on, in words, in rule order.
pub(super) fn open_events(subject: Subject<'_>, stage: StageId) -> Vec<(EventId, String)> {
    let program = subject.program;
    let mut found = Vec::new();
    let mut seen = Seen::default();
    let mut stack = roots(subject, stage, &mut seen);
    while let Some(id) = stack.pop() {
        let open = answer_of(subject, id) == Answer::Unknown && seen.nodes.insert(id);
        let Some(node) = program.node(id).filter(|_| open) else { continue };
        match &node.kind {
            NodeKind::Test(test) => match test.operand {
                Operand::Count(count) => {
                    let set = program.counts.get(count.index());
                    found.extend(set.map(|set| (set.event, condition(program, id).to_string())));
                }
                Operand::Pick(pick) => {
                    let pick = program.picks.get(pick.index());
                    found.extend(pick.map(|pick| (pick.set.event, condition(program, id).to_string())));
                }
                Operand::Score(score) => score_rows(subject, score, &mut seen, &mut stack, &mut found),
                Operand::Field(field) | Operand::DomainOf(field) => {
                    if let Some(Origin::Decided(rows)) = program.field(field).map(|field| &field.origin)
                        && seen.fields.insert(field)
                    {
                        stack.extend(rows.iter().rev().filter_map(|row| row.condition));
                    }
                }
                Operand::EventField(_) => {}
            },
            NodeKind::Rule(rule) => stack.extend(program.rule(*rule).map(|rule| rule.condition)),
            NodeKind::Stage(stage) => stack.extend(roots(subject, *stage, &mut seen)),
            kind @ (NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }) => stack.extend(kind.parts().iter().rev()),
        }
    }
    found
}

/// What a stage hangs on, the first last: its condition, the sources that the contact may have and their gates, rest.
fn roots(subject: Subject<'_>, id: StageId, seen: &mut Seen) -> Vec<NodeId> {
    let program = subject.program;
    if !seen.stages.insert(id) {
        return Vec::new();
    }
    let mut roots: Vec<NodeId> = program.stage(id).and_then(|stage| stage.condition).into_iter().collect();
    let candidates: Vec<_> = subject.verdicts.source_candidates(subject.row).flatten().collect();
    for source in candidates.into_iter().filter_map(|source| program.sources.get(source.index())) {
        let gates: Vec<_> = source.gates.iter().filter(|gate| gate.stages.contains(&id)).collect();
        if !gates.is_empty() {
            roots.extend(source.condition);
        }
        roots.extend(gates.iter().filter_map(|gate| gate.condition));
    }
    roots.extend(program.lifecycle.rest.as_ref().filter(|_| id.index() > 0).and_then(|rest| rest.unless));
    roots.reverse();
    roots
}

/// The open rows of a score.
fn score_rows(
    subject: Subject<'_>,
    id: ScoreId,
    seen: &mut Seen,
    stack: &mut Vec<NodeId>,
    found: &mut Vec<(EventId, String)>,
) {
    let Some(score) = subject.program.scores.get(id.index()).filter(|_| seen.scores.insert(id)) else {
        return;
    };
    let points = subject.verdicts.scores.get(id.index());
    for (index, row) in score.rows.iter().enumerate() {
        match &row.basis {
            Basis::When(node) => stack.push(*node),
            Basis::Per { .. } => {}
            Basis::ForEach(set) => {
                let points = points.and_then(|points| points.rows.get(index)?.get(subject.row));
                if points.is_some_and(|points| points.low != points.high) {
                    found.push((set.event, reasonless(subject, row.place, row.because.as_deref())));
                }
            }
        }
    }
}
