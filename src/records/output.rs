//! The result: one row a record.
//!
//! [`Sheet`] knows the columns, settled once a run; workers write rows into buffers with it, and whoever writes the
//! file adds what comes before, between and after the buffers ([`stream`]).

pub(crate) mod batch;
#[cfg(feature = "excel")]
mod excel;
pub mod file;
mod fill;
pub mod formula;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod piece;
pub mod problems;
mod row;
pub mod sheet;
mod shown;
mod sink;
pub mod stream;
pub mod table;
mod typed;
mod written;

use super::form::OutputForm;

/// How the result is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputOptions {
    /// `--output-format`
    pub form: OutputForm,
    /// `--show`
    pub show: Show,
    /// `--keep-all`
    pub keep_all: bool,
    /// `--no-escape-formulas`
    pub no_escape_formulas: bool,
    /// `--show-values`: the summary has the cells themselves, not only their shapes.
    pub show_values: bool,
}

/// Which rules are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// None.
    #[default]
    None,
    /// All, in order of definition.
    All,
    /// These.
    Names(Vec<String>),
}

impl Show {
    /// What `--show` says: `all`, or names with commas between them.
    pub fn of_argument(argument: &str) -> Self {
        if argument.trim().eq_ignore_ascii_case("all") {
            return Show::All;
        }
        let names = argument.split(',').map(str::trim).filter(|name| !name.is_empty());
        Show::Names(names.map(str::to_owned).collect())
    }
}
