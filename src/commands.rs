//! Level 8: the commands. The only code, beside the readers and writers of records, that touches files, the clock,
//! the environment and the terminal.

mod check;
mod cli;
mod eval;
mod exit;
mod explain;
mod fmt;
mod help;
mod load;
mod prepare;
mod report;
mod review;
mod summary;
mod terminal;

use std::ffi::OsString;
use std::panic;

use clap::Parser;
use clap::error::ErrorKind;

use cli::{Cli, Command};
pub use exit::Exit;
pub use help::PAGES;

/// Runs the command line, program name first, and says how it ended.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    // A panic is a bug; its message may quote a record, so nothing of it is shown but the place in our own code.
    panic::set_hook(Box::new(|information| {
        let place = information.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        terminal::say(&format!("this is a bug in uld{}; please report it\n", place.unwrap_or_default()));
    }));
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            let _ = error.print();
            return if asked { Exit::Done } else { Exit::Usage };
        }
    };
    panic::catch_unwind(|| dispatch(&cli)).unwrap_or(Exit::Bug)
}

fn dispatch(cli: &Cli) -> Exit {
    match &cli.command {
        Command::Check(arguments) => check::run(arguments, cli.color),
        Command::Fmt(arguments) => fmt::run(arguments, cli.color),
        Command::Eval(arguments) => eval::run(arguments, cli.color),
        Command::Explain(arguments) => explain::run(arguments, cli.color),
        Command::Help(arguments) => help::run(arguments),
    }
}
