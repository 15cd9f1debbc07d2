//! `uld test`: the examples of definitions, run.
//!
//! What was run, and what it covers, is the result; failures are problems like all others. The clock is never read.

mod draw;
mod junit;

use std::path::{Path, PathBuf};

use super::check::{canonical, included_files};
use super::cli::TestArguments;
use super::exit::Exit;
use super::load::{files_of, read_definition};
use super::prepare::{failed, would_replace};
use super::report::{MessageFormat, count_line, render};
use super::terminal::{ColorChoice, Pen, answer, say};
use crate::check::{FileKind, Loaded, check, definition_kind};
use crate::model::program::Program;
use crate::review::examples::{Tried, run as run_examples};
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::name::fold;
use crate::text::visible::visible;
use junit::Suite;

/// How many examples were run, and failed.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    run: usize,
    failed: usize,
    /// How many there are, run or not.
    all: usize,
}

/// Runs the examples of each definition; one that fails ends with 1.
pub fn run(arguments: &TestArguments, color: ColorChoice) -> Exit {
    let mut exit = Exit::Done;
    let mut loaded = Vec::new();
    let mut suites = Vec::new();
    for path in &arguments.definitions {
        match read_definition(path) {
            Ok(definition) => loaded.push((path, definition)),
            Err(error) => {
                say(&format!("{error}\n"));
                suites.push(Suite::broken(path, "the definition cannot be read", &error.to_string()));
                exit = exit.max(Exit::File);
            }
        }
    }
    let files: Vec<PathBuf> = loaded.iter().flat_map(|(path, loaded)| files_of(path, loaded)).collect();
    if would_replace("--junit", arguments.junit.as_deref(), files.iter().map(PathBuf::as_path)) {
        return Exit::Usage;
    }
    let included = included_files(&loaded);
    let mut counts = Counts::default();
    for (path, definition) in &loaded {
        // Whoever gives all files of a folder means their main files, and the examples of an include run with those.
        if definition_kind(&definition.documents) == FileKind::Part && included.contains(&canonical(path)) {
            continue;
        }
        let (suite, ended) = test_one(path, definition, arguments, color, &mut counts);
        suites.push(suite);
        exit = exit.max(ended);
    }
    if let Some(filter) = arguments.filter.as_deref().filter(|_| counts.all > 0 && counts.run == 0) {
        say(&format!("no example has `{}` in its title\n", visible(filter)));
    }
    if arguments.messages.message_format == MessageFormat::Human {
        say(&counts.line());
    }
    match arguments.junit.as_deref().map(|output| junit::write(output, &suites)) {
        Some(Err(error)) => exit.max(failed(&error)),
        Some(Ok(())) | None => exit,
    }
}

impl Counts {
    /// `12 examples, 11 passed, 1 failed`
    fn line(self) -> String {
        let noun = if self.run == 1 { "example" } else { "examples" };
        format!("{} {noun}, {} passed, {} failed\n", self.run, self.run - self.failed, self.failed)
    }
}

fn test_one(
    path: &Path,
    loaded: &Loaded,
    arguments: &TestArguments,
    color: ColorChoice,
    counts: &mut Counts,
) -> (Suite, Exit) {
    let pen = Pen::for_errors(color);
    let format = arguments.messages.message_format;
    let name = visible(&path.display().to_string());
    let checked = check(loaded);
    let Some(program) = checked.program else {
        let errors: Vec<Diagnostic> =
            checked.problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
        say(&render(&errors, &loaded.sources, format, pen));
        let counted = count_line(&errors).unwrap_or_default();
        if format == MessageFormat::Human {
            say(&format!("{name}: {counted}; no example was run\n"));
        }
        let drawn = render(&errors, &loaded.sources, MessageFormat::Human, Pen::plain());
        // Without a program something is wrong, whatever was kept of the messages.
        let exit = Exit::of_problems(&errors).max(Exit::FallsShort);
        return (Suite::broken(path, &format!("the definition has {counted}"), &drawn), exit);
    };
    let filter = arguments.filter.as_deref().map(fold);
    let wanted = |title: &str| filter.as_ref().is_none_or(|filter| fold(title).contains(filter));
    let tried = match run_examples(&program, &loaded.sources, wanted) {
        Ok(tried) => tried,
        Err(error) => {
            say(&format!("{error}\n"));
            return (Suite::broken(path, &error.to_string(), ""), Exit::File);
        }
    };
    let failures = tried.cases.iter().filter(|case| !case.failures.is_empty()).count();
    counts.run += tried.cases.len();
    counts.failed += failures;
    counts.all += program.examples.len();
    let mut exit = if failures > 0 { Exit::FallsShort } else { Exit::Done };
    if program.examples.is_empty() {
        say(&draw::no_example(&name, &program));
    } else if !tried.cases.is_empty() {
        exit = exit.max(answer(&draw::results(&name, &tried, Pen::for_output(color))));
    }
    let problems: Vec<Diagnostic> = tried.cases.iter().flat_map(|case| case.failures.clone()).collect();
    say(&render(&problems, &loaded.sources, format, pen));
    if arguments.coverage && !tried.cases.is_empty() {
        exit = exit.max(answer(&draw::coverage(&name, &tried.coverage, &loaded.sources)));
    }
    if let Some(least) = arguments.fail_under {
        exit = exit.max(covers(&name, &program, &tried, usize::from(least)));
    }
    (Suite::of(path, &tried, &loaded.sources), exit)
}

/// Whether the examples cover at least so many percent of the criteria.
fn covers(name: &str, program: &Program, tried: &Tried<'_>, least: usize) -> Exit {
    let (covered, all) = tried.coverage.counts();
    if tried.cases.is_empty() {
        if !program.examples.is_empty() {
            say(&format!("{name}: no example was run, so nothing is covered\n"));
        }
        return Exit::FallsShort;
    }
    if covered * 100 < least * all {
        let percent = tried.coverage.percent();
        say(&format!("{name}: the examples cover {percent}% of the criteria, less than {least}%\n"));
        return Exit::FallsShort;
    }
    Exit::Done
}
