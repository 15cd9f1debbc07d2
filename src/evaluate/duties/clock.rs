//! The time of a duty: from its start to its last day or instant (language.md, 4.5 and 4.9).

use super::Until;
use super::evidence::{Known, Span};
use super::working_hours::WorkingHours;
use crate::evaluate::calendar::{LAST_DAY, date_of, day_of};
use crate::evaluate::cell::date::Stamp;
use crate::evaluate::cell::zone::{MICROSECONDS, local, resolve};
use crate::model::field::FieldType;
use crate::model::ids::FieldId;
use crate::model::value::{Duration, Unit};

/// No instant of the calendar lies here or later, in whatever zone.
const END: i64 = (LAST_DAY as i64 + 2) * MICROSECONDS;

/// When a duty begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    day: i32,
    /// None where the field has no time of day.
    instant: Option<i64>,
}

/// The time of duties that start at the date in one field.
pub(super) struct Clock<'k> {
    known: Known<'k>,
    field: FieldId,
    has_time: bool,
    hours: WorkingHours<'k>,
    /// The as-of date, and the first instant after it.
    today: i32,
    midnight: i64,
}

impl<'k> Clock<'k> {
    pub(super) fn new(known: Known<'k>, field: FieldId) -> Self {
        let plan = known.plan;
        let program = plan.program();
        let today = day_of(plan.as_of());
        let tomorrow = Stamp { day: today + 1, time: None, offset: None };
        let has_time = program.field(field).is_some_and(|field| field.field_type == FieldType::DateTime);
        let hours = WorkingHours::new(plan.calendar(), plan.time_zone(), program.header.working_week);
        // After the calendar's last day there is no midnight; that of Greenwich is as good as any.
        let after_all = i64::from(today + 1) * MICROSECONDS;
        let midnight = resolve(tomorrow, plan.time_zone()).map_or(after_all, |(_, instant)| instant);
        Clock { known, field, has_time, hours, today, midnight }
    }

    pub(super) fn start(&self, row: usize) -> Option<Start> {
        let column = self.known.batch.column(self.field)?;
        let day = column.day_at(row)?;
        Some(Start { day, instant: column.stamp_at(row).filter(|_| self.has_time) })
    }

    /// From the start to the last day or instant; none if the length is in hours and the start is a day.
    pub(super) fn span(&self, start: Start, length: Duration) -> Option<Span> {
        let minutes = |each: u64| u64::from(length.count) * each;
        let elapsed = |from: i64, minutes: u64| {
            let length = i64::try_from(minutes).ok().and_then(|minutes| minutes.checked_mul(60_000_000));
            let to = length.and_then(|length| from.checked_add(length));
            to.filter(|to| *to < END).unwrap_or(i64::MAX)
        };
        let from = start.instant;
        let to = match length.unit {
            Unit::Years | Unit::Months | Unit::Weeks | Unit::Days | Unit::WorkingDays => {
                return Some(Span::Days(start.day, self.known.plan.calendar().later(start.day, length)));
            }
            Unit::Hours => elapsed(from?, minutes(60)),
            Unit::Minutes => elapsed(from?, minutes(1)),
            Unit::WorkingHours => self.hours.later(from?, minutes(60)).unwrap_or(i64::MAX),
            Unit::WorkingMinutes => self.hours.later(from?, minutes(1)).unwrap_or(i64::MAX),
        };
        let last = self.local(to).map_or(i32::MAX, |(day, _)| day);
        Some(Span::Instants { from: from?, to, first: start.day, last })
    }

    /// The day and the time of day of an instant; none beyond the calendar.
    fn local(&self, instant: i64) -> Option<(i32, i64)> {
        if instant == i64::MAX {
            return None;
        }
        let local = local(instant, self.known.plan.time_zone())?;
        Some((i32::try_from(local.div_euclid(MICROSECONDS)).ok()?, local.rem_euclid(MICROSECONDS)))
    }

    pub(super) fn is_over(&self, span: Span) -> bool {
        match span {
            Span::Days(_, last) => self.today > last,
            Span::Instants { to, .. } => to < self.midnight,
        }
    }

    pub(super) fn until(&self, span: Span) -> Option<Until> {
        match span {
            Span::Days(_, last) => date_of(last).map(Until::Day),
            Span::Instants { to, .. } => {
                let (day, time) = self.local(to)?;
                let seconds = time / 1_000_000;
                let part = |value: i64| i8::try_from(value).ok();
                let (hour, minute) = (part(seconds / 3600)?, part(seconds / 60 % 60)?);
                Some(Until::Moment(date_of(day)?.at(hour, minute, part(seconds % 60)?, 0)))
            }
        }
    }
}
