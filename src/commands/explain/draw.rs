//! An explanation in the terminal.

use std::fmt::Write;

use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::evaluate::answers::Answer;
use crate::explain::{
    Asked, Explanation, Fact, FactState, Line, NearMiss, RouteExplanation, ScoreExplanation, Window,
};
use crate::text::visible::visible;
use crate::wording::value::list;

/// Columns that an answer takes: `unknown` and two blanks.
const ANSWER: usize = 9;

/// The whole explanation.
pub fn draw(title: &str, as_of: Date, explanation: &Explanation, pen: Pen) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", pen.paint(Style::Strong, &format!("{}, as of {as_of}", visible(title))));
    let mut said = |name: &str, value: &str| {
        if !value.is_empty() {
            let indent = 14;
            for (index, line) in wrap(&visible(value), pen.width.saturating_sub(indent)).iter().enumerate() {
                let name = if index == 0 && !name.is_empty() { format!("{name}:") } else { String::new() };
                let _ = writeln!(text, "  {name:<11} {line}");
            }
        }
    };
    said("stage", explanation.stage.as_deref().unwrap_or("none"));
    said("could be", &explanation.could_be.join(", "));
    said("moved to", explanation.moved_to.as_deref().unwrap_or(""));
    said("source", explanation.source.as_deref().unwrap_or(""));
    said("next step", &explanation.next_step);
    if let Some((words, facts)) = &explanation.next_step_because {
        let facts: Vec<String> = facts.iter().map(fact).collect();
        let looked = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
        said("", &format!("since `{words}`{looked}"));
    }
    if let Some(near) = &explanation.near_miss {
        said("near miss", &near_miss(near));
    }
    for (index, asked) in explanation.ask.iter().enumerate() {
        said(if index == 0 { "ask next" } else { "" }, &question(asked));
    }
    for stage in &explanation.stages {
        let title = stage.title.as_ref().map(|title| format!(" \"{}\"", visible(title))).unwrap_or_default();
        let name = pen.paint(Style::Strong, &visible(&stage.name));
        let list = if stage.list.is_empty() { String::new() } else { format!(": {}", stage.list) };
        let _ = writeln!(text, "\n{}{name}{title}{list}", answer(stage.answer, pen));
        for line in &stage.lines {
            self::line(&mut text, line, pen);
        }
    }
    for score in &explanation.scores {
        self::score(&mut text, score, pen);
    }
    if let Some(route) = &explanation.route {
        self::route(&mut text, route, pen);
    }
    text
}

/// `evaluation_date: 2026-01-15 to 2026-04-15 makes this a Lead`
fn question(asked: &Asked) -> String {
    let helps = if asked.helps.is_empty() { String::new() } else { format!(": {}", asked.helps) };
    let makes = asked.makes.as_ref().map(|stage| format!(" makes this: {stage}")).unwrap_or_default();
    format!("{}{helps}{makes}", asked.name)
}

fn near_miss(near: &NearMiss) -> String {
    let mut said = format!("{} fails only by `{}`", near.stage, near.criterion);
    for (index, need) in near.needs.iter().enumerate() {
        let now = need.value.as_deref().map(|value| format!(" (now {value})")).unwrap_or_default();
        let rest = if need.settles { "" } else { ", and the rest is then open" };
        let start = if index == 0 { "; it would need " } else { ", or " };
        said.push_str(&format!("{start}{}: {}{now}{rest}", need.title, need.helps));
    }
    said
}

/// A score with its rows: the points, the words, then what was counted.
fn score(text: &mut String, score: &ScoreExplanation, pen: Pen) {
    let band = score.band.as_ref().map(|band| format!(" ({})", visible(band))).unwrap_or_default();
    let name = pen.paint(Style::Strong, &visible(&score.title));
    let _ = writeln!(text, "\n{name}: {}{band}", score.points);
    let column = score.rows.iter().map(|row| row.points.width()).max().unwrap_or(0);
    for row in &score.rows {
        let start = format!("  {:>column$}  ", row.points);
        let notes = row.facts.iter().map(fact).chain(row.notes.iter().map(|note| visible(note)));
        let notes = notes.collect::<Vec<_>>().join("; ");
        entry(text, &start, &row.words, &notes, pen);
        let because = row.because.as_ref().map(|because| format!("because \"{}\"", visible(because)));
        below(text, &because.unwrap_or_default(), start.width() + 2, pen);
    }
}

/// A route with its rows: the answer, the words, then what was looked at.
fn route(text: &mut String, route: &RouteExplanation, pen: Pen) {
    let owner = route.owner.as_deref().map_or_else(|| "nobody".to_owned(), visible);
    let within = route.respond_within.as_ref().map(|within| format!(", respond within {within}"));
    let name = pen.paint(Style::Strong, &format!("route of {}", visible(&route.stage)));
    let _ = writeln!(text, "\n{name}: {owner}{}", within.unwrap_or_default());
    for row in &route.rows {
        let start = match row.answer {
            Some(answer) => format!("  {}", self::answer(answer, pen)),
            None => format!("  {}", " ".repeat(ANSWER)),
        };
        let mut notes: Vec<String> = row.facts.iter().map(fact).collect();
        if row.decides {
            notes.push("this row decides".to_owned());
        }
        if row.not_reached {
            notes.push("not reached".to_owned());
        }
        entry(text, &start, &row.words, &notes.join("; "), pen);
    }
}

/// Words behind a start that is as wide as an answer or a number of points, and notes beside or below them.
fn entry(text: &mut String, start: &str, words: &str, notes: &str, pen: Pen) {
    let indent = if start.contains('\u{1b}') { ANSWER + 2 } else { start.width() };
    let room = pen.width.saturating_sub(indent);
    let parts = wrap(&visible(words), room);
    for (index, part) in parts.iter().enumerate() {
        let start = if index == 0 { start.to_owned() } else { " ".repeat(indent + 2) };
        let _ = write!(text, "{start}{part}");
        if index + 1 < parts.len() {
            text.push('\n');
        }
    }
    let used = parts.last().map_or(0, |last| last.width()) + if parts.len() > 1 { 2 } else { 0 };
    if !notes.is_empty() && used + 3 + notes.width() <= room {
        let _ = writeln!(text, "   {}", pen.paint(Style::Faint, notes));
    } else {
        text.push('\n');
        below(text, notes, indent + 2, pen);
    }
}

fn answer(answer: Answer, pen: Pen) -> String {
    let style = match answer {
        Answer::Yes => Style::Good,
        Answer::No => Style::Error,
        Answer::Unknown => Style::Warning,
    };
    let word = answer.word();
    format!("{}{}", pen.paint(style, word), " ".repeat(ANSWER.saturating_sub(word.width())))
}

/// One condition: answer, words, then what it looked at, below when it does not fit.
fn line(text: &mut String, line: &Line, pen: Pen) {
    let indent = 2 + 2 * line.depth.min(20);
    let room = pen.width.saturating_sub(indent + ANSWER);
    let words = wrap(&visible(&line.words), room);
    for (index, part) in words.iter().enumerate() {
        let start = if index == 0 { answer(line.answer, pen) } else { " ".repeat(ANSWER + 2) };
        let _ = write!(text, "{}{start}{part}", " ".repeat(indent));
        if index + 1 < words.len() {
            text.push('\n');
        }
    }
    let used = words.last().map_or(0, |last| last.width()) + if words.len() > 1 { 2 } else { 0 };
    let notes = notes(line).join("; ");
    if !notes.is_empty() && used + 3 + notes.width() <= room {
        let _ = writeln!(text, "   {}", pen.paint(Style::Faint, &notes));
    } else {
        text.push('\n');
        below(text, &notes, indent + ANSWER + 2, pen);
    }
    let because = line.because.as_ref().map(|because| format!("because \"{}\"", visible(because)));
    below(text, &because.unwrap_or_default(), indent + ANSWER + 2, pen);
}

/// Words on lines of their own, below a condition; nothing for none.
fn below(text: &mut String, words: &str, indent: usize, pen: Pen) {
    if words.is_empty() {
        return;
    }
    for part in wrap(words, pen.width.saturating_sub(indent)) {
        let _ = writeln!(text, "{}{}", " ".repeat(indent), pen.paint(Style::Faint, &part));
    }
}

fn notes(line: &Line) -> Vec<String> {
    let mut notes: Vec<String> = line.facts.iter().map(fact).collect();
    notes.extend(line.window.and_then(days));
    if line.irrelevant {
        notes.push("changes nothing".to_owned());
    }
    if line.above {
        notes.push("see above".to_owned());
    }
    notes
}

/// The days that answer a test with yes.
fn days(window: Window) -> Option<String> {
    let Window { first, last, outside } = window;
    match (first, last, outside) {
        (Some(first), Some(last), false) if first == last => Some(format!("on {first}")),
        (Some(first), Some(last), false) => Some(format!("{first} to {last}")),
        (Some(first), None, false) => Some(format!("{first} or later")),
        (None, Some(last), false) => Some(format!("{last} or earlier")),
        (Some(first), Some(last), true) if first == last => Some(format!("any day but {first}")),
        (Some(first), Some(last), true) => Some(format!("before {first} or after {last}")),
        (Some(first), None, true) => Some(format!("before {first}")),
        (None, Some(last), true) => Some(format!("after {last}")),
        (None, None, _) => None,
    }
}

fn fact(fact: &Fact) -> String {
    let value = fact.value.as_deref().map(visible).unwrap_or_default();
    let said = match fact.state {
        FactState::Known => value,
        FactState::Missing => "blank".to_owned(),
        FactState::Unreadable => "cannot be read".to_owned(),
        FactState::Assumed => format!("blank, assumed {value}"),
        FactState::Decided if fact.candidates.len() > 1 => {
            format!("not settled: {}", candidates(&fact.candidates))
        }
        FactState::Decided if value.is_empty() => "no row decides it".to_owned(),
        FactState::Decided => value,
        FactState::NotGiven => "not given".to_owned(),
        FactState::NoEvent => "there is none".to_owned(),
        FactState::NotSettled => "not settled".to_owned(),
    };
    format!("{}: {said}", visible(&fact.title))
}

fn candidates(candidates: &[Option<String>]) -> String {
    let said: Vec<String> = candidates
        .iter()
        .map(|candidate| candidate.as_deref().map_or_else(|| "nothing".to_owned(), visible))
        .collect();
    list(&said, "or")
}
