//! What `--deny` refuses, as problems of the new definition.

use super::difference::{Difference, Effect, Unagreed};
use super::page::becomes;
use super::report::not_agreed;
use crate::text::diagnostic::{Code, Diagnostic};

/// The code of a change that nobody agreed to.
const CODE: Code = Code("C805");

/// What a gate does not let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deny {
    /// A stage that somebody newly reaches, or may.
    pub looser: bool,
    /// A stage that somebody no longer reaches, or may not.
    pub stricter: bool,
    /// Another meaning under the same version, or the same date.
    pub unagreed: bool,
}

/// Every change that is refused; a stage is named once.
pub fn denied(difference: &Difference, deny: Deny) -> Vec<Diagnostic> {
    let unagreed = difference.unagreed().filter(|_| deny.unagreed);
    let mut problems = Vec::new();
    for effect in &difference.effects {
        let looser = difference.looser().any(|found| found.stage == effect.stage);
        let stricter = difference.stricter().any(|found| found.stage == effect.stage);
        let refused = looser && deny.looser || stricter && deny.stricter;
        let comparison = &effect.comparison;
        let found = comparison.looser.is_some()
            || comparison.stricter.is_some()
            || comparison.asks_otherwise.is_some();
        if refused || found && unagreed.is_some() {
            problems.push(of_stage(effect, unagreed, difference));
        }
    }
    if problems.is_empty()
        && let Some(why) = unagreed
    {
        let names: Vec<&str> = difference
            .changes
            .iter()
            .filter(|change| change.counts())
            .map(|change| change.title.as_str())
            .collect();
        let what = match names.as_slice() {
            [one] => (*one).to_owned(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            [] => "The definition".to_owned(),
        };
        let place =
            difference.changes.iter().filter(|change| change.counts()).find_map(|change| change.place);
        let problem = Diagnostic::new(CODE, format!("{what} changed {}", not_agreed(why)));
        let problem = match place {
            Some(place) => problem.label(place, "this means something else than before"),
            None => problem,
        };
        problems.push(explained(problem, unagreed, difference));
    }
    problems
}

fn of_stage(effect: &Effect, unagreed: Option<Unagreed>, difference: &Difference) -> Diagnostic {
    let name = &effect.name;
    let said = match becomes(effect).as_str() {
        "is looser" => "became looser".to_owned(),
        "is stricter" => "became stricter".to_owned(),
        "may be looser or stricter: not decided" => {
            "may be looser or stricter, which was not decided,".to_owned()
        }
        other => other.to_owned(),
    };
    let but = unagreed.map(|why| format!(" {}", not_agreed(why))).unwrap_or_default();
    let title = format!("`{name}` {said}{but}");
    let problem = Diagnostic::new(CODE, title.trim_end_matches(','))
        .label(effect.place, "this rule, or what it uses, changed");
    explained(problem, unagreed, difference)
}

fn explained(problem: Diagnostic, unagreed: Option<Unagreed>, difference: &Difference) -> Diagnostic {
    let next = |version: u32| version.saturating_add(1);
    let title = difference.new.title.replace('"', "\"\"");
    let line = match unagreed {
        Some(Unagreed::SameVersion(_) | Unagreed::LowerVersion(..)) => {
            let old = difference.old.version.unwrap_or(0);
            let (before, now) = (difference.old.agreed, difference.new.agreed);
            // Both at once: the day would be missed next.
            let day = if before.is_some() && now <= before { "\n  agreed YYYY-MM-DD" } else { "" };
            Some(format!("definition \"{title}\" version {}{day}", next(old)))
        }
        Some(Unagreed::NoVersion) => {
            let old = difference.old.version.unwrap_or(0);
            let title = if title.is_empty() { "Lead definition" } else { title.as_str() };
            Some(format!("definition \"{title}\" version {}", next(old)))
        }
        Some(Unagreed::SameDate(_) | Unagreed::NoDate) => Some("  agreed YYYY-MM-DD".to_owned()),
        None => None,
    };
    let why = if unagreed.is_some() {
        "Marketing and sales agreed on the version before; what means something else needs their word again, a new version and a new date. `uld diff` shows what changed, and for whom."
    } else {
        "This change was asked to be refused with --deny; `uld diff` shows a contact that it changes."
    };
    let problem = problem.why(why);
    match line {
        Some(line) => problem.lines(line),
        None => problem,
    }
}
