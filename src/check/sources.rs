//! Sources, and the gates that they put before stages.

use super::checker::{Checker, Scope, text_of};
use super::items::Placed;
use super::names::Thing;
use super::order::Unit;
use super::problem::structure::StructureProblem;
use crate::model::ids::{SourceRuleId, StageId};
use crate::model::lifecycle::{Gate, SourceRule};
use crate::syntax::document::{Name, SourceClause, SourceRule as Written};
use crate::text::span::{Place, SourceId};

impl<'a> Checker<'a> {
    /// Declares the sources.
    pub(super) fn declare_sources(&mut self) {
        for item in self.items.sources.clone() {
            let id = SourceRuleId::at(self.program.sources.len());
            if self.declare(item.source, &item.it.name, Thing::Source(id)) {
                self.program.sources.push(SourceRule {
                    name: item.it.name.text.clone(),
                    title: text_of(item.it.title.as_ref()),
                    place: Place::new(item.source, item.it.name.at.0),
                    condition: None,
                    because: item.it.when.as_ref().and_then(|when| text_of(when.because.as_ref())),
                    gates: Vec::new(),
                    open: None,
                    prose: Vec::new(),
                });
                self.source_items.push(item);
            }
        }
    }

    /// Their conditions and gates.
    pub(super) fn sources(&mut self) {
        let mut otherwise: Option<Place> = None;
        for (index, item) in self.source_items.clone().into_iter().enumerate() {
            let place = Place::new(item.source, item.it.name.at.0);
            if let Some(first) = otherwise {
                self.report(StructureProblem::AfterOtherwise { place, otherwise: first, what: "source" });
            }
            match &item.it.when {
                Some(when) => {
                    let start = self.begin_unit();
                    let node = self.condition(&Scope::new(item.source), &when.condition);
                    self.end_unit(Unit::Sources, start);
                    if let Some(source) = self.program.sources.get_mut(index) {
                        source.condition = node;
                    }
                }
                None => otherwise = otherwise.or(Some(place)),
            }
            self.source_lines(index, &item);
        }
    }

    fn source_lines(&mut self, index: usize, item: &Placed<'a, Written>) {
        let mut open: Option<Place> = None;
        let mut closed: Vec<(StageId, Place)> = Vec::new();
        for clause in &item.it.clauses {
            let place = Place::new(item.source, clause.at.0);
            match &clause.kind {
                SourceClause::Open { because } => {
                    self.once(&mut open, place, super::problem::fields::Line::Open, &item.it.name.text);
                    let because = text_of(because.as_ref());
                    if let Some(source) = self.program.sources.get_mut(index) {
                        source.open = Some(because);
                    }
                }
                SourceClause::ClosedFor { stages, because } => {
                    let stages = self.gated(item.source, stages, &mut closed);
                    let gate = Gate { stages, condition: None, because: text_of(because.as_ref()), place };
                    if let Some(source) = self.program.sources.get_mut(index) {
                        source.gates.push(gate);
                    }
                }
                SourceClause::GateFor { stages, condition, because } => {
                    let stages = self.gated(item.source, stages, &mut closed);
                    let start = self.begin_unit();
                    let node = self.condition(&Scope::new(item.source), condition);
                    let gates = self.program.sources.get(index).map_or(0, |source| source.gates.len());
                    self.end_unit(Unit::Gate(index as u32, gates as u32), start);
                    if let Some(source) = self.program.sources.get_mut(index) {
                        let because = text_of(because.as_ref());
                        source.gates.push(Gate { stages, condition: node, because, place });
                    }
                }
                SourceClause::Prose(prose) => {
                    if let Some(source) = self.program.sources.get_mut(index) {
                        source.prose.push(prose.text.clone());
                    }
                }
            }
        }
        let gates = self.program.sources.get(index).is_some_and(|source| !source.gates.is_empty());
        if let (Some(place), true) = (open, gates) {
            let first = closed.first().map_or(place, |(_, place)| *place);
            self.report(StructureProblem::OpenAndGated {
                place,
                gate: first,
                name: item.it.name.text.clone(),
            });
        }
    }

    fn gated(
        &mut self,
        source: SourceId,
        names: &[Name],
        closed: &mut Vec<(StageId, Place)>,
    ) -> Vec<StageId> {
        let mut stages = Vec::new();
        for name in names {
            let place = Place::new(source, name.at.0);
            if let Some(stage) = self.stage_named(source, name) {
                if let Some((_, first)) = closed.iter().find(|(other, _)| *other == stage) {
                    self.report(StructureProblem::GatedTwice {
                        place,
                        first: *first,
                        stage: name.text.clone(),
                    });
                    continue;
                }
                closed.push((stage, place));
                stages.push(stage);
            }
        }
        stages
    }
}
