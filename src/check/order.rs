//! The order of evaluation: what needs what, circles, and steps in which nothing is needed before it is done.
//!
//! Nodes are built in the order of the text. Here the units that they belong to (a rule, a stage, a score, …) are put
//! in an order in which each comes after what it needs, without recursion, and the nodes are renumbered to follow.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::checker::Checker;
use super::problem::structure::{Link, StructureProblem};
use crate::model::condition::{Node, NodeKind};
use crate::model::field::Origin;
use crate::model::ids::{FieldId, NodeId, RuleId, ScoreId, StageId};
use crate::model::program::{Step, StepKind};
use crate::model::score::Basis;
use crate::text::span::Place;

/// What is settled as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unit {
    /// A derived field.
    Field(FieldId),
    /// A rule.
    Rule(RuleId),
    /// A score.
    Score(ScoreId),
    /// Which source matches.
    Sources,
    /// A gate: of which source, and which of its gates. Its nodes go with the first stage that it stands before.
    Gate(u32, u32),
    /// Whether a contact rests.
    Rest,
    /// A stage.
    Stage(StageId),
    /// A criterion with a parameter, checked by itself: index of its declaration. It is no step.
    Generic(usize),
    /// Outcomes, routes, duties.
    Outcomes,
}

/// Something that a unit needs, and where it says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    /// What.
    pub unit: Unit,
    /// Where.
    pub place: Place,
}

/// Some nodes of a unit.
#[derive(Clone, Debug)]
pub(super) struct Fragment {
    /// The nodes, as they were built.
    pub range: Range<u32>,
    /// What they need.
    pub needs: Vec<Need>,
}

impl Checker<'_> {
    /// What each unit needs, the needs of gates, sources and rest included; one entry for every unit there is.
    fn all_needs(&self) -> BTreeMap<Unit, Vec<Need>> {
        let mut needs: BTreeMap<Unit, Vec<Need>> = BTreeMap::new();
        for (index, field) in self.program.fields.iter().enumerate() {
            if matches!(field.origin, Origin::Decided(_)) {
                needs.insert(Unit::Field(FieldId::at(index)), Vec::new());
            }
        }
        for index in 0..self.program.rules.len() {
            needs.insert(Unit::Rule(RuleId::at(index)), Vec::new());
        }
        for index in 0..self.program.scores.len() {
            needs.insert(Unit::Score(ScoreId::at(index)), Vec::new());
        }
        if !self.program.sources.is_empty() {
            needs.insert(Unit::Sources, Vec::new());
        }
        if self.program.lifecycle.rest.is_some() {
            needs.insert(Unit::Rest, Vec::new());
        }
        for index in 0..self.program.stages.len() {
            needs.insert(Unit::Stage(StageId::at(index)), Vec::new());
        }
        for (unit, fragments) in &self.fragments {
            let slot = needs.entry(*unit).or_default();
            slot.extend(fragments.iter().flat_map(|fragment| fragment.needs.iter().copied()));
        }
        for (source, rule) in self.program.sources.iter().enumerate() {
            for (gate, of) in rule.gates.iter().enumerate() {
                let unit = Unit::Gate(source as u32, gate as u32);
                needs.entry(unit).or_default();
                for stage in &of.stages {
                    let slot = needs.entry(Unit::Stage(*stage)).or_default();
                    slot.push(Need { unit, place: of.place });
                    slot.push(Need { unit: Unit::Sources, place: of.place });
                }
            }
        }
        if let Some(rest) = &self.program.lifecycle.rest {
            let place = rest.place;
            for index in 1..self.program.stages.len() {
                let slot = needs.entry(Unit::Stage(StageId::at(index))).or_default();
                slot.push(Need { unit: Unit::Rest, place });
            }
        }
        needs
    }

    /// Reports circles; each ring once, with all its members.
    pub(super) fn circles(&mut self) {
        // Rules of one criterion are one place in a circle, whatever their argument.
        let instance_of: HashMap<RuleId, usize> =
            self.instances.iter().map(|((index, _), rule)| (*rule, *index)).collect();
        let declared = |unit: Unit| match unit {
            Unit::Rule(rule) => instance_of.get(&rule).map_or(unit, |index| Unit::Generic(*index)),
            Unit::Field(_)
            | Unit::Score(_)
            | Unit::Sources
            | Unit::Gate(..)
            | Unit::Rest
            | Unit::Stage(_)
            | Unit::Generic(_)
            | Unit::Outcomes => unit,
        };
        let mut graph: BTreeMap<Unit, Vec<Need>> = BTreeMap::new();
        for (unit, needs) in self.all_needs() {
            let slot = graph.entry(declared(unit)).or_default();
            slot.extend(needs.iter().map(|need| Need { unit: declared(need.unit), place: need.place }));
        }
        let mut starts: Vec<Unit> = graph.keys().copied().collect();
        starts.sort_by_key(|unit| (self.unit_place(*unit), *unit));
        let mut said: BTreeSet<BTreeSet<Unit>> = BTreeSet::new();
        for ring in rings(&starts, &graph) {
            let members: BTreeSet<Unit> = ring.iter().map(|need| need.unit).collect();
            if said.insert(members) {
                self.report_ring(ring);
            }
        }
    }

    fn report_ring(&mut self, mut ring: Vec<Need>) {
        // Each entry is a member and the place where the one before it names it; start after the earliest declared.
        let first = ring
            .iter()
            .enumerate()
            .min_by_key(|(_, need)| (self.unit_place(need.unit), need.unit))
            .map_or(0, |(index, _)| index);
        let length = ring.len().max(1);
        ring.rotate_left((first + 1) % length);
        let members: Vec<Link> =
            ring.iter().map(|need| Link { name: self.unit_name(need.unit), used: need.place }).collect();
        self.report(StructureProblem::Circle { ring: members });
    }

    fn unit_name(&self, unit: Unit) -> String {
        match unit {
            Unit::Field(id) => self.field_name(id),
            Unit::Rule(id) => self.program.rule(id).map_or(String::new(), |rule| rule.name.clone()),
            Unit::Score(id) => {
                self.program.scores.get(id.index()).map_or(String::new(), |score| score.name.clone())
            }
            Unit::Sources => "the sources".to_owned(),
            Unit::Gate(source, _) => self
                .program
                .sources
                .get(source as usize)
                .map_or(String::new(), |source| format!("the gate of {}", source.name)),
            Unit::Rest => "rest".to_owned(),
            Unit::Stage(id) => self.program.stage(id).map_or(String::new(), |stage| stage.name.clone()),
            Unit::Generic(index) => self
                .declarations
                .get(index)
                .map_or(String::new(), |declaration| declaration.name.text.clone()),
            Unit::Outcomes => "outcomes".to_owned(),
        }
    }

    fn unit_place(&self, unit: Unit) -> Place {
        let found = match unit {
            Unit::Field(id) => self.program.field(id).map(|field| field.place),
            Unit::Rule(id) => self.program.rule(id).map(|rule| rule.place),
            Unit::Score(id) => self.program.scores.get(id.index()).map(|score| score.place),
            Unit::Sources => self.program.sources.first().map(|source| source.place),
            Unit::Gate(source, gate) => self
                .program
                .sources
                .get(source as usize)
                .and_then(|source| source.gates.get(gate as usize))
                .map(|gate| gate.place),
            Unit::Rest => self.program.lifecycle.rest.as_ref().map(|rest| rest.place),
            Unit::Stage(id) => self.program.stage(id).map(|stage| stage.place),
            Unit::Generic(index) => self
                .declarations
                .get(index)
                .map(|declaration| Place::new(declaration.source, declaration.name.at.0)),
            Unit::Outcomes => None,
        };
        found.unwrap_or_default()
    }

    /// Puts the steps in order and renumbers the nodes. Only for a program without circles.
    pub(super) fn steps(&mut self) {
        let mut needs = self.all_needs();
        needs.retain(|unit, _| !matches!(unit, Unit::Generic(_) | Unit::Outcomes));
        let starts: Vec<Unit> = needs.keys().copied().collect();
        let mut order = after_needs(&starts, &needs);
        order.push(Unit::Outcomes);
        let old = std::mem::take(&mut self.program.nodes);
        let mut slots: Vec<Option<Node>> = old.into_iter().map(Some).collect();
        let mut renumbered: Vec<NodeId> = vec![NodeId(0); slots.len()];
        let mut placed: BTreeSet<Unit> = BTreeSet::new();
        for unit in order {
            let kind = match unit {
                Unit::Field(id) => StepKind::Decided(id),
                Unit::Rule(id) => StepKind::Rule(id),
                Unit::Score(id) => StepKind::Score(id),
                Unit::Sources => StepKind::Sources,
                Unit::Rest => StepKind::Rest,
                Unit::Stage(id) => StepKind::Stage(id),
                Unit::Outcomes => StepKind::Outcomes,
                // Its nodes go with its first stage, which comes after all that it needs.
                Unit::Gate(..) | Unit::Generic(_) => continue,
            };
            let start = self.program.nodes.len() as u32;
            let mut units = Vec::new();
            if let Unit::Stage(_) = unit {
                units.extend(
                    needs
                        .get(&unit)
                        .into_iter()
                        .flatten()
                        .map(|need| need.unit)
                        .filter(|need| matches!(need, Unit::Gate(..))),
                );
            }
            units.push(unit);
            for part in units {
                if !placed.insert(part) {
                    continue;
                }
                for fragment in self.fragments.get(&part).into_iter().flatten() {
                    for index in fragment.range.clone() {
                        let node = slots.get_mut(index as usize).and_then(Option::take);
                        let slot = renumbered.get_mut(index as usize);
                        if let (Some(node), Some(slot)) = (node, slot) {
                            *slot = NodeId::at(self.program.nodes.len());
                            self.program.nodes.push(node);
                        }
                    }
                }
            }
            self.program.steps.push(Step { nodes: start..self.program.nodes.len() as u32, kind });
        }
        self.renumber(&renumbered);
    }

    /// Gives every node id of the program its new number.
    fn renumber(&mut self, renumbered: &[NodeId]) {
        let fresh = |id: &mut NodeId| {
            if let Some(new) = renumbered.get(id.index()) {
                *id = *new;
            }
        };
        let program = &mut self.program;
        for node in &mut program.nodes {
            match &mut node.kind {
                NodeKind::All(parts) | NodeKind::Any(parts) | NodeKind::AtLeast { parts, .. } => {
                    parts.iter_mut().for_each(fresh);
                }
                NodeKind::Not(part) | NodeKind::AssumeIfUnknown { part, .. } => fresh(part),
                NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => {}
            }
        }
        for field in &mut program.fields {
            if let Origin::Decided(rows) = &mut field.origin {
                rows.iter_mut().filter_map(|row| row.condition.as_mut()).for_each(fresh);
            }
        }
        program.rules.iter_mut().for_each(|rule| fresh(&mut rule.condition));
        for score in &mut program.scores {
            for row in &mut score.rows {
                if let Basis::When(node) = &mut row.basis {
                    fresh(node);
                }
            }
        }
        for source in &mut program.sources {
            source.condition.iter_mut().for_each(fresh);
            source.gates.iter_mut().filter_map(|gate| gate.condition.as_mut()).for_each(fresh);
        }
        if let Some(rest) = &mut program.lifecycle.rest {
            rest.unless.iter_mut().for_each(fresh);
        }
        for stage in &mut program.stages {
            stage.condition.iter_mut().for_each(fresh);
            let lines = stage.leave.iter_mut().chain(&mut stage.if_no).chain(&mut stage.if_unknown);
            for line in lines {
                line.condition.iter_mut().for_each(fresh);
                if let Some(promise) = &mut line.promise {
                    promise.when.iter_mut().for_each(fresh);
                }
            }
        }
        for route in &mut program.routes {
            route.rows.iter_mut().filter_map(|row| row.condition.as_mut()).for_each(fresh);
            route.deadlines.iter_mut().filter_map(|(condition, _)| condition.as_mut()).for_each(fresh);
            route.shown_by.iter_mut().for_each(fresh);
        }
        for duty in &mut program.duties {
            duty.promise.when.iter_mut().for_each(fresh);
            duty.shown_by.iter_mut().for_each(fresh);
        }
    }
}

/// The units, each after what it needs. A unit that a circle leads back to is left where it is.
fn after_needs(starts: &[Unit], graph: &BTreeMap<Unit, Vec<Need>>) -> Vec<Unit> {
    let mut order = Vec::new();
    let mut seen: BTreeSet<Unit> = BTreeSet::new();
    let mut open: Vec<(Unit, usize)> = Vec::new();
    for start in starts {
        if seen.insert(*start) {
            open.push((*start, 0));
        }
        while let Some((unit, next)) = open.last_mut() {
            let unit = *unit;
            match graph.get(&unit).and_then(|needs| needs.get(*next)) {
                Some(need) => {
                    *next += 1;
                    if graph.contains_key(&need.unit) && seen.insert(need.unit) {
                        open.push((need.unit, 0));
                    }
                }
                None => {
                    order.push(unit);
                    open.pop();
                }
            }
        }
    }
    order
}

/// The circles of a graph: one for each edge that leads back. The entries of a ring are its members, each with the
/// place where the one before it names it.
fn rings(starts: &[Unit], graph: &BTreeMap<Unit, Vec<Need>>) -> Vec<Vec<Need>> {
    let mut found = Vec::new();
    let mut done: BTreeSet<Unit> = BTreeSet::new();
    // Members of the path from the start to here, and their position on it.
    let mut depth: HashMap<Unit, usize> = HashMap::new();
    let mut path: Vec<(Need, usize)> = Vec::new();
    for start in starts {
        if done.contains(start) {
            continue;
        }
        depth.insert(*start, path.len());
        path.push((Need { unit: *start, place: Place::default() }, 0));
        while let Some((here, next)) = path.last_mut() {
            let unit = here.unit;
            let Some(need) = graph.get(&unit).and_then(|needs| needs.get(*next)).copied() else {
                done.insert(unit);
                depth.remove(&unit);
                path.pop();
                continue;
            };
            *next += 1;
            if let Some(from) = depth.get(&need.unit) {
                if found.len() < 100 {
                    let mut ring: Vec<Need> = path.iter().skip(from + 1).map(|(need, _)| *need).collect();
                    ring.push(need);
                    found.push(ring);
                }
            } else if graph.contains_key(&need.unit) && !done.contains(&need.unit) {
                depth.insert(need.unit, path.len());
                path.push((need, 0));
            }
        }
    }
    found
}
