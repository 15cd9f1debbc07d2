//! Mistakes around `and`, `or`, lists and the words between criteria.

use super::clauses::starts_clause;
use super::scene::Scene;
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::{Token, TokenKind};
use crate::text::diagnostic::Edit;

/// The words of a list's head that start here, without the colon: the offset of the last one.
fn list_head(scene: &Scene<'_>, at: isize) -> Option<isize> {
    if scene.is_any(at, &["all", "any", "none"]) && scene.is(at + 1, "of") {
        return Some(at + 1);
    }
    (scene.are(at, &["at", "least"]) && scene.kind_is(at + 2, TokenKind::Number) && scene.is(at + 3, "of"))
        .then_some(at + 3)
}

/// S104: `lead when` and bullets.
pub(super) fn list_without_head(scene: &Scene<'_>) -> Option<Problem> {
    let colon = scene.is(0, ":") && scene.is(-1, "when");
    let bullet = if colon { 1 } else { 0 };
    if !scene.kind_is(bullet, TokenKind::Bullet) || !(colon || scene.is(-1, "when")) {
        return None;
    }
    let fix = |words: &str| {
        vec![if colon {
            scene.insert_before(0, format!(" {words}"))
        } else {
            scene.insert_after(-1, format!(" {words}:"))
        }]
    };
    let at = scene.place(bullet, scene.line_end(bullet));
    Some(Problem::ListWithoutHead { at, fixes: vec![fix("all of"), fix("any of")] })
}

/// S129: `all of` without its colon.
pub(super) fn no_colon(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is(-1, "of")
        || scene.is(0, ":")
        || !(scene.at_line_end() || scene.kind_is(0, TokenKind::Bullet))
    {
        return None;
    }
    let start = [-2, -4].into_iter().find(|at| list_head(scene, *at) == Some(-1))?;
    Some(Problem::NoColon { at: scene.place(start, -1), words: scene.written(start, -1).to_owned() })
}

/// S106: a list inside a list.
pub(super) fn list_in_list(scene: &Scene<'_>) -> Option<Problem> {
    let bullet = scene.line_start(0);
    if !scene.kind_is(bullet, TokenKind::Bullet) || scene.at_line_end() {
        return None;
    }
    let last = list_head(scene, bullet + 1)?;
    let colon = if scene.is(last + 1, ":") { last + 1 } else { last };
    let head = scene.written(bullet + 1, last).to_lowercase();
    let name = format!("{}_these", head.replace(' ', "_"));
    let mut named = format!("criterion {name} when {head}:");
    let column = |at: isize| column_of(scene, at);
    let mut line = scene.line_end(bullet) + 1;
    while scene.kind_is(line, TokenKind::Bullet) && column(line) > column(bullet) {
        named.push_str("\n  ");
        named.push_str(scene.written(line, scene.line_end(line)));
        line = scene.line_end(line) + 1;
    }
    named.push_str(&format!("\n\n  - {name}"));
    Some(Problem::ListInList { at: scene.place(bullet + 1, colon), named })
}

/// How many bytes stand before the word on its line.
fn column_of(scene: &Scene<'_>, at: isize) -> usize {
    let whole = scene.rest(scene.offset_of(0));
    let before = whole.len() - scene.rest(at).len();
    whole.get(..before).map_or(0, |text| before - text.rfind('\n').map_or(0, |line| line + 1))
}

/// S107: `- fits ICP and`, `- or budget`, a bullet that goes on with `and` on the next line.
pub(super) fn joiner_in_list(scene: &Scene<'_>) -> Option<Problem> {
    let problem = |at: isize, fix: Vec<Edit>| {
        Some(Problem::JoinerInList { at: scene.place(at, at), word: scene.word(at).to_lowercase(), fix })
    };
    let joiner = |at: isize| scene.is_any(at, &["and", "or"]);
    if joiner(0) && scene.kind_is(-1, TokenKind::Bullet) && scene.same_line(-1, 0) {
        return problem(0, vec![scene.delete(0, 0)]);
    }
    let in_bullet = |at: isize| scene.kind_is(scene.line_start(at), TokenKind::Bullet);
    if joiner(-1) && !scene.same_line(-1, 0) && in_bullet(-1) {
        let fix = if scene.is(-1, "and") { vec![scene.delete(-1, -1)] } else { Vec::new() };
        return problem(-1, fix);
    }
    // With `and`, the grammar hopes for a further list and stops one word later.
    let at = [0, -1].into_iter().find(|at| joiner(*at) && scene.first_on_line(*at) && in_bullet(at - 1))?;
    if list_head(scene, at + 1).is_some() {
        return None;
    }
    let fix = if scene.is(at, "and") { vec![scene.replace(at, at, "-")] } else { Vec::new() };
    problem(at, fix)
}

/// Whether the definition's list of criteria is open just before this word.
fn in_list(scene: &Scene<'_>, at: isize) -> bool {
    let previous = scene.line_start(at - 1);
    let head = scene.is(at - 1, ":") && (scene.is(at - 2, "of"));
    head || scene.kind_is(previous, TokenKind::Bullet)
}

/// S105: `1. fits ICP`, `-fits ICP`, `+ fits ICP`.
pub(super) fn other_bullet(scene: &Scene<'_>) -> Option<Problem> {
    let at = scene.line_start(0);
    if scene.at_line_end() || !in_list(scene, at) {
        return None;
    }
    let bulleted = scene.is_any(at, &["-", "–", "—", "•", "*"]) && scene.glued(at);
    if bulleted {
        let fix = vec![scene.insert_after(at, " ")];
        return Some(Problem::LineWithoutBullet { at: scene.place(at, at + 1), fix });
    }
    let numbered =
        scene.kind_is(at, TokenKind::Number) && scene.is_any(at + 1, &[".", ")"]) && scene.glued(at);
    if numbered {
        return Some(Problem::LineWithoutBullet {
            at: scene.place(at, at + 1),
            fix: vec![scene.replace(at, at + 1, "-")],
        });
    }
    if scene.is_any(at, &["+", "·", "‣", "◦", "▪", "○", "●"]) {
        return Some(Problem::LineWithoutBullet {
            at: scene.place(at, at),
            fix: vec![scene.replace(at, at, "-")],
        });
    }
    None
}

/// S105: `all of:` and lines without `- `.
pub(super) fn line_without_bullet(scene: &Scene<'_>) -> Option<Problem> {
    let at = scene.line_start(0);
    let starts_test = |at: isize| {
        let test = scene.kind_is(at, TokenKind::Word)
            || scene.kind_is(at, TokenKind::Bracketed)
            || scene.is(at, "(");
        test && !is_clause(scene, at) && !scene.is_any(at, &["and", "or"])
    };
    let after_head = scene.is(at - 1, ":") && scene.is(at - 2, "of");
    let after_bullet =
        scene.kind_is(scene.line_start(at - 1), TokenKind::Bullet) && scene.expects(Rule::bullet);
    if !starts_test(at) || !(after_head || after_bullet) {
        return None;
    }
    let place = scene.place(at, scene.line_end(at));
    let mut fix = Vec::new();
    let mut line = at;
    while starts_test(line) {
        fix.push(scene.insert_before(line, "- "));
        line = scene.line_end(line) + 1;
    }
    Some(Problem::LineWithoutBullet { at: place, fix })
}

/// Whether a line of this kind of definition starts here.
fn is_clause(scene: &Scene<'_>, at: isize) -> bool {
    starts_clause(|offset, word| scene.is(at + offset, word))
        .is_some_and(|(_, kinds)| kinds.contains(&scene.kind))
}

/// Whether the words from here to the next joiner or line end are one plain name.
fn plain_name(scene: &Scene<'_>, at: isize) -> bool {
    scene.kind_is(at, TokenKind::Word)
        && (!scene.same_line(at, at + 1) || scene.is_any(at + 1, &["and", "or", "because", ")", ",", ":"]))
}

/// S112: `fits ICP unless competitor`.
pub(super) fn unless(scene: &Scene<'_>) -> Option<Problem> {
    if scene.kind == DefinitionKind::Lifecycle {
        return None;
    }
    let one = |at: isize| scene.is_any(at, &["unless", "except", "excluding", "without"]);
    let (first, last) = if scene.are(0, &["but", "not"]) {
        (0, 1)
    } else if scene.are(-1, &["but", "not"]) {
        (-1, 0)
    } else if one(0) {
        (0, 0)
    } else if one(-1) && scene.same_line(-2, -1) {
        (-1, -1)
    } else {
        return None;
    };
    let fix =
        if plain_name(scene, last + 1) { vec![scene.replace(first, last, "and not")] } else { Vec::new() };
    let word = scene.written(first, last).to_owned();
    Some(Problem::NoUnless { at: scene.place(first, last), word, fix })
}

/// S111: `the contact fits the ICP`, `has ever been customer`.
pub(super) fn extra_word(scene: &Scene<'_>) -> Option<Problem> {
    if let Some(start) =
        (-4..=0).find(|at| scene.are(*at, &["has", "ever", "been"]) || scene.are(*at, &["has", "been"]))
    {
        let last = if scene.is(start + 1, "ever") { start + 2 } else { start + 1 };
        let field = format!("became_{}_on", scene.word(last + 1));
        let fix = vec![scene.replace(start, last + 1, format!("{field} is known"))];
        return Some(Problem::HasEverBeen { at: scene.place(start, last), field, fix });
    }
    let article = |at: isize| scene.is_any(at, &["the", "a", "an", "this", "that"]);
    let named = |at: isize| scene.kind_is(at, TokenKind::Word) || scene.kind_is(at, TokenKind::Text);
    let first = (-2..=0).find(|at| article(*at) && scene.same_line(*at, at + 1) && named(at + 1))?;
    if scene.is_any(first, &["a", "an"]) && scene.is_any(first + 2, &["within", "where", "since"]) {
        return Some(super::general::meant_instead(scene, first, first, "any"));
    }
    let noun = scene.is_any(
        first + 1,
        &[
            "contact", "lead", "person", "company", "record", "customer", "prospect", "account", "field",
            "user",
        ],
    ) && scene.same_line(first, first + 2)
        && scene.is_any(first + 2, &["fits", "is", "has", "does", "contains", "must", "matches"]);
    let last = if noun { first + 1 } else { first };
    let mut fix = vec![scene.delete(first, last)];
    let mut at = last + 1;
    while scene.same_line(first, at) {
        if scene.is(at, "the") && !scene.is_any(at + 1, &["last", "next", "past", "future", "text", "texts"])
        {
            fix.push(scene.delete(at, at));
        }
        at += 1;
    }
    Some(Problem::ExtraWord {
        at: scene.place(first, last),
        word: scene.written(first, last).to_owned(),
        fix,
    })
}

fn is_value(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Text || token.kind == TokenKind::Number
}

/// S113: `industry is "A" or "B"`. S114: `is one of "A" or "B"`.
pub(super) fn lone_value(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is_any(-1, &["or", "and"]) || !scene.token(0).is_some_and(is_value) {
        return None;
    }
    let comma = |of: Option<Edit>| {
        let mut fix: Vec<Edit> = of.into_iter().collect();
        fix.push(Edit { text: ",".into(), ..scene.delete(-1, -1) });
        fix
    };
    let operator =
        scene.back_to(-1, 40, &["of", "is", "not", "contains", "contain", "with", "matches", "match"]);
    if let Some(of) =
        operator.filter(|at| scene.is(*at, "of") && scene.is_any(at - 1, &["one", "any", "all"]))
    {
        let list =
            scene.token(of + 1).filter(|token| token.kind == TokenKind::Word && !scene.is(of + 1, "the"));
        let list = list.filter(|_| of + 2 == -1).map(|token| token.text.to_owned());
        let fix = if list.is_some() { Vec::new() } else { comma(None) };
        return Some(Problem::ValuesJoinedByWord { at: scene.place(-1, -1), list, fix });
    }
    let end = scene.value_end(0);
    let fix = match operator {
        Some(at) if scene.is_any(at, &["is", "not"]) && scene.is(-1, "or") => {
            comma(Some(scene.insert_after(at, " one of")))
        }
        Some(at) if scene.is_any(at, &["contains", "contain", "with", "matches", "match"]) => {
            comma(Some(scene.insert_after(at, if scene.is(-1, "or") { " any of" } else { " all of" })))
        }
        Some(_) | None => Vec::new(),
    };
    Some(Problem::LoneValue { at: scene.place(0, end), value: scene.written(0, end).to_owned(), fix })
}

/// S102: `fits ICP & budget`, `fits ICP, budget`.
pub(super) fn other_joiner(scene: &Scene<'_>) -> Option<Problem> {
    let joins =
        scene.is_any(0, &["&", "&&", "+", "/", "||", ",", ";", "|"]) || scene.is_any(0, &["plus", "also"]);
    let wanted = scene.expects(Rule::kw_and) || scene.expects(Rule::kw_or);
    if !joins || !wanted || scene.at_line_end() || !scene.same_line(0, 1) {
        return None;
    }
    let fix = |word: &str| {
        vec![Edit { text: format!(" {word}{}", if scene.glued(0) { " " } else { "" }), ..scene.delete(0, 0) }]
    };
    Some(Problem::CriteriaNotJoined { at: scene.place(0, 0), fixes: vec![fix("and"), fix("or")] })
}
