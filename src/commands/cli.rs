//! The command line: names, flags and their help, as one declaration.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::audit::AuditFormat;
use super::diff::arguments::DiffArguments;
use super::report::MessageFormat;
use super::terminal::ColorChoice;
use crate::records::form::OutputForm;
use crate::records::related::find::With;

/// Lead definitions as code: check what marketing and sales agreed on, and judge every contact with it.
#[derive(Debug, Parser)]
#[command(
    name = "uld",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Colours in what is said to you
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks definitions and explains every mistake
    Check(CheckArguments),
    /// Writes definitions in their one canonical form
    Fmt(FmtArguments),
    /// Runs the examples of definitions
    Test(TestArguments),
    /// Judges every record of an export
    Eval(Box<EvalArguments>),
    /// Shows how one record was judged, and what to ask next
    Explain(Box<ExplainArguments>),
    /// Holds duties against the records: met, late, due or unknown, and who is late
    Audit(Box<AuditArguments>),
    /// Says what changed in meaning between two versions, and for whom
    Diff(Box<DiffArguments>),
    /// Writes a definition as a document that everybody can read
    Publish(PublishArguments),
    /// Help on a command, or the page of a message code such as S113
    Help(HelpArguments),
}

/// How problems are shown.
#[derive(Clone, Copy, Debug, Args)]
pub struct MessageArguments {
    /// How problems are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub message_format: MessageFormat,
}

/// `uld check`
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The definitions' main files; what they include comes along; `-` reads standard input
    #[arg(required = true, value_name = "DEF")]
    pub definitions: Vec<PathBuf>,
    /// Also refuses another meaning under the version or date of this git revision, such as main
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub base: Option<String>,
    /// Also refuses when this published page is of another meaning
    #[arg(long, value_name = "FILE")]
    pub published: Option<PathBuf>,
    /// Also says whether the review is overdue on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Date>,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `uld fmt`
#[derive(Debug, Args)]
pub struct FmtArguments {
    /// The definitions' main files; what they include comes along; `-` reads standard input and writes the result to
    /// standard output
    #[arg(required = true, value_name = "DEF")]
    pub definitions: Vec<PathBuf>,
    /// Changes nothing; ends with 1 when something would change
    #[arg(long)]
    pub check: bool,
    /// Changes nothing; shows what would change
    #[arg(long)]
    pub diff: bool,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `uld test`
#[derive(Debug, Args)]
pub struct TestArguments {
    /// The definitions' main files; what they include comes along; `-` reads standard input
    #[arg(required = true, value_name = "DEF")]
    pub definitions: Vec<PathBuf>,
    /// Also writes the results as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Runs only the examples whose title has this text in it, in any case
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Shows which criteria no example depends on
    #[arg(long)]
    pub coverage: bool,
    /// Ends with 1 when the examples of a definition cover less of its criteria, in percent, or when it has no example
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub fail_under: Option<u8>,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// How a record file is read.
#[derive(Clone, Debug, Default, Args)]
pub struct InputArguments {
    /// The form of the records, when the file's name does not tell: csv, tsv, ndjson or json, each also with .gz
    /// or .zst; or xlsx
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<String>,
    /// What stands between the cells of a CSV file, when it cannot be told: one character, or `tab`
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// The sheet of an Excel file: its name, or its number from 1; the first one without it
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The encoding of a text file that is not Unicode, such as windows-1252
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

/// `uld eval`
#[derive(Debug, Args)]
pub struct EvalArguments {
    /// The definition's main file
    #[arg(value_name = "DEF")]
    pub definition: PathBuf,
    /// The records: CSV, TSV, NDJSON or JSON, also with .gz or .zst, or Excel; `-` reads standard input
    #[arg(value_name = "RECORDS")]
    pub records: PathBuf,
    /// The file of an `events` or `lookup` block, by its name; may be given several times. Without it, a file beside
    /// RECORDS that is called as the block's `file` says. FILE.xlsx#NAME names a sheet
    #[arg(long, value_name = "NAME=FILE", value_parser = with)]
    pub with: Vec<With>,
    /// The day to judge by; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Date>,
    /// Where the verdicts go; standard output without it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The form of the verdicts, when the file's name does not tell: csv, tsv, json, ndjson, table, xlsx
    /// or parquet
    #[arg(long, value_name = "FORMAT")]
    pub output_format: Option<OutputForm>,
    /// Adds a column for each of these rules, profiles and criteria: names with commas, or `all`
    #[arg(long, value_name = "NAMES")]
    pub show: Option<String>,
    /// Puts the input's columns in front
    #[arg(long)]
    pub keep_all: bool,
    /// Ends with 1 when a cell, a row or a column was not as the definition says
    #[arg(long)]
    pub strict: bool,
    /// How many threads; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The summary for people, or one JSON line
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub summary: SummaryFormat,
    /// Lets messages quote cells of the records
    #[arg(long)]
    pub show_values: bool,
    /// Writes texts that a spreadsheet would take for a formula as they are
    #[arg(long)]
    pub no_escape_formulas: bool,
    /// How the records are read
    #[command(flatten)]
    pub input: InputArguments,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `uld explain`
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The definition's main file
    #[arg(value_name = "DEF")]
    pub definition: PathBuf,
    /// The records; without them, `--set` gives the cells
    #[arg(value_name = "RECORDS", required_unless_present = "set", conflicts_with = "set")]
    pub records: Option<PathBuf>,
    /// The id of a record to explain; may be given several times
    #[arg(long, value_name = "ID", requires = "records", required_unless_present = "set")]
    pub id: Vec<String>,
    /// The file of an `events` or `lookup` block, by its name; may be given several times. Without it, a file beside
    /// RECORDS that is called as the block's `file` says. FILE.xlsx#NAME names a sheet
    #[arg(long, value_name = "NAME=FILE", value_parser = with, conflicts_with = "set")]
    pub with: Vec<With>,
    /// A cell of a made-up record, by field name; may be given several times
    #[arg(long, value_name = "FIELD=CELL")]
    pub set: Vec<String>,
    /// The day to judge by; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Date>,
    /// How the records are read
    #[command(flatten)]
    pub input: InputArguments,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `uld publish`
#[derive(Debug, Args)]
pub struct PublishArguments {
    /// The definition's main file; `-` reads standard input
    #[arg(value_name = "DEF")]
    pub definition: PathBuf,
    /// The document; its ending says which form it has: .html, .md or .txt
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What was given where `-o` was forgotten
    #[arg(hide = true)]
    pub forgotten: Option<PathBuf>,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `uld help`
#[derive(Debug, Args)]
pub struct HelpArguments {
    /// A command, a message code such as S113 (`codes` lists them all), or a pack such as uld:free-mail (`packs`)
    #[arg(value_name = "COMMAND or CODE")]
    pub what: Option<String>,
}

/// `uld audit`
#[derive(Debug, Args)]
pub struct AuditArguments {
    /// The definition's main file
    #[arg(value_name = "DEF")]
    pub definition: PathBuf,
    /// The records: CSV, TSV, NDJSON or JSON, also with .gz or .zst, or Excel; `-` reads standard input
    #[arg(value_name = "RECORDS")]
    pub records: PathBuf,
    /// The file of an `events` or `lookup` block, by its name; may be given several times. Without it, a file beside
    /// RECORDS that is called as the block's `file` says. FILE.xlsx#NAME names a sheet
    #[arg(long, value_name = "NAME=FILE", value_parser = with)]
    pub with: Vec<With>,
    /// The day to judge by; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Date>,
    /// The form of the audit
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: AuditFormat,
    /// Also writes the audit as a page
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Ends with 1 when anything is late, or a cell, a row or a column was not as the definition says
    #[arg(long)]
    pub strict: bool,
    /// How many threads; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Names the owners that stand in a field of the records, and lets messages quote cells
    #[arg(long)]
    pub show_values: bool,
    /// How the records are read
    #[command(flatten)]
    pub input: InputArguments,
    /// How problems are shown
    #[command(flatten)]
    pub messages: MessageArguments,
}

/// `--summary`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON line.
    Json,
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let read = if shaped { text.parse::<Date>().ok() } else { None };
    read.filter(|date| date.year() >= 1).ok_or_else(|| {
        no_such_day(text)
            .filter(|_| shaped)
            .unwrap_or_else(|| "a day is written YYYY-MM-DD, such as 2026-01-31".to_owned())
    })
}

/// Why a text of the right form is no day.
fn no_such_day(text: &str) -> Option<String> {
    let (month, _) = text.rsplit_once('-')?;
    let Ok(first) = format!("{month}-01").parse::<Date>() else {
        let (year, _) = month.split_once('-')?;
        return (year != "0000").then(|| "a year has the months 01 to 12".to_owned());
    };
    let last = first.last_of_month();
    (first.year() >= 1).then(|| format!("there is no such day; the last of that month is {last}"))
}

pub(super) fn with(text: &str) -> Result<With, String> {
    text.parse().map_err(str::to_owned)
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("one character such as `;`, or `tab`".to_owned()),
    }
}
