//! The bits that a record has in the masks that its list hangs on, for 64 records at a time.

use super::hangs::Hang;
use crate::evaluate::answers::Answers;
use crate::evaluate::judge::Judge;

/// The masks of a batch that the list of a rule hangs on.
pub(super) struct Keys<'j> {
    masks: Vec<Mask<'j>>,
}

/// A mask over the records of the batch; bits past the last one mean nothing.
#[derive(Clone, Copy)]
enum Mask<'j> {
    /// Those that are in neither half.
    Open(&'j Answers),
    /// Those in it; past its end, none.
    In(&'j [u64]),
    /// All, or none.
    Same(u64),
}

impl Mask<'_> {
    fn word(self, index: usize) -> u64 {
        let at = |mask: &[u64]| mask.get(index).copied().unwrap_or(0);
        match self {
            Mask::Open(answers) => !(at(&answers.yes) | at(&answers.no)),
            Mask::In(mask) => at(mask),
            Mask::Same(word) => word,
        }
    }
}

impl<'j> Keys<'j> {
    pub(super) fn new(judge: &'j Judge<'_>, hangs: &[Hang]) -> Self {
        let open = |answers: Option<&'j Answers>| answers.map_or(Mask::Same(u64::MAX), Mask::Open);
        let inside = |mask: Option<&'j Vec<u64>>| mask.map_or(Mask::Same(0), |mask| Mask::In(mask));
        let of = |hang: &Hang| match *hang {
            Hang::Open(node) => open(judge.node(node)),
            Hang::Yes(node) => inside(judge.node(node).map(|answers| &answers.yes)),
            Hang::Gate(stage) => open(judge.gates.get(stage.index())),
            Hang::Rests => Mask::Open(&judge.rests),
            Hang::RestWindow => Mask::Open(&judge.rest_window),
            Hang::Candidate(source) => inside(judge.sources.candidates.get(source)),
            Hang::Unsettled => Mask::In(&judge.sources.unsettled),
            Hang::Supplied(event) => inside(judge.batch.gathered.supplied.get(event.index())),
            Hang::Since(field) => match judge.batch.column(field) {
                Some(column) if column.never => Mask::Same(u64::MAX),
                column => inside(column.map(|column| &column.known)),
            },
            Hang::Row(score, row) => {
                inside(judge.scores.get(score.index()).and_then(|score| score.open.get(row)))
            }
        };
        Keys { masks: hangs.iter().map(of).collect() }
    }

    /// Fills in the keys of the 64 records of a word.
    pub(super) fn fill(&self, word: usize, blocks: &mut Blocks) {
        blocks.words.resize(self.masks.len().div_ceil(64).max(1), [0; 64]);
        blocks.words.fill([0; 64]);
        for (block, masks) in blocks.words.iter_mut().zip(self.masks.chunks(64)) {
            for (place, mask) in block.iter_mut().zip(masks) {
                *place = mask.word(word);
            }
            transpose(block);
        }
    }

    /// The key of one record.
    pub(super) fn of(&self, row: usize) -> Vec<u64> {
        let mut blocks = Blocks::default();
        self.fill(row / 64, &mut blocks);
        blocks.key(row % 64).collect()
    }
}

/// The keys of 64 records: of each, a bit for each mask.
#[derive(Default)]
pub(super) struct Blocks {
    words: Vec<[u64; 64]>,
}

impl Blocks {
    /// The words of a record's key, at least one.
    pub(super) fn key(&self, bit: usize) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.words.iter().map(move |block| block.get(bit).copied().unwrap_or(0))
    }
}

/// Bit `column` of word `row` goes to bit `row` of word `column`: halves are exchanged, then quarters, and so on.
fn transpose(block: &mut [u64; 64]) {
    let (mut width, mut low) = (32, u64::from(u32::MAX));
    while width > 0 {
        for pair in block.chunks_exact_mut(2 * width) {
            let (upper, lower) = pair.split_at_mut(width);
            for (one, other) in upper.iter_mut().zip(lower) {
                let moved = ((*one >> width) ^ *other) & low;
                *other ^= moved;
                *one ^= moved << width;
            }
        }
        width /= 2;
        low ^= low << width;
    }
}

#[cfg(test)]
mod tests {
    use super::transpose;

    #[test]
    fn bits_change_rows_with_columns() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut block = [0_u64; 64];
        for word in &mut block {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *word = state;
        }
        let before = block;
        transpose(&mut block);
        for (row, word) in before.iter().enumerate() {
            for (column, turned) in block.iter().enumerate() {
                assert_eq!(word >> column & 1, turned >> row & 1, "row {row}, column {column}");
            }
        }
    }
}
