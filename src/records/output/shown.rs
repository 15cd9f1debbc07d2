//! Which rules are shown, and what is said of a name that can't be.

use super::super::error::RecordsError;
use super::Show;
use crate::model::program::{Program, Shown};
use crate::text::name::fold;

/// The name of a rule that can be shown.
pub(super) fn shown_name(program: &Program, shown: Shown) -> &str {
    match shown {
        Shown::Stage(stage) => program.stage(stage).map_or("", |stage| stage.name.as_str()),
        Shown::Rule(rule) => program.rule(rule).map_or("", |rule| rule.name.as_str()),
    }
}

/// The rules that are to be shown.
///
/// # Errors
/// When the definition has no such rule.
pub(super) fn shown(program: &Program, show: &Show) -> Result<Vec<Shown>, RecordsError> {
    let names = match show {
        Show::None => return Ok(Vec::new()),
        Show::All => return Ok(program.shown.clone()),
        Show::Names(names) => names,
    };
    let mut found = Vec::new();
    for name in names {
        let wanted = fold(name);
        match program.shown.iter().find(|shown| fold(shown_name(program, **shown)) == wanted) {
            Some(shown) => found.push(*shown),
            None => return Err(nothing_to_show(program, name)),
        }
    }
    Ok(found)
}

/// What is said of a name that can't be shown: the nearest that can, or what has its columns anyway.
fn nothing_to_show(program: &Program, name: &str) -> RecordsError {
    let wanted = fold(name);
    let shown = program.shown.iter().map(|shown| (shown_name(program, *shown), None));
    let scores = program.scores.iter().map(|score| (score.name.as_str(), Some("a score")));
    let stages = program.stages.iter().map(|stage| (stage.name.as_str(), Some("a stage")));
    let nearest = shown
        .chain(scores)
        .chain(stages)
        .map(|(known, what)| (strsim::normalized_damerau_levenshtein(&fold(known), &wanted), known, what))
        .filter(|(likeness, _, _)| *likeness >= 0.6)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    RecordsError::NothingToShow {
        name: name.to_owned(),
        shown_anyway: nearest.and_then(|(_, _, what)| what),
        nearest: nearest.map(|(_, known, _)| known.to_owned()),
    }
}
