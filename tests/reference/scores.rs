//! Scores: a range of points, in millionths (4.8).

use uld::syntax::document::{
    Band, Literal, Name, Points, PointsBasis, Relation, Score, ScoreClause, Value as Written,
};

use super::calendar::Day;
use super::cells::Value;
use super::events::Filter;
use super::judge::{Judge, Scope};
use super::logic::{Bug, No, Three, Unknown, Yes};

pub const MILLION: i128 = 1_000_000;

/// A whole number of a definition.
pub fn whole(number: &uld::syntax::document::Number) -> i128 {
    i128::from(number.value / 10_000)
}

pub fn bands(score: &Score) -> &[Band] {
    let found = score.clauses.iter().find_map(|clause| match &clause.kind {
        ScoreClause::Bands(bands) => Some(bands.as_slice()),
        ScoreClause::Points(_) | ScoreClause::IfUnknown(_) | ScoreClause::Prose(_) => None,
    });
    found.unwrap_or_default()
}

pub fn rows(score: &Score) -> impl Iterator<Item = &Points> {
    score.clauses.iter().filter_map(|clause| match &clause.kind {
        ScoreClause::Points(points) => Some(points),
        ScoreClause::Bands(_) | ScoreClause::IfUnknown(_) | ScoreClause::Prose(_) => None,
    })
}

/// "`if unknown, assume no` … in a score, every unknown row gives 0"
pub fn assumes(score: &Score) -> bool {
    score.clauses.iter().any(|clause| matches!(clause.kind, ScoreClause::IfUnknown(_)))
}

impl Judge<'_> {
    /// "capped and summed in millionths, then rounded towards minus infinity, then held in the range"
    pub fn score(&self, score: &Score) -> (i128, i128) {
        if let Some(known) = self.memo.scores.borrow().get(&score.name.key) {
            return *known;
        }
        let (mut low, mut high) = (0, 0);
        for row in rows(score) {
            let (from, to) = self.points(score, row);
            low += from;
            high += to;
        }
        let hold = |sum: i128| sum.div_euclid(MILLION).clamp(whole(&score.low), whole(&score.high));
        let found = (hold(low), hold(high));
        self.memo.scores.borrow_mut().insert(score.name.key.clone(), found);
        found
    }

    /// What a row adds at least and at most, in millionths.
    pub fn points(&self, score: &Score, row: &Points) -> (i128, i128) {
        // "without a cap, the score's end on that side (high; low for `minus`) is the range's": more than it can hold.
        let end = 10_i128.pow(34);
        let cap = row.at_most.as_ref().map(|most| whole(most) * MILLION);
        let each = whole(&row.points) * MILLION;
        let (low, high) = match &row.basis {
            PointsBasis::When(when) => match self.chain(&when.chain, &Scope::default()) {
                Yes => (each, each),
                No => (0, 0),
                // "A score row that is unknown adds between 0 and its points"
                Unknown => (0, each),
            },
            PointsBasis::Per { step, of } => {
                let step = step.as_ref().map_or(1, whole);
                match self.amount(of) {
                    // "gives its points for each whole n in the number F, nothing below 0"
                    Some((from, Some(to))) => {
                        let times = |number: i128| number.div_euclid(step * 10_000).max(0);
                        (each * times(from), each * times(to))
                    }
                    Some((from, None)) => {
                        let low = each * from.div_euclid(step * 10_000).max(0);
                        (low, cap.unwrap_or(end).max(low))
                    }
                    // "when F is missing lies between 0 and its cap"
                    None => (0, cap.unwrap_or(end)),
                }
            }
            PointsBasis::ForEach { event, .. } => match self.rows_of(event) {
                // "without an events file the row is open as a `per` row with a missing F is"
                (_, None) => (0, cap.unwrap_or(end)),
                (_, Some(_)) => self.for_each(row, each, cap),
            },
        };
        // "A cap holds the size of a row's points, also of a `minus` row, after decay."
        let capped = |size: i128| cap.map_or(size, |cap| size.min(cap));
        let (low, mut high) = (capped(low), capped(high));
        let mut low = low;
        if assumes(score) {
            match &row.basis {
                PointsBasis::When(_) | PointsBasis::ForEach { .. } => high = low,
                PointsBasis::Per { .. } if low != high => (low, high) = (0, 0),
                PointsBasis::Per { .. } => {}
            }
        }
        if row.minus { (-high, -low) } else { (low, high) }
    }

    /// The number that a `per` row counts in: from, to, in ten-thousandths; an open end is none.
    fn amount(&self, of: &Name) -> Option<(i128, Option<i128>)> {
        // "F may be another score."
        if let Some(other) = self.definition.score(of) {
            let (low, high) = self.score(other);
            return Some((low * 10_000, Some(high * 10_000)));
        }
        match self.cell(of).value {
            Some(Value::Number(low, high)) => {
                Some((low.top.div_euclid(low.bottom), high.map(|high| high.top.div_euclid(high.bottom))))
            }
            _ => None,
        }
    }

    /// "in a `for each` row each maybe-row adds between 0 and its points times its factor (1 when its date is missing)"
    fn for_each(&self, row: &Points, each: i128, cap: Option<i128>) -> (i128, i128) {
        let PointsBasis::ForEach { event, filter, window } = &row.basis else { return (0, 0) };
        let (event, Some(events)) = self.rows_of(event) else { return (0, 0) };
        let filter = filter.as_deref().map_or(Filter::None, Filter::Unary);
        let (mut low, mut high) = (0, 0);
        let mut left = cap;
        for one in events {
            let counts = self.counts(event, one, filter, window.as_ref(), &Scope::default());
            let factor = self.date_of(event, one).map_or(MILLION, |(day, _)| self.factor(row, day));
            let mut points = each / MILLION * factor;
            if let (Some(Bug::CapBeforeDecay), Some(left)) = (self.bug, &mut left) {
                let taken = if counts == No { 0 } else { each.min(*left) };
                *left -= taken;
                points = taken / MILLION * factor;
            }
            match counts {
                Yes => (low, high) = (low + points, high + points),
                Unknown => high += points,
                No => {}
            }
        }
        (low, high)
    }

    /// "F(0) = 1,000,000; F(k+1) = F(k) × (100 − loss) ÷ 100 rounded down, k the largest number of periods with date ≤
    /// A − k periods"
    fn factor(&self, row: &Points, day: Day) -> i128 {
        let Some((loss, period)) = &row.losing else { return MILLION };
        let mut factor = MILLION;
        let mut periods = 1;
        while factor > 0 && day <= self.away(period, -periods) {
            // A percentage counts ten-thousandths of one per cent.
            factor = factor * (MILLION - i128::from(loss.value)) / MILLION;
            periods += 1;
        }
        factor
    }

    /// The lowest and the highest points of a band.
    fn band(score: &Score, name: &Name) -> (i128, i128) {
        let bands = bands(score);
        let index = bands.iter().position(|band| band.name == *name);
        let index = index.unwrap_or_else(|| panic!("no band {}", name.text));
        let last = bands.get(index + 1).map_or(whole(&score.high), |next| whole(&next.from) - 1);
        (whole(&bands[index].from), last)
    }

    pub fn band_of(score: &Score, points: i128) -> Option<&str> {
        let band = bands(score).iter().rev().find(|band| whole(&band.from) <= points);
        band.map(|band| band.name.text.as_str())
    }

    /// "`at least n` is yes if low ≥ n, no if high < n, else unknown; `S is B` is yes when both ends are in B, no when
    /// no value from low to high is in B, else unknown; bands are ordered, so `S is at least B` … are sound"
    pub fn score_relation(&self, score: &Score, relation: &Relation) -> Three {
        let (low, high) = self.score(score);
        let ends = |value: &Written| match value {
            Written::Name(name) => Self::band(score, name),
            Written::Literal(Literal::Number(number)) => (whole(number), whole(number)),
            other => panic!("{other:?} is no value of a score"),
        };
        let at_least = |n: i128| {
            if low >= n {
                Yes
            } else if high < n {
                No
            } else {
                Unknown
            }
        };
        let between = |from: i128, to: i128| {
            if from <= low && high <= to {
                Yes
            } else if high < from || to < low {
                No
            } else {
                Unknown
            }
        };
        let included = i128::from(self.bug == Some(Bug::BoundIncluded));
        match relation {
            Relation::Is(value) => between(ends(value).0, ends(value).1),
            Relation::AtLeast(value) => at_least(ends(value).0),
            Relation::AtMost(value) => at_least(ends(value).1 + 1).not(),
            Relation::MoreThan(value) => at_least(ends(value).1 + 1 - included),
            Relation::LessThan(value) => at_least(ends(value).0 + included).not(),
            Relation::Between(from, to) => between(ends(from).0, ends(to).1),
            _ => panic!("no relation of scores: {relation:?}"),
        }
    }
}
