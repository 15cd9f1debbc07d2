//! Rows of an events file, read before their groups are known: on any thread, in any order.

use super::found::RowsFound;
use super::groups::{Key, Readier};
use super::keys::key_of;
use crate::evaluate::cell::Reader;
use crate::evaluate::cells::{Cells, RawCell};
use crate::evaluate::related::CountedRows;
use crate::records::rows::Rows;

/// A few thousand rows, read.
#[derive(Default)]
pub(super) struct Part {
    pub counted: CountedRows,
    pub found: RowsFound,
    keys: Vec<RowKey>,
    /// The texts of long keys.
    text: Vec<u8>,
}

/// A key of a row.
struct RowKey {
    row: u32,
    key: Key,
    /// Where its text ends; it begins where the one before ends.
    end: usize,
}

impl Part {
    /// Takes the keys of rows, and counts rows without one. With a separator, a cell may hold several.
    pub fn take_keys(
        &mut self,
        rows: &Rows,
        column: usize,
        reader: Option<&Reader>,
        separator: Option<&str>,
        readier: &Readier,
    ) {
        self.keys.clear();
        self.text.clear();
        let mut scratch = String::new();
        rows.sweep(column, 0..rows.count(), |row, cell| {
            let before = self.keys.len();
            let mut take = |cell: RawCell<'_>| {
                let Some(text) = key_of(cell, reader, &mut scratch) else { return };
                let key = readier.key(text.as_bytes());
                if !key.is_short() {
                    self.text.extend_from_slice(text.as_bytes());
                }
                self.keys.push(RowKey { row: row as u32, key, end: self.text.len() });
            };
            match (cell, separator) {
                (RawCell::Text(text), Some(separator)) => {
                    text.split(separator).for_each(|part| take(RawCell::Text(part)));
                }
                (cell, _) => take(cell),
            }
            if self.keys.len() == before {
                self.found.blank_keys.add(rows.number(row));
            }
        });
    }

    /// The keys of the rows, row by row.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = Key> + '_ {
        self.keys.iter().map(|key| key.key)
    }

    /// The row of a key.
    pub fn row_of(&self, key: usize) -> u32 {
        self.keys.get(key).map_or(0, |key| key.row)
    }

    /// The text of a long key.
    pub fn text_of(&self, key: usize) -> &[u8] {
        let start = key.checked_sub(1).and_then(|before| self.keys.get(before)).map_or(0, |key| key.end);
        self.keys.get(key).and_then(|key| self.text.get(start..key.end)).unwrap_or_default()
    }
}
