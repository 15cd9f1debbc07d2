//! Level 6: what many records, or the agreed examples, together say of a definition, for people.
//!
//! Batches are counted by themselves and added up in the order of the input, so that a result is the same for any
//! number of threads; a report then says it in sentences.

pub mod audit;
pub mod examples;
