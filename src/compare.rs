//! Level 6: what changed between two versions of a definition, thing by thing, in sentences, and what that does to whom.
//!
//! ```text
//! old, new Program ──► items matched by kind and name ──► changes with details ──► Page, JSON
//!                  └─► analyse: each stage same, looser, stricter, with a contact ──┘
//! ```
//!
//! Things are found by name; a field that says what it was called `formerly` is followed, and a rule that means what a
//! vanished one meant is that one, renamed. What only reads otherwise (titles, reasons, order) is told apart from what
//! means something else.

pub mod change;
mod conditions;
pub mod denied;
mod details;
pub mod difference;
mod head;
pub mod inert;
mod lines;
mod matched;
pub mod moves;
pub mod page;
pub mod published;
mod reads;
mod reasons;
pub mod report;
mod titles;
mod watch;

pub use difference::{Difference, compare};
