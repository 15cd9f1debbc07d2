//! Examples and tables of them.

use super::literal::{Date, Text, Value};
use super::{At, Clause, Name, Prose};

/// `example "CIO at an insurer", as of 2026-01-15`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its title.
    pub title: Text,
    /// The as-of date.
    pub as_of: Option<Date>,
    /// The lines below.
    pub clauses: Vec<Clause<ExampleClause>>,
}

/// A line of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleClause {
    /// `given industry "Insurance", employees 4,200`
    Given(Vec<Given>),
    /// `- touch kind "Call", team "sales"`
    Event {
        /// The event.
        event: Name,
        /// Its fields.
        givens: Vec<Given>,
    },
    /// `expect lead yes, route to enterprise`
    Expect(Vec<Expect>),
    /// `> …`
    Prose(Prose),
}

/// `employees 4,200`, `interests "Cloud" and "Security"`, `evaluation_date missing`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The field.
    pub name: Name,
    /// Its values; none for `missing`.
    pub values: Vec<Value>,
}

/// What an example expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// `route to enterprise`
    RouteTo(Name),
    /// `lead unknown asking evaluation_date and industry`
    Unknown {
        /// The rule.
        name: Name,
        /// The questions, all of them, in order; empty when not named.
        asking: Vec<Name>,
    },
    /// `lead yes`, `stage lead`, `engagement 35`
    Value {
        /// What is expected to be …
        name: Name,
        /// … this.
        value: Value,
    },
}

/// `examples, as of 2026-01-15` and its rows
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The as-of date.
    pub as_of: Option<Date>,
    /// The rows, header first.
    pub rows: Vec<TableRow>,
}

/// `| 90 | | no |`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Place.
    pub at: At,
    /// Its cells, trimmed.
    pub cells: Vec<TableCell>,
}

/// A cell of an examples table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// The trimmed text; the empty place in the middle for a blank cell.
    pub at: At,
    /// The trimmed text.
    pub text: String,
}
