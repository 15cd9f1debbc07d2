//! Texts of up to 32 bytes as numbers: compared and hashed without a loop.

/// A text of 1 to 32 bytes. Two are equal when their bytes are: its words overlap where it does not fill them, so that
/// together with the length they say every byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShortText {
    words: [u64; 4],
    length: u8,
}

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

impl ShortText {
    /// None if it is empty or longer.
    #[inline]
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let words = if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
            if bytes.len() > 32 {
                return None;
            }
            let (first, last) = (u128::from_le_bytes(*first), u128::from_le_bytes(*last));
            [first as u64, (first >> 64) as u64, last as u64, (last >> 64) as u64]
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            [u64::from_le_bytes(*first), u64::from_le_bytes(*last), 0, 0]
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            [u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)), 0, 0]
        } else {
            let (first, last) = (bytes.first()?, bytes.last()?);
            let middle = bytes.get(bytes.len() / 2)?;
            [u64::from(*first) | u64::from(*middle) << 8 | u64::from(*last) << 16, 0, 0, 0]
        };
        Some(ShortText { words, length: bytes.len() as u8 })
    }

    /// With ASCII letters in lower case; none if a byte is not ASCII.
    #[inline]
    pub(crate) fn lowered(self) -> Option<Self> {
        let [a, b, c, d] = self.words;
        let words = [lower(a), lower(b), lower(c), lower(d)];
        ((a | b | c | d) & HIGH == 0).then_some(ShortText { words, ..self })
    }

    /// A number that is seldom the same for two.
    #[inline]
    pub(crate) fn hash(self) -> u64 {
        let [a, b, c, d] = self.words;
        let mix = |left: u64, right: u64| {
            let product = u128::from(left) * u128::from(right);
            product as u64 ^ (product >> 64) as u64
        };
        mix(a ^ 0x9e37_79b9_7f4a_7c15, b ^ 0xd6e8_feb8_6659_fd93 ^ u64::from(self.length))
            ^ mix(c ^ 0xa076_1d64_78bd_642f, d ^ 0xe703_7ed1_a0b4_28db)
    }
}

/// Eight ASCII characters in lower case.
#[inline]
fn lower(word: u64) -> u64 {
    // A byte that is not ASCII spoils its neighbours, and is not wanted.
    let word = word & !HIGH;
    let from_a = word + ONES * (0x80 - b'A' as u64);
    let after_z = word + ONES * (0x7f - b'Z' as u64);
    word | ((from_a ^ after_z) & HIGH) >> 2
}

/// What short texts stand for, ASCII letters in any case.
#[derive(Clone, Debug)]
pub(crate) struct ShortMap<T> {
    /// A power of two, at most half full: a text stands at its hash, or after it.
    slots: Vec<Option<(ShortText, T)>>,
}

impl<T: Copy> ShortMap<T> {
    /// Of texts in compared form; the first that claims a text has it. Those that are not short, or not ASCII, are left
    /// out.
    pub(crate) fn new<'s>(texts: impl Iterator<Item = (&'s str, T)>) -> Self {
        let texts: Vec<(ShortText, T)> = texts
            .filter_map(|(text, value)| Some((ShortText::new(text.as_bytes())?.lowered()?, value)))
            .collect();
        let mut map = ShortMap { slots: vec![None; (texts.len() * 2).next_power_of_two()] };
        for (text, value) in texts {
            if map.get(text).is_none()
                && let Some(slot) =
                    map.path(text).find(|slot| map.slots.get(*slot).is_some_and(Option::is_none))
                && let Some(place) = map.slots.get_mut(slot)
            {
                *place = Some((text, value));
            }
        }
        map
    }

    fn path(&self, text: ShortText) -> impl Iterator<Item = usize> + use<T> {
        let (start, count) = (text.hash() as usize, self.slots.len());
        (0..count).map(move |step| start.wrapping_add(step) & (count - 1))
    }

    /// What a text in lower case stands for.
    #[inline]
    pub(crate) fn get(&self, text: ShortText) -> Option<T> {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = text.hash() as usize & last;
        while let Some(Some((known, value))) = self.slots.get(slot) {
            if *known == text {
                return Some(*value);
            }
            slot = (slot + 1) & last;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{ShortMap, ShortText};

    #[test]
    fn short_texts_are_equal_when_their_bytes_are() {
        for length in 1..=32_usize {
            let text: Vec<u8> = (0..length).map(|place| b'A' + place as u8).collect();
            let short = ShortText::new(&text).unwrap();
            for place in 0..length {
                let mut other = text.clone();
                other[place] ^= 0x20;
                assert_ne!(ShortText::new(&other).unwrap(), short, "{length} {place}");
            }
            assert_ne!(ShortText::new(&text[1..]), Some(short));
        }
        assert_ne!(ShortText::new(b"aaa"), ShortText::new(b"aaaa"));
        assert_eq!(ShortText::new(b""), None);
        assert_eq!(ShortText::new(&[b'a'; 33]), None);
    }

    #[test]
    fn letters_alone_are_lowered() {
        for byte in 0..=255_u8 {
            for length in [1, 2, 3, 5, 9, 20, 32] {
                let short = ShortText::new(&vec![byte; length]).unwrap();
                let lowered = ShortText::new(&vec![byte.to_ascii_lowercase(); length]);
                assert_eq!(short.lowered(), lowered.filter(|_| byte.is_ascii()), "{byte} {length}");
            }
        }
    }

    #[test]
    fn a_map_has_what_was_put_into_it_first() {
        let texts: Vec<String> = (0..500).map(|number| format!("text {}", number % 400)).collect();
        let map = ShortMap::new(texts.iter().map(String::as_str).zip(0..));
        for number in 0..600 {
            let text = ShortText::new(format!("TEXT {number}").as_bytes()).unwrap().lowered().unwrap();
            assert_eq!(map.get(text), (number < 400).then_some(number));
        }
        assert_eq!(ShortMap::<u8>::new([].into_iter()).get(ShortText::new(b"a").unwrap()), None);
    }
}
