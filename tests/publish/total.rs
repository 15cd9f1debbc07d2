//! Nothing is left out: what was written is in the document, in each of its forms.

use std::time::Instant;

use uld::check::{Loaded, check};
use uld::model::program::Program;
use uld::page::{html::html, markdown::markdown, text::text};
use uld::publish::page;
use uld::text::diagnostic::Severity;

use super::enrich::{enriched, loaded};
use super::readers::{of_html, of_markdown, of_text};
use super::reference::make::make;
use super::wanted::{missing, wanted};

/// How many definitions are tried, unless ULD_DEFINITIONS says so.
const DEFINITIONS: u64 = 600;
/// Wider than any line, so that no line is wrapped.
const WIDE: usize = 1_000_000;

/// The errors of a definition.
fn errors(loaded: &Loaded) -> Vec<String> {
    let problems = check(loaded).problems;
    let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error);
    errors.map(|problem| format!("{} {} {:?}", problem.code.0, problem.title, problem.place())).collect()
}

/// What the forms of a document leave out.
fn left_out(program: &Program, loaded: &Loaded) -> Vec<String> {
    let wanted = wanted(loaded);
    let page = page(program, &loaded.sources, &[]);
    let forms = [
        ("text", of_text(&text(&page, WIDE))),
        ("Markdown", of_markdown(&markdown(&page))),
        ("HTML", of_html(&html(&page))),
    ];
    let mut found = Vec::new();
    for (form, read) in forms {
        let read = read.to_lowercase();
        found.extend(missing(&wanted, &read).into_iter().map(|wanted| format!("{form}: {}: {:?}", wanted.what, wanted.any)));
    }
    found
}

#[test]
fn every_word_and_number_of_a_random_definition_is_published() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (count, first) = (number("ULD_DEFINITIONS", DEFINITIONS), number("ULD_SEED", 0));
    let started = Instant::now();
    let mut renumbered = 0;
    let mut kinds: std::collections::BTreeMap<String, (u64, u64, String)> = std::collections::BTreeMap::new();
    for seed in first..first + count {
        let case = make(seed, 1).text();
        let mut text = enriched(&case, seed, true);
        let mut own = loaded(&text);
        let mut program = check(&own).program;
        if program.is_some() {
            renumbered += 1;
        } else {
            text = enriched(&case, seed, false);
            own = loaded(&text);
            program = check(&own).program;
        }
        let Some(program) = program else { panic!("seed {seed}: not a definition: {:#?}\n{text}", errors(&own)) };
        let left = left_out(&program, &own);
        for line in left {
            let kind = line.split(": ").take(2).collect::<Vec<_>>().join(": ");
            let entry = kinds.entry(kind).or_insert((0, seed, line));
            entry.0 += 1;
        }
    }
    eprintln!("{count} definitions from seed {first}, {renumbered} with numbers of their own, {:?}", started.elapsed());
    assert!(kinds.is_empty(), "{kinds:#?}");
    assert!(renumbered * 2 > count, "only {renumbered} of {count} could have numbers of their own");
}
