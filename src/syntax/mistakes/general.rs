//! What no entry knows: a word that looks like one that was expected, or anything else.

use super::scene::Scene;
use crate::syntax::expected::{keywords, phrases};
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;

/// The candidate that a word is close to, if any: a slip or two, fewer in short words.
pub(in crate::syntax) fn near<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    // A word is never close to one of quite another length; this also keeps the comparison of long words cheap.
    let allowed = match length {
        0..=2 => return None,
        3..=4 => 1,
        5..=8 => 2,
        9..=40 => 3,
        _ => return None,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&word, candidate), candidate))
        .filter(|(distance, candidate)| {
            (1..=allowed).contains(distance) && *distance < candidate.len().div_ceil(2)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// S129: a misspelt keyword.
pub(super) fn misspelt(scene: &Scene<'_>) -> Option<Problem> {
    let words = keywords(&scene.expected);
    // A criterion's argument swallows one misspelt word: `decision_maker adn quote_sent`.
    for at in [0, -1] {
        if !scene.kind_is(at, TokenKind::Word) || (at == 0 && scene.at_line_end()) {
            continue;
        }
        for last in (at..at + 3).rev() {
            if !scene.same_line(at, last) {
                continue;
            }
            let candidates =
                words.iter().copied().filter(|word| word.split(' ').count() as isize == last - at + 1);
            if let Some(meant) = near(scene.written(at, last), candidates) {
                return Some(Problem::Unexpected {
                    at: scene.place(at, last),
                    found: format!("`{}`", scene.written(at, last)),
                    expected: phrases(&scene.expected),
                    open: None,
                    near: Some((meant.to_owned(), vec![scene.replace(at, last, meant)])),
                });
            }
        }
    }
    None
}

/// S129: anything else.
pub(super) fn unexpected(scene: &Scene<'_>) -> Problem {
    let open = if scene.expects(Rule::close) { open_bracket(scene) } else { None };
    let expected = phrases(&scene.expected);
    if scene.at_line_end() {
        let found =
            if scene.token(0).is_some() { "the end of the line" } else { "the end of this definition" };
        return Problem::Unexpected {
            at: scene.place(-1, -1),
            found: found.to_owned(),
            expected,
            open,
            near: None,
        };
    }
    let written: String = scene.word(0).chars().take(40).collect();
    let found = if written.starts_with('`') { "this sign".to_owned() } else { format!("`{written}`") };
    Problem::Unexpected { at: scene.place(0, 0), found, expected, open, near: None }
}

/// The last bracket before the place that is still open.
fn open_bracket(scene: &Scene<'_>) -> Option<crate::text::span::Place> {
    let mut depth = 0_usize;
    let mut at = -1;
    while scene.token(at).is_some() {
        if scene.is(at, ")") {
            depth += 1;
        } else if scene.is(at, "(") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(scene.place(at, at)),
            }
        }
        at -= 1;
    }
    None
}
