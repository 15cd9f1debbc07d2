//! What is wrong with a record, in words: the column `problems`.

use super::super::rows::RowFault;
use super::batch::Batch;
use super::sheet::Sheet;
use super::sink::Sink;
use super::written::{Written, string};
use crate::evaluate::verdicts::Fault;
use crate::model::field::Field;

/// What is wrong with a record: the column, the text, and what is wrong.
struct Trouble<'t> {
    column: Option<&'t str>,
    text: Option<&'t str>,
    problem: String,
}

impl Written {
    /// Adds that nothing is wrong.
    pub(super) fn no_problems(self, out: &mut Sink) {
        if self.is_json() {
            out.extend_from_slice(b"[]");
        } else {
            self.text_or_blank("", out);
        }
    }
}

impl Sheet<'_> {
    /// Adds what is wrong with the record; rows must come in order.
    pub(super) fn write_problems(&self, row: usize, batch: &mut Batch<'_>, out: &mut Sink) {
        if self.written.is_json() {
            self.write_problem_objects(row, batch, out);
            return;
        }
        let mut cell = String::new();
        self.troubles(batch, row, |trouble| {
            if !cell.is_empty() {
                cell.push_str("; ");
            }
            cell.push_str(trouble.column.unwrap_or("record"));
            cell.push_str(": ");
            if let Some(text) = trouble.text {
                cell.push('"');
                cell.push_str(text);
                cell.push_str("\" ");
            }
            cell.push_str(&trouble.problem);
        });
        self.written.text_or_blank(&cell, out);
    }

    fn write_problem_objects(&self, row: usize, batch: &mut Batch<'_>, out: &mut Sink) {
        out.push(b'[');
        let mut first = true;
        self.troubles(batch, row, |trouble| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(b"{\"column\":");
            self.written.text_or_blank(trouble.column.unwrap_or_default(), out);
            out.extend_from_slice(b",\"text\":");
            match trouble.text {
                Some(text) => string(text, out),
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b",\"problem\":");
            string(&trouble.problem, out);
            out.push(b'}');
        });
        out.push(b']');
    }

    /// Calls `each` with what is wrong with the record; rows must come in order.
    fn troubles(&self, batch: &mut Batch<'_>, row: usize, mut each: impl FnMut(Trouble<'_>)) {
        while let Some((report, rest)) = batch.reports.split_first() {
            if report.row > row {
                break;
            }
            batch.reports = rest;
            if report.row == row {
                let problem = row_fault_text(&report.fault, self.width);
                each(Trouble { column: None, text: None, problem });
            }
        }
        while let Some((problem, rest)) = batch.problems.split_first() {
            if problem.row as usize > row {
                break;
            }
            batch.problems = rest;
            if problem.row as usize != row {
                continue;
            }
            let column = problem.column as usize;
            let text = match problem.fault {
                Fault::RequiredMissing | Fault::NotScalar | Fault::NotText => None,
                Fault::NotANumber
                | Fault::NumberTooLarge
                | Fault::NotWhole
                | Fault::NotADate
                | Fault::TwoReadings
                | Fault::NoSuchDay
                | Fault::NotYesNo
                | Fault::NotInList
                | Fault::OutOfRange
                | Fault::NotAnEmail
                | Fault::NoRate
                | Fault::OtherCurrency
                | Fault::TooLong => batch.rows.slot_of(column).map(|slot| batch.rows.shown(row, slot)),
            };
            each(Trouble {
                column: Some(self.labels.get(column).map_or("", String::as_str)),
                text,
                problem: fault_text(problem.fault, self.program.field(problem.field)),
            });
        }
    }
}

/// What is wrong with a cell; to follow the cell's text in quotes, or the column's name.
pub fn fault_text(fault: Fault, field: Option<&Field>) -> String {
    match (fault, field) {
        (Fault::RequiredMissing, _) => "required, missing".to_owned(),
        (_, Some(field)) => fault.sentence(field),
        (_, None) => "can't be read".to_owned(),
    }
}

/// What is wrong with a record as a whole.
pub fn row_fault_text(fault: &RowFault, width: usize) -> String {
    let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    match fault {
        RowFault::Short { cells: count } => format!("{}, the header has {width}", cells(*count)),
        RowFault::Long { cells: count } => {
            format!("{}, the header has {width}; those past it are not read", cells(*count))
        }
        RowFault::NoObject => "not a JSON object".to_owned(),
        RowFault::NotRows { name } => format!("{name} is no list of objects, so nothing is known of them"),
        RowFault::RepeatedKey { key } => format!("the key {key:?} occurs twice, the last one counts"),
    }
}
