//! What is wrong with the rows and cells of a file, for people.

use std::fmt::Write;

use super::draw::counted;
use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::evaluate::cells::InputColumn;
use crate::evaluate::verdicts::Fault;
use crate::model::field::Field;
use crate::model::ids::FieldId;
use crate::records::findings::{ColumnSummary, Findings, RowFinding};
use crate::records::rows::RowFault;
use crate::text::visible::visible;
use crate::wording::value::number_of;

/// How many of the rows at fault are named.
const NAMED: usize = 3;

/// What was found, and what its columns are for.
pub struct Faults<'f> {
    /// What was found.
    pub findings: &'f Findings,
    /// The columns.
    pub columns: &'f [InputColumn],
    /// The field of a column.
    pub field: &'f dyn Fn(FieldId) -> Option<&'f Field>,
    /// What a row is called.
    pub noun: &'f str,
    /// How far the lines stand in.
    pub indent: usize,
}

impl Faults<'_> {
    /// The lines; none if nothing is wrong.
    pub fn draw(&self, pen: Pen) -> String {
        let mut text = String::new();
        self.other_columns(&mut text, pen);
        self.rows(&mut text, pen);
        self.cells(&mut text, pen);
        self.required(&mut text, pen);
        text
    }

    fn warn(&self, text: &mut String, words: &str, pen: Pen) {
        for (index, line) in wrap(words, pen.width.saturating_sub(self.indent + 2)).iter().enumerate() {
            let room = " ".repeat(if index == 0 { self.indent } else { self.indent + 2 });
            let _ = writeln!(text, "{room}{}", pen.paint(Style::Warning, line));
        }
    }

    /// Columns that a field could have been read from, had another of its headers not come first.
    fn other_columns(&self, text: &mut String, pen: Pen) {
        for column in self.findings.columns.iter().filter(|column| !column.header.others.is_empty()) {
            let others: Vec<String> =
                column.header.others.iter().map(|other| format!("\"{}\"", visible(other))).collect();
            let line =
                format!("not read: {}, since there is \"{}\"", others.join(", "), visible(&column.label));
            self.warn(text, &line, pen);
        }
    }

    /// Rows at fault as a whole.
    fn rows(&self, text: &mut String, pen: Pen) {
        let faults = self.findings.row_faults;
        let kinds = [
            (faults.short, "shorter than the header; the missing cells count as blank"),
            (faults.long, "longer than the header; the extra cells are left out"),
            (faults.no_object, "no JSON object; all of its fields count as blank"),
            (faults.repeated_keys, "with a key that occurs twice; the last one counts"),
            (faults.not_rows, "with something else than a list of objects for its events, which are unknown"),
        ];
        for (index, (count, what)) in kinds.iter().enumerate() {
            if *count == 0 {
                continue;
            }
            self.warn(text, &format!("{} {what}", counted(*count, self.noun)), pen);
            let rows = self.findings.rows.iter().filter(|row| kind_of(row) == index);
            let first: Vec<String> = rows.take(NAMED).map(place_of).collect();
            let more = count.saturating_sub(first.len() as u64);
            let more = if more > 0 { format!(", and {} more", number_of(more)) } else { String::new() };
            said(text, self.indent + 2, &format!("{}{more}", first.join(", ")), pen);
        }
    }

    /// Cells that could not be read, by column: how many, what is wrong, and the first shapes.
    fn cells(&self, text: &mut String, pen: Pen) {
        let unreadable = self.findings.unreadable;
        if unreadable == 0 {
            return;
        }
        let counts = if unreadable == 1 { "counts" } else { "count" };
        let line = format!("{} could not be read, and {counts} as blank", counted(unreadable, "cell"));
        self.warn(text, &line, pen);
        for (column, counted) in self.columns.iter().zip(&self.findings.columns) {
            if counted.unreadable.count == 0 {
                continue;
            }
            let shapes: Vec<String> =
                counted.shapes.iter().map(|(shape, row)| format!("row {row} `{}`", visible(shape))).collect();
            let named = shapes.len() as u64;
            let more = counted.unreadable.count.saturating_sub(named);
            let more = if more > 0 { format!(", and {} more", number_of(more)) } else { String::new() };
            let words = format!("{}: {}{more}", visible(&counted.label), shapes.join(", "));
            said(text, self.indent + 2, &words, pen);
            for sentence in (self.field)(column.field).into_iter().flat_map(|field| sentences(field, counted))
            {
                said(text, self.indent + 4, &sentence, pen);
            }
        }
    }

    fn required(&self, text: &mut String, pen: Pen) {
        for column in self.findings.columns.iter().filter(|column| column.required_missing.count > 0) {
            let line = format!(
                "{} blank in {}, which is required",
                counted(column.required_missing.count, "cell"),
                visible(&column.label)
            );
            let first = column
                .required_missing
                .first
                .map(|row| format!("; the first in row {row}"))
                .unwrap_or_default();
            let room = " ".repeat(self.indent);
            let _ = writeln!(text, "{room}{}{first}", pen.paint(Style::Warning, &line));
        }
    }
}

fn kind_of(row: &RowFinding) -> usize {
    match row.fault {
        RowFault::Short { .. } => 0,
        RowFault::Long { .. } => 1,
        RowFault::NoObject => 2,
        RowFault::RepeatedKey { .. } => 3,
        RowFault::NotRows { .. } => 4,
    }
}

fn place_of(row: &RowFinding) -> String {
    match &row.fault {
        RowFault::Short { cells } | RowFault::Long { cells } => {
            format!("row {} (line {}, {})", row.record, row.line, counted(*cells as u64, "cell"))
        }
        RowFault::NotRows { name } => format!("row {} (line {}, {})", row.record, row.line, visible(name)),
        RowFault::NoObject | RowFault::RepeatedKey { .. } => {
            format!("row {} (line {})", row.record, row.line)
        }
    }
}

/// What is wrong with a column's cells, each kind once: `is not a whole number (2)`.
fn sentences(field: &Field, column: &ColumnSummary) -> Vec<String> {
    let faults = column.faults.iter().filter(|(fault, _)| **fault != Fault::RequiredMissing);
    faults.map(|(fault, count)| format!("{} ({})", fault.sentence(field), number_of(*count))).collect()
}

/// A line of words, wrapped, with its indentation.
fn said(text: &mut String, indent: usize, words: &str, pen: Pen) {
    for (index, line) in wrap(words, pen.width.saturating_sub(indent + 2)).iter().enumerate() {
        let room = if index == 0 { indent } else { indent + 2 };
        let _ = writeln!(text, "{}{line}", " ".repeat(room));
    }
}
