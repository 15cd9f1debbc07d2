//! Running text as one line of Markdown.

use super::escape::{Around, escaped};
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
    let mut writer = Writer { place, line: String::new() };
    let lines: Vec<String> = runs
        .split(|run| run.ends_line)
        .map(|runs| {
            writer.line.clear();
            writer.linked(runs);
            writer.line.trim().to_owned()
        })
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(match place {
        Place::Line => "\\\n",
        Place::Heading | Place::Cell => "; ",
    })
}

struct Writer {
    place: Place,
    line: String,
}

impl Writer {
    fn linked(&mut self, runs: &[Run]) {
        let groups: Vec<&[Run]> = runs.chunk_by(|one, next| one.link == next.link).collect();
        for (number, group) in groups.iter().enumerate() {
            let next = groups.get(number + 1).and_then(|next| next.first());
            match group.first().and_then(|run| run.link.as_ref()) {
                Some(link) => {
                    // `!` before a link would make an image of it.
                    if self.line.ends_with('!') {
                        self.line.truncate(self.line.len() - 1);
                        self.line.push_str("\\!");
                    }
                    self.line.push('[');
                    self.styled(group, Some(']'));
                    // An address has no character that could end it, but these two are read as markup.
                    let address = link.address.replace('&', "&amp;").replace('*', "%2A");
                    self.line.push_str(&format!("](<{address}>)"));
                }
                None => self.styled(group, next.map(|_| '[')),
            }
        }
    }

    fn styled(&mut self, runs: &[Run], behind: Option<char>) {
        let groups: Vec<&[Run]> = runs.chunk_by(|one, next| one.style == next.style).collect();
        for (number, group) in groups.iter().enumerate() {
            let next = groups.get(number + 1).and_then(|next| next.first());
            let behind =
                next.map_or(behind, |next| if next.code { Some('`') } else { next.text.chars().next() });
            let mark = match group.first().map(|run| run.style) {
                Some(Style { strong: true, emphasis: true }) => "***",
                Some(Style { strong: true, emphasis: false }) => "**",
                Some(Style { strong: false, emphasis: true }) => "*",
                Some(Style { strong: false, emphasis: false }) | None => {
                    self.plain(group);
                    continue;
                }
            };
            self.marked(group, mark, behind);
        }
    }

    /// Text between marks, if they are read as such where they stand; a mark beside a blank or between a letter and a
    /// punctuation mark is not.
    fn marked(&mut self, runs: &[Run], mark: &str, behind: Option<char>) {
        let before = self.line.chars().last();
        let start = self.line.len();
        let mut inside = Writer { place: self.place, line: "*".to_owned() };
        inside.plain(runs);
        let text = inside.line.split_off(1);
        let core = text.trim();
        let (blank_before, blank_after) =
            (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        let opens = blank_before
            || before.is_none_or(|before| {
                before.is_whitespace() || (before.is_ascii_punctuation() && before != '*')
            })
            || (before != Some('*') && core.starts_with(char::is_alphanumeric));
        let closes = blank_after
            || behind.is_none_or(|behind| behind.is_whitespace() || behind.is_ascii_punctuation())
            || core.ends_with(char::is_alphanumeric);
        if core.is_empty() || !opens || !closes {
            self.plain(runs);
            return;
        }
        if blank_before && start > 0 {
            self.line.push(' ');
        }
        self.line.push_str(mark);
        self.line.push_str(core);
        self.line.push_str(mark);
        if blank_after {
            self.line.push(' ');
        }
    }

    fn plain(&mut self, runs: &[Run]) {
        for (number, run) in runs.iter().enumerate() {
            let before_code = runs.get(number + 1).is_some_and(|next| next.code);
            if run.code && !self.line.ends_with('`') && !self.cannot_be_code(&run.text) {
                self.code(&run.text);
                continue;
            }
            let opens_line = self.place == Place::Line && self.line.trim_start().is_empty();
            let heading = self.place == Place::Heading;
            self.line.push_str(&escaped(&run.text, Around { opens_line, heading, before_code }));
        }
    }

    /// In a table a stroke is written `\|` even in code, and no renderer agrees with another on a backslash before it.
    fn cannot_be_code(&self, text: &str) -> bool {
        text.trim().is_empty() || (self.place == Place::Cell && text.contains("\\|"))
    }

    fn code(&mut self, text: &str) {
        let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let marks = "`".repeat(longest + 1);
        let edge = |at_edge: bool| if at_edge { " " } else { "" };
        let padded =
            text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
        let text = if self.place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
        let edge = edge(padded);
        self.line.push_str(&format!("{marks}{edge}{text}{edge}{marks}"));
    }
}
