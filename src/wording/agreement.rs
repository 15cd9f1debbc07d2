//! How the head of a definition is said: its working week, and rates of exchange.

use super::value::{day, number};
use crate::model::field::Rate;
use crate::model::lifecycle::Header;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `Working days are Monday to Friday; working hours are 09:00 to 17:00. …`
pub fn working_week(header: &Header) -> String {
    let week = header.working_week;
    let name = |day: u8| DAYS.get(usize::from(day).wrapping_sub(1)).copied().unwrap_or_default();
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let days = if week.first == week.last {
        format!("The working day is {}", name(week.first))
    } else {
        format!("Working days are {} to {}", name(week.first), name(week.last))
    };
    let off = if header.holidays.is_empty() { "" } else { ", without the days off" };
    let hours = format!("working hours are {} to {}", time(week.start), time(week.end));
    format!("{days}{off}; {hours}. A time in working days counts from the next working day on.")
}

/// `1 EUR is 1.08 USD, as of 2 January 2026.`
pub fn rate(rate: &Rate) -> String {
    let (from, to) = (&rate.from, &rate.to);
    format!("{} {} is {} {}, as of {}.", number(from.0), from.1, number(to.0), to.1, day(rate.as_of))
}
