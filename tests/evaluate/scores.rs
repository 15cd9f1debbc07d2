//! Scores, bands and routes (4.8).

use uld::evaluate::answers::Answer::{No, Unknown, Yes};
use uld::evaluate::verdicts::Verdicts;
use uld::model::program::Program;

use crate::builder::TODAY;
use crate::related::{Contact, judged};
use crate::text::{asked, program};

const FIELDS: &str = "
field id: text
field demo: yes/no
field views: number
  written as \"1.5\", \"51-200\", \"500+\"
field owner: text
events touch, plural touches
  matched by id
  dated by happened
  - happened: date
  - kind: one of \"Email\", \"Webinar\"
";

type Cells = &'static [(&'static str, &'static str)];
type Events = Option<&'static [&'static [&'static str]]>;

fn judge(text: &str, contacts: &[(Cells, Events)]) -> (Program, Verdicts) {
    let program = program(&format!("{text}{FIELDS}"));
    let contacts: Vec<Contact<'_>> =
        contacts.iter().map(|(cells, events)| Contact { cells, events: *events }).collect();
    let verdicts = judged(&program, TODAY, &contacts);
    (program, verdicts)
}

/// The score of each contact, as low and high.
fn points(score: &str, contacts: &[(Cells, Events)]) -> Vec<(i64, i64)> {
    let text = format!("lead when s is at least 1\nscore s {score}\n");
    let (_, verdicts) = judge(&text, contacts);
    verdicts.scores[0].low.iter().copied().zip(verdicts.scores[0].high.iter().copied()).collect()
}

#[test]
fn an_unknown_row_adds_between_nothing_and_its_points() {
    let contacts: [(Cells, Events); 3] =
        [(&[("demo", "yes")], Some(&[])), (&[("demo", "no")], Some(&[])), (&[], Some(&[]))];
    assert_eq!(points("from 0 to 100\n  - 30 points when demo", &contacts), [(30, 30), (0, 0), (0, 30)]);
    let minus = "from -50 to 100\n  - minus 20 points when demo\n  - 5 points when not demo";
    assert_eq!(points(minus, &contacts), [(-20, -20), (5, 5), (-20, 5)]);
    let assumed = "from 0 to 100\n  - 30 points when demo\n  if unknown, assume no";
    assert_eq!(points(assumed, &contacts), [(30, 30), (0, 0), (0, 0)]);
    let held = "from 10 to 25\n  - 30 points when demo";
    assert_eq!(points(held, &contacts), [(25, 25), (10, 10), (10, 25)]);
}

#[test]
fn per_counts_whole_tens_and_nothing_below_zero() {
    let contacts: [(Cells, Events); 6] = [
        (&[("views", "29.9")], Some(&[])),
        (&[("views", "-31")], Some(&[])),
        (&[("views", "500")], Some(&[])),
        (&[("views", "51-200")], Some(&[])),
        (&[("views", "500+")], Some(&[])),
        (&[], Some(&[])),
    ];
    let capped = "from 0 to 100\n  - 2 points per 10 of views, at most 15";
    assert_eq!(points(capped, &contacts), [(4, 4), (0, 0), (15, 15), (10, 15), (15, 15), (0, 15)]);
    let open = "from 0 to 100\n  - 2 points per 10 of views";
    assert_eq!(points(open, &contacts), [(4, 4), (0, 0), (100, 100), (10, 40), (100, 100), (0, 100)]);
    // Without a cap the score's own end is open, whatever its other rows take away.
    let minus = "from -9 to 40\n  - minus 2 points per 10 of views\n  - 30 points when id is known";
    let contacts: [(Cells, Events); 2] = [(&[("id", "1"), ("views", "29.9")], None), (&[("id", "1")], None)];
    assert_eq!(points(minus, &contacts), [(26, 26), (-9, 30)]);
}

#[test]
fn old_events_fade_before_the_cap_is_applied() {
    // As of 2026-01-15: 2025-12-16 is 30 days ago, so one period has passed; the day after it none has.
    let contacts: [(Cells, Events); 7] = [
        (&[("id", "1")], Some(&[&["2026-01-15", "Webinar"], &["2025-12-17", "Webinar"]])),
        (&[("id", "2")], Some(&[&["2025-12-16", "Webinar"], &["2025-12-16", "Email"]])),
        (&[("id", "3")], Some(&[&["2025-12-16", "Webinar"], &["2025-11-16", "Webinar"]])),
        (
            &[("id", "4")],
            Some(&[
                &["2026-01-15", "Webinar"],
                &["2026-01-14", "Webinar"],
                &["2026-01-13", "Webinar"],
                &["2025-12-16", "Webinar"],
            ]),
        ),
        (&[("id", "5")], Some(&[&["", "Webinar"], &["2026-01-15", ""]])),
        (&[("id", "6")], Some(&[&["2026-01-16", "Webinar"]])),
        (&[("id", "7")], None),
    ];
    let score = "from 0 to 100\n  - 5 points for each touch where kind is \"Webinar\", at most 16, losing 50% every 30 days";
    // 5 and 5; 2.5 is 2; 2.5 and 1.25 is 3; 17.5 is capped; two maybe-rows; the future is not there; no events.
    assert_eq!(points(score, &contacts), [(10, 10), (2, 2), (3, 3), (16, 16), (0, 10), (0, 0), (0, 16)]);
    let minus = score.replace("- 5 points", "- minus 5 points").replace("from 0", "from -100");
    // Rounded towards minus infinity.
    assert_eq!(
        points(&minus, &contacts),
        [(-10, -10), (-3, -3), (-4, -4), (-16, -16), (-10, 0), (0, 0), (-16, 0)]
    );
}

#[test]
fn a_decay_is_rounded_down_once_a_period() {
    let contacts: [(Cells, Events); 1] =
        [(&[("id", "1")], Some(&[&["2025-12-15", "Email"], &["2014-01-15", "Email"]]))];
    // 2/3 lost twice would leave 1/9 of a point: in millionths 330,000 and 108,900; and after 144 months nothing.
    let score = "from 0 to 2,000,000\n  - 1,000,000 points for each touch, losing 67% every 1 month";
    assert_eq!(points(score, &contacts), [(330_000, 330_000)]);
}

#[test]
fn bands_are_settled_by_both_ends() {
    let score = "score s from 0 to 100\n  - 30 points when demo\n  - 15 points when id is \"1\"\n  bands cold from 0, warm from 20, hot from 40\n";
    let contacts: [(Cells, Events); 4] = [
        (&[("id", "1"), ("demo", "yes")], None),
        (&[("id", "2"), ("demo", "yes")], None),
        (&[("id", "1")], None),
        (&[("id", "2")], None),
    ];
    // The scores: 45, 30, 15 to 45, 0 to 30.
    let cases = [
        ("s is hot", [Yes, No, Unknown, No]),
        ("s is warm", [No, Yes, Unknown, Unknown]),
        ("s is at least warm", [Yes, Yes, Unknown, Unknown]),
        ("s is at most warm", [No, Yes, Unknown, Yes]),
        ("s is less than warm", [No, No, Unknown, Unknown]),
        ("s is more than warm", [Yes, No, Unknown, No]),
        ("s is at least 15", [Yes, Yes, Yes, Unknown]),
        ("s is between 15 and 45", [Yes, Yes, Yes, Unknown]),
        ("s is not hot", [No, Yes, Unknown, Yes]),
    ];
    for (condition, wanted) in cases {
        let (program, verdicts) = judge(&format!("lead when {condition}\n{score}"), &contacts);
        let found: Vec<_> = (0..4).map(|row| verdicts.stage_answers[0].at(row)).collect();
        assert_eq!(found, wanted, "{condition}");
        let bands: Vec<_> = (0..4)
            .map(|row| program.scores[0].band(verdicts.scores[0].low[row], verdicts.scores[0].high[row]))
            .collect();
        assert_eq!(bands, [Some(2), Some(1), None, None]);
    }
}

#[test]
fn a_score_may_count_another_and_asks_for_its_open_rows() {
    let text = "lead when total is at least 6\nscore total from 0 to 10\n  - 1 point per 10 of s\n  - 2 points when owner is \"x\"\n\
                score s from 0 to 100\n  - 30 points when demo\n  - 1 point per 1 of views, at most 20\n  - 9 points for each touch, at most 9\n";
    let contacts: [(Cells, Events); 3] = [
        (&[("id", "1"), ("owner", "x")], Some(&[])),
        (&[("id", "2"), ("demo", "yes"), ("views", "5")], None),
        (
            &[("id", "3"), ("owner", "y"), ("demo", "yes"), ("views", "19")],
            Some(&[&["", "Email"], &["2026-01-15", "Email"]]),
        ),
    ];
    let (program, verdicts) = judge(text, &contacts);
    let total: Vec<(i64, i64)> =
        verdicts.scores[0].low.iter().copied().zip(verdicts.scores[0].high.iter().copied()).collect();
    assert_eq!(total, [(2, 7), (3, 6), (5, 5)]);
    assert_eq!(asked(&program, &verdicts, 0), ["demo", "views"]);
    assert_eq!(asked(&program, &verdicts, 1), ["event", "owner"]);
    assert!(asked(&program, &verdicts, 2).is_empty());
}

const ROUTE: &str = "lead when id is known
team big in sales
team east_1 in sales
team east_2 in sales
team inside in sales
team ops in marketing
route lead
  - to big when demo, respond within 30 minutes
  - to value of owner when owner is known
  - to one of east_1, east_2 by id when views is at least 10
  - to inside when views is at least 5, respond within 2 days
  - otherwise to inside
  - if unknown to ops
  respond within 5 minutes when owner is \"zoe\" assume no if unknown
  respond within 1 day when views is less than 100
  respond within 2 days otherwise
";

#[test]
fn every_contact_of_the_stage_has_one_owner() {
    let contacts: [(Cells, Events); 9] = [
        (&[("id", "a"), ("demo", "yes")], None),
        (&[("id", "a"), ("demo", "no"), ("owner", "Zoe")], None),
        (&[("id", "abc"), ("demo", "no"), ("owner", ""), ("views", "50")], None),
        (&[("id", " ABC"), ("demo", "no"), ("views", "500")], None),
        (&[("id", "a"), ("demo", "no"), ("views", "1")], None),
        (&[("id", "a"), ("demo", ""), ("owner", "Zoe")], None),
        (&[("id", "a"), ("demo", ""), ("owner", "BIG")], None),
        (&[("id", "a"), ("demo", "no"), ("views", "")], None),
        (&[("demo", "yes")], None),
    ];
    let (_, verdicts) = judge(ROUTE, &contacts);
    let found: Vec<String> = (0..9)
        .map(|row| {
            let within = verdicts.routes.respond_within(row);
            let within =
                within.map(|within| format!(" {} {:?}", within.count, within.unit)).unwrap_or_default();
            format!("{}{within}", verdicts.routes.owner(row).unwrap_or("-"))
        })
        .collect();
    // md5("abc") begins with 90015098, an even number: the first of two.
    assert_eq!(
        found,
        [
            "big 30 Minutes",
            "Zoe 5 Minutes",
            "east_1 1 Days",
            "east_1 2 Days",
            "inside 1 Days",
            "ops 5 Minutes",
            // The owner would be the same, the deadline not.
            "ops",
            "ops",
            "-"
        ]
    );
}

#[test]
fn open_rows_that_agree_are_settled() {
    let text = "lead when id is known\nteam a in sales\nteam b in sales\nteam ops in marketing\nroute lead\n  - to a when demo\n  \
                - to a when views is at least 5\n  - otherwise to b\n  - if unknown to ops\n";
    let contacts: [(Cells, Events); 3] = [
        (&[("id", "1"), ("views", "9")], None),
        (&[("id", "1"), ("views", "1")], None),
        (&[("id", "1"), ("demo", "no")], None),
    ];
    let (_, verdicts) = judge(text, &contacts);
    let found: Vec<_> = (0..3).map(|row| verdicts.routes.owner(row).unwrap_or("-")).collect();
    assert_eq!(found, ["a", "ops", "ops"]);
}

#[test]
fn a_band_begins_at_its_first_point() {
    let score = "score s from 0 to 100\n  - 20 points when demo\n  - 19 points when not demo\n  bands cold from 0, warm from 20, hot from 40\n";
    let contacts: [(Cells, Events); 2] = [(&[("demo", "yes")], None), (&[("demo", "no")], None)];
    let cases = [
        ("s is less than warm", [No, Yes]),
        ("s is at most cold", [No, Yes]),
        ("s is more than cold", [Yes, No]),
        ("s is at least warm", [Yes, No]),
        ("s is warm", [Yes, No]),
    ];
    for (condition, wanted) in cases {
        let (_, verdicts) = judge(&format!("lead when {condition}\n{score}"), &contacts);
        let found: Vec<_> = (0..2).map(|row| verdicts.stage_answers[0].at(row)).collect();
        assert_eq!(found, wanted, "{condition}");
    }
}

#[test]
fn owners_that_compare_as_one_agree_and_are_shown_as_written() {
    let text = "lead when id is known\nfield second: text\nteam ops in marketing\nroute lead\n  - to value of second when demo\n  \
                - otherwise to value of owner\n  - if unknown to ops\n";
    let contacts: [(Cells, Events); 3] = [
        (&[("id", "1"), ("second", "ZOE"), ("owner", "zoe")], None),
        (&[("id", "1"), ("second", "zoe"), ("owner", "ZOE"), ("demo", "no")], None),
        (&[("id", "1"), ("second", "Zoe"), ("owner", "Ann")], None),
    ];
    let (_, verdicts) = judge(text, &contacts);
    let found: Vec<_> = (0..3).map(|row| verdicts.routes.owner(row).unwrap_or("-")).collect();
    assert_eq!(found, ["ZOE", "ZOE", "ops"]);
}
