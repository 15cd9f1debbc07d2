//! `uld explain`: one record as a tree.

mod draw;

use std::path::Path;

use super::cli::ExplainArguments;
use super::exit::Exit;
use super::prepare::{as_of, failed, input_options, prepared};
use super::terminal::{ColorChoice, Pen, answer, say};
use crate::evaluate::batch::Batch;
use crate::evaluate::cells::{Cells, ColumnRole, RawCell};
use crate::evaluate::evaluate;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::Related;
use crate::explain::{Subject, explain};
use crate::records::error::RecordsError;
use crate::records::input::Input;
use crate::records::judge::find_columns;
use crate::records::key::compared_key;
use crate::records::open::Place;
use crate::records::output::sheet::id_column;
use crate::records::pick::{Picked, pick};
use crate::text::name::fold;
use crate::text::source::Sources;
use crate::text::visible::visible;

/// Explains the records with the given ids, or the one whose cells are given.
pub fn run(arguments: &ExplainArguments, color: ColorChoice) -> Exit {
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
    let picked = match picked(records, arguments, plan) {
        Ok(picked) => picked,
        Err(error) => return failed(&error),
    };
    let mut exit = Exit::Done;
    for id in &arguments.id {
        if !picked.records.iter().any(|record| compared_key(&record.id) == compared_key(id)) {
            say(&format!("no record has the id `{}`\n", visible(id)));
            exit = Exit::FallsShort;
        }
    }
    let related = Related::default();
    let batch = Batch::read_with(plan, &picked, &related);
    let verdicts = evaluate(plan, &batch, true);
    for (row, record) in picked.records.iter().enumerate() {
        let title = format!("{} (row {})", record.id, record.number);
        let subject = Subject {
            program: plan.program(),
            sources,
            plan,
            batch: &batch,
            related: &related,
            verdicts: &verdicts,
            row,
        };
        exit = exit.max(show(subject, &picked, &title, pen));
    }
    exit
}

fn picked(records: &Path, arguments: &ExplainArguments, plan: &Plan<'_>) -> Result<Picked, RecordsError> {
    let input = Input::open(&Place::of_argument(records), &input_options(&arguments.input)?)?;
    let matches = find_columns(plan.program(), plan.columns(), &input)?;
    pick(input, plan.columns(), &matches, id_column(plan.program(), plan.columns()), &arguments.id)
}

/// A made-up record: the cells of `--set`, as texts.
struct Given {
    cells: Vec<Option<String>>,
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
    let columns = plan.columns();
    let mut given = Given { cells: vec![None; columns.len()] };
    for pair in set {
        let Some((name, cell)) = pair.split_once('=') else {
            say(&format!(
                "--set {}: write the field, `=` and the cell, such as --set employees=4200\n",
                visible(pair)
            ));
            return Exit::Usage;
        };
        let wanted = fold(name.trim());
        let named = |field: &crate::model::field::Field| fold(&field.name) == wanted;
        let column = columns.iter().position(|column| {
            column.role == ColumnRole::Value && plan.program().field(column.field).is_some_and(named)
        });
        match column.and_then(|column| given.cells.get_mut(column)) {
            Some(slot) => *slot = Some(cell.to_owned()),
            None => {
                let names = columns
                    .iter()
                    .filter_map(|column| plan.program().field(column.field))
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
    let related = Related::default();
    let batch = Batch::read_with(plan, &given, &related);
    let verdicts = evaluate(plan, &batch, true);
    let subject = Subject {
        program: plan.program(),
        sources,
        plan,
        batch: &batch,
        related: &related,
        verdicts: &verdicts,
        row: 0,
    };
    show(subject, &given, "the given cells", pen)
}

fn show(subject: Subject<'_>, cells: &impl Cells, title: &str, pen: Pen) -> Exit {
    let mut text = draw::draw(title, subject.plan.as_of(), &explain(subject), pen);
    for problem in subject.verdicts.problems.iter().filter(|problem| problem.row as usize == subject.row) {
        let Some(field) = subject.program.field(problem.field) else { continue };
        let shown = match cells.cell(subject.row, problem.column as usize) {
            RawCell::Text(cell) if !cell.trim().is_empty() => format!("\"{}\" ", visible(cell.trim())),
            RawCell::Text(_) | RawCell::Absent | RawCell::NotText | RawCell::NotScalar => String::new(),
        };
        text.push_str(&format!("\n{}: {shown}{}\n", visible(&field.name), problem.fault.sentence(field)));
    }
    text.push('\n');
    answer(&text)
}
