//! The cells of a delimited record.

use std::ops::Range;

use memchr::memchr;

use super::Table;

/// A cell of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These bytes as they are, quotes around them taken off.
    Plain(usize, usize),
    /// Quoted, with doubled quotes or something behind the closing quote: see [`unquote`].
    Quoted(usize, usize),
}

/// Calls `each` with the position and piece of every cell of `record`, which ends before its line break.
pub fn split(record: &[u8], delimiter: u8, mut each: impl FnMut(usize, Piece)) {
    let mut position = 0;
    let mut start = 0;
    loop {
        let ahead = record.get(start..).unwrap_or_default();
        let (piece, end) = if ahead.first() == Some(&b'"') {
            quoted(record, start, delimiter)
        } else {
            let end = find(delimiter, ahead).map_or(record.len(), |offset| start + offset);
            (Piece::Plain(start, end), end)
        };
        each(position, piece);
        position += 1;
        if end >= record.len() {
            return;
        }
        start = end + 1;
    }
}

/// Where `wanted` is first. Most cells are short, so eight bytes at a time are looked at before memchr is called, whose
/// call alone costs as much: half of the time that splitting takes.
fn find(wanted: u8, bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let pattern = ONES * u64::from(wanted);
    let mut rest = bytes;
    let mut seen = 0;
    for _ in 0..4 {
        let Some((eight, more)) = rest.split_first_chunk::<8>() else {
            return rest.iter().position(|byte| *byte == wanted).map(|offset| seen + offset);
        };
        // A byte that equals `wanted` is zero now; the lowest one sets the lowest high bit.
        let differing = u64::from_le_bytes(*eight) ^ pattern;
        let zeros = differing.wrapping_sub(ONES) & !differing & (ONES << 7);
        if zeros != 0 {
            return Some(seen + zeros.trailing_zeros() as usize / 8);
        }
        rest = more;
        seen += 8;
    }
    memchr(wanted, rest).map(|offset| seen + offset)
}

/// A cell that begins with a quote at `start`, and where it ends.
fn quoted(record: &[u8], start: usize, delimiter: u8) -> (Piece, usize) {
    let mut at = start + 1;
    let mut doubled = false;
    loop {
        let Some(offset) = memchr(b'"', record.get(at..).unwrap_or_default()) else {
            return (Piece::Quoted(start, record.len()), record.len());
        };
        let quote = at + offset;
        match record.get(quote + 1) {
            Some(b'"') => {
                doubled = true;
                at = quote + 2;
            }
            Some(next) if *next != delimiter => {
                let rest = record.get(quote..).unwrap_or_default();
                let end = memchr(delimiter, rest).map_or(record.len(), |offset| quote + offset);
                return (Piece::Quoted(start, end), end);
            }
            Some(_) | None if doubled => return (Piece::Quoted(start, quote + 1), quote + 1),
            Some(_) | None => return (Piece::Plain(start + 1, quote), quote + 1),
        }
    }
}

/// Calls `push` with the runs of bytes that make up a quoted cell: `"a ""b"" c"d` is `a "b" cd`.
pub fn unquote(cell: &[u8], mut push: impl FnMut(&[u8])) {
    let mut rest = cell.strip_prefix(b"\"").unwrap_or(cell);
    while let Some(quote) = memchr(b'"', rest) {
        let (before, after) = rest.split_at(quote);
        push(before);
        match after.strip_prefix(b"\"\"") {
            Some(more) => {
                push(b"\"");
                rest = more;
            }
            None => {
                // The closing quote; what follows is text as it is.
                rest = after.strip_prefix(b"\"").unwrap_or_default();
                break;
            }
        }
    }
    push(rest);
}

/// How a delimited file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// How many columns the header has.
    pub width: usize,
    /// The slot of each column; columns without one are passed over.
    pub slot_of: Vec<Option<u32>>,
    /// The column of each slot.
    pub position_of: Vec<u32>,
}

impl Dialect {
    /// The slot of the column at a position.
    pub(super) fn slot_at(&self, position: usize) -> Option<u32> {
        self.slot_of.get(position).copied().flatten()
    }

    /// Finds the cells of all records.
    pub(super) fn read(&self, bytes: &[u8], records: &[Range<u32>], clean: bool, table: &mut Table) {
        let mut scratch = Vec::new();
        for (row, range) in records.iter().enumerate() {
            let from = range.start as usize;
            let record = bytes.get(from..range.end as usize).unwrap_or_default();
            let mut cells = 0;
            split(record, self.delimiter, |position, piece| {
                cells = position + 1;
                let Some(slot) = self.slot_at(position) else { return };
                let slot = slot as usize;
                match piece {
                    Piece::Plain(start, end) if clean => table.put_own(row, slot, from + start, from + end),
                    Piece::Plain(start, end) => {
                        table.put_bytes(row, slot, record.get(start..end).unwrap_or_default());
                    }
                    Piece::Quoted(start, end) => {
                        scratch.clear();
                        unquote(record.get(start..end).unwrap_or_default(), |run| {
                            scratch.extend_from_slice(run)
                        });
                        table.put_bytes(row, slot, &scratch);
                    }
                }
            });
            table.hold_against(row, cells, self.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn it_finds_what_memchr_finds() {
        for length in 0..50 {
            for place in 0..=length {
                for filler in [b'a', b'-', 0, 0xff, b',' ^ 0x80, b',' + 1] {
                    let mut bytes = vec![filler; length];
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = b',';
                    }
                    assert_eq!(find(b',', &bytes), memchr::memchr(b',', &bytes));
                }
            }
        }
    }
}
