//! What each type means, in every encoding.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::*;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterVersion;
use uld::records::limits::Limits;

use super::columnar::{cells, column, file, open, plain};

/// The cells of a file with one column `x`.
fn texts(array: ArrayRef) -> Vec<String> {
    let bytes = file(&[("x", array)], plain());
    let (rows, _) = cells(&bytes, &[column("x", Some("|"))], 3, Limits::default()).unwrap();
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

#[test]
fn numbers_are_digits() {
    assert_eq!(texts(Arc::new(Int8Array::from(vec![Some(-128), None, Some(7)]))), ["-128", "", "7"]);
    assert_eq!(texts(Arc::new(Int16Array::from(vec![-300]))), ["-300"]);
    assert_eq!(texts(Arc::new(Int32Array::from(vec![i32::MIN]))), ["-2147483648"]);
    assert_eq!(texts(Arc::new(Int64Array::from(vec![i64::MIN, i64::MAX])))[1], "9223372036854775807");
    assert_eq!(texts(Arc::new(UInt8Array::from(vec![255]))), ["255"]);
    assert_eq!(texts(Arc::new(UInt16Array::from(vec![65_535]))), ["65535"]);
    assert_eq!(texts(Arc::new(UInt32Array::from(vec![u32::MAX]))), ["4294967295"]);
    assert_eq!(texts(Arc::new(UInt64Array::from(vec![u64::MAX]))), ["18446744073709551615"]);
    let floats = vec![0.1, 1e21, 5e7, -0.5, 1e-7, f64::NAN, f64::INFINITY];
    let written = ["0.1", "1000000000000000000000", "50000000", "-0.5", "0.0000001", "NaN", "inf"];
    assert_eq!(texts(Arc::new(Float64Array::from(floats))), written);
    assert_eq!(texts(Arc::new(Float32Array::from(vec![0.1]))), ["0.1"]);
    for (precision, scale) in [(9, 2), (18, 2), (38, 2)] {
        let array = Decimal128Array::from(vec![Some(1250), Some(-5), None]);
        let array = array.with_precision_and_scale(precision, scale).unwrap();
        assert_eq!(texts(Arc::new(array)), ["12.50", "-0.05", ""]);
    }
}

#[test]
fn dates_and_times_are_iso() {
    assert_eq!(
        texts(Arc::new(Date32Array::from(vec![Some(20_484), None, Some(-1)]))),
        ["2026-01-31", "", "1969-12-31"]
    );
    assert_eq!(texts(Arc::new(Date32Array::from(vec![i32::MAX]))), ["2147483647 days"]);
    assert_eq!(texts(Arc::new(Date32Array::from(vec![-719_163, -719_162])))[1], "0001-01-01");
    let moment = 1_769_862_896_i64;
    let local = TimestampMillisecondArray::from(vec![moment * 1000]);
    assert_eq!(texts(Arc::new(local)), ["2026-01-31T12:34:56"]);
    let local = TimestampMillisecondArray::from(vec![moment * 1000 + 250]);
    assert_eq!(texts(Arc::new(local)), ["2026-01-31T12:34:56.25"]);
    let zoned = TimestampMicrosecondArray::from(vec![moment * 1_000_000]).with_timezone("+02:00");
    assert_eq!(texts(Arc::new(zoned)), ["2026-01-31T12:34:56Z"]);
    let zoned = TimestampNanosecondArray::from(vec![moment * 1_000_000_000 + 1]).with_timezone_utc();
    assert_eq!(texts(Arc::new(zoned)), ["2026-01-31T12:34:56.000000001Z"]);
    assert_eq!(texts(Arc::new(Time32MillisecondArray::from(vec![45_296_000]))), ["12:34:56"]);
    assert_eq!(texts(Arc::new(Time64MicrosecondArray::from(vec![45_296_500_000]))), ["12:34:56.5"]);
}

#[test]
fn text_is_as_it_is_and_bytes_are_text_if_they_can_be() {
    let array = StringArray::from(vec![
        Some("Zoë "),
        None,
        Some(""),
        Some("a\0b"),
        Some("a longer text than a view has"),
    ]);
    let expected = ["Zoë ", "", "", "no text", "a longer text than a view has"];
    assert_eq!(texts(Arc::new(array.clone())), expected);
    assert_eq!(texts(Arc::new(LargeStringArray::from(array.iter().collect::<Vec<_>>()))), expected);
    let bytes = BinaryArray::from(vec![Some(b"plain".as_slice()), None, Some(b"\xff\xfe")]);
    assert_eq!(texts(Arc::new(bytes)), ["plain", "", "no text"]);
    assert_eq!(
        texts(Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
        ["true", "", "false"]
    );
    assert_eq!(texts(Arc::new(NullArray::new(2))), ["", ""]);
    let chosen: DictionaryArray<Int32Type> = [Some("US"), None, Some("DE"), Some("US")].into_iter().collect();
    assert_eq!(texts(Arc::new(chosen)), ["US", "", "DE", "US"]);
}

#[test]
fn lists_are_items_and_what_is_deeper_is_no_cell() {
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("a"), None, Some("b")]);
    lists.append_null();
    lists.append_value([None::<&str>; 0]);
    lists.append_value([Some("c")]);
    assert_eq!(texts(Arc::new(lists.finish())), ["a|b", "", "", "c"]);
    let numbers = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), Some(-2)]), None]);
    assert_eq!(texts(Arc::new(numbers)), ["1|-2", ""]);
    let city: ArrayRef = Arc::new(StringArray::from(vec!["Kiel", "Rom"]));
    let address = StructArray::try_from(vec![("city", city)]).unwrap();
    assert_eq!(texts(Arc::new(address)), ["no scalar", "no scalar"]);
}

/// Rows enough for several groups and batches, with blanks.
fn many(count: usize) -> Vec<(&'static str, ArrayRef)> {
    let ids = StringArray::from_iter_values((0..count).map(|row| format!("contact-{row:07}")));
    let stages = ["new", "open", "won, at last", "=lost"];
    let stage: StringArray = (0..count).map(|row| (row % 7 != 0).then(|| stages[row * row % 4])).collect();
    let seats: Int64Array =
        (0..count).map(|row| (row % 5 != 0).then_some(row as i64 * 37 % 1000 - 3)).collect();
    let planned: Date32Array =
        (0..count).map(|row| (row % 3 != 0).then_some(20_000 + row as i32 % 900)).collect();
    let opted: BooleanArray = (0..count).map(|row| (row % 4 != 0).then_some(row % 8 == 1)).collect();
    vec![
        ("id", Arc::new(ids)),
        ("crm stage", Arc::new(stage)),
        ("unread", Arc::new(Int64Array::from(vec![1; count]))),
        ("seats", Arc::new(seats)),
        ("planned", Arc::new(planned)),
        ("opted_in", Arc::new(opted)),
    ]
}

#[test]
fn every_way_of_writing_reads_the_same() {
    let columns: Vec<_> =
        ["id", "crm stage", "seats", "planned", "opted_in"].map(|name| column(name, None)).to_vec();
    let data = many(1000);
    let (expected, values) = cells(&file(&data, plain()), &columns, 64, Limits::default()).unwrap();
    assert_eq!(expected.len(), 1000);
    assert_eq!(expected[8], ["contact-0000008", "new", "293", "2024-10-12", ""][..].to_vec());
    assert_eq!(values, 5000, "every column is values as well, the id by its dictionary");
    let zstd = Compression::ZSTD(ZstdLevel::try_new(3).unwrap());
    let ways = [
        plain().set_max_row_group_row_count(Some(130)),
        plain().set_dictionary_enabled(false),
        plain().set_compression(zstd).set_data_page_row_count_limit(10).set_write_batch_size(10),
        plain().set_compression(Compression::SNAPPY).set_writer_version(WriterVersion::PARQUET_2_0),
        plain().set_compression(Compression::LZ4_RAW),
        plain().set_compression(Compression::LZ4),
        plain().set_compression(Compression::GZIP(Default::default())),
        plain().set_compression(Compression::BROTLI(Default::default())),
        plain().set_dictionary_enabled(false).set_column_encoding("id".into(), Encoding::DELTA_BYTE_ARRAY),
        plain()
            .set_dictionary_enabled(false)
            .set_column_encoding("id".into(), Encoding::DELTA_LENGTH_BYTE_ARRAY),
        plain()
            .set_dictionary_enabled(false)
            .set_column_encoding("seats".into(), Encoding::DELTA_BINARY_PACKED),
        plain().set_dictionary_page_size_limit(64).set_data_page_row_count_limit(10).set_write_batch_size(10),
    ];
    for (number, way) in ways.into_iter().enumerate() {
        for records in [1, 64, 100_000] {
            let (read, _) = cells(&file(&data, way.clone()), &columns, records, Limits::default()).unwrap();
            assert!(read == expected, "way {number}, {records} a batch");
        }
    }
}

#[test]
fn a_file_without_rows_or_columns_has_no_records() {
    let none = file(&many(0), plain());
    assert_eq!(open(&none, Limits::default()).unwrap().headers().len(), 6);
    assert_eq!(cells(&none, &[column("id", None)], 10, Limits::default()).unwrap().0.len(), 0);
    let schema = Arc::new(arrow_schema::Schema::empty());
    let mut bytes = Vec::new();
    parquet::arrow::ArrowWriter::try_new(&mut bytes, schema, None).unwrap().close().unwrap();
    let read = open(&bytes, Limits::default()).map(|input| input.headers().len());
    assert!(read.is_ok_and(|headers| headers == 0));
}

const DEFINITION: &str = r#"
definition "Test" version 1
  identified by id
field id: text
field crm_stage: text
field seats: whole number
field planned: date
field opted_in: yes/no
criterion big when seats is at least 500
criterion soon when planned is on or after 2026-01-01
lifecycle contact, lead, customer
lead when opted_in and big
customer when all of:
  - soon
  - crm_stage contains "won"
"#;

/// A cell of CSV.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[test]
fn the_result_is_that_of_a_csv_file_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("test.uld"), DEFINITION).unwrap();
    let data = many(20_000);
    let names: Vec<&str> = data.iter().map(|(name, _)| *name).collect();
    let columns: Vec<_> = names.iter().map(|name| column(name, None)).collect();
    let (rows, _) = cells(&file(&data, plain()), &columns, 4096, Limits::default()).unwrap();
    let mut csv = names.join(",") + "\n";
    for row in &rows {
        let line: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        csv += &(line.join(",") + "\n");
    }
    fs::write(at("contacts.csv"), csv).unwrap();
    fs::write(at("one.parquet"), file(&data, plain())).unwrap();
    fs::write(at("many.parquet"), file(&data, plain().set_max_row_group_row_count(Some(777)))).unwrap();
    let run = |records: &str, threads: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uld"));
        command.current_dir(folder.path()).args(["eval", "test.uld", records, "--as-of", "2026-06-01"]);
        let output = command.args(["--threads", threads]).args(more).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    for more in [&[][..], &["--keep-all"], &["--output-format", "ndjson", "--keep-all", "--show", "all"]] {
        let expected = run("contacts.csv", "1", more);
        assert!(expected.iter().filter(|byte| **byte == b'\n').count() >= 20_000);
        for records in ["one.parquet", "many.parquet"] {
            for threads in ["1", "2", "8"] {
                assert!(run(records, threads, more) == expected, "{records} {threads} {more:?}");
            }
        }
    }
}
