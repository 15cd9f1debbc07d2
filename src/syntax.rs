//! Level 1: text in, tree of what was written out.

pub mod document;
