//! Lead definitions as code.

pub mod evaluate;
pub mod model;
pub mod records;
pub mod syntax;
pub mod text;
