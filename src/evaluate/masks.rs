//! Bit masks over the records of a batch: bit `row % 64` of word `row / 64`.

/// How many words `rows` records take.
pub(crate) fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// No record.
pub(crate) fn none(rows: usize) -> Vec<u64> {
    vec![0; words(rows)]
}

/// Every record; bits past the last one are not set.
pub(crate) fn every(rows: usize) -> Vec<u64> {
    let mut mask = vec![u64::MAX; words(rows)];
    if let Some(last) = mask.last_mut()
        && !rows.is_multiple_of(64)
    {
        *last = (1 << (rows % 64)) - 1;
    }
    mask
}

/// Whether the record is in it.
pub(crate) fn has(mask: &[u64], row: usize) -> bool {
    mask.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// Puts the record in.
pub(crate) fn put(mask: &mut [u64], row: usize) {
    if let Some(word) = mask.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}

/// Takes the record out.
pub(crate) fn take(mask: &mut [u64], row: usize) {
    if let Some(word) = mask.get_mut(row / 64) {
        *word &= !(1 << (row % 64));
    }
}

/// Those in both.
pub(crate) fn both(left: &[u64], right: &[u64]) -> Vec<u64> {
    left.iter().zip(right).map(|(left, right)| left & right).collect()
}

/// Those in the first only.
pub(crate) fn without(left: &[u64], right: &[u64]) -> Vec<u64> {
    left.iter().zip(right).map(|(left, right)| left & !right).collect()
}

/// Adds those of `from` to `mask`.
pub(crate) fn add(mask: &mut [u64], from: &[u64]) {
    for (word, more) in mask.iter_mut().zip(from) {
        *word |= more;
    }
}

/// Keeps those of `mask` that are in `other` too.
pub(crate) fn keep(mask: &mut [u64], other: &[u64]) {
    for (word, other) in mask.iter_mut().zip(other) {
        *word &= other;
    }
}

/// Takes those of `other` out of `mask`.
pub(crate) fn remove(mask: &mut [u64], other: &[u64]) {
    for (word, other) in mask.iter_mut().zip(other) {
        *word &= !other;
    }
}

/// Those whose value passes.
pub(crate) fn pack<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Vec<u64> {
    values
        .chunks(64)
        // From the last to the first: one addition with carry a value.
        .map(|chunk| chunk.iter().rev().fold(0_u64, |word, value| word << 1 | u64::from(test(*value))))
        .collect()
}

/// Those whose two values pass.
pub(crate) fn pack_pairs<T: Copy>(left: &[T], right: &[T], test: impl Fn(T, T) -> bool) -> Vec<u64> {
    let word = |(left, right): (&[T], &[T])| {
        let pairs = left.iter().zip(right).rev();
        pairs.fold(0_u64, |word, (left, right)| word << 1 | u64::from(test(*left, *right)))
    };
    left.chunks(64).zip(right.chunks(64)).map(word).collect()
}

/// The records in it, first to last.
pub(crate) fn rows_in(mask: &[u64]) -> impl Iterator<Item = usize> + '_ {
    rows_of(mask.iter().copied())
}

/// The same of its words.
pub(crate) fn rows_of(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(index, word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            Some(index * 64 + bit)
        })
    })
}
