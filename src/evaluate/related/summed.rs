//! The points that a score gives for the rows of each group.

use std::collections::HashMap;

use super::totals::{CountRange, SumTotals};
use crate::evaluate::answers::Answer;

/// Points by group, in millionths. Exact, and small: amounts that 64 bits do not hold stand apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summed {
    small: Vec<SmallSum>,
    /// What `small` had no room for, by group.
    large: HashMap<u32, SumTotals>,
}

/// The points of a group, less what stands apart.
#[derive(Clone, Copy, Debug, Default)]
struct SmallSum {
    sure: i64,
    maybe: i64,
    rows: CountRange,
}

impl Summed {
    pub(super) fn resize(&mut self, groups: usize) {
        self.small.resize(groups, SmallSum::default());
    }

    /// Adds a row.
    pub(super) fn add(&mut self, group: u32, answer: Answer, worth: i128) {
        let Some(small) = self.small.get_mut(group as usize) else { return };
        small.rows.add(answer);
        let sum = match answer {
            Answer::Yes => &mut small.sure,
            Answer::Unknown => &mut small.maybe,
            Answer::No => return,
        };
        match i64::try_from(worth).ok().and_then(|worth| sum.checked_add(worth)) {
            Some(found) => *sum = found,
            None => {
                let before = std::mem::take(sum);
                let large = self.large.entry(group).or_default();
                let sum = if answer == Answer::Yes { &mut large.sure } else { &mut large.maybe };
                *sum = sum.saturating_add(i128::from(before)).saturating_add(worth);
            }
        }
    }

    /// The points of a group.
    pub(crate) fn of(&self, group: u32) -> SumTotals {
        let Some(small) = self.small.get(group as usize) else { return SumTotals::default() };
        let small =
            SumTotals { sure: i128::from(small.sure), maybe: i128::from(small.maybe), rows: small.rows };
        self.large.get(&group).map_or(small, |large| large.and(small))
    }
}

#[cfg(test)]
mod tests {
    use super::Summed;
    use crate::evaluate::answers::Answer;
    use crate::evaluate::related::totals::SumTotals;

    #[test]
    fn what_64_bits_do_not_hold_is_as_exact() {
        let worths =
            [5, i128::from(i64::MAX) - 2, 4, -3, i128::from(i64::MAX) * 9, 1, i128::from(i64::MIN), -7];
        let (mut summed, mut expected) = (Summed::default(), [SumTotals::default(); 3]);
        summed.resize(3);
        for step in 0..200_usize {
            let group = step % 3;
            let answer = [Answer::Yes, Answer::Unknown, Answer::No, Answer::Yes][step / 3 % 4];
            let worth = worths[step * 7 % 8];
            summed.add(group as u32, answer, worth);
            expected[group].add(answer, worth);
        }
        for (group, expected) in expected.into_iter().enumerate() {
            assert_eq!(summed.of(group as u32), expected, "{group}");
        }
        assert_eq!(summed.of(3), SumTotals::default());
    }
}
