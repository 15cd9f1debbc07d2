//! Lead definitions as code.

pub mod syntax;
pub mod text;
