use uld::records::error::RecordsError;
use uld::records::input::InputOptions;
use uld::records::rows::RowFault;

use crate::records::harness::{SIZES, grid, grid_of, gzip, open, open_with, texts, zstandard};

#[test]
fn every_case_of_csv_spectrum() {
    for (bytes, headers, rows) in [
        // comma in quotes, escaped quotes, JSON in a cell
        (
            "first,address\nJohn,\"120 any st, Anytown\"\n",
            vec!["first", "address"],
            vec![vec!["John", "120 any st, Anytown"]],
        ),
        (
            "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
            vec!["a", "b"],
            vec![vec!["1", "ha \"ha\" ha"], vec!["3", "4"]],
        ),
        (
            "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"c\"\": [102.0, 0.5]}\"\n",
            vec!["key", "val"],
            vec![vec!["1", "{\"type\": \"Point\", \"c\": [102.0, 0.5]}"]],
        ),
        // empty cells, quoted and not, LF and CRLF
        ("a,b,c\n1,\"\",\"\"\n2,,4\n", vec!["a", "b", "c"], vec![vec!["1", "", ""], vec!["2", "", "4"]]),
        (
            "a,b,c\r\n1,\"\",\"\"\r\n2,,4\r\n",
            vec!["a", "b", "c"],
            vec![vec!["1", "", ""], vec!["2", "", "4"]],
        ),
        // line breaks in quotes
        (
            "a,b\n1,\"Once upon\na time\"\n5,6",
            vec!["a", "b"],
            vec![vec!["1", "Once upon\na time"], vec!["5", "6"]],
        ),
        (
            "a,b\r\n1,\"Once upon\r\na time\"\r\n5,6\r\n",
            vec!["a", "b"],
            vec![vec!["1", "Once upon\r\na time"], vec!["5", "6"]],
        ),
        (
            "a,b\n1,\"ha\n\"\"ha\"\"\nha\"\n3,4\n",
            vec!["a", "b"],
            vec![vec!["1", "ha\n\"ha\"\nha"], vec!["3", "4"]],
        ),
        // CR alone, no line end at the end, UTF-8
        ("a,b\r1,2\r3,4", vec!["a", "b"], vec![vec!["1", "2"], vec!["3", "4"]]),
        ("a,b\n4,ʤ\n", vec!["a", "b"], vec![vec!["4", "ʤ"]]),
        // blanks around cells belong to them; a quote after a blank, or within a cell, is text
        (
            "a,b\n x , \"y\"\n5\" pipe,z\"z\n",
            vec!["a", "b"],
            vec![vec![" x ", " \"y\""], vec!["5\" pipe", "z\"z"]],
        ),
        ("a,b\n\"x\"y,\"\"\"\"\n", vec!["a", "b"], vec![vec!["xy", "\""]]),
    ] {
        let grid = grid("csv", bytes.as_bytes()).unwrap();
        assert_eq!(grid.headers, headers, "{bytes:?}");
        assert_eq!(texts(&grid), rows, "{bytes:?}");
        assert!(grid.reports.is_empty(), "{bytes:?}");
    }
}

#[test]
fn it_splits_as_the_csv_crate_does() {
    // All texts of eight characters over five would be 390,625; a walk with a prime step takes a tenth of them.
    let alphabet = [b'a', b',', b'"', b'\n', b'\r'];
    for code in (0..390_625_usize).step_by(11) {
        let body: Vec<u8> = (0..8).map(|place| alphabet[code / 5_usize.pow(place) % 5]).collect();
        let mut bytes = b"h,i\n".to_vec();
        bytes.extend_from_slice(&body);
        let ours = open("csv", &bytes).and_then(|input| grid_of(input, SIZES[code % 4]));
        let expected = by_csv_core(&body);
        let Ok(ours) = ours else {
            // The crate closes an open quote at the end by itself; for us that is an error.
            assert!(body.iter().filter(|byte| **byte == b'"').count() >= 1);
            continue;
        };
        let ours: Vec<Vec<&str>> = texts(&ours)
            .into_iter()
            .map(|row| row.into_iter().filter(|cell| *cell != "∅").collect())
            .collect();
        let expected: Vec<Vec<String>> =
            expected.into_iter().map(|row| row.into_iter().take(2).collect()).collect();
        assert_eq!(ours, expected, "{:?}", String::from_utf8_lossy(&body));
    }
}

fn by_csv_core(body: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let mut rows = Vec::new();
    // With a line break at the end no record has to wait for more input.
    let body = [body, b"\n"].concat();
    let mut rest = body.as_slice();
    loop {
        let (mut out, mut ends) = ([0; 64], [0; 64]);
        let (result, read, _, count) = reader.read_record(rest, &mut out, &mut ends);
        rest = &rest[read..];
        let mut start = 0;
        let row: Vec<String> = ends[..count]
            .iter()
            .map(|end| {
                let cell = String::from_utf8(out[start..*end].to_vec()).unwrap();
                start = *end;
                cell
            })
            .collect();
        match result {
            csv_core::ReadRecordResult::Record => rows.push(row),
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::End => return rows,
            csv_core::ReadRecordResult::OutputFull | csv_core::ReadRecordResult::OutputEndsFull => panic!(),
        }
    }
}

#[test]
fn ragged_rows_are_reported_and_shift_nothing() {
    let grid = grid("csv", b"a,b,c\n1,2,3\n\"4\n4\",5\n6,7,8,9\n\n0,1,2\n").unwrap();
    assert_eq!(texts(&grid), [["1", "2", "3"], ["4\n4", "5", "∅"], ["6", "7", "8"], ["0", "1", "2"]]);
    let reports: Vec<_> =
        grid.reports.iter().map(|(number, report)| (*number, report.line, report.fault.clone())).collect();
    assert_eq!(reports, [(2, 3, RowFault::Short { cells: 2 }), (3, 5, RowFault::Long { cells: 4 })]);
}

#[test]
fn a_line_of_blanks_is_a_record_only_where_there_is_one_column() {
    assert_eq!(texts(&grid("csv", b"\n \na;b\n1;2\n   \n\n;\n").unwrap()), [["1", "2"], ["", ""]]);
    assert_eq!(texts(&grid("csv", b"a\n1\n\n2\n").unwrap()), [["1"], [""], ["2"]]);
    assert_eq!(texts(&grid("tsv", b"a\tb\n\t\n  \n").unwrap()), [["", ""]]);
}

#[test]
fn the_delimiter_is_found_or_said() {
    for (bytes, delimiter) in [
        ("a,b\n1,2\n", b','),
        ("a;b\n1,5;2,5\n3,5;4,5\n", b';'),
        ("a\tb\nx, y\tz\n", b'\t'),
        ("a|b|c\n1|2|3\n", b'|'),
        ("\"a;x\",b\n\"1;2\",3\n", b','),
        ("one\n1,2\n", b','),
        ("sep=;\r\na;b\r\n1;2\r\n", b';'),
        ("name,notes\nx,a;b;c\ny,d;e;f\n", b','),
    ] {
        assert_eq!(open("csv", bytes.as_bytes()).unwrap().delimiter(), Some(delimiter), "{bytes:?}");
    }
    assert_eq!(open("tsv", b"one\n1,2\n").unwrap().delimiter(), Some(b'\t'));
    let options = InputOptions { delimiter: Some(b'^'), ..InputOptions::default() };
    let input = open_with("csv", b"a^b,c\n1^2,3\n", &options).unwrap();
    assert_eq!(input.headers(), ["a", "b,c"]);
    let grid = grid("csv", b"sep=;\na;b\n1;2;3\n").unwrap();
    assert_eq!(grid.reports[0].1.line, 3);
}

#[test]
fn encodings_are_told_by_their_mark_or_a_flag() {
    let text = "Name,Ort\nZoë,Köln 😀\n";
    let units = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
    let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        with_mark(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
        with_mark(b"\xff\xfe", units(u16::to_le_bytes)),
        with_mark(b"\xfe\xff", units(u16::to_be_bytes)),
    ] {
        let grid = grid("csv", &bytes).unwrap();
        assert_eq!(grid.headers, ["Name", "Ort"]);
        assert_eq!(texts(&grid), [["Zoë", "Köln 😀"]]);
    }
    let options = |name: &str| InputOptions { encoding: Some(name.to_owned()), ..InputOptions::default() };
    let western = open_with("csv", b"Name,Ort\nZo\xeb,K\xf6ln \x80\n", &options("windows-1252")).unwrap();
    assert_eq!(western.encoding(), "windows-1252");
    assert_eq!(texts(&grid_of(western, SIZES[0]).unwrap()), [["Zoë", "Köln €"]]);
    let big = open_with("csv", &units(u16::to_be_bytes), &options("utf-16be")).unwrap();
    assert_eq!(texts(&grid_of(big, SIZES[0]).unwrap()), [["Zoë", "Köln 😀"]]);
    assert!(matches!(
        open_with("csv", b"a", &options("latin-17")),
        Err(RecordsError::UnknownEncoding { .. })
    ));
    assert!(matches!(open("csv", &units(u16::to_le_bytes)), Err(RecordsError::NulInHeader { line: 1, .. })));
}

#[test]
fn bytes_that_are_no_text_spoil_their_cell_alone() {
    let grid_ = grid("csv", b"a,b\nok,x\nZo\xeb,y\n\"q\"\"\xff\",z\nn\0l,w\n\xc3\xbc,\"v\"\n").unwrap();
    assert_eq!(
        texts(&grid_),
        [["ok", "x"], ["<not text>", "y"], ["<not text>", "z"], ["<not text>", "w"], ["ü", "v"]]
    );
    // Half a surrogate pair in UTF-16.
    let mut bytes = b"\xff\xfe".to_vec();
    for unit in "a,b\nx,".encode_utf16().chain([0xd800]).chain("\ny,z\n".encode_utf16()) {
        bytes.extend_from_slice(&unit.to_le_bytes());
    }
    assert_eq!(texts(&grid("csv", &bytes).unwrap()), [["x", "<not text>"], ["y", "z"]]);
}

#[test]
fn a_quote_that_never_closes_is_an_error_where_it_opens() {
    let error = grid("csv", b"a,b\n\"1\n1\",2\n3,\"four\n5,6\n").err().unwrap();
    assert!(matches!(error, RecordsError::OpenQuote { line: 4, .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "contacts:4: the quote that opens here is never closed; close it, or double it (\"\") if it is text"
    );
}

#[test]
fn a_file_without_a_header_is_an_error_and_one_with_nothing_else_is_not() {
    assert!(matches!(open("csv", b""), Err(RecordsError::NoHeader { .. })));
    assert!(matches!(open("csv", b"\n\n  \n"), Err(RecordsError::NoHeader { .. })));
    assert!(matches!(open("csv", b"\xef\xbb\xbf"), Err(RecordsError::NoHeader { .. })));
    assert!(grid("csv", b"a,b").unwrap().rows.is_empty());
}

#[test]
fn packed_files_are_unpacked_once() {
    let text = b"a,b\n1,2\n3,4\n";
    assert_eq!(texts(&grid("csv.gz", &gzip(text)).unwrap()), [["1", "2"], ["3", "4"]]);
    let two = [gzip(b"a,b\n1,"), gzip(b"2\n3,4\n")].concat();
    assert_eq!(texts(&grid("csv.gz", &two).unwrap()), [["1", "2"], ["3", "4"]]);
    assert!(matches!(open("csv", &gzip(text)), Err(RecordsError::OtherForm { found: "gzip", .. })));
    assert!(matches!(open("csv.gz", text), Err(RecordsError::OtherForm { .. })));
    assert!(matches!(open("csv.gz", &gzip(&gzip(text))), Err(RecordsError::OtherForm { .. })));
    assert!(grid("csv.gz", b"").is_err_and(|error| matches!(error, RecordsError::NoHeader { .. })));
}

/// What reading a file to its end says.
fn error_of(form: &str, bytes: &[u8]) -> Option<RecordsError> {
    open(form, bytes).and_then(|input| grid_of(input, SIZES[3])).err()
}

#[test]
fn a_damaged_packed_file_says_where() {
    let text: Vec<u8> = b"a,b\n"
        .iter()
        .copied()
        .chain(
            (0..50_000_u32)
                .flat_map(|row| format!("{row},{}\n", row.wrapping_mul(2_654_435_761)).into_bytes()),
        )
        .collect();
    for (form, packed) in [("csv.gz", gzip(&text)), ("csv.zst", zstandard(&text, 3))] {
        let half = packed.len() / 2;
        let error = error_of(form, &packed[..half]);
        assert!(
            matches!(error, Some(RecordsError::Packed { at, cut_off: true, .. }) if at == half as u64),
            "{form}: {error:?}"
        );
        for at in (0..packed.len()).step_by(packed.len() / 50) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            // A flipped bit may make another file; it never makes a panic, and the check sums find most.
            match error_of(form, &damaged) {
                Some(RecordsError::Packed { at: said, .. }) => {
                    assert!(said + 600_000 >= at as u64, "{said} of {at}")
                }
                Some(
                    RecordsError::OtherForm { .. }
                    | RecordsError::Window { .. }
                    | RecordsError::RecordTooLong { .. },
                )
                | None => {}
                Some(other) => panic!("{form}, byte {at}: {other}"),
            }
        }
    }
}

#[test]
fn zstandard_is_read_frame_after_frame() {
    let text = b"a,b\n1,2\n3,4\n";
    assert_eq!(texts(&grid("csv.zst", &zstandard(text, 19)).unwrap()), [["1", "2"], ["3", "4"]]);
    let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let frames = [skipped.to_vec(), zstandard(b"a,b\n1,", 1), zstandard(b"", 1), zstandard(b"2\n3,4\n", 1)];
    assert_eq!(texts(&grid("csv.zst", &frames.concat()).unwrap()), [["1", "2"], ["3", "4"]]);
    assert!(matches!(
        error_of("csv", &zstandard(text, 1)),
        Some(RecordsError::OtherForm { found: "Zstandard", .. })
    ));
    assert!(matches!(error_of("csv.zst", text), Some(RecordsError::OtherForm { claimed: "Zstandard", .. })));
    assert!(matches!(error_of("csv.zst", &gzip(text)), Some(RecordsError::OtherForm { found: "gzip", .. })));
    assert!(matches!(error_of("csv.zst", b""), Some(RecordsError::NoHeader { .. })));
    for twice in [zstandard(&zstandard(text, 1), 1), zstandard(&gzip(text), 1)] {
        let error = error_of("csv.zst", &twice);
        assert!(matches!(error, Some(RecordsError::OtherForm { .. })), "{error:?}");
    }
    let trailing = [zstandard(text, 1), b"more".to_vec()].concat();
    assert!(matches!(error_of("csv.zst", &trailing), Some(RecordsError::Packed { .. })));
    // A frame of one block of raw bytes, whose head asks for a window of 256 MiB, and for one of 128 MiB.
    let window = |log: u8| {
        let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3];
        let block = (text.len() as u32) << 3 | 1;
        frame.extend_from_slice(&block.to_le_bytes()[..3]);
        frame.extend_from_slice(text);
        frame
    };
    assert_eq!(grid("csv.zst", &window(27)).unwrap().rows.len(), 2);
    assert!(matches!(
        error_of("csv.zst", &window(28)),
        Some(RecordsError::Window { limit: 134_217_728, .. })
    ));
}

#[test]
fn other_forms_are_named() {
    assert!(matches!(open("csv", b"PK\x03\x04rest"), Err(RecordsError::OtherForm { .. })));
    let empty = open("parquet", b"");
    assert!(matches!(empty, Err(RecordsError::ParquetDamaged { .. } | RecordsError::LeftOut { .. })));
    assert!(matches!(open("xlsx", b""), Err(RecordsError::OtherForm { claimed: "Excel", .. })));
    assert!(matches!(open("xlsx.gz", b""), Err(RecordsError::NotInThisVersion { .. })));
    assert!(matches!(open("xls", b""), Err(RecordsError::NotInThisVersion { .. })));
    let options = InputOptions { sheet: Some("1".to_owned()), ..InputOptions::default() };
    assert!(matches!(open_with("csv", b"a\n1\n", &options), Err(RecordsError::SheetOfNothing { .. })));
    assert!(matches!(open("doc", b""), Err(RecordsError::UnknownFormName { .. })));
}

#[test]
fn a_good_file_cut_at_any_byte_is_read_or_refused() {
    let whole = "Näme,b;x\r\n\"1\r\n\"\"q\"\"\",2\r\n3,ü\r\n".as_bytes();
    for length in 0..whole.len() {
        if let Ok(grid) = grid("csv", &whole[..length]) {
            assert!(grid.rows.len() <= 2);
        }
    }
    let json = "{\"n\": 1, \"list\": [{\"a\": \"x\\\"]\", \"b\": [1, 2]}, {\"a\": null}]}".as_bytes();
    for length in 0..json.len() {
        assert!(grid("json", &json[..length]).is_err(), "{length}");
    }
    assert_eq!(texts(&grid("json", json).unwrap()), [["x\"]", "1|2"], ["", "∅"]]);
}
