//! Records judged by both definitions.

use std::fs;

use super::{BASE, text, uld};

const RECORDS: &str = "\
Id,Employees,industry,budget,need,country,revenue,email
canary-1,300,Software,yes,no,Germany,1,secret-a@example.com
canary-2,900,Software,yes,no,France,1,secret-b@example.com
canary-3,300,Insurance,no,yes,France,1,secret-c@example.com
canary-4,900,Insurance,no,yes,Spain,1,secret-d@example.com
canary-5,,Retail,no,yes,Spain,1,secret-e@example.com
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = BASE
        .replace("field need: yes/no", "field id: text\n  column \"Id\"\nfield need: yes/no")
        .replace("  agreed", "  identified by id\n  agreed");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("old.uld", &base);
    write("new.uld", &base.replace("at least 200", "at least 500"));
    // The same field from another column, under another name.
    write("renamed.uld", &base.replace("column \"Employees\"", "column \"Staff\""));
    write("records.csv", RECORDS);
    folder
}

#[test]
fn moves_are_counted_with_what_did_it() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        uld(
            folder.path(),
            &[
                &["diff", "old.uld", "new.uld", "--as-of", "2026-01-15", "--records", "records.csv"],
                arguments,
            ]
            .concat(),
        )
    };
    let plain = run(&[]);
    assert_eq!(plain.status.code(), Some(0), "{}", text(&plain.stderr));
    let said = text(&plain.stdout);
    insta::assert_snapshot!("moves_text", said.get(said.find("Records\n").unwrap()..).unwrap());
    let json: serde_json::Value = serde_json::from_slice(&run(&["--format", "json"]).stdout).unwrap();
    let records = &json["records"];
    assert_eq!(records["records"], 5);
    assert_eq!(records["moved"], 2);
    assert_eq!(records["criteria"][0]["records"], 2);
    assert!(records["criteria"][0]["criterion"].as_str().unwrap().contains("Employees is at least 500"));
    // Nothing of a record is told, and ids only where they are asked for.
    for output in [&plain, &run(&["--format", "json"]), &run(&["--format", "markdown"])] {
        let all = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(!all.contains("canary") && !all.contains("secret"), "{all}");
    }
    let named = text(&run(&["--ids"]).stdout);
    assert!(
        named.contains("canary-1") && named.contains("canary-3") && !named.contains("canary-2"),
        "{named}"
    );
    assert!(!named.contains("secret"));
}

#[test]
fn threads_change_nothing() {
    let folder = folder();
    let many: String = (0..20_000)
        .map(|row| format!("id-{row},{},Software,yes,no,Germany,1,a@b.example\n", row % 1_000))
        .collect();
    fs::write(
        folder.path().join("many.csv"),
        format!("{}{many}", RECORDS.lines().next().unwrap().to_owned() + "\n"),
    )
    .unwrap();
    let run = |threads: &str| {
        let arguments = [
            "diff",
            "old.uld",
            "new.uld",
            "--as-of",
            "2026-01-15",
            "--records",
            "many.csv",
            "--ids",
            "--threads",
            threads,
            "--format",
            "json",
        ];
        text(&uld(folder.path(), &arguments).stdout)
    };
    let one = run("1");
    let json: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(json["records"]["moved"], 6_000);
    assert_eq!(one, run("2"));
    assert_eq!(one, run("7"));
}

#[test]
fn each_definition_reads_its_own_columns() {
    let folder = folder();
    let rows =
        "Id,Employees,Staff,industry,budget,need\na,300,100,Software,yes,no\nb,100,300,Software,yes,no\n";
    fs::write(folder.path().join("two.csv"), rows).unwrap();
    let out = uld(
        folder.path(),
        &[
            "diff",
            "old.uld",
            "renamed.uld",
            "--as-of",
            "2026-01-15",
            "--records",
            "two.csv",
            "--format",
            "json",
        ],
    );
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["records"]["moved"], 2, "{}{}", text(&out.stdout), text(&out.stderr));
    let ndjson = "{\"Id\":\"a\",\"Employees\":300,\"Staff\":100,\"industry\":\"Software\",\"budget\":\"yes\"}\n{\"Id\":\"b\",\"Employees\":100,\"Staff\":300,\"industry\":\"Software\",\"budget\":\"yes\"}\n";
    fs::write(folder.path().join("two.ndjson"), ndjson).unwrap();
    let out = uld(
        folder.path(),
        &[
            "diff",
            "old.uld",
            "renamed.uld",
            "--as-of",
            "2026-01-15",
            "--records",
            "two.ndjson",
            "--format",
            "json",
        ],
    );
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["records"]["moved"], 2, "{}{}", text(&out.stdout), text(&out.stderr));
}

/// Events in the records themselves, as JSON has them, for both definitions.
#[test]
fn events_come_along_for_both() {
    let folder = folder();
    let definition = |count: u32| {
        format!(
            "field id: text\n  column \"Id\"\nevents touch, plural touches\n  file \"touches\"\n  matched by id to \"Id\"\n  dated by happened\n  - happened: date\ncriterion busy when at least {count} touches within the last 30 days\nlead when busy\n  if no: stay\n"
        )
    };
    fs::write(folder.path().join("one.uld"), definition(1)).unwrap();
    fs::write(folder.path().join("two.uld"), definition(2)).unwrap();
    let records = "{\"Id\":\"a\",\"touches\":[{\"happened\":\"2026-01-10\"}]}\n{\"Id\":\"b\",\"touches\":[{\"happened\":\"2026-01-10\"},{\"happened\":\"2026-01-11\"}]}\n";
    fs::write(folder.path().join("records.ndjson"), records).unwrap();
    let base = ["diff", "one.uld", "two.uld", "--as-of", "2026-01-15", "--format", "json", "--records"];
    let moved = |arguments: &[&str]| {
        let out = uld(folder.path(), &[&base[..], arguments].concat());
        let json: serde_json::Value =
            serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{}", text(&out.stderr)));
        json["records"]["moved"].as_u64().unwrap()
    };
    assert_eq!(moved(&["records.ndjson"]), 1);
    fs::write(folder.path().join("contacts.csv"), "Id\na\nb\n").unwrap();
    fs::write(folder.path().join("t.csv"), "Id,happened\na,2026-01-10\nb,2026-01-10\nb,2026-01-11\n")
        .unwrap();
    assert_eq!(moved(&["contacts.csv", "--with", "touch=t.csv"]), 1);
    let out = uld(folder.path(), &[&base[..], &["contacts.csv", "--with", "nothing=t.csv"]].concat());
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
}
