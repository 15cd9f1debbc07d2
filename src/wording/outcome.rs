//! How outcomes and promises are said.

use super::condition::condition;
use super::value::{destination, duration, list, who};
use crate::model::ids::NodeId;
use crate::model::lifecycle::{
    Action, Destination, NextStep, Outcome, OutcomeList, OutcomeRef, Promise, Term,
};
use crate::model::program::Program;
use crate::model::route::{Route, RouteRow};

/// What happens next with a contact; empty when nothing does.
///
/// `Recycle to To be nurtured for 90 days (Not ready yet is not dead)`, and after it each line that was passed over
/// since its condition is unknown: `. Still open: move to Disqualified if fits Unacceptable`.
pub fn next_step(program: &Program, next: &NextStep) -> String {
    let mut said = String::new();
    if let (Some(until), Some(rest)) = (next.rests_until, &program.lifecycle.rest) {
        let aside = destination(program, Destination::Aside(rest.aside));
        let last = until.yesterday().unwrap_or(until);
        said = format!("Rests in {aside} through {last}");
    }
    if let Some(line) = next.applies.and_then(|line| outcome_line(program, line)) {
        said = outcome(program, line);
    }
    let open: Vec<String> = next.passed_over.iter().filter_map(|line| passed_over(program, *line)).collect();
    if !open.is_empty() {
        if !said.is_empty() {
            said.push_str(". ");
        }
        said.push_str("Still open: ");
        said.push_str(&open.join("; "));
    }
    said
}

/// The line that a reference names.
pub fn outcome_line(program: &Program, line: OutcomeRef) -> Option<&Outcome> {
    let stage = program.stage(line.stage)?;
    let lines = match line.list {
        OutcomeList::Leave => &stage.leave,
        OutcomeList::IfNo => &stage.if_no,
        OutcomeList::IfUnknown => &stage.if_unknown,
    };
    lines.get(line.index as usize)
}

/// An outcome line as a sentence without its condition.
pub fn outcome(program: &Program, outcome: &Outcome) -> String {
    let mut parts = Vec::new();
    if let Some(action) = &outcome.action {
        parts.push(self::action(program, action));
    }
    if let Some(promise) = &outcome.promise {
        parts.push(self::promise(program, promise));
    }
    let mut said = capitalised(&parts.join("; "));
    if let Some(because) = &outcome.because {
        said.push_str(&format!(" ({because})"));
    }
    said
}

fn passed_over(program: &Program, line: OutcomeRef) -> Option<String> {
    let outcome = outcome_line(program, line)?;
    let action = outcome.action.as_ref().map(|action| self::action(program, action)).unwrap_or_default();
    let said = |node: NodeId| condition(program, node);
    Some(format!("{action} if {}", outcome.condition.map(said).unwrap_or_default()))
}

fn action(program: &Program, action: &Action) -> String {
    let (verb, to, length) = match action {
        Action::Stay => return "stay".to_owned(),
        Action::MoveTo(to, length) => ("move to", *to, *length),
        Action::RecycleTo(to, length) => ("recycle to", *to, *length),
    };
    let length = length.map(|length| format!(" for {}", duration(length))).unwrap_or_default();
    format!("{verb} {}{length}", destination(program, to))
}

/// `marketing must find out what is missing within 5 working days`
pub fn promise(program: &Program, promise: &Promise) -> String {
    let mut said = format!("{} must {}", who(program, promise.who), promise.what);
    match promise.term {
        Some(Term::Within(length)) => said.push_str(&format!(" within {}", duration(length))),
        Some(Term::WithinOf(length, stage)) => {
            let stage = super::value::stage_title(program, stage);
            said.push_str(&format!(" within {} of becoming {stage}", duration(length)));
        }
        Some(Term::Before(to)) => said.push_str(&format!(" before {}", destination(program, to))),
        Some(Term::Every(length)) => said.push_str(&format!(" every {}", duration(length))),
        None => {}
    }
    if let Some(when) = promise.when {
        said.push_str(&format!(" when {}", condition(program, when)));
    }
    if let Some(because) = &promise.because {
        said.push_str(&format!(" ({because})"));
    }
    said
}

/// `respond to each lead within 30 minutes or 4 working hours, as routed`: what the owner of a route's contacts must do.
/// `is_theirs` says which rows are that owner's.
pub fn respond(program: &Program, route: &Route, is_theirs: impl Fn(&RouteRow) -> bool) -> String {
    let mut lengths: Vec<String> = Vec::new();
    for row in route.rows.iter().chain(&route.if_unknown).filter(|row| is_theirs(row)) {
        let below = route.deadlines.iter().map(|(_, length)| *length);
        let below = below.filter(|_| row.respond_within.is_none());
        for length in row.respond_within.into_iter().chain(below).map(duration) {
            if !lengths.contains(&length) {
                lengths.push(length);
            }
        }
    }
    let routed = if lengths.len() > 1 { ", as routed" } else { "" };
    let stage = super::value::stage_title(program, route.stage);
    format!("respond to each {stage} within {}{routed}", list(&lengths, "or"))
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
