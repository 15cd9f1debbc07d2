//! Level 4: a document as a tree, and its writers. What stands in it is data: titles, names, values and prose come from
//! strangers, and each writer escapes by context, so that nothing in a text becomes markup.
//!
//! ```text
//! prose ──► Page ──► html      one file, nothing fetched, nothing run
//!                ──► markdown  raw HTML never passes
//!                ──► text      80 columns
//! ```

mod drawing;
pub mod html;
mod link;
pub mod markdown;
mod outline;
pub mod prose;
mod run;
pub mod text;
pub mod tree;
