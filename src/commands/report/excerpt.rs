//! The lines of a definition with their guilty words underlined.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::commands::terminal::{Pen, Style};
use crate::text::diagnostic::Label;
use crate::text::source::{Source, Sources};
use crate::text::span::{SourceId, Span};
use crate::text::visible::visible;

/// One underline on one line.
struct Mark<'a> {
    source: SourceId,
    line: usize,
    /// Columns before it, and its own width, as shown.
    indent: usize,
    width: usize,
    text: &'a str,
    main: bool,
}

/// Draws the lines that hold the labels, each once, in the order of the labels' files and lines.
pub fn draw(text: &mut String, labels: &[Label], sources: &Sources, pen: Pen, style: Style) {
    let mut marks: Vec<Mark<'_>> =
        labels.iter().enumerate().filter_map(|(index, label)| mark(label, index == 0, sources)).collect();
    let Some(first) = marks.first().map(|mark| mark.source) else { return };
    marks.sort_by_key(|mark| (mark.source != first, mark.source, mark.line, mark.indent));
    let gutter = marks.iter().map(|mark| mark.line.to_string().len()).max().unwrap_or(1).max(3);
    let mut shown: Option<(SourceId, usize)> = None;
    for mark in &marks {
        let Some(source) = sources.get(mark.source) else { continue };
        if shown.is_none_or(|(file, _)| file != mark.source) && mark.source != first {
            let name = format!("{}, line {}:", visible(&source.name), mark.line);
            let _ = writeln!(text, "  {}", pen.paint(Style::Faint, &name));
        }
        if shown != Some((mark.source, mark.line)) {
            if let Some((file, line)) = shown
                && file == mark.source
                && mark.line > line + 1
            {
                let _ = writeln!(text, "{}", pen.paint(Style::Faint, &format!("{:>gutter$} |", "...")));
            }
            let number = pen.paint(Style::Faint, &format!("{:>gutter$} |", mark.line));
            let (before, line) = window(source, mark, pen.width - gutter - 3);
            let _ = writeln!(text, "{number} {}{line}", if before > 0 { "…" } else { "" });
            shown = Some((mark.source, mark.line));
        }
        underline(text, source, mark, gutter, pen, style);
    }
}

fn mark<'a>(label: &'a Label, main: bool, sources: &Sources) -> Option<Mark<'a>> {
    let source = sources.get(label.place.source)?;
    let span = label.place.span;
    let line = source.line_of(span.start);
    let whole = source.line_span(line);
    let start = span.start.min(whole.end);
    let before = visible(source.words(Span { start: whole.start, end: start })).width();
    let words = visible(source.words(Span { start, end: span.end.clamp(start, whole.end) }));
    Some(Mark {
        source: label.place.source,
        line,
        indent: before,
        width: words.trim_end().width().max(1),
        text: &label.text,
        main,
    })
}

/// The part of a long line around the mark: how many columns are cut before it, and what is shown.
fn window(source: &Source, mark: &Mark<'_>, room: usize) -> (usize, String) {
    let line = visible(source.line(mark.line));
    let line = line.trim_end();
    let cut = cut_before(mark, line.width(), room);
    let mut columns = 0;
    let mut shown = String::new();
    let all = line.width();
    for character in line.chars() {
        let width = character.width().unwrap_or(0);
        columns += width;
        if columns <= cut {
            continue;
        }
        if columns > cut + room.saturating_sub(2) && columns < all {
            shown.push('…');
            break;
        }
        shown.push(character);
    }
    (cut, shown)
}

/// How many columns of a line too long for the room are left out on the left.
fn cut_before(mark: &Mark<'_>, width: usize, room: usize) -> usize {
    if width <= room || mark.indent + mark.width.min(room / 2) < room {
        0
    } else {
        mark.indent.saturating_sub(room / 3)
    }
}

fn underline(text: &mut String, source: &Source, mark: &Mark<'_>, gutter: usize, pen: Pen, style: Style) {
    let room = pen.width - gutter - 3;
    let cut = cut_before(mark, visible(source.line(mark.line)).trim_end().width(), room);
    let indent = mark.indent - cut + usize::from(cut > 0);
    let sign = if mark.main { "^" } else { "-" };
    let width = mark.width.min(room.saturating_sub(indent).max(1));
    let drawn = pen.paint(if mark.main { style } else { Style::Strong }, &sign.repeat(width));
    let bar = pen.paint(Style::Faint, &format!("{:>gutter$} |", ""));
    let note = visible(mark.text);
    if note.is_empty() {
        let _ = writeln!(text, "{bar} {}{drawn}", " ".repeat(indent));
    } else if indent + width + 1 + note.width() <= room {
        let _ = writeln!(text, "{bar} {}{drawn} {note}", " ".repeat(indent));
    } else {
        // Below the underline, as far left as it needs to be to fit.
        let _ = writeln!(text, "{bar} {}{drawn}", " ".repeat(indent));
        let start = indent.min(room.saturating_sub(note.width()));
        for line in super::wrap(&note, room.saturating_sub(start).max(20)) {
            let _ = writeln!(text, "{bar} {}{line}", " ".repeat(start));
        }
    }
}
