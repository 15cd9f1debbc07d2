//! Mistakes in duties and routes: who must, by when, and whose turn it is.

use super::general::meant_instead;
use super::scene::Scene;
use super::values::{as_name, length};
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::{NameFault, Problem};
use crate::syntax::token::TokenKind;
use crate::text::diagnostic::Edit;

/// S129: `sales should`, `sales have to`, `marketing and sales must`, `duty sales must`.
pub(super) fn who_must(scene: &Scene<'_>) -> Option<Problem> {
    let first = scene.offset_of(0);
    if scene.kind != DefinitionKind::Duty || scene.line_of(0) != Some(0) || !scene.expects(Rule::kw_must) {
        return None;
    }
    if scene.is_any(first, &["duty", "promise"]) && scene.is(first + 2, "must") {
        let written = scene.word(first).to_owned();
        let fix = vec![scene.delete(first, first)];
        return Some(Problem::TooMuch { at: scene.place(first, first), written, fix });
    }
    let side = |at: isize| scene.is_any(at, &["marketing", "sales"]);
    if side(first) && side(first + 2) && scene.is_any(first + 1, &["and", "&", "+"]) {
        return Some(meant_instead(scene, first, first + 2, "both"));
    }
    if scene.is(first + 2, "must") && scene.kind_is(first + 1, TokenKind::Word) {
        let written = scene.written(first, first + 1).to_owned();
        let write = if side(first) { scene.word(first).to_lowercase() } else { as_name(&written, true) };
        let at = scene.place(first, first + 1);
        return Some(Problem::NotAName { at, written, fault: NameFault::Blank, write });
    }
    let verb = first + 1;
    if scene.is_any(verb, &["have", "has", "need", "needs", "ought"]) && scene.is(verb + 1, "to") {
        return Some(meant_instead(scene, verb, verb + 1, "must"));
    }
    scene
        .is_any(verb, &["should", "shall", "will", "shoud", "msut"])
        .then(|| meant_instead(scene, verb, verb, "must"))
}

/// S129: `weekly`, `monthly`.
pub(super) fn how_often(scene: &Scene<'_>) -> Option<Problem> {
    let meant = match scene.word(0).to_lowercase().as_str() {
        "daily" => "every 1 day",
        "weekly" => "every 1 week",
        "biweekly" | "fortnightly" => "every 2 weeks",
        "monthly" => "every 1 month",
        "quarterly" => "every 3 months",
        "yearly" | "annually" => "every 1 year",
        _ => return None,
    };
    (scene.expects(Rule::kw_every) && !scene.at_line_end()).then(|| meant_instead(scene, 0, 0, meant))
}

/// S129: `within 2 days of becoming lead`, `within 2 days after lead`.
pub(super) fn of_becoming(scene: &Scene<'_>) -> Option<Problem> {
    if scene.kind != DefinitionKind::Duty {
        return None;
    }
    let verb = |at: isize| {
        scene.is_any(
            at,
            &["becoming", "being", "entering", "reaching", "getting", "when", "after", "a", "the"],
        )
    };
    let of = (-3..=0).find(|at| {
        scene.is_any(*at, &["of", "after", "from"]) && verb(at + 1) && scene.same_line(*at, at + 1)
    });
    if let Some(of) = of {
        let mut last = of + 1;
        while verb(last + 1) {
            last += 1;
        }
        let named = scene.kind_is(last + 1, TokenKind::Word) && scene.same_line(of, last + 1);
        return (named && last >= -1).then(|| meant_instead(scene, of, last, "of"));
    }
    let after = scene.is_any(0, &["after", "from"]) && scene.expects(Rule::kw_of);
    (after && scene.kind_is(1, TokenKind::Word)).then(|| meant_instead(scene, 0, 0, "of"))
}

/// S129: `respond within 4 hours` and nothing more; `respond within 4 hours of lead`.
pub(super) fn deadline_without_when(scene: &Scene<'_>) -> Option<Problem> {
    let last = if scene.at_line_end() { -1 } else { 0 };
    let start = scene.line_start(last);
    if scene.kind != DefinitionKind::Route
        || !scene.are(start, &["respond", "within"])
        || !scene.expects(Rule::kw_otherwise)
    {
        return None;
    }
    let at = scene.place(start, -1);
    if scene.at_line_end() {
        return Some(Problem::DeadlineWithoutWhen { at, fix: vec![scene.insert_after(-1, " otherwise")] });
    }
    let of_stage = scene.is_any(0, &["of", "after", "from"]) && scene.line_end(0) <= 2;
    of_stage.then(|| Problem::DeadlineWithoutWhen {
        at,
        fix: vec![scene.replace(0, scene.line_end(0), "otherwise")],
    })
}

/// S129: `respond within 5 minutes when demo_requested, 4 hours otherwise`: two lines.
pub(super) fn two_deadlines(scene: &Scene<'_>) -> Option<Problem> {
    let start = scene.line_start(0);
    let time = scene.kind_is(1, TokenKind::Number) && length(1, scene.word(2)).is_some();
    let joined = scene.is_any(0, &[",", ";", "and"]) && time && scene.is_any(3, &["otherwise", "when"]);
    if scene.kind != DefinitionKind::Route || !scene.are(start, &["respond", "within"]) || !joined {
        return None;
    }
    let fix = vec![Edit { text: "\n  respond within".to_owned(), ..scene.delete(0, 0) }];
    Some(Problem::Unexpected {
        at: scene.place(0, 0),
        found: format!("`{}`", scene.word(0)),
        expected: vec!["the end of the line".to_owned()],
        open: None,
        near: Some(("respond within".to_owned(), fix)),
    })
}

/// S129: `otherwise the lead goes to the VP`: what is done is a text.
pub(super) fn bare_otherwise(scene: &Scene<'_>) -> Option<Problem> {
    let start = scene.line_start(0);
    let duty = scene.kind == DefinitionKind::Duty && scene.is(start, "otherwise");
    let words = scene.kind_is(start + 1, TokenKind::Word) && scene.same_line(start, start + 1);
    if !duty || !words || start + 1 != 0 {
        return None;
    }
    let end = scene.line_end(start);
    let text = format!("\"{}\"", scene.written(0, end).replace('"', ""));
    Some(Problem::OtherQuotes { at: scene.place(0, end), fix: vec![scene.replace(0, end, text)] })
}

/// S129: `- to west otherwise`, `- to ops if unknown`, `- unknown to ops`, `- otherwise: to west`, `- to "East"`.
pub(super) fn route_row(scene: &Scene<'_>) -> Option<Problem> {
    let bullet = scene.line_start(if scene.at_line_end() { -1 } else { 0 });
    if scene.kind != DefinitionKind::Route || !scene.kind_is(bullet, TokenKind::Bullet) {
        return None;
    }
    let start = bullet + 1;
    // The first words up to `to`, and what they are called here.
    let head = (start..start + 4).find(|at| scene.is(*at, "to") && scene.same_line(bullet, *at));
    if let Some(to) = head {
        let before = if to > start { scene.written(start, to - 1).to_lowercase() } else { String::new() };
        let meant = match before.trim_end_matches([':', ',', ' ']) {
            "otherwise" | "else" | "everyone else" | "everything else" | "all others" | "all other"
            | "others" | "the rest" | "rest" | "everybody else" | "default" | "by default" => "otherwise to",
            "unknown" | "if unknown" | "if missing" | "missing" | "when unknown" | "if not known"
            | "unknowns" => "if unknown to",
            "assign" | "send" | "route" | "give" | "goes" | "go" | "hand" => "to",
            _ => "",
        };
        if !meant.is_empty() && scene.written(start, to).to_lowercase() != meant {
            return Some(meant_instead(scene, start, to, meant));
        }
    }
    // `- when employees is at least 1,000 to east`
    let end = scene.line_end(bullet);
    if scene.is(start, "when") && scene.is(end - 1, "to") && end - 1 > start + 1 {
        let text = format!("{} {}", scene.written(end - 1, end), scene.written(start, end - 2));
        return Some(meant_instead(scene, start, end, &text));
    }
    if !scene.is(start, "to") {
        return None;
    }
    let (name, after) = (start + 1, start + 2);
    let team = scene.kind_is(name, TokenKind::Word);
    let ends = |last: isize| scene.line_end(bullet) == last || scene.is_any(last + 1, &[",", "because"]);
    if team && scene.is_any(after, &["otherwise", "else"]) && ends(after) {
        return Some(meant_instead(scene, start, after, &format!("otherwise to {}", scene.word(name))));
    }
    let unknown = scene.is_any(after, &["if", "when"]) && scene.is_any(after + 1, &["unknown", "missing"]);
    if team && unknown && ends(after + 1) {
        return Some(meant_instead(scene, start, after + 1, &format!("if unknown to {}", scene.word(name))));
    }
    let quoted = scene.kind_is(name, TokenKind::Text) && name >= -1;
    let inner = scene.word(name).trim_matches(['"', '“', '”']);
    let one_word = !inner.is_empty() && inner.chars().all(crate::syntax::token::is_name_char);
    quoted.then(|| Problem::QuotedName {
        at: scene.place(name, name),
        write: if one_word { as_name(inner, true) } else { String::new() },
    })
}

/// S129: `… and respond within 30 minutes`, which reads as a criterion.
pub(super) fn joined_deadline(scene: &Scene<'_>) -> Option<Problem> {
    if !matches!(scene.kind, DefinitionKind::Route) || !scene.are(0, &["respond", "within"]) {
        return None;
    }
    let time =
        scene.kind_is(2, TokenKind::Number) && length(1, scene.word(3)).is_some() || scene.is(3, "working");
    let joined = scene.is_any(-1, &["and", "or"]) && scene.same_line(-1, 3);
    (time && joined).then(|| Problem::Unexpected {
        at: scene.place(-1, -1),
        found: format!("`{}`", scene.word(-1)),
        expected: vec!["`,`".to_owned(), "the end of this row".to_owned()],
        open: None,
        near: Some((",".to_owned(), vec![Edit { text: ",".to_owned(), ..scene.delete(-1, -1) }])),
    })
}

/// S105: rows of a route or a score without `- `.
pub(super) fn row_without_bullet(scene: &Scene<'_>) -> Option<Problem> {
    let row = |at: isize| {
        let two = scene.kind_is(at + 1, TokenKind::Word) && scene.same_line(at, at + 1);
        match scene.kind {
            DefinitionKind::Route => {
                scene.is(at, "to") && two
                    || scene.are(at, &["otherwise", "to"])
                    || scene.are(at, &["if", "unknown", "to"])
            }
            DefinitionKind::Score => {
                scene.kind_is(at, TokenKind::Number) && scene.is_any(at + 1, &["point", "points"])
                    || scene.is(at, "minus") && scene.kind_is(at + 1, TokenKind::Number)
            }
            DefinitionKind::Events => {
                scene.kind_is(at, TokenKind::Word)
                    && !scene.is_any(at, &["file", "dated", "matched"])
                    && scene.is(at + 1, ":")
                    && scene.same_line(at, at + 1)
            }
            DefinitionKind::Prose
            | DefinitionKind::Header
            | DefinitionKind::Include
            | DefinitionKind::Team
            | DefinitionKind::List
            | DefinitionKind::Rate
            | DefinitionKind::Field
            | DefinitionKind::Lookup
            | DefinitionKind::Lifecycle
            | DefinitionKind::Profile
            | DefinitionKind::Criterion
            | DefinitionKind::Stage
            | DefinitionKind::Source
            | DefinitionKind::Duty
            | DefinitionKind::Example
            | DefinitionKind::Table => false,
        }
    };
    let at = if scene.at_line_end() { 0 } else { scene.line_start(0) };
    if !scene.first_on_line(at) || scene.line_of(at).is_none_or(|line| line == 0) || !row(at) {
        return None;
    }
    let mut fix = Vec::new();
    let mut line = at;
    while scene.token(line).is_some() {
        if row(line) {
            fix.push(scene.insert_before(line, "- "));
        }
        line = scene.line_end(line) + 1;
    }
    Some(Problem::RowWithoutBullet { at: scene.place(at, scene.line_end(at)), fix })
}
