//! The ring of a file of columns: workers decode their batches themselves.
//!
//! ```text
//! worker: take the first batch that is free, decode, cells, what is made ──► caller: put in order, write, add up
//!           ▲                                                                 │
//!           └──────────────────── how many are through ◄──────────────────────┘
//! ```
//!
//! Nobody takes a batch that is more than [`AHEAD`] before the first one that is not through, so memory is bounded
//! however unequal the groups of rows are.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Job, Ring, Take};
use crate::records::error::RecordsError;
use crate::records::parquet::groups::Groups;

/// How many batches may be judged and wait for an earlier one. Enough for groups of 122,880 rows, which is what most
/// writers make, to be decoded beside each other.
const AHEAD: u64 = 32;

/// What comes back to the caller.
enum Message<M> {
    /// A batch, and the bytes of its texts.
    Made(u64, Box<Job<M>>, u64),
    /// There is no such batch; those before it are whole.
    Failed(u64, RecordsError),
    Panicked(Box<dyn Any + Send>),
}

impl<M: Default + Send + 'static> Ring<'_, M> {
    pub(super) fn in_groups(
        &self,
        groups: &Groups,
        threads: usize,
        take: Take<'_, M>,
    ) -> Result<(), RecordsError> {
        let (give_done, done) = channel::<Message<M>>();
        let spare = Mutex::new(Vec::new());
        let outcome = thread::scope(|scope| {
            // Fewer threads than wished for judge more slowly, but the same.
            let started = (0..threads)
                .map_while(|_| {
                    let (give_done, spare) = (give_done.clone(), &spare);
                    let work = move || self.work_on_groups(groups, spare, &give_done);
                    thread::Builder::new().spawn_scoped(scope, work).ok()
                })
                .count();
            if started == 0 {
                return Ok(self.groups_alone(groups, take));
            }
            drop(give_done);
            // The scope waits for its threads, so they are stopped even when writing panics.
            let outcome = catch_unwind(AssertUnwindSafe(|| in_order(groups, &done, &spare, take)));
            groups.stop();
            outcome.unwrap_or_else(Err)
        });
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// One batch after the other, on this thread.
    fn groups_alone(&self, groups: &Groups, take: Take<'_, M>) -> Result<(), RecordsError> {
        let mut job = self.job();
        while let Some(taken) = groups.take(1) {
            let columns = taken.columns?;
            groups.delivered(columns.text)?;
            job.chunk.set_columns(columns);
            self.work(&mut job);
            take(&mut job.made)?;
        }
        Ok(())
    }

    fn work_on_groups(
        &self,
        groups: &Groups,
        spare: &Mutex<Vec<Box<Job<M>>>>,
        give_done: &Sender<Message<M>>,
    ) {
        loop {
            let worked = catch_unwind(AssertUnwindSafe(|| {
                let taken = groups.take(AHEAD)?;
                let columns = match taken.columns {
                    Ok(columns) => columns,
                    Err(error) => return Some(Message::Failed(taken.number, error)),
                };
                let used = spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut job = used.unwrap_or_else(|| self.job());
                let text = columns.text;
                job.chunk.set_columns(columns);
                self.work(&mut job);
                Some(Message::Made(taken.number, job, text))
            }));
            let message = match worked {
                Ok(Some(message)) => message,
                Ok(None) => return,
                Err(panic) => Message::Panicked(panic),
            };
            if give_done.send(message).is_err() {
                return;
            }
        }
    }
}

/// Takes batches in their order, and gives their jobs back.
fn in_order<M>(
    groups: &Groups,
    done: &Receiver<Message<M>>,
    spare: &Mutex<Vec<Box<Job<M>>>>,
    take: Take<'_, M>,
) -> Result<Result<(), RecordsError>, Box<dyn Any + Send>> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let (mut end, mut fault) = (groups.batches(), None);
    while next < end {
        match done.recv() {
            Ok(Message::Made(number, job, text)) => {
                waiting.insert(number, (job, text));
            }
            Ok(Message::Failed(number, error)) if number < end => (end, fault) = (number, Some(error)),
            Ok(Message::Failed(..)) => {}
            Ok(Message::Panicked(panic)) => return Err(panic),
            Err(_) => break,
        }
        while let Some((mut job, text)) = waiting.remove(&next) {
            next += 1;
            if let Err(error) = groups.delivered(text).and_then(|()| take(&mut job.made)) {
                return Ok(Err(error));
            }
            spare.lock().unwrap_or_else(PoisonError::into_inner).push(job);
        }
    }
    Ok(fault.map_or(Ok(()), Err))
}
