//! Records and cells of delimited text, found 64 bytes at a time, are those that are found byte by byte: for every
//! delimiter, cut, size of window and kind of processor.

use std::ops::Range;
use std::sync::Arc;

use fearless_simd::Level;
use uld::evaluate::cells::{Cells, ColumnRole, InputColumn, RawCell};
use uld::model::ids::FieldId;
use uld::records::cut::delimited::{Delimited, record_end};
use uld::records::cut::{Chunk, FindRecords, Found, Window, line_breaks};
use uld::records::headers::match_columns;
use uld::records::rows::cells::{Piece, split, unquote};
use uld::records::rows::layout::Layout;
use uld::records::rows::{RowFault, Rows};

/// The processor's best instructions, those that all processors of its kind have, and none but plain ones.
fn levels() -> [Level; 3] {
    [Level::new(), Level::baseline(), Level::fallback()]
}

/// A small generator of numbers, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

/// Text of cells, quotes and line breaks of all kinds, the odd ones rare or often.
fn text(dice: &mut Dice, length: usize, oddness: usize) -> String {
    let plain = ["a", "bc", "0123456789", "ä", " ", "", "x y", ",", ",", ",", "\n", "\r\n"];
    let quoted =
        ["\"\"", "\"a,b\"", "\"a\"\"b\"", "\"two\nlines\"", "\"\"\"\"", "\"a\r\nb\"", "\",\"", "\"\n\""];
    let odd = ["\"", "\r", "5\" pipe", "\"a\" b", "\"\"\"", "\"a\"b\"c\"", ";", "\u{feff}", "\t"];
    let mut text = String::new();
    let mut fresh = true;
    while text.len() < length {
        let piece = if dice.below(100) < oddness {
            odd[dice.below(odd.len())]
        } else if fresh && dice.below(4) == 0 {
            quoted[dice.below(quoted.len())]
        } else {
            plain[dice.below(plain.len())]
        };
        text.push_str(piece);
        // A quoted cell stands alone between delimiters, if nothing odd is wanted.
        if piece.starts_with('"') && piece.len() > 1 && dice.below(100) >= oddness {
            text.push_str([",", "\n", "\r\n"][dice.below(3)]);
        }
        fresh = text.ends_with([',', '\n']);
    }
    text
}

/// The records, byte by byte; none if a quote never closes.
fn plainly(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut records = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let (end, next) = record_end(bytes, start, b',', true).ok()??;
        let record = &bytes[start..end];
        let blank = std::str::from_utf8(record).is_ok_and(|text| text.trim().is_empty());
        if !blank || record.contains(&b',') {
            records.push(start..end);
        }
        start = next;
    }
    Some(records)
}

/// The records, found in windows that grow in steps and are cut off now and then, as [`Cut`](uld::records::cut::Cut)
/// does.
fn streamed(bytes: &[u8], level: Level, dice: &mut Dice) -> Option<Vec<Range<usize>>> {
    let mut finder = Delimited::new(b',', false).with_level(level);
    let (mut records, mut start, mut end) = (Vec::new(), 0, 0);
    let (mut lines, mut consumed_lines) = (0, 0);
    let mut found = Vec::new();
    let mut consumed = 0;
    loop {
        let last = end == bytes.len();
        let at_most = 1 + dice.below(40);
        let window = Window { bytes: &bytes[start..end], last, at_most };
        let before = found.len();
        let mut place = Found { records: &mut found, consumed, lines };
        finder.find(&window, &mut place).ok()?;
        (consumed, lines) = (place.consumed, place.lines);
        assert!(found.len() - before <= at_most);
        let full = found.len() - before == at_most;
        if full || dice.below(3) == 0 || last {
            records.extend(
                found.drain(..).map(|range| start + range.start as usize..start + range.end as usize),
            );
            start += consumed;
            consumed_lines += lines;
            assert_eq!(consumed_lines, line_breaks(&bytes[..start]), "lines up to {start}");
            finder.forget(consumed);
            (consumed, lines) = (0, 0);
        }
        if last && !full {
            return Some(records);
        }
        end = (end + 1 + dice.below(300)).min(bytes.len());
    }
}

#[test]
fn records_are_those_found_byte_by_byte() {
    for seed in 0..300 {
        let dice = &mut Dice(seed);
        let length = 1 + dice.below(1500);
        let text = text(dice, length, [0, 1, 10][seed as usize % 3]);
        let expected = plainly(text.as_bytes());
        for level in levels() {
            assert_eq!(streamed(text.as_bytes(), level, dice), expected, "seed {seed}, {level:?}: {text:?}");
        }
    }
}

/// The cells of a record, byte by byte.
fn cells(record: &[u8]) -> Vec<String> {
    let mut cells = Vec::new();
    split(record, b',', |_, piece| {
        let mut cell = Vec::new();
        match piece {
            Piece::Plain(start, end) => cell.extend_from_slice(&record[start..end]),
            Piece::Quoted(start, end) => unquote(&record[start..end], |run| cell.extend_from_slice(run)),
        }
        cells.push(String::from_utf8(cell).unwrap());
    });
    cells
}

#[test]
fn cells_are_those_split_byte_by_byte() {
    let headers: Vec<String> = (0..5).map(|number| format!("column {number}")).collect();
    let columns: Vec<InputColumn> = headers
        .iter()
        .enumerate()
        .map(|(index, header)| InputColumn {
            field: FieldId::at(index),
            role: ColumnRole::Value,
            headers: vec![header.clone()],
            declared: true,
            separator: None,
        })
        .collect();
    let matches = match_columns("contacts", &headers, &columns, false).unwrap();
    let layout = Arc::new(Layout::delimited(b',', &headers, &matches, false));
    let mut compared = 0;
    for seed in 0..300 {
        let dice = &mut Dice(seed);
        let length = 1 + dice.below(1500);
        let text = text(dice, length, [0, 1, 10][seed as usize % 3]);
        let Some(records) = plainly(text.as_bytes()) else { continue };
        let ranges: Vec<Range<u32>> =
            records.iter().map(|range| range.start as u32..range.end as u32).collect();
        for level in levels() {
            let mut chunk = Chunk {
                bytes: text.clone().into_bytes(),
                records: ranges.clone(),
                first_record: 0,
                first_line: 1,
                ..Chunk::default()
            };
            let mut rows = Rows::new(Arc::clone(&layout)).with_level(level);
            rows.read(&mut chunk);
            assert_eq!(rows.rows(), records.len());
            let mut faults = rows.reports().iter();
            for (row, range) in records.iter().enumerate() {
                let expected = cells(&text.as_bytes()[range.clone()]);
                for column in 0..headers.len() {
                    let cell = match rows.cell(row, column) {
                        RawCell::Text(text) => Some(text),
                        RawCell::Absent => None,
                        RawCell::NotText | RawCell::NotScalar => panic!("all of it is text"),
                    };
                    assert_eq!(
                        cell,
                        expected.get(column).map(String::as_str),
                        "seed {seed}, row {row}, column {column}, {level:?}: {text:?}"
                    );
                    compared += 1;
                }
                if expected.len() != headers.len() {
                    let report = faults.next().unwrap();
                    let line = 1 + line_breaks(&text.as_bytes()[..range.start]);
                    assert_eq!((report.row, report.line), (row, line));
                    let (RowFault::Short { cells } | RowFault::Long { cells }) = report.fault else {
                        panic!("{:?}", report.fault)
                    };
                    assert_eq!(cells, expected.len());
                }
            }
            assert_eq!(faults.next(), None);
        }
    }
    assert!(compared > 10_000, "only {compared} cells were compared");
}
