//! How the gates of sources are said.

use super::condition::clause;
use super::name::a_stage;
use super::phrase::Phrase;
use crate::model::lifecycle::Gate;
use crate::model::program::Program;

/// A gate: `to become a lead, this must hold as well: …`; `they never become an mql or a lead while this is their source`.
pub fn gate(program: &Program, gate: &Gate) -> Phrase {
    let stages = Phrase::list(gate.stages.iter().map(|id| a_stage(program, *id)).collect(), "or");
    match gate.condition {
        Some(node) => Phrase::words("to become ")
            .then(stages)
            .and(", this must hold as well: ")
            .then(clause(program, node)),
        None => Phrase::words("they never become ").then(stages).and(" while this is their source"),
    }
}
