//! Working hours: a clock that runs only while people work (language.md, 4.5).
//!
//! It runs from the opening to the closing of each working day, in the definition's time zone, and stands still on
//! weekends and holidays. Who starts it outside these hours starts it at the next opening. With Monday to Friday,
//! 09:00 to 17:00:
//!
//! ```text
//! Friday 16:30   + 1 working hour  = Monday 09:30
//! Friday 16:00   + 1 working hour  = Friday 17:00     the day's last moment is in
//! Saturday 11:00 + 1 working hour  = Monday 10:00
//! Monday 07:00   + 4 working hours = Monday 13:00
//! ```
//!
//! What it counts is elapsed time: where a clock change falls into the working hours, that day is an hour shorter or
//! longer.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::evaluate::calendar::{Calendar, FIRST_DAY, LAST_DAY};
use crate::evaluate::cell::date::Stamp;
use crate::evaluate::cell::zone::{MICROSECONDS, local, resolve};
use crate::model::lifecycle::WorkingWeek;

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;
/// From so many whole days on, days between two changes of the clock are not walked one by one.
const MANY_DAYS: i64 = 8;

/// The hours in which people work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkingHours<'c> {
    calendar: &'c Calendar,
    zone: &'c TimeZone,
    /// Opening and closing, in microseconds after midnight.
    open: i64,
    close: i64,
}

impl<'c> WorkingHours<'c> {
    /// The hours of a working week.
    pub(crate) fn new(calendar: &'c Calendar, zone: &'c TimeZone, week: WorkingWeek) -> Self {
        WorkingHours {
            calendar,
            zone,
            open: i64::from(week.start) * MINUTE,
            close: i64::from(week.end) * MINUTE,
        }
    }

    /// The instant that lies so many working minutes after another; instants are microseconds since 1970. None if it
    /// lies after the year 9999, or nobody ever works.
    pub(crate) fn later(&self, from: i64, minutes: u64) -> Option<i64> {
        let nominal = self.close - self.open;
        if nominal <= 0 {
            return None;
        }
        let mut left = i64::try_from(minutes).ok()?.checked_mul(MINUTE)?;
        let mut day = i32::try_from(local(from, self.zone)?.div_euclid(MICROSECONDS)).ok()?;
        while (FIRST_DAY..LAST_DAY).contains(&day) {
            if self.calendar.works_on(day) {
                let start = self.at(day, self.open)?.max(from);
                let room = (self.at(day, self.close)? - start).max(0);
                if left <= room && room > 0 {
                    return Some(start + left);
                }
                left -= room;
            }
            day += 1;
            let skipped = self.skip(day, left / nominal - 1);
            left -= skipped.0 * nominal;
            day = skipped.1;
        }
        None
    }

    /// Passes over up to `days` working days from `day` on, none of them one on which the clock changes: how many, and
    /// the day after them.
    fn skip(&self, day: i32, days: i64) -> (i64, i32) {
        if days < MANY_DAYS {
            return (0, day);
        }
        let change = self.next_change(day).map_or(LAST_DAY, |change| change.saturating_sub(1));
        let last = self.calendar.working_day_after(day - 1, days);
        if last < change {
            return (days, last + 1);
        }
        let between = self.calendar.working_days_between(day, change);
        (between.clamp(0, days), if between > 0 { change.max(day) } else { day })
    }

    /// The day of the first change of the clock on a day or later.
    fn next_change(&self, day: i32) -> Option<i32> {
        let start = Timestamp::from_microsecond(i64::from(day - 1) * MICROSECONDS).ok()?;
        let change = self.zone.following(start).next()?.timestamp().as_microsecond();
        i32::try_from(local(change, self.zone)?.div_euclid(MICROSECONDS)).ok()
    }

    /// The instant of a time of day; 24:00 is the next day's first.
    fn at(&self, day: i32, time: i64) -> Option<i64> {
        let (day, time) = if time >= MICROSECONDS { (day + 1, time - MICROSECONDS) } else { (day, time) };
        let stamp = Stamp { day, time: Some(time), offset: None };
        resolve(stamp, self.zone).ok().map(|(_, instant)| instant)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, DateTime, date};
    use jiff::tz::TimeZone;

    use super::WorkingHours;
    use crate::evaluate::calendar::Calendar;
    use crate::evaluate::plan::zone_named;
    use crate::model::lifecycle::{Header, WorkingWeek};

    struct Office {
        calendar: Calendar,
        zone: TimeZone,
        week: WorkingWeek,
    }

    impl Office {
        fn new(zone: &str, week: WorkingWeek, holidays: &[Date]) -> Self {
            let header = Header { working_week: week, holidays: holidays.to_vec(), ..Header::default() };
            Office { calendar: Calendar::new(&header), zone: zone_named(zone).unwrap(), week }
        }

        fn later(&self, from: &str, minutes: u64) -> String {
            let from: DateTime = from.parse().unwrap();
            let from = from.to_zoned(self.zone.clone()).unwrap().timestamp().as_microsecond();
            match WorkingHours::new(&self.calendar, &self.zone, self.week).later(from, minutes) {
                None => "never".to_owned(),
                Some(found) => {
                    let found = jiff::Timestamp::from_microsecond(found).unwrap();
                    found.to_zoned(self.zone.clone()).datetime().to_string()
                }
            }
        }
    }

    #[test]
    fn the_clock_stands_still_while_nobody_works() {
        // 2026-01-09 is a Friday; Monday the 19th is a holiday.
        let office = Office::new("America/New_York", WorkingWeek::default(), &[date(2026, 1, 19)]);
        for (from, minutes, to) in [
            ("2026-01-07T10:00", 240, "2026-01-07T14:00:00"),
            // Friday 16:30 + 1 working hour.
            ("2026-01-09T16:30", 60, "2026-01-12T09:30:00"),
            // To the minute at closing time: that day still.
            ("2026-01-09T16:00", 60, "2026-01-09T17:00:00"),
            ("2026-01-09T09:00", 480, "2026-01-09T17:00:00"),
            ("2026-01-09T09:00", 481, "2026-01-12T09:01:00"),
            // From closing time on, it is the next opening.
            ("2026-01-09T17:00", 1, "2026-01-12T09:01:00"),
            ("2026-01-09T23:59", 60, "2026-01-12T10:00:00"),
            // Before opening, and on a weekend.
            ("2026-01-12T07:00", 240, "2026-01-12T13:00:00"),
            ("2026-01-10T11:00", 60, "2026-01-12T10:00:00"),
            // On a holiday, and into one.
            ("2026-01-19T10:00", 60, "2026-01-20T10:00:00"),
            ("2026-01-16T16:59", 2, "2026-01-20T09:01:00"),
            // A start to the second.
            ("2026-01-09T16:59:30", 1, "2026-01-12T09:00:30"),
            // Several days: Friday 1 h, Monday to Thursday 32 h, Friday 7 h.
            ("2026-01-02T16:00", 40 * 60, "2026-01-09T16:00:00"),
        ] {
            assert_eq!(office.later(from, minutes), to, "{from} + {minutes} minutes");
        }
    }

    #[test]
    fn a_change_of_the_clock_outside_working_hours_changes_nothing() {
        let office = Office::new("America/New_York", WorkingWeek::default(), &[]);
        // Clocks go forward on Sunday 8 March 2026, and back on Sunday 1 November.
        assert_eq!(office.later("2026-03-06T16:30", 60), "2026-03-09T09:30:00");
        assert_eq!(office.later("2026-10-30T16:30", 60), "2026-11-02T09:30:00");
    }

    #[test]
    fn a_change_of_the_clock_inside_working_hours_is_time_that_passed_or_did_not() {
        let night = WorkingWeek { first: 1, last: 7, start: 0, end: 8 * 60 };
        let office = Office::new("America/New_York", night, &[]);
        // 02:00 becomes 03:00: seven hours that night, nine in autumn.
        assert_eq!(office.later("2026-03-08T00:00", 7 * 60), "2026-03-08T08:00:00");
        assert_eq!(office.later("2026-03-08T00:00", 8 * 60), "2026-03-09T01:00:00");
        assert_eq!(office.later("2026-11-01T00:00", 9 * 60), "2026-11-01T08:00:00");
    }

    #[test]
    fn a_day_may_end_at_midnight() {
        let late = WorkingWeek { first: 1, last: 5, start: 14 * 60, end: 24 * 60 };
        let office = Office::new("UTC", late, &[]);
        assert_eq!(office.later("2026-01-09T23:00", 60), "2026-01-10T00:00:00");
        assert_eq!(office.later("2026-01-09T23:00", 61), "2026-01-12T14:01:00");
    }

    #[test]
    fn long_terms_come_out_as_day_by_day() {
        let night = WorkingWeek { first: 2, last: 7, start: 0, end: 8 * 60 };
        let holidays = [date(2026, 3, 10), date(2027, 1, 1), date(2031, 12, 25)];
        for zone in ["UTC", "America/New_York", "Australia/Lord_Howe"] {
            let office = Office::new(zone, night, &holidays);
            let hours = WorkingHours::new(&office.calendar, &office.zone, office.week);
            let start = 1_767_936_600_000_000;
            let mut day_by_day = start;
            for steps in 1..=2_000_u64 {
                day_by_day = hours.later(day_by_day, 600).unwrap();
                if steps % 250 == 0 {
                    assert_eq!(hours.later(start, steps * 600), Some(day_by_day), "{zone}, {steps} steps");
                }
            }
        }
        let office = Office::new("UTC", WorkingWeek::default(), &[]);
        assert_eq!(office.later("2026-01-09T05:30", u64::from(u32::MAX) * 60), "never");
        let nobody = WorkingWeek { first: 1, last: 5, start: 540, end: 540 };
        assert_eq!(Office::new("UTC", nobody, &[]).later("2026-01-09T05:30", 1), "never");
    }
}
