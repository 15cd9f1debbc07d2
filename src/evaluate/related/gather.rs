//! What the events of the contacts of a batch add up to, as columns.

use super::dated::DatedRows;
use super::picked::{Pick, Picked};
use super::totals::{CountRange, SumTotals};
use super::{BatchEvents, EventTotals, Group, Related};
use crate::evaluate::batch::Batch;
use crate::evaluate::batch::column::{Column, Filler};
use crate::evaluate::masks;
use crate::evaluate::plan::{Plan, shape_of};
use crate::model::ids::{CountId, EventId, FieldId, PickId, ScoreId};
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;

/// Counts, latest and first values, and points, one of each a contact.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gathered {
    /// By event: the contacts of whom it is known which rows they have.
    pub(crate) supplied: Vec<Vec<u64>>,
    /// By count.
    pub(crate) counts: Vec<CountColumn>,
    /// By pick.
    pub(crate) picks: Vec<PickColumn>,
    /// By score and row.
    sums: Vec<(ScoreId, usize, Vec<Option<SumTotals>>)>,
}

/// A count for each contact; none if no rows were given for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountColumn {
    pub(crate) ranges: Vec<Option<CountRange>>,
}

/// A value of the latest or first row, for each contact.
#[derive(Clone, Debug, Default)]
pub(crate) struct PickColumn {
    pub(crate) column: Column,
    /// Contacts that surely have no row.
    pub(crate) nothing: Vec<u64>,
}

impl Gathered {
    pub(crate) fn new(plan: &Plan<'_>, batch: &Batch, related: &Related<'_>) -> Self {
        let program = plan.program();
        let rows = batch.rows;
        let supplied = (0..program.events.len()).map(|index| {
            let mut mask = masks::none(rows);
            if let Some(events) = related.events(EventId::at(index)) {
                for (row, group) in events.groups.iter().enumerate().take(rows) {
                    if *group != Group::Unknown {
                        masks::put(&mut mask, row);
                    }
                }
            }
            mask
        });
        let counts = program.counts.iter().enumerate().map(|(index, set)| {
            let Some(events) = related.events(set.event) else {
                return CountColumn { ranges: vec![None; rows] };
            };
            count_column(events, CountId::at(index), since_field(set), batch)
        });
        let picks = program.picks.iter().enumerate().map(|(index, pick)| {
            let id = PickId::at(index);
            let field = program
                .events
                .get(pick.set.event.index())
                .and_then(|event| event.fields.get(pick.field.index()));
            let mut found = PickColumn { nothing: masks::none(rows), ..PickColumn::default() };
            let Some(field) = field else { return found };
            let mut filler = Filler::new(shape_of(&field.field_type), rows, true);
            let mut read = masks::none(rows);
            let events = related.events(pick.set.event);
            let totals = events.and_then(|events| picked(events.totals, id));
            for row in 0..rows {
                let group = events.and_then(|events| events.groups.get(row)).copied();
                let pick = match group.unwrap_or(Group::Unknown) {
                    Group::Unknown => Pick::Missing,
                    Group::Empty => Pick::Nothing,
                    Group::At(group) => totals
                        .and_then(|totals| totals.get(group as usize))
                        .map_or(Pick::Nothing, |totals| totals.pick(pick.first)),
                };
                match pick {
                    Pick::Nothing => masks::put(&mut found.nothing, row),
                    Pick::Missing => {}
                    Pick::Value(value) => {
                        masks::put(&mut read, row);
                        filler.put(row, &value.known());
                    }
                }
            }
            found.column = Column::new(filler, rows, read, masks::none(rows), None, &[]);
            found
        });
        let mut sums = Vec::new();
        for (index, score) in program.scores.iter().enumerate() {
            for (row, points) in score.rows.iter().enumerate() {
                let Basis::ForEach(set) = &points.basis else { continue };
                let id = ScoreId::at(index);
                sums.push((
                    id,
                    row,
                    sum_column(related.events(set.event), (id, row), since_field(set), batch),
                ));
            }
        }
        Gathered { supplied: supplied.collect(), counts: counts.collect(), picks: picks.collect(), sums }
    }

    /// The points of each contact's rows; none if no rows were given for it.
    pub(crate) fn sum(&self, score: ScoreId, row: usize) -> &[Option<SumTotals>] {
        let found = self.sums.iter().find(|(id, index, _)| *id == score && *index == row);
        found.map_or(&[], |(_, _, totals)| totals)
    }
}

fn picked(totals: &EventTotals, pick: PickId) -> Option<&[Picked]> {
    totals.picks.iter().find(|(id, _)| *id == pick).map(|(_, picked)| picked.as_slice())
}

/// The field with the day that rows are counted from.
fn since_field(set: &EventSet) -> Option<FieldId> {
    match set.window {
        Some(Window::Since(field)) => Some(field),
        Some(Window::Last(_)) | None => None,
    }
}

fn count_column(events: &BatchEvents<'_>, id: CountId, since: Option<FieldId>, batch: &Batch) -> CountColumn {
    let totals = events.totals.counts.iter().find(|(count, _)| *count == id).map(|(_, totals)| totals);
    let column = since.and_then(|field| batch.column(field));
    let range = |row: usize| match events.groups.get(row).copied().unwrap_or(Group::Unknown) {
        Group::Unknown => None,
        Group::Empty => Some(CountRange::default()),
        Group::At(group) => Some(match (since, totals) {
            (_, None) => CountRange::default(),
            (None, Some(totals)) => totals.ranges.get(group as usize).copied().unwrap_or_default(),
            (Some(_), Some(totals)) => since_day(totals.dated.as_ref(), group, column, row).rows,
        }),
    };
    CountColumn { ranges: (0..batch.rows).map(range).collect() }
}

/// The rows since the day in a field; a day that never comes has none.
fn since_day(dated: Option<&DatedRows>, group: u32, column: Option<&Column>, row: usize) -> SumTotals {
    let never = column.is_some_and(|column| column.never && !masks::has(&column.read, row));
    match dated {
        Some(dated) if !never => dated.since(group, column.and_then(|column| column.day_at(row))),
        Some(_) | None => SumTotals::default(),
    }
}

fn sum_column(
    events: Option<&BatchEvents<'_>>,
    (score, row): (ScoreId, usize),
    since: Option<FieldId>,
    batch: &Batch,
) -> Vec<Option<SumTotals>> {
    let Some(events) = events else { return vec![None; batch.rows] };
    let found = events.totals.sums.iter().find(|(id, index, _)| *id == score && *index == row);
    let column = since.and_then(|field| batch.column(field));
    let of = |contact: usize| match events.groups.get(contact).copied().unwrap_or(Group::Unknown) {
        Group::Unknown => None,
        Group::Empty => Some(SumTotals::default()),
        Group::At(group) => Some(match (since, found) {
            (_, None) => SumTotals::default(),
            (None, Some((_, _, rows))) => rows.totals.of(group),
            (Some(_), Some((_, _, rows))) => since_day(rows.dated.as_ref(), group, column, contact),
        }),
    };
    (0..batch.rows).map(of).collect()
}
