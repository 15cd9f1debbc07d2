//! What every command that judges records does first: a definition that passes, a day, and how to read.

use std::path::Path;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::cli::{InputArguments, MessageArguments};
use super::exit::Exit;
use super::load::read_definition;
use super::report::{MessageFormat, count_line, render};
use super::terminal::{ColorChoice, Pen, say};
use crate::check::{Loaded, check};
use crate::evaluate::plan::{Plan, time_zone};
use crate::model::program::Program;
use crate::records::error::RecordsError;
use crate::records::form::InputForm;
use crate::records::input::InputOptions;
use crate::records::open::Place;
use crate::records::related::find::With;
use crate::records::rows::Rows;
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::visible::visible;

/// What a command that judges records did not do.
pub const NO_RECORD: &str = "no record was read";

/// Reads and checks a definition. Its errors are shown and end the command; `undone` says what it did not do then.
pub fn prepared(
    path: &Path,
    messages: MessageArguments,
    color: ColorChoice,
    undone: &str,
) -> Result<(Loaded, Program), Exit> {
    let loaded = read_definition(path).map_err(|error| {
        say(&format!("{error}\n"));
        Exit::File
    })?;
    let name = visible(&path.display().to_string());
    let program = program(&loaded, &name, messages.message_format, color, undone)?;
    Ok((loaded, program))
}

/// The program of a definition. Its errors are shown and end the command; `name` is what its last line calls it, and
/// `undone` what was not done.
///
/// # Errors
/// How the command ends then.
pub fn program(
    loaded: &Loaded,
    name: &str,
    format: MessageFormat,
    color: ColorChoice,
    undone: &str,
) -> Result<Program, Exit> {
    let checked = check(loaded);
    checked.program.ok_or_else(|| {
        let errors: Vec<Diagnostic> =
            checked.problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
        say(&render(&errors, &loaded.sources, format, Pen::for_errors(color)));
        if format == MessageFormat::Human
            && let Some(counts) = count_line(&errors)
        {
            say(&format!("{name}: {counts}; {undone}\n"));
        }
        // Without a program something is wrong, whatever was kept of the messages.
        Exit::of_problems(&errors).max(Exit::FallsShort)
    })
}

/// The id of a record, if it has one.
pub fn id_of(rows: &Rows, id: Option<usize>, row: usize) -> Option<&str> {
    let id = id.and_then(|index| rows.slot_of(index)).map(|slot| rows.shown(row, slot).trim());
    id.filter(|id| !id.is_empty())
}

/// The as-of date: as given, else today in the definition's time zone.
pub fn as_of(program: &Program, given: Option<Date>) -> Date {
    given.unwrap_or_else(|| {
        let zone = time_zone(program).unwrap_or(TimeZone::UTC);
        Timestamp::now().to_zoned(zone).date()
    })
}

/// How the files that a command names are read.
pub struct ReadOptions {
    /// The contacts' own records.
    pub contacts: InputOptions,
    /// The form of standard input, where `--with` names that.
    pub stdin: Option<InputForm>,
}

/// How the records are read, from the flags. `--input-format` speaks of the records, unless `--with` reads standard
/// input, which has no name that could tell.
///
/// # Errors
/// When `--input-format` names no form.
pub fn records_options(arguments: &InputArguments, with: &[With]) -> Result<ReadOptions, RecordsError> {
    let form = arguments.input_format.as_deref().map(str::parse::<InputForm>).transpose()?;
    let is_beside = with.iter().any(|with| Place::of_argument(&with.path) == Place::Stdin);
    let contacts = InputOptions {
        form: form.filter(|_| !is_beside),
        delimiter: arguments.delimiter,
        sheet: arguments.sheet.clone(),
        encoding: arguments.encoding.clone(),
        ..InputOptions::default()
    };
    Ok(ReadOptions { contacts, stdin: form.filter(|_| is_beside) })
}

/// Says what is wrong with a file, and how the command ends. Whoever closed the pipe had enough: nothing is wrong.
pub fn failed(error: &RecordsError) -> Exit {
    if error.is_closed_pipe() {
        return Exit::Done;
    }
    say(&format!("{}  {}\n", error.code(), visible(&error.to_string())));
    if error.is_usage() { Exit::Usage } else { Exit::File }
}

/// A program made ready for a date; why it cannot be is said.
///
/// # Errors
/// How the command ends then.
pub fn planned(program: &Program, as_of: Date) -> Result<Plan<'_>, Exit> {
    Plan::new(program, as_of).map_err(|error| {
        say(&format!("{error}\n"));
        Exit::File
    })
}

/// Whether what a flag names is a file that is read, which is said.
pub fn would_replace<'p>(
    flag: &str,
    output: Option<&Path>,
    mut read: impl Iterator<Item = &'p Path>,
) -> bool {
    let same = |input: &Path| match (output.map(Path::canonicalize), input.canonicalize()) {
        (Some(Ok(output)), Ok(input)) => output == input,
        (Some(Err(_)) | None, _) | (_, Err(_)) => false,
    };
    let replaces = read.any(same);
    if replaces {
        say(&format!(
            "{flag} names a file that this command reads, and would replace it; choose another name\n"
        ));
    }
    replaces
}
