//! Which delimiter a file has, from its header and first records.
//!
//! Each candidate splits them, quotes respected; the one under which most records have as many cells as the header
//! wins, then the one with more cells: `a;b;c⏎1,5;2;3⏎` has three cells everywhere under `;`, and under a comma a
//! header of one.

use super::cut::delimited::Delimited;
use super::cut::{FindRecords, Found, Window};
use super::rows::cells::split;

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records are looked at.
const RECORDS: usize = 50;

/// The delimiter of the text that begins with `sample`; `whole` says that nothing follows it. `usual` is taken where
/// nothing speaks for any.
pub fn find_delimiter(sample: &[u8], whole: bool, usual: u8) -> u8 {
    let mut best = (usual, (0, 0));
    for delimiter in CANDIDATES {
        let Some(score) = score(sample, whole, delimiter) else { continue };
        if score > best.1 || (score == best.1 && delimiter == usual) {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How well a delimiter fits: the share of records like the header in thousandths, and the header's cells. None if the
/// header has one cell.
fn score(sample: &[u8], whole: bool, delimiter: u8) -> Option<(usize, usize)> {
    let mut records = Vec::new();
    let mut found = Found { records: &mut records, consumed: 0, lines: 0 };
    let mut finder = Delimited::new(delimiter, false);
    // A quote that never closes is reported when the file is read; here it only ends the sample.
    let _ = finder.find(&Window { bytes: sample, last: whole, at_most: RECORDS }, &mut found);
    let mut counts = records.iter().map(|range| {
        let mut cells = 0;
        split(sample.get(range.start as usize..range.end as usize).unwrap_or_default(), delimiter, |_, _| {
            cells += 1
        });
        cells
    });
    // A header longer than the sample: count what is there.
    let header = counts.next().unwrap_or_else(|| {
        let line = sample.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        memchr::memchr_iter(delimiter, line).count() + 1
    });
    if header < 2 {
        return None;
    }
    let (mut all, mut alike) = (0, 0);
    for count in counts {
        all += 1;
        alike += usize::from(count == header);
    }
    Some(((alike * 1000_usize).checked_div(all).unwrap_or(1000), header))
}

/// The delimiter that a first line such as `sep=;` states (Excel writes it), and how long that line is.
pub fn stated_delimiter(sample: &[u8]) -> Option<(u8, usize)> {
    let rest = sample.strip_prefix(b"sep=").or_else(|| sample.strip_prefix(b"SEP="))?;
    let (delimiter, rest) = rest.split_first()?;
    let line_end = if rest.starts_with(b"\r\n") {
        2
    } else if rest.starts_with(b"\n") || rest.starts_with(b"\r") {
        1
    } else {
        return None;
    };
    Some((*delimiter, 5 + line_end))
}

/// The delimiter that a flag names: itself, or `tab`, `comma`, `semicolon`, `pipe`, `\t`.
pub fn delimiter_named(name: &str) -> Option<u8> {
    match name {
        "tab" | "\\t" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "pipe" => Some(b'|'),
        other => match other.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Some(*byte),
            _ => None,
        },
    }
}
