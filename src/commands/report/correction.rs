//! The corrected lines of a problem: the author's own lines with the edits made.

use crate::text::diagnostic::{Correction, Edit};
use crate::text::source::Sources;
use crate::text::span::Span;

/// The lines to show after `Write:`. Edits are shown as the lines that they change, with their indentation: a line that
/// is copied to the left margin would start a new definition.
pub fn lines(correction: &Correction, sources: &Sources) -> Vec<String> {
    match correction {
        Correction::Lines(text) => text.lines().map(str::to_owned).collect(),
        Correction::Edits(edits) => edited(edits, sources),
    }
}

fn edited(edits: &[Edit], sources: &Sources) -> Vec<String> {
    let Some(source) = edits.first().and_then(|edit| sources.get(edit.place.source)) else {
        return Vec::new();
    };
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.place.span);
    let mut lines = Vec::new();
    let mut rest = edits.as_slice();
    while let Some((first, _)) = rest.split_first() {
        // Edits that share a line are shown together; a change of two distant lines shows just these two.
        let mut last_line = source.line_of(first.place.span.end.max(first.place.span.start));
        let mut taken = 0;
        for edit in rest {
            if source.line_of(edit.place.span.start) > last_line {
                break;
            }
            last_line = source.line_of(edit.place.span.end);
            taken += 1;
        }
        let (group, after) = rest.split_at(taken.max(1));
        rest = after;
        let first_line = source.line_of(first.place.span.start);
        let start = source.line_span(first_line).start;
        let end = source.line_span(last_line).end;
        let mut text = String::new();
        let mut at = start;
        for edit in group {
            text.push_str(source.words(Span { start: at, end: edit.place.span.start }));
            text.push_str(&edit.text);
            at = edit.place.span.end.max(at);
        }
        text.push_str(source.words(Span { start: at.min(end), end }));
        lines.extend(text.lines().map(|line| line.trim_end().to_owned()));
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}
