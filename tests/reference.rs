//! A second evaluator, slow and obvious, written from section 4 of the language alone; random definitions with random
//! records; and the two held against each other, column by column.
//!
//! `ULD_PAIRS=10000000 cargo test --release --test reference -- --nocapture` compares more of them.

#![cfg(test)]
#![expect(
    clippy::string_slice,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail, and says how far it is"
)]

#[path = "reference/ask.rs"]
mod ask;
#[path = "reference/calendar.rs"]
mod calendar;
#[path = "reference/cells.rs"]
mod cells;
#[path = "reference/columns.rs"]
mod columns;
#[path = "reference/compare.rs"]
mod compare;
#[path = "reference/conditions.rs"]
mod conditions;
#[path = "reference/definition.rs"]
mod definition;
#[path = "reference/dice.rs"]
mod dice;
#[path = "reference/engine.rs"]
mod engine;
#[path = "reference/events.rs"]
mod events;
#[path = "reference/facts.rs"]
mod facts;
#[path = "reference/forms.rs"]
mod forms;
#[path = "reference/judge.rs"]
mod judge;
#[path = "reference/logic.rs"]
mod logic;
#[path = "reference/make.rs"]
mod make;
#[path = "reference/make_cells.rs"]
mod make_cells;
#[path = "reference/make_comparisons.rs"]
mod make_comparisons;
#[path = "reference/make_conditions.rs"]
mod make_conditions;
#[path = "reference/make_data.rs"]
mod make_data;
#[path = "reference/make_fields.rs"]
mod make_fields;
#[path = "reference/make_lifecycle.rs"]
mod make_lifecycle;
#[path = "reference/make_work.rs"]
mod make_work;
#[path = "reference/md5.rs"]
mod md5;
#[path = "reference/relations.rs"]
mod relations;
#[path = "reference/routes.rs"]
mod routes;
#[path = "reference/scores.rs"]
mod scores;
#[path = "reference/stages.rs"]
mod stages;
#[path = "reference/table.rs"]
mod table;
#[path = "reference/words.rs"]
mod words;

use std::time::Instant;

use compare::{compare, shown, shrunk};
use logic::Bug;
use make::make;

const RECORDS: usize = 60;
const PAIRS: u64 = 100_000;
/// How many pairs a planted bug may take to be found.
const MOST: u64 = 20_000;

#[test]
fn the_program_agrees_with_the_reference() {
    let wanted: u64 = std::env::var("ULD_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(PAIRS);
    let first: u64 = std::env::var("ULD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let started = Instant::now();
    let (step, mut told) = (wanted.clamp(100_000, 4_000_000) / 4, 0);
    let mut pairs = 0;
    for seed in first.. {
        if pairs >= wanted {
            break;
        }
        let case = make(seed, RECORDS);
        match compare(&case, None) {
            Err(problems) => panic!("seed {seed}: not a definition:\n{problems}\n{}", case.text()),
            Ok(Some(difference)) => {
                let (case, difference) = shrunk(&case, &difference, None);
                panic!("{}", shown(seed, &case, &difference));
            }
            Ok(None) => pairs += RECORDS as u64,
        }
        if pairs / step > told {
            told = pairs / step;
            eprintln!("{pairs} pairs of a definition and a record agree, {:?}", started.elapsed());
        }
    }
}

/// After how many pairs the comparison finds this bug.
fn found_after(bug: Bug) -> Option<u64> {
    let mut pairs = 0;
    let mut seed = 0;
    while pairs < MOST {
        let case = make(seed, RECORDS);
        match compare(&case, Some(bug)) {
            Err(problems) => panic!("seed {seed}: not a definition:\n{problems}\n{}", case.text()),
            Ok(Some(difference)) => return Some(pairs + difference.record as u64 + 1),
            Ok(None) => pairs += RECORDS as u64,
        }
        seed += 1;
    }
    None
}

#[test]
fn planted_bugs_are_found() {
    let mut missed = Vec::new();
    for bug in Bug::ALL {
        match found_after(bug) {
            Some(pairs) => eprintln!("{bug:?}: found after {pairs} pairs"),
            None => missed.push(bug),
        }
    }
    assert!(missed.is_empty(), "not found in {MOST} pairs: {missed:?}");
}

#[test]
#[ignore = "for whoever changes the generator"]
fn triage() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (first, count) = (number("ULD_SEED", 0), number("ULD_COUNT", 300));
    let mut seen: std::collections::BTreeMap<String, (u64, u64)> = std::collections::BTreeMap::new();
    for seed in first..first + count {
        let case = make(seed, RECORDS);
        let what = match std::panic::catch_unwind(|| compare(&case, None)) {
            Err(_) => "panic".to_owned(),
            Ok(Err(problems)) => {
                let line = problems.lines().next().unwrap_or("").to_owned();
                line.split_once(": ").map_or(line.clone(), |(_, rest)| rest.to_owned())
            }
            Ok(Ok(Some(difference))) => format!("differs in {}", difference.column),
            Ok(Ok(None)) => "agrees".to_owned(),
        };
        let entry = seen.entry(what).or_insert((0, seed));
        entry.0 += 1;
    }
    for (what, (times, seed)) in seen {
        eprintln!("{times} times, first seed {seed}: {what}");
    }
}

#[test]
#[ignore = "for whoever changes the generator"]
fn coverage() {
    let mut counts: std::collections::BTreeMap<String, (u64, u64)> = std::collections::BTreeMap::new();
    for seed in 0..150 {
        let case = make(seed, RECORDS);
        let loaded = engine::loaded(&case.text());
        for columns in compare::reference(&loaded.documents[0], &case, None) {
            for (name, cell) in columns {
                let kind = name
                    .trim_end_matches("_a")
                    .trim_end_matches("_b")
                    .trim_end_matches("_c")
                    .trim_end_matches("_d")
                    .to_owned();
                let full = if ["yes", "no", "unknown"].contains(&cell.as_str()) {
                    format!("{kind} {cell}")
                } else {
                    kind
                };
                let entry = counts.entry(full).or_default();
                entry.0 += 1;
                entry.1 += u64::from(!cell.is_empty());
            }
        }
    }
    for (name, (all, full)) in counts {
        eprintln!("{name}: {full} of {all}");
    }
}
