//! `uld audit`: who kept what was promised.

mod draw;
mod json;

use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;

use super::cli::AuditArguments;
use super::exit::Exit;
use super::load::files_of;
use super::prepare::{NO_RECORD, as_of, failed, id_of, planned, prepared, records_options, would_replace};
use super::progress::{Progress, ResultGoes};
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
use crate::records::output::file::write_whole;
use crate::records::output::sheet::id_column;
use crate::records::problem::data_problems;
use crate::records::related::find::find;
use crate::records::related::{RelatedOptions, RelatedRecords};
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
    let (loaded, program) = match prepared(&arguments.definition, arguments.messages, color, NO_RECORD) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let files = files_of(&arguments.definition, &loaded);
    let read = files.iter().chain([&arguments.records]).chain(arguments.with.iter().map(|with| &with.path));
    if would_replace("--html", arguments.html.as_deref(), read.map(PathBuf::as_path)) {
        return Exit::Usage;
    }
    let as_of = as_of(&program, arguments.as_of);
    let plan = match planned(&program, as_of) {
        Ok(plan) => plan,
        Err(exit) => return exit,
    };
    let started = Instant::now();
    let duties = Duties::new(&program);
    let (input, summary, audit) = match audited(arguments, &plan, &duties) {
        Ok(Some(found)) => found,
        Ok(None) => return Exit::Usage,
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
        && let Err(error) = write_whole(path, &page(&report, &heading))
    {
        return failed(&error);
    }
    let said = match arguments.format {
        AuditFormat::Text => answer(&draw::draw(&report, Pen::for_output(color))),
        AuditFormat::Json => answer(&json::json(&report, &heading)),
    };
    let mut problems =
        data_problems(&program, &summary, &loaded.sources, &Place::of_argument(&arguments.records));
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
    let short = audit.is_late() || summary.has_problems();
    if arguments.strict && short { said.max(Exit::FallsShort) } else { said }
}

/// Judges all records; none if the page would replace a file beside them.
fn audited(
    arguments: &AuditArguments,
    plan: &Plan<'_>,
    duties: &Duties<'_>,
) -> Result<Option<(InputFacts, Summary, Audit)>, RecordsError> {
    let place = Place::of_argument(&arguments.records);
    let options = records_options(&arguments.input, &arguments.with)?;
    let input = Input::open(&place, &options.contacts)?;
    let files = find(plan.program(), &arguments.with, &place, options.stdin)?;
    let beside = files.iter().filter_map(|file| match &file.place {
        Place::Path(path) => Some(path.as_path()),
        Place::Stdin => None,
    });
    if would_replace("--html", arguments.html.as_deref(), beside) {
        return Ok(None);
    }
    let facts = InputFacts::of(&input);
    let threads = arguments.threads.map_or(0, usize::from);
    let options = RelatedOptions { shows_values: arguments.show_values, keeps_days: true, threads };
    let related = RelatedRecords::read(plan, &files, &input, options)?;
    let id = id_column(plan.program(), plan.columns());
    let judge = |rows: &Rows, related: &Related<'_>| {
        let batch = Batch::read_with(plan, rows, related);
        let verdicts = evaluate(plan, &batch, true);
        let standings = duties.standings(plan, &batch, related, &verdicts);
        let contact = |row: usize| contact(rows, id, row);
        let audit = Audit::of_batch(duties, &standings, &verdicts, contact, arguments.show_values);
        (verdicts, audit)
    };
    let progress = Progress::of(&input, arguments.messages.message_format, ResultGoes::Elsewhere);
    let watch = |records: u64| progress.show(records);
    let survey = Survey {
        program: plan.program(),
        columns: plan.columns(),
        judge: &judge,
        related: Some(&related),
        also: None,
        shows_values: arguments.show_values,
        threads,
        batch: ChunkSize::default(),
        watch: Some(&watch),
    };
    let mut audit = Audit::default();
    let summary = survey.take_all(input, &mut |of_batch| audit.merge(of_batch))?;
    Ok(Some((facts, summary, audit)))
}

/// What identifies a record; its number where there is no id.
fn contact(rows: &Rows, id: Option<usize>, row: usize) -> ContactId {
    id_of(rows, id, row).map_or_else(|| ContactId::Row(rows.number(row)), |id| ContactId::Id(id.to_owned()))
}
