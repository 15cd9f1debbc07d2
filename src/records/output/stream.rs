//! What comes before, between and after the rows of the result.

use std::io::Write;

use super::super::error::RecordsError;
use super::super::form::OutputForm;
#[cfg(feature = "excel")]
use super::excel::ExcelWriter;
#[cfg(feature = "parquet")]
use super::parquet::ParquetWriter;
use super::sheet::Sheet;
use super::table::TableWriter;

/// Writes buffers of rows, in order.
pub struct SheetWriter<'w> {
    out: &'w mut dyn Write,
    name: String,
    way: Way,
}

/// How rows become the result.
enum Way {
    /// As they are.
    Lines,
    /// As a list; whether there is any yet.
    Json(bool),
    Table(TableWriter),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetWriter>),
    #[cfg(feature = "excel")]
    Excel(Box<ExcelWriter>),
}

impl<'w> SheetWriter<'w> {
    /// Begins a result, which messages call `name`.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn begin(sheet: &Sheet<'_>, out: &'w mut dyn Write, name: &str) -> Result<Self, RecordsError> {
        #[cfg(feature = "parquet")]
        let failed = |source| RecordsError::Write { path: name.to_owned(), source };
        let way = match sheet.form() {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Ndjson => Way::Lines,
            OutputForm::Json => Way::Json(false),
            OutputForm::Table => Way::Table(TableWriter::default()),
            #[cfg(feature = "parquet")]
            OutputForm::Parquet => {
                Way::Parquet(Box::new(ParquetWriter::begin(sheet.typed_columns()).map_err(failed)?))
            }
            #[cfg(feature = "excel")]
            OutputForm::Excel => Way::Excel(Box::new(ExcelWriter::begin(sheet.names(), name)?)),
            #[cfg(not(all(feature = "parquet", feature = "excel")))]
            other => return Err(other.left_out(name)),
        };
        let mut writer = SheetWriter { out, name: name.to_owned(), way };
        if let Way::Json(_) = writer.way {
            writer.out.write_all(b"[").map_err(|source| writer.failed(source))?;
        }
        let mut header = Vec::new();
        sheet.write_header(&mut header);
        writer.write(&header)?;
        Ok(writer)
    }

    fn failed(&self, source: std::io::Error) -> RecordsError {
        RecordsError::Write { path: self.name.clone(), source }
    }

    /// Adds rows that [`Sheet::write_rows`] wrote.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn write(&mut self, rows: &[u8]) -> Result<(), RecordsError> {
        let written = match &mut self.way {
            Way::Lines => self.out.write_all(rows),
            Way::Table(table) => table.write(&String::from_utf8_lossy(rows), self.out),
            Way::Json(any) => {
                // A comma stands before every row, and goes before the first.
                let rows = if *any { rows } else { rows.strip_prefix(b",").unwrap_or(rows) };
                *any = *any || !rows.is_empty();
                self.out.write_all(rows)
            }
            #[cfg(feature = "parquet")]
            Way::Parquet(writer) => writer.write(rows, self.out),
            #[cfg(feature = "excel")]
            Way::Excel(writer) => return writer.write(rows),
        };
        written.map_err(|source| self.failed(source))
    }

    /// Ends the result.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(self) -> Result<(), RecordsError> {
        let SheetWriter { out, name, way } = self;
        let written = match way {
            Way::Lines => Ok(()),
            Way::Table(mut table) => table.finish(out),
            Way::Json(any) => out.write_all(if any { b"\n]\n" } else { b"]\n" }),
            #[cfg(feature = "parquet")]
            Way::Parquet(writer) => writer.finish(out),
            #[cfg(feature = "excel")]
            Way::Excel(writer) => {
                writer.finish(out)?;
                Ok(())
            }
        };
        written.and_then(|()| out.flush()).map_err(|source| RecordsError::Write { path: name, source })
    }
}
