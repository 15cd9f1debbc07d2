//! Which reasons came and went: often the very thing that a reader wants to know of a change.

use super::change::{Detail, How};
use super::details::In;
use crate::meaning::item::Kind;
use crate::model::field::Origin;
use crate::model::ids::NodeId;
use crate::model::lifecycle::Outcome;
use crate::model::program::Program;
use crate::model::score::Basis;
use crate::wording::outline::reasons as of_condition;

/// The reasons that only one version of a thing has.
pub(super) fn reasons((old, before): In<'_>, (new, after): In<'_>) -> Vec<Detail> {
    let was = all(old, before.kind, before.index);
    let is = all(new, after.kind, after.index);
    let detail = |how: How, lead: &'static str, reason: &String| Detail {
        how,
        lead,
        text: format!("\"{reason}\""),
        was: None,
    };
    let come = is.iter().filter(|reason| !was.contains(reason));
    let gone = was.iter().filter(|reason| !is.contains(reason));
    come.map(|reason| detail(How::Added, "Reason now:", reason))
        .chain(gone.map(|reason| detail(How::Removed, "No longer the reason:", reason)))
        .collect()
}

/// All reasons that stand in a thing.
fn all(program: &Program, kind: Kind, index: usize) -> Vec<String> {
    let condition = |node: Option<NodeId>| node.map(|node| of_condition(program, node)).unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    match kind {
        Kind::Profile | Kind::Criterion => {
            if let Some(rule) = program.rules.get(index) {
                found.extend(condition(Some(rule.condition)));
                found.extend(rule.because.clone());
            }
        }
        Kind::Stage => {
            if let Some(stage) = program.stages.get(index) {
                found.extend(condition(stage.condition));
                found.extend(stage.because.clone());
            }
        }
        Kind::Ways => {
            if let Some(stage) = program.stages.get(index) {
                for line in stage.if_no.iter().chain(&stage.if_unknown).chain(&stage.leave) {
                    found.extend(condition(line.condition));
                    found.extend(of_outcome(line));
                }
            }
        }
        Kind::Source => {
            if let Some(source) = program.sources.get(index) {
                found.extend(condition(source.condition));
                found.extend(source.because.clone());
                for gate in &source.gates {
                    found.extend(condition(gate.condition));
                    found.extend(gate.because.clone());
                }
                found.extend(source.open.clone().flatten());
            }
        }
        Kind::Score => {
            for row in program.scores.get(index).iter().flat_map(|score| &score.rows) {
                match &row.basis {
                    Basis::When(node) => found.extend(condition(Some(*node))),
                    Basis::Per { .. } | Basis::ForEach(_) => {}
                }
                found.extend(row.because.clone());
            }
        }
        Kind::Route => {
            if let Some(route) = program.routes.get(index) {
                for row in route.rows.iter().chain(&route.if_unknown) {
                    found.extend(condition(row.condition));
                    found.extend(row.because.clone());
                }
                found.extend(route.deadlines.iter().flat_map(|(node, _)| condition(*node)));
                found.extend(condition(route.shown_by));
            }
        }
        Kind::Duty => {
            if let Some(duty) = program.duties.get(index) {
                found.extend(duty.promise.because.clone());
                found.extend(condition(duty.promise.when));
                found.extend(condition(duty.shown_by));
            }
        }
        Kind::Field => {
            if let Some(Origin::Decided(rows)) = program.fields.get(index).map(|field| &field.origin) {
                for row in rows {
                    found.extend(condition(row.condition));
                    found.extend(row.because.clone());
                }
            }
        }
        Kind::Setting
        | Kind::Rate
        | Kind::Team
        | Kind::List
        | Kind::Lookup
        | Kind::Events
        | Kind::Lifecycle
        | Kind::SourceOrder => {}
    }
    found
}

fn of_outcome(line: &Outcome) -> impl Iterator<Item = String> {
    let promised = line.promise.as_ref().and_then(|promise| promise.because.clone());
    promised.into_iter().chain(line.because.clone())
}
