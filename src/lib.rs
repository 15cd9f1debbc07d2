//! Lead definitions as code.

pub mod format;
pub mod syntax;
pub mod text;
