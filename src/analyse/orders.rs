//! The days that a question must be asked as of.
//!
//! A test of a date cuts the days at dates that are written, and at dates so far from the as-of date. As long as these
//! stand in one order, one as-of date is as good as another. Days and weeks keep their order, and so do months and
//! years; but 3 months are 89 to 92 days, and a written date is passed one day. Where such cuts meet, every as-of date
//! that may bring another order is tried, and one of each order is kept.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;

use super::settle::Needed;
use super::shared::{Both, Shared, Side};
use super::world::Stop;
use crate::evaluate::calendar::{Calendar, date_of, day_of};
use crate::model::condition::{NodeKind, Operand, Relation};
use crate::model::field::{Assumed, Field, Range};
use crate::model::ids::FieldId;
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::value::{Duration, Unit, Value};

/// Orders that are looked into at most.
const MOST: usize = 64;
/// Four years have every length of month next to every other.
const CYCLE: i32 = 4 * 365 + 1;
/// How far from the day that brings a written date and a computed one together their order may still change.
const NEAR: i32 = 3;

/// Where days are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Cut {
    /// At this day.
    At(i32),
    /// So long after the as-of date, by the calendar of this program.
    Later(Side, Duration),
    /// So long before it.
    Earlier(Side, Duration),
}

const TODAY: Cut = Cut::Later(Side::New, Duration { count: 0, unit: Unit::Days });

/// What is cut: things whose cuts stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Field(usize),
    Event(usize),
}

impl Cut {
    fn day(self, calendars: &Both<Calendar>, today: i32) -> i32 {
        match self {
            Cut::At(day) => day,
            Cut::Later(side, duration) => calendars.of(side).later(today, duration),
            Cut::Earlier(side, duration) => calendars.of(side).earlier(today, duration),
        }
    }

    /// Computed dates of one family keep their order.
    fn family(self) -> Option<u8> {
        match self {
            Cut::At(_) => Some(0),
            Cut::Later(_, duration) | Cut::Earlier(_, duration) if duration.count == 0 => None,
            Cut::Later(side, duration) | Cut::Earlier(side, duration) => Some(match duration.unit {
                Unit::Years | Unit::Months => 1,
                Unit::Weeks | Unit::Days | Unit::Hours | Unit::Minutes => 2,
                // Two programs may work on different days.
                Unit::WorkingDays | Unit::WorkingHours | Unit::WorkingMinutes => match side {
                    Side::Old => 3,
                    Side::New => 4,
                },
            }),
        }
    }
}

/// The dates of a relation.
fn cuts_of(side: Side, relation: &Relation) -> Vec<Cut> {
    let at = |date: &Date| Cut::At(day_of(*date));
    let value = |value: &Value| if let Value::Date(date) = value { Some(at(date)) } else { None };
    match relation {
        Relation::Within(duration) => vec![TODAY, Cut::Later(side, *duration)],
        Relation::WithinLast(duration) => vec![TODAY, Cut::Earlier(side, *duration)],
        Relation::MoreThanAgo(duration) => vec![Cut::Earlier(side, *duration)],
        Relation::InThePast | Relation::InTheFuture => vec![TODAY],
        Relation::Before(date)
        | Relation::After(date)
        | Relation::OnOrBefore(date)
        | Relation::OnOrAfter(date) => vec![at(date)],
        Relation::Is(own) => value(own).into_iter().collect(),
        Relation::OneOf(list) => list.values.iter().filter_map(value).collect(),
        Relation::Between(low, high) => [low, high].into_iter().filter_map(value).collect(),
        Relation::Known
        | Relation::AtLeast(_)
        | Relation::AtMost(_)
        | Relation::MoreThan(_)
        | Relation::LessThan(_)
        | Relation::ContainsWords(_)
        | Relation::ContainsText(_)
        | Relation::ContainsItems(_)
        | Relation::StartsWith(_)
        | Relation::EndsWith(_)
        | Relation::Matches(_) => Vec::new(),
    }
}

/// Dates that a field's declaration names.
fn declared(field: &Field) -> Vec<Cut> {
    let at = |date: &Date| Cut::At(day_of(*date));
    let range = match &field.range {
        Some(Range::Dates(low, high)) => vec![at(low), at(high)],
        Some(Range::Numbers(..)) | None => Vec::new(),
    };
    let assumed = match &field.assumed {
        Some(Assumed::Value(Value::Date(date))) => Some(at(date)),
        Some(Assumed::Value(_) | Assumed::Never) | None => None,
    };
    range.into_iter().chain(assumed).collect()
}

type Cuts = BTreeMap<Line, BTreeSet<Cut>>;

/// The cuts of what a question asks.
fn cuts(shared: &Shared, programs: &Both<&Program>, needed: &Both<Needed>) -> Cuts {
    let mut found = Cuts::new();
    for side in Side::BOTH {
        let program = programs.of(side);
        let mut of_field = |field: FieldId, cuts: Vec<Cut>| {
            let (Some(index), Some(declaration)) = (shared.index_of(side, field), program.field(field))
            else {
                return;
            };
            if !cuts.is_empty() {
                let line = found.entry(Line::Field(index)).or_default();
                line.extend(cuts.into_iter().chain(declared(declaration)));
            }
        };
        let mut sets: Vec<(&EventSet, Vec<Cut>)> = Vec::new();
        for id in &needed.of(side).nodes {
            let Some(NodeKind::Test(test)) = program.node(*id).map(|node| &node.kind) else { continue };
            let cuts = cuts_of(side, &test.relation);
            match test.operand {
                Operand::Field(field) => of_field(field, cuts),
                Operand::Count(count) => {
                    sets.extend(program.counts.get(count.index()).map(|set| (set, cuts)));
                }
                Operand::Pick(pick) => {
                    sets.extend(program.picks.get(pick.index()).map(|pick| (&pick.set, cuts)));
                }
                Operand::DomainOf(_) | Operand::EventField(_) | Operand::Score(_) => {}
            }
        }
        if let Some(rest) = program.lifecycle.rest.as_ref().filter(|_| needed.of(side).asks_rest(program)) {
            of_field(rest.from, vec![TODAY, Cut::Earlier(side, rest.duration)]);
        }
        for (set, cuts) in sets {
            let Some(index) = shared.of_event.of(side).get(set.event.index()) else { continue };
            let line = found.entry(Line::Event(*index)).or_default();
            line.extend(cuts);
            for node in set.filter.iter().flat_map(|filter| &filter.nodes) {
                if let NodeKind::Test(test) = &node.kind {
                    line.extend(cuts_of(side, &test.relation));
                }
            }
            if let Some(Window::Last(duration)) = set.window {
                line.insert(Cut::Earlier(side, duration));
            }
        }
    }
    found
}

/// The as-of dates that a question must be asked of: the one that is preferred, and one for each other order of dates.
pub(super) fn days(
    shared: &Shared,
    programs: &Both<&Program>,
    needed: &Both<Needed>,
    preferred: Date,
) -> Result<Vec<Date>, Stop> {
    let calendars =
        Both { old: Calendar::new(&programs.old.header), new: Calendar::new(&programs.new.header) };
    let today = day_of(preferred);
    let mut lines = cuts(shared, programs, needed);
    let mut others: BTreeSet<i32> = BTreeSet::new();
    lines.retain(|_, cuts| {
        let families: BTreeSet<u8> = cuts.iter().filter_map(|cut| cut.family()).collect();
        let fixed: Vec<i32> =
            cuts.iter().filter_map(|cut| if let Cut::At(day) = cut { Some(*day) } else { None }).collect();
        let moving: Vec<Cut> = cuts.iter().copied().filter(|cut| !matches!(cut, Cut::At(_))).collect();
        if families.len() - usize::from(families.contains(&0)) > 1 {
            others.extend(today..today + CYCLE);
        }
        for day in &fixed {
            for cut in &moving {
                let near = today_of(*cut, &calendars, *day);
                others.extend(near - NEAR..=near + NEAR);
            }
        }
        moving.len() + fixed.len() > 1 && (families.len() > 1 || !fixed.is_empty())
    });
    let order = |today: i32| -> Vec<u32> {
        let of = |cuts: &BTreeSet<Cut>| {
            let days: Vec<i32> = cuts.iter().map(|cut| cut.day(&calendars, today)).collect();
            let sorted: BTreeSet<i32> = days.iter().flat_map(|day| [*day, day + 1]).collect();
            let rank = |day: i32| sorted.range(..day).count() as u32;
            days.iter().flat_map(|day| [rank(*day), rank(day + 1)]).collect::<Vec<_>>()
        };
        lines.values().flat_map(of).collect()
    };
    let mut seen: HashSet<Vec<u32>> = HashSet::from([order(today)]);
    let mut found = vec![preferred];
    let mut others: Vec<i32> = others.into_iter().collect();
    others.sort_by_key(|day| ((day - today).abs(), *day));
    for day in others {
        let Some(date) = date_of(day) else { continue };
        if seen.insert(order(day)) {
            found.push(date);
            if found.len() > MOST {
                return Err(Stop::Because("its dates can stand in too many orders"));
            }
        }
    }
    Ok(found)
}

/// About the as-of date that brings a computed date to a day.
fn today_of(cut: Cut, calendars: &Both<Calendar>, day: i32) -> i32 {
    match cut {
        Cut::At(day) => day,
        Cut::Later(side, duration) => calendars.of(side).earlier(day, duration),
        Cut::Earlier(side, duration) => calendars.of(side).later(day, duration),
    }
}
