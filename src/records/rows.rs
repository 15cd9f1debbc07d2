//! The cells of a chunk of records, found and ready to be judged.
//!
//! A cell is a place in the chunk's own text, or in a side text where it had to be changed (a doubled quote undone,
//! a JSON string unescaped), or a value of a column of Parquet. Only the columns that somebody needs are kept: each has
//! a slot.

pub mod cells;
mod index;
pub mod json;
pub mod layout;
pub mod view;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use fearless_simd::Level;

use super::cut::{Chunk, line_breaks};
use super::parquet::columns::Column;
use crate::evaluate::cells::{Cells, RawCell, TypedColumn};
use index::Index;
use layout::{Layout, Source};

/// What is wrong with a record as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Fewer cells than the header; the others count as missing.
    Short {
        /// How many it has.
        cells: usize,
    },
    /// More cells than the header; those past its end are not read.
    Long {
        /// How many it has.
        cells: usize,
    },
    /// A line or element that is no JSON object: all its cells are missing.
    NoObject,
    /// A key that occurs twice: the last one counts.
    RepeatedKey {
        /// The key.
        key: String,
    },
    /// A property that should hold the rows of an event and is no list of objects: its rows are unknown.
    NotRows {
        /// What the definition calls the rows.
        name: String,
    },
}

/// A record that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReport {
    /// Which one, from 0 in its batch.
    pub row: usize,
    /// The line at which it begins.
    pub line: u64,
    /// What is wrong.
    pub fault: RowFault,
}

/// Where a cell's text is, and what it is.
#[derive(Clone, Copy, Debug)]
struct Spot {
    start: u32,
    /// The end, and in the two highest bits what it is.
    end: u32,
}

/// In `start`: the cell is in the side text.
const SIDE: u32 = 1 << 31;
/// In `end`: bytes that are no text; what can be shown of them is there.
const NOT_TEXT: u32 = 1 << 30;
/// In `end`: JSON that is no scalar, as it was written.
const NOT_SCALAR: u32 = 1 << 31;
const END: u32 = NOT_TEXT - 1;
const ABSENT: Spot = Spot { start: u32::MAX, end: 0 };

/// The cells found in a chunk, by slot and row.
#[derive(Debug, Default)]
pub struct Table {
    count: usize,
    /// By slot, then by row.
    spots: Vec<Spot>,
    /// Cells that are not in the chunk's text as they are.
    side: String,
    faults: Vec<(usize, RowFault)>,
    /// Which columns were seen, for inputs whose records name their columns.
    seen: Vec<bool>,
    /// How many keys were to be kept and have no slot.
    unkept: u64,
}

impl Table {
    fn clear(&mut self, count: usize, layout: &Layout) {
        self.count = count;
        self.side.clear();
        self.faults.clear();
        self.seen.clear();
        self.seen.resize(layout.columns.len(), false);
        self.unkept = 0;
    }

    /// Makes room for the cells, all of them absent.
    fn make_room(&mut self, layout: &Layout) {
        self.spots.clear();
        self.spots.resize(self.count * layout.slots, ABSENT);
    }

    /// Reports a record with more or fewer cells than the header.
    fn hold_against(&mut self, row: usize, cells: usize, width: usize) {
        match cells.cmp(&width) {
            Ordering::Less => self.faults.push((row, RowFault::Short { cells })),
            Ordering::Greater => self.faults.push((row, RowFault::Long { cells })),
            Ordering::Equal => {}
        }
    }

    fn put(&mut self, row: usize, slot: usize, spot: Spot) {
        if let Some(place) = self.spots.get_mut(slot * self.count + row) {
            *place = spot;
        }
    }

    fn spot(&self, row: usize, slot: usize) -> Spot {
        self.spots.get(slot * self.count + row).copied().unwrap_or(ABSENT)
    }

    /// A cell of the chunk's own text.
    fn put_own(&mut self, row: usize, slot: usize, start: usize, end: usize) {
        self.put(row, slot, Spot { start: start as u32, end: end as u32 });
    }

    /// A cell that is what was added to the side text since it had `start` bytes.
    fn put_side(&mut self, row: usize, slot: usize, start: usize, flag: u32) {
        let end = self.side.len() as u32;
        self.put(row, slot, Spot { start: start as u32 | SIDE, end: end | flag });
    }

    /// A cell of bytes that may be no text.
    fn put_bytes(&mut self, row: usize, slot: usize, bytes: &[u8]) {
        let start = self.side.len();
        let shown = String::from_utf8_lossy(bytes);
        self.side.push_str(&shown);
        let clean = std::str::from_utf8(bytes).is_ok() && memchr::memchr(0, bytes).is_none();
        self.put_side(row, slot, start, if clean { 0 } else { NOT_TEXT });
    }
}

/// What knows where the cells of this chunk are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// The index, for delimited records without anything odd: nothing is written down for a cell that nobody reads.
    Index,
    /// The table, a spot for each cell.
    Table,
    /// Columns that came as such.
    Columns,
}

/// The cells of a few thousand records.
#[derive(Debug)]
pub struct Rows {
    layout: Arc<Layout>,
    first_record: u64,
    /// The chunk's text; empty if it is not all text: then all cells are in the side text.
    text: String,
    held: Held,
    index: Index,
    table: Table,
    reports: Vec<RowReport>,
    json: json::reader::Reader,
    /// By slot, where records come in columns.
    columns: Vec<Option<Column>>,
}

impl Rows {
    /// No rows yet, of this layout.
    pub fn new(layout: Arc<Layout>) -> Self {
        Rows {
            layout,
            first_record: 0,
            text: String::new(),
            index: Index::default(),
            held: Held::Table,
            table: Table::default(),
            reports: Vec::new(),
            json: json::reader::Reader::default(),
            columns: Vec::new(),
        }
    }

    /// The same with other instructions of the processor.
    #[must_use]
    pub fn with_level(self, level: Level) -> Self {
        Rows { index: self.index.with_level(level), ..self }
    }

    /// Finds the cells of `chunk`, and keeps its bytes until [`Rows::give_back`].
    pub fn read(&mut self, chunk: &mut Chunk) {
        self.first_record = chunk.first_record;
        self.held = Held::Table;
        self.table.clear(chunk.records.len(), &self.layout);
        self.text.clear();
        match &self.layout.source {
            Source::Delimited(dialect) => {
                // One check for the whole chunk; only a chunk with dirt in it is checked cell by cell.
                match String::from_utf8(std::mem::take(&mut chunk.bytes)) {
                    Ok(text) if self.index.read(&text, dialect.delimiter, &chunk.records) => {
                        self.index.undo(&text, |position| dialect.slot_at(position).is_some());
                        for row in 0..chunk.records.len() {
                            self.table.hold_against(row, self.index.cells(row), dialect.width);
                        }
                        self.held = Held::Index;
                        self.report(text.as_bytes(), chunk);
                        self.text = text;
                    }
                    Ok(text) if memchr::memchr(0, text.as_bytes()).is_none() => {
                        self.table.make_room(&self.layout);
                        dialect.read(text.as_bytes(), &chunk.records, true, &mut self.table);
                        self.report(text.as_bytes(), chunk);
                        self.text = text;
                    }
                    other => {
                        let bytes =
                            other.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes);
                        self.table.make_room(&self.layout);
                        dialect.read(&bytes, &chunk.records, false, &mut self.table);
                        self.report(&bytes, chunk);
                        chunk.bytes = bytes;
                    }
                }
            }
            Source::Keyed(keys) => {
                self.table.make_room(&self.layout);
                match String::from_utf8(std::mem::take(&mut chunk.bytes)) {
                    Ok(text) => {
                        self.json.read(&text, &chunk.records, keys, &mut self.table);
                        self.report(text.as_bytes(), chunk);
                        self.text = text;
                    }
                    Err(error) => {
                        let bytes = error.into_bytes();
                        self.json.read_bytes(&bytes, &chunk.records, keys, &mut self.table);
                        self.report(&bytes, chunk);
                        chunk.bytes = bytes;
                    }
                }
            }
            Source::Columns(slots) => {
                self.held = Held::Columns;
                self.reports.clear();
                self.columns.clear();
                let columns = chunk.columns.take();
                self.columns.extend(slots.iter().map(|(place, separator)| {
                    columns.as_ref().and_then(|columns| columns.at(*place, separator.as_deref()))
                }));
            }
        }
    }

    /// Gives faults their lines, in one walk over the bytes.
    fn report(&mut self, bytes: &[u8], chunk: &Chunk) {
        self.reports.clear();
        let (mut line, mut counted) = (chunk.first_line, 0);
        for (row, fault) in self.table.faults.drain(..) {
            let start = chunk.records.get(row).map_or(0, |range| range.start as usize).max(counted);
            line += line_breaks(bytes.get(counted..start).unwrap_or_default());
            counted = start;
            let line = chunk.lines.get(row).copied().unwrap_or(line);
            self.reports.push(RowReport { row, line, fault });
        }
    }

    /// Returns the buffer that [`Rows::read`] took.
    pub fn give_back(&mut self, chunk: &mut Chunk) {
        if chunk.bytes.capacity() == 0 {
            chunk.bytes = std::mem::take(&mut self.text).into_bytes();
        }
        self.columns.clear();
    }

    /// How many records.
    pub fn count(&self) -> usize {
        self.table.count
    }

    /// The number of a row's record in the file, from 1.
    pub fn number(&self, row: usize) -> u64 {
        self.first_record + row as u64 + 1
    }

    /// Where its cells come from.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Records that are at fault, by row.
    pub fn reports(&self) -> &[RowReport] {
        &self.reports
    }

    /// Which columns were seen in records that name their columns.
    pub fn seen(&self) -> &[bool] {
        &self.table.seen
    }

    /// How many keys were to be kept and have no column.
    pub fn unkept(&self) -> u64 {
        self.table.unkept
    }

    /// What is in a slot.
    #[inline]
    pub fn slot(&self, row: usize, slot: u32) -> RawCell<'_> {
        match self.held {
            Held::Index => self.indexed(row, slot).map_or(RawCell::Absent, RawCell::Text),
            Held::Table => self.at(self.table.spot(row, slot as usize)),
            Held::Columns => self.column(slot).map_or(RawCell::Absent, |column| column.cell(row)),
        }
    }

    /// The cell at a spot.
    #[inline]
    fn at(&self, spot: Spot) -> RawCell<'_> {
        if spot.start == ABSENT.start {
            return RawCell::Absent;
        }
        if spot.end & NOT_TEXT != 0 {
            RawCell::NotText
        } else if spot.end & NOT_SCALAR != 0 {
            RawCell::NotScalar
        } else {
            RawCell::Text(self.written(spot))
        }
    }

    /// What a slot holds, as well as it can be shown: text, text with � in it, or JSON.
    #[inline]
    pub fn shown(&self, row: usize, slot: u32) -> &str {
        match self.held {
            Held::Index => self.indexed(row, slot).unwrap_or_default(),
            Held::Table => {
                let spot = self.table.spot(row, slot as usize);
                if spot.start == ABSENT.start { "" } else { self.written(spot) }
            }
            Held::Columns => self.column(slot).map_or("", |column| column.shown(row)),
        }
    }

    #[inline]
    fn indexed(&self, row: usize, slot: u32) -> Option<&str> {
        self.index.cell(&self.text, row, self.position(slot)?)
    }

    /// The position of a slot's cell in delimited records.
    #[inline]
    fn position(&self, slot: u32) -> Option<u32> {
        match &self.layout.source {
            Source::Delimited(dialect) => dialect.position_of.get(slot as usize).copied(),
            Source::Keyed(_) | Source::Columns(_) => None,
        }
    }

    fn column(&self, slot: u32) -> Option<&Column> {
        self.columns.get(slot as usize)?.as_ref()
    }

    #[inline]
    fn written(&self, spot: Spot) -> &str {
        let end = (spot.end & END) as usize;
        let (text, start) = if spot.start & SIDE != 0 {
            (&self.table.side, spot.start & !SIDE)
        } else {
            (&self.text, spot.start)
        };
        text.get(start as usize..end).unwrap_or_default()
    }

    /// The slot of a column.
    #[inline]
    pub fn slot_of(&self, column: usize) -> Option<u32> {
        self.layout.columns.get(column).copied().flatten()
    }
}

impl Cells for Rows {
    fn rows(&self) -> usize {
        self.table.count
    }

    #[inline]
    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        match self.slot_of(column) {
            Some(slot) => self.slot(row, slot),
            None => RawCell::Absent,
        }
    }

    #[inline]
    fn sweep<'t>(&'t self, column: usize, rows: Range<usize>, mut each: impl FnMut(usize, RawCell<'t>)) {
        let Some(slot) = self.slot_of(column) else {
            return rows.for_each(|row| each(row, RawCell::Absent));
        };
        match (self.held, self.position(slot)) {
            (Held::Index, Some(position)) => self.index.sweep(&self.text, position, rows, |row, cell| {
                each(row, cell.map_or(RawCell::Absent, RawCell::Text));
            }),
            (Held::Table, _) => {
                let start = slot as usize * self.table.count;
                let spots = self.table.spots.get(start + rows.start..start + rows.end).unwrap_or_default();
                for (row, spot) in rows.zip(spots) {
                    each(row, self.at(*spot));
                }
            }
            (Held::Index | Held::Columns, _) => rows.for_each(|row| each(row, self.slot(row, slot))),
        }
    }

    fn typed(&self, column: usize) -> Option<TypedColumn<'_>> {
        self.column(self.slot_of(column)?)?.typed()
    }
}
