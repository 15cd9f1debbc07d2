//! `uld eval`: the main job, every record of an export judged.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use super::cli::{EvalArguments, SummaryFormat};
use super::exit::Exit;
use super::prepare::{as_of, failed, input_options, prepared};
use super::report::{MessageFormat, render};
use super::review::overdue;
use super::summary::{InputFacts, Run as RunFacts, draw, json};
use super::terminal::{ColorChoice, Pen, say};
use crate::evaluate::batch::Batch;
use crate::evaluate::evaluate;
use crate::evaluate::plan::Plan;
use crate::model::lifecycle::NextStep;
use crate::records::cut::ChunkSize;
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::Run;
use crate::records::open::Place;
use crate::records::output::file::Target;
use crate::records::output::{OutputOptions, Show};
use crate::records::problem::data_problems;
use crate::records::rows::Rows;
use crate::records::summary::Summary;
use crate::wording::outcome::next_step;

/// How much of the result is held before it is handed to the system, in bytes.
const BUFFER: usize = 1 << 16;

/// Judges the records and says on standard error what was found.
pub fn run(arguments: &EvalArguments, color: ColorChoice) -> Exit {
    if arguments.output.as_deref().is_some_and(|output| is_read(output, arguments)) {
        say("-o names a file that this command reads, and would replace it; choose another name\n");
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
    let judged = match judge(arguments, &plan) {
        Ok(judged) => judged,
        Err(error) => return failed(&error),
    };
    let (input, summary) = judged;
    let pen = Pen::for_errors(color);
    let mut problems = data_problems(&program, &summary);
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
    let missing_column = summary.columns.iter().any(|column| column.header.found.is_none());
    if arguments.strict && (summary.has_problems() || missing_column) { Exit::FallsShort } else { Exit::Done }
}

/// Whether the output is the definition or the records themselves.
fn is_read(output: &Path, arguments: &EvalArguments) -> bool {
    let same = |input: &Path| match (output.canonicalize(), input.canonicalize()) {
        (Ok(output), Ok(input)) => output == input,
        (Err(_), _) | (_, Err(_)) => false,
    };
    same(&arguments.definition) || same(&arguments.records)
}

fn judge(arguments: &EvalArguments, plan: &Plan<'_>) -> Result<(InputFacts, Summary), RecordsError> {
    let output = output_options(arguments)?;
    let input = Input::open(&Place::of_argument(&arguments.records), &input_options(&arguments.input)?)?;
    let facts = InputFacts::of(&input);
    let judge = |rows: &Rows| evaluate(plan, &Batch::read(plan, rows), false);
    let say_next = |next: &NextStep| next_step(plan.program(), next);
    let run = Run {
        program: plan.program(),
        columns: plan.columns(),
        judge: &judge,
        say_next: &say_next,
        output: &output,
        threads: arguments.threads.map_or(0, usize::from),
        batch: ChunkSize::default(),
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
    Ok((facts, summary))
}

fn output_options(arguments: &EvalArguments) -> Result<OutputOptions, RecordsError> {
    let form = match (arguments.output_format, arguments.output.as_deref()) {
        (Some(form), _) => form,
        (None, Some(path)) => form_of(path)?,
        (None, None) => crate::records::form::OutputForm::default(),
    };
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
