//! What the events of each group add up to, row by row, whatever order they come in (language.md, 4.4 and 4.8).

use super::dated::{DatedRow, DatedRows};
use super::picked::{Picked, Stored};
use super::rows::EventRows;
use crate::evaluate::answers::{Answer, Answers};
use crate::evaluate::batch::column::Column;
use crate::evaluate::judge::filter;
use crate::evaluate::masks;
use crate::evaluate::plan::Plan;
use crate::evaluate::plan::events::{PlannedSet, PlannedWindow, Purpose, set_of};
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
    pub(crate) totals: Vec<SumTotals>,
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
    fn add(&mut self, answer: Answer) {
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
                    totals.sums.push((*score, *row, SumRows { totals: Vec::new(), dated }));
                }
            }
        }
        totals
    }

    /// Adds rows; `owners` says, in any order, which rows belong to which groups: groups are numbered from 0.
    pub fn add(&mut self, plan: &Plan<'_>, rows: &EventRows, owners: &[(u32, u32)]) {
        let (Some(planned), Some(kind)) =
            (plan.event(self.event), plan.program().events.get(self.event.index()))
        else {
            return;
        };
        let needed = owners.iter().map(|(_, group)| *group as usize + 1).max().unwrap_or(0);
        self.groups = self.groups.max(needed);
        let dated = kind.dated_by.map(|field| rows.columns.get(field.index()));
        let happened = happened(rows.rows, dated.flatten(), kind.dated_by.is_some(), plan.today());
        let (mut count, mut pick, mut sum) = (0, 0, 0);
        for set in &planned.sets {
            let counted = counted(plan, set, rows, dated.flatten(), &happened);
            let when = |row: usize| {
                dated.flatten().and_then(|column| Some((column.day_at(row)?, column.stamp_at(row)?)))
            };
            match &set.purpose {
                Purpose::Count(_) => {
                    if let Some((_, totals)) = self.counts.get_mut(count) {
                        totals.add(self.groups, &counted, owners, when);
                    }
                    count += 1;
                }
                Purpose::Pick { field, first, .. } => {
                    if let Some((_, picked)) = self.picks.get_mut(pick) {
                        picked.resize_with(self.groups, Picked::default);
                        let column = rows.columns.get(field.index());
                        for (row, group) in owners {
                            let row = *row as usize;
                            let value = || column?.known_at(row).map(Stored::new);
                            if let Some(picked) = picked.get_mut(*group as usize) {
                                picked.add(counted.at(row), when(row).map(|(_, stamp)| stamp), *first, value);
                            }
                        }
                    }
                    pick += 1;
                }
                Purpose::Sum { points, decay, .. } => {
                    if let Some((_, _, sums)) = self.sums.get_mut(sum) {
                        sums.totals.resize_with(self.groups, SumTotals::default);
                        for (row, group) in owners {
                            let when = when(*row as usize);
                            let answer = counted.at(*row as usize);
                            let factor = decay.factor(when.map_or(i32::MAX, |(day, _)| day));
                            let worth = i128::from(*points).saturating_mul(factor);
                            if let Some(total) = sums.totals.get_mut(*group as usize) {
                                total.add(answer, worth);
                            }
                            if let Some(dated) = sums.dated.as_mut().filter(|_| answer != Answer::No) {
                                dated.rows.push(DatedRow {
                                    group: *group,
                                    when,
                                    sure: answer == Answer::Yes,
                                    worth,
                                });
                            }
                        }
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
        counted: &Answers,
        owners: &[(u32, u32)],
        when: impl Fn(usize) -> Option<(i32, i64)>,
    ) {
        self.ranges.resize_with(groups, CountRange::default);
        for (row, group) in owners {
            let answer = counted.at(*row as usize);
            if answer == Answer::No {
                continue;
            }
            if let Some(range) = self.ranges.get_mut(*group as usize) {
                range.add(answer);
            }
            if let Some(dated) = &mut self.dated {
                let when = when(*row as usize);
                // An unknown that comes from the missing date alone is told again by the date.
                let sure = answer == Answer::Yes;
                dated.rows.push(DatedRow { group: *group, when, sure, worth: 0 });
            }
        }
    }
}

/// Whether each row has happened by the as-of date: unknown when its date is missing.
fn happened(rows: usize, dated: Option<&Column>, is_dated: bool, today: i32) -> Answers {
    let every = masks::every(rows);
    if !is_dated {
        return Answers::yes_for(&every);
    }
    days_in(rows, dated, |day| day <= today)
}

/// Whether each row's day passes; unknown when it is missing.
fn days_in(rows: usize, dated: Option<&Column>, passes: impl Fn(i32) -> bool) -> Answers {
    let mut answers = Answers::unknown(masks::words(rows));
    for row in 0..rows {
        if let Some(day) = dated.and_then(|column| column.day_at(row)) {
            masks::put(if passes(day) { &mut answers.yes } else { &mut answers.no }, row);
        }
    }
    answers
}

/// Whether each row counts: it has happened, and its filter and its window let it.
fn counted(
    plan: &Plan<'_>,
    set: &PlannedSet,
    rows: &EventRows,
    dated: Option<&Column>,
    happened: &Answers,
) -> Answers {
    let mut answers = happened.clone();
    let filter = set_of(plan.program(), &set.purpose).and_then(|set| set.filter.as_ref());
    if let Some(filter) = filter {
        answers.and(&filter::answers(&filter.nodes, &set.probes, &rows.columns, &masks::every(rows.rows)));
    }
    if let PlannedWindow::Days(days) = &set.window {
        answers.and(&days_in(rows.rows, dated, |day| days.has(day)));
    }
    answers
}
