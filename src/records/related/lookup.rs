//! The rows of a lookup's file, by key.
//!
//! The cells that the definition reads are kept as they are written, in one piece of memory, and read again for each
//! batch of contacts that looks them up.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::find::RelatedFile;
use super::found::{Block, RowsFound};
use super::keys::{domain_key, key_column, key_of};
use super::scan::Opened;
use crate::evaluate::cells::{Cells, InputColumn, RawCell, lookup_columns};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::lookup_problems;
use crate::model::ids::LookupId;
use crate::records::error::RecordsError;
use crate::records::findings::{Findings, Tally};

/// A lookup's file, read.
#[derive(Debug)]
pub(super) struct LookupIndex {
    pub path: String,
    pub keyed: bool,
    pub columns: Vec<InputColumn>,
    pub found: RowsFound,
    pub repeated: Tally,
    /// Only its shape is shown.
    pub first_key: Option<String>,
    pub cells: Kept,
    domain_of: bool,
    keys: HashMap<String, u32>,
    entries: Vec<Entry>,
}

/// The rows of a key.
#[derive(Debug)]
struct Entry {
    /// The first.
    row: u32,
    /// How many there are.
    count: u64,
    /// Whether a contact has the key. Set by whoever judges, and read when all are done.
    matched: AtomicBool,
}

impl LookupIndex {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with the file as a whole; that it has no column for the key.
    pub fn read(
        plan: &Plan<'_>,
        lookup: LookupId,
        file: &RelatedFile,
        shows_values: bool,
    ) -> Result<Self, RecordsError> {
        let program = plan.program();
        let declared = program.lookups.get(lookup.index());
        let columns = lookup_columns(program, lookup);
        let key = key_column(declared.map(|lookup| lookup.to.as_str()), None, None);
        let opened = Opened::new(file, &columns, key, Block::Lookup(lookup).name(program))?;
        let key_at = opened.key;
        let mut index = LookupIndex {
            path: opened.name().to_owned(),
            keyed: opened.is_keyed(),
            found: RowsFound {
                findings: Findings::new(&columns, &opened.matches, shows_values),
                ..RowsFound::default()
            },
            cells: Kept { width: columns.len(), ..Kept::default() },
            columns,
            repeated: Tally::default(),
            first_key: None,
            domain_of: declared.is_some_and(|lookup| lookup.domain_of),
            keys: HashMap::new(),
            entries: Vec::new(),
        };
        let reader = declared.and_then(|lookup| plan.reader(lookup.key));
        let mut scratch = String::new();
        opened.read(|rows| {
            index.found.rows += rows.count() as u64;
            let problems = lookup_problems(plan, lookup, rows);
            index.found.findings.count(
                &index.columns,
                rows,
                &problems,
                |id| program.field(id),
                |row| rows.number(row),
            );
            for row in 0..rows.count() {
                match key_of(rows.cell(row, key_at), reader, &mut scratch) {
                    None => index.found.blank_keys.add(rows.number(row)),
                    Some(key) => {
                        if index.first_key.is_none() {
                            index.first_key = Some(key.to_owned());
                        }
                        if index.is_new(key, rows.number(row)) {
                            index.cells.push(rows, row);
                        }
                    }
                }
            }
        })?;
        Ok(index)
    }

    /// Notes a key; whether it is there for the first time.
    fn is_new(&mut self, key: &str, number: u64) -> bool {
        let key = if self.domain_of { domain_key(key, false).unwrap_or_default() } else { key.to_owned() };
        let next = self.entries.len() as u32;
        let place = *self.keys.entry(key).or_insert(next);
        match self.entries.get_mut(place as usize) {
            None => {
                self.entries.push(Entry { row: next, count: 1, matched: AtomicBool::new(false) });
                true
            }
            Some(entry) => {
                entry.count += 1;
                if entry.count == 2 {
                    self.repeated.add(number);
                }
                false
            }
        }
    }

    /// The part of a contact's key that is compared.
    pub fn compared<'k>(&self, key: Option<&'k str>) -> Option<&'k str> {
        if self.domain_of { key?.rsplit_once('@').map(|(_, domain)| domain) } else { key }
    }

    /// The row of a contact's key; none for a key that occurs twice.
    pub fn row_of(&self, key: Option<&str>) -> Option<u32> {
        let key = key?;
        let place = match self.domain_of {
            true => self.keys.get(&domain_key(key, true)?),
            false => self.keys.get(key),
        };
        let entry = self.entries.get(*place? as usize)?;
        entry.matched.store(true, Ordering::Relaxed);
        (entry.count == 1).then_some(entry.row)
    }

    /// How many keys there are.
    pub fn key_count(&self) -> u64 {
        self.entries.len() as u64
    }

    /// How many rows have a key that no contact has.
    pub fn strangers(&self) -> u64 {
        let others = self.entries.iter().filter(|entry| !entry.matched.load(Ordering::Relaxed));
        others.map(|entry| entry.count).sum()
    }
}

/// Cells, row by row.
#[derive(Debug, Default)]
pub(super) struct Kept {
    width: usize,
    text: String,
    /// Where each cell ends; it begins where the one before ends.
    ends: Vec<(usize, Kind)>,
}

/// What a kept cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Absent,
    Text,
    NotText,
    NotScalar,
}

impl Kept {
    fn push(&mut self, cells: &impl Cells, row: usize) {
        for column in 0..self.width {
            let kind = match cells.cell(row, column) {
                RawCell::Absent => Kind::Absent,
                RawCell::NotText => Kind::NotText,
                RawCell::NotScalar => Kind::NotScalar,
                RawCell::Text(text) => {
                    self.text.push_str(text);
                    Kind::Text
                }
            };
            self.ends.push((self.text.len(), kind));
        }
    }
}

impl Cells for Kept {
    fn rows(&self) -> usize {
        self.ends.len().checked_div(self.width).unwrap_or(0)
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        let place = row * self.width + column;
        let Some((end, kind)) = self.ends.get(place).copied() else { return RawCell::Absent };
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        match kind {
            Kind::Absent => RawCell::Absent,
            Kind::Text => RawCell::Text(self.text.get(start..end).unwrap_or_default()),
            Kind::NotText => RawCell::NotText,
            Kind::NotScalar => RawCell::NotScalar,
        }
    }
}
