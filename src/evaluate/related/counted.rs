//! Which rows of an event count for what: found for some rows at a time, whoever they belong to.

use super::rows::EventRows;
use crate::evaluate::answers::Answers;
use crate::evaluate::batch::column::{Column, Values};
use crate::evaluate::judge::filter;
use crate::evaluate::masks;
use crate::evaluate::plan::Plan;
use crate::evaluate::plan::events::{PlannedSet, PlannedWindow, set_of};
use crate::model::ids::EventId;

/// Rows of an event, with what they count for.
#[derive(Clone, Debug, Default)]
pub struct CountedRows {
    pub(super) rows: EventRows,
    /// By the planned sets of the event: the rows that count.
    pub(super) sets: Vec<Answers>,
    /// The column with their date.
    dated: Option<usize>,
}

impl CountedRows {
    /// Asks rows what they count for.
    pub fn new(plan: &Plan<'_>, event: EventId, rows: EventRows) -> Self {
        let (Some(planned), Some(kind)) = (plan.event(event), plan.program().events.get(event.index()))
        else {
            return CountedRows { rows, ..CountedRows::default() };
        };
        let dated = kind.dated_by.map(|field| field.index());
        let column = dated.and_then(|dated| rows.columns.get(dated));
        let happened = match dated {
            None => Answers::yes_for(&masks::every(rows.rows)),
            Some(_) => days_in(rows.rows, column, |day| day <= plan.today()),
        };
        let sets = planned.sets.iter().map(|set| counted(plan, set, &rows, column, &happened)).collect();
        CountedRows { rows, sets, dated }
    }

    fn column(&self) -> Option<&Column> {
        self.rows.columns.get(self.dated?)
    }

    /// The day of a row.
    pub(super) fn day(&self, row: usize) -> Option<i32> {
        self.column()?.day_at(row)
    }

    /// Its instant, or its day where rows have no time.
    pub(super) fn stamp(&self, row: usize) -> Option<i64> {
        self.column()?.stamp_at(row)
    }

    /// Its day and its instant.
    pub(super) fn when(&self, row: usize) -> Option<(i32, i64)> {
        Some((self.day(row)?, self.stamp(row)?))
    }
}

/// Whether each row's day passes; unknown when it is missing.
fn days_in(rows: usize, dated: Option<&Column>, passes: impl Fn(i32) -> bool) -> Answers {
    let unknown = Answers::unknown(masks::words(rows));
    let Some(column) = dated else { return unknown };
    let Values::Days { days, .. } = &column.values else { return unknown };
    let passing = masks::pack(days, passes);
    Answers { yes: masks::both(&column.known, &passing), no: masks::without(&column.known, &passing) }
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
