//! What the checker finds wrong: facts first, their wording beside them.
//!
//! Each part of the checker has an enum of its own below; the title of a problem is its `#[error]` text, and
//! `diagnostic` adds the underlined words, what to write instead, and why.

pub(super) mod conditions;
pub(super) mod examples;
pub(super) mod fields;
pub(super) mod files;
pub(super) mod names;
pub(super) mod structure;
pub(super) mod values;

use crate::text::diagnostic::Diagnostic;

/// A problem of any part.
#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// Of names.
    Name(names::NameProblem),
    /// Of values.
    Value(values::ValueProblem),
    /// Of conditions.
    Condition(conditions::ConditionProblem),
    /// Of fields and the lines below definitions.
    Field(fields::FieldProblem),
    /// Of how definitions go together.
    Structure(structure::StructureProblem),
    /// Of examples.
    Example(examples::ExampleProblem),
}

impl Problem {
    /// As people read it.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Name(problem) => problem.diagnostic(),
            Problem::Value(problem) => problem.diagnostic(),
            Problem::Condition(problem) => problem.diagnostic(),
            Problem::Field(problem) => problem.diagnostic(),
            Problem::Structure(problem) => problem.diagnostic(),
            Problem::Example(problem) => problem.diagnostic(),
        }
    }
}

macro_rules! from {
    ($($variant:ident: $of:ty),*) => {
        $(impl From<$of> for Problem {
            fn from(problem: $of) -> Self {
                Problem::$variant(problem)
            }
        })*
    };
}

from!(
    Name: names::NameProblem,
    Value: values::ValueProblem,
    Condition: conditions::ConditionProblem,
    Field: fields::FieldProblem,
    Structure: structure::StructureProblem,
    Example: examples::ExampleProblem
);

/// Words joined for a sentence: `"A", "B" or "C"`.
pub(super) fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [single] => single.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

/// `name`, in brackets if it cannot stand bare.
pub(super) fn shown(name: &str) -> String {
    let mut letters = name.chars();
    let bare = letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
    if bare { name.to_owned() } else { format!("[{name}]") }
}
