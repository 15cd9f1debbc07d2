//! Both evaluators over a case, and what to show when they differ.

use uld::syntax::document::Document;

use super::definition::Definition;
use super::engine::{Columns, judged, loaded, program};
use super::judge::Judge;
use super::logic::Bug;
use super::make::Case;
use super::table::Table;

/// The first difference of a case: the record, the column, what the reference says, what the program says.
#[derive(Clone, Debug)]
pub struct Difference {
    pub record: usize,
    pub column: String,
    pub expected: String,
    pub got: String,
}

pub fn reference(document: &Document, case: &Case, bug: Option<Bug>) -> Vec<Columns> {
    let definition = Definition::of(document);
    let mut judge = Judge::new(&definition, &case.contacts, &case.related, case.as_of, bug);
    (0..case.contacts.rows.len())
        .map(|record| {
            judge.turn_to(record);
            judge.columns()
        })
        .collect()
}

/// Judges a case both ways.
///
/// # Errors
/// What is wrong with the definition, or with the run.
pub fn compare(case: &Case, bug: Option<Bug>) -> Result<Option<Difference>, String> {
    let loaded = loaded(&case.text());
    let program = program(&loaded)?;
    let got = judged(&program, case)?;
    let document = loaded.documents.first().ok_or("no document")?;
    Ok(first_difference(&reference(document, case, bug), &got))
}

fn first_difference(expected: &[Columns], got: &[Columns]) -> Option<Difference> {
    for record in 0..expected.len().max(got.len()) {
        let (Some(wanted), Some(found)) = (expected.get(record), got.get(record)) else {
            let (expected, got) = (expected.len().to_string(), got.len().to_string());
            return Some(Difference { record, column: "records".to_owned(), expected, got });
        };
        for index in 0..wanted.len().max(found.len()) {
            let none = (String::new(), "no such column".to_owned());
            let (one, other) = (wanted.get(index).unwrap_or(&none), found.get(index).unwrap_or(&none));
            if one != other {
                let column =
                    if one.0 == other.0 { one.0.clone() } else { format!("{} / {}", one.0, other.0) };
                return Some(Difference { record, column, expected: one.1.clone(), got: other.1.clone() });
            }
        }
    }
    None
}

/// Makes a case that differs smaller: one record, fewer definitions, fewer lines, fewer rows beside it.
pub fn shrunk(case: &Case, first: &Difference, bug: Option<Bug>) -> (Case, Difference) {
    let mut case = case.clone();
    let mut found = first.clone();
    let still = |candidate: &Case| match std::panic::catch_unwind(|| compare(candidate, bug)) {
        Ok(Ok(difference)) => difference.filter(|difference| difference.column == first.column),
        Ok(Err(_)) | Err(_) => None,
    };
    let mut alone = case.clone();
    alone.contacts.rows = vec![case.contacts.rows[first.record].clone()];
    if let Some(difference) = still(&alone) {
        (case, found) = (alone, difference);
    }
    for _ in 0..2 {
        for index in (0..case.items.len()).rev() {
            let mut smaller = case.clone();
            smaller.items.remove(index);
            if let Some(difference) = still(&smaller) {
                (case, found) = (smaller, difference);
                continue;
            }
            let lines: Vec<String> = case.items[index].lines().map(str::to_owned).collect();
            for line in (1..lines.len()).rev() {
                let mut smaller = case.clone();
                let left: Vec<String> = smaller.items[index].lines().map(str::to_owned).collect();
                let Some(gone) = lines.get(line) else { continue };
                let kept: Vec<String> =
                    left.iter().filter(|own| *own != gone).map(|own| format!("{own}\n")).collect();
                smaller.items[index] = kept.concat();
                if let Some(difference) = still(&smaller) {
                    (case, found) = (smaller, difference);
                }
            }
        }
    }
    for name in case.related.keys().cloned().collect::<Vec<_>>() {
        for row in (0..case.related[&name].rows.len()).rev() {
            let mut smaller = case.clone();
            if let Some(table) = smaller.related.get_mut(&name) {
                table.rows.remove(row);
            }
            if let Some(difference) = still(&smaller) {
                (case, found) = (smaller, difference);
            }
        }
    }
    (case, found)
}

/// A case and its difference, as people read them.
pub fn shown(seed: u64, case: &Case, difference: &Difference) -> String {
    let table = |name: &str, table: &Table| {
        let rows: Vec<String> = table.rows.iter().map(|row| row.join(" | ")).collect();
        format!("{name}\n  {}\n  {}\n", table.headers.join(" | "), rows.join("\n  "))
    };
    let mut related: Vec<String> = case.related.iter().map(|(name, rows)| table(name, rows)).collect();
    related.sort();
    let record = case.contacts.rows.get(difference.record).cloned().into_iter().collect();
    let contact = Table { headers: case.contacts.headers.clone(), rows: record };
    format!(
        "seed {seed}, as of {}, record {}, column {}\n  expected {:?}\n  got      {:?}\n{}\n{}{}",
        case.as_of.text(),
        difference.record,
        difference.column,
        difference.expected,
        difference.got,
        case.text(),
        table("the record", &contact),
        related.concat()
    )
}
