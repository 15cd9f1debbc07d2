//! The metadata at the end of a Parquet file.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "Arrow has many types, and those not named are alike to us"
)]

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{Compression, LogicalType};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::Length;

use super::bytes_at::BytesAt;
use super::thrift::{INTEGER, LIST, STRUCT, Walk};
use super::{damaged, guarded, too_much};
use crate::records::error::RecordsError;
use crate::records::limits::Limits;

/// What a file says of itself.
#[derive(Clone, Debug)]
pub(super) struct Footer {
    pub metadata: Arc<ParquetMetaData>,
    /// Its columns, with text that points into the pages.
    pub schema: SchemaRef,
    /// Which of them hold UUIDs.
    pub uuids: Vec<bool>,
}

/// Bytes that a footer may have: ten thousand groups of forty columns have as many.
const FOOTER: usize = 48 << 20;
/// Elements of a schema, of which a nested column has several.
const ELEMENTS: usize = 1 << 17;

impl Footer {
    /// Reads and checks it.
    pub fn read(name: &str, bytes: &BytesAt, limits: Limits) -> Result<Footer, RecordsError> {
        let end = || damaged(name, "its end");
        let tail = bytes.len().checked_sub(8).filter(|tail| *tail >= 4).ok_or_else(end)?;
        let tail_bytes = bytes.exactly(tail, 8).map_err(|_| end())?;
        let (length, magic) = tail_bytes.split_first_chunk::<4>().ok_or_else(end)?;
        match magic {
            b"PAR1" => {}
            b"PARE" => return Err(unreadable(name, "is encrypted; export it without encryption")),
            _ => return Err(end()),
        }
        let length = u32::from_le_bytes(*length) as usize;
        if length > FOOTER {
            return Err(too_much(
                name,
                "it has too many groups of rows or columns; export it in larger groups",
            ));
        }
        let start = tail.checked_sub(length as u64).filter(|start| *start >= 4).ok_or_else(end)?;
        let written = bytes.exactly(start, length).map_err(|_| end())?;
        check_schema(name, &written, limits)?;
        let metadata = guarded(|| ParquetMetaDataReader::decode_metadata(&written)).ok_or_else(end)?;
        let metadata = Arc::new(metadata);
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let known = guarded(|| ArrowReaderMetadata::try_new(Arc::clone(&metadata), options))
            .ok_or_else(|| damaged(name, "the list of its columns"))?;
        let fields: Vec<Field> = known
            .schema()
            .fields()
            .iter()
            .map(|field| Field::new(field.name(), viewed(field.data_type()), field.is_nullable()))
            .collect();
        let described = metadata.file_metadata().schema_descr();
        let mut uuids = vec![false; fields.len()];
        for leaf in 0..described.num_columns() {
            let is_uuid = matches!(described.column(leaf).logical_type_ref(), Some(LogicalType::Uuid));
            if let Some(place) = uuids.get_mut(described.get_column_root_idx(leaf)) {
                *place = is_uuid;
            }
        }
        Ok(Footer { metadata, schema: Arc::new(Schema::new(fields)), uuids })
    }
}

/// A type whose text and bytes point into the pages, so that a text that many records have is in memory once.
fn viewed(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8 => DataType::Utf8View,
        DataType::Binary => DataType::BinaryView,
        DataType::List(item) => {
            let item = Field::new(item.name(), viewed(item.data_type()), item.is_nullable())
                .with_metadata(item.metadata().clone());
            DataType::List(Arc::new(item))
        }
        other => other.clone(),
    }
}

/// The error for a file that is whole and can't be read.
pub(super) fn unreadable(name: &str, what: &str) -> RecordsError {
    RecordsError::ParquetUnreadable { path: name.to_owned(), what: what.to_owned() }
}

/// Why a column with this compression can't be read.
pub(super) fn unknown_packing(packing: Compression) -> Option<&'static str> {
    match packing {
        Compression::LZO => {
            Some("is packed with LZO, which is no longer used; export it with Zstandard or Snappy")
        }
        _ => None,
    }
}

/// Looks at the schema before the crate does, which believes the number of children and goes down without end.
fn check_schema(name: &str, written: &[u8], limits: Limits) -> Result<(), RecordsError> {
    let mut children: Vec<u64> = Vec::new();
    let mut is_encrypted = false;
    let walked = Walk::new(written).fields(&mut |walk, number, kind| {
        match (number, kind) {
            (2, LIST) => {
                let (length, kind) = walk.list()?;
                if kind != STRUCT {
                    return None;
                }
                for _ in 0..length {
                    let mut count = 0;
                    walk.fields(&mut |walk, number, kind| match (number, kind) {
                        (5, INTEGER) => {
                            count = u64::try_from(walk.integer()?).ok()?;
                            Some(true)
                        }
                        _ => Some(false),
                    })?;
                    children.push(count);
                    if children.len() > ELEMENTS {
                        return Some(true);
                    }
                }
            }
            (8, STRUCT) => {
                is_encrypted = true;
                return Some(false);
            }
            _ => return Some(false),
        }
        Some(true)
    });
    let columns = children.first().copied().unwrap_or(0);
    if columns > limits.columns as u64 || children.len() > ELEMENTS {
        return Err(too_much(
            name,
            format!("more than {} columns; export only those that the definition reads", limits.columns),
        ));
    }
    if is_encrypted {
        return Err(unreadable(name, "is encrypted; export it without encryption"));
    }
    let fault = || damaged(name, "the list of its columns");
    walked.ok_or_else(fault)?;
    // The elements stand in the order of a walk through the tree; each open one waits for so many children.
    let mut open: Vec<u64> = Vec::new();
    for (place, count) in children.iter().enumerate() {
        if place > 0 {
            *open.last_mut().ok_or_else(fault)? -= 1;
        }
        if *count > children.len() as u64 {
            return Err(fault());
        }
        if *count > 0 {
            open.push(*count);
        }
        if open.len() > limits.depth as usize {
            return Err(too_much(name, format!("its columns nest more than {} deep", limits.depth)));
        }
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    if open.is_empty() && !children.is_empty() { Ok(()) } else { Err(fault()) }
}
