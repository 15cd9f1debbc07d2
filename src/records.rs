//! Level 7: records in, verdicts out.
//!
//! ```text
//! file ──► bytes ──► chunks of whole records ──► rows of cells ──► verdicts ──► rows of the result
//!          open.rs   cut.rs (one thread)         rows.rs           (a closure)  output.rs
//!                                                └────── worker threads ──────────────────┘
//! ```
//!
//! One thread reads and cuts the stream at the ends of records; workers find the cells, have them judged and write
//! the result's rows into a buffer; the calling thread puts the buffers out in the order of the input. The buffers
//! go round, so that a file of any size is judged in the same memory. What is wrong with single cells or rows is
//! counted in the [`Summary`](summary::Summary) and never loses a record; what is wrong with the file as a whole is a
//! [`RecordsError`](error::RecordsError).

mod block;
mod counted;
pub mod cut;
pub mod day_order;
pub mod decode;
pub mod dialect;
pub mod error;
#[cfg(feature = "excel")]
pub mod excel;
pub mod extent;
pub mod findings;
pub mod form;
pub mod headers;
pub mod input;
pub mod judge;
pub mod key;
pub mod limits;
pub mod marks;
pub mod open;
pub mod output;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "records/no_parquet.rs"]
pub mod parquet;
pub mod pick;
pub mod problem;
pub mod related;
mod ring;
pub mod rows;
pub mod summary;
pub mod unpack;
