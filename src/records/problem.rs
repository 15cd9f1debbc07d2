//! What is wrong with an export as a whole, seen from the definition: columns that are not there, and dates that can be
//! read two ways. Single cells are counted in the [`Summary`].

mod keys;
mod line;
mod uses;

use super::findings::{ColumnSummary, Findings};
use super::open::Place as FilePlace;
use super::related::found::{Block, Origin as CameFrom, RelatedSummary};
use super::related::mismatch::Mismatch;
use super::related::near::{Near, near};
use super::summary::Summary;
use crate::evaluate::cells::{ColumnRole, InputColumn, input_columns};
use crate::model::field::{Field, FieldType, Origin};
use crate::model::program::Program;
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::source::Sources;
use crate::text::span::Place;
use crate::text::visible::visible;
use crate::wording::value::number_of;
use uses::uses_of;

/// A problem of an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DataProblem {
    /// Dates such as 03/04/2026 in a field without `written as`.
    #[error("{ambiguous} of {dates} dates in {column}{} can be read two ways", of_file(file.as_deref()))]
    TwoReadings {
        /// Name and type of a field of an event.
        of_event: Option<(String, String)>,
        /// Where the field is declared.
        field: Place,
        /// The file, if it is not that of the contacts.
        file: Option<String>,
        /// The column's header.
        column: String,
        /// How many can be read two ways.
        ambiguous: u64,
        /// How many cells of the column have something in them.
        dates: u64,
        /// The first of them: its record, from 1.
        row: u64,
        /// Its shape.
        shape: String,
        /// What may stand after `written as`.
        forms: Vec<String>,
        /// Whether other rows leave only one order.
        settled: bool,
    },
    /// No column has any of the field's headers.
    #[error("No column for `{name}`{}", in_file(file.as_deref()))]
    NoColumn {
        /// The file, if it is not that of the contacts.
        file: Option<String>,
        /// The type of a field of an event.
        of_event: Option<String>,
        /// The lookup whose column it is.
        lookup: Option<String>,
        /// Where the field is declared.
        field: Place,
        /// The field's name.
        name: String,
        /// The headers that were looked for.
        headers: Vec<String>,
        /// Whether `column` is written in the definition.
        declared: bool,
        /// Whether the missing column is the one of its currency.
        currency: bool,
        /// The nearest header that is there.
        nearest: Option<String>,
    },
    /// A block of events or a lookup has no file.
    #[error("Everything about {rows} is unknown")]
    NoFile {
        /// Where the block is declared.
        block: Place,
        /// Its name.
        name: String,
        /// What its rows are called.
        rows: String,
        /// The bare stem of its file.
        stem: Option<String>,
        /// Whether it is a lookup.
        lookup: bool,
        /// How many rules, stages, sources and scores use it.
        uses: usize,
        /// A file that may be meant.
        near: Option<Near>,
    },
    /// A file of which no row belongs to a contact.
    #[error("None of the {} rows of {file} belongs to a contact", number_of(*rows))]
    NobodysRows {
        /// Where the block is declared.
        block: Place,
        /// The file.
        file: String,
        /// How many there are.
        rows: u64,
        /// The shape of one of its keys; none if they are all blank.
        key: Option<String>,
        /// The shape of a contact's.
        contact_key: String,
        /// What tells the two apart.
        mismatch: Option<Mismatch>,
    },
}

fn of_file(file: Option<&str>) -> String {
    file.map(|file| format!(" of {file}")).unwrap_or_default()
}

fn in_file(file: Option<&str>) -> String {
    file.map(|file| format!(" in {file}")).unwrap_or_default()
}

impl DataProblem {
    /// The problem as people read it.
    pub fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        match self {
            DataProblem::TwoReadings { field, row, shape, of_event, forms, settled, .. } => {
                let mut problem = Diagnostic::new(Code("D603"), self.to_string())
                    .label(*field, format!("row {row} has `{shape}`"));
                for form in forms {
                    let end = of_event.as_ref().and_then(|_| line::end_of_line(sources, *field));
                    problem = match (of_event, end) {
                        (Some(_), Some(end)) => problem.replace(end, format!(", written as {form}")),
                        (Some((name, kind)), None) => {
                            problem.lines(format!("  - {name}: {kind}, written as {form}"))
                        }
                        (None, _) => problem.lines(format!("  written as {form}")),
                    };
                }
                let so = match (forms.len(), settled) {
                    (0, _) => {
                        "No one form reads all of the column: export its dates again as YYYY-MM-DD. Until then, these count as blank."
                    }
                    (1, true) => {
                        "Other rows of the column have a day after the 12th, so it is this form. Until it is written down, these dates count as blank."
                    }
                    (_, _) => "Until the form is written down, these dates count as blank.",
                };
                problem.why(format!("3 April in one country is 4 March in another. {so}"))
            }
            DataProblem::NoColumn {
                field,
                headers,
                declared,
                currency,
                nearest,
                of_event,
                lookup,
                name,
                file,
                ..
            } => {
                let quoted: Vec<String> = headers.iter().map(|header| format!("\"{header}\"")).collect();
                let clause = if *currency { "currency column" } else { "column" };
                let clause = match of_event {
                    Some(kind) => format!("  - {name}: {kind}, column"),
                    None => format!("  {clause}"),
                };
                let of = lookup.as_deref().map(|lookup| format!(" of {lookup}")).unwrap_or_default();
                let mut problem = Diagnostic::new(Code("D808"), self.to_string());
                let header = nearest.as_deref().unwrap_or("the header as the export has it");
                let own = of_event.as_ref().filter(|_| !currency).and_then(|_| {
                    let stated = line::column_text(sources, *field).map(|place| (place, ""));
                    stated.or_else(|| Some((line::end_of_line(sources, *field)?, ", column ")))
                });
                if let Some((place, before)) = own {
                    let label = match nearest {
                        Some(nearest) => format!("nearest header: \"{nearest}\""),
                        None => "no header comes near".to_owned(),
                    };
                    problem = problem.label(*field, label).replace(place, format!("{before}\"{header}\""));
                } else {
                    problem = match nearest {
                        Some(nearest) if *declared && !*currency && of_event.is_none() => {
                            problem.label(*field, format!("nearest header: \"{nearest}\"")).lines(format!(
                                "{clause} {}{of}, also {}\"{nearest}\"",
                                quoted.first().cloned().unwrap_or_default(),
                                more(&quoted)
                            ))
                        }
                        Some(nearest) => problem
                            .label(*field, format!("nearest header: \"{nearest}\""))
                            .lines(format!("{clause} \"{nearest}\"{of}")),
                        None => problem
                            .label(*field, "no header comes near")
                            .lines(format!("{clause} \"the header as the export has it\"{of}")),
                    };
                }
                let whose = if of_event.is_some() { "event" } else { "record" };
                let headers = if file.is_some() { "that file" } else { "the records" };
                problem.why(format!(
                    "No header of {headers} is {}, so every {whose} counts as blank here.",
                    quoted.join(" or ")
                ))
            }
            DataProblem::NoFile { block, name, stem, lookup, uses, near, .. } => {
                let them = if *lookup { "it" } else { "them" };
                let label = match uses {
                    0 => format!("no rule uses {them} so far"),
                    1 => format!("1 rule uses {them}"),
                    some => format!("{some} rules use {them}"),
                };
                let looked = match stem {
                    Some(stem) => format!(
                        "There is no --with for `{name}`, and beside the records no file {stem} (.csv, .tsv, .json, .ndjson, or one of them with .gz)."
                    ),
                    None => {
                        format!("There is no --with for `{name}`, and the definition names no `file` for it.")
                    }
                };
                let so = if *lookup {
                    "Every field that it would fill counts as blank."
                } else {
                    "A file that is there is complete, and no rows in it are a count of 0. Without one, nobody knows."
                };
                let problem = Diagnostic::new(Code("D507"), self.to_string()).label(*block, label);
                match near {
                    Some(Near::Readable(path)) => {
                        let path = visible(&path.display().to_string());
                        problem
                            .lines(format!("--with {name}={path}"))
                            .why(format!("{looked} The name of {path} comes near. {so}"))
                    }
                    Some(Near::OtherForm(found)) => {
                        let saved = stem.as_deref().map_or_else(
                            || "Save it as CSV, and name it with --with".to_owned(),
                            |stem| format!("Save it there as {stem}.csv"),
                        );
                        problem.why(format!(
                            "There is {}, whose form this version can't read. {saved}. {so}",
                            visible(found)
                        ))
                    }
                    None => problem.lines(format!("--with {name}=FILE")).why(format!("{looked} {so}")),
                }
            }
            DataProblem::NobodysRows { block, key, contact_key, mismatch, .. } => {
                let label = match key {
                    Some(key) => {
                        format!("its keys look like `{key}`, those of contacts like `{contact_key}`")
                    }
                    None => format!("its keys are blank; those of contacts look like `{contact_key}`"),
                };
                Diagnostic::new(Code("D809"), self.to_string())
                    .label(*block, label)
                    .why(keys::reason(mismatch.as_ref()))
            }
        }
    }
}

/// The synonyms that are written already, each with a comma after it.
fn more(quoted: &[String]) -> String {
    quoted.iter().skip(1).map(|header| format!("{header}, ")).collect()
}

/// All of them: files that are not there, then those of columns, in order of declaration, then files of nobody.
pub fn data_problems(
    program: &Program,
    summary: &Summary,
    sources: &Sources,
    records: &FilePlace,
) -> Vec<Diagnostic> {
    let mut found = files_missing(program, &summary.related, sources, records);
    let columns = input_columns(program);
    found.extend(of_columns(program, &columns, &summary.findings, None, sources));
    for related in &summary.related {
        let file = match &related.origin {
            CameFrom::File(path) => path.clone(),
            CameFrom::Property(name) => format!("the records' `{name}`"),
            CameFrom::Nowhere => continue,
        };
        if related.has_columns() {
            let findings = &related.found.findings;
            let of = Some((related.block, &file));
            found.extend(of_columns(program, &related.columns, findings, of, sources));
        }
    }
    found.extend(summary.related.iter().filter_map(|related| nobodys_rows(program, related, sources)));
    found
}

/// Blocks whose records were not given.
pub fn files_missing(
    program: &Program,
    related: &[RelatedSummary],
    sources: &Sources,
    records: &FilePlace,
) -> Vec<Diagnostic> {
    let missing = related.iter().filter(|related| related.origin == CameFrom::Nowhere);
    missing
        .map(|related| {
            let block = related.block;
            DataProblem::NoFile {
                block: place_of(program, block),
                name: block.name(program).to_owned(),
                rows: block.rows_name(program).to_owned(),
                stem: block.stem(program).map(str::to_owned),
                lookup: matches!(block, Block::Lookup(_)),
                uses: uses_of(program, block),
                near: near(program, block, records),
            }
            .diagnostic(sources)
        })
        .collect()
}

fn nobodys_rows(program: &Program, related: &RelatedSummary, sources: &Sources) -> Option<Diagnostic> {
    let CameFrom::File(file) = &related.origin else { return None };
    let contact_key = related.contact_key.clone().filter(|_| related.nobody)?;
    let problem = DataProblem::NobodysRows {
        block: place_of(program, related.block),
        file: file.clone(),
        rows: related.found.rows,
        key: related.key.clone(),
        contact_key,
        mismatch: related.mismatch.clone(),
    };
    Some(problem.diagnostic(sources))
}

fn place_of(program: &Program, block: Block) -> Place {
    let place = match block {
        Block::Event(event) => program.events.get(event.index()).map(|kind| kind.place),
        Block::Lookup(lookup) => program.lookups.get(lookup.index()).map(|lookup| lookup.place),
    };
    place.unwrap_or_default()
}

/// What is wrong with columns, in their order; `of` is the block that they belong to, and its file.
fn of_columns(
    program: &Program,
    columns: &[InputColumn],
    findings: &Findings,
    of: Option<(Block, &String)>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let (fields, lookup) = match of {
        Some((Block::Event(event), _)) => {
            (program.events.get(event.index()).map_or(&[][..], |kind| kind.fields.as_slice()), None)
        }
        Some((block @ Block::Lookup(_), _)) => (program.fields.as_slice(), Some(block.name(program))),
        None => (program.fields.as_slice(), None),
    };
    let mut problems = Vec::new();
    for (column, counted) in columns.iter().zip(&findings.columns) {
        if let Some(field) = fields.get(column.field.index()) {
            problems.extend(problems_of(field, column, counted, of, lookup));
        }
    }
    problems.into_iter().map(|problem| problem.diagnostic(sources)).collect()
}

fn problems_of(
    field: &Field,
    column: &InputColumn,
    counted: &ColumnSummary,
    of: Option<(Block, &String)>,
    lookup: Option<&str>,
) -> Vec<DataProblem> {
    let file = of.map(|(_, file)| file.clone());
    let of_event = matches!(of, Some((Block::Event(_), _)));
    let mut problems = Vec::new();
    if counted.header.found.is_none() {
        problems.push(DataProblem::NoColumn {
            file: file.clone(),
            of_event: of_event.then(|| type_words(field)),
            lookup: lookup.map(str::to_owned),
            field: field.place,
            name: field.name.clone(),
            headers: column.headers.clone(),
            declared: match field.origin {
                Origin::Column { declared, .. } => declared,
                Origin::Decided(_) => false,
            },
            currency: column.role == ColumnRole::Currency,
            nearest: counted.header.nearest.clone(),
        });
    }
    if let (Some(row), Some(shape)) = (counted.two_readings.first, &counted.two_readings_shape) {
        problems.push(DataProblem::TwoReadings {
            of_event: of_event.then(|| (field.name.clone(), type_words(field))),
            field: field.place,
            file,
            column: counted.label.clone(),
            ambiguous: counted.two_readings.count,
            dates: counted.dates,
            row,
            shape: shape.clone(),
            forms: counted.day_order.forms(),
            settled: counted.day_order.is_settled(),
        });
    }
    problems
}

/// A field's type as it is written; the values of a list are left out.
fn type_words(field: &Field) -> String {
    match &field.field_type {
        FieldType::YesNo => "yes/no".to_owned(),
        FieldType::Text => "text".to_owned(),
        FieldType::Email => "email".to_owned(),
        FieldType::WholeNumber => "whole number".to_owned(),
        FieldType::Number => "number".to_owned(),
        FieldType::Money(currency) => format!("money in {currency}"),
        FieldType::Percent => "percent".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::DateTime => "date and time".to_owned(),
        FieldType::OneOf(_) => "one of …".to_owned(),
        FieldType::SomeOf { .. } => "some of …".to_owned(),
    }
}
