//! Parquet files: columns of typed values in groups of rows.
//!
//! ```text
//! footer ──► page headers ──► plan: batches by number ──► workers: decode a batch, make ──► in order
//! thrift.rs  pages.rs         plan.rs                     groups.rs                        ring/groups.rs
//! ```
//!
//! The footer and the headers of all pages that are read are walked before anything is decoded, so that what a file
//! claims is checked against what it holds while it has cost nothing. Then workers decode: each takes the first batch
//! in the order of the file whose group of rows nobody is decoding, so a file with one group is shared as well as one
//! with many. Cells stay in the columns as they were decoded ([`columns`]); text of them is made only where somebody
//! asks for it. Statistics and indexes of a file are never believed.

mod bytes_at;
pub mod columns;
mod footer;
pub mod groups;
mod pages;
mod plan;
mod render;
mod thrift;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::RecordsError;

thread_local! {
    /// Whether this thread is in the Parquet crate.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread is caught and told as damage of a file.
pub fn is_guarded() -> bool {
    GUARDED.with(Cell::get)
}

/// Calls into the Parquet crate. What it panics on is damage of the file like any other that it finds.
fn guarded<T, E>(call: impl FnOnce() -> Result<T, E>) -> Option<T> {
    GUARDED.with(|guarded| guarded.set(true));
    let outcome = catch_unwind(AssertUnwindSafe(call));
    GUARDED.with(|guarded| guarded.set(false));
    outcome.ok().and_then(Result::ok)
}

/// The error for a damaged file; `place` says where.
fn damaged(name: &str, place: impl Into<String>) -> RecordsError {
    RecordsError::ParquetDamaged { path: name.to_owned(), place: place.into() }
}

/// The error for a file that is over a limit; `what` says over which, and what to do.
fn too_much(name: &str, what: impl Into<String>) -> RecordsError {
    RecordsError::ParquetTooMuch { path: name.to_owned(), what: what.into() }
}
