//! NDJSON: a record is a line; blank lines are none.

use memchr::memchr2;

use super::{Fault, FindRecords, Found, Window};

/// Finds the lines that are not blank.
#[derive(Debug, Default)]
pub struct Lines {
    /// Up to here no line break was found.
    looked: usize,
}

impl FindRecords for Lines {
    fn find(&mut self, window: &Window<'_>, found: &mut Found<'_>) -> Result<(), Fault> {
        let bytes = window.bytes;
        let mut left = window.at_most;
        while left > 0 && found.consumed < bytes.len() {
            let from = self.looked.max(found.consumed);
            let (end, next) = match memchr2(b'\n', b'\r', bytes.get(from..).unwrap_or_default()) {
                Some(offset) => (from + offset, from + offset + 1),
                None if window.last => (bytes.len(), bytes.len()),
                None => {
                    self.looked = bytes.len();
                    return Ok(());
                }
            };
            let line = bytes.get(found.consumed..end).unwrap_or_default();
            if !line.trim_ascii().is_empty() {
                found.records.push(found.consumed as u32..end as u32);
                left -= 1;
            }
            found.consumed = next;
        }
        Ok(())
    }

    fn forget(&mut self, consumed: usize) {
        self.looked = self.looked.saturating_sub(consumed);
    }
}
