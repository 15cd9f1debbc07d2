//! The result as an Excel workbook of one sheet: the columns of CSV; row numbers and scores are numbers, all others
//! text, so that nothing is run as a formula and no id loses its zeros.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the writer has many errors, and those not named are alike to us"
)]

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::super::error::RecordsError;
use super::typed::{TypedCell, cells};

/// Rows and columns of a sheet, and letters of a cell as UTF-16 counts them: more, no Excel opens.
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
const LETTERS: usize = 32_767;
/// How much of a column's name a message has: the name may be what is too long.
const NAMED: usize = 60;
/// The most that Excel shows of a number: 15 digits. One that is longer is text, so that no digit is lost.
const EXACT: u64 = 999_999_999_999_999;

/// Writes the cells of rows, in order; they wait in a temporary file, since a workbook can't be written as it comes.
pub(super) struct ExcelWriter {
    workbook: Workbook,
    names: Vec<String>,
    /// The next cell.
    row: u32,
    column: u16,
    path: String,
}

impl ExcelWriter {
    /// Begins a workbook, which messages call `path`, with these columns.
    ///
    /// # Errors
    /// When a sheet has no room for so many, or a name is too long; or there is no room for temporary files.
    pub(super) fn begin<'n>(names: impl Iterator<Item = &'n str>, path: &str) -> Result<Self, RecordsError> {
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.len() > COLUMNS {
            return Err(RecordsError::SheetTooLarge { path: path.to_owned() });
        }
        let mut workbook = Workbook::new();
        // The same result is the same bytes, whenever it was written.
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(path, error))?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
        let mut writer = ExcelWriter { workbook, names, row: 0, column: 0, path: path.to_owned() };
        writer.write_header()?;
        Ok(writer)
    }

    fn write_header(&mut self) -> Result<(), RecordsError> {
        for name in &self.names {
            self.check_length(name, Some(name))?;
        }
        let bold = Format::new().set_bold();
        let write = |workbook: &mut Workbook, names: &[String]| -> Result<(), XlsxError> {
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_freeze_panes(1, 0)?;
            for (column, name) in (0_u16..).zip(names) {
                sheet.write_string_with_format(0, column, name, &bold)?;
            }
            Ok(())
        };
        write(&mut self.workbook, &self.names).map_err(|error| failed(&self.path, error))?;
        self.row = 1;
        Ok(())
    }

    /// Adds rows.
    ///
    /// # Errors
    /// When a sheet has no room for them, a cell is too long, or temporary files can't be written.
    pub(super) fn write(&mut self, rows: &[u8]) -> Result<(), RecordsError> {
        for cell in cells(rows) {
            if self.row >= ROWS {
                return Err(RecordsError::SheetTooLarge { path: self.path.clone() });
            }
            if let TypedCell::Text(text) = cell {
                self.check_length(text, self.names.get(usize::from(self.column)))?;
            }
            self.write_cell(cell).map_err(|error| failed(&self.path, error))?;
            self.column += 1;
            if usize::from(self.column) >= self.names.len() {
                (self.row, self.column) = (self.row + 1, 0);
            }
        }
        Ok(())
    }

    fn write_cell(&mut self, cell: TypedCell<'_>) -> Result<(), XlsxError> {
        let (row, column) = (self.row, self.column);
        let sheet = self.workbook.worksheet_from_index(0)?;
        match cell {
            TypedCell::Nothing => {}
            TypedCell::Number(number) if number.unsigned_abs() <= EXACT => {
                sheet.write_number(row, column, number as f64)?;
            }
            TypedCell::Number(number) => {
                sheet.write_string(row, column, number.to_string())?;
            }
            TypedCell::Text(text) => {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    }

    fn check_length(&self, text: &str, column: Option<&String>) -> Result<(), RecordsError> {
        if text.len() <= LETTERS || text.encode_utf16().count() <= LETTERS {
            return Ok(());
        }
        let column = column.map_or("", String::as_str).chars().take(NAMED).collect();
        Err(RecordsError::CellTooLong { path: self.path.clone(), row: self.row + 1, column })
    }

    /// Ends the workbook.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn finish(mut self, out: &mut dyn Write) -> Result<(), RecordsError> {
        let written = |source| RecordsError::Write { path: self.path.clone(), source };
        let mut file = tempfile::tempfile().map_err(written)?;
        self.workbook.save_to_writer(&mut file).map_err(|error| failed(&self.path, error))?;
        file.rewind().map_err(written)?;
        io::copy(&mut file, out).map_err(written)?;
        Ok(())
    }
}

fn failed(path: &str, error: XlsxError) -> RecordsError {
    let source = match error {
        XlsxError::IoError(source) => source,
        other => io::Error::other(other.to_string()),
    };
    RecordsError::Write { path: path.to_owned(), source }
}
