//! CSV and TSV: a record ends at a line break outside quotes.
//!
//! A quote opens only at the start of a cell (`5" pipe` is text), a doubled one within quotes is text, and what
//! follows a closing quote up to the delimiter is text again; the csv crate reads the same way. [`record_end`] says so
//! byte by byte; most records are found by their [`Marks`](crate::records::marks), 64 bytes at a time.

use fearless_simd::{Level, Simd, dispatch};
use memchr::{memchr, memchr3};

use super::{Fault, FindRecords, Found, Window, line_breaks};
use crate::records::marks::{BLOCK, Needles, Quotes};

/// Finds the records of a delimited text.
#[derive(Debug)]
pub struct Delimited {
    level: Level,
    delimiter: u8,
    /// Whether a line of blanks alone is a record: only where there is one column.
    blank_records: bool,
    /// Up to here it was looked, from the start of a record, and found no more ends than those taken.
    looked: usize,
    /// What is known of quotes there.
    quotes: Quotes,
    /// How many lines end in what was looked at and not yet taken.
    lines: u64,
    /// Ends found in one go.
    ends: Vec<End>,
}

/// The end of a record.
#[derive(Clone, Copy, Debug)]
struct End {
    /// The last byte of its line break.
    last: usize,
    /// How many lines end up to and with it, since the last record that was taken.
    lines: u64,
}

impl Delimited {
    /// Finds records with this delimiter; a line of blanks is one only if `blank_records`.
    pub fn new(delimiter: u8, blank_records: bool) -> Self {
        Delimited {
            level: Level::new(),
            delimiter,
            blank_records,
            looked: 0,
            quotes: Quotes::START,
            lines: 0,
            ends: Vec::new(),
        }
    }

    /// The same with other instructions of the processor.
    #[must_use]
    pub fn with_level(self, level: Level) -> Self {
        Delimited { level, ..self }
    }

    fn is_record(&self, record: &[u8]) -> bool {
        // Nearly every record begins with something visible.
        if self.blank_records || record.first().is_some_and(|byte| byte.is_ascii_graphic()) {
            return true;
        }
        memchr(self.delimiter, record).is_some()
            || !std::str::from_utf8(record).is_ok_and(|text| text.trim().is_empty())
    }

    /// Looks on through whole blocks, each with a byte after it, until at least `enough` ends are found; whether it met
    /// something odd, which belongs to a record that has not ended.
    #[inline(always)]
    fn look<S: Simd>(&mut self, simd: S, bytes: &[u8], enough: usize) -> bool {
        let needles = Needles::new(simd, self.delimiter);
        self.ends.clear();
        while self.ends.len() < enough
            && let Some((block, [next])) =
                bytes.get(self.looked..self.looked + BLOCK + 1).and_then(<[u8]>::split_first_chunk::<BLOCK>)
        {
            let marks = needles.find(block);
            let quoted = self.quotes.next(&marks);
            if quoted.odd != 0 {
                return true;
            }
            // Each line break once, at its last byte.
            let fed = marks.feeds >> 1 | u64::from(*next == b'\n') << 63;
            let breaks = marks.feeds | (marks.returns & !fed);
            let mut left = breaks & !quoted.inside;
            while left != 0 {
                let bit = left & left.wrapping_neg();
                self.ends.push(End {
                    last: self.looked + bit.trailing_zeros() as usize,
                    lines: self.lines + u64::from((breaks & (bit | (bit - 1))).count_ones()),
                });
                left &= left - 1;
            }
            self.lines += u64::from(breaks.count_ones());
            self.looked += BLOCK;
        }
        false
    }

    /// Looks on from the start of a record.
    fn restart(&mut self, at: usize) {
        self.looked = at;
        self.quotes = Quotes::START;
        self.lines = 0;
    }

    /// Takes the bytes up to `at`, with a line break up to `next`, if they are a record; whether they are.
    fn take(&self, bytes: &[u8], at: usize, next: usize, found: &mut Found<'_>) -> bool {
        let is_record = self.is_record(bytes.get(found.consumed..at).unwrap_or_default());
        if is_record {
            found.records.push(found.consumed as u32..at as u32);
        }
        found.consumed = next;
        is_record
    }
}

impl FindRecords for Delimited {
    fn find(&mut self, window: &Window<'_>, found: &mut Found<'_>) -> Result<(), Fault> {
        let bytes = window.bytes;
        let mut left = window.at_most;
        if self.looked < found.consumed {
            self.restart(found.consumed);
        }
        while left > 0 {
            let level = self.level;
            let odd = dispatch!(level, simd => self.look(simd, bytes, left));
            let ends = std::mem::take(&mut self.ends);
            let mut taken = 0;
            for End { last, lines } in &ends {
                let is_pair = bytes.get(last.saturating_sub(1)..=*last) == Some(b"\r\n");
                let at = if is_pair && *last > found.consumed { last - 1 } else { *last };
                left -= usize::from(self.take(bytes, at, last + 1, found));
                found.lines += lines - taken;
                taken = *lines;
                if left == 0 {
                    break;
                }
            }
            self.ends = ends;
            self.lines -= taken;
            if left == 0 {
                self.restart(found.consumed);
                break;
            }
            if !odd && !window.last {
                break;
            }
            // What is odd, and what is left of a file, is read byte by byte.
            if found.consumed == bytes.len() {
                break;
            }
            match record_end(bytes, found.consumed, self.delimiter, window.last)? {
                Some((at, next)) => {
                    found.lines += line_breaks(bytes.get(found.consumed..next).unwrap_or_default());
                    left -= usize::from(self.take(bytes, at, next, found));
                    self.restart(next);
                }
                None => {
                    self.restart(found.consumed);
                    break;
                }
            }
        }
        Ok(())
    }

    fn forget(&mut self, consumed: usize) {
        self.looked = self.looked.saturating_sub(consumed);
    }

    fn counts_lines(&self) -> bool {
        true
    }
}

/// Where the record that begins at `start` ends, and where the next one begins; none if that can't be told yet. `last`
/// says that nothing follows `bytes`.
///
/// # Errors
/// When a quote opens and never closes.
pub fn record_end(
    bytes: &[u8],
    start: usize,
    delimiter: u8,
    last: bool,
) -> Result<Option<(usize, usize)>, Fault> {
    let mut at = start;
    loop {
        let ahead = bytes.get(at..).unwrap_or_default();
        let Some(offset) = memchr3(b'"', b'\n', b'\r', ahead) else {
            return Ok(last.then_some((bytes.len(), bytes.len())));
        };
        let mark = at + offset;
        let next = mark + 1;
        match bytes.get(mark) {
            Some(b'"') => {
                let begins = mark == start || bytes.get(mark.wrapping_sub(1)) == Some(&delimiter);
                at = if begins {
                    match quote_end(bytes, next) {
                        Some(behind) if behind < bytes.len() || last => behind,
                        None if last => return Err(Fault::OpenQuote(mark)),
                        Some(_) | None => return Ok(None),
                    }
                } else {
                    next
                };
            }
            Some(b'\r') if next == bytes.len() && !last => return Ok(None),
            Some(b'\r') if bytes.get(next) == Some(&b'\n') => return Ok(Some((mark, next + 1))),
            Some(_) | None => return Ok(Some((mark, next))),
        }
    }
}

/// What follows the closing quote of the text that begins at `start`, behind its opening one.
fn quote_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let quote = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        at = quote + 2;
    }
}
