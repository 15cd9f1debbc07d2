//! What the events of each group add up to, row by row, whatever order they come in (language.md, 4.4 and 4.8).

use super::rows::EventRows;
use crate::evaluate::answers::{Answer, Answers};
use crate::evaluate::batch::column::Column;
use crate::evaluate::cell::Known;
use crate::evaluate::cell::choice::Item;
use crate::evaluate::cell::number::Span;
use crate::evaluate::fold::folded;
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

/// Rows with their days, by group, then by day; a row without a date comes first.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatedRows {
    rows: Vec<DatedRow>,
    /// Where the rows of a group end.
    ends: Vec<usize>,
}

/// One row that may count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DatedRow {
    group: u32,
    /// Its day, and its instant.
    when: Option<(i32, i64)>,
    /// Whether all but the day is sure.
    sure: bool,
    /// Its points in a score's row, in millionths.
    worth: i128,
}

impl DatedRows {
    fn sort(&mut self, groups: usize) {
        self.rows.sort_unstable();
        self.ends.clear();
        let mut end = 0;
        for group in 0..groups as u32 {
            end += self.rows.get(end..).map_or(0, |rest| rest.partition_point(|row| row.group <= group));
            self.ends.push(end);
        }
    }

    /// The rows of a group.
    fn of(&self, group: u32) -> &[DatedRow] {
        let group = group as usize;
        let start = group.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        start
            .zip(self.ends.get(group))
            .and_then(|(start, end)| self.rows.get(start..*end))
            .unwrap_or_default()
    }

    /// The rows of a group that lie in a time: `inside` says so of a row's day and instant. Rows without a date may.
    pub(crate) fn total(&self, group: u32, inside: impl Fn(i32, i64) -> Answer) -> SumTotals {
        let mut total = SumTotals::default();
        for row in self.of(group) {
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
        match day {
            None => self.total(group, |_, _| Answer::Unknown),
            Some(first) => self.total(group, |day, _| if day >= first { Answer::Yes } else { Answer::No }),
        }
    }
}

/// The value of the latest or first row of a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picked {
    /// The best of the sure rows: its stamp, and the value that all rows of that stamp share.
    best: Option<(i64, Option<Stored>)>,
    /// The best stamp of the rows that may count.
    rival: Option<i64>,
    /// Whether a row that may count has no date.
    undated: bool,
}

/// What is known of a latest or first row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick<'p> {
    /// There is surely no row.
    Nothing,
    /// It has no value, or nobody knows which row it is.
    Missing,
    /// Its value.
    Value(&'p Stored),
}

impl Picked {
    fn add(
        &mut self,
        answer: Answer,
        stamp: Option<i64>,
        first: bool,
        value: impl FnOnce() -> Option<Stored>,
    ) {
        let better = |new: i64, old: i64| if first { new < old } else { new > old };
        match (answer, stamp) {
            (Answer::No, _) => {}
            (Answer::Unknown, Some(stamp)) => {
                if self.rival.is_none_or(|rival| better(stamp, rival)) {
                    self.rival = Some(stamp);
                }
            }
            (Answer::Unknown | Answer::Yes, None) => self.undated = true,
            (Answer::Yes, Some(stamp)) => match &mut self.best {
                Some((best, shared)) if *best == stamp => {
                    let same = match (shared.as_ref(), value()) {
                        (Some(shared), Some(value)) => shared.is_same(&value),
                        (Some(_), None) | (None, _) => false,
                    };
                    if !same {
                        *shared = None;
                    }
                }
                Some((best, _)) if !better(stamp, *best) => {}
                best => *best = Some((stamp, value())),
            },
        }
    }

    /// What it comes to.
    pub(crate) fn pick(&self, first: bool) -> Pick<'_> {
        let rivalled = |best: i64| {
            self.rival.is_some_and(|rival| if first { rival <= best } else { rival >= best }) || self.undated
        };
        match &self.best {
            Some((best, Some(value))) if !rivalled(*best) => Pick::Value(value),
            None if self.rival.is_none() && !self.undated => Pick::Nothing,
            Some(_) | None => Pick::Missing,
        }
    }
}

/// A value that is kept for its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    YesNo(bool),
    Text(String),
    Number(Span),
    Money(i64, u16),
    Date(i32),
    DateTime(i32, i64),
    Choice(StoredItem),
    Items(Vec<StoredItem>),
}

/// A listed value, or another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoredItem {
    Listed(u32),
    Other(String),
}

impl StoredItem {
    fn new(item: Item<'_>) -> Self {
        match item {
            Item::Listed(code) => StoredItem::Listed(code),
            Item::Other(text) => StoredItem::Other(text.to_owned()),
        }
    }

    fn item(&self) -> Item<'_> {
        match self {
            StoredItem::Listed(code) => Item::Listed(*code),
            StoredItem::Other(text) => Item::Other(text),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (StoredItem::Other(left), StoredItem::Other(right)) => folded(left) == folded(right),
            (left, right) => left == right,
        }
    }
}

impl Stored {
    fn new(known: Known<'_>) -> Self {
        match known {
            Known::YesNo(yes) => Stored::YesNo(yes),
            Known::Text(text) => Stored::Text(text.to_owned()),
            Known::Number(span) => Stored::Number(span),
            Known::Money(amount, currency) => Stored::Money(amount, currency),
            Known::Date(day) => Stored::Date(day),
            Known::DateTime(day, instant) => Stored::DateTime(day, instant),
            Known::Choice(item) => Stored::Choice(StoredItem::new(item)),
            Known::Items(items) => Stored::Items(items.into_iter().map(StoredItem::new).collect()),
        }
    }

    /// As a batch takes it.
    pub(crate) fn known(&self) -> Known<'_> {
        match self {
            Stored::YesNo(yes) => Known::YesNo(*yes),
            Stored::Text(text) => Known::Text(text),
            Stored::Number(span) => Known::Number(*span),
            Stored::Money(amount, currency) => Known::Money(*amount, *currency),
            Stored::Date(day) => Known::Date(*day),
            Stored::DateTime(day, instant) => Known::DateTime(*day, *instant),
            Stored::Choice(item) => Known::Choice(item.item()),
            Stored::Items(items) => Known::Items(items.iter().map(StoredItem::item).collect()),
        }
    }

    /// Whether they are one value: texts are compared as texts, items as a set.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Stored::Text(left), Stored::Text(right)) => folded(left) == folded(right),
            (Stored::Choice(left), Stored::Choice(right)) => left.is_same(right),
            (Stored::Items(left), Stored::Items(right)) => {
                let covers = |these: &[StoredItem], those: &[StoredItem]| {
                    these.iter().all(|item| those.iter().any(|other| item.is_same(other)))
                };
                covers(left, right) && covers(right, left)
            }
            (left, right) => left == right,
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
    fn add(&mut self, answer: Answer, worth: i128) {
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
                    let dated = totals.keeps_days || matches!(set.window, PlannedWindow::Since);
                    let dated = dated.then(DatedRows::default);
                    totals.counts.push((*count, CountTotals { ranges: Vec::new(), dated }));
                }
                Purpose::Pick { pick, .. } => totals.picks.push((*pick, Vec::new())),
                Purpose::Sum { score, row, .. } => {
                    let dated = matches!(set.window, PlannedWindow::Since).then(DatedRows::default);
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
