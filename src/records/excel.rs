//! Excel workbooks: the rows of one sheet, as the records of a CSV file that says the same.
//!
//! ```text
//! contacts.xlsx ──► package.rs ──► workbook.rs   which sheets there are
//!  (a zip file)     part.rs        styles.rs     which numbers are days
//!                   xml.rs         texts.rs      texts that cells share
//!                                  rows.rs       row 7: 101, "Ostermoor", 45000 ──► 101,Ostermoor,2023-03-15
//! ```
//!
//! A workbook comes from anybody. It is read as a stream, what it states of sizes is not believed, and what must be
//! held, the shared texts, has a limit.

mod fault;
mod number;
mod package;
mod part;
mod rows;
mod styles;
mod texts;
mod workbook;
mod xml;

use std::fs::File;
use std::io::Read;

use super::cut::{Chunk, ChunkSize};
use super::error::RecordsError;
use super::limits::Limits;
use fault::{ExcelFault, Outcome};
use package::Package;
use part::Part;
use rows::{Row, SheetRows};
use texts::Texts;
use workbook::{SheetEntry, Workbook};

/// What stands between the cells of the records that are made of rows.
pub const DELIMITER: u8 = b',';

/// A sheet, opened: its headers, and its rows as records.
pub struct Sheet {
    path: String,
    limits: Limits,
    /// Its name, if the workbook has others.
    one_of_several: Option<String>,
    rows: SheetRows<Part<File>>,
    headers: Vec<String>,
    header_row: u64,
    row: Row,
    records: u64,
}

impl Sheet {
    /// Opens a sheet of the workbook `file`, which messages call `path`: the one that `asked` names by its tab or its
    /// number from 1, else the first whose tab is shown.
    ///
    /// # Errors
    /// When it is no workbook, a damaged one or one over a limit; has no such sheet; or the sheet is blank.
    pub fn open(path: String, file: File, asked: Option<&str>, limits: Limits) -> Result<Self, RecordsError> {
        let failed = |fault: ExcelFault| fault.of_file(&path, limits);
        let mut package = Package::open(file, limits).map_err(failed)?;
        let workbook = Workbook::read(&mut package).map_err(failed)?;
        let Some(sheet) = chosen(&workbook.sheets, asked) else {
            return Err(no_sheet(path, asked, &workbook.sheets));
        };
        let several = workbook.sheets.iter().filter(|sheet| sheet.visible).count() > 1 || !sheet.visible;
        let one_of_several = several.then(|| sheet.name.clone());
        let rows = rows_of(package, &workbook, sheet, limits).map_err(failed)?;
        let mut sheet = Sheet {
            path,
            limits,
            one_of_several,
            rows,
            headers: Vec::new(),
            header_row: 0,
            row: Row::default(),
            records: 0,
        };
        sheet.read_header()?;
        Ok(sheet)
    }

    fn read_header(&mut self) -> Result<(), RecordsError> {
        if !self.next_row()? {
            return Err(RecordsError::NoHeader { path: self.path.clone() });
        }
        self.header_row = self.row.number;
        for (column, text) in self.row.cells() {
            self.headers.resize(column as usize, String::new());
            self.headers.push(text.trim().to_owned());
        }
        let (columns, limit) = (self.headers.len(), self.limits.columns);
        if columns > limit {
            let (path, line) = (self.path.clone(), self.header_row);
            return Err(RecordsError::TooManyColumns { path, line, columns, limit });
        }
        if self.headers.iter().any(|header| header.contains('\0')) {
            return Err(RecordsError::NulInHeader { path: self.path.clone(), line: self.header_row });
        }
        Ok(())
    }

    fn next_row(&mut self) -> Result<bool, RecordsError> {
        self.rows.next(&mut self.row).map_err(|fault| fault.of_file(&self.path, self.limits))
    }

    /// Fills `chunk` with the next rows that are not blank; without any, the sheet has ended.
    ///
    /// # Errors
    /// When it is damaged or over a limit.
    pub fn next(&mut self, chunk: &mut Chunk, size: ChunkSize) -> Result<(), RecordsError> {
        chunk.bytes.clear();
        chunk.records.clear();
        chunk.lines.clear();
        chunk.first_record = self.records;
        while chunk.records.len() < size.records.max(1) && chunk.bytes.len() < size.bytes.max(1) {
            if !self.next_row()? {
                break;
            }
            let start = chunk.bytes.len();
            write(&mut chunk.bytes, &self.row, self.headers.len());
            if chunk.bytes.len() - start > self.limits.record {
                return Err(ExcelFault::RowTooLong(self.row.number).of_file(&self.path, self.limits));
            }
            chunk.records.push(start as u32..chunk.bytes.len() as u32);
            chunk.lines.push(self.row.number);
            chunk.bytes.push(b'\n');
        }
        chunk.first_line = chunk.lines.first().copied().unwrap_or(self.header_row);
        self.records += chunk.records.len() as u64;
        Ok(())
    }

    /// Its headers, trimmed.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Its name, if the workbook has other sheets too.
    pub fn one_of_several(&self) -> Option<&str> {
        self.one_of_several.as_deref()
    }
}

/// Reads what the rows of a sheet need, and begins it.
fn rows_of(
    mut package: Package,
    workbook: &Workbook,
    sheet: &SheetEntry,
    limits: Limits,
) -> Outcome<SheetRows<Part<File>>> {
    let formats = match &workbook.styles {
        Some(part) if package.has(part) => styles::read(package.part(part)?)?,
        Some(_) | None => Vec::new(),
    };
    let texts = match &workbook.texts {
        Some(part) if package.has(part) => Texts::read(package.part(part)?)?,
        Some(_) | None => Texts::default(),
    };
    let part = package.into_part(&sheet.part)?;
    Ok(SheetRows::new(part, texts, formats, workbook.from_1904, limits.record))
}

/// The sheet that is asked for: by its name, else by its number.
fn chosen<'s>(sheets: &'s [SheetEntry], asked: Option<&str>) -> Option<&'s SheetEntry> {
    let Some(asked) = asked.map(str::trim) else {
        return sheets.iter().find(|sheet| sheet.visible).or_else(|| sheets.first());
    };
    let same = |sheet: &&SheetEntry| sheet.name.trim().to_lowercase() == asked.to_lowercase();
    let number = || asked.parse::<usize>().ok()?.checked_sub(1);
    sheets.iter().find(same).or_else(|| sheets.get(number()?))
}

fn no_sheet(path: String, asked: Option<&str>, sheets: &[SheetEntry]) -> RecordsError {
    let known: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let Some(asked) = asked else {
        return RecordsError::Excel { path, what: "it has no sheet with cells" };
    };
    let likeness = |name: &String| {
        strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &asked.trim().to_lowercase())
    };
    let nearest = known
        .iter()
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name.clone());
    RecordsError::NoSheet { path, name: asked.to_owned(), nearest, known }
}

/// Writes a row as a record of at least `width` cells.
fn write(bytes: &mut Vec<u8>, row: &Row, width: usize) {
    let mut written = 0;
    for (column, text) in row.cells() {
        let column = column as usize;
        bytes.extend(std::iter::repeat_n(DELIMITER, column - written));
        written = column;
        if memchr::memchr3(b'"', b'\n', b'\r', text.as_bytes()).is_some() || text.contains(DELIMITER as char)
        {
            bytes.push(b'"');
            bytes.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            bytes.push(b'"');
        } else {
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    bytes.extend(std::iter::repeat_n(DELIMITER, width.saturating_sub(written + 1)));
}

/// Puts a stream into a file without a name, since a workbook is read from its end.
///
/// # Errors
/// When it can't be read or put down, or is larger than an input may be.
pub fn put_down(path: &str, stream: impl Read, limits: Limits) -> Result<File, RecordsError> {
    let failed = |source| RecordsError::Read { path: path.to_owned(), source };
    let mut file = tempfile::tempfile().map_err(failed)?;
    let copied = std::io::copy(&mut stream.take(limits.total + 1), &mut file).map_err(failed)?;
    if copied > limits.total {
        return Err(RecordsError::Total { path: path.to_owned(), limit: limits.total });
    }
    Ok(file)
}
