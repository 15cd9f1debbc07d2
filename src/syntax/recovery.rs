//! Reading a definition that has mistakes: each is reported, and none hides the next.
//!
//! The parser stops at its first mistake. The line with it is then replaced by blanks, or by the shortest text that can
//! stand there, and the definition is parsed again: places stay as they are, and the next mistake shows.
//!
//! ```text
//! lead when all of:                 lead when all of:
//!   - revenue >= 50M USD     →        - a
//!   - employees over 500              - employees over 500
//! ```

use std::cell::Cell;

use super::document::{DefinitionKind, Name};
use super::mistakes::{
    DeclaredEvent, Scene, both_numbers, explain, let_in, near_starter, starts_clause, suspicious,
};
use super::parser::{Failure, parse_piece};
use super::problem::Problem;
use super::splitter::STARTERS;
use super::token::{Token, TokenKind, tokens};
use crate::text::span::{SourceId, Span};

/// Most mistakes that are looked for in one definition.
const ROUNDS: usize = 20;

/// Bytes that may be parsed again in one text, so that a long text full of mistakes does not take long.
pub(super) struct Budget {
    /// To find the next mistake.
    pub again: usize,
    /// To try corrections.
    pub trials: Cell<usize>,
    /// The events of the whole text.
    pub events: Vec<DeclaredEvent>,
}

/// The mistakes of the piece `text`, which could not be parsed; and the kind that it was probably meant to be.
pub(super) fn mistakes(
    source: SourceId,
    base: usize,
    text: &str,
    mut kind: DefinitionKind,
    budget: &mut Budget,
    problems: &mut Vec<Problem>,
) -> DefinitionKind {
    if kind == DefinitionKind::Stage && meant_as_duty(text) {
        kind = DefinitionKind::Duty;
    }
    let mut text = text.to_owned();
    let mut seen = Vec::new();
    for round in 0..ROUNDS {
        let Err(failure) = parse_piece(kind, &text) else { break };
        // Nothing but blanks is left where something must stand: that is our doing.
        let at_end = text.get(failure.at..).is_none_or(|rest| rest.trim().is_empty());
        if round > 0 && at_end {
            break;
        }
        let scene = Scene::new(source, base, &text, kind, failure, &budget.trials, &budget.events);
        let problem = explain(&scene);
        let line = scene.stopped_on_line();
        let lines = Lines::of(&text, kind);
        let logical = lines.logical(line);
        if seen.contains(&logical) {
            break;
        }
        seen.push(logical);
        let mut gone = vec![logical];
        let mut stop = matches!(problem, Problem::LineAtMargin { .. });
        if let Problem::UnknownStarter { near, .. } = &problem {
            let meant =
                near.as_ref().and_then(|(word, _)| STARTERS.iter().find(|(starter, _)| starter == word));
            kind = meant.map_or(kind, |(_, kind)| *kind);
            stop = meant.is_none();
        }
        if let Problem::LineWithoutBullet { fix, .. } | Problem::RowWithoutBullet { fix, .. } = &problem {
            gone.extend(
                fix.iter().map(|edit| lines.logical(lines.line_of(edit.place.span.start as usize - base))),
            );
        }
        // The bullets below what is taken out belong to it: alone they would be mistakes that nobody made.
        if matches!(kind, DefinitionKind::Field | DefinitionKind::List) {
            let own = lines.lines.iter().filter(|line| line.logical > logical);
            gone.extend(
                own.take_while(|line| line.bullet.is_some()).map(|line| line.logical).filter(|_| {
                    logical == 0 || kind == DefinitionKind::List || lines.has_rows(&text, logical)
                }),
            );
        }
        problems.push(problem);
        if stop || budget.again < text.len() {
            break;
        }
        budget.again -= text.len();
        gone.sort_unstable();
        gone.dedup();
        let mut next = Some(text.clone());
        for logical in gone {
            next = next.and_then(|text| lines.without(&text, logical, kind));
        }
        match next {
            Some(next) => text = next,
            None => break,
        }
    }
    kind
}

/// Whether the first line says that a team must do something: `sales should "call"`, `marketing and sales must …`.
fn meant_as_duty(text: &str) -> bool {
    let all = tokens(text);
    let words: Vec<&Token<'_>> = all
        .iter()
        .take_while(|token| token.kind != TokenKind::Line)
        .filter(|token| token.kind != TokenKind::Comment)
        .collect();
    let is = |at: usize, any: &[&str]| words.get(at).is_some_and(|token| token.is_any(any));
    if (0..4).any(|at| is(at, &["when", ":"])) {
        return false;
    }
    let verb = is(1, &["should", "shall", "will"])
        || is(1, &["have", "has", "need", "needs", "ought"]) && is(2, &["to"]);
    let must = is(2, &["must"])
        || is(0, &["must"])
        || is(3, &["must"]) && is(0, &["sales", "marketing"]) && is(2, &["sales", "marketing"]);
    verb || must
}

/// What was let in by the grammar and is refused for its words: a problem for each line at most.
pub(super) fn refused(
    source: SourceId,
    base: usize,
    text: &str,
    kind: DefinitionKind,
    budget: &Budget,
    problems: &mut Vec<Problem>,
) {
    let mut line = 0;
    let mut reported = None;
    let mut before: Option<Token<'_>> = None;
    let mut tokens = tokens(text).into_iter().peekable();
    while let Some(token) = tokens.next() {
        line += usize::from(token.kind == TokenKind::Line);
        let after_last = before.replace(token).is_some_and(|before| before.is("last"));
        // `is one of` is the language's own.
        let is_own = token.is("one") && tokens.peek().is_some_and(|next| next.is("of"));
        if reported == Some(line) || is_own || !(after_last || suspicious(&token, &budget.events)) {
            continue;
        }
        if !budget.trials.get().checked_sub(text.len()).is_some_and(|left| {
            budget.trials.set(left);
            true
        }) {
            return;
        }
        let failure = Failure { at: token.span.start as usize, expected: Vec::new() };
        let scene = Scene::new(source, base, text, kind, failure, &budget.trials, &budget.events);
        if let Some(problem) = let_in(&scene) {
            problems.push(problem);
            reported = Some(line);
        }
    }
}

/// The lines of a piece.
struct Lines {
    lines: Vec<Line>,
}

struct Line {
    span: Span,
    /// The first line of the clause, bullet or head that it belongs to.
    logical: usize,
    bullet: Option<Span>,
}

impl Lines {
    fn of(text: &str, kind: DefinitionKind) -> Lines {
        let all = tokens(text);
        let mut lines: Vec<Line> = Vec::new();
        let mut depth = 0_usize;
        let mut last: Option<Token<'_>> = None;
        let mut before_last: Option<Token<'_>> = None;
        let mut start = 0;
        for (number, words) in all.split(|token| token.kind == TokenKind::Line).enumerate() {
            let end = text
                .get(start..)
                .and_then(|rest| rest.find('\n'))
                .map_or(text.len(), |length| start + length);
            let words: Vec<&Token<'_>> =
                words.iter().filter(|token| token.kind != TokenKind::Comment).collect();
            let is = |at: isize, word: &str| {
                usize::try_from(at).ok().and_then(|at| words.get(at)).is_some_and(|token| token.is(word))
            };
            let bullet =
                words.first().filter(|first| first.kind == TokenKind::Bullet).map(|first| first.span);
            let group = is(0, "and")
                && (is(2, "of") || is(3, "of") || is(4, "of"))
                && words.last().is_some_and(|last| last.is(":"));
            let marked = words.first().is_some_and(|first| {
                matches!(first.kind, TokenKind::Bullet | TokenKind::Prose | TokenKind::Row)
            });
            let own = starts_clause(is).is_some_and(|(_, kinds)| kinds.contains(&kind));
            let opens = last.is_some_and(|last| {
                last.is_any(&["and", "or", ",", "(", "when"])
                    || (last.is(":") && !before_last.is_some_and(|before| before.is("of")))
            });
            let goes_on = words.is_empty()
                || (!marked
                    && !group
                    && !own
                    && (opens || depth > 0 || is(0, "and") || is(0, "or") || is(0, ")")));
            let logical = match lines.last() {
                Some(previous) if goes_on => previous.logical,
                Some(_) | None => number,
            };
            if !goes_on {
                depth = 0;
            }
            for word in &words {
                if word.is("(") {
                    depth += 1;
                } else if word.is(")") {
                    depth = depth.saturating_sub(1);
                }
                before_last = last.replace(**word);
            }
            lines.push(Line { span: Span::new(start, end), logical, bullet });
            start = end + 1;
        }
        Lines { lines }
    }

    fn logical(&self, line: usize) -> usize {
        self.lines.get(line).map_or(0, |line| line.logical)
    }

    /// Whether the line is `decided by`, whose rows follow.
    fn has_rows(&self, text: &str, logical: usize) -> bool {
        let span = self.lines.get(logical).map_or(Span::default(), |line| line.span);
        let line = text.get(span.start as usize..span.end as usize).unwrap_or_default().trim_start();
        line.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("decided"))
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.span.start as usize <= offset).saturating_sub(1)
    }

    /// Whether the line before it that says something ends with `all of:` or the like.
    fn follows_list_head(&self, text: &str, logical: usize) -> bool {
        let start = self.lines.get(logical).map_or(0, |line| line.span.start as usize);
        let before = text.get(..start).unwrap_or_default();
        let line = before.lines().rev().map(str::trim_end).find(|line| !line.trim().is_empty());
        line.is_some_and(|line| line.ends_with("of:"))
    }

    /// The text with this logical line taken out, as long as before; none if nothing short enough can stand there.
    fn without(&self, text: &str, logical: usize, kind: DefinitionKind) -> Option<String> {
        let mut bytes = text.as_bytes().to_vec();
        for line in self.lines.iter().filter(|line| line.logical == logical) {
            let range = bytes.get_mut(line.span.start as usize..line.span.end as usize)?;
            range.iter_mut().filter(|byte| **byte != b'\r').for_each(|byte| *byte = b' ');
        }
        let line = self.lines.get(logical)?;
        let rule = matches!(
            kind,
            DefinitionKind::Profile
                | DefinitionKind::Criterion
                | DefinitionKind::Stage
                | DefinitionKind::Source
        );
        let stand_in = if logical == 0 {
            let list =
                self.lines.iter().find(|line| line.logical != 0).is_some_and(|line| line.bullet.is_some());
            head(kind, list && rule)?
        } else if rule && (line.bullet.is_some() || self.follows_list_head(text, logical)) {
            "- a"
        } else {
            ""
        };
        let start = match line.bullet {
            Some(bullet) => bullet.start,
            None => line.span.start,
        } as usize;
        let place = bytes.get_mut(start..line.span.end as usize)?.get_mut(..stand_in.len())?;
        place.copy_from_slice(stand_in.as_bytes());
        String::from_utf8(bytes).ok()
    }
}

/// The shortest first line of a definition.
fn head(kind: DefinitionKind, list: bool) -> Option<&'static str> {
    match kind {
        DefinitionKind::Header => Some("definition \"\""),
        DefinitionKind::Include => Some("include \"\""),
        DefinitionKind::Team => Some("team a in a"),
        DefinitionKind::List => Some("list a:\"\""),
        DefinitionKind::Field => Some("field a:text"),
        DefinitionKind::Lookup => Some("lookup a"),
        DefinitionKind::Events => Some("events a,plural a"),
        DefinitionKind::Lifecycle => Some("lifecycle a"),
        DefinitionKind::Profile => Some(if list { "profile a when all of:" } else { "profile a when a" }),
        DefinitionKind::Criterion => {
            Some(if list { "criterion a when all of:" } else { "criterion a when a" })
        }
        DefinitionKind::Stage => Some(if list { "a when all of:" } else { "a when a" }),
        DefinitionKind::Source => Some(if list { "source a when all of:" } else { "source a when a" }),
        DefinitionKind::Score => Some("score a from 0 to 1"),
        DefinitionKind::Route => Some("route a"),
        DefinitionKind::Duty => Some("a must \"\""),
        DefinitionKind::Example => Some("example \"\""),
        DefinitionKind::Table => Some("examples"),
        DefinitionKind::Prose | DefinitionKind::Rate => None,
    }
}

/// The kind of a definition that could not be read, by its first word or the starter that this is close to.
pub(super) fn likely_kind(kind: DefinitionKind, tokens: &[Token<'_>]) -> DefinitionKind {
    let first = tokens.first().map_or("", |token| token.text);
    let when = tokens.get(1).is_some_and(|token| token.is("when"));
    if kind != DefinitionKind::Stage || when {
        return kind;
    }
    let starter = near_starter(first).and_then(|near| STARTERS.iter().find(|(starter, _)| *starter == near));
    starter.map_or(kind, |(_, kind)| *kind)
}

/// The names that a definition which could not be read would have declared.
pub(super) fn declares(kind: DefinitionKind, tokens: &[Token<'_>]) -> Vec<Name> {
    let words: Vec<&Token<'_>> =
        tokens.iter().filter(|token| !matches!(token.kind, TokenKind::Comment | TokenKind::Line)).collect();
    let name = |at: usize| {
        let token =
            words.get(at).filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Bracketed))?;
        Some(Name::new(token.text.trim_start_matches('[').trim_end_matches(']').trim(), token.span))
    };
    // The names behind one of these words, and behind the commas that follow.
    let after = |starts: &[&str]| {
        let mut open = false;
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if word.is_any(starts) {
                open = true;
            } else if word.is_any(&["unless", "recorded", "rest", "if"]) || word.kind == TokenKind::Bullet {
                open = false;
            }
            if open && (word.is_any(starts) || word.is(",")) {
                found.extend(name(at + 1));
            }
        }
        found
    };
    match kind {
        DefinitionKind::Team
        | DefinitionKind::List
        | DefinitionKind::Field
        | DefinitionKind::Lookup
        | DefinitionKind::Profile
        | DefinitionKind::Criterion
        | DefinitionKind::Source => name(1).into_iter().collect(),
        // `rule lead when …`: the word too many comes first.
        DefinitionKind::Stage if words.get(2).is_some_and(|word| word.is("when")) => {
            name(0).into_iter().chain(name(1)).collect()
        }
        DefinitionKind::Stage => name(0).into_iter().collect(),
        DefinitionKind::Events => {
            let plural = words.iter().position(|word| word.is("plural")).and_then(|at| name(at + 1));
            // Without a plural, one is guessed, so that its use is no second mistake.
            let guessed = name(1).filter(|_| plural.is_none()).map(|name| {
                let (singular, plural) = both_numbers(&name.text);
                let other = if singular == name.text { plural } else { singular };
                Name::new(&other, name.at.0)
            });
            name(1).into_iter().chain(plural).chain(guessed).collect()
        }
        DefinitionKind::Lifecycle => after(&["lifecycle", "aside"]),
        DefinitionKind::Score => name(1).into_iter().chain(after(&["bands"])).collect(),
        DefinitionKind::Prose
        | DefinitionKind::Header
        | DefinitionKind::Include
        | DefinitionKind::Rate
        | DefinitionKind::Route
        | DefinitionKind::Duty
        | DefinitionKind::Example
        | DefinitionKind::Table => Vec::new(),
    }
}
