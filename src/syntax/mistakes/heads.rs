//! Mistakes in a definition's first words: what it is, its name, its `when`.

use super::clauses::{starts_clause, starts_continuation};
use super::general::near;
use super::scene::Scene;
use super::values::as_name;
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::{NameFault, Problem};
use crate::syntax::splitter::STARTERS;
use crate::syntax::token::TokenKind;

/// Words that no bare name may be, as the grammar has them.
const RESERVED: [&str; 36] = [
    "after",
    "all",
    "and",
    "any",
    "assume",
    "at",
    "because",
    "before",
    "between",
    "contains",
    "does",
    "ends",
    "exactly",
    "first",
    "fits",
    "if",
    "is",
    "known",
    "latest",
    "less",
    "matches",
    "missing",
    "more",
    "no",
    "none",
    "not",
    "of",
    "on",
    "or",
    "otherwise",
    "starts",
    "unknown",
    "when",
    "where",
    "within",
    "yes",
];

/// Whether no bare name may be this word.
pub(super) fn reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// S125: `SQL-ready`.
pub(super) fn hyphen_in_name(scene: &Scene<'_>) -> Option<Problem> {
    let hyphen = [0, -1].into_iter().find(|at| scene.is_any(*at, &["-", "–", "‑"]))?;
    let letters = |at: isize| scene.kind_is(at, TokenKind::Word);
    // `Mon-Fri` is two names, and so is what stands in an arrow.
    if scene.expects(Rule::kw_to) || scene.is(hyphen + 1, ">") {
        return None;
    }
    if !(letters(hyphen - 1) && letters(hyphen + 1) && scene.glued(hyphen - 1) && scene.glued(hyphen)) {
        return None;
    }
    let (mut first, mut last) = (hyphen - 1, hyphen + 1);
    while scene.is(first - 1, "-") && scene.glued(first - 1) && scene.glued(first - 2) && letters(first - 2) {
        first -= 2;
    }
    while scene.is(last + 1, "-") && scene.glued(last) && scene.glued(last + 1) && letters(last + 2) {
        last += 2;
    }
    let written = scene.written(first, last).to_owned();
    let write = as_name(&written, true);
    Some(Problem::NotAName { at: scene.place(first, last), written, fault: NameFault::Hyphen, write })
}

/// S109: `if no: …`, `column "…"`, `and any of:` at the left margin.
pub(super) fn at_margin(scene: &Scene<'_>) -> Option<Problem> {
    let first = scene.offset_of(0);
    if scene.kind != DefinitionKind::Stage || scene.line_of(0) != Some(0) && !scene.at_line_end() {
        return None;
    }
    let last = starts_clause(|at, word| scene.is(first + at, word)).map(|(length, _)| first + length - 1);
    let last =
        last.or_else(|| starts_continuation(|at, word| scene.is(first + at, word)).then_some(first))?;
    // `ask when …` is a stage with an odd name, and whatever is wrong with it is wrong further on.
    if scene.is(first + 1, "when") {
        return None;
    }
    Some(Problem::LineAtMargin { at: scene.place(first, last), line: scene.place(first, first) })
}

/// S103: `lead if fits ICP`, `lead: fits ICP`.
pub(super) fn needs_when(scene: &Scene<'_>) -> Option<Problem> {
    let wanted = scene.expects(Rule::kw_when) || scene.expects(Rule::when);
    if !wanted || scene.line_of(0) != Some(0) {
        return None;
    }
    if !scene.is_any(0, &["if", ":", "=", "==", ":=", "is", "means", "requires", "where", "->", "=>", "once"])
    {
        return None;
    }
    let name = if scene.kind_is(-1, TokenKind::Text) { scene.word(-2) } else { scene.word(-1) };
    let both = scene.is(0, ":") && scene.is(1, "when");
    let fix = if both {
        vec![scene.delete(0, 0)]
    } else {
        let blank = |glued: bool| if glued { " " } else { "" };
        vec![scene.replace(0, 0, format!("{}when{}", blank(scene.glued(-1)), blank(scene.glued(0))))]
    };
    Some(Problem::NeedsWhen { at: scene.place(0, 0), name: name.to_owned(), fix })
}

/// The starter that a word is close to.
pub(in crate::syntax) fn near_starter(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "criteria" | "rule" | "condition" => Some("criterion"),
        "property" | "attribute" | "variable" => Some("field"),
        "event" | "activity" | "activities" => Some("events"),
        "import" | "use" => Some("include"),
        "stages" | "funnel" | "pipeline" => Some("lifecycle"),
        "scoring" => Some("score"),
        "routing" => Some("route"),
        "test" | "case" => Some("example"),
        _ => near(word, STARTERS.iter().map(|(starter, _)| *starter)),
    }
}

/// `look up company`, `life cycle lead`: one word here.
fn starter_in_two(scene: &Scene<'_>, first: isize) -> Option<&'static str> {
    let joined = format!("{}{}", scene.word(first), scene.word(first + 1)).to_lowercase();
    let found = STARTERS.iter().find(|(starter, _)| *starter == joined)?;
    scene.same_line(first, first + 1).then_some(found.0)
}

/// S110: `feild employees: number`, `rule budgeted when …`.
pub(super) fn unknown_starter(scene: &Scene<'_>) -> Option<Problem> {
    let first = scene.offset_of(0);
    if scene.kind != DefinitionKind::Stage || scene.count_before(0).is_none_or(|at| at > 2) {
        return None;
    }
    let word = scene.word(first);
    let at = scene.place(first, first);
    if !matches!(scene.token(first)?.kind, TokenKind::Word | TokenKind::Bracketed) {
        let word = word.chars().take(20).collect();
        return Some(Problem::UnknownStarter { at, word, near: None });
    }
    if scene.is(first + 1, "when") || scene.is(first + 2, "when") && scene.kind_is(first + 1, TokenKind::Text)
    {
        return None;
    }
    if let Some(starter) = starter_in_two(scene, first) {
        let fix = vec![scene.replace(first, first + 1, starter)];
        return Some(Problem::UnknownStarter {
            at: scene.place(first, first + 1),
            word: scene.written(first, first + 1).to_owned(),
            near: Some((starter.to_owned(), fix)),
        });
    }
    if let Some(problem) = nearly_a_rule(scene, first) {
        return Some(problem);
    }
    let near = if scene.kind_is(first + 1, TokenKind::Word)
        && scene.is(first + 2, "when")
        && scene.is_any(first, &["rule", "stage", "segment", "define", "let"])
    {
        Some((scene.word(first + 1).to_owned() + " when", vec![scene.delete(first, first)]))
    } else {
        near_starter(word).map(|starter| (starter.to_owned(), vec![scene.replace(first, first, starter)]))
    };
    let names_follow = scene.same_line(first, first + 1)
        && (scene.kind_is(first + 1, TokenKind::Word) || scene.kind_is(first + 1, TokenKind::Text))
        && super::general::near(scene.word(first + 1), ["when", "must"]).is_none();
    (near.is_some() || names_follow).then(|| Problem::UnknownStarter { at, word: word.to_owned(), near })
}

/// `Sales qualified lead when …`, `lead decision_maker`, `sales should "call"`: no starter, and yet it starts a rule.
fn nearly_a_rule(scene: &Scene<'_>, first: isize) -> Option<Problem> {
    if scene.is_any(first + 1, &["should", "will", "shall", "has"]) {
        let last = if scene.is(first + 2, "to") { first + 2 } else { first + 1 };
        return scene
            .kind_is(last + 1, TokenKind::Text)
            .then(|| super::general::meant_instead(scene, first + 1, last, "must"));
    }
    if near_starter(scene.word(first)).is_some()
        || scene.is_any(first, &["rule", "stage", "segment", "define", "let", "the", "a", "an", "any"])
    {
        return None;
    }
    let mut last = first;
    while scene.same_line(first, last + 1)
        && scene.kind_is(last + 1, TokenKind::Word)
        && !reserved(scene.word(last + 1))
    {
        last += 1;
    }
    if last > first && scene.is(last + 1, "when") && scene.same_line(first, last + 1) {
        let written = scene.written(first, last).to_owned();
        let write = as_name(&written, false);
        return Some(Problem::NotAName {
            at: scene.place(first, last),
            written,
            fault: NameFault::Blank,
            write,
        });
    }
    let at = if scene.kind_is(first + 1, TokenKind::Text) { first + 2 } else { first + 1 };
    let fix = vec![scene.insert_before(at, "when ")];
    let rule = scene.same_line(first, at) && scene.kind_is(at, TokenKind::Word) && !scene.is(at, "must");
    (rule && super::trial::mends(scene, &fix)).then(|| Problem::NeedsWhen {
        at: scene.place(at, at),
        name: scene.word(first).to_owned(),
        fix,
    })
}

/// Whether the word before is the first of a definition that declares a name.
fn after_starter(scene: &Scene<'_>, at: isize) -> bool {
    scene.count_before(at) == Some(1)
        && scene.kind != DefinitionKind::Stage
        && scene.kind != DefinitionKind::Duty
}

/// S125: `field job title: text`.
pub(super) fn blank_in_name(scene: &Scene<'_>) -> Option<Problem> {
    if scene.count_before(0) != Some(2)
        || !after_starter(scene, -1)
        || !scene.expects(Rule::colon) && !scene.expects(Rule::kw_when) && !scene.expects(Rule::when)
    {
        return None;
    }
    let mut last = -1;
    while scene.same_line(last, last + 1)
        && scene.kind_is(last + 1, TokenKind::Word)
        && !scene.is_any(last + 1, &["when", "from", "in", "if"])
    {
        last += 1;
    }
    if last == -1 || !(scene.is_any(last + 1, &[":", "when"])) {
        return None;
    }
    let written = scene.written(-1, last).to_owned();
    let write = as_name(&written, false);
    Some(Problem::NotAName { at: scene.place(-1, last), written, fault: NameFault::Blank, write })
}

/// S125: `field before: date`, `list more: …`.
pub(super) fn reserved_name(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.expects(Rule::name) && !scene.expects(Rule::titled) || scene.at_line_end() {
        return None;
    }
    let declares = after_starter(scene, 0) || scene.kind_is(-1, TokenKind::Bullet) && scene.is(1, ":");
    let word = scene.word(0);
    let reserved = RESERVED.iter().any(|reserved| scene.is(0, reserved));
    let starts_rule = scene.count_before(0) == Some(0) && scene.is_any(1, &["when", "must"]);
    if reserved && (declares || starts_rule) {
        let last = word.to_lowercase();
        let write =
            if scene.kind == DefinitionKind::Field { format!("{last}_date") } else { format!("{last}_ones") };
        return Some(Problem::NotAName {
            at: scene.place(0, 0),
            written: word.to_owned(),
            fault: NameFault::Reserved,
            write,
        });
    }
    if declares && scene.kind_is(0, TokenKind::Number) {
        let mut last = 0;
        while scene.glued(last) && scene.kind_is(last + 1, TokenKind::Word) {
            last += 1;
        }
        let written = scene.written(0, last).to_owned();
        return Some(Problem::NotAName {
            at: scene.place(0, last),
            write: format!("n{written}"),
            written,
            fault: NameFault::Digit,
        });
    }
    None
}
