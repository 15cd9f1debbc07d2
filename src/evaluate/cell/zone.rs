//! Written times in the definition's time zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::date::Stamp;
use crate::evaluate::calendar::{FIRST_DAY, LAST_DAY, date_of};
use crate::evaluate::verdicts::Fault;

/// Microseconds of a day.
pub(crate) const MICROSECONDS: i64 = 86_400_000_000;

/// The day in `zone`, and the instant in microseconds since 1970-01-01 00:00 UTC. Without an offset the time is one of
/// the zone: a repeated hour is the first, a skipped one goes forward; without a time it is the start of the day.
pub(crate) fn resolve(stamp: Stamp, zone: &TimeZone) -> Result<(i32, i64), Fault> {
    let local = i64::from(stamp.day) * MICROSECONDS + stamp.time.unwrap_or(0);
    let instant = match stamp.offset {
        Some(offset) => local - i64::from(offset) * 1_000_000,
        None if *zone == TimeZone::UTC => local,
        None => {
            let civil = civil(stamp.day, stamp.time.unwrap_or(0)).ok_or(Fault::NoSuchDay)?;
            match zone.to_ambiguous_timestamp(civil).compatible() {
                Ok(found) => found.as_microsecond(),
                // The last days of the year 9999 and the first of the year 1 lie outside what an instant can hold.
                Err(_) => local - i64::from(edge_offset(local, zone)) * 1_000_000,
            }
        }
    };
    let day = day_in(instant, zone).ok_or(Fault::NoSuchDay)?;
    if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok((day, instant)) } else { Err(Fault::NoSuchDay) }
}

/// The local time of an instant: microseconds since 1970-01-01 00:00 of the zone's clock.
pub(crate) fn local(instant: i64, zone: &TimeZone) -> Option<i64> {
    if *zone == TimeZone::UTC {
        return Some(instant);
    }
    let seconds = match Timestamp::from_microsecond(instant) {
        Ok(timestamp) => zone.to_offset(timestamp).seconds(),
        Err(_) => edge_offset(instant, zone),
    };
    Some(instant + i64::from(seconds) * 1_000_000)
}

/// The zone's offset in seconds at the edge of time that this instant lies beyond.
fn edge_offset(instant: i64, zone: &TimeZone) -> i32 {
    zone.to_offset(if instant < 0 { Timestamp::MIN } else { Timestamp::MAX }).seconds()
}

fn day_in(instant: i64, zone: &TimeZone) -> Option<i32> {
    i32::try_from(local(instant, zone)?.div_euclid(MICROSECONDS)).ok()
}

fn civil(day: i32, time: i64) -> Option<DateTime> {
    let seconds = time / 1_000_000;
    let part = |value: i64| i8::try_from(value).ok();
    let time = jiff::civil::Time::new(
        part(seconds / 3600)?,
        part(seconds / 60 % 60)?,
        part(seconds % 60)?,
        i32::try_from(time % 1_000_000 * 1000).ok()?,
    )
    .ok()?;
    Some(date_of(day)?.to_datetime(time))
}
