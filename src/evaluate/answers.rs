//! Answers for a batch of records: yes, no or unknown, as two bit masks.

use super::masks;

/// Yes, no or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// Surely not.
    No,
    /// A blank leaves it open.
    Unknown,
    /// Surely.
    Yes,
}

impl Answer {
    /// The word that eval writes.
    pub fn word(self) -> &'static str {
        match self {
            Answer::No => "no",
            Answer::Unknown => "unknown",
            Answer::Yes => "yes",
        }
    }
}

/// One answer for each record of a batch; 64 records a word. A bit is never set in both masks, and bits past the last
/// record are in neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Records whose answer is yes.
    pub yes: Vec<u64>,
    /// Records whose answer is no.
    pub no: Vec<u64>,
}

impl Answers {
    /// The answer for the record at `row`.
    pub fn at(&self, row: usize) -> Answer {
        let bit = 1_u64 << (row % 64);
        let set = |mask: &[u64]| mask.get(row / 64).is_some_and(|word| word & bit != 0);
        if set(&self.yes) {
            Answer::Yes
        } else if set(&self.no) {
            Answer::No
        } else {
            Answer::Unknown
        }
    }

    /// The records whose answer is unknown, and what is past the last record in its word.
    pub fn open_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let open = self.yes.iter().zip(&self.no).map(|(yes, no)| !(yes | no));
        masks::rows_of(open)
    }
}

impl Answers {
    /// Unknown for all, in `words` words.
    pub(crate) fn unknown(words: usize) -> Self {
        Answers { yes: vec![0; words], no: vec![0; words] }
    }

    /// Yes for all records of the mask.
    pub(crate) fn yes_for(every: &[u64]) -> Self {
        Answers { yes: every.to_vec(), no: vec![0; every.len()] }
    }

    /// No for all records of the mask.
    pub(crate) fn no_for(every: &[u64]) -> Self {
        Answers::yes_for(every).negated()
    }

    /// The opposite.
    #[must_use]
    pub(crate) fn negated(self) -> Self {
        Answers { yes: self.no, no: self.yes }
    }

    /// Records whose answer is unknown, of those in `every`.
    pub(crate) fn open(&self, every: &[u64]) -> Vec<u64> {
        every.iter().zip(self.yes.iter().zip(&self.no)).map(|(every, (yes, no))| every & !yes & !no).collect()
    }

    /// `and`: no if either is, yes if both are.
    pub(crate) fn and(&mut self, other: &Answers) {
        for (word, other) in self.yes.iter_mut().zip(&other.yes) {
            *word &= other;
        }
        for (word, other) in self.no.iter_mut().zip(&other.no) {
            *word |= other;
        }
    }

    /// `or`: yes if either is, no if both are.
    pub(crate) fn or(&mut self, other: &Answers) {
        for (word, other) in self.yes.iter_mut().zip(&other.yes) {
            *word |= other;
        }
        for (word, other) in self.no.iter_mut().zip(&other.no) {
            *word &= other;
        }
    }

    /// Unknown becomes the stated answer.
    pub(crate) fn assume(&mut self, answer: bool, every: &[u64]) {
        let open = self.open(every);
        let side = if answer { &mut self.yes } else { &mut self.no };
        for (word, open) in side.iter_mut().zip(open) {
            *word |= open;
        }
    }

    /// `at least count of`: yes if so many are yes; no if the others are too few, which is when more than
    /// `parts - count` are no.
    pub(crate) fn at_least(count: u32, parts: &[&Answers], every: &[u64]) -> Self {
        let enough = u64::from(count);
        let too_many_no = (parts.len() as u64 + 1).checked_sub(enough);
        let yes = every
            .iter()
            .enumerate()
            .map(|(word, every)| {
                every & at_least_bits(enough, parts.iter().filter_map(|part| part.yes.get(word)))
            })
            .collect();
        let no = every
            .iter()
            .enumerate()
            .map(|(word, every)| match too_many_no {
                Some(limit) => {
                    every & at_least_bits(limit, parts.iter().filter_map(|part| part.no.get(word)))
                }
                None => *every,
            })
            .collect();
        Answers { yes, no }
    }
}

/// For each of 64 records, whether at least `limit` of the words have its bit: 64 binary counters side by side, bit k
/// of all of them in one word, and a comparison from the highest bit down.
fn at_least_bits<'w>(limit: u64, words: impl Iterator<Item = &'w u64>) -> u64 {
    let mut planes = [0_u64; 32];
    for word in words {
        let mut carry = *word;
        for plane in &mut planes {
            if carry == 0 {
                break;
            }
            let sum = *plane ^ carry;
            carry &= *plane;
            *plane = sum;
        }
    }
    if limit >= 1 << 32 {
        return 0;
    }
    let (mut more, mut equal) = (0_u64, u64::MAX);
    for (bit, plane) in planes.iter().enumerate().rev() {
        if limit >> bit & 1 == 1 {
            equal &= plane;
        } else {
            more |= equal & plane;
            equal &= !plane;
        }
    }
    more | equal
}
