//! How much of a definition hangs on the records of a block.

use crate::model::condition::{Node, NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::FieldId;
use crate::model::lifecycle::NumberSource;
use crate::model::program::{Program, Step, StepKind};
use crate::model::related::EventSet;
use crate::model::score::{Basis, ScoreRow};
use crate::records::related::found::Block;

/// How many rules, stages, sources, scores and decided fields ask for a block's records by themselves.
pub(super) fn uses_of(program: &Program, block: Block) -> usize {
    let is_of = |set: &EventSet| block == Block::Event(set.event);
    let looks_up = |field: FieldId| {
        let origin = program.field(field).map(|field| &field.origin);
        matches!((origin, block), (Some(Origin::Column { lookup: Some(lookup), .. }), Block::Lookup(own)) if *lookup == own)
    };
    let asks = |node: &Node| match &node.kind {
        NodeKind::Test(test) => match test.operand {
            Operand::Field(field) | Operand::DomainOf(field) => looks_up(field),
            Operand::Pick(pick) => program.picks.get(pick.index()).is_some_and(|pick| is_of(&pick.set)),
            Operand::Count(count) => program.counts.get(count.index()).is_some_and(is_of),
            Operand::EventField(_) | Operand::Score(_) => false,
        },
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_) => false,
    };
    let gives_points = |row: &ScoreRow| match &row.basis {
        Basis::ForEach(set) => is_of(set),
        Basis::Per { of: NumberSource::Field(field), .. } => looks_up(*field),
        Basis::Per { of: NumberSource::Score(_), .. } | Basis::When(_) => false,
    };
    let uses = |step: &&Step| {
        let nodes = program.nodes.get(step.nodes.start as usize..step.nodes.end as usize);
        let score = match step.kind {
            StepKind::Score(score) => program.scores.get(score.index()),
            StepKind::Decided(_)
            | StepKind::Rule(_)
            | StepKind::Sources
            | StepKind::Rest
            | StepKind::Stage(_)
            | StepKind::Outcomes => None,
        };
        nodes.unwrap_or_default().iter().any(asks)
            || score.is_some_and(|score| score.rows.iter().any(gives_points))
    };
    program.steps.iter().filter(uses).count()
}
