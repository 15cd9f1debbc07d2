//! What a stage hangs on, and whether that is read as before. Another column, another spelling of yes or another form of
//! a date gives the same contact other values: whom that moves, only records can tell.

use std::collections::BTreeSet;

use super::matched::Matched;
use crate::meaning::item::Kind;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::{Field, FieldType, Origin};
use crate::model::ids::{EventId, FieldId, LookupId, NodeId, RuleId, ScoreId, SourceRuleId, StageId};
use crate::model::lifecycle::NumberSource;
use crate::model::program::Program;
use crate::model::related::{EventKind, EventSet, Window};
use crate::model::score::Basis;
use crate::text::name::fold;

/// Why a stage whose rule is the same may yet be another one.
pub(super) const READ_OTHERWISE: &str =
    "cells are read otherwise than before; only records can tell whom that moves (--records)";

/// The fields and events of the new program that are read otherwise than before.
#[derive(Debug, Default)]
pub(super) struct ReadOtherwise {
    fields: BTreeSet<FieldId>,
    events: BTreeSet<EventId>,
}

impl ReadOtherwise {
    /// Holds what both programs read against each other.
    pub fn new(matched: &Matched, old: &Program, new: &Program) -> Self {
        let mut found = ReadOtherwise::default();
        let is_moved = old.header.time_zone != new.header.time_zone;
        for (index, field) in new.fields.iter().enumerate() {
            let before = matched.place_before(Kind::Field, index).and_then(|index| old.fields.get(index));
            let is_other = before.is_some_and(|before| {
                reading(old, before) != reading(new, field)
                    || !same_spellings(before, field)
                    || (is_moved && field.field_type == FieldType::DateTime)
            });
            if is_other {
                found.fields.insert(FieldId::at(index));
            }
        }
        for (index, event) in new.events.iter().enumerate() {
            let before = matched.place_before(Kind::Events, index).and_then(|index| old.events.get(index));
            if before.is_some_and(|before| is_moved || rows(old, before) != rows(new, event)) {
                found.events.insert(EventId::at(index));
            }
        }
        found
    }

    /// Whether a stage of the new program hangs on any of it.
    pub fn reaches(&self, program: &Program, stage: StageId) -> bool {
        if self.fields.is_empty() && self.events.is_empty() {
            return false;
        }
        let reads = Reads::of(program, stage);
        reads.fields.iter().any(|field| self.fields.contains(field))
            || reads.events.iter().any(|event| self.events.contains(event))
    }
}

/// How the cells of a field are read, but for its values, its range and what is assumed: those are compared exactly.
fn reading(program: &Program, field: &Field) -> String {
    let origin = match &field.origin {
        Origin::Column { headers, declared, lookup } => {
            format!("{headers:?} {declared} {}", lookup.map(|id| looked_up(program, id)).unwrap_or_default())
        }
        Origin::Decided(_) => "decided".to_owned(),
    };
    format!(
        "{origin} {:?} {:?} {:?} {:?}",
        field.currency_column, field.writing, field.missing_also, field.yes_no
    )
}

fn looked_up(program: &Program, id: LookupId) -> String {
    let Some(lookup) = program.lookups.get(id.index()) else { return String::new() };
    let key = program.field(lookup.key).map(|field| reading(program, field)).unwrap_or_default();
    format!("{:?} {:?} {} {key}", lookup.file, lookup.to, lookup.domain_of)
}

/// Whether the values that both have are spelt alike.
fn same_spellings(old: &Field, new: &Field) -> bool {
    let (Some(old), Some(new)) = (old.field_type.choices(), new.field_type.choices()) else { return true };
    new.values.iter().all(|value| {
        let before = old.values.iter().find(|before| fold(&before.text) == fold(&value.text));
        before.is_none_or(|before| before.also == value.also)
    })
}

/// Which rows of an event's file are whose, and how their cells are read.
fn rows(program: &Program, event: &EventKind) -> String {
    let key = event.key.and_then(|key| program.field(key)).map(|field| reading(program, field));
    let dated = event.dated_by.and_then(|id| event.fields.get(id.index())).map(|field| &field.name);
    let fields: Vec<String> = event
        .fields
        .iter()
        .map(|field| format!("{} {}", fold(&field.name), reading(program, field)))
        .collect();
    format!("{:?} {key:?} {:?} {:?} {dated:?} {fields:?}", event.file, event.to, event.separator)
}

/// What a stage reads, through everything that it names.
#[derive(Default)]
struct Reads {
    fields: BTreeSet<FieldId>,
    events: BTreeSet<EventId>,
    nodes: Vec<NodeId>,
    rules: BTreeSet<RuleId>,
    stages: BTreeSet<StageId>,
    scores: BTreeSet<ScoreId>,
}

impl Reads {
    fn of(program: &Program, stage: StageId) -> Self {
        let mut reads = Reads::default();
        reads.stage(program, stage);
        while let Some(node) = reads.nodes.pop().and_then(|id| program.node(id)) {
            match &node.kind {
                NodeKind::Rule(id) => {
                    if reads.rules.insert(*id) {
                        reads.nodes.extend(program.rule(*id).map(|rule| rule.condition));
                    }
                }
                NodeKind::Stage(id) => reads.stage(program, *id),
                NodeKind::Test(test) => reads.operand(program, test.operand),
                kind @ (NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. }) => reads.nodes.extend(kind.parts()),
            }
        }
        reads
    }

    fn stage(&mut self, program: &Program, id: StageId) {
        if !self.stages.insert(id) {
            return;
        }
        self.nodes.extend(program.stage(id).and_then(|stage| stage.condition));
        let gated =
            program.sources.iter().flat_map(|source| &source.gates).any(|gate| gate.stages.contains(&id));
        for source in (0..program.sources.len()).map(SourceRuleId::at).filter(|_| gated) {
            let Some(source) = program.sources.get(source.index()) else { continue };
            self.nodes.extend(source.condition);
            let gates = source.gates.iter().filter(|gate| gate.stages.contains(&id));
            self.nodes.extend(gates.filter_map(|gate| gate.condition));
        }
        if let Some(rest) = program.lifecycle.rest.as_ref().filter(|_| id.index() > 0) {
            self.field(program, rest.from);
            self.nodes.extend(rest.unless);
        }
    }

    fn operand(&mut self, program: &Program, operand: Operand) {
        match operand {
            Operand::Field(id) | Operand::DomainOf(id) => self.field(program, id),
            Operand::Count(id) => {
                if let Some(set) = program.counts.get(id.index()) {
                    self.set(program, set);
                }
            }
            Operand::Pick(id) => {
                if let Some(pick) = program.picks.get(id.index()) {
                    self.set(program, &pick.set);
                }
            }
            Operand::Score(id) => self.score(program, id),
            Operand::EventField(_) => {}
        }
    }

    fn field(&mut self, program: &Program, id: FieldId) {
        if self.fields.insert(id)
            && let Some(Origin::Decided(rows)) = program.field(id).map(|field| &field.origin)
        {
            self.nodes.extend(rows.iter().filter_map(|row| row.condition));
        }
    }

    fn set(&mut self, program: &Program, set: &EventSet) {
        self.events.insert(set.event);
        if let Some(Window::Since(field)) = set.window {
            self.field(program, field);
        }
    }

    fn score(&mut self, program: &Program, id: ScoreId) {
        if !self.scores.insert(id) {
            return;
        }
        let Some(score) = program.scores.get(id.index()) else { return };
        for row in &score.rows {
            match &row.basis {
                Basis::When(node) => self.nodes.push(*node),
                Basis::Per { of: NumberSource::Field(field), .. } => self.field(program, *field),
                Basis::Per { of: NumberSource::Score(score), .. } => self.score(program, *score),
                Basis::ForEach(set) => self.set(program, set),
            }
        }
    }
}
