//! Lead definitions as code.

pub mod check;
pub mod evaluate;
pub mod model;
pub mod syntax;
pub mod text;
pub mod wording;
