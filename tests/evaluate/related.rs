//! Events and lookups (4.4): what counts, what may, and what is not there.

use jiff::civil::{Date, date};
use uld::evaluate::answers::Answer::{self, No, Unknown, Yes};
use uld::evaluate::cells::{input_columns, lookup_columns};
use uld::evaluate::related::{BatchEvents, BatchLookup, EventRows, EventTotals, Group, Related};
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::ids::{EventId, LookupId};
use uld::model::program::Program;

use crate::builder::{Rows, TODAY};
use crate::text::{asked, program};

/// A contact: cells of its fields by name, and the rows of its events; none is no events given.
pub struct Contact<'c> {
    pub cells: &'c [(&'c str, &'c str)],
    pub events: Option<&'c [&'c [&'c str]]>,
}

/// Judges contacts whose events are cells in the order of the event's fields.
pub fn judged(program: &Program, as_of: Date, contacts: &[Contact<'_>]) -> Verdicts {
    let plan = Plan::new(program, as_of).unwrap();
    let mut totals = EventTotals::new(&plan, EventId(0), false);
    let mut groups = Vec::new();
    let mut next = 0;
    for contact in contacts {
        groups.push(match contact.events {
            None => Group::Unknown,
            Some([]) => Group::Empty,
            Some(rows) => {
                // One row at a time: totals must not hang on how rows are cut into pieces.
                for row in rows {
                    let rows = EventRows::read(&plan, EventId(0), &Rows::of(&[row]));
                    totals.add(&plan, rows, &[(0, next)]);
                }
                next += 1;
                Group::At(next - 1)
            }
        });
    }
    totals.finish(next as usize);
    let related =
        Related { events: vec![Some(BatchEvents { totals: &totals, groups })], lookups: Vec::new() };
    let columns = input_columns(program);
    let rows = contacts.iter().map(|contact| {
        let cell =
            |field: &str| contact.cells.iter().find(|(name, _)| *name == field).map_or("", |cell| cell.1);
        columns.iter().map(|column| cell(&program.field(column.field).unwrap().name).to_owned()).collect()
    });
    evaluate(&plan, &Batch::read_with(&plan, &Rows::owned(rows.collect()), &related), true)
}

const TOUCHES: &str = "
field id: text
field recycled_on: date
events touch, plural touches
  matched by id
  dated by happened
  - happened: date
  - kind: one of \"Email\", \"Call\", \"Webinar\"
  - length: whole number
";

/// The answers of `lead when CONDITION`, one a contact; all have the id 1.
fn answers(condition: &str, contacts: &[Option<&[&[&str]]>]) -> Vec<Answer> {
    let program = program(&format!("lead when {condition}\n{TOUCHES}"));
    let contacts: Vec<Contact<'_>> =
        contacts.iter().map(|events| Contact { cells: &[("id", "1")], events: *events }).collect();
    let verdicts = judged(&program, TODAY, &contacts);
    (0..contacts.len()).map(|row| verdicts.stage_answers[0].at(row)).collect()
}

const CALL: &[&str] = &["2026-01-10", "Call", "5"];
const MAIL: &[&str] = &["2026-01-11", "Email", ""];
const BLANK_KIND: &[&str] = &["2026-01-12", "", "3"];
const UNDATED: &[&str] = &["", "Call", "1"];
const FUTURE: &[&str] = &["2026-01-16", "Call", "9"];

#[test]
fn a_count_is_a_range() {
    let contacts: &[Option<&[&[&str]]>] = &[
        None,
        Some(&[]),
        Some(&[CALL]),
        Some(&[CALL, CALL]),
        Some(&[CALL, BLANK_KIND]),
        Some(&[CALL, UNDATED]),
        Some(&[CALL, FUTURE]),
        Some(&[MAIL, MAIL]),
        Some(&[BLANK_KIND]),
    ];
    let calls = "touches where kind is \"Call\"";
    let cases = [
        (format!("at least 2 {calls}"), [Unknown, No, No, Yes, Unknown, Unknown, No, No, No]),
        (format!("at most 1 {calls}"), [Unknown, Yes, Yes, No, Unknown, Unknown, Yes, Yes, Yes]),
        (format!("exactly 1 {calls}"), [Unknown, No, Yes, No, Unknown, Unknown, Yes, No, Unknown]),
        (
            format!("any {calls}").replace("touches", "touch"),
            [Unknown, No, Yes, Yes, Yes, Yes, Yes, No, Unknown],
        ),
        (format!("no {calls}"), [Unknown, Yes, No, No, No, No, No, Yes, Unknown]),
        ("more than 1 touches".to_owned(), [Unknown, No, No, Yes, Yes, Unknown, No, Yes, No]),
        ("less than 2 touches".to_owned(), [Unknown, Yes, Yes, No, No, Unknown, Yes, No, Yes]),
    ];
    for (condition, wanted) in cases {
        assert_eq!(answers(&condition, contacts), wanted, "{condition}");
    }
}

#[test]
fn where_is_about_one_and_the_same_row() {
    let condition = "any touch where (kind is \"Call\" and length is at least 4)";
    let short_call: &[&str] = &["2026-01-10", "Call", "1"];
    let long_mail: &[&str] = &["2026-01-10", "Email", "9"];
    let call: &[&str] = &["2026-01-10", "Call", ""];
    let found = answers(condition, &[Some(&[short_call, long_mail]), Some(&[CALL]), Some(&[call])]);
    assert_eq!(found, [No, Yes, Unknown]);
}

#[test]
fn windows_have_both_ends_in() {
    let on = |day: &'static str| [day, "Call", "1"];
    let days = ["2025-12-15", "2025-12-16", "2026-01-15", "2026-01-16", ""];
    let rows: Vec<[&str; 3]> = days.iter().map(|day| on(day)).collect();
    let rows: Vec<[&[&str]; 1]> = rows.iter().map(|row| [row.as_slice()]).collect();
    let contacts: Vec<Option<&[&[&str]]>> = rows.iter().map(|rows| Some(rows.as_slice())).collect();
    assert_eq!(answers("any touch within the last 30 days", &contacts), [No, Yes, Yes, No, Unknown]);
}

#[test]
fn since_starts_on_the_day_itself() {
    let program = program(&format!("lead when at least 1 touches since recycled_on\n{TOUCHES}"));
    let contact = |cells, events| Contact { cells, events };
    let on: &[(&str, &str)] = &[("id", "1"), ("recycled_on", "2026-01-10")];
    let after: &[(&str, &str)] = &[("id", "1"), ("recycled_on", "2026-01-11")];
    let blank: &[(&str, &str)] = &[("id", "1")];
    let verdicts = judged(
        &program,
        TODAY,
        &[
            contact(on, Some(&[CALL])),
            contact(after, Some(&[CALL])),
            contact(after, Some(&[CALL, UNDATED])),
            contact(blank, Some(&[CALL])),
            contact(blank, Some(&[])),
            contact(blank, Some(&[FUTURE])),
            contact(blank, None),
            contact(on, None),
        ],
    );
    let found: Vec<Answer> = (0..8).map(|row| verdicts.stage_answers[0].at(row)).collect();
    assert_eq!(found, [Yes, No, Unknown, Unknown, No, No, Unknown, Unknown]);
    assert_eq!(asked(&program, &verdicts, 2), ["event"]);
    assert_eq!(asked(&program, &verdicts, 3), ["recycled_on"]);
    assert_eq!(asked(&program, &verdicts, 6), ["recycled_on", "event"]);
    assert_eq!(asked(&program, &verdicts, 7), ["event"]);
}

#[test]
fn since_a_day_that_never_comes_nothing_counts() {
    let text = TOUCHES.replace("recycled_on: date", "recycled_on: date\n  if missing, assume never");
    let program = program(&format!("lead when no touches since recycled_on\n{text}"));
    let verdicts = judged(&program, TODAY, &[Contact { cells: &[("id", "1")], events: Some(&[CALL]) }]);
    assert_eq!(verdicts.stage_answers[0].at(0), Yes);
}

#[test]
fn the_latest_is_the_sure_row_that_nothing_rivals() {
    let contacts: &[Option<&[&[&str]]>] = &[
        None,
        Some(&[]),
        Some(&[CALL, MAIL]),
        Some(&[MAIL, CALL]),
        Some(&[CALL, FUTURE]),
        Some(&[CALL, UNDATED]),
        Some(&[UNDATED]),
        Some(&[CALL, &["2026-01-10", "Call", "7"]]),
        Some(&[CALL, &["2026-01-10", "Email", "7"]]),
        Some(&[BLANK_KIND]),
    ];
    let cases = [
        (
            "kind of latest touch is \"Email\"",
            [Unknown, No, Yes, Yes, No, Unknown, Unknown, No, Unknown, Unknown],
        ),
        (
            "kind of latest touch is not \"Email\"",
            [Unknown, Yes, No, No, Yes, Unknown, Unknown, Yes, Unknown, Unknown],
        ),
        (
            "kind of first touch is \"Call\"",
            [Unknown, No, Yes, Yes, Yes, Unknown, Unknown, Yes, Unknown, Unknown],
        ),
        ("kind of latest touch is known", [No, No, Yes, Yes, Yes, No, No, Yes, No, No]),
        ("kind of latest touch is missing", [Yes, Yes, No, No, No, Yes, Yes, No, Yes, Yes]),
        (
            "happened of latest touch is within the last 4 days",
            [Unknown, No, Yes, Yes, No, Unknown, Unknown, No, No, Yes],
        ),
        (
            "length of latest touch is at least 4",
            [Unknown, No, Unknown, Unknown, Yes, Unknown, Unknown, Unknown, Unknown, No],
        ),
    ];
    for (condition, wanted) in cases {
        assert_eq!(answers(condition, contacts), wanted, "{condition}");
    }
}

#[test]
fn a_row_that_may_be_meant_rivals_the_latest() {
    let condition = "length of latest touch where (kind is \"Call\") is at least 4";
    let earlier_maybe: &[&str] = &["2026-01-09", "", "1"];
    let same_day_maybe: &[&str] = &["2026-01-10", "", "5"];
    let found = answers(
        condition,
        &[
            Some(&[CALL, earlier_maybe]),
            Some(&[CALL, same_day_maybe]),
            Some(&[CALL, BLANK_KIND]),
            Some(&[MAIL]),
        ],
    );
    assert_eq!(found, [Yes, Unknown, Unknown, No]);
}

#[test]
fn moments_of_a_day_are_told_apart() {
    let text = TOUCHES.replace("happened: date", "happened: date and time");
    let program = program(&format!("lead when kind of latest touch is \"Call\"\n{text}"));
    let events: [&[&[&str]]; 3] = [
        &[&["2026-01-10 09:00", "Call", ""], &["2026-01-10 08:59", "Email", ""]],
        &[&["2026-01-10", "Call", ""], &["2026-01-10 00:01", "Email", ""]],
        &[&["2026-01-10T10:00:00+02:00", "Email", ""], &["2026-01-10 08:30", "Call", ""]],
    ];
    let contacts = events.map(|events| Contact { cells: &[("id", "1")], events: Some(events) });
    let verdicts = judged(&program, TODAY, &contacts);
    let found: Vec<Answer> = (0..3).map(|row| verdicts.stage_answers[0].at(row)).collect();
    assert_eq!(found, [Yes, No, Yes]);
}

#[test]
fn without_a_date_every_row_has_happened() {
    let program = program(
        "lead when at least 2 visits where page is \"pricing\"\nfield id: text\nevents visit, plural visits\n  \
         matched by id\n  - page: text\n",
    );
    let contacts = [
        Contact { cells: &[("id", "1")], events: Some(&[&["Pricing"], &["pricing "], &["home"]]) },
        Contact { cells: &[("id", "2")], events: Some(&[&["pricing"], &[""]]) },
        Contact { cells: &[("id", "3")], events: Some(&[&["pricing"]]) },
    ];
    let verdicts = judged(&program, date(1, 1, 1), &contacts);
    let found: Vec<Answer> = (0..3).map(|row| verdicts.stage_answers[0].at(row)).collect();
    assert_eq!(found, [Yes, Unknown, No]);
}

#[test]
fn a_lookup_lends_its_row() {
    let program = program(
        "lead when country is \"Germany\"\nfield company_id: text\nlookup company\n  matched by company_id to \"Record ID\"\n\
         field country: text\n  column \"Country\" of company\nfield size: whole number\n  column \"Size\" of company\n  \
         range 1 to 10\n",
    );
    let plan = Plan::new(&program, TODAY).unwrap();
    assert_eq!(lookup_columns(&program, LookupId(0)).len(), 2);
    assert_eq!(input_columns(&program).len(), 1);
    let cells = Rows::of(&[&["Germany", "5"], &["France", "99"], &["", ""]]);
    let lookup = BatchLookup { cells: &cells, rows: vec![Some(0), Some(1), Some(2), None, Some(0)] };
    let related = Related { events: Vec::new(), lookups: vec![Some(lookup)] };
    let contacts = Rows::of(&[&["a"], &["b"], &["c"], &[""], &["a"]]);
    let batch = Batch::read_with(&plan, &contacts, &related);
    // What is wrong with a company is not said again for each of its contacts.
    assert!(batch.problems().is_empty());
    let verdicts = evaluate(&plan, &batch, true);
    let found: Vec<Answer> = (0..5).map(|row| verdicts.stage_answers[0].at(row)).collect();
    assert_eq!(found, [Yes, No, Unknown, Unknown, Yes]);
    assert_eq!(asked(&program, &verdicts, 3), ["country"]);
}

#[test]
fn a_million_events_of_one_contact_are_added_up() {
    let program = program(&format!("lead when at least 1,000,000 touches where kind is \"Call\"\n{TOUCHES}"));
    let plan = Plan::new(&program, TODAY).unwrap();
    let mut totals = EventTotals::new(&plan, EventId(0), false);
    let owners: Vec<(u32, u32)> = (0..1000).map(|row| (row, 0)).collect();
    let row: Vec<String> = CALL.iter().map(|cell| (*cell).to_owned()).collect();
    let rows = EventRows::read(&plan, EventId(0), &Rows::owned(vec![row; 1000]));
    for _ in 0..1000 {
        totals.add(&plan, rows.clone(), &owners);
    }
    totals.finish(1);
    let groups = vec![Group::At(0); 64];
    let related =
        Related { events: vec![Some(BatchEvents { totals: &totals, groups })], lookups: Vec::new() };
    let contacts = Rows::owned(vec![vec!["1".to_owned()]; 64]);
    let verdicts = evaluate(&plan, &Batch::read_with(&plan, &contacts, &related), false);
    assert_eq!(verdicts.stage_answers[0].yes, [u64::MAX]);
}

#[test]
fn texts_that_tie_are_compared_as_texts() {
    let text = TOUCHES.replace("kind: one of \"Email\", \"Call\", \"Webinar\"", "kind: text");
    let program = program(&format!("lead when kind of latest touch is \"call\"\n{text}"));
    let events: [&[&[&str]]; 2] = [
        &[&["2026-01-10", "Call", ""], &["2026-01-10", " CALL", ""]],
        &[&["2026-01-10", "Call", ""], &["2026-01-10", "Calls", ""]],
    ];
    let contacts = events.map(|events| Contact { cells: &[("id", "1")], events: Some(events) });
    let verdicts = judged(&program, TODAY, &contacts);
    assert_eq!([verdicts.stage_answers[0].at(0), verdicts.stage_answers[0].at(1)], [Yes, Unknown]);
}
