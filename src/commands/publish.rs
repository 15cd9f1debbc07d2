//! `uld publish`: a definition as a document.

use std::path::Path;

use super::cli::PublishArguments;
use super::exit::Exit;
use super::load::files_of;
use super::prepare::{failed, prepared, would_replace};
use super::terminal::{ColorChoice, say};
use crate::check::Loaded;
use crate::model::program::Program;
use crate::page::{html::html, markdown::markdown, text::text};
use crate::publish::{Verdict, page};
use crate::records::output::file::write_whole;
use crate::review::examples;
use crate::text::visible::visible;

/// How many columns a plain text has.
const WIDTH: usize = 80;

/// The forms of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Text,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "html" | "htm" => Some(Form::Html),
            "md" | "markdown" => Some(Form::Markdown),
            "txt" => Some(Form::Text),
            _ => None,
        }
    }
}

/// Writes the document; a definition with errors is not published.
pub fn run(arguments: &PublishArguments, color: ColorChoice) -> Exit {
    let Some(path) = arguments.output.as_ref().filter(|_| arguments.forgotten.is_none()) else {
        let definition = visible(&arguments.definition.display().to_string());
        let page = arguments.forgotten.as_ref().or(arguments.output.as_ref());
        let page = page.map_or("agreement.html".to_owned(), |page| visible(&page.display().to_string()));
        say(&format!("say where the document goes, with -o: `uld publish {definition} -o {page}`\n"));
        return Exit::Usage;
    };
    let shown = visible(&path.display().to_string());
    let Some(form) = Form::of(path) else {
        say(&format!(
            "I do not know which form `{shown}` should have: its name ends in .html, .md or .txt, as in `-o agreement.html`\n"
        ));
        return Exit::Usage;
    };
    let (loaded, program) =
        match prepared(&arguments.definition, arguments.messages, color, "nothing was written") {
            Ok(prepared) => prepared,
            Err(exit) => return exit,
        };
    let read = files_of(&arguments.definition, &loaded);
    if would_replace("-o", Some(path), read.iter().map(|read| read.as_path())) {
        return Exit::Usage;
    }
    let Some(verdicts) = verdicts(&program, &loaded) else { return Exit::File };
    let page = page(&program, &verdicts);
    let written = match form {
        Form::Html => html(&page),
        Form::Markdown => markdown(&page),
        Form::Text => text(&page, WIDTH),
    };
    if let Err(error) = write_whole(path, &written) {
        return failed(&error);
    }
    let failing = verdicts.iter().filter(|verdict| !verdict.differs.is_empty()).count();
    say(&format!("{shown}: written\n"));
    if failing > 0 {
        let (examples, come) = if failing == 1 { ("example", "comes") } else { ("examples", "come") };
        say(&format!(
            "{failing} {examples} of it {come} out otherwise than agreed, and the document says so; `uld test` shows why\n"
        ));
    }
    Exit::Done
}

/// How the examples come out; none, which is said, if the definition's time zone is not known.
fn verdicts(program: &Program, loaded: &Loaded) -> Option<Vec<Verdict>> {
    match examples::run(program, &loaded.sources, |_| true) {
        Ok(tried) => Some(
            tried
                .cases
                .iter()
                .map(|case| Verdict {
                    differs: case.failures.iter().map(|failure| failure.title.clone()).collect(),
                })
                .collect(),
        ),
        Err(error) => {
            say(&format!("{error}\n"));
            None
        }
    }
}
