//! Which events and of what time: `in 30 days`, `latest touch is …`, `by sales`, `since 2026-01-01`.

use super::counts::{criterion_starts, event, number_in_words};
use super::declared::{DeclaredEvent, plural_of, singular_of};
use super::scene::Scene;
use super::values::{length, unit};
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::{Problem, WindowFault};
use crate::syntax::token::TokenKind;

/// S602: `no touches in 30 days`, `for 30 days`, `last 30 days`, `since 30 days`.
pub(super) fn loose_window_of_events(scene: &Scene<'_>) -> Option<Problem> {
    let wanted = scene.expects(Rule::window) || scene.expects(Rule::kw_within_the_last);
    let at = if scene.is(-1, "since") && scene.same_line(-1, 0) {
        -1
    } else if wanted && !scene.at_line_end() {
        0
    } else {
        return None;
    };
    let mut next = at;
    if scene.is_any(next, &["in", "for", "during", "over", "since", "within", "on", "from"]) {
        next += 1;
    }
    if scene.is_any(next, &["the", "these"]) {
        next += 1;
    }
    if scene.is_any(next, &["last", "past", "previous", "prior"]) {
        next += 1;
    }
    let said = next > at && !(next == at + 1 && scene.is(at, "within"));
    let (last, time) = time_at(scene, next)?;
    (said && scene.same_line(at, last)).then(|| Problem::WithinPast {
        at: scene.place(at, last),
        fault: WindowFault::Past,
        fix: vec![scene.replace(at, last, format!("within the last {time}"))],
    })
}

/// S120: `within the last month`, which would be a parameter.
pub(super) fn lone_unit_in_window(scene: &Scene<'_>) -> Option<Problem> {
    let write = length(1, scene.word(0))?;
    // A single letter is rather a name.
    let window =
        scene.are(-3, &["within", "the", "last"]) && scene.same_line(-3, 0) && scene.word(0).len() > 1;
    let parameter = super::counts::is_parameter(scene, scene.word(0));
    (window && !parameter).then(|| Problem::UnknownTime { at: scene.place(0, 0), write })
}

/// The length of time there, its number in digits or in words, and its last word.
fn time_at(scene: &Scene<'_>, at: isize) -> Option<(isize, String)> {
    let number = if scene.kind_is(at, TokenKind::Number) {
        scene.word(at).replace(',', "").parse().ok()?
    } else {
        number_in_words(scene.word(at))?
    };
    if scene.is(at + 1, "working") && unit(scene.word(at + 2)).is_some() {
        return Some((at + 2, format!("{number} working {}", scene.word(at + 2))));
    }
    Some((at + 1, length(number, scene.word(at + 1))?))
}

/// S602: `shown by any touch within 2 days`. The promise gives the time.
pub(super) fn window_in_evidence(scene: &Scene<'_>) -> Option<Problem> {
    let start = scene.line_start(0);
    let evidence = matches!(scene.kind, DefinitionKind::Duty | DefinitionKind::Route)
        && scene.are(start, &["shown", "by"]);
    let window = scene.expects(Rule::window) || scene.expects(Rule::kw_within_the_last);
    if !evidence || !scene.is(0, "within") || !window {
        return None;
    }
    let (mut last, _) = time_at(scene, 1)?;
    if scene.is(last + 1, "of") && scene.kind_is(last + 2, TokenKind::Word) {
        last += 2;
    }
    let fix = vec![scene.delete(0, last)];
    Some(Problem::WithinPast { at: scene.place(0, last), fault: WindowFault::Evidence, fix })
}

/// S129: `latest touch is within the last 30 days`, `last touch more than 30 days ago`.
pub(super) fn latest_without_field(scene: &Scene<'_>) -> Option<Problem> {
    (-3..=0).find_map(|at| {
        let known = event(scene, at + 1);
        let own = scene.is_any(at, &["latest", "first"]);
        let other = scene.is_any(at, &["last", "newest", "earliest"]) && known.is_some();
        let named = scene.kind_is(at + 1, TokenKind::Word) && scene.same_line(at, at + 1);
        if !(own || other) || !named || !criterion_starts(scene, at) || !own && scene.is(at - 1, "of") {
            return None;
        }
        let which = if scene.is_any(at, &["first", "earliest"]) { "first" } else { "latest" };
        let (name, after) = (scene.word(at + 1), at + 2);
        let dated = known.map(|event| event.dated_by.as_str()).filter(|field| !field.is_empty());
        let field = scene.word(after);
        let has_field = known
            .is_some_and(|event| event.fields.iter().any(|(known, _)| known.eq_ignore_ascii_case(field)))
            && scene.same_line(at, after);
        let compared = scene.is_any(after, &["is", "within", "more", "before", "after", "on"])
            && scene.same_line(at, after);
        let fix = if scene.are(after, &["is", "known"]) {
            vec![scene.replace(at, after + 1, format!("any {name}"))]
        } else if has_field {
            vec![scene.replace(at, after, format!("{field} of {which} {name}"))]
        } else if let Some(field) = dated.filter(|_| compared) {
            vec![scene.replace(at, at + 1, format!("{field} of {which} {name}"))]
        } else {
            Vec::new()
        };
        Some(Problem::LatestWithoutField { at: scene.place(at, at + 1), fix })
    })
}

/// S129: `with kind "Call"`, `by sales`, `since 2026-01-01`, `after 2026-01-01`.
pub(super) fn which_events(scene: &Scene<'_>) -> Option<Problem> {
    // `at least 2 sales touches`
    if let Some(counted) = event(scene, 0)
        && scene.same_line(-1, 0)
        && let Some((field, value)) = counted.field_with(scene.word(-1))
    {
        let say = format!("{} where {field} is \"{value}\"", scene.word(0));
        let fix = vec![scene.replace(-1, 0, say.clone())];
        return Some(Problem::WhichEvents { at: scene.place(-1, 0), say, fix });
    }
    let at = if scene.is(-1, "since") { -1 } else { 0 };
    let wanted = at == -1 || scene.expects(Rule::kw_where);
    if !wanted || !scene.same_line(at, at + 1) {
        return None;
    }
    let counted = (1..=3).map(|back| at - back).find_map(|back| event(scene, back))?;
    let problem = |last: isize, text: String| {
        let fix = vec![scene.replace(at, last, text.clone())];
        Some(Problem::WhichEvents { at: scene.place(at, last), say: text, fix })
    };
    if let Some(date) = date_at(scene, at + 1).filter(|_| !counted.dated_by.is_empty()) {
        let relation = match scene.word(at).to_lowercase().as_str() {
            "since" | "from" => "is on or after",
            "after" => "is after",
            "before" | "until" => "is before",
            _ => return None,
        };
        let last = at + 5;
        return problem(last, format!("where {} {relation} {date}", counted.dated_by));
    }
    if at != 0 || !scene.is_any(0, &["with", "of", "by", "from", "via", "in", "having", "whose"]) {
        return None;
    }
    if scene.kind_is(1, TokenKind::Word) && scene.kind_is(2, TokenKind::Text) && scene.same_line(0, 2) {
        let (field, value) = (scene.word(1), scene.word(2));
        return problem(2, format!("where {field} is {value}"));
    }
    let (field, value) = counted.field_with(scene.word(1).trim_matches(['"', '“', '”']))?;
    problem(1, format!("where {field} is \"{value}\""))
}

/// The date there, which is five words.
fn date_at<'t>(scene: &Scene<'t>, at: isize) -> Option<&'t str> {
    let written = scene.written(at, at + 4);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = written.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            (scene.same_line(at, at + 4) && digits(year) && digits(month) && digits(day)).then_some(written)
        }
        _ => None,
    }
}

/// S129: `events touch` without its plural.
pub(super) fn no_plural(scene: &Scene<'_>) -> Option<Problem> {
    let first = scene.offset_of(0);
    let alone = scene.kind == DefinitionKind::Events
        && scene.at_line_end()
        && first == -2
        && scene.kind_is(-1, TokenKind::Word);
    if !alone {
        return None;
    }
    let (name, plural) = both_numbers(scene.word(-1));
    let fix = vec![scene.replace(-1, -1, format!("{name}, plural {plural}"))];
    Some(Problem::NoPlural { at: scene.place(-1, -1), fix })
}

/// The singular and the plural of a word that may be either.
pub(in crate::syntax) fn both_numbers(word: &str) -> (String, String) {
    match singular_of(word) {
        Some(singular) => (singular, word.to_owned()),
        None => (word.to_owned(), plural_of(word)),
    }
}

/// Whether one of the events is called so.
pub(super) fn names_events(events: &[DeclaredEvent], word: &str) -> bool {
    events.iter().any(|event| event.is_called(word) || event.is_done(word))
}
