//! `uld check`: all problems of definitions, sorted by place.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::cli::CheckArguments;
use super::diff::{self, git_exit};
use super::exit::Exit;
use super::git::{GitError, definition_at};
use super::load::read_definition;
use super::published;
use super::report::{MessageFormat, count_line, render};
use super::review::overdue;
use super::terminal::{ColorChoice, Pen, Style, say};
use crate::check::{FileKind, Loaded, check, definition_kind};
use crate::compare::compare;
use crate::compare::denied::{Deny, denied};
use crate::evaluate::plan::Plan;
use crate::model::program::Program;
use crate::text::diagnostic::Diagnostic;

/// Checks each definition; errors end with 1, a file that cannot be read with 3.
pub fn run(arguments: &CheckArguments, color: ColorChoice) -> Exit {
    let format = arguments.messages.message_format;
    let mut exit = Exit::Done;
    let mut loaded = Vec::new();
    for path in &arguments.definitions {
        match read_definition(path) {
            Ok(definition) => loaded.push((path, definition)),
            Err(error) => {
                say(&format!("{error}\n"));
                exit = exit.max(Exit::File);
            }
        }
    }
    let included = included_files(&loaded);
    for (path, definition) in &loaded {
        // Whoever gives all files of a folder means their main files; an include is checked with those.
        if definition_kind(&definition.documents) == FileKind::Part && included.contains(&canonical(path)) {
            continue;
        }
        exit = exit.max(check_one(path, definition, arguments, format, color));
    }
    exit
}

fn check_one(
    path: &Path,
    loaded: &Loaded,
    arguments: &CheckArguments,
    format: MessageFormat,
    color: ColorChoice,
) -> Exit {
    let pen = Pen::for_errors(color);
    let mut checked = check(loaded);
    if let (Some(program), Some(as_of)) = (&checked.program, arguments.as_of)
        && let Ok(plan) = Plan::new(program, as_of)
    {
        checked.problems.extend(overdue(program, &plan));
    }
    let mut exit = Exit::Done;
    if let Some(program) = &checked.program {
        if let Some(base) = &arguments.base {
            exit = exit.max(against_base(path, base, program, &mut checked.problems, (format, color)));
        }
        if let Some(page) = &arguments.published {
            match published::problem(page, path, program) {
                Ok(problem) => checked.problems.extend(problem),
                Err(error) => {
                    say(&format!("{error}\n"));
                    exit = Exit::File;
                }
            }
        }
    }
    say(&render(&checked.problems, &loaded.sources, format, pen));
    if format == MessageFormat::Human {
        let name = crate::text::visible::visible(&path.display().to_string());
        match count_line(&checked.problems) {
            Some(counts) => say(&format!("{name}: {counts}\n")),
            None => say(&format!("{name}: {}\n", pen.paint(Style::Good, "no problems"))),
        }
    }
    exit.max(Exit::of_problems(&checked.problems))
}

/// What `diff --deny unagreed` would say of the definition as it stood in a revision.
fn against_base(
    path: &Path,
    base: &str,
    program: &Program,
    problems: &mut Vec<Diagnostic>,
    (format, color): (MessageFormat, ColorChoice),
) -> Exit {
    let old = match definition_at(path, base) {
        Ok(old) => old,
        // A new file breaks no agreement.
        Err(error @ GitError::NoFile { .. }) => {
            say(&format!("{error}\n"));
            return Exit::Done;
        }
        Err(error) => {
            say(&format!("{error}\n"));
            return git_exit(&error);
        }
    };
    match diff::program(&old, "old", format, color) {
        Ok(old) => {
            let deny = Deny { unagreed: true, ..Deny::default() };
            problems.extend(denied(&compare(&old, program), deny));
            Exit::Done
        }
        Err(exit) => exit,
    }
}

/// The files that the given definitions include.
pub(super) fn included_files(loaded: &[(&PathBuf, Loaded)]) -> BTreeSet<PathBuf> {
    loaded
        .iter()
        .flat_map(|(_, definition)| {
            definition.sources.iter().skip(1).map(|(_, source)| canonical(Path::new(&source.name)))
        })
        .collect()
}

pub(super) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
