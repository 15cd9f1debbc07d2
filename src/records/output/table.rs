//! A table of aligned columns for a terminal.
//!
//! The first thousand rows decide how wide each column is; what is wider than its column is cut with `…`. So a table
//! needs no more memory than those rows, however many follow.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between the cells of a row on their way here; plain text has no such character.
pub const CELL: char = '\u{1f}';
const ROWS: usize = 1000;
const WIDEST: usize = 60;

/// Aligns rows.
#[derive(Debug, Default)]
pub struct TableWriter {
    waiting: Vec<String>,
    widths: Option<Vec<usize>>,
}

impl TableWriter {
    /// Takes rows: cells with [`CELL`] between them, each row ending with a line break.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn write(&mut self, rows: &str, out: &mut dyn Write) -> io::Result<()> {
        for row in rows.lines() {
            match &self.widths {
                Some(widths) => write_row(row, widths, out)?,
                None => {
                    self.waiting.push(row.to_owned());
                    if self.waiting.len() > ROWS {
                        self.finish(out)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes the rows that wait.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.widths.is_some() {
            return Ok(());
        }
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.waiting {
            for (index, cell) in row.split(CELL).enumerate() {
                let width = cell.width().min(WIDEST);
                match widths.get_mut(index) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
        for (index, row) in self.waiting.iter().enumerate() {
            write_row(row, &widths, out)?;
            if index == 0 {
                let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                writeln!(out, "{}", rules.join("  ").trim_end())?;
            }
        }
        self.waiting = Vec::new();
        self.widths = Some(widths);
        Ok(())
    }
}

fn write_row(row: &str, widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    let mut gap = 0;
    for (cell, width) in row.split(CELL).zip(widths) {
        line.extend(std::iter::repeat_n(' ', gap));
        let shown = cut(cell, *width);
        line.push_str(&shown);
        gap = width.saturating_sub(shown.width()) + 2;
    }
    writeln!(out, "{}", line.trim_end())
}

/// As much of a cell as fits.
fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut shown = String::new();
    let mut used = 1;
    for letter in cell.chars() {
        used += letter.width().unwrap_or(0);
        if used > width {
            break;
        }
        shown.push(letter);
    }
    shown.push('…');
    shown
}
