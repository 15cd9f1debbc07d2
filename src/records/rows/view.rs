//! The rows as one of two definitions sees them that read the same records.
//!
//! ```text
//! own columns │ the other's columns │ own properties │ the other's properties
//! ```

use super::Rows;
use crate::evaluate::cells::{Cells, RawCell, TypedColumn};

/// How many columns and properties stand where.
#[derive(Clone, Copy, Debug)]
pub struct Readers {
    /// Columns of the definition itself.
    pub own: usize,
    /// Columns of the other definition.
    pub also: usize,
    /// Properties of the definition itself.
    pub own_properties: usize,
}

/// The rows, seen by one definition.
#[derive(Clone, Copy, Debug)]
pub struct View<'r> {
    rows: &'r Rows,
    /// Where its columns begin, how many there are, and where its properties begin.
    columns: usize,
    count: usize,
    properties: usize,
}

impl Readers {
    /// The rows as the definition itself sees them.
    pub fn own<'r>(&self, rows: &'r Rows) -> View<'r> {
        View { rows, columns: 0, count: self.own, properties: self.own + self.also }
    }

    /// The rows as the other definition sees them.
    pub fn also<'r>(&self, rows: &'r Rows) -> View<'r> {
        let properties = self.own + self.also + self.own_properties;
        View { rows, columns: self.own, count: self.also, properties }
    }
}

impl View<'_> {
    fn place(&self, column: usize) -> usize {
        match column.checked_sub(self.count) {
            None => self.columns + column,
            Some(property) => self.properties + property,
        }
    }
}

impl Cells for View<'_> {
    fn rows(&self) -> usize {
        self.rows.rows()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        self.rows.cell(row, self.place(column))
    }

    fn typed(&self, column: usize) -> Option<TypedColumn<'_>> {
        self.rows.typed(self.place(column))
    }
}
