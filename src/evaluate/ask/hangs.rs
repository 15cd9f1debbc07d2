//! What a list of questions hangs on: the masks that the walk for a rule can look at, whatever the record.

use std::collections::HashSet;

use super::Asked;
use super::walk::Vertex;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::{EventId, FieldId, NodeId, ScoreId, StageId};
use crate::model::lifecycle::NumberSource;
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;

/// A mask that the walk looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Hang {
    /// Where a node is unknown.
    Open(NodeId),
    /// Where it is yes.
    Yes(NodeId),
    /// Where a stage's gate is unknown.
    Gate(StageId),
    /// Where it is unknown whether the contact rests.
    Rests,
    /// Where the date of rest leaves that open.
    RestWindow,
    /// Where a source is a candidate: index among the sources.
    Candidate(usize),
    /// Where the source is not settled.
    Unsettled,
    /// Where the rows of an event are known.
    Supplied(EventId),
    /// Where the day that events are counted from is there, or is one that never comes.
    Since(FieldId),
    /// Where it is open what a row of a score adds.
    Row(ScoreId, usize),
}

/// What the list of a rule hangs on, each once. It takes time and room in step with what the rule reaches.
pub(super) fn of(program: &Program, asked: Asked) -> Vec<Hang> {
    let root = match asked {
        Asked::Stage(stage) => Some(Vertex::Stage(stage)),
        Asked::Rule(rule) => program.rule(rule).map(|rule| Vertex::Node(rule.condition)),
    };
    let mut reach =
        Reach { program, seen: HashSet::new(), hangs: Vec::new(), found: HashSet::new(), left: Vec::new() };
    reach.left.extend(root);
    while let Some(vertex) = reach.left.pop() {
        if reach.seen.insert(vertex) {
            reach.visit(vertex);
        }
    }
    reach.hangs
}

struct Reach<'p> {
    program: &'p Program,
    seen: HashSet<Vertex>,
    hangs: Vec<Hang>,
    found: HashSet<Hang>,
    /// Vertices to visit.
    left: Vec<Vertex>,
}

impl Reach<'_> {
    fn hang(&mut self, hang: Hang) {
        if self.found.insert(hang) {
            self.hangs.push(hang);
        }
    }

    /// A node that is looked at only to see whether it is open.
    fn open(&mut self, node: NodeId) {
        self.hang(Hang::Open(node));
        self.left.push(Vertex::Node(node));
    }

    /// A node of which yes and no tell apart too.
    fn answer(&mut self, node: NodeId) {
        self.hang(Hang::Yes(node));
        self.open(node);
    }

    fn answers(&mut self, nodes: impl Iterator<Item = Option<NodeId>>) {
        nodes.flatten().for_each(|node| self.answer(node));
    }

    fn field(&mut self, field: FieldId) {
        self.left.push(Vertex::Decided(field));
    }

    fn events(&mut self, set: &EventSet) {
        match set.window {
            Some(Window::Since(field)) => {
                self.hang(Hang::Supplied(set.event));
                self.hang(Hang::Since(field));
                self.field(field);
            }
            Some(Window::Last(_)) | None => {}
        }
    }

    fn visit(&mut self, vertex: Vertex) {
        let program = self.program;
        match vertex {
            Vertex::Node(node) => self.visit_node(node),
            Vertex::Stage(stage) => {
                if let Some(condition) = program.stage(stage).and_then(|stage| stage.condition) {
                    self.open(condition);
                }
                // Without gates for it, its gate is yes.
                let mut gates = program.sources.iter().flat_map(|source| &source.gates);
                if gates.any(|gate| gate.stages.contains(&stage)) {
                    self.hang(Hang::Gate(stage));
                    self.left.push(Vertex::Gate(stage));
                }
                if stage.index() > 0 && program.lifecycle.rest.is_some() {
                    self.hang(Hang::Rests);
                    self.left.push(Vertex::Rest);
                }
            }
            Vertex::Gate(stage) | Vertex::GateRest(stage) => {
                self.hang(Hang::Unsettled);
                for (index, source) in program.sources.iter().enumerate() {
                    self.hang(Hang::Candidate(index));
                    let gates = source.gates.iter().filter(|gate| gate.stages.contains(&stage));
                    self.answers(gates.map(|gate| gate.condition));
                }
                self.left.push(Vertex::Sources);
            }
            Vertex::Rest => {
                if let Some(rest) = &program.lifecycle.rest {
                    self.hang(Hang::RestWindow);
                    self.field(rest.from);
                    rest.unless.into_iter().for_each(|unless| self.open(unless));
                }
            }
            Vertex::Sources => self.answers(program.sources.iter().map(|source| source.condition)),
            Vertex::Decided(field) => match program.field(field).map(|field| &field.origin) {
                Some(Origin::Decided(rows)) => self.answers(rows.iter().map(|row| row.condition)),
                Some(Origin::Column { .. }) | None => {}
            },
            Vertex::Score(score) => {
                let rows = program.scores.get(score.index()).map_or(&[][..], |score| score.rows.as_slice());
                for (index, row) in rows.iter().enumerate() {
                    match &row.basis {
                        Basis::When(node) => {
                            self.open(*node);
                            continue;
                        }
                        Basis::Per { of: NumberSource::Field(field), .. } => self.field(*field),
                        Basis::Per { of: NumberSource::Score(other), .. } => {
                            self.left.push(Vertex::Score(*other));
                        }
                        Basis::ForEach(set) => self.events(set),
                    }
                    self.hang(Hang::Row(score, index));
                }
            }
            // Their parts are found with the score's, and a question has none.
            Vertex::Counted(..) | Vertex::Ask(_) => {}
        }
    }

    fn visit_node(&mut self, id: NodeId) {
        let program = self.program;
        let Some(node) = program.node(id) else { return };
        match &node.kind {
            NodeKind::All(parts) | NodeKind::Any(parts) => parts.iter().for_each(|part| self.open(*part)),
            NodeKind::AtLeast { parts, .. } => parts.iter().for_each(|part| self.answer(*part)),
            // Open where this node is.
            NodeKind::Not(part) => self.left.push(Vertex::Node(*part)),
            NodeKind::Rule(rule) => {
                if let Some(rule) = program.rule(*rule).filter(|rule| rule.if_unknown.is_none()) {
                    self.left.push(Vertex::Node(rule.condition));
                }
            }
            NodeKind::Stage(stage) => self.left.push(Vertex::Stage(*stage)),
            // Never open.
            NodeKind::AssumeIfUnknown { .. } => {}
            NodeKind::Test(test) => match test.operand {
                Operand::Field(field) | Operand::DomainOf(field) => self.field(field),
                Operand::Count(count) => {
                    if let Some(set) = program.counts.get(count.index()) {
                        self.events(set);
                    }
                }
                Operand::Score(score) => self.left.push(Vertex::Score(score)),
                Operand::Pick(_) | Operand::EventField(_) => {}
            },
        }
    }
}
