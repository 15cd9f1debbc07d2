//! Cuts a stream into chunks of whole records.
//!
//! This is all that one thread has to do by itself, so it does no more than find where records end. In
//!
//! ```text
//! id,note⏎1,"two⏎lines"⏎2,x⏎
//! ```
//!
//! the chunk after the header is `1,"two⏎lines"⏎2,x⏎` with the records at 0..13 and 14..17 and the first line 2.

pub mod delimited;
pub mod json_array;
pub mod lines;

use std::io::Read;
use std::ops::Range;

use memchr::memchr_iter;

use super::error::RecordsError;
use super::limits::Limits;
use super::open::{Stream, read_error};
use super::parquet::columns::Columns;

/// Whole records, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// The bytes; what stands between two records is in neither.
    pub bytes: Vec<u8>,
    /// Where each record is.
    pub records: Vec<Range<u32>>,
    /// The number of the first record in the file, from 0.
    pub first_record: u64,
    /// The line at which `bytes` begins, from 1.
    pub first_line: u64,
    /// Records that are columns: they have no bytes, and all their ranges are empty.
    pub columns: Option<Columns>,
    /// The line of each record, where it can't be counted in `bytes`: the row of a sheet.
    pub lines: Vec<u64>,
}

impl Chunk {
    /// Takes records that are columns.
    pub fn set_columns(&mut self, columns: Columns) {
        self.bytes.clear();
        self.records.clear();
        self.records.resize(columns.rows(), 0..0);
        self.first_record = columns.first_record;
        self.first_line = 1;
        self.columns = Some(columns);
    }

    /// The bytes of a record.
    pub fn record(&self, index: usize) -> &[u8] {
        self.records
            .get(index)
            .and_then(|range| self.bytes.get(range.start as usize..range.end as usize))
            .unwrap_or_default()
    }

    /// The line at which a record begins.
    pub fn line(&self, index: usize) -> u64 {
        if let Some(line) = self.lines.get(index) {
            return *line;
        }
        let before = self.records.get(index).and_then(|range| self.bytes.get(..range.start as usize));
        self.first_line + line_breaks(before.unwrap_or_default())
    }
}

/// How many lines end in `bytes`: at CRLF, LF, or CR alone.
pub fn line_breaks(bytes: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', bytes).count();
    let lone = memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone) as u64
}

/// How much goes into a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkSize {
    /// At most so many records.
    pub records: usize,
    /// About so many bytes.
    pub bytes: usize,
}

impl Default for ChunkSize {
    fn default() -> Self {
        ChunkSize { records: 4096, bytes: 1 << 18 }
    }
}

/// Finds records in bytes.
pub trait FindRecords: Send {
    /// Looks on from where it stopped and adds the records that end in `window`; `window.last` says that nothing
    /// follows.
    ///
    /// # Errors
    /// When the bytes can't be records.
    fn find(&mut self, window: &Window<'_>, found: &mut Found) -> Result<(), Fault>;

    /// Called when bytes up to `consumed` were taken away.
    fn forget(&mut self, consumed: usize);

    /// Whether it counts lines in [`Found::lines`].
    fn counts_lines(&self) -> bool {
        false
    }
}

/// What a finder looks at.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// All bytes since the last cut.
    pub bytes: &'a [u8],
    /// Whether the file ends with them.
    pub last: bool,
    /// Find no more records than this.
    pub at_most: usize,
}

/// What a finder found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The records.
    pub records: &'a mut Vec<Range<u32>>,
    /// All bytes before this belong to records found, or to none.
    pub consumed: usize,
    /// How many lines end before `consumed`, if the finder counts them.
    pub lines: u64,
}

/// Why bytes can't be records, with an offset into the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote opens and never closes.
    OpenQuote(usize),
    /// JSON is broken.
    Json(usize, &'static str),
}

/// A stream, cut into chunks.
pub struct Cut {
    name: String,
    stream: Stream,
    finder: Box<dyn FindRecords>,
    limits: Limits,
    /// Bytes that were read and belong to no chunk yet.
    rest: Vec<u8>,
    ended: bool,
    records: u64,
    line: u64,
}

/// How much is read at a time.
const STEP: usize = 1 << 18;

impl Cut {
    /// Cuts `stream`, which messages call `name`.
    pub fn new(name: String, stream: Stream, finder: Box<dyn FindRecords>, limits: Limits) -> Self {
        Cut { name, stream, finder, limits, rest: Vec::new(), ended: false, records: 0, line: 1 }
    }

    /// Reads until `count` bytes are at hand or the file ends, and shows them.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn peek(&mut self, count: usize) -> Result<&[u8], RecordsError> {
        while self.rest.len() < count && !self.ended {
            read_more(&self.name, self.limits, &mut self.stream, &mut self.rest, &mut self.ended)?;
        }
        Ok(&self.rest)
    }

    /// Takes away bytes that are no records; they must be at hand.
    pub fn skip(&mut self, count: usize) {
        let count = count.min(self.rest.len());
        self.line += line_breaks(self.rest.get(..count).unwrap_or_default());
        self.rest.drain(..count);
    }

    /// Puts another finder in, for what follows the header.
    pub fn set_finder(&mut self, finder: Box<dyn FindRecords>) {
        self.finder = finder;
    }

    /// Counts records from 0 again.
    pub fn restart_count(&mut self) {
        self.records = 0;
    }

    /// The line at which the next chunk begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Fills `chunk` with the next records; without any, the file has ended.
    ///
    /// # Errors
    /// When it can't be read, is no such file, or is over a limit.
    pub fn next(&mut self, chunk: &mut Chunk, size: ChunkSize) -> Result<(), RecordsError> {
        chunk.bytes.clear();
        chunk.records.clear();
        chunk.lines.clear();
        chunk.bytes.append(&mut self.rest);
        chunk.first_record = self.records;
        chunk.first_line = self.line;
        let (mut consumed, mut lines) = (0, 0);
        loop {
            let window = Window {
                bytes: &chunk.bytes,
                last: self.ended,
                at_most: size.records.saturating_sub(chunk.records.len()),
            };
            let seen = chunk.records.len();
            let mut found = Found { records: &mut chunk.records, consumed, lines };
            let outcome = self.finder.find(&window, &mut found);
            (consumed, lines) = (found.consumed, found.lines);
            let longest = chunk.records.iter().skip(seen).find(|range| range.len() > self.limits.record);
            if let Some(range) = longest {
                return Err(self.too_long(&chunk.bytes, range.start as usize));
            }
            if let Err(fault) = outcome {
                return Err(self.fault(&chunk.bytes, fault));
            }
            let enough =
                chunk.records.len() >= size.records || (!chunk.records.is_empty() && consumed >= size.bytes);
            if enough || self.ended {
                break;
            }
            if chunk.bytes.len() - consumed > self.limits.record + 2 {
                return Err(self.unfinished(&chunk.bytes, consumed));
            }
            read_more(&self.name, self.limits, &mut self.stream, &mut chunk.bytes, &mut self.ended)?;
        }
        self.rest.extend_from_slice(chunk.bytes.get(consumed..).unwrap_or_default());
        chunk.bytes.truncate(consumed);
        self.finder.forget(consumed);
        self.records += chunk.records.len() as u64;
        self.line += if self.finder.counts_lines() { lines } else { line_breaks(&chunk.bytes) };
        Ok(())
    }

    fn line_at(&self, bytes: &[u8], at: usize) -> u64 {
        self.line + line_breaks(bytes.get(..at).unwrap_or_default())
    }

    fn too_long(&self, bytes: &[u8], at: usize) -> RecordsError {
        RecordsError::RecordTooLong {
            path: self.name.clone(),
            line: self.line_at(bytes, at),
            limit: self.limits.record,
        }
    }

    /// A record that is over the limit before its end was found: often a quote that never closes.
    fn unfinished(&mut self, bytes: &[u8], at: usize) -> RecordsError {
        let window = Window { bytes, last: true, at_most: 1 };
        let mut records = Vec::new();
        let mut found = Found { records: &mut records, consumed: at, lines: 0 };
        match self.finder.find(&window, &mut found) {
            Err(Fault::OpenQuote(quote)) => self.fault(bytes, Fault::OpenQuote(quote)),
            Err(Fault::Json(..)) | Ok(()) => self.too_long(bytes, at),
        }
    }

    fn fault(&self, bytes: &[u8], fault: Fault) -> RecordsError {
        let path = self.name.clone();
        match fault {
            Fault::OpenQuote(at) => RecordsError::OpenQuote { path, line: self.line_at(bytes, at) },
            Fault::Json(at, what) => RecordsError::Json { path, line: self.line_at(bytes, at), what },
        }
    }
}

fn read_more(
    name: &str,
    limits: Limits,
    stream: &mut Stream,
    bytes: &mut Vec<u8>,
    ended: &mut bool,
) -> Result<(), RecordsError> {
    // A pipe gives little at a time: a whole step is read, so that chunks are not tiny. An interrupted read goes on.
    match stream.take(STEP as u64).read_to_end(bytes) {
        Ok(read) => *ended = read < STEP,
        Err(error) => return Err(read_error(name, limits, error)),
    }
    Ok(())
}
