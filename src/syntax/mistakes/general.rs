//! What no entry knows: a word that looks like one that was expected, or anything else.

use super::clauses::starts_clause;
use super::scene::Scene;
use crate::syntax::expected::{Expected, class, keywords, phrases};
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

/// What people call the types elsewhere.
const TYPES: [(&str, &str); 51] = [
    ("days", "duration in days"),
    ("weeks", "duration in weeks"),
    ("months", "duration in months"),
    ("years", "duration in years"),
    ("duration", "duration in months"),
    ("numbers", "number"),
    ("whole numbers", "whole number"),
    ("integers", "whole number"),
    ("money usd", "money in USD"),
    ("money eur", "money in EUR"),
    ("money gbp", "money in GBP"),
    ("usd", "money in USD"),
    ("eur", "money in EUR"),
    ("gbp", "money in GBP"),
    ("texts", "text"),
    ("url", "text"),
    ("link", "text"),
    ("dates", "date"),
    ("day", "date"),
    ("date/time", "date and time"),
    ("date time", "date and time"),
    ("y/n", "yes/no"),
    ("true/false", "yes/no"),
    ("yes or no", "yes/no"),
    ("yes, no", "yes/no"),
    ("flag", "yes/no"),
    ("dropdown", "one of"),
    ("drop-down", "one of"),
    ("picklist", "one of"),
    ("enum", "one of"),
    ("select", "one of"),
    ("multi-select", "some of"),
    ("multiselect", "some of"),
    ("integer", "whole number"),
    ("int", "whole number"),
    ("count", "whole number"),
    ("decimal", "number"),
    ("float", "number"),
    ("double", "number"),
    ("numeric", "number"),
    ("currency", "money in USD"),
    ("money", "money in USD"),
    ("amount", "money in USD"),
    ("string", "text"),
    ("phone", "text"),
    ("boolean", "yes/no"),
    ("bool", "yes/no"),
    ("checkbox", "yes/no"),
    ("datetime", "date and time"),
    ("timestamp", "date and time"),
    ("percentage", "percent"),
];

/// S129: `integer`, `50M usd`, `25 %`, `otherwise TEAM`, `!`: known, but spelt otherwise here.
pub(super) fn other_spelling(scene: &Scene<'_>) -> Option<Problem> {
    if scene.at_line_end() {
        return None;
    }
    let expects = |wanted: Expected| scene.expected.iter().any(|rule| class(*rule) == wanted);
    let word = scene.word(0).to_lowercase();
    if expects(Expected::Type) {
        // The longest name first: `yes or no` before `yes`.
        let known = (0..=2).rev().filter(|last| scene.same_line(0, *last)).find_map(|last| {
            let written = scene.written(0, last).to_lowercase();
            TYPES.iter().find(|(other, _)| *other == written).map(|(_, meant)| (last, *meant))
        });
        if let Some((last, meant)) = known {
            return Some(meant_instead(scene, 0, last, meant));
        }
    }
    let number = scene.kind_is(-1, TokenKind::Number) && scene.same_line(-1, 0);
    if number && matches!(word.as_str(), "%" | "percent" | "pct") {
        return Some(meant_instead(scene, -1, 0, &format!("{}%", scene.word(-1))));
    }
    if number && scene.are(0, &["per", "cent"]) {
        return Some(meant_instead(scene, -1, 1, &format!("{}%", scene.word(-1))));
    }
    let code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && scene.word(0) == word;
    let money = expects(Expected::Money) || expects(Expected::Value);
    if number && code && money && !scene.is_any(0, &["and", "ago"]) {
        return Some(meant_instead(scene, 0, 0, &word.to_uppercase()));
    }
    // `USD 50M`: the code was read as a name.
    let code = scene.word(-1);
    if scene.kind_is(0, TokenKind::Number)
        && code.len() == 3
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        return Some(meant_instead(scene, -1, 0, &format!("{} {code}", scene.word(0))));
    }
    if word == "!" && scene.expects_criterion() {
        return Some(meant_instead(scene, 0, 0, if scene.glued(0) { "not " } else { "not" }));
    }
    if word == "otherwise" && scene.expects(Rule::kw_otherwise_to) {
        return Some(meant_instead(scene, 0, 0, "otherwise to"));
    }
    if word == "for" && scene.is_any(1, &["every", "any", "all"]) && expects(Expected::Word("for each")) {
        return Some(meant_instead(scene, 0, 1, "for each"));
    }
    // `if no: recycel to nurture`: the first word was read as a team's name, the second is not `must`.
    if scene.expects(Rule::kw_must) && scene.is(0, "to") {
        let meant = near(scene.written(-1, 0), ["recycle to", "move to"])?;
        return Some(meant_instead(scene, -1, 0, meant));
    }
    None
}

/// S129: `meant` in place of these words.
pub(super) fn meant_instead(scene: &Scene<'_>, first: isize, last: isize, meant: &str) -> Problem {
    Problem::Unexpected {
        at: scene.place(first, last),
        found: format!("`{}`", scene.written(first, last)),
        expected: phrases(&scene.expected),
        open: None,
        near: Some((meant.trim().to_owned(), vec![scene.replace(first, last, meant)])),
    }
}

/// The words of comparisons, which the parser only knows as one thing that was expected.
const COMPARING: [&str; 19] = [
    "is",
    "is not",
    "at least",
    "at most",
    "more than",
    "less than",
    "between",
    "within",
    "within the last",
    "before",
    "after",
    "on or before",
    "on or after",
    "contains",
    "does not contain",
    "starts with",
    "ends with",
    "matches",
    "one of",
];

/// S129: a misspelt keyword.
pub(super) fn misspelt(scene: &Scene<'_>) -> Option<Problem> {
    let mut words = keywords(&scene.expected);
    if scene.expected.iter().any(|rule| class(*rule) == Expected::Comparison) {
        words.extend(COMPARING);
    }
    if scene.expects_criterion() {
        words.extend(["does not fit", "fits"]);
    }
    // A criterion's argument swallows one misspelt word: `decision_maker adn quote_sent`.
    for at in [0, -1] {
        // A word that ULD knows is not misspelt, it is in the wrong place.
        let known = super::heads::reserved(scene.word(at)) && !scene.is(at, "does");
        if !scene.kind_is(at, TokenKind::Word) || (at == 0 && scene.at_line_end()) || known {
            continue;
        }
        for last in (at..at + 3).rev() {
            if !scene.same_line(at, last) {
                continue;
            }
            let candidates =
                words.iter().copied().filter(|word| word.split(' ').count() as isize == last - at + 1);
            if let Some(meant) = near(scene.written(at, last), candidates) {
                return Some(meant_instead(scene, at, last, meant));
            }
        }
    }
    None
}

/// S129: anything else.
pub(super) fn unexpected(scene: &Scene<'_>) -> Problem {
    let open = if scene.expects(Rule::close) { open_bracket(scene) } else { None };
    let expected = phrases(&scene.expected);
    // A condition may go on with the next line; when that line is one of its own, something is missing before it.
    let next_line = scene.first_on_line(0)
        && starts_clause(|at, word| scene.is(at, word)).is_some_and(|(_, kinds)| kinds.contains(&scene.kind))
        && scene.expects_more();
    if scene.at_line_end() || next_line {
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
