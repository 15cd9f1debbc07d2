//! Counts of events: numbers in words, counts without `at least`, counts behind the event.

use super::declared::DeclaredEvent;
use super::scene::Scene;
use super::values::unit;
use crate::syntax::document::DefinitionKind;
use crate::syntax::parser::Rule;
use crate::syntax::problem::Problem;
use crate::syntax::token::TokenKind;

/// The numbers that people write in words.
const NUMBERS: [(&str, u64); 30] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("dozen", 12),
];

/// The number that a word means.
pub(super) fn number_in_words(word: &str) -> Option<u64> {
    NUMBERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
}

/// What people write before a count, and what is written here.
const BEFORE: [(&str, &str); 22] = [
    ("fewer than or equal to", "at most"),
    ("less than or equal to", "at most"),
    ("more than or equal to", "at least"),
    ("greater than or equal to", "at least"),
    ("fewer than", "less than"),
    ("greater than", "more than"),
    ("no more than", "at most"),
    ("not more than", "at most"),
    ("no less than", "at least"),
    ("no fewer than", "at least"),
    ("not less than", "at least"),
    ("a minimum of", "at least"),
    ("a maximum of", "at most"),
    ("minimum of", "at least"),
    ("maximum of", "at most"),
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("up to", "at most"),
    ("over", "more than"),
    ("above", "more than"),
    ("under", "less than"),
    ("below", "less than"),
];

/// The relations of a count, as words or sign, and what is written before the number.
const RELATIONS: [(&str, &str); 22] = [
    ("is at least", "at least"),
    ("is at most", "at most"),
    ("is more than", "more than"),
    ("is less than", "less than"),
    ("is exactly", "exactly"),
    ("at least", "at least"),
    ("at most", "at most"),
    ("more than", "more than"),
    ("less than", "less than"),
    ("fewer than", "less than"),
    ("greater than", "more than"),
    ("is greater than", "more than"),
    ("is fewer than", "less than"),
    ("is", "exactly"),
    (">=", "at least"),
    ("=>", "at least"),
    ("≥", "at least"),
    (">", "more than"),
    ("<=", "at most"),
    ("≤", "at most"),
    ("<", "less than"),
    ("=", "exactly"),
];

/// Whether these words stand there: the last one's offset.
fn words_at(scene: &Scene<'_>, at: isize, words: &str) -> Option<isize> {
    let last = at + words.split(' ').count() as isize - 1;
    let stand = words.split(' ').zip(at..).all(|(word, at)| scene.is(at, word));
    (stand && scene.same_line(at, last)).then_some(last)
}

/// The whole number there, in digits.
fn count(scene: &Scene<'_>, at: isize) -> Option<String> {
    let word = scene.word(at);
    if scene.kind_is(at, TokenKind::Word) {
        return number_in_words(word).map(|number| number.to_string());
    }
    let whole = scene.kind_is(at, TokenKind::Number)
        && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    whole.then(|| word.to_owned())
}

/// Whether a criterion starts there.
pub(super) fn criterion_starts(scene: &Scene<'_>, at: isize) -> bool {
    let shown = scene.is(at - 1, "by") && scene.is(at - 2, "shown");
    shown
        || scene.is_any(at - 1, &["when", "and", "or", "not", "("])
        || (scene.kind_is(at - 1, TokenKind::Bullet)
            && !matches!(
                scene.kind,
                DefinitionKind::Score
                    | DefinitionKind::Route
                    | DefinitionKind::Events
                    | DefinitionKind::Example
            ))
}

/// The event that is called so.
pub(super) fn event<'s>(scene: &'s Scene<'_>, at: isize) -> Option<&'s DeclaredEvent> {
    let event = scene.events().iter().find(|event| event.is_called(scene.word(at)))?;
    scene.kind_is(at, TokenKind::Word).then_some(event)
}

/// Whether events can be meant: a declared kind, or a name that none is declared for here.
fn events_named(scene: &Scene<'_>, at: isize) -> bool {
    event(scene, at).is_some()
        || scene.events().is_empty()
            && scene.kind_is(at, TokenKind::Word)
            && unit(scene.word(at)).is_none()
            && !super::heads::reserved(scene.word(at))
            && !scene.is_any(at, &["points", "point", "working", "million", "thousand", "to"])
}

/// S129: `more than two touches`, `at least three of:`, `- five points`.
pub(super) fn number_word(scene: &Scene<'_>) -> Option<Problem> {
    (-2..=0).find_map(|at| {
        let number = number_in_words(scene.word(at)).filter(|_| scene.kind_is(at, TokenKind::Word))?;
        let next = scene.word(at + 1);
        let length = scene.same_line(at, at + 1) && (unit(next).is_some() || scene.is(at + 1, "working"));
        let parameter = is_parameter(scene, scene.word(at));
        let one_of = scene.is(at, "one") && scene.is(at + 1, "of") && !scene.is(at - 1, "least");
        if length || one_of || parameter {
            return None;
        }
        let counted = scene.is_any(at - 1, &["least", "most", "than", "exactly"])
            && scene.same_line(at - 1, at + 1)
            && (events_named(scene, at + 1) || scene.is(at + 1, "of") || quantity(scene, at));
        let wanted = at == 0 && (scene.expects(Rule::count) || scene.expects(Rule::whole));
        (counted || wanted && !scene.at_line_end())
            .then(|| Problem::NumberInWords { at: scene.place(at, at), digits: number.to_string() })
    })
}

/// S129: `2 touches`, `2 or more touches`, `fewer than 3 touches`, `touches >= 3`, `touched`, `zero touches`.
pub(super) fn bare_count(scene: &Scene<'_>) -> Option<Problem> {
    (-12..=0).find_map(|at| {
        if !criterion_starts(scene, at) || !scene.same_line(at, 0) && at != 0 {
            return None;
        }
        before_events(scene, at)
            .or_else(|| between(scene, at))
            .or_else(|| behind_events(scene, at))
            .or_else(|| behind_window(scene, at))
            .or_else(|| any_or_none(scene, at))
    })
}

/// Whether the criterion's own parameter is called so.
pub(super) fn is_parameter(scene: &Scene<'_>, word: &str) -> bool {
    let first = scene.offset_of(0);
    (first..first + 8).any(|at| scene.is(at, "(") && scene.is(at + 1, word) && scene.is(at + 2, ":"))
}

/// Whether the words before start a criterion, so that a name of events follows the number, however it is spelt.
fn quantity(scene: &Scene<'_>, at: isize) -> bool {
    let start = if scene.is(at - 1, "exactly") { at - 1 } else { at - 2 };
    criterion_starts(scene, start) && scene.kind_is(at + 1, TokenKind::Word)
}

fn bare(scene: &Scene<'_>, first: isize, last: isize, text: String) -> Option<Problem> {
    let fix = vec![scene.replace(first, last, text)];
    Some(Problem::BareCount { at: scene.place(first, last), fix })
}

/// `2 touches`, `2 or more touches`, `3+ touches`, `fewer than 3 touches`.
fn before_events(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    if let Some((last, say)) =
        BEFORE.iter().find_map(|(words, say)| words_at(scene, at, words).map(|last| (last, *say)))
    {
        let number = count(scene, last + 1)?;
        let named = scene.same_line(at, last + 2) && events_named(scene, last + 2);
        return if named { bare(scene, at, last + 1, format!("{say} {number}")) } else { None };
    }
    let number = count(scene, at)?;
    let (last, say) = if scene.are(at + 1, &["or", "more"]) {
        (at + 2, "at least")
    } else if scene.are(at + 1, &["or", "fewer"]) || scene.are(at + 1, &["or", "less"]) {
        (at + 2, "at most")
    } else if scene.is(at + 1, "+") && scene.glued(at) {
        (at + 1, "at least")
    } else {
        (at, "at least")
    };
    if !scene.same_line(at, last + 1) || !events_named(scene, last + 1) {
        return None;
    }
    if number == "0" {
        return bare(scene, at, last, "no".to_owned());
    }
    bare(scene, at, last, format!("{say} {number}"))
}

/// `between 2 and 5 touches`.
fn between(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    if !scene.is(at, "between") || !scene.is(at + 2, "and") {
        return None;
    }
    let (low, high) = (count(scene, at + 1)?, count(scene, at + 3)?);
    if !scene.same_line(at, at + 4) || !events_named(scene, at + 4) {
        return None;
    }
    // A filter or a window would have to be said twice.
    let name = scene.word(at + 4);
    let alone = !scene.same_line(at + 4, at + 5) || scene.is_any(at + 5, &["and", "because"]);
    if alone && !scene.is(at - 1, "or") {
        return bare(scene, at, at + 4, format!("at least {low} {name} and at most {high} {name}"));
    }
    Some(Problem::BareCount { at: scene.place(at, at + 3), fix: Vec::new() })
}

/// `touches is at least 3`, `touches >= 3`, `number of touches is at least 3`.
fn behind_events(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let number_of = scene.is_any(at, &["number", "count", "sum"]) && scene.is(at + 1, "of");
    let name = if number_of { at + 2 } else { at };
    if !(event(scene, name).is_some() || number_of && scene.events().is_empty()) {
        return None;
    }
    let (last, say) = RELATIONS
        .iter()
        .find_map(|(words, say)| words_at(scene, name + 1, words).map(|last| (last, *say)))?;
    let number = count(scene, last + 1).filter(|_| scene.same_line(at, last + 1))?;
    bare(scene, at, last + 1, format!("{say} {number} {}", scene.word(name)))
}

/// `touches within the last 30 days is at least 3`.
fn behind_window(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    event(scene, at).filter(|_| at < -1 && scene.is_any(at + 1, &["within", "since", "where"]))?;
    let (last, say) =
        RELATIONS.iter().find_map(|(words, say)| words_at(scene, 0, words).map(|last| (last, *say)))?;
    let number = count(scene, last + 1).filter(|_| scene.same_line(at, last + 1))?;
    let fix = vec![scene.insert_before(at, format!("{say} {number} ")), scene.delete(0, last + 1)];
    Some(Problem::BareCount { at: scene.place(0, last + 1), fix })
}

/// `touched`, `had a touch`, `has touches`, `never touched`.
fn any_or_none(scene: &Scene<'_>, at: isize) -> Option<Problem> {
    let never = scene.is(at, "never");
    let has = scene.is_any(at, &["has", "have", "had", "with", "was", "were"]);
    let mut last = if never || has { at + 1 } else { at };
    while has && scene.is_any(last, &["a", "an", "any", "some", "been"]) {
        last += 1;
    }
    let done = scene.events().iter().find(|event| event.is_done(scene.word(last)));
    let found = if done.is_some() { done } else { event(scene, last).filter(|_| never || has) }?;
    if !scene.same_line(at, last) {
        return None;
    }
    if never || scene.is(at - 1, "not") {
        let first = if never { at } else { at - 1 };
        return bare(scene, first, last, format!("no {}", found.plural));
    }
    bare(scene, at, last, format!("any {}", found.name))
}
