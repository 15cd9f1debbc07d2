//! What was found in the records beside the contacts' own, for people: a few lines for each block.

use std::fmt::Write;

use super::Run;
use super::draw::counted;
use super::faults::Faults;
use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::model::ids::FieldId;
use crate::records::related::found::{Block, Origin, RelatedSummary};
use crate::text::visible::visible;
use crate::wording::value::number_of;

/// The lines; none if the definition has no such blocks.
pub fn draw(run: &Run<'_>, pen: Pen) -> String {
    let mut text = String::new();
    for related in &run.summary.related {
        let name = visible(related.block.name(run.program));
        let head = match &related.origin {
            Origin::Nowhere => format!("no file for {name}"),
            Origin::Property(property) => {
                format!(
                    "{name}: {} in the records' own `{}`",
                    counted(related.found.rows, "row"),
                    visible(property)
                )
            }
            Origin::File(path) => {
                let rows = counted(related.found.rows, "row");
                format!("{name}: {rows} of {}, {}", visible(path), counted(related.keys, "key"))
            }
        };
        let style = if related.origin == Origin::Nowhere { Style::Warning } else { Style::Strong };
        for (index, line) in wrap(&head, pen.width.saturating_sub(2)).iter().enumerate() {
            let room = if index == 0 { "" } else { "  " };
            let _ = writeln!(text, "{room}{}", pen.paint(style, line));
        }
        for (line, style) in lines(run, related) {
            for (index, line) in wrap(&line, pen.width.saturating_sub(4)).iter().enumerate() {
                let room = if index == 0 { "  " } else { "    " };
                let _ = writeln!(text, "{room}{}", pen.paint(style, line));
            }
        }
        let field = |id: FieldId| match related.block {
            Block::Event(event) => run.program.events.get(event.index())?.fields.get(id.index()),
            Block::Lookup(_) => run.program.field(id),
        };
        let (findings, columns) = (&related.found.findings, &related.columns);
        text.push_str(&Faults { findings, columns, field: &field, noun: "row", indent: 2 }.draw(pen));
    }
    text
}

fn lines(run: &Run<'_>, related: &RelatedSummary) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    let mut say = |count: u64, style: Style, words: String| {
        if count > 0 {
            lines.push((words, style));
        }
    };
    let belong = |count: u64| if count == 1 { "belongs" } else { "belong" };
    let strangers = related.strangers;
    let words = format!("{} {} to no contact", counted(strangers, "row"), belong(strangers));
    say(strangers, Style::Faint, words);
    let blank = related.found.blank_keys;
    let first = blank.first.map(|row| format!("; the first is row {row}")).unwrap_or_default();
    say(blank.count, Style::Faint, format!("{} without a key{first}", counted(blank.count, "row")));
    let after = related.found.after;
    let have = if after == 1 { "has" } else { "have" };
    say(
        after,
        Style::Faint,
        format!("{} after {} {have} not happened yet", counted(after, "row"), run.as_of),
    );
    let repeated = related.repeated;
    let first = repeated.first.map(|row| format!(" (the first again in row {row})")).unwrap_or_default();
    let words = if repeated.count == 1 {
        format!("1 key occurs more than once{first}; its fields count as blank")
    } else {
        format!("{} keys occur more than once{first}; their fields count as blank", number_of(repeated.count))
    };
    say(repeated.count, Style::Warning, words);
    lines
}
