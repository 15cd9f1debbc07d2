//! Routes: who gets a contact, and how soon.

use super::checker::{Checker, Scope, text_of};
use super::items::Placed;
use super::operators::Kind;
use super::order::Unit;
use super::problem::fields::{FieldProblem, Line};
use super::problem::names::NameProblem;
use super::problem::structure::StructureProblem;
use super::values::{duration, moves_dates};
use crate::model::ids::{FieldId, NodeId};
use crate::model::route::{Route, RouteRow, Target};
use crate::syntax::document::{
    Name, Route as Written, RouteClause, RouteRow as WrittenRow, RouteRowWhen, Target as WrittenTarget,
};
use crate::text::span::{Place, SourceId, Span};

impl<'a> Checker<'a> {
    /// All routes; their conditions belong to the last step.
    pub(super) fn routes(&mut self) {
        let mut seen: Vec<(crate::model::ids::StageId, Place)> = Vec::new();
        for item in self.items.routes.clone() {
            let place =
                Place::new(item.source, Span { start: item.place.span.start, end: item.it.stage.at.0.end });
            let stage = self.stage_named(item.source, &item.it.stage);
            if let Some(stage) = stage {
                if let Some((_, first)) = seen.iter().find(|(other, _)| *other == stage) {
                    let field = item.it.stage.text.clone();
                    self.report(FieldProblem::LineTwice { place, first: *first, line: Line::Route, field });
                    continue;
                }
                seen.push((stage, place));
            }
            let route = self.route(&item, place);
            if let (Some(stage), Some(route)) = (stage, route) {
                self.program.routes.push(Route { stage, ..route });
            }
        }
    }

    fn route(&mut self, item: &Placed<'a, Written>, place: Place) -> Option<Route> {
        let source = item.source;
        let mut route = Route {
            stage: crate::model::ids::StageId(0),
            place,
            rows: Vec::new(),
            if_unknown: None,
            deadlines: Vec::new(),
            shown_by: None,
            prose: Vec::new(),
        };
        let mut complete = true;
        let mut conditional = false;
        let (mut otherwise, mut unknown): (Option<Place>, Option<Place>) = (None, None);
        let (mut deadline_otherwise, mut shown): (Option<Place>, Option<Place>) = (None, None);
        let start = self.begin_unit();
        let mut last_row: Option<Place> = None;
        for clause in &item.it.clauses {
            let at = Place::new(source, clause.at.0);
            match &clause.kind {
                RouteClause::Row(row) => {
                    last_row = Some(at);
                    match row.when {
                        RouteRowWhen::When(_) => {
                            conditional = true;
                            if let Some(first) = otherwise {
                                let what = "row";
                                self.report(StructureProblem::AfterOtherwise {
                                    place: at,
                                    otherwise: first,
                                    what,
                                });
                            }
                        }
                        RouteRowWhen::Otherwise => {
                            self.once(&mut otherwise, at, Line::Otherwise, "the route")
                        }
                        RouteRowWhen::IfUnknown => {
                            self.once(&mut unknown, at, Line::IfUnknownTo, "the route")
                        }
                    }
                    match self.route_row(source, at, row) {
                        Some(found) if matches!(row.when, RouteRowWhen::IfUnknown) => {
                            route.if_unknown = Some(found);
                        }
                        Some(found) => route.rows.push(found),
                        None => complete = false,
                    }
                }
                RouteClause::RespondWithin { deadline, when } => {
                    if let Some(first) = deadline_otherwise {
                        let what = "deadline";
                        self.report(StructureProblem::AfterOtherwise { place: at, otherwise: first, what });
                    }
                    let condition = match when {
                        Some(when) => {
                            let node = self.chain(&Scope::new(source), &when.chain);
                            self.give_reason(node, when.because.as_ref());
                            node.map(Some)
                        }
                        None => {
                            deadline_otherwise = Some(at);
                            Some(None)
                        }
                    };
                    match condition {
                        Some(condition) => route.deadlines.push((condition, duration(deadline))),
                        None => complete = false,
                    }
                }
                RouteClause::ShownBy(chain) => {
                    self.once(&mut shown, at, Line::ShownBy, "the route");
                    route.shown_by = self.chain(&Scope::evidence(source), chain);
                    complete &= route.shown_by.is_some();
                }
                RouteClause::Prose(prose) => route.prose.push(prose.text.clone()),
            }
        }
        self.end_unit(Unit::Outcomes, start);
        let lengths = item.it.clauses.iter().filter_map(|clause| match &clause.kind {
            RouteClause::Row(row) => row.respond_within.as_ref(),
            RouteClause::RespondWithin { deadline, .. } => Some(deadline),
            RouteClause::ShownBy(_) | RouteClause::Prose(_) => None,
        });
        if shown.is_some()
            && let Some(length) = lengths.into_iter().find(|length| !moves_dates(length.unit))
        {
            self.started_on_a_day(source, length, &item.it.stage);
        }
        if otherwise.is_none() || conditional && unknown.is_none() {
            let team = self.program.teams.last().map(|team| team.name.clone());
            self.report(StructureProblem::NoOwner {
                place,
                stage: item.it.stage.text.clone(),
                otherwise: otherwise.is_none(),
                unknown: conditional && unknown.is_none(),
                after: last_row.unwrap_or(place).after(),
                team,
            });
            complete = false;
        }
        complete.then_some(route)
    }

    fn route_row(&mut self, source: SourceId, place: Place, row: &WrittenRow) -> Option<RouteRow> {
        let mut because = text_of(row.because.as_ref());
        let condition = match &row.when {
            RouteRowWhen::When(when) => {
                let node = self.chain(&Scope::new(source), &when.chain);
                // A row may have two reasons: one behind its condition, one behind its deadline.
                if because.is_some() {
                    self.give_reason(node, when.because.as_ref());
                } else {
                    because = text_of(when.because.as_ref());
                }
                node.map(Some)
            }
            RouteRowWhen::Otherwise | RouteRowWhen::IfUnknown => Some(None),
        };
        let target = self.target(source, row);
        let condition: Option<NodeId> = condition?;
        Some(RouteRow {
            condition,
            target: target?,
            respond_within: row.respond_within.as_ref().map(duration),
            because,
            place,
        })
    }

    fn target(&mut self, source: SourceId, row: &WrittenRow) -> Option<Target> {
        match &row.target {
            WrittenTarget::Team(name) => self.team_named(source, name).map(Target::Team),
            WrittenTarget::ValueOf(name) => {
                self.text_field(source, name, "the owner's name stands in a text field").map(Target::ValueOf)
            }
            WrittenTarget::OneOf { teams, by } => {
                let found: Vec<_> = teams.iter().map(|team| self.team_named(source, team)).collect();
                let by = self.text_field(source, by, "contacts are shared by a text field")?;
                Some(Target::OneOf(found.into_iter().collect::<Option<Vec<_>>>()?, by))
            }
        }
    }

    fn text_field(&mut self, source: SourceId, name: &Name, why: &'static str) -> Option<FieldId> {
        let id = self.field_named(source, name, "text")?;
        let kind = self.type_of(id).kind()?;
        if !matches!(kind, Kind::Text | Kind::Email) {
            self.report(NameProblem::NotAText {
                place: Place::new(source, name.at.0),
                name: name.text.clone(),
                kind,
                why,
            });
            return None;
        }
        let place = Place::new(source, name.at.0);
        self.need_field(id, place);
        Some(id)
    }
}
