//! Bytes that are added to a result over and over.

use super::sink::Sink;

/// How many bytes are copied without a call.
const SHORT: usize = 16;

/// Some bytes. Most are short: those are copied in one move of fixed size, of which the surplus is dropped again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    short: [u8; SHORT],
    length: u8,
    /// All of them, if they are more.
    long: Vec<u8>,
}

impl Piece {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let mut piece = Piece::default();
        match piece.short.get_mut(..bytes.len()) {
            Some(place) => {
                place.copy_from_slice(&bytes);
                piece.length = bytes.len() as u8;
            }
            None => piece.long = bytes,
        }
        piece
    }

    /// Adds it.
    #[inline]
    pub(super) fn add(&self, out: &mut Sink) {
        if self.long.is_empty() {
            out.add(self.short, usize::from(self.length));
        } else {
            out.extend_from_slice(&self.long);
        }
    }
}

/// Adds a number in decimal digits.
#[inline]
pub(super) fn add_number(number: i64, out: &mut Sink) {
    let mut left = number.unsigned_abs();
    if left >= 10_000_000 {
        // As many digits no score of any use has.
        out.extend_from_slice(number.to_string().as_bytes());
        return;
    }
    // The last digit goes in first, so that the first ends up lowest.
    let (mut digits, mut length) = (0_u64, 0);
    loop {
        digits = digits << 8 | u64::from(b'0') | (left % 10);
        left /= 10;
        length += 1;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        digits = digits << 8 | u64::from(b'-');
        length += 1;
    }
    out.add(digits.to_le_bytes(), length);
}

#[cfg(test)]
mod tests {
    use super::{Piece, Sink, add_number};

    #[test]
    fn numbers_are_written_as_by_the_standard_library() {
        let edges = [0, 9, 10, 99, 100, 9_999_999, 10_000_000, i64::MAX, 12_345, 1_000_000];
        for number in edges.into_iter().flat_map(|edge| [edge, -edge, edge - 1, 1 - edge, i64::MIN]) {
            let mut out = Sink::after(b"x".to_vec());
            add_number(number, &mut out);
            assert_eq!(out.into_bytes(), format!("x{number}").into_bytes());
        }
    }

    #[test]
    fn pieces_are_added_whole_at_any_length() {
        for length in 0..40 {
            let bytes: Vec<u8> = (0..length).collect();
            let mut out = Sink::after(b"before".to_vec());
            Piece::new(bytes.clone()).add(&mut out);
            assert_eq!(out.into_bytes(), [b"before".to_vec(), bytes].concat());
        }
    }
}
