use std::io::{self, Read};

use uld::records::error::RecordsError;
use uld::records::input::{Input, InputOptions};
use uld::records::limits::Limits;

use crate::records::harness::{SIZES, grid, grid_of, gzip, open, open_with, zstandard};

#[test]
fn a_record_may_have_a_mebibyte_and_not_one_byte_more() {
    let file = |size: usize| format!("a,b\n1,2\n{},\nx,y\n", "z".repeat(size - 1)).into_bytes();
    assert_eq!(grid("csv", &file(1 << 20)).unwrap().rows.len(), 3);
    let error = grid("csv", &file((1 << 20) + 1)).err().unwrap();
    assert!(matches!(error, RecordsError::RecordTooLong { line: 3, limit: 1_048_576, .. }), "{error}");
    let line = |size: usize| format!("{{}}\n{{\"a\":\"{}\"}}\n{{}}\n", "z".repeat(size - 8)).into_bytes();
    assert_eq!(grid("ndjson", &line(1 << 20)).unwrap().rows.len(), 3);
    let error = grid("ndjson", &line((1 << 20) + 1)).err().unwrap();
    assert!(matches!(error, RecordsError::RecordTooLong { line: 2, .. }), "{error}");
    let array = |size: usize| format!("[{{}},\n{{\"a\":\"{}\"}}]", "z".repeat(size - 8)).into_bytes();
    assert_eq!(grid("json", &array(1 << 20)).unwrap().rows.len(), 2);
    let error = grid("json", &array((1 << 20) + 1)).err().unwrap();
    assert!(matches!(error, RecordsError::RecordTooLong { line: 2, .. }), "{error}");
}

/// Bytes without end, of which only so many may be taken.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(self.0 < 8 << 20, "8 MiB were read of one record");
        buffer.fill(b'x');
        self.0 += buffer.len();
        Ok(buffer.len())
    }
}

#[test]
fn a_record_without_end_is_refused_early() {
    for (head, form) in
        [("a,b\n1,", "csv"), ("a,b\n1,\"", "csv"), ("", "csv"), ("{\"a\": \"", "ndjson"), ("[\"", "json")]
    {
        let stream = Box::new(io::Cursor::new(head.as_bytes().to_vec()).chain(Endless(0)));
        let options = InputOptions::default();
        let read = Input::from_stream("endless".to_owned(), stream, form.parse().unwrap(), &options)
            .and_then(|input| grid_of(input, SIZES[3]));
        match read.err() {
            Some(RecordsError::OpenQuote { line: 2, .. }) => assert!(head.ends_with('"')),
            Some(RecordsError::RecordTooLong { .. }) => {}
            other => panic!("{head:?}: {other:?}"),
        }
    }
}

#[test]
fn columns_are_counted() {
    let file = |columns: usize| {
        let headers: Vec<String> = (0..columns).map(|column| format!("c{column}")).collect();
        format!("{}\n{}\n", headers.join(","), vec!["1"; columns].join(","))
    };
    assert_eq!(grid("csv", file(16_384).as_bytes()).unwrap().rows[0].len(), 16_384);
    let error = open("csv", file(16_385).as_bytes()).err().unwrap();
    assert!(matches!(error, RecordsError::TooManyColumns { columns: 16_385, limit: 16_384, .. }), "{error}");
}

#[test]
fn a_bomb_is_stopped() {
    let bomb = gzip(&b"a,b\n".repeat(8 << 20));
    assert!(bomb.len() < 100_000);
    let error = open("csv.gz", &bomb).and_then(|input| grid_of(input, SIZES[3])).err();
    assert!(matches!(error, Some(RecordsError::Ratio { ratio: 200, .. })), "{error:?}");
    // Below ten mebibytes any ratio is fine.
    let small = gzip(&b"a,b\n".repeat(2 << 20));
    assert_eq!(grid_of(open("csv.gz", &small).unwrap(), SIZES[3]).unwrap().rows.len(), (2 << 20) - 1);
    let bomb = zstandard(&b"a,b\n".repeat(8 << 20), 3);
    assert!(bomb.len() < 100_000);
    let error = open("csv.zst", &bomb).and_then(|input| grid_of(input, SIZES[3])).err();
    assert!(matches!(error, Some(RecordsError::Ratio { ratio: 200, .. })), "{error:?}");
    let limits = Limits { total: 1000, ..Limits::default() };
    let options = InputOptions { limits, ..InputOptions::default() };
    let read = |count: usize| {
        open_with("csv.gz", &gzip(&b"a,b\n".repeat(count)), &options)
            .and_then(|input| grid_of(input, SIZES[3]))
    };
    assert_eq!(read(250).unwrap().rows.len(), 249);
    assert!(matches!(read(251), Err(RecordsError::Total { limit: 1000, .. })));
}
