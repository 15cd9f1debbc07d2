//! The arguments of `uld diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::commands::cli::{InputArguments, MessageArguments, day, with};
use crate::compare::denied::Deny;
use crate::records::related::find::With;

/// `uld diff`
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The old definition and the new one; with --base, the new one alone
    #[arg(required = true, num_args = 1..=2, value_name = "OLD NEW")]
    pub definitions: Vec<PathBuf>,
    /// The old definition is the same file in this git revision, such as main or HEAD~1
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub base: Option<String>,
    /// Also judges these records by both definitions, and counts who moves: CSV, TSV, NDJSON or JSON, also with .gz
    /// or .zst, or Excel
    #[arg(long, value_name = "RECORDS")]
    pub records: Option<PathBuf>,
    /// The file of an `events` or `lookup` block, by its name; may be given several times. Without it, a file beside
    /// RECORDS that is called as the block's `file` says
    #[arg(long, value_name = "NAME=FILE", value_parser = with, requires = "records")]
    pub with: Vec<With>,
    /// Names the records that move, by their id
    #[arg(long, requires = "records")]
    pub ids: bool,
    /// The day to judge the records by; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "records")]
    pub as_of: Option<Date>,
    /// How many threads judge the records; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), requires = "records")]
    pub threads: Option<u16>,
    /// Lets messages quote cells of the records
    #[arg(long, requires = "records")]
    pub show_values: bool,
    /// Ends with 1 on these changes: looser or stricter, of a stage; unagreed, a new meaning under an old version or date
    #[arg(long, value_enum, value_delimiter = ',', value_name = "CHANGES")]
    pub deny: Vec<Denied>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,
    /// How the records are read
    #[command(flatten)]
    pub input: InputArguments,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `--deny`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Somebody newly reaches a stage, or may.
    Looser,
    /// Somebody no longer reaches a stage, or may not.
    Stricter,
    /// The meaning is another one, and the version or the date is not.
    Unagreed,
}

/// `--format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal, in 80 columns.
    #[default]
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

impl DiffArguments {
    /// What is refused.
    pub fn denied(&self) -> Deny {
        let has = |one| self.deny.contains(&one);
        Deny { looser: has(Denied::Looser), stricter: has(Denied::Stricter), unagreed: has(Denied::Unagreed) }
    }
}
