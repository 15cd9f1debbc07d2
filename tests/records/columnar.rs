//! Parquet files made for a test, and what is read of them.

use std::io::Cursor;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use uld::evaluate::cells::{Cells, ColumnRole, InputColumn, RawCell, TypedValues};
use uld::model::ids::FieldId;
use uld::records::cut::{Chunk, ChunkSize};
use uld::records::error::RecordsError;
use uld::records::headers::match_columns;
use uld::records::input::{Input, InputOptions};
use uld::records::limits::Limits;
use uld::records::rows::Rows;

/// A file with these columns.
pub fn file(columns: &[(&str, ArrayRef)], properties: WriterPropertiesBuilder) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.iter().map(|(name, array)| (*name, Arc::clone(array), true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

pub fn plain() -> WriterPropertiesBuilder {
    WriterProperties::builder()
}

/// A column that a definition reads under this header; `separator` for a `some of` field.
pub fn column(header: &str, separator: Option<&str>) -> InputColumn {
    InputColumn {
        field: FieldId::at(0),
        role: ColumnRole::Value,
        headers: vec![header.to_owned()],
        declared: true,
        separator: separator.map(str::to_owned),
    }
}

pub fn open(bytes: &[u8], limits: Limits) -> Result<Input, RecordsError> {
    let options = InputOptions { limits, ..InputOptions::default() };
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    Input::from_stream("contacts.parquet".to_owned(), stream, "parquet".parse().unwrap(), &options)
}

fn shown(cell: RawCell<'_>) -> String {
    match cell {
        RawCell::Absent => "absent".to_owned(),
        RawCell::Text(text) => text.to_owned(),
        RawCell::NotText => "no text".to_owned(),
        RawCell::NotScalar => "no scalar".to_owned(),
    }
}

/// A day number as a date, by counting.
fn date(day: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(day)).unwrap().to_string()
}

/// What a typed cell is as text; none if its column is not typed.
fn typed(rows: &Rows, row: usize, column: usize) -> Option<String> {
    let typed = rows.typed(column)?;
    if typed.present[row / 64] >> (row % 64) & 1 == 0 {
        return Some(String::new());
    }
    Some(match typed.values {
        TypedValues::Integers(values) => values[row].to_string(),
        TypedValues::Days(values) => date(values[row]),
        TypedValues::YesNo(values) => values[row].to_string(),
        TypedValues::Texts { codes, dictionary } => {
            dictionary.text(usize::try_from(codes[row]).unwrap()).to_owned()
        }
    })
}

/// All cells of these columns as text, row by row, in batches of `records`; cells that are values as well are compared
/// with their text. The second result counts those.
pub fn cells(
    bytes: &[u8],
    columns: &[InputColumn],
    records: usize,
    limits: Limits,
) -> Result<(Vec<Vec<String>>, usize), RecordsError> {
    let mut input = open(bytes, limits)?;
    let matches = match_columns(input.name(), input.headers(), columns, input.is_keyed())?;
    let layout = Arc::new(input.layout(columns, &[], &matches, false));
    input.keep(&layout);
    let mut rows = Rows::new(layout);
    let mut chunk = Chunk::default();
    let (mut all, mut values) = (Vec::new(), 0);
    loop {
        input.next(&mut chunk, ChunkSize { records, bytes: 1 << 20 })?;
        if chunk.records.is_empty() {
            return Ok((all, values));
        }
        rows.read(&mut chunk);
        for row in 0..rows.count() {
            assert_eq!(rows.number(row), all.len() as u64 + 1);
            let mut cells = Vec::new();
            for column in 0..columns.len() {
                let cell = shown(rows.cell(row, column));
                if let Some(typed) = typed(&rows, row, column) {
                    assert_eq!(typed, cell, "row {row}, column {column}");
                    values += 1;
                }
                cells.push(cell);
            }
            all.push(cells);
        }
        rows.give_back(&mut chunk);
    }
}
