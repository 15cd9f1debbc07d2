//! The calendar of 4.5, day by day.

use uld::syntax::document::{Duration, Unit};

use super::logic::Bug;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i32,
    pub month: i32,
    pub day: i32,
}

pub fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

pub fn month_length(year: i32, month: i32) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Day {
    pub fn new(year: i32, month: i32, day: i32) -> Option<Day> {
        let fits = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_length(year, month)).contains(&day);
        fits.then_some(Day { year, month, day })
    }

    pub fn next(self) -> Day {
        let Day { year, month, day } = self;
        if day < month_length(year, month) {
            Day { year, month, day: day + 1 }
        } else if month < 12 {
            Day { year, month: month + 1, day: 1 }
        } else {
            Day { year: year + 1, month: 1, day: 1 }
        }
    }

    pub fn previous(self) -> Day {
        let Day { year, month, day } = self;
        if day > 1 {
            Day { year, month, day: day - 1 }
        } else if month > 1 {
            Day { year, month: month - 1, day: month_length(year, month - 1) }
        } else {
            Day { year: year - 1, month: 12, day: 31 }
        }
    }

    pub fn plus_days(self, days: i64) -> Day {
        let mut day = self;
        for _ in 0..days.abs() {
            day = if days > 0 { day.next() } else { day.previous() };
        }
        day
    }

    /// "A ± n months: same day number, or the month's last day if there is none (31 Jan + 1 month = 28/29 Feb); one
    /// step from A, never month by month."
    pub fn plus_months(self, months: i64, bug: Option<Bug>) -> Day {
        let index = i64::from(self.year) * 12 + i64::from(self.month) - 1 + months;
        let (year, month) = (index.div_euclid(12) as i32, index.rem_euclid(12) as i32 + 1);
        let last = month_length(year, month);
        if bug == Some(Bug::MonthRollsOver) && self.day > last {
            return Day { year, month, day: last }.plus_days(i64::from(self.day - last));
        }
        Day { year, month, day: self.day.min(last) }
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        let mut days = days_before(self.year) - days_before(1970);
        for month in 1..self.month {
            days += i64::from(month_length(self.year, month));
        }
        days + i64::from(self.day) - 1
    }

    /// 0 is Monday. 1970-01-01 was a Thursday.
    pub fn weekday(self) -> i64 {
        (self.number() + 3).rem_euclid(7)
    }

    pub fn text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What the header says about days.
#[derive(Clone, Debug)]
pub struct Week {
    /// 0 is Monday.
    pub first: i64,
    pub last: i64,
    pub holidays: Vec<Day>,
}

impl Default for Week {
    /// "without `working week`: Monday to Friday"
    fn default() -> Self {
        Week { first: 0, last: 4, holidays: Vec::new() }
    }
}

impl Week {
    fn works(&self, day: Day) -> bool {
        let weekday = day.weekday();
        let inside = if self.first <= self.last {
            (self.first..=self.last).contains(&weekday)
        } else {
            weekday >= self.first || weekday <= self.last
        };
        inside && !self.holidays.contains(&day)
    }

    /// "Working days skip the header's weekend and holidays and start counting on the next working day (backwards, on
    /// the previous one)."
    fn plus_working_days(&self, from: Day, days: i64) -> Day {
        let mut day = from;
        let mut left = days.abs();
        while left > 0 {
            day = if days > 0 { day.next() } else { day.previous() };
            if self.works(day) {
                left -= 1;
            }
        }
        day
    }

    /// A day so many lengths later, or earlier, in one step.
    pub fn plus(&self, from: Day, length: &Duration, times: i64, bug: Option<Bug>) -> Day {
        let count = i64::from(length.count) * times;
        match length.unit {
            // "Years = 12 months; weeks = 7 days."
            Unit::Years => from.plus_months(12 * count, bug),
            Unit::Months => from.plus_months(count, bug),
            Unit::Weeks => from.plus_days(7 * count),
            Unit::Days => from.plus_days(count),
            Unit::WorkingDays => self.plus_working_days(from, count),
            Unit::Hours | Unit::Minutes | Unit::WorkingHours | Unit::WorkingMinutes => {
                panic!("no generated rule compares days with hours")
            }
        }
    }
}

/// The zones that the generator knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Utc,
    NewYork,
}

impl Zone {
    /// Minutes to add to UTC, at this minute of UTC. In New York clocks go forward on the second Sunday in March and
    /// back on the first Sunday in November, at two o'clock.
    fn offset(self, utc: i64) -> i64 {
        if self == Zone::Utc {
            return 0;
        }
        let year = day_of(utc - 300).year;
        let sunday = |month: i32, which: i64| {
            let mut day = Day { year, month, day: 1 };
            while day.weekday() != 6 {
                day = day.next();
            }
            day.plus_days(7 * (which - 1))
        };
        let starts = sunday(3, 2).number() * 1440 + 2 * 60 + 300;
        let ends = sunday(11, 1).number() * 1440 + 2 * 60 + 240;
        if (starts..ends).contains(&utc) { -240 } else { -300 }
    }

    /// "without an offset they are read in that zone (repeated hour: first; skipped hour: forward)"
    pub fn to_utc(self, local: i64) -> i64 {
        if self == Zone::Utc {
            return local;
        }
        // The earlier of the moments that show this time; a skipped time is read with the offset from before the gap.
        let (summer, winter) = (local + 240, local + 300);
        if summer + self.offset(summer) == local { summer } else { winter }
    }

    /// "Timestamps become dates in the definition's time zone."
    pub fn day(self, utc: i64) -> Day {
        day_of(utc + self.offset(utc))
    }
}

/// Days of all years before this one.
fn days_before(year: i32) -> i64 {
    let years = i64::from(year) - 1;
    365 * years + years / 4 - years / 100 + years / 400
}

/// The day of a minute since 1970.
fn day_of(minute: i64) -> Day {
    let number = minute.div_euclid(1440);
    let mut year = 1970 + (number / 366) as i32;
    while days_before(year + 1) - days_before(1970) <= number {
        year += 1;
    }
    while days_before(year) - days_before(1970) > number {
        year -= 1;
    }
    let mut left = number - (days_before(year) - days_before(1970));
    let mut month = 1;
    while left >= i64::from(month_length(year, month)) {
        left -= i64::from(month_length(year, month));
        month += 1;
    }
    Day { year, month, day: left as i32 + 1 }
}
