//! Parquet in: what its types mean as text, and files that are damaged or lie. The files are written here, by the crate
//! that reads them; what a CSV file of the same data gives is the measure.
#![cfg(feature = "parquet")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod records {
    pub mod columnar;
    mod damage;
    mod types;
}
