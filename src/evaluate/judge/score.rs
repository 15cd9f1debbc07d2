//! Scores (language.md, 4.8): each row adds between two numbers of points, and so does their sum.
//!
//! All is counted in millionths of a point, exactly; a sum is rounded towards minus infinity, then held in the range.
//! Most scores give whole points only, and few enough for 64 bits: [`whole`] adds those up.

mod whole;

use super::Judge;
use crate::evaluate::answers::Answer;
use crate::evaluate::batch::column::Values;
use crate::evaluate::masks;
use crate::evaluate::plan::events::MILLION;
use crate::model::ids::ScoreId;
use crate::model::lifecycle::NumberSource;
use crate::model::score::{Basis, Score, ScoreRow};
use crate::model::value::SCALE;

/// More than any score can hold, on either side: what an open row without a cap may add.
const NO_END: i128 = i128::MAX / 4;

/// A score for each record of a batch.
#[derive(Clone, Debug, Default)]
pub struct ScorePoints {
    /// The least that it may be, in points.
    pub low: Vec<i64>,
    /// The most that it may be; the same once it is settled.
    pub high: Vec<i64>,
    /// For each row of the score, what it adds; empty unless answers of nodes are kept.
    pub rows: Vec<Vec<RowPoints>>,
    /// For each row that counts something, the records for which it is open what it adds; for the others, nothing.
    pub(crate) open: Vec<Vec<u64>>,
}

/// What a row adds, in millionths of a point, after decay and cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowPoints {
    /// The least.
    pub low: i128,
    /// The most.
    pub high: i128,
}

impl RowPoints {
    fn exactly(points: i128) -> Self {
        RowPoints { low: points, high: points }
    }

    fn between(one: i128, other: i128) -> Self {
        RowPoints { low: one.min(other), high: one.max(other) }
    }

    /// Whether nobody can say how much it may add.
    pub fn is_open_ended(self) -> bool {
        self.low <= -NO_END || self.high >= NO_END
    }
}

impl Judge<'_> {
    /// Adds up a score. `keep_rows` keeps what each of its rows adds.
    pub(super) fn settle_score(&mut self, id: ScoreId, keep_rows: bool) {
        let Some(score) = self.program.scores.get(id.index()) else { return };
        let whole = if keep_rows { None } else { self.whole_points(score) };
        let found = whole.unwrap_or_else(|| self.points(id, score, keep_rows));
        if let Some(place) = self.scores.get_mut(id.index()) {
            *place = found;
        }
    }

    /// Adds up any score.
    fn points(&self, id: ScoreId, score: &Score, keep_rows: bool) -> ScorePoints {
        let count = self.batch.rows;
        let mut sums = vec![RowPoints::default(); count];
        let (mut rows, mut open) = (Vec::new(), Vec::with_capacity(score.rows.len()));
        for (index, row) in score.rows.iter().enumerate() {
            let points = self.row_points(id, score, index, row);
            for (sum, points) in sums.iter_mut().zip(&points) {
                sum.low = sum.low.saturating_add(points.low);
                sum.high = sum.high.saturating_add(points.high);
            }
            open.push(match row.basis {
                Basis::When(_) => Vec::new(),
                Basis::Per { .. } | Basis::ForEach(_) => {
                    masks::pack(&points, |points| points.low != points.high)
                }
            });
            if keep_rows {
                rows.push(points);
            }
        }
        let held = |sum: i128| {
            let points = sum.div_euclid(MILLION).clamp(i128::from(score.low), i128::from(score.high));
            i64::try_from(points).unwrap_or(score.low)
        };
        ScorePoints {
            low: sums.iter().map(|sum| held(sum.low)).collect(),
            high: sums.iter().map(|sum| held(sum.high)).collect(),
            rows,
            open,
        }
    }

    /// What a row adds to the score of each record.
    fn row_points(&self, id: ScoreId, score: &Score, index: usize, row: &ScoreRow) -> Vec<RowPoints> {
        let assumes = score.if_unknown.is_some();
        let each = i128::from(row.points) * MILLION;
        let capped = |points: i128| match row.at_most {
            Some(most) => points.clamp(-i128::from(most) * MILLION, i128::from(most) * MILLION),
            None => points,
        };
        let open = if assumes || row.points == 0 {
            RowPoints::default()
        } else {
            RowPoints::between(0, capped(NO_END * i128::from(row.points.signum())))
        };
        let count = self.batch.rows;
        match &row.basis {
            Basis::When(node) => {
                let worth = capped(each);
                let of = |answer: Answer| match answer {
                    Answer::Yes => RowPoints::exactly(worth),
                    Answer::Unknown if !assumes => RowPoints::between(0, worth),
                    Answer::Unknown | Answer::No => RowPoints::default(),
                };
                match self.node(*node) {
                    Some(answers) => (0..count).map(|row| of(answers.at(row))).collect(),
                    None => vec![of(Answer::Unknown); count],
                }
            }
            Basis::Per { step, of } => {
                let worth = |number: i64, scale: i64| {
                    let wholes = i128::from(number).div_euclid(i128::from(*step) * i128::from(scale)).max(0);
                    capped(each.saturating_mul(wholes))
                };
                // To a score that assumes, points that are not settled are as good as none.
                let settled = |one: i128, other: i128| {
                    if assumes && one != other {
                        RowPoints::default()
                    } else {
                        RowPoints::between(one, other)
                    }
                };
                match *of {
                    NumberSource::Score(other) => {
                        let points = self.scores.get(other.index());
                        let ends = points.iter().flat_map(|points| points.low.iter().zip(&points.high));
                        ends.map(|(low, high)| settled(worth(*low, 1), worth(*high, 1))).collect()
                    }
                    NumberSource::Field(field) => {
                        let column = self.batch.column(field);
                        let of = |row: usize| {
                            let column = column.filter(|column| masks::has(&column.known, row))?;
                            let Values::Numbers { low, high } = &column.values else { return None };
                            let low = *low.get(row)?;
                            let high = high.as_ref().and_then(|high| high.get(row)).copied().unwrap_or(low);
                            Some(settled(worth(low, SCALE), worth(high, SCALE)))
                        };
                        (0..count).map(|row| of(row).unwrap_or(open)).collect()
                    }
                }
            }
            Basis::ForEach(_) => self
                .batch
                .gathered
                .sum(id, index)
                .iter()
                .map(|total| match total {
                    None => open,
                    Some(total) if assumes => RowPoints::exactly(capped(total.sure)),
                    Some(total) => {
                        RowPoints::between(capped(total.sure), capped(total.sure.saturating_add(total.maybe)))
                    }
                })
                .collect(),
        }
    }
}
