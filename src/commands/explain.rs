//! `uld explain`: one record as a tree.

mod draw;

use std::path::Path;

use super::cli::ExplainArguments;
use super::exit::Exit;
use super::prepare::{NO_RECORD, as_of, failed, planned, prepared, records_options};
use super::progress::{Progress, ResultGoes};
use super::report::render;
use super::terminal::{ColorChoice, Pen, answer, say};
use crate::evaluate::batch::Batch;
use crate::evaluate::cells::{Cells, ColumnRole, InputColumn, RawCell, input_columns, lookup_columns};
use crate::evaluate::evaluate;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{BatchLookup, Related, lookup_problems};
use crate::evaluate::verdicts::{CellProblem, Fault};
use crate::explain::{Subject, explain};
use crate::model::ids::LookupId;
use crate::model::program::Program;
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::find_columns;
use crate::records::key::compared_key;
use crate::records::open::Place;
use crate::records::output::sheet::id_column;
use crate::records::pick::{Picked, pick};
use crate::records::problem::files_missing;
use crate::records::related::find::find;
use crate::records::related::{RelatedOptions, RelatedRecords};
use crate::text::name::fold;
use crate::text::source::Sources;
use crate::text::visible::visible;

/// Explains the records with the given ids, or the one whose cells are given.
pub fn run(arguments: &ExplainArguments, color: ColorChoice) -> Exit {
    let (loaded, program) = match prepared(&arguments.definition, arguments.messages, color, NO_RECORD) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let as_of = as_of(&program, arguments.as_of);
    let plan = match planned(&program, as_of) {
        Ok(plan) => plan,
        Err(exit) => return exit,
    };
    let pen = Pen::for_output(color);
    match &arguments.records {
        Some(records) => from_file(records, arguments, &plan, &loaded.sources, pen),
        None => from_cells(&arguments.set, &plan, &loaded.sources, pen),
    }
}

fn from_file(
    records: &Path,
    arguments: &ExplainArguments,
    plan: &Plan<'_>,
    sources: &Sources,
    pen: Pen,
) -> Exit {
    let (picked, related) = match picked(records, arguments, plan) {
        Ok(found) => found,
        Err(error) => return failed(&error),
    };
    let mut exit = Exit::Done;
    for id in &arguments.id {
        if !picked.records.iter().any(|record| compared_key(&record.id) == compared_key(id)) {
            say(&format!("no record has the id `{}`{}\n", visible(id), by_number(plan.program())));
            exit = Exit::FallsShort;
        }
    }
    let number = |row: usize| picked.records.get(row).map_or(0, |record| record.number);
    let beside = related.of(&picked, number);
    let found = beside.found();
    let known = beside.related();
    let batch = Batch::read_with(plan, &picked, &known);
    if let Some(error) = related.twice(&found, &records.display().to_string()) {
        return failed(&error);
    }
    let place = Place::of_argument(records);
    let missing = files_missing(plan.program(), &related.summaries(&found), sources, &place);
    say(&render(&missing, sources, arguments.messages.message_format, pen));
    let verdicts = evaluate(plan, &batch, true);
    for (row, record) in picked.records.iter().enumerate() {
        let title = format!("{} (row {})", record.id, record.number);
        let subject = Subject {
            program: plan.program(),
            sources,
            plan,
            batch: &batch,
            related: &known,
            verdicts: &verdicts,
            row,
        };
        exit = exit.max(show(subject, &picked, &title, pen));
    }
    exit
}

/// What identifies records where no field does.
fn by_number(program: &Program) -> &'static str {
    match id_column(program, &input_columns(program)) {
        Some(_) => "",
        None => {
            "; without `identified by FIELD` below `definition`, records go by their number: --id 1 is the first"
        }
    }
}

fn picked<'p>(
    records: &Path,
    arguments: &ExplainArguments,
    plan: &'p Plan<'p>,
) -> Result<(Picked, RelatedRecords<'p>), RecordsError> {
    let place = Place::of_argument(records);
    let options = records_options(&arguments.input, &arguments.with)?;
    let input = Input::open(&place, &options.contacts)?;
    let files = find(plan.program(), &arguments.with, &place, options.stdin)?;
    let related = RelatedRecords::read(plan, &files, &input, RelatedOptions::default())?;
    let matches = find_columns(plan.program(), plan.columns(), &input)?;
    let id = id_column(plan.program(), plan.columns());
    let progress = Progress::of(&input, arguments.messages.message_format, ResultGoes::Elsewhere);
    let watch = |records: u64| progress.show(records);
    let picked = pick(input, plan.columns(), related.properties(), &matches, id, &arguments.id, &watch)?;
    Ok((picked, related))
}

/// The cells of one made-up record, or of one row that it looks up, as texts.
struct Given {
    columns: Vec<InputColumn>,
    cells: Vec<Option<String>>,
}

impl Given {
    fn new(columns: Vec<InputColumn>) -> Self {
        Given { cells: vec![None; columns.len()], columns }
    }

    /// The cell of the field with this name.
    fn cell_of(&mut self, program: &Program, name: &str) -> Option<&mut Option<String>> {
        let place = self.columns.iter().position(|column| {
            column.role == ColumnRole::Value
                && program.field(column.field).is_some_and(|field| fold(&field.name) == name)
        });
        self.cells.get_mut(place?)
    }
}

impl Cells for Given {
    fn rows(&self) -> usize {
        1
    }

    fn cell(&self, _: usize, column: usize) -> RawCell<'_> {
        match self.cells.get(column) {
            Some(Some(text)) => RawCell::Text(text),
            Some(None) | None => RawCell::Absent,
        }
    }
}

fn from_cells(set: &[String], plan: &Plan<'_>, sources: &Sources, pen: Pen) -> Exit {
    let program = plan.program();
    let looked_up = (0..program.lookups.len()).map(|index| lookup_columns(program, LookupId::at(index)));
    // The record itself, then a row of each lookup.
    let mut given: Vec<Given> =
        std::iter::once(plan.columns().to_vec()).chain(looked_up).map(Given::new).collect();
    for pair in set {
        let Some((name, cell)) = pair.split_once('=') else {
            say(&format!(
                "--set {}: write the field, `=` and the cell, such as --set employees=4200\n",
                visible(pair)
            ));
            return Exit::Usage;
        };
        let wanted = fold(name.trim());
        match given.iter_mut().find_map(|given| given.cell_of(program, &wanted)) {
            Some(slot) => *slot = Some(cell.to_owned()),
            None => {
                let names = given
                    .iter()
                    .flat_map(|given| &given.columns)
                    .filter_map(|column| program.field(column.field))
                    .map(|field| &field.name);
                let nearest = names.min_by_key(|name| strsim::damerau_levenshtein(&fold(name), &wanted));
                let hint = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                say(&format!(
                    "--set {}: the definition reads no field called `{}`{hint}\n",
                    visible(pair),
                    visible(name.trim())
                ));
                return Exit::Usage;
            }
        }
    }
    let Some((record, looked_up)) = given.split_first() else { return Exit::Done };
    let row = |given| Some(BatchLookup { cells: given, rows: vec![Some(0)] });
    let related = Related {
        lookups: looked_up.iter().map(|given| row(given as &(dyn Cells + Sync))).collect(),
        ..Related::default()
    };
    let batch = Batch::read_with(plan, record, &related);
    let verdicts = evaluate(plan, &batch, true);
    let subject =
        Subject { program, sources, plan, batch: &batch, related: &related, verdicts: &verdicts, row: 0 };
    let exit = show(subject, record, "the given cells", pen);
    let beside = looked_up.iter().enumerate().flat_map(|(index, given)| {
        let problems = lookup_problems(plan, LookupId::at(index), given);
        problems
            .into_iter()
            .filter(|problem| problem.fault != Fault::RequiredMissing)
            .map(move |it| (it, given))
    });
    let said: String = beside.filter_map(|(problem, given)| fault_line(program, &problem, given)).collect();
    if said.is_empty() { exit } else { exit.max(answer(&format!("{said}\n"))) }
}

fn show(subject: Subject<'_>, cells: &impl Cells, title: &str, pen: Pen) -> Exit {
    let mut text = draw::draw(title, subject.plan.as_of(), &explain(subject), pen);
    for problem in subject.verdicts.problems.iter().filter(|problem| problem.row as usize == subject.row) {
        if let Some(line) = fault_line(subject.program, problem, cells) {
            text.push_str(&format!("\n{line}"));
        }
    }
    text.push('\n');
    answer(&text)
}

/// What is wrong with a cell, as a line that shows it.
fn fault_line(program: &Program, problem: &CellProblem, cells: &impl Cells) -> Option<String> {
    let field = program.field(problem.field)?;
    let shown = match cells.cell(problem.row as usize, problem.column as usize) {
        RawCell::Text(cell) if !cell.trim().is_empty() => format!("\"{}\" ", visible(cell.trim())),
        RawCell::Text(_) | RawCell::Absent | RawCell::NotText | RawCell::NotScalar => String::new(),
    };
    Some(format!("{}: {shown}{}\n", visible(&field.name), problem.fault.sentence(field)))
}
