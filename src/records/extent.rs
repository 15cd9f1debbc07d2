//! How much there is to read, and how much of it was: for whoever shows how far a run is.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Told how many records were judged so far, after each batch, on the thread that takes the batches.
pub type Watch<'a> = &'a dyn Fn(u64);

/// How much an input holds.
#[derive(Clone, Debug)]
pub enum Extent {
    /// Bytes as they are stored, before they are unpacked and decoded.
    Bytes {
        /// How many were read so far.
        read: Arc<AtomicU64>,
        /// How many there are; none for a pipe.
        of: Option<u64>,
    },
    /// Records, of a file that says how many it has.
    Records {
        /// How many there are.
        of: u64,
    },
}

impl Default for Extent {
    fn default() -> Self {
        Extent::Bytes { read: Arc::default(), of: None }
    }
}

/// Counts what is read from a stream.
pub(super) struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Counted<R> {
    pub(super) fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Counted { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
