//! `uld fmt`: the canonical form, written back.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::cli::FmtArguments;
use super::exit::Exit;
use super::load::read_definition;
use super::prepare::failed;
use super::report::{MessageFormat, render};
use super::terminal::{ColorChoice, Pen, Style, answer, say};
use crate::check::Loaded;
use crate::format::{Spelling, format};
use crate::records::output::file::write_whole;
use crate::text::diagnostic::Severity;
use crate::text::source::Source;
use crate::text::visible::visible;

/// Formats each definition and what it includes. A file that cannot be read as a definition is left as it is.
pub fn run(arguments: &FmtArguments, color: ColorChoice) -> Exit {
    let mut exit = Exit::Done;
    for path in &arguments.definitions {
        match read_definition(path) {
            Ok(loaded) => exit = exit.max(one(path, &loaded, arguments, color)),
            Err(error) => {
                say(&format!("{error}\n"));
                exit = exit.max(Exit::File);
            }
        }
    }
    exit
}

fn one(path: &Path, loaded: &Loaded, arguments: &FmtArguments, color: ColorChoice) -> Exit {
    let pen = Pen::for_errors(color);
    let format_as = arguments.messages.message_format;
    let errors: Vec<_> =
        loaded.problems.iter().filter(|problem| problem.severity() == Severity::Error).cloned().collect();
    say(&render(&errors, &loaded.sources, format_as, pen));
    let mut exit = Exit::of_problems(&errors);
    let documents: Vec<_> = loaded.documents.iter().collect();
    let spelling = Spelling::collect(&documents);
    let from_standard_input = path == Path::new("-");
    // What came along with a text from standard input is no part of that text, and nobody asked to change it.
    let count = if from_standard_input { 1 } else { loaded.documents.len() };
    for document in loaded.documents.iter().take(count) {
        let Some(source) = loaded.sources.get(document.source) else { continue };
        let name = visible(&source.name);
        match format(document, source, &spelling) {
            Err(error) => {
                if format_as == MessageFormat::Human {
                    say(&format!("{name}: left as it is: {error}\n"));
                }
                exit = exit.max(Exit::FallsShort);
            }
            Ok(text) if from_standard_input && !arguments.check && !arguments.diff => {
                exit = exit.max(answer(&text));
            }
            Ok(text) if text == source.text() => {}
            Ok(text) if arguments.check || arguments.diff => {
                if arguments.diff {
                    exit = exit.max(show_difference(&name, source.text(), &text, Pen::for_output(color)));
                }
                if arguments.check {
                    say(&format!("{name}: not in the canonical form; `uld fmt {name}` writes it\n"));
                    exit = exit.max(Exit::FallsShort);
                }
            }
            Ok(text) => match write_whole(&file_of(path, loaded, source), &text) {
                Ok(()) => say(&format!("{name}: formatted\n")),
                Err(error) => exit = exit.max(failed(&error)),
            },
        }
    }
    exit
}

/// The file that a text was read from. Its name is for messages: a path need not be text, and may hold a `\`.
fn file_of(path: &Path, loaded: &Loaded, source: &Source) -> PathBuf {
    let main = loaded.sources.iter().next().map_or("", |(_, main)| main.name.as_str());
    if source.name == main {
        return path.to_owned();
    }
    let folder = main.rfind(['/', '\\']).and_then(|at| main.get(..=at)).unwrap_or("");
    let below = source.name.strip_prefix(folder).unwrap_or(&source.name);
    path.parent().map_or_else(|| PathBuf::from(below), |parent| parent.join(below))
}

/// The lines that would change, as `diff -u` shows them.
fn show_difference(name: &str, old: &str, new: &str, pen: Pen) -> Exit {
    let difference = TextDiff::from_lines(old, new);
    let unified = difference.unified_diff().context_radius(3).header(name, name).to_string();
    let drawn: String = unified
        .lines()
        .map(|line| {
            let style = match line.as_bytes().first() {
                Some(b'-') => Some(Style::Error),
                Some(b'+') => Some(Style::Good),
                _ => None,
            };
            let line = visible(line);
            format!("{}\n", style.map_or(line.clone(), |style| pen.paint(style, &line)))
        })
        .collect();
    answer(&drawn)
}
