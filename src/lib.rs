//! Lead definitions as code: one text that marketing and sales agree on, checked, and held against every contact.
//!
//! A text becomes a verdict by going down a stair; no step looks back up.
//!
//! | level | module | from | to | may import |
//! | --- | --- | --- | --- | --- |
//! | 0 | [`text`] | bytes | named texts, places, problems | nothing |
//! | 1 | [`syntax`] | text | `Document`: what was written, with places | 0 |
//! | 2 | [`model`] | | `Program`: what it means, typed, names resolved to ids | 0 |
//! | 3 | [`check`] | Document | Program and problems; the only bridge between the two trees | 0-2 |
//! | 4 | [`mod@evaluate`] | Program and `Batch` of columns | `Verdicts` | 0, 2 |
//! | 4 | [`wording`] | Program | sentences: the one place that knows how a rule is said | 0, 2 |
//! | 4 | [`mod@format`] | Document | canonical text | 0, 1 |
//! | 4 | [`meaning`] | Program | what it means as canonical text, and its fingerprint | 0, 2 |
//! | 4 | [`page`] | a document as a tree | HTML, Markdown, text | 0 |
//! | 5 | [`analyse`] | two Programs | same, looser or stricter, each with a contact that shows it | 0, 2, 4 |
//! | 6 | [`mod@compare`] | two Programs | what changed in meaning, and what that does | 0, 2, 4, 5 |
//! | 6 | [`explain`] | Program and verdicts | one record as a tree, for people | 0, 2, 4 |
//! | 6 | [`mod@publish`] | Program | the definition as a document that everybody reads | 0, 2, 4 |
//! | 6 | [`review`] | Program and verdicts | what records and examples together say: audit, test | 0, 2, 4 |
//! | 7 | [`records`] | files | batches in, verdicts out | 0, 2, 4 |
//! | 8 | [`commands`] | arguments | the only printing, environment and exit codes | all |
//!
//! The core (levels 0 to 6) touches no file, clock, environment or terminal:
//!
//! ```
//! use uld::check::{FileFault, Files, check, load};
//!
//! struct NoFiles;
//! impl Files for NoFiles {
//!     fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
//!         Err(FileFault::NotFound)
//!     }
//! }
//!
//! let text = "field decision_maker: yes/no\nlead when decision_maker\n";
//! let loaded = load("lead.uld", text.to_owned(), &NoFiles);
//! let checked = check(&loaded);
//! assert!(checked.problems.is_empty());
//! assert_eq!(checked.program.unwrap().stages.len(), 1);
//! ```

pub mod analyse;
pub mod check;
pub mod commands;
pub mod compare;
pub mod evaluate;
pub mod explain;
pub mod format;
pub mod meaning;
pub mod model;
pub mod page;
pub mod publish;
pub mod records;
pub mod review;
pub mod syntax;
pub mod text;
pub mod wording;
