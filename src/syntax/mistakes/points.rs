//! Mistakes in scores: the sign of points, for what they are given, their cap and their decay, the bands.

use super::general::meant_instead;
use super::scene::Scene;
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;
use crate::text::diagnostic::Edit;

/// S129: what is said otherwise in a row of points.
pub(super) fn points_row(scene: &Scene<'_>) -> Option<Problem> {
    let row = scene.line_start(if scene.at_line_end() { -1 } else { 0 });
    if scene.kind != DefinitionKind::Score || !scene.kind_is(row, TokenKind::Bullet) {
        return None;
    }
    sign(scene, row + 1).or_else(|| for_each(scene)).or_else(|| cap(scene)).or_else(|| decay(scene))
}

/// `+60 points`, `-60 points`, `add 60 points`, `subtract 20 points`, `demo_requested: 60 points`.
fn sign(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let number = |at: isize| scene.kind_is(at, TokenKind::Number) && scene.same_line(at - 1, at);
    let worded = |at: isize| scene.kind_is(at, TokenKind::Word);
    if worded(at) && scene.is(at + 1, ":") && number(at + 2) && scene.is_any(at + 3, &["point", "points"]) {
        let points = scene.written(at + 2, at + 3);
        let text = format!("{points} when {}", scene.word(at));
        return (scene.line_end(at) == at + 3).then(|| meant_instead(scene, at, at + 3, &text));
    }
    if at < -1 || !number(at + 1) {
        return None;
    }
    if scene.is_any(at, &["+", "add", "give", "gets", "plus"]) {
        let written = scene.word(at).to_owned();
        let fix = vec![scene.delete_glue(at)];
        return Some(Problem::TooMuch { at: scene.place(at, at), written, fix });
    }
    let less = scene.is_any(at, &["-", "–", "—", "subtract", "deduct", "remove", "lose", "take", "less"]);
    let blank = if scene.glued(at) { "minus " } else { "minus" };
    less.then(|| meant_instead(scene, at, at, blank))
}

/// `5 points per touch where …`, `5 points each touch`, `1 point for each 10 page_views`.
fn for_each(scene: &Scene<'_>) -> Option<Problem> {
    if scene.is(-2, "per") && scene.is_any(0, &["where", "within", "since"]) && scene.same_line(-2, 0) {
        return Some(meant_instead(scene, -2, -2, "for each"));
    }
    if scene.expects(Rule::kw_for_each) && scene.is_any(0, &["each", "every"]) && !scene.at_line_end() {
        return Some(meant_instead(scene, 0, 0, "for each"));
    }
    let each = scene.are(-2, &["for", "each"]) && scene.kind_is(0, TokenKind::Number);
    let of = if scene.is(1, "of") { 2 } else { 1 };
    (each && scene.kind_is(of, TokenKind::Word) && scene.same_line(-2, of)).then(|| {
        let text = format!("per {} of {}", scene.word(0), scene.word(of));
        meant_instead(scene, -2, of, &text)
    })
}

/// `at most 30 points`, `up to 30`, `max 30`.
fn cap(scene: &Scene<'_>) -> Option<Problem> {
    let most = scene.is_any(0, &["point", "points"]) && scene.are(-3, &["at", "most"]);
    if most {
        let written = scene.word(0).to_owned();
        return Some(Problem::TooMuch { at: scene.place(0, 0), written, fix: vec![scene.delete(0, 0)] });
    }
    if !scene.expects(Rule::comma) && !scene.expects(Rule::at_most) && !scene.expects(Rule::kw_at_most)
        || scene.at_line_end()
    {
        return None;
    }
    let at = if scene.is(0, ",") { 1 } else { 0 };
    let last = if scene.are(at, &["up", "to"]) || scene.are(at, &["capped", "at"]) {
        at + 1
    } else if scene.is_any(at, &["max", "maximum", "cap"]) {
        if scene.is(at + 1, ".") { at + 1 } else { at }
    } else {
        return None;
    };
    if !scene.kind_is(last + 1, TokenKind::Number) {
        return None;
    }
    let comma = at == 0 && !scene.is(-1, ",");
    let fix = if comma {
        vec![Edit { text: ", at most".to_owned(), ..scene.delete(at, last) }]
    } else {
        vec![scene.replace(at, last, "at most")]
    };
    Some(Problem::Unexpected {
        at: scene.place(at, last),
        found: format!("`{}`", scene.written(at, last)),
        expected: vec!["`, at most`".to_owned()],
        open: None,
        near: Some(((if comma { ", at most" } else { "at most" }).to_owned(), fix)),
    })
}

/// `decaying 50%`, `losing 50 every`, `losing half every`.
fn decay(scene: &Scene<'_>) -> Option<Problem> {
    if scene.at_line_end() {
        return None;
    }
    if scene.is_any(0, &["decaying", "decays", "decay", "fading", "halving"]) {
        let text = if scene.is(0, "halving") { "losing 50%" } else { "losing" };
        let last = if scene.is(1, "by") { 1 } else { 0 };
        return Some(meant_instead(scene, 0, last, text));
    }
    if !scene.is(-1, "losing") {
        return None;
    }
    let per_cent = match scene.word(0).to_lowercase().as_str() {
        "half" => "50%".to_owned(),
        "everything" | "all" => "100%".to_owned(),
        number if scene.is(1, "every") && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{number}%")
        }
        _ => return None,
    };
    Some(meant_instead(scene, 0, 0, &per_cent))
}

/// S129: `bands cold 0-19, warm from 20 to 39, hot above 40`.
pub(super) fn bands(scene: &Scene<'_>) -> Option<Problem> {
    let line = if scene.at_line_end() { -1 } else { 0 };
    let start = scene.line_start(line);
    if scene.kind != DefinitionKind::Score || !scene.is_any(start, &["bands", "band"]) {
        return None;
    }
    let end = scene.line_end(start);
    let number = |at: isize| {
        scene.kind_is(at, TokenKind::Number) && scene.word(at).bytes().all(|byte| byte.is_ascii_digit())
    };
    let (mut at, mut first, mut last) = (start + 1, None, start);
    let mut written = Vec::new();
    while at <= end {
        let name = at;
        if !scene.kind_is(name, TokenKind::Word) {
            return None;
        }
        at += 1;
        while scene.is_any(at, &["from", "above", "over", ":", "=", "is", "at", "least", ">=", "starts", "≥"])
        {
            at += 1;
        }
        if !number(at) {
            return None;
        }
        let low = at;
        at += 1;
        if scene.is_any(at, &["-", "–", "—", "to", "until"]) && number(at + 1) {
            at += 2;
        } else if scene.is(at, "+") {
            at += 1;
        } else if scene.are(at, &["or", "more"])
            || scene.are(at, &["and", "above"])
            || scene.are(at, &["and", "up"])
        {
            at += 2;
        }
        let band = format!("{} from {}", scene.word(name), scene.word(low));
        if band != scene.written(name, at - 1) {
            first.get_or_insert(name);
            last = at - 1;
        }
        written.push((name, at - 1, band));
        if at <= end && !scene.is_any(at, &[",", ";", "and"]) {
            return None;
        }
        at += 1;
    }
    let first = first?;
    let fix = written
        .iter()
        .filter(|(name, last, band)| band != scene.written(*name, *last))
        .map(|(name, last, band)| scene.replace(*name, *last, band.clone()))
        .collect();
    Some(Problem::BandsNotFrom { at: scene.place(first, last), fix })
}
