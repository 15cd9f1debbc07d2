//! Duties and promises: who must do what by when.

use std::ops::Range;

use super::checker::{Checker, Scope, text_of};
use super::names::{Thing, closest};
use super::order::Unit;
use super::problem::fields::Line;
use super::problem::structure::{MissingDeadline, StructureProblem};
use super::problem::values::ValueProblem;
use super::values::{duration, moves_dates};
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::FieldType;
use crate::model::ids::{EventId, FieldId, NodeId, TeamId};
use crate::model::lifecycle::{Destination, Duty, Promise, Term, Who};
use crate::syntax::document::{DutyClause, Name, Promise as Written, Term as WrittenTerm};
use crate::text::span::{Place, SourceId};

impl Checker<'_> {
    /// All duties; their conditions belong to the last step.
    pub(super) fn duties(&mut self) {
        for item in self.items.duties.clone() {
            let source = item.source;
            let start = self.begin_unit();
            let promise = self.promise(source, &item.it.promise);
            let evidence = self.program.nodes.len() as u32;
            let (mut shown, mut other): (Option<Place>, Option<Place>) = (None, None);
            let mut duty_shown: Option<NodeId> = None;
            let mut otherwise = None;
            let mut prose = Vec::new();
            for clause in &item.it.clauses {
                let place = Place::new(source, clause.at.0);
                match &clause.kind {
                    DutyClause::ShownBy(chain) => {
                        self.once(&mut shown, place, Line::ShownBy, "the duty");
                        duty_shown = self.chain(&Scope::evidence(source), chain);
                    }
                    DutyClause::Otherwise(text) => {
                        self.once(&mut other, place, Line::Otherwise, "the duty");
                        otherwise = Some(text.value.clone());
                    }
                    DutyClause::Prose(line) => prose.push(line.text.clone()),
                }
            }
            self.end_unit(Unit::Outcomes, start);
            if shown.is_some() {
                match &item.it.promise.term {
                    Some(WrittenTerm::Within(length, Some(stage))) if !moves_dates(length.unit) => {
                        let evidence = evidence..self.program.nodes.len() as u32;
                        self.measured_in_hours(source, length, stage, evidence);
                    }
                    Some(WrittenTerm::Within(_, Some(_)) | WrittenTerm::Before(_)) => {}
                    None | Some(WrittenTerm::Within(_, None) | WrittenTerm::Every(_)) => {
                        self.unmeasured(source, &item.it.promise, shown);
                    }
                }
            }
            if let Some(promise) = promise {
                self.program.duties.push(Duty { promise, shown_by: duty_shown, otherwise, prose });
            }
        }
    }

    /// Evidence is held against a deadline that starts on a day.
    fn unmeasured(&mut self, source: SourceId, promise: &Written, shown: Option<Place>) {
        let Some(shown) = shown else { return };
        let stage = self.program.stages.iter().find(|stage| stage.entered_on.is_some());
        let stage = stage.map(|stage| stage.name.clone());
        let term = match &promise.term {
            Some(WrittenTerm::Within(length, None)) => {
                let place = Place::new(source, length.at.0);
                MissingDeadline::Start { after: place.after(), stage }
            }
            Some(WrittenTerm::Every(_)) => MissingDeadline::Repeated,
            None | Some(WrittenTerm::Within(_, Some(_)) | WrittenTerm::Before(_)) => {
                let after = Place::new(source, promise.what.at.0).after();
                MissingDeadline::Whole { after, stage }
            }
        };
        self.report(StructureProblem::NotMeasured { place: Place::new(source, promise.at.0), shown, term });
    }

    /// A promise `within D of STAGE` starts on the date that the stage was entered.
    fn starts(&mut self, source: SourceId, stage: &Name) {
        let Some(Thing::Stage(id)) = self.names.get(&stage.key).map(|entry| entry.thing) else { return };
        let Some(known) = self.program.stage(id) else { return };
        let written = self.stage_items.iter().find(|(other, _)| *other == id);
        // A wrong `entered on` was reported where it stands.
        let tried = written.is_some_and(|(_, item)| {
            item.it
                .clauses
                .iter()
                .any(|clause| matches!(clause.kind, crate::syntax::document::StageClause::EnteredOn(_)))
        });
        if known.entered_on.is_none() && !tried {
            let problem = StructureProblem::NoStart {
                place: Place::new(source, stage.at.0),
                stage: known.name.clone(),
                declared: known.place,
            };
            self.report(problem);
        }
    }

    /// Hours and minutes need a time of day, at the start and in the evidence.
    fn measured_in_hours(
        &mut self,
        source: SourceId,
        length: &crate::syntax::document::Duration,
        stage: &Name,
        evidence: Range<u32>,
    ) {
        let place = Place::new(source, length.at.0);
        let written = self.sources.words(place).to_owned();
        let Some(Thing::Stage(id)) = self.names.get(&stage.key).map(|entry| entry.thing) else { return };
        let start = self.program.stage(id).and_then(|stage| stage.entered_on);
        if let Some((dated, declared)) = self.only_dated(start, evidence) {
            self.report(ValueProblem::DaysOnly { place, written, dated, declared });
        }
    }

    /// A route's deadline in hours from a day without a time is unknown for every contact.
    pub(super) fn started_on_a_day(
        &mut self,
        source: SourceId,
        length: &crate::syntax::document::Duration,
        stage: &Name,
    ) {
        let Some(Thing::Stage(id)) = self.names.get(&stage.key).map(|entry| entry.thing) else { return };
        let start = self.program.stage(id).and_then(|stage| stage.entered_on);
        if let Some((dated, declared)) = self.only_dated(start, 0..0) {
            let place = Place::new(source, length.at.0);
            self.report(StructureProblem::HoursFromDay { place, dated, declared });
        }
    }

    /// The first field without a time of day, of the start or in the evidence, with the place of its declaration.
    fn only_dated(&self, start: Option<FieldId>, evidence: Range<u32>) -> Option<(String, Place)> {
        let fields = start.into_iter().chain(self.dates_asked(evidence.clone()));
        let mut fields = fields.filter_map(|id| self.program.field(id));
        if let Some(field) = fields.find(|field| field.field_type == FieldType::Date) {
            return Some((field.name.clone(), field.place));
        }
        let events = self.events_asked(evidence).filter_map(|id| self.program.events.get(id.index()));
        let mut dates = events.filter_map(|kind| kind.fields.get(kind.dated_by?.index()));
        let field = dates.find(|field| field.field_type == FieldType::Date)?;
        Some((field.name.clone(), field.place))
    }

    /// The operands of the tests among these nodes.
    fn asked(&self, nodes: Range<u32>) -> impl Iterator<Item = Operand> {
        let nodes = self.program.nodes.get(nodes.start as usize..nodes.end as usize).unwrap_or(&[]);
        nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Test(test) => Some(test.operand),
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_) => None,
        })
    }

    fn dates_asked(&self, nodes: Range<u32>) -> impl Iterator<Item = FieldId> {
        self.asked(nodes).filter_map(|operand| match operand {
            Operand::Field(id) => Some(id),
            Operand::DomainOf(_)
            | Operand::EventField(_)
            | Operand::Pick(_)
            | Operand::Count(_)
            | Operand::Score(_) => None,
        })
    }

    fn events_asked(&self, nodes: Range<u32>) -> impl Iterator<Item = EventId> {
        self.asked(nodes).filter_map(|operand| match operand {
            Operand::Count(id) => self.program.counts.get(id.index()).map(|set| set.event),
            Operand::Field(_)
            | Operand::DomainOf(_)
            | Operand::EventField(_)
            | Operand::Pick(_)
            | Operand::Score(_) => None,
        })
    }

    /// A promise, at the left margin or in an outcome.
    pub(super) fn promise(&mut self, source: SourceId, written: &Written) -> Option<Promise> {
        let place = Place::new(source, written.at.0);
        let who = self.who(source, &written.who);
        let term = match &written.term {
            None => Some(None),
            Some(WrittenTerm::Within(length, None)) => Some(Some(Term::Within(duration(length)))),
            Some(WrittenTerm::Within(length, Some(stage))) => {
                self.starts(source, stage);
                self.stage_named(source, stage).map(|stage| Some(Term::WithinOf(duration(length), stage)))
            }
            Some(WrittenTerm::Before(stage)) => {
                self.destination(source, stage, None).map(|target: Destination| Some(Term::Before(target)))
            }
            Some(WrittenTerm::Every(length)) => Some(Some(Term::Every(duration(length)))),
        };
        let when = match &written.when {
            Some(chain) => self.chain(&Scope::new(source), chain).map(Some),
            None => Some(None),
        };
        Some(Promise {
            who: who?,
            what: written.what.value.clone(),
            term: term?,
            when: when?,
            because: text_of(written.because.as_ref()),
            place,
        })
    }

    fn who(&mut self, source: SourceId, name: &Name) -> Option<Who> {
        match name.key.as_str() {
            "marketing" => Some(Who::Marketing),
            "sales" => Some(Who::Sales),
            "both" => Some(Who::Both),
            key => match self.names.get(key).map(|entry| entry.thing) {
                Some(Thing::Team(team)) => Some(Who::Team(team)),
                Some(Thing::Broken) => None,
                Some(_) | None => {
                    if self.gaps.files || self.gaps.words.contains(key) {
                        self.gaps.any = true;
                        return None;
                    }
                    let sides = ["marketing", "sales", "both"];
                    let most = if self.may_suggest(self.program.teams.len()) { usize::MAX } else { 0 };
                    let teams: Vec<String> = self
                        .program
                        .teams
                        .iter()
                        .take(most)
                        .map(|team| crate::text::name::fold(&team.name))
                        .collect();
                    let near = closest(key, sides.into_iter().chain(teams.iter().map(String::as_str)));
                    let near = near.map(|near| {
                        let team = teams.iter().position(|team| team == near).map(TeamId::at);
                        team.and_then(|team| self.program.teams.get(team.index()))
                            .map_or(near.to_owned(), |team| team.name.clone())
                    });
                    self.report(StructureProblem::NobodyMust {
                        place: Place::new(source, name.at.0),
                        name: name.text.clone(),
                        near,
                    });
                    None
                }
            },
        }
    }
}
