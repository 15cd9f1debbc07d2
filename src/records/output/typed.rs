//! Cells on their way to a form whose cells have types: from the workers to whoever writes the file.
//!
//! ```text
//! nothing   ff ff ff ff
//! -5        fe ff ff ff   fb ff ff ff ff ff ff ff
//! "mql"     03 00 00 00   6d 71 6c
//! ```

use super::sink::Sink;

const NOTHING: u32 = u32::MAX;
const NUMBER: u32 = u32::MAX - 1;

/// A cell.
#[cfg(any(feature = "parquet", feature = "excel"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedCell<'b> {
    Nothing,
    Number(i64),
    Text(&'b str),
}

/// Adds a text; an empty one is none.
pub(super) fn add_text(text: &str, out: &mut Sink) {
    let length = u32::try_from(text.len()).ok().filter(|length| *length < NUMBER).unwrap_or(0);
    let text = text.get(..length as usize).unwrap_or_default();
    out.extend_from_slice(&if length == 0 { NOTHING } else { length }.to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Adds a number.
pub(super) fn add_number(number: i64, out: &mut Sink) {
    out.extend_from_slice(&NUMBER.to_le_bytes());
    out.extend_from_slice(&number.to_le_bytes());
}

/// The cells in these bytes.
#[cfg(any(feature = "parquet", feature = "excel"))]
pub(super) fn cells(bytes: &[u8]) -> impl Iterator<Item = TypedCell<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<4>()?;
        let (cell, after) = match u32::from_le_bytes(*head) {
            NOTHING => (TypedCell::Nothing, after),
            NUMBER => {
                let (number, after) = after.split_first_chunk::<8>()?;
                (TypedCell::Number(i64::from_le_bytes(*number)), after)
            }
            length => {
                let (text, after) = after.split_at_checked(length as usize)?;
                (TypedCell::Text(std::str::from_utf8(text).ok()?), after)
            }
        };
        rest = after;
        Some(cell)
    })
}

#[cfg(all(test, any(feature = "parquet", feature = "excel")))]
mod tests {
    use super::{Sink, TypedCell, add_number, add_text, cells};

    #[test]
    fn cells_come_out_as_they_went_in() {
        let mut bytes = Sink::default();
        add_text("", &mut bytes);
        add_text("é\0\"", &mut bytes);
        add_number(i64::MIN, &mut bytes);
        add_text("ÿÿÿÿ", &mut bytes);
        add_number(-1, &mut bytes);
        let expected = [
            TypedCell::Nothing,
            TypedCell::Text("é\0\""),
            TypedCell::Number(i64::MIN),
            TypedCell::Text("ÿÿÿÿ"),
            TypedCell::Number(-1),
        ];
        assert_eq!(cells(&bytes.into_bytes()).collect::<Vec<_>>(), expected);
    }
}
