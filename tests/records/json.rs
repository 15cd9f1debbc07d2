use uld::records::error::RecordsError;
use uld::records::rows::RowFault;

use crate::records::harness::{grid, open, texts};

#[test]
fn a_line_is_a_record_and_a_value_is_a_cell() {
    let bytes = concat!(
        "{\"a\": \"x\", \"b\": 1.50, \"c\": true}\n",
        "\n",
        "{\"c\": null, \"a\": \"\\u00fc\\n\", \"d\": [1, \"two\", null, false]}\r\n",
        "  {\"b\": 1e400, \"d\": [], \"a\": \"\"}",
    );
    let grid = grid("ndjson", bytes.as_bytes()).unwrap();
    assert_eq!(grid.headers, ["a", "b", "c", "d"]);
    assert_eq!(
        texts(&grid),
        [["x", "1.50", "true", "∅"], ["ü\n", "∅", "", "1|two|false"], ["", "1e400", "∅", ""]]
    );
    assert!(grid.reports.is_empty());
}

#[test]
fn a_line_that_is_no_object_is_a_record_that_is_reported() {
    let bytes = b"{\"a\": 1}\n[1]\n{\"a\": 2\nnull\n{\"a\": 3} {}\n\"\xff\"\n{\"a\": 4}\n";
    let grid = grid("ndjson", bytes).unwrap();
    assert_eq!(texts(&grid), [["1"], ["∅"], ["∅"], ["∅"], ["∅"], ["∅"], ["4"]]);
    let reports: Vec<_> = grid.reports.iter().map(|(number, report)| (*number, report.line)).collect();
    assert_eq!(reports, [(2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]);
    assert!(grid.reports.iter().all(|(_, report)| report.fault == RowFault::NoObject));
}

#[test]
fn of_a_key_that_occurs_twice_the_last_counts_and_it_is_reported() {
    let grid = grid("ndjson", b"{\"a\": 1, \"b\": 2, \"a\": 3}\n{\"a\": 4}\n").unwrap();
    assert_eq!(texts(&grid), [["3", "2"], ["4", "∅"]]);
    assert_eq!(grid.reports.len(), 1);
    assert_eq!(grid.reports[0].1.fault, RowFault::RepeatedKey { key: "a".to_owned() });
}

#[test]
fn values_that_are_no_cells() {
    let bytes = b"{\"a\": {\"x\": 1}, \"b\": [[1]], \"c\": \"\\ud800\", \"d\": \"n\\u0000l\", \"e\": [{}], \"f\": \"\\\\ud800\"}\n";
    let grid = grid("ndjson", bytes).unwrap();
    assert_eq!(
        texts(&grid),
        [["<not scalar>", "<not scalar>", "<not text>", "<not text>", "<not scalar>", "\\ud800"]]
    );
}

#[test]
fn json_is_an_array_or_an_object_with_one() {
    for bytes in [
        "[{\"a\": 1}, {\"a\": 2}]",
        "\u{feff} [\n{\"a\":1},\n{\"a\":2}\n]\n",
        "{\"total\": 2, \"next\": {\"x\": [1, 2]}, \"rows\": [{\"a\": 1}, {\"a\": 2}], \"more\": \"]}\"}",
    ] {
        assert_eq!(texts(&grid("json", bytes.as_bytes()).unwrap()), [["1"], ["2"]], "{bytes}");
    }
    assert!(grid("json", b"[]").unwrap().rows.is_empty());
    let mixed = grid("json", b"[{\"a\": 1}, 5, \"x\", [2], {\"a\": 3}]").unwrap();
    assert_eq!(texts(&mixed), [["1"], ["∅"], ["∅"], ["∅"], ["3"]]);
    assert_eq!(mixed.reports.len(), 3);
}

#[test]
fn json_that_is_broken_between_records_is_an_error() {
    for (bytes, line) in [
        ("", 1),
        ("5", 1),
        ("{}", 1),
        ("{\"a\": 1}\n{\"a\": 2}", 1),
        ("[{\"a\": 1}\n{\"a\": 2}]", 2),
        ("[{\"a\": 1},\n]", 2),
        ("[{\"a\": 1}]\n[]", 2),
        ("{\"a\": [],\n\"b\": []}", 2),
        ("[{\"a\": [}]", 1),
        ("[{\"a\": 1}", 1),
        ("{\"a\": }", 1),
        ("{\"a\" 1}", 1),
        ("{a: 1}", 1),
        ("[,]", 1),
    ] {
        match grid("json", bytes.as_bytes()).err() {
            Some(RecordsError::Json { line: found, .. }) => assert_eq!(found, line, "{bytes}"),
            other => panic!("{bytes}: {other:?}"),
        }
    }
}

#[test]
fn nesting_has_a_limit_and_what_is_within_works() {
    let nested = |depth: usize| format!("{{\"a\":{}1{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert!(grid("json", format!("[{}]", nested(128)).as_bytes()).is_ok());
    assert!(matches!(grid("json", format!("[{}]", nested(129)).as_bytes()), Err(RecordsError::Json { .. })));
    assert!(grid("ndjson", nested(128).as_bytes()).unwrap().reports.is_empty());
    assert_eq!(grid("ndjson", nested(129).as_bytes()).unwrap().reports[0].1.fault, RowFault::NoObject);
    assert!(open("json", "[".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn a_million_keys_are_read_in_time() {
    let mut line = "{".to_owned();
    for number in 0..90_000 {
        line.push_str(&format!("\"{number}\":1,"));
    }
    line.push_str("\"a\":2}\n");
    let bytes = line.repeat(5);
    assert_eq!(open("ndjson", bytes.as_bytes()).unwrap().headers().len(), 16_384);
    assert_eq!(
        crate::records::harness::run("ndjson", bytes.as_bytes(), &crate::records::harness::output("csv"))
            .err()
            .map(|error| error.code().0),
        Some("R917")
    );
}
