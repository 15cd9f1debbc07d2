//! Days as numbers, and one step from a day (language.md, 4.5).
//!
//! Months clamp at the month's end, in one step: 31 January + 1 month is 28 February, + 2 months is 31 March. Working
//! days count from the next working day on: Friday + 1 working day is Monday.

use jiff::civil::Date;

use crate::model::lifecycle::{Header, WorkingWeek};
use crate::model::value::{Duration, Unit};

/// 0001-01-01, the first day there is, as days since 1970-01-01.
pub(crate) const FIRST_DAY: i32 = -719_162;
/// 9999-12-31, the last.
pub(crate) const LAST_DAY: i32 = 2_932_896;

/// How many days the month has.
pub(crate) fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day of the proleptic Gregorian calendar; it is not checked.
pub(crate) fn day_number(year: i32, month: i32, day: i32) -> i32 {
    // Years begin in March, so that the leap day is the last one: 306 days from March to the end of December.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day number.
pub(crate) fn civil(day: i32) -> (i32, i32, i32) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i32::from(month <= 2);
    (year, month, day_of_year - (153 * month_from_march + 2) / 5 + 1)
}

/// The day number of a date.
pub fn day_of(date: Date) -> i32 {
    day_number(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
}

/// The date of a day number; none outside the years 1 to 9999.
pub fn date_of(day: i32) -> Option<Date> {
    if !(FIRST_DAY..=LAST_DAY).contains(&day) {
        return None;
    }
    let (year, month, day) = civil(day);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day `months` later (earlier if negative): the same day number, or the month's last day.
fn add_months(from: i32, months: i64) -> i64 {
    let (year, month, day) = civil(from);
    let total = i64::from(year) * 12 + i64::from(month) - 1 + months;
    let year = total.div_euclid(12);
    if year < 1 {
        return i64::from(FIRST_DAY);
    }
    if year > 9999 {
        return i64::from(LAST_DAY);
    }
    let (year, month) = (year as i32, total.rem_euclid(12) as i32 + 1);
    i64::from(day_number(year, month, day.min(days_in_month(year, month))))
}

/// The working week and the days off.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// Whether people work, Monday first.
    working: [bool; 7],
    /// Days off on which they otherwise would, in order.
    holidays: Vec<i32>,
}

impl Calendar {
    /// The calendar of a definition.
    pub(crate) fn new(header: &Header) -> Self {
        let WorkingWeek { first, last, .. } = header.working_week;
        let (first, last) = (first.clamp(1, 7), last.clamp(1, 7));
        let mut working = [false; 7];
        for (index, works) in working.iter_mut().enumerate() {
            let day = index as u8 + 1;
            *works = if first <= last { (first..=last).contains(&day) } else { day >= first || day <= last };
        }
        let mut calendar = Calendar { working, holidays: Vec::new() };
        let mut holidays: Vec<i32> = header.holidays.iter().map(|date| day_of(*date)).collect();
        holidays.retain(|day| calendar.works_on_weekday(*day));
        holidays.sort_unstable();
        holidays.dedup();
        calendar.holidays = holidays;
        calendar
    }

    /// Monday is 0; 1970-01-01 was a Thursday.
    fn works_on_weekday(&self, day: i32) -> bool {
        self.working.get((day + 3).rem_euclid(7) as usize).copied().unwrap_or(false)
    }

    /// Whether people work on this day.
    pub(crate) fn works_on(&self, day: i32) -> bool {
        self.works_on_weekday(day) && self.holidays.binary_search(&day).is_err()
    }

    /// The day on which so many working days after `from` are over.
    pub(crate) fn working_day_after(&self, from: i32, count: i64) -> i32 {
        self.add_working_days(from, count) as i32
    }

    /// How many working days there are from a day on, before another.
    pub(crate) fn working_days_between(&self, from: i32, before: i32) -> i64 {
        self.working_days_up_to(i64::from(before) - 1) - self.working_days_up_to(i64::from(from) - 1)
    }

    /// How many working days there are from 1970-01-01 (or to it, as a negative number) up to and with `day`, but for
    /// a constant.
    fn working_days_up_to(&self, day: i64) -> i64 {
        // Whole weeks since Monday 1969-12-29, then the days of the week begun.
        let since = day + 3;
        let week: i64 = self.working.iter().map(|works| i64::from(*works)).sum();
        let begun = since.rem_euclid(7) as usize;
        let in_week: i64 = self.working.iter().take(begun + 1).map(|works| i64::from(*works)).sum();
        let off = self.holidays.partition_point(|holiday| i64::from(*holiday) <= day) as i64;
        since.div_euclid(7) * week + in_week - off
    }

    /// The day `count` working days after `from`; before it, if it is negative.
    fn add_working_days(&self, from: i32, count: i64) -> i64 {
        if count == 0 {
            return i64::from(from);
        }
        // Forwards: the first day up to which there are `count` more. Backwards: the last day such that `count` lie
        // between it (included) and `from` (not included).
        let (mut low, mut high) = (i64::from(FIRST_DAY), i64::from(LAST_DAY));
        if count > 0 {
            let wanted = self.working_days_up_to(i64::from(from)) + count;
            while low < high {
                let middle = low + (high - low) / 2;
                if self.working_days_up_to(middle) >= wanted { high = middle } else { low = middle + 1 }
            }
        } else {
            let wanted = self.working_days_up_to(i64::from(from) - 1) + count;
            while low < high {
                let middle = low + (high - low + 1) / 2;
                if self.working_days_up_to(middle - 1) <= wanted { low = middle } else { high = middle - 1 }
            }
        }
        low
    }

    /// One step from a day, held between the first and the last day there is. Hours and minutes, which no rule can
    /// ask of a day, count as the whole days in them.
    fn step(&self, from: i32, duration: Duration, sign: i64) -> i32 {
        let count = i64::from(duration.count) * sign;
        let day = match duration.unit {
            Unit::Years => add_months(from, count * 12),
            Unit::Months => add_months(from, count),
            Unit::Weeks => i64::from(from) + count * 7,
            Unit::Days => i64::from(from) + count,
            Unit::WorkingDays => self.add_working_days(from, count),
            Unit::Hours | Unit::WorkingHours => i64::from(from) + count / 24,
            Unit::Minutes | Unit::WorkingMinutes => i64::from(from) + count / 1_440,
        };
        day.clamp(i64::from(FIRST_DAY), i64::from(LAST_DAY)) as i32
    }

    /// The day a length of time after `from`.
    pub(crate) fn later(&self, from: i32, duration: Duration) -> i32 {
        self.step(from, duration, 1)
    }

    /// The day a length of time before `from`.
    pub(crate) fn earlier(&self, from: i32, duration: Duration) -> i32 {
        self.step(from, duration, -1)
    }

    /// The first day F with F + D after `day`: whoever started on it or later, `day` included, is not through yet.
    pub(crate) fn first_not_through(&self, day: i32, duration: Duration) -> i32 {
        let (mut low, mut high) = (FIRST_DAY, day.saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.later(middle, duration) > day { high = middle } else { low = middle + 1 }
        }
        low
    }
}
