//! An open Parquet file, from which several threads take batches.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "Arrow has many types, and those not named are alike to us"
)]

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};

use super::bytes_at::BytesAt;
use super::columns::Columns;
use super::footer::Footer;
use super::plan::{GroupPlan, Plan, within};
use super::{damaged, guarded, too_much};
use crate::records::error::RecordsError;
use crate::records::limits::Limits;
use crate::records::open::{Place, Stream, read_error};

/// What is read into memory of a file that comes through a pipe, where nothing can be read twice.
const PIPED: u64 = 128 << 20;

/// An open Parquet file.
pub struct ParquetFile {
    name: String,
    bytes: BytesAt,
    footer: Footer,
    limits: Limits,
    kept: Option<Vec<usize>>,
}

impl ParquetFile {
    /// Opens a file, or reads standard input.
    ///
    /// # Errors
    /// When it can't be read, is damaged where it describes itself, or is over a limit.
    pub fn open(place: &Place, limits: Limits) -> Result<Self, RecordsError> {
        let name = place.name();
        let Place::Path(path) = place else { return Self::from_stream(name, place.open()?, limits) };
        let failed = |source| RecordsError::Open { path: place.name(), source };
        // Says what is wrong with a folder as for any other form.
        drop(place.open()?);
        let file = File::open(path).map_err(failed)?;
        let described = file.metadata().map_err(failed)?;
        if !described.is_file() {
            return Self::from_stream(name, Box::new(file), limits);
        }
        Self::new(name, BytesAt::File(Arc::new(file), described.len()), limits)
    }

    /// Reads a whole stream, which messages call `name`.
    ///
    /// # Errors
    /// As [`ParquetFile::open`]; that it is too large to be held.
    pub fn from_stream(name: String, stream: Stream, limits: Limits) -> Result<Self, RecordsError> {
        let mut bytes = Vec::new();
        let read = stream.take(PIPED + 1).read_to_end(&mut bytes);
        read.map_err(|source| read_error(&name, limits, source))?;
        if bytes.len() as u64 > PIPED {
            let what = format!(
                "more than {} MiB through a pipe, and Parquet is read from its end; name the file itself",
                PIPED >> 20
            );
            return Err(too_much(&name, what));
        }
        Self::new(name, BytesAt::Memory(bytes.into()), limits)
    }

    fn new(name: String, bytes: BytesAt, limits: Limits) -> Result<Self, RecordsError> {
        let head = bytes.exactly(0, 4).map_err(|_| damaged(&name, "its beginning"))?;
        if !matches!(head.as_ref(), b"PAR1" | b"PARE") {
            return Err(RecordsError::OtherForm { path: name, claimed: "Parquet", found: "something else" });
        }
        let footer = Footer::read(&name, &bytes, limits)?;
        Ok(ParquetFile { name, bytes, footer, limits, kept: None })
    }

    /// The names of its columns.
    pub fn headers(&self) -> Vec<String> {
        self.footer.schema.fields().iter().map(|field| field.name().trim().to_owned()).collect()
    }

    /// How many records it says that it has.
    pub fn records(&self) -> u64 {
        u64::try_from(self.footer.metadata.file_metadata().num_rows()).unwrap_or(0)
    }

    /// Reads only the columns at these places.
    pub fn keep(&mut self, places: Vec<usize>) {
        self.kept = Some(places);
    }

    /// Plans batches of at most `records`, and makes ready to read them.
    ///
    /// # Errors
    /// When the pages are not what the file says of them, or are over a limit.
    pub fn into_groups(self, records: usize) -> Result<Groups, RecordsError> {
        let all = 0..self.footer.uuids.len();
        let kept = self.kept.unwrap_or_else(|| all.collect());
        let plan = Plan::new(&self.name, &self.bytes, &self.footer, kept, records, self.limits)?;
        let closed = plan.groups.iter().cloned().map(Open::new).collect();
        let schedule = Schedule { groups: closed, delivered: 0, end: plan.batches(), text: 0, waiting: 0 };
        Ok(Groups {
            name: self.name,
            bytes: self.bytes,
            footer: self.footer,
            limits: self.limits,
            plan,
            schedule: Mutex::new(schedule),
            changed: Condvar::new(),
        })
    }
}

/// The groups of rows of a file, from which threads take batches.
pub struct Groups {
    name: String,
    bytes: BytesAt,
    footer: Footer,
    limits: Limits,
    plan: Plan,
    schedule: Mutex<Schedule>,
    changed: Condvar,
}

/// Who decodes what.
struct Schedule {
    /// Groups with batches that nobody has taken, in order.
    groups: VecDeque<Open>,
    /// How many batches are through.
    delivered: u64,
    /// Batches from here on are not wanted.
    end: u64,
    /// Bytes of all texts: a page may hold one that a million records have.
    text: u64,
    /// Those of batches that are not through.
    waiting: u64,
}

/// Bytes of text of batches that are not through, above which only the first of them is decoded.
const WAITING: u64 = 64 << 20;

/// A group of rows.
struct Open {
    plan: GroupPlan,
    /// Which of its batches is next.
    next: u64,
    reader: Reader,
}

enum Reader {
    Closed,
    Idle(Box<ParquetRecordBatchReader>),
    /// A thread has it.
    Busy,
}

impl Open {
    fn new(plan: GroupPlan) -> Self {
        Open { plan, next: 0, reader: Reader::Closed }
    }

    fn number(&self) -> u64 {
        self.plan.first_batch + self.next
    }
}

/// A batch that was taken.
pub struct Taken {
    /// Which one, from 0.
    pub number: u64,
    /// What it holds.
    pub columns: Result<Columns, RecordsError>,
}

impl Groups {
    /// How many batches there are.
    pub fn batches(&self) -> u64 {
        self.plan.batches()
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decodes the first batch whose group nobody is decoding, and that is fewer than `ahead` before the first that is
    /// not through; waits for one. None when no more are wanted.
    pub fn take(&self, ahead: u64) -> Option<Taken> {
        let mut schedule = self.lock();
        loop {
            let ahead = if schedule.waiting > WAITING { 1 } else { ahead };
            let last = schedule.end.min(schedule.delivered.saturating_add(ahead));
            let open = schedule.groups.iter().filter(|open| !matches!(open.reader, Reader::Closed)).count();
            let found = schedule.groups.iter_mut().find(|group| match group.reader {
                Reader::Busy => false,
                Reader::Idle(_) => group.number() < last,
                Reader::Closed => open < self.plan.open && group.number() < last,
            });
            if let Some(group) = found {
                let number = group.number();
                let reader = std::mem::replace(&mut group.reader, Reader::Busy);
                let (plan, place) = (group.plan.clone(), group.next);
                group.next += 1;
                drop(schedule);
                return Some(self.decode(number, &plan, place, reader));
            }
            if schedule.groups.front().is_none_or(|group| group.number() >= schedule.end) {
                return None;
            }
            schedule = self.changed.wait(schedule).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn decode(&self, number: u64, plan: &GroupPlan, place: u64, reader: Reader) -> Taken {
        let first = place * plan.size as u64;
        let rows = (plan.rows - first).min(plan.size as u64) as usize;
        let is_last = first + rows as u64 == plan.rows;
        let decoded = guarded(|| self.batch(plan, reader));
        let decoded = decoded.filter(|(batch, _)| batch.num_rows() == rows).map(|(batch, reader)| {
            let first_record = plan.first_record + first;
            let columns = Columns::new(&self.plan.kept, &self.footer.uuids, batch, first_record);
            (columns.within(&self.name, self.limits), reader)
        });
        let (columns, reader) = match decoded {
            Some((Ok(columns), reader)) => (Ok(columns), Some(reader)),
            Some((Err(error), _)) => (Err(error), None),
            None => (Err(damaged(&self.name, format!("row group {}", plan.group + 1))), None),
        };
        let mut schedule = self.lock();
        let at = schedule.groups.iter().position(|group| group.plan.group == plan.group);
        match &columns {
            Ok(columns) => schedule.waiting = schedule.waiting.saturating_add(columns.text),
            Err(_) => schedule.end = schedule.end.min(number),
        }
        match (at.and_then(|at| schedule.groups.get_mut(at)), reader) {
            (Some(group), Some(reader)) if !is_last => group.reader = Reader::Idle(reader),
            (_, reader) => {
                drop(at.and_then(|at| schedule.groups.remove(at)));
                drop(reader);
            }
        }
        drop(schedule);
        self.changed.notify_all();
        Taken { number, columns }
    }

    fn batch(
        &self,
        plan: &GroupPlan,
        reader: Reader,
    ) -> Result<(RecordBatch, Box<ParquetRecordBatchReader>), parquet::errors::ParquetError> {
        let mut reader = match reader {
            Reader::Idle(reader) => reader,
            Reader::Closed | Reader::Busy => Box::new(self.open(plan)?),
        };
        match reader.next() {
            Some(batch) => Ok((batch?, reader)),
            None => Err(parquet::errors::ParquetError::EOF(String::new())),
        }
    }

    fn open(&self, plan: &GroupPlan) -> Result<ParquetRecordBatchReader, parquet::errors::ParquetError> {
        let fields: Vec<Field> = self
            .footer
            .schema
            .fields()
            .iter()
            .zip(&plan.dictionaries)
            .map(|(field, keeps)| match field.data_type() {
                DataType::Utf8View if *keeps => {
                    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                    Field::new(field.name(), kind, field.is_nullable())
                }
                _ => field.as_ref().clone(),
            })
            .collect();
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_schema(Arc::new(Schema::new(fields)));
        let known = ArrowReaderMetadata::try_new(Arc::clone(&self.footer.metadata), options)?;
        let mask = ProjectionMask::roots(known.parquet_schema(), self.plan.kept.iter().copied());
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.bytes.clone(), known)
            .with_row_groups(vec![plan.group])
            .with_projection(mask)
            .with_batch_size(plan.size)
            .build()
    }

    /// Notes that a batch is through, whose text has so many bytes.
    ///
    /// # Errors
    /// When more came out of the file than may.
    pub fn delivered(&self, text: u64) -> Result<(), RecordsError> {
        let mut schedule = self.lock();
        schedule.delivered += 1;
        schedule.text = schedule.text.saturating_add(text);
        schedule.waiting = schedule.waiting.saturating_sub(text);
        let outcome = within(&self.name, schedule.text, &self.bytes, self.limits);
        drop(schedule);
        self.changed.notify_all();
        outcome
    }

    /// Wants no more batches.
    pub fn stop(&self) {
        self.lock().end = 0;
        self.changed.notify_all();
    }
}
