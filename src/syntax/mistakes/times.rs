//! Mistakes about time: windows that look the wrong way, or stand in the wrong place.

use super::scene::Scene;
use super::values::unit;
use crate::syntax::parser::Rule;
use crate::syntax::problem::{Problem, WindowFault};
use crate::syntax::token::TokenKind;

/// The last word of a length of time that starts here.
fn length_end(scene: &Scene<'_>, at: isize) -> Option<isize> {
    let end = scene.value_end(at);
    (scene.kind_is(at, TokenKind::Number) && end > at && unit(scene.word(end)).is_some()).then_some(end)
}

/// S602: `in the last 30 days`, `during the past 30 days`.
pub(super) fn in_the_last(scene: &Scene<'_>) -> Option<Problem> {
    let at = [0, -1, -2].into_iter().find(|at| {
        scene.is_any(*at, &["in", "during", "within", "over", "for"])
            && scene.is(at + 1, "the")
            && scene.is_any(at + 2, &["last", "past", "previous", "next", "coming"])
            && scene.same_line(*at, at + 2)
            && !(scene.is(*at, "within") && scene.is_any(at + 2, &["last", "next"]))
    })?;
    let end = length_end(scene, at + 3)?;
    let ahead = scene.is_any(at + 2, &["next", "coming"]);
    let text = match (ahead, scene.after_is(at)) {
        (true, _) => "within",
        (false, _) => "within the last",
    };
    let fault = if ahead { WindowFault::Ahead } else { WindowFault::Past };
    Some(Problem::WithinPast { at: scene.place(at, end), fault, fix: vec![scene.replace(at, at + 2, text)] })
}

/// S602: `less than 60 days ago`, `at least 90 days ago`.
pub(super) fn days_ago(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is(0, "ago") {
        return None;
    }
    let start = (-5..=-4).find(|at| length_end(scene, at + 2) == Some(-1))?;
    let time = scene.written(start + 2, -1);
    let (fault, text) = if scene.are(start, &["less", "than"]) || scene.are(start, &["at", "most"]) {
        (WindowFault::Past, format!("within the last {time}"))
    } else if scene.are(start, &["at", "least"]) {
        (WindowFault::Ago, format!("more than {time} ago"))
    } else {
        return None;
    };
    Some(Problem::WithinPast { at: scene.place(start, 0), fault, fix: vec![scene.replace(start, 0, text)] })
}

/// S602: `at least 2 touches within 30 days`.
pub(super) fn within_for_events(scene: &Scene<'_>) -> Option<Problem> {
    let window = scene.expects(Rule::window) || scene.expects(Rule::kw_within_the_last);
    if !scene.is(0, "within") || !window {
        return None;
    }
    let end = length_end(scene, 1)?;
    // A window starts at the as-of date or at a field.
    if scene.is(end + 1, "of") && scene.kind_is(end + 2, TokenKind::Word) && scene.same_line(0, end + 2) {
        let since = format!("since {}", scene.word(end + 2));
        let fix = vec![scene.replace(0, end + 2, since)];
        return Some(Problem::WithinPast {
            at: scene.place(0, end + 2),
            fault: WindowFault::LooksAhead,
            fix,
        });
    }
    Some(Problem::WithinPast {
        at: scene.place(0, end),
        fault: WindowFault::LooksAhead,
        fix: vec![scene.insert_after(0, " the last")],
    })
}

/// S129: `any touch within the last 30 days where kind is "Call"`.
pub(super) fn window_before_filter(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is(0, "where") {
        return None;
    }
    let start = scene.back_to(0, 7, &["within", "since"])?;
    let first = if scene.is(start, "since") { start } else { start + 2 };
    // The filter goes up to the next joiner outside parentheses, or to the end of its line.
    let mut depth = 0;
    let mut end = 0;
    while scene.same_line(end, end + 1) {
        let next = end + 1;
        if depth == 0 && scene.is_any(next, &["and", "or", "because", ",", ")", ":"]) {
            break;
        }
        depth += i32::from(scene.is(next, "(")) - i32::from(scene.is(next, ")"));
        end = next;
    }
    let window = scene.written(start, -1);
    let fix = vec![scene.delete(start, -1), scene.insert_after(end, format!(" {window}"))];
    Some(Problem::WindowBeforeFilter {
        at: scene.place(0, 0),
        window: scene.written(start, first).to_owned(),
        fix,
    })
}

/// S129: `any touch where not held`.
pub(super) fn bare_not_in_filter(scene: &Scene<'_>) -> Option<Problem> {
    let name = scene.kind_is(1, TokenKind::Word) && scene.same_line(0, 1) && !scene.is(2, "is");
    (scene.is(-1, "where") && scene.is(0, "not") && name).then(|| Problem::BareNotInFilter {
        at: scene.place(0, 1),
        fix: vec![scene.insert_before(0, "("), scene.insert_after(1, ")")],
    })
}
