//! Level 5: two versions of a rule held against each other: whom does the new one say yes to, and the old one not?
//!
//! Every value that a contact can have falls into one of finitely many cells between which no test of either version
//! tells a difference. Over these cells a rule is two decision diagrams, of those it says yes to and of those it says
//! no to; unknown is neither. Looser and stricter are then differences of sets.
//!
//! ```text
//! Programs + as-of date ──► values tried on the evaluator ──► cells ──► diagrams ──► difference
//!                                                             contact ◄── cheapest way through it
//!                                                                └──► judged by the evaluator: certain, or "may"
//! ```
//!
//! A diagram is a claim, the evaluator is the judge: a difference is certain only once a contact that shows it was
//! judged by both programs.

mod cell;
mod comparer;
mod diagram;
mod events;
mod example;
mod fields;
mod orders;
mod pairing;
mod rows;
mod score;
mod sets;
mod settle;
mod shared;
mod values;
mod variable;
mod witness;
mod world;

pub use comparer::{Comparer, Comparison, STEPS};
pub use pairing::Pairing;
pub use witness::{Contact, Finding, Witness};
