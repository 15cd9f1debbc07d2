//! What a definition means as a text, and its fingerprint.

#![expect(clippy::panic, reason = "a test may stop where it stands")]

use uld::check::{FileFault, Files, check, load};
use uld::meaning::fingerprint::{find_fingerprint, fingerprint};
use uld::meaning::item::{Kind, items};
use uld::meaning::renames::Renames;
use uld::model::program::Program;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

fn program(text: &str) -> Program {
    let checked = check(&load("test.uld", text.to_owned(), &NoFiles));
    checked.program.unwrap_or_else(|| panic!("{:?}", checked.problems))
}

const BASE: &str = r#"definition "Test" version 3
  agreed 2026-01-12
  missing also "N/A", "-"
field employees: whole number
  column "Employees"
field industry: one of "Software", "Insurance"
field budget: yes/no
field email: email
list free: "gmail.com", "yahoo.com"
profile ICP "Ideal" when all of:
  - employees is at least 500 because "Below, churn doubles"
  - industry is one of "Software", "Insurance"
criterion big (n: whole number) when employees is at least n
criterion pro when domain of email is not one of free
lead when all of:
  - fits ICP
  - budget
  - pro
  - big 1,000 or big 2,000
"#;

fn same_meaning(changed: &str) -> bool {
    fingerprint(&program(BASE)).meaning == fingerprint(&program(changed)).meaning
}

#[test]
fn words_are_no_meaning() {
    for (from, to) in [
        ("version 3", "version 4"),
        ("agreed 2026-01-12", "agreed 2026-02-12"),
        ("\"Test\"", "\"Other\""),
        (" because \"Below, churn doubles\"", ""),
        ("\"Ideal\"", "\"Perfect\""),
        ("profile ICP", "profile icp"),
        ("  - budget\n  - pro\n", "  - pro\n  - budget\n"),
        ("\"Software\", \"Insurance\"\nfield", "\"insurance\", \"SOFTWARE\"\nfield"),
        ("big 1,000 or big 2,000", "big 2,000 or big 1,000"),
        ("\"N/A\", \"-\"", "\"-\", \"n/a\""),
        ("\"gmail.com\", \"yahoo.com\"", "\"yahoo.com\", \"gmail.com\""),
        ("column \"Employees\"", "column \"employees\"\n  > How many people work there."),
        ("lead when", "# a comment\nexample \"none\"\n  given budget no\n  expect lead no\n\nlead when"),
    ] {
        assert!(BASE.contains(from), "{from}");
        let changed = BASE.replacen(from, to, 1);
        assert!(same_meaning(&changed), "{from} -> {to}");
        let (old, new) = (fingerprint(&program(BASE)), fingerprint(&program(&changed)));
        assert_ne!(old.words, new.words, "{from} -> {to}");
    }
}

#[test]
fn meaning_is_meaning() {
    for (from, to) in [
        ("at least 500", "at least 501"),
        ("at least 500", "more than 500"),
        ("  - pro\n", ""),
        ("  - pro\n", "  - not pro\n"),
        ("is one of \"Software\", \"Insurance\"\nc", "is \"Software\"\nc"),
        ("big 1,000 or big 2,000", "big 1,000 or big 3,000"),
        ("big 1,000 or", "big 1,000 and"),
        ("\"N/A\", \"-\"", "\"N/A\""),
        ("\"gmail.com\", ", ""),
        ("field budget: yes/no", "field budget: yes/no\n  if missing, assume no"),
        ("field budget: yes/no", "field budget: yes/no\n  required"),
        ("field budget: yes/no", "field budget: yes/no\n  yes is \"ja\""),
        ("column \"Employees\"", "column \"Staff\""),
        ("  agreed", "  time zone \"Europe/Berlin\"\n  agreed"),
        ("  agreed", "  holidays 2026-12-25\n  agreed"),
        ("field budget: yes/no", "field budget: yes/no\nfield other: text"),
    ] {
        assert!(BASE.contains(from), "{from}");
        assert!(!same_meaning(&BASE.replacen(from, to, 1)), "{from} -> {to}");
    }
}

#[test]
fn a_renamed_field_is_the_same_in_every_rule() {
    let renamed = BASE.replace("budget", "has_money").replace(
        "field has_money: yes/no",
        "field has_money: yes/no\n  column \"budget\"\n  formerly budget",
    );
    let declared = BASE.replace("field budget: yes/no", "field budget: yes/no\n  column \"budget\"");
    let mut renames = Renames::default();
    renames.add(Kind::Field, "budget", "has_money");
    let old = items(&program(&declared), &renames);
    let new = items(&program(&renamed), &Renames::default());
    let texts = |items: &[uld::meaning::item::Item]| {
        items.iter().map(|item| (item.kind, item.key.clone(), item.meaning.clone())).collect::<Vec<_>>()
    };
    assert_eq!(texts(&old), texts(&new));
}

#[test]
fn a_fingerprint_is_found_in_every_kind_of_page() {
    let print = fingerprint(&program(BASE));
    let sentence = print.sentence();
    assert_eq!(find_fingerprint(&sentence), Some(print));
    let wrapped = sentence.replace(' ', "\n  ");
    assert_eq!(find_fingerprint(&format!("> Fingerprint of the meaning: none\n{wrapped}\n")), Some(print));
    let marked = format!(
        "<p>1 < 2 <em>é</em></p><p class=\"x\">{}</p>",
        sentence.replace(": ", ": <code>").replace(", ", "</code>, ")
    );
    assert_eq!(find_fingerprint(&marked), Some(print));
    assert_eq!(
        find_fingerprint(&sentence.replace('-', "\\-").replace(": ", ": `").replace(", ", "`, ")),
        Some(print)
    );
    for cut in 0..sentence.len() {
        let cut = sentence.get(..cut).unwrap_or("");
        assert!(find_fingerprint(cut).is_none_or(|found| found.words == print.words), "{cut}");
    }
    assert_eq!(find_fingerprint(&"<".repeat(100_000)), None);
}

/// Sixty criteria that each use the one before twice are sixty lines.
#[test]
fn sharing_stays() {
    let text = |count: usize| {
        let mut text = String::from("field a: yes/no\ncriterion c0 when a\n");
        for index in 1..=count {
            let before = index - 1;
            text.push_str(&format!("criterion c{index} when all of:\n  - c{before}\n  - not c{before}\n"));
        }
        text.push_str(&format!("lead when c{count}\n"));
        text
    };
    let size = |count| {
        items(&program(&text(count)), &Renames::default())
            .iter()
            .map(|item| item.meaning.len())
            .sum::<usize>()
    };
    assert!(size(120) < 3 * size(60), "{} {}", size(60), size(120));
}
