//! Records as they are read from a file.

use super::words::fold;

/// A file of records, as texts.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The first of these columns that is there.
    pub fn column(&self, names: &[String]) -> Option<usize> {
        names.iter().find_map(|name| self.headers.iter().position(|header| fold(header) == fold(name)))
    }

    pub fn cell(&self, row: usize, column: Option<usize>) -> &str {
        column.and_then(|column| self.rows[row].get(column)).map_or("", String::as_str)
    }
}
