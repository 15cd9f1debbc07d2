//! A definition by hand and a judge that looks at two cells, so that these tests are about files alone.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use uld::evaluate::Memory;
use uld::evaluate::answers::Answers;
use uld::evaluate::cells::{Cells, InputColumn, RawCell, input_columns};
use uld::evaluate::related::Related;
use uld::evaluate::verdicts::{CellProblem, Fault, NextStep, OutcomeList, OutcomeRef, Recorded, Verdicts};
use uld::model::field::{Choices, Field, FieldType, Origin, Required};
use uld::model::ids::{AsideId, FieldId, NodeId, RuleId, StageId};
use uld::model::lifecycle::{Aside, Destination, Question, Rule, RuleKind, Stage};
use uld::model::program::{Program, Shown};
use uld::model::writing::Writing;
use uld::records::cut::{Chunk, ChunkSize};
use uld::records::error::RecordsError;
use uld::records::headers::match_columns;
use uld::records::input::{Input, InputOptions};
use uld::records::judge::Run;
use uld::records::output::{OutputOptions, Show};
use uld::records::rows::layout::Layout;
use uld::records::rows::{RowReport, Rows};
use uld::records::summary::Summary;
use uld::text::span::Place;

pub fn field(name: &str, field_type: FieldType, column: Option<&[&str]>) -> Field {
    Field {
        name: name.to_owned(),
        place: Place::default(),
        field_type,
        origin: Origin::Column {
            headers: column.unwrap_or(&[name]).iter().map(|&header| header.to_owned()).collect(),
            declared: column.is_some(),
            lookup: None,
        },
        currency_column: None,
        required: None,
        range: None,
        writing: Writing::default(),
        missing_also: Vec::new(),
        yes_no: None,
        assumed: None,
        formerly: None,
        prose: Vec::new(),
    }
}

fn stage(name: &str) -> Stage {
    Stage {
        name: name.to_owned(),
        title: None,
        place: Place::default(),
        condition: None,
        because: None,
        entered_on: None,
        may_skip: Vec::new(),
        ask: Vec::new(),
        leave: Vec::new(),
        if_no: Vec::new(),
        if_unknown: Vec::new(),
        prose: Vec::new(),
    }
}

/// inquiry, lead; aside nurture; fields id, opted_in, planned, crm_stage, tags.
pub fn program() -> Program {
    let mut program = Program::default();
    let mut id = field("id", FieldType::Text, Some(&["Record ID", "Contact ID"]));
    id.required = Some(Required::Always);
    program.fields.push(id);
    program.fields.push(field("opted_in", FieldType::YesNo, None));
    program.fields.push(field("planned", FieldType::Date, Some(&["Evaluation Date"])));
    program.fields.push(field("crm_stage", FieldType::Text, None));
    let choices = Choices { values: Vec::new(), in_order: false, or_other: true };
    program.fields.push(field("tags", FieldType::SomeOf { choices, separator: "|".to_owned() }, None));
    program.header.identified_by = Some(FieldId::at(0));
    program.lifecycle.declared = true;
    program.lifecycle.recorded_in = Some(FieldId::at(3));
    program.stages = vec![stage("inquiry"), stage("lead")];
    program.asides.push(Aside { name: "nurture".to_owned(), title: None, place: Place::default() });
    program.rules.push(Rule {
        name: "ready".to_owned(),
        title: None,
        place: Place::default(),
        kind: RuleKind::Criterion(None),
        condition: NodeId::at(0),
        if_unknown: None,
        because: None,
        prose: Vec::new(),
    });
    program.shown = vec![Shown::Rule(RuleId::at(0)), Shown::Stage(StageId::at(1))];
    program
}

/// A lead is who opted in; `planned` is read as a date if it has the length of one.
pub fn judge(rows: &Rows, _: &Related<'_>, _: &mut Memory) -> Verdicts {
    let count = rows.count();
    let words = count.div_ceil(64);
    let mut lead = Answers { yes: vec![0; words], no: vec![0; words] };
    let mut all = Answers { yes: vec![0; words], no: vec![0; words] };
    let mut verdicts = Verdicts::default();
    verdicts.rows = count;
    verdicts.questions = vec![[].into(), [Question::Field(FieldId::at(1))].into()];
    for row in 0..count {
        let bit = 1 << (row % 64);
        all.yes[row / 64] |= bit;
        let (mut stage, mut ask, mut moved, mut next) = (0, 0, None, NextStep::default());
        match rows.cell(row, 1) {
            RawCell::Text("yes") => {
                lead.yes[row / 64] |= bit;
                stage = 1;
            }
            RawCell::Text("no") => {
                lead.no[row / 64] |= bit;
                moved = Some(Destination::Aside(AsideId::at(0)));
                next.applies = Some(OutcomeRef { stage: StageId::at(1), list: OutcomeList::IfNo, index: 0 });
            }
            RawCell::Text(_) | RawCell::Absent | RawCell::NotText | RawCell::NotScalar => ask = 1,
        }
        let mut problem = |column: u32, fault| {
            verdicts.problems.push(CellProblem { row: row as u32, column, field: FieldId(column), fault });
        };
        for column in 0..5 {
            match rows.cell(row, column) {
                RawCell::NotText => problem(column as u32, Fault::NotText),
                RawCell::NotScalar => problem(column as u32, Fault::NotScalar),
                RawCell::Text(text) if column == 2 && text.contains('/') => {
                    problem(2, if text == "03/04/2026" { Fault::TwoReadings } else { Fault::NotADate });
                }
                RawCell::Text(text) if column == 0 && text.trim().is_empty() => {
                    problem(0, Fault::RequiredMissing)
                }
                RawCell::Absent if column == 0 => problem(0, Fault::RequiredMissing),
                RawCell::Text(_) | RawCell::Absent => {}
            }
        }
        verdicts.recorded.push(match rows.cell(row, 3) {
            RawCell::Text("lead") => Some(Recorded::Known(Destination::Stage(StageId::at(1)))),
            RawCell::Text("") | RawCell::Absent | RawCell::NotText | RawCell::NotScalar => None,
            RawCell::Text(other) => Some(Recorded::Other(other.to_owned())),
        });
        verdicts.stage.push(Some(StageId::at(stage)));
        verdicts.ask.push(ask);
        verdicts.moved_to.push(moved);
        verdicts.next_step.push(next);
    }
    verdicts.rule_answers = vec![lead.clone()];
    verdicts.stage_answers = vec![all, lead];
    verdicts
}

pub fn say(next: &NextStep) -> String {
    assert!(next.applies.is_some());
    "recycle to nurture".to_owned()
}

pub fn open(form: &str, bytes: &[u8]) -> Result<Input, RecordsError> {
    open_with(form, bytes, &InputOptions::default())
}

pub fn open_with(form: &str, bytes: &[u8], options: &InputOptions) -> Result<Input, RecordsError> {
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    Input::from_stream("contacts".to_owned(), stream, form.parse()?, options)
}

/// All cells of an input by header, as text; `None` where there is none.
pub struct Grid {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
    pub reports: Vec<(u64, RowReport)>,
}

/// Reads an input through columns for all its headers.
pub fn grid_of(mut input: Input, size: ChunkSize) -> Result<Grid, RecordsError> {
    let headers = input.headers().to_vec();
    let columns: Vec<InputColumn> = headers
        .iter()
        .enumerate()
        .map(|(index, header)| InputColumn {
            field: FieldId::at(index),
            role: uld::evaluate::cells::ColumnRole::Value,
            headers: vec![header.clone()],
            declared: true,
            separator: Some("|".to_owned()),
        })
        .collect();
    let layout = match input.delimiter() {
        Some(delimiter) => {
            let matches = match_columns("contacts", &headers, &columns, false)?;
            Layout::delimited(delimiter, &headers, &matches, false)
        }
        None => Layout::keyed(&headers, &columns, &[], false, 128),
    };
    let mut rows = Rows::new(layout.into());
    let mut chunk = Chunk::default();
    let mut grid = Grid { headers, rows: Vec::new(), reports: Vec::new() };
    loop {
        input.next(&mut chunk, size)?;
        if chunk.records.is_empty() {
            return Ok(grid);
        }
        rows.read(&mut chunk);
        for row in 0..rows.count() {
            assert_eq!(rows.number(row), grid.rows.len() as u64 + 1);
            let cells = (0..columns.len()).map(|column| match rows.cell(row, column) {
                RawCell::Absent => None,
                RawCell::Text(text) => Some(text.to_owned()),
                RawCell::NotText => Some("<not text>".to_owned()),
                RawCell::NotScalar => Some("<not scalar>".to_owned()),
            });
            grid.rows.push(cells.collect());
        }
        grid.reports.extend(rows.reports().iter().map(|report| (rows.number(report.row), report.clone())));
        rows.give_back(&mut chunk);
    }
}

pub const SIZES: [ChunkSize; 4] = [
    ChunkSize { records: 1, bytes: 1 },
    ChunkSize { records: 7, bytes: 100 },
    ChunkSize { records: 64, bytes: 1 << 20 },
    ChunkSize { records: 4096, bytes: 1 << 20 },
];

/// The same in chunks of every size.
pub fn grid(form: &str, bytes: &[u8]) -> Result<Grid, RecordsError> {
    let last = grid_of(open(form, bytes)?, SIZES[3])?;
    for size in SIZES {
        let other = grid_of(open(form, bytes)?, size)?;
        assert_eq!(other.rows, last.rows, "in chunks of {size:?}");
        assert_eq!(other.reports.len(), last.reports.len());
        for ((number, report), (expected_number, expected)) in other.reports.iter().zip(&last.reports) {
            assert_eq!(
                (number, report.line, &report.fault),
                (expected_number, expected.line, &expected.fault)
            );
        }
    }
    Ok(last)
}

/// The texts of a grid's rows, absent ones as `∅`.
pub fn texts(grid: &Grid) -> Vec<Vec<&str>> {
    grid.rows.iter().map(|row| row.iter().map(|cell| cell.as_deref().unwrap_or("∅")).collect()).collect()
}

pub fn run_bytes(
    program: &Program,
    form: &str,
    bytes: &[u8],
    output: &OutputOptions,
    threads: usize,
    batch: ChunkSize,
) -> Result<(Vec<u8>, Summary), RecordsError> {
    let columns = input_columns(program);
    let run = Run {
        program,
        columns: &columns,
        judge: &judge,
        related: None,
        say_next: &say,
        output,
        threads,
        batch,
        watch: None,
    };
    let mut out = Vec::new();
    let summary = run.judge_all(open(form, bytes)?, &mut out, "<stdout>")?;
    Ok((out, summary))
}

pub fn run_with(
    program: &Program,
    form: &str,
    bytes: &[u8],
    output: &OutputOptions,
    threads: usize,
    batch: ChunkSize,
) -> Result<(String, Summary), RecordsError> {
    let (out, summary) = run_bytes(program, form, bytes, output, threads, batch)?;
    Ok((String::from_utf8(out).unwrap(), summary))
}

pub fn run(form: &str, bytes: &[u8], output: &OutputOptions) -> Result<(String, Summary), RecordsError> {
    run_with(&program(), form, bytes, output, 1, ChunkSize::default())
}

pub fn output(form: &str) -> OutputOptions {
    OutputOptions { form: form.parse().unwrap(), ..OutputOptions::default() }
}

pub fn showing(form: &str, names: &str) -> OutputOptions {
    OutputOptions { show: Show::of_argument(names), ..output(form) }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub fn zstandard(bytes: &[u8], level: i32) -> Vec<u8> {
    let mut packed = vec![0; zstd_safe::compress_bound(bytes.len())];
    let length = zstd_safe::compress(packed.as_mut_slice(), bytes, level).unwrap();
    packed.truncate(length);
    packed
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
