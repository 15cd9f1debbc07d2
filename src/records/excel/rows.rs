//! The rows of a sheet, as texts.

use std::io::Read;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::fault::{ExcelFault, Outcome};
use super::number;
use super::styles::Format;
use super::texts::{Texts, unmarked};
use super::xml::{Xml, attributes, referred};

/// How large a sheet may be.
const LAST_ROW: u64 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// A row with something in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Its number in the sheet, from 1.
    pub(super) number: u64,
    text: String,
    /// Column, from 0, and where its text is; blank cells are left out.
    cells: Vec<(u32, Range<usize>)>,
}

impl Row {
    /// Its cells that are not blank, from the left: column, from 0, and text.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, &str)> {
        self.cells.iter().map(|(column, range)| (*column, self.text.get(range.clone()).unwrap_or_default()))
    }
}

/// What the text of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    YesNo,
    /// Text, an error such as `#N/A`, or a day in ISO form.
    Text,
}

/// The cell that is being read.
#[derive(Debug)]
struct Cell {
    column: u32,
    kind: Kind,
    style: usize,
    /// What stands in it; cleared, not given away.
    value: String,
}

/// Where in a cell text is of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    ReadingAid,
}

/// Reads rows from the XML of a sheet.
pub(super) struct SheetRows<R> {
    xml: Xml<R>,
    texts: Texts,
    formats: Vec<Format>,
    from_1904: bool,
    /// The longest row, in bytes.
    longest: usize,
    in_rows: bool,
    ended: bool,
    /// The last row that began, and the last cell in it; columns from 1.
    row: u64,
    column: u32,
    cell: Cell,
}

impl<R: Read> SheetRows<R> {
    /// Reads `part`; a row may be `longest` bytes long.
    pub(super) fn new(part: R, texts: Texts, formats: Vec<Format>, from_1904: bool, longest: usize) -> Self {
        SheetRows {
            xml: Xml::new(part),
            texts,
            formats,
            from_1904,
            longest,
            in_rows: false,
            ended: false,
            row: 0,
            column: 0,
            cell: Cell { column: 0, kind: Kind::Number, style: 0, value: String::new() },
        }
    }

    /// Reads the next row that has anything in it; false if there is none.
    pub(super) fn next(&mut self, row: &mut Row) -> Outcome<bool> {
        let mut inside = Inside::Nothing;
        while !self.ended {
            let Some(event) = self.xml.next()? else {
                return Err(ExcelFault::Damaged("the sheet that it names has no rows in it"));
            };
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "sheetData" => self.in_rows = true,
                    "row" if self.in_rows => {
                        self.row = row_number(&tag, self.row)?;
                        self.column = 0;
                        row.number = self.row;
                        row.text.clear();
                        row.cells.clear();
                    }
                    "c" if self.in_rows => {
                        self.column = begin(&mut self.cell, &tag, self.row, self.column)?;
                        inside = Inside::Nothing;
                    }
                    "v" | "t" if inside == Inside::Nothing => inside = Inside::Value,
                    "rPh" => inside = Inside::ReadingAid,
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "sheetData" => self.ended = true,
                    "row" if self.in_rows => self.row = row_number(&tag, self.row)?,
                    "c" if self.in_rows => {
                        self.column = begin(&mut self.cell, &tag, self.row, self.column)?;
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "sheetData" => self.ended = true,
                    "row" if self.in_rows && !row.cells.is_empty() => return Ok(true),
                    "c" if self.in_rows => {
                        let start = row.text.len();
                        let format = self.formats.get(self.cell.style).unwrap_or(&Format::Number);
                        finish(&self.cell, &self.texts, format, self.from_1904, &mut row.text)?;
                        if row.text.len() > self.longest {
                            return Err(ExcelFault::RowTooLong(self.row));
                        }
                        if row.text.get(start..).is_some_and(|text| !text.trim().is_empty()) {
                            row.cells.push((self.cell.column, start..row.text.len()));
                        }
                    }
                    "v" | "t" if inside == Inside::Value => inside = Inside::Nothing,
                    "rPh" => inside = Inside::Nothing,
                    _ => {}
                },
                Event::Text(text) if inside == Inside::Value => self.cell.value.push_str(&text),
                Event::CData(text) if inside == Inside::Value => self.cell.value.push_str(&text),
                Event::GeneralRef(reference) if inside == Inside::Value => {
                    self.cell.value.push(referred(&reference)?);
                }
                Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::Eof => {}
            }
            // Seven letters may stand for one, as in `_x000D_`.
            if self.cell.value.len() > self.longest.saturating_mul(7) {
                return Err(ExcelFault::RowTooLong(self.row));
            }
        }
        self.xml.drain()?;
        Ok(false)
    }
}

/// The number of the row that begins; without one, it is the next.
fn row_number(tag: &BytesStart<'_>, last: u64) -> Outcome<u64> {
    let mut number = Some(last + 1);
    attributes(tag, |name, value| {
        if name == "r" {
            number = value.parse().ok();
        }
        Ok(())
    })?;
    match number {
        Some(number) if number > last && number <= LAST_ROW => Ok(number),
        Some(number) if number > LAST_ROW => {
            Err(ExcelFault::Damaged("it has a row below 1,048,576, which is the last that a sheet can have"))
        }
        Some(_) | None => Err(ExcelFault::Damaged("its rows are not in order")),
    }
}

/// Begins a cell; its column, from 1.
fn begin(cell: &mut Cell, tag: &BytesStart<'_>, row: u64, last: u32) -> Outcome<u32> {
    (cell.kind, cell.style) = (Kind::Number, 0);
    cell.value.clear();
    let mut column = Some(last + 1);
    attributes(tag, |name, value| {
        match name {
            "r" => column = column_of(value, row),
            "s" => cell.style = value.parse().unwrap_or(0),
            "t" => {
                cell.kind = match value {
                    "s" => Kind::Shared,
                    "b" => Kind::YesNo,
                    "n" => Kind::Number,
                    _ => Kind::Text,
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    match column {
        Some(column) if column > last && column <= LAST_COLUMN => {
            cell.column = column - 1;
            Ok(column)
        }
        Some(_) | None => Err(ExcelFault::Damaged("a cell is not where it says that it is")),
    }
}

/// The column, from 1, of a cell such as `AB12`; none if it is not in this row, or is none.
fn column_of(place: &str, row: u64) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = place.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 3 || digits.parse::<u64>() != Ok(row) {
        return None;
    }
    let value = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    Some(letters.bytes().fold(0, |column, letter| column * 26 + value(letter)))
}

/// Adds the text of a cell.
fn finish(cell: &Cell, texts: &Texts, format: &Format, from_1904: bool, text: &mut String) -> Outcome<()> {
    if cell.value.is_empty() {
        return Ok(());
    }
    match cell.kind {
        Kind::Number => number::write(text, &cell.value, format, from_1904),
        Kind::Text => unmarked(&cell.value, text),
        Kind::YesNo => text.push_str(match cell.value.trim() {
            "1" | "true" => "true",
            "0" | "false" => "false",
            other => other,
        }),
        Kind::Shared => {
            let shared = cell.value.trim().parse().ok().and_then(|number| texts.get(number));
            text.push_str(shared.ok_or(ExcelFault::Damaged("a cell names a text that is not there"))?);
        }
    }
    Ok(())
}
