//! The pages of a column in a row group, walked by their headers before anything is decoded.

use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::Length;

use super::bytes_at::BytesAt;
use super::thrift::{INTEGER, STRUCT, Walk};

/// What the pages of a column hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    /// Values and nulls in all data pages.
    pub values: u64,
    /// Bytes of all pages, once unpacked.
    pub unpacked: u64,
    /// How many values the dictionary has, if every data page points into it.
    pub dictionary: Option<u64>,
    /// Bytes of the dictionary.
    pub dictionary_bytes: u64,
    /// Bytes of the largest data page.
    pub largest: u64,
    /// Values and bytes of each data page.
    sizes: Vec<(u64, u64)>,
}

/// Why the pages are not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageFault {
    /// They are not what the metadata says.
    Damaged,
    /// One is over [`PAGE`], or there are more than [`PAGES`].
    Large,
}

/// Bytes that a page may have, once unpacked. Writers end a page at about 1 MiB.
pub(super) const PAGE: u64 = 64 << 20;
/// Pages that a column may have in a group of rows.
const PAGES: usize = 1 << 20;
/// A header with statistics has some hundred bytes.
const HEADERS: [usize; 3] = [256, 8 << 10, 2 << 20];

#[derive(Default)]
struct Header {
    kind: i64,
    unpacked: i64,
    packed: i64,
    values: i64,
    encoding: i64,
}

impl Header {
    /// The header at the start of `bytes`, and its length.
    fn read(bytes: &[u8]) -> Option<(Header, usize)> {
        let mut header = Header { kind: -1, unpacked: -1, packed: -1, values: -1, encoding: -1 };
        let mut walk = Walk::new(bytes);
        walk.fields(&mut |walk, number, kind| {
            match (number, kind) {
                (1, INTEGER) => header.kind = walk.integer()?,
                (2, INTEGER) => header.unpacked = walk.integer()?,
                (3, INTEGER) => header.packed = walk.integer()?,
                // Of a data page, a dictionary, and a data page in its second form.
                (5 | 7 | 8, STRUCT) => {
                    let encoding = if number == 8 { 4 } else { 2 };
                    walk.fields(&mut |walk, field, kind| {
                        match (field, kind) {
                            (1, INTEGER) => header.values = walk.integer()?,
                            (place, INTEGER) if place == encoding => header.encoding = walk.integer()?,
                            _ => return Some(false),
                        }
                        Some(true)
                    })?;
                }
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some((header, bytes.len() - walk.left()))
    }
}

impl Pages {
    /// Walks the pages of a column.
    pub fn walk(bytes: &BytesAt, column: &ColumnChunkMetaData) -> Result<Pages, PageFault> {
        let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        let (Ok(mut at), Ok(length)) = (u64::try_from(start), u64::try_from(column.compressed_size())) else {
            return Err(PageFault::Damaged);
        };
        let end = at.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(PageFault::Damaged)?;
        let mut pages = Pages::default();
        let mut all_point = true;
        while at < end {
            let (header, length) = header_at(bytes, at, end).ok_or(PageFault::Damaged)?;
            let size = |claimed: i64| u64::try_from(claimed).map_err(|_| PageFault::Damaged);
            let (packed, unpacked) = (size(header.packed)?, size(header.unpacked)?);
            at += length as u64;
            if packed > end - at {
                return Err(PageFault::Damaged);
            }
            at += packed;
            if unpacked > PAGE || pages.sizes.len() >= PAGES {
                return Err(PageFault::Large);
            }
            pages.unpacked += unpacked;
            match header.kind {
                // A dictionary, whose values take a byte at least.
                2 => {
                    let values = size(header.values)?;
                    if values > unpacked || pages.dictionary.is_some() {
                        return Err(PageFault::Damaged);
                    }
                    pages.dictionary = Some(values);
                    pages.dictionary_bytes = unpacked;
                }
                // A data page, in either form; 2 and 8 point into the dictionary.
                0 | 3 => {
                    all_point &= matches!(header.encoding, 2 | 8);
                    let values = size(header.values)?;
                    pages.values += values;
                    pages.largest = pages.largest.max(unpacked);
                    pages.sizes.push((values, unpacked));
                }
                _ => {}
            }
        }
        if !all_point {
            pages.dictionary = None;
        }
        Ok(pages)
    }

    /// The most bytes of data pages in which `values` that follow each other lie.
    pub fn window(&self, values: u64) -> u64 {
        let (mut most, mut bytes, mut inside) = (0, 0, 0);
        let mut first = self.sizes.iter();
        for (count, size) in &self.sizes {
            bytes += size;
            inside += count;
            // The first page is left when the pages behind it and one value of it are enough.
            while let Some((count, size)) =
                first.as_slice().first().filter(|(count, _)| inside - count >= values)
            {
                inside -= count;
                bytes -= size;
                first.next();
            }
            most = most.max(bytes);
        }
        most
    }
}

fn header_at(bytes: &BytesAt, at: u64, end: u64) -> Option<(Header, usize)> {
    HEADERS.iter().find_map(|length| {
        let length = usize::try_from((end - at).min(*length as u64)).ok()?;
        let mut buffer = [0; 256];
        if length <= buffer.len() {
            let buffer = buffer.get_mut(..length)?;
            (bytes.read(at, buffer).ok()? == length).then(|| Header::read(buffer)).flatten()
        } else {
            Header::read(&bytes.exactly(at, length).ok()?)
        }
    })
}
