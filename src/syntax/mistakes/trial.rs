//! Corrections that are tried before they are shown: the definition is parsed again with them.
//!
//! ```text
//! column "Phone", "Mobile"            stops at "Mobile"
//! column "Phone", also "Mobile"       with `also` it goes on to the end of the line: that is what is missing
//! ```

use super::scene::Scene;
use crate::syntax::document::DefinitionKind;
use crate::syntax::expected::{Expected, class, keywords, phrases};
use crate::syntax::parser::{Failure, Rule, parse_piece};
use crate::syntax::problem::{NameFault, Problem};
use crate::syntax::token::TokenKind;
use crate::text::diagnostic::{Correction, Edit};
use crate::text::span::{Place, Span};

/// Most mistakes of one line that one correction mends.
const STEPS: usize = 8;

/// How far the reading comes with some edits.
struct Tried {
    text: String,
    shifts: Vec<Shift>,
    /// Where it stops on the same line; none when it gets past it.
    stop: Option<(usize, Failure)>,
}

/// An edit: the bytes that it takes, and those that stand there afterwards.
struct Shift {
    before: (usize, usize),
    after: (usize, usize),
}

impl Tried {
    /// The place in the author's text; none inside what an edit has put there.
    fn back(&self, at: usize) -> Option<usize> {
        let mut moved = (0, 0);
        for Shift { before, after } in &self.shifts {
            if at <= after.0 {
                break;
            }
            if at < after.1 {
                return None;
            }
            moved = (before.1, after.1);
        }
        Some(moved.0 + (at - moved.1))
    }

    /// The place in the author's text where the reading stops.
    fn reaches(&self) -> usize {
        self.stop.as_ref().map_or(usize::MAX, |(at, _)| *at)
    }
}

/// Parses the piece with these edits; none when there is nothing left to spend on it.
fn attempt(scene: &Scene<'_>, edits: &[Edit]) -> Option<Tried> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.place.span);
    let (mut text, mut shifts, mut at) = (String::new(), Vec::new(), 0);
    for edit in edits {
        let start = (edit.place.span.start as usize).checked_sub(scene.base())?;
        let end = (edit.place.span.end as usize).checked_sub(scene.base())?;
        text.push_str(scene.text().get(at..start)?);
        let from = text.len();
        text.push_str(&edit.text);
        shifts.push(Shift { before: (start, end), after: (from, text.len()) });
        at = end;
    }
    text.push_str(scene.text().get(at..)?);
    if !scene.spend(text.len()) {
        return None;
    }
    let mut tried = Tried { text, shifts, stop: None };
    if let Err(failure) = parse_piece(scene.kind, &tried.text) {
        // What stops inside a correction stops before it.
        let at = tried.back(failure.at).unwrap_or(0);
        let from = scene.failed().max(tried.shifts.iter().map(|shift| shift.before.1).max().unwrap_or(0));
        let line_end = scene.text().get(from..).and_then(|rest| rest.find('\n')).map(|length| from + length);
        if line_end.is_none_or(|end| at <= end) {
            tried.stop = Some((at, failure));
        }
    }
    Some(tried)
}

/// The problem with corrections that mend its whole line, and without those that mend nothing.
pub(super) fn completed(
    scene: &Scene<'_>,
    problem: Problem,
    explain: impl Fn(&Scene<'_>) -> Problem,
) -> Problem {
    // What these say is about the lines around, not about the rest of the definition.
    if matches!(
        problem,
        Problem::LineAtMargin { .. } | Problem::UnknownStarter { .. } | Problem::LineWithoutBullet { .. }
    ) {
        return problem;
    }
    let written = problem.diagnostic().write;
    let mut ways = Vec::new();
    for (index, way) in written.iter().enumerate() {
        let Correction::Edits(edits) = way else { return problem };
        ways.extend(complete(scene, edits.clone(), (index, written.len()), &explain));
    }
    if ways.iter().map(|edits| Correction::Edits(edits.clone())).eq(written.iter().cloned()) {
        return problem;
    }
    if ways.is_empty()
        && let Problem::Unexpected { at, found, expected, open, .. } = problem
    {
        return Problem::Unexpected { at, found, expected, open, near: None };
    }
    Problem::Completed { first: Box::new(problem), ways }
}

/// The edits, and those for what else is wrong on the line; none if they do not help at all.
fn complete(
    scene: &Scene<'_>,
    mut edits: Vec<Edit>,
    (index, ways): (usize, usize),
    explain: impl Fn(&Scene<'_>) -> Problem,
) -> Option<Vec<Edit>> {
    let Some(mut tried) = attempt(scene, &edits) else { return Some(edits) };
    let mut reached = usize::MAX;
    for step in 0..STEPS {
        let Some((at, failure)) = tried.stop.take() else { break };
        reached = at;
        // What mends an earlier slip may leave the one where the reading stopped.
        let earlier = at <= scene.failed() && ends_before(scene, at, &edits);
        if step == 0 && at <= scene.failed() && !earlier {
            return None;
        }
        let next = scene.again(&tried.text, failure);
        let write = explain(&next).diagnostic().write;
        let way = match write.as_slice() {
            [only] => only,
            [and, or] if ways == 1 && next.is_any(0, &["&", "&&", "||"]) => {
                if next.is(0, "||") {
                    or
                } else {
                    and
                }
            }
            several if several.len() == ways => match several.get(index) {
                Some(way) => way,
                None => break,
            },
            _ => break,
        };
        let Correction::Edits(more) = way else { break };
        let moved: Option<Vec<Edit>> = more.iter().map(|edit| moved_back(scene, &tried, edit)).collect();
        let Some(moved) = moved.filter(|moved| !moved.iter().any(|edit| touches(edit, &edits))) else {
            break;
        };
        let mut longer = edits.clone();
        longer.extend(moved);
        match attempt(scene, &longer) {
            Some(further) if further.reaches() > at => {
                reached = further.reaches();
                (edits, tried) = (longer, further);
            }
            Some(_) | None => break,
        }
    }
    (reached > scene.failed()).then_some(edits)
}

/// Whether all edits lie before this place.
fn ends_before(scene: &Scene<'_>, at: usize, edits: &[Edit]) -> bool {
    edits.iter().all(|edit| edit.place.span.end as usize <= scene.base() + at)
}

/// An edit of the corrected text, as one of the author's text.
fn moved_back(scene: &Scene<'_>, tried: &Tried, edit: &Edit) -> Option<Edit> {
    let back = |at: u32| tried.back((at as usize).checked_sub(scene.base())?).map(|at| at + scene.base());
    let span = Span::new(back(edit.place.span.start)?, back(edit.place.span.end)?);
    Some(Edit { place: Place { span, ..edit.place }, text: edit.text.clone() })
}

fn touches(edit: &Edit, others: &[Edit]) -> bool {
    others.iter().any(|other| {
        edit.place.span.start <= other.place.span.end && other.place.span.start <= edit.place.span.end
    })
}

/// Whether the reading gets past the word where it stopped.
pub(super) fn helps(scene: &Scene<'_>, edits: &[Edit]) -> bool {
    attempt(scene, edits).is_some_and(|tried| tried.reaches() > past(scene))
}

/// Whether the reading gets past the line.
pub(super) fn mends(scene: &Scene<'_>, edits: &[Edit]) -> bool {
    attempt(scene, edits).is_some_and(|tried| tried.stop.is_none())
}

/// The end of the word where the reading stopped.
fn past(scene: &Scene<'_>) -> usize {
    scene.token(0).map_or(scene.failed(), |token| token.span.end as usize).max(scene.failed())
}

/// Words and signs that can be too many.
const TOO_MUCH: [&str; 38] = [
    ":", "=", ";", ".", ",", "'", "&", "->", "is", "are", "be", "to", "on", "as", "at", "of", "the", "by",
    "for", "from", "in", "with", "was", "that", "then", "about", "also", "known", "back", "stage", "team",
    "and", "or", "both", "a", "an", "either", "it",
];

/// What people write where another small word stands here.
const SMALL: [&str; 37] = [
    ":", "=", ";", "-", "–", "—", "&", "/", "|", "->", "=>", "..", "is", "are", "as", "at", "by", "for",
    "from", "if", "in", "of", "on", "or", "per", "since", "to", "until", "where", "with", "and", "else",
    "once", "before", "after", "plus", "equals",
];

/// The small words that can be put in or exchanged.
const FITTING: [&str; 22] = [
    ":",
    ",",
    "=",
    "also",
    "in",
    "to",
    "from",
    "of",
    "for",
    "when",
    "by",
    "as of",
    "plural",
    "assume",
    "points",
    "otherwise",
    "within",
    "respond within",
    "every",
    "otherwise to",
    "where",
    "and",
];

/// What other tools and other people call it.
const PHRASES: [(&str, &str); 57] = [
    ("if unknown", "if unknown to"),
    ("otherwise", "otherwise to"),
    (":", ", assume"),
    ("unknown", "missing"),
    ("in:", "in"),
    ("go to", "move to"),
    ("goes to", "move to"),
    ("send to", "move to"),
    ("back to", "recycle to"),
    ("return to", "recycle to"),
    ("recycle back to", "recycle to"),
    ("recycle", "recycle to"),
    ("move", "move to"),
    ("do nothing", "stay"),
    ("nothing", "stay"),
    ("keep", "stay"),
    ("else", "otherwise"),
    ("else to", "otherwise to"),
    ("else", "otherwise to"),
    ("default to", "otherwise to"),
    ("default", "otherwise"),
    ("if unknown:", "if unknown to"),
    ("respond in", "respond within"),
    ("respond by", "respond within"),
    ("max", "at most"),
    ("max.", "at most"),
    ("maximum", "at most"),
    ("up to", "at most"),
    ("pts", "points"),
    ("pt", "points"),
    ("business days", "working days"),
    ("business day", "working day"),
    ("workdays", "working days"),
    ("workday", "working day"),
    ("business hours", "working hours"),
    ("business hour", "working hour"),
    ("should", "must"),
    ("will", "must"),
    ("shall", "must"),
    ("anything else", "any other"),
    ("everything else", "any other"),
    ("other", "any other"),
    ("last", "latest"),
    ("newest", "latest"),
    ("earliest", "first"),
    ("all the following", "all of"),
    ("all the following of", "all of"),
    ("all of the following", "all of"),
    ("any of the following", "any of"),
    ("one of the following", "any of"),
    ("all", "all of"),
    ("any", "any of"),
    ("none", "none of"),
    ("of becoming", "of"),
    ("with", "where"),
    ("contains exactly", "contains"),
    ("is also", "also"),
];

/// S129: a small word or sign too many, too few, or another one; a text without quotes.
///
/// Only what mends the whole line is shown: a guess that goes wrong a little later was the wrong guess.
pub(super) fn by_trial(scene: &Scene<'_>) -> Option<Problem> {
    let mut found: Vec<(Problem, Vec<Edit>)> = Vec::new();
    if scene.at_line_end() {
        if scene.is_any(-1, &[":", ",", ";", ".", "&", "and", "or", "->"]) {
            too_much(scene, -1, -1, &mut found);
        }
    } else {
        deletions(scene, &mut found);
        exchanges(scene, &mut found);
        insertions(scene, &mut found);
        joined_name(scene, &mut found);
        quotes(scene, &mut found);
    }
    let mut best: Option<((usize, bool), Problem)> = None;
    for (problem, edits) in found {
        let raw = attempt(scene, &edits).map_or(0, |tried| tried.reaches());
        let reaches = if scene.nested() || raw <= past(scene) || raw == usize::MAX {
            raw
        } else {
            complete(scene, edits, (0, 1), super::first)
                .and_then(|edits| attempt(scene, &edits))
                .map_or(0, |tried| tried.reaches())
        };
        let enough =
            if scene.nested() && !scene.at_line_end() { raw > past(scene) } else { reaches == usize::MAX };
        // One edit that mends the line is better than one that needs others to.
        let worth = (reaches, raw == usize::MAX);
        if enough && best.as_ref().is_none_or(|(best, _)| worth > *best) {
            best = Some((worth, problem));
        }
    }
    best.map(|(_, problem)| problem)
}

fn too_much(scene: &Scene<'_>, first: isize, last: isize, found: &mut Vec<(Problem, Vec<Edit>)>) {
    let fix = vec![scene.delete(first, last)];
    let written = scene.written(first, last).to_owned();
    found.push((Problem::TooMuch { at: scene.place(first, last), written, fix: fix.clone() }, fix));
}

fn deletions(scene: &Scene<'_>, found: &mut Vec<(Problem, Vec<Edit>)>) {
    // Between criteria, a word too many may be a criterion that nobody knows: only signs are surely too many there.
    let criteria = scene.expects(Rule::kw_and) || scene.expects_criterion();
    let can_go = |at: isize| {
        scene.is_any(at, &TOO_MUCH)
            && (!criteria || scene.is_any(at, &[":", ";", ".", ",", "&", "&&", "+", "and", "or"]))
            && !(scene.is(at, "and") && scene.is(at - 1, "or")
                || scene.is(at, "or") && scene.is(at - 1, "and"))
    };
    // A colon at the end of a line that starts no list: the parser stops at the line's first word.
    let end = scene.line_end(0);
    if scene.is(end, ":") && end != 0 {
        too_much(scene, end, end, found);
    }
    if criteria && scene.is_any(0, &["is", "are", "has"]) && scene.kind_is(1, TokenKind::Word) {
        too_much(scene, 0, 0, found);
    }
    if !criteria && can_go(-1) && can_go(0) && scene.same_line(-1, 0) {
        too_much(scene, -1, 0, found);
    }
    if can_go(0) && !(scene.is(0, ",") && scene.same_line(0, 1) && criteria) {
        too_much(scene, 0, 0, found);
        if can_go(1) && scene.same_line(0, 1) {
            too_much(scene, 0, 1, found);
        }
    }
    if !criteria && scene.is_any(-1, &["about", "for", "then", "also"]) && scene.same_line(-1, 0) {
        too_much(scene, -1, -1, found);
    }
    if scene.is(0, "(") {
        let mut close = 0;
        while scene.same_line(0, close) && !scene.is(close, ")") {
            close += 1;
        }
        if scene.same_line(0, close) {
            let fix = vec![scene.delete_glue(0), scene.delete(close, close)];
            let written = "(".to_owned();
            found.push((Problem::TooMuch { at: scene.place(0, 0), written, fix: fix.clone() }, fix));
        }
    }
}

fn insertions(scene: &Scene<'_>, found: &mut Vec<(Problem, Vec<Edit>)>) {
    if !scene.same_line(-1, 0) || scene.kind_is(0, TokenKind::Sign) && !scene.is_any(0, &["$", "€", "£", "("])
    {
        return;
    }
    let words = keywords(&scene.expected);
    let small = scene.is_any(0, &SMALL);
    for missing in FITTING.iter().filter(|word| words.contains(word)) {
        if matches!(*missing, "and" | "where" | "assume") || (small && *missing == "when") {
            continue;
        }
        let fix = match *missing {
            ":" | "," => scene.insert_after(-1, *missing),
            word => scene.insert_before(0, format!("{word} ")),
        };
        let missing = (*missing).to_owned();
        found.push((Problem::LeftOut { at: scene.place(0, 0), missing, fix: vec![fix.clone()] }, vec![fix]));
    }
    let joined = scene.expects(Rule::kw_and) && scene.expects(Rule::kw_or);
    // A line of a stage that is only named is no criterion.
    let name = matches!(scene.token(0).map(|token| token.kind), Some(TokenKind::Word | TokenKind::Bracketed));
    // After a number stands what it counts, and that is no criterion.
    let counted = scene.kind_is(-1, TokenKind::Number)
        || scene.kind_is(-2, TokenKind::Number) && scene.value_end(-2) == -2;
    if joined && !counted && !small && !scene.is(0, "nor") && (name || scene.is(0, "(")) {
        let fix = |word: &str| vec![scene.insert_before(0, format!("{word} "))];
        let problem =
            Problem::CriteriaNotJoined { at: scene.place(0, 0), fixes: vec![fix("and"), fix("or")] };
        found.push((problem, fix("and")));
    }
}

fn exchanges(scene: &Scene<'_>, found: &mut Vec<(Problem, Vec<Edit>)>) {
    let words = keywords(&scene.expected);
    for (first, last) in [(0, 0), (-1, -1), (0, 1), (-1, 0), (0, 2), (-1, 1), (-2, 0), (-1, 2)] {
        if !scene.same_line(first, last) || !scene.same_line(first, 0) {
            continue;
        }
        let written = scene.written(first, last).to_lowercase();
        let small = SMALL.contains(&written.as_str()) && first == 0;
        // A condition is not a start, and a start no condition.
        let condition = matches!(written.as_str(), "if" | "where" | "once" | ":" | "=" | "for" | "->" | "=>");
        let small = FITTING.iter().filter(|word| {
            small && words.contains(word) && **word != written && (condition || **word != "when")
        });
        let small =
            small.filter(|word| !matches!(written.as_str(), "if" | "where" | "once") || **word == "when");
        let phrases = PHRASES.iter().filter(|(phrase, _)| *phrase == written).map(|(_, meant)| meant);
        for meant in phrases.chain(small) {
            let of_time = scene.is_any(
                first,
                &[
                    "in", "before", "after", "per", "since", "of", "by", "from", "for", "at", "on", "until",
                    "with",
                ],
            );
            if *meant == "where" && !test_follows(scene, last + 1) || *meant == "and" && of_time {
                continue;
            }
            found.push(exchange(scene, first, last, meant));
        }
    }
}

/// Whether a comparison or a parenthesis starts there, as after `where`.
fn test_follows(scene: &Scene<'_>, at: isize) -> bool {
    let operator = [
        "is", "contains", "does", "starts", "ends", "matches", "at", "more", "less", "between", "within",
        "before", "after", "on",
    ];
    scene.is(at, "(") || scene.is_any(at + 1, &operator) && scene.same_line(at, at + 1)
}

fn exchange(scene: &Scene<'_>, first: isize, last: isize, meant: &str) -> (Problem, Vec<Edit>) {
    let fix = match meant {
        "," | ":" | ", assume" => vec![Edit { text: meant.to_owned(), ..scene.delete(first, last) }],
        _ => {
            let blank = |glued: bool| if glued { " " } else { "" };
            let text = format!(
                "{}{meant}{}",
                blank(scene.glued(first - 1)),
                blank(scene.glued(last) && !scene.is_any(last + 1, &[":", ","]))
            );
            vec![scene.replace(first, last, text)]
        }
    };
    // A comma or colon takes the blank before it along, and needs one behind it.
    let fix = match fix.as_slice() {
        [edit] if scene.glued(last) && matches!(meant, "," | ":") => {
            vec![Edit { text: format!("{meant} "), ..edit.clone() }]
        }
        _ => fix,
    };
    let problem = Problem::Unexpected {
        at: scene.place(first, last),
        found: format!("`{}`", scene.written(first, last)),
        expected: phrases(&scene.expected),
        open: None,
        near: Some((meant.to_owned(), fix.clone())),
    };
    (problem, fix)
}

/// `identified by contact id`, `ask job title`.
fn joined_name(scene: &Scene<'_>, found: &mut Vec<(Problem, Vec<Edit>)>) {
    let names =
        scene.kind_is(-1, TokenKind::Word) && scene.kind_is(0, TokenKind::Word) && scene.same_line(-1, 0);
    if !names
        || scene.expects(Rule::kw_and)
        || scene.expects_criterion()
        || super::heads::reserved(scene.word(0))
    {
        return;
    }
    let written = scene.written(-1, 0).to_owned();
    let write = super::values::as_name(&written, false);
    let fix = vec![scene.replace(-1, 0, write.clone())];
    let at = scene.place(-1, 0);
    found.push((Problem::NotAName { at, written, fault: NameFault::Blank, write }, fix));
}

/// Words that end a text which stands without quotes.
const AFTER_TEXT: [&str; 15] = [
    "also",
    "version",
    "in",
    "when",
    "otherwise",
    "because",
    "of",
    "from",
    "separated",
    "within",
    "as",
    "and",
    "or",
    "before",
    "every",
];

/// `marketing owner Ines`, `list emea: Germany, France`.
fn quotes(scene: &Scene<'_>, found: &mut Vec<(Problem, Vec<Edit>)>) {
    let wanted = scene.expected.iter().any(|rule| class(*rule) == Expected::Text);
    let word = matches!(scene.token(0).map(|token| token.kind), Some(TokenKind::Word | TokenKind::Number));
    let meaning = scene.is_any(0, &AFTER_TEXT) || scene.is_any(0, &["between", "from"]);
    if !wanted || !word || meaning || scene.expects_criterion() {
        return;
    }
    // What a team must do ends where the time of the promise starts, and never takes that in.
    let promised = scene.kind == DefinitionKind::Duty && scene.is(-1, "must");
    let runs: [&[&str]; 3] = if promised {
        [&["within", "before", "every", "when", "because"], &["within", "when", "because"], &["within"]]
    } else {
        [&AFTER_TEXT, &["also", "version", "when", "otherwise"], &[]]
    };
    for keeps in runs {
        let (first, last, fix) = quoted_runs(scene, 0, keeps);
        if !fix.is_empty() {
            let at = scene.place(first, last);
            found.push((Problem::OtherQuotes { at, fix: fix.clone() }, fix));
        }
    }
}

/// The runs of bare words from here on, between commas, in quotes: the first run, and the edits for all of them.
pub(super) fn quoted_runs(scene: &Scene<'_>, start: isize, ends: &[&str]) -> (isize, isize, Vec<Edit>) {
    let (mut fix, mut first_run, mut at) = (Vec::new(), None, start);
    while scene.same_line(start, at) && !scene.is_any(at, ends) {
        let mut last = at;
        let over = |at: isize| scene.is_any(at, &[",", "\"", ")"]) || scene.kind_is(at, TokenKind::Text);
        if over(at) || scene.kind_is(at, TokenKind::OpenText) {
            at += 1;
            continue;
        }
        while scene.same_line(start, last + 1) && !over(last + 1) && !scene.is_any(last + 1, ends) {
            last += 1;
        }
        first_run.get_or_insert((at, last));
        fix.push(scene.replace(at, last, format!("\"{}\"", scene.written(at, last).replace('"', ""))));
        at = last + 1;
    }
    let (first, last) = first_run.unwrap_or((start, start));
    (first, last, fix)
}
