//! `uld audit`: who kept what was promised.

mod draw;
mod json;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use clap::ValueEnum;

use super::cli::AuditArguments;
use super::exit::Exit;
use super::prepare::{as_of, failed, input_options, prepared};
use super::report::{MessageFormat, render};
use super::review::overdue;
use super::summary::{InputFacts, Run as RunFacts, draw as draw_summary};
use super::terminal::{ColorChoice, Pen, answer, say};
use crate::evaluate::batch::Batch;
use crate::evaluate::duties::Duties;
use crate::evaluate::evaluate;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::Related;
use crate::records::cut::ChunkSize;
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::Survey;
use crate::records::open::Place;
use crate::records::output::file::Target;
use crate::records::output::sheet::id_column;
use crate::records::problem::data_problems;
use crate::records::rows::Rows;
use crate::records::summary::Summary;
use crate::review::audit::page::{Heading, page};
use crate::review::audit::report::Report;
use crate::review::audit::{Audit, ContactId};

/// `--format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// Judges the records and says on standard output how the duties stand.
pub fn run(arguments: &AuditArguments, color: ColorChoice) -> Exit {
    if arguments.html.as_deref().is_some_and(|html| is_read(html, arguments)) {
        say("--html names a file that this command reads, and would replace it; choose another name\n");
        return Exit::Usage;
    }
    let (loaded, program) = match prepared(&arguments.definition, arguments.messages, color) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let as_of = as_of(&program, arguments.as_of);
    let plan = match Plan::new(&program, as_of) {
        Ok(plan) => plan,
        Err(error) => {
            say(&format!("{error}\n"));
            return Exit::File;
        }
    };
    let started = Instant::now();
    let duties = Duties::new(&program);
    let (input, summary, audit) = match audited(arguments, &plan, &duties) {
        Ok(found) => found,
        Err(error) => return failed(&error),
    };
    let report = Report::new(&duties, &audit);
    let header = &program.header;
    let heading = Heading {
        title: &header.title,
        version: header.version,
        as_of,
        records: &input.name,
        count: summary.records,
    };
    if let Some(path) = &arguments.html
        && let Err(error) = write_page(path, &page(&report, &heading))
    {
        return failed(&error);
    }
    let said = match arguments.format {
        AuditFormat::Text => answer(&draw::draw(&report, Pen::for_output(color))),
        AuditFormat::Json => answer(&json::json(&report, &heading)),
    };
    let mut problems = data_problems(&program, &summary);
    problems.extend(overdue(&program, &plan));
    let pen = Pen::for_errors(color);
    let format = arguments.messages.message_format;
    say(&render(&problems, &loaded.sources, format, pen));
    if format == MessageFormat::Human {
        let run =
            RunFacts { program: &program, input: &input, summary: &summary, as_of, took: started.elapsed() };
        let gap = if problems.is_empty() { "\n" } else { "" };
        say(&format!("{gap}{}", draw_summary(&run, pen)));
    }
    let missing_column = summary.columns.iter().any(|column| column.header.found.is_none());
    let short = audit.is_late() || summary.has_problems() || missing_column;
    if arguments.strict && short { said.max(Exit::FallsShort) } else { said }
}

/// Whether the page is the definition or the records themselves.
fn is_read(page: &Path, arguments: &AuditArguments) -> bool {
    let same = |input: &Path| match (page.canonicalize(), input.canonicalize()) {
        (Ok(page), Ok(input)) => page == input,
        (Err(_), _) | (_, Err(_)) => false,
    };
    same(&arguments.definition) || same(&arguments.records)
}

fn audited(
    arguments: &AuditArguments,
    plan: &Plan<'_>,
    duties: &Duties<'_>,
) -> Result<(InputFacts, Summary, Audit), RecordsError> {
    let input = Input::open(&Place::of_argument(&arguments.records), &input_options(&arguments.input)?)?;
    let facts = InputFacts::of(&input);
    let id = id_column(plan.program(), plan.columns());
    let judge = |rows: &Rows| {
        let related = Related::default();
        let batch = Batch::read_with(plan, rows, &related);
        let verdicts = evaluate(plan, &batch, true);
        let standings = duties.standings(plan, &batch, &related, &verdicts);
        let contact = |row: usize| contact(rows, id, row);
        let audit = Audit::of_batch(duties, &standings, &verdicts, contact, arguments.show_values);
        (verdicts, audit)
    };
    let survey = Survey {
        program: plan.program(),
        columns: plan.columns(),
        judge: &judge,
        shows_values: arguments.show_values,
        threads: arguments.threads.map_or(0, usize::from),
        batch: ChunkSize::default(),
    };
    let mut audit = Audit::default();
    let summary = survey.take_all(input, &mut |of_batch| audit.merge(of_batch))?;
    Ok((facts, summary, audit))
}

/// What identifies a record; its number where there is no id.
fn contact(rows: &Rows, id: Option<usize>, row: usize) -> ContactId {
    let id = id.and_then(|index| rows.slot_of(index)).map(|slot| rows.shown(row, slot).trim());
    match id {
        Some(id) if !id.is_empty() => ContactId::Id(id.to_owned()),
        Some(_) | None => ContactId::Row(rows.number(row)),
    }
}

fn write_page(path: &Path, page: &str) -> Result<(), RecordsError> {
    let mut target = Target::create(path)?;
    target
        .write_all(page.as_bytes())
        .map_err(|source| RecordsError::Write { path: path.display().to_string(), source })?;
    target.finish()
}
