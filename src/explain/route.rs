//! Who gets the contact, and which rows were passed over.

use super::Subject;
use super::tree::{Fact, answer_of, fact, facts_below, reasonless, words};
use crate::evaluate::answers::Answer;
use crate::evaluate::verdicts::RoutedBy;
use crate::model::condition::Operand;
use crate::model::route::{Route, RouteRow, Target};
use crate::wording::name::stage_title;
use crate::wording::value::duration;

/// How the route of the contact's stage was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteExplanation {
    /// The stage.
    pub stage: String,
    /// The owner; none if the rows leave it open and there is no `if unknown`.
    pub owner: Option<String>,
    /// The deadline; none if there is none, or it is not settled.
    pub respond_within: Option<String>,
    /// Its rows, first to last, then `if unknown`, then the deadlines below them if one of those is the contact's.
    pub rows: Vec<RouteLine>,
}

/// A row of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteLine {
    /// Its answer; none if it was not reached, or asks nothing.
    pub answer: Option<Answer>,
    /// The row in the words of the definition.
    pub words: String,
    /// What it looked at.
    pub facts: Vec<Fact>,
    /// Whether it decides.
    pub decides: bool,
    /// Whether an earlier row ended the reading.
    pub not_reached: bool,
}

/// The route of the record; none if its stage has none.
pub(super) fn route(subject: Subject<'_>) -> Option<RouteExplanation> {
    let Subject { program, verdicts, row, .. } = subject;
    let routed = verdicts.routes.routed.get(row).copied().flatten()?;
    let route = program.routes.get(routed.route.index())?;
    let mut ended = false;
    let mut rows = Vec::new();
    for (index, line) in (0_u32..).zip(&route.rows) {
        let answer = if ended { None } else { line.condition.map(|node| answer_of(subject, node)) };
        rows.push(RouteLine {
            answer,
            words: reasonless(subject, line.place, line.because.as_deref()),
            facts: if ended { Vec::new() } else { facts(subject, line) },
            decides: routed.by == Some(RoutedBy::Row(index)),
            not_reached: ended,
        });
        ended |= line.condition.is_none() || answer == Some(Answer::Yes);
    }
    if let Some(unknown) = &route.if_unknown {
        let decides = routed.by == Some(RoutedBy::IfUnknown);
        rows.push(RouteLine {
            answer: None,
            words: reasonless(subject, unknown.place, unknown.because.as_deref()),
            facts: Vec::new(),
            decides,
            not_reached: !decides,
        });
    }
    let own = match routed.by {
        Some(RoutedBy::Row(index)) => route.rows.get(index as usize).and_then(|row| row.respond_within),
        Some(RoutedBy::IfUnknown) => route.if_unknown.as_ref().and_then(|row| row.respond_within),
        None => None,
    };
    if own.is_none() {
        rows.extend(deadlines(subject, route));
    }
    Some(RouteExplanation {
        stage: stage_title(program, route.stage),
        owner: verdicts.routes.owner(row).map(str::to_owned),
        respond_within: routed.respond_within.map(duration),
        rows,
    })
}

/// The deadlines below the rows, for a row without one of its own.
fn deadlines(subject: Subject<'_>, route: &Route) -> Vec<RouteLine> {
    let mut ended = false;
    let mut lines = Vec::new();
    for (condition, deadline) in &route.deadlines {
        let answer = if ended { None } else { condition.map(|node| answer_of(subject, node)) };
        let when = match condition.and_then(|node| subject.program.node(node)) {
            Some(node) => format!("when {}", words(subject, node)),
            None => "otherwise".to_owned(),
        };
        lines.push(RouteLine {
            answer,
            words: format!("respond within {} {when}", duration(*deadline)),
            facts: condition.filter(|_| !ended).map(|node| facts_below(subject, node)).unwrap_or_default(),
            decides: false,
            not_reached: ended,
        });
        ended |= condition.is_none() || answer == Some(Answer::Yes);
    }
    lines
}

/// The cells that a row's condition, and its owner, hang on.
fn facts(subject: Subject<'_>, row: &RouteRow) -> Vec<Fact> {
    let mut facts = row.condition.map(|node| facts_below(subject, node)).unwrap_or_default();
    let owner = match &row.target {
        Target::ValueOf(field) | Target::OneOf(_, field) => fact(subject, Operand::Field(*field)),
        Target::Team(_) => None,
    };
    if let Some(owner) = owner.filter(|owner| !facts.contains(owner)) {
        facts.push(owner);
    }
    facts
}
