//! Nothing is left out: what was written is in the document, in each of its forms.

use std::time::Instant;

use uld::check::{Loaded, check};
use uld::model::program::Program;
use uld::page::{html::html, markdown::markdown, text::text};
use uld::publish::page;
use uld::text::diagnostic::Severity;

use super::enrich::{enriched, loaded};
use super::words::{of_html, of_markdown, of_text};
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

/// A random definition with words everywhere, and whether its numbers could be renewed.
pub fn random(seed: u64) -> (String, Loaded, Program, bool) {
    let case = make(seed, 1).text();
    for numbers in [true, false] {
        let text = enriched(&case, seed, numbers);
        let own = loaded(&text);
        let checked = check(&own);
        match checked.program {
            Some(program) => return (text, own, program, numbers),
            None if numbers => {}
            None => panic!("seed {seed}: not a definition: {:#?}\n{text}", errors(&own)),
        }
    }
    panic!("seed {seed}");
}

#[test]
fn every_word_and_number_of_a_random_definition_is_published() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (count, first) = (number("ULD_DEFINITIONS", DEFINITIONS), number("ULD_SEED", 0));
    let started = Instant::now();
    let halves = std::thread::scope(|scope| {
        let half = |odd: u64| scope.spawn(move || tried((first..first + count).filter(move |seed| seed % 2 == odd)));
        [half(0), half(1)].map(|half| half.join().unwrap())
    });
    let [(renumbered, mut left), (more, other)] = halves;
    let renumbered = renumbered + more;
    left.extend(other);
    eprintln!("{count} definitions from seed {first}, {renumbered} with numbers of their own, {:?}", started.elapsed());
    assert!(left.is_empty(), "{} left out:\n{}", left.len(), left[..left.len().min(40)].join("\n"));
    assert!(renumbered * 2 > count, "only {renumbered} of {count} could have numbers of their own");
}

/// How many could have numbers of their own, and what was left out.
fn tried(seeds: impl Iterator<Item = u64>) -> (u64, Vec<String>) {
    let (mut renumbered, mut left) = (0, Vec::new());
    for seed in seeds {
        let (_, own, program, numbers) = random(seed);
        renumbered += u64::from(numbers);
        left.extend(left_out(&program, &own).into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    (renumbered, left)
}

#[test]
#[ignore = "for whoever changes the generator"]
fn shown() {
    let seed = std::env::var("ULD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let (own_text, own, program, _) = random(seed);
    let page = page(&program, &own.sources, &[]);
    eprintln!("{own_text}\n{}", text(&page, 100));
}
