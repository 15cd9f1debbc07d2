//! Level 6: a definition held against cases: what was agreed, and what happened.

pub mod examples;
