//! The summary for people.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::faults::Faults;
use super::{Run, owner_name};
use crate::commands::pace::{rough, time};
use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::evaluate::cells::input_columns;
use crate::explain::question_name;
use crate::model::ids::{FieldId, StageId};
use crate::model::lifecycle::{Destination, Question};
use crate::records::summary::RecordedAs;
use crate::text::visible::visible;
use crate::wording::name::{destination_title, stage_title};
use crate::wording::value::number_of;

/// How many of the fields most asked for are named.
const NAMED: usize = 3;

/// The whole summary, line by line.
pub fn draw(run: &Run<'_>, pen: Pen) -> String {
    let mut text = String::new();
    head(&mut text, run, pen);
    stages(&mut text, run, pen);
    open(&mut text, run);
    recorded(&mut text, run, pen);
    scores(&mut text, run, pen);
    routes(&mut text, run, pen);
    let columns = input_columns(run.program);
    let field = |id: FieldId| run.program.field(id);
    let findings = &run.summary.findings;
    text.push_str(
        &Faults { findings, columns: &columns, field: &field, noun: "record", indent: 0 }.draw(pen),
    );
    own_rows(&mut text, run, pen);
    text.push_str(&super::related::draw(run, pen));
    text
}

pub(super) fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", number_of(count), if count == 1 { "" } else { "s" })
}

fn head(text: &mut String, run: &Run<'_>, pen: Pen) {
    let pace = |rate| format!(" in {} ({} a second)", time(run.took), rough(rate));
    let pace = run.rate().map(pace).unwrap_or_default();
    let records = counted(run.summary.records, "record");
    let sheet = run.input.sheet.as_deref();
    let sheet = sheet.map(|name| format!(", sheet {name:?},")).unwrap_or_default();
    let file = visible(&run.input.name);
    let title = format!("{records} of {file}{} judged as of {}{pace}", visible(&sheet), run.as_of);
    let _ = writeln!(text, "{}", pen.paint(Style::Strong, &title));
}

fn share(count: u64, of: u64) -> String {
    if of == 0 { "-".to_owned() } else { format!("{:.1}%", count as f64 * 100.0 / of as f64) }
}

fn stages(text: &mut String, run: &Run<'_>, pen: Pen) {
    let summary = run.summary;
    let mut table = vec![vec!["stage".to_owned(), "records".to_owned(), "share".to_owned()]];
    let mut add =
        |name: String, count: u64| table.push(vec![name, number_of(count), share(count, summary.records)]);
    for (index, count) in summary.stages.iter().enumerate() {
        add(stage_title(run.program, StageId::at(index)), *count);
    }
    if !run.program.lifecycle.declared {
        let name =
            run.program.stages.first().map(|_| format!("not {}", stage_title(run.program, StageId::at(0))));
        add(name.unwrap_or_else(|| "no stage".to_owned()), summary.no_stage);
    }
    aligned(text, &table, pen);
}

/// How many could be more, and what to ask for.
fn open(text: &mut String, run: &Run<'_>) {
    let summary = run.summary;
    if summary.could_be_more == 0 {
        return;
    }
    let _ = writeln!(text, "{} could be more: a later stage is still open", number_of(summary.could_be_more));
    let mut asked: Vec<(&Question, &u64)> = summary.asked.iter().collect();
    asked.sort_by(|one, two| two.1.cmp(one.1).then(one.0.cmp(two.0)));
    let named: Vec<String> = asked
        .iter()
        .take(NAMED)
        .map(|(question, count)| {
            format!("{} ({})", visible(&question_name(run.program, **question)), number_of(**count))
        })
        .collect();
    if !named.is_empty() {
        let _ = writeln!(text, "most asked for: {}", named.join(", "));
    }
}

/// The CRM's own stage against ours.
fn recorded(text: &mut String, run: &Run<'_>, pen: Pen) {
    if run.summary.recorded.is_empty() {
        return;
    }
    let mut header = vec!["in the CRM".to_owned()];
    header.extend((0..run.program.stages.len()).map(|stage| stage_title(run.program, StageId::at(stage))));
    let mut table = vec![header];
    for (recorded, counts) in &run.summary.recorded {
        let name = match recorded {
            RecordedAs::Stage(stage) => destination_title(run.program, Destination::Stage(*stage)),
            RecordedAs::Aside(aside) => destination_title(run.program, Destination::Aside(*aside)),
            RecordedAs::Other => "something else".to_owned(),
            RecordedAs::Blank => "nothing".to_owned(),
        };
        let mut row = vec![name];
        let stages = counts.iter().take(run.program.stages.len());
        row.extend(stages.map(|count| if *count == 0 { "-".to_owned() } else { number_of(*count) }));
        table.push(row);
    }
    // Stages are many and their titles long: beyond the width, they are numbered and named below.
    let width: usize =
        (0..table.first().map_or(0, Vec::len)).map(|column| width_of(&table, column) + 2).sum();
    if width > pen.width
        && let Some(header) = table.first_mut()
    {
        for (index, cell) in header.iter_mut().enumerate().skip(1) {
            *cell = format!("({index})");
        }
    }
    aligned(text, &table, pen);
    if width > pen.width {
        let names = (0..run.program.stages.len()).map(|stage| {
            format!("({}) {}", stage + 1, visible(&stage_title(run.program, StageId::at(stage))))
        });
        for line in wrap(&names.collect::<Vec<_>>().join("  "), pen.width - 2) {
            let _ = writeln!(text, "  {line}");
        }
    }
}

/// How many records each band of a score has.
fn scores(text: &mut String, run: &Run<'_>, pen: Pen) {
    for (score, counts) in run.program.scores.iter().zip(&run.summary.bands) {
        if counts.is_empty() {
            continue;
        }
        let mut table = vec![vec![score.name.clone(), "records".to_owned(), "share".to_owned()]];
        let names = score.bands.iter().map(|band| band.name.as_str());
        for (index, (name, count)) in names.chain(["not settled"]).zip(counts).enumerate() {
            if index < score.bands.len() || *count > 0 {
                table.push(vec![name.to_owned(), number_of(*count), share(*count, run.summary.records)]);
            }
        }
        aligned(text, &table, pen);
    }
}

/// How many records each owner gets.
fn routes(text: &mut String, run: &Run<'_>, pen: Pen) {
    if run.summary.owners.is_empty() {
        return;
    }
    let mut table = vec![vec!["goes to".to_owned(), "records".to_owned(), "share".to_owned()]];
    for (owner, count) in &run.summary.owners {
        let name = owner_name(run.program, *owner);
        table.push(vec![name, number_of(*count), share(*count, run.summary.records)]);
    }
    aligned(text, &table, pen);
}

/// What is wrong with contacts as a whole.
fn own_rows(text: &mut String, run: &Run<'_>, pen: Pen) {
    let summary = run.summary;
    if summary.unkept > 0 {
        let line = format!(
            "{} came after the first records, and has no column of its own in the result",
            counted(summary.unkept, "key")
        );
        let _ = writeln!(text, "{}", pen.paint(Style::Warning, &line));
    }
    if summary.blank_ids.count > 0 {
        let line = format!("{} without an id", counted(summary.blank_ids.count, "record"));
        let first =
            summary.blank_ids.first.map(|row| format!(", the first is row {row}")).unwrap_or_default();
        let _ = writeln!(text, "{}{first}", pen.paint(Style::Warning, &line));
    }
}

/// A table two blanks in: the first column to the left, numbers to the right.
fn aligned(text: &mut String, table: &[Vec<String>], pen: Pen) {
    let columns = table.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns).map(|column| width_of(table, column)).collect();
    for (index, row) in table.iter().enumerate() {
        let mut line = String::from(" ");
        for (column, cell) in row.iter().enumerate() {
            let cell = visible(cell);
            let room = widths.get(column).copied().unwrap_or(0).saturating_sub(cell.width());
            line.push(' ');
            if column == 0 {
                line.push_str(&cell);
                line.push_str(&" ".repeat(room));
            } else {
                line.push_str(&" ".repeat(room));
                line.push_str(&cell);
            }
            line.push(' ');
        }
        let line = line.trim_end();
        let _ =
            writeln!(text, "{}", if index == 0 { pen.paint(Style::Faint, line) } else { line.to_owned() });
    }
}

fn width_of(table: &[Vec<String>], column: usize) -> usize {
    table.iter().filter_map(|row| row.get(column)).map(|cell| visible(cell).width()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_of_nothing_are_nothing() {
        assert_eq!(share(1, 0), "-");
        assert_eq!(share(1, 8), "12.5%");
    }
}
