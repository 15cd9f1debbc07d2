//! Each construct by hand: what came out, and the contact that shows it.

use crate::harness::{compare, given, program, word};

const FIELDS: &str = "definition \"T\" version 1\n  agreed 2026-01-15\nfield a: yes/no\nfield b: yes/no\nfield n: whole number\nfield day: date\n";

/// Two stage rules over the same fields; what came out.
fn rules(old: &str, new: &str) -> String {
    word(&compare(&format!("{FIELDS}lead when {old}\n"), &format!("{FIELDS}lead when {new}\n")))
}

#[test]
fn a_threshold_is_moved() {
    let text = |least: &str| format!("{FIELDS}lead when n is at least {least} and a\n");
    let comparison = compare(&text("500"), &text("200"));
    assert_eq!(word(&comparison), "looser");
    let witness = comparison.looser.unwrap().witness.unwrap();
    assert_eq!(given(&program(&text("200")), &witness), "a Value(YesNo(true)), n Value(Number(2000000))");
    assert_eq!(word(&compare(&text("200"), &text("500"))), "stricter");
    assert_eq!(word(&compare(&text("200"), &text("200"))), "same");
}

#[test]
fn the_same_in_other_words_is_the_same() {
    assert_eq!(rules("not (a and b)", "not a or not b"), "same");
    assert_eq!(rules("n is at least 5", "n is more than 4"), "same");
    assert_eq!(rules("n is between 1 and 3", "n is one of 1, 2, 3"), "same");
    assert_eq!(rules("at least 1 of:\n  - a\n  - b", "a or b"), "same");
    assert_eq!(rules("a and (a or b)", "a"), "same");
}

#[test]
fn unknown_is_neither_yes_nor_no() {
    assert_eq!(rules("a", "a assume no if unknown"), "asks otherwise");
    assert_eq!(rules("a", "a assume yes if unknown"), "looser");
    assert_eq!(rules("a or not a", "a is known"), "asks otherwise");
    assert_eq!(rules("a and b", "a is known and b"), "looser");
}

#[test]
fn months_and_days_are_held_against_each_other_in_every_year() {
    // Three months are 89 to 92 days.
    assert_eq!(rules("day is within 3 months", "day is within 92 days"), "looser");
    assert_eq!(rules("day is within 3 months", "day is within 88 days"), "stricter");
    assert_eq!(rules("day is within 3 months", "day is within 90 days"), "looser stricter");
    assert_eq!(rules("day is within 12 weeks", "day is within 84 days"), "same");
    assert_eq!(rules("day is within 1 year", "day is within 12 months"), "same");
    assert_eq!(rules("day is within 7 days", "day is within 5 working days"), "stricter");
    assert_eq!(rules("day is within 6 days", "day is within 5 working days"), "looser stricter");
}

#[test]
fn written_dates_are_passed_one_day() {
    assert_eq!(rules("day is before 2026-06-01", "day is before 2026-06-01 or day is in the past"), "looser");
    assert_eq!(
        rules("day is after 2026-06-01", "day is after 2026-06-01 and day is within 2 years"),
        "stricter"
    );
    assert_eq!(rules("day is on or before 2026-05-31", "day is before 2026-06-01"), "same");
    // Today is the day only where the as-of date is that day.
    assert_eq!(rules("a and day is 2026-06-01", "a and day is 2026-06-01 and day is not 2030-01-01"), "same");
}

#[test]
fn decided_fields_sources_and_gates_are_followed() {
    let text = |least: &str, gate: &str| {
        format!(
            "{FIELDS}field from: text\nfield segment: one of \"SMB\", \"Enterprise\"\n  decided by\n    - \"Enterprise\" when n is at least {least}\n    - \"SMB\" otherwise\nsource partner when from is \"Partner\"\n  gate for lead: {gate}\nsource bought when from is \"List\"\n  closed for lead\nlead when segment is \"Enterprise\" and a\n"
        )
    };
    let of = |old: &str, new: &str| word(&compare(old, new));
    assert_eq!(of(&text("1,000", "b"), &text("1,000", "b")), "same");
    assert_eq!(of(&text("1,000", "b"), &text("500", "b")), "looser");
    assert_eq!(of(&text("1,000", "b"), &text("1,000", "b and n is at least 2,000")), "stricter");
    assert_eq!(of(&text("1,000", "b"), &text("1,000", "n is at least 10")), "looser");
    assert_eq!(of(&text("1,000", "b"), &text("500", "b and n is at least 2,000")), "looser stricter");
}

#[test]
fn scores_are_added_up() {
    let text = |points: &str, step: &str, least: &str| {
        format!(
            "{FIELDS}score heat from 0 to 100\n  - {points} points when a\n  - 20 points when b\n  - 5 points per {step} of n, at most 15\n  - minus 30 points when day is in the past\n  bands cold from 0, hot from {least}\nlead when heat is hot\n"
        )
    };
    let of = |old: &str, new: &str| word(&compare(old, new));
    assert_eq!(of(&text("30", "10", "40"), &text("30", "10", "40")), "same");
    assert_eq!(of(&text("30", "10", "40"), &text("35", "10", "40")), "looser");
    assert_eq!(of(&text("30", "10", "40"), &text("30", "10", "45")), "stricter");
    assert_eq!(of(&text("30", "10", "40"), &text("30", "20", "40")), "stricter");
    assert_eq!(of(&text("30", "10", "41"), &text("30", "10", "45")), "same");
    assert_eq!(of(&text("30", "10", "50"), &text("31", "10", "50")), "same");
}

#[test]
fn rest_is_followed() {
    let text = |days: &str| {
        format!(
            "{FIELDS}field recycled: date\n  if missing, assume never\nlifecycle inquiry, lead\n  aside nurture\n  rest in nurture for {days} from recycled, unless b\nlead when a\n"
        )
    };
    assert_eq!(word(&compare(&text("90 days"), &text("60 days"))), "looser");
    assert_eq!(word(&compare(&text("90 days"), &text("3 months"))), "looser stricter");
}

#[test]
fn texts_are_made_that_show_it() {
    let fields = "field job: text\nfield mail: email\n";
    let of = |old: &str, new: &str| {
        word(&compare(&format!("{fields}lead when {old}\n"), &format!("{fields}lead when {new}\n")))
    };
    assert_eq!(of("job contains \"vp\"", "job contains any of \"vp\", \"chief\""), "looser");
    assert_eq!(of("job contains \"vp\" or job is \"ceo\"", "job contains \"vp\""), "stricter");
    assert_eq!(of("job is one of \"a\", \"b\"", "job is one of \"B\", \"A\""), "same");
    assert_eq!(of("mail matches \"*@example.edu\"", "mail ends with \".edu\""), "looser");
    assert_eq!(of("job contains \"vice president\"", "job contains \"president\""), "looser");
    assert_eq!(
        of("job contains the text \"vice president\"", "job contains \"president\""),
        "looser stricter"
    );
    assert_eq!(of("job contains all of \"a\", \"b\"", "job contains \"b\""), "looser");
    assert_eq!(
        of("domain of mail is \"x.example\"", "domain of mail is one of \"x.example\", \"y.example\""),
        "looser"
    );
}

const EVENTS: &str = "definition \"T\" version 1\n  agreed 2026-01-15\n  identified by id\nfield id: text\nfield a: yes/no\nfield start: date\nevents touch, plural touches\n  file \"touches\"\n  matched by id\n  dated by happened\n  - happened: date\n  - kind: one of \"Call\", \"Webinar\", \"Demo\"\n  - team: one of \"marketing\", \"sales\"\n  - size: whole number\n";

fn events(old: &str, new: &str) -> String {
    word(&compare(&format!("{EVENTS}lead when {old}\n"), &format!("{EVENTS}lead when {new}\n")))
}

#[test]
fn events_are_counted() {
    assert_eq!(events("at least 2 touches", "at least 2 touches"), "same");
    assert_eq!(events("at least 2 touches", "at least 3 touches"), "stricter");
    assert_eq!(events("at least 2 touches", "more than 1 touches"), "same");
    assert_eq!(
        events("at least 2 touches within the last 30 days", "at least 2 touches within the last 90 days"),
        "looser"
    );
    assert_eq!(
        events("at least 2 touches within the last 30 days", "at least 3 touches within the last 90 days"),
        "looser stricter"
    );
    assert_eq!(
        events(
            "any touch where kind is \"Demo\"",
            "any touch where (kind is \"Demo\" and team is \"sales\")"
        ),
        "stricter"
    );
    assert_eq!(
        events(
            "at least 1 touches where (team is \"sales\" and kind is \"Demo\")",
            "any touch where (kind is \"Demo\" and team is \"sales\")"
        ),
        "same"
    );
    assert_eq!(
        events(
            "any touch where kind is \"Demo\"",
            "any touch where kind is \"Demo\" or at least 3 touches where kind is \"Call\""
        ),
        "looser"
    );
    assert_eq!(events("no touches", "a"), "looser stricter");
}

#[test]
fn implied_counts_make_no_difference() {
    assert_eq!(
        events(
            "any touch within the last 30 days",
            "any touch within the last 30 days and any touch within the last 90 days"
        ),
        "same"
    );
    assert_eq!(
        events(
            "at least 2 touches where kind is \"Demo\"",
            "at least 2 touches where kind is \"Demo\" and any touch"
        ),
        "same"
    );
}

#[test]
fn windows_that_start_at_a_date() {
    assert_eq!(events("any touch since start", "any touch since start"), "same");
    assert_eq!(events("any touch since start", "at least 2 touches since start"), "stricter");
    assert_eq!(events("any touch since start", "any touch"), "looser");
}

#[test]
fn the_latest_row() {
    assert_eq!(
        events("kind of latest touch is \"Demo\"", "kind of latest touch is one of \"Demo\", \"Call\""),
        "looser"
    );
    assert_eq!(
        events(
            "kind of latest touch is not \"Demo\"",
            "kind of latest touch is one of \"Call\", \"Webinar\""
        ),
        "stricter"
    );
    assert_eq!(
        events(
            "happened of latest touch is within the last 2 weeks",
            "happened of latest touch is within the last 3 weeks"
        ),
        "looser"
    );
    assert_eq!(events("size of first touch is at least 3", "size of first touch is more than 2"), "same");
}

#[test]
fn scores_count_events() {
    let text = |points: &str, kind: &str| {
        format!(
            "{EVENTS}score heat from 0 to 100\n  - {points} points for each touch where kind is \"{kind}\", at most 30\n  - 10 points when a\n  bands cold from 0, hot from 25\nlead when heat is hot\n"
        )
    };
    let of = |old: &str, new: &str| word(&compare(old, new));
    assert_eq!(of(&text("5", "Demo"), &text("5", "Demo")), "same");
    assert_eq!(of(&text("5", "Demo"), &text("10", "Demo")), "looser");
    assert_eq!(of(&text("5", "Demo"), &text("5", "Call")), "looser stricter");
}

#[test]
fn points_that_fade() {
    let text = |points: &str, least: &str| {
        format!(
            "{EVENTS}score heat from 0 to 100\n  - {points} points for each touch where kind is \"Demo\", at most 30, losing 50% every 30 days\n  - 10 points when a\n  bands cold from 0, hot from {least}\nlead when heat is hot\n"
        )
    };
    let of = |old: &str, new: &str| word(&compare(old, new));
    assert_eq!(of(&text("5", "25"), &text("5", "25")), "same");
    assert_eq!(of(&text("5", "25"), &text("5", "20")), "looser");
    // Whether one way to fade gives more than another is not followed; what shows it is.
    assert_eq!(of(&text("5", "25"), &text("10", "25")), "looser stricter?");
}
