//! Typed cells as text: what a CSV file of the same data has.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "Arrow has many types, and those not named are alike to us"
)]

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz};

use crate::evaluate::cells::RawCell;

/// The cells of a column as text.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    text: String,
    /// Where each cell ends, and what it is; it begins where the one before ends.
    ends: Vec<(u32, Kind)>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    NotText,
    NotScalar,
}

impl Rendered {
    pub fn new(array: &dyn Array, is_uuid: bool, separator: &str) -> Self {
        let mut rendered = Rendered { text: String::new(), ends: Vec::with_capacity(array.len()) };
        for row in 0..array.len() {
            let kind = write_cell(array, row, is_uuid, separator, &mut rendered.text);
            rendered.ends.push((rendered.text.len() as u32, kind));
        }
        rendered
    }

    pub fn cell(&self, row: usize) -> RawCell<'_> {
        match self.ends.get(row) {
            Some((_, Kind::Text)) => RawCell::Text(self.shown(row)),
            Some((_, Kind::NotText)) => RawCell::NotText,
            Some((_, Kind::NotScalar)) => RawCell::NotScalar,
            None => RawCell::Absent,
        }
    }

    pub fn shown(&self, row: usize) -> &str {
        let end = |row: usize| self.ends.get(row).map(|(end, _)| *end as usize);
        let start = row.checked_sub(1).and_then(end).unwrap_or(0);
        end(row).and_then(|end| self.text.get(start..end)).unwrap_or_default()
    }
}

/// Adds the length of each row's text to `lengths`; the result is the longest of this column.
pub(super) fn item_lengths(array: &ArrayRef, lengths: &mut [u64]) -> u64 {
    let mut longest = 0_u64;
    match array.data_type() {
        DataType::Utf8View | DataType::BinaryView => {
            let views = match array.data_type() {
                DataType::Utf8View => array.as_string_view().views(),
                _ => array.as_binary_view().views(),
            };
            // The lowest four bytes of a view are its length.
            for (sum, view) in lengths.iter_mut().zip(views.iter()) {
                let length = u64::from(*view as u32);
                *sum += length;
                longest = longest.max(length);
            }
        }
        DataType::Dictionary(_, _) => {
            let Some(texts) = array.as_dictionary_opt::<Int32Type>() else { return 0 };
            let Some(values) = texts.values().as_string_opt::<i32>() else { return 0 };
            let known: Vec<u64> = values.offsets().lengths().map(|length| length as u64).collect();
            for (sum, key) in lengths.iter_mut().zip(texts.keys().values()) {
                *sum += usize::try_from(*key).ok().and_then(|key| known.get(key)).copied().unwrap_or(0);
            }
            longest = known.iter().copied().max().unwrap_or(0);
        }
        DataType::FixedSizeBinary(length) => {
            longest = u64::try_from(*length).unwrap_or(0);
            for sum in lengths.iter_mut() {
                *sum += longest;
            }
        }
        DataType::List(_) => {
            let Some(lists) = array.as_list_opt::<i32>() else { return 0 };
            let mut items = vec![0; lists.values().len()];
            item_lengths(lists.values(), &mut items);
            for (row, sum) in lengths.iter_mut().enumerate() {
                let range = lists.offsets().get(row).zip(lists.offsets().get(row + 1));
                let range = range.map(|(start, end)| *start as usize..*end as usize).unwrap_or_default();
                // Each item with what stands before it.
                let length = items.get(range).map_or(0, |items| items.iter().map(|length| length + 1).sum());
                *sum += length;
                longest = longest.max(length);
            }
        }
        _ => {}
    }
    longest
}

fn write_cell(array: &dyn Array, row: usize, is_uuid: bool, separator: &str, out: &mut String) -> Kind {
    if array.is_null(row) {
        return Kind::Text;
    }
    match array.data_type() {
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let start = out.len();
            let mut kind = Kind::Text;
            let mut is_first = true;
            for place in (0..items.len()).filter(|place| items.is_valid(*place)) {
                if !is_first {
                    out.push_str(separator);
                }
                is_first = false;
                match write_scalar(items.as_ref(), place, is_uuid, out) {
                    Kind::Text => {}
                    Kind::NotText => kind = Kind::NotText,
                    Kind::NotScalar => {
                        out.truncate(start);
                        return Kind::NotScalar;
                    }
                }
            }
            kind
        }
        _ => write_scalar(array, row, is_uuid, out),
    }
}

fn write_scalar(array: &dyn Array, row: usize, is_uuid: bool, out: &mut String) -> Kind {
    macro_rules! number {
        ($kind:ty) => {{
            let _ = write!(out, "{}", array.as_primitive::<$kind>().value(row));
        }};
    }
    macro_rules! decimal {
        ($kind:ty) => {
            out.push_str(&array.as_primitive::<$kind>().value_as_string(row))
        };
    }
    match array.data_type() {
        DataType::Null => {}
        DataType::Boolean => out.push_str(if array.as_boolean().value(row) { "true" } else { "false" }),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float16 => {
            let _ = write!(out, "{}", array.as_primitive::<Float16Type>().value(row).to_f32());
        }
        DataType::Float32 => number!(Float32Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Decimal32(_, _) => decimal!(Decimal32Type),
        DataType::Decimal64(_, _) => decimal!(Decimal64Type),
        DataType::Decimal128(_, _) => decimal!(Decimal128Type),
        DataType::Decimal256(_, _) => decimal!(Decimal256Type),
        DataType::Date32 => write_day(i64::from(array.as_primitive::<Date32Type>().value(row)), out),
        DataType::Date64 => {
            write_day(array.as_primitive::<Date64Type>().value(row).div_euclid(86_400_000), out);
        }
        DataType::Timestamp(unit, zone) => {
            let (count, in_second) = match unit {
                TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), 1),
                TimeUnit::Millisecond => (array.as_primitive::<TimestampMillisecondType>().value(row), 1_000),
                TimeUnit::Microsecond => {
                    (array.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000)
                }
                TimeUnit::Nanosecond => {
                    (array.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000)
                }
            };
            write_instant(count, in_second, zone.is_some(), out);
        }
        DataType::Time32(TimeUnit::Second) => {
            write_time(i64::from(array.as_primitive::<Time32SecondType>().value(row)), 1, out);
        }
        DataType::Time32(_) => {
            write_time(i64::from(array.as_primitive::<Time32MillisecondType>().value(row)), 1_000, out);
        }
        DataType::Time64(TimeUnit::Microsecond) => {
            write_time(array.as_primitive::<Time64MicrosecondType>().value(row), 1_000_000, out);
        }
        DataType::Time64(_) => {
            write_time(array.as_primitive::<Time64NanosecondType>().value(row), 1_000_000_000, out);
        }
        DataType::Utf8View => return write_bytes(array.as_string_view().value(row).as_bytes(), out),
        DataType::Utf8 => return write_bytes(array.as_string::<i32>().value(row).as_bytes(), out),
        DataType::BinaryView => return write_bytes(array.as_binary_view().value(row), out),
        DataType::Binary => return write_bytes(array.as_binary::<i32>().value(row), out),
        DataType::FixedSizeBinary(_) => {
            let bytes = array.as_fixed_size_binary().value(row);
            match <&[u8; 16]>::try_from(bytes) {
                Ok(bytes) if is_uuid => write_uuid(bytes, out),
                Ok(_) | Err(_) => return write_bytes(bytes, out),
            }
        }
        // Structs, maps, lists in lists, intervals.
        _ => return Kind::NotScalar,
    }
    Kind::Text
}

/// Bytes that may be no text; then what can be shown of them.
fn write_bytes(bytes: &[u8], out: &mut String) -> Kind {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            out.push_str(text);
            if memchr::memchr(0, bytes).is_some() { Kind::NotText } else { Kind::Text }
        }
        Err(_) => {
            out.push_str(&String::from_utf8_lossy(bytes));
            Kind::NotText
        }
    }
}

fn write_uuid(bytes: &[u8; 16], out: &mut String) {
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
}

/// Days since 1970-01-01. What is outside the years 1 to 9999 is shown as a count of days, which no date is.
fn write_day(day: i64, out: &mut String) {
    let date = Date::constant(1970, 1, 1).checked_add(day.clamp(-4_000_000, 4_000_000).days());
    match date {
        Ok(date) if date.year() >= 1 => {
            let _ = write!(out, "{date}");
        }
        Ok(_) | Err(_) => {
            let _ = write!(out, "{day} days");
        }
    }
}

/// A moment, `in_second` of whose units make a second.
fn write_instant(count: i64, in_second: i64, is_utc: bool, out: &mut String) {
    let second = count.div_euclid(in_second);
    let nanosecond = count.rem_euclid(in_second) * (1_000_000_000 / in_second);
    let moment = Timestamp::new(second, i32::try_from(nanosecond).unwrap_or(0));
    match moment.map(|moment| tz::Offset::UTC.to_datetime(moment)) {
        Ok(moment) if moment.year() >= 1 => {
            let _ = write!(out, "{moment}");
            if is_utc {
                out.push('Z');
            }
        }
        Ok(_) | Err(_) => {
            let _ = write!(out, "{second} seconds");
        }
    }
}

/// A time of day.
fn write_time(count: i64, in_second: i64, out: &mut String) {
    let (seconds, rest) = (count.div_euclid(in_second), count.rem_euclid(in_second));
    let _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest != 0 {
        let digits = format!("{:09}", rest * (1_000_000_000 / in_second));
        let _ = write!(out, ".{}", digits.trim_end_matches('0'));
    }
}
