//! Records are taken apart by a scanner that expects the keys of the records before. Here serde_json takes the same
//! records apart, one by one and without a memory, and both must find the same.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use uld::evaluate::cells::{Cells, ColumnRole, InputColumn, RawCell};
use uld::model::ids::FieldId;
use uld::records::cut::Chunk;
use uld::records::rows::layout::Layout;
use uld::records::rows::{RowFault, Rows};

use crate::records::harness::{output, run_with};

const DEPTH: u32 = 8;

/// What a column holds, and all faults of a record.
type Taken = (Vec<String>, Vec<RowFault>);

/// The keys and values of an object, in order.
struct Pairs<'de>(Vec<(String, &'de RawValue)>);

impl<'de> serde::Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_any(Object)
    }
}

fn depth_of(json: &str) -> u32 {
    let (mut open, mut deepest, mut in_string) = (0_u32, 0, false);
    let mut letters = json.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_string => drop(letters.next()),
            '"' => in_string = !in_string,
            '[' | '{' if !in_string => {
                open += 1;
                deepest = deepest.max(open);
            }
            ']' | '}' if !in_string => open -= 1,
            _ => {}
        }
    }
    deepest
}

fn cell(json: &str) -> String {
    if json == "null" {
        return String::new();
    }
    if json.starts_with('{') {
        return "<not scalar>".to_owned();
    }
    if json.starts_with('"') {
        return match serde_json::from_str::<String>(json) {
            Ok(text) if !text.contains('\0') => text,
            Ok(_) | Err(_) => "<not text>".to_owned(),
        };
    }
    if !json.starts_with('[') {
        return json.to_owned();
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).unwrap();
    let items: Vec<String> =
        items.iter().filter(|item| item.get() != "null").map(|item| item.get().to_owned()).collect();
    if items.iter().any(|item| item.starts_with(['[', '{'])) {
        return "<not scalar>".to_owned();
    }
    let items: Vec<String> = items.iter().map(|item| cell(item)).collect();
    if items.iter().any(|item| item == "<not text>") { "<not text>".to_owned() } else { items.join("|") }
}

/// The columns a, b (or c) and "größe", and all of a, b and "x y" as they are written.
fn expected(record: &[u8]) -> Taken {
    let broken = || (vec!["∅".to_owned(); 6], vec![RowFault::NoObject]);
    let Ok(text) = std::str::from_utf8(record) else { return broken() };
    let Ok(Pairs(pairs)) = serde_json::from_str::<Pairs<'_>>(text) else { return broken() };
    if depth_of(text) > DEPTH {
        return broken();
    }
    let mut cells = vec!["∅".to_owned(); 6];
    let mut faults = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    let mut filled: [Option<&str>; 3] = [None; 3];
    for (key, value) in &pairs {
        let key = key.as_str();
        let is_new = !keys.contains(&key);
        if !is_new {
            faults.push(RowFault::RepeatedKey { key: key.to_owned() });
        }
        keys.push(key);
        let folded = key.trim().to_lowercase();
        let place = match folded.as_str() {
            "a" => Some(0),
            "b" | "c" => Some(1),
            "größe" => Some(2),
            _ => None,
        };
        if let Some(place) = place {
            let before = filled[place].map(|before| before.trim().to_lowercase());
            if before.as_deref() != Some("b") || folded != "c" {
                if before.as_deref() == Some(folded.as_str()) && is_new {
                    faults.push(RowFault::RepeatedKey { key: key.to_owned() });
                }
                filled[place] = Some(key);
                cells[place] = cell(value.get());
            }
        }
        if let Some(place) = ["a", "b", "x y"].iter().position(|kept| *kept == key) {
            cells[3 + place] = value.get().to_owned();
        }
    }
    (cells, faults)
}

struct Reading {
    rows: Rows,
    chunk: Chunk,
}

impl Reading {
    fn new() -> Self {
        let column = |headers: &[&str]| InputColumn {
            field: FieldId::at(0),
            role: ColumnRole::Value,
            headers: headers.iter().map(|&header| header.to_owned()).collect(),
            declared: true,
            separator: Some("|".to_owned()),
        };
        let columns = [column(&["a"]), column(&["b", "c"]), column(&["größe"])];
        let kept = ["a", "b", "x y"].map(str::to_owned);
        let layout = Layout::keyed(&kept, &columns, &[], true, DEPTH);
        Reading { rows: Rows::new(layout.into()), chunk: Chunk::default() }
    }

    /// Takes records apart that lie in one chunk, with `between` between them.
    fn read(&mut self, records: &[Vec<u8>], between: &[u8]) -> Vec<Taken> {
        self.chunk.bytes.clear();
        self.chunk.records.clear();
        for record in records {
            let start = self.chunk.bytes.len() as u32;
            self.chunk.bytes.extend_from_slice(record);
            self.chunk.records.push(start..self.chunk.bytes.len() as u32);
            self.chunk.bytes.extend_from_slice(between);
        }
        self.rows.read(&mut self.chunk);
        let taken = (0..self.rows.count())
            .map(|row| {
                let columns = (0..3).map(|column| match self.rows.cell(row, column) {
                    RawCell::Absent => "∅".to_owned(),
                    RawCell::Text(text) => text.to_owned(),
                    RawCell::NotText => "<not text>".to_owned(),
                    RawCell::NotScalar => "<not scalar>".to_owned(),
                });
                let kept = self.rows.layout().kept.iter().map(|kept| match self.rows.slot(row, kept.slot) {
                    RawCell::Absent => "∅".to_owned(),
                    RawCell::Text(_) | RawCell::NotText | RawCell::NotScalar => {
                        self.rows.shown(row, kept.slot).to_owned()
                    }
                });
                let faults = self.rows.reports().iter().filter(|report| report.row == row);
                (columns.chain(kept).collect(), faults.map(|report| report.fault.clone()).collect())
            })
            .collect();
        self.rows.give_back(&mut self.chunk);
        taken
    }

    fn agrees(&mut self, records: &[Vec<u8>], between: &[u8]) {
        for (record, taken) in records.iter().zip(self.read(records, between)) {
            assert_eq!(taken, expected(record), "{}", String::from_utf8_lossy(record));
        }
    }
}

/// A value of every kind, whether it is JSON or not.
const VALUES: [&str; 108] = [
    "null",
    "true",
    "false",
    "nul",
    "nulll",
    "True",
    "NaN",
    "Infinity",
    "-Infinity",
    "undefined",
    "truefalse",
    "0",
    "-0",
    "1",
    "-1",
    "12345678",
    "123456789",
    "1234567890123456789012345678901234567890",
    "00",
    "01",
    "-01",
    "-",
    "--1",
    "+1",
    ".5",
    "-.5",
    "1.",
    "1.e1",
    "1.5",
    "1.50",
    "0.0",
    "0e0",
    "0E+1",
    "1e5",
    "1E-5",
    "1e",
    "1e+",
    "1e5.5",
    "1.5e400",
    "-1.25e-7",
    "0x10",
    "1_000",
    "1,000",
    "1 2",
    "0.1.2",
    "1a",
    "12345678a",
    "１",
    "1\u{a0}",
    "1\u{0}",
    "\"\"",
    "\"x\"",
    "\"it's 32 bytes long to the quote.\"",
    "\"it is 31 bytes long to the end!\"",
    "\"one that is longer than two looks of thirty-two bytes, and goes on for a while\"",
    "\"ü\"",
    "\"日本語のテキスト\"",
    "\"😀\"",
    "\"\u{7f}\"",
    "\"\u{2028}\"",
    "\"\u{feff}\"",
    "\"\\n\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\\\\\\"\"",
    "\"\\/\\b\\f\\n\\r\\t\"",
    "\"\\u0041\"",
    "\"\\u00fc\"",
    "\"\\uD83D\\uDE00\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud800x\"",
    "\"\\u0000\"",
    "\"\\u00\"",
    "\"\\u00g0\"",
    "\"\\uu000\"",
    "\"\\x41\"",
    "\"\\a\"",
    "\"\\'\"",
    "\"\\ \"",
    "\"\\\u{0}\"",
    "\"\\ü\"",
    "\"\t\"",
    "\"\n\"",
    "\"\r\"",
    "\"\u{0}\"",
    "\"\u{1f}\"",
    "'x'",
    "\"x",
    "x\"",
    "\"x\"\"y\"",
    "\"\\\"",
    "\"\\",
    "[]",
    "[1,\"two\",null,true]",
    "[ 1 , [] ]",
    "[1,]",
    "[,1]",
    "[1}",
    "[\"\\ud800\"]",
    "[\"a\\\"]\",\"b\"]",
    "[[[[[[[1]]]]]]]",
    "[[[[[[[[1]]]]]]]]",
    "{\"\":{\"]\":\"}\"}}",
    "{\"a\":1,}",
    "{1:2}",
    "{}",
    "[{}]",
];

#[test]
fn a_value_of_every_kind_is_what_serde_takes_it_for() {
    let mut reading = Reading::new();
    for value in VALUES {
        for [before, behind] in [["", ""], [" ", " "], ["\t\r\n ", "\n"], ["\u{a0}", ""], ["", "\u{c}"]] {
            let records: Vec<Vec<u8>> = [
                format!("{{\"a\":{before}{value}{behind}}}"),
                format!("{{\"a\":{before}{value}{behind},\"b\":1}}"),
                format!("{{\"u\":{before}{value}{behind},\"b\":1}}"),
                format!("{{\"b\":1,\"größe\":{before}{value}{behind}}}"),
            ]
            .into_iter()
            .map(String::into_bytes)
            .collect();
            for between in ["\n", ",", "\"", "}", "", "0"] {
                reading.agrees(&records, between.as_bytes());
            }
        }
    }
}

#[test]
fn a_record_that_is_cut_off_at_any_byte_is_reported() {
    let whole =
        "{ \"a\" : \"x\\u00fc\\\"😀\" , \"u\":[1,{\"v\":null}],\"b\":-1.5e+7,\"größe\":true,\"x y\":null} ";
    let mut reading = Reading::new();
    for end in 0..=whole.len() {
        let cut = whole.as_bytes()[..end].to_vec();
        for between in ["\n", "\"}", "}", "", "\u{0}"] {
            reading.agrees(&[whole.into(), cut.clone(), whole.into()], between.as_bytes());
        }
        // Any one byte of it replaced.
        for byte in b"\"\\{}[]:, \n\x000a\xff" {
            let mut changed = whole.as_bytes().to_vec();
            if let Some(place) = changed.get_mut(end) {
                *place = *byte;
            }
            reading.agrees(&[whole.into(), changed], b"\n");
        }
    }
}

#[test]
fn structure_is_checked() {
    let records = [
        "",
        " ",
        "{}",
        " { } ",
        "{ }x",
        "{}{}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{\"a\":1}}",
        "{\"a\":1]",
        "[\"a\",1]",
        "[]",
        "null",
        "5",
        "\"x\"",
        "{\"a\":1} x",
        "{\"a\":1}\u{0}",
        "\u{feff}{\"a\":1}",
        "{\"a\u{0}\":1}",
        "{\"\\ud800\":1}",
        "{\"\\u0061\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"a\":2}",
        "{\"A\":1,\"a\":2}",
        "{\"c\":1,\"b\":2,\"c\":3}",
        "{\"b\":1,\"c\":2}",
        "{\"c\":1,\"B\":2,\"b\":3}",
        "{\"\":1}",
        "{\"gr\\u00f6\\u00dfe\":1,\"größe\":2}",
        "{\"GRÖSSE\":1}",
        "{\"x y\":1,\"x y\":2}",
        "{\"u\":1,\"u\":2}",
        "{\"a\":1,\"a\":2,\"a\":3,\"b\":4}",
        ",\"b\":2}",
        "\"b\":2}",
        "{\"b\":2,\"a\":1}",
        "{\"b\":2{\"a\":1}",
        "{\"a\":1,\"b\":2}",
        "{{\"a\":1}",
        "{\"a\":1{\"b\":2}",
        "{\"a\":1\"b\":2}",
        "{\"a\":[1,",
        "2],\"b\":2}",
        ",\"a\":1}",
        "//\n{\"a\":1}",
        "{\"a\":/**/1}",
    ];
    let mut reading = Reading::new();
    for first in records {
        for second in records {
            let pair = [first, second, first].map(|record| record.as_bytes().to_vec());
            reading.agrees(&pair, b"\n");
        }
    }
}

/// A generator of numbers that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

#[test]
fn records_in_any_order_and_with_any_keys_are_the_same_in_both() {
    let keys = [
        "a",
        "b",
        "c",
        "größe",
        "x y",
        "u",
        "v",
        "A",
        " a",
        "",
        "gr\\u00f6\\u00dfe",
        "\\u0061",
        "a key as long as thirty-two bytes",
        "a key that is longer than what is compared at once",
        "a key that is longer than what is compared at last",
        "w",
    ];
    let good: Vec<&str> =
        VALUES.into_iter().filter(|value| serde_json::from_str::<&RawValue>(value).is_ok()).collect();
    assert!(good.len() > 50);
    let mut dice = Dice(42);
    for round in 0..300 {
        let mut reading = Reading::new();
        let mut order = keys.to_vec();
        let (comma, colon) = [(",", ":"), (", ", ": "), (",\n    ", ": "), (" ,\t", " :\r\n")][dice.below(4)];
        // How often in a hundred: another order, another place for a key, a key left out, one twice, odd blanks, a
        // value that is none.
        let odds =
            [[0, 0, 0, 0, 0, 0], [0, 0, 20, 0, 0, 0], [2, 2, 5, 2, 1, 0], [50, 9, 50, 9, 9, 1]][round % 4];
        let records: Vec<Vec<u8>> = (0..60)
            .map(|_| {
                if dice.below(100) < odds[0] {
                    for place in 1..order.len() {
                        order.swap(place, dice.below(place + 1));
                    }
                }
                let mut record = "{".to_owned();
                let mut count = 0;
                for key in &order {
                    let key = if dice.below(100) < odds[1] { dice.one(&keys) } else { key };
                    let times =
                        usize::from(dice.below(100) >= odds[2]) + usize::from(dice.below(100) < odds[3]);
                    for _ in 0..times {
                        if count > 0 {
                            record.push_str(if dice.below(100) < odds[4] { " , " } else { comma });
                        }
                        count += 1;
                        let value =
                            if dice.below(300) < odds[5] { dice.one(&VALUES) } else { dice.one(&good) };
                        let colon = if dice.below(100) < odds[4] { " :  " } else { colon };
                        record.push_str(&format!("\"{key}\"{colon}{value}"));
                    }
                }
                record.push('}');
                let mut record = record.into_bytes();
                if odds[5] > 0 && dice.below(20) == 0 {
                    let place = dice.below(record.len());
                    record[place] = dice.below(256) as u8;
                }
                record
            })
            .collect();
        for some in records.chunks(20) {
            reading.agrees(some, b"\n");
        }
    }
}

#[test]
fn more_keys_than_are_remembered_are_read() {
    let mut reading = Reading::new();
    for start in [0, 700, 5_000, 30_000, 0] {
        let mut record = "{\"b\":1".to_owned();
        for number in start..start + 9_000 {
            record.push_str(&format!(",\"key {number}\":{number}"));
        }
        record.push_str(",\"a\":2,\"x y\":[3]}");
        reading.agrees(&[record.into(), b"{\"a\":1,\"b\":2}".to_vec()], b"\n");
    }
}

#[test]
fn the_result_is_the_same_from_any_number_of_threads() {
    let mut dice = Dice(7);
    let mut lines = String::new();
    for number in 0..1_000 {
        let answer =
            dice.one(&["\"yes\"", "\"no\"", "\"\\u0079es\"", "null", "[1]", "{}", "\"\\ud800\"", "5"]);
        match dice.below(12) {
            0 => lines
                .push_str(&format!("{{\"opted_in\": {answer}, \"Record ID\": {number}, \"x\": [1, 2]}}\n")),
            1 => lines.push_str(&format!("{{\"Record ID\": \"{number}\"\n")),
            2 => lines.push_str(&format!("{{\"Record ID\":{number},\"Record ID\":{number}}}\r\n\r\n")),
            _ => lines.push_str(&format!(
                "{{\"Record ID\":{number},\"opted_in\":{answer},\"tags\":[\"a\",\"ü\"],\"note\":\"{}\"}}\n",
                "ü".repeat(dice.below(60))
            )),
        }
    }
    let array: Vec<&str> = lines.lines().filter(|line| line.ends_with('}')).collect();
    let array = format!("[\n{}\n]", array.join(",\n"));
    let program = crate::records::harness::program();
    for (form, text) in [("ndjson", &lines), ("json", &array)] {
        for out in ["csv", "ndjson"] {
            let mut first = None;
            for threads in [1, 2, 8] {
                for bytes in [1 << 10, 1 << 20] {
                    let size = uld::records::cut::ChunkSize { records: 4096, bytes };
                    let (result, summary) =
                        run_with(&program, form, text.as_bytes(), &output(out), threads, size).unwrap();
                    let all = (result, summary.records, summary.findings);
                    let same = first.get_or_insert_with(|| all.clone());
                    assert!(*same == all, "{form} {threads} {bytes}");
                }
            }
        }
    }
}
