//! `uld diff --records`: one pass over the records, each batch judged by both definitions.

use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;

use super::arguments::DiffArguments;
use crate::check::Loaded;
use crate::commands::exit::Exit;
use crate::commands::prepare::{as_of, failed, id_of, planned, records_options};
use crate::commands::progress::{Progress, ResultGoes};
use crate::commands::report::{MessageFormat, render};
use crate::commands::review::overdue;
use crate::commands::summary::{InputFacts, Run as RunFacts, draw};
use crate::commands::terminal::{Pen, say};
use crate::compare::Difference;
use crate::compare::moves::{Movement, Moves};
use crate::evaluate::batch::Batch;
use crate::evaluate::evaluate;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::Related;
use crate::model::program::Program;
use crate::records::cut::ChunkSize;
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::Survey;
use crate::records::open::Place;
use crate::records::output::sheet::id_column;
use crate::records::problem::data_problems;
use crate::records::related::find::{With, find};
use crate::records::related::{RelatedOptions, RelatedRecords};
use crate::records::rows::Rows;
use crate::records::rows::view::Readers;
use crate::records::summary::Summary;

/// The two definitions, and how they differ.
pub struct Judged<'a> {
    /// The old program.
    pub old: &'a Program,
    /// The new program.
    pub new: &'a Program,
    /// The files of the new definition, for messages about cells.
    pub loaded: &'a Loaded,
    /// How they differ.
    pub difference: &'a Difference,
}

/// What the records say, what was asked of them, and as of which day.
pub struct Found<'a> {
    /// The counts.
    pub moves: Moves,
    /// What was asked.
    pub movement: Movement<'a>,
    /// The day.
    pub as_of: Date,
}

/// Judges all records and says on standard error how they were read.
///
/// # Errors
/// How the command ends when they can't be read.
pub fn judged<'a>(
    judged: &Judged<'a>,
    arguments: &DiffArguments,
    records: &Path,
    pen: Pen,
) -> Result<Found<'a>, Exit> {
    if arguments.with.iter().any(|with| with.path == Path::new("-")) {
        say("both definitions read what --with names: give it as a file instead of `-`\n");
        return Err(Exit::Usage);
    }
    let as_of = as_of(judged.new, arguments.as_of);
    let plans = (planned(judged.old, as_of)?, planned(judged.new, as_of)?);
    let movement = Movement::new(judged.difference, judged.old, judged.new, arguments.ids);
    let started = Instant::now();
    let (input, summary, moves) =
        survey(arguments, records, (&plans.0, &plans.1), &movement).map_err(|error| failed(&error))?;
    let mut problems =
        data_problems(judged.new, &summary, &judged.loaded.sources, &Place::of_argument(records));
    problems.extend(overdue(judged.new, &plans.1));
    let format = arguments.messages.message_format;
    say(&render(&problems, &judged.loaded.sources, format, pen));
    if format == MessageFormat::Human {
        let run = RunFacts {
            program: judged.new,
            input: &input,
            summary: &summary,
            as_of,
            took: started.elapsed(),
        };
        say(&draw(&run, pen));
    }
    Ok(Found { moves, movement, as_of })
}

fn survey(
    arguments: &DiffArguments,
    records: &Path,
    (old, new): (&Plan<'_>, &Plan<'_>),
    movement: &Movement<'_>,
) -> Result<(InputFacts, Summary, Moves), RecordsError> {
    let place = Place::of_argument(records);
    let options = records_options(&arguments.input, &arguments.with)?;
    let input = Input::open(&place, &options.contacts)?;
    // A block that only one of the definitions has is read for that one.
    let of_old = named(old.program(), &arguments.with, &place);
    let of_new: Vec<With> = arguments
        .with
        .iter()
        .filter(|with| !has(&of_old, with) || has(&named(new.program(), &arguments.with, &place), with))
        .cloned()
        .collect();
    let new_files = find(new.program(), &of_new, &place, options.stdin)?;
    let old_files = find(old.program(), &of_old, &place, options.stdin)?;
    let facts = InputFacts::of(&input);
    let threads = arguments.threads.map_or(0, usize::from);
    let options = RelatedOptions { threads, ..RelatedOptions::default() };
    let old_related = RelatedRecords::read(old, &old_files, &input, options)?;
    let options = RelatedOptions { shows_values: arguments.show_values, ..options };
    let new_related = RelatedRecords::read(new, &new_files, &input, options)?;
    let id = id_column(new.program(), new.columns());
    let readers = Readers {
        own: new.columns().len(),
        also: old.columns().len(),
        own_properties: new_related.properties().len(),
    };
    let judge = |rows: &Rows, related: &Related<'_>| {
        let after = evaluate(new, &Batch::read_with(new, &readers.own(rows), related), true);
        let view = readers.also(rows);
        let beside = old_related.of(&view, |row| rows.number(row));
        let before = evaluate(old, &Batch::read_with(old, &view, &beside.related()), true);
        let moves = movement.of_batch(&before, &after, |row| contact(rows, id, row));
        (after, moves)
    };
    let progress = Progress::of(&input, arguments.messages.message_format, ResultGoes::Elsewhere);
    let watch = |records: u64| progress.show(records);
    let survey = Survey {
        program: new.program(),
        columns: new.columns(),
        judge: &judge,
        related: Some(&new_related),
        also: Some((old.columns(), &old_related)),
        shows_values: arguments.show_values,
        threads,
        batch: ChunkSize::default(),
        watch: Some(&watch),
    };
    let mut moves = Moves::default();
    let summary = survey.take_all(input, &mut |of_batch| moves.merge(of_batch))?;
    Ok((facts, summary, moves))
}

/// What a definition knows of what `--with` names.
fn named(program: &Program, with: &[With], place: &Place) -> Vec<With> {
    let known = |one: &&With| {
        let found = find(program, std::slice::from_ref(*one), place, None);
        !matches!(found, Err(RecordsError::WithUnknown { .. }))
    };
    with.iter().filter(known).cloned().collect()
}

fn has(all: &[With], one: &With) -> bool {
    all.iter().any(|with| with.name == one.name)
}

/// What identifies a record: its id, or its number where it has none.
fn contact(rows: &Rows, id: Option<usize>, row: usize) -> String {
    id_of(rows, id, row).map_or_else(|| format!("row {}", rows.number(row)), str::to_owned)
}
