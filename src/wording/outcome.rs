//! How outcomes and promises are said.

use super::condition::clause;
use super::name::{a_stage, aside, destination, every, stage_title, who};
use super::phrase::Phrase;
use super::value::{duration, list};
use crate::model::lifecycle::{
    Action, Destination, NextStep, Outcome, OutcomeList, OutcomeRef, Promise, Term,
};
use crate::model::program::Program;
use crate::model::route::{Route, RouteRow};

/// What happens next with a contact; empty when nothing does.
///
/// `Recycle to "To be nurtured" for 90 days (Not ready yet is not dead)`, and after it each line that was passed over
/// since its condition is unknown: `. Still open: move to Disqualified if fits Unacceptable`.
pub fn next_step(program: &Program, next: &NextStep) -> Phrase {
    let mut said = Phrase::default();
    if let (Some(until), Some(rest)) = (next.rests_until, &program.lifecycle.rest) {
        let last = until.yesterday().unwrap_or(until);
        said = Phrase::words("Rests in ").then(aside(program, rest.aside)).and(&format!(" through {last}"));
    }
    if let Some(line) = next.applies.and_then(|line| outcome_line(program, line)) {
        said = outcome(program, line);
    }
    let open: Vec<Phrase> = next.passed_over.iter().filter_map(|line| passed_over(program, *line)).collect();
    if !open.is_empty() {
        said = said.clone().and(if said.is_empty() { "" } else { ". " }).and("Still open: ");
        said = said.then(Phrase::joined(open, "; "));
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

/// An outcome line as a sentence without its condition, its reason in parentheses.
pub fn outcome(program: &Program, outcome: &Outcome) -> Phrase {
    let action = outcome.action.as_ref().map(|action| self::action(program, action));
    let promise = outcome.promise.as_ref().map(|promise| self::promise(program, promise));
    let said = Phrase::joined(action.into_iter().chain(promise).collect(), "; ").capitalised();
    match &outcome.because {
        Some(because) => said.and(&format!(" ({because})")),
        None => said,
    }
}

/// What an outcome line does: where a contact goes, and who must do what. Without condition and reasons.
pub fn what_happens(program: &Program, outcome: &Outcome) -> Phrase {
    let action = outcome.action.as_ref().map(|action| self::action(program, action));
    let promise = outcome.promise.as_ref().map(|promise| promised(program, promise));
    Phrase::joined(action.into_iter().chain(promise).collect(), "; ")
}

fn passed_over(program: &Program, line: OutcomeRef) -> Option<Phrase> {
    let outcome = outcome_line(program, line)?;
    let action = outcome.action.as_ref().map_or_else(Phrase::default, |action| self::action(program, action));
    let condition = outcome.condition.map_or_else(Phrase::default, |node| clause(program, node));
    Some(action.and(" if ").then(condition))
}

fn action(program: &Program, action: &Action) -> Phrase {
    let (verb, to, length) = match action {
        Action::Stay => return "stay".into(),
        Action::MoveTo(to, length) => ("move to ", *to, *length),
        Action::RecycleTo(to, length) => ("recycle to ", *to, *length),
    };
    let length = length.map(|length| format!(" for {}", duration(length))).unwrap_or_default();
    Phrase::words(verb).then(destination(program, to)).and(&length)
}

/// `marketing must find out what is missing within 5 working days (Nobody else will)`
pub fn promise(program: &Program, promise: &Promise) -> Phrase {
    let said = promised(program, promise);
    match &promise.because {
        Some(because) => said.and(&format!(" ({because})")),
        None => said,
    }
}

/// The same without its reason.
pub fn promised(program: &Program, promise: &Promise) -> Phrase {
    let mut said = who(program, promise.who).and(" must ").and(&promise.what).then(term(program, promise));
    if let Some(when) = promise.when {
        said = said.and(" when ").then(clause(program, when));
    }
    said
}

/// The same with what it waits for and its deadline in front, where they can't be taken for the promise's own words:
/// `within 1 working day of the contact becoming a lead, marketing must …`.
pub fn promised_in_time(program: &Program, promise: &Promise) -> Phrase {
    let mut said = Phrase::default();
    if let Some(when) = promise.when {
        said = Phrase::words("when ").then(clause(program, when)).and(", ");
    }
    let term = term(program, promise).without(" ");
    if !term.is_empty() {
        said = said.then(term).and(", ");
    }
    said.then(who(program, promise.who)).and(" must ").and(&promise.what)
}

/// By when, with a blank before it: ` within 2 working days of the contact becoming a lead`.
pub fn term(program: &Program, promise: &Promise) -> Phrase {
    match promise.term {
        Some(Term::Within(length)) => format!(" within {}", duration(length)).into(),
        Some(Term::WithinOf(length, stage)) => {
            Phrase::words(format!(" within {} of the contact becoming ", duration(length)))
                .then(a_stage(program, stage))
        }
        Some(Term::Before(to @ Destination::Aside(_))) => {
            Phrase::words(" before the contact goes to ").then(destination(program, to))
        }
        Some(Term::Before(Destination::Stage(stage))) => {
            Phrase::words(" before the contact becomes ").then(a_stage(program, stage))
        }
        Some(Term::Every(length)) => format!(" {}", every(length)).into(),
        None => Phrase::default(),
    }
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
    let stage = stage_title(program, route.stage);
    format!("respond to each {stage} within {}{routed}", list(&lengths, "or"))
}
