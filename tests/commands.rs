//! The commands from outside: columns, forms and exit codes, to the letter, on the project's own examples.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const AS_OF: &str = "2026-11-22";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn uld(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_uld")).args(arguments).current_dir(root()).output().unwrap()
}

fn exit(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

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

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn uld(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_uld")).args(arguments).current_dir(self.0.path()).output().unwrap()
    }
}

const CONTRACT: &str = "\
definition \"Test\" version 1
  identified by id
field id: text
field a: yes/no
field b: yes/no
field segment: text
field crm: text
field day: date
";

const RECORDS: &str =
    "id,a,b,segment,crm,day\n1,yes,yes,x,lead,2026-01-01\n2,yes,,=1+1,something,31/31/2026\n3,,,,,\n";

fn whole() -> String {
    format!(
        "{CONTRACT}\
criterion early when a
profile fit when b
lifecycle inquiry, mql, lead
  aside nurture \"To be nurtured\"
  recorded in crm
mql when early
  if no: stay
lead when mql and fits fit
  if no: recycle to nurture for 90 days because \"Not yet\"
  if unknown: stay, marketing must \"ask\" within 5 working days
source web when segment is \"x\"
  open
"
    )
}

#[test]
fn eval_writes_the_columns_of_the_contract() {
    let folder = Folder::new(&[("d.uld", &whole()), ("r.csv", RECORDS)]);
    let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--show", "all"]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    insta::assert_snapshot!("eval_csv", text(&output.stdout));
    let output =
        folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--show", "lead,FIT", "--keep-all"]);
    insta::assert_snapshot!("eval_keep_all", text(&output.stdout));
    for form in ["tsv", "ndjson", "json", "table"] {
        let output = folder.uld(&[
            "eval",
            "d.uld",
            "r.csv",
            "--as-of",
            AS_OF,
            "--show",
            "all",
            "--output-format",
            form,
        ]);
        assert_eq!(exit(&output), 0);
        insta::assert_snapshot!(format!("eval_{form}"), text(&output.stdout));
    }
}

#[test]
fn the_summary_says_what_was_found() {
    let folder = Folder::new(&[("d.uld", &whole()), ("r.csv", RECORDS)]);
    let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "-o", "out.csv"]);
    assert!(output.stdout.is_empty());
    insta::assert_snapshot!("summary", text(&output.stderr));
    let output =
        folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "-o", "out.csv", "--summary", "json"]);
    let line = text(&output.stderr).lines().last().unwrap().to_owned();
    let parsed: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(parsed["records"], 3);
    assert_eq!(parsed["as_of"], AS_OF);
    assert_eq!(parsed["unreadable"], 1);
    assert!(!line.contains("31/31/2026"), "a cell is quoted in the summary");
}

#[test]
fn without_an_id_the_rows_are_numbered_and_without_a_lifecycle_there_is_the_rule_or_nothing() {
    let definition = "field a: yes/no\nlead when a\n";
    let folder = Folder::new(&[("d.uld", definition), ("r.csv", "a\nyes\nno\n\"\"\n")]);
    let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF]);
    let expected = "row,stage,moved_to,could_be,ask,next_step,problems\n1,lead,,,,,\n2,,,,,,\n3,,,lead,a,,\n";
    assert_eq!(text(&output.stdout), expected);
}

#[test]
fn the_verdicts_on_the_example_exports_are_as_agreed() {
    let folder = "examples/universal/";
    let accounts = format!("company={folder}salesforce/accounts.csv");
    for (records, beside, verdicts) in [
        ("hubspot/contacts.csv", vec![], "hubspot/verdicts.csv"),
        ("salesforce/leads.csv", vec!["--with", &accounts], "salesforce/verdicts.csv"),
    ] {
        let records = format!("{folder}{records}");
        let mut arguments = vec!["eval", "examples/universal/universal.uld", &records];
        arguments.extend(["--as-of", AS_OF, "--show", "all"]);
        arguments.extend(beside);
        let output = uld(&arguments);
        assert_eq!(exit(&output), 0);
        let path = root().join(format!("{folder}{verdicts}"));
        if std::env::var_os("ULD_RENEW").is_some() {
            fs::write(&path, &output.stdout).unwrap();
        }
        let expected = fs::read(&path).unwrap_or_default();
        assert!(
            expected == output.stdout,
            "{} is stale: ULD_RENEW=1 cargo test --test commands renews it; read the difference first",
            path.display()
        );
    }
}

#[test]
fn the_examples_are_in_the_canonical_form() {
    let output = uld(&[
        "fmt",
        "--check",
        "examples/universal/universal.uld",
        "examples/one-line/lead.uld",
        "examples/one-line/lead-with-fields.uld",
    ]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
}

#[test]
fn exit_codes_say_how_it_ended() {
    let folder = Folder::new(&[
        ("good.uld", &whole()),
        ("wrong.uld", "lead when nobody\n"),
        ("part.uld", "field a: yes/no\n"),
        ("loose.uld", "field a:yes/no\nlead   when a\n"),
        (
            "score.uld",
            &format!("{CONTRACT}score s from 0 to 10\n  - 1 point when a\nlead when s is at least 1\n"),
        ),
        ("r.csv", RECORDS),
        ("clean.csv", "id,a,b,segment,crm,day\n1,yes,yes,x,lead,2026-01-01\n"),
        ("broken.csv", "id,a\n1,\"never closed\n"),
    ]);
    let cases: &[(&[&str], i32)] = &[
        (&["check", "good.uld"], 0),
        (&["check", "wrong.uld"], 1),
        (&["check", "part.uld"], 1),
        (&["check", "nowhere.uld"], 3),
        (&["check"], 2),
        (&["check", "--no-such-flag", "good.uld"], 2),
        (&["frobnicate"], 2),
        (&["--version"], 0),
        (&["help"], 0),
        (&["help", "s113"], 0),
        (&["help", "eval"], 0),
        (&["help", "S999"], 2),
        (&["fmt", "--check", "loose.uld"], 1),
        (&["fmt", "--diff", "loose.uld"], 0),
        (&["fmt", "wrong.uld"], 0),
        (&["eval", "good.uld", "r.csv", "--as-of", AS_OF], 0),
        (&["eval", "good.uld", "r.csv", "--as-of", AS_OF, "--strict"], 1),
        (&["eval", "good.uld", "clean.csv", "--as-of", AS_OF, "--strict"], 0),
        (&["eval", "good.uld", "nowhere.csv"], 3),
        (&["eval", "good.uld", "broken.csv"], 3),
        (&["eval", "wrong.uld", "r.csv"], 1),
        (&["eval", "score.uld", "r.csv"], 0),
        (&["eval", "good.uld", "r.csv", "--as-of", "22.11.2026"], 2),
        (&["eval", "good.uld", "r.csv", "--show", "nobody"], 2),
        (&["eval", "good.uld", "r.csv", "-o", "r.csv"], 2),
        (&["explain", "good.uld", "r.csv", "--id", "2", "--as-of", AS_OF], 0),
        (&["explain", "good.uld", "r.csv", "--id", "77", "--as-of", AS_OF], 1),
        (&["explain", "good.uld", "--set", "a=yes", "--as-of", AS_OF], 0),
        (&["explain", "good.uld", "--set", "zzz=yes", "--as-of", AS_OF], 2),
    ];
    for (arguments, expected) in cases {
        let output = folder.uld(arguments);
        assert_eq!(exit(&output), *expected, "uld {}\n{}", arguments.join(" "), text(&output.stderr));
    }
}

#[test]
fn a_failed_run_leaves_the_old_result() {
    let folder = Folder::new(&[
        ("d.uld", &whole()),
        ("r.csv", "id,a\n1,yes\n2,\"never closed\n"),
        ("out.csv", "old\n"),
    ]);
    let output = folder.uld(&["eval", "d.uld", "r.csv", "-o", "out.csv"]);
    assert_eq!(exit(&output), 3);
    assert_eq!(fs::read_to_string(folder.path("out.csv")).unwrap(), "old\n");
    let left: Vec<PathBuf> =
        fs::read_dir(folder.0.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 3, "something was left behind: {left:?}");
}

#[test]
fn fmt_writes_the_file_and_its_includes() {
    let main = "include \"part.uld\"\nlead   when A\n";
    let folder = Folder::new(&[("main.uld", main), ("part.uld", "field a:yes/no   # who decides\n")]);
    let output = folder.uld(&["fmt", "main.uld"]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path("main.uld")).unwrap(), "include \"part.uld\"\nlead when a\n");
    assert_eq!(fs::read_to_string(folder.path("part.uld")).unwrap(), "field a: yes/no  # who decides\n");
}

#[test]
fn standard_input_is_a_definition_or_records() {
    let folder = Folder::new(&[("d.uld", &whole())]);
    let piped = |arguments: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_uld"))
            .args(arguments)
            .current_dir(folder.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = piped(&["fmt", "-"], "lead   WHEN a\n");
    assert_eq!(text(&output.stdout), "lead when a\n");
    let output = piped(&["eval", "d.uld", "-", "--input-format", "csv", "--as-of", AS_OF], RECORDS);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 4);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut records = String::from("id,a,b,segment,crm,day\n");
    for row in 0..50_000 {
        records.push_str(&format!("{row},yes,,some text,,\n"));
    }
    let folder = Folder::new(&[("d.uld", &whole()), ("r.csv", &records)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(["eval", "d.uld", "r.csv", "--as-of", AS_OF])
        .current_dir(folder.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0_u8; 64];
    child.stdout.as_mut().unwrap().read_exact(&mut start).unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(exit(&output), 0);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn colours_are_for_terminals_and_can_be_forced() {
    let plain = uld(&["check", "tests/errors/S113.uld"]);
    assert!(!text(&plain.stderr).contains('\u{1b}'));
    let forced = uld(&["check", "--color", "always", "tests/errors/S113.uld"]);
    assert!(text(&forced.stderr).contains("\u{1b}[1;31mS113"));
}

#[test]
fn problems_have_forms_for_programs() {
    let short = uld(&["check", "--message-format", "short", "tests/errors/S113.uld"]);
    assert_eq!(
        text(&short.stderr),
        "tests/errors/S113.uld:3:37: S113 \"Insurance\" alone is not a criterion\n"
    );
    let json = uld(&["check", "--message-format", "json", "tests/errors/S113.uld"]);
    let parsed: serde_json::Value = serde_json::from_str(text(&json.stderr).trim()).unwrap();
    assert_eq!(parsed["code"], "S113");
    assert_eq!(parsed["labels"][0]["line"], 3);
    assert_eq!(parsed["write"][0], "lead when industry is one of \"Software\", \"Insurance\"");
}

#[test]
fn explanations_show_what_decided() {
    let ids: &[&[&str]] = &[&["90417300137"], &["90417300274"], &["90417337538"]];
    for id in ids {
        let mut arguments = vec!["explain", "examples/universal/universal.uld"];
        arguments.extend(["examples/universal/hubspot/contacts.csv", "--as-of", AS_OF, "--id"]);
        arguments.extend(id.iter());
        let output = uld(&arguments);
        assert_eq!(exit(&output), 0);
        insta::assert_snapshot!(format!("explain_{}", id[0]), text(&output.stdout));
    }
}

#[test]
fn data_problems_name_the_field_and_the_nearest_header() {
    for code in ["D507", "D603", "D808", "D809"] {
        let folder = root().join("tests/errors").join(code);
        let output = Command::new(env!("CARGO_BIN_EXE_uld"))
            .args(["eval", "main.uld", "contacts.csv", "--as-of", AS_OF])
            .current_dir(folder)
            .output()
            .unwrap();
        assert_eq!(exit(&output), 0);
        let said = text(&output.stderr);
        assert!(said.starts_with(code), "{said}");
        insta::assert_snapshot!(code, said);
    }
}

#[test]
fn what_to_ask_hangs_on_the_record_alone() {
    let definition = "\
field decision_maker: yes/no
field came_back: yes/no
field recycled_on: date
lifecycle inquiry, lead
  aside nurture
  rest in nurture for 2 weeks from recycled_on, unless came_back
lead when decision_maker
  if no: stay
";
    let rests = "2026-11-20";
    let rested = "2026-01-01";
    for rows in [[rests, rested, rests], [rested, rests, rested]] {
        let records = format!("recycled_on\n{}\n", rows.join("\n"));
        let folder = Folder::new(&[("d.uld", definition), ("r.csv", &records)]);
        let output = text(&folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF]).stdout);
        for (line, recycled) in output.lines().skip(1).zip(rows) {
            let asked = if recycled == rests { "decision_maker;came_back" } else { "decision_maker" };
            assert_eq!(line.split(',').nth(4), Some(asked), "recycled on {recycled}: {line}");
        }
    }
}

#[test]
fn large_files_of_other_encodings_are_read() {
    let folder = Folder::new(&[("d.uld", "field city: text\nlead when city is \"München\"\n")]);
    let mut utf16 = vec![0xff, 0xfe];
    let mut windows = Vec::new();
    let row = "München;some more text\r\n";
    for line in std::iter::once("city;x\r\n").chain(std::iter::repeat_n(row, 60_000)) {
        utf16.extend(line.encode_utf16().flat_map(u16::to_le_bytes));
        windows.extend(line.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()));
    }
    fs::write(folder.path("utf16.csv"), utf16).unwrap();
    fs::write(folder.path("windows.csv"), windows).unwrap();
    for arguments in [vec!["utf16.csv"], vec!["windows.csv", "--encoding", "windows-1252"]] {
        let mut all = vec!["eval", "d.uld"];
        all.extend(&arguments);
        all.extend(["--as-of", AS_OF]);
        let output = folder.uld(&all);
        assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
        let leads = text(&output.stdout).lines().filter(|line| line.contains(",lead,")).count();
        assert_eq!(leads, 60_000, "{arguments:?}");
    }
}

#[test]
fn the_last_day_of_all_is_a_day_in_every_time_zone() {
    for zone in ["America/Los_Angeles", "Asia/Tokyo", "UTC"] {
        let definition = format!(
            "definition \"Test\"\n  time zone \"{zone}\"\nfield final: date and time\nlead when final is after 2026-01-01\n"
        );
        let folder = Folder::new(&[
            ("d.uld", &definition),
            ("r.csv", "final\n9999-12-31 23:59:59\n0001-01-01 00:00:00\n"),
        ]);
        let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF]);
        assert_eq!(text(&output.stdout).lines().nth(1), Some("1,lead,,,,,"), "{zone}");
        assert_eq!(text(&output.stdout).lines().nth(2), Some("2,,,,,,"), "{zone}");
    }
}

#[test]
fn a_form_of_dates_may_hold_words() {
    let definition = "field seen: date and time\n  written as \"YYYY-MM-DD HH:mm:ss UTC\"\nlead when seen is in the past\n";
    let folder = Folder::new(&[("d.uld", definition), ("r.csv", "seen\n2021-04-01 17:32:47 UTC\n")]);
    let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF]);
    assert_eq!(text(&output.stdout).lines().nth(1), Some("1,lead,,,,,"), "{}", text(&output.stderr));
}

#[test]
fn a_closed_source_must_be_ruled_out_before_anything_else_helps() {
    let definition = "\
field p: yes/no
field q: yes/no
field x: yes/no
field z: yes/no
lead when p or q
source a when x
  closed for lead
source b otherwise
  gate for lead: z
";
    let folder = Folder::new(&[("d.uld", definition), ("r.csv", "p,q,x,z\n,,,\nyes,,,yes\n,,no,\n")]);
    let output = text(&folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF]).stdout);
    let asked: Vec<&str> = output.lines().skip(1).filter_map(|line| line.split(',').nth(4)).collect();
    assert_eq!(asked, ["x;z;p;q", "x", "z;p;q"]);
}

#[test]
fn the_summary_quotes_a_record_only_when_asked() {
    let folder = Folder::new(&[("d.uld", &whole()), ("r.csv", RECORDS)]);
    let said = |more: &[&str]| {
        let mut all = vec!["eval", "d.uld", "r.csv", "--as-of", AS_OF];
        all.extend(more);
        text(&folder.uld(&all).stderr)
    };
    assert!(!said(&[]).contains("31/31/2026"));
    assert!(said(&["--show-values"]).contains("31/31/2026"));
}

/// Events, a lookup, a score and a route.
const RELATED: &str = "\
definition \"Test\" version 1
  identified by id
field id: text
field company: text
lookup firm
  file \"firms\"
  matched by company to \"Key\"
field country: text
  column \"Country\" of firm
field size: whole number
  column \"Size\" of firm
events touch, plural touches
  file \"activities\"
  matched by id
  dated by day
  - day: date
  - kind: text
team desk \"Sales desk\" in sales
team ops in marketing
score engagement \"How interested\" from 0 to 50
  - 10 points for each touch where kind is \"Webinar\", at most 30
  - 5 points when size is at least 100
  - minus 20 points when country is \"Nowhere\"
  bands cold from 0, warm from 15
lifecycle inquiry, lead
lead when engagement is at least 15
  if no: stay
route lead
  - to desk when country is \"Germany\", respond within 30 minutes
  - otherwise to desk, respond within 1 working day
  - if unknown to ops
";

const ACTIVITIES: &str = "\
id,day,kind,note
1,2026-11-01,Webinar,x
1,2026-11-02,Webinar,x
2,2026-11-01,Webinar
2,31/12/2026,Webinar,x
3,2026-12-01,Webinar,x
9,2026-11-01,Call,x
";

fn related() -> Folder {
    Folder::new(&[
        ("d.uld", RELATED),
        ("r.csv", "id,company\n1,A\n2,B\n3,C\n4,\n,\n"),
        ("activities.csv", ACTIVITIES),
        ("firms.csv", "Key,Country,Size\nA,Germany,120\nB,Spain,many\nC,Spain,100\nC,Spain,100\n"),
    ])
}

#[test]
fn eval_reads_what_lies_beside_the_records_and_writes_scores_and_routes() {
    let folder = related();
    for form in ["csv", "json", "table"] {
        let output = folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--output-format", form]);
        assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
        insta::assert_snapshot!(format!("related_{form}"), text(&output.stdout));
    }
    let arguments = ["eval", "d.uld", "r.csv", "--as-of", AS_OF, "-o", "out.csv"];
    let said = text(&folder.uld(&arguments).stderr);
    insta::assert_snapshot!("related_summary", said);
    assert!(!said.contains("31/12/2026"));
    let shown = folder.uld(&[&arguments[..], &["--show-values"]].concat());
    assert!(text(&shown.stderr).contains("31/12/2026"));
    assert_eq!(exit(&folder.uld(&[&arguments[..], &["--strict"]].concat())), 1);
    let json = folder.uld(&[&arguments[..], &["--summary", "json"]].concat());
    let parsed: serde_json::Value = serde_json::from_str(text(&json.stderr).lines().last().unwrap()).unwrap();
    let parts = [&parsed["scores"], &parsed["routes"], &parsed["related"]];
    insta::assert_snapshot!("related_summary_json", serde_json::to_string_pretty(&parts).unwrap());
}

#[test]
fn strict_counts_what_lies_beside_the_records() {
    let firms = "Key,Country,Size\nA,Germany,120\n";
    let clean = [("d.uld", RELATED), ("r.csv", "id,company\n1,A\n"), ("firms.csv", firms)];
    let run = |activities: &str, with: &[&str]| {
        let folder = Folder::new(&[&clean[..], &[("activities.csv", activities)]].concat());
        let arguments = ["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--strict"];
        exit(&folder.uld(&[&arguments[..], with].concat()))
    };
    assert_eq!(run("id,day,kind\n1,2026-11-01,Call\n7,2026-11-01,Call\n", &[]), 0);
    assert_eq!(run("id,day,kind\n1,2026-11-01\n", &[]), 1, "a short row");
    assert_eq!(run("id,day,kind\n1,soon,Call\n", &[]), 1, "an unreadable cell");
    assert_eq!(run("id,day\n1,2026-11-01\n", &[]), 1, "a column that is not there");
    assert_eq!(run("id,day,kind\n7,2026-11-01,Call\n", &[]), 1, "rows of nobody");
    assert_eq!(run("id,day,kind\n", &[]), 0, "no rows");
    assert_eq!(run("key,day,kind\n", &[]), 3, "no key");
    let carried = "{\"id\": 1, \"company\": \"A\", \"touches\": []}\n";
    let folder = Folder::new(&[&clean[..], &[("r.ndjson", carried)]].concat());
    let output = folder.uld(&["eval", "d.uld", "r.ndjson", "--as-of", AS_OF, "--strict"]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    assert_eq!(run("id,day,kind\n", &["--with", "calls=activities.csv"]), 2);
    assert_eq!(run("id,day,kind\n", &["--with", "touch"]), 2);
    assert_eq!(run("id,day,kind\n", &["--with", "touch=nowhere.csv"]), 3);
    assert_eq!(
        run("id,day,kind\n", &["--with", "touch=activities.csv", "--with", "Touches=activities.csv"]),
        2
    );
    assert_eq!(run("id,day,kind\n", &["--with", "touch=-", "--with", "firm=-"]), 2);
    assert_eq!(run("id,day,kind\n", &["-o", "activities.csv"]), 2, "the result would replace a neighbour");
    let folder = Folder::new(&clean);
    assert_eq!(exit(&folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--strict"])), 1, "no file");
    assert_eq!(exit(&folder.uld(&["eval", "d.uld", "r.csv", "--as-of", AS_OF])), 0);
}

#[test]
fn explain_reads_what_lies_beside_the_records() {
    let folder = related();
    let output = folder.uld(&["explain", "d.uld", "r.csv", "--id", "1", "--as-of", AS_OF]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    insta::assert_snapshot!("related_explain", text(&output.stdout));
    let carried = "{\"id\": 1, \"touches\": []}\n{\"id\": 2}\n";
    let carrying =
        Folder::new(&[("d.uld", RELATED), ("r.ndjson", carried), ("firms.csv", "Key,Country,Size\n")]);
    let output = carrying.uld(&["explain", "d.uld", "r.ndjson", "--id", "2", "--as-of", AS_OF]);
    assert!(!text(&output.stderr).contains("D507"), "the file has touches, this record has none");
    let set = ["explain", "d.uld", "--as-of", AS_OF, "--set", "country=Nowhere", "--set", "size=many"];
    let said = text(&folder.uld(&set).stdout);
    assert!(said.contains("size: \"many\" is not a whole number"), "{said}");
    assert_eq!(exit(&folder.uld(&["explain", "d.uld", "--set", "id=1", "--with", "touch=x.csv"])), 2);
}

#[test]
fn a_result_column_makes_way_for_a_column_that_is_kept() {
    let folder = related();
    fs::write(folder.path("r.csv"), "id,company,route,scores,engagement\n1,A,x,y,z\n").unwrap();
    let arguments = ["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--keep-all", "--output-format"];
    let csv = text(&folder.uld(&[&arguments[..], &["csv"]].concat()).stdout);
    assert!(
        csv.contains(",uld_engagement,engagement_high,engagement_band,uld_route,respond_within,"),
        "{csv}"
    );
    let json = text(&folder.uld(&[&arguments[..], &["json"]].concat()).stdout);
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed[0]["scores"], "y");
    assert_eq!(parsed[0]["uld_scores"]["engagement"]["low"], 25);
    assert_eq!(parsed[0]["routes"]["respond_within"], "30 minutes");
}

const DUTIES: &str = "\
definition \"Duties <b>\" version 2
  working week Monday to Friday, 09:00 to 17:00
  identified by id
field id: text
field a: yes/no
field became_lead_on: date and time
  column \"Became a lead\"
field called_on: date
field owner: text
  column \"Account owner\"
field urgent: yes/no
team enterprise \"Enterprise account executives\" in sales
team inside_sales in sales
team ops in marketing
lifecycle inquiry, lead
  aside nurture
lead when a
  entered on became_lead_on
  if no: recycle to nurture
  if unknown: stay, marketing must \"find out what is missing\" within 5 working days
route lead
  - to enterprise when urgent, respond within 30 minutes
  - to value of owner when owner is known
  - otherwise to inside_sales
  - if unknown to ops
  respond within 4 working hours otherwise
  shown by called_on is known
marketing must \"send every new lead to sales\" within 1 day of lead
sales must \"make first contact\" within 2 working days of lead because \"Interest cools by the hour\"
  shown by called_on is known
  otherwise \"the lead goes to the VP of Sales\"
sales must \"keep trying\" before nurture
  shown by called_on is known
both must \"review rejected leads together\" every 2 weeks
";

/// Twelve contacts: every third was called, every fifth is no lead, every fourth has an owner.
fn duty_records() -> String {
    let mut records = "id,a,Became a lead,called_on,Account owner,urgent\n".to_owned();
    for number in 0..12 {
        let id = if number == 11 { String::new() } else { format!("<{number}>") };
        let lead = if number % 5 == 0 { "no" } else { "yes" };
        let start = if number == 4 { String::new() } else { format!("2026-01-{:02} 16:30", number + 5) };
        let called = if number % 3 == 0 { "2026-01-09" } else { "" };
        let owner = if number % 4 == 1 { "Ann Secret" } else { "" };
        let urgent = if number % 3 == 0 {
            "yes"
        } else if number % 3 == 1 {
            "no"
        } else {
            ""
        };
        records.push_str(&format!("{id},{lead},{start},{called},{owner},{urgent}\n"));
    }
    records
}

#[test]
fn audit_says_how_duties_stand_and_who_is_late() {
    let folder = Folder::new(&[("d.uld", DUTIES), ("r.csv", &duty_records())]);
    let audit = |more: &[&str]| {
        let mut arguments = vec!["audit", "d.uld", "r.csv", "--as-of", "2026-01-14"];
        arguments.extend(more);
        folder.uld(&arguments)
    };
    let output = audit(&[]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    let plain = text(&output.stdout);
    assert!(plain.lines().all(|line| line.chars().count() <= 80), "{plain}");
    assert!(!plain.contains("Ann Secret"));
    insta::assert_snapshot!("audit_text", plain);
    assert!(text(&output.stderr).contains("12 records of r.csv judged as of 2026-01-14\n"));
    let colored = text(&audit(&["--color", "always"]).stdout);
    assert_ne!(colored, plain);
    let mut stripped = String::new();
    for (index, part) in colored.split("\u{1b}[").enumerate() {
        stripped.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, plain);
    let json = text(&audit(&["--format", "json"]).stdout);
    insta::assert_snapshot!("audit_json", json);
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed["as_of"], "2026-01-14");
    assert!(text(&audit(&["--show-values"]).stdout).contains("Ann Secret must respond"));
    for threads in ["1", "2", "7"] {
        assert_eq!(text(&audit(&["--threads", threads]).stdout), plain);
    }
    assert_eq!(exit(&audit(&["--strict"])), 1);
    assert_eq!(exit(&audit(&["--html", "d.uld"])), 2);
    assert_eq!(exit(&audit(&["--html", "no/such/folder.html"])), 3);
}

#[test]
fn the_audits_page_stands_alone_and_is_well_formed() {
    let folder = Folder::new(&[("d.uld", DUTIES), ("r.csv", &duty_records())]);
    let arguments = ["audit", "d.uld", "r.csv", "--as-of", "2026-01-14", "--html", "page.html"];
    let output = folder.uld(&arguments);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    let page = fs::read_to_string(folder.path("page.html")).unwrap();
    for foreign in ["http:", "https:", "//", "<script", " src=", "url(", "@import", "Ann Secret"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.split(" href=").skip(1).all(|link| link.starts_with("\"#")));
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("<h1>Duties: Duties &lt;b&gt;, version 2</h1>"));
    assert!(page.contains("<li>&lt;2&gt;, by 2026-01-09</li>"), "{page}");
    // Every element that is opened is closed, in order.
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed)),
            None if name == "meta" || name == "!doctype" => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_audit_reads_events_and_is_the_same_for_any_number_of_threads() {
    let folder = "examples/duties/";
    let definition = format!("{folder}duties.uld");
    let records = format!("{folder}contacts.csv");
    let beside = ["audit", &definition, &records, "--as-of", AS_OF, "--format", "json"];
    let found = text(&uld(&beside).stdout);
    let parsed: serde_json::Value = serde_json::from_str(&found).unwrap();
    let talk = &parsed["duties"][0];
    for (count, expected) in [("met", 3), ("late", 1), ("due", 2), ("unknown", 2)] {
        assert_eq!(talk[count], expected, "{count}");
    }
    assert_eq!(talk["late_contacts"][0]["id"], "203");
    assert_eq!(talk["late_contacts"][0]["by"], "2026-11-19");
    assert_eq!(talk["unknown_because"]["evidence_open"], 1);
    // Without the events nothing is late for sure, but for what needs none.
    let alone = Folder::new(&[("c.csv", &fs::read_to_string(root().join(&records)).unwrap())]);
    let without = uld(&["audit", &definition, &alone.path("c.csv"), "--as-of", AS_OF, "--format", "json"]);
    let without: serde_json::Value = serde_json::from_slice(&without.stdout).unwrap();
    assert!(without["duties"].as_array().unwrap().iter().all(|duty| duty["met"] == 0 && duty["late"] == 0));
    let stated = format!("touch={folder}activities.csv");
    let with = ["audit", &definition, &alone.path("c.csv"), "--as-of", AS_OF, "--format", "json", "--with"];
    let with: Vec<&str> = with.into_iter().chain([stated.as_str()]).collect();
    assert_eq!(text(&uld(&with).stdout), found);
    // Many batches: the late ones stay in the order of the input.
    let mut many = "Record ID,Decision maker,Country,Became a lead\n".to_owned();
    let mut touches = "Contact,Date,Type\n".to_owned();
    for number in 0..30_000 {
        many.push_str(&format!("c{number},yes,Germany,2026-11-{:02} 10:00\n", 2 + number % 17));
        if number % 3 == 0 {
            touches.push_str(&format!("c{number},2026-11-{:02} 12:00,Call\n", 2 + number % 19));
        }
    }
    let large = Folder::new(&[("c.csv", &many), ("activities.csv", &touches)]);
    let of = |threads: &str| {
        let (records, page) = (large.path("c.csv"), large.path(threads));
        let arguments =
            ["audit", &definition, &records, "--as-of", AS_OF, "--threads", threads, "--html", &page];
        let output = uld(&arguments);
        assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
        (text(&output.stdout), fs::read_to_string(&page).unwrap())
    };
    let one = of("1");
    assert!(one == of("2") && one == of("5"));
    let ids = one.1.split("<li>c").skip(1).map_while(|part| part.split(',').next()?.parse::<u32>().ok());
    let ids: Vec<u32> = ids.collect();
    assert!(ids.len() > 10_000);
    let first: Vec<&u32> = ids.iter().take_while(|id| **id < 29_990).collect();
    assert!(first.is_sorted());
}

#[test]
fn a_definition_without_duties_has_none_to_audit() {
    let folder = Folder::new(&[("d.uld", "field a: yes/no\nlead when a\n"), ("r.csv", "a\nyes\n")]);
    let output = folder.uld(&["audit", "d.uld", "r.csv", "--as-of", AS_OF, "--strict"]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "The definition states no duties.\n");
}

#[test]
fn no_output_takes_the_place_of_what_the_definition_was_read_from() {
    let definition =
        "include \"more.uld\"\nlist l from \"l.txt\"\nfield id: text\nlead when id is one of l and a\n";
    let folder = Folder::new(&[
        ("d.uld", definition),
        ("more.uld", "field a: yes/no\n"),
        ("l.txt", "x\n"),
        ("r.csv", "id,a\nx,yes\n"),
    ]);
    for file in ["more.uld", "l.txt", "d.uld", "r.csv"] {
        let before = fs::read(folder.path(file)).unwrap();
        let eval = ["eval", "d.uld", "r.csv", "--as-of", AS_OF, "--output-format", "csv", "-o", file];
        let audit = ["audit", "d.uld", "r.csv", "--as-of", AS_OF, "--html", file];
        let test = ["test", "d.uld", "--junit", file];
        for arguments in [&eval[..], &audit[..], &test[..]] {
            if file == "r.csv" && arguments[0] == "test" {
                continue;
            }
            assert_eq!(exit(&folder.uld(arguments)), 2, "{arguments:?}");
            assert_eq!(fs::read(folder.path(file)).unwrap(), before, "{arguments:?}");
        }
    }
}

#[test]
fn keys_that_compare_as_one_are_a_key_twice() {
    let folder = Folder::new(&[
        ("d.uld", "field x: text\nlead when x is \"a\"\n"),
        ("r.ndjson", "{\"x\": \"a\", \"X\": \"b\"}\n{\"x\": \"a\"}\n{\"X\": \"a\"}\n"),
    ]);
    let arguments = ["eval", "d.uld", "r.ndjson", "--as-of", AS_OF, "--output-format", "csv", "--strict"];
    let output = folder.uld(&arguments);
    assert_eq!(exit(&output), 1);
    let said = text(&output.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[1].contains("the key \"\"X\"\" occurs twice, the last one counts"), "{said}");
    assert!(!lines[2].contains("twice") && !lines[3].contains("twice"), "{said}");
}

const TOUCHES: &str = "\
definition \"Test\"
  identified by contact_id
field contact_id: text
  column \"Record ID\"
events touch, plural touches
  file \"activities\"
  matched by contact_id to \"Record ID\"
  dated by happened
  - happened: date, column \"Activity Date\" # as exported
  - kind: one of \"Call\", \"Email\"
score engagement from 0 to 100
  - 10 points for each touch within the last 30 days
lead when at least 2 touches within the last 30 days
  if no: stay
criterion busy when at least 2 touches within the last 30 days
";

/// What `uld eval` says of the touches' rows in a file of this name.
fn said_of(name: &str, contacts: &str, rows: &str) -> String {
    let folder = Folder::new(&[("d.uld", TOUCHES), ("contacts.csv", contacts), (name, rows)]);
    let output = folder.uld(&["eval", "d.uld", "contacts.csv", "--as-of", AS_OF, "-o", "out.csv"]);
    let said = text(&output.stderr);
    said.split("\n\n").filter(|part| part.starts_with('D')).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_form_of_dates_is_read_off_all_rows() {
    let dates = |rows: &[&str]| {
        let rows: String = rows.iter().map(|day| format!("1,{day},Call\n")).collect();
        said_of("activities.csv", "Record ID\n1\n", &format!("Record ID,Activity Date,kind\n{rows}"))
    };
    let said = [
        dates(&["03/04/2026", "05/04/2026"]),
        dates(&["03/04/2026", "13/04/2026"]),
        dates(&["03.04.26", "04.13.26"]),
        dates(&["13/04/2026", "03/04/2026", "04/13/2026"]),
    ];
    insta::assert_snapshot!("dates", said.join("\n\n"));
}

#[test]
fn the_authors_line_is_kept_where_a_column_is_missing() {
    let rows = "Record ID,Activity date (UTC),sort\n1,2026-01-01,Call\n";
    insta::assert_snapshot!("columns", said_of("activities.csv", "Record ID\n1\n", rows));
}

#[test]
fn keys_of_nobody_say_what_is_wrong_with_them() {
    let keys = |contact: &str, key: &str| {
        let rows = format!("Record ID,Activity Date,kind\n{key},2026-01-01,Call\n");
        said_of("activities.csv", &format!("Record ID\n{contact}\n"), &rows)
    };
    let said = [
        keys("101", "101.0"),
        keys("1", "0001"),
        keys("101", "\"101;102\""),
        keys("101", "#101"),
        keys("101", "201"),
        keys("101", ""),
    ];
    insta::assert_snapshot!("keys", said.join("\n\n"));
}

#[test]
fn a_file_that_comes_near_is_named_and_no_other_is_offered() {
    let contacts = "Record ID\n1\n";
    let said = ["Activities.csv", "touches.csv", "activities.xls", "other.csv"]
        .map(|name| said_of(name, contacts, "Record ID,Activity Date,kind\n"));
    insta::assert_snapshot!("near", said.join("\n\n"));
}

#[test]
fn a_wrong_command_is_told_what_is_meant() {
    let folder = Folder::new(&[
        ("d.uld", TOUCHES),
        ("plain.uld", "field a: yes/no\nlead when a is yes\n  if no: stay\n"),
        ("contacts.csv", "Record ID\n1\n"),
        ("plain.csv", "a\nyes\n"),
        ("a.csv", "Record ID,Activity Date,kind\n1,2026-01-01,Call\n"),
    ]);
    let lines = [
        "eval contacts.csv d.uld",
        "test contacts.csv",
        "eval d.uld contacts.csv --with activities=a.csv",
        "eval d.uld contacts.csv --with tuch=a.csv",
        "eval d.uld contacts.csv --with else=a.csv",
        "eval d.uld contacts.csv --as-of 2026-02-30",
        "eval d.uld contacts.csv --as-of 2026-13-01",
        "eval d.uld contacts.csv --as-of 11/22/2026",
        "eval d.uld contacts.csv --show engagment --with touch=a.csv",
        "eval d.uld contacts.csv --show bussy --with touch=a.csv",
        "eval d.uld contacts.csv --show hot --with touch=a.csv",
        "audit d.uld contacts.csv -o x.html",
        "audit d.uld contacts.csv --format html",
        "eval d.uld contacts.csv --html x.html",
        "explain plain.uld plain.csv --id 999",
        "help lead",
        "help S999",
        "help evl",
    ];
    let said = lines.map(|line| {
        let output = folder.uld(&line.split(' ').collect::<Vec<_>>());
        format!("$ uld {line}\n{}[{}]\n", text(&output.stderr), exit(&output))
    });
    insta::assert_snapshot!("wrong_commands", said.concat());
    let spaced = folder.uld(&["eval", "d.uld", "contacts.csv", "--with", "touch = a.csv", "--as-of", AS_OF]);
    assert_eq!(exit(&spaced), 0, "{}", text(&spaced.stderr));
}
