//! `uld diff`: what changed in meaning between two versions of a definition.

pub mod arguments;
mod records;

use std::path::Path;

use self::arguments::{DiffArguments, DiffFormat};
use self::records::Judged;
use super::exit::Exit;
use super::git::{GitError, definition_at};
use super::load::{Unreadable, read_definition};
use super::prepare;
use super::report::{MessageFormat, render};
use super::terminal::{ColorChoice, Pen, answer, say};
use crate::check::Loaded;
use crate::compare::compare;
use crate::compare::denied::denied;
use crate::compare::inert::inert;
use crate::compare::moves::MovesReport;
use crate::compare::page::page;
use crate::compare::report::Report;
use crate::model::program::Program;
use crate::page::markdown::markdown;
use crate::page::text::text;
use crate::text::visible::visible;

/// Columns of the text form, wherever it goes.
const WIDTH: usize = 80;

/// Compares two definitions and says on standard output what changed.
pub fn run(arguments: &DiffArguments, color: ColorChoice) -> Exit {
    let messages = arguments.messages.message_format;
    let loaded = match (arguments.definitions.as_slice(), &arguments.base) {
        ([old, new], None) => loaded(old).and_then(|old| Ok((old, loaded(new)?))),
        ([new], Some(_)) if new == Path::new("-") => {
            say("--base reads a file from git: give the definition by its name instead of `-`\n");
            Err(Exit::Usage)
        }
        ([new], Some(base)) => at_revision(new, base).and_then(|old| Ok((old, loaded(new)?))),
        ([_, _, ..], Some(_)) => {
            say(
                "--base names the old definition: give the new one alone, as in `uld diff --base main lead.uld`\n",
            );
            Err(Exit::Usage)
        }
        (_, _) => {
            say(
                "give two definitions, as in `uld diff old.uld new.uld`, or the one that changed with --base REV\n",
            );
            Err(Exit::Usage)
        }
    };
    let (old, new) = match loaded {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let old_program = program(&old, "old", messages, color);
    let new_program = program(&new, "new", messages, color);
    let (old_program, new_program) = match (old_program, new_program) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(exit), Ok(_)) | (Ok(_), Err(exit)) => return exit,
        (Err(one), Err(other)) => return one.max(other),
    };
    let difference = compare(&old_program, &new_program);
    let judged = Judged { old: &old_program, new: &new_program, loaded: &new, difference: &difference };
    let records = arguments.records.as_deref();
    let found = match records
        .map(|records| records::judged(&judged, arguments, records, Pen::for_errors(color)))
        .transpose()
    {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let page = || {
        let mut page = page(&difference, &new_program);
        page.sections.extend(found.as_ref().map(|found| found.moves.section(&found.movement)));
        page
    };
    let shown = match arguments.format {
        DiffFormat::Text => text(&page(), WIDTH),
        DiffFormat::Markdown => markdown(&inert(page())),
        DiffFormat::Json => {
            let moves =
                found.as_ref().map(|found| MovesReport::new(&found.moves, &found.movement, found.as_of));
            json(&Report::new(&difference, &new_program, moves))
        }
    };
    let said = answer(&shown);
    let problems = denied(&difference, arguments.denied());
    say(&render(&problems, &new.sources, messages, Pen::for_errors(color)));
    said.max(Exit::of_problems(&problems))
}

fn json(report: &Report<'_>) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

fn loaded(path: &Path) -> Result<Loaded, Exit> {
    read_definition(path).map_err(|error: Unreadable| {
        say(&format!("{error}\n"));
        Exit::File
    })
}

/// The definition as it stood in a revision.
fn at_revision(path: &Path, revision: &str) -> Result<Loaded, Exit> {
    definition_at(path, revision).map_err(|error| {
        say(&format!("{error}\n"));
        git_exit(&error)
    })
}

/// How a command ends that cannot read a revision: a revision that is a flag is wrong usage.
pub(super) fn git_exit(error: &GitError) -> Exit {
    match error {
        GitError::Flag(_) => Exit::Usage,
        GitError::NoGit(_)
        | GitError::NoRepository { .. }
        | GitError::NoRevision(_)
        | GitError::NoFile { .. }
        | GitError::Unreadable { .. } => Exit::File,
    }
}

/// The program of a definition without errors; others are shown, with which of the two it is.
pub(super) fn program(
    loaded: &Loaded,
    which: &str,
    messages: MessageFormat,
    color: ColorChoice,
) -> Result<Program, Exit> {
    let name = loaded.sources.iter().next().map_or("", |(_, source)| source.name.as_str());
    let name = format!("{} (the {which} definition)", visible(name));
    prepare::program(loaded, &name, messages, color, "nothing was compared")
}
