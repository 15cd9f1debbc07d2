//! Profiles, criteria, the lifecycle, sources, scores, routes and duties.

use super::item::{Kind, Part};
use super::values::{duration, yes_no};
use super::writer::{Writer, form, quoted};
use crate::model::lifecycle::{
    Action, NumberSource, Outcome, Promise, Question, RuleKind, SourceRule, Stage, Term,
};
use crate::model::route::{Route, RouteRow, Target};
use crate::model::score::{Basis, Score, ScoreRow};

impl Writer<'_> {
    pub(super) fn rules(&self) -> Vec<Part> {
        let rules = self.program.rules.iter().enumerate();
        rules
            .map(|(index, rule)| {
                let kind = match rule.kind {
                    RuleKind::Profile => Kind::Profile,
                    RuleKind::Criterion(_) => Kind::Criterion,
                };
                let mut parts = vec![self.condition(rule.condition)];
                parts.extend(rule.if_unknown.map(|answer| form("if-unknown", [yes_no(answer)])));
                parts.extend(self.said("title", &rule.title));
                parts.extend(self.said("because", &rule.because));
                parts.extend(self.said("prose", &rule.prose));
                let mut part = self.part(kind, index, &rule.name, form("rule", parts));
                if let RuleKind::Criterion(Some(argument)) = &rule.kind {
                    part.key = format!("{} {}", part.key, self.value(None, argument));
                    part.name = Self::rule_name(rule);
                }
                part
            })
            .collect()
    }

    pub(super) fn lifecycle(&self) -> Part {
        let program = self.program;
        let lifecycle = &program.lifecycle;
        let mut parts = vec![if lifecycle.declared { "declared" } else { "one-stage" }.to_owned()];
        let stages = program.stages.iter().map(|stage| {
            let name = self.name(Kind::Stage, &stage.name);
            if stage.condition.is_some() { name } else { form("everybody", [name]) }
        });
        parts.push(form("stages", stages));
        let asides = program.asides.iter().map(|aside| {
            if self.words { quoted(&aside.name) } else { quoted(&crate::text::name::fold(&aside.name)) }
        });
        parts.push(form("asides", self.set(asides.collect())));
        // The CRM's own stage is known by names and titles.
        parts.extend(lifecycle.recorded_in.map(|field| {
            let stages = self.program.stages.iter().map(|stage| stage.title.as_deref());
            let titles = stages.chain(self.program.asides.iter().map(|aside| aside.title.as_deref()));
            let titles = titles.map(|title| quoted(&crate::text::name::fold(title.unwrap_or_default())));
            form("recorded-in", [self.field(field)].into_iter().chain(titles))
        }));
        parts.extend(lifecycle.rest.as_ref().map(|rest| {
            let unless = rest.unless.map(|unless| form("unless", [self.condition(unless)]));
            let where_to = [self.aside(rest.aside), duration(rest.duration), self.field(rest.from)];
            form("rest", where_to.into_iter().chain(unless))
        }));
        parts.extend(self.said("prose", &lifecycle.prose));
        self.part(Kind::Lifecycle, 0, "lifecycle", form("lifecycle", parts))
    }

    pub(super) fn stages(&self) -> Vec<Part> {
        let stages = self.program.stages.iter().enumerate();
        stages
            .flat_map(|(index, stage)| {
                let mut parts = vec![self.condition_or(stage.condition, "everybody")];
                parts.extend(self.said("title", &stage.title));
                parts.extend(self.said("because", &stage.because));
                parts.extend(self.said("prose", &stage.prose));
                let skips: Vec<String> = stage.may_skip.iter().map(|stage| self.stage(*stage)).collect();
                parts.extend(self.said("may-skip", &skips));
                let mut ways = self.part(Kind::Ways, index, &stage.name, self.ways(stage));
                ways.key = self.renames.of(Kind::Stage, &crate::text::name::fold(&stage.name)).to_owned();
                [self.part(Kind::Stage, index, &stage.name, form("stage", parts)), ways]
            })
            .collect()
    }

    fn ways(&self, stage: &Stage) -> String {
        let asked = |question: &Question| match question {
            Question::Field(field) => form("field", [self.field(*field)]),
            Question::Event(event) => form("events", [self.event(*event)]),
        };
        let lines = |head: &str, outcomes: &[Outcome]| {
            (!outcomes.is_empty()).then(|| form(head, outcomes.iter().map(|outcome| self.outcome(outcome))))
        };
        let mut parts = Vec::new();
        parts.extend(stage.entered_on.map(|field| form("entered-on", [self.field(field)])));
        parts.extend((!stage.ask.is_empty()).then(|| form("ask", stage.ask.iter().map(asked))));
        parts.extend(lines("leave-if", &stage.leave));
        parts.extend(lines("if-no", &stage.if_no));
        parts.extend(lines("if-unknown", &stage.if_unknown));
        form("ways", parts)
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        let mut parts = vec![self.condition_or(outcome.condition, "always")];
        parts.extend(outcome.action.as_ref().map(|action| match action {
            Action::Stay => "stay".to_owned(),
            Action::MoveTo(to, length) => {
                form("move-to", std::iter::once(self.destination(*to)).chain(length.map(duration)))
            }
            Action::RecycleTo(to, length) => {
                form("recycle-to", std::iter::once(self.destination(*to)).chain(length.map(duration)))
            }
        }));
        parts.extend(outcome.promise.as_ref().map(|promise| self.promise(promise)));
        parts.extend(self.said("because", &outcome.because));
        form("outcome", parts)
    }

    fn promise(&self, promise: &Promise) -> String {
        let mut parts = vec![self.who(promise.who), self.compared(&promise.what)];
        parts.extend(promise.term.map(|term| match term {
            Term::Within(length) => form("within", [duration(length)]),
            Term::WithinOf(length, stage) => form("within-of", [duration(length), self.stage(stage)]),
            Term::Before(to) => form("before", [self.destination(to)]),
            Term::Every(length) => form("every", [duration(length)]),
        }));
        parts.extend(promise.when.map(|when| form("when", [self.condition(when)])));
        parts.extend(self.said("because", &promise.because));
        form("must", parts)
    }

    /// The order of the sources, if there are several, and each of them.
    pub(super) fn sources(&self) -> Vec<Part> {
        let sources = &self.program.sources;
        let names = sources.iter().map(|source| self.name(Kind::Source, &source.name));
        let order = self.part(Kind::SourceOrder, 0, "sources", form("sources", names));
        let each = sources.iter().enumerate();
        let each =
            each.map(|(index, source)| self.part(Kind::Source, index, &source.name, self.gates(source)));
        (sources.len() > 1).then_some(order).into_iter().chain(each).collect()
    }

    fn gates(&self, source: &SourceRule) -> String {
        let mut parts = vec![self.condition_or(source.condition, "otherwise")];
        let gates = source.gates.iter().flat_map(|gate| {
            gate.stages.iter().map(|stage| {
                let because = self.said("because", &gate.because);
                let condition = self.condition_or(gate.condition, "closed");
                form("gate", [self.stage(*stage), condition].into_iter().chain(because))
            })
        });
        parts.extend(self.set(gates.collect()));
        parts.extend(self.said("title", &source.title));
        parts.extend(self.said("because", &source.because));
        parts.extend(self.said("open", source.open.iter().flatten()));
        parts.extend(self.said("prose", &source.prose));
        form("source", parts)
    }

    pub(super) fn scores(&self) -> Vec<Part> {
        let scores = self.program.scores.iter().enumerate();
        scores.map(|(index, score)| self.part(Kind::Score, index, &score.name, self.points(score))).collect()
    }

    fn points(&self, score: &Score) -> String {
        let mut parts = vec![score.low.to_string(), score.high.to_string()];
        parts.extend(self.bag(score.rows.iter().map(|row| self.score_row(row)).collect()));
        parts.extend(score.if_unknown.map(|answer| form("if-unknown", [yes_no(answer)])));
        let bands =
            score.bands.iter().map(|band| form("band", [self.compared(&band.name), band.from.to_string()]));
        parts.extend(bands);
        parts.extend(self.said("title", &score.title));
        parts.extend(self.said("prose", &score.prose));
        form("score", parts)
    }

    fn score_row(&self, row: &ScoreRow) -> String {
        let basis = match &row.basis {
            Basis::When(node) => form("when", [self.condition(*node)]),
            Basis::Per { step, of } => {
                let of = match of {
                    NumberSource::Field(field) => form("field", [self.field(*field)]),
                    NumberSource::Score(score) => form("score", [self.score(*score)]),
                };
                form("per", [step.to_string(), of])
            }
            Basis::ForEach(set) => form("for-each", [self.events(set)]),
        };
        let mut parts = vec![row.points.to_string(), basis];
        parts.extend(row.at_most.map(|most| form("at-most", [most.to_string()])));
        parts.extend(row.losing.map(|(loss, every)| form("losing", [loss.to_string(), duration(every)])));
        parts.extend(self.said("because", &row.because));
        form("row", parts)
    }

    pub(super) fn routes(&self) -> Vec<Part> {
        let routes = self.program.routes.iter().enumerate();
        routes
            .map(|(index, route)| {
                let name = self.program.stage(route.stage).map_or("", |stage| stage.name.as_str());
                let mut part = self.part(Kind::Route, index, name, self.route(route));
                part.key = self.renames.of(Kind::Stage, &crate::text::name::fold(name)).to_owned();
                part
            })
            .collect()
    }

    fn route(&self, route: &Route) -> String {
        let mut parts: Vec<String> = route.rows.iter().map(|row| self.route_row(row)).collect();
        parts.extend(route.if_unknown.iter().map(|row| form("if-unknown", [self.route_row(row)])));
        parts.extend(route.deadlines.iter().map(|(condition, length)| {
            form("respond", [duration(*length), self.condition_or(*condition, "otherwise")])
        }));
        parts.extend(route.shown_by.map(|shown| form("shown-by", [self.condition(shown)])));
        parts.extend(self.said("prose", &route.prose));
        form("route", parts)
    }

    fn route_row(&self, row: &RouteRow) -> String {
        let target = match &row.target {
            Target::Team(team) => self.team(*team),
            Target::ValueOf(field) => form("value-of", [self.field(*field)]),
            // Which team a contact gets depends on the order of the teams.
            Target::OneOf(teams, by) => {
                let teams = teams.iter().map(|team| self.team(*team));
                form("shared-by", std::iter::once(self.field(*by)).chain(teams))
            }
        };
        let mut parts = vec![target, self.condition_or(row.condition, "otherwise")];
        parts.extend(row.respond_within.map(|length| form("within", [duration(length)])));
        parts.extend(self.said("because", &row.because));
        form("row", parts)
    }

    pub(super) fn duties(&self) -> Vec<Part> {
        let duties = self.program.duties.iter().enumerate();
        duties
            .map(|(index, duty)| {
                let mut parts = vec![self.promise(&duty.promise)];
                parts.extend(duty.shown_by.map(|shown| form("shown-by", [self.condition(shown)])));
                parts.extend(duty.otherwise.iter().map(|text| form("otherwise", [self.compared(text)])));
                parts.extend(self.said("prose", &duty.prose));
                let key = format!("{} {}", self.who(duty.promise.who), duty.promise.what);
                let mut part = self.part(Kind::Duty, index, &key, form("duty", parts));
                part.name = duty.promise.what.clone();
                part
            })
            .collect()
    }
}
