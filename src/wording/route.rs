//! How routes are said: who gets a contact, and how soon.

use super::condition::clause;
use super::name::{field, team};
use super::phrase::Phrase;
use super::value::duration;
use crate::model::ids::NodeId;
use crate::model::program::Program;
use crate::model::route::{RouteRow, Target};
use crate::model::value::Duration;

/// A row as a sentence: `to Inside sales when Country is "Germany", respond within 1 working day`.
pub fn row(program: &Program, row: &RouteRow) -> Phrase {
    let mut said = Phrase::words("to ").then(target(program, &row.target));
    if let Some(node) = row.condition {
        said = said.and(" when ").then(clause(program, node));
    }
    match row.respond_within {
        Some(length) => said.and(&format!(", respond within {}", duration(length))),
        None => said,
    }
}

/// Who gets a contact: a team; `the person named in Account Owner`; `East 1 or East 2, shared evenly by Record ID`.
pub fn target(program: &Program, target: &Target) -> Phrase {
    match target {
        Target::Team(id) => team(program, *id),
        Target::ValueOf(id) => Phrase::words("the person named in ").then(field(program, *id)),
        Target::OneOf(teams, by) => {
            let teams = teams.iter().map(|id| team(program, *id)).collect();
            Phrase::list(teams, "or")
                .and(", shared evenly by ")
                .then(field(program, *by))
                .and(" (the same one always goes to the same team)")
        }
    }
}

/// A deadline for rows without one of their own: `within 5 minutes when "Asked for a demo" applies`.
pub fn deadline(program: &Program, condition: Option<NodeId>, length: Duration) -> Phrase {
    let within = format!("within {}", duration(length));
    match condition {
        Some(node) => Phrase::words(within).and(" when ").then(clause(program, node)),
        None => within.into(),
    }
}
