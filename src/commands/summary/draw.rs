//! The summary for people.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::Run;
use crate::commands::report::wrap;
use crate::commands::terminal::{Pen, Style};
use crate::evaluate::cells::input_columns;
use crate::evaluate::verdicts::Fault;
use crate::explain::question_name;
use crate::model::field::Field;
use crate::model::ids::StageId;
use crate::model::lifecycle::{Destination, Question};
use crate::records::rows::RowFault;
use crate::records::summary::{ColumnSummary, RecordedAs, RowFinding};
use crate::text::visible::visible;
use crate::wording::value::{destination, number_of, stage_title};

/// How many of the fields most asked for, and of the rows at fault, are named.
const NAMED: usize = 3;

/// The whole summary, line by line.
pub fn draw(run: &Run<'_>, pen: Pen) -> String {
    let mut text = String::new();
    head(&mut text, run, pen);
    stages(&mut text, run, pen);
    open(&mut text, run);
    recorded(&mut text, run, pen);
    other_columns(&mut text, run, pen);
    rows(&mut text, run, pen);
    cells(&mut text, run, pen);
    required(&mut text, run, pen);
    text
}

fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", number_of(count), if count == 1 { "" } else { "s" })
}

fn head(text: &mut String, run: &Run<'_>, pen: Pen) {
    let rate = run.rate().map(|rate| format!(", {} a second", number_of(rate))).unwrap_or_default();
    let records = counted(run.summary.records, "record");
    let title = format!("{records} of {} judged as of {}{rate}", visible(&run.input.name), run.as_of);
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
            RecordedAs::Stage(stage) => destination(run.program, Destination::Stage(*stage)),
            RecordedAs::Aside(aside) => destination(run.program, Destination::Aside(*aside)),
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

/// Columns that a field could have been read from, had another of its headers not come first.
fn other_columns(text: &mut String, run: &Run<'_>, pen: Pen) {
    for column in run.summary.columns.iter().filter(|column| !column.header.others.is_empty()) {
        let others: Vec<String> =
            column.header.others.iter().map(|other| format!("\"{}\"", visible(other))).collect();
        let line = format!("not read: {}, since there is \"{}\"", others.join(", "), visible(&column.label));
        let _ = writeln!(text, "{}", pen.paint(Style::Warning, &line));
    }
}

/// Records at fault as a whole.
fn rows(text: &mut String, run: &Run<'_>, pen: Pen) {
    let summary = run.summary;
    let faults = summary.row_faults;
    let kinds = [
        (faults.short, "shorter than the header; the missing cells count as blank"),
        (faults.long, "longer than the header; the extra cells are left out"),
        (faults.no_object, "no JSON object; all of its fields count as blank"),
        (faults.repeated_keys, "with a key that occurs twice; the last one counts"),
    ];
    for (index, (count, what)) in kinds.iter().enumerate() {
        if *count == 0 {
            continue;
        }
        let line = format!("{} {what}", counted(*count, "record"));
        let _ = writeln!(text, "{}", pen.paint(Style::Warning, &line));
        let first: Vec<String> =
            summary.rows.iter().filter(|row| kind_of(row) == index).take(NAMED).map(place_of).collect();
        let more = count.saturating_sub(first.len() as u64);
        let more = if more > 0 { format!(", and {} more", number_of(more)) } else { String::new() };
        let _ = writeln!(text, "  {}{more}", first.join(", "));
    }
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

fn kind_of(row: &RowFinding) -> usize {
    match row.fault {
        RowFault::Short { .. } => 0,
        RowFault::Long { .. } => 1,
        RowFault::NoObject => 2,
        RowFault::RepeatedKey { .. } => 3,
    }
}

fn place_of(row: &RowFinding) -> String {
    match &row.fault {
        RowFault::Short { cells } | RowFault::Long { cells } => {
            format!("row {} (line {}, {})", row.record, row.line, counted(*cells as u64, "cell"))
        }
        RowFault::NoObject | RowFault::RepeatedKey { .. } => {
            format!("row {} (line {})", row.record, row.line)
        }
    }
}

/// Cells that could not be read, by column: how many, what is wrong, and the first shapes.
fn cells(text: &mut String, run: &Run<'_>, pen: Pen) {
    if run.summary.unreadable == 0 {
        return;
    }
    let counts = if run.summary.unreadable == 1 { "counts" } else { "count" };
    let line =
        format!("{} could not be read, and {counts} as blank", counted(run.summary.unreadable, "cell"));
    let _ = writeln!(text, "{}", pen.paint(Style::Warning, &line));
    let columns = input_columns(run.program);
    for (column, counted) in columns.iter().zip(&run.summary.columns) {
        if counted.unreadable.count == 0 {
            continue;
        }
        let shapes: Vec<String> =
            counted.shapes.iter().map(|(shape, row)| format!("row {row} `{}`", visible(shape))).collect();
        let named = shapes.len() as u64;
        let more = counted.unreadable.count.saturating_sub(named);
        let more = if more > 0 { format!(", and {} more", number_of(more)) } else { String::new() };
        said(text, 2, &format!("{}: {}{more}", visible(&counted.label), shapes.join(", ")), pen);
        for sentence in
            run.program.field(column.field).into_iter().flat_map(|field| sentences(field, counted))
        {
            said(text, 4, &sentence, pen);
        }
    }
}

/// What is wrong with a column's cells, each kind once: `is not a whole number (2)`.
fn sentences(field: &Field, column: &ColumnSummary) -> Vec<String> {
    let faults = column.faults.iter().filter(|(fault, _)| **fault != Fault::RequiredMissing);
    faults.map(|(fault, count)| format!("{} ({})", fault.sentence(field), number_of(*count))).collect()
}

/// A line of words, wrapped, with its indentation.
fn said(text: &mut String, indent: usize, words: &str, pen: Pen) {
    for (index, line) in wrap(words, pen.width.saturating_sub(indent + 2)).iter().enumerate() {
        let room = if index == 0 { indent } else { indent + 2 };
        let _ = writeln!(text, "{}{line}", " ".repeat(room));
    }
}

fn required(text: &mut String, run: &Run<'_>, pen: Pen) {
    for column in run.summary.columns.iter().filter(|column| column.required_missing.count > 0) {
        let line = format!(
            "{} blank in {}, which is required",
            counted(column.required_missing.count, "cell"),
            visible(&column.label)
        );
        let first =
            column.required_missing.first.map(|row| format!("; the first in row {row}")).unwrap_or_default();
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
