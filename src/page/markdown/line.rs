//! Running text as one line of Markdown.

use super::escape::{Around, addresses, escaped};
use crate::page::run::{Run, Style};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// As a line of its own.
    Line,
    /// Behind the marks of a heading.
    Heading,
    /// In a cell of a table.
    Cell,
}

/// Writes runs; only in a place of its own has a text several lines.
pub(super) fn line(runs: &[Run], place: Place) -> String {
    let lines: Vec<String> = runs
        .split(|run| run.ends_line)
        .map(|runs| {
            let mut writer = Writer { place, line: String::new() };
            writer.linked(&settled(runs));
            writer.line.trim().to_owned()
        })
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(match place {
        Place::Line => "\\\n",
        Place::Heading | Place::Cell => "; ",
    })
}

/// The runs as they can be written: addresses as code, and without the marks that would not be read as such where they
/// stand, beside other marks or between a letter and a punctuation mark.
fn settled(runs: &[Run]) -> Vec<Run> {
    let mut cut: Vec<Run> = Vec::new();
    for run in runs {
        let parts = if run.code { vec![(run.text.as_str(), false)] } else { addresses(&run.text) };
        let parts = parts.into_iter().map(|(text, is_address)| Run {
            text: text.to_owned(),
            code: run.code || is_address,
            ..run.clone()
        });
        cut.extend(parts);
    }
    let groups: Vec<&[Run]> =
        cut.chunk_by(|one, next| one.style == next.style && one.link == next.link).collect();
    let mut found: Vec<Run> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let marked = |run: &Run| run.style != Style::default();
        let next = groups.get(number + 1).and_then(|next| next.first());
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let before = match found.last() {
            Some(before) if before.link != first.link => Some('['),
            Some(before) if marked(before) => {
                Some('*').filter(|_| !before.text.ends_with(char::is_whitespace))
            }
            Some(before) => before.text.chars().last(),
            None => None,
        };
        let after = match next {
            Some(next) if next.link != first.link => Some(']'),
            Some(next) if next.code => Some('`'),
            Some(next) => next.text.chars().next(),
            None => None,
        };
        let letter = |edge: Option<char>, code: bool| !code && edge.is_some_and(char::is_alphanumeric);
        let blank = |edge: Option<char>| edge.is_none_or(char::is_whitespace);
        let mark = |edge: Option<char>| edge.is_some_and(|edge| edge.is_ascii_punctuation());
        let (front, back) = (first.text.chars().next(), last.text.chars().last());
        let opens = blank(before)
            || blank(front)
            || before != Some('*') && (mark(before) || letter(front, first.code));
        let closes = blank(after) || blank(back) || mark(after) || letter(back, last.code);
        let empty = group.iter().all(|run| run.text.trim().is_empty());
        for run in *group {
            let style = if opens && closes && !empty { run.style } else { Style::default() };
            match found.last_mut() {
                Some(last) if last.style == style && last.link == run.link && !last.code && !run.code => {
                    last.text.push_str(&run.text);
                }
                Some(_) | None => found.push(Run { style, ..run.clone() }),
            }
        }
    }
    found
}

struct Writer {
    place: Place,
    line: String,
}

impl Writer {
    fn linked(&mut self, runs: &[Run]) {
        for group in runs.chunk_by(|one, next| one.link == next.link) {
            let Some(link) = group.first().and_then(|run| run.link.as_ref()) else {
                self.styled(group);
                continue;
            };
            // `!` before a link would make an image of it.
            if self.line.ends_with('!') {
                self.line.pop();
                self.line.push_str("\\!");
            }
            self.line.push('[');
            self.styled(group);
            // Nothing in an address can end it; `&` could begin an entity.
            let address = link.address.replace('&', "&amp;");
            self.line.push_str(&format!("]({address})"));
        }
    }

    fn styled(&mut self, runs: &[Run]) {
        for group in runs.chunk_by(|one, next| one.style == next.style) {
            let mark = match group.first().map(|run| run.style) {
                Some(Style { strong: true, emphasis: true }) => "***",
                Some(Style { strong: true, emphasis: false }) => "**",
                Some(Style { strong: false, emphasis: true }) => "*",
                Some(Style { strong: false, emphasis: false }) | None => {
                    self.plain(group);
                    continue;
                }
            };
            // Blanks lie outside of the marks.
            let mut inside = Writer { place: self.place, line: mark.to_owned() };
            inside.plain(group);
            let text = inside.line.get(mark.len()..).unwrap_or_default();
            if text.starts_with(char::is_whitespace) && !self.line.is_empty() {
                self.line.push(' ');
            }
            self.line.push_str(mark);
            self.line.push_str(text.trim());
            self.line.push_str(mark);
            if text.ends_with(char::is_whitespace) {
                self.line.push(' ');
            }
        }
    }

    fn plain(&mut self, runs: &[Run]) {
        for (number, run) in runs.iter().enumerate() {
            let before_code = runs.get(number + 1).is_some_and(|next| next.code);
            if run.code && !self.line.ends_with('`') && !self.cannot_be_code(run) {
                self.code(&run.text);
                continue;
            }
            let opens_line = self.place == Place::Line && self.line.trim_start().is_empty();
            let (heading, cell) = (self.place == Place::Heading, self.place == Place::Cell);
            self.line.push_str(&escaped(&run.text, Around { opens_line, heading, cell, before_code }));
        }
    }

    /// In a table a stroke is written `\|` even in code, and no renderer agrees with another on a backslash before it; a
    /// line that begins with a link whose text has `]:` names an address; and marks longer than 80 are not read.
    fn cannot_be_code(&self, run: &Run) -> bool {
        run.text.trim().is_empty()
            || (self.place == Place::Cell && run.text.contains("\\|"))
            || (run.link.is_some() && run.text.contains(']'))
            || longest_ticks(&run.text) > 70
    }

    fn code(&mut self, text: &str) {
        let marks = "`".repeat(longest_ticks(text) + 1);
        let ends = |end: char| text.starts_with(end) || text.ends_with(end);
        let edge = if ends('`') || ends(' ') { " " } else { "" };
        let text = if self.place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
        self.line.push_str(&format!("{marks}{edge}{text}{edge}{marks}"));
    }
}

/// The longest run of `` ` ``.
fn longest_ticks(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}
