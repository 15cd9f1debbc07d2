//! Nothing is left out: what was written is in the document, in each of its forms.

use std::path::Path;
use std::time::Instant;

use uld::check::{FileFault, Files, Loaded, check, load};
use uld::model::program::Program;
use uld::page::{html::html, markdown::markdown, text::text};
use uld::publish::page;
use uld::text::diagnostic::Severity;

use super::enrich::{enriched, loaded};
use super::reference::make::make;
use super::wanted::{missing, wanted};
use super::words::{of_html, of_markdown, of_text};

/// How many definitions are tried, unless ULD_DEFINITIONS says so.
const DEFINITIONS: u64 = 400;
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
    let page = page(program, &[]);
    let forms = [
        ("text", of_text(&text(&page, WIDE))),
        ("Markdown", of_markdown(&markdown(&page))),
        ("HTML", of_html(&html(&page))),
    ];
    let mut found = Vec::new();
    for (form, read) in forms {
        let read = read.to_lowercase();
        found.extend(
            missing(&wanted, &read)
                .into_iter()
                .map(|wanted| format!("{form}: {}: {:?}", wanted.what, wanted.any)),
        );
    }
    found
}

/// A random definition with words everywhere, and whether its numbers could be renewed.
pub fn random(seed: u64) -> Option<(String, Loaded, Program, bool)> {
    let case = make(seed, 1).text();
    for numbers in [true, false] {
        let text = enriched(&case, seed, numbers)?;
        let own = loaded(&text);
        let checked = check(&own);
        match checked.program {
            Some(program) => return Some((text, own, program, numbers)),
            None if numbers => {}
            None => panic!("seed {seed}: not a definition: {:#?}\n{text}", errors(&own)),
        }
    }
    panic!("seed {seed}");
}

#[test]
fn every_word_and_number_of_a_random_definition_is_published() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (count, first) = (number("ULD_DEFINITIONS", DEFINITIONS), number("ULD_SEED", 0));
    let started = Instant::now();
    let halves = std::thread::scope(|scope| {
        let half =
            |odd: u64| scope.spawn(move || tried((first..first + count).filter(move |seed| seed % 2 == odd)));
        [half(0), half(1)].map(|half| half.join().unwrap())
    });
    let [(renumbered, mut left), (more, other)] = halves;
    let renumbered = renumbered + more;
    left.extend(other);
    eprintln!(
        "{count} definitions from seed {first}, {renumbered} with numbers of their own, {:?}",
        started.elapsed()
    );
    assert!(left.is_empty(), "{} left out:\n{}", left.len(), left[..left.len().min(40)].join("\n"));
    assert!(
        renumbered * 10 > count * 8,
        "only {renumbered} of {count} could be written with numbers of their own"
    );
}

/// How many could have numbers of their own, and what was left out.
fn tried(seeds: impl Iterator<Item = u64>) -> (u64, Vec<String>) {
    let (mut renumbered, mut left) = (0, Vec::new());
    for seed in seeds {
        let Some((_, own, program, numbers)) = random(seed) else { continue };
        renumbered += u64::from(numbers);
        left.extend(left_out(&program, &own).into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    (renumbered, left)
}

#[test]
#[ignore = "for whoever changes the generator"]
fn shown() {
    let seed = std::env::var("ULD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let (own_text, _, program, _) = random(seed).unwrap();
    let page = page(&program, &[]);
    eprintln!("{own_text}\n{}", text(&page, 100));
}

/// The files of the project's own definitions.
struct Below(std::path::PathBuf);

impl Files for Below {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        std::fs::read(self.0.join(path)).map_err(|_| FileFault::NotFound)
    }
}

fn definitions(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            definitions(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "uld") {
            found.push(path);
        }
    }
}

#[test]
fn every_word_and_number_of_the_projects_definitions_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    definitions(&root.join("tests"), &mut paths);
    definitions(&root.join("examples"), &mut paths);
    paths.sort();
    let (mut left, mut published) = (Vec::new(), 0);
    for path in paths {
        let Ok(written) = std::fs::read_to_string(&path) else { continue };
        let name = path.file_name().unwrap().to_str().unwrap();
        let own = load(name, written, &Below(path.parent().unwrap().to_owned()));
        let Some(program) = check(&own).program else { continue };
        published += 1;
        let lines = left_out(&program, &own).into_iter().filter(|line| line.starts_with("HTML"));
        left.extend(lines.map(|line| format!("{}: {line}", path.strip_prefix(root).unwrap().display())));
    }
    assert!(left.is_empty(), "{} left out:\n{}", left.len(), left[..left.len().min(40)].join("\n"));
    assert!(published > 20, "only {published} definitions");
}

/// Programs of which one reason, title, promise or line of prose is gone that stands nowhere else.
fn faults(program: &Program) -> Vec<(&'static str, Program)> {
    let mut found = Vec::new();
    let mut plant = |what: &'static str, drop: &mut dyn FnMut(&mut Program) -> bool| {
        let mut faulty = program.clone();
        if drop(&mut faulty) {
            found.push((what, faulty));
        }
    };
    let reasons: Vec<&String> = program.nodes.iter().filter_map(|node| node.because.as_ref()).collect();
    for (index, node) in program.nodes.iter().enumerate() {
        // A criterion with a value stands there once for each value.
        if node.because.as_ref().is_some_and(|own| reasons.iter().filter(|other| **other == own).count() == 1)
        {
            plant("a reason of a line", &mut |program| program.nodes[index].because.take().is_some());
        }
    }
    for (index, rule) in program.rules.iter().enumerate() {
        if program.rules.iter().filter(|other| other.name == rule.name).count() == 1 {
            plant("a reason of a rule", &mut |program| program.rules[index].because.take().is_some());
            plant("a title of a rule", &mut |program| program.rules[index].title.take().is_some());
            plant("prose of a rule", &mut |program| program.rules[index].prose.pop().is_some());
        }
    }
    for index in 0..program.scores.len() {
        plant("a row of a score", &mut |program| {
            program.scores[index].rows.pop().is_some_and(|row| row.because.is_some())
        });
    }
    for index in 0..program.sources.len() {
        plant("a gate", &mut |program| {
            program.sources[index].gates.pop().is_some_and(|gate| gate.because.is_some())
        });
    }
    for index in 0..program.routes.len() {
        plant("a row of a route", &mut |program| {
            program.routes[index].rows.pop().is_some_and(|row| row.because.is_some())
        });
    }
    for index in 0..program.stages.len() {
        plant("an outcome", &mut |program| {
            program.stages[index].if_no.pop().is_some_and(|line| line.because.is_some())
        });
    }
    for index in 0..program.fields.len() {
        plant("prose of a field", &mut |program| program.fields[index].prose.pop().is_some());
    }
    plant("a promise", &mut |program| program.duties.pop().is_some());
    plant("an example", &mut |program| {
        let at = program.examples.iter().position(|example| example.table.is_none());
        at.map(|at| program.examples.remove(at)).is_some()
    });
    plant("prose", &mut |program| program.prose.pop().is_some());
    plant("the owner", &mut |program| program.header.sales_owner.take().is_some());
    plant("the day of the agreement", &mut |program| program.header.agreed.take().is_some());
    found
}

#[test]
fn what_is_left_out_is_found() {
    let mut planted: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for seed in 0..6 {
        let (_, own, program, _) = random(seed).unwrap();
        for (what, faulty) in faults(&program) {
            *planted.entry(what).or_default() += 1;
            assert!(!left_out(&faulty, &own).is_empty(), "seed {seed}: {what} is gone, and nobody sees it");
        }
    }
    eprintln!("planted and found: {planted:?}");
    assert!(planted.len() >= 12, "{planted:?}");
}

#[test]
fn the_same_definition_gives_the_same_bytes() {
    for seed in 0..6 {
        let (written, _, program, _) = random(seed).unwrap();
        let document = |program: &Program| {
            let page = page(program, &[]);
            [html(&page), markdown(&page), text(&page, 80)]
        };
        let first = document(&program);
        assert_eq!(first, { document(&loaded_program(&written).1) });
        // With comments, other blanks and other capitals; what is shown as it is written, and prose, stay.
        let mut items = String::from("# about nothing\n");
        let mut keep = false;
        for line in written.lines() {
            if !line.starts_with(' ') {
                keep = line.starts_with("criterion spare_") || line.starts_with("examples");
            }
            let prose = line.trim_start().starts_with('>');
            let said = if keep || prose {
                line.to_owned()
            } else {
                format!("{}  # said <b>by</b> nobody", line.replacen(" when ", "  WHEN  ", 1))
            };
            items.push_str(&said);
            items.push('\n');
        }
        let (_, program) = loaded_program(&items);
        assert_eq!(first, document(&program), "seed {seed}");
    }
}

fn loaded_program(written: &str) -> (Loaded, Program) {
    let own = loaded(written);
    let program = check(&own).program.unwrap_or_else(|| panic!("{:#?}\n{written}", errors(&own)));
    (own, program)
}

/// Whatever uses what, the document has each thing once: it grows in step with the definition.
#[test]
fn documents_grow_in_step() {
    let doubling = |count: usize| {
        let mut text = "field a: yes/no\nfield b: yes/no\ncriterion c_0 when a or b\n".to_owned();
        for index in 1..count {
            let before = index - 1;
            text.push_str(&format!("criterion c_{index} when (c_{before} and a) or (c_{before} and b)\n"));
        }
        format!("{text}lead when c_{}\n", count - 1)
    };
    let many = |count: usize| {
        let rules: String = (0..count)
            .map(|index| format!("criterion c_{index} when n is at least {index} because \"r\"\n"))
            .collect();
        let uses: String = (0..count).map(|index| format!("\n  - c_{index}")).collect();
        format!("field n: number\n{rules}lead when all of:{uses}\n")
    };
    let shapes = [("doublings", [60, 120, 240].map(doubling)), ("criteria", [250, 500, 1_000].map(many))];
    for (name, texts) in shapes {
        let programs: Vec<Program> = texts.iter().map(|text| loaded_program(text).1).collect();
        let mut least = [f64::INFINITY; 3];
        let mut lengths = [0.0; 3];
        let in_step = (0..30).any(|_| {
            for (index, program) in programs.iter().enumerate() {
                let start = Instant::now();
                let page = page(program, &[]);
                let length = html(&page).len() + markdown(&page).len() + text(&page, 80).len();
                least[index] = start.elapsed().as_secs_f64().min(least[index]);
                lengths[index] = length as f64;
            }
            least.windows(2).all(|two| two[1] / two[0] < 3.0)
        });
        assert!(in_step, "{name}: {least:?}");
        assert!(lengths.windows(2).all(|two| two[1] / two[0] < 2.3), "{name}: {lengths:?}");
    }
}

#[test]
fn as_many_criteria_as_there_may_be_are_published() {
    let rules: String =
        (0..10_000).map(|index| format!("criterion c_{index} when n is at least {index}\n")).collect();
    let (_, program) = loaded_program(&format!("field n: number\n{rules}lead when c_9999\n"));
    let page = page(&program, &[]);
    let said = of_text(&text(&page, WIDE));
    assert!((0..10_000).all(|index| said.contains(&format!("C {index} "))), "a criterion is missing");
}
