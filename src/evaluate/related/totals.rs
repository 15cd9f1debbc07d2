//! What the events of each group add up to, row by row, whatever order they come in (language.md, 4.4 and 4.8).

use super::counted::CountedRows;
use super::dated::{DatedRow, DatedRows};
use super::picked::{Picked, Stored};
use super::rows::EventRows;
use super::summed::Summed;
use crate::evaluate::answers::Answer;
use crate::evaluate::plan::Plan;
use crate::evaluate::plan::events::{PlannedWindow, Purpose};
use crate::model::ids::{CountId, EventId, PickId, ScoreId};

/// The events of one kind, added up by group.
#[derive(Clone, Debug)]
pub struct EventTotals {
    event: EventId,
    groups: usize,
    /// Whether the days of the rows of every count are kept: duties look at some of them only.
    keeps_days: bool,
    pub(crate) counts: Vec<(CountId, CountTotals)>,
    pub(crate) picks: Vec<(PickId, Vec<Picked>)>,
    pub(crate) sums: Vec<(ScoreId, usize, SumRows)>,
}

/// The rows that a score gives points for.
#[derive(Clone, Debug, Default)]
pub(crate) struct SumRows {
    /// What they add up to, by group; not filled for rows `since` a day of the contact.
    pub(crate) totals: Summed,
    /// The rows with their days, where those are needed.
    pub(crate) dated: Option<DatedRows>,
}

/// The rows of a count.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountTotals {
    /// How many there are, by group; not filled for a count `since` a day of the contact.
    pub(crate) ranges: Vec<CountRange>,
    /// The rows with their days, where those are needed; sorted once all are there.
    pub(crate) dated: Option<DatedRows>,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CountRange {
    /// For sure.
    pub(crate) sure: u32,
    /// Perhaps, beside these.
    pub(crate) maybe: u32,
}

impl CountRange {
    pub(super) fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Yes => self.sure = self.sure.saturating_add(1),
            Answer::Unknown => self.maybe = self.maybe.saturating_add(1),
            Answer::No => {}
        }
    }
}

/// The points that a score gives for each row of a group, in millionths; the sign is that of the score's row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SumTotals {
    /// For the rows that count for sure.
    pub(crate) sure: i128,
    /// For those that may.
    pub(crate) maybe: i128,
    /// How many there are.
    pub(crate) rows: CountRange,
}

impl SumTotals {
    /// The same, none of it sure.
    pub(super) fn unsure(self) -> Self {
        let rows = CountRange { sure: 0, maybe: self.rows.sure.saturating_add(self.rows.maybe) };
        SumTotals { sure: 0, maybe: self.sure.saturating_add(self.maybe), rows }
    }

    /// Without a part of it.
    pub(super) fn without(self, part: SumTotals) -> Self {
        SumTotals {
            sure: self.sure.saturating_sub(part.sure),
            maybe: self.maybe.saturating_sub(part.maybe),
            rows: CountRange {
                sure: self.rows.sure.saturating_sub(part.rows.sure),
                maybe: self.rows.maybe.saturating_sub(part.rows.maybe),
            },
        }
    }

    /// Both together.
    pub(super) fn and(self, other: SumTotals) -> Self {
        SumTotals {
            sure: self.sure.saturating_add(other.sure),
            maybe: self.maybe.saturating_add(other.maybe),
            rows: CountRange {
                sure: self.rows.sure.saturating_add(other.rows.sure),
                maybe: self.rows.maybe.saturating_add(other.rows.maybe),
            },
        }
    }

    pub(super) fn add(&mut self, answer: Answer, worth: i128) {
        match answer {
            Answer::Yes => self.sure = self.sure.saturating_add(worth),
            Answer::Unknown => self.maybe = self.maybe.saturating_add(worth),
            Answer::No => {}
        }
        self.rows.add(answer);
    }
}

impl EventTotals {
    /// No rows yet. `keeps_days` keeps the days of the rows of every count, for the evidence of duties.
    pub fn new(plan: &Plan<'_>, event: EventId, keeps_days: bool) -> Self {
        let (counts, picks, sums) = (Vec::new(), Vec::new(), Vec::new());
        let mut totals = EventTotals { event, groups: 0, keeps_days, counts, picks, sums };
        for set in plan.event(event).iter().flat_map(|event| &event.sets) {
            match &set.purpose {
                Purpose::Count(count) => {
                    let since = matches!(set.window, PlannedWindow::Since);
                    let dated = (totals.keeps_days || since).then(|| DatedRows::new(since));
                    totals.counts.push((*count, CountTotals { ranges: Vec::new(), dated }));
                }
                Purpose::Pick { pick, .. } => totals.picks.push((*pick, Vec::new())),
                Purpose::Sum { score, row, .. } => {
                    let dated = matches!(set.window, PlannedWindow::Since).then(|| DatedRows::new(true));
                    totals.sums.push((*score, *row, SumRows { totals: Summed::default(), dated }));
                }
            }
        }
        totals
    }

    /// Adds rows; `owners` says, in any order, which rows belong to which groups: groups are numbered from 0.
    pub fn add(&mut self, plan: &Plan<'_>, rows: EventRows, owners: &[(u32, u32)]) {
        let groups = owners.iter().map(|(_, group)| *group as usize + 1).max().unwrap_or(0);
        self.add_counted(plan, &CountedRows::new(plan, self.event, rows), owners, groups.max(self.groups));
    }

    /// Adds rows; there are `groups` by now.
    pub fn add_counted(&mut self, plan: &Plan<'_>, rows: &CountedRows, owners: &[(u32, u32)], groups: usize) {
        let Some(planned) = plan.event(self.event) else { return };
        self.groups = groups;
        let (mut count, mut pick, mut sum) = (0, 0, 0);
        for (set, answers) in planned.sets.iter().zip(&rows.sets) {
            // Rows that surely do not count are passed over.
            let counted = owners.iter().filter_map(|(row, group)| {
                let answer = answers.at(*row as usize);
                (answer != Answer::No).then_some((*row as usize, *group, answer))
            });
            match &set.purpose {
                Purpose::Count(_) => {
                    if let Some((_, totals)) = self.counts.get_mut(count) {
                        totals.add(groups, rows, counted);
                    }
                    count += 1;
                }
                Purpose::Pick { field, first, .. } => {
                    if let Some((_, picked)) = self.picks.get_mut(pick) {
                        picked.resize_with(groups, Picked::default);
                        let column = rows.rows.columns.get(field.index());
                        for (row, group, answer) in counted {
                            let value = || column?.known_at(row).map(Stored::new);
                            if let Some(picked) = picked.get_mut(group as usize) {
                                picked.add(answer, rows.stamp(row), *first, value);
                            }
                        }
                    }
                    pick += 1;
                }
                Purpose::Sum { points, decay, .. } => {
                    if let Some((_, _, sums)) = self.sums.get_mut(sum) {
                        sums.add(groups, rows, counted, |day| {
                            i128::from(*points).saturating_mul(decay.factor(day.unwrap_or(i32::MAX)))
                        });
                    }
                    sum += 1;
                }
            }
        }
    }

    /// Must be called once all rows are added, with the number of groups there are.
    pub fn finish(&mut self, groups: usize) {
        self.groups = groups;
        let counts = self.counts.iter_mut().filter_map(|(_, totals)| totals.dated.as_mut());
        let sums = self.sums.iter_mut().filter_map(|(_, _, rows)| rows.dated.as_mut());
        counts.chain(sums).for_each(|dated| dated.sort(groups));
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The rows of a count with their days, if they were kept.
    pub(crate) fn dated(&self, count: CountId) -> Option<&DatedRows> {
        self.counts.iter().find(|(id, _)| *id == count)?.1.dated.as_ref()
    }
}

impl CountTotals {
    fn add(
        &mut self,
        groups: usize,
        rows: &CountedRows,
        counted: impl Iterator<Item = (usize, u32, Answer)>,
    ) {
        self.ranges.resize_with(groups, CountRange::default);
        for (row, group, answer) in counted {
            if let Some(range) = self.ranges.get_mut(group as usize) {
                range.add(answer);
            }
            if let Some(dated) = &mut self.dated {
                // An unknown that comes from the missing date alone is told again by the date.
                let sure = answer == Answer::Yes;
                dated.rows.push(DatedRow { group, when: rows.when(row), sure, worth: 0 });
            }
        }
    }
}

impl SumRows {
    /// `worth` says what a row of a day is worth.
    fn add(
        &mut self,
        groups: usize,
        rows: &CountedRows,
        counted: impl Iterator<Item = (usize, u32, Answer)>,
        worth: impl Fn(Option<i32>) -> i128,
    ) {
        match &mut self.dated {
            None => {
                self.totals.resize(groups);
                for (row, group, answer) in counted {
                    self.totals.add(group, answer, worth(rows.day(row)));
                }
            }
            Some(dated) => dated.rows.extend(counted.map(|(row, group, answer)| {
                let (when, worth) = (rows.when(row), worth(rows.day(row)));
                DatedRow { group, when, sure: answer == Answer::Yes, worth }
            })),
        }
    }
}
