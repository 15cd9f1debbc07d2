//! `uld test` from outside: what passes, what fails and why, what is covered, and the forms that programs read.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fmt::Write;
use std::fs;
use std::process::{Command, Output};

use uld::check::{FileFault, Files, check, load};
use uld::review::examples::{Tried, run};

/// A folder of files for one test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Folder(folder)
    }

    fn test(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uld"));
        command.arg("test").args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }
}

/// A whole run: results, what is said, exit code.
fn whole(output: &Output) -> String {
    format!(
        "{}--- said\n{}--- exit {}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().unwrap()
    )
}

fn exit(output: &Output) -> i32 {
    output.status.code().unwrap()
}

const RULES: &str = "\
definition \"Test\" version 1
field id: text
field industry: one of \"Software\", \"Insurance\", \"Retail\"
field employees: whole number
field decision_maker: yes/no
field opted_in: yes/no
field evaluation_date: date
field web: text
field job_title: text
field recycled_on: date
  if missing, assume never
field segment: one of \"SMB\", \"Enterprise\"
  decided by
    - \"Enterprise\" when employees is at least 1,000
    - \"SMB\" otherwise
team emea in sales
team rest_of_world in sales
team ops in marketing
events touch, plural touches
  matched by id
  dated by happened
  - happened: date
  - kind: one of \"Call\", \"Mail\"
profile ICP when all of:
  - industry is one of \"Software\", \"Insurance\"
  - employees is at least 500
criterion senior when job_title contains \"chief\" or job_title contains \"head\"
criterion refused when job_title contains \"student\"
  if unknown, assume no
score warmth from 0 to 100
  - 30 points when decision_maker
  - 5 points when opted_in
  bands cold from 0, hot from 20
lifecycle inquiry, lead, customer
  aside nurture, lost
  rest in nurture for 30 days from recycled_on, unless opted_in
lead when all of:
  - fits ICP
  - decision_maker
  - evaluation_date is within 3 months
  - not refused
  ask evaluation_date
  if no and refused: move to lost
  if no: recycle to nurture
customer when lead and at least 2 touches where kind is \"Call\" within the last 30 days
source web_site when web is \"yes\"
  gate for lead: opted_in
source bought when web is \"list\"
  closed for lead because \"never\"
route lead
  - to emea when industry is \"Software\"
  - otherwise to rest_of_world
  - if unknown to ops
";

const LEAD: &str =
    "industry \"Software\", employees 900, decision_maker yes, evaluation_date 2026-03-01, web \"no\"";

/// A definition with these examples, each a title, what is given beside [`LEAD`], and what is expected.
fn definition(examples: &[(&str, &str)]) -> String {
    let mut text = RULES.to_owned();
    for (title, lines) in examples {
        writeln!(text, "example \"{title}\", as of 2026-01-15\n{lines}").unwrap();
    }
    text
}

#[test]
fn what_is_expected_passes() {
    let lead = format!("  given {LEAD}\n");
    let passing = definition(&[
        (
            "A lead",
            &format!(
                "{lead}  expect ICP yes, lead yes, stage lead, route to emea, refused no, senior unknown asking job_title"
            ),
        ),
        (
            "A customer",
            &format!(
                "{lead}  - touch kind \"Call\", happened 2026-01-10\n  - touch kind \"Call\", happened 2026-01-11\n  - touch kind \"Call\", happened 2026-01-16\n  expect customer yes, stage customer"
            ),
        ),
        ("No call", &format!("{lead}  expect customer no, stage lead")),
        (
            "A question",
            "  given industry \"Software\", employees 900, web \"no\"\n  expect lead unknown asking evaluation_date and decision_maker, ICP yes, lead unknown, stage inquiry",
        ),
        (
            "A student",
            &format!("{lead}  given job_title \"student\"\n  expect lead no, moved_to lost, refused yes"),
        ),
        ("Too small", "  given industry \"Retail\"\n  expect ICP no, lead no, moved_to nurture"),
        ("Points", "  given decision_maker yes, opted_in no\n  expect warmth 30, warmth hot"),
        (
            "From the site",
            &format!("{lead}  given web \"yes\"\n  expect source web_site, lead unknown asking opted_in")
                .replace(", web \"no\"", ""),
        ),
        (
            "It rests",
            &format!("{lead}  given recycled_on 2026-01-01, opted_in no\n  expect lead no, moved_to nurture"),
        ),
    ]);
    let table = "examples, as of 2026-01-15\n  | employees | industry | ICP | lead |\n  | 90 | Retail | no | no |\n  | | Software | unknown asking employees | |\n";
    let folder = Folder::new(&[("d.uld", &(passing + table))]);
    insta::assert_snapshot!("passing", whole(&folder.test(&["d.uld"])));
}

#[test]
fn what_comes_out_otherwise_names_what_decided() {
    let lead = format!("  given {LEAD}");
    let cases: &[(&str, String)] = &[
        ("and", "  given industry \"Retail\", employees 900\n  expect lead yes".into()),
        ("or", format!("{lead}, job_title \"head of IT\"\n  expect senior no")),
        ("no part of an or", format!("{lead}, job_title \"CIO\"\n  expect senior yes")),
        ("all parts of an and", format!("{lead}\n  expect ICP no")),
        ("unknown", "  given industry \"Software\", web \"no\"\n  expect lead yes".into()),
        ("another question", "  given employees 900\n  expect ICP unknown asking employees".into()),
        ("assumed", format!("{lead}\n  expect refused yes")),
        (
            "window",
            format!("{lead}\n  expect lead no")
                .replace("2026-03-01", "2026-09-01")
                .replace("lead no", "lead yes"),
        ),
        ("stage missed", format!("{lead}\n  expect stage customer")),
        ("stage passed", format!("{lead}\n  expect stage inquiry")),
        ("rests", format!("{lead}, recycled_on 2026-01-01, opted_in no\n  expect lead yes, moved_to lost")),
        ("moved", format!("{lead}, job_title \"student\"\n  expect moved_to nurture")),
        ("not moved", format!("{lead}\n  expect moved_to nurture")),
        ("source", format!("{lead}\n  expect source web_site")),
        ("closed", format!("{lead}\n  expect lead yes").replace("\"no\"", "\"list\"")),
        ("open source", "  given employees 1\n  expect source bought".into()),
        ("route", format!("{lead}\n  expect route to rest_of_world")),
        ("missed route", format!("{lead}\n  expect route to emea").replace("Software", "Insurance")),
        ("no route", "  given employees 1\n  expect route to emea".into()),
        ("points", format!("{lead}, opted_in yes\n  expect warmth 30")),
        ("open points", format!("{lead}\n  expect warmth 30")),
        ("band", "  given opted_in yes\n  expect warmth hot".into()),
        ("count", format!("{lead}\n  - touch kind \"Call\", happened 2026-01-10\n  expect customer yes")),
    ];
    let folder = Folder::new(&[]);
    let mut all = String::new();
    for (title, lines) in cases {
        fs::write(folder.0.path().join("d.uld"), definition(&[(title, lines)])).unwrap();
        let output = folder.test(&["d.uld"]);
        assert_eq!(exit(&output), 1, "{title}");
        let said = String::from_utf8(output.stderr).unwrap();
        // The reason, the same each time, and the count.
        let drawn: Vec<&str> =
            said.lines().filter(|line| line.contains('|') || line.starts_with("C801")).collect();
        writeln!(all, "{}\n", drawn.join("\n")).unwrap();
    }
    insta::assert_snapshot!("failing", all);
}

#[test]
fn coverage_lists_what_no_example_depends_on() {
    let lead = format!("  given {LEAD}\n  expect lead yes");
    let text =
        definition(&[("A lead", &lead), ("Elsewhere", "  given industry \"Retail\"\n  expect lead no")]);
    let folder = Folder::new(&[("d.uld", &text)]);
    insta::assert_snapshot!("coverage", whole(&folder.test(&["d.uld", "--coverage"])));
    let ends = |least: &str| exit(&folder.test(&["d.uld", "--fail-under", least]));
    assert_eq!((ends("0"), ends("50"), ends("100"), ends("101")), (0, 0, 1, 2));
    insta::assert_snapshot!("fail_under", whole(&folder.test(&["d.uld", "--fail-under", "100"])));
}

#[test]
fn a_definition_without_examples_says_how_to_write_one() {
    let folder = Folder::new(&[("d.uld", RULES)]);
    insta::assert_snapshot!("none", whole(&folder.test(&["d.uld"])));
    assert_eq!(exit(&folder.test(&["d.uld", "--fail-under", "0"])), 1);
}

#[test]
fn a_filter_looks_at_titles_in_any_case() {
    let lead = format!("  given {LEAD}\n  expect lead yes");
    let text = definition(&[("Ärztin in Köln", &lead), ("Somebody else", &lead)])
        + "examples, as of 2026-01-15\n  | employees | ICP |\n  | 90 | no |\n";
    let folder = Folder::new(&[("d.uld", &text)]);
    let ran = |filter: &str| String::from_utf8(folder.test(&["d.uld", "--filter", filter]).stdout).unwrap();
    assert_eq!(ran("ÄRZTIN"), "d.uld\n  passed  Ärztin in Köln\n");
    assert_eq!(ran("row 1").lines().count(), 2);
    assert_eq!(ran("").lines().count(), 4);
    let nothing = folder.test(&["d.uld", "--filter", "nobody"]);
    assert_eq!(
        whole(&nothing),
        "--- said\nno example has `nobody` in its title\n0 examples, 0 passed, 0 failed\n--- exit 0\n"
    );
    assert_eq!(exit(&folder.test(&["d.uld", "--filter", "nobody", "--fail-under", "0"])), 1);
}

#[test]
fn the_results_are_junit_for_programs() {
    let lead = format!("  given {LEAD}\n  expect lead yes");
    let text = definition(&[
        ("Twice <&>", &lead),
        ("Twice <&>", "  given employees 90\n  expect ICP yes, lead yes"),
    ]) + "examples, as of 2026-01-15\n  | employees | ICP |\n  | 90 | no |\n  | 900 | yes |\n";
    let folder = Folder::new(&[("d.uld", &text), ("wrong.uld", "lead when nobody\n"), ("none.uld", RULES)]);
    let output = folder.test(&["d.uld", "wrong.uld", "none.uld", "--junit", "out.xml"]);
    assert_eq!(exit(&output), 1);
    let written = folder.read("out.xml");
    insta::assert_snapshot!("junit", written);
    let read = roxmltree::Document::parse(&written).unwrap();
    let suites = read.root_element();
    assert_eq!(suites.tag_name().name(), "testsuites");
    assert_eq!(
        (suites.attribute("tests"), suites.attribute("failures"), suites.attribute("errors")),
        (Some("5"), Some("2"), Some("1"))
    );
    let cases: Vec<_> = suites.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    let mut names: Vec<_> =
        cases.iter().map(|case| (case.attribute("classname"), case.attribute("name"))).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "names are unique");
    assert_eq!(cases[0].attribute("name"), Some("Twice <&>"));
    assert_eq!(cases[0].attribute("file"), Some("d.uld"));
    let failure = cases[1].children().find(|node| node.has_tag_name("failure")).unwrap();
    assert!(failure.attribute("message").unwrap().starts_with("Expected ICP yes, got no; "));
    assert!(failure.text().unwrap().contains("`employees` is 90"));
    // The same bytes again, and never in place of a definition.
    folder.test(&["d.uld", "wrong.uld", "none.uld", "--junit", "out.xml"]);
    assert_eq!(folder.read("out.xml"), written);
    assert_eq!(exit(&folder.test(&["d.uld", "--junit", "d.uld"])), 2);
    assert_eq!(folder.read("d.uld"), text);
    assert_eq!(exit(&folder.test(&["d.uld", "--junit", "nowhere/out.xml"])), 3);
}

#[test]
fn failures_have_the_forms_of_all_problems() {
    let text = definition(&[("Small", "  given employees 90\n  expect ICP yes")]);
    let folder = Folder::new(&[("d.uld", &text)]);
    let said =
        |format: &str| String::from_utf8(folder.test(&["d.uld", "--message-format", format]).stderr).unwrap();
    let line = text.lines().count();
    assert_eq!(said("short"), format!("d.uld:{line}:10: C801 Expected ICP yes, got no\n"));
    let parsed: serde_json::Value = serde_json::from_str(said("json").trim()).unwrap();
    assert_eq!(parsed["code"], "C801");
    assert_eq!(parsed["severity"], "error");
    assert_eq!(parsed["labels"][0]["text"], "`employees` is 90");
}

#[test]
fn a_broken_definition_runs_no_example() {
    let folder = Folder::new(&[("d.uld", "lead when nobody\nexample \"x\"\n  expect lead yes\n")]);
    let output = folder.test(&["d.uld"]);
    assert!(output.stdout.is_empty());
    assert_eq!(exit(&output), 1);
    assert!(String::from_utf8(output.stderr).unwrap().contains("d.uld: 1 error; no example was run"));
    assert_eq!(exit(&folder.test(&["nowhere.uld"])), 3);
    assert_eq!(exit(&folder.test(&[])), 2);
}

#[test]
fn examples_of_an_include_run_with_its_main_file() {
    let part = "field a: yes/no\nexample \"In the part\"\n  given a yes\n  expect lead yes\n";
    let folder = Folder::new(&[("main.uld", "include \"part.uld\"\nlead when a\n"), ("part.uld", part)]);
    let output = folder.test(&["main.uld", "part.uld", "--junit", "out.xml"]);
    assert_eq!(
        whole(&output),
        "main.uld\n  passed  In the part\n--- said\n1 example, 1 passed, 0 failed\n--- exit 0\n"
    );
    assert!(folder.read("out.xml").contains("file=\"part.uld\" line=\"2\""));
}

#[test]
fn derived_and_looked_up_fields_may_be_given() {
    let text = "\
field employees: whole number
field company_id: text
lookup company
  matched by company_id to \"Id\"
field country: text
  column \"Country\" of company
field segment: one of \"SMB\", \"Enterprise\"
  decided by
    - \"Enterprise\" when employees is at least 1,000
    - \"SMB\" otherwise
field interests: some of \"Cloud\", \"Security\" separated by \";\"
lead when segment is \"Enterprise\" and country is \"Germany\" and interests contains all of \"Cloud\", \"Security\"
example \"Given outright\"
  given employees 1, segment \"Enterprise\", country \"Germany\", interests \"Cloud\" and \"Security\"
  expect lead yes
example \"Given as missing\"
  given employees 9,000, segment missing, country \"Germany\", interests \"Cloud\" and \"Security\"
  expect lead unknown
example \"Decided\"
  given employees 9,000, country \"Germany\", interests \"Cloud\" and \"Security\"
  expect lead yes
";
    let folder = Folder::new(&[("d.uld", text)]);
    let output = folder.test(&["d.uld"]);
    assert_eq!(exit(&output), 0, "{}", whole(&output));
}

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

/// Runs the examples of a definition and gives the words of the covered criteria.
fn covered(text: &str) -> Vec<String> {
    let loaded = load("d.uld", text.to_owned(), &NoFiles);
    let program = check(&loaded).program.unwrap();
    let Tried { coverage, .. } = run(&program, &loaded.sources, |_| true).unwrap();
    let criteria = coverage.rules.iter().flat_map(|rule| &rule.criteria);
    criteria
        .filter(|criterion| criterion.covered)
        .map(|criterion| loaded.sources.words(criterion.place).to_owned())
        .collect()
}

#[test]
fn a_criterion_is_covered_when_flipping_it_flips_the_rule() {
    let fields = "field a: yes/no\nfield b: yes/no\nfield c: yes/no\nfield d: yes/no\n";
    let cases: &[(&str, &str, &[&str])] = &[
        ("a and b", "a yes, b yes", &["a", "b"]),
        ("a and b", "a no, b yes", &["a"]),
        ("a and b", "a no, b no", &[]),
        ("a or b", "a yes, b yes", &[]),
        ("a or b", "a yes, b no", &["a"]),
        ("a or b", "a no, b no", &["a", "b"]),
        // An unknown one may turn out either way.
        ("a and b", "a missing, b yes", &["a", "b"]),
        ("a and b", "a missing, b no", &["b"]),
        ("a", "a missing", &["a"]),
        ("at least 2 of:\n  - a\n  - b\n  - c", "a yes, b yes, c no", &["a", "b"]),
        ("at least 2 of:\n  - a\n  - b\n  - c", "a yes, b no, c no", &["b", "c"]),
        ("at least 2 of:\n  - a\n  - b\n  - c", "a yes, b yes, c yes", &[]),
        ("none of:\n  - a\n  - b", "a no, b no", &["a", "b"]),
        ("none of:\n  - a\n  - b", "a yes, b no", &["a"]),
        ("all of:\n  - a\n  and none of:\n  - b\n  - c", "a yes, b no, c no", &["a", "b", "c"]),
        ("all of:\n  - a\n  and any of:\n  - b\n  - c", "a yes, b yes, c no", &["a", "b"]),
        // What stands in parentheses is one criterion, and so is a `not`.
        ("all of:\n  - a\n  - (b or c)", "a yes, b yes, c yes", &["a", "b or c"]),
        ("a and not b", "a yes, b no", &["a", "not b"]),
        ("a assume no if unknown", "a missing", &["a assume no if unknown"]),
    ];
    for (condition, given, expected) in cases {
        let text =
            format!("{fields}lead when {condition}\nexample \"x\"\n  given {given}\n  expect stage lead\n");
        let found = covered(&text);
        assert_eq!(&found, expected, "lead when {condition}, given {given}");
    }
}

#[test]
fn a_rule_s_own_assumption_gate_and_rest_belong_to_it() {
    let fields = "field a: yes/no\nfield b: yes/no\nfield day: date\n";
    let example =
        |given: &str| format!("example \"x\", as of 2026-01-15\n  given {given}\n  expect lead no\n");
    let profile = format!("{fields}profile p when a and b\n  if unknown, assume no\nlead when fits p\n");
    // Unknown counts as no: yes would still be unknown, and no.
    assert_eq!(covered(&(profile.clone() + &example("a missing, b missing"))), ["fits p"]);
    assert_eq!(covered(&(profile + &example("a missing, b yes"))), ["a", "fits p"]);
    let gate = format!("{fields}lead when a\nsource s otherwise\n  gate for lead: b\n");
    assert_eq!(covered(&(gate.clone() + &example("a yes, b yes"))), ["a"]);
    assert!(covered(&(gate + &example("a yes, b no"))).is_empty());
    let rest = format!(
        "{fields}lifecycle inquiry, lead\n  aside nurture\n  rest in nurture for 30 days from day\nlead when a\n  if no: stay\n"
    );
    assert!(covered(&(rest.clone() + &example("a yes, day 2026-01-01"))).is_empty());
    assert_eq!(covered(&(rest + &example("a yes, day 2025-01-01"))), ["a"]);
}

#[test]
fn criteria_that_share_parts_are_never_expanded() {
    let mut text = String::from("field a: yes/no\ncriterion c0 when a\n");
    for index in 1..200 {
        let before = index - 1;
        writeln!(text, "criterion c{index} when c{before} and (c{before} or a)").unwrap();
    }
    text.push_str("lead when c199\nexample \"yes\"\n  given a yes\n  expect lead yes\nexample \"no\"\n  given a no\n  expect lead yes\nexample \"open\"\n  expect lead unknown asking a\n");
    let folder = Folder::new(&[("d.uld", &text)]);
    let started = std::time::Instant::now();
    let output = folder.test(&["d.uld", "--coverage"]);
    assert!(started.elapsed().as_secs() < 10, "took {:?}", started.elapsed());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`a` is no"), "{said}");
    assert!(said.ends_with("3 examples, 2 passed, 1 failed\n"));
}
