//! CSV and TSV: a record ends at a line break outside quotes.
//!
//! A quote opens only at the start of a cell (`5" pipe` is text), a doubled one within quotes is text, and what
//! follows a closing quote up to the delimiter is text again; the csv crate reads the same way.

use memchr::{memchr, memchr3};

use super::{Fault, FindRecords, Found, Window};

/// Finds the records of a delimited text.
#[derive(Debug)]
pub struct Delimited {
    delimiter: u8,
    /// Whether a line of blanks alone is a record: only where there is one column.
    blank_records: bool,
    /// Where to look on, and the quote that is open there.
    looked: usize,
    open: Option<usize>,
}

impl Delimited {
    /// Finds records with this delimiter; a line of blanks is one only if `blank_records`.
    pub fn new(delimiter: u8, blank_records: bool) -> Self {
        Delimited { delimiter, blank_records, looked: 0, open: None }
    }

    fn is_record(&self, record: &[u8]) -> bool {
        // Nearly every record begins with something visible.
        if self.blank_records || record.first().is_some_and(|byte| byte.is_ascii_graphic()) {
            return true;
        }
        memchr(self.delimiter, record).is_some()
            || !std::str::from_utf8(record).is_ok_and(|text| text.trim().is_empty())
    }
}

impl FindRecords for Delimited {
    fn find(&mut self, window: &Window<'_>, found: &mut Found<'_>) -> Result<(), Fault> {
        let bytes = window.bytes;
        let mut left = window.at_most;
        let mut at = self.looked.max(found.consumed);
        while left > 0 {
            let ahead = bytes.get(at..).unwrap_or_default();
            if let Some(quote) = self.open {
                match memchr(b'"', ahead) {
                    Some(offset) if at + offset + 1 == bytes.len() && !window.last => {
                        at += offset;
                        break;
                    }
                    Some(offset) if bytes.get(at + offset + 1) == Some(&b'"') => at += offset + 2,
                    Some(offset) => {
                        at += offset + 1;
                        self.open = None;
                    }
                    None if window.last => return Err(Fault::OpenQuote(quote)),
                    None => {
                        at = bytes.len();
                        break;
                    }
                }
                continue;
            }
            let Some(offset) = memchr3(b'"', b'\n', b'\r', ahead) else {
                at = bytes.len();
                if window.last && found.consumed < bytes.len() {
                    if self.is_record(bytes.get(found.consumed..).unwrap_or_default()) {
                        found.records.push(found.consumed as u32..bytes.len() as u32);
                    }
                    found.consumed = bytes.len();
                }
                break;
            };
            let mark = at + offset;
            let mut next = mark + 1;
            if bytes.get(mark) == Some(&b'"') {
                let begins = mark == found.consumed
                    || mark.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&self.delimiter);
                if begins {
                    self.open = Some(mark);
                }
                at = next;
                continue;
            }
            if bytes.get(mark) == Some(&b'\r') {
                if next == bytes.len() && !window.last {
                    at = mark;
                    break;
                }
                if bytes.get(next) == Some(&b'\n') {
                    next += 1;
                }
            }
            if self.is_record(bytes.get(found.consumed..mark).unwrap_or_default()) {
                found.records.push(found.consumed as u32..mark as u32);
                left -= 1;
            }
            found.consumed = next;
            at = next;
        }
        self.looked = at;
        Ok(())
    }

    fn forget(&mut self, consumed: usize) {
        self.looked = self.looked.saturating_sub(consumed);
        self.open = self.open.map(|quote| quote.saturating_sub(consumed));
    }
}
