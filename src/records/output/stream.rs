//! What comes before, between and after the rows of the result.

use std::io::{self, Write};

use super::super::form::OutputForm;
use super::sheet::Sheet;
use super::table::TableWriter;

/// Writes buffers of rows, in order.
pub struct SheetWriter<'w> {
    out: &'w mut dyn Write,
    form: OutputForm,
    table: TableWriter,
    any: bool,
}

impl<'w> SheetWriter<'w> {
    /// Begins a result.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn begin(sheet: &Sheet<'_>, out: &'w mut dyn Write) -> io::Result<Self> {
        let mut writer = SheetWriter { out, form: sheet.form(), table: TableWriter::default(), any: false };
        let mut header = Vec::new();
        sheet.write_header(&mut header);
        match writer.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Table => writer.write(&header)?,
            OutputForm::Json => writer.out.write_all(b"[")?,
            OutputForm::Ndjson => {}
        }
        Ok(writer)
    }

    /// Adds rows that [`Sheet::write_rows`] wrote.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn write(&mut self, rows: &[u8]) -> io::Result<()> {
        match self.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Ndjson => self.out.write_all(rows),
            OutputForm::Table => self.table.write(&String::from_utf8_lossy(rows), self.out),
            OutputForm::Json => {
                // A comma stands before every row, and goes before the first.
                let rows = if self.any { rows } else { rows.strip_prefix(b",").unwrap_or(rows) };
                self.any = self.any || !rows.is_empty();
                self.out.write_all(rows)
            }
        }
    }

    /// Ends the result.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self) -> io::Result<()> {
        match self.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Ndjson => {}
            OutputForm::Table => self.table.finish(self.out)?,
            OutputForm::Json => self.out.write_all(if self.any { b"\n]\n" } else { b"]\n" })?,
        }
        self.out.flush()
    }
}
