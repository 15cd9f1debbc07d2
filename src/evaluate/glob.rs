//! `matches`: `*` is any text, `?` one character, over the whole value, in time that grows with value and pattern only.
//!
//! A pattern is pieces between stars. The first is tied to the start, the last to the end, and each one between is
//! found as early as possible, which never loses a match. A piece without `?` is found by the standard library's
//! linear search; one with `?` by following all its partial matches at once, 64 characters of it a machine word.

use std::collections::BTreeMap;

/// A pattern, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Glob {
    /// The pieces between stars; one piece is a pattern without a star. Never empty.
    first: Piece,
    /// The pieces after each star, but the last.
    middle: Vec<Piece>,
    /// What follows the last star; none without a star.
    last: Option<Piece>,
}

/// What stands between two stars.
#[derive(Clone, Debug)]
enum Piece {
    /// Without `?`.
    Text(String),
    /// With `?`.
    Gaps(Gaps),
}

/// A piece with `?`.
#[derive(Clone, Debug)]
struct Gaps {
    /// Its characters; none stands for any.
    wanted: Vec<Option<char>>,
    /// The places of `?`, as bits.
    anywhere: Vec<u64>,
    /// The places of each character, as bits; in order.
    letters: Vec<(char, Vec<u64>)>,
}

impl Glob {
    /// A pattern in compared form (lower case, NFC).
    pub(crate) fn new(pattern: &str) -> Self {
        let mut pieces = pattern.split('*').map(Piece::new);
        let first = pieces.next().unwrap_or(Piece::Text(String::new()));
        let mut middle: Vec<Piece> = pieces.collect();
        let last = middle.pop();
        middle.retain(|piece| !piece.is_empty());
        Glob { first, middle, last }
    }

    /// Whether every text matches: stars alone.
    pub(crate) fn is_anything(&self) -> bool {
        let last = self.last.as_ref();
        self.first.is_empty() && self.middle.is_empty() && last.is_some_and(Piece::is_empty)
    }

    /// Whether the whole of `text` matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let Some(mut rest) = self.first.strip_start(text) else { return false };
        let Some(last) = &self.last else { return rest.is_empty() };
        for piece in &self.middle {
            match piece.after(rest) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        last.ends(rest)
    }
}

impl Piece {
    fn new(text: &str) -> Self {
        if text.contains('?') { Piece::Gaps(Gaps::new(text)) } else { Piece::Text(text.to_owned()) }
    }

    fn is_empty(&self) -> bool {
        match self {
            Piece::Text(text) => text.is_empty(),
            Piece::Gaps(_) => false,
        }
    }

    /// What follows it at the start of `text`.
    fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Piece::Text(piece) => text.strip_prefix(piece.as_str()),
            Piece::Gaps(gaps) => {
                let mut letters = text.chars();
                let fit =
                    gaps.wanted.iter().all(|gap| letters.next().is_some_and(|letter| fits(*gap, letter)));
                if fit { Some(letters.as_str()) } else { None }
            }
        }
    }

    /// Whether `text` ends with it.
    fn ends(&self, text: &str) -> bool {
        match self {
            Piece::Text(piece) => text.ends_with(piece.as_str()),
            Piece::Gaps(gaps) => {
                let mut letters = text.chars().rev();
                gaps.wanted.iter().rev().all(|gap| letters.next().is_some_and(|letter| fits(*gap, letter)))
            }
        }
    }

    /// What follows its first occurrence in `text`.
    fn after<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Piece::Text(piece) => text.find(piece.as_str()).and_then(|at| text.get(at + piece.len()..)),
            Piece::Gaps(gaps) => gaps.after(text),
        }
    }
}

fn fits(gap: Option<char>, letter: char) -> bool {
    gap.is_none_or(|wanted| wanted == letter)
}

impl Gaps {
    fn new(text: &str) -> Self {
        let wanted: Vec<Option<char>> =
            text.chars().map(|character| (character != '?').then_some(character)).collect();
        let words = wanted.len().div_ceil(64);
        let mut anywhere = vec![0_u64; words];
        let mut letters: BTreeMap<char, Vec<u64>> = BTreeMap::new();
        for (index, gap) in wanted.iter().enumerate() {
            let mask = match gap {
                None => &mut anywhere,
                Some(letter) => letters.entry(*letter).or_insert_with(|| vec![0; words]),
            };
            if let Some(word) = mask.get_mut(index / 64) {
                *word |= 1 << (index % 64);
            }
        }
        Gaps { wanted, anywhere, letters: letters.into_iter().collect() }
    }

    /// What follows the first occurrence. Shift-and: bit i of the state says that the first i + 1 characters of the
    /// piece end here.
    fn after<'t>(&self, text: &'t str) -> Option<&'t str> {
        let end = self.wanted.len().saturating_sub(1);
        let mut state = vec![0_u64; self.anywhere.len()];
        let mut rest = text.chars();
        while let Some(letter) = rest.next() {
            let here = self.letters.binary_search_by_key(&letter, |(known, _)| *known);
            let here =
                here.ok().and_then(|at| self.letters.get(at)).map_or(&[][..], |(_, mask)| mask.as_slice());
            let mut carry = 1;
            for (index, (word, any)) in state.iter_mut().zip(&self.anywhere).enumerate() {
                let next = *word >> 63;
                let fitting = any | here.get(index).copied().unwrap_or(0);
                *word = (*word << 1 | carry) & fitting;
                carry = next;
            }
            if state.get(end / 64).is_some_and(|word| word >> (end % 64) & 1 == 1) {
                return Some(rest.as_str());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    /// The textbook definition, for comparison.
    fn plainly(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some((&'*', rest)), _) => {
                plainly(rest, text) || text.split_first().is_some_and(|(_, tail)| plainly(pattern, tail))
            }
            (Some(_), None) => false,
            (Some((first, rest)), Some((letter, tail))) => {
                (*first == '?' || first == letter) && plainly(rest, tail)
            }
        }
    }

    #[test]
    fn agrees_with_the_textbook_on_all_short_patterns() {
        let texts: Vec<String> = all("ab", 5);
        for pattern in all("ab?*", 4) {
            let glob = Glob::new(&pattern);
            let plain: Vec<char> = pattern.chars().collect();
            for text in &texts {
                let letters: Vec<char> = text.chars().collect();
                assert_eq!(glob.matches(text), plainly(&plain, &letters), "{pattern} on {text}");
            }
        }
    }

    fn all(alphabet: &str, longest: usize) -> Vec<String> {
        let mut found = vec![String::new()];
        let mut last = found.clone();
        for _ in 0..longest {
            last = last
                .iter()
                .flat_map(|text| alphabet.chars().map(move |letter| format!("{text}{letter}")))
                .collect();
            found.extend(last.iter().cloned());
        }
        found
    }

    #[test]
    fn a_question_mark_is_one_character_and_not_one_byte() {
        assert!(Glob::new("m?ller").matches("müller"));
        assert!(!Glob::new("m??ller").matches("müller"));
        assert!(Glob::new("*?ü?*").matches("grün"));
    }

    #[test]
    fn long_pieces_with_gaps_cross_machine_words() {
        let text = format!("{}x{}", "a".repeat(200), "a".repeat(99));
        assert!(Glob::new(&format!("*{}?{}*", "a".repeat(90), "a".repeat(90))).matches(&text));
        assert!(!Glob::new(&format!("*b{}?*", "a".repeat(90))).matches(&text));
        assert!(Glob::new(&format!("*a?{}", "a".repeat(99))).matches(&text));
    }
}
