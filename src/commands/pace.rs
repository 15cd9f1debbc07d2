//! How far and how fast a run is, in words.

use std::time::Duration;

use crate::wording::value::number_of;

/// `1.9 s`, `34 s`, `2 min 5 s`, `1 h 2 min`.
pub fn time(time: Duration) -> String {
    let tenths = (time.as_secs_f64() * 10.0).round() as u64;
    if tenths < 100 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    match (tenths + 5) / 10 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// `812`, `81,200`, `2.6 million`: as exact as a speed is.
pub fn rough(count: u64) -> String {
    let step = match count {
        0..1_000 => 1,
        1_000..10_000 => 10,
        10_000..100_000 => 100,
        100_000..1_000_000 => 1_000,
        _ => 100_000,
    };
    let rounded = count.saturating_add(step / 2) / step * step;
    if rounded < 1_000_000 {
        return number_of(rounded);
    }
    let tenths = rounded / 100_000;
    format!("{}.{} million", number_of(tenths / 10), tenths % 10)
}

/// `812 kB`, `1.2 MB`, `2.9 GB`.
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000_000 => return format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit / 10);
    format!("{}.{} {name}", number_of(tenths / 10), tenths % 10)
}

/// Records a second.
pub fn rate(records: u64, took: Duration) -> u64 {
    let seconds = took.as_secs_f64();
    if seconds > 0.0 { (records as f64 / seconds) as u64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_units_at_most() {
        let all = [(1_940, "1.9 s"), (9_960, "10 s"), (59_600, "1 min 0 s"), (125_000, "2 min 5 s")];
        for (milliseconds, words) in all {
            assert_eq!(time(Duration::from_millis(milliseconds)), words);
        }
        assert_eq!(time(Duration::from_secs(3_725)), "1 h 2 min");
    }

    #[test]
    fn speeds_are_rounded_to_what_can_be_told() {
        let all = [
            (812, "812"),
            (81_249, "81,200"),
            (812_499, "812,000"),
            (999_600, "1.0 million"),
            (2_649_999, "2.6 million"),
        ];
        for (count, words) in all {
            assert_eq!(rough(count), words);
        }
    }

    #[test]
    fn sizes_are_decimal() {
        for (bytes, words) in [(1, "1 kB"), (1_250_000, "1.2 MB"), (2_999_999_999, "2.9 GB")] {
            assert_eq!(size(bytes), words);
        }
    }
}
