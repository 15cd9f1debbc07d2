//! Comparisons of numbers and money as sets of intervals of integers, exact.
//!
//! A rate turns `at least 100 USD` into a threshold for cells in EUR: a × 27/25 ≥ 100 asks a ≥ 92.59…, and since
//! amounts are whole ten-thousandths, that is a ≥ 92.5926. The interval is found by multiplying across; nothing is
//! rounded but the threshold, to the next amount that there is.

use super::answers::Answer;
use super::cell::ONE;
use super::cell::number::Span;
use crate::model::condition::Relation;
use crate::model::value::Value;

/// Sets of integers, in order, disjoint, not touching; both ends are in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Intervals {
    parts: Vec<(i64, i64)>,
}

/// What a value of the definition is, in the units of a cell: the value is `numerator / denominator` of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    /// Above zero.
    pub(crate) numerator: i128,
    /// Above zero.
    pub(crate) denominator: i128,
}

/// A threshold between the integers: the integers next to it.
#[derive(Clone, Copy)]
struct Threshold {
    floor: i128,
    ceiling: i128,
}

impl Intervals {
    /// The integers that a relation lets through; none if numbers do not have it. `exchange` says how a value of the
    /// definition is worth in the cell's units.
    pub(crate) fn new(
        relation: &Relation,
        exchange: impl Fn(&Value) -> Option<(i64, Exchange)>,
    ) -> Option<Self> {
        let at = |value: &Value| {
            let (amount, Exchange { numerator, denominator }) = exchange(value)?;
            let exact = i128::from(amount) * numerator;
            let floor = exact.div_euclid(denominator);
            Some(Threshold { floor, ceiling: floor + i128::from(exact.rem_euclid(denominator) != 0) })
        };
        let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
        let parts = match relation {
            Relation::AtLeast(value) => vec![(at(value)?.ceiling, most)],
            Relation::MoreThan(value) => vec![(at(value)?.floor + 1, most)],
            Relation::AtMost(value) => vec![(least, at(value)?.floor)],
            Relation::LessThan(value) => vec![(least, at(value)?.ceiling - 1)],
            Relation::Between(low, high) => vec![(at(low)?.ceiling, at(high)?.floor)],
            Relation::Is(value) => vec![at(value).map(|at| (at.ceiling, at.floor))?],
            Relation::OneOf(list) => {
                list.values.iter().filter_map(at).map(|at| (at.ceiling, at.floor)).collect()
            }
            Relation::Known
            | Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::Before(_)
            | Relation::After(_)
            | Relation::OnOrBefore(_)
            | Relation::OnOrAfter(_)
            | Relation::InThePast
            | Relation::InTheFuture
            | Relation::ContainsWords(_)
            | Relation::ContainsText(_)
            | Relation::ContainsItems(_)
            | Relation::StartsWith(_)
            | Relation::EndsWith(_)
            | Relation::Matches(_) => return None,
        };
        Some(Intervals::of(parts))
    }

    /// These, each from one end to the other, both in; in any order.
    pub(crate) fn of(parts: Vec<(i128, i128)>) -> Self {
        let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
        let mut parts: Vec<(i64, i64)> = parts
            .into_iter()
            .filter(|(low, high)| low <= high && *low <= most && *high >= least)
            .map(|(low, high)| (low.max(least) as i64, high.min(most) as i64))
            .collect();
        parts.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::with_capacity(parts.len());
        for (low, high) in parts {
            match joined.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                Some(_) | None => joined.push((low, high)),
            }
        }
        Intervals { parts: joined }
    }

    /// The same for whole numbers: a whole number stands for all that lies up to the next, so that 1, 2 and 3 touch,
    /// and the band `1-3` lies in them.
    pub(crate) fn of_whole_numbers(self) -> Self {
        let one = i128::from(ONE);
        let part = |(low, high): (i64, i64)| {
            let low = i128::from(low).div_euclid(one) * one
                + if i128::from(low).rem_euclid(one) == 0 { 0 } else { one };
            (low, i128::from(high).div_euclid(one) * one + one - 1)
        };
        Intervals::of(self.parts.into_iter().map(part).collect())
    }

    /// Whether it is one interval, and which.
    pub(crate) fn single(&self) -> Option<(i64, i64)> {
        match self.parts.as_slice() {
            [part] => Some(*part),
            [] => Some((i64::MAX, i64::MIN)),
            [_, _, ..] => None,
        }
    }

    /// Where the numbers that are in begin, and where those that are not begin again.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = i64> + '_ {
        self.parts.iter().flat_map(|(low, high)| [Some(*low), high.checked_add(1)].into_iter().flatten())
    }

    /// Whether a number is in.
    pub(crate) fn has(&self, value: i64) -> bool {
        self.overlap(value, value).is_some()
    }

    /// The first part that reaches into the span.
    fn overlap(&self, low: i64, high: i64) -> Option<(i64, i64)> {
        let at = self.parts.partition_point(|(_, end)| *end < low);
        self.parts.get(at).copied().filter(|(start, _)| *start <= high)
    }

    /// Yes if all of the band is in, no if none of it is.
    pub(crate) fn answer(&self, Span { low, high }: Span) -> Answer {
        match self.overlap(low, high) {
            None => Answer::No,
            Some((start, end)) if start <= low && end >= high => Answer::Yes,
            Some(_) => Answer::Unknown,
        }
    }
}
