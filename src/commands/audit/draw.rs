//! The audit for people: a table of duties by whoever owes them, and below each who is late.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::review::audit::report::{Line, Report};
use crate::text::visible::visible;
use crate::wording::value::number_of;

const TITLES: [&str; 5] = ["met", "late", "due", "unknown", "kept"];
/// Which of them is drawn as an error where it is not 0.
const LATE: usize = 1;
/// The least room for sentences.
const ROOM: usize = 20;

/// The whole audit, line by line.
pub fn draw(report: &Report, pen: Pen) -> String {
    let mut text = String::new();
    if report.groups.is_empty() && report.listed.is_empty() {
        return "The definition states no duties.\n".to_owned();
    }
    let lines: Vec<&Line> = report.groups.iter().flat_map(|group| &group.lines).collect();
    let widths: Vec<usize> = TITLES
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let cells = lines.iter().filter_map(|line| cells(line).get(column).map(|cell| cell.width()));
            cells.max().unwrap_or(0).max(title.len()) + 2
        })
        .collect();
    let room = pen.width.saturating_sub(widths.iter().sum::<usize>()).max(ROOM);
    if !lines.is_empty() {
        let titles = row("", room, &TITLES.map(str::to_owned), &widths, None);
        let _ = writeln!(text, "{}", pen.paint(Style::Faint, &titles));
    }
    for group in &report.groups {
        let _ = writeln!(text, "{}", pen.paint(Style::Strong, &visible(&capitalised(&group.who))));
        for line in &group.lines {
            duty(&mut text, line, room, &widths, pen);
        }
    }
    if !report.listed.is_empty() {
        if !report.groups.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", pen.paint(Style::Strong, "Not measured"));
        for listed in &report.listed {
            said(&mut text, 2, &listed.sentence, pen.width);
            let _ = writeln!(text, "    {}", pen.paint(Style::Faint, listed.why));
        }
    }
    text
}

fn cells(line: &Line) -> [String; 5] {
    [
        number_of(line.met),
        number_of(line.late),
        number_of(line.due),
        number_of(line.unknown),
        line.kept_share(),
    ]
}

/// A duty: its sentence with the counts beside its first line, and below it who is late and why some are unknown.
fn duty(text: &mut String, line: &Line, room: usize, widths: &[usize], pen: Pen) {
    let sentence = visible(&line.sentence);
    for (index, part) in wrap(&sentence, room.saturating_sub(4)).iter().enumerate() {
        let start = format!("{}{part}", " ".repeat(if index == 0 { 2 } else { 4 }));
        if index == 0 {
            let late = (line.late > 0).then_some(pen);
            let _ = writeln!(text, "{}", row(&start, room, &cells(line), widths, late));
        } else {
            let _ = writeln!(text, "{start}");
        }
    }
    if !line.late_contacts.is_empty() {
        let contacts = line.late_contacts.iter().map(|(contact, until)| {
            let until = until.as_deref().map(|until| format!(" (by {until})")).unwrap_or_default();
            format!("{}{until}", visible(contact))
        });
        listed(text, "late: ", contacts, pen.width);
        if let Some(otherwise) = &line.otherwise {
            said(text, 4, &format!("agreed for these: {otherwise}"), pen.width);
        }
    }
    for reason in &line.reasons {
        said(text, 4, &format!("{} unknown: {}", number_of(reason.count), reason.sentence), pen.width);
    }
}

/// A line of the table; with a pen, the late ones are drawn.
fn row(start: &str, room: usize, cells: &[String; 5], widths: &[usize], pen: Option<Pen>) -> String {
    let mut line = format!("{start}{}", " ".repeat(room.saturating_sub(start.width())));
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
        match pen {
            Some(pen) if index == LATE => line.push_str(&pen.paint(Style::Error, cell)),
            Some(_) | None => line.push_str(cell),
        }
    }
    line
}

/// Words, wrapped, with their indentation.
fn said(text: &mut String, indent: usize, words: &str, width: usize) {
    for (index, line) in wrap(&visible(words), width.saturating_sub(indent + 2)).iter().enumerate() {
        let room = if index == 0 { indent } else { indent + 2 };
        let _ = writeln!(text, "{}{line}", " ".repeat(room));
    }
}

/// Items with commas between them, four blanks in; a line ends after a whole one.
fn listed(text: &mut String, start: &str, items: impl Iterator<Item = String>, width: usize) {
    let mut line = format!("    {start}");
    let mut is_first = true;
    for item in items {
        if !is_first {
            line.push(',');
            if line.width() + 2 + item.width() > width {
                let _ = writeln!(text, "{line}");
                line = " ".repeat(5);
            }
            line.push(' ');
        }
        line.push_str(&item);
        is_first = false;
    }
    let _ = writeln!(text, "{line}");
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
