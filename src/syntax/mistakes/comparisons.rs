//! Mistakes in comparisons: signs, other words for them, ranges, asking for blanks.

use super::scene::Scene;
use crate::syntax::document::DefinitionKind;
use crate::syntax::expected::{Expected, class};
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;

/// What a comparison sign is called.
fn sign_in_words(sign: &str) -> Option<&'static str> {
    match sign {
        ">" => Some("is more than"),
        ">=" | "=>" | "≥" => Some("is at least"),
        "<" => Some("is less than"),
        "<=" | "=<" | "≤" => Some("is at most"),
        "=" | "==" | "===" => Some("is"),
        "!=" | "<>" | "≠" | "!==" => Some("is not"),
        _ => None,
    }
}

/// Drops the `is` of a correction where one is written already.
fn without_is(scene: &Scene<'_>, at: isize, say: &str) -> String {
    if scene.after_is(at) { say.strip_prefix("is ").unwrap_or(say).to_owned() } else { say.to_owned() }
}

/// S116: `decision_maker = true`.
pub(super) fn compared_with_truth(scene: &Scene<'_>) -> Option<Problem> {
    if scene.kind == DefinitionKind::Example {
        return None;
    }
    let negated = match sign_in_words(scene.word(0))? {
        "is" => false,
        "is not" => true,
        _ => return None,
    };
    let (value, says_no) = match scene.word(1).to_lowercase().as_str() {
        "true" | "yes" => (1, false),
        "false" | "no" => (1, true),
        _ => return None,
    };
    let mut fix = vec![scene.delete(0, value)];
    if negated != says_no {
        fix.push(scene.insert_before(-1, "not "));
    }
    Some(Problem::ComparedWithTruth {
        at: scene.place(0, value),
        written: scene.written(0, value).to_owned(),
        fix,
    })
}

/// S101: `revenue >= 50M USD`.
pub(super) fn sign(scene: &Scene<'_>) -> Option<Problem> {
    // `industry: "Software"`
    let value = scene.kind_is(1, TokenKind::Text) || scene.kind_is(1, TokenKind::Number);
    let colon =
        scene.is(0, ":") && value && scene.same_line(-1, 1) && !scene.is_any(-1, &["when", "of", "is"]);
    let say = if colon {
        "is"
    } else {
        sign_in_words(scene.word(0)).filter(|_| scene.kind_is(0, TokenKind::Sign))?
    };
    // `bands hot = 50` has a sign too, and compares nothing.
    let compares = scene.expected.iter().any(|rule| class(*rule) == Expected::Comparison);
    if !(compares || scene.after_is(0)) || scene.kind == DefinitionKind::Example {
        return None;
    }
    // The whole replacement takes an `is` before the sign with it: `is >= 50`, `is = "A"`.
    let (from, replacement) = match (scene.after_is(0), say.strip_prefix("is ")) {
        (true, Some(rest)) => (0, rest.to_owned()),
        (true, None) => (-1, "is".to_owned()),
        (false, _) => (0, say.to_owned()),
    };
    let spaced = |glued: bool| if glued { " " } else { "" };
    let text = format!("{}{replacement}{}", spaced(scene.glued(-1)), spaced(scene.glued(0)));
    Some(Problem::ComparisonNotInWords {
        at: scene.place(0, 0),
        written: scene.word(0).to_owned(),
        say: say.to_owned(),
        fix: vec![scene.replace(from, 0, text)],
    })
}

/// S101: `is greater than 500`, `is greater than or equal to 500`.
pub(super) fn greater_than(scene: &Scene<'_>) -> Option<Problem> {
    let at = [-2, -1, 0].into_iter().find(|at| scene.is(at + 1, "than") && scene.same_line(*at, at + 1))?;
    let up = scene.is_any(at, &["greater", "bigger", "larger", "higher", "later", "more"]);
    let down = scene.is_any(at, &["smaller", "lower", "fewer", "earlier", "less"]);
    if !(up || down) {
        return None;
    }
    let equal = scene.are(at + 2, &["or", "equal", "to"]);
    if scene.is_any(at, &["more", "less"]) && !equal {
        return None;
    }
    let say = match (up, equal) {
        (true, false) => "is more than",
        (true, true) => "is at least",
        (false, false) => "is less than",
        (false, true) => "is at most",
    };
    let last = if equal { at + 4 } else { at + 1 };
    Some(Problem::ComparisonNotInWords {
        at: scene.place(at, last),
        written: scene.written(at, last).to_owned(),
        say: say.to_owned(),
        fix: vec![scene.replace(at, last, without_is(scene, at, say))],
    })
}

/// S117: `at least 500 or more`. S101: `is 500 or more`.
pub(super) fn said_twice_or_after(scene: &Scene<'_>) -> Option<Problem> {
    let more = scene.is_any(0, &["more", "above", "greater", "higher", "over", "after", "later"]);
    let less = scene.is_any(0, &["less", "below", "fewer", "lower", "under", "before", "earlier"]);
    if !(more || less) || !scene.is(-1, "or") {
        return None;
    }
    let words = scene.written(-1, 0).to_owned();
    let at = scene.place(-1, 0);
    let start = scene.back_to(-1, 6, &["is", "least", "most", "than", "not"])?;
    if scene.is_any(start, &["least", "most", "than"]) {
        let already = scene.written(start - 1, start).to_lowercase();
        return Some(Problem::SaidTwice { at, words, already, fix: vec![scene.delete(-1, 0)] });
    }
    let say = if more { "is at least" } else { "is at most" };
    let insert = if more { " at least" } else { " at most" };
    let fix = vec![scene.insert_after(start, insert), scene.delete(-1, 0)];
    Some(Problem::ComparisonNotInWords { at, written: words, say: say.to_owned(), fix })
}

/// S101: `is any of "A"`, `is none of "US"`, `industry one of "A"`.
pub(super) fn any_of_values(scene: &Scene<'_>) -> Option<Problem> {
    let at = if scene.is(0, "of") { -1 } else { 0 };
    if !scene.is(at + 1, "of") || !scene.same_line(at - 1, at) {
        return None;
    }
    let value = scene.kind_is(at + 2, TokenKind::Text)
        || scene.kind_is(at + 2, TokenKind::Number)
        || scene.kind_is(at + 2, TokenKind::Word);
    let after_operand =
        scene.kind_is(at - 1, TokenKind::Word) && !scene.is_any(at - 1, &["and", "or", "when"]);
    if !value || !after_operand {
        return None;
    }
    let negated = scene.is(at - 1, "not") && scene.is(at - 2, "is");
    let (say, text) = if scene.is_any(at, &["any", "one", "either"]) {
        let text = without_is(scene, at, "is one of");
        (if negated { "is not one of" } else { "is one of" }, text)
    } else if scene.is_any(at, &["none", "neither"]) {
        ("is not one of", without_is(scene, at, "is not one of"))
    } else {
        return None;
    };
    Some(Problem::ComparisonNotInWords {
        at: scene.place(at, at + 1),
        written: scene.written(at, at + 1).to_owned(),
        say: say.to_owned(),
        fix: vec![scene.replace(at, at + 1, text)],
    })
}

/// S115: `is at least 50 and at most 200`.
pub(super) fn one_sided_range(scene: &Scene<'_>) -> Option<Problem> {
    let and = (-6..=0).rev().find(|at| {
        scene.is(*at, "and") && (scene.are(at + 1, &["at", "most"]) || scene.are(at + 1, &["less", "than"]))
    })?;
    let least = scene.back_to(and, 5, &["least", "than"])?;
    if !(scene.are(least - 1, &["at", "least"]) || scene.are(least - 1, &["more", "than"])) {
        return None;
    }
    let end = scene.value_end(and + 3);
    let fix = if scene.is(least, "least") && scene.is(and + 2, "most") {
        let between = without_is(scene, least - 1, "is between");
        vec![scene.replace(least - 1, least, between), scene.delete(and + 1, and + 2)]
    } else {
        Vec::new()
    };
    Some(Problem::RangeNotBetween { at: scene.place(and + 1, end), fix })
}

/// S115: `between 50-500`, `between 50 to 500`, `from 50 to 500`.
pub(super) fn range(scene: &Scene<'_>) -> Option<Problem> {
    let criterion =
        scene.expected.iter().any(|rule| class(*rule) == Expected::Comparison) || scene.expects(Rule::kw_and);
    if criterion
        && scene.is(-1, "from")
        && scene.kind_is(0, TokenKind::Number)
        && scene.kind_is(-2, TokenKind::Word)
    {
        let end = scene.value_end(0);
        if !scene.is_any(end + 1, &["to", "-", "–", "—", "and"]) {
            return None;
        }
        let between = without_is(scene, -1, "is between");
        let fix = vec![scene.replace(-1, -1, between), scene.replace(end + 1, end + 1, "and")];
        return Some(Problem::RangeNotBetween { at: scene.place(-1, -1), fix });
    }
    let sign = scene.is_any(0, &["-", "–", "—"]);
    // `range 0-100` and `within 3-6 months` are no comparisons with a range.
    if scene.expects(Rule::kw_to) || scene.back_to(0, 4, &["within"]).is_some() {
        return None;
    }
    if !(sign || scene.is_any(0, &["to", "or", "until", ","]))
        || !scene.same_line(-1, 0)
        || !scene.same_line(0, 1)
    {
        return None;
    }
    let and = |glued: bool| if glued { " " } else { "" };
    let text = format!("{}and{}", and(scene.glued(-1)), and(scene.glued(0)));
    if let Some(between) = scene.back_to(0, 4, &["between"]) {
        if scene.back_to(0, 0 - between, &["and"]).is_some_and(|at| at > between) {
            return None;
        }
        return Some(Problem::RangeNotBetween {
            at: scene.place(0, 0),
            fix: vec![scene.replace(0, 0, text)],
        });
    }
    // `employees 50-500`, `employees is 50-500`: not a date, which has two signs.
    if sign
        && scene.kind_is(-1, TokenKind::Number)
        && scene.kind_is(1, TokenKind::Number)
        && !scene.is_any(2, &["-", "/"])
    {
        let insert = if scene.after_is(-1) { "between " } else { "is between " };
        let fix = vec![scene.insert_before(-1, insert), scene.replace(0, 0, text)];
        return Some(Problem::RangeNotBetween { at: scene.place(0, 0), fix });
    }
    None
}

/// S101: `employees over 500`, `up to 50`, `equals 500`, `in "A", "B"`.
pub(super) fn other_word(scene: &Scene<'_>) -> Option<Problem> {
    let (first, last) = if scene.are(-1, &["up", "to"]) { (-1, 0) } else { (-1, -1) };
    let say = match scene.written(first, last).to_lowercase().as_str() {
        "over" | "above" | "exceeds" | "exceeding" | "beyond" => "is more than",
        "under" | "below" => "is less than",
        "minimum" | "min" => "is at least",
        "up to" | "maximum" | "max" => "is at most",
        "equals" | "equal" | "eq" => "is",
        "in" if scene.expects(Rule::kw_and) => {
            if scene.value_end(last + 1) > last + 1 {
                "is within"
            } else {
                "is one of"
            }
        }
        _ => return None,
    };
    if !scene.same_line(first - 1, first) || !scene.kind_is(first - 1, TokenKind::Word) {
        return None;
    }
    let value = scene.kind_is(last + 1, TokenKind::Number)
        || scene.kind_is(last + 1, TokenKind::Text)
        || scene.kind_is(last + 1, TokenKind::Sign);
    if !value {
        return None;
    }
    let fix = if say == "is" && scene.after_is(first) {
        vec![scene.delete(first, last)]
    } else {
        vec![scene.replace(first, last, without_is(scene, first, say))]
    };
    Some(Problem::ComparisonNotInWords {
        at: scene.place(first, last),
        written: scene.written(first, last).to_owned(),
        say: say.to_owned(),
        fix,
    })
}

/// S123: `decision_maker is unknown`.
pub(super) fn missing_words(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is_any(0, &["unknown", "none"]) || !scene.after_is(0) {
        return None;
    }
    let negated = scene.is(-1, "not");
    let say = if negated { "is known" } else { "is missing" };
    let fix = if negated { scene.replace(-1, 0, "known") } else { scene.replace(0, 0, "missing") };
    Some(Problem::NotAsked { at: scene.place(0, 0), say, fix: vec![fix] })
}

/// S124: `evaluate_within 3 months is known`, `fits ICP is known`.
pub(super) fn known_of_rule(scene: &Scene<'_>) -> Option<Problem> {
    let word = if scene.is(0, "is") && scene.is(1, "not") { 2 } else { 1 };
    if !scene.is(0, "is") || !scene.is_any(word, &["known", "missing"]) || !scene.same_line(-1, 0) {
        return None;
    }
    let start = if scene.is_any(-2, &["fits", "fit"]) {
        if scene.is(-2, "fit") { -4 } else { -2 }
    } else {
        // The literal before `is`, and the criterion's name before that.
        let literal = (-3..=-1).find(|at| scene.value_end(*at) == -1)?;
        literal - 1
    };
    if !scene.same_line(start, 0) || !scene.kind_is(start, TokenKind::Word) {
        return None;
    }
    Some(Problem::KnownOfRule {
        at: scene.place(start, -1),
        word: scene.word(word).to_lowercase(),
        fix: vec![scene.replace(0, word, "assume no if unknown")],
    })
}

/// S402: `email does not start with "x"`.
pub(super) fn does_not_start(scene: &Scene<'_>) -> Option<Problem> {
    let text = if scene.are(0, &["does", "not", "start", "with"]) {
        "starts with"
    } else if scene.are(0, &["does", "not", "end", "with"]) {
        "ends with"
    } else {
        return None;
    };
    let mut fix = vec![scene.replace(0, 3, text)];
    if scene.kind_is(-1, TokenKind::Word) && !scene.is(-1, "when") && scene.same_line(-1, 4) {
        fix.push(scene.insert_before(-1, "not ("));
        fix.push(scene.insert_after(scene.value_end(4), ")"));
    }
    Some(Problem::NotBeforeTest { at: scene.place(0, 3), fixes: vec![fix] })
}
