//! How a text, a number or a list stands in a cell of the result.

use serde_json::to_writer;

use super::super::form::OutputForm;
use super::formula::is_formula;
use super::piece::add_number;
use super::sink::Sink;
use super::table::CELL;
use super::typed;
use crate::text::visible::visible;

/// The form of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub form: OutputForm,
    /// Whether cells that a spreadsheet would run get an apostrophe.
    pub escape: bool,
}

impl Written {
    /// Whether records are JSON objects.
    pub(super) fn is_json(self) -> bool {
        match self.form {
            OutputForm::Json | OutputForm::Ndjson => true,
            OutputForm::Csv
            | OutputForm::Tsv
            | OutputForm::Table
            | OutputForm::Parquet
            | OutputForm::Excel => false,
        }
    }

    /// Adds any text, an empty one too.
    #[inline]
    pub(super) fn text(self, text: &str, out: &mut Sink) {
        match self.form {
            OutputForm::Csv => self.delimited(text, out),
            OutputForm::Tsv => self.delimited(text, out),
            OutputForm::Table => out.extend_from_slice(visible(text).as_bytes()),
            OutputForm::Json | OutputForm::Ndjson => string(text, out),
            OutputForm::Parquet | OutputForm::Excel => typed::add_text(text, out),
        }
    }

    /// Adds a text that is not there when it is empty.
    pub(super) fn text_or_blank(self, text: &str, out: &mut Sink) {
        match self.form {
            OutputForm::Json | OutputForm::Ndjson if text.is_empty() => out.extend_from_slice(b"null"),
            OutputForm::Csv
            | OutputForm::Tsv
            | OutputForm::Table
            | OutputForm::Json
            | OutputForm::Ndjson
            | OutputForm::Parquet
            | OutputForm::Excel => self.text(text, out),
        }
    }

    /// Adds a number.
    #[inline]
    pub(super) fn number(self, number: i64, out: &mut Sink) {
        match self.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Table | OutputForm::Json | OutputForm::Ndjson => {
                add_number(number, out);
            }
            OutputForm::Parquet | OutputForm::Excel => typed::add_number(number, out),
        }
    }

    /// Adds a list of texts.
    pub(super) fn list<'t>(self, items: impl Iterator<Item = &'t str>, out: &mut Sink) {
        match self.form {
            OutputForm::Csv
            | OutputForm::Tsv
            | OutputForm::Table
            | OutputForm::Parquet
            | OutputForm::Excel => {
                self.text(&items.collect::<Vec<_>>().join(";"), out);
            }
            OutputForm::Json | OutputForm::Ndjson => {
                out.push(b'[');
                for (index, item) in items.enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    string(item, out);
                }
                out.push(b']');
            }
        }
    }

    /// Adds a cell of a delimited line.
    #[inline]
    fn delimited(self, cell: &str, out: &mut Sink) {
        let bytes = cell.as_bytes();
        let harmless = bytes.first().is_none_or(u8::is_ascii_alphanumeric);
        if harmless && !has_low(bytes) {
            out.extend_from_slice(bytes);
        } else {
            self.delimited_with_care(cell, out);
        }
    }

    fn delimited_with_care(self, cell: &str, out: &mut Sink) {
        let escape = self.escape && is_formula(cell);
        let bytes = cell.as_bytes();
        // Quotes, line breaks, commas and tabs, as bits: all of them lie low among the bytes.
        const QUOTED: u64 = 1 << b'"' | 1 << b'\n' | 1 << b'\r' | 1 << b'\t' | 1 << b',';
        let quoted = bytes.iter().any(|byte| *byte <= LOW && QUOTED >> *byte & 1 == 1);
        if !quoted {
            if escape {
                out.push(b'\'');
            }
            out.extend_from_slice(bytes);
            return;
        }
        out.push(b'"');
        if escape {
            out.push(b'\'');
        }
        let mut rest = bytes;
        while let Some(quote) = memchr::memchr(b'"', rest) {
            let (before, after) = rest.split_at(quote);
            out.extend_from_slice(before);
            out.extend_from_slice(b"\"\"");
            rest = after.strip_prefix(b"\"").unwrap_or_default();
        }
        out.extend_from_slice(rest);
        out.push(b'"');
    }

    /// What stands before a column's cells, its name included where cells have it.
    pub(super) fn before(self, first: bool, name: &str) -> Vec<u8> {
        match self.form {
            OutputForm::Csv if !first => vec![b','],
            OutputForm::Tsv if !first => vec![b'\t'],
            OutputForm::Table if !first => vec![CELL as u8],
            OutputForm::Csv
            | OutputForm::Tsv
            | OutputForm::Table
            | OutputForm::Parquet
            | OutputForm::Excel => Vec::new(),
            OutputForm::Json | OutputForm::Ndjson => {
                let mut before = Sink::after(vec![b',']);
                string(name, &mut before);
                before.push(b':');
                before.into_bytes()
            }
        }
    }
}

/// The last byte that may make a cell need quotes.
const LOW: u8 = b',';

/// Whether a byte is so low that it may need quotes; the other way round it says nothing. Eight bytes at a time.
#[inline]
fn has_low(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = |eight: [u8; 8]| {
        let word = u64::from_le_bytes(eight);
        word.wrapping_sub(ONES * (LOW as u64 + 1)) & !word & (ONES << 7) != 0
    };
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) if bytes.len() <= 16 => low(*first) || low(*last),
        (Some(_), Some(last)) => low(*last) || bytes.as_chunks::<8>().0.iter().any(|eight| low(*eight)),
        _ => bytes.iter().any(|byte| *byte <= LOW),
    }
}

/// Adds a JSON string.
pub(super) fn string(text: &str, out: &mut Sink) {
    // Writing a text to memory can't fail.
    let _ = to_writer(out, text);
}

#[cfg(test)]
mod tests {
    use super::{LOW, Sink, Written, has_low};
    use crate::records::form::OutputForm;

    #[test]
    fn cells_without_care_are_those_with_care() {
        let letters =
            ["a", "Z", "7", "=", "-", "+", "@", " ", ",", "\"", "\n", "\t", "'", "é", "\u{ff1d}", "."];
        let mut state = 1_usize;
        for _ in 0..20_000 {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state >> 33
            };
            let length = next() % 24;
            // Most of them harmless, so that both ways are taken.
            let kinds = if next() % 2 == 0 { 3 } else { letters.len() };
            let cell: String = (0..length).map(|_| letters[next() % kinds]).collect();
            let written = Written { form: OutputForm::Csv, escape: next() % 2 == 0 };
            let (mut fast, mut careful) = (Sink::default(), Sink::default());
            written.text(&cell, &mut fast);
            written.delimited_with_care(&cell, &mut careful);
            assert_eq!(fast.into_bytes(), careful.into_bytes(), "{cell:?}");
        }
    }

    #[test]
    fn low_bytes_are_found_wherever_they_are() {
        for length in 0..40 {
            for filler in [LOW + 1, b'a', 0x7f, 0x80, 0xff] {
                let plain = vec![filler; length];
                assert!(!has_low(&plain));
                for place in 0..length {
                    for low in [0, b'\t', b'\n', b'"', LOW] {
                        let mut bytes = plain.clone();
                        bytes[place] = low;
                        assert!(has_low(&bytes), "{bytes:?}");
                    }
                }
            }
        }
    }
}
