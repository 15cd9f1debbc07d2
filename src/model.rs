//! Level 2: what a definition means, typed and resolved, free of its spelling.
//!
//! A [`Program`](program::Program) in hand is a proof that the text passed the checker: only `check` builds one.
//! Names are ids, numbers are exact integers, criteria with an argument are rules of their own, and conditions are a
//! flat list of [`Node`](condition::Node)s in which every part comes before the whole, so that whoever walks them
//! needs a loop and no recursion.

pub mod condition;
pub mod example;
pub mod field;
pub mod ids;
pub mod lifecycle;
pub mod program;
pub mod related;
pub mod route;
pub mod score;
pub mod value;
pub mod writing;
