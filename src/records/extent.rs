//! How much there is to read, and how much of it was: for whoever shows how far a run is.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

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
