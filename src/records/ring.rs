//! The ring: batches of records on their way through the workers, and back into the order of the input.
//!
//! ```text
//!            ┌──────────── empty jobs go back ◄───────────┐
//!            ▼                                            │
//! reader: cut a chunk ──► worker: cells, what is made ──► caller: put in order, write, add up
//! ```
//!
//! There are few jobs, and each is somewhere in this ring; so memory is bounded, and no stage runs far ahead. What is
//! made of a batch is the caller's affair. Files of columns have no reader: see [`groups`].

mod groups;

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::cut::{Chunk, ChunkSize};
use super::error::RecordsError;
use super::input::Input;
use super::rows::Rows;
use super::rows::layout::Layout;

/// A ring that makes an `M` of each batch.
pub(super) struct Ring<'r, M> {
    /// Which cells of a record are found.
    pub(super) layout: &'r Arc<Layout>,
    /// How many threads make; 0 for one a core.
    pub(super) threads: usize,
    /// How large batches are.
    pub(super) batch: ChunkSize,
    /// Fills an `M`, which may be one that was taken before.
    pub(super) make: &'r (dyn Fn(&Rows, &mut M) + Sync),
}

/// A chunk on its way through the ring.
struct Job<M> {
    number: u64,
    chunk: Chunk,
    rows: Rows,
    made: M,
}

/// What comes back to the caller.
enum Message<M> {
    Judged(Box<Job<M>>),
    /// So many jobs were sent, and why it ended.
    End(u64, Option<RecordsError>),
    Panicked(Box<dyn Any + Send>),
}

enum Work<M> {
    Judge(Box<Job<M>>),
    Stop,
}

/// Takes what was made, in the order of the input.
type Take<'t, M> = &'t mut dyn FnMut(&mut M) -> Result<(), RecordsError>;

impl<M: Default + Send + 'static> Ring<'_, M> {
    /// Reads all of the input; `take` gets what was made of each batch, in order.
    ///
    /// # Errors
    /// What is wrong with the input as a whole, or what `take` says. What was made before a fault is taken by then.
    pub(super) fn run(&self, mut input: Input, take: Take<'_, M>) -> Result<(), RecordsError> {
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = match self.threads {
            0 => cores,
            // More than four a core help nobody, and a thousand would need memory that a small machine lacks.
            some => some.min(cores * 4),
        };
        input.keep(self.layout);
        if threads == 1 {
            return self.alone(input, take);
        }
        match input.take_groups(self.batch)? {
            Some(groups) => self.in_groups(&groups, threads, take),
            None => self.together(input, threads, take),
        }
    }

    fn job(&self) -> Box<Job<M>> {
        Box::new(Job {
            number: 0,
            chunk: Chunk::default(),
            rows: Rows::new(Arc::clone(self.layout)),
            made: M::default(),
        })
    }

    /// From a chunk to what is made of it.
    fn work(&self, job: &mut Job<M>) {
        job.rows.read(&mut job.chunk);
        (self.make)(&job.rows, &mut job.made);
        job.rows.give_back(&mut job.chunk);
    }

    fn alone(&self, mut input: Input, take: Take<'_, M>) -> Result<(), RecordsError> {
        let mut job = self.job();
        loop {
            input.next(&mut job.chunk, self.batch)?;
            if job.chunk.records.is_empty() {
                return Ok(());
            }
            self.work(&mut job);
            take(&mut job.made)?;
        }
    }

    fn together(&self, input: Input, threads: usize, take: Take<'_, M>) -> Result<(), RecordsError> {
        let (give_empty, empty) = channel::<Box<Job<M>>>();
        let (give_work, work) = channel::<Work<M>>();
        let (give_done, done) = channel::<Message<M>>();
        let work = Mutex::new(work);
        for _ in 0..threads + threads / 2 + 2 {
            let _ = give_empty.send(self.job());
        }
        let (reader_work, reader_done) = (give_work.clone(), give_done.clone());
        let batch = self.batch;
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

    fn work_on(&self, work: &Mutex<Receiver<Work<M>>>, give_done: &Sender<Message<M>>) {
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
fn read_all<M>(
    mut input: Input,
    batch: ChunkSize,
    empty: &Receiver<Box<Job<M>>>,
    give_work: &Sender<Work<M>>,
    give_done: &Sender<Message<M>>,
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
fn in_order<M>(
    done: &Receiver<Message<M>>,
    give_empty: &Sender<Box<Job<M>>>,
    take: Take<'_, M>,
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
            if let Err(error) = take(&mut job.made) {
                return Ok(Some(error));
            }
            let _ = give_empty.send(job);
        }
    }
}
