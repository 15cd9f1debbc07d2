//! Level 0: named texts, places in them, and problems found at those places. Imports nothing.

pub mod diagnostic;
pub mod name;
mod protocol;
pub mod source;
pub mod span;
pub mod unit;
pub mod visible;
