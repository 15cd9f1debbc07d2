//! Related records: which rows count, counts, and the latest or first one (4.4).

use std::collections::HashMap;

use uld::syntax::document::{
    Chain, Count, CountNumber, Literal, Name, Quantity, TypeKind, Unary, Window, WindowKind,
};

use super::calendar::Day;
use super::cells::{Read, Value};
use super::conditions::parameter_of;
use super::facts::EventFacts;
use super::judge::{Cell, EventRow, Judge, Scope, compared_key, headers_of};
use super::logic::{Bug, No, Three, Unknown, Yes, and};
use super::table::Table;

/// A field of the latest or first event.
pub enum Picked {
    /// Surely no rows.
    NoRows,
    Cell(Cell),
}

/// Which rows: a test without parentheses, or a chain inside them.
#[derive(Clone, Copy)]
pub enum Filter<'f> {
    None,
    Unary(&'f Unary),
    Chain(&'f Chain),
}

impl Judge<'_> {
    /// A contact's rows of an events file; none when nothing is known about them.
    pub fn read_events(&self, index: usize) -> Option<Vec<EventRow>> {
        let event = &self.definition.events[index];
        // "No file at all: every count is unknown and the fields of `latest` and `first` are missing."
        let table = self.related.get(event.file)?;
        let key = self.key(event.key)?;
        let columns: Vec<Option<usize>> =
            event.fields.iter().map(|facts| table.column(&headers_of(facts))).collect();
        let mut rows = Vec::new();
        for (row, keys) in self.event_keys[index].iter().enumerate() {
            if keys.contains(&key) {
                let read = event.fields.iter().zip(&columns).map(|(facts, column)| {
                    let read = self.definition.read(facts, table.cell(row, *column), "");
                    self.settled(facts, read)
                });
                rows.push(EventRow { cells: read.collect() });
            }
        }
        Some(rows)
    }

    pub fn rows_of(&self, event: &Name) -> (&EventFacts<'_>, Option<&[EventRow]>) {
        let facts = self.definition.event(event);
        let events = &self.definition.events;
        let index = events.iter().position(|known| known.events.name == facts.events.name).unwrap_or(0);
        (facts, self.events[index].as_deref())
    }

    /// The row's date: its day in the definition's time zone, and the moment. "a date without a time is the start of
    /// its day"
    pub fn date_of(&self, event: &EventFacts<'_>, row: &EventRow) -> Option<(Day, i64)> {
        let index = event.fields.iter().position(|facts| Some(facts.name) == event.dated_by)?;
        let zone = self.definition.zone;
        match row.cells[index].value {
            Some(Value::Day(day)) => Some((day, zone.to_utc(day.number() * 1440))),
            Some(Value::Moment(minute)) => Some((zone.day(minute), minute)),
            _ => None,
        }
    }

    /// "A row counts as the Kleene `and` of: it has happened (unknown when its date is missing), its `where`, and its
    /// window."
    pub fn counts(
        &self,
        event: &EventFacts<'_>,
        row: &EventRow,
        filter: Filter<'_>,
        window: Option<&Window>,
        scope: &Scope<'_>,
    ) -> Three {
        let inner = Scope { parameter: scope.parameter.clone(), row: Some((event, row)) };
        let passes = match filter {
            Filter::None => Yes,
            Filter::Unary(unary) => self.unary(unary, &inner),
            Filter::Chain(chain) => self.chain(chain, &inner),
        };
        let date = self.date_of(event, row).map(|(day, _)| day);
        let inside = window.map_or(Yes, |window| self.in_window(date, window, scope));
        and(&[self.happened(event, date), passes, inside])
    }

    /// "A row dated after the as-of date has not happened yet: it is not there". "Without `dated by`, every row has
    /// happened".
    fn happened(&self, event: &EventFacts<'_>, date: Option<Day>) -> Three {
        match date {
            _ if event.dated_by.is_none() => Yes,
            None => Unknown,
            Some(_) if self.bug == Some(Bug::FutureCounts) => Yes,
            Some(day) => Three::of(day <= self.as_of),
        }
    }

    fn in_window(&self, date: Option<Day>, window: &Window, scope: &Scope<'_>) -> Three {
        let length = match &window.kind {
            WindowKind::Last(length) => length.clone(),
            WindowKind::LastName(name) => match parameter_of(name, scope) {
                Literal::Duration(length) => length,
                other => panic!("{other:?} is no length of time"),
            },
            // "A window `since F` starts on the date field F, inclusive; F missing: the window is unknown."
            WindowKind::Since(name) => {
                let start = match self.cell(name).value {
                    Some(Value::Never) => return No,
                    Some(Value::Day(day)) => day,
                    Some(Value::Moment(minute)) => self.definition.zone.day(minute),
                    _ => return Unknown,
                };
                return date.map_or(Unknown, |day| Three::of(start <= day));
            }
        };
        let start = self.away(&length, -1);
        date.map_or(Unknown, |day| Three::of(start <= day && day <= self.as_of))
    }

    /// "Yes is sure, no is not there, unknown is "maybe": the count is the range [sure, sure + maybe] and `at least n`
    /// is yes if sure ≥ n, no if sure + maybe < n, else unknown."
    pub fn quantity(&self, quantity: &Quantity, scope: &Scope<'_>) -> Three {
        let (event, rows) = self.rows_of(&quantity.event);
        // "No events for a contact: every comparison of a count is unknown, whatever it asks."
        let Some(rows) = rows else { return self.blank() };
        let filter = quantity.filter.as_deref().map_or(Filter::None, Filter::Unary);
        let (mut sure, mut maybe) = (0, 0);
        for row in rows {
            match self.counts(event, row, filter, quantity.window.as_ref(), scope) {
                Yes => sure += 1,
                Unknown if self.bug == Some(Bug::MaybeIsSure) => sure += 1,
                Unknown => maybe += 1,
                No => {}
            }
        }
        let number = |number: &CountNumber| match number {
            CountNumber::Number(number) => number.value / 10_000,
            CountNumber::Name(name) => match parameter_of(name, scope) {
                Literal::Number(number) => number.value / 10_000,
                other => panic!("{other:?} is no number"),
            },
        };
        let at_least = |n: i64| {
            if sure >= n {
                Yes
            } else if sure + maybe < n {
                No
            } else {
                Unknown
            }
        };
        match &quantity.count {
            Count::No => at_least(1).not(),
            Count::Any => at_least(1),
            Count::AtLeast(n) => at_least(number(n)),
            Count::AtMost(n) => at_least(number(n) + 1).not(),
            Count::MoreThan(n) => at_least(number(n) + 1),
            Count::LessThan(n) => at_least(number(n)).not(),
            Count::Exactly(n) => {
                let n = number(n);
                and(&[at_least(n), at_least(n + 1).not()])
            }
        }
    }

    /// "`latest` is the sure row with the greatest date …, `first` the one with the least; if a maybe-row could be as
    /// late (as early), its fields are missing."
    pub fn pick(
        &self,
        event: &Name,
        field: usize,
        first: bool,
        filter: Option<&Chain>,
        scope: &Scope<'_>,
    ) -> Picked {
        let missing = Picked::Cell(Cell { read: Read::Missing, value: None });
        let (event, rows) = self.rows_of(event);
        let Some(rows) = rows else { return missing };
        let filter = filter.map_or(Filter::None, Filter::Chain);
        let judged: Vec<(Three, Option<i64>, &EventRow)> = rows
            .iter()
            .map(|row| {
                let date = self.date_of(event, row).map(|(_, minute)| minute);
                (self.counts(event, row, filter, None, scope), date, row)
            })
            .filter(|(counts, _, _)| *counts != No)
            .collect();
        if judged.is_empty() {
            return Picked::NoRows;
        }
        let sure = judged.iter().filter(|(counts, _, _)| *counts == Yes).filter_map(|(_, date, _)| *date);
        let Some(best) = (if first { sure.min() } else { sure.max() }) else { return missing };
        let as_good = |date: Option<i64>| match date {
            None => true,
            Some(date) if first => date <= best,
            Some(date) => date >= best,
        };
        if judged.iter().any(|(counts, date, _)| *counts == Unknown && as_good(*date)) {
            return missing;
        }
        // "Rows tied on the same instant: the value that all of them share, otherwise missing."
        let mut tied = judged.iter().filter(|(counts, date, _)| *counts == Yes && *date == Some(best));
        let Some((_, _, one)) = tied.next() else { return missing };
        let kind = event.fields[field].kind;
        let shared = tied.all(|(_, _, other)| same(kind, &one.cells[field], &other.cells[field]));
        if shared { Picked::Cell(one.cells[field].clone()) } else { missing }
    }
}

/// The keys of each row of an event's file.
pub fn keys_of(event: &EventFacts<'_>, related: &HashMap<String, Table>) -> Vec<Vec<String>> {
    let Some(table) = related.get(event.file) else { return Vec::new() };
    let column = table.column(&event.key_columns);
    let keys = |row: usize| -> Vec<String> {
        let cell = table.cell(row, column);
        match event.separator {
            Some(separator) => cell.split(separator).map(compared_key).collect(),
            None => vec![compared_key(cell)],
        }
    };
    (0..table.rows.len()).map(keys).collect()
}

/// Whether two cells have the same value.
fn same(kind: &TypeKind, one: &Cell, other: &Cell) -> bool {
    match (&one.value, &other.value) {
        (Some(Value::YesNo(one)), Some(Value::YesNo(other))) => one == other,
        (Some(Value::Number(low, high)), Some(Value::Number(from, to))) => {
            let ends = match (high, to) {
                (Some(high), Some(to)) => high.compare(*to).is_eq(),
                (None, None) => true,
                _ => false,
            };
            low.compare(*from).is_eq() && ends
        }
        (Some(Value::Text(one)), Some(Value::Text(other))) => {
            super::words::fold(one) == super::words::fold(other)
        }
        (Some(Value::Choice(one)), Some(Value::Choice(other))) => one == other,
        (Some(Value::Items(one)), Some(Value::Items(other))) => {
            one.iter().all(|item| other.contains(item)) && other.iter().all(|item| one.contains(item))
        }
        (Some(Value::Day(one)), Some(Value::Day(other))) => one == other,
        (Some(Value::Moment(one)), Some(Value::Moment(other))) => one == other,
        (Some(_), Some(_)) => panic!("two values of {kind:?} that do not go together"),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}
