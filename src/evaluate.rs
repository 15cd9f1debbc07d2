//! Level 4: the one evaluator. A program and a batch of records in, verdicts out.
//!
//! ```text
//! Program + as-of date ──► Plan                      once a run
//! raw cells ──► Batch (typed columns) ──► Verdicts   for each few thousand records
//! ```
//!
//! A truth is two bit masks, one bit a record: is yes, is no; neither is unknown. There is no error: a cell that
//! cannot be read is missing, and reported beside the verdict. A single record is a batch of one.

pub mod answers;
pub mod batch;
pub mod calendar;
pub mod cell;
pub mod cells;
pub mod duties;
pub mod fold;
pub mod memory;
pub mod plan;
pub mod related;
pub mod trial;
pub mod verdicts;

mod ask;
mod glob;
mod intervals;
pub(crate) mod judge;
mod masks;
pub(crate) mod sample;
mod text_test;

pub use ask::Asked;
pub use batch::Batch;
pub use judge::{evaluate, evaluate_asking, judged};
pub use memory::Memory;
pub use plan::Plan;
pub use related::Related;
pub(crate) use text_test::{Quantity, TextTest, domain};
