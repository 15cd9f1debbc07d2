//! What is wrong with the rows and cells of a file, in numbers: the contacts' own records, or those beside them.
//!
//! Each batch is counted by itself; the counts are added up in the order of the file, so that "the first three" are
//! the first three of it. A value is never kept, only its shape.

use std::collections::BTreeMap;

use super::day_order::DayOrder;
use super::headers::{FoundColumn, Match};
use super::rows::{RowFault, Rows};
use crate::evaluate::cell::shape::shape;
use crate::evaluate::cells::{Cells, InputColumn, RawCell, TypedColumn, TypedValues};
use crate::evaluate::verdicts::{CellProblem, Fault};
use crate::model::field::{Field, FieldType};
use crate::model::ids::FieldId;

/// How many reports of one kind are kept; the others are only counted.
pub const KEPT: usize = 1_000;
/// How many shapes are kept for a column.
const SHAPES: usize = 3;

/// What is wrong with rows and cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Whether `shapes` and `cells` have the cells themselves, since that was asked for.
    pub shows_values: bool,
    /// By column.
    pub columns: Vec<ColumnSummary>,
    /// The first cells that could not be read.
    pub cells: Vec<CellReport>,
    /// How many there were in all.
    pub unreadable: u64,
    /// The first rows that are at fault as a whole.
    pub rows: Vec<RowFinding>,
    /// How many there were of each kind.
    pub row_faults: RowFaults,
}

/// A count, and the first record that was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// The number of the first record, from 1.
    pub first: Option<u64>,
}

impl Tally {
    pub(super) fn add(&mut self, record: u64) {
        self.count += 1;
        self.first = self.first.or(Some(record));
    }

    pub(super) fn merge(&mut self, later: Tally) {
        self.count += later.count;
        self.first = self.first.or(later.first);
    }
}

/// What is wrong with the cells of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnSummary {
    /// What became of the column.
    pub header: Match,
    /// Its header; where it is not there, the first that was looked for.
    pub label: String,
    /// Cells that could not be read.
    pub unreadable: Tally,
    /// The same by what is wrong.
    pub faults: BTreeMap<Fault, u64>,
    /// Their first three shapes, each with its first record.
    pub shapes: Vec<(String, u64)>,
    /// Dates that can be read two ways; the shape of the first.
    pub two_readings: Tally,
    /// The shape of the first of them.
    pub two_readings_shape: Option<String>,
    /// Cells with something in them; only counted for dates without `written as`.
    pub dates: u64,
    /// What they tell of the order of day and month.
    pub day_order: DayOrder,
    /// Blank cells that are required.
    pub required_missing: Tally,
}

/// A cell that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellReport {
    /// The number of its record, from 1.
    pub record: u64,
    /// Its column, as in `input_columns`.
    pub column: u32,
    /// What is wrong.
    pub fault: Fault,
    /// Its shape.
    pub shape: String,
}

/// A record that is at fault as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFinding {
    /// Its number, from 1.
    pub record: u64,
    /// The line at which it begins.
    pub line: u64,
    /// What is wrong.
    pub fault: RowFault,
}

/// Records that are at fault as a whole, by what is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowFaults {
    /// With fewer cells than the header.
    pub short: u64,
    /// With more.
    pub long: u64,
    /// No JSON objects.
    pub no_object: u64,
    /// Keys that occur twice in a record.
    pub repeated_keys: u64,
    /// A property that should hold the rows of an event, and holds something else.
    pub not_rows: u64,
}

impl Findings {
    /// Nothing counted yet. `shows_values` keeps cells themselves in place of their shapes.
    pub fn new(columns: &[InputColumn], matches: &[Match], shows_values: bool) -> Self {
        let columns = columns.iter().enumerate().map(|(index, column)| {
            let header = matches.get(index).cloned().unwrap_or_default();
            ColumnSummary { label: label(column, &header), header, ..ColumnSummary::default() }
        });
        Findings { shows_values, columns: columns.collect(), ..Findings::default() }
    }

    /// Nothing counted yet of a part of the records, which is to be merged: without what columns are called.
    pub fn part(&self) -> Self {
        let mut columns = Vec::new();
        columns.resize_with(self.columns.len(), ColumnSummary::default);
        Findings { shows_values: self.shows_values, columns, ..Findings::default() }
    }

    /// Whether something is wrong, so that `--strict` fails.
    pub fn has_problems(&self) -> bool {
        let RowFaults { short, long, no_object, repeated_keys, not_rows } = self.row_faults;
        self.unreadable + short + long + no_object + repeated_keys + not_rows > 0
            || self.columns.iter().any(|column| column.required_missing.count > 0)
    }

    /// Whether a column is not there.
    pub fn lacks_a_column(&self) -> bool {
        self.columns.iter().any(|column| column.header.found.is_none())
    }

    /// Counts a batch: `problems` are those of its cells, `field` is the field of an id, `number` the number of a
    /// row's record.
    pub fn count<'f>(
        &mut self,
        columns: &[InputColumn],
        rows: &Rows,
        problems: &[CellProblem],
        field: impl Fn(FieldId) -> Option<&'f Field>,
        number: impl Fn(usize) -> u64,
    ) {
        for report in rows.reports() {
            let faults = &mut self.row_faults;
            match &report.fault {
                RowFault::Short { .. } => faults.short += 1,
                RowFault::Long { .. } => faults.long += 1,
                RowFault::NoObject => faults.no_object += 1,
                RowFault::RepeatedKey { .. } => faults.repeated_keys += 1,
                RowFault::NotRows { .. } => faults.not_rows += 1,
            }
            if self.rows.len() < KEPT {
                let (record, line) = (number(report.row), report.line);
                self.rows.push(RowFinding { record, line, fault: report.fault.clone() });
            }
        }
        for (index, column) in columns.iter().enumerate() {
            let Some(summary) = self.columns.get_mut(index) else { continue };
            if rows.seen().get(index).copied().unwrap_or_default() && summary.header.found.is_none() {
                summary.find();
            }
            if field(column.field).is_some_and(is_plain_date) {
                if let Some(TypedColumn { present, values: TypedValues::Days(_) }) = rows.typed(index) {
                    let dates: u32 = present.iter().map(|word| word.count_ones()).sum();
                    summary.dates += u64::from(dates);
                    if dates > 0 {
                        // As text, every day would be in ISO form; one stands for all.
                        summary.day_order.add_iso("1970-01-01");
                    }
                    continue;
                }
                rows.sweep(index, 0..rows.count(), |_, cell| match cell {
                    RawCell::Text(text) if !is_blank(text) => {
                        summary.dates += 1;
                        summary.day_order.add_iso(text);
                    }
                    RawCell::Text(_) | RawCell::Absent | RawCell::NotText | RawCell::NotScalar => {}
                });
            }
        }
        for problem in problems {
            self.count_cell(problem, rows, number(problem.row as usize));
        }
    }

    fn count_cell(&mut self, problem: &CellProblem, rows: &Rows, record: u64) {
        let shows_values = self.shows_values;
        let say = |cell: &str| if shows_values { cell.trim().to_owned() } else { shape(cell) };
        let Some(summary) = self.columns.get_mut(problem.column as usize) else { return };
        if problem.fault == Fault::RequiredMissing {
            summary.required_missing.add(record);
            return;
        }
        let cell =
            rows.slot_of(problem.column as usize).map_or("", |slot| rows.shown(problem.row as usize, slot));
        let shape = if cell.is_empty() { String::new() } else { say(cell) };
        if matches!(problem.fault, Fault::TwoReadings | Fault::NotADate) {
            summary.day_order.add(cell);
        }
        self.unreadable += 1;
        summary.unreadable.add(record);
        *summary.faults.entry(problem.fault).or_default() += 1;
        if problem.fault == Fault::TwoReadings {
            summary.two_readings.add(record);
            summary.two_readings_shape.get_or_insert_with(|| shape.clone());
        }
        if summary.shapes.len() < SHAPES && summary.shapes.iter().all(|(known, _)| *known != shape) {
            summary.shapes.push((shape.clone(), record));
        }
        if self.cells.len() < KEPT {
            self.cells.push(CellReport { record, column: problem.column, fault: problem.fault, shape });
        }
    }

    /// Adds what a later batch counted.
    pub fn merge(&mut self, later: Findings) {
        for (column, later) in self.columns.iter_mut().zip(later.columns) {
            column.merge(later);
        }
        extend(&mut self.cells, later.cells);
        self.unreadable += later.unreadable;
        extend(&mut self.rows, later.rows);
        self.row_faults.short += later.row_faults.short;
        self.row_faults.long += later.row_faults.long;
        self.row_faults.no_object += later.row_faults.no_object;
        self.row_faults.repeated_keys += later.row_faults.repeated_keys;
        self.row_faults.not_rows += later.row_faults.not_rows;
    }
}

impl ColumnSummary {
    /// Notes that a record has the column.
    fn find(&mut self) {
        self.header.found = Some(FoundColumn { position: 0, header: self.label.clone() });
        self.header.nearest = None;
    }

    fn merge(&mut self, later: ColumnSummary) {
        if self.header.found.is_none() && later.header.found.is_some() {
            self.find();
        }
        self.unreadable.merge(later.unreadable);
        for (fault, count) in later.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        for (shape, record) in later.shapes {
            if self.shapes.len() < SHAPES && self.shapes.iter().all(|(known, _)| *known != shape) {
                self.shapes.push((shape, record));
            }
        }
        self.two_readings.merge(later.two_readings);
        if self.two_readings_shape.is_none() {
            self.two_readings_shape = later.two_readings_shape;
        }
        self.dates += later.dates;
        self.day_order.merge(later.day_order);
        self.required_missing.merge(later.required_missing);
    }
}

fn extend<T>(kept: &mut Vec<T>, later: Vec<T>) {
    let room = KEPT.saturating_sub(kept.len());
    kept.extend(later.into_iter().take(room));
}

/// What a column is called in messages.
pub fn label(column: &InputColumn, matched: &Match) -> String {
    match &matched.found {
        Some(found) => found.header.clone(),
        None => column.headers.first().cloned().unwrap_or_default(),
    }
}

/// Whether there is nothing but blanks.
pub(super) fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

/// Whether a column holds dates that are read without `written as`.
fn is_plain_date(field: &Field) -> bool {
    field.writing.dates.is_empty() && matches!(field.field_type, FieldType::Date | FieldType::DateTime)
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn blanks_are_what_trimming_leaves_nothing_of() {
        let letters = ["", " ", "\t", "\u{a0}", "a", "\u{2003}", "é", "\u{feff}", "\0", "~"];
        for text in letters.iter().flat_map(|one| letters.map(|other| format!("{one}{other}"))) {
            assert_eq!(is_blank(&text), text.trim().is_empty(), "{text:?}");
        }
    }
}
