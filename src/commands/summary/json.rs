//! The summary as one JSON line.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Run, owner_name};
use crate::explain::question_name;
use crate::model::lifecycle::Question;
use crate::records::findings::Findings;
use crate::records::related::found::{Block, Origin, RelatedSummary};
use crate::records::summary::{Owner, RecordedAs};

#[derive(Serialize)]
struct JsonSummary<'a> {
    records: u64,
    seconds: Option<f64>,
    records_per_second: Option<u64>,
    as_of: String,
    definition: &'a str,
    version: Option<u32>,
    input: &'a str,
    encoding: &'a str,
    delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    stages: Vec<Count<'a>>,
    no_stage: u64,
    could_be_more: u64,
    asked: Vec<Asked>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<Recorded<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scores: BTreeMap<&'a str, Vec<Band<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routes: Vec<Routed>,
    #[serde(flatten)]
    faults: Faults<'a>,
    blank_ids: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

/// What is wrong with rows and cells.
#[derive(Serialize)]
struct Faults<'a> {
    unreadable: u64,
    columns: Vec<Column<'a>>,
    short_rows: u64,
    long_rows: u64,
    rows_that_are_no_object: u64,
    repeated_keys: u64,
    #[serde(skip_serializing_if = "is_zero")]
    properties_that_are_no_rows: u64,
}

/// Records in a band; none: not settled.
#[derive(Serialize)]
struct Band<'a> {
    band: Option<&'a str>,
    records: u64,
}

/// Records that go to an owner; none: nobody.
#[derive(Serialize)]
struct Routed {
    owner: Option<String>,
    records: u64,
}

/// The records of an `events` or `lookup` block.
#[derive(Serialize)]
struct Related<'a> {
    name: &'a str,
    kind: &'a str,
    file: Option<&'a str>,
    property: Option<&'a str>,
    rows: u64,
    keys: u64,
    rows_without_a_key: u64,
    rows_of_no_contact: u64,
    rows_after_the_day: u64,
    keys_more_than_once: u64,
    #[serde(flatten)]
    faults: Faults<'a>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
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
        seconds: run.seconds(),
        records_per_second: run.rate(),
        as_of: run.as_of.to_string(),
        definition: &run.program.header.title,
        version: run.program.header.version,
        input: &run.input.name,
        encoding: run.input.encoding,
        delimiter: run.input.delimiter.map(|byte| char::from(byte).to_string()),
        sheet: run.input.sheet.as_deref(),
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
        scores: run
            .program
            .scores
            .iter()
            .zip(&summary.bands)
            .filter(|(_, counts)| !counts.is_empty())
            .map(|(score, counts)| {
                let bands = score.bands.iter().map(|band| Some(band.name.as_str())).chain([None]);
                let bands = bands.zip(counts).map(|(band, count)| Band { band, records: *count });
                (score.name.as_str(), bands.collect())
            })
            .collect(),
        routes: summary
            .owners
            .iter()
            .map(|(owner, count)| Routed {
                owner: Some(*owner)
                    .filter(|owner| *owner != Owner::Nobody)
                    .map(|owner| owner_name(run.program, owner)),
                records: *count,
            })
            .collect(),
        faults: faults(&summary.findings),
        blank_ids: summary.blank_ids.count,
        related: summary.related.iter().map(|related| of_block(run, related)).collect(),
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

fn faults(findings: &Findings) -> Faults<'_> {
    let columns = findings.columns.iter().map(|column| Column {
        column: &column.label,
        found: column.header.found.is_some(),
        not_read: &column.header.others,
        unreadable: column.unreadable.count,
        required_missing: column.required_missing.count,
        shapes: column.shapes.iter().map(|(shape, row)| Shape { shape, row: *row }).collect(),
    });
    Faults {
        unreadable: findings.unreadable,
        columns: columns.collect(),
        short_rows: findings.row_faults.short,
        long_rows: findings.row_faults.long,
        rows_that_are_no_object: findings.row_faults.no_object,
        repeated_keys: findings.row_faults.repeated_keys,
        properties_that_are_no_rows: findings.row_faults.not_rows,
    }
}

fn of_block<'a>(run: &Run<'a>, related: &'a RelatedSummary) -> Related<'a> {
    let (file, property) = match &related.origin {
        Origin::File(path) => (Some(path.as_str()), None),
        Origin::Property(name) => (None, Some(name.as_str())),
        Origin::Nowhere => (None, None),
    };
    Related {
        name: related.block.name(run.program),
        kind: match related.block {
            Block::Event(_) => "events",
            Block::Lookup(_) => "lookup",
        },
        file,
        property,
        rows: related.found.rows,
        keys: related.keys,
        rows_without_a_key: related.found.blank_keys.count,
        rows_of_no_contact: related.strangers,
        rows_after_the_day: related.found.after,
        keys_more_than_once: related.repeated.count,
        faults: faults(&related.found.findings),
    }
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
