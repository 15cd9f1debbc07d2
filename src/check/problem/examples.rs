//! Examples that cannot be run.

use thiserror::Error;

use super::shown;
use crate::check::operators::Kind;
use crate::text::diagnostic::{Code, Diagnostic, Edit};
use crate::text::span::Place;

/// What can be wrong with an example.
#[derive(Clone, Debug, Error)]
pub(crate) enum ExampleProblem {
    /// C802
    #[error("Row {row} has {cells} cells, the header {columns}")]
    RowLength { place: Place, row: usize, cells: usize, columns: usize, header: Place },
    /// C802
    #[error("This example needs a day")]
    NoDay { place: Place, insert: Place, because: Place, day: String },
    /// C201
    #[error("A column is named by one name")]
    ColumnIs { place: Place, meant: String },
    /// C802
    #[error("This column has no name")]
    NoHeader { place: Place },
    /// W803
    #[error("This example expects nothing")]
    NothingExpected { place: Place },
    /// W803
    #[error("This table has no rows")]
    NoRows { place: Place },
    /// C212
    #[error("`{name}` is given twice")]
    GivenTwice { place: Place, first: Place, name: String },
    /// C313
    #[error("`{name}` is {} and has one value", .kind.words())]
    OneValueOnly { place: Place, name: String, kind: Kind },
    /// C313
    #[error("An example expects one value of `{name}`, not `unknown`")]
    NotUnknown { place: Place, name: String },
    /// C313
    #[error("`{name}` is {is}, which cannot be expected")]
    NotExpectable { place: Place, name: String, is: &'static str, field: bool, parameter: bool },
    /// C313
    #[error("`{name}` is answered with yes, no or unknown")]
    AnswerIs { place: Place, name: String, meant: Option<&'static str> },
    /// C313
    #[error("`{name}` is a name, without quotes")]
    NameExpected { place: Place, name: String, quoted: Option<String> },
    /// C313
    #[error("`{name}` is a score: points or a band")]
    ScoreExpected { place: Place, name: String, quoted: Option<String> },
    /// C313
    #[error("After `unknown` can only stand `asking` and fields")]
    AskingWhat { place: Place, fields: Vec<String> },
    /// C501
    #[error("A blank is given as `missing`")]
    BlankIsMissing { place: Place },
    /// C313
    #[error("`{name}` is {}, and this cell is none", .kind.words())]
    CellUnreadable { place: Place, name: String, kind: Kind, sample: String, meant: Option<&'static str> },
}

impl ExampleProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            ExampleProblem::RowLength { place, cells, columns, header, .. } => {
                let found = new("C802")
                    .label(*place, format!("{cells} cells"))
                    .label(*header, format!("{columns} columns"));
                let found = if cells < columns {
                    found.edits(vec![Edit { place: place.after(), text: "  |".repeat(columns - cells) }])
                } else {
                    found
                };
                found.why("A blank cell is written too: `| 4,200 |  | unknown |`. Otherwise values slip into the wrong column.")
            }
            ExampleProblem::NoDay { place, insert, because, day } => new("C802")
                .label(*place, "on which day?")
                .label(*because, "this depends on the day")
                .edits(vec![Edit { place: *insert, text: format!(", as of {day}") }])
                .why("An example gives the same result whenever it is run, so it says its own day."),
            ExampleProblem::ColumnIs { place, meant } => new("C201")
                .label(*place, format!("did you mean `{meant}`?"))
                .replace(*place, shown(meant))
                .why("A column is named after a field that is given, or after what is expected."),
            ExampleProblem::NoHeader { place } => new("C802")
                .label(*place, "name the column")
                .why("A column is named after a field that is given, or after what is expected."),
            ExampleProblem::NothingExpected { place } => new("W803")
                .label(*place, "nothing expected")
                .lines("  expect lead yes")
                .why("An example without `expect` can never fail."),
            ExampleProblem::NoRows { place } => new("W803")
                .label(*place, "only the names of the columns")
                .why("Each row below the first is an example; a table without one tries nothing."),
            ExampleProblem::AskingWhat { place, fields } => {
                let found = new("C313").label(*place, "nothing else");
                let found = if fields.is_empty() {
                    found.replace(*place, "unknown")
                } else {
                    found.replace(*place, format!("unknown asking {}", fields.join(" and ")))
                };
                found.why("`asking` names the fields that somebody has to find out, joined with `and`.")
            }
            ExampleProblem::BlankIsMissing { place } => new("C501")
                .label(*place, "a word for a blank")
                .replace(*place, "missing")
                .why("A field that an example does not give is missing too."),
            ExampleProblem::GivenTwice { place, first, .. } => new("C212")
                .label(*place, "again here")
                .label(*first, "first here")
                .why("One value for each field: delete one of them."),
            ExampleProblem::OneValueOnly { place, .. } => {
                new("C313").label(*place, "a second value").why("Only a `some of` field has several values.")
            }
            ExampleProblem::NotUnknown { place, .. } => new("C313")
                .label(*place, "not yes, no or unknown")
                .why("Rules, profiles and criteria are expected to be yes, no or unknown. What blanks leave open of a stage, \
                      a source, a route or a score cannot be expected yet: expect the rule that they hang on."),
            ExampleProblem::NotExpectable { place, name, field, parameter, .. } => {
                let found = new("C313").label(*place, "not an answer");
                if *field {
                    found.why(format!("A field is given: `given {} …`.", shown(name)))
                } else if *parameter {
                    found.why(
                        "It has as many answers as values. Expect a criterion that uses it with a value.",
                    )
                } else {
                    found.why("Stages, profiles, criteria, scores, `stage`, `moved_to`, `source` and `route` can be expected.")
                }
            }
            ExampleProblem::AnswerIs { place, name, meant } => {
                let found = new("C313").label(*place, "no answer");
                let found = match meant {
                    Some(meant) => found.replace(*place, *meant),
                    None => found,
                };
                found.why(format!("Write `{name} yes`, `{name} no` or `{name} unknown`."))
            }
            ExampleProblem::NameExpected { place, quoted, .. } => match quoted {
                Some(text) => new("C313").label(*place, "remove the quotes").replace(*place, shown(text)),
                None => new("C313").label(*place, "not a name"),
            }
            .why("Quotes are for values from the data; names of this definition stand without them."),
            ExampleProblem::ScoreExpected { place, name, quoted } => match quoted {
                Some(text) => new("C313").label(*place, "remove the quotes").replace(*place, shown(text)),
                None => new("C313").label(*place, "neither"),
            }
            .why(format!("Write the points, such as `{name} 40`, or the name of a band, without quotes.")),
            ExampleProblem::CellUnreadable { place, meant: Some(""), .. } => new("C313")
                .label(*place, "leave the cell blank")
                .replace(*place, " ")
                .why("A blank cell is a value that is missing."),
            ExampleProblem::CellUnreadable { place, kind, meant: Some(meant), .. } => new("C313")
                .label(*place, format!("not {}", kind.words()))
                .replace(*place, *meant)
                .why("Cells are written as in a definition, not as an export has them."),
            ExampleProblem::CellUnreadable { place, kind, sample, .. } => {
                new("C313").label(*place, format!("not {}", kind.words())).why(format!(
                    "Cells are written as in a definition, such as `{sample}`, not as an export has them."
                ))
            }
        }
    }
}
