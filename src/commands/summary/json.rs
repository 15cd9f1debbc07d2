//! The summary as one JSON line.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Run;
use crate::explain::question_name;
use crate::model::lifecycle::Question;
use crate::records::summary::RecordedAs;

#[derive(Serialize)]
struct JsonSummary<'a> {
    records: u64,
    records_per_second: Option<u64>,
    as_of: String,
    definition: &'a str,
    version: Option<u32>,
    input: &'a str,
    encoding: &'a str,
    delimiter: Option<String>,
    stages: Vec<Count<'a>>,
    no_stage: u64,
    could_be_more: u64,
    asked: Vec<Asked>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<Recorded<'a>>,
    unreadable: u64,
    columns: Vec<Column<'a>>,
    short_rows: u64,
    long_rows: u64,
    rows_that_are_no_object: u64,
    repeated_keys: u64,
    blank_ids: u64,
}

#[derive(Serialize)]
struct Count<'a> {
    stage: &'a str,
    records: u64,
}

#[derive(Serialize)]
struct Asked {
    field: String,
    records: u64,
}

#[derive(Serialize)]
struct Recorded<'a> {
    recorded: &'a str,
    stages: BTreeMap<&'a str, u64>,
}

#[derive(Serialize)]
struct Column<'a> {
    column: &'a str,
    found: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    not_read: &'a [String],
    unreadable: u64,
    required_missing: u64,
    shapes: Vec<Shape<'a>>,
}

#[derive(Serialize)]
struct Shape<'a> {
    shape: &'a str,
    row: u64,
}

/// One line, ended.
pub fn json(run: &Run<'_>) -> String {
    let summary = run.summary;
    let stages = run.program.stages.iter().zip(&summary.stages);
    let mut asked: Vec<(&Question, &u64)> = summary.asked.iter().collect();
    asked.sort_by(|one, two| two.1.cmp(one.1).then(one.0.cmp(two.0)));
    let line = JsonSummary {
        records: summary.records,
        records_per_second: run.rate(),
        as_of: run.as_of.to_string(),
        definition: &run.program.header.title,
        version: run.program.header.version,
        input: &run.input.name,
        encoding: run.input.encoding,
        delimiter: run.input.delimiter.map(|byte| char::from(byte).to_string()),
        stages: stages.map(|(stage, count)| Count { stage: &stage.name, records: *count }).collect(),
        no_stage: summary.no_stage,
        could_be_more: summary.could_be_more,
        asked: asked
            .iter()
            .map(|(question, count)| Asked {
                field: question_name(run.program, **question),
                records: **count,
            })
            .collect(),
        recorded: summary
            .recorded
            .iter()
            .map(|(recorded, counts)| Recorded {
                recorded: recorded_name(run, *recorded),
                stages: run
                    .program
                    .stages
                    .iter()
                    .zip(counts)
                    .map(|(stage, count)| (stage.name.as_str(), *count))
                    .collect(),
            })
            .collect(),
        unreadable: summary.unreadable,
        columns: summary
            .columns
            .iter()
            .map(|column| Column {
                column: &column.label,
                found: column.header.found.is_some(),
                not_read: &column.header.others,
                unreadable: column.unreadable.count,
                required_missing: column.required_missing.count,
                shapes: column.shapes.iter().map(|(shape, row)| Shape { shape, row: *row }).collect(),
            })
            .collect(),
        short_rows: summary.row_faults.short,
        long_rows: summary.row_faults.long,
        rows_that_are_no_object: summary.row_faults.no_object,
        repeated_keys: summary.row_faults.repeated_keys,
        blank_ids: summary.blank_ids.count,
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

fn recorded_name<'a>(run: &Run<'a>, recorded: RecordedAs) -> &'a str {
    match recorded {
        RecordedAs::Stage(stage) => run.program.stage(stage).map_or("", |stage| stage.name.as_str()),
        RecordedAs::Aside(aside) => {
            run.program.asides.get(aside.index()).map_or("", |aside| aside.name.as_str())
        }
        RecordedAs::Other => "other",
        RecordedAs::Blank => "",
    }
}
