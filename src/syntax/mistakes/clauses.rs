//! Lines that stand in the wrong kind of definition, or whose first word is misspelt.

use super::general::near;
use super::scene::Scene;
use crate::syntax::document::DefinitionKind;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;

/// The first words of the lines that a kind of definition has, and those kinds.
const CLAUSES: [(&str, &[DefinitionKind]); 46] = [
    ("agreed", &[DefinitionKind::Header]),
    ("marketing owner", &[DefinitionKind::Header]),
    ("sales owner", &[DefinitionKind::Header]),
    ("review every", &[DefinitionKind::Header]),
    ("currency column", &[DefinitionKind::Field]),
    ("currency", &[DefinitionKind::Header]),
    ("time zone", &[DefinitionKind::Header]),
    ("working week", &[DefinitionKind::Header]),
    ("holidays", &[DefinitionKind::Header]),
    ("identified by", &[DefinitionKind::Header]),
    ("missing also", &[DefinitionKind::Header, DefinitionKind::Field]),
    ("column", &[DefinitionKind::Field]),
    ("required from", &[DefinitionKind::Field]),
    ("required", &[DefinitionKind::Field]),
    ("range", &[DefinitionKind::Field]),
    ("written as", &[DefinitionKind::Field]),
    ("yes is", &[DefinitionKind::Field]),
    ("no is", &[DefinitionKind::Field]),
    ("if missing", &[DefinitionKind::Field]),
    ("formerly", &[DefinitionKind::Field]),
    ("decided by", &[DefinitionKind::Field]),
    ("file", &[DefinitionKind::Lookup, DefinitionKind::Events]),
    ("matched by", &[DefinitionKind::Lookup, DefinitionKind::Events]),
    ("dated by", &[DefinitionKind::Events]),
    ("aside", &[DefinitionKind::Lifecycle]),
    ("recorded in", &[DefinitionKind::Lifecycle]),
    ("rest in", &[DefinitionKind::Lifecycle]),
    ("if unknown , assume", &[DefinitionKind::Profile, DefinitionKind::Criterion, DefinitionKind::Score]),
    ("if unknown", &[DefinitionKind::Stage]),
    ("if no", &[DefinitionKind::Stage]),
    ("leave if", &[DefinitionKind::Stage]),
    ("entered on", &[DefinitionKind::Stage]),
    ("may skip", &[DefinitionKind::Stage]),
    ("ask", &[DefinitionKind::Stage]),
    ("open", &[DefinitionKind::Source]),
    ("closed for", &[DefinitionKind::Source]),
    ("gate for", &[DefinitionKind::Source]),
    ("bands", &[DefinitionKind::Score]),
    ("respond within", &[DefinitionKind::Route]),
    ("shown by", &[DefinitionKind::Route, DefinitionKind::Duty]),
    ("otherwise", &[DefinitionKind::Duty]),
    ("given", &[DefinitionKind::Example]),
    ("expect", &[DefinitionKind::Example]),
    ("all of", &[]),
    ("any of", &[]),
    ("none of", &[]),
];

/// What other people call a line: of this kind of definition, as written, as it is called here.
const SYNONYMS: [(DefinitionKind, &str, &str); 32] = [
    (DefinitionKind::Header, "review quarterly", "review every 3 months"),
    (DefinitionKind::Header, "review monthly", "review every 1 month"),
    (DefinitionKind::Header, "review weekly", "review every 1 week"),
    (DefinitionKind::Header, "review yearly", "review every 1 year"),
    (DefinitionKind::Header, "approved", "agreed"),
    (DefinitionKind::Header, "date", "agreed"),
    (DefinitionKind::Header, "id", "identified by"),
    (DefinitionKind::Field, "header", "column"),
    (DefinitionKind::Field, "source", "column"),
    (DefinitionKind::Field, "mandatory", "required"),
    (DefinitionKind::Field, "format", "written as"),
    (DefinitionKind::Field, "formatted as", "written as"),
    (DefinitionKind::Field, "default", "if missing, assume"),
    (DefinitionKind::Field, "if blank", "if missing"),
    (DefinitionKind::Field, "if empty", "if missing"),
    (DefinitionKind::Field, "yes =", "yes is"),
    (DefinitionKind::Field, "no =", "no is"),
    (DefinitionKind::Field, "yes :", "yes is"),
    (DefinitionKind::Field, "no :", "no is"),
    (DefinitionKind::Stage, "otherwise", "if no"),
    (DefinitionKind::Stage, "else", "if no"),
    (DefinitionKind::Stage, "leave when", "leave if"),
    (DefinitionKind::Source, "gate", "gate for"),
    (DefinitionKind::Events, "date", "dated by"),
    (DefinitionKind::Duty, "else", "otherwise"),
    (DefinitionKind::Duty, "shown when", "shown by"),
    (DefinitionKind::Duty, "shown if", "shown by"),
    (DefinitionKind::Example, "then", "expect"),
    (DefinitionKind::Example, "when", "given"),
    (DefinitionKind::Example, "with", "given"),
    (DefinitionKind::Profile, "if unknown :", "if unknown, assume"),
    (DefinitionKind::Criterion, "if unknown :", "if unknown, assume"),
];

/// What the line that starts here is called here, and its last word.
fn synonym(scene: &Scene<'_>, at: isize) -> Option<(isize, &'static str)> {
    SYNONYMS.iter().find_map(|(kind, words, meant)| {
        let last = at + words.split(' ').count() as isize - 1;
        let stands =
            words.split(' ').zip(at..).all(|(word, at)| scene.is(at, word)) && scene.same_line(at, last);
        (*kind == scene.kind && stands).then_some((last, *meant))
    })
}

/// S130: `mandatory`, `leave when`.
fn known_otherwise(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let (last, words) = synonym(scene, at)?;
    Some(Problem::WrongClause {
        at: scene.place(at, last),
        words: scene.written(at, last).to_owned(),
        kind: scene.kind,
        near: Some((words.to_owned(), vec![scene.replace(at, last, words)])),
        belongs: Vec::new(),
    })
}

/// The length in words of the line's first words, if they start a line of some definition, and which have it.
pub(in crate::syntax) fn starts_clause(
    is: impl Fn(isize, &str) -> bool,
) -> Option<(isize, &'static [DefinitionKind])> {
    CLAUSES.iter().find_map(|(words, kinds)| {
        let length = words.split(' ').count() as isize;
        let stands = !kinds.is_empty() && words.split(' ').zip(0..).all(|(word, at)| is(at, word));
        // `if unknown, assume` and `if unknown` are underlined alike.
        stands.then_some((if length > 2 { 2 } else { length }, *kinds))
    })
}

/// Whether a line with these first words goes on with a condition.
pub(super) fn starts_continuation(is: impl Fn(isize, &str) -> bool) -> bool {
    is(0, "and") || is(0, "or") || (is(0, "all") || is(0, "any") || is(0, "none")) && is(1, "of")
}

/// S130: a line of another kind of definition, or a misspelt one.
pub(super) fn wrong_clause(scene: &Scene<'_>) -> Option<Problem> {
    let at = if scene.at_line_end() && !scene.first_on_line(0) { return None } else { scene.line_start(0) };
    if scene.line_of(at).is_none_or(|line| line == 0) || !scene.kind_is(at, TokenKind::Word) {
        return None;
    }
    // Of a longer line, only its first words can be the wrong ones.
    if !(-3..=0).contains(&at) {
        return None;
    }
    if let Some((length, kinds)) = starts_clause(|offset, word| scene.is(at + offset, word)) {
        if kinds.contains(&scene.kind) {
            return None;
        }
        if let Some(problem) = known_otherwise(scene, at) {
            return Some(problem);
        }
        if at < 0 {
            return None;
        }
        let last = at + length - 1;
        return Some(Problem::WrongClause {
            at: scene.place(at, last),
            words: scene.written(at, last).to_owned(),
            kind: scene.kind,
            near: None,
            belongs: kinds.to_vec(),
        });
    }
    if let Some(problem) = known_otherwise(scene, at) {
        return Some(problem);
    }
    let own = || CLAUSES.iter().filter(|(_, kinds)| kinds.contains(&scene.kind)).map(|(words, _)| *words);
    let two = scene.same_line(at, at + 1) && scene.kind_is(at + 1, TokenKind::Word);
    let two_words = || own().filter(|words| words.split(' ').count() == 2);
    let one_word = || own().filter(|words| !words.contains(' '));
    let found =
        if two { near(scene.written(at, at + 1), two_words()).map(|words| (at + 1, words)) } else { None };
    let found = found.or_else(|| near(scene.word(at), one_word()).map(|words| (at, words)));
    // A misspelt line of another kind: at least it can be spelt right.
    let others = || CLAUSES.iter().filter(|(_, kinds)| !kinds.is_empty()).map(|(words, _)| *words);
    let found = found.or_else(|| {
        let text = scene.kind_is(at + 1, TokenKind::Text) && scene.same_line(at, at + 1);
        near(scene.word(at), others()).filter(|_| text).map(|words| (at, words))
    });
    let continues = scene.kind_is(scene.line_start(at - 1), TokenKind::Bullet) || scene.is(at - 1, ":");
    match found {
        Some((last, words)) => Some(Problem::WrongClause {
            at: scene.place(at, last),
            words: scene.written(at, last).to_owned(),
            kind: scene.kind,
            near: Some((words.to_owned(), vec![scene.replace(at, last, words)])),
            belongs: Vec::new(),
        }),
        None if at == 0 && !continues && !starts_continuation(|offset, word| scene.is(at + offset, word)) => {
            Some(Problem::WrongClause {
                at: scene.place(at, at),
                words: scene.word(at).to_owned(),
                kind: scene.kind,
                near: None,
                belongs: Vec::new(),
            })
        }
        None => None,
    }
}
