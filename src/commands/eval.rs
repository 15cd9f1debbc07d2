//! `uld eval`: the main job, every record of an export judged.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::cli::{EvalArguments, SummaryFormat};
use super::exit::Exit;
use super::load::files_of;
use super::prepare::{NO_RECORD, as_of, failed, planned, prepared, records_options, would_replace};
use super::progress::{Progress, ResultGoes};
use super::report::{MessageFormat, render};
use super::review::overdue;
use super::summary::{InputFacts, Run as RunFacts, draw, json};
use super::terminal::{ColorChoice, Pen, say};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::Related;
use crate::evaluate::{Memory, judged};
use crate::model::lifecycle::NextStep;
use crate::records::cut::ChunkSize;
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::Run;
use crate::records::open::Place;
use crate::records::output::file::Target;
use crate::records::output::{OutputOptions, Show};
use crate::records::problem::data_problems;
use crate::records::related::find::find;
use crate::records::related::{RelatedOptions, RelatedRecords};
use crate::records::rows::Rows;
use crate::records::summary::Summary;
use crate::wording::outcome::next_step;

/// How much of the result is held before it is handed to the system, in bytes.
const BUFFER: usize = 1 << 16;

/// Judges the records and says on standard error what was found.
pub fn run(arguments: &EvalArguments, color: ColorChoice) -> Exit {
    let (loaded, program) = match prepared(&arguments.definition, arguments.messages, color, NO_RECORD) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let files = files_of(&arguments.definition, &loaded);
    let read = files.iter().chain([&arguments.records]).chain(arguments.with.iter().map(|with| &with.path));
    if would_replace("-o", arguments.output.as_deref(), read.map(PathBuf::as_path)) {
        return Exit::Usage;
    }
    let as_of = as_of(&program, arguments.as_of);
    let plan = match planned(&program, as_of) {
        Ok(plan) => plan,
        Err(exit) => return exit,
    };
    let started = Instant::now();
    let (input, summary) = match judge(arguments, &plan) {
        Ok(Some(judged)) => judged,
        Ok(None) => return Exit::Usage,
        Err(error) => return failed(&error),
    };
    let pen = Pen::for_errors(color);
    let mut problems =
        data_problems(&program, &summary, &loaded.sources, &Place::of_argument(&arguments.records));
    problems.extend(overdue(&program, &plan));
    let run =
        RunFacts { program: &program, input: &input, summary: &summary, as_of, took: started.elapsed() };
    let format = arguments.messages.message_format;
    say(&render(&problems, &loaded.sources, format, pen));
    match arguments.summary {
        SummaryFormat::Json => say(&json(&run)),
        SummaryFormat::Human if format == MessageFormat::Human => {
            // The verdicts stand right above on a screen.
            let gap = if arguments.output.is_none() && problems.is_empty() { "\n" } else { "" };
            say(&format!("{gap}{}", draw(&run, pen)));
        }
        SummaryFormat::Human => {}
    }
    if arguments.strict && summary.has_problems() { Exit::FallsShort } else { Exit::Done }
}

/// Judges all records; none if the result would replace a file beside them.
fn judge(arguments: &EvalArguments, plan: &Plan<'_>) -> Result<Option<(InputFacts, Summary)>, RecordsError> {
    let output = output_options(arguments)?;
    let place = Place::of_argument(&arguments.records);
    let options = records_options(&arguments.input, &arguments.with)?;
    let input = Input::open(&place, &options.contacts)?;
    let files = find(plan.program(), &arguments.with, &place, options.stdin)?;
    let beside = files.iter().filter_map(|file| match &file.place {
        Place::Path(path) => Some(path.as_path()),
        Place::Stdin => None,
    });
    if would_replace("-o", arguments.output.as_deref(), beside) {
        return Ok(None);
    }
    let facts = InputFacts::of(&input);
    let threads = arguments.threads.map_or(0, usize::from);
    let options = RelatedOptions { shows_values: arguments.show_values, keeps_days: false, threads };
    let related = RelatedRecords::read(plan, &files, &input, options)?;
    let judge = |rows: &Rows, related: &Related<'_>, memory: &mut Memory| judged(plan, rows, related, memory);
    let say_next = |next: &NextStep| next_step(plan.program(), next).to_string();
    let goes = if arguments.output.is_some() { ResultGoes::Elsewhere } else { ResultGoes::ToOutput };
    let progress = Progress::of(&input, arguments.messages.message_format, goes);
    let watch = |records: u64| progress.show(records);
    let run = Run {
        program: plan.program(),
        columns: plan.columns(),
        judge: &judge,
        related: Some(&related),
        say_next: &say_next,
        output: &output,
        threads,
        batch: ChunkSize::default(),
        watch: Some(&watch),
    };
    let summary = match &arguments.output {
        Some(path) => {
            let mut target = Target::create(path)?;
            let summary = run.judge_all(input, &mut target, &path.display().to_string())?;
            target.finish()?;
            summary
        }
        None => {
            let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
            let summary = run.judge_all(input, &mut out, "standard output")?;
            out.flush()
                .map_err(|source| RecordsError::Write { path: "standard output".to_owned(), source })?;
            summary
        }
    };
    Ok(Some((facts, summary)))
}

fn output_options(arguments: &EvalArguments) -> Result<OutputOptions, RecordsError> {
    let form = match (arguments.output_format, arguments.output.as_deref()) {
        (Some(form), _) => form,
        (None, Some(path)) => form_of(path)?,
        (None, None) => crate::records::form::OutputForm::default(),
    };
    if arguments.output.is_none() && io::stdout().is_terminal() {
        form.check_for_terminal()?;
    }
    Ok(OutputOptions {
        form,
        show: arguments.show.as_deref().map_or(Show::None, Show::of_argument),
        keep_all: arguments.keep_all,
        no_escape_formulas: arguments.no_escape_formulas,
        show_values: arguments.show_values,
    })
}

fn form_of(path: &Path) -> Result<crate::records::form::OutputForm, RecordsError> {
    crate::records::form::OutputForm::of_path(path)
}
