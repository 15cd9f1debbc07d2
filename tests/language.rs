//! The language's own examples as one running agreement: every line of the excerpts in tests/language stands in
//! tests/language/whole and does what the sentence beside it says. The verdicts were worked out by hand.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

#[path = "language/duties.rs"]
mod duties;
#[path = "language/verdicts.rs"]
mod verdicts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/whole")
}

fn uld_with(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uld"));
    command.envs(variables.iter().copied());
    command.args(arguments).current_dir(folder()).output().unwrap()
}

fn uld(arguments: &[&str]) -> Output {
    uld_with(&[], arguments)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Standard output of a run that has to end well.
fn done(arguments: &[&str]) -> String {
    let output = uld(arguments);
    assert_eq!(output.status.code(), Some(0), "uld {}\n{}", arguments.join(" "), text(&output.stderr));
    text(&output.stdout)
}

/// A definition's lines without comments, its blanks folded: what `uld fmt` breaks over two lines is one again.
fn folded(definition: &str) -> Vec<String> {
    definition
        .lines()
        .map(|line| without_comment(line).split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (place, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' if !quoted && !line.trim_start().starts_with('>') => return line.get(..place).unwrap(),
            _ => {}
        }
    }
    line
}

#[test]
fn every_line_of_the_excerpts_stands_in_the_whole() {
    let mut whole = String::from("\n");
    for name in ["main.uld", "routing.uld", "one-line.uld"] {
        whole.push_str(&folded(&fs::read_to_string(folder().join(name)).unwrap()).join("\n"));
        whole.push('\n');
    }
    // A line may be broken, but begins and ends where a line of the whole does.
    let flat: String = whole.replace('\n', " ");
    let mut seen = 0;
    for name in ["smallest.uld", "agreement-and-records.uld", "rules-and-work.uld"] {
        for line in folded(&fs::read_to_string(folder().parent().unwrap().join(name)).unwrap()) {
            seen += 1;
            let begins = whole.lines().any(|start| line == start || line.starts_with(&format!("{start} ")));
            assert!(begins && flat.contains(&format!(" {line} ")), "{name}: {line}");
        }
    }
    assert!(seen > 150, "only {seen} lines");
}

#[test]
fn the_whole_checks_with_no_more_than_was_left_open_on_purpose() {
    let output = uld(&["check", "--message-format", "short", "main.uld"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr);
    let mut found: Vec<&str> = Vec::new();
    for line in said.lines() {
        found.push(line.split_once(' ').unwrap().1);
    }
    assert_eq!(
        found,
        [
            "W701 What happens to a contact that is not `opportunity`?",
            "W701 What happens to a contact that is not `customer`?",
        ]
    );
    for name in ["main.uld", "one-line.uld"] {
        done(&["fmt", "--check", name]);
    }
    assert_eq!(done(&["check", "one-line.uld"]), "");
}

#[test]
fn the_examples_of_the_excerpts_pass() {
    let output = uld(&["test", "main.uld"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

/// What a record of the result says about one thing: a rule, a column, or an end of the score.
fn look(record: &Value, what: &str) -> String {
    let value = match what {
        "low" | "high" | "band" => &record["scores"]["engagement"][what],
        "owner" | "respond_within" => &record["routes"][what],
        rule if record["rules"].get(rule).is_some() => &record["rules"][rule],
        column => record.get(column).unwrap_or_else(|| panic!("nothing is called {what}")),
    };
    spoken(value)
}

fn spoken(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(spoken).collect::<Vec<_>>().join("; "),
        Value::Object(problem) => {
            format!("{}: {}", spoken(&problem["column"]), spoken(&problem["problem"]))
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[test]
fn every_contact_is_judged_as_the_sentence_says() {
    let output = done(&[
        "eval",
        "main.uld",
        "contacts.csv",
        "--as-of",
        "2026-01-15",
        "--show",
        "all",
        "--output-format",
        "json",
    ]);
    let records: Vec<Value> = serde_json::from_str(&output).unwrap();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (contact, what, expected, sentence) in verdicts::VERDICTS {
        seen.insert(*contact);
        let record = records.iter().find(|record| record["Contact ID"] == *contact);
        let record = record.unwrap_or_else(|| panic!("there is no contact {contact}"));
        let found = look(record, what);
        if found != *expected {
            wrong.push(format!("{contact}: {what} should be {expected:?}, is {found:?}\n    {sentence}"));
        }
    }
    assert!(wrong.is_empty(), "{} verdicts differ:\n{}", wrong.len(), wrong.join("\n"));
    let spare: Vec<String> = records
        .iter()
        .map(|record| spoken(&record["Contact ID"]))
        .filter(|id| !seen.contains(id.as_str()))
        .collect();
    assert!(spare.is_empty(), "nothing is expected of {spare:?}");
}

#[test]
fn what_does_not_belong_to_a_contact_is_in_the_summary() {
    let output = uld(&["eval", "main.uld", "contacts.csv", "--as-of", "2026-01-15"]);
    insta::assert_snapshot!("summary_of_the_whole", text(&output.stderr));
}

#[test]
fn a_review_that_is_overdue_is_said_on_the_day_after() {
    for (day, said) in [("2026-01-26", false), ("2026-01-27", true)] {
        let output = uld(&["eval", "main.uld", "contacts.csv", "--as-of", day]);
        assert_eq!(
            text(&output.stderr).contains("W708"),
            said,
            "agreed 2026-01-12, review every 2 weeks: {day}"
        );
        let output = uld(&["check", "main.uld", "--as-of", day]);
        assert_eq!(text(&output.stderr).contains("W708"), said, "check --as-of {day}");
    }
}

#[test]
fn a_stated_assumption_is_shown_where_it_counts() {
    let output =
        done(&["explain", "main.uld", "contacts.csv", "--as-of", "2026-01-15", "--id", "opted-blank"]);
    let line = output.lines().find(|line| line.trim_start().starts_with("no       opted_in")).unwrap();
    assert!(line.contains("assumed"), "{line}");
}

#[test]
fn the_first_line_of_all_means_the_same_in_a_file_of_its_own() {
    let judged = |definition: &str| -> Vec<(String, String)> {
        let output = done(&[
            "eval",
            definition,
            "contacts.csv",
            "--as-of",
            "2026-01-15",
            "--show",
            "all",
            "--output-format",
            "json",
        ]);
        let records: Vec<Value> = serde_json::from_str(&output).unwrap();
        records.iter().map(|record| (spoken(&record["Contact ID"]), look(record, "lead"))).collect()
    };
    let (alone, within) = (judged("one-line.uld"), judged("main.uld"));
    assert_eq!(alone.len(), within.len());
    let mut leads = 0;
    for ((contact, one), (_, other)) in alone.iter().zip(&within) {
        leads += usize::from(one == "yes");
        // The larger definition asks for more: who is a lead there is one here, and who is none here is none there.
        assert!(other != "yes" || one == "yes", "{contact}");
        assert!(one != "no" || other == "no", "{contact}");
    }
    assert!(leads > 50, "{leads} leads");
}

#[test]
fn the_bytes_hang_on_no_thread_and_no_place() {
    let arguments =
        ["eval", "main.uld", "contacts.csv", "--as-of", "2026-01-15", "--show", "all", "--threads"];
    let run = |threads: &str, variables: &[(&str, &str)]| {
        let mut all = arguments.to_vec();
        all.push(threads);
        let output = uld_with(variables, &all);
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout)
    };
    let first = run("1", &[]);
    for threads in ["2", "8"] {
        assert_eq!(run(threads, &[]), first, "{threads} threads");
    }
    for variable in [("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo"), ("LANG", "tr_TR.UTF-8")] {
        assert_eq!(run("2", &[variable]), first, "{variable:?}");
    }
}

#[test]
fn explanations_say_what_stands_beside_a_stages_condition() {
    let cases: [(&str, &[&str]); 4] = [
        (
            "rest-first",
            &[
                "no       not resting in nurture for 90 days from recycled_on",
                "before 2025-10-18 or after 2026-01-15",
                "no       unless:",
            ],
        ),
        (
            "rest-demo-undated",
            &[
                "unknown  not resting in nurture",
                "ask next:   touch: there is a touch since Recycled on whose Kind is \"Demo",
                "touches: 0 to 1",
            ],
        ),
        (
            "source-blank",
            &[
                "source:     not settled: referral, bought list or none of them",
                "ask next:   lead_source: anything but \"List purchase\" makes this: lead",
                "unknown  gate of the source, which is not settled",
                "no       source bought_list is closed for this stage",
            ],
        ),
        (
            "deadline-open",
            &[
                "route of lead: inside_sales",
                "unknown  respond within 5 minutes when hand_raiser   touches: 0 to 1",
                "otherwise to inside_sales   this row decides",
            ],
        ),
    ];
    for (id, wanted) in cases {
        let said = done(&["explain", "main.uld", "contacts.csv", "--as-of", "2026-01-15", "--id", id]);
        for words in wanted {
            assert!(said.contains(words), "{id}: {words}\n{said}");
        }
    }
}
