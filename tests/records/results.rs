use std::fs;
use std::io::Write;
use std::path::Path;

use uld::records::error::RecordsError;
use uld::records::form::OutputForm;
use uld::records::output::OutputOptions;
use uld::records::output::file::Target;

use crate::records::harness::{names_in, output, run, showing};

const CONTACTS: &str = "Name,Record ID,Opted In,Evaluation Date,crm_stage,Stage\n\
    Zoë, 1 ,yes,2026-01-01,lead,x\n\
    \"Li, Q\",2,no,31/31/2026,prospect,\"y\"\"\"\n\
    =cmd,3,,03/04/2026,,-5\n\
    ,,yes\n";

#[test]
fn csv_has_the_columns_of_the_contract() {
    let (text, summary) = run("csv", CONTACTS.as_bytes(), &showing("csv", "all")).unwrap();
    insta::assert_snapshot!(text, @r###"
    Record ID,stage,recorded,moved_to,could_be,ask,next_step,problems,ready,lead
    1,lead,lead,,,,,,yes,yes
    2,inquiry,prospect,nurture,,,recycle to nurture,"Evaluation Date: ""31/31/2026"" is not a date (it should be written YYYY-MM-DD)",no,no
    3,inquiry,,,lead,opted_in,,"Evaluation Date: ""03/04/2026"" can be read as two dates (say which with `written as ""MM/DD/YYYY""` or `""DD/MM/YYYY""`)",unknown,unknown
    ,lead,,,,,,"record: 3 cells, the header has 6; Record ID: required, missing",yes,yes
    "###);
    insta::assert_debug_snapshot!((summary.records, &summary.stages, summary.could_be_more, &summary.recorded, &summary.asked, summary.findings.unreadable, summary.findings.row_faults, summary.blank_ids), @r###"
    (
        4,
        [
            2,
            2,
        ],
        1,
        {
            Stage(
                stage-1,
            ): [
                0,
                1,
                0,
            ],
            Other: [
                1,
                0,
                0,
            ],
            Blank: [
                1,
                1,
                0,
            ],
        },
        {
            Field(
                field-1,
            ): 1,
        },
        2,
        RowFaults {
            short: 1,
            long: 0,
            no_object: 0,
            repeated_keys: 0,
            not_rows: 0,
        },
        Tally {
            count: 1,
            first: Some(
                4,
            ),
        },
    )
    "###);
}

#[test]
fn all_columns_can_be_kept_and_the_results_make_room() {
    let options = OutputOptions { keep_all: true, ..output("csv") };
    let (text, _) = run("csv", CONTACTS.as_bytes(), &options).unwrap();
    insta::assert_snapshot!(text, @r###"
    Name,Record ID,Opted In,Evaluation Date,crm_stage,Stage,uld_stage,recorded,moved_to,could_be,ask,next_step,problems
    Zoë, 1 ,yes,2026-01-01,lead,x,lead,lead,,,,,
    "Li, Q",2,no,31/31/2026,prospect,"y""",inquiry,prospect,nurture,,,recycle to nurture,"Evaluation Date: ""31/31/2026"" is not a date (it should be written YYYY-MM-DD)"
    '=cmd,3,,03/04/2026,,-5,inquiry,,,lead,opted_in,,"Evaluation Date: ""03/04/2026"" can be read as two dates (say which with `written as ""MM/DD/YYYY""` or `""DD/MM/YYYY""`)"
    ,,yes,,,,lead,,,,,,"record: 3 cells, the header has 6; Record ID: required, missing"
    "###);
    let twice = b"Record ID,x,X,,x\n1,a,b,c,d\n";
    let (text, _) = run("csv", twice, &options).unwrap();
    assert_eq!(
        text.lines().next().unwrap().split(',').take(5).collect::<Vec<_>>(),
        ["Record ID", "x", "X (2)", "column 4", "x (3)"]
    );
}

#[test]
fn json_is_nested() {
    let (text, _) = run("csv", CONTACTS.as_bytes(), &showing("ndjson", "ready")).unwrap();
    insta::assert_snapshot!(text, @r###"
    {"Record ID":"1","stage":"lead","recorded":"lead","moved_to":null,"could_be":[],"ask":[],"next_step":null,"problems":[],"rules":{"ready":"yes"}}
    {"Record ID":"2","stage":"inquiry","recorded":"prospect","moved_to":"nurture","could_be":[],"ask":[],"next_step":"recycle to nurture","problems":[{"column":"Evaluation Date","text":"31/31/2026","problem":"is not a date (it should be written YYYY-MM-DD)"}],"rules":{"ready":"no"}}
    {"Record ID":"3","stage":"inquiry","recorded":null,"moved_to":null,"could_be":["lead"],"ask":["opted_in"],"next_step":null,"problems":[{"column":"Evaluation Date","text":"03/04/2026","problem":"can be read as two dates (say which with `written as \"MM/DD/YYYY\"` or `\"DD/MM/YYYY\"`)"}],"rules":{"ready":"unknown"}}
    {"Record ID":"","stage":"lead","recorded":null,"moved_to":null,"could_be":[],"ask":[],"next_step":null,"problems":[{"column":null,"text":null,"problem":"3 cells, the header has 6"},{"column":"Record ID","text":null,"problem":"required, missing"}],"rules":{"ready":"yes"}}
    "###);
    let (array, _) = run("csv", CONTACTS.as_bytes(), &showing("json", "ready")).unwrap();
    let parsed: Vec<serde_json::Value> = serde_json::from_str(&array).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(parsed, lines);
    let (none, _) = run("csv", b"Record ID\n", &output("json")).unwrap();
    assert_eq!(none, "[]\n");
}

#[test]
fn json_records_are_kept_exactly() {
    let records = "{\"Record ID\": 7, \"deep\": {\"b\" : [1, \"x \\\" y\"]}, \"n\": 1.50}\n{\"Contact ID\": \"8\", \"late\": [1, 2]}\n";
    let options = OutputOptions { keep_all: true, ..output("ndjson") };
    let (text, _) = run("ndjson", records.as_bytes(), &options).unwrap();
    let first = text.lines().next().unwrap();
    assert!(
        first.starts_with("{\"Record ID\":7,\"deep\":{\"b\":[1,\"x \\\" y\"]},\"n\":1.50,\"stage\":"),
        "{first}"
    );
    let (text, _) =
        run("ndjson", records.as_bytes(), &OutputOptions { keep_all: true, ..output("csv") }).unwrap();
    insta::assert_snapshot!(text, @r###"
    Record ID,deep,n,Contact ID,late,stage,recorded,moved_to,could_be,ask,next_step,problems
    7,"{""b"":[1,""x \"" y""]}",1.50,,,inquiry,,,lead,opted_in,,
    ,,,8,1;2,inquiry,,,lead,opted_in,,
    "###);
    let (text, _) = run("ndjson", records.as_bytes(), &output("csv")).unwrap();
    let ids: Vec<&str> = text.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids, ["Record ID", "7", "8"]);
}

#[test]
fn a_table_is_aligned_cut_and_harmless() {
    let records = "Record ID,Opted In,crm_stage\n李,yes,\u{1b}[31mred\u{202e}\nb,no,\"a\nb\"\nc,maybe,"
        .to_owned()
        + &"x".repeat(100)
        + "\n";
    let (text, _) = run("csv", records.as_bytes(), &output("table")).unwrap();
    insta::assert_snapshot!(text, @r###"
    Record ID  stage    recorded                                                      moved_to  could_be  ask       next_step           problems
    ---------  -------  ------------------------------------------------------------  --------  --------  --------  ------------------  --------
    李         lead     \u{1b}[31mred\u{202e}
    b          inquiry  a\u{a}b                                                       nurture                       recycle to nurture
    c          inquiry  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…            lead      opted_in
    "###);
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'));
}

#[test]
fn formulas_are_disarmed_unless_told_otherwise() {
    let records = "Record ID,=head,n\n=1+1,\"\t@x\",-5\n\"+1,2+3\",\"\u{ff1d}x\",-1e3\n";
    let keep = OutputOptions { keep_all: true, ..output("csv") };
    let (text, _) = run("csv", records.as_bytes(), &keep).unwrap();
    let starts: Vec<String> =
        text.lines().map(|line| line.split(",inquiry").next().unwrap().to_owned()).collect();
    assert!(starts[0].starts_with("Record ID,'=head,n,stage"), "{}", starts[0]);
    assert_eq!(starts[1..], ["'=1+1,\"'\t@x\",-5".to_owned(), "\"'+1,2+3\",'\u{ff1d}x,-1e3".to_owned()]);
    let exact = OutputOptions { no_escape_formulas: true, ..keep };
    let (text, _) = run("csv", records.as_bytes(), &exact).unwrap();
    assert!(text.contains("\n=1+1,\"\t@x\",-5,"));
    let (text, _) = run("csv", records.as_bytes(), &output("tsv")).unwrap();
    assert!(text.contains("\n'=1+1\t"));
    let (text, _) = run("csv", records.as_bytes(), &output("ndjson")).unwrap();
    assert!(text.contains("\"=1+1\""));
}

#[test]
fn only_what_is_there_can_be_shown() {
    let error = run("csv", b"Record ID\n", &showing("csv", "redy")).err().unwrap();
    assert_eq!(
        error.to_string(),
        "--show: no rule, profile or criterion is called \"redy\"; did you mean \"ready\"?"
    );
    assert!(error.is_usage());
}

#[test]
fn the_form_follows_the_name() {
    assert_eq!(OutputForm::of_path(Path::new("x.CSV")).unwrap(), OutputForm::Csv);
    assert_eq!(OutputForm::of_path(Path::new("a/x.jsonl")).unwrap(), OutputForm::Ndjson);
    assert!(matches!(OutputForm::of_path(Path::new("x.xls")), Err(RecordsError::NotInThisVersion { .. })));
    let parts =
        [("x.xlsx", "excel", cfg!(feature = "excel")), ("x.PARQUET", "parquet", cfg!(feature = "parquet"))];
    for (name, feature, is_built) in parts {
        match OutputForm::of_path(Path::new(name)) {
            Ok(OutputForm::Excel) => assert!(is_built && feature == "excel"),
            Ok(OutputForm::Parquet) => assert!(is_built && feature == "parquet"),
            Err(RecordsError::LeftOut { feature: named, .. }) => assert!(!is_built && named == feature),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(OutputForm::of_path(Path::new("x")), Err(RecordsError::UnknownOutputForm { .. })));
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    let mut target = Target::create(&path).unwrap();
    target.write_all(b"new").unwrap();
    target.flush().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    drop(target);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names_in(folder.path()), ["out.csv"]);
    let mut target = Target::create(&path).unwrap();
    target.write_all(b"new").unwrap();
    target.finish().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(folder.path()), ["out.csv"]);
    assert!(Target::create(&folder.path().join("no/out.csv")).is_err());
    assert!(Target::create(folder.path()).is_err());
}

#[cfg(unix)]
#[test]
fn modes_are_kept_and_links_lead_nowhere_else() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let write = |path: &Path| {
        let mut target = Target::create(path)?;
        target.write_all(b"new").unwrap();
        target.finish()
    };
    let plain = folder.path().join("plain.csv");
    fs::write(&plain, "old").unwrap();
    let usual = mode(&plain);
    let fresh = folder.path().join("fresh.csv");
    write(&fresh).unwrap();
    assert_eq!(mode(&fresh), usual);
    fs::set_permissions(&plain, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.csv");
    symlink("plain.csv", &link).unwrap();
    write(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!((fs::read_to_string(&plain).unwrap().as_str(), mode(&plain)), ("new", 0o640));
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret");
    fs::write(&secret, "secret").unwrap();
    let way_out = folder.path().join("way_out.csv");
    symlink(&secret, &way_out).unwrap();
    assert!(matches!(write(&way_out), Err(RecordsError::LinkElsewhere { .. })));
    assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
    symlink("nothing", folder.path().join("loose.csv")).unwrap();
    assert!(matches!(write(&folder.path().join("loose.csv")), Err(RecordsError::LinkElsewhere { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_written_through_and_a_full_disk_is_an_error() {
    let mut target = Target::create(Path::new("/dev/null")).unwrap();
    target.write_all(b"gone").unwrap();
    target.finish().unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let mut target = Target::create(Path::new("/dev/full")).unwrap();
    let written = target.write_all(b"x");
    assert!(written.is_ok());
    let error = target.finish().err().unwrap();
    assert!(matches!(error, RecordsError::Write { .. }) && !error.is_closed_pipe());
}
