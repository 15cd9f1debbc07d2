//! The records beside the contacts' own: found, matched by key, counted, and the same for any number of threads.

use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use uld::check::{FileFault, Files, check, load};
use uld::evaluate::Memory;
use uld::evaluate::{Batch, Plan, Related, evaluate};
use uld::model::program::Program;
use uld::records::cut::ChunkSize;
use uld::records::error::RecordsError;
use uld::records::input::{Input, InputOptions};
use uld::records::judge::Run;
use uld::records::open::Place;
use uld::records::output::{OutputOptions, Show};
use uld::records::related::find::{With, find};
use uld::records::related::found::Origin;
use uld::records::related::{RelatedOptions, RelatedRecords};
use uld::records::rows::Rows;
use uld::records::summary::Summary;
use uld::text::diagnostic::Diagnostic;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

fn program(text: &str) -> Program {
    let loaded = load("d.uld", text.to_owned(), &NoFiles);
    let checked = check(&loaded);
    checked.program.unwrap_or_else(|| panic!("{:?}", checked.problems))
}

fn problems_of(world: &World, summary: &Summary) -> Vec<Diagnostic> {
    let loaded = load("d.uld", DEFINITION.to_owned(), &NoFiles);
    let records = Place::Path(world.path("contacts.csv"));
    uld::records::problem::data_problems(&program(DEFINITION), summary, &loaded.sources, &records)
}

/// Contacts by `id`; touches with a day and a kind; companies with a country.
const DEFINITION: &str = "\
definition \"Test\" version 1
  identified by id
field id: text
  column \"Record ID\", also \"Contact ID\"
  missing also \"none\"
field company: text
field email: email
lookup firm
  file \"firms\"
  matched by company to \"Key\"
field country: text
  column \"Country\" of firm
field size: whole number
  column \"Size\" of firm
  required
lookup domain
  file \"domains\"
  matched by domain of email to \"Domain\"
field tier: text
  column \"Tier\" of domain
events touch, plural touches
  file \"activities\"
  matched by id to \"Who\"
  dated by day
  - day: date
  - kind: text
criterion any_touch when any touch
criterion two when at least 2 touches
criterion three when at least 3 touches
criterion called when kind of latest touch is \"Call\"
criterion german when country is \"Germany\"
criterion gold when tier is \"Gold\"
lead when two
";

struct World {
    folder: tempfile::TempDir,
    definition: String,
}

/// A result's lines, and its summary.
type Judged = (Vec<String>, Summary);

impl World {
    fn new(definition: &str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        World { folder, definition: definition.to_owned() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn judge_with(
        &self,
        records: &str,
        with: &[(&str, &str)],
        threads: usize,
        size: usize,
    ) -> Result<Judged, RecordsError> {
        let program = program(&self.definition);
        let plan = Plan::new(&program, date(2026, 1, 15)).unwrap();
        let with: Vec<With> = with
            .iter()
            .map(|(name, file)| With { name: (*name).to_owned(), path: self.path(file), sheet: None })
            .collect();
        let place = Place::Path(self.path(records));
        let input = Input::open(&place, &InputOptions::default())?;
        let files = find(&program, &with, &place, None)?;
        let related = RelatedRecords::read(
            &plan,
            &files,
            &input,
            RelatedOptions { threads, ..RelatedOptions::default() },
        )?;
        let judge = |rows: &Rows, related: &Related<'_>, _: &mut Memory| {
            evaluate(&plan, &Batch::read_with(&plan, rows, related), false)
        };
        let output = OutputOptions { show: Show::All, ..OutputOptions::default() };
        let run = Run {
            program: &program,
            columns: plan.columns(),
            judge: &judge,
            related: Some(&related),
            say_next: &|_| String::new(),
            output: &output,
            threads,
            batch: ChunkSize { records: size, bytes: 1 << 20 },
            watch: None,
        };
        let mut out = Vec::new();
        let summary = run.judge_all(input, &mut out, "<stdout>")?;
        Ok((String::from_utf8(out).unwrap().lines().map(str::to_owned).collect(), summary))
    }

    fn judge(&self, records: &str) -> Judged {
        self.judge_with(records, &[], 1, 4096).unwrap()
    }
}

/// The answers of the rules: `y`, `n` or `?` for any_touch, two, three, called, german, gold.
fn answers(line: &str) -> String {
    let cells: Vec<&str> = line.split(',').collect();
    // The last column is the stage's own rule.
    let rules = &cells[cells.len() - 7..cells.len() - 1];
    rules
        .iter()
        .map(|cell| match *cell {
            "yes" => 'y',
            "no" => 'n',
            _ => '?',
        })
        .collect()
}

fn all(judged: &Judged) -> Vec<String> {
    judged.0.iter().skip(1).map(|line| answers(line)).collect()
}

const ACTIVITIES: &str = "\
Who,day,kind
1,2026-01-10,Call
 1 ,2026-01-09,Email
2,2026-01-10,Email
2,2026-01-20,Call
,2026-01-10,Call
none,2026-01-10,Call
99,2026-01-10,Call
1,2026-01-08,Email
";

#[test]
fn rows_belong_to_the_contact_with_their_key() {
    let world = World::new(
        DEFINITION,
        &[
            ("contacts.csv", "Record ID,company,email\n1,A,x@Example.com\n2,b,\n3,C,y@x.org\n,,\nnone,,\n"),
            ("activities.csv", ACTIVITIES),
            (
                "firms.csv",
                "Key,Country,Size\nA,Germany,5\nB,Germany,7\nC,Germany,1\nC,Germany,1\nZ,Spain,x\n",
            ),
            ("domains.csv", "Domain,Tier\nEXAMPLE.COM,Gold\nother.org,Gold\n"),
        ],
    );
    let judged = world.judge("contacts.csv");
    // A key is compared exactly (`b` is not `B`), a domain without regard to capitals; C occurs twice.
    assert_eq!(all(&judged), ["yyyyyy", "ynnn??", "nnnn??", "??????", "??????"]);
    let [touches, firms, domains] = judged.1.related.as_slice() else { panic!() };
    assert_eq!(touches.origin, Origin::File(world.path("activities.csv").display().to_string()));
    assert_eq!((touches.found.rows, touches.keys, touches.strangers), (8, 3, 1));
    assert_eq!((touches.found.blank_keys.count, touches.found.blank_keys.first), (2, Some(5)));
    assert_eq!(touches.found.after, 1);
    assert!(!touches.nobody);
    assert_eq!((firms.found.rows, firms.keys, firms.strangers), (5, 4, 2));
    assert_eq!((firms.repeated.count, firms.repeated.first), (1, Some(4)));
    assert_eq!(firms.found.findings.unreadable, 1);
    assert_eq!((domains.found.rows, domains.strangers), (2, 1));
}

#[test]
fn without_a_file_everything_is_unknown() {
    let world = World::new(DEFINITION, &[("contacts.csv", "Record ID,company,email\n1,A,x@example.com\n")]);
    let judged = world.judge("contacts.csv");
    assert_eq!(all(&judged), ["??????"]);
    assert!(judged.1.related.iter().all(|related| related.origin == Origin::Nowhere));
    let problems: Vec<String> = problems_of(&world, &judged.1)
        .iter()
        .map(|problem| format!("{} {}", problem.code, problem.title))
        .collect();
    assert_eq!(
        problems,
        [
            "D507 Everything about touches is unknown",
            "D507 Everything about firm is unknown",
            "D507 Everything about domain is unknown"
        ]
    );
}

#[test]
fn a_long_salesforce_id_finds_its_short_form() {
    let world = World::new(
        DEFINITION,
        &[
            ("contacts.csv", "Record ID\n0013000000Gu4azAAB\n"),
            (
                "activities.csv",
                "Who,day,kind\n0013000000Gu4az,2026-01-10,Call\n0013000000Gu4azAAB,2026-01-11,Call\n",
            ),
        ],
    );
    assert_eq!(all(&world.judge("contacts.csv")), ["yyny??"]);
}

#[test]
fn a_cell_may_hold_several_keys() {
    let definition = DEFINITION.replace("to \"Who\"", "to \"Who\" separated by \";\"");
    let world = World::new(
        &definition,
        &[
            ("contacts.csv", "Record ID\n1\n2\n3\n"),
            (
                "activities.csv",
                "Who,day,kind\n1; 2 ;1,2026-01-10,Call\n2;9,2026-01-11,Email\n8;9,2026-01-11,x\n ; ,2026-01-11,x\n",
            ),
        ],
    );
    let judged = world.judge("contacts.csv");
    assert_eq!(all(&judged), ["ynny??", "yynn??", "nnnn??"]);
    let touches = &judged.1.related[0];
    // A row that one of its keys finds a contact for is nobody's no more.
    assert_eq!((touches.keys, touches.strangers, touches.found.blank_keys.count), (4, 1, 1));
}

#[test]
fn without_to_the_key_column_has_a_name_of_the_contacts_field() {
    let definition = DEFINITION.replace(" to \"Who\"", "");
    for header in ["id", "Record ID", "CONTACT ID"] {
        let text = format!("{header},day,kind\n1,2026-01-10,Call\n");
        let world = World::new(&definition, &[("contacts.csv", "Record ID\n1\n"), ("activities.csv", &text)]);
        assert_eq!(all(&world.judge("contacts.csv")), ["ynny??"], "{header}");
    }
    let world = World::new(
        &definition,
        &[("contacts.csv", "Record ID\n1\n"), ("activities.csv", "Recrd ID,day,kind\n1,2026-01-10,Call\n")],
    );
    let error = world.judge_with("contacts.csv", &[], 1, 64).err().unwrap();
    assert!(matches!(error, RecordsError::NoKeyColumn { .. }));
    let said = error.to_string();
    assert!(
        said.contains("`touch`") && said.contains("\"Recrd ID\"") && said.contains("\"Contact ID\""),
        "{said}"
    );
}

#[test]
fn any_form_of_records_serves_beside_the_contacts() {
    let rows = "{\"Who\":1,\"day\":\"2026-01-10\",\"kind\":\"Call\"}\n{\"Who\":1,\"day\":\"2026-01-11\",\"kind\":\"Call\"}\n";
    let list = format!("[{}]", rows.trim().replace('\n', ","));
    let packed = super::harness::gzip(b"Who;day;kind\n1;2026-01-10;Call\n1;2026-01-11;Call\n");
    let forms: [(&str, Vec<u8>); 5] = [
        ("activities.ndjson", rows.as_bytes().to_vec()),
        ("activities.jsonl", rows.as_bytes().to_vec()),
        ("activities.json", list.into_bytes()),
        ("activities.tsv", b"Who\tday\tkind\n1\t2026-01-10\tCall\n1\t2026-01-11\tCall\n".to_vec()),
        ("activities.csv.gz", packed),
    ];
    for (name, bytes) in forms {
        let world = World::new(DEFINITION, &[("contacts.csv", "Record ID\n1\n")]);
        fs::write(world.path(name), bytes).unwrap();
        assert_eq!(all(&world.judge("contacts.csv")), ["yyny??"], "{name}");
    }
}

#[test]
fn a_neighbour_is_found_by_its_exact_stem_and_is_one_plain_file() {
    let contacts = ("contacts.csv", "Record ID\n1\n");
    let one = "Who,day,kind\n1,2026-01-10,Call\n";
    let world = World::new(
        DEFINITION,
        &[contacts, ("Activities.csv", one), ("activities.old.csv", one), ("activities", one)],
    );
    assert_eq!(all(&world.judge("contacts.csv")), ["??????"]);
    let world = World::new(DEFINITION, &[contacts, ("activities.csv", one), ("activities.tsv", one)]);
    let error = world.judge_with("contacts.csv", &[], 1, 64).err().unwrap();
    assert!(
        matches!(&error, RecordsError::TwoFiles { first, second, .. } if first == "activities.csv" && second == "activities.tsv")
    );
    // Named by hand, either will do.
    let judged = world.judge_with("contacts.csv", &[("TOUCHES", "activities.csv")], 1, 64).unwrap();
    assert_eq!(all(&judged), ["ynny??"]);
    #[cfg(unix)]
    {
        let world = World::new(DEFINITION, &[contacts, ("elsewhere.csv", one)]);
        std::os::unix::fs::symlink(world.path("elsewhere.csv"), world.path("activities.csv")).unwrap();
        let error = world.judge_with("contacts.csv", &[], 1, 64).err().unwrap();
        assert!(matches!(error, RecordsError::NoPlainFile { .. }));
    }
}

#[test]
fn the_records_are_no_neighbour_of_themselves() {
    let definition = DEFINITION.replace("\"activities\"", "\"contacts\"").replace("\"Who\"", "\"Record ID\"");
    let world = World::new(&definition, &[("contacts.csv", "Record ID,day,kind\n1,2026-01-10,Call\n")]);
    assert_eq!(all(&world.judge("contacts.csv")), ["??????"]);
    let judged = world.judge_with("contacts.csv", &[("touch", "contacts.csv")], 1, 64).unwrap();
    assert_eq!(all(&judged), ["ynny??"]);
}

#[test]
fn with_names_each_block_once() {
    let world = World::new(DEFINITION, &[("contacts.csv", "Record ID\n1\n"), ("a.csv", "Who,day,kind\n")]);
    let error = |with: &[(&str, &str)]| world.judge_with("contacts.csv", with, 1, 64).err().unwrap();
    let unknown = error(&[("calls", "a.csv")]);
    assert!(unknown.is_usage() && unknown.to_string().contains("touch, firm, domain"), "{unknown}");
    let twice = error(&[("touch", "a.csv"), ("touches", "a.csv")]);
    assert!(matches!(twice, RecordsError::WithTwice { .. }) && twice.is_usage());
    assert!(matches!(error(&[("touch", "nowhere.csv")]), RecordsError::Open { .. }));
}

#[test]
fn contacts_may_carry_their_own_rows() {
    let contacts = r#"{"Record ID": 1, "Touches": [{"day": "2026-01-10", "Kind": "Call"}, {"day": "2026-01-09"}]}
{"Record ID": 2, "touches": []}
{"Record ID": 3, "touches": null}
{"Record ID": 4}
{"Record ID": 5, "touches": "none"}
{"Record ID": 6, "touches": [1, 2]}
{"Record ID": 7, "touches": [{"day": "10/01/2026", "kind": "Call"}, {"day": "2027-01-01"}]}
"#;
    let world = World::new(DEFINITION, &[("contacts.ndjson", contacts)]);
    for (threads, size) in [(1, 4096), (2, 1), (8, 2)] {
        let judged = world.judge_with("contacts.ndjson", &[], threads, size).unwrap();
        // A row without a readable date may have happened.
        assert_eq!(all(&judged), ["yyny??", "nnnn??", "??????", "??????", "??????", "??????", "?nn???"]);
        assert!(judged.0[5].contains("record: touches is no list of objects"), "{}", judged.0[5]);
        let touches = &judged.1.related[0];
        assert_eq!(touches.origin, Origin::Property("touches".to_owned()));
        assert!(!touches.nobody);
        assert_eq!((touches.found.rows, touches.found.after), (4, 1));
        let day = &touches.found.findings.columns[0];
        assert_eq!(day.shapes, [("99/99/9999".to_owned(), 7)]);
        assert_eq!(judged.1.findings.row_faults.not_rows, 2);
    }
}

#[test]
fn a_file_and_a_property_are_one_too_many_unless_the_file_is_named() {
    let contacts = "{\"Record ID\": 1}\n{\"Record ID\": 2, \"touches\": []}\n";
    let one = "Who,day,kind\n1,2026-01-10,Call\n";
    let world = World::new(DEFINITION, &[("contacts.ndjson", contacts), ("activities.csv", one)]);
    let error = world.judge_with("contacts.ndjson", &[], 1, 64).err().unwrap();
    assert!(matches!(error, RecordsError::TwoSources { .. }), "{error}");
    let judged = world.judge_with("contacts.ndjson", &[("touch", "activities.csv")], 1, 64).unwrap();
    assert_eq!(all(&judged), ["ynny??", "nnnn??"]);
    // A property that comes after the records that are looked at first is found in the end.
    let mut late = String::new();
    for id in 0..1500 {
        late.push_str(&format!("{{\"Record ID\": {id}}}\n"));
    }
    late.push_str("{\"Record ID\": 1500, \"touches\": []}\n");
    let world = World::new(DEFINITION, &[("contacts.ndjson", &late), ("activities.csv", one)]);
    let error = world.judge_with("contacts.ndjson", &[], 2, 64).err().unwrap();
    assert!(matches!(error, RecordsError::TwoSources { .. }), "{error}");
}

#[test]
fn a_file_of_nobodys_rows_is_a_problem() {
    let world = World::new(
        DEFINITION,
        &[("contacts.csv", "Record ID\n101\n"), ("activities.csv", "Who,day,kind\nab-1,2026-01-10,Call\n")],
    );
    let judged = world.judge("contacts.csv");
    let touches = &judged.1.related[0];
    assert!(touches.nobody && touches.has_problems());
    assert_eq!((touches.key.as_deref(), touches.contact_key.as_deref()), (Some("aa-9"), Some("999")));
}

#[test]
fn rows_of_other_lengths_and_columns_that_are_not_there_are_told_of_the_file() {
    let world = World::new(
        DEFINITION,
        &[
            ("contacts.csv", "Record ID,company\n1,A\n"),
            ("activities.csv", "Who,day,sort\n1,2026-01-10\n1,2026-01-10,Call,x\n"),
            ("firms.csv", "Key,Country,Size\nA,Germany,\n"),
        ],
    );
    let judged = world.judge("contacts.csv");
    let touches = &judged.1.related[0].found.findings;
    assert_eq!((touches.row_faults.short, touches.row_faults.long), (1, 1));
    assert!(touches.lacks_a_column());
    assert_eq!(judged.1.related[1].found.findings.columns[1].required_missing.count, 1);
    // Nothing of it is among the record's own problems.
    assert!(judged.0[1].starts_with("1,lead,,,,,,"), "{}", judged.0[1]);
    let problems = problems_of(&world, &judged.1);
    assert!(
        problems.iter().any(|problem| problem.title.starts_with("No column for `kind` in ")),
        "{problems:?}"
    );
}

#[test]
fn the_same_for_any_number_of_threads_and_any_size_of_batches() {
    let mut contacts = String::from("Record ID,company,email\n");
    let mut activities = String::from("Who,day,kind\n");
    for id in 0..3000 {
        contacts.push_str(&format!("{id},{},p{id}@d{}.example\n", id % 50, id % 7));
        for row in 0..id % 4 {
            activities.push_str(&format!(
                "{},2026-01-{:02},{}\n",
                id * 2,
                1 + row * 5,
                if row % 2 == 0 { "Call" } else { "Email" }
            ));
        }
    }
    let firms: String = (0..60).map(|firm| format!("{},Germany,{firm}\n", firm % 55)).collect();
    let world = World::new(
        DEFINITION,
        &[
            ("contacts.csv", &contacts),
            ("activities.csv", &activities),
            ("firms.csv", &format!("Key,Country,Size\n{firms}")),
            ("domains.csv", "Domain,Tier\nd1.example,Gold\nD2.EXAMPLE,Silver\n"),
        ],
    );
    let first = world.judge_with("contacts.csv", &[], 1, 4096).unwrap();
    for (threads, size) in [(1, 7), (2, 64), (8, 100)] {
        let other = world.judge_with("contacts.csv", &[], threads, size).unwrap();
        assert_eq!(other.0, first.0);
        assert_eq!(other.1, first.1, "{threads} threads");
    }
}

#[test]
fn the_rows_of_one_contact_take_time_in_step() {
    let time = |rows: usize| {
        let mut text = String::from("Who,day,kind\n");
        for row in 0..rows {
            text.push_str(if row % 2 == 0 { "1,2026-01-10,Call\n" } else { "1,2026-01-09,Email\n" });
        }
        let world = World::new(DEFINITION, &[("contacts.csv", "Record ID\n1\n"), ("activities.csv", &text)]);
        let started = std::time::Instant::now();
        assert_eq!(all(&world.judge("contacts.csv")), ["yyyy??"]);
        started.elapsed().as_secs_f64()
    };
    let (few, many) = (time(20_000), time(80_000));
    assert!(many < few.max(0.05) * 12.0, "{few} s for 20,000 rows, {many} s for 80,000");
}

/// The key of a contact: short, of fifteen bytes, one more, or long.
fn key(contact: u64) -> String {
    match contact % 4 {
        0 => contact.to_string(),
        1 => format!("{contact:015}"),
        2 => format!("{:016}", contact - 1),
        _ => format!("the contact called {contact}"),
    }
}

/// The answers of the rules about touches, from the day and kind of each row of a contact.
fn expected(rows: &[(Option<u64>, &str)]) -> String {
    let sure = rows.iter().filter(|(day, _)| day.is_some()).count();
    let at_least = |count: usize| match (sure >= count, rows.len() >= count) {
        (true, _) => 'y',
        (false, true) => '?',
        (false, false) => 'n',
    };
    let latest = rows.iter().map(|(day, _)| *day).max();
    let mut kinds: Vec<&str> =
        rows.iter().filter(|(day, _)| Some(*day) == latest).map(|(_, kind)| *kind).collect();
    kinds.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    let called = match kinds.as_slice() {
        [] => 'n',
        [kind] if sure == rows.len() => {
            if kind.eq_ignore_ascii_case("call") {
                'y'
            } else {
                'n'
            }
        }
        _ => '?',
    };
    [at_least(1), at_least(2), at_least(3), called].into_iter().collect()
}

#[test]
fn many_keys_are_told_apart_on_any_number_of_threads() {
    const CONTACTS: u64 = 12_000;
    let (mut seed, mut strangers) = (11_u64, 0);
    let mut dice = |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let mut rows = vec![Vec::new(); CONTACTS as usize];
    let mut activities = String::from("Who,day,kind\n");
    for row in 0..30_000 {
        let most = dice(CONTACTS);
        let contact = dice(most + 1);
        let day = Some(1 + dice(9)).filter(|_| dice(40) > 0);
        let kind = ["Call", "Email", "call"][dice(3) as usize];
        let key = if row % 3 == 0 { format!("\" {} \"", key(contact)) } else { key(contact) };
        let written = day.map_or(String::new(), |day| format!("2026-01-0{day}"));
        activities.push_str(&format!("{key},{written},{kind}\n"));
        rows[contact as usize].push((day, kind));
        strangers += contact % 2;
    }
    let keys = rows.iter().filter(|rows| !rows.is_empty()).count() as u64;
    let contacts: Vec<u64> = (0..CONTACTS).step_by(2).collect();
    let list: String = contacts.iter().map(|contact| format!("{}\n", key(*contact))).collect();
    // Each second contact has an even number, so those of the other two forms have to be made up.
    let odd: Vec<u64> = (0..CONTACTS).skip(1).step_by(2).collect();
    let others: String = odd.iter().map(|contact| format!("{}\n", key(*contact))).collect();
    for (contacts, list, strangers) in [(&contacts, list, strangers), (&odd, others, 30_000 - strangers)] {
        let world = World::new(
            DEFINITION,
            &[("contacts.csv", &format!("Record ID\n{list}")), ("activities.csv", &activities)],
        );
        let first = world.judge("contacts.csv");
        let wanted: Vec<String> =
            contacts.iter().map(|contact| format!("{}??", expected(&rows[*contact as usize]))).collect();
        assert_eq!(all(&first), wanted);
        let touches = &first.1.related[0];
        assert_eq!((touches.found.rows, touches.keys, touches.strangers), (30_000, keys, strangers));
        for threads in [2, 8] {
            let judged = world.judge_with("contacts.csv", &[], threads, 4096).unwrap();
            assert!(judged == first, "{threads} threads");
        }
    }
}
