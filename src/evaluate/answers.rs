//! Answers for a batch of records: yes, no or unknown, as two bit masks.

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
}
