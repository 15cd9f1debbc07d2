//! Which column of an input is meant by which field (language.md, 4.2).
//!
//! Headers are compared as texts; a field without `column` looks for its own name, `_` also matching a blank. Of
//! several names the first that is there is used.

use std::collections::HashMap;

use super::error::RecordsError;
use crate::evaluate::cells::InputColumn;
use crate::evaluate::fold::folded;

/// What became of a column that the definition reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// The column that is read.
    pub found: Option<FoundColumn>,
    /// Other headers that would have served and are not read.
    pub others: Vec<String>,
    /// Where none is found: the header that is most like it.
    pub nearest: Option<String>,
}

/// A column that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundColumn {
    /// Its position in the header, from 0.
    pub position: usize,
    /// Its header, trimmed.
    pub header: String,
}

fn with_blanks(name: &str) -> String {
    name.replace('_', " ")
}

/// The names under which a column may stand: in the first list as written, in the second with `_` as a blank.
fn names(column: &InputColumn) -> impl Iterator<Item = (String, bool)> + '_ {
    column.headers.iter().flat_map(|header| {
        let name = folded(header);
        let blank = (!column.declared).then(|| (with_blanks(&name), true));
        [Some((name, false)), blank].into_iter().flatten()
    })
}

/// Finds the columns of a definition among the headers of a file.
///
/// `repeatable` says that two may be the same: keys of JSON records, of which each record has one.
///
/// # Errors
/// When two columns have the header that a field is read from.
pub fn match_columns(
    path: &str,
    headers: &[String],
    columns: &[InputColumn],
    repeatable: bool,
) -> Result<Vec<Match>, RecordsError> {
    let mut positions: HashMap<String, Vec<usize>> = HashMap::new();
    let mut blank_positions: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, header) in headers.iter().enumerate() {
        let name = folded(header);
        blank_positions.entry(with_blanks(&name)).or_default().push(position);
        positions.entry(name).or_default().push(position);
    }
    let header_at = |position: usize| headers.get(position).map_or("", |header| header.trim()).to_owned();
    let mut matches = Vec::new();
    for column in columns {
        let mut matched = Match::default();
        let mut used: Vec<usize> = Vec::new();
        for (name, blank) in names(column) {
            let there = if blank { blank_positions.get(&name) } else { positions.get(&name) };
            let fresh: Vec<usize> =
                there.into_iter().flatten().copied().filter(|position| !used.contains(position)).collect();
            used.extend(&fresh);
            let Some(first) = fresh.first().copied() else { continue };
            if matched.found.is_some() {
                matched.others.extend(fresh.iter().map(|position| header_at(*position)));
                continue;
            }
            if let Some(second) = fresh.get(1).filter(|_| !repeatable) {
                return Err(RecordsError::TwoColumns {
                    path: path.to_owned(),
                    header: header_at(first),
                    first: first + 1,
                    second: second + 1,
                });
            }
            matched.found = Some(FoundColumn { position: first, header: header_at(first) });
        }
        matches.push(matched);
    }
    let taken: Vec<usize> =
        matches.iter().filter_map(|matched| matched.found.as_ref()).map(|found| found.position).collect();
    let free: Vec<&str> = headers
        .iter()
        .enumerate()
        .filter(|(position, _)| !taken.contains(position))
        .map(|(_, header)| header.trim())
        .collect();
    for (matched, column) in matches.iter_mut().zip(columns) {
        if matched.found.is_none() {
            matched.nearest = nearest(column, &free);
        }
    }
    Ok(matches)
}

/// The header that is most like one of the names of a column.
pub fn nearest(column: &InputColumn, headers: &[&str]) -> Option<String> {
    let wanted: Vec<String> = names(column).map(|(name, _)| with_blanks(&name)).collect();
    let mut best: Option<(f64, &str)> = None;
    for header in headers {
        let candidate = with_blanks(&folded(header));
        if candidate.is_empty() {
            continue;
        }
        for name in &wanted {
            let likeness = likeness(name, &candidate);
            if likeness >= 0.6 && best.is_none_or(|(score, _)| likeness > score) {
                best = Some((likeness, header));
            }
        }
    }
    best.map(|(_, header)| header.to_owned())
}

/// 0 to 1. A name whose words are all in the other is very like it: `employees`, `no. of employees`.
fn likeness(one: &str, other: &str) -> f64 {
    let letters = strsim::normalized_damerau_levenshtein(one, other);
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (few, many) = {
        let (one, other) = (words(one), words(other));
        if one.len() <= other.len() { (one, other) } else { (other, one) }
    };
    let within = !few.is_empty() && few.iter().all(|word| many.contains(word));
    if within { letters.max(0.7 + 0.2 * few.len() as f64 / many.len().max(1) as f64) } else { letters }
}

/// For records that name their columns: by key, in the form that is compared, the columns that it serves, each with
/// its rank; the lowest that a record has is used. The second table is for keys with `_` as a blank.
pub fn key_ranks(columns: &[InputColumn]) -> [HashMap<String, Vec<(u32, u32)>>; 2] {
    let mut ranks = [HashMap::new(), HashMap::new()];
    let [exact, blanks] = &mut ranks;
    for (index, column) in columns.iter().enumerate() {
        for (rank, (name, blank)) in names(column).enumerate() {
            let table: &mut HashMap<String, Vec<(u32, u32)>> = if blank { blanks } else { exact };
            table.entry(name).or_default().push((index as u32, rank as u32));
        }
    }
    ranks
}

/// The columns that a key serves, with its rank for each.
pub fn ranks_of(ranks: &[HashMap<String, Vec<(u32, u32)>>; 2], key: &str) -> Vec<(u32, u32)> {
    let [exact, blanks] = ranks;
    let name = folded(key);
    let mut served = exact.get(&name).cloned().unwrap_or_default();
    for (column, rank) in blanks.get(&with_blanks(&name)).into_iter().flatten() {
        if !served.iter().any(|(other, _)| other == column) {
            served.push((*column, *rank));
        }
    }
    served
}

/// Headers with a name each: an empty one is `column 3`, a repeated one gets ` (2)`.
pub fn distinct(headers: &[String]) -> Vec<String> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let all: Vec<String> = headers.iter().map(|header| folded(header)).collect();
    headers
        .iter()
        .enumerate()
        .map(|(position, header)| {
            let base = if header.trim().is_empty() {
                format!("column {}", position + 1)
            } else {
                header.trim().to_owned()
            };
            let count = taken.entry(folded(&base)).or_default();
            *count += 1;
            if *count == 1 {
                return base;
            }
            let mut number = *count;
            let mut name = format!("{base} ({number})");
            while all.contains(&folded(&name)) {
                number += 1;
                name = format!("{base} ({number})");
            }
            name
        })
        .collect()
}
