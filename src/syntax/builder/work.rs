//! What happens to contacts, and proof of it: scores, routes, duties, examples and their tables.

use super::Builder;
use super::rules::if_unknown;
use crate::syntax::document::{
    At, Band, Date, Duration, Duty, DutyClause, Example, ExampleClause, Expect, Given, Points, PointsBasis,
    Route, RouteClause, RouteRow, RouteRowWhen, Score, ScoreClause, Table, TableCell, TableRow, Target,
};
use crate::syntax::parser::{Part, Parts, Rule};
use crate::text::span::Span;

impl Builder<'_> {
    pub(super) fn score(&mut self, part: Part<'_>) -> Option<Score> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_score);
        let name = self.name(&mut parts)?;
        let title = self.text(&mut parts);
        parts.skip(Rule::kw_from);
        let low = self.number(&mut parts, Rule::whole)?;
        parts.skip(Rule::kw_to);
        let high = self.number(&mut parts, Rule::whole)?;
        let clauses = self.clauses(&mut parts, Rule::score_clause, Builder::score_clause)?;
        Some(Score { name, title, low, high, clauses })
    }

    fn score_clause(&mut self, part: Part<'_>) -> Option<ScoreClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(ScoreClause::Prose(self.prose(&part)));
        }
        if rule == Rule::if_unknown_assume {
            return Some(ScoreClause::IfUnknown(if_unknown(part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::points {
            return Some(ScoreClause::Points(self.points(&mut parts)?));
        }
        let mut bands = Vec::new();
        loop {
            let mut inner = Parts::of(parts.take(Rule::band)?);
            let name = self.name(&mut inner)?;
            inner.skip(Rule::kw_from);
            bands.push(Band { name, from: self.number(&mut inner, Rule::whole)? });
            if !parts.skip(Rule::comma) {
                return Some(ScoreClause::Bands(bands));
            }
        }
    }

    fn points(&mut self, parts: &mut Parts<'_>) -> Option<Points> {
        let minus = parts.skip(Rule::kw_minus);
        let points = self.number(parts, Rule::count)?;
        parts.skip(Rule::kw_points);
        let basis = self.points_basis(parts)?;
        parts.skip(Rule::comma);
        let at_most = match parts.take(Rule::at_most) {
            Some(part) => {
                let mut inner = Parts::of(part);
                inner.skip(Rule::kw_at_most);
                Some(self.number(&mut inner, Rule::count)?)
            }
            None => None,
        };
        parts.skip(Rule::comma);
        let losing = match parts.take(Rule::losing) {
            Some(part) => {
                let mut inner = Parts::of(part);
                inner.skip(Rule::kw_losing);
                let loss = self.percent(&mut inner)?;
                inner.skip(Rule::kw_every);
                Some((loss, self.duration(&mut inner)?))
            }
            None => None,
        };
        Some(Points { minus, points, basis, at_most, losing, because: self.because(parts) })
    }

    fn points_basis(&mut self, parts: &mut Parts<'_>) -> Option<PointsBasis> {
        if let Some(when) = self.row_when(parts) {
            return Some(PointsBasis::When(when));
        }
        if let Some(part) = parts.take(Rule::per) {
            let mut inner = Parts::of(part);
            inner.skip(Rule::kw_per);
            let step = self.number(&mut inner, Rule::count);
            inner.skip(Rule::kw_of);
            return Some(PointsBasis::Per { step, of: self.name(&mut inner)? });
        }
        let mut inner = Parts::of(parts.take(Rule::for_each)?);
        inner.skip(Rule::kw_for_each);
        let event = self.name(&mut inner)?;
        let filter = self.filter(&mut inner);
        Some(PointsBasis::ForEach { event, filter, window: self.window(&mut inner) })
    }

    pub(super) fn route(&mut self, part: Part<'_>) -> Option<Route> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_route);
        let stage = self.name(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::route_clause, Builder::route_clause)?;
        Some(Route { stage, clauses })
    }

    fn route_clause(&mut self, part: Part<'_>) -> Option<RouteClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(RouteClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::route_row {
            return Some(RouteClause::Row(self.route_row(&mut parts)?));
        }
        if rule == Rule::shown_by {
            return Some(RouteClause::ShownBy(self.chain(&mut parts)?));
        }
        let deadline = self.duration(&mut parts)?;
        Some(RouteClause::RespondWithin { deadline, when: self.row_when(&mut parts) })
    }

    fn route_row(&mut self, parts: &mut Parts<'_>) -> Option<RouteRow> {
        let (when, target) = if parts.skip(Rule::kw_to) {
            let target = self.target(parts)?;
            (RouteRowWhen::When(self.row_when(parts)?), target)
        } else if parts.skip(Rule::kw_otherwise_to) {
            (RouteRowWhen::Otherwise, self.target(parts)?)
        } else {
            parts.skip(Rule::kw_if_unknown_to);
            (RouteRowWhen::IfUnknown, Target::Team(self.name(parts)?))
        };
        parts.skip(Rule::comma);
        let respond_within = match parts.take(Rule::respond) {
            Some(part) => Some(self.respond(part)?),
            None => None,
        };
        Some(RouteRow { when, target, respond_within, because: self.because(parts) })
    }

    fn respond(&mut self, part: Part<'_>) -> Option<Duration> {
        let mut inner = Parts::of(part);
        inner.skip(Rule::kw_respond_within);
        self.duration(&mut inner)
    }

    fn target(&mut self, parts: &mut Parts<'_>) -> Option<Target> {
        let mut inner = Parts::of(parts.take(Rule::target)?);
        if inner.skip(Rule::kw_value_of) {
            return Some(Target::ValueOf(self.name(&mut inner)?));
        }
        if inner.skip(Rule::kw_one_of) {
            let teams = self.names(&mut inner)?;
            inner.skip(Rule::kw_by);
            return Some(Target::OneOf { teams, by: self.name(&mut inner)? });
        }
        Some(Target::Team(self.name(&mut inner)?))
    }

    pub(super) fn duty(&mut self, part: Part<'_>) -> Option<Duty> {
        let mut parts = Parts::of(part);
        let promise = self.promise(parts.take(Rule::promise)?)?;
        let clauses = self.clauses(&mut parts, Rule::duty_clause, Builder::duty_clause)?;
        Some(Duty { promise, clauses })
    }

    fn duty_clause(&mut self, part: Part<'_>) -> Option<DutyClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(DutyClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::shown_by {
            return Some(DutyClause::ShownBy(self.chain(&mut parts)?));
        }
        Some(DutyClause::Otherwise(self.text(&mut parts)?))
    }

    pub(super) fn example(&mut self, part: Part<'_>) -> Option<Example> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_example);
        let title = self.text(&mut parts)?;
        let as_of = self.as_of(&mut parts);
        let clauses = self.clauses(&mut parts, Rule::example_clause, Builder::example_clause)?;
        Some(Example { title, as_of, clauses })
    }

    fn as_of(&mut self, parts: &mut Parts<'_>) -> Option<Date> {
        let mut inner = Parts::of(parts.take(Rule::as_of)?);
        inner.skip(Rule::comma);
        inner.skip(Rule::kw_as_of);
        self.date(&mut inner)
    }

    fn example_clause(&mut self, part: Part<'_>) -> Option<ExampleClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(ExampleClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::givens {
            return Some(ExampleClause::Given(self.givens(&mut parts)?));
        }
        if rule == Rule::event_line {
            let event = self.name(&mut parts)?;
            return Some(ExampleClause::Event { event, givens: self.givens(&mut parts)? });
        }
        let mut expected = Vec::new();
        loop {
            expected.push(self.expect(parts.take(Rule::expect)?)?);
            if !parts.skip(Rule::comma) {
                return Some(ExampleClause::Expect(expected));
            }
        }
    }

    fn givens(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Given>> {
        let mut givens = Vec::new();
        loop {
            let mut inner = Parts::of(parts.take(Rule::given)?);
            let name = self.name(&mut inner)?;
            let mut values = Vec::new();
            if !inner.skip(Rule::kw_missing) {
                values.push(self.value(&mut inner)?);
                while inner.skip(Rule::kw_and) {
                    values.push(self.value(&mut inner)?);
                }
            }
            givens.push(Given { name, values });
            if !parts.skip(Rule::comma) {
                return Some(givens);
            }
        }
    }

    fn expect(&mut self, part: Part<'_>) -> Option<Expect> {
        let mut inner = Parts::of(part);
        if inner.skip(Rule::kw_route_to) {
            return Some(Expect::RouteTo(self.name(&mut inner)?));
        }
        let name = self.name(&mut inner)?;
        if !inner.skip(Rule::kw_unknown) {
            return Some(Expect::Value { name, value: self.value(&mut inner)? });
        }
        let mut asking = Vec::new();
        if let Some(part) = inner.take(Rule::asking) {
            let mut names = Parts::of(part);
            names.skip(Rule::kw_asking);
            asking.push(self.name(&mut names)?);
            while names.skip(Rule::kw_and) {
                asking.push(self.name(&mut names)?);
            }
        }
        Some(Expect::Unknown { name, asking })
    }

    pub(super) fn table(&mut self, part: Part<'_>) -> Option<Table> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_examples);
        let as_of = self.as_of(&mut parts);
        let mut rows = Vec::new();
        while let Some(row) = parts.take(Rule::table_row) {
            let at = At(self.span(&row));
            let mut inner = Parts::of(row);
            let mut cells = Vec::new();
            inner.skip(Rule::pipe);
            while let Some(cell) = inner.take(Rule::cell) {
                cells.push(self.cell(&cell));
                inner.skip(Rule::pipe);
            }
            rows.push(TableRow { at, cells });
        }
        Some(Table { as_of, rows })
    }

    fn cell(&mut self, part: &Part<'_>) -> TableCell {
        let written = part.as_str();
        let text = written.trim().to_owned();
        let span = self.span(part);
        let start = if text.is_empty() {
            // The middle, on the edge of a character.
            let middle =
                written.char_indices().map(|(at, _)| at).take_while(|at| *at <= written.len() / 2).last();
            span.start + middle.unwrap_or(0) as u32
        } else {
            span.start + (written.len() - written.trim_start().len()) as u32
        };
        TableCell { at: At(Span { start, end: start + text.len() as u32 }), text }
    }
}
