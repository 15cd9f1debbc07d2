//! The lines of a definition with their guilty words underlined.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::commands::terminal::{Pen, Style};
use crate::text::diagnostic::Label;
use crate::text::source::{Source, Sources};
use crate::text::span::{SourceId, Span};
use crate::text::visible::visible;

/// How many bytes around the mark of a longer line are looked at: a line may be a whole file.
const AROUND: u32 = 300;

/// One underline on one line.
struct Mark<'a> {
    source: SourceId,
    line: usize,
    /// The part of the line around it, as shown: the same for all marks of a line of ordinary length.
    view: View,
    /// Columns before it in the view, and its own width.
    indent: usize,
    width: usize,
    text: &'a str,
    main: bool,
}

/// A line, or the part of a very long one.
#[derive(PartialEq, Eq)]
struct View {
    text: String,
    /// Whether the line begins before it, or goes on after it.
    cut_left: bool,
    cut_right: bool,
}

/// Draws the lines that hold the labels, each once, in the order of the labels' files and lines.
pub fn draw(text: &mut String, labels: &[Label], sources: &Sources, pen: Pen, style: Style) {
    let mut marks: Vec<Mark<'_>> =
        labels.iter().enumerate().filter_map(|(index, label)| mark(label, index == 0, sources)).collect();
    let Some(first) = marks.first().map(|mark| mark.source) else { return };
    marks.sort_by_key(|mark| (mark.source != first, mark.source, mark.line, mark.indent));
    let gutter = marks.iter().map(|mark| mark.line.to_string().len()).max().unwrap_or(1).max(3);
    let room = pen.width - gutter - 3;
    let mut shown: Option<(&Mark<'_>, usize)> = None;
    for mark in &marks {
        let Some(source) = sources.get(mark.source) else { continue };
        let before = shown.map(|(before, _)| (before.source, before.line));
        if before.is_none_or(|(file, _)| file != mark.source) && mark.source != first {
            let name = format!("{}, line {}:", visible(&source.name), mark.line);
            let _ = writeln!(text, "  {}", pen.paint(Style::Faint, &name));
        }
        let cut = cut_before(mark, room);
        let again = shown.is_some_and(|(before, before_cut)| {
            (before.source, before.line, before_cut) == (mark.source, mark.line, cut)
                && before.view == mark.view
        });
        if !again {
            if let Some((file, line)) = before
                && file == mark.source
                && mark.line > line + 1
            {
                let _ = writeln!(text, "{}", pen.paint(Style::Faint, &format!("{:>gutter$} |", "...")));
            }
            let number = pen.paint(Style::Faint, &format!("{:>gutter$} |", mark.line));
            let _ = writeln!(text, "{number} {}", window(&mark.view, cut, room));
            shown = Some((mark, cut));
        }
        underline(text, mark, cut, gutter, pen, style);
    }
}

fn mark<'a>(label: &'a Label, main: bool, sources: &Sources) -> Option<Mark<'a>> {
    let source = sources.get(label.place.source)?;
    let span = label.place.span;
    let line = source.line_of(span.start);
    let whole = source.line_span(line);
    let start = span.start.min(whole.end);
    let seen = around(source, whole, start);
    let words = |start, end| visible(source.words(Span { start, end }));
    Some(Mark {
        source: label.place.source,
        line,
        view: View {
            text: words(seen.start, seen.end).trim_end().to_owned(),
            cut_left: seen.start > whole.start,
            cut_right: seen.end < whole.end,
        },
        indent: words(seen.start, start).width(),
        width: words(start, span.end.clamp(start, seen.end)).trim_end().width().max(1),
        text: &label.text,
        main,
    })
}

/// The part of a line to look at: all of it, unless it is very long.
fn around(source: &Source, whole: Span, start: u32) -> Span {
    if whole.end - whole.start <= 4 * AROUND {
        return whole;
    }
    let boundary = |offset: u32| (offset..whole.end).find(|at| source.text().is_char_boundary(*at as usize));
    let from = start.saturating_sub(AROUND).max(whole.start);
    let to = (start + 2 * AROUND).min(whole.end);
    Span { start: boundary(from).unwrap_or(start), end: boundary(to).unwrap_or(whole.end) }
}

/// The part of a line that fits, `…` where there is more.
fn window(view: &View, cut: usize, room: usize) -> String {
    let mut shown = String::from(if cut > 0 || view.cut_left { "…" } else { "" });
    let all = view.text.width();
    let mut columns = 0;
    for character in view.text.chars() {
        columns += character.width().unwrap_or(0);
        if columns <= cut {
            continue;
        }
        if columns > cut + room.saturating_sub(2) && columns < all {
            shown.push('…');
            return shown;
        }
        shown.push(character);
    }
    if view.cut_right {
        shown.push('…');
    }
    shown
}

/// How many columns of a line too long for the room are left out on the left.
fn cut_before(mark: &Mark<'_>, room: usize) -> usize {
    if mark.view.text.width() <= room || mark.indent + mark.width.min(room / 2) < room {
        0
    } else {
        mark.indent.saturating_sub(room / 3)
    }
}

fn underline(text: &mut String, mark: &Mark<'_>, cut: usize, gutter: usize, pen: Pen, style: Style) {
    let room = pen.width - gutter - 3;
    let indent = mark.indent - cut + usize::from(cut > 0 || mark.view.cut_left);
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
