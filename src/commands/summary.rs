//! The summary of a run, on standard error: for people, or one JSON line.

mod draw;
mod faults;
mod json;
mod related;

use std::time::Duration;

use jiff::civil::Date;

use super::pace::rate;
use crate::model::program::Program;
use crate::records::input::Input;
use crate::records::summary::{Owner, Summary};

pub use draw::draw;
pub use json::json;

/// Of a run that ends sooner, the summary says no time: it would say more about the machine than about the records, and
/// be another one each time.
const TELLING: Duration = Duration::from_secs(1);

/// A run, and what it found.
pub struct Run<'a> {
    /// The definition.
    pub program: &'a Program,
    /// What the records were read from.
    pub input: &'a InputFacts,
    /// What was counted.
    pub summary: &'a Summary,
    /// The day it was judged by.
    pub as_of: Date,
    /// How long it took.
    pub took: Duration,
}

/// What was found out about an input when it was opened.
pub struct InputFacts {
    /// What messages call it.
    pub name: String,
    /// The character between its cells, if it has such.
    pub delimiter: Option<u8>,
    /// Its encoding.
    pub encoding: &'static str,
    /// Its sheet, if it is one of several.
    pub sheet: Option<String>,
}

impl InputFacts {
    /// The facts of an opened input.
    pub fn of(input: &Input) -> Self {
        InputFacts {
            name: input.name().to_owned(),
            delimiter: input.delimiter().filter(|_| input.form().records.is_text()),
            encoding: input.encoding(),
            sheet: input.sheet().map(str::to_owned),
        }
    }
}

impl Run<'_> {
    /// Records a second; none for a run too short to tell.
    pub fn rate(&self) -> Option<u64> {
        (self.took >= TELLING).then(|| rate(self.summary.records, self.took))
    }

    /// How long it took, in seconds to the thousandth; none for a run too short to tell.
    pub fn seconds(&self) -> Option<f64> {
        (self.took >= TELLING).then(|| self.took.as_millis() as f64 / 1000.0)
    }
}

/// What an owner is called: a team by its name, a value by its field, since the value is a record's own.
fn owner_name(program: &Program, owner: Owner) -> String {
    match owner {
        Owner::Team(team) => {
            program.teams.get(team.index()).map(|team| team.name.clone()).unwrap_or_default()
        }
        Owner::ValueOf(field) => {
            let name = program.field(field).map_or("", |field| field.name.as_str());
            format!("the value of {name}")
        }
        Owner::Nobody => "nobody, not settled".to_owned(),
    }
}
