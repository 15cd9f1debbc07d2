//! Calendar months, working days, and the edges of every window (4.5).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use uld::evaluate::Plan;
use uld::evaluate::answers::Answer::{self, No, Unknown, Yes};
use uld::model::condition::Relation;
use uld::model::field::{Assumed, FieldType};
use uld::model::lifecycle::WorkingWeek;
use uld::model::value::{Duration, Unit, Value};

use crate::builder::{Builder, TODAY, one_of};

fn duration(count: u32, unit: Unit) -> Duration {
    Duration { count, unit }
}

/// The computed dates of a window.
fn window(relation: Relation, as_of: Date) -> (Option<Date>, Option<Date>) {
    let mut builder = Builder::new();
    let field = builder.field("d", FieldType::Date);
    let node = builder.test(field, relation);
    builder.rule("it", node);
    Plan::new(&builder.program, as_of).unwrap().window_dates(node).unwrap()
}

#[test]
fn months_agree_with_jiff_on_every_day_of_three_years() {
    let mut builder = Builder::new();
    let field = builder.field("d", FieldType::Date);
    let nodes: Vec<_> = (1..=14)
        .map(|months| {
            let months = duration(months, Unit::Months);
            let ahead = builder.test(field, Relation::Within(months));
            (ahead, builder.test(field, Relation::WithinLast(months)))
        })
        .collect();
    builder.rule("it", nodes[0].0);
    let mut day = date(2023, 1, 1);
    while day <= date(2025, 12, 31) {
        let plan = Plan::new(&builder.program, day).unwrap();
        for (months, (ahead, back)) in (1..=14_i64).zip(&nodes) {
            let span = months.months();
            assert_eq!(plan.window_dates(*ahead), Some((Some(day), Some(day.checked_add(span).unwrap()))));
            assert_eq!(plan.window_dates(*back), Some((Some(day.checked_sub(span).unwrap()), Some(day))));
        }
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn a_month_without_that_day_ends_on_its_last() {
    let cases = [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ];
    for (from, months, to) in cases {
        assert_eq!(
            window(Relation::Within(duration(months, Unit::Months)), from).1,
            Some(to),
            "{from} + {months}"
        );
    }
    assert_eq!(
        window(Relation::WithinLast(duration(1, Unit::Months)), date(2026, 3, 31)).0,
        Some(date(2026, 2, 28))
    );
    assert_eq!(
        window(Relation::Within(duration(1, Unit::Years)), date(2024, 2, 29)).1,
        Some(date(2025, 2, 28))
    );
    assert_eq!(
        window(Relation::Within(duration(4, Unit::Years)), date(2024, 2, 29)).1,
        Some(date(2028, 2, 29))
    );
    assert_eq!(window(Relation::Within(duration(2, Unit::Weeks)), TODAY).1, Some(date(2026, 1, 29)));
}

#[test]
fn windows_end_where_the_calendar_does() {
    let ahead = window(Relation::Within(duration(u32::MAX, Unit::Years)), TODAY);
    assert_eq!(ahead, (Some(TODAY), None));
    for unit in Unit::ALL {
        let (low, high) = window(Relation::WithinLast(duration(u32::MAX, unit)), TODAY);
        assert_eq!(high, Some(TODAY));
        assert!(
            low.is_none()
                || matches!(unit, Unit::Minutes | Unit::WorkingMinutes | Unit::Hours | Unit::WorkingHours)
        );
    }
}

/// Working days the slow way.
fn plainly(from: Date, count: u32, forward: bool, works: &dyn Fn(Date) -> bool) -> Date {
    let (mut day, mut left) = (from, count);
    while left > 0 {
        day = if forward { day.tomorrow().unwrap() } else { day.yesterday().unwrap() };
        left -= u32::from(works(day));
    }
    day
}

#[test]
fn working_days_skip_weekends_and_holidays_both_ways() {
    let holidays =
        vec![date(2026, 1, 1), date(2026, 1, 19), date(2026, 1, 20), date(2026, 1, 24), date(2026, 1, 19)];
    let weeks: [(u8, u8, &[Weekday]); 3] = [
        (1, 5, &[Weekday::Saturday, Weekday::Sunday]),
        (7, 4, &[Weekday::Friday, Weekday::Saturday]),
        (
            3,
            3,
            &[
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Thursday,
                Weekday::Friday,
                Weekday::Saturday,
                Weekday::Sunday,
            ],
        ),
    ];
    for (first, last, off) in weeks {
        let mut builder = Builder::new();
        builder.program.header.holidays.clone_from(&holidays);
        builder.program.header.working_week = WorkingWeek { first, last, ..WorkingWeek::default() };
        let field = builder.field("d", FieldType::Date);
        let counts = [0, 1, 2, 3, 5, 10, 23];
        let nodes: Vec<_> = counts
            .iter()
            .map(|count| {
                let days = duration(*count, Unit::WorkingDays);
                (builder.test(field, Relation::Within(days)), builder.test(field, Relation::WithinLast(days)))
            })
            .collect();
        builder.rule("it", nodes[0].0);
        let works = |day: Date| !off.contains(&day.weekday()) && !holidays.contains(&day);
        let mut day = date(2025, 12, 20);
        while day < date(2026, 2, 20) {
            let plan = Plan::new(&builder.program, day).unwrap();
            for (count, (ahead, back)) in counts.iter().zip(&nodes) {
                assert_eq!(
                    plan.window_dates(*ahead).unwrap().1,
                    Some(plainly(day, *count, true, &works)),
                    "{day} + {count}"
                );
                assert_eq!(
                    plan.window_dates(*back).unwrap().0,
                    Some(plainly(day, *count, false, &works)),
                    "{day} - {count}"
                );
            }
            day = day.tomorrow().unwrap();
        }
    }
}

#[test]
fn every_operator_at_its_edges() {
    let ten = duration(10, Unit::Days);
    let (x, y) = (date(2026, 3, 1), date(2026, 3, 5));
    let cases: Vec<(Relation, Vec<(&str, Answer)>)> = vec![
        (
            Relation::Within(ten),
            vec![("2026-01-14", No), ("2026-01-15", Yes), ("2026-01-25", Yes), ("2026-01-26", No)],
        ),
        (
            Relation::WithinLast(ten),
            vec![("2026-01-04", No), ("2026-01-05", Yes), ("2026-01-15", Yes), ("2026-01-16", No)],
        ),
        (Relation::MoreThanAgo(ten), vec![("2026-01-04", Yes), ("2026-01-05", No), ("0001-01-01", Yes)]),
        (Relation::Before(x), vec![("2026-02-28", Yes), ("2026-03-01", No)]),
        (Relation::After(x), vec![("2026-03-01", No), ("2026-03-02", Yes), ("9999-12-31", Yes)]),
        (Relation::OnOrBefore(x), vec![("2026-03-01", Yes), ("2026-03-02", No)]),
        (Relation::OnOrAfter(x), vec![("2026-02-28", No), ("2026-03-01", Yes)]),
        (Relation::InThePast, vec![("2026-01-14", Yes), ("2026-01-15", No), ("2026-01-16", No)]),
        (Relation::InTheFuture, vec![("2026-01-14", No), ("2026-01-15", No), ("2026-01-16", Yes)]),
        (Relation::Is(Value::Date(x)), vec![("2026-03-01", Yes), ("2026-03-02", No)]),
        (
            Relation::Between(Value::Date(x), Value::Date(y)),
            vec![("2026-02-28", No), ("2026-03-01", Yes), ("2026-03-05", Yes), ("2026-03-06", No)],
        ),
        (
            one_of(vec![Value::Date(y), Value::Date(x)]),
            vec![("2026-03-01", Yes), ("2026-03-03", No), ("2026-03-05", Yes)],
        ),
    ];
    for (relation, days) in cases {
        for field_type in [FieldType::Date, FieldType::DateTime] {
            let mut builder = Builder::new();
            let field = builder.field("d", field_type.clone());
            let node = builder.test(field, relation.clone());
            let negated = builder.not(node);
            builder.rule("it", negated);
            for (day, wanted) in days.iter().chain(&[("", Unknown), ("2026-02-30", Unknown)]) {
                assert_eq!(builder.answer(node, &[day]), *wanted, "{relation:?} on {day}");
            }
            if field_type == FieldType::DateTime {
                for (day, wanted) in &days {
                    for time in ["00:00", "23:59"] {
                        assert_eq!(
                            builder.answer(node, &[&format!("{day} {time}")]),
                            *wanted,
                            "{day} {time}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_date_assumed_never_fails_every_test_and_passes_every_negation() {
    let mut builder = Builder::new();
    let field = builder.field("d", FieldType::Date);
    builder.edit(field).assumed = Some(Assumed::Never);
    let days = duration(10, Unit::Days);
    let before = builder.test(field, Relation::Before(TODAY));
    let within = builder.test(field, Relation::Within(days));
    let known = builder.test(field, Relation::Known);
    let not_within = builder.not(within);
    builder.rule("it", not_within);
    for blank in ["", "2026-02-30"] {
        for (node, wanted) in [(before, No), (within, No), (known, No), (not_within, Yes)] {
            assert_eq!(builder.answer(node, &[blank]), wanted);
        }
    }
    assert_eq!(builder.answer(within, &["2026-01-20"]), Yes);
    assert_eq!(builder.answer(not_within, &["2026-01-20"]), No);
}
