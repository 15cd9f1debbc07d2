//! Thirty-two bytes at a time, as four words: most keys and most strings of records fit.

/// How many bytes are looked at together.
pub(in crate::records) const SIZE: usize = 32;
const WORD: usize = SIZE / 4;

/// Bytes that are looked at together: in each word the first is the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::records) struct Block([u64; 4]);

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES << 7;

/// The high bit of each byte that is no digit; of the lowest at least.
#[inline(always)]
fn no_digits(word: u64) -> u64 {
    // A digit is 0 to 9 now, and 0x76 more lifts anything else to its high bit. What is carried goes upwards.
    let values = word ^ (ONES * u64::from(b'0'));
    (values.wrapping_add(ONES * 0x76) | values) & HIGH
}

/// The high bit of each byte at which a plain string ends; also of some after one, since what is borrowed comes from
/// above.
#[inline(always)]
fn specials(word: u64) -> u64 {
    // Turned over in one bit, a quote is next to the control characters: all are below 0x21.
    let quote_or_control = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (quote_or_control | backslash) & !word & HIGH
}

/// How many digits stand from `at` on.
#[inline(always)]
pub(in crate::records) fn digits(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    let mut seen = 0;
    while let Some((word, more)) = rest.split_first_chunk::<WORD>() {
        let others = no_digits(u64::from_le_bytes(*word));
        if others != 0 {
            return seen + others.trailing_zeros() as usize / 8;
        }
        seen += WORD;
        rest = more;
    }
    seen + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

impl Block {
    /// The bytes from `at` on. Beyond the end there are zeros, which no JSON text has.
    #[inline(always)]
    pub(in crate::records) fn at(bytes: &[u8], at: usize) -> Self {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first_chunk::<SIZE>() {
            Some(bytes) => Self::of(bytes),
            None => Self::of(&padded(rest)),
        }
    }

    #[inline(always)]
    fn of(bytes: &[u8; SIZE]) -> Self {
        match bytes.as_chunks::<WORD>().0 {
            [first, second, third, fourth] => Block([
                u64::from_le_bytes(*first),
                u64::from_le_bytes(*second),
                u64::from_le_bytes(*third),
                u64::from_le_bytes(*fourth),
            ]),
            _ => Block::default(),
        }
    }

    /// A block whose first `count` bytes have all bits set, and the others none.
    pub(in crate::records) fn first(count: usize) -> Self {
        let mut bytes = [0; SIZE];
        for byte in bytes.iter_mut().take(count) {
            *byte = u8::MAX;
        }
        Self::of(&bytes)
    }

    /// Whether the bits of both are the same where `counts` has bits.
    #[inline(always)]
    pub(in crate::records) fn is(&self, other: &Self, counts: &Self) -> bool {
        let Block([a, b, c, d]) = self;
        let Block([e, f, g, h]) = other;
        let Block([i, j, k, l]) = counts;
        (a ^ e) & i | (b ^ f) & j | (c ^ g) & k | (d ^ h) & l == 0
    }

    /// The first byte at which a plain string ends: a quote, a backslash or a control character.
    #[inline(always)]
    pub(in crate::records) fn special(&self) -> Option<usize> {
        let Block([a, b, c, d]) = self;
        let (a, b, c, d) = (specials(*a), specials(*b), specials(*c), specials(*d));
        if a | b | c | d == 0 {
            return None;
        }
        let (one, other, before) = if a | b == 0 { (c, d, 2 * WORD) } else { (a, b, 0) };
        let (word, before) = if one == 0 { (other, before + WORD) } else { (one, before) };
        Some(before + word.trailing_zeros() as usize / 8)
    }
}

#[inline(never)]
fn padded(rest: &[u8]) -> [u8; SIZE] {
    let mut block = [0; SIZE];
    if let Some(place) = block.get_mut(..rest.len()) {
        place.copy_from_slice(rest);
    }
    block
}

#[cfg(test)]
mod tests {
    use super::{Block, SIZE, digits};

    fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte == b'"' || byte == b'\\'
    }

    #[test]
    fn the_first_special_byte_is_found_behind_anything() {
        for place in 0..SIZE {
            for byte in 0..=u8::MAX {
                for filler in (0..=u8::MAX).filter(|filler| !is_special(*filler)) {
                    let mut bytes = [filler; SIZE];
                    bytes[place] = byte;
                    let expected = is_special(byte).then_some(place);
                    assert_eq!(Block::at(&bytes, 0).special(), expected, "{byte} at {place} in {filler}");
                }
            }
        }
        for first in 0..SIZE {
            for second in first..SIZE {
                let mut bytes = [b'!'; SIZE];
                bytes[first] = b'"';
                bytes[second] = b'\\';
                let expected = if first == second { second } else { first };
                assert_eq!(Block::at(&bytes, 0).special(), Some(expected));
            }
        }
    }

    #[test]
    fn bytes_are_compared_as_far_as_they_count() {
        let bytes = [b'a'; SIZE];
        for count in 0..=SIZE {
            for place in 0..SIZE {
                let mut others = bytes;
                others[place] = b'A';
                let (one, other) = (Block::at(&bytes, 0), Block::at(&others, 0));
                assert_eq!(one.is(&other, &Block::first(count)), place >= count);
            }
        }
    }

    #[test]
    fn beyond_the_end_there_are_zeros() {
        let bytes: Vec<u8> = (b'a'..=b'z').chain(b'a'..=b'z').collect();
        for at in 0..bytes.len() + 2 {
            let expected: Vec<u8> = (at..at + SIZE).map(|at| bytes.get(at).copied().unwrap_or(0)).collect();
            assert_eq!(Block::at(&bytes, at), Block::at(&expected, 0));
        }
    }

    #[test]
    fn digits_are_counted() {
        for byte in 0..=u8::MAX {
            for length in 0..20 {
                for behind in 0..10 {
                    let mut bytes = vec![b'7'; length];
                    bytes.push(byte);
                    bytes.extend(vec![b'9'; behind]);
                    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
                    assert_eq!(digits(&bytes, 0), count, "{byte}");
                }
            }
        }
    }
}
