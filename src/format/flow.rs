//! How the way of a contact is written: outcomes of stages, sources, scores, routes, duties.

use super::item::{CLAUSE, ROW};
use super::layout::Line;
use super::words::{Writer, breaking};
use crate::syntax::document::{
    Duration, Duty, DutyClause, Name, Outcome, OutcomeAction, OutcomeLine, OutcomeWhen, Points, PointsBasis,
    Promise, Route, RouteClause, RouteRow, RouteRowWhen, Score, ScoreClause, SourceClause, SourceRule,
    Target, Term,
};

impl Writer<'_> {
    /// `marketing`, `sales`, `both`, unless a definition declares a name like it; or a team.
    pub fn side(&self, line: &mut Line, side: &Name) {
        match side.key.as_str() {
            "marketing" | "sales" | "both" if self.spelling.of(side).is_none() => {
                self.spelled(line, &side.key, side.at.0);
            }
            _ => self.name(line, side),
        }
    }

    /// `if no and …: recycle to nurture for 90 days because "…"`
    pub fn outcome(&self, line: &mut Line, outcome: &OutcomeLine) {
        match (outcome.when, &outcome.condition) {
            (OutcomeWhen::Leave, _) => line.word("leave if"),
            (OutcomeWhen::No, None) => line.word("if no"),
            (OutcomeWhen::No, Some(_)) => line.word("if no and"),
            (OutcomeWhen::Unknown, None) => line.word("if unknown"),
            (OutcomeWhen::Unknown, Some(_)) => line.word("if unknown and"),
        };
        if let Some(chain) = &outcome.condition {
            self.chain(line, chain, true);
        }
        let Outcome { at: _, action, promise } = &outcome.outcome;
        line.mark(":");
        match action {
            Some(OutcomeAction::Stay) => {
                line.word("stay");
            }
            Some(OutcomeAction::MoveTo(stage, duration)) => {
                self.goes(line.word("move to"), stage, duration.as_ref())
            }
            Some(OutcomeAction::RecycleTo(stage, duration)) => {
                self.goes(line.word("recycle to"), stage, duration.as_ref())
            }
            None => {}
        }
        if let Some(promise) = promise {
            if action.is_some() {
                line.mark(",");
            }
            self.promise(line, promise);
        }
        self.because(line, outcome.because.as_ref());
    }

    fn goes(&self, line: &mut Line, stage: &Name, duration: Option<&Duration>) {
        self.name(line, stage);
        if let Some(duration) = duration {
            self.duration(line.word("for"), duration);
        }
    }

    /// `sales must "call" within 2 days of lead when …`
    fn promise(&self, line: &mut Line, promise: &Promise) {
        self.side(line, &promise.who);
        self.text(line.word("must"), &promise.what);
        match &promise.term {
            Some(Term::Within(duration, stage)) => {
                self.duration(line.word("within"), duration);
                if let Some(stage) = stage {
                    self.name(line.word("of"), stage);
                }
            }
            Some(Term::Before(stage)) => self.name(line.word("before"), stage),
            Some(Term::Every(duration)) => self.duration(line.word("every"), duration),
            None => {}
        }
        if let Some(chain) = &promise.when {
            self.when_chain(line, chain);
        }
        self.because(line, promise.because.as_ref());
    }

    /// `source referral when …` and its lines.
    pub fn source_rule(&self, lines: &mut Vec<Line>, head: Line, source: &SourceRule) {
        let mut head = head;
        self.name(head.word("source"), &source.name);
        self.title(&mut head, source.title.as_ref());
        match &source.when {
            Some(when) => self.when(lines, head, CLAUSE, when),
            None => {
                head.word("otherwise");
                lines.push(head);
            }
        }
        for clause in &source.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                SourceClause::Open { because } => self.because(line.word("open"), because.as_ref()),
                SourceClause::ClosedFor { stages, because } => {
                    self.names(line.word("closed for"), stages);
                    self.because(&mut line, because.as_ref());
                }
                SourceClause::GateFor { stages, condition, because } => {
                    self.names(line.word("gate for"), stages);
                    line.mark(":");
                    self.condition(lines, line, ROW, condition, because.as_ref());
                    continue;
                }
                SourceClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    /// `score engagement "How interested" from 0 to 100` and its lines.
    pub fn score(&self, lines: &mut Vec<Line>, head: Line, score: &Score) {
        let mut head = head;
        self.name(head.word("score"), &score.name);
        self.title(&mut head, score.title.as_ref());
        self.number(head.word("from"), &score.low);
        self.number(head.word("to"), &score.high);
        lines.push(head);
        for clause in &score.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                ScoreClause::Points(points) => self.points(&mut line, points),
                ScoreClause::IfUnknown(yes) => self.if_unknown(&mut line, *yes),
                ScoreClause::Bands(bands) => breaking(line.word("bands"), bands, |line, band| {
                    self.name(line, &band.name);
                    self.number(line.word("from"), &band.from);
                }),
                ScoreClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    fn points(&self, line: &mut Line, row: &Points) {
        line.word("-");
        if row.minus {
            line.word("minus");
        }
        self.number(line, &row.points);
        line.word(if row.points.value == ONE { "point" } else { "points" });
        match &row.basis {
            PointsBasis::When(when) => self.row_when(line, Some(when)),
            PointsBasis::Per { step, of } => {
                line.word("per");
                if let Some(step) = step {
                    self.number(line, step);
                    line.word("of");
                }
                self.name(line, of);
            }
            PointsBasis::ForEach { event, filter, window } => {
                self.rows(line.word("for each"), event, filter.as_deref(), window.as_ref());
            }
        }
        if let Some(cap) = &row.at_most {
            self.number(line.mark(",").word("at most"), cap);
        }
        if let Some((loss, period)) = &row.losing {
            self.percent(line.mark(",").word("losing"), loss);
            self.duration(line.word("every"), period);
        }
        self.because(line, row.because.as_ref());
    }

    /// `route lead` and its lines.
    pub fn route(&self, lines: &mut Vec<Line>, head: Line, route: &Route) {
        let mut head = head;
        self.name(head.word("route"), &route.stage);
        lines.push(head);
        for clause in &route.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                RouteClause::Row(row) => self.route_row(&mut line, row),
                RouteClause::RespondWithin { deadline, when } => {
                    self.duration(line.word("respond within"), deadline);
                    self.row_when(&mut line, when.as_ref());
                }
                RouteClause::ShownBy(chain) => self.chain(line.word("shown by"), chain, true),
                RouteClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    fn route_row(&self, line: &mut Line, row: &RouteRow) {
        line.word("-");
        match &row.when {
            RouteRowWhen::When(when) => {
                self.target(line.word("to"), &row.target);
                self.row_when(line, Some(when));
            }
            RouteRowWhen::Otherwise => self.target(line.word("otherwise to"), &row.target),
            RouteRowWhen::IfUnknown => self.target(line.word("if unknown to"), &row.target),
        }
        if let Some(deadline) = &row.respond_within {
            self.duration(line.mark(",").word("respond within"), deadline);
        }
        self.because(line, row.because.as_ref());
    }

    fn target(&self, line: &mut Line, target: &Target) {
        match target {
            Target::Team(team) => self.name(line, team),
            Target::ValueOf(field) => self.name(line.word("value of"), field),
            Target::OneOf { teams, by } => {
                breaking(line.word("one of"), teams, |line, team| self.name(line, team));
                self.name(line.word("by"), by);
            }
        }
    }

    /// `sales must "…" within … of lead` and its lines.
    pub fn duty(&self, lines: &mut Vec<Line>, head: Line, duty: &Duty) {
        let mut head = head;
        self.promise(&mut head, &duty.promise);
        lines.push(head);
        for clause in &duty.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                DutyClause::ShownBy(chain) => self.chain(line.word("shown by"), chain, true),
                DutyClause::Otherwise(text) => self.text(line.word("otherwise"), text),
                DutyClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }
}

/// The value of the number 1, in ten-thousandths.
const ONE: i64 = 10_000;
