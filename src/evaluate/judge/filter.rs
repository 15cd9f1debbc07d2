//! Conditions over columns: joined for contacts and for the rows of events alike.

use super::probe::probed;
use crate::evaluate::answers::Answers;
use crate::evaluate::batch::column::Column;
use crate::evaluate::plan::CompiledTest;
use crate::model::condition::{Node, NodeKind, Operand};
use crate::model::ids::NodeId;

/// The answers of a condition that joins others; none for a leaf. `of` gives those of its parts, which come before it.
pub(in crate::evaluate) fn joined<'n>(
    kind: &NodeKind,
    of: impl Fn(NodeId) -> Option<&'n Answers>,
    every: &[u64],
) -> Option<Answers> {
    let unknown = || Answers::unknown(every.len());
    Some(match kind {
        NodeKind::All(parts) => {
            let mut answers = Answers::yes_for(every);
            parts.iter().filter_map(|part| of(*part)).for_each(|part| answers.and(part));
            answers
        }
        NodeKind::Any(parts) => {
            let mut answers = Answers::no_for(every);
            parts.iter().filter_map(|part| of(*part)).for_each(|part| answers.or(part));
            answers
        }
        NodeKind::AtLeast { count, parts } => {
            let parts: Vec<&Answers> = parts.iter().filter_map(|part| of(*part)).collect();
            Answers::at_least(*count, &parts, every)
        }
        NodeKind::Not(part) => of(*part).cloned().unwrap_or_else(unknown).negated(),
        NodeKind::AssumeIfUnknown { part, answer } => {
            let mut answers = of(*part).cloned().unwrap_or_else(unknown);
            answers.assume(*answer, every);
            answers
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => return None,
    })
}

/// The answers of an event's filter for its rows: those of its last node.
pub(in crate::evaluate) fn answers(
    nodes: &[Node],
    probes: &[Option<CompiledTest>],
    columns: &[Column],
    every: &[u64],
) -> Answers {
    let unknown = || Answers::unknown(every.len());
    let mut found: Vec<Answers> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let answers = match &node.kind {
            NodeKind::Test(test) => {
                let column = match test.operand {
                    Operand::EventField(field) => columns.get(field.index()),
                    Operand::Field(_)
                    | Operand::DomainOf(_)
                    | Operand::Pick(_)
                    | Operand::Score(_)
                    | Operand::Count(_) => None,
                };
                let probe = probes.get(index).and_then(Option::as_ref);
                probe.zip(column).and_then(|(probe, column)| probed(probe, column, every))
            }
            kind @ (NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_)) => joined(kind, |part| found.get(part.index()), every),
        };
        found.push(answers.unwrap_or_else(unknown));
    }
    found.pop().unwrap_or_else(|| Answers::yes_for(every))
}
