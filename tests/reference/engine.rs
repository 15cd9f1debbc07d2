//! The same case, judged by the program: the text is parsed, checked and lowered, the records are cut from CSV.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Mutex;

use jiff::civil::Date;
use uld::check::{FileFault, Files, Loaded, check, load};
use uld::evaluate::cells::{Cells, InputColumn, RawCell, event_columns, input_columns, lookup_columns};
use uld::evaluate::related::{BatchEvents, BatchLookup, EventRows, EventTotals, Group, Related};
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::ids::{EventId, FieldId, LookupId};
use uld::model::program::Program;
use uld::records::cut::ChunkSize;
use uld::records::form::InputForm;
use uld::records::input::{Input, InputOptions};
use uld::records::judge::Run;
use uld::records::output::{OutputOptions, Show};
use uld::records::rows::Rows;
use uld::text::diagnostic::Severity;

use super::judge::Table;
use super::make::Case;
use super::scores::MILLION;
use super::words::fold;

/// One record of the result: header and cell.
pub type Columns = Vec<(String, String)>;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

pub fn loaded(text: &str) -> Loaded {
    load("random.uld", text.to_owned(), &NoFiles)
}

/// The program of a definition, or what is wrong with it.
pub fn program(loaded: &Loaded) -> Result<Program, String> {
    let checked = check(loaded);
    let errors: Vec<String> = checked
        .problems
        .iter()
        .chain(&loaded.problems)
        .filter(|problem| problem.severity() == Severity::Error)
        .map(|problem| {
            let place = problem.place().map_or(String::new(), |place| {
                let text = loaded.sources.get(place.source).map_or("", |source| source.text());
                text[..place.span.start as usize].lines().count().to_string()
            });
            format!(
                "line {place}: {} {} {:?} {}",
                problem.code.0,
                problem.title,
                problem.labels.first().map(|label| &label.text),
                problem.why
            )
        })
        .collect();
    match checked.program {
        Some(program) if errors.is_empty() => Ok(program),
        _ => Err(errors.join("\n")),
    }
}

/// A table as the evaluator wants it: columns in its order.
struct TableCells<'t> {
    table: &'t Table,
    columns: Vec<Option<usize>>,
}

impl<'t> TableCells<'t> {
    fn new(table: &'t Table, columns: &[InputColumn]) -> Self {
        let find = |column: &InputColumn| {
            column.headers.iter().find_map(|header| {
                table.headers.iter().position(|own| {
                    let own = fold(own);
                    own == fold(header) || (!column.declared && own == fold(&header.replace('_', " ")))
                })
            })
        };
        TableCells { table, columns: columns.iter().map(find).collect() }
    }
}

impl Cells for TableCells<'_> {
    fn rows(&self) -> usize {
        self.table.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        match self.columns.get(column).copied().flatten() {
            Some(index) => RawCell::Text(&self.table.rows[row][index]),
            None => RawCell::Absent,
        }
    }
}

/// The events of a case, added up.
struct Added {
    totals: EventTotals,
    groups: HashMap<String, u32>,
}

fn add_up(plan: &Plan<'_>, index: usize, table: &Table) -> Added {
    let event = &plan.program().events[index];
    let id = EventId::at(index);
    let cells = TableCells::new(table, &event_columns(event));
    let rows = EventRows::read(plan, id, &cells);
    let key = event.to.clone().unwrap_or_else(|| "id".to_owned());
    let column = table.headers.iter().position(|header| fold(header) == fold(&key));
    let (mut groups, mut owners) = (HashMap::new(), Vec::new());
    for row in 0..table.rows.len() {
        let cell = table.cell(row, column);
        let parts: Vec<&str> = match &event.separator {
            Some(separator) => cell.split(separator.as_str()).map(str::trim).collect(),
            None => vec![cell.trim()],
        };
        let mut seen: Vec<&str> = Vec::new();
        for part in parts {
            if !part.is_empty() && !seen.contains(&part) {
                seen.push(part);
                let next = groups.len() as u32;
                owners.push((row as u32, *groups.entry(part.to_owned()).or_insert(next)));
            }
        }
    }
    let mut totals = EventTotals::new(plan, id, false);
    totals.add(plan, &rows, &owners);
    totals.finish(groups.len());
    Added { totals, groups }
}

/// A key as the record has it: blank where it is missing.
fn key_of<'r>(rows: &'r Rows, column: Option<usize>, missing: &[String], row: usize) -> Option<&'r str> {
    match rows.cell(row, column?) {
        RawCell::Text(text) => {
            let text = text.trim();
            (!text.is_empty() && !missing.contains(&fold(text))).then_some(text)
        }
        RawCell::Absent | RawCell::NotText | RawCell::NotScalar => None,
    }
}

pub fn judged(program: &Program, case: &Case) -> Result<Vec<Columns>, String> {
    let day = case.as_of;
    let as_of =
        Date::new(day.year as i16, day.month as i8, day.day as i8).map_err(|error| error.to_string())?;
    let plan = Plan::new(program, as_of).map_err(|error| error.to_string())?;
    let columns = input_columns(program);
    let column_of = |field: FieldId| columns.iter().position(|column| column.field == field);
    let missing_of = |field: FieldId| {
        let own = program.field(field).map(|field| field.missing_also.clone()).unwrap_or_default();
        own.iter().map(|text| fold(text)).collect::<Vec<String>>()
    };
    let added: Vec<Option<Added>> = program
        .events
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let table = case.related.get(event.file.as_deref().unwrap_or(""))?;
            Some(add_up(&plan, index, table))
        })
        .collect();
    let lookups: Vec<Option<(TableCells<'_>, &Table)>> = (0..program.lookups.len())
        .map(|index| {
            let lookup = &program.lookups[index];
            let table = case.related.get(lookup.file.as_deref().unwrap_or(""))?;
            Some((TableCells::new(table, &lookup_columns(program, LookupId::at(index))), table))
        })
        .collect();
    let kept: Mutex<Vec<Verdicts>> = Mutex::default();
    let judge = |rows: &Rows| {
        let mut related = Related::default();
        for (event, added) in program.events.iter().zip(&added) {
            related.events.push(added.as_ref().map(|added| {
                let key = event.key.unwrap_or(FieldId(0));
                let (column, missing) = (column_of(key), missing_of(key));
                let groups = (0..rows.count()).map(|row| match key_of(rows, column, &missing, row) {
                    None => Group::Unknown,
                    Some(key) => added.groups.get(key).map_or(Group::Empty, |group| Group::At(*group)),
                });
                BatchEvents { totals: &added.totals, groups: groups.collect() }
            }));
        }
        for (lookup, cells) in program.lookups.iter().zip(&lookups) {
            related.lookups.push(cells.as_ref().map(|(cells, table)| {
                let (column, missing) = (column_of(lookup.key), missing_of(lookup.key));
                let own = table.headers.iter().position(|header| fold(header) == fold(&lookup.to));
                let found = (0..rows.count()).map(|row| {
                    let key = key_of(rows, column, &missing, row)?;
                    let key = if lookup.domain_of { fold(key.rsplit_once('@')?.1) } else { key.to_owned() };
                    let same =
                        |cell: &str| if lookup.domain_of { fold(cell) == key } else { cell.trim() == key };
                    let mut matching = (0..table.rows.len()).filter(|row| same(table.cell(*row, own)));
                    let first = matching.next();
                    first.filter(|_| matching.next().is_none()).map(|row| row as u32)
                });
                BatchLookup { cells, rows: found.collect() }
            }));
        }
        let verdicts = evaluate(&plan, &Batch::read_with(&plan, rows, &related), false);
        if let Ok(mut kept) = kept.lock() {
            kept.push(verdicts.clone());
        }
        verdicts
    };
    let output = OutputOptions { show: Show::All, no_escape_formulas: true, ..OutputOptions::default() };
    let say_next = |_: &uld::model::lifecycle::NextStep| "something".to_owned();
    let run = Run {
        program,
        columns: &columns,
        judge: &judge,
        say_next: &say_next,
        output: &output,
        threads: 1,
        batch: ChunkSize { records: 7, bytes: 1 << 16 },
    };
    let form = InputForm::of_path(std::path::Path::new("contacts.csv")).map_err(|error| error.to_string())?;
    let csv = written(&case.contacts);
    let options = InputOptions::default();
    let input = Input::from_stream("contacts.csv".to_owned(), Box::new(Cursor::new(csv)), form, &options)
        .map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    run.judge_all(input, &mut out, "the result").map_err(|error| error.to_string())?;
    let kept = kept.into_inner().map_err(|error| error.to_string())?;
    Ok(with_the_rest(program, &read(&String::from_utf8_lossy(&out)), &kept))
}

/// The columns of the result, with those that only the verdicts have.
fn with_the_rest(program: &Program, table: &Table, kept: &[Verdicts]) -> Vec<Columns> {
    let places = kept.iter().flat_map(|verdicts| (0..verdicts.rows).map(move |row| (verdicts, row)));
    let mut found = Vec::new();
    for (cells, (verdicts, row)) in table.rows.iter().zip(places) {
        let mut columns: Columns = table.headers.iter().cloned().zip(cells.iter().cloned()).collect();
        let at = columns.iter().position(|(name, _)| name == "next_step").unwrap_or(columns.len());
        let mut more: Columns = Vec::new();
        let has_scores = program.scores.first().is_some_and(|score| table.headers.contains(&score.name));
        for (score, points) in program.scores.iter().zip(&verdicts.scores).filter(|_| !has_scores) {
            let (low, high) = (points.low[row], points.high[row]);
            let band = |points: i64| {
                score.bands.iter().rev().find(|band| band.from <= points).map(|band| &band.name)
            };
            let band = band(low).filter(|_| band(low) == band(high));
            more.push((score.name.clone(), low.to_string()));
            more.push((format!("{}_high", score.name), high.to_string()));
            more.push((format!("{}_band", score.name), band.cloned().unwrap_or_default()));
        }
        if !program.routes.is_empty() && !table.headers.iter().any(|header| header == "route") {
            more.push(("route".to_owned(), verdicts.routes.owner(row).unwrap_or("").to_owned()));
            let within = verdicts.routes.respond_within(row).map(|duration| {
                let unit =
                    if duration.count == 1 { duration.unit.singular() } else { duration.unit.plural() };
                format!("{} {unit}", duration.count)
            });
            more.push(("respond_within".to_owned(), within.unwrap_or_default()));
        }
        columns.splice(at..at, more);
        for (name, cell) in &mut columns {
            match name.as_str() {
                "next_step" if !cell.is_empty() => "something".clone_into(cell),
                "problems" => *cell = named(cell),
                _ => {}
            }
        }
        found.push(columns);
    }
    let _ = MILLION;
    found
}

/// The columns that `problems` names.
fn named(problems: &str) -> String {
    let parts = problems.split("; ").filter(|part| !part.is_empty());
    parts.map(|part| part.split(": ").next().unwrap_or("")).collect::<Vec<_>>().join(";")
}

fn written(table: &Table) -> Vec<u8> {
    let line = |cells: &[String]| {
        let quoted: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        quoted.join(",") + "\n"
    };
    let mut text = line(&table.headers);
    for row in &table.rows {
        text.push_str(&line(row));
    }
    text.into_bytes()
}

/// Reads CSV whose cells have no line breaks.
fn read(text: &str) -> Table {
    let cells = |line: &str| {
        let mut cells = vec![String::new()];
        let mut inside = false;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            let last = cells.len() - 1;
            match letter {
                '"' if inside && letters.peek() == Some(&'"') => {
                    letters.next();
                    cells[last].push('"');
                }
                '"' => inside = !inside,
                ',' if !inside => cells.push(String::new()),
                _ => cells[last].push(letter),
            }
        }
        cells
    };
    let mut lines = text.lines().map(cells);
    let headers = lines.next().unwrap_or_default();
    Table { headers, rows: lines.collect() }
}
