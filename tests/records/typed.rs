//! Excel and Parquet files, read back by other libraries, against the CSV of the same run.
#![expect(clippy::wildcard_enum_match_arm, reason = "types that are not named fail the test")]

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::process::Command;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatchReader};
use arrow_schema::DataType;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use uld::records::cut::ChunkSize;
use uld::records::error::RecordsError;
use uld::records::output::OutputOptions;

use crate::records::harness::{SIZES, grid_of, open, output, program, run_bytes, showing};

/// A file's header and cells, blank ones empty; and which columns have numbers.
#[derive(Debug, PartialEq, Eq)]
struct Cells {
    rows: Vec<Vec<String>>,
    numbers: BTreeSet<String>,
}

fn parquet_of(bytes: &[u8]) -> (Cells, Vec<i64>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let groups = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    let reader = reader.build().unwrap();
    let schema = reader.schema();
    let mut rows = vec![schema.fields().iter().map(|field| field.name().clone()).collect()];
    let is_number = |field: &arrow_schema::Field| match field.data_type() {
        DataType::Int64 => true,
        DataType::Utf8 => false,
        other => panic!("{other}"),
    };
    let fields = schema.fields().iter().filter(|field| is_number(field));
    let numbers = fields.map(|field| field.name().clone()).collect();
    for batch in reader {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            let cell = |column: &std::sync::Arc<dyn Array>| match column.data_type() {
                _ if column.is_null(row) => String::new(),
                DataType::Int64 => column.as_primitive::<Int64Type>().value(row).to_string(),
                _ => {
                    let text = column.as_string::<i32>().value(row);
                    assert_ne!(text, "", "a blank is null");
                    text.to_owned()
                }
            };
            rows.push(batch.columns().iter().map(cell).collect());
        }
    }
    (Cells { rows, numbers }, groups)
}

fn excel_of(bytes: &[u8]) -> Cells {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    assert_eq!(book.sheet_names(), ["Sheet1"]);
    let formulas = book.worksheet_formula("Sheet1").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    let range = book.worksheet_range("Sheet1").unwrap();
    let width = range.width();
    let mut numbers = BTreeSet::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in range.rows() {
        let cells = (0..width).map(|column| match &row[column] {
            Data::Empty => String::new(),
            Data::String(text) => text.clone(),
            Data::Float(number) => {
                numbers.insert(rows[0][column].clone());
                assert_eq!(number.fract(), 0.0);
                (*number as i64).to_string()
            }
            other => panic!("{other:?}"),
        });
        let cells = cells.collect();
        rows.push(cells);
    }
    Cells { rows, numbers }
}

/// The cells of a CSV text.
fn csv_of(text: &[u8]) -> Vec<Vec<String>> {
    let grid = grid_of(open("csv", text).unwrap(), ChunkSize::default()).unwrap();
    let rows = grid.rows.iter().map(|row| row.iter().map(|cell| cell.clone().unwrap_or_default()).collect());
    std::iter::once(grid.headers.clone()).chain(rows).collect()
}

fn bytes_of(records: &[u8], options: &OutputOptions, batch: ChunkSize, threads: usize) -> Vec<u8> {
    run_bytes(&program(), "csv", records, options, threads, batch).unwrap().0
}

/// Texts that a form may stumble over.
fn hostile() -> Vec<u8> {
    let long = "x".repeat(32_767);
    let wide = "\u{1f600}".repeat(16_383);
    let texts = [
        "=1+1",
        "+49 30 1",
        "-5",
        "@SUM(A1)",
        "'=1",
        "\"",
        "\"\"",
        "a\"b",
        ",",
        "a\nb",
        "a\r\nb",
        " x ",
        "\t=1",
        "\u{1}\u{8}\u{b}\u{1f}",
        "_x0041_",
        "_x005F_x0041_",
        "\u{fffe}\u{ffff}",
        "\u{7f}\u{85}",
        "é\u{301}",
        "𝒳",
        "<&>",
        "]]>",
        "00123",
        "1e5",
        "TRUE",
        "2026-01-01",
        "#REF!",
        "=cmd|' /C calc'!A0",
        "\u{feff}x",
        "N/A",
        &long,
        &wide,
        "null",
    ];
    let mut csv = "Record ID,Opted In,Evaluation Date,crm_stage,\u{3d}note\n".to_owned();
    for (index, text) in texts.iter().enumerate() {
        let quoted = format!("\"{}\"", text.replace('"', "\"\""));
        let opted = ["yes", "no", ""][index % 3];
        let date = ["2026-01-01", "03/04/2026", "1/x", ""][index % 4];
        let stage = if text.len() < 100 { &quoted } else { "lead" };
        csv.push_str(&format!("{index:04},{opted},{date},{stage},{quoted}\n"));
    }
    csv.push_str("short,yes\n");
    csv.into_bytes()
}

#[test]
fn both_forms_hold_what_csv_holds() {
    let records = hostile();
    let options =
        |form: &str| OutputOptions { keep_all: true, no_escape_formulas: true, ..showing(form, "all") };
    let csv = csv_of(&bytes_of(&records, &options("csv"), SIZES[3], 1));
    assert_eq!(csv[0][4], "=note");
    let (parquet, _) = parquet_of(&bytes_of(&records, &options("parquet"), SIZES[3], 1));
    assert_eq!(parquet.rows, csv);
    assert_eq!(parquet.numbers, BTreeSet::new());
    let excel = excel_of(&bytes_of(&records, &options("xlsx"), SIZES[3], 1));
    assert_eq!(excel.rows.len(), csv.len());
    for (row, (excel, csv)) in excel.rows.iter().zip(&csv).enumerate() {
        assert_eq!(excel, csv, "row {row}");
    }
    assert_eq!(excel.numbers, BTreeSet::new());
}

#[test]
fn the_same_bytes_come_of_any_batches_and_threads() {
    let records = hostile();
    for form in ["parquet", "xlsx"] {
        let options = OutputOptions { keep_all: true, ..output(form) };
        let first = bytes_of(&records, &options, SIZES[3], 1);
        for (size, threads) in [(SIZES[0], 1), (SIZES[1], 3), (SIZES[2], 2)] {
            assert!(bytes_of(&records, &options, size, threads) == first, "{form} {size:?}");
        }
    }
}

#[test]
fn without_records_there_is_a_header() {
    for form in ["parquet", "xlsx"] {
        let bytes = bytes_of(b"Record ID,Opted In\n", &output(form), SIZES[3], 1);
        let rows = if form == "xlsx" { excel_of(&bytes).rows } else { parquet_of(&bytes).0.rows };
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][..2], ["Record ID", "stage"]);
    }
}

#[test]
fn row_groups_are_of_bounded_size() {
    let mut records = "Record ID\n".to_owned();
    for number in 0..250_001 {
        records.push_str(&format!("{number}\n"));
    }
    let (cells, groups) = parquet_of(&bytes_of(records.as_bytes(), &output("parquet"), SIZES[3], 2));
    assert_eq!(groups, [100_000, 100_000, 50_001]);
    assert_eq!(cells.rows.len(), 250_002);
    assert_eq!(cells.rows[250_001][0], "250000");
}

#[test]
fn what_a_sheet_cannot_hold_is_refused() {
    let options = OutputOptions { keep_all: true, ..output("xlsx") };
    let records = format!("Record ID,note\n1,x\n2,{}\n", "x".repeat(32_768));
    let error = run_bytes(&program(), "csv", records.as_bytes(), &options, 1, SIZES[3]).err().unwrap();
    assert_eq!(
        error.to_string(),
        "<stdout>: row 3, column \"note\": an Excel cell holds 32,767 characters, and this text is longer; write the \
         result as CSV or Parquet: -o verdicts.csv"
    );
    let columns: Vec<String> = (0..16_380).map(|column| format!("c{column}")).collect();
    let records = format!("Record ID,{}\n", columns.join(","));
    let error = run_bytes(&program(), "csv", records.as_bytes(), &options, 1, SIZES[3]).err().unwrap();
    assert!(matches!(error, RecordsError::SheetTooLarge { .. }), "{error}");
}

#[test]
fn scores_and_row_numbers_are_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let eval = |name: &str| {
        let file = folder.path().join(name);
        let done = Command::new(env!("CARGO_BIN_EXE_uld"))
            .args(["eval", "examples/universal/universal.uld", "examples/universal/hubspot/contacts.csv"])
            .args(["--as-of", "2026-11-22", "--show", "all", "--no-escape-formulas", "-o"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::read(file).unwrap()
    };
    let csv = csv_of(&eval("verdicts.csv"));
    let (parquet, _) = parquet_of(&eval("verdicts.parquet"));
    let excel = excel_of(&eval("verdicts.xlsx"));
    assert_eq!(parquet.rows, csv);
    assert_eq!(excel, parquet);
    assert!(!parquet.numbers.is_empty());
    for name in &parquet.numbers {
        assert!(csv[0].contains(&format!("{name}_band")) || name.ends_with("_high"), "{name}");
    }
}
