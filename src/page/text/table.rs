//! A table in columns if they fit, else row by row.

use unicode_width::UnicodeWidthStr;

use super::wrap::wrapped;
use super::{indented, joined};
use crate::page::run::shown;
use crate::page::tree::Table;

/// Between two columns.
const GAP: usize = 2;
/// How narrow the widest column may become, so that the others fit.
const NARROWEST: usize = 24;

/// The lines of a table with these cells, which may have several lines each.
pub(super) fn table(table: &Table, rows: Vec<Vec<String>>, width: usize) -> Vec<String> {
    let titles: Vec<String> = table.head.iter().map(|column| shown(&column.title)).collect();
    let caption = wrapped(&shown(&table.caption), width);
    let drawn = match widths(&titles, &rows, width) {
        Some(widths) => in_columns(table, &titles, &rows, &widths),
        None => by_row(&titles, &rows, width),
    };
    joined(vec![caption, drawn])
}

/// How wide each column is; none if they do not fit.
fn widths(titles: &[String], rows: &[Vec<String>], width: usize) -> Option<Vec<usize>> {
    let columns = rows.iter().map(Vec::len).chain([titles.len()]).max().unwrap_or(0);
    let wide = |text: Option<&String>| {
        text.map_or(0, |text| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0))
    };
    let mut widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = rows.iter().map(|row| wide(row.get(at)));
            cells.chain([wide(titles.get(at))]).max().unwrap_or(0)
        })
        .collect();
    let total = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
    if total > width {
        let over = total - width;
        let widest = widths.iter_mut().max()?;
        if *widest < over + NARROWEST {
            return None;
        }
        *widest -= over;
        let room = *widest;
        // A word that is longer than its column would push the next one aside.
        let at = widths.iter().position(|wide| *wide == room)?;
        let words = rows
            .iter()
            .filter_map(|row| row.get(at))
            .chain(titles.get(at))
            .flat_map(|text| text.split_whitespace());
        if words.into_iter().any(|word| word.width() > room) {
            return None;
        }
    }
    Some(widths)
}

fn in_columns(table: &Table, titles: &[String], rows: &[Vec<String>], widths: &[usize]) -> Vec<String> {
    let numbers = |at: usize| table.head.get(at).is_some_and(|column| column.numbers);
    let row = |cells: &[String]| {
        let cells: Vec<Vec<String>> = widths
            .iter()
            .enumerate()
            .map(|(at, wide)| cells.get(at).map(|cell| lines(cell, *wide)).unwrap_or_default())
            .collect();
        let tall = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let line = |number: usize| {
            let parts: Vec<String> = cells
                .iter()
                .zip(widths)
                .enumerate()
                .map(|(at, (lines, wide))| {
                    let text = lines.get(number).map(String::as_str).unwrap_or_default();
                    let blank = " ".repeat(wide.saturating_sub(text.width()));
                    if numbers(at) { format!("{blank}{text}") } else { format!("{text}{blank}") }
                })
                .collect();
            parts.join(&" ".repeat(GAP)).trim_end().to_owned()
        };
        (0..tall).map(line).collect::<Vec<String>>()
    };
    let mut lines = row(titles);
    let rule: Vec<String> = widths.iter().map(|wide| "-".repeat(*wide)).collect();
    lines.push(rule.join(&" ".repeat(GAP)));
    lines.extend(rows.iter().flat_map(|cells| row(cells)));
    lines
}

/// The lines of a cell; where it ends a line, so does the table.
fn lines(cell: &str, width: usize) -> Vec<String> {
    cell.lines().flat_map(|line| wrapped(line, width)).collect()
}

fn by_row(titles: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let empty = String::new();
    let group = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let title = titles.get(at).unwrap_or(&empty);
            let said = if title.is_empty() { cell.clone() } else { format!("{title}: {cell}") };
            indented(lines(&said, width.saturating_sub(2)), "", "  ")
        });
        cells.collect::<Vec<_>>().concat()
    };
    joined(rows.iter().map(group).collect())
}
