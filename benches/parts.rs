//! What each part of a run takes, on exports held in memory: `cargo bench`, or `cargo bench --bench parts -- cells`.

#![expect(clippy::unwrap_used, reason = "a measurement may stop where it stands")]

#[path = "parts/export.rs"]
mod export;

use std::io::Cursor;
use std::sync::Arc;

use divan::{Bencher, black_box};
use jiff::civil::date;
use uld::check::{FileFault, Files, check, load};
use uld::evaluate::{Batch, Memory, Plan, Related, evaluate, judged};
use uld::model::program::Program;
use uld::records::cut::{Chunk, ChunkSize};
use uld::records::input::{Input, InputOptions};
use uld::records::judge::{Run, find_columns};
use uld::records::output::OutputOptions;
use uld::records::output::sheet::Sheet;
use uld::records::rows::Rows;
use uld::records::rows::layout::Layout;

/// How many records a whole run has; a part is measured on one batch of them.
const RECORDS: u32 = 20_000;
const FORMS: [&str; 2] = ["csv", "ndjson"];

fn main() {
    divan::main();
}

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

fn program() -> Program {
    let text = include_str!("lead.uld").to_owned();
    check(&load("lead.uld", text, &NoFiles)).program.unwrap()
}

fn plan(program: &Program) -> Plan<'_> {
    Plan::new(program, date(2026, 11, 22)).unwrap()
}

fn export(form: &str) -> Vec<u8> {
    if form == "csv" { export::csv(RECORDS) } else { export::ndjson(RECORDS) }
}

fn open(form: &str, bytes: &[u8]) -> Input {
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    let name = format!("contacts.{form}");
    Input::from_stream(name, stream, form.parse().unwrap(), &InputOptions::default()).unwrap()
}

/// The first batch, and where its cells go.
fn first_batch(form: &str, plan: &Plan<'_>) -> (Chunk, Arc<Layout>) {
    let mut input = open(form, &export(form));
    let matches = find_columns(plan.program(), plan.columns(), &input).unwrap();
    let layout = Arc::new(input.layout(plan.columns(), &[], &matches, false));
    let mut chunk = Chunk::default();
    input.next(&mut chunk, ChunkSize::default()).unwrap();
    (chunk, layout)
}

fn rows(form: &str, plan: &Plan<'_>) -> Rows {
    let (mut chunk, layout) = first_batch(form, plan);
    let mut rows = Rows::new(layout);
    rows.read(&mut chunk);
    rows
}

/// Finding where records end.
#[divan::bench(args = FORMS)]
fn cutting(bencher: Bencher<'_, '_>, form: &str) {
    let bytes = export(form);
    bencher
        .counter(divan::counter::BytesCount::new(bytes.len()))
        .with_inputs(|| open(form, &bytes))
        .bench_values(|mut input| {
            let mut chunk = Chunk::default();
            loop {
                input.next(&mut chunk, ChunkSize::default()).unwrap();
                if chunk.records.is_empty() {
                    return input;
                }
            }
        });
}

/// Finding cells.
#[divan::bench(args = FORMS)]
fn cells(bencher: Bencher<'_, '_>, form: &str) {
    let program = program();
    let (mut chunk, layout) = first_batch(form, &plan(&program));
    let mut rows = Rows::new(layout);
    bencher.counter(divan::counter::ItemsCount::new(chunk.records.len())).bench_local(|| {
        rows.read(&mut chunk);
        rows.give_back(black_box(&mut chunk));
    });
}

/// Reading cells.
#[divan::bench(args = FORMS)]
fn columns(bencher: Bencher<'_, '_>, form: &str) {
    let program = program();
    let plan = plan(&program);
    let rows = rows(form, &plan);
    bencher
        .counter(divan::counter::ItemsCount::new(rows.count()))
        .bench_local(|| Batch::read_with(&plan, black_box(&rows), &Related::default()));
}

/// Judging what was read.
#[divan::bench]
fn judging(bencher: Bencher<'_, '_>) {
    let program = program();
    let plan = plan(&program);
    let batch = Batch::read_with(&plan, &rows("csv", &plan), &Related::default());
    bencher.bench_local(|| evaluate(&plan, black_box(&batch), false));
}

/// Writing the rows of the result.
#[divan::bench(args = ["csv", "ndjson"])]
fn writing(bencher: Bencher<'_, '_>, form: &str) {
    let program = program();
    let plan = plan(&program);
    let rows = rows("csv", &plan);
    let input = open("csv", &export("csv"));
    let matches = find_columns(&program, plan.columns(), &input).unwrap();
    let layout = input.layout(plan.columns(), &[], &matches, false);
    let options = OutputOptions { form: form.parse().unwrap(), ..OutputOptions::default() };
    let say_next = |_: &_| String::new();
    let sheet = Sheet::new(&program, plan.columns(), &matches, &layout, &say_next, &options).unwrap();
    let verdicts = judged(&plan, &rows, &Related::default(), &mut Memory::default());
    let mut out = Vec::new();
    bencher.counter(divan::counter::ItemsCount::new(rows.count())).bench_local(|| {
        out.clear();
        sheet.write_rows(&rows, black_box(&verdicts), &mut out);
    });
}

/// All of it, on one thread.
#[divan::bench(args = FORMS)]
fn whole(bencher: Bencher<'_, '_>, form: &str) {
    let program = program();
    let plan = plan(&program);
    let bytes = export(form);
    let judge =
        |rows: &Rows, related: &Related<'_>, memory: &mut Memory| judged(&plan, rows, related, memory);
    let options = OutputOptions::default();
    let run = Run {
        program: &program,
        columns: plan.columns(),
        related: None,
        judge: &judge,
        say_next: &|_| String::new(),
        output: &options,
        threads: 1,
        batch: ChunkSize::default(),
        watch: None,
    };
    bencher
        .counter(divan::counter::ItemsCount::new(RECORDS))
        .with_inputs(|| open(form, &bytes))
        .bench_local_values(|input| run.judge_all(input, &mut std::io::sink(), "nothing").unwrap());
}
