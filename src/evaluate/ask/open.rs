//! The open parts of what is open, read from the answers of a batch.
//!
//! Whatever is looked at here must be among what [`hangs`](super::hangs) finds: records that have the same there share
//! a list.

use super::walk::{Combine, Vertex, Walker, Wish};
use crate::evaluate::answers::Answer;
use crate::evaluate::masks;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::{FieldId, NodeId, ScoreId, StageId};
use crate::model::lifecycle::{NumberSource, Question, SourceRule};
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;

impl Walker<'_> {
    /// The open parts of an open vertex, in rule order, and how they combine.
    pub(super) fn open_parts(&self, (vertex, wished): Wish, row: usize) -> (Combine, Vec<Wish>) {
        let all = if wished { Combine::Every } else { Combine::One };
        let any = if wished { Combine::One } else { Combine::Every };
        match vertex {
            Vertex::Node(node) => self.open_parts_of_node(node, wished, row),
            Vertex::Stage(stage) => (all, self.open_parts_of_stage(stage, wished, row)),
            Vertex::Gate(stage) => self.open_parts_of_gate(stage, wished, row, all),
            Vertex::GateRest(stage) => {
                let mut parts = vec![(Vertex::Sources, true)];
                parts.extend(self.candidate_gates(stage, wished, row).flat_map(|(_, open)| open));
                (Combine::Some, parts)
            }
            Vertex::Rest => {
                let mut parts = Vec::new();
                if let Some(rest) = &self.judge.program.lifecycle.rest {
                    if self.judge.rest_window.at(row) == Answer::Unknown {
                        parts.push((self.field(rest.from), true));
                    }
                    parts.extend(rest.unless.and_then(|unless| self.open_node(unless, !wished, row)));
                }
                (all, parts)
            }
            Vertex::Sources => {
                let conditions = self.judge.program.sources.iter().map(|source| source.condition);
                (Combine::One, self.open_rows(conditions, row))
            }
            Vertex::Decided(field) => {
                let rows = match self.judge.program.field(field).map(|field| &field.origin) {
                    Some(Origin::Decided(rows)) => rows.as_slice(),
                    Some(Origin::Column { .. }) | None => &[],
                };
                (Combine::One, self.open_rows(rows.iter().map(|decided| decided.condition), row))
            }
            Vertex::Score(score) => (Combine::One, self.open_parts_of_score(score, row)),
            Vertex::Counted(score, index) => {
                let rows = self.judge.program.scores.get(score.index()).map(|score| &score.rows);
                let parts = match rows.and_then(|rows| rows.get(index)).map(|points| &points.basis) {
                    Some(Basis::ForEach(set)) => self.open_events(set, row),
                    Some(Basis::When(_) | Basis::Per { .. }) | None => Vec::new(),
                };
                (Combine::Every, parts.into_iter().map(|part| (part, true)).collect())
            }
            Vertex::Ask(_) => (any, Vec::new()),
        }
    }

    fn open_parts_of_node(&self, id: NodeId, wished: bool, row: usize) -> (Combine, Vec<Wish>) {
        let Some(node) = self.judge.program.node(id) else { return (Combine::Every, Vec::new()) };
        let open = |parts: &[NodeId]| -> Vec<Wish> {
            parts.iter().filter_map(|part| self.open_node(*part, wished, row)).collect()
        };
        match &node.kind {
            NodeKind::All(parts) => (if wished { Combine::Every } else { Combine::One }, open(parts)),
            NodeKind::Any(parts) => (if wished { Combine::One } else { Combine::Every }, open(parts)),
            NodeKind::AtLeast { count, parts } => {
                // `not (at least n of m)` is `at least m - n + 1 of` the opposites.
                let settled = if wished { Answer::Yes } else { Answer::No };
                let count = *count as usize;
                let wanted = if wished { count } else { (parts.len() + 1).saturating_sub(count) };
                let have = parts.iter().filter(|part| self.answer(**part, row) == settled).count();
                let parts = open(parts);
                let every = wanted.saturating_sub(have) >= parts.len();
                (if every { Combine::Every } else { Combine::Some }, parts)
            }
            NodeKind::Not(part) => {
                (Combine::Every, self.open_node(*part, !wished, row).into_iter().collect())
            }
            // Always definite, and so is a rule with `if unknown`: never open.
            NodeKind::AssumeIfUnknown { .. } => (Combine::Every, Vec::new()),
            NodeKind::Rule(rule) => {
                let condition = self.judge.program.rule(*rule).map(|rule| rule.condition);
                let part = condition.and_then(|condition| self.open_node(condition, wished, row));
                (Combine::Every, part.into_iter().collect())
            }
            NodeKind::Stage(stage) => (Combine::Every, vec![(Vertex::Stage(*stage), wished)]),
            NodeKind::Test(test) => {
                let parts = match test.operand {
                    Operand::Field(field) | Operand::DomainOf(field) => vec![self.field(field)],
                    Operand::Count(count) => {
                        let set = self.judge.program.counts.get(count.index());
                        set.map(|set| self.open_events(set, row)).unwrap_or_default()
                    }
                    Operand::Pick(pick) => {
                        let pick = self.judge.program.picks.get(pick.index());
                        pick.map(|pick| vec![Vertex::Ask(Question::Event(pick.set.event))])
                            .unwrap_or_default()
                    }
                    Operand::Score(score) => vec![Vertex::Score(score)],
                    Operand::EventField(_) => Vec::new(),
                };
                (Combine::Every, parts.into_iter().map(|part| (part, true)).collect())
            }
        }
    }

    /// What leaves a number of events open: the day that they are counted from, and the events if they were not given;
    /// with both there, rows that may count.
    fn open_events(&self, set: &EventSet, row: usize) -> Vec<Vertex> {
        let event = Vertex::Ask(Question::Event(set.event));
        let supplied = self.judge.batch.gathered.supplied.get(set.event.index());
        let known = supplied.is_some_and(|mask| masks::has(mask, row));
        match set.window {
            Some(Window::Since(field)) => {
                let column = self.judge.batch.column(field);
                let blank = column.is_none_or(|column| !(column.never || masks::has(&column.known, row)));
                let field = blank.then(|| self.field(field));
                let event = (!known || !blank).then_some(event);
                field.into_iter().chain(event).collect()
            }
            Some(Window::Last(_)) | None => vec![event],
        }
    }

    /// The open rows of a score, in order.
    fn open_parts_of_score(&self, id: ScoreId, row: usize) -> Vec<Wish> {
        let rows = self.judge.program.scores.get(id.index()).map_or(&[][..], |score| score.rows.as_slice());
        let mut parts = Vec::new();
        for (index, points) in rows.iter().enumerate() {
            match &points.basis {
                Basis::When(node) => parts.extend(self.open_node(*node, true, row)),
                Basis::Per { .. } | Basis::ForEach(_) if !self.is_row_open(id, index, row) => {}
                Basis::Per { of: NumberSource::Field(field), .. } => parts.push((self.field(*field), true)),
                Basis::Per { of: NumberSource::Score(other), .. } => {
                    parts.push((Vertex::Score(*other), true));
                }
                Basis::ForEach(_) => parts.push((Vertex::Counted(id, index), true)),
            }
        }
        parts
    }

    /// A stage is its condition, its gate and not resting, in this order.
    fn open_parts_of_stage(&self, id: StageId, wished: bool, row: usize) -> Vec<Wish> {
        let mut parts = Vec::new();
        if let Some(condition) = self.judge.program.stage(id).and_then(|stage| stage.condition) {
            parts.extend(self.open_node(condition, wished, row));
        }
        if self.judge.gates.get(id.index()).is_some_and(|gate| gate.at(row) == Answer::Unknown) {
            parts.push((Vertex::Gate(id), wished));
        }
        if id.index() > 0 && self.judge.rests.at(row) == Answer::Unknown {
            parts.push((Vertex::Rest, !wished));
        }
        parts
    }

    /// The gate of a settled source is its conditions; while the source is not settled, the gate hangs on the sources'
    /// rows and on the gates of all candidates.
    ///
    /// A candidate that is surely closed must be ruled out. Read from the top, each open row of such a source must
    /// turn out no, up to the first row of another one; and if only one candidate can still let the contact in, its
    /// gate must be yes.
    fn open_parts_of_gate(
        &self,
        stage: StageId,
        wished: bool,
        row: usize,
        all: Combine,
    ) -> (Combine, Vec<Wish>) {
        let gates: Vec<(Answer, Vec<Wish>)> = self.candidate_gates(stage, wished, row).collect();
        if !masks::has(&self.judge.sources.unsettled, row) {
            return (all, gates.into_iter().flat_map(|(_, open)| open).collect());
        }
        if wished && gates.iter().any(|(gate, _)| *gate == Answer::No) {
            let mut parts = Vec::new();
            for (condition, gate) in self.candidate_rows(row).zip(gates.iter().map(|(gate, _)| *gate)) {
                match condition {
                    Some(node) if gate == Answer::No && self.answer(node, row) == Answer::Unknown => {
                        parts.push((Vertex::Node(node), false));
                    }
                    Some(_) | None => break,
                }
            }
            let mut others = gates.into_iter().filter(|(gate, _)| *gate != Answer::No);
            if let (Some((_, open)), None, true) =
                (others.next(), others.next(), self.ends_with_a_source(row))
            {
                parts.extend(open);
            }
            parts.push((Vertex::GateRest(stage), wished));
            return (Combine::Every, parts);
        }
        let mut parts = vec![(Vertex::Sources, true)];
        parts.extend(gates.into_iter().flat_map(|(_, open)| open));
        (Combine::One, parts)
    }

    /// For each source that the contact may have, in order of matching: its gate's answer, and its open conditions.
    fn candidate_gates(
        &self,
        stage: StageId,
        wished: bool,
        row: usize,
    ) -> impl Iterator<Item = (Answer, Vec<Wish>)> + '_ {
        self.candidates(row).map(move |source| {
            let gates = || source.gates.iter().filter(|gate| gate.stages.contains(&stage));
            let answers =
                gates().map(|gate| gate.condition.map_or(Answer::No, |node| self.answer(node, row)));
            let open = gates().filter_map(|gate| self.open_node(gate.condition?, wished, row)).collect();
            (answers.min().unwrap_or(Answer::Yes), open)
        })
    }

    fn candidates(&self, row: usize) -> impl Iterator<Item = &SourceRule> + '_ {
        let masks = self.judge.program.sources.iter().zip(&self.judge.sources.candidates);
        masks.filter(move |(_, mask)| masks::has(mask, row)).map(|(source, _)| source)
    }

    fn candidate_rows(&self, row: usize) -> impl Iterator<Item = Option<NodeId>> + '_ {
        self.candidates(row).map(|source| source.condition)
    }

    /// Whether the contact has one of the candidates for sure, since the last of them matches if no other does.
    fn ends_with_a_source(&self, row: usize) -> bool {
        self.candidate_rows(row)
            .last()
            .is_some_and(|last| last.is_none_or(|node| self.answer(node, row) == Answer::Yes))
    }

    /// The open conditions of rows that are read from the top, up to the first that is yes.
    fn open_rows(&self, conditions: impl Iterator<Item = Option<NodeId>>, row: usize) -> Vec<Wish> {
        let mut parts = Vec::new();
        for condition in conditions {
            let Some(node) = condition else { break };
            match self.answer(node, row) {
                Answer::Yes => break,
                Answer::Unknown => parts.push((Vertex::Node(node), true)),
                Answer::No => {}
            }
        }
        parts
    }

    fn field(&self, field: FieldId) -> Vertex {
        if self.judge.plan.is_decided(field) {
            Vertex::Decided(field)
        } else {
            Vertex::Ask(Question::Field(field))
        }
    }

    fn answer(&self, node: NodeId, row: usize) -> Answer {
        self.judge.node(node).map_or(Answer::Unknown, |answers| answers.at(row))
    }

    fn open_node(&self, node: NodeId, wished: bool, row: usize) -> Option<Wish> {
        (self.answer(node, row) == Answer::Unknown).then_some((Vertex::Node(node), wished))
    }

    /// Whether it is open what a score's row adds for a record.
    fn is_row_open(&self, score: ScoreId, index: usize, row: usize) -> bool {
        let open = self.judge.scores.get(score.index()).and_then(|points| points.open.get(index));
        open.is_some_and(|open| masks::has(open, row))
    }
}
