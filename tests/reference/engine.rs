//! The same case, judged by the program: the text is parsed, checked and lowered, the records are cut from CSV.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use uld::check::{FileFault, Files, Loaded, check, load};
use uld::evaluate::related::Related;
use uld::evaluate::{Memory, Plan};
use uld::model::lifecycle::NextStep;
use uld::model::program::Program;
use uld::records::cut::ChunkSize;
use uld::records::form::InputForm;
use uld::records::input::{Input, InputOptions};
use uld::records::judge::Run;
use uld::records::open::Place;
use uld::records::output::{OutputOptions, Show};
use uld::records::related::find::RelatedFile;
use uld::records::related::found::Block;
use uld::records::related::{RelatedOptions, RelatedRecords};
use uld::records::rows::Rows;
use uld::text::diagnostic::Severity;

use super::make::Case;
use super::table::Table;

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

/// A place for the files beside the contacts, one for each thread.
fn folder() -> PathBuf {
    let name = format!("reference-{}-{:?}", std::process::id(), std::thread::current().id());
    let name: String =
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn files(program: &Program, case: &Case, folder: &Path) -> Result<Vec<RelatedFile>, String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut files = Vec::new();
    for block in Block::all(program) {
        let name = block.stem(program).unwrap_or("");
        let Some(table) = case.related.get(name) else { continue };
        let path = folder.join(format!("{name}.csv"));
        std::fs::write(&path, written(table)).map_err(|error| error.to_string())?;
        files.push(RelatedFile { block, place: Place::Path(path), form: None, sheet: None, stated: true });
    }
    Ok(files)
}

pub fn judged(program: &Program, case: &Case) -> Result<Vec<Columns>, String> {
    let folder = folder();
    let found = in_folder(program, case, &folder);
    // What is left of it is in the way of nobody.
    let _ = std::fs::remove_dir_all(&folder);
    found
}

fn in_folder(program: &Program, case: &Case, folder: &Path) -> Result<Vec<Columns>, String> {
    let day = case.as_of;
    let as_of =
        Date::new(day.year as i16, day.month as i8, day.day as i8).map_err(|error| error.to_string())?;
    let plan = Plan::new(program, as_of).map_err(|error| error.to_string())?;
    let form = InputForm::of_path(Path::new("contacts.csv")).map_err(|error| error.to_string())?;
    let csv = Box::new(Cursor::new(written(&case.contacts)));
    let input = Input::from_stream("contacts.csv".to_owned(), csv, form, &InputOptions::default())
        .map_err(|error| error.to_string())?;
    let related =
        RelatedRecords::read(&plan, &files(program, case, folder)?, &input, RelatedOptions::default())
            .map_err(|error| error.to_string())?;
    let judge = |rows: &Rows, related: &Related<'_>, memory: &mut Memory| {
        uld::evaluate::judged(&plan, rows, related, memory)
    };
    let output = OutputOptions { show: Show::All, no_escape_formulas: true, ..OutputOptions::default() };
    let say_next = |_: &NextStep| "something".to_owned();
    let run = Run {
        program,
        columns: plan.columns(),
        judge: &judge,
        related: Some(&related),
        say_next: &say_next,
        output: &output,
        threads: 1,
        batch: ChunkSize { records: 7, bytes: 1 << 16 },
        watch: None,
    };
    let mut out = Vec::new();
    run.judge_all(input, &mut out, "the result").map_err(|error| error.to_string())?;
    let table = read(&String::from_utf8_lossy(&out));
    let mut found = Vec::new();
    for cells in &table.rows {
        let mut columns: Columns = table.headers.iter().cloned().zip(cells.iter().cloned()).collect();
        for (name, cell) in &mut columns {
            if name == "problems" {
                *cell = named(cell);
            }
        }
        found.push(columns);
    }
    Ok(found)
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
