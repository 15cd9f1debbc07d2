//! `uld diff` and `uld check --base` and `--published`, from outside: what changed, what only reads otherwise, and what
//! a gate lets through.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

#[path = "compare/git.rs"]
mod git;
#[path = "compare/moves.rs"]
mod moves;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use uld::check::{FileFault, Files, check, load};
use uld::compare::change::What;
use uld::compare::{Difference, compare};
use uld::format::{Spelling, format};
use uld::meaning::item::Kind;
use uld::model::program::Program;

/// The files beside a definition.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        fs::read(self.0.join(path)).map_err(|_| FileFault::NotFound)
    }
}

fn program_in(text: &str, folder: &Path) -> Program {
    let checked = check(&load("test.uld", text.to_owned(), &Beside(folder.to_owned())));
    checked.program.unwrap_or_else(|| panic!("{:?}\n{text}", checked.problems))
}

fn program(text: &str) -> Program {
    program_in(text, Path::new("/nowhere"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs the program in a folder.
fn uld(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_uld")).args(arguments).current_dir(folder).output().unwrap()
}

const BASE: &str = r#"definition "Test" version 3
  agreed 2026-01-12
field employees: whole number
  column "Employees"
field industry: one of "Software", "Insurance", "Retail"
field revenue: money in USD
field budget: yes/no
field need: yes/no
field country: text
field email: email
list europe: "Germany", "France"
team east "Desk East" in sales
team west in sales
profile ICP "Ideal customer profile" when all of:
  - employees is at least 200 because "Below, churn doubles"
  - industry is one of "Software", "Insurance"
criterion european when country is one of europe
criterion ready when budget or need
lifecycle inquiry, lead, customer
  aside nurture
lead "Qualified lead" when all of:
  - fits ICP
  - ready
  if no: recycle to nurture for 90 days
  if unknown: stay
customer when lead and budget
  may skip lead
  if no: stay
score keen from 0 to 50
  - 20 points when need
  - 10 points when budget
  bands cold from 0, hot from 30
route lead
  - to east when european, respond within 1 working day
  - otherwise to west
  - if unknown to west
sales must "call" within 2 working days
"#;

/// The difference after one replacement in the base.
#[track_caller]
fn changed(from: &str, to: &str) -> Difference {
    assert!(BASE.contains(from), "{from}");
    compare(&program(BASE), &program(&BASE.replacen(from, to, 1)))
}

/// The changes that are no new words, in short: `profile ICP loosened: …`.
fn said(difference: &Difference) -> Vec<String> {
    let changes = difference.changes.iter();
    changes
        .map(|change| {
            let details: Vec<String> = change.details.iter().map(|detail| detail.sentence()).collect();
            format!("{:?} {} {}: {}", change.kind, change.name, change.what.word(), details.join(" "))
        })
        .collect()
}

fn stages(difference: &Difference) -> Vec<String> {
    let each = difference.effects.iter();
    each.map(|effect| format!("{} {}", effect.name, uld::compare::page::becomes(effect))).collect()
}

#[test]
fn a_threshold_says_which_way() {
    let found = changed("employees is at least 200", "employees is at least 500");
    assert_eq!(said(&found), ["Profile ICP tightened: Employees is at least 500 instead of at least 200."]);
    assert_eq!(stages(&found), ["lead is stricter", "customer is stricter"]);
    let found = changed("employees is at least 200", "employees is at least 100");
    assert_eq!(said(&found), ["Profile ICP loosened: Employees is at least 100 instead of at least 200."]);
    assert_eq!(stages(&found), ["lead is looser", "customer is looser"]);
    let found = changed("employees is at least 200", "employees is between 100 and 1,000");
    assert_eq!(stages(&found)[0], "lead is looser for some, stricter for others");
}

/// What is read otherwise moves people whom no rule names: never said to be the same.
#[test]
fn what_is_read_otherwise_is_not_the_same() {
    let one = |field: &str| {
        format!(
            "field budget: yes/no\n{field}field n: whole number\nlead when budget\nother when n is at least 5\nlifecycle lead, other\n"
        )
    };
    let old = program(&one("  column \"Budget\"\n"));
    for changed in [
        "  column \"Decision maker\"\n",
        "  column \"Budget\"\n  yes is \"no\"\n  no is any other\n",
        "  column \"Budget\"\n  missing also \"yes\"\n",
    ] {
        let found = compare(&old, &program(&one(changed)));
        let said = stages(&found);
        assert_eq!(said, ["lead may be looser or stricter: not decided", "other is the same"], "{changed}");
        assert_eq!((found.looser().count(), found.stricter().count()), (1, 1), "{changed}");
    }
}

#[test]
fn reasons_are_part_of_what_changed() {
    let old =
        program("field n: whole number\nlead when n is at least 5 because \"small firms do not buy\"\n");
    let new = program("field n: whole number\nlead when n is at least 3 because \"small firms buy too\"\n");
    let reasons = "Reason now: \"small firms buy too\". No longer the reason: \"small firms do not buy\".";
    assert_eq!(
        said(&compare(&old, &new)),
        [format!("Stage lead loosened: N is at least 3 instead of at least 5. {reasons}")]
    );
    let words = program("field n: whole number\nlead when n is at least 5 because \"small firms buy too\"\n");
    assert_eq!(said(&compare(&old, &words)), [format!("Stage lead reworded: {reasons}")]);
}

#[test]
fn owners_and_examples_are_part_of_what_changed() {
    let one = |owner: &str, expected: &str, title: &str| {
        let head =
            format!("definition \"T\" version 1\n  sales owner \"{owner}\"\nfield a: yes/no\nlead when a\n");
        program(&format!("{head}example \"{title}\"\n  given a {expected}\n  expect lead {expected}\n"))
    };
    let heads = |old: &Program, new: &Program| {
        let found = compare(old, new);
        let head = found.head.iter().map(|detail| detail.sentence()).collect::<Vec<_>>().join(" ");
        (head, found.is_same(), found.is_another())
    };
    let old = one("Sam", "yes", "first");
    assert_eq!(heads(&old, &old), (String::new(), true, false));
    let said = "Owner in sales: Kim instead of Sam. Worked examples: 1 changed.";
    assert_eq!(heads(&old, &one("Kim", "no", "first")), (said.to_owned(), false, false));
    let said = "Worked examples: 1 new, 1 removed.";
    assert_eq!(heads(&old, &one("Sam", "yes", "second")), (said.to_owned(), false, false));
}

#[test]
fn parts_come_and_go() {
    let found = changed("  - ready\n", "");
    assert_eq!(said(&found), ["Stage lead loosened: No longer required: Ready."]);
    let found = changed("  - ready\n", "  - ready\n  - european\n");
    assert_eq!(said(&found), ["Stage lead tightened: Now also required: European."]);
    let found = changed("when budget or need", "when budget");
    assert_eq!(said(&found), ["Criterion ready tightened: No longer enough: Need is yes."]);
    let found = changed("when budget or need", "when budget and need");
    assert_eq!(
        said(&found),
        ["Criterion ready tightened: It takes all of its criteria instead of any of its criteria."]
    );
    let found = changed("\"Germany\", ", "");
    assert_eq!(said(&found), ["List europe changed: No longer has \"Germany\"."]);
}

#[test]
fn what_has_no_direction_is_changed() {
    for (from, to, expected) in [
        (
            "20 points",
            "25 points",
            "Score keen changed: 25 points when Need is yes instead of 20 points when Need is yes.",
        ),
        (
            "hot from 30",
            "hot from 20",
            "Score keen changed: Its bands: cold from 0 to 19 and hot from 20 to 50 instead of cold from 0 to 29 and hot from 30 to 50.",
        ),
        (
            "otherwise to west",
            "otherwise to east",
            "Route lead changed: Now also: to \"Desk East\". No longer: to west.",
        ),
        (
            "for 90 days",
            "for 60 days",
            "Ways lead changed: Now also: if no: recycle to nurture for 60 days. No longer: if no: recycle to nurture for 90 days.",
        ),
        (
            "within 2 working days",
            "within 3 working days",
            "Duty call changed: sales must call within 3 working days instead of sales must call within 2 working days.",
        ),
        (
            "  column \"Employees\"",
            "  column \"Staff\"",
            "Field employees changed: It comes from column \"Staff\" instead of column \"Employees\".",
        ),
        (
            "field budget: yes/no",
            "field budget: yes/no\n  if missing, assume no",
            "Field budget changed: A blank cell: counts as no instead of unknown.",
        ),
        (
            "  agreed",
            "  time zone \"Europe/Berlin\"\n  agreed",
            "Setting time zone changed: Europe/Berlin instead of UTC.",
        ),
    ] {
        let found = changed(from, to);
        assert!(said(&found).iter().any(|said| said == expected), "{:#?}", said(&found));
        assert!(found.unagreed().is_some(), "{from}");
    }
}

#[test]
fn words_are_told_apart() {
    for (from, to) in [
        (" because \"Below, churn doubles\"", ""),
        ("\"Qualified lead\"", "\"Lead\""),
        ("when budget or need", "when need or budget"),
        ("lead \"Qualified", "# a comment\nlead \"Qualified"),
        ("  - fits ICP\n  - ready\n", "  - ready\n  - fits ICP\n"),
    ] {
        let found = changed(from, to);
        assert!(
            found.changes.iter().all(|change| change.what == What::Reworded),
            "{from}: {:?}",
            said(&found)
        );
        assert!(found.unagreed().is_none());
        assert!(found.effects.is_empty());
        assert_eq!(found.is_same(), from.starts_with("lead \"Q"), "{from}");
    }
}

#[test]
fn a_rule_written_otherwise_gives_the_same_answers() {
    let found = changed("when budget or need", "when not (not budget and not need)");
    assert_eq!(found.changes.len(), 1);
    assert_eq!(found.changes[0].what, What::Rewritten);
    assert!(found.unagreed().is_none());
    // A criterion taken out of a rule is no change of the agreement, for whoever uses it is compared.
    let found = changed(
        "criterion ready when budget or need",
        "criterion money when budget\ncriterion ready when money or need",
    );
    assert!(found.unagreed().is_none(), "{:#?}", said(&found));
}

#[test]
fn renames_are_followed() {
    let renamed = BASE.replace("budget", "has_money").replace(
        "field has_money: yes/no",
        "field has_money: yes/no\n  column \"budget\"\n  formerly budget",
    );
    let declared = BASE.replace("field budget: yes/no", "field budget: yes/no\n  column \"budget\"");
    let found = compare(&program(&declared), &program(&renamed));
    assert_eq!(said(&found), ["Field has_money renamed: "]);
    assert_eq!(found.changes[0].was.as_deref(), Some("budget"));
    assert!(found.effects.is_empty() && found.unagreed().is_none());
    for (from, to, kind) in [
        ("ready", "willing", Kind::Criterion),
        ("ICP", "target", Kind::Profile),
        ("europe", "the_eu", Kind::List),
        ("inquiry", "contact", Kind::Stage),
        ("customer when", "buyer when", Kind::Stage),
    ] {
        let new = match from {
            "customer when" => BASE.replace("lead, customer", "lead, buyer").replace(from, to),
            _ => BASE.replace(from, to).replace("the_euan", "european"),
        };
        let found = compare(&program(BASE), &program(&new));
        let only: Vec<(Kind, What)> = found.changes.iter().map(|change| (change.kind, change.what)).collect();
        assert_eq!(only, [(kind, What::Renamed)], "{from}: {:#?}", said(&found));
    }
}

#[test]
fn versions_and_dates_are_agreements() {
    let meaning = |text: &str| text.replace("at least 200", "at least 500");
    let unagreed = |head: fn(String) -> String| {
        compare(&program(BASE), &program(&head(meaning(BASE)))).unagreed().is_some()
    };
    assert!(unagreed(|text| text));
    assert!(unagreed(|text| text.replace("version 3", "version 4")), "the date is the old one");
    assert!(unagreed(|text| text.replace("2026-01-12", "2026-02-12")), "the version is the old one");
    assert!(!unagreed(|text| text.replace("version 3", "version 4").replace("2026-01-12", "2026-02-12")));
    assert!(unagreed(|text| text.replace("version 3", "version 2").replace("2026-01-12", "2026-02-12")));
    assert!(unagreed(|text| text.replace("version 3", "version 4").replace("  agreed 2026-01-12\n", "")));
}

/// Every definition of the project that passes.
fn definitions() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("examples"), root.join("tests")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "uld") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_definition_is_itself_also_formatted_and_with_other_comments() {
    let mut tried = 0;
    for path in definitions() {
        let source = fs::read_to_string(&path).unwrap();
        let folder = path.parent().unwrap();
        let loaded = load("test.uld", source.clone(), &Beside(folder.to_owned()));
        let Some(old) = check(&loaded).program else { continue };
        tried += 1;
        let mut others = vec![source.clone(), format!("# first\n{source}\n# last\n")];
        let document = loaded.documents.first().unwrap();
        let first = loaded.sources.iter().next().unwrap().1;
        let documents: Vec<_> = loaded.documents.iter().collect();
        others.extend(format(document, first, &Spelling::collect(&documents)));
        for other in others {
            let new = program_in(&other, folder);
            let found = compare(&old, &new);
            assert!(found.changes.is_empty(), "{}: {:?}", path.display(), said(&found));
            assert!(found.is_same(), "{}", path.display());
        }
    }
    assert!(tried > 20, "only {tried} definitions tried");
}

/// What is gone in one direction is new in the other.
#[test]
fn both_ways_are_mirrors() {
    for (from, to) in [
        ("employees is at least 200", "employees is at least 500"),
        ("  - ready\n", ""),
        ("sales must \"call\" within 2 working days\n", ""),
        ("field email: email\n", ""),
    ] {
        let (one, other) = (program(BASE), program(&BASE.replacen(from, to, 1)));
        let there = compare(&one, &other);
        let back = compare(&other, &one);
        let mirrored = |what: What| match what {
            What::Added => What::Removed,
            What::Removed => What::Added,
            What::Loosened => What::Tightened,
            What::Tightened => What::Loosened,
            What::Renamed
            | What::Both
            | What::AsksOtherwise
            | What::Changed
            | What::Rewritten
            | What::Reworded => what,
        };
        let short = |found: &Difference, turn: bool| {
            let mut all: Vec<_> = found
                .changes
                .iter()
                .map(|change| {
                    (change.kind, change.name.clone(), if turn { mirrored(change.what) } else { change.what })
                })
                .collect();
            all.sort();
            all
        };
        assert_eq!(short(&there, false), short(&back, true), "{from}");
    }
}

/// Sixty doublings, ten thousand criteria: time grows in step.
#[test]
fn sharing_stays_shared() {
    let bomb = |last: &str| {
        let mut text = String::from("field a: yes/no\nfield b: yes/no\ncriterion c0 when a\n");
        for index in 1..=60 {
            let before = index - 1;
            text.push_str(&format!("criterion c{index} when all of:\n  - c{before}\n  - (c{before} or b)\n"));
        }
        text.push_str(&format!("lead when c60{last}\n"));
        program(&text)
    };
    let start = std::time::Instant::now();
    let found = compare(&bomb(""), &bomb(" and b"));
    assert_eq!(stages(&found), ["lead is stricter"]);
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn the_command_says_it_in_each_form() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = BASE
        .replace("Ideal customer profile", "@team <b>x</b> #12 | y")
        .replace("at least 200", "at least 500");
    fs::write(folder.path().join("old.uld"), BASE).unwrap();
    fs::write(folder.path().join("new.uld"), hostile).unwrap();
    let run = |arguments: &[&str]| uld(folder.path(), &[&["diff", "old.uld", "new.uld"], arguments].concat());
    let plain = run(&[]);
    assert_eq!(plain.status.code(), Some(0));
    assert!(text(&plain.stdout).lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("diff_text", text(&plain.stdout));
    insta::assert_snapshot!("diff_markdown", text(&run(&["--format", "markdown"]).stdout));
    insta::assert_snapshot!("diff_json", text(&run(&["--format", "json"]).stdout));
    let json: serde_json::Value = serde_json::from_slice(&run(&["--format", "json"]).stdout).unwrap();
    assert_eq!(json["stages"][0]["stricter"], "yes");
    let refused = run(&["--deny", "stricter,unagreed"]);
    assert_eq!(refused.status.code(), Some(1));
    insta::assert_snapshot!("diff_denied", text(&refused.stderr));
    assert_eq!(run(&["--deny", "looser"]).status.code(), Some(0));
    assert_eq!(run(&["--deny", "sideways"]).status.code(), Some(2));
    assert_eq!(uld(folder.path(), &["diff", "old.uld"]).status.code(), Some(2));
    assert_eq!(uld(folder.path(), &["diff", "old.uld", "none.uld"]).status.code(), Some(3));
    fs::write(folder.path().join("wrong.uld"), "lead when nothing_known\n").unwrap();
    let wrong = uld(folder.path(), &["diff", "old.uld", "wrong.uld"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("(the new definition)"));
}

/// The contact that shows a change is an example that passes against the new definition.
#[test]
fn examples_can_be_pasted() {
    let new = BASE.replace("employees is at least 200", "employees is between 100 and 1,000");
    let (old, new_program) = (program(BASE), program(&new));
    let found = compare(&old, &new_program);
    let mut pasted = 0;
    for effect in &found.effects {
        for example in uld::compare::page::examples(effect, &new_program) {
            let with = format!("{new}{example}");
            let loaded = load("test.uld", with.clone(), &Beside(PathBuf::from("/nowhere")));
            let checked = check(&loaded);
            let program = checked.program.unwrap_or_else(|| panic!("{:?}\n{with}", checked.problems));
            let tried = uld::review::examples::run(&program, &loaded.sources, |_| true).unwrap();
            assert!(tried.cases.iter().all(|case| case.failures.is_empty()), "{example}");
            pasted += 1;
        }
    }
    assert!(pasted >= 4);
}

#[test]
fn a_published_page_is_held_to_the_definition() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("lead.uld", BASE);
    for form in ["html", "md", "txt"] {
        let page = format!("page.{form}");
        assert_eq!(uld(folder.path(), &["publish", "lead.uld", "-o", &page]).status.code(), Some(0));
        let check = |definition: &str| {
            let out =
                uld(folder.path(), &["check", "--message-format", "short", "--published", &page, definition]);
            (out.status.code(), text(&out.stderr))
        };
        assert_eq!(check("lead.uld"), (Some(0), String::new()), "{form}");
        write("words.uld", &BASE.replace("Below, churn doubles", "They leave"));
        let (code, said) = check("words.uld");
        assert!(code == Some(0) && said.contains("W807"), "{said}");
        write("other.uld", &BASE.replace("at least 200", "at least 500").replace("version 3", "version 4"));
        let (code, said) = check("other.uld");
        assert!(code == Some(1) && said.contains("C806") && said.contains("version 3"), "{said}");
    }
    write("empty.md", "# Nothing\n");
    let out = uld(folder.path(), &["check", "--published", "empty.md", "lead.uld"]);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(uld(folder.path(), &["check", "--published", "none.md", "lead.uld"]).status.code(), Some(3));
    assert_eq!(uld(folder.path(), &["check", "--published", ".", "lead.uld"]).status.code(), Some(3));
}

/// The fixtures of problems that lie between two texts.
#[test]
fn messages_between_two_texts_are_drawn_as_agreed() {
    let folder = |code: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors").join(code);
    for (code, arguments, exit) in [
        ("C805", &["diff", "base.uld", "main.uld", "--deny", "unagreed"][..], 1),
        ("C806", &["check", "--published", "page.md", "main.uld"], 1),
        ("W807", &["check", "--published", "page.md", "main.uld"], 0),
    ] {
        let output = uld(&folder(code), arguments);
        assert_eq!(output.status.code(), Some(exit), "{code}");
        let said = text(&output.stderr);
        assert!(said.starts_with(code), "{said}");
        insta::assert_snapshot!(code, said);
    }
}
