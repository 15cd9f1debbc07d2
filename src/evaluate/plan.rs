//! A program made ready for a run: computed dates, exact thresholds, texts in compared form.

mod compile;
pub(crate) mod events;
pub(crate) mod texts;

use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::calendar::{Calendar, FIRST_DAY, LAST_DAY, date_of, day_of};
use super::cell::Reader;
use super::cells::{ColumnRole, InputColumn, input_columns, lookup_columns};
use super::fold::folded;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::{FieldType, Origin};
use crate::model::ids::{AsideId, EventId, FieldId, LookupId, NodeId, StageId};
use crate::model::lifecycle::Destination;
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::value::Duration;
use compile::Probe;
use events::PlannedEvent;
use texts::TextTests;

pub(crate) use compile::{Days, ItemWanted, Probe as CompiledTest};

/// A program made ready to judge records as of a date.
#[derive(Clone, Debug)]
pub struct Plan<'p> {
    program: &'p Program,
    as_of: Date,
    zone: TimeZone,
    calendar: Calendar,
    columns: Vec<InputColumn>,
    /// For each field, its columns among `columns`, or among its lookup's: the value's and the currency's.
    column_of: Vec<(Option<usize>, Option<usize>)>,
    readers: Vec<Reader>,
    /// For each field, whether a test looks at its text.
    text_tested: Vec<bool>,
    /// For each field of whose texts verdicts need their answers alone, its tests.
    text_tests: Vec<Option<TextTests>>,
    /// For each node that is a test.
    probes: Vec<Option<Probe>>,
    /// By event.
    events: Vec<PlannedEvent>,
    /// The days F for which a contact that began to rest on F still rests.
    rest_days: Option<Days>,
    /// Stage names and titles in compared form.
    stage_names: HashMap<String, Destination>,
}

/// The time zone that a definition names is not in the table of zones that comes with the tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTimeZone {
    /// The name.
    pub name: String,
}

impl fmt::Display for UnknownTimeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no time zone \"{}\"", self.name)
    }
}

impl std::error::Error for UnknownTimeZone {}

/// The time zone of a definition, by its exact name in the bundled table; UTC without one.
pub fn time_zone(program: &Program) -> Result<TimeZone, UnknownTimeZone> {
    match &program.header.time_zone {
        None => Ok(TimeZone::UTC),
        Some(name) => zone_named(name).ok_or_else(|| UnknownTimeZone { name: name.clone() }),
    }
}

/// The time zone with exactly this name in the bundled table.
pub fn zone_named(name: &str) -> Option<TimeZone> {
    if name == "UTC" {
        return Some(TimeZone::UTC);
    }
    TimeZoneDatabase::bundled().get(name).ok().filter(|zone| zone.iana_name() == Some(name))
}

impl<'p> Plan<'p> {
    /// Makes a program ready to judge records as of a date.
    ///
    /// # Errors
    /// If there is no such time zone as the definition names.
    pub fn new(program: &'p Program, as_of: Date) -> Result<Self, UnknownTimeZone> {
        let zone = time_zone(program)?;
        let calendar = Calendar::new(&program.header);
        let today = day_of(as_of);
        let readers: Vec<Reader> =
            program.fields.iter().map(|field| Reader::new(field, &program.rates, &zone)).collect();
        let event_readers = events::readers(program, &zone);
        let columns = input_columns(program);
        let mut column_of = vec![(None, None); program.fields.len()];
        let mut place = |columns: &[InputColumn]| {
            for (index, column) in columns.iter().enumerate() {
                if let Some((value, currency)) = column_of.get_mut(column.field.index()) {
                    match column.role {
                        ColumnRole::Value => *value = Some(index),
                        ColumnRole::Currency => *currency = Some(index),
                    }
                }
            }
        };
        place(&columns);
        for index in 0..program.lookups.len() {
            place(&lookup_columns(program, LookupId::at(index)));
        }
        let context = compile::Context {
            program,
            readers: &readers,
            event_readers: &event_readers,
            calendar: &calendar,
            today,
        };
        let mut probes: Vec<Option<Probe>> = program
            .nodes
            .iter()
            .map(|node| if let NodeKind::Test(test) = &node.kind { Some(context.probe(test)) } else { None })
            .collect();
        let mut text_tested = vec![false; program.fields.len()];
        for node in &program.nodes {
            if let NodeKind::Test(test) = &node.kind
                && let Operand::Field(field) | Operand::DomainOf(field) = test.operand
                && let Some(tested) = text_tested.get_mut(field.index())
            {
                *tested = true;
            }
        }
        let text_tests = texts::planned(program, &mut probes);
        let events = events::planned(&context);
        let rest_days = program
            .lifecycle
            .rest
            .as_ref()
            .map(|rest| Days::span(calendar.first_not_through(today, rest.duration), today));
        Ok(Plan {
            program,
            as_of,
            zone,
            calendar,
            columns,
            column_of,
            readers,
            text_tested,
            text_tests,
            probes,
            events,
            rest_days,
            stage_names: stage_names(program),
        })
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The as-of date.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The definition's time zone.
    pub fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The columns that it reads: [`input_columns`] of the program.
    pub fn columns(&self) -> &[InputColumn] {
        &self.columns
    }

    /// What reads the cells of a field.
    pub fn reader(&self, field: FieldId) -> Option<&Reader> {
        self.readers.get(field.index())
    }

    /// The computed dates of a date test, both ends included; an end that is not there is open. None for other nodes,
    /// and for `is one of`.
    pub fn window_dates(&self, node: NodeId) -> Option<(Option<Date>, Option<Date>)> {
        let Some(Probe::Days(days)) = self.probe(node) else { return None };
        let (low, high) = days.single()?;
        Some((
            (low > FIRST_DAY).then(|| date_of(low)).flatten(),
            (high < LAST_DAY).then(|| date_of(high)).flatten(),
        ))
    }

    /// The days of the events that a count looks at, if they are the same for all contacts.
    pub fn counted_dates(&self, set: &EventSet) -> Option<(Option<Date>, Option<Date>)> {
        match set.window {
            Some(Window::Last(length)) => {
                Some((date_of(self.calendar.earlier(self.today(), length)), Some(self.as_of)))
            }
            Some(Window::Since(_)) | None => None,
        }
    }

    /// The dates on which a contact must have begun to rest to rest still, both included.
    pub fn rest_dates(&self) -> Option<(Option<Date>, Option<Date>)> {
        let (low, high) = self.rest_days.as_ref()?.single()?;
        Some((date_of(low), date_of(high)))
    }

    /// The day a length of time after a date, as windows are computed: the first day on which a rest that began on
    /// it is over, the last day of a deadline.
    pub fn later(&self, date: Date, duration: Duration) -> Option<Date> {
        date_of(self.calendar.later(day_of(date), duration))
    }

    /// An event, made ready.
    pub(crate) fn event(&self, event: EventId) -> Option<&PlannedEvent> {
        self.events.get(event.index())
    }

    /// The as-of date as a day number.
    pub(crate) fn today(&self) -> i32 {
        day_of(self.as_of)
    }

    /// The working week and the days off.
    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The columns of a field among [`columns`](Self::columns), or among those of its lookup: its value's and its
    /// currency's.
    pub(crate) fn columns_of(&self, field: FieldId) -> (Option<usize>, Option<usize>) {
        self.column_of.get(field.index()).copied().unwrap_or((None, None))
    }

    pub(crate) fn probe(&self, node: NodeId) -> Option<&Probe> {
        self.probes.get(node.index()).and_then(Option::as_ref)
    }

    pub(crate) fn is_tested(&self, field: FieldId) -> bool {
        self.text_tested.get(field.index()).copied().unwrap_or(false)
    }

    /// The tests of a field's texts, if their answers are all that verdicts need of them.
    pub(crate) fn text_tests(&self, field: FieldId) -> Option<&TextTests> {
        self.text_tests.get(field.index()).and_then(Option::as_ref)
    }

    pub(crate) fn rest_days(&self) -> Option<&Days> {
        self.rest_days.as_ref()
    }

    /// The stage or aside of this name or title, in compared form.
    pub(crate) fn stage_named(&self, folded: &str) -> Option<Destination> {
        self.stage_names.get(folded).copied()
    }

    /// Whether the field is decided by rows.
    pub(crate) fn is_decided(&self, field: FieldId) -> bool {
        self.program.field(field).is_some_and(|field| match field.origin {
            Origin::Decided(_) => true,
            Origin::Column { .. } => false,
        })
    }
}

/// Names before titles, stages before asides: the first that claims a text has it.
fn stage_names(program: &Program) -> HashMap<String, Destination> {
    let stages = || (0..program.stages.len()).map(|index| Destination::Stage(StageId::at(index)));
    let asides = || (0..program.asides.len()).map(|index| Destination::Aside(AsideId::at(index)));
    let names = program.stages.iter().map(|stage| Some(&stage.name)).zip(stages());
    let aside_names = program.asides.iter().map(|aside| Some(&aside.name)).zip(asides());
    let titles = program.stages.iter().map(|stage| stage.title.as_ref()).zip(stages());
    let aside_titles = program.asides.iter().map(|aside| aside.title.as_ref()).zip(asides());
    let mut found = HashMap::new();
    for (text, destination) in names.chain(aside_names).chain(titles).chain(aside_titles) {
        if let Some(text) = text {
            found.entry(folded(text)).or_insert(destination);
        }
    }
    found
}

/// How the values of a type are kept in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    YesNo,
    Numbers,
    Money,
    Days,
    Choices,
    Items,
    Texts,
}

/// How the values of a field are kept.
pub(crate) fn shape_of(field_type: &FieldType) -> Shape {
    match field_type {
        FieldType::YesNo => Shape::YesNo,
        FieldType::Text | FieldType::Email => Shape::Texts,
        FieldType::WholeNumber | FieldType::Number | FieldType::Percent => Shape::Numbers,
        FieldType::Money(_) => Shape::Money,
        FieldType::Date | FieldType::DateTime => Shape::Days,
        FieldType::OneOf(_) => Shape::Choices,
        FieldType::SomeOf { .. } => Shape::Items,
    }
}
