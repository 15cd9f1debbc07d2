//! Duties (4.9): cases worked by hand. January 2026: the 5th, 12th and 19th are Mondays.

use jiff::civil::Date;
use uld::evaluate::cells::input_columns;
use uld::evaluate::duties::{Duties, DutyRef, NotMeasured, Status, Until, Why};
use uld::evaluate::related::{BatchEvents, EventRows, EventTotals, Group, Related};
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::ids::EventId;
use uld::model::program::Program;

use crate::builder::Rows;
use crate::text::program;

/// How the first measured duty stands for a contact, as one word and the end of its time.
fn standing(program: &Program, as_of: &str, cells: &[(&str, &str)], events: Option<&[&[&str]]>) -> String {
    let as_of: Date = as_of.parse().unwrap();
    let plan = Plan::new(program, as_of).unwrap();
    let mut totals = EventTotals::new(&plan, EventId(0), true);
    let group = match events {
        None => Group::Unknown,
        Some([]) => Group::Empty,
        Some(rows) => {
            for row in rows {
                totals.add(&plan, EventRows::read(&plan, EventId(0), &Rows::of(&[row])), &[(0, 0)]);
            }
            Group::At(0)
        }
    };
    totals.finish(1);
    let of_batch = BatchEvents { totals: &totals, groups: vec![group] };
    let related = match events {
        None => Related::default(),
        Some(_) => Related { events: vec![Some(of_batch)], lookups: Vec::new() },
    };
    let row: Vec<String> = input_columns(program)
        .iter()
        .map(|column| {
            let name = &program.field(column.field).unwrap().name;
            cells.iter().find(|(field, _)| field == name).map_or(String::new(), |cell| cell.1.to_owned())
        })
        .collect();
    let batch = Batch::read_with(&plan, &Rows::owned(vec![row]), &related);
    let verdicts = evaluate(&plan, &batch, true);
    let duties = Duties::new(program);
    assert_eq!(duties.measured().len(), 1);
    let standings = duties.standings(&plan, &batch, &related, &verdicts);
    let Some(standing) = standings[0][0] else { return "not concerned".to_owned() };
    let word = match standing.status {
        Status::Met => "met",
        Status::Late => "late",
        Status::Due => "due",
        Status::Unknown(Why::StartMissing) => "start missing",
        Status::Unknown(Why::StartWithoutTime) => "start without time",
        Status::Unknown(Why::DeadlineOpen) => "deadline open",
        Status::Unknown(Why::EvidenceOpen) => "evidence open",
    };
    match standing.until {
        None => word.to_owned(),
        Some(Until::Day(day)) => format!("{word} by {day}"),
        Some(Until::Moment(moment)) => format!("{word} by {}", moment.strftime("%Y-%m-%d %H:%M")),
    }
}

/// Stages, and touches whose dates are days.
const DAYS: &str = "
definition \"D\"
  working week Monday to Friday, 09:00 to 17:00
  holidays 2026-01-19
field id: text
field a: yes/no
field b: yes/no
field asked: yes/no
field called: yes/no
field became_lead_on: date
events touch, plural touches
  matched by id
  dated by happened
  - happened: date
  - kind: one of \"Call\", \"Mail\"
criterion worked when any touch where kind is \"Call\"
criterion answered when called or worked
  if unknown, assume no
criterion soon when any touch within the last 3 days
lifecycle inquiry, lead, customer
  aside nurture
lead when a
  entered on became_lead_on
  if no: recycle to nurture
customer when b
";

fn in_days(duty: &str) -> Program {
    program(&format!("{DAYS}{duty}"))
}

const LEAD: &[(&str, &str)] = &[("id", "1"), ("a", "yes"), ("became_lead_on", "2026-01-06")];

type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], Option<&'c [&'c [&'c str]]>, &'c str);

#[track_caller]
fn hold(program: &Program, cases: &[Case<'_>]) {
    for (as_of, cells, events, expected) in cases {
        assert_eq!(
            standing(program, as_of, cells, *events),
            *expected,
            "as of {as_of}: {cells:?}, {events:?}"
        );
    }
}

#[test]
fn a_duty_in_days_is_met_late_due_or_unknown() {
    let duty =
        in_days("sales must \"call\" within 3 days of lead\n  shown by any touch where kind is \"Call\"\n");
    hold(
        &duty,
        &[
            // The first and the last day are in, the days around them are not.
            ("2026-01-20", LEAD, Some(&[&["2026-01-06", "Call"]]), "met by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-09", "Call"]]), "met by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-05", "Call"]]), "late by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-10", "Call"]]), "late by 2026-01-09"),
            // The count's own filter stays.
            ("2026-01-20", LEAD, Some(&[&["2026-01-07", "Mail"]]), "late by 2026-01-09"),
            // The last day is still time; the day after it is not.
            ("2026-01-09", LEAD, Some(&[]), "due by 2026-01-09"),
            ("2026-01-10", LEAD, Some(&[]), "late by 2026-01-09"),
            ("2026-01-06", LEAD, Some(&[&["2026-01-06", "Call"]]), "met by 2026-01-09"),
            // What lies after the as-of date has not happened.
            ("2026-01-07", LEAD, Some(&[&["2026-01-08", "Call"]]), "due by 2026-01-09"),
            // An undated call may lie in the time, a blank kind may be a call; one more sure call is enough.
            ("2026-01-20", LEAD, Some(&[&["", "Call"]]), "evidence open by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-07", ""]]), "evidence open by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-11", ""]]), "late by 2026-01-09"),
            ("2026-01-08", LEAD, Some(&[&["", "Call"]]), "due by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["", "Call"], &["2026-01-07", "Call"]]), "met by 2026-01-09"),
            // No events were given.
            ("2026-01-20", LEAD, None, "evidence open by 2026-01-09"),
            ("2026-01-08", LEAD, None, "due by 2026-01-09"),
        ],
    );
}

#[test]
fn a_duty_concerns_those_with_a_start_and_those_that_have_come_as_far() {
    let duty = in_days("sales must \"call\" within 3 days of lead\n  shown by called\n");
    let start = ("became_lead_on", "2026-01-06");
    hold(
        &duty,
        &[
            ("2026-01-20", &[("a", "no")], None, "not concerned"),
            ("2026-01-20", &[("a", "")], None, "not concerned"),
            // At the stage, or at a later one, without a date: nobody can tell, whatever the evidence.
            ("2026-01-20", &[("a", "yes")], None, "start missing"),
            ("2026-01-20", &[("a", "yes"), ("called", "yes")], None, "start missing"),
            ("2026-01-20", &[("a", "no"), ("b", "yes")], None, "start missing"),
            ("2026-01-20", &[("a", "yes"), ("became_lead_on", "soon")], None, "start missing"),
            // A date alone is enough, wherever the contact is now.
            ("2026-01-20", &[("a", "no"), start], None, "evidence open by 2026-01-09"),
            ("2026-01-20", &[("a", "no"), start, ("called", "no")], None, "late by 2026-01-09"),
            ("2026-01-20", &[("a", "no"), start, ("called", "yes")], None, "met by 2026-01-09"),
            ("2026-01-09", &[("a", "no"), start, ("called", "no")], None, "due by 2026-01-09"),
            // A start that is still to come.
            ("2026-01-05", &[("a", "yes"), start, ("called", "no")], None, "due by 2026-01-09"),
        ],
    );
    let assumed = program(
        &format!("{DAYS}sales must \"call\" within 3 days of lead\n  shown by called\n")
            .replace("became_lead_on: date\n", "became_lead_on: date\n  if missing, assume 2026-01-06\n"),
    );
    hold(&assumed, &[("2026-01-20", &[("called", "no")], None, "late by 2026-01-09")]);
    let never = program(
        &format!("{DAYS}sales must \"call\" within 3 days of lead\n  shown by called\n")
            .replace("became_lead_on: date\n", "became_lead_on: date\n  if missing, assume never\n"),
    );
    hold(
        &never,
        &[
            ("2026-01-20", &[("a", "no"), ("called", "no")], None, "not concerned"),
            ("2026-01-20", &[("a", "yes"), ("called", "no")], None, "start missing"),
        ],
    );
}

#[test]
fn working_days_pass_over_weekends_and_holidays() {
    let duty = in_days("sales must \"call\" within 2 working days of lead\n  shown by called\n");
    for (start, last) in [
        ("2026-01-06", "2026-01-08"),
        // Thursday, Friday, Saturday, Sunday.
        ("2026-01-08", "2026-01-12"),
        ("2026-01-09", "2026-01-13"),
        ("2026-01-10", "2026-01-13"),
        ("2026-01-11", "2026-01-13"),
        // Monday the 19th is a holiday.
        ("2026-01-15", "2026-01-20"),
        ("2026-01-16", "2026-01-21"),
        ("2026-01-19", "2026-01-21"),
    ] {
        let cells = [("became_lead_on", start), ("called", "no")];
        assert_eq!(standing(&duty, "2026-02-01", &cells, None), format!("late by {last}"), "{start}");
        assert_eq!(standing(&duty, last, &cells, None), format!("due by {last}"), "{start}");
    }
    let months = in_days("sales must \"call\" within 1 month of lead\n  shown by called\n");
    let cells = [("became_lead_on", "2026-01-31"), ("called", "no")];
    assert_eq!(standing(&months, "2026-03-01", &cells, None), "late by 2026-02-28");
}

#[test]
fn counts_in_criteria_lie_in_the_time_too_and_their_own_windows_stay() {
    // `answered` is no when it would be unknown, so a blank `called` and no call in time is late.
    let duty = in_days("sales must \"call\" within 3 days of lead\n  shown by answered\n");
    hold(
        &duty,
        &[
            ("2026-01-20", LEAD, Some(&[&["2026-01-07", "Call"]]), "met by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-12", "Call"]]), "late by 2026-01-09"),
        ],
    );
    let none =
        in_days("sales must \"be quiet\" within 3 days of lead\n  shown by not worked and no touches\n");
    hold(
        &none,
        &[
            ("2026-01-20", LEAD, Some(&[&["2026-01-12", "Call"]]), "met by 2026-01-09"),
            ("2026-01-20", LEAD, Some(&[&["2026-01-09", "Mail"]]), "late by 2026-01-09"),
        ],
    );
    // Within the last 3 days of the as-of date, and in the time of the duty.
    let soon = in_days("sales must \"call\" within 3 days of lead\n  shown by soon\n");
    hold(
        &soon,
        &[
            ("2026-01-11", LEAD, Some(&[&["2026-01-08", "Mail"]]), "met by 2026-01-09"),
            ("2026-01-12", LEAD, Some(&[&["2026-01-08", "Mail"]]), "late by 2026-01-09"),
            ("2026-01-12", LEAD, Some(&[&["2026-01-11", "Mail"]]), "late by 2026-01-09"),
        ],
    );
    let since = program(&format!(
        "{DAYS}field pause: date\nsales must \"call\" within 3 days of lead\n  shown by any touch since pause\n"
    ));
    let with = |pause: &'static str| [("a", "yes"), ("became_lead_on", "2026-01-06"), ("pause", pause)];
    for (pause, expected) in
        [("2026-01-08", "met"), ("2026-01-09", "late"), ("", "evidence open"), ("2026-01-01", "met")]
    {
        let found = standing(&since, "2026-01-20", &with(pause), Some(&[&["2026-01-08", "Mail"]]));
        assert_eq!(found, format!("{expected} by 2026-01-09"), "{pause}");
    }
}

#[test]
fn stages_in_the_evidence_stay_as_judged() {
    // The stage counts all touches, the evidence itself only those in time.
    let duty = program(
        "field id: text\nfield since_day: date\nevents touch, plural touches\n  matched by id\n  dated by happened\n  \
         - happened: date\nlead when any touch\n  entered on since_day\nsales must \"call\" within 3 days of lead\n  shown by lead\n",
    );
    let cells = [("since_day", "2026-01-06")];
    assert_eq!(standing(&duty, "2026-01-20", &cells, Some(&[&["2026-01-01"]])), "met by 2026-01-09");
}

#[test]
fn a_duty_when_concerns_only_those_for_whom_it_is_yes() {
    let duty = in_days("sales must \"call\" within 3 days of lead when asked\n  shown by called\n");
    let with = |asked: &'static str| {
        [("a", "yes"), ("became_lead_on", "2026-01-06"), ("called", "no"), ("asked", asked)]
    };
    for (asked, expected) in [("yes", "late by 2026-01-09"), ("no", "not concerned"), ("", "not concerned")] {
        assert_eq!(standing(&duty, "2026-01-20", &with(asked), None), expected, "{asked}");
    }
}

#[test]
fn a_duty_before_a_place_is_judged_for_those_that_are_sent_there() {
    let duty = in_days("sales must \"keep trying\" before nurture\n  shown by at least 2 touches\n");
    hold(
        &duty,
        &[
            ("2026-01-20", &[("a", "no")], Some(&[&["2025-01-07", "Mail"], &["2026-01-07", "Call"]]), "met"),
            ("2026-01-20", &[("a", "no")], Some(&[&["2026-01-07", "Call"]]), "late"),
            ("2026-01-20", &[("a", "no")], Some(&[&["2026-01-07", "Call"], &["", "Call"]]), "evidence open"),
            ("2026-01-20", &[("a", "no")], None, "evidence open"),
            // At the stage, or not settled: nobody sends it there.
            ("2026-01-20", &[("a", "yes")], Some(&[]), "not concerned"),
            ("2026-01-20", &[("a", "")], Some(&[]), "not concerned"),
        ],
    );
}

/// Touches and starts with a time of day, and a route.
const HOURS: &str = "
definition \"H\"
  time zone \"America/New_York\"
field id: text
field a: yes/no
field urgent: yes/no
field owner: text
field became_lead_on: date and time
events touch, plural touches
  matched by id
  dated by happened
  - happened: date and time
team inside in sales
team ops in marketing
lead when a
  entered on became_lead_on
";

fn lead_at(start: &str) -> [(&str, &str); 2] {
    [("a", "yes"), ("became_lead_on", start)]
}

#[test]
fn hours_are_elapsed_time_to_the_second() {
    let duty =
        program(&format!("{HOURS}sales must \"call back\" within 5 minutes of lead\n  shown by any touch\n"));
    for (as_of, touch, expected) in [
        ("2026-01-06", "2026-01-06 10:00", "met"),
        ("2026-01-06", "2026-01-06 10:05", "met"),
        ("2026-01-06", "2026-01-06 10:05:01", "late"),
        ("2026-01-06", "2026-01-06 09:59:59", "late"),
        // 15:03 in London is 10:03 in New York.
        ("2026-01-06", "2026-01-06T15:03:00Z", "met"),
        // The as-of date is a whole day: a deadline on it has passed. The day before, there is time.
        ("2026-01-06", "2026-01-07 10:00", "late"),
        ("2026-01-05", "2026-01-06 10:00", "due"),
        ("2026-01-06", "", "evidence open"),
    ] {
        let found = standing(&duty, as_of, &lead_at("2026-01-06 10:00"), Some(&[&[touch]]));
        assert_eq!(found, format!("{expected} by 2026-01-06 10:05"), "{touch}");
    }
    // Over midnight, the deadline is on the next day.
    let night = lead_at("2026-01-06 23:58");
    assert_eq!(standing(&duty, "2026-01-06", &night, Some(&[])), "due by 2026-01-07 00:03");
    assert_eq!(standing(&duty, "2026-01-07", &night, Some(&[])), "late by 2026-01-07 00:03");
    // A time beyond the calendar has no end.
    for length in ["2562047788 hours", "4294967295 hours", "4294967295 working hours"] {
        let duty =
            program(&format!("{HOURS}sales must \"call\" within {length} of lead\n  shown by any touch\n"));
        assert_eq!(standing(&duty, "2026-01-06", &lead_at("2026-01-06 10:00"), Some(&[])), "due", "{length}");
    }
    // Clocks go forward at 02:00 on 8 March.
    let duty =
        program(&format!("{HOURS}sales must \"call\" within 24 hours of lead\n  shown by any touch\n"));
    let found = standing(&duty, "2026-03-09", &lead_at("2026-03-07 12:00"), Some(&[]));
    assert_eq!(found, "late by 2026-03-08 13:00");
}

#[test]
fn working_hours_run_while_people_work() {
    let duty =
        program(&format!("{HOURS}sales must \"call\" within 1 working hour of lead\n  shown by any touch\n"));
    let friday = lead_at("2026-01-09 16:30");
    for (touch, expected) in [
        ("2026-01-09 16:45", "met"),
        // On the weekend in between, too.
        ("2026-01-10 20:00", "met"),
        ("2026-01-12 09:30", "met"),
        ("2026-01-12 09:31", "late"),
    ] {
        let found = standing(&duty, "2026-01-13", &friday, Some(&[&[touch]]));
        assert_eq!(found, format!("{expected} by 2026-01-12 09:30"), "{touch}");
    }
    assert_eq!(standing(&duty, "2026-01-11", &friday, Some(&[])), "due by 2026-01-12 09:30");
    assert_eq!(standing(&duty, "2026-01-12", &friday, Some(&[])), "late by 2026-01-12 09:30");
}

#[test]
fn respond_within_is_a_duty_with_each_contacts_own_deadline() {
    let duty = program(&format!(
        "{HOURS}route lead\n  - to value of owner when owner is known, respond within 2 hours\n  \
         - otherwise to inside\n  - if unknown to ops\n  respond within 5 minutes when urgent\n  \
         respond within 4 working hours otherwise\n  shown by any touch\n"
    ));
    let start = ("became_lead_on", "2026-01-06 10:00");
    let a = ("a", "yes");
    hold(
        &duty,
        &[
            ("2026-01-07", &[a, start, ("owner", "Ann")], Some(&[]), "late by 2026-01-06 12:00"),
            ("2026-01-07", &[a, start, ("urgent", "yes")], Some(&[]), "late by 2026-01-06 10:05"),
            ("2026-01-07", &[a, start, ("urgent", "no")], Some(&[]), "late by 2026-01-06 14:00"),
            (
                "2026-01-07",
                &[a, start, ("urgent", "no")],
                Some(&[&["2026-01-06 14:00"]]),
                "met by 2026-01-06 14:00",
            ),
            ("2026-01-07", &[a, start], Some(&[]), "deadline open"),
            ("2026-01-07", &[a, ("urgent", "yes")], Some(&[]), "start missing"),
            // Not at the stage: it has no route.
            ("2026-01-07", &[("a", "no"), start], Some(&[]), "not concerned"),
        ],
    );
    let some = program(&format!(
        "{HOURS}route lead\n  - otherwise to inside\n  respond within 1 working day when urgent\n  shown by any touch\n"
    ));
    hold(
        &some,
        &[
            ("2026-01-20", &[a, start, ("urgent", "yes")], Some(&[]), "late by 2026-01-07"),
            ("2026-01-20", &[a, start, ("urgent", "no")], Some(&[]), "not concerned"),
            ("2026-01-20", &[a, start], Some(&[]), "deadline open"),
        ],
    );
}

#[test]
fn hours_from_a_day_are_unknown() {
    let days = HOURS.replace("became_lead_on: date and time", "became_lead_on: date");
    let duty = program(&format!(
        "{days}route lead\n  - otherwise to inside\n  respond within 2 hours otherwise\n  shown by any touch\n"
    ));
    let found = standing(&duty, "2026-01-20", &lead_at("2026-01-06"), Some(&[]));
    assert_eq!(found, "start without time");
    // Events without a time of day may lie anywhere in their day.
    let days = HOURS.replace("happened: date and time", "happened: date");
    let duty = program(&format!(
        "{days}route lead\n  - otherwise to inside\n  respond within 48 hours otherwise\n  shown by any touch\n"
    ));
    for (touch, expected) in [
        ("2026-01-05", "late"),
        ("2026-01-06", "evidence open"),
        ("2026-01-07", "met"),
        ("2026-01-08", "evidence open"),
        ("2026-01-09", "late"),
    ] {
        let found = standing(&duty, "2026-01-20", &lead_at("2026-01-06 10:00"), Some(&[&[touch]]));
        assert_eq!(found, format!("{expected} by 2026-01-08 10:00"), "{touch}");
    }
}

#[test]
fn what_is_not_measured_is_listed() {
    let found = in_days(
        "both must \"meet\" every 2 weeks\n  shown by called\n\
         sales must \"ask\" within 3 days\n  shown by called\n\
         sales must \"call\" within 3 days of lead\n\
         sales must \"smile\"\n\
         sales must \"keep trying\" before nurture\n\
         sales must \"write\" within 3 days of lead\n  shown by called\n",
    );
    let duties = Duties::new(&found);
    assert_eq!(duties.measured().collect::<Vec<_>>(), [DutyRef::Duty(5)]);
    let listed: Vec<(DutyRef, NotMeasured)> = duties.listed.clone();
    assert_eq!(
        listed,
        [
            (DutyRef::Duty(0), NotMeasured::Repeated),
            (DutyRef::Duty(1), NotMeasured::NoStart),
            (DutyRef::Duty(2), NotMeasured::NoEvidence),
            (DutyRef::Duty(3), NotMeasured::NoStart),
            (DutyRef::Duty(4), NotMeasured::NoEvidence),
        ]
    );
    let promise = program(
        "field a: yes/no\nlifecycle inquiry, lead\nlead when a\n  if unknown: stay, sales must \"ask\" within 5 working days\n",
    );
    let duties = Duties::new(&promise);
    assert_eq!(duties.measured().len(), 0);
    assert!(matches!(duties.listed[..], [(DutyRef::Outcome(_), NotMeasured::NoEvidence)]));
}
