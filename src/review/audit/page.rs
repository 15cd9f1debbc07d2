//! The audit as a page: one file that fetches nothing, runs nothing, and prints well.

use super::report::{Group, Line, Reason, Report};
use crate::page::html::html;
use crate::page::tree::{Block, Column, Inline, Page, Section, Table};
use crate::wording::value::number_of;

/// What stands above the tables.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'h> {
    /// The definition's title; empty without one.
    pub title: &'h str,
    /// Its version.
    pub version: Option<u32>,
    /// The day it was judged by.
    pub as_of: jiff::civil::Date,
    /// What the records were read from.
    pub records: &'h str,
    /// How many there were.
    pub count: u64,
}

/// The whole page, as HTML.
pub fn page(report: &Report, heading: &Heading<'_>) -> String {
    let title = match (heading.title, heading.version) {
        ("", _) => "Duties".to_owned(),
        (title, Some(version)) => format!("Duties: {title}, version {version}"),
        (title, None) => format!("Duties: {title}"),
    };
    let records = if heading.count == 1 { "record" } else { "records" };
    let count = number_of(heading.count);
    let mut opening =
        vec![paragraph(format!("{count} {records} of {}, as of {}", heading.records, heading.as_of))];
    if report.groups.is_empty() && report.listed.is_empty() {
        opening.push(paragraph("The definition states no duties.".to_owned()));
    }
    let mut sections: Vec<Section> = report.groups.iter().map(of_group).collect();
    if !report.listed.is_empty() {
        let items = report.listed.iter().map(|listed| format!("{} ({})", listed.sentence, listed.why));
        let blocks = vec![list(items)];
        sections.push(Section { title: "Not measured".to_owned(), blocks, ..Section::default() });
    }
    let closing = vec![paragraph("kept: met, of those that are met or late".to_owned())];
    html(&Page { title, opening, sections, closing })
}

/// The duties of one side or team: counted in a table, then each with who is late and what is not known.
fn of_group(group: &Group) -> Section {
    let number = |title: &str| Column { title: title.to_owned(), numbers: true };
    let duty = Column { title: "duty".to_owned(), numbers: false };
    let numbers = ["met", "late", "due", "unknown", "kept"].map(number);
    let table = Table {
        caption: String::new(),
        head: [duty].into_iter().chain(numbers).collect(),
        rows: group.lines.iter().map(counts).collect(),
    };
    Section {
        title: group.who.clone(),
        blocks: vec![Block::Table(table)],
        sections: group.lines.iter().filter_map(details).collect(),
        ..Section::default()
    }
}

fn counts(line: &Line) -> Vec<Vec<Inline>> {
    let late = text(number_of(line.late));
    vec![
        text(line.sentence.clone()),
        text(number_of(line.met)),
        if line.late > 0 { vec![Inline::Strong(late)] } else { late },
        text(number_of(line.due)),
        text(number_of(line.unknown)),
        text(line.kept_share()),
    ]
}

fn details(line: &Line) -> Option<Section> {
    if line.late_contacts.is_empty() && line.reasons.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if !line.late_contacts.is_empty() {
        blocks.push(paragraph("Late:".to_owned()));
        blocks.push(list(line.late_contacts.iter().map(|(contact, until)| {
            let until = until.as_deref().map(|until| format!(", by {until}")).unwrap_or_default();
            format!("{contact}{until}")
        })));
        if let Some(otherwise) = &line.otherwise {
            blocks.push(paragraph(format!("Agreed for these: {otherwise}")));
        }
    }
    let unknown =
        |reason: &Reason| paragraph(format!("{} unknown: {}", number_of(reason.count), reason.sentence));
    blocks.extend(line.reasons.iter().map(unknown));
    Some(Section { title: line.sentence.clone(), blocks, ..Section::default() })
}

fn text(text: String) -> Vec<Inline> {
    vec![Inline::Text(text)]
}

fn paragraph(said: String) -> Block {
    Block::Paragraph(text(said))
}

fn list(items: impl Iterator<Item = String>) -> Block {
    Block::List { ordered: false, items: items.map(|item| vec![paragraph(item)]).collect() }
}
