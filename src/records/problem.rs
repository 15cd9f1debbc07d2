//! What is wrong with an export as a whole, seen from the definition: columns that are not there, and dates that can be
//! read two ways. Single cells are counted in the [`Summary`].

use crate::evaluate::cells::{ColumnRole, InputColumn, input_columns};
use crate::model::field::{Field, Origin};
use crate::model::program::Program;
use crate::records::summary::{ColumnSummary, Summary};
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::span::Place;

/// A problem of an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DataProblem {
    /// Dates such as 03/04/2026 in a field without `written as`.
    #[error("{ambiguous} of {dates} dates in {column} can be read two ways")]
    TwoReadings {
        /// Where the field is declared.
        field: Place,
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
    },
    /// No column has any of the field's headers.
    #[error("No column for `{name}`")]
    NoColumn {
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
}

impl DataProblem {
    /// The problem as people read it.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            DataProblem::TwoReadings { field, row, shape, .. } => Diagnostic::new(Code("D603"), self.to_string())
                .label(*field, format!("row {row} has `{shape}`"))
                .lines("  written as \"MM/DD/YYYY\"")
                .lines("  written as \"DD/MM/YYYY\"")
                .why("3 April in one country is 4 March in another. Until the form is written down, these dates count as blank."),
            DataProblem::NoColumn { field, headers, declared, currency, nearest, .. } => {
                let quoted: Vec<String> = headers.iter().map(|header| format!("\"{header}\"")).collect();
                let clause = if *currency { "currency column" } else { "column" };
                let mut problem = Diagnostic::new(Code("D808"), self.to_string());
                problem = match nearest {
                    Some(nearest) if *currency => problem
                        .label(*field, format!("nearest header: \"{nearest}\""))
                        .lines(format!("  {clause} \"{nearest}\"")),
                    Some(nearest) if *declared => problem
                        .label(*field, format!("nearest header: \"{nearest}\""))
                        .lines(format!("  {clause} {}, also {}\"{nearest}\"", quoted.first().cloned().unwrap_or_default(), more(&quoted))),
                    Some(nearest) => problem
                        .label(*field, format!("nearest header: \"{nearest}\""))
                        .lines(format!("  {clause} \"{nearest}\"")),
                    None => problem
                        .label(*field, "no header comes near")
                        .lines(format!("  {clause} \"the header as the export has it\"")),
                };
                problem.why(format!("No header of the records is {}, so every record counts as blank here.", quoted.join(" or ")))
            }
        }
    }
}

/// The synonyms that are written already, each with a comma after it.
fn more(quoted: &[String]) -> String {
    quoted.iter().skip(1).map(|header| format!("{header}, ")).collect()
}

/// All of them, in order of declaration.
pub fn data_problems(program: &Program, summary: &Summary) -> Vec<Diagnostic> {
    let columns = input_columns(program);
    let found = columns.iter().zip(&summary.columns).flat_map(|(column, counted)| {
        let field = program.field(column.field);
        field.into_iter().flat_map(|field| problems_of(field, column, counted)).collect::<Vec<_>>()
    });
    found.map(|problem| problem.diagnostic()).collect()
}

fn problems_of(field: &Field, column: &InputColumn, counted: &ColumnSummary) -> Vec<DataProblem> {
    let mut problems = Vec::new();
    if counted.header.found.is_none() {
        problems.push(DataProblem::NoColumn {
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
            field: field.place,
            column: counted.label.clone(),
            ambiguous: counted.two_readings.count,
            dates: counted.dates,
            row,
            shape: shape.clone(),
        });
    }
    problems
}
