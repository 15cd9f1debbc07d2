//! Lead definitions as code.

pub mod check;
pub mod evaluate;
pub mod explain;
pub mod format;
pub mod model;
pub mod records;
pub mod syntax;
pub mod text;
pub mod wording;
