//! Thousands of random pairs: what the diagrams say is what judging every contact says.

use jiff::civil::{Date, date};
use uld::evaluate::answers::Answer;
use uld::evaluate::cells::input_columns;
use uld::model::program::Program;

use crate::harness::{Grid, answers, checked, compared, examples_pass, word};
use crate::make::{KINDS, Pair, make};

/// The days as of which every contact is judged, where dates are asked: written ones and computed ones stand in every
/// order there is.
fn days(pair: &Pair) -> Vec<Date> {
    let asks_dates = pair.kinds.iter().any(|kind| KINDS[*kind].name == "day");
    if asks_dates { (10..=21).map(|day| date(2026, 1, day)).collect() } else { vec![date(2026, 1, 15)] }
}

const PAIRS: u64 = 1_000;

/// All combinations of the cells of the fields; those of a currency column are blank or EUR.
fn every(program: &Program, pair: &Pair) -> Vec<Vec<&'static str>> {
    let names: Vec<String> = pair.kinds.iter().map(|kind| KINDS[*kind].name.to_owned()).collect();
    let mut rows: Vec<Vec<&'static str>> = vec![Vec::new()];
    let mut add = |cells: &[&'static str]| {
        rows = rows
            .iter()
            .flat_map(|row| cells.iter().map(|cell| row.iter().copied().chain([*cell]).collect()))
            .collect();
    };
    for (name, kind) in names.iter().zip(&pair.kinds) {
        assert!(program.fields.iter().any(|field| field.name == *name));
        add(KINDS[*kind].cells);
        if name == "worth" {
            add(&["", "EUR"]);
        }
    }
    rows
}

/// What every contact says: looser, stricter, asks otherwise.
fn judged(old: &Program, new: &Program, pair: &Pair) -> String {
    let rows = every(new, pair);
    let of = |program: &Program| {
        let mut places = Vec::new();
        let mut next = 0;
        for kind in &pair.kinds {
            places.push((KINDS[*kind].name, next));
            next += if KINDS[*kind].name == "worth" { 2 } else { 1 };
        }
        let columns = input_columns(program)
            .iter()
            .map(|column| {
                let name = &program.field(column.field).unwrap().name;
                let (_, place) = places.iter().find(|(known, _)| known == name).unwrap();
                let extra = usize::from(column.role == uld::evaluate::cells::ColumnRole::Currency);
                rows.iter().map(|row| row[place + extra]).collect()
            })
            .collect();
        let grid = Grid { columns, rows: rows.len() };
        days(pair).into_iter().flat_map(|day| answers(program, day, &grid)).collect::<Vec<_>>()
    };
    let (old, new) = (of(old), of(new));
    let any = |test: &dyn Fn(Answer, Answer) -> bool| old.iter().zip(&new).any(|(old, new)| test(*old, *new));
    let mut words = Vec::new();
    if any(&|old, new| new == Answer::Yes && old != Answer::Yes) {
        words.push("looser");
    }
    if any(&|old, new| old == Answer::Yes && new != Answer::Yes) {
        words.push("stricter");
    }
    if words.is_empty() && any(&|old, new| old != new) {
        words.push("asks otherwise");
    }
    if words.is_empty() { "same".to_owned() } else { words.join(" ") }
}

#[test]
fn diagrams_agree_with_every_contact() {
    let wanted: u64 = std::env::var("ULD_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(PAIRS);
    let first: u64 = std::env::var("ULD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let (mut seen, mut refused) = (std::collections::BTreeMap::new(), 0);
    for seed in first..first + wanted {
        let pair = make(seed);
        let (old, new) = match (checked(&pair.old), checked(&pair.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(problems), _) | (_, Err(problems)) => {
                refused += 1;
                assert!(refused * 3 < wanted.max(30), "seed {seed}: {problems}");
                continue;
            }
        };
        let comparison = compared(&old, &new);
        let (found, truth) = (word(&comparison), judged(&old, &new, &pair));
        assert_eq!(
            found, truth,
            "seed {seed}: diagrams, then every contact\n{}\n{}\n{comparison:?}",
            pair.old, pair.new
        );
        examples_pass(&comparison, &pair.new);
        *seen.entry(found).or_insert(0) += 1;
    }
    assert!(first > 0 || seen.len() >= 5, "{seen:?}");
}
