//! The result as a Parquet file: the columns of CSV; row numbers and scores are whole numbers, all others text, and
//! what is blank is null.

use std::io::{self, Write};
use std::mem::take;
use std::sync::Arc;

use arrow_array::builder::{Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::typed::{TypedCell, cells};

/// Records in a row group: few enough that a group is held in memory, many enough that readers need few.
const GROUP: usize = 100_000;
/// A group of long texts is smaller, so that memory stays bounded.
const GROUP_BYTES: usize = 64 << 20;
/// Records that are handed over at a time, and the size of texts that ends them sooner.
const PART: usize = 8_192;
const PART_BYTES: usize = 16 << 20;

/// Writes the cells of rows, in order. Nothing depends on how rows came in batches.
pub(super) struct ParquetWriter {
    writer: ArrowWriter<Vec<u8>>,
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    /// The next column.
    column: usize,
    /// Rows and bytes of text that wait.
    rows: usize,
    bytes: usize,
}

enum Builder {
    Number(Int64Builder),
    Text(StringBuilder),
}

impl ParquetWriter {
    /// Begins a file with these columns: whether each has numbers, and its name.
    pub(super) fn begin<'n>(columns: impl Iterator<Item = (bool, &'n str)>) -> io::Result<Self> {
        let mut fields = Vec::new();
        let mut builders = Vec::new();
        for (is_number, name) in columns {
            let (data, builder) = if is_number {
                (DataType::Int64, Builder::Number(Int64Builder::new()))
            } else {
                (DataType::Utf8, Builder::Text(StringBuilder::new()))
            };
            fields.push(Field::new(name, data, true));
            builders.push(builder);
        }
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by("uld".to_owned())
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer =
            ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&schema), options).map_err(failed)?;
        Ok(ParquetWriter { writer, schema, columns: builders, column: 0, rows: 0, bytes: 0 })
    }

    /// Adds rows.
    pub(super) fn write(&mut self, rows: &[u8], out: &mut dyn Write) -> io::Result<()> {
        for cell in cells(rows) {
            match (self.columns.get_mut(self.column), cell) {
                (Some(Builder::Number(builder)), TypedCell::Number(number)) => builder.append_value(number),
                (Some(Builder::Text(builder)), TypedCell::Text(text)) => {
                    builder.append_value(text);
                    self.bytes += text.len();
                }
                // A column of numbers has no texts, nor the other way round.
                (Some(Builder::Number(builder)), TypedCell::Text(_) | TypedCell::Nothing) => {
                    builder.append_null()
                }
                (Some(Builder::Text(builder)), TypedCell::Number(_) | TypedCell::Nothing) => {
                    builder.append_null()
                }
                (None, _) => {}
            }
            self.column += 1;
            if self.column >= self.columns.len() {
                self.column = 0;
                self.rows += 1;
                if self.rows >= PART || self.bytes >= PART_BYTES {
                    self.hand_over(out)?;
                }
            }
        }
        Ok(())
    }

    /// Hands over the rows that wait, and writes what is ready.
    fn hand_over(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let arrays = self.columns.iter_mut().map(|builder| match builder {
            Builder::Number(builder) => Arc::new(builder.finish()) as ArrayRef,
            Builder::Text(builder) => Arc::new(builder.finish()) as ArrayRef,
        });
        let part = RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect())
            .map_err(|error| io::Error::other(error.to_string()))?;
        (self.rows, self.bytes) = (0, 0);
        self.writer.write(&part).map_err(failed)?;
        if self.writer.memory_size() >= GROUP_BYTES {
            self.writer.flush().map_err(failed)?;
        }
        out.write_all(&take(self.writer.inner_mut()))
    }

    /// Ends the file.
    pub(super) fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows > 0 {
            self.hand_over(out)?;
        }
        out.write_all(&self.writer.into_inner().map_err(failed)?)
    }
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}
