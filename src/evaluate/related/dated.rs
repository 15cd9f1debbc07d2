//! Rows that are counted from a day that each contact has for itself: `since`, and the evidence of duties.

use super::totals::{CountRange, SumTotals};
use crate::evaluate::answers::Answer;

/// Rows with their days, by group, then by day; a row without a date comes first.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatedRows {
    pub(super) rows: Vec<DatedRow>,
    /// Where the rows of a group end.
    ends: Vec<usize>,
    /// Whether contacts ask for rows since a day of their own.
    is_asked_since: bool,
    /// Then, for each row, what the rows of its group from it on come to: so that a contact with a million events is
    /// answered at once, however many records have its key.
    from_here: Vec<SumTotals>,
}

/// One row that may count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DatedRow {
    pub(super) group: u32,
    /// Its day, and its instant.
    pub(super) when: Option<(i32, i64)>,
    /// Whether all but the day is sure.
    pub(super) sure: bool,
    /// Its points in a score's row, in millionths.
    pub(super) worth: i128,
}

impl DatedRows {
    pub(super) fn new(is_asked_since: bool) -> Self {
        DatedRows { is_asked_since, ..DatedRows::default() }
    }

    /// Puts the rows in order, once all are there.
    pub(super) fn sort(&mut self, groups: usize) {
        self.rows.sort_unstable();
        self.ends.clear();
        let mut end = 0;
        for group in 0..groups as u32 {
            end += self.rows.get(end..).map_or(0, |rest| rest.partition_point(|row| row.group <= group));
            self.ends.push(end);
        }
        if self.is_asked_since {
            self.from_here = vec![SumTotals::default(); self.rows.len()];
            let (mut total, mut group) = (SumTotals::default(), None);
            for (row, from_here) in self.rows.iter().zip(&mut self.from_here).rev() {
                if group != Some(row.group) {
                    (total, group) = (SumTotals::default(), Some(row.group));
                }
                let sure = if row.sure && row.when.is_some() { Answer::Yes } else { Answer::Unknown };
                total.add(sure, row.worth);
                *from_here = total;
            }
        }
    }

    /// The rows of a group, and where they begin.
    fn of(&self, group: u32) -> (usize, &[DatedRow]) {
        let group = group as usize;
        let start = group.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let start = start.unwrap_or(0);
        (start, self.ends.get(group).and_then(|end| self.rows.get(start..*end)).unwrap_or_default())
    }

    /// The rows of a group that lie in a time: `inside` says so of a row's day and instant. Rows without a date may.
    pub(crate) fn total(&self, group: u32, inside: impl Fn(i32, i64) -> Answer) -> SumTotals {
        let mut total = SumTotals::default();
        for row in self.of(group).1 {
            let sure = if row.sure { Answer::Yes } else { Answer::Unknown };
            let within = row.when.map_or(Answer::Unknown, |(day, instant)| inside(day, instant));
            total.add(sure.min(within), row.worth);
        }
        total
    }

    /// How many rows of a group lie in a time.
    pub(crate) fn count(&self, group: u32, inside: impl Fn(i32, i64) -> Answer) -> CountRange {
        self.total(group, inside).rows
    }

    /// The rows of a group that lie on a day or later; all of them may, if the day is not known.
    pub(crate) fn since(&self, group: u32, day: Option<i32>) -> SumTotals {
        let (start, rows) = self.of(group);
        let from = |index: usize| match self.from_here.get(start + index) {
            Some(total) if index < rows.len() => *total,
            Some(_) | None => SumTotals::default(),
        };
        let all = from(0);
        let Some(first) = day else { return all.unsure() };
        let dated = rows.partition_point(|row| row.when.is_none());
        let after = rows.partition_point(|row| row.when.is_none_or(|(day, _)| day < first));
        // Rows without a date come first, and may all be meant.
        all.without(from(dated)).and(from(after))
    }
}

#[cfg(test)]
mod tests {
    use super::{DatedRow, DatedRows};
    use crate::evaluate::answers::Answer;

    #[test]
    fn a_sum_that_was_made_before_is_the_sum_of_the_rows() {
        let mut dated = DatedRows::new(true);
        let mut seed = 7_u64;
        for _ in 0..400 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let dice = |sides: u64, shift: u32| (seed >> shift) % sides;
            let day = dice(9, 20) as i32;
            dated.rows.push(DatedRow {
                group: dice(5, 40) as u32,
                when: (day > 0).then_some((day, i64::from(day) * 10 + dice(3, 30) as i64)),
                sure: dice(3, 50) > 0,
                worth: i128::from(dice(7, 10)) - 3,
            });
        }
        dated.sort(6);
        for group in 0..7 {
            for first in 0..11 {
                let within = |day: i32, _| if day >= first { Answer::Yes } else { Answer::No };
                assert_eq!(dated.since(group, Some(first)), dated.total(group, within), "{group} {first}");
            }
            assert_eq!(dated.since(group, None), dated.total(group, |_, _| Answer::Unknown), "{group}");
        }
    }
}
