//! Random rules about events, and every contact with few rows: no difference is missed, and what is certain is so.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use uld::evaluate::answers::Answer;
use uld::evaluate::related::{BatchEvents, EventRows, EventTotals, Group};
use uld::evaluate::{Batch, Plan, Related, evaluate};
use uld::model::example::Given;
use uld::model::ids::{EventFieldId, EventId, FieldId};
use uld::model::program::Program;
use uld::model::value::Value;

use crate::dice::Dice;
use crate::harness::{compared, examples_pass, last, program, word};

const DAY: Date = date(2026, 1, 15);
const PAIRS: u64 = 400;
const MOST_ROWS: usize = 6;
const HEAD: &str = "definition \"T\" version 1\n  agreed 2026-01-15\n  identified by id\nfield id: text\nfield a: yes/no\nevents touch, plural touches\n  file \"touches\"\n  matched by id\n  dated by happened\n  - happened: date\n  - kind: one of \"Call\", \"Demo\"\n";
const TESTS: &[&str] = &[
    "a",
    "any touch",
    "no touches",
    "at least 2 touches",
    "at most 2 touches",
    "exactly 1 touch",
    "at least 2 touches where kind is \"Call\"",
    "any touch where kind is \"Demo\"",
    "at least 3 touches where kind is \"Demo\"",
    "any touch within the last 30 days",
    "at least 2 touches within the last 30 days",
    "at least 2 touches within the last 60 days",
    "any touch where kind is \"Call\" within the last 30 days",
    "kind of latest touch is \"Call\"",
    "kind of latest touch is not \"Demo\"",
    "kind of first touch is \"Demo\"",
    "kind of latest touch is known",
    "happened of latest touch is within the last 30 days",
    "heat is at least 10",
    "heat is at most 15",
];

/// A contact's answer to `a`, and how many rows it has of each kind and day.
type Contact = (Option<bool>, Vec<(u32, Date)>);

/// All contacts with few rows.
fn contacts() -> Vec<Contact> {
    let kinds: Vec<(u32, Date)> = (0..2).flat_map(|kind| [(kind, DAY), (kind, date(2025, 12, 1))]).collect();
    let mut rows: Vec<Vec<(u32, Date)>> = vec![Vec::new()];
    for kind in kinds {
        let more = |rows: &Vec<(u32, Date)>| {
            let left = MOST_ROWS - rows.len();
            (0..=left)
                .map(|count| rows.iter().copied().chain((0..count).map(|_| kind)).collect())
                .collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(more).collect();
    }
    rows.into_iter()
        .flat_map(|rows| [None, Some(true), Some(false)].map(|answer| (answer, rows.clone())))
        .collect()
}

/// What a program says of the contacts; events that are not supplied leave them out.
fn judged(program: &Program, contacts: &[Contact], supplied: bool) -> Vec<Answer> {
    let plan = Plan::new(program, DAY).unwrap();
    let given: Vec<Vec<(FieldId, Given)>> = contacts
        .iter()
        .map(|(answer, _)| {
            answer.map(|yes| (FieldId::at(1), Given::Value(Value::YesNo(yes)))).into_iter().collect()
        })
        .collect();
    let rows: Vec<Vec<(EventFieldId, Given)>> = contacts
        .iter()
        .flat_map(|(_, rows)| rows)
        .map(|(kind, day)| {
            vec![
                (EventFieldId::at(0), Given::Value(Value::Date(*day))),
                (EventFieldId::at(1), Given::Value(Value::Choice(*kind))),
            ]
        })
        .collect();
    let rows: Vec<&[(EventFieldId, Given)]> = rows.iter().map(Vec::as_slice).collect();
    let owners = contacts.iter().zip(0..).flat_map(|((_, rows), group)| rows.iter().map(move |_| group));
    let owners: Vec<(u32, u32)> = (0..).zip(owners).collect();
    let event = EventId::at(0);
    let mut totals = EventTotals::new(&plan, event, false);
    totals.add(&plan, EventRows::given(&plan, event, &rows), &owners);
    totals.finish(contacts.len());
    let groups = (0..contacts.len() as u32).map(Group::At).collect();
    let events = vec![supplied.then_some(BatchEvents { totals: &totals, groups })];
    let records: Vec<&[(FieldId, Given)]> = given.iter().map(Vec::as_slice).collect();
    let batch = Batch::given(&plan, &records, &Related { events, lookups: Vec::new() });
    let verdicts = evaluate(&plan, &batch, false);
    (0..contacts.len()).map(|row| verdicts.stage_answers[last(program).index()].at(row)).collect()
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    let part = |dice: &mut Dice| match dice.below(if depth == 0 { 1 } else { 4 }) {
        2 => format!("not ({})", condition(dice, depth - 1)),
        3 => format!("({}) assume no if unknown", condition(dice, depth - 1)),
        _ => (*dice.pick(TESTS)).to_owned(),
    };
    let word = if dice.one_in(2) { " and " } else { " or " };
    (0..1 + dice.below(3)).map(|_| part(dice)).collect::<Vec<_>>().join(word)
}

#[test]
fn no_difference_in_events_is_missed() {
    let first: u64 = std::env::var("ULD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let contacts = contacts();
    let (mut sure, mut unsure, mut unshown) = (0, 0, 0);
    for seed in first..first + PAIRS {
        let mut dice = Dice::new(seed);
        let mut text = || {
            let mut text = HEAD.to_owned();
            let (each, own) = (5 + 5 * dice.below(2), 10 * dice.below(2));
            write!(text, "score heat from 0 to 40\n  - {each} points for each touch where kind is \"Call\", at most 20\n  - {own} points when a\n").unwrap();
            text + &format!("lead when {}\n", condition(&mut dice, 2))
        };
        let (old, new) = (text(), text());
        let (before, after) = (program(&old), program(&new));
        let comparison = compared(&before, &after);
        let judge = |program| [judged(program, &contacts, true), judged(program, &contacts, false)].concat();
        let pairs: Vec<(Answer, Answer)> = judge(&before).into_iter().zip(judge(&after)).collect();
        let any = |test: fn(&(Answer, Answer)) -> bool| pairs.iter().any(test);
        let (looser, stricter) = (
            any(|(old, new)| *new == Answer::Yes && *old != Answer::Yes),
            any(|(old, new)| *old == Answer::Yes && *new != Answer::Yes),
        );
        let said =
            |text: &str| format!("seed {seed}: {text}: {}\n{old}\n{new}\n{comparison:?}", word(&comparison));
        for (found, truth) in [(&comparison.looser, looser), (&comparison.stricter, stricter)] {
            assert!(found.is_some() || !truth, "{}", said("missed"));
            match found {
                Some(found) if found.certain => {
                    sure += 1;
                    assert!(found.witness.is_some(), "{}", said("not shown"));
                }
                Some(_) => {
                    unsure += 1;
                    unshown += usize::from(truth);
                }
                None => {}
            }
        }
        let otherwise = !looser && !stricter && any(|(old, new)| old != new);
        let found = comparison.looser.is_some()
            || comparison.stricter.is_some()
            || comparison.asks_otherwise.is_some();
        assert!(found || !otherwise, "{}", said("missed"));
        examples_pass(&comparison, &new);
    }
    assert!(unsure * 8 < sure, "{unsure} beside {sure} are not certain; {unshown} of them are there");
}
