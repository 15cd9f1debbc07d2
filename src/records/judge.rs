//! The pipeline: all records of an input, judged and written in order.
//!
//! ```text
//!            ┌──────────── empty jobs go back ◄───────────┐
//!            ▼                                            │
//! reader: cut a chunk ──► worker: cells, verdicts, text ──► caller: put in order, write, add up
//! ```
//!
//! There are few jobs, and each is somewhere in this ring; so memory is bounded, and no stage runs far ahead.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::cut::{Chunk, ChunkSize};
use super::error::RecordsError;
use super::headers::{Match, match_columns, nearest};
use super::input::Input;
use super::output::OutputOptions;
use super::output::sheet::{SayNext, Sheet, id_column};
use super::output::stream::SheetWriter;
use super::related::{BatchRecords, RelatedRecords};
use super::rows::Rows;
use super::rows::layout::Layout;
use super::summary::Summary;
use crate::evaluate::cells::InputColumn;
use crate::evaluate::related::Related;
use crate::evaluate::verdicts::Verdicts;
use crate::model::program::Program;

/// Judges a batch, with what is known beside it.
pub type JudgeRows<'a> = &'a (dyn Fn(&Rows, &Related<'_>) -> Verdicts + Sync);

/// What a run is made of.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The definition.
    pub program: &'a Program,
    /// The columns that it reads: `input_columns(program)`.
    pub columns: &'a [InputColumn],
    /// Judges a batch.
    pub judge: JudgeRows<'a>,
    /// The records beside the contacts' own, if there are any.
    pub related: Option<&'a RelatedRecords<'a>>,
    /// Says what happens next.
    pub say_next: SayNext<'a>,
    /// How the result is to be.
    pub output: &'a OutputOptions,
    /// How many threads judge; 0 for one a core.
    pub threads: usize,
    /// How large batches are; changes no byte of the result.
    pub batch: ChunkSize,
}

/// A chunk on its way through the ring.
struct Job {
    number: u64,
    chunk: Chunk,
    rows: Rows,
    out: Vec<u8>,
    summary: Summary,
}

/// What comes back to the caller.
enum Message {
    Judged(Box<Job>),
    /// So many jobs were sent, and why it ended.
    End(u64, Option<RecordsError>),
    Panicked(Box<dyn Any + Send>),
}

enum Work {
    Judge(Box<Job>),
    Stop,
}

impl<'a> Run<'a> {
    /// Judges all records of `input` and writes the result to `out`, which messages call `out_name`.
    ///
    /// # Errors
    /// What is wrong with the input as a whole; or that the result can't be written. Records before the fault are
    /// written by then.
    pub fn judge_all(
        &self,
        input: Input,
        out: &mut dyn Write,
        out_name: &str,
    ) -> Result<Summary, RecordsError> {
        let matches = find_columns(self.program, self.columns, &input)?;
        let layout = Arc::new(self.layout(&input, &matches));
        let sheet = Sheet::new(self.program, self.columns, &matches, &layout, self.say_next, self.output)?;
        let id = id_column(self.program, self.columns)
            .and_then(|index| layout.columns.get(index).copied().flatten());
        let failed = |source: io::Error| RecordsError::Write { path: out_name.to_owned(), source };
        let shows_values = self.output.show_values;
        let blank = Summary::new(self.program, self.columns, &matches, shows_values);
        let name = input.name().to_owned();
        let crew = Crew { run: self, sheet: &sheet, id, blank: &blank, layout: &layout };
        let mut writer = SheetWriter::begin(&sheet, out).map_err(failed)?;
        let mut summary = blank.clone();
        let mut take = |job: &mut Job| -> Result<(), RecordsError> {
            writer.write(&job.out).map_err(failed)?;
            summary.merge(std::mem::take(&mut job.summary));
            Ok(())
        };
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = match self.threads {
            0 => cores,
            // More than four a core help nobody, and a thousand would need memory that a small machine lacks.
            some => some.min(cores * 4),
        };
        let ended = if threads == 1 {
            crew.alone(input, &mut take)
        } else {
            crew.together(input, threads, &mut take)
        };
        // What was judged before a fault is part of the result.
        match ended {
            Ok(()) => writer.finish().map_err(failed)?,
            Err(error) => {
                let is_output = matches!(error, RecordsError::Write { .. });
                if !is_output {
                    writer.finish().map_err(failed)?;
                }
                return Err(error);
            }
        }
        if let Some(related) = self.related {
            if let Some(error) = related.twice(&summary.beside, &name) {
                return Err(error);
            }
            summary.related = related.summaries(&summary.beside);
        }
        Ok(summary)
    }

    fn layout(&self, input: &Input, matches: &[Match]) -> Layout {
        let keep_all = self.output.keep_all;
        match input.delimiter() {
            Some(delimiter) => Layout::delimited(delimiter, input.headers(), matches, keep_all),
            None => {
                let properties = self.related.map_or(&[][..], RelatedRecords::properties);
                Layout::keyed(input.headers(), self.columns, properties, keep_all, input.limits().depth)
            }
        }
    }
}

/// What all workers share.
struct Crew<'c, 'a> {
    run: &'c Run<'a>,
    sheet: &'c Sheet<'a>,
    id: Option<u32>,
    blank: &'c Summary,
    layout: &'c Arc<Layout>,
}

type Take<'t> = &'t mut dyn FnMut(&mut Job) -> Result<(), RecordsError>;

impl Crew<'_, '_> {
    fn job(&self) -> Box<Job> {
        Box::new(Job {
            number: 0,
            chunk: Chunk::default(),
            rows: Rows::new(Arc::clone(self.layout)),
            out: Vec::new(),
            summary: Summary::default(),
        })
    }

    /// From a chunk to its text.
    fn work(&self, job: &mut Job) {
        job.rows.read(&mut job.chunk);
        let rows = &job.rows;
        let beside = self.run.related.map(|related| related.of(rows, |row| rows.number(row)));
        let verdicts = {
            let related = beside.as_ref().map(BatchRecords::related).unwrap_or_default();
            (self.run.judge)(rows, &related)
        };
        job.out.clear();
        self.sheet.write_rows(&job.rows, &verdicts, &mut job.out);
        job.summary = self.blank.clone();
        job.summary.count(self.run.program, self.run.columns, self.id, &job.rows, &verdicts);
        job.summary.beside = beside.as_ref().map(BatchRecords::found).unwrap_or_default();
        job.rows.give_back(&mut job.chunk);
    }

    fn alone(&self, mut input: Input, take: Take<'_>) -> Result<(), RecordsError> {
        let mut job = self.job();
        loop {
            input.next(&mut job.chunk, self.run.batch)?;
            if job.chunk.records.is_empty() {
                return Ok(());
            }
            self.work(&mut job);
            take(&mut job)?;
        }
    }

    fn together(&self, input: Input, threads: usize, take: Take<'_>) -> Result<(), RecordsError> {
        let (give_empty, empty) = channel::<Box<Job>>();
        let (give_work, work) = channel::<Work>();
        let (give_done, done) = channel::<Message>();
        let work = Mutex::new(work);
        for _ in 0..threads + threads / 2 + 2 {
            let _ = give_empty.send(self.job());
        }
        let (reader_work, reader_done) = (give_work.clone(), give_done.clone());
        let batch = self.run.batch;
        // Shared, so that it is still there when the system gives no thread to read it in.
        let input = Arc::new(Mutex::new(Some(input)));
        let take_input =
            |input: &Mutex<Option<Input>>| input.lock().unwrap_or_else(PoisonError::into_inner).take();
        let outcome = thread::scope(|scope| {
            // Fewer threads than wished for judge more slowly, but the same.
            let started = (0..threads)
                .map_while(|_| {
                    let give_done = give_done.clone();
                    let work = &work;
                    thread::Builder::new().spawn_scoped(scope, move || self.work_on(work, &give_done)).ok()
                })
                .count();
            let stop = || {
                for _ in 0..started {
                    let _ = give_work.send(Work::Stop);
                }
            };
            let to_read = Arc::clone(&input);
            // Not a scoped thread: when the result's reader has gone, a read that blocks must not keep the run alive.
            let is_read = started > 0
                && thread::Builder::new()
                    .spawn(move || {
                        if let Some(input) = take_input(&to_read) {
                            read_all(input, batch, &empty, &reader_work, &reader_done);
                        }
                    })
                    .is_ok();
            if !is_read {
                stop();
                return Ok(take_input(&input).and_then(|input| self.alone(input, take).err()));
            }
            // The scope waits for its threads, so they are stopped even when writing panics.
            let outcome = catch_unwind(AssertUnwindSafe(|| in_order(&done, &give_empty, take)));
            stop();
            outcome.unwrap_or_else(Err)
        });
        match outcome {
            Ok(error) => error.map_or(Ok(()), Err),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn work_on(&self, work: &Mutex<Receiver<Work>>, give_done: &Sender<Message>) {
        loop {
            let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let mut job = match next {
                Ok(Work::Judge(job)) => job,
                Ok(Work::Stop) | Err(_) => return,
            };
            let message = match catch_unwind(AssertUnwindSafe(|| self.work(&mut job))) {
                Ok(()) => Message::Judged(job),
                Err(panic) => Message::Panicked(panic),
            };
            if give_done.send(message).is_err() {
                return;
            }
        }
    }
}

/// Cuts the input into jobs until it ends or nobody wants more.
fn read_all(
    mut input: Input,
    batch: ChunkSize,
    empty: &Receiver<Box<Job>>,
    give_work: &Sender<Work>,
    give_done: &Sender<Message>,
) {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut number = 0;
        while let Ok(mut job) = empty.recv() {
            match input.next(&mut job.chunk, batch) {
                Ok(()) if job.chunk.records.is_empty() => return Message::End(number, None),
                Ok(()) => {}
                Err(error) => return Message::End(number, Some(error)),
            }
            job.number = number;
            number += 1;
            if give_work.send(Work::Judge(job)).is_err() {
                break;
            }
        }
        Message::End(number, None)
    }));
    let _ = give_done.send(read.unwrap_or_else(Message::Panicked));
}

/// Takes jobs in their order and sends them round again. The result: why the input ended, or a panic.
fn in_order(
    done: &Receiver<Message>,
    give_empty: &Sender<Box<Job>>,
    take: Take<'_>,
) -> Result<Option<RecordsError>, Box<dyn Any + Send>> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut end: Option<(u64, Option<RecordsError>)> = None;
    loop {
        if end.as_ref().is_some_and(|(count, _)| next >= *count) {
            return Ok(end.and_then(|(_, error)| error));
        }
        match done.recv() {
            Ok(Message::Judged(job)) => {
                waiting.insert(job.number, job);
            }
            Ok(Message::End(count, error)) => end = Some((count, error)),
            Ok(Message::Panicked(panic)) => return Err(panic),
            Err(_) => return Ok(None),
        }
        while let Some(mut job) = waiting.remove(&next) {
            next += 1;
            if let Err(error) = take(&mut job) {
                return Ok(Some(error));
            }
            let _ = give_empty.send(job);
        }
    }
}

/// Finds the columns in the input's header; the one that identifies a record must be there.
///
/// # Errors
/// When that column is missing, or two columns have the header of one that is read.
pub fn find_columns(
    program: &Program,
    columns: &[InputColumn],
    input: &Input,
) -> Result<Vec<Match>, RecordsError> {
    let matches = match_columns(input.name(), input.headers(), columns, input.is_keyed())?;
    let Some(index) = id_column(program, columns) else { return Ok(matches) };
    let found = matches.get(index).is_some_and(|matched| matched.found.is_some());
    // An input without a single record has no keys, and nothing to identify.
    if found || (input.is_keyed() && input.headers().is_empty()) {
        return Ok(matches);
    }
    let field = program.header.identified_by.and_then(|id| program.field(id));
    let headers: Vec<&str> = input.headers().iter().map(String::as_str).collect();
    Err(RecordsError::NoIdColumn {
        path: input.name().to_owned(),
        field: field.map(|field| field.name.clone()).unwrap_or_default(),
        nearest: columns.get(index).and_then(|column| nearest(column, &headers)),
    })
}
