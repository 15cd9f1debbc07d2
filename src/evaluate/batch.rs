//! A batch of records as typed columns, one for each field.

mod asked;
pub(crate) mod column;
pub(crate) mod given;
mod show;
mod typed;
mod wanted;

pub use show::{CountedPoints, PickedValue, written_value};

use super::cell::Known;
use super::cells::{Cells, RawCell};
use super::masks;
use super::plan::{Plan, Shape, shape_of};
use super::related::gather::Gathered;
use super::related::{BatchLookup, Related};
use super::verdicts::CellProblem;
use crate::model::field::Origin;
use crate::model::ids::FieldId;
use asked::{Asker, TextMemory};
use column::{Column, Filler};
pub(crate) use wanted::Wanted;

/// Records as typed columns: what was read of each cell, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) problems: Vec<CellProblem>,
    /// What their events add up to.
    pub(crate) gathered: Gathered,
    /// The cells of the field with the CRM's own stage as they are written, where its values are listed ones.
    pub(crate) recorded: Option<Column>,
}

/// What is remembered of the cells of earlier batches.
#[derive(Debug, Default)]
pub struct BatchMemory {
    /// By field.
    texts: Vec<TextMemory>,
}

/// What was read of a cell, before any assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// A value.
    Known,
    /// Blank, a spelling of missing, or no such column.
    Missing,
    /// No value of the field's type. Counts as missing.
    Unreadable,
}

impl Batch {
    /// Reads every declared field of a batch of records, used by a rule or not; nothing is known beside them.
    pub fn read<C: Cells>(plan: &Plan<'_>, cells: &C) -> Self {
        Batch::read_with(plan, cells, &Related::default())
    }

    /// Reads what verdicts need: every cell of a declared field is checked, and the values that rules use are kept.
    pub(crate) fn read_for_verdicts<C: Cells>(
        plan: &Plan<'_>,
        cells: &C,
        related: &Related<'_>,
        memory: &mut BatchMemory,
    ) -> Self {
        memory.texts.resize_with(plan.program().fields.len(), TextMemory::default);
        Batch::read_columns(plan, cells, related, Some(memory))
    }

    /// Reads every declared field of a batch of records, used by a rule or not, and what is known beside them.
    pub fn read_with<C: Cells>(plan: &Plan<'_>, cells: &C, related: &Related<'_>) -> Self {
        Batch::read_columns(plan, cells, related, None)
    }

    /// With `memory`, texts are asked where that is all that verdicts need; else all are kept.
    fn read_columns<C: Cells>(
        plan: &Plan<'_>,
        cells: &C,
        related: &Related<'_>,
        mut memory: Option<&mut BatchMemory>,
    ) -> Self {
        let rows = cells.rows();
        let mut batch = Batch { rows, ..Batch::default() };
        let mut scratch = String::new();
        for (index, field) in plan.program().fields.iter().enumerate() {
            let id = FieldId::at(index);
            let Some(reader) = plan.reader(id) else { continue };
            let (value, currency) = plan.columns_of(id);
            let wanted = Wanted { field, id, reader, value, currency, tested: plan.is_tested(id) };
            let remembered = memory.as_mut().and_then(|memory| memory.texts.get_mut(index));
            let asker = plan.text_tests(id).zip(remembered).map(|(tests, memory)| Asker { tests, memory });
            let column = match &field.origin {
                Origin::Column { lookup: Some(lookup), .. } => {
                    // What is wrong with a row of a lookup is said once, where its file is read.
                    let looked = Looked { lookup: related.lookup(*lookup), rows };
                    wanted.column(&looked, &mut Vec::new(), &mut scratch, asker)
                }
                Origin::Column { lookup: None, .. } | Origin::Decided(_) => {
                    wanted.column(cells, &mut batch.problems, &mut scratch, asker)
                }
            };
            batch.columns.push(column);
        }
        batch.problems.sort_by_key(|problem| (problem.row, problem.column));
        batch.recorded = batch.recorded_cells(plan, cells, related);
        batch.gathered = Gathered::new(plan, &batch, related);
        batch
    }

    /// A listed value hides how the cell is written; a stage that matches none is shown as it is.
    fn recorded_cells<C: Cells>(&self, plan: &Plan<'_>, cells: &C, related: &Related<'_>) -> Option<Column> {
        let id = plan.program().lifecycle.recorded_in?;
        let field = plan.program().field(id)?;
        let (value, _) = plan.columns_of(id);
        let (read, value) = (&self.column(id)?.read, value?);
        if shape_of(&field.field_type) == Shape::Texts {
            return None;
        }
        let looked = match &field.origin {
            Origin::Column { lookup: Some(lookup), .. } => {
                Some(Looked { lookup: related.lookup(*lookup), rows: self.rows })
            }
            Origin::Column { lookup: None, .. } | Origin::Decided(_) => None,
        };
        let mut filler = Filler::new(Shape::Texts, self.rows, false);
        for row in masks::rows_in(read) {
            let cell = match &looked {
                Some(looked) => looked.cell(row, value),
                None => cells.cell(row, value),
            };
            if let RawCell::Text(text) = cell {
                filler.put(row, &Known::Text(text.trim()));
            }
        }
        Some(Column::new(filler, self.rows, read.clone(), masks::none(self.rows), None, &[]))
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// What is wrong with cells, by record and column; `required from STAGE` is not among it, since it needs verdicts.
    pub fn problems(&self) -> &[CellProblem] {
        &self.problems
    }

    /// What was read of a cell; a field that is decided by rows is never known here.
    pub fn state(&self, field: FieldId, row: usize) -> CellState {
        match self.columns.get(field.index()) {
            Some(column) if masks::has(&column.read, row) => CellState::Known,
            Some(column) if masks::has(&column.unreadable, row) => CellState::Unreadable,
            Some(_) | None => CellState::Missing,
        }
    }

    /// Whether the field's value is its `if missing, assume …`.
    pub fn is_assumed(&self, field: FieldId, row: usize) -> bool {
        self.columns.get(field.index()).is_some_and(|column| column.assumed && !masks::has(&column.read, row))
    }

    pub(crate) fn column(&self, field: FieldId) -> Option<&Column> {
        self.columns.get(field.index())
    }
}

/// The rows that a lookup has for the contacts of a batch.
struct Looked<'l> {
    lookup: Option<&'l BatchLookup<'l>>,
    rows: usize,
}

impl Cells for Looked<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        let found = self.lookup.and_then(|lookup| Some((lookup, (*lookup.rows.get(row)?)?)));
        found.map_or(RawCell::Absent, |(lookup, row)| lookup.cells.cell(row as usize, column))
    }
}
