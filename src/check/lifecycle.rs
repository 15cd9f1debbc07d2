//! The lifecycle: stages in their order, asides, rest, and what each stage says of a contact.

use std::collections::{HashMap, HashSet};

use super::blanks::Blanks;
use super::checker::{Checker, Scope, text_of};
use super::items::Placed;
use super::names::Thing;
use super::order::Unit;
use super::problem::fields::{FieldProblem, Line};
use super::problem::names::{Guess, NameProblem};
use super::problem::structure::StructureProblem;
use super::values::duration;
use crate::model::ids::{AsideId, StageId};
use crate::model::lifecycle::{Action, Aside, Destination, Outcome, Question, Rest, Stage};
use crate::syntax::document::{
    Chain, LifecycleClause, Name, OutcomeAction, OutcomeLine, OutcomeWhen, Stage as Written, StageClause,
    Test, Titled,
};
use crate::text::span::{Place, SourceId, Span};

impl<'a> Checker<'a> {
    /// Declares stages and asides, and gives each stage's rule its place.
    pub(super) fn stages(&mut self) {
        let lifecycles = self.items.lifecycles.clone();
        let mut first: Option<Place> = None;
        for item in &lifecycles {
            let head = item.it.stages.last().map_or(item.place.span, |stage| Span {
                start: item.place.span.start,
                end: stage.title.as_ref().map_or(stage.name.at.0, |title| title.at.0).end,
            });
            let place = Place::new(item.source, head);
            if let Some(first) = first {
                let field = "the definition".to_owned();
                self.report(FieldProblem::LineTwice { place, first, line: Line::Lifecycle, field });
                continue;
            }
            first = Some(place);
            self.program.lifecycle.declared = true;
            self.program.lifecycle.place = Some(place);
            for titled in &item.it.stages {
                self.stage(item.source, titled);
            }
            for clause in &item.it.clauses {
                if let LifecycleClause::Aside(asides) = &clause.kind {
                    for titled in asides {
                        let id = AsideId::at(self.program.asides.len());
                        if self.declare(item.source, &titled.name, Thing::Aside(id)) {
                            self.program.asides.push(Aside {
                                name: titled.name.text.clone(),
                                title: text_of(titled.title.as_ref()),
                                place: Place::new(item.source, titled.name.at.0),
                            });
                        }
                    }
                } else if let LifecycleClause::Prose(prose) = &clause.kind {
                    self.program.lifecycle.prose.push(prose.text.clone());
                }
            }
        }
        self.stage_rules(lifecycles.first().copied());
    }

    fn stage(&mut self, source: SourceId, titled: &Titled) {
        let id = StageId::at(self.program.stages.len());
        if self.declare(source, &titled.name, Thing::Stage(id)) {
            let title = text_of(titled.title.as_ref());
            let place = Place::new(source, titled.name.at.0);
            let name = titled.name.text.clone();
            self.program.stages.push(Stage { name, title, place, ..Stage::default() });
        }
    }

    /// Finds the stage of each rule.
    fn stage_rules(&mut self, lifecycle: Option<Placed<'a, crate::syntax::document::Lifecycle>>) {
        let rules = self.items.stages.clone();
        let mut ruled: HashMap<StageId, Place> = HashMap::new();
        for (index, item) in rules.iter().enumerate() {
            let name = &item.it.name;
            let place = Place::new(item.source, name.at.0);
            let known = self.names.get(&name.key).map(|entry| entry.thing);
            let stage = match known {
                Some(Thing::Stage(stage))
                    if self.program.lifecycle.declared || ruled.contains_key(&stage) =>
                {
                    stage
                }
                Some(Thing::Aside(_)) => {
                    self.report(StructureProblem::AsideWithRule { place, name: name.text.clone() });
                    continue;
                }
                Some(Thing::Broken) => continue,
                None if lifecycle.is_none() && !self.gaps.lifecycle && !self.gaps.files => {
                    let id = StageId::at(self.program.stages.len());
                    self.declare(item.source, name, Thing::Stage(id));
                    let title = text_of(item.it.title.as_ref());
                    let name = name.text.clone();
                    self.program.stages.push(Stage { name, title, place, ..Stage::default() });
                    id
                }
                None => {
                    self.declare(item.source, name, Thing::Broken);
                    if let Some(lifecycle) = lifecycle {
                        self.not_in_lifecycle(&rules, index, lifecycle);
                    } else {
                        self.gaps.any = true;
                    }
                    continue;
                }
                Some(_) => {
                    // Declared as something else: that is said.
                    self.declare(item.source, name, Thing::Broken);
                    continue;
                }
            };
            if let Some(first) = ruled.get(&stage) {
                let first = *first;
                self.report(NameProblem::DeclaredTwice {
                    name: name.text.clone(),
                    place,
                    first,
                    kind: "a stage's rule",
                });
                continue;
            }
            ruled.insert(stage, place);
            if let Some(slot) = self.program.stages.get_mut(stage.index()) {
                slot.place = place;
                if item.it.title.is_some() {
                    slot.title = text_of(item.it.title.as_ref());
                }
            }
            self.stage_items.push((stage, *item));
        }
        self.stages_without(&rules, &ruled);
    }

    fn stages_without(&mut self, rules: &[Placed<'a, Written>], ruled: &HashMap<StageId, Place>) {
        if self.gaps.lifecycle || self.gaps.files {
            return;
        }
        if !self.program.lifecycle.declared {
            if let (Some(first), Some(second)) =
                (rules.first(), self.stage_items.get(1).map(|(_, item)| *item))
            {
                let mut seen: HashSet<&str> = HashSet::new();
                let names = rules.iter().map(|item| &item.it.name).filter(|name| seen.insert(&name.key));
                let names: Vec<String> = names.map(|name| name.text.clone()).collect();
                self.report(StructureProblem::NoLifecycle {
                    place: Place::new(second.source, second.it.name.at.0),
                    first: Place::new(first.source, first.it.name.at.0),
                    names,
                    line: first.place,
                });
            }
            return;
        }
        if self.gaps.stage {
            return;
        }
        let missing: Vec<(Place, String)> = self
            .program
            .stages
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(index, _)| !ruled.contains_key(&StageId::at(*index)))
            .map(|(_, stage)| (stage.place, stage.name.clone()))
            .collect();
        for (place, name) in missing {
            self.report(StructureProblem::StageWithoutRule { place, name });
        }
    }

    /// A rule whose stage the lifecycle does not name: it belongs before the next stage that has a rule.
    fn not_in_lifecycle(
        &mut self,
        rules: &[Placed<'a, Written>],
        index: usize,
        lifecycle: Placed<'a, crate::syntax::document::Lifecycle>,
    ) {
        let Some(item) = rules.get(index) else { return };
        let next = rules.iter().skip(index + 1).take(100).find_map(|later| {
            match self.names.get(&later.it.name.key)?.thing {
                Thing::Stage(stage) => lifecycle.it.stages.get(stage.index()),
                Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Aside(_)
                | Thing::Profile(_)
                | Thing::Criterion(_)
                | Thing::Source(_)
                | Thing::Score(_)
                | Thing::Broken => None,
            }
        });
        let name = item.it.name.text.clone();
        let (insert, text) = match (next, lifecycle.it.stages.last()) {
            (Some(next), _) => (next.name.at.0.before(), format!("{name}, ")),
            (None, Some(last)) => {
                let end = last.title.as_ref().map_or(last.name.at.0, |title| title.at.0);
                (end.after(), format!(", {name}"))
            }
            (None, None) => return,
        };
        self.report(StructureProblem::NotInLifecycle {
            place: Place::new(item.source, item.it.name.at.0),
            name,
            insert: Place::new(lifecycle.source, insert),
            text,
        });
    }

    /// A stage of the lifecycle.
    pub(super) fn stage_named(&mut self, source: SourceId, name: &Name) -> Option<StageId> {
        let thing = self.resolve(source, name, Guess::Stage)?;
        if let Thing::Stage(stage) = thing {
            return Some(stage);
        }
        self.report(NameProblem::WrongThing {
            name: name.text.clone(),
            place: Place::new(source, name.at.0),
            is: thing.words(),
            wanted: "a stage",
        });
        None
    }

    /// The rest of the lifecycle's lines: `recorded in`, `rest in`.
    pub(super) fn lifecycle_lines(&mut self) {
        let Some(item) = self.items.lifecycles.first().copied() else { return };
        let (mut recorded, mut rest): (Option<Place>, Option<Place>) = (None, None);
        for clause in &item.it.clauses {
            let place = Place::new(item.source, clause.at.0);
            match &clause.kind {
                LifecycleClause::Aside(_) | LifecycleClause::Prose(_) => {}
                LifecycleClause::RecordedIn(name) => {
                    self.once(&mut recorded, place, Line::RecordedIn, "the lifecycle");
                    self.program.lifecycle.recorded_in = self.field_named(item.source, name, "text");
                }
                LifecycleClause::Rest { aside, duration: written, from, unless } => {
                    self.once(&mut rest, place, Line::Rest, "the lifecycle");
                    let scope = Scope::new(item.source);
                    let start = self.begin_unit();
                    let target = self.destination(item.source, aside, None);
                    let from = self.date_field(&scope, from, "rest starts on a date");
                    let length = duration(written);
                    let moves = self.moves(Place::new(item.source, written.at.0), length.unit);
                    let unless = match unless {
                        Some(chain) => self.chain(&scope, chain).map(Some),
                        None => Some(None),
                    };
                    self.end_unit(Unit::Rest, start);
                    match target {
                        Some(Destination::Aside(aside)) => {
                            if let (Some(from), Some(()), Some(unless)) = (from, moves, unless) {
                                self.program.lifecycle.rest =
                                    Some(Rest { aside, duration: length, from, unless, place });
                            }
                        }
                        Some(Destination::Stage(_)) => self.report(StructureProblem::NotAnAside {
                            place: Place::new(item.source, aside.at.0),
                            name: aside.text.clone(),
                        }),
                        None => {}
                    }
                }
            }
        }
    }

    /// An aside, or a stage. `below` is the stage whose outcome leads there: its way leads back, never on.
    pub(super) fn destination(
        &mut self,
        source: SourceId,
        name: &Name,
        below: Option<StageId>,
    ) -> Option<Destination> {
        let place = Place::new(source, name.at.0);
        let thing = match self.names.get(&name.key).map(|entry| entry.thing) {
            Some(Thing::Broken) => return None,
            Some(thing) => thing,
            None => {
                if self.gaps.lifecycle || self.gaps.files || self.gaps.words.contains(&name.key) {
                    self.gaps.any = true;
                    return None;
                }
                let near = self.near_destination(&name.key);
                self.report(StructureProblem::NoSuchDestination {
                    place,
                    name: name.text.clone(),
                    is: None,
                    near,
                    lifecycle: self.lifecycle_end(),
                });
                return None;
            }
        };
        match thing {
            Thing::Aside(aside) => Some(Destination::Aside(aside)),
            Thing::Stage(stage) => {
                if let Some(below) = below
                    && stage >= below
                {
                    self.report(StructureProblem::NotBack { place, name: name.text.clone() });
                    return None;
                }
                Some(Destination::Stage(stage))
            }
            Thing::Field(_)
            | Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Profile(_)
            | Thing::Criterion(_)
            | Thing::Source(_)
            | Thing::Score(_)
            | Thing::Broken => {
                self.report(StructureProblem::NoSuchDestination {
                    place,
                    name: name.text.clone(),
                    is: Some(thing.words()),
                    near: None,
                    lifecycle: self.lifecycle_end(),
                });
                None
            }
        }
    }

    fn near_destination(&mut self, key: &str) -> Option<String> {
        if !self.may_suggest(self.names.len()) {
            return None;
        }
        let candidates =
            self.names.iter().filter(|(_, entry)| matches!(entry.thing, Thing::Stage(_) | Thing::Aside(_)));
        let near = super::names::closest(key, candidates.map(|(key, _)| key))?;
        self.names.get(near).map(|entry| entry.text.clone())
    }

    /// Where a line below the lifecycle would go: the end of its first line.
    fn lifecycle_end(&self) -> Option<Place> {
        let item = self.items.lifecycles.first()?;
        let last = item.it.stages.last()?;
        let span = last.title.as_ref().map_or(last.name.at.0, |title| title.at.0);
        Some(Place::new(item.source, span.after()))
    }

    /// The conditions of the stages, and their other lines that need no condition.
    pub(super) fn stage_conditions(&mut self) {
        for (stage, item) in self.stage_items.clone() {
            let scope = Scope::new(item.source);
            let start = self.begin_unit();
            let handled = item.it.clauses.iter().any(|clause| {
                matches!(&clause.kind, StageClause::Outcome(line) if line.when == OutcomeWhen::Unknown)
            });
            self.blanks = (!handled).then(Blanks::default);
            let node = self.condition(&scope, &item.it.when.condition);
            self.warn_of_blanks();
            self.end_unit(Unit::Stage(stage), start);
            if let Some(slot) = self.program.stages.get_mut(stage.index()) {
                slot.condition = node;
                slot.because = text_of(item.it.when.because.as_ref());
            }
        }
    }

    /// The outcomes and other lines of the stages; conditions among them belong to the last step.
    pub(super) fn stage_lines(&mut self) {
        for (stage, item) in self.stage_items.clone() {
            let source = item.source;
            let (mut entered, mut skip, mut ask): (Option<Place>, Option<Place>, Option<Place>) =
                (None, None, None);
            let name = item.it.name.text.clone();
            let mut plain_no: Option<Place> = None;
            let mut plain_unknown: Option<Place> = None;
            for clause in &item.it.clauses {
                let place = Place::new(source, clause.at.0);
                match &clause.kind {
                    StageClause::EnteredOn(field) => {
                        self.once(&mut entered, place, Line::EnteredOn, &name);
                        let found = self.entered_on(source, field);
                        self.edit_stage(stage, |slot| slot.entered_on = found);
                    }
                    StageClause::MaySkip(names) => {
                        self.once(&mut skip, place, Line::MaySkip, &name);
                        for skipped in names {
                            self.may_skip(source, stage, skipped);
                        }
                    }
                    StageClause::Ask(names) => {
                        self.once(&mut ask, place, Line::Ask, &name);
                        let asked: Vec<Question> =
                            names.iter().filter_map(|name| self.question(source, name)).collect();
                        self.edit_stage(stage, |slot| slot.ask = asked);
                    }
                    StageClause::Outcome(line) => {
                        let plain = match line.when {
                            OutcomeWhen::No => &mut plain_no,
                            OutcomeWhen::Unknown => &mut plain_unknown,
                            OutcomeWhen::Leave => &mut None,
                        };
                        if let Some(first) = *plain {
                            let what = "line";
                            self.report(StructureProblem::AfterOtherwise { place, otherwise: first, what });
                        } else if line.condition.is_none() {
                            *plain = Some(place);
                        }
                        self.outcome(source, stage, place, line);
                    }
                    StageClause::Prose(prose) => {
                        let text = prose.text.clone();
                        self.edit_stage(stage, |slot| slot.prose.push(text));
                    }
                }
            }
            let first_of_many = self.program.lifecycle.declared && stage == StageId(0);
            let says = item.it.clauses.iter().any(
                |clause| matches!(&clause.kind, StageClause::Outcome(line) if line.when == OutcomeWhen::No),
            );
            if self.program.lifecycle.declared && !first_of_many && !says {
                self.no_way_back(&item, &name);
            }
        }
    }

    fn edit_stage(&mut self, stage: StageId, change: impl FnOnce(&mut Stage)) {
        if let Some(slot) = self.program.stages.get_mut(stage.index()) {
            change(slot);
        }
    }

    fn no_way_back(&mut self, item: &Placed<'a, Written>, name: &str) {
        let words = self.sources.words(item.place).to_owned();
        let end = item.place.span.end;
        let last = words.split_whitespace().next_back().unwrap_or("").len() as u32;
        let aside = self.program.asides.first().map(|aside| aside.name.clone());
        // Behind the comment, if there is one on that line.
        let line = self.sources.get(item.source).map_or(end, |text| {
            let line = text.line_span(text.line_of(end));
            let shown = text.text().get(end as usize..line.end as usize).unwrap_or("").trim_end();
            end + shown.len() as u32
        });
        self.report(StructureProblem::NoWayBack {
            place: Place::new(item.source, Span { start: end - last, end }),
            insert: Place::new(item.source, Span { start: line, end: line }),
            name: name.to_owned(),
            aside,
        });
    }

    fn entered_on(&mut self, source: SourceId, name: &Name) -> Option<crate::model::ids::FieldId> {
        let id = self.field_named(source, name, "date")?;
        let kind = self.type_of(id).kind()?;
        if matches!(kind, super::operators::Kind::Date | super::operators::Kind::DateTime) {
            return Some(id);
        }
        self.report(StructureProblem::EnteredOnNoDate {
            place: Place::new(source, name.at.0),
            name: name.text.clone(),
            kind,
        });
        None
    }

    fn may_skip(&mut self, source: SourceId, stage: StageId, name: &Name) {
        let Some(skipped) = self.stage_named(source, name) else { return };
        if skipped < stage {
            self.edit_stage(stage, |slot| slot.may_skip.push(skipped));
            return;
        }
        let own = self.program.stage(stage).map_or(String::new(), |stage| stage.name.clone());
        self.report(StructureProblem::SkipsLater {
            place: Place::new(source, name.at.0),
            name: name.text.clone(),
            stage: own,
        });
    }

    /// What can be asked for: a field or an event.
    pub(super) fn question(&mut self, source: SourceId, name: &Name) -> Option<Question> {
        let thing = self.resolve(source, name, Guess::Field("text".to_owned()))?;
        match thing {
            Thing::Field(id) => Some(Question::Field(id)),
            Thing::Event(id) => Some(Question::Event(id)),
            Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Stage(_)
            | Thing::Aside(_)
            | Thing::Profile(_)
            | Thing::Criterion(_)
            | Thing::Source(_)
            | Thing::Score(_)
            | Thing::Broken => {
                self.report(NameProblem::WrongThing {
                    name: name.text.clone(),
                    place: Place::new(source, name.at.0),
                    is: thing.words(),
                    wanted: "a field to ask for",
                });
                None
            }
        }
    }

    fn outcome(&mut self, source: SourceId, stage: StageId, place: Place, line: &OutcomeLine) {
        let scope = Scope::new(source);
        let start = self.begin_unit();
        if let Some(chain) = &line.condition
            && line.when != OutcomeWhen::Leave
        {
            self.only_once_reached(source, stage, chain, line);
        }
        let condition = match &line.condition {
            Some(chain) => self.chain(&scope, chain).map(Some),
            None => Some(None),
        };
        let action = match &line.outcome.action {
            None => Some(None),
            Some(OutcomeAction::Stay) => Some(Some(Action::Stay)),
            Some(OutcomeAction::MoveTo(name, length)) => {
                let target = self.outcome_target(source, stage, name, length.as_ref());
                target.map(|(target, length)| Some(Action::MoveTo(target, length)))
            }
            Some(OutcomeAction::RecycleTo(name, length)) => {
                let target = self.outcome_target(source, stage, name, length.as_ref());
                target.map(|(target, length)| Some(Action::RecycleTo(target, length)))
            }
        };
        let promise = match &line.outcome.promise {
            Some(promise) => self.promise(source, promise).map(Some),
            None => Some(None),
        };
        self.end_unit(Unit::Outcomes, start);
        let (Some(condition), Some(action), Some(promise)) = (condition, action, promise) else { return };
        let outcome = Outcome { condition, action, promise, because: text_of(line.because.as_ref()), place };
        self.edit_stage(stage, |slot| match line.when {
            OutcomeWhen::Leave => slot.leave.push(outcome),
            OutcomeWhen::No => slot.if_no.push(outcome),
            OutcomeWhen::Unknown => slot.if_unknown.push(outcome),
        });
    }

    fn outcome_target(
        &mut self,
        source: SourceId,
        stage: StageId,
        name: &Name,
        length: Option<&crate::syntax::document::Duration>,
    ) -> Option<(Destination, Option<crate::model::value::Duration>)> {
        let target = self.destination(source, name, Some(stage));
        let length = match length {
            Some(written) => {
                let length = duration(written);
                self.moves(Place::new(source, written.at.0), length.unit)?;
                Some(length)
            }
            None => None,
        };
        Some((target?, length))
    }

    /// `if no and lead …` under `lead` itself: such a contact is not there.
    fn only_once_reached(&mut self, source: SourceId, stage: StageId, chain: &Chain, line: &OutcomeLine) {
        let conjunction = chain.rest.iter().all(|(joiner, _)| !joiner.or);
        let units: Vec<_> =
            std::iter::once(chain.first.as_ref()).chain(chain.rest.iter().map(|(_, unary)| unary)).collect();
        let reached = |unary: &&crate::syntax::document::Unary| match &unary.test {
            Test::Reference { name, argument: None } if !unary.not => {
                matches!(self.names.get(&name.key).map(|entry| entry.thing), Some(Thing::Stage(own)) if own == stage)
            }
            Test::Reference { .. }
            | Test::Paren(_)
            | Test::Fits { .. }
            | Test::Quantity(_)
            | Test::Compare(_) => false,
        };
        if !conjunction || !units.iter().any(reached) {
            return;
        }
        let rest: Vec<String> = units
            .iter()
            .filter(|unary| !reached(unary))
            .map(|unary| self.sources.words(Place::new(source, unary.at.0)).to_owned())
            .collect();
        let stage = self.program.stage(stage).map_or(String::new(), |stage| stage.name.clone());
        self.report(StructureProblem::OnlyOnceReached {
            place: Place::new(source, chain.at.0),
            stage,
            rest: rest.join(" and "),
            no: line.when == OutcomeWhen::No,
        });
    }
}
