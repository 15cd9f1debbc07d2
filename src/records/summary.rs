//! What a run found, in numbers: the same whatever the number of threads and the size of batches.
//!
//! Each batch is counted by itself; the counts are added up in the order of the input, so that "the first three" are
//! the first three of the file. A value of a record is never kept, only its shape.

use std::collections::BTreeMap;

use super::headers::Match;
use super::rows::{RowFault, Rows};
use crate::evaluate::cell::shape::shape;
use crate::evaluate::cells::{Cells, InputColumn, RawCell};
use crate::evaluate::verdicts::{Fault, Recorded, Verdicts};
use crate::model::field::FieldType;
use crate::model::ids::{AsideId, StageId};
use crate::model::lifecycle::{Destination, Question};
use crate::model::program::Program;

/// How many reports of one kind are kept; the others are only counted.
pub const KEPT: usize = 1_000;
/// How many shapes are kept for a column.
const SHAPES: usize = 3;

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Whether `shapes` and `cells` have the cells themselves, since that was asked for.
    pub shows_values: bool,
    /// Records.
    pub records: u64,
    /// Records by stage.
    pub stages: Vec<u64>,
    /// Records at no stage.
    pub no_stage: u64,
    /// Records whose rule for a later stage is unknown.
    pub could_be_more: u64,
    /// By what the CRM has: records by our stage, those at none last.
    pub recorded: BTreeMap<RecordedAs, Vec<u64>>,
    /// How often each question is asked.
    pub asked: BTreeMap<Question, u64>,
    /// By column, as in `input_columns`.
    pub columns: Vec<ColumnSummary>,
    /// The first cells that could not be read.
    pub cells: Vec<CellReport>,
    /// How many there were in all.
    pub unreadable: u64,
    /// The first records that are at fault as a whole.
    pub rows: Vec<RowFinding>,
    /// How many there were of each kind.
    pub row_faults: RowFaults,
    /// Records without an id, and the first of them.
    pub blank_ids: Tally,
    /// JSON keys that came too late to get a column of their own under `--keep-all`.
    pub unkept: u64,
}

/// The stage that the CRM has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordedAs {
    /// A stage of the lifecycle.
    Stage(StageId),
    /// An aside.
    Aside(AsideId),
    /// Something else.
    Other,
    /// Nothing.
    Blank,
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
    fn add(&mut self, record: u64) {
        self.count += 1;
        self.first = self.first.or(Some(record));
    }

    fn merge(&mut self, later: Tally) {
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
}

impl Summary {
    /// Nothing counted yet.
    pub fn new(program: &Program, columns: &[InputColumn], matches: &[Match]) -> Self {
        let columns = columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let header = matches.get(index).cloned().unwrap_or_default();
                ColumnSummary { label: label(column, &header), header, ..ColumnSummary::default() }
            })
            .collect();
        Summary { stages: vec![0; program.stages.len()], columns, ..Summary::default() }
    }

    /// Whether something is wrong with the records, so that `--strict` fails.
    pub fn has_problems(&self) -> bool {
        let RowFaults { short, long, no_object, repeated_keys } = self.row_faults;
        self.unreadable + short + long + no_object + repeated_keys + self.blank_ids.count > 0
            || self.columns.iter().any(|column| column.required_missing.count > 0)
    }

    /// Counts a batch.
    pub fn count(
        &mut self,
        program: &Program,
        columns: &[InputColumn],
        id: Option<u32>,
        rows: &Rows,
        verdicts: &Verdicts,
    ) {
        self.records += rows.count() as u64;
        self.unkept += rows.unkept();
        for report in rows.reports() {
            let record = rows.number(report.row);
            match &report.fault {
                RowFault::Short { .. } => self.row_faults.short += 1,
                RowFault::Long { .. } => self.row_faults.long += 1,
                RowFault::NoObject => self.row_faults.no_object += 1,
                RowFault::RepeatedKey { .. } => self.row_faults.repeated_keys += 1,
            }
            if self.rows.len() < KEPT {
                self.rows.push(RowFinding { record, line: report.line, fault: report.fault.clone() });
            }
        }
        let mut asked = vec![0_u64; verdicts.questions.len()];
        for row in 0..rows.count() {
            let stage = verdicts.stage.get(row).copied().flatten();
            match stage.and_then(|stage| self.stages.get_mut(stage.index())) {
                Some(count) => *count += 1,
                None => self.no_stage += 1,
            }
            self.could_be_more += u64::from(verdicts.could_be(row).next().is_some());
            if let Some(count) = verdicts.ask.get(row).and_then(|list| asked.get_mut(*list as usize)) {
                *count += 1;
            }
            if program.lifecycle.recorded_in.is_some() {
                let recorded = recorded_as(verdicts.recorded.get(row).and_then(Option::as_ref));
                let counts =
                    self.recorded.entry(recorded).or_insert_with(|| vec![0; program.stages.len() + 1]);
                let place = stage.map_or(program.stages.len(), StageId::index);
                if let Some(count) = counts.get_mut(place) {
                    *count += 1;
                }
            }
            if let Some(slot) = id
                && rows.shown(row, slot).trim().is_empty()
            {
                self.blank_ids.add(rows.number(row));
            }
        }
        for (list, count) in verdicts.questions.iter().zip(asked) {
            for question in list.iter().filter(|_| count > 0) {
                *self.asked.entry(*question).or_default() += count;
            }
        }
        self.count_cells(program, columns, rows, verdicts);
    }

    fn count_cells(&mut self, program: &Program, columns: &[InputColumn], rows: &Rows, verdicts: &Verdicts) {
        for (index, column) in columns.iter().enumerate() {
            let Some(summary) = self.columns.get_mut(index) else { continue };
            if rows.seen().get(index).copied().unwrap_or_default() && summary.header.found.is_none() {
                summary.header.found =
                    Some(super::headers::FoundColumn { position: 0, header: summary.label.clone() });
                summary.header.nearest = None;
            }
            if is_plain_date(program, column) {
                let filled = (0..rows.count()).filter(|row| match rows.cell(*row, index) {
                    RawCell::Text(text) => !text.trim().is_empty(),
                    RawCell::Absent | RawCell::NotText | RawCell::NotScalar => false,
                });
                summary.dates += filled.count() as u64;
            }
        }
        let shows_values = self.shows_values;
        let say = |cell: &str| if shows_values { cell.trim().to_owned() } else { shape(cell) };
        for problem in &verdicts.problems {
            let record = rows.number(problem.row as usize);
            let Some(summary) = self.columns.get_mut(problem.column as usize) else { continue };
            if problem.fault == Fault::RequiredMissing {
                summary.required_missing.add(record);
                continue;
            }
            let shape = rows
                .slot_of(problem.column as usize)
                .map_or_else(String::new, |slot| say(rows.shown(problem.row as usize, slot)));
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
    }

    /// Adds what a later batch counted.
    pub fn merge(&mut self, later: Summary) {
        self.records += later.records;
        add_up(&mut self.stages, &later.stages);
        self.no_stage += later.no_stage;
        self.could_be_more += later.could_be_more;
        for (recorded, counts) in later.recorded {
            add_up(self.recorded.entry(recorded).or_default(), &counts);
        }
        for (question, count) in later.asked {
            *self.asked.entry(question).or_default() += count;
        }
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
        self.blank_ids.merge(later.blank_ids);
        self.unkept += later.unkept;
    }
}

impl ColumnSummary {
    fn merge(&mut self, later: ColumnSummary) {
        if self.header.found.is_none() && later.header.found.is_some() {
            self.header = later.header;
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
        self.required_missing.merge(later.required_missing);
    }
}

fn add_up(counts: &mut Vec<u64>, later: &[u64]) {
    if counts.len() < later.len() {
        counts.resize(later.len(), 0);
    }
    for (count, more) in counts.iter_mut().zip(later) {
        *count += more;
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

fn recorded_as(recorded: Option<&Recorded>) -> RecordedAs {
    match recorded {
        Some(Recorded::Known(Destination::Stage(stage))) => RecordedAs::Stage(*stage),
        Some(Recorded::Known(Destination::Aside(aside))) => RecordedAs::Aside(*aside),
        Some(Recorded::Other(_)) => RecordedAs::Other,
        None => RecordedAs::Blank,
    }
}

/// Whether a column holds dates that are read without `written as`.
fn is_plain_date(program: &Program, column: &InputColumn) -> bool {
    program.field(column.field).is_some_and(|field| {
        field.writing.dates.is_empty() && matches!(field.field_type, FieldType::Date | FieldType::DateTime)
    })
}
