//! A batch of records as typed columns, one for each field.

pub(crate) mod column;
mod show;

pub use show::written_value;

use super::cell::Reading;
use super::cells::{Cells, RawCell};
use super::masks;
use super::plan::{Plan, shape_of};
use super::verdicts::{CellProblem, Fault};
use crate::model::field::{Assumed, Field, Origin, Required};
use crate::model::ids::FieldId;
use column::{Column, Filler};

/// Records as typed columns: what was read of each cell, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) problems: Vec<CellProblem>,
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
    /// Reads every declared field of a batch of records, used by a rule or not.
    pub fn read<C: Cells>(plan: &Plan<'_>, cells: &C) -> Self {
        let rows = cells.rows();
        let mut batch = Batch { rows, columns: Vec::new(), problems: Vec::new() };
        let mut scratch = String::new();
        for (index, field) in plan.program().fields.iter().enumerate() {
            let column = batch.read_field(plan, FieldId::at(index), field, cells, &mut scratch);
            batch.columns.push(column);
        }
        batch.problems.sort_by_key(|problem| (problem.row, problem.column));
        batch
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

    fn read_field<C: Cells>(
        &mut self,
        plan: &Plan<'_>,
        id: FieldId,
        field: &Field,
        cells: &C,
        scratch: &mut String,
    ) -> Column {
        let decided = match &field.origin {
            Origin::Decided(_) => true,
            Origin::Column { .. } => false,
        };
        let mut filler = Filler::new(shape_of(&field.field_type), self.rows, plan.is_tested(id));
        let mut read = masks::none(self.rows);
        let mut unreadable = masks::none(self.rows);
        if let ((Some(value_column), currency_column), Some(reader)) = (plan.columns_of(id), plan.reader(id))
        {
            for row in 0..self.rows {
                let problem = |column: usize, fault| CellProblem {
                    row: row as u32,
                    column: column as u32,
                    field: id,
                    fault,
                };
                let reading = match cells.cell(row, value_column) {
                    RawCell::Absent => Reading::Missing,
                    RawCell::NotText => Reading::Unreadable(Fault::NotText),
                    RawCell::NotScalar => Reading::Unreadable(Fault::NotScalar),
                    RawCell::Text(text) => {
                        let currency = match currency_column.map(|column| (column, cells.cell(row, column))) {
                            None | Some((_, RawCell::Absent)) => Ok(0),
                            Some((column, RawCell::Text(code))) => {
                                reader.currency(code, scratch).map_err(|fault| (column, fault))
                            }
                            Some((column, RawCell::NotText)) => Err((column, Fault::NotText)),
                            Some((column, RawCell::NotScalar)) => Err((column, Fault::NotScalar)),
                        };
                        match currency {
                            Ok(currency) => reader.read_in(text, currency, scratch),
                            Err((column, fault)) => match reader.read(text, scratch) {
                                // An amount that is not there needs no currency.
                                Reading::Missing => Reading::Missing,
                                Reading::Known(_) | Reading::Unreadable(_) => {
                                    masks::put(&mut unreadable, row);
                                    self.problems.push(problem(column, fault));
                                    continue;
                                }
                            },
                        }
                    }
                };
                match reading {
                    Reading::Known(known) => {
                        masks::put(&mut read, row);
                        filler.put(row, &known);
                    }
                    Reading::Missing => {
                        if field.required == Some(Required::Always) {
                            self.problems.push(problem(value_column, Fault::RequiredMissing));
                        }
                    }
                    Reading::Unreadable(fault) => {
                        masks::put(&mut unreadable, row);
                        self.problems.push(problem(value_column, fault));
                    }
                }
            }
        }
        let mut known = read.clone();
        let mut never = false;
        // A decided field is assumed once its rows have been tried: see `judge`.
        let assumed = field.assumed.as_ref().filter(|_| !decided);
        match assumed {
            Some(Assumed::Value(value)) => {
                let blank = masks::without(&masks::every(self.rows), &read);
                let currencies = plan.reader(id).map_or(&[][..], |reader| reader.currencies());
                if filler.assume(&blank, value, currencies) {
                    masks::add(&mut known, &blank);
                }
            }
            Some(Assumed::Never) => never = true,
            None => {}
        }
        Column { read, known, unreadable, assumed: assumed.is_some(), never, values: filler.finish() }
    }
}
