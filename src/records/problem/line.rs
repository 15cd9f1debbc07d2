//! The author's own line of an event's field with one clause changed: all that is said there stays.

use crate::text::source::Sources;
use crate::text::span::{Place, Span};

/// Where the line of a field ends, its comment and the blanks before that left out; and what stands on it.
fn line_of(sources: &Sources, field: Place) -> Option<(Span, &str)> {
    let source = sources.get(field.source)?;
    let line = source.line_span(source.line_of(field.span.start));
    let words = source.words(line);
    let mut quoted = false;
    let mut end = words.len();
    for (at, character) in words.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let words = words.get(..end)?.trim_end();
    Some((Span { start: line.start, end: line.start + words.len() as u32 }, words))
}

/// Where a clause is added to a field; none where its text is not at hand.
pub(super) fn end_of_line(sources: &Sources, field: Place) -> Option<Place> {
    let (line, words) = line_of(sources, field)?;
    if words.trim().is_empty() || words.ends_with(',') {
        return None;
    }
    Some(Place::new(field.source, Span { start: line.end, end: line.end }))
}

/// Where the text after `column` stands, with its quotes.
pub(super) fn column_text(sources: &Sources, field: Place) -> Option<Place> {
    let (line, words) = line_of(sources, field)?;
    let clause = words.find(" column \"")? + " column ".len();
    let length = words.get(clause + 1..)?.find('"')? + 2;
    let start = line.start + clause as u32;
    Some(Place::new(field.source, Span { start, end: start + length as u32 }))
}
