//! The checker: what passes is a program whose steps are in order, what does not is said once, and time grows in step.
//!
//! That each message has its fixture is tested in tests/errors.rs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test may stop where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use uld::check::{Checked, FileFault, Files, check, load};
use uld::model::condition::{NodeKind, Operand};
use uld::model::field::Origin;
use uld::model::lifecycle::{NumberSource, RuleKind};
use uld::model::program::{Program, StepKind};
use uld::model::score::Basis;
use uld::text::diagnostic::{Correction, Diagnostic, Severity};
use uld::text::source::Sources;

/// Files in memory, by path from the main file's folder.
#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        self.0.get(path).cloned().ok_or(FileFault::NotFound)
    }
}

/// The files of a folder.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        std::fs::read(self.0.join(path)).map_err(|_| FileFault::NotFound)
    }
}

fn checked(text: &str) -> (Checked, Sources) {
    let loaded = load("main.uld", text.to_owned(), &Memory::default());
    (check(&loaded), loaded.sources)
}

fn checked_file(path: &str) -> (Checked, Sources) {
    let path = Path::new(path);
    let text = std::fs::read_to_string(path).unwrap();
    let loaded = load(path.file_name().unwrap().to_str().unwrap(), text, &Folder(path.parent().unwrap()));
    (check(&loaded), loaded.sources)
}

/// A problem as one line: code, underlined words, title.
fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let words = problem.place().map_or("", |place| sources.words(place));
    format!("{} «{words}» {}", problem.code, problem.title)
}

fn said(text: &str) -> Vec<String> {
    let (found, sources) = checked(text);
    found.problems.iter().map(|problem| line(problem, &sources)).collect()
}

/// What a text's problems are, as code and underlined words.
fn codes(text: &str) -> Vec<String> {
    let (found, sources) = checked(text);
    found
        .problems
        .iter()
        .map(|problem| {
            format!("{} {}", problem.code, problem.place().map_or("", |place| sources.words(place)))
        })
        .collect()
}

/// The program of a text without errors.
fn program(text: &str) -> Program {
    let (found, sources) = checked(text);
    let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
    found.program.unwrap_or_else(|| panic!("{text}\n{lines:#?}"))
}

/// Every node is in exactly one step, parts come before the whole, and what a step needs comes in earlier ones.
fn assert_in_order(program: &Program) {
    let mut next = 0;
    let mut done: BTreeSet<String> = BTreeSet::new();
    let kinds: Vec<StepKind> = program.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds.last(), Some(&StepKind::Outcomes));
    for step in &program.steps {
        assert_eq!(step.nodes.start, next, "steps follow each other");
        next = step.nodes.end;
        let needed = |needs: String| {
            assert!(done.contains(&needs), "{:?} needs {needs} too early", step.kind);
        };
        let field = |id: uld::model::ids::FieldId| {
            if matches!(program.fields[id.index()].origin, Origin::Decided(_)) {
                needed(format!("{:?}", StepKind::Decided(id)));
            }
        };
        for index in step.nodes.clone() {
            let node = &program.nodes[index as usize];
            assert!(node.kind.parts().iter().all(|part| part.0 < index), "parts come first");
            match &node.kind {
                NodeKind::Rule(id) => needed(format!("{:?}", StepKind::Rule(*id))),
                NodeKind::Stage(id) => needed(format!("{:?}", StepKind::Stage(*id))),
                NodeKind::Test(test) => match test.operand {
                    Operand::Field(id) | Operand::DomainOf(id) => field(id),
                    Operand::Score(id) => needed(format!("{:?}", StepKind::Score(id))),
                    Operand::EventField(_) | Operand::Pick(_) | Operand::Count(_) => {}
                },
                NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. } => {}
            }
        }
        let here = |node: uld::model::ids::NodeId| {
            assert!(step.nodes.contains(&node.0), "{:?} has its own nodes", step.kind);
        };
        match step.kind {
            StepKind::Decided(id) => {
                let Origin::Decided(rows) = &program.fields[id.index()].origin else { panic!() };
                rows.iter().filter_map(|row| row.condition).for_each(here);
            }
            StepKind::Rule(id) => here(program.rules[id.index()].condition),
            StepKind::Score(id) => {
                for row in &program.scores[id.index()].rows {
                    match &row.basis {
                        Basis::When(node) => here(*node),
                        Basis::Per { of: NumberSource::Score(score), .. } => {
                            needed(format!("{:?}", StepKind::Score(*score)));
                        }
                        Basis::Per { of: NumberSource::Field(id), .. } => field(*id),
                        Basis::ForEach(_) => {}
                    }
                }
            }
            StepKind::Sources => {
                program.sources.iter().filter_map(|source| source.condition).for_each(here);
            }
            StepKind::Rest => {
                program.lifecycle.rest.as_ref().unwrap().unless.iter().copied().for_each(here);
            }
            StepKind::Stage(id) => {
                program.stages[id.index()].condition.iter().copied().for_each(here);
                for source in &program.sources {
                    for gate in source.gates.iter().filter(|gate| gate.stages.contains(&id)) {
                        needed(format!("{:?}", StepKind::Sources));
                        assert!(gate.condition.is_none_or(|node| node.0 < step.nodes.end));
                    }
                }
                if program.lifecycle.rest.is_some() && id.0 > 0 {
                    needed(format!("{:?}", StepKind::Rest));
                }
            }
            StepKind::Outcomes => {
                for route in &program.routes {
                    route.rows.iter().filter_map(|row| row.condition).for_each(here);
                    route.deadlines.iter().filter_map(|(node, _)| *node).for_each(here);
                    route.shown_by.iter().copied().for_each(here);
                }
                for duty in &program.duties {
                    duty.promise.when.iter().chain(&duty.shown_by).copied().for_each(here);
                }
                for stage in &program.stages {
                    for line in stage.leave.iter().chain(&stage.if_no).chain(&stage.if_unknown) {
                        line.condition.iter().copied().for_each(here);
                    }
                }
            }
        }
        assert!(done.insert(format!("{:?}", step.kind)), "{:?} once", step.kind);
    }
    assert_eq!(next as usize, program.nodes.len(), "every node is in a step");
    let decided = program.fields.iter().filter(|field| matches!(field.origin, Origin::Decided(_))).count();
    let rest = usize::from(program.lifecycle.rest.is_some());
    let sources = usize::from(!program.sources.is_empty());
    let units =
        decided + program.rules.len() + program.scores.len() + sources + rest + program.stages.len() + 1;
    assert_eq!(program.steps.len(), units, "each thing has its step");
}

#[test]
fn the_examples_of_the_project_check() {
    for path in ["examples/one-line/lead-with-fields.uld", "examples/universal/universal.uld"] {
        let (found, sources) = checked_file(path);
        let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
        assert_eq!(lines, Vec::<String>::new(), "{path}");
        assert_in_order(&found.program.unwrap());
    }
}

#[test]
fn the_language_as_a_whole_becomes_a_program() {
    let (found, sources) = checked_file("tests/check/whole.uld");
    let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
    assert_eq!(
        lines,
        [
            "W701 «quote_sent» What happens to a contact that is not `opportunity`?",
            "W701 «opportunity» What happens to a contact that is not `customer`?",
        ]
    );
    let program = found.program.unwrap();
    assert_in_order(&program);
    assert_eq!(program.lists[1].values, ["Acme", "Globex"]);
    assert_eq!(program.rates.between("USD", "EUR"), Some((25, 27)));
    assert_eq!(program.header.working_week.end, 17 * 60);
    assert_eq!(program.stages.len(), 4);
    assert_eq!(program.routes[0].rows.len(), 5);
    assert_eq!(program.examples.len(), 4);
    assert_eq!(program.duties.len(), 5);
    assert_eq!(program.prose.len(), 1);
    let names: Vec<String> = program
        .rules
        .iter()
        .filter(|rule| matches!(rule.kind, RuleKind::Criterion(Some(_))))
        .map(|rule| format!("{} {:?}", rule.name, rule.kind))
        .collect();
    assert_eq!(names.len(), 4, "evaluate_within 3 and 6, busy 3 and 30: {names:?}");
    let missing = &program.fields.iter().find(|field| field.name == "evaluation_date").unwrap().missing_also;
    assert_eq!(missing, &["N/A", "-", "TBD", "not set"]);
}

#[test]
fn the_first_line_of_all_names_all_that_is_missing() {
    let (found, _) = checked("lead when fits ICP and decision_maker and evaluate_within 3 months\n");
    let written: Vec<_> = found.problems.iter().map(|problem| problem.write.clone()).collect();
    let lines = |text: &str| vec![Correction::Lines(text.to_owned())];
    assert_eq!(
        written,
        [
            lines("profile ICP when …"),
            lines("field decision_maker: yes/no"),
            lines("criterion evaluate_within (limit: duration in months) when …"),
        ]
    );
    assert!(found.program.is_none());
}

// ---- Order ----------------------------------------------------------------------------------------------------------

/// A generator of the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Definitions of all kinds that need each other, written in any order.
fn tangle(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut items: Vec<String> = Vec::new();
    let mut known: Vec<String> = vec!["ready".to_owned()];
    let count = 4 + dice.roll(20);
    let condition = |dice: &mut Dice, known: &[String]| {
        let parts: Vec<String> = (0..=dice.roll(3))
            .map(|_| {
                let part = known[dice.roll(known.len())].clone();
                match dice.roll(4) {
                    0 => format!("({part} or ready)"),
                    1 => format!("({part}) assume no if unknown"),
                    2 => format!("not ({part})"),
                    _ => part,
                }
            })
            .collect();
        parts.join(" and ")
    };
    for index in 0..count {
        let when = condition(&mut dice, &known);
        let (item, name) = match dice.roll(5) {
            0 => (format!("criterion c{index} when {when}"), format!("c{index}")),
            1 => (
                format!("criterion c{index} (n: duration in days) when due is within n and {when}"),
                format!("c{index} {} days", 1 + dice.roll(3)),
            ),
            2 => (format!("profile p{index} when {when}"), format!("fits p{index}")),
            3 => (
                format!(
                    "score s{index} from 0 to 9\n  - 3 points when {when}\n  bands low from 0, high from 3"
                ),
                format!("s{index} is high"),
            ),
            _ => (
                format!("field f{index}: text\n  decided by\n    - \"A\" when {when}\n    - \"B\" otherwise"),
                format!("f{index} is \"A\""),
            ),
        };
        items.push(item);
        known.push(name);
    }
    let stage = condition(&mut dice, &known);
    items.push(format!(
        "lead when {stage}\n  if no and {}: stay\n  if no: stay",
        condition(&mut dice, &known)
    ));
    items.push(format!("opportunity when lead and {}\n  if no: stay", condition(&mut dice, &known)));
    items.push(format!(
        "source web when {}\n  gate for opportunity, lead: {}",
        known[0],
        condition(&mut dice, &known)
    ));
    items.push(format!("source ads when {}\n  closed for lead", condition(&mut dice, &known)));
    items.push(format!(
        "lifecycle inquiry, lead, opportunity\n  aside nurture\n  rest in nurture for 9 days from due, unless {}",
        condition(&mut dice, &known)
    ));
    items.push("field ready: yes/no".to_owned());
    items.push("field due: date".to_owned());
    for index in (1..items.len()).rev() {
        items.swap(index, dice.roll(index + 1));
    }
    items.join("\n") + "\n"
}

#[test]
fn whatever_needs_whatever_the_steps_are_in_order() {
    for seed in 0..300 {
        assert_in_order(&program(&tangle(seed)));
    }
}

#[test]
fn what_is_garbled_is_refused_without_a_panic() {
    let text = std::fs::read_to_string("tests/check/whole.uld").unwrap();
    let mut dice = Dice(7);
    let mut passed = 0;
    for _ in 0..400 {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for _ in 0..=dice.roll(2) {
            let at = dice.roll(lines.len());
            let other = dice.roll(lines.len());
            match dice.roll(4) {
                0 => drop(lines.remove(at)),
                1 => lines.swap(at, other),
                2 => {
                    // A word of another line takes the place of one of this line.
                    let theirs: Vec<&str> = lines[other].split_whitespace().collect();
                    let word = theirs.get(dice.roll(theirs.len())).unwrap_or(&"").to_string();
                    let ours: Vec<String> = lines[at].split(' ').map(str::to_owned).collect();
                    let place = dice.roll(ours.len());
                    let changed: Vec<String> = ours
                        .into_iter()
                        .enumerate()
                        .map(|(index, old)| if index == place { word.clone() } else { old })
                        .collect();
                    lines[at] = changed.join(" ");
                }
                _ => lines.insert(at, lines[other].clone()),
            }
        }
        let loaded = load("main.uld", lines.join("\n"), &Folder(Path::new("tests/check")));
        let found = check(&loaded);
        let wrong = found.problems.iter().any(|problem| problem.code.severity() == Severity::Error);
        assert_eq!(found.program.is_none(), wrong, "{}", lines.join("\n"));
        if let Some(program) = found.program {
            passed += 1;
            assert_in_order(&program);
        }
    }
    assert!(passed > 20);
}

// ---- Corrections and single messages --------------------------------------------------------------------------------

#[test]
fn every_correction_mends_what_it_is_for() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut paths: Vec<_> =
        std::fs::read_dir("tests/errors").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "uld")) {
        let text = std::fs::read_to_string(path).unwrap();
        let (found, _) = checked(&text);
        for problem in &found.problems {
            for correction in &problem.write {
                let Correction::Edits(edits) = correction else { continue };
                count += 1;
                let mut mended = text.clone();
                let mut edits = edits.clone();
                edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.span));
                for edit in edits {
                    let span = edit.place.span;
                    mended.replace_range(span.start as usize..span.end as usize, &edit.text);
                }
                let left: Vec<String> = codes(&mended);
                if left.iter().any(|code| code.starts_with(problem.code.0))
                    || left.len() > found.problems.len()
                {
                    wrong.push(format!("{}: {left:?}\n{mended}", path.display()));
                }
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Definitions in a few words, and what is said of them: code and underlined words.
#[test]
fn one_mistake_is_one_message() {
    let events = "field contact_id: text\nevents touch, plural touches\n  file \"activities\"\n  matched by contact_id\n  \
                  dated by happened\n  - happened: date\n  - kind: one of \"Email\", \"Call\"\n  - won: yes/no\n";
    let cases: &[(&str, &[&str])] = &[
        // A broken declaration does not make its uses wrong.
        ("field employees whole number\nlead when employees is at least 50\n", &["S129 whole"]),
        ("feild employees: number\nlead when employees is at least 50\n", &["S110 feild"]),
        (
            "field x: duration in months\nlead when x is at least 3 months and x is \"A\" and x\n",
            &["C313 duration in months"],
        ),
        ("include \"none.uld\"\nlead when zork and fits nobody and zork is 3\n", &["C208 \"none.uld\""]),
        ("list l from \"none.txt\"\nfield x: text\nlead when x is one of l\n", &["C208 \"none.txt\""]),
        ("rate 1 EUR = USD\nfield x: money in USD\nlead when x is at least 3 EUR\n", &["S129 USD"]),
        // A name that is used often is reported once.
        ("lead when zork and zork and not zork\n", &["C201 zork"]),
        // Names of any language pass.
        (
            "field größe: whole number\nfield όνομα: text\nfield 会社名: text\nfield ICP適合: yes/no\n\
          lead when größe is at least 5 and όνομα is \"α\" and 会社名 is \"株\" and icp適合\n",
            &[],
        ),
        // A stage, a profile and a criterion are no fields.
        ("field a: yes/no\nprofile p when a\nlead when p is no\n", &["S116 is no"]),
        ("field a: yes/no\ncriterion c when a\nlead when c is yes\n", &["S116 is yes"]),
        ("field a: yes/no\nprofile p when a\nlead when p is known\n", &["S124 p"]),
        // Circles through whatever there is.
        ("criterion b when b\nlead when b\n", &["C207 b"]),
        (
            "field d: date\ncriterion a (n: duration in days) when b n and d is within n\n\
          criterion b (n: duration in days) when a 3 days\nlead when a 4 days\n",
            &["C207 b"],
        ),
        (
            "field a: one of \"X\", \"Y\"\n  decided by\n    - \"X\" when b\n    - \"Y\" otherwise\n\
          criterion b when a is \"X\"\nlead when b\n",
            &["C207 b"],
        ),
        (
            "field a: yes/no\nlifecycle i, lead, opp\nlead when a\n  if no: stay\nopp when lead\n  if no: stay\n\
          source x when a\n  gate for lead: opp\n",
            &["C207 gate for lead: opp"],
        ),
        (
            "field a: yes/no\nfield d: date\nlifecycle i, lead\n  aside n\n  rest in n for 3 months from d, unless lead\n\
          lead when a\n  if no: stay\n",
            &["C207 lead"],
        ),
        // Lengths of time convert within their family, if they are whole.
        (
            "field d: date\ncriterion a (n: duration in months) when d is within n\nlead when a 1 year and a 18 months\n",
            &[],
        ),
        (
            "field d: date\ncriterion a (n: duration in years) when d is within n\nlead when a 18 months\n",
            &["C308 18 months"],
        ),
        (
            "field d: date\ncriterion a (n: duration in weeks) when d is within n\ncriterion b (n: duration in days) when a n\n\
          lead when a 14 days and b 3 days\n",
            &["C308 n"],
        ),
        // Parameters have a type, and stand on the right.
        (
            "field e: number\ncriterion a (n: duration in months) when e is at least n\nlead when a 1 year\n",
            &["C313 n"],
        ),
        (
            "field i: one of \"A\", \"B\"\ncriterion a (n: one of \"A\", \"C\") when i is n\nlead when a \"A\"\n",
            &["C305 n"],
        ),
        (
            "field n: date\nfield d: date\ncriterion a (n: duration in days) when d is within n\nlead when a 4 days\n",
            &["C206 n"],
        ),
        (
            "rate 1 EUR = 1.08 USD as of 2026-01-02\nfield r: money in USD\n\
          criterion a (n: money in EUR) when r is at least n\nlead when a 3M EUR and a 3M USD\n",
            &[],
        ),
        // W502 does not nag.
        ("field c: text\nlead when c is not \"US\" and c is not \"GB\"\n", &["W502 c is not \"US\""]),
        ("field c: text\nlead when c is not \"US\" and c is known\n", &[]),
        ("field c: text\n  required\nlead when c is not \"US\"\n", &[]),
        ("field c: text\nlead when c is not \"US\" assume yes if unknown\n", &[]),
        ("field c: text\nprofile p when c is not \"A\"\n  if unknown, assume no\nlead when fits p\n", &[]),
        ("field c: text\nlead when none of:\n  - c is not \"A\"\n", &[]),
        ("field c: text\nlead when c is not \"US\"\n  if unknown: stay\n", &[]),
        // Lists of values.
        ("list l: \"A\", \"Z\"\nfield c: one of \"A\", \"B\"\nlead when c is one of l\n", &["C305 l"]),
        ("list l: \"A\", \"Z\"\nfield n: number\nlead when n is one of l\n", &["C313 l"]),
        (
            "field n: number\nlead when n is one of 1,000, 5,000 or n is one of 100,200, 300\n",
            &["W310 100,200"],
        ),
        // The last row.
        (
            "lifecycle i, lead\n  aside n\nfield a: yes/no\nlead when a\n  if no: stay\n  if no and a: move to n\n",
            &["C709 if no and a: move to n"],
        ),
        ("", &["C209 "]),
        ("> nothing but prose\n", &["C209 > nothing but prose"]),
    ];
    for (text, expected) in cases {
        assert_eq!(codes(text), *expected, "{text}\n{:#?}", said(text));
    }
    let in_events: &[(&str, &[&str])] = &[
        ("lead when any touch where (kind is \"Call\" and won)\n", &[]),
        (
            "criterion b (k: one of \"Email\", \"Call\") when any touch where kind is k\nlead when b \"Call\"\n",
            &[],
        ),
        ("lead when any touch where kind is \"Call\" and won\n", &["C403 won"]),
        ("lead when any touch where (kind is \"Call\" and contact_id is known)\n", &["C406 contact_id"]),
        ("lead when knd of latest touch is \"Call\"\n", &["C201 knd"]),
        ("lead when touch\n", &["C311 touch"]),
        ("lead when at least 2 touches within the last 5 hours\n", &["C313 5 hours"]),
        (
            "lifecycle i, lead\nfield d: date\nlead when d is known\n  entered on d\n  if no: stay\n\
          sales must \"call\" within 3 hours of lead\n  shown by any touch\n",
            &["C313 3 hours"],
        ),
    ];
    for (text, expected) in in_events {
        let text = format!("{events}{text}");
        assert_eq!(codes(&text), *expected, "{text}\n{:#?}", said(&text));
    }
}

#[test]
fn files_of_a_definition_add_to_each_other() {
    let files = Memory(BTreeMap::from([
        (
            "a/fields.uld".to_owned(),
            b"field x: yes/no\ninclude \"more.uld\"\ninclude \"../top.uld\"\n".to_vec(),
        ),
        ("a/more.uld".to_owned(), b"field y: yes/no\nlist l from \"l.txt\"\n".to_vec()),
        ("a/l.txt".to_owned(), "\u{feff}# values\r\n A \r\n\r\nB".as_bytes().to_vec()),
        ("top.uld".to_owned(), b"field z: text\n".to_vec()),
        ("circle.uld".to_owned(), b"include \"circle.uld\"\n".to_vec()),
        ("bytes.uld".to_owned(), vec![0xff, 0xfe]),
    ]));
    let text = "include \"a/fields.uld\"\ninclude \"top.uld\"\nlead when x and y and z is one of l\n";
    let loaded = load("defs/main.uld", text.to_owned(), &files);
    let names: Vec<&str> = loaded.sources.iter().map(|(_, source)| source.name.as_str()).collect();
    assert_eq!(names, ["defs/main.uld", "defs/a/fields.uld", "defs/a/more.uld", "defs/top.uld"]);
    let found = check(&loaded);
    assert_eq!(found.problems, []);
    assert_eq!(found.program.unwrap().lists[0].values, ["A", "B"]);
    for (path, words) in [
        ("circle.uld", "circle.uld → circle.uld"),
        ("bytes.uld", "not UTF-8"),
        ("uld:free-mails", "not a pack"),
        ("a/../../x.uld", "leads out of the main file's folder"),
        ("a\\b.uld", "write `a/b.uld`"),
        ("CON", "no name of a file"),
        ("main.uld", "main.uld → main.uld"),
    ] {
        let text = format!("include \"{path}\"\nfield a: yes/no\nlead when a\n");
        let found = check(&load("defs/main.uld", text, &files));
        let labels: Vec<(&str, &str)> =
            found.problems.iter().map(|problem| (problem.code.0, problem.labels[0].text.as_str())).collect();
        assert_eq!(labels, [("C208", words)], "{path}");
    }
}

#[test]
fn files_keep_to_their_limits() {
    let deep = |depth: usize| {
        let mut files = Memory::default();
        for index in 1..=depth {
            let next = if index < depth { format!("include \"{}.uld\"\n", index + 1) } else { String::new() };
            files.0.insert(format!("{index}.uld"), format!("{next}field f{index}: yes/no\n").into_bytes());
        }
        let loaded = load("main.uld", format!("include \"1.uld\"\nlead when f{depth}\n"), &files);
        check(&loaded).problems.len()
    };
    assert_eq!((deep(8), deep(9)), (0, 1));
    let many = |count: usize| {
        let mut files = Memory::default();
        let mut text = String::new();
        for index in 1..count {
            writeln!(text, "include \"{index}.uld\"").unwrap();
            files.0.insert(format!("{index}.uld"), format!("field f{index}: yes/no\n").into_bytes());
        }
        text.push_str("lead when f1\n");
        check(&load("main.uld", text, &files)).problems.len()
    };
    assert_eq!((many(64), many(65)), (0, 1));
    let list = |count: usize| {
        let values: Vec<String> = (0..count).map(|index| format!("v{index}")).collect();
        let files = Memory(BTreeMap::from([("l.txt".to_owned(), values.join("\r\n").into_bytes())]));
        let text = "list l from \"l.txt\"\nfield x: text\nlead when x is one of l\n";
        check(&load("main.uld", text.to_owned(), &files)).problems.len()
    };
    assert_eq!((list(100_000), list(100_001), list(0)), (0, 1, 1));
}

// ---- Time and memory ------------------------------------------------------------------------------------------------

/// Criteria in a chain, the last first: each needs the next one.
fn chain(criteria: usize) -> String {
    let mut text = String::from("field ready: yes/no\nlead when c1\n");
    for index in 1..criteria {
        writeln!(text, "criterion c{index} when c{} and ready", index + 1).unwrap();
    }
    writeln!(text, "criterion c{criteria} when ready").unwrap();
    text
}

/// Criteria that each use the one before twice, with an argument that is passed on and another one.
fn bomb(criteria: usize) -> String {
    let mut text = String::from("field due: date\ncriterion c0 (n: duration in days) when due is within n\n");
    for index in 1..=criteria {
        let before = index - 1;
        writeln!(
            text,
            "criterion c{index} (n: duration in days) when c{before} n and not (c{before} 3 days)"
        )
        .unwrap();
    }
    writeln!(text, "lead when c{criteria} 9 days and c{criteria} 10 days").unwrap();
    text
}

fn long_rule(terms: usize) -> String {
    let terms: Vec<String> = (0..terms).map(|index| format!("size is not {index}")).collect();
    format!("field size: whole number\n  required\nlead when {}\n", terms.join(" and "))
}

fn long_list(values: usize) -> String {
    let values: Vec<String> = (0..values).map(|index| format!("\"v{index}\"")).collect();
    let values = values.join(", ");
    format!(
        "field kind: one of {values}\nlist kinds: {values}\nlead when kind is one of kinds and kind is one of {values}\n"
    )
}

fn undeclared(names: usize) -> String {
    (0..names).fold(String::new(), |mut text, index| {
        writeln!(text, "field name_{index}: yes/no\ncriterion c{index} when nome_{index} and {index}x")
            .unwrap();
        text
    }) + "lead when name_0\n"
}

fn circle(criteria: usize) -> String {
    chain(criteria)
        .replace(&format!("criterion c{criteria} when ready"), &format!("criterion c{criteria} when c1"))
}

/// The processor time of this thread, which others on a busy machine do not lengthen; where the system does not tell,
/// the time of the day.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok().map(Duration::from_nanos));
    told.unwrap_or_else(|| std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap())
}

fn time(make: fn(usize) -> String, size: usize) -> Duration {
    let text = make(size);
    let loaded = load("main.uld", text, &Memory::default());
    (0..3)
        .map(|_| {
            let start = processor_time();
            check(&loaded);
            processor_time() - start
        })
        .min()
        .unwrap()
}

#[test]
fn time_grows_in_step_with_the_definition() {
    let shapes: [(&str, fn(usize) -> String, usize); 6] = [
        ("criteria in a chain", chain, 1_000),
        ("criteria that use each other twice", bomb, 200),
        ("terms in a rule", long_rule, 1_000),
        ("values in a list", long_list, 2_000),
        ("undeclared names", undeclared, 500),
        ("a long circle", circle, 1_000),
    ];
    for (name, make, size) in shapes {
        // Four times as much takes about four times as long; sixteen would be quadratic. A busy machine can spoil one
        // measurement, hardly six.
        let mut ratios = Vec::new();
        for _ in 0..6 {
            let (one, four) = (time(make, size), time(make, 4 * size));
            ratios.push(four.as_secs_f64() / one.as_secs_f64().max(0.000_5));
            if ratios.last().is_some_and(|ratio| *ratio < 9.0) {
                break;
            }
        }
        assert!(ratios.iter().any(|ratio| *ratio < 9.0), "{name}, {size}: {ratios:?}");
    }
}

#[test]
fn ten_thousand_criteria_need_a_small_stack_and_little_time() {
    let text = chain(10_000);
    let run = move || {
        let loaded = load("main.uld", text, &Memory::default());
        let found = check(&loaded);
        let program = found.program.unwrap();
        assert_in_order(&program);
        assert_eq!(program.rules.len(), 10_000);
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn criteria_are_shared_and_never_expanded() {
    let built = program(&bomb(60));
    assert_in_order(&built);
    // c60 to c0 with 9 and 10 days; c59 to c0 with 3 days.
    assert_eq!(built.rules.len(), 61 + 61 + 60);
    let nodes = program(&bomb(120)).nodes.len();
    assert!(nodes < built.nodes.len() * 21 / 10, "{nodes} after {}", built.nodes.len());
}

#[test]
fn what_is_repeated_for_each_use_has_a_limit() {
    // A hundred rules that each compare with a list of 100,000 values would hold ten million of them.
    let values: Vec<String> = (0..100_000).map(|index| format!("v{index}")).collect();
    let files = Memory(BTreeMap::from([("l.txt".to_owned(), values.join("\n").into_bytes())]));
    let mut text = String::from("field kind: text\nlist l from \"l.txt\"\nlead when kind is one of l\n");
    for index in 0..100 {
        writeln!(text, "criterion c{index} when kind is one of l").unwrap();
    }
    let found = check(&load("main.uld", text, &files));
    let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code.0).collect();
    assert_eq!(codes, ["S131"]);
}

#[test]
fn problems_are_kept_up_to_a_limit_errors_first() {
    let mut text = String::from("field size: whole number\nfield name: text\nlead when size is 1\n");
    for index in 0..1_500 {
        writeln!(text, "criterion w{index} when name contains the text \"cto\"").unwrap();
    }
    writeln!(text, "criterion wrong when size is \"1\"").unwrap();
    let (found, _) = checked(&text);
    assert_eq!((found.problems.len(), found.more), (1_000, 501));
    assert!(found.program.is_none());
    assert_eq!(found.problems.last().unwrap().code.0, "C306");
}

#[test]
fn packs_lend_what_is_used_and_give_way() {
    let (found, sources) = checked(
        "include \"uld:hubspot-contacts\"\ninclude \"uld:us-states\"\ninclude \"uld:free-mail\"\n\
         field country: one of \"Canada\", or other\n\
         lead when job_title is known and state is one of us_states and country is \"Canada\" and domain of email is \
         not one of free_mail and country is known and state is known and email is known\n  if no: stay\n",
    );
    let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
    assert!(lines.is_empty(), "{lines:?}");
    let program = found.program.unwrap();
    let names: Vec<&str> = program.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["country", "email", "job_title", "state"]);
    assert!(
        matches!(&program.fields[2].origin, Origin::Column { headers, .. } if headers == &["Job Title", "jobtitle"])
    );
    let lists: Vec<usize> = program.lists.iter().map(|list| list.values.len()).collect();
    assert_eq!((program.lists.len(), lists[0]), (2, 102));
}

#[test]
fn every_line_of_a_pack_is_sound_and_canonical() {
    for name in uld::check::packs::pack_names() {
        let text = std::fs::read_to_string(format!("src/check/packs/{name}.uld")).unwrap();
        // All its fields and lists are named, so all of them are kept.
        let mut rule = format!("include \"uld:{name}\"\nlead when all of:\n");
        let (mut fields, mut lists) = (0, 0);
        for head in text.lines().filter(|line| !line.starts_with([' ', '#', '>'])) {
            if let Some(rest) = head.strip_prefix("field ") {
                writeln!(rule, "  - {} is known", rest.split(':').next().unwrap()).unwrap();
                fields += 1;
            } else if let Some(rest) = head.strip_prefix("list ") {
                writeln!(rule, "  - word is one of {}", rest.split(':').next().unwrap()).unwrap();
                lists += 1;
            }
        }
        rule.push_str("  - word is known\n  if no: stay\nfield word: text\n");
        let (found, sources) = checked(&rule);
        let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
        assert!(lines.is_empty(), "{name}: {lines:?}");
        let program = found.program.unwrap();
        assert_eq!((program.fields.len(), program.lists.len()), (fields + 1, lists), "{name}");
        let parsed = uld::syntax::parse(uld::text::span::SourceId(0), &text);
        assert!(parsed.problems.is_empty(), "{name}");
        let source = uld::text::source::Source::new(name, text.clone());
        let spelling = uld::format::Spelling::collect(&[&parsed.document]);
        let canonical = uld::format::format(&parsed.document, &source, &spelling).unwrap();
        assert!(canonical == text, "uld fmt src/check/packs/{name}.uld");
    }
}

#[test]
fn a_pack_that_there_is_not_is_named() {
    let (found, sources) = checked("include \"uld:pipedrive\"\nfield a: yes/no\nlead when a\n");
    let lines: Vec<String> = found.problems.iter().map(|problem| line(problem, &sources)).collect();
    assert_eq!(lines, ["C208 «\"uld:pipedrive\"» There is no pack \"uld:pipedrive\""]);
}
