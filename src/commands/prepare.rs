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
use crate::evaluate::plan::time_zone;
use crate::model::program::Program;
use crate::records::error::RecordsError;
use crate::records::input::InputOptions;
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::visible::visible;

/// Reads and checks a definition. Its errors are shown and end the command.
pub fn prepared(
    path: &Path,
    messages: MessageArguments,
    color: ColorChoice,
) -> Result<(Loaded, Program), Exit> {
    let loaded = read_definition(path).map_err(|error| {
        say(&format!("{error}\n"));
        Exit::File
    })?;
    let checked = check(&loaded);
    let errors: Vec<Diagnostic> =
        checked.problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
    let Some(program) = checked.program else {
        say(&render(&errors, &loaded.sources, messages.message_format, Pen::for_errors(color)));
        if messages.message_format == MessageFormat::Human
            && let Some(counts) = count_line(&errors)
        {
            say(&format!("{}: {counts}; no record was read\n", visible(&path.display().to_string())));
        }
        // Without a program something is wrong, whatever was kept of the messages.
        return Err(Exit::of_problems(&errors).max(Exit::FallsShort));
    };
    Ok((loaded, program))
}

/// The as-of date: as given, else today in the definition's time zone.
pub fn as_of(program: &Program, given: Option<Date>) -> Date {
    given.unwrap_or_else(|| {
        let zone = time_zone(program).unwrap_or(TimeZone::UTC);
        Timestamp::now().to_zoned(zone).date()
    })
}

/// How the records are read, from the flags.
///
/// # Errors
/// When `--input-format` names no form.
pub fn input_options(arguments: &InputArguments) -> Result<InputOptions, RecordsError> {
    let form = arguments.input_format.as_deref().map(str::parse).transpose()?;
    Ok(InputOptions {
        form,
        delimiter: arguments.delimiter,
        encoding: arguments.encoding.clone(),
        ..InputOptions::default()
    })
}

/// Says what is wrong with a file, and how the command ends. Whoever closed the pipe had enough: nothing is wrong.
pub fn failed(error: &RecordsError) -> Exit {
    if error.is_closed_pipe() {
        return Exit::Done;
    }
    say(&format!("{}  {}\n", error.code(), visible(&error.to_string())));
    if error.is_usage() { Exit::Usage } else { Exit::File }
}
