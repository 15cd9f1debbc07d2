//! Level 8: the commands. The only code, beside the readers and writers of records, that touches files, the clock,
//! the environment and the terminal.

mod audit;
mod check;
mod cli;
mod diff;
mod eval;
mod exit;
mod explain;
mod fmt;
mod git;
mod help;
mod load;
mod pace;
mod prepare;
mod progress;
mod publish;
mod published;
mod report;
mod review;
mod summary;
mod terminal;
mod test;
mod tips;

use std::ffi::OsString;
use std::panic;
use std::path::{Path, PathBuf};

use clap::Parser;
use clap::error::ErrorKind;

use cli::{Cli, Command};
pub use exit::Exit;
pub use help::PAGES;

use crate::text::visible;

/// Runs the command line, program name first, and says how it ended.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    // A panic is a bug; its message may quote a record, so nothing of it is shown but the place in our own code.
    panic::set_hook(Box::new(|information| {
        if crate::records::parquet::is_guarded() {
            return;
        }
        let place = information.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        terminal::say(&format!("this is a bug in uld{}; please report it\n", place.unwrap_or_default()));
    }));
    let arguments: Vec<OsString> = arguments.collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let command = arguments.get(1).map(|name| name.to_string_lossy()).unwrap_or_default();
            return refused(&error, &command);
        }
    };
    panic::catch_unwind(|| dispatch(&cli)).unwrap_or(Exit::Bug)
}

/// Shows help that was asked for, or what is wrong with the arguments. These may come from anywhere, so what they hold
/// is made visible; the text is then plain, colours being controls as well.
fn refused(error: &clap::Error, command: &str) -> Exit {
    if let Some(tip) = tips::tip(error, command) {
        terminal::say(&format!("{}\n", visible::visible(tip.trim_end())));
        return Exit::Usage;
    }
    let text = error.render().to_string();
    if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let lines: String = text.lines().map(|line| format!("{}\n", visible::visible(line))).collect();
        terminal::say(&lines);
        return Exit::Usage;
    }
    if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        return error.print().map_or(Exit::File, |()| Exit::Done);
    }
    terminal::answer(&text)
}

/// Whether standard input is named twice; it can be read once.
fn reads_twice<'a>(mut paths: impl Iterator<Item = &'a Path>) -> bool {
    let is_standard_input = |path: &&Path| *path == Path::new("-");
    paths.by_ref().any(|path| is_standard_input(&path)) && paths.any(|path| is_standard_input(&path))
}

/// The files that a command reads.
fn inputs(command: &Command) -> Vec<&Path> {
    match command {
        Command::Check(arguments) => arguments.definitions.iter().map(PathBuf::as_path).collect(),
        Command::Fmt(arguments) => arguments.definitions.iter().map(PathBuf::as_path).collect(),
        Command::Test(arguments) => arguments.definitions.iter().map(PathBuf::as_path).collect(),
        Command::Eval(arguments) => [&arguments.definition, &arguments.records]
            .into_iter()
            .chain(arguments.with.iter().map(|with| &with.path))
            .map(PathBuf::as_path)
            .collect(),
        Command::Explain(arguments) => [Some(&arguments.definition), arguments.records.as_ref()]
            .into_iter()
            .flatten()
            .chain(arguments.with.iter().map(|with| &with.path))
            .map(PathBuf::as_path)
            .collect(),
        Command::Audit(arguments) => [&arguments.definition, &arguments.records]
            .into_iter()
            .chain(arguments.with.iter().map(|with| &with.path))
            .map(PathBuf::as_path)
            .collect(),
        Command::Diff(arguments) => arguments
            .definitions
            .iter()
            .chain(&arguments.records)
            .chain(arguments.with.iter().map(|with| &with.path))
            .map(PathBuf::as_path)
            .collect(),
        Command::Publish(arguments) => vec![&arguments.definition],
        Command::Help(_) => Vec::new(),
    }
}

fn dispatch(cli: &Cli) -> Exit {
    if reads_twice(inputs(&cli.command).into_iter()) {
        terminal::say("standard input can be read once: give one of the files by its name instead of `-`\n");
        return Exit::Usage;
    }
    match &cli.command {
        Command::Check(arguments) => check::run(arguments, cli.color),
        Command::Fmt(arguments) => fmt::run(arguments, cli.color),
        Command::Test(arguments) => test::run(arguments, cli.color),
        Command::Eval(arguments) => eval::run(arguments, cli.color),
        Command::Explain(arguments) => explain::run(arguments, cli.color),
        Command::Audit(arguments) => audit::run(arguments, cli.color),
        Command::Diff(arguments) => diff::run(arguments, cli.color),
        Command::Publish(arguments) => publish::run(arguments, cli.color),
        Command::Help(arguments) => help::run(arguments),
    }
}
