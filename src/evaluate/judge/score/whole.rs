//! Scores in whole points, added up in 64 bits: exact, since the bounds of all rows together were found to fit.
//!
//! A score has rows for conditions and for numbers only: points for events lose parts of points. Any other score, and
//! one whose numbers are too large, is left to the general way.

use super::super::Judge;
use super::ScorePoints;
use crate::evaluate::answers::Answers;
use crate::evaluate::batch::column::{Column, Values};
use crate::evaluate::masks;
use crate::model::lifecycle::NumberSource;
use crate::model::score::{Basis, Score, ScoreRow};
use crate::model::value::SCALE;

/// What a row adds, in points.
#[derive(Clone, Copy)]
struct Worth {
    /// For one.
    each: i64,
    /// The size of the row's cap; the most there is without one.
    cap: i64,
    is_capped: bool,
    /// One, in units of the number; of a condition, 1.
    unit: i64,
    /// So many are worth as much as any more, or are the most that there can be.
    most: i64,
    /// Whether what is open may add points without end.
    endless: bool,
}

impl Worth {
    /// What a row adds, if it and its bounds fit.
    fn new(score_row: &ScoreRow, judge: &Judge<'_>) -> Option<Self> {
        let each = score_row.points;
        let size = each.checked_abs()?;
        let cap = score_row.at_most;
        if cap.is_some_and(|cap| cap < 0) {
            return None;
        }
        let (unit, most) = match &score_row.basis {
            Basis::When(_) => (1, 1),
            Basis::Per { step, of } => {
                let (scale, largest) = match of {
                    NumberSource::Field(_) => (SCALE, i64::MAX),
                    NumberSource::Score(other) => (1, judge.program.scores.get(other.index())?.high.max(0)),
                };
                let unit = step.checked_mul(scale).filter(|unit| *unit > 0)?;
                (unit, largest / unit)
            }
            Basis::ForEach(_) => return None,
        };
        // The first number of them that reaches the cap is the last that makes a difference.
        let enough = cap.and_then(|cap| cap.checked_div(size)).and_then(|enough| enough.checked_add(1));
        let most = enough.map_or(most, |enough| enough.min(most));
        // Sums of products must fit.
        size.checked_mul(most)?;
        let counts = matches!(score_row.basis, Basis::Per { of: NumberSource::Field(_), .. });
        let endless = counts && cap.is_none() && each != 0;
        let is_capped = cap.is_some();
        Some(Worth { each, cap: cap.unwrap_or(i64::MAX), is_capped, unit, most, endless })
    }

    /// The size that it cannot exceed, points without end aside. What is open may add the whole cap.
    fn bound(self) -> i64 {
        let known = self.of_wholes(self.most).saturating_abs();
        if self.is_capped { known.max(self.cap) } else { known }
    }

    /// What a number is worth.
    fn of(self, number: i64) -> i64 {
        self.of_wholes((number.max(0) as u64 / self.unit as u64).min(self.most as u64) as i64)
    }

    fn of_wholes(self, wholes: i64) -> i64 {
        (self.each * wholes).clamp(-self.cap, self.cap)
    }
}

/// The sums of a batch, so far.
struct Sums {
    low: Vec<i64>,
    /// How much more than `low` it may be.
    more: Vec<i64>,
}

impl Sums {
    /// Adds what is between two ends, for one record.
    fn add(&mut self, row: usize, one: i64, other: i64) {
        if let (Some(low), Some(more)) = (self.low.get_mut(row), self.more.get_mut(row)) {
            *low += one.min(other);
            *more += (one - other).abs();
        }
    }

    /// Adds to the records of a mask.
    fn add_where(&mut self, mask: &[u64], worth: i64) {
        for (sums, word) in self.low.chunks_mut(64).zip(mask) {
            if *word != 0 {
                for (bit, sum) in sums.iter_mut().enumerate() {
                    *sum += worth & -((word >> bit & 1) as i64);
                }
            }
        }
    }

    /// Adds what numbers are worth to the records of a mask.
    fn add_numbers(&mut self, mask: &[u64], numbers: &[i64], worth: Worth) {
        for ((sums, numbers), word) in self.low.chunks_mut(64).zip(numbers.chunks(64)).zip(mask) {
            for (bit, (sum, number)) in sums.iter_mut().zip(numbers).enumerate() {
                *sum += worth.of(*number) & -((word >> bit & 1) as i64);
            }
        }
    }

    fn add_open(&mut self, mask: &[u64], worth: i64) {
        if worth != 0 {
            masks::rows_in(mask).for_each(|row| self.add(row, 0, worth));
        }
    }
}

impl Judge<'_> {
    /// Adds up a score of whole points; none if it is not one, or may be too large.
    pub(super) fn whole_points(&self, score: &Score) -> Option<ScorePoints> {
        let worths: Vec<Worth> = score.rows.iter().map(|row| Worth::new(row, self)).collect::<Option<_>>()?;
        let mut bound = score.low.checked_abs()?.max(score.high.checked_abs()?).checked_add(1)?;
        for worth in &worths {
            bound = bound.checked_add(worth.bound())?;
        }
        // Points without end: more than enough to leave the range, whatever the other rows add.
        let endless = bound;
        for _ in worths.iter().filter(|worth| worth.endless) {
            bound = bound.checked_add(endless)?;
        }
        // A sum, and the distance of its ends.
        bound.checked_mul(2)?;
        let rows = self.batch.rows;
        let mut sums = Sums { low: vec![0; rows], more: vec![0; rows] };
        let mut open = Vec::with_capacity(worths.len());
        let assumes = score.if_unknown.is_some();
        for (row, worth) in score.rows.iter().zip(&worths) {
            open.push(match &row.basis {
                Basis::When(node) => {
                    sums.add_when(self.node(*node)?, &self.every, worth.of_wholes(1), assumes);
                    Vec::new()
                }
                Basis::Per { of: NumberSource::Score(other), .. } => {
                    let other = self.scores.get(other.index())?;
                    sums.add_bands(&other.low, &other.high, &self.every, *worth, assumes)
                }
                Basis::Per { of: NumberSource::Field(field), .. } => {
                    let most = match (assumes, worth.endless) {
                        (true, _) => 0,
                        (false, true) => endless * worth.each.signum(),
                        (false, false) => worth.cap * worth.each.signum(),
                    };
                    sums.add_field(self.batch.column(*field), &self.every, *worth, assumes, most)
                }
                Basis::ForEach(_) => return None,
            });
        }
        let Sums { mut low, more } = sums;
        let high = low.iter().zip(&more).map(|(low, more)| (low + more).clamp(score.low, score.high));
        let high = high.collect();
        low.iter_mut().for_each(|low| *low = (*low).clamp(score.low, score.high));
        Some(ScorePoints { low, high, rows: Vec::new(), open })
    }
}

impl Sums {
    /// A row for a condition.
    fn add_when(&mut self, answers: &Answers, every: &[u64], worth: i64, assumes: bool) {
        self.add_where(&answers.yes, worth);
        if !assumes {
            self.add_open(&answers.open(every), worth);
        }
    }

    /// A row for each so many in a number that lies between two ends; gives the records for which it is open.
    fn add_bands(
        &mut self,
        low: &[i64],
        high: &[i64],
        known: &[u64],
        worth: Worth,
        assumes: bool,
    ) -> Vec<u64> {
        let mut open = vec![0; known.len()];
        for (row, (low, high)) in low.iter().zip(high).enumerate() {
            let (one, other) = (worth.of(*low), worth.of(*high));
            // To a score that assumes, points that are not settled are as good as none.
            if masks::has(known, row) && (one == other || !assumes) {
                self.add(row, one, other);
                if one != other {
                    masks::put(&mut open, row);
                }
            }
        }
        open
    }

    /// A row for each so many in a field, which is worth up to `most` where it is missing; gives the records for which
    /// it is open.
    fn add_field(
        &mut self,
        column: Option<&Column>,
        every: &[u64],
        worth: Worth,
        assumes: bool,
        most: i64,
    ) -> Vec<u64> {
        let (mut open, missing) = match column.map(|column| (&column.values, &column.known)) {
            Some((Values::Numbers { low, high: None }, known)) => {
                self.add_numbers(known, low, worth);
                (vec![0; every.len()], masks::without(every, known))
            }
            Some((Values::Numbers { low, high: Some(high) }, known)) => {
                (self.add_bands(low, high, known, worth, assumes), masks::without(every, known))
            }
            Some((
                Values::YesNo(_)
                | Values::Money { .. }
                | Values::Days { .. }
                | Values::Choices { .. }
                | Values::Items { .. }
                | Values::Texts { .. }
                | Values::Answers(_),
                _,
            ))
            | None => (vec![0; every.len()], every.to_vec()),
        };
        self.add_open(&missing, most);
        if most != 0 {
            masks::add(&mut open, &missing);
        }
        open
    }
}
