//! Wordings of other tools: filters of HubSpot and Salesforce, spreadsheets, SQL.

use super::general::meant_instead;
use super::scene::Scene;
use super::trial::{helps, quoted_runs};
use super::values::{length, unit};
use crate::syntax::document::DefinitionKind;
use crate::syntax::expected::{Expected, class};
use crate::syntax::parser::Rule;
use crate::syntax::problem::{NameFault, Problem, WindowFault};
use crate::syntax::token::TokenKind;
use crate::text::diagnostic::Edit;
use crate::text::span::Place;

/// S129: `doesn't contain`, `isn't`.
pub(super) fn apostrophe(scene: &Scene<'_>) -> Option<Problem> {
    let glued = scene.is_any(0, &["'", "’"]) && scene.glued(-1) && scene.glued(0) && scene.is(1, "t");
    let meant = match scene.word(-1).to_lowercase().as_str() {
        "isn" | "aren" | "wasn" => "is not",
        "doesn" | "don" | "didn" => "does not",
        _ => return None,
    };
    glued.then(|| meant_instead(scene, -1, 1, meant))
}

/// S101: `is equal to "A"`, `is not equal to any of "A", "B"`.
pub(super) fn equal_to(scene: &Scene<'_>) -> Option<Problem> {
    if !(scene.is_any(-1, &["equal", "equals"]) && scene.is(0, "to") && scene.same_line(-1, 0)) {
        return None;
    }
    let several = scene.is_any(1, &["any", "one", "either"]) && scene.is(2, "of");
    let negated = scene.is(-2, "not");
    let say = match (negated, several) {
        (false, false) => "is",
        (false, true) => "is one of",
        (true, false) => "is not",
        (true, true) => "is not one of",
    };
    let last = if several { 2 } else { 0 };
    let fix = match (scene.after_is(-1), several) {
        (true, false) => scene.delete(-1, 0),
        (true, true) => scene.replace(-1, last, "one of"),
        (false, _) => scene.replace(-1, last, say),
    };
    let first = if negated { -2 } else { -1 };
    Some(Problem::ComparisonNotInWords {
        at: scene.place(first, last),
        written: scene.written(first, last).to_owned(),
        say: say.to_owned(),
        fix: vec![fix],
    })
}

/// S113: `1 AND (2 OR 3)`.
pub(super) fn numbered(scene: &Scene<'_>) -> Option<Problem> {
    let before = scene.is_any(-1, &["when", "(", "not"]) || scene.kind_is(-1, TokenKind::Bullet);
    let after = scene.is_any(1, &["and", "or", ")"]) || !scene.same_line(0, 1);
    let number =
        scene.kind_is(0, TokenKind::Number) && scene.word(0).bytes().all(|byte| byte.is_ascii_digit());
    (number && before && after && scene.expects_criterion() && scene.same_line(-1, 0))
        .then(|| Problem::NumberedCriterion { at: scene.place(0, 0), number: scene.word(0).to_owned() })
}

/// S101: `in ("A", "B")`, `not in "A", "B"`.
pub(super) fn parenthesised_values(scene: &Scene<'_>) -> Option<Problem> {
    let (first, last, negated) = if scene.are(0, &["not", "in"]) {
        (0, 1, true)
    } else if scene.is(0, "(") && scene.is(-1, "in") {
        (-1, -1, scene.is(-2, "not"))
    } else {
        return None;
    };
    if !scene.expects(Rule::kw_and) || !scene.same_line(first - 1, last + 1) {
        return None;
    }
    let say = if negated { "is not one of" } else { "is one of" };
    let text = if scene.after_is(first) { "one of" } else { say };
    let mut fix = vec![scene.replace(first, last, text)];
    if scene.is(last + 1, "(") {
        let close =
            (last + 2..).take_while(|at| scene.same_line(first, *at)).find(|at| scene.is(*at, ")"))?;
        fix.extend([scene.delete_glue(last + 1), scene.delete(close, close)]);
    }
    Some(Problem::ComparisonNotInWords {
        at: scene.place(first, last),
        written: scene.written(first, last).to_owned(),
        say: say.to_owned(),
        fix,
    })
}

/// The operator whose values stand just before: the offset of its last word.
fn operator(scene: &Scene<'_>) -> Option<isize> {
    scene.back_to(0, 30, &["of", "is", "not", "contains", "contain", "with", "matches", "match"])
}

/// S129: `is one of Software, Insurance`, `country is United States`.
pub(super) fn bare_values(scene: &Scene<'_>) -> Option<Problem> {
    if scene.at_line_end() || !scene.expects(Rule::kw_and) {
        return None;
    }
    let start = operator(scene)? + 1;
    let capital = |at: isize| scene.word(at).chars().next().is_some_and(char::is_uppercase);
    let code = scene.word(0).len() == 3 && scene.kind_is(-1, TokenKind::Number);
    let values = (start..0).all(|at| scene.kind_is(at, TokenKind::Word) || scene.is(at, ","));
    let goes_on = scene.is(0, ",") || scene.kind_is(0, TokenKind::Word) && !scene.is_any(0, &["and", "or"]);
    if start >= 0 || !values || !goes_on || !capital(start) || code {
        return None;
    }
    let (first, last, fix) = quoted_runs(scene, start, &["and", "or", "because", ")", "assume"]);
    helps(scene, &fix).then(|| Problem::OtherQuotes { at: scene.place(first, last), fix })
}

/// S113, S114: `"Software" / "Insurance"`, `one of "A"; "B"`, `is "A", "B"`.
pub(super) fn values_joined_by_sign(scene: &Scene<'_>) -> Option<Problem> {
    let text = |at: isize| scene.kind_is(at, TokenKind::Text);
    let sign = scene.is_any(0, &["/", ";", "&", "|", "+", ","]);
    if !(sign && text(-1) && text(1) && scene.same_line(-1, 1) && scene.expects(Rule::kw_and)) {
        return None;
    }
    let at = operator(scene)?;
    let comma = Edit { text: if scene.glued(0) { ", ".into() } else { ",".into() }, ..scene.delete(0, 0) };
    if scene.is(at, "of") {
        return Some(Problem::ValuesJoinedByWord { at: scene.place(0, 0), list: None, fix: vec![comma] });
    }
    let words = if scene.is_any(at, &["is", "not"]) { " one of" } else { " any of" };
    let fix = vec![scene.insert_after(at, words), comma];
    Some(Problem::LoneValue { at: scene.place(1, 1), value: scene.word(1).to_owned(), fix })
}

/// S123: `has any value`, `has no value`.
pub(super) fn any_value(scene: &Scene<'_>) -> Option<Problem> {
    let first = if scene.is_any(-1, &["has", "have"]) { -1 } else { return None };
    if !scene.is(1, "value") || !scene.same_line(-1, 1) {
        return None;
    }
    let (say, fix) = if scene.is_any(0, &["any", "a"]) {
        ("is known", "is known")
    } else if scene.is(0, "no") {
        ("is missing", "is missing")
    } else {
        return None;
    };
    Some(Problem::NotAsked { at: scene.place(first, 1), say, fix: vec![scene.replace(first, 1, fix)] })
}

/// S602: `in the last month`, `in last 30 days`, `in the next quarter`. C601: `this month`.
pub(super) fn loose_window(scene: &Scene<'_>) -> Option<Problem> {
    if let Some(at) = (-1..=0).find(|at| {
        scene.is_any(*at, &["this", "current"])
            && scene.same_line(*at, at + 1)
            && unit(scene.word(at + 1)).is_some()
    }) {
        return Some(Problem::ReadsClock { at: scene.place(at, at + 1), fix: Vec::new() });
    }
    (-4..=0).find_map(|first| {
        if !scene.is_any(first, &["in", "during", "within", "over", "for"])
            || !scene.same_line(first - 1, first)
        {
            return None;
        }
        let article = scene.is(first + 1, "the");
        let side = if article { first + 2 } else { first + 1 };
        let ahead = scene.is_any(side, &["next", "coming", "following"]);
        if !(ahead || scene.is_any(side, &["last", "past", "previous"])) {
            return None;
        }
        let number = scene.kind_is(side + 1, TokenKind::Number);
        let last = if number { scene.value_end(side + 1) } else { side + 1 };
        // With the article and the number, the other entries know it.
        if !scene.same_line(first, last) || last < -1 || article && number {
            return None;
        }
        let time = if number {
            unit(scene.word(last))?;
            scene.written(side + 1, last).to_owned()
        } else {
            length(1, scene.word(last))?
        };
        let text = if ahead { format!("within {time}") } else { format!("within the last {time}") };
        let fix = vec![scene.replace(first, last, text)];
        let fault = if ahead { WindowFault::Ahead } else { WindowFault::Past };
        Some(Problem::WithinPast { at: scene.place(first, last), fault, fix })
    })
}

/// S602: `is 3 days ago`.
pub(super) fn day_ago(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.is(0, "ago") {
        return None;
    }
    let start = (-3..=-2).find(|at| {
        scene.kind_is(*at, TokenKind::Number) && scene.value_end(*at) == -1 && unit(scene.word(-1)).is_some()
    })?;
    if !scene.is(start - 1, "is") {
        return None;
    }
    let time = scene.written(start, -1);
    let fixes = [format!("within the last {time}"), format!("more than {time} ago")]
        .into_iter()
        .map(|text| vec![scene.replace(start, 0, text)])
        .collect();
    Some(Problem::DayAgo { at: scene.place(start, 0), written: scene.written(start, 0).to_owned(), fixes })
}

/// S129: `9:00`, `9am`, `17h`, `9`.
pub(super) fn clock(scene: &Scene<'_>) -> Option<Problem> {
    let token =
        scene.token(0).filter(|token| token.kind == TokenKind::Number && scene.expects(Rule::time))?;
    let split = token.text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(token.text.len());
    let (digits, rest) = token.text.split_at_checked(split)?;
    let hour: u32 = digits.parse().ok()?;
    let (minutes, suffix, last) = if scene.is(1, ":") && scene.glued(0) && scene.glued(1) {
        let minutes = scene.word(2);
        let split = minutes.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(minutes.len());
        let (minutes, rest) = minutes.split_at_checked(split)?;
        (minutes.parse().ok()?, rest, 2)
    } else if let Some(minutes) = rest.strip_prefix('.') {
        (minutes.parse().ok()?, "", 0)
    } else {
        (0_u32, rest, 0)
    };
    let spaced = suffix.is_empty() && scene.is_any(last + 1, &["am", "pm", "h", "uhr"]);
    let (suffix, last) = if spaced { (scene.word(last + 1), last + 1) } else { (suffix, last) };
    let hour = match suffix.to_lowercase().as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        "" | "am" | "pm" | "h" | "uhr" => hour,
        _ => return None,
    };
    (hour < 24 && minutes < 60).then(|| meant_instead(scene, 0, last, &format!("{hour:02}:{minutes:02}")))
}

/// S129: `one of "A", "B", or others`; an open list ends in `or other`.
pub(super) fn open_list(scene: &Scene<'_>) -> Option<Problem> {
    if !matches!(scene.kind, DefinitionKind::Field | DefinitionKind::Events) {
        return None;
    }
    (-2..=2).find_map(|at| {
        if !scene.is_any(at, &["other", "others", "else"]) {
            return None;
        }
        let first = if scene.is(at - 1, "or") { at - 1 } else { at };
        helps(scene, &[scene.replace(first, at, "or other")])
            .then(|| meant_instead(scene, first, at, "or other"))
    })
}

/// S119: `50'000`, `50 000`.
pub(super) fn split_thousands(scene: &Scene<'_>) -> Option<Problem> {
    let digits = |at: isize| {
        scene.kind_is(at, TokenKind::Number) && scene.word(at).bytes().all(|byte| byte.is_ascii_digit())
    };
    (-3..0).find_map(|first| {
        if !digits(first) || scene.word(first).len() > 3 {
            return None;
        }
        let (mut last, mut groups) = (first, vec![scene.word(first)]);
        loop {
            let quote =
                scene.is_any(last + 1, &["'", "’", "‘"]) && scene.glued(last) && scene.glued(last + 1);
            let next = if quote { last + 2 } else { last + 1 };
            let number = scene.word(next);
            let split = number.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(number.len());
            let group = scene.kind_is(next, TokenKind::Number) && scene.same_line(first, next) && split == 3;
            if !group {
                break;
            }
            groups.push(number);
            last = next;
        }
        (last >= 0)
            .then(|| Problem::WrongGroups { at: scene.place(first, last), writes: vec![groups.join(",")] })
    })
}

/// S129: `$50M USD`.
pub(super) fn currency_twice(scene: &Scene<'_>) -> Option<Problem> {
    let code = scene.word(0);
    let code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let sign = scene.is_any(-2, &["$", "€", "£"]) && scene.kind_is(-1, TokenKind::Number);
    (code && sign && scene.same_line(-2, 0) && !scene.is_any(0, &["and"])).then(|| Problem::TooMuch {
        at: scene.place(-2, -2),
        written: scene.word(-2).to_owned(),
        fix: vec![scene.delete_glue(-2)],
    })
}

/// S129: `currency $`, `50M €`, `50M dollars`, `money in usd`.
pub(super) fn currency_word(scene: &Scene<'_>) -> Option<Problem> {
    if !scene.expects(Rule::currency) || scene.at_line_end() {
        return None;
    }
    let word = scene.word(0).to_lowercase();
    let meant = match word.as_str() {
        "$" | "dollar" | "dollars" | "bucks" | "us" => "USD",
        "€" | "euro" | "euros" => "EUR",
        "£" | "pound" | "pounds" | "sterling" => "GBP",
        "chf" | "usd" | "eur" | "gbp" | "cad" | "aud" | "sek" | "nok" | "dkk" | "pln" | "jpy" => {
            return (word != scene.word(0)).then(|| meant_instead(scene, 0, 0, &word.to_uppercase()));
        }
        _ => return None,
    };
    // After a number without a blank, the code needs one.
    let text = if scene.glued(-1) { format!(" {meant}") } else { meant.to_owned() };
    Some(meant_instead(scene, 0, 0, &text))
}

/// S129: `if no: nurture`, `if no -> nurture`, `if no, recycle to nurture`.
pub(super) fn outcome_without_verb(scene: &Scene<'_>) -> Option<Problem> {
    let line = if scene.at_line_end() { -1 } else { 0 };
    let start = scene.line_start(line);
    if scene.kind != DefinitionKind::Stage || !scene.is_any(start, &["if", "leave"]) {
        return None;
    }
    let arrow = scene.is_any(0, &["-", "–"]) && scene.is(1, ">") && scene.glued(0);
    let other = arrow || scene.is_any(0, &[",", "=>", "→", "then", "="]) && scene.same_line(start, 0);
    if other {
        let last = if arrow || scene.is(0, ",") && scene.is(1, "then") { 1 } else { 0 };
        let colon = |text: &str| Edit { text: format!(":{text}"), ..scene.delete(0, last) };
        if scene.is_any(last + 1, &["recycle", "move", "stay"]) || scene.is(last + 2, "must") {
            return Some(meant(scene, last, ":", vec![colon("")]));
        }
        let name = last + 1;
        let alone = scene.kind_is(name, TokenKind::Word)
            && (!scene.same_line(name, name + 1) || scene.is_any(name + 1, &["for", "because"]));
        let fixes = vec![vec![colon(" recycle to")], vec![colon(" move to")]];
        let place = scene.word(name).to_owned();
        return alone.then(|| Problem::OutcomeWithoutVerb { at: scene.place(name, name), place, fixes });
    }
    let name = scene.kind_is(-1, TokenKind::Word) && scene.is(-2, ":") && scene.same_line(start, -1);
    let ended = scene.at_line_end() || scene.is_any(0, &["for", "because", ","]);
    if !(name && ended && scene.expects(Rule::kw_must)) {
        return None;
    }
    let fix = |verb: &str| vec![scene.insert_before(-1, format!("{verb} "))];
    Some(Problem::OutcomeWithoutVerb {
        at: scene.place(-1, -1),
        place: scene.word(-1).to_owned(),
        fixes: vec![fix("recycle to"), fix("move to")],
    })
}

fn meant(scene: &Scene<'_>, last: isize, word: &str, fix: Vec<Edit>) -> Problem {
    Problem::Unexpected {
        at: scene.place(0, last),
        found: format!("`{}`", scene.written(0, last)),
        expected: vec!["`:`".to_owned()],
        open: None,
        near: Some((word.to_owned(), fix)),
    }
}

/// S125: `job title contains "CIO"`.
pub(super) fn blank_before_operator(scene: &Scene<'_>) -> Option<Problem> {
    const OPERATORS: [&str; 14] = [
        "is", "contains", "starts", "ends", "matches", "does", "at", "more", "less", "between", "within",
        "before", "after", "on",
    ];
    let word = |at: isize| {
        scene.kind_is(at, TokenKind::Word)
            && !super::heads::reserved(scene.word(at))
            && scene.same_line(at, 0)
    };
    if !(scene.is_any(0, &OPERATORS) && word(-1) && word(-2) && scene.expects(Rule::kw_and)) {
        return None;
    }
    let first = if word(-3) { -3 } else { -2 };
    let written = scene.written(first, -1).to_owned();
    let write = super::values::as_name(&written, false);
    helps(scene, &[scene.replace(first, -1, write.clone())]).then(|| Problem::NotAName {
        at: scene.place(first, -1),
        written,
        fault: NameFault::Blank,
        write,
    })
}

/// S129: `list emea:` and a bullet for each value.
pub(super) fn bulleted_values(scene: &Scene<'_>) -> Option<Problem> {
    if scene.kind != DefinitionKind::List || !scene.is(-1, ":") || !scene.kind_is(0, TokenKind::Bullet) {
        return None;
    }
    let (mut fix, mut bullet) = (Vec::new(), 0);
    while scene.kind_is(bullet, TokenKind::Bullet) && scene.kind_is(bullet + 1, TokenKind::Text) {
        fix.push(scene.delete(bullet, bullet));
        if scene.kind_is(bullet + 2, TokenKind::Bullet) {
            fix.push(scene.insert_after(bullet + 1, ","));
        }
        bullet += 2;
    }
    let written = scene.word(0).to_owned();
    (!fix.is_empty()).then(|| Problem::TooMuch { at: scene.place(0, 0), written, fix })
}

/// S129: `when all of: a, b`.
pub(super) fn list_on_one_line(scene: &Scene<'_>) -> Option<Problem> {
    let word = match scene.word(0).to_lowercase().as_str() {
        "all" => " and",
        "any" => " or",
        _ => return None,
    };
    if !(scene.is(1, "of") && scene.is(2, ":") && scene.same_line(0, 3) && scene.expects_criterion()) {
        return None;
    }
    let head = scene.place(0, 2).span.to(scene.place(3, 3).span.before());
    let mut fix = vec![Edit { place: Place { span: head, ..scene.place(0, 2) }, text: String::new() }];
    for at in (3..).take_while(|at| scene.same_line(0, *at)).filter(|at| scene.is(*at, ",")) {
        fix.push(Edit { text: word.to_owned(), ..scene.delete(at, at) });
    }
    Some(Problem::TooMuch { at: scene.place(0, 2), written: scene.written(0, 2).to_owned(), fix })
}

/// S129: `definition "X" v3`.
pub(super) fn version_short(scene: &Scene<'_>) -> Option<Problem> {
    let number = scene.word(0).strip_prefix(['v', 'V'])?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (digits && scene.expects(Rule::kw_version))
        .then(|| meant_instead(scene, 0, 0, &format!("version {number}")))
}

/// S111: `country has never been "US"`.
pub(super) fn never_been(scene: &Scene<'_>) -> Option<Problem> {
    let start = (-3..=0).find(|at| scene.are(*at, &["has", "never", "been"]))?;
    let name = super::values::as_name(scene.word(start + 3), true);
    let field = format!("became_{name}_on");
    let subject = scene.kind_is(start + 3, TokenKind::Text) && scene.kind_is(start - 1, TokenKind::Word);
    let first = if subject && !super::heads::reserved(scene.word(start - 1)) { start - 1 } else { start };
    if name.is_empty() || !scene.same_line(start, start + 3) {
        return None;
    }
    let fix = vec![scene.replace(first, start + 3, format!("{field} is missing"))];
    Some(Problem::HasEverBeen { at: scene.place(start, start + 2), field, fix })
}

/// S116: `decision_maker equals yes`, `budget yes`.
pub(super) fn bare_truth(scene: &Scene<'_>) -> Option<Problem> {
    let says_no = if scene.is_any(0, &["yes", "true"]) {
        false
    } else if scene.is_any(0, &["no", "false"]) {
        true
    } else {
        return None;
    };
    let first = if scene.is_any(-1, &["equals", "equal"]) { -1 } else { 0 };
    let name = scene.kind_is(first - 1, TokenKind::Word) && scene.same_line(first - 1, 0);
    let ends = !scene.same_line(0, 1) || scene.is_any(1, &["and", "or", ")", "because", ":"]);
    let criterion = scene.expected.iter().any(|rule| class(*rule) == Expected::Word("and"));
    if !(name && ends && criterion)
        || scene.kind == DefinitionKind::Example
        || scene.is_any(first - 1, &["and", "or"])
    {
        return None;
    }
    let mut fix = vec![scene.delete(first, 0)];
    if says_no {
        fix.push(scene.insert_before(first - 1, "not "));
    }
    let written = scene.written(first, 0).to_owned();
    Some(Problem::ComparedWithTruth { at: scene.place(first, 0), written, fix })
}
