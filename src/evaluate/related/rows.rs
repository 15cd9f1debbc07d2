//! Rows of an event's file, a few thousand at a time, as typed columns.

use crate::evaluate::batch::column::Column;
use crate::evaluate::batch::{Wanted, given::given_column};
use crate::evaluate::cells::{Cells, ColumnRole, event_columns};
use crate::evaluate::plan::Plan;
use crate::evaluate::verdicts::CellProblem;
use crate::model::example::Given;
use crate::model::field::Field;
use crate::model::ids::{EventFieldId, EventId, FieldId};

/// Rows of an event, read.
#[derive(Clone, Debug, Default)]
pub struct EventRows {
    pub(crate) rows: usize,
    /// By the event's fields.
    pub(crate) columns: Vec<Column>,
    problems: Vec<CellProblem>,
}

impl EventRows {
    /// Reads rows; columns of `cells` as in [`event_columns`].
    pub fn read<C: Cells + ?Sized>(plan: &Plan<'_>, event: EventId, cells: &C) -> Self {
        let mut found = EventRows { rows: cells.rows(), ..EventRows::default() };
        let Some(kind) = plan.program().events.get(event.index()) else { return found };
        let columns = event_columns(kind);
        let place = |id: FieldId, role: ColumnRole| {
            columns.iter().position(|column| column.field == id && column.role == role)
        };
        let readers = plan.event(event).map_or(&[][..], |event| event.readers.as_slice());
        let mut scratch = String::new();
        for (index, (field, reader)) in kind.fields.iter().zip(readers).enumerate() {
            let id = FieldId::at(index);
            let wanted = Wanted {
                field,
                id,
                reader,
                value: place(id, ColumnRole::Value),
                currency: place(id, ColumnRole::Currency),
                tested: true,
            };
            found.columns.push(wanted.column(&cells, &mut found.problems, &mut scratch, None));
        }
        found.problems.sort_by_key(|problem| (problem.row, problem.column));
        found
    }

    /// Rows whose values are given, as in an example.
    pub fn given(plan: &Plan<'_>, event: EventId, rows: &[&[(EventFieldId, Given)]]) -> Self {
        let fields = plan.program().events.get(event.index()).map_or(&[][..], |kind| kind.fields.as_slice());
        let readers = plan.event(event).map_or(&[][..], |event| event.readers.as_slice());
        let column = |(index, field): (usize, &Field)| {
            let id = EventFieldId::at(index);
            let values: Vec<Option<&Given>> = rows
                .iter()
                .map(|row| row.iter().find(|(given, _)| *given == id).map(|(_, given)| given))
                .collect();
            given_column(field, readers.get(index), &values, true)
        };
        EventRows {
            rows: rows.len(),
            columns: fields.iter().enumerate().map(column).collect(),
            problems: Vec::new(),
        }
    }

    /// What is wrong with their cells, by row and column; columns as in [`event_columns`].
    pub fn problems(&self) -> &[CellProblem] {
        &self.problems
    }

    /// How many are dated after the as-of date, and so have not happened.
    pub fn after(&self, plan: &Plan<'_>, event: EventId) -> u64 {
        let dated = plan.program().events.get(event.index()).and_then(|kind| kind.dated_by);
        let Some(column) = dated.and_then(|field| self.columns.get(field.index())) else { return 0 };
        let later = |row: &usize| column.day_at(*row).is_some_and(|day| day > plan.today());
        (0..self.rows).filter(later).count() as u64
    }
}
