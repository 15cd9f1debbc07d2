//! Where the cells of delimited records are.
//!
//! ```text
//! 1,"a, b"⏎⏎2,x⏎
//! ends     1 8 9 11 13     delimiters and line breaks outside quotes
//! records  ends 0..=1 from 0, ends 3..=4 from 10; the blank line in between is none
//! ```
//!
//! A cell lies between two ends, whatever its column: finding one is two look-ups, and columns that nobody reads cost
//! nothing but their ends. Doubled quotes are undone in a text beside, for cells that somebody reads.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};
use memchr::memchr;

use super::cells::unquote;
use crate::records::marks::{BLOCK, Marks, Needles, Quotes};

/// The cells of a chunk of delimited records.
#[derive(Debug)]
pub(super) struct Index {
    level: Level,
    /// Places of delimiters and line breaks outside quotes; those from `count` on mean nothing.
    ends: Vec<u32>,
    count: usize,
    /// For each line that is ended, which of `ends` does.
    lines: Vec<u32>,
    /// Places of the second ones of doubled quotes.
    doubled: Vec<u32>,
    records: Vec<Record>,
    /// Cells with doubled quotes, undone; in order of where they begin.
    undone: Vec<(u32, Range<usize>)>,
    side: String,
}

/// Where a record is.
#[derive(Clone, Copy, Debug)]
struct Record {
    start: u32,
    /// Which of the ends is its first cell's, and which its last cell's.
    first: u32,
    last: u32,
}

impl Default for Index {
    fn default() -> Self {
        Index {
            level: Level::new(),
            ends: Vec::new(),
            count: 0,
            lines: Vec::new(),
            doubled: Vec::new(),
            records: Vec::new(),
            undone: Vec::new(),
            side: String::new(),
        }
    }
}

impl Index {
    /// The same with other instructions of the processor.
    pub(super) fn with_level(self, level: Level) -> Self {
        Index { level, ..self }
    }

    /// Finds the cells of `records` in `text`, which begins with one. False if it can't, since there is NUL in it, or
    /// something odd about its quotes.
    pub(super) fn read(&mut self, text: &str, delimiter: u8, records: &[Range<u32>]) -> bool {
        let bytes = text.as_bytes();
        let level = self.level;
        let regular = dispatch!(level, simd => self.find(simd, bytes, delimiter));
        regular && self.place(bytes.len(), records)
    }

    /// Finds ends, lines and doubled quotes.
    #[inline(always)]
    fn find<S: Simd>(&mut self, simd: S, bytes: &[u8], delimiter: u8) -> bool {
        let needles = Needles::new(simd, delimiter);
        // Room for one more block than there may be, which is never cleared.
        let room = bytes.len() + 2 * BLOCK;
        if self.ends.len() < room {
            self.ends.resize(room, 0);
        }
        self.lines.clear();
        self.doubled.clear();
        let mut found = Ends {
            // In hand, so that nothing else may change them between two blocks.
            ends: &mut self.ends,
            count: 0,
            lines: &mut self.lines,
            doubled: &mut self.doubled,
            quotes: Quotes::START,
            returned: 0,
            odd: 0,
        };
        let (blocks, tail) = bytes.as_chunks::<BLOCK>();
        let mut base = 0;
        for block in blocks {
            found.put(needles.find(block), base);
            base += BLOCK as u32;
        }
        let mut last = [0; BLOCK];
        if let Some(place) = last.get_mut(..tail.len()) {
            place.copy_from_slice(tail);
        }
        found.put(needles.find(&last).first(tail.len()), base);
        let odd = found.odd;
        self.count = found.count;
        odd == 0
    }

    /// Finds the ends of each record; false if they do not fit, which does not happen.
    fn place(&mut self, length: usize, records: &[Range<u32>]) -> bool {
        // The last record of a file may lack its line break.
        let ended = self.lines.last().is_some_and(|line| *line as usize + 1 == self.count);
        let is_whole = ended && records.last().is_none_or(|record| (record.end as usize) < length);
        if !is_whole {
            if let Some(place) = self.ends.get_mut(self.count) {
                *place = length as u32;
            }
            self.lines.push(self.count as u32);
            self.count += 1;
        }
        self.records.clear();
        self.undone.clear();
        self.side.clear();
        let mut lines = self.lines.iter();
        let mut first = 0;
        for record in records {
            // Lines before it are blank.
            loop {
                let Some(last) = lines.next().copied() else { return false };
                let end = self.ends.get(last as usize).copied().unwrap_or(0);
                let place = Record { start: record.start, first, last };
                first = last + 1;
                if end == record.end {
                    self.records.push(place);
                    break;
                }
                if end > record.end {
                    return false;
                }
            }
        }
        true
    }

    /// How many cells a record has.
    pub(super) fn cells(&self, row: usize) -> usize {
        self.records.get(row).map_or(0, |record| (record.last - record.first) as usize + 1)
    }

    /// Undoes doubled quotes in cells that `is_read` says somebody reads, by their position.
    pub(super) fn undo(&mut self, text: &str, is_read: impl Fn(usize) -> bool) {
        let mut row = 0;
        for doubled in &self.doubled {
            while self
                .records
                .get(row)
                .is_some_and(|record| self.ends.get(record.last as usize).is_some_and(|end| end < doubled))
            {
                row += 1;
            }
            let Some(record) = self.records.get(row) else { return };
            let Some(ends) = self.ends.get(record.first as usize..=record.last as usize) else { return };
            let position = ends.partition_point(|end| end < doubled);
            let start = match position.checked_sub(1) {
                None => record.start,
                Some(before) => ends.get(before).map_or(0, |end| end + 1),
            };
            if !is_read(position) || self.undone.last().is_some_and(|(last, _)| *last == start) {
                continue;
            }
            let end = ends.get(position).copied().unwrap_or(start);
            let cell = text.get(start as usize..end as usize).unwrap_or_default();
            let from = self.side.len();
            // Runs between quotes are whole characters.
            unquote(cell.as_bytes(), |run| self.side.push_str(std::str::from_utf8(run).unwrap_or_default()));
            self.undone.push((start, from..self.side.len()));
        }
    }

    /// A record's cell at a position, its quotes taken off; none past its last.
    #[inline]
    pub(super) fn cell<'t>(&'t self, text: &'t str, row: usize, position: u32) -> Option<&'t str> {
        self.cell_of(text, self.records.get(row)?, position)
    }

    /// Calls `each` with the cells of these records at a position.
    #[inline]
    pub(super) fn sweep<'t>(
        &'t self,
        text: &'t str,
        position: u32,
        rows: Range<usize>,
        mut each: impl FnMut(usize, Option<&'t str>),
    ) {
        let records = self.records.get(rows.clone()).unwrap_or_default();
        for (row, record) in rows.zip(records) {
            each(row, self.cell_of(text, record, position));
        }
    }

    #[inline]
    fn cell_of<'t>(&'t self, text: &'t str, record: &Record, position: u32) -> Option<&'t str> {
        let at = record.first + position;
        if at > record.last {
            return None;
        }
        let end = *self.ends.get(at as usize)?;
        let start = if position == 0 { record.start } else { *self.ends.get(at as usize - 1)? + 1 };
        let cell = text.get(start as usize..end as usize)?;
        Some(if cell.as_bytes().first() == Some(&b'"') { self.unquoted(cell, start) } else { cell })
    }

    /// What a quoted cell holds.
    fn unquoted<'t>(&'t self, cell: &'t str, start: u32) -> &'t str {
        let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
        if memchr(b'"', inner.as_bytes()).is_none() {
            return inner;
        }
        let place = self.undone.binary_search_by_key(&start, |(start, _)| *start);
        let undone = place.ok().and_then(|place| self.undone.get(place));
        undone.and_then(|(_, range)| self.side.get(range.clone())).unwrap_or_default()
    }
}

/// What was found so far, block by block.
struct Ends<'i> {
    ends: &'i mut [u32],
    count: usize,
    lines: &'i mut Vec<u32>,
    doubled: &'i mut Vec<u32>,
    quotes: Quotes,
    /// Whether the byte before is CR outside quotes; as bit 0.
    returned: u64,
    /// Not 0 once something odd was met.
    odd: u64,
}

impl Ends<'_> {
    /// Adds what a block holds.
    #[inline(always)]
    fn put(&mut self, marks: Marks, base: u32) {
        let quoted = self.quotes.next(&marks);
        self.odd |= quoted.odd | marks.zeros;
        let mut doubled = quoted.doubled;
        while doubled != 0 {
            self.doubled.push(base + doubled.trailing_zeros());
            doubled &= doubled - 1;
        }
        let outside = !quoted.inside;
        let returns = marks.returns & outside;
        // CRLF ends a line at its CR.
        let mut lines = returns | (marks.feeds & outside & !(returns << 1 | self.returned));
        self.returned = returns >> 63;
        let mut ends = (marks.delimiters & outside) | lines;
        while lines != 0 {
            let below = (lines & lines.wrapping_neg()) - 1;
            self.lines.push(self.count as u32 + (ends & below).count_ones());
            lines &= lines - 1;
        }
        let count = ends.count_ones() as usize;
        let Some(room) = self.ends.get_mut(self.count..).and_then(<[u32]>::first_chunk_mut::<BLOCK>) else {
            return;
        };
        // Most blocks have up to eight: to write eight always is cheaper than to count, and the next block writes over
        // what is too much. Loops and no closures, which are not always made one with what is around them.
        let (eight, more) = room.split_at_mut(8);
        for place in eight {
            *place = base + ends.trailing_zeros();
            ends &= ends.wrapping_sub(1);
        }
        if count > 8 {
            for place in more.iter_mut().take(count - 8) {
                *place = base + ends.trailing_zeros();
                ends &= ends.wrapping_sub(1);
            }
        }
        self.count += count;
    }
}
