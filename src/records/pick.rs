//! Single records, found by their id.

use std::collections::HashSet;
use std::sync::Arc;

use super::cut::{Chunk, ChunkSize};
use super::error::RecordsError;
use super::extent::Watch;
use super::headers::Match;
use super::input::Input;
use super::key::compared_key;
use super::rows::{RowReport, Rows};
use crate::evaluate::cells::{Cells, InputColumn, RawCell};

/// Records with their raw cells; a batch of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// The records, in the order of the input.
    pub records: Vec<PickedRecord>,
}

/// A record that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedRecord {
    /// Its number, from 1.
    pub number: u64,
    /// The line at which it begins.
    pub line: u64,
    /// Its id, trimmed.
    pub id: String,
    /// Its cells by column, as in `input_columns`.
    pub cells: Vec<OwnCell>,
    /// What is wrong with it as a whole.
    pub reports: Vec<RowReport>,
}

/// A [`RawCell`] that owns its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnCell {
    /// The column is not there, or this record does not reach it.
    Absent,
    /// Its text, untrimmed.
    Text(String),
    /// Bytes that are no text.
    NotText,
    /// A JSON value that no field can hold.
    NotScalar,
}

impl From<RawCell<'_>> for OwnCell {
    fn from(cell: RawCell<'_>) -> Self {
        match cell {
            RawCell::Absent => OwnCell::Absent,
            RawCell::Text(text) => OwnCell::Text(text.to_owned()),
            RawCell::NotText => OwnCell::NotText,
            RawCell::NotScalar => OwnCell::NotScalar,
        }
    }
}

impl OwnCell {
    /// As the evaluator takes it.
    pub fn raw(&self) -> RawCell<'_> {
        match self {
            OwnCell::Absent => RawCell::Absent,
            OwnCell::Text(text) => RawCell::Text(text),
            OwnCell::NotText => RawCell::NotText,
            OwnCell::NotScalar => RawCell::NotScalar,
        }
    }
}

impl Cells for Picked {
    fn rows(&self) -> usize {
        self.records.len()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        self.records
            .get(row)
            .and_then(|record| record.cells.get(column))
            .map_or(RawCell::Absent, OwnCell::raw)
    }
}

/// All records of `input` whose id is one of `ids`, with the properties that hold rows of events behind their cells.
/// Without `id`, the place of the id among `columns`, an id is a record's number. `watch` is told how many were looked at.
///
/// # Errors
/// What is wrong with the input as a whole.
pub fn pick(
    mut input: Input,
    columns: &[InputColumn],
    properties: &[InputColumn],
    matches: &[Match],
    id: Option<usize>,
    ids: &[String],
    watch: Watch<'_>,
) -> Result<Picked, RecordsError> {
    let layout = Arc::new(input.layout(columns, properties, matches, false));
    input.keep(&layout);
    let wanted: HashSet<&str> = ids.iter().map(|id| compared_key(id)).collect();
    let mut picked = Picked::default();
    let mut rows = Rows::new(Arc::clone(&layout));
    let mut chunk = Chunk::default();
    loop {
        input.next(&mut chunk, ChunkSize::default())?;
        if chunk.records.is_empty() {
            return Ok(picked);
        }
        // Reading the cells takes the bytes, so the lines of what is wanted are found after it is given back.
        rows.read(&mut chunk);
        let first = picked.records.len();
        let mut found = Vec::new();
        for row in 0..rows.count() {
            let number = rows.number(row);
            let own = match id.and_then(|index| rows.slot_of(index)) {
                Some(slot) => rows.shown(row, slot).trim().to_owned(),
                None => number.to_string(),
            };
            if !wanted.contains(compared_key(&own)) {
                continue;
            }
            found.push(row);
            picked.records.push(PickedRecord {
                number,
                line: 0,
                id: own,
                cells: (0..columns.len() + properties.len())
                    .map(|column| rows.cell(row, column).into())
                    .collect(),
                reports: rows.reports().iter().filter(|report| report.row == row).cloned().collect(),
            });
        }
        watch(rows.number(rows.count().saturating_sub(1)));
        rows.give_back(&mut chunk);
        for (record, row) in picked.records.iter_mut().skip(first).zip(found) {
            record.line = chunk.line(row);
        }
    }
}
