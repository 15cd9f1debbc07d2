//! How many rows each group has, to tell in the end how many belong to nobody.

/// Rows by group.
#[derive(Debug, Default)]
pub(super) struct OwnedRows {
    /// By group: how many rows have this key alone, less whole multiples of 2^32.
    alone: Vec<u32>,
    /// A group for each time that its count came to 2^32.
    full: Vec<u32>,
    /// The groups of each row that has several keys: how many, then which.
    shared: Vec<u32>,
}

impl OwnedRows {
    /// Counts rows that have one key each; `owners` has the row and its group, and there are `groups` by now.
    pub fn add_alone(&mut self, owners: &[(u32, u32)], groups: usize) {
        self.alone.resize(groups, 0);
        for (_, group) in owners {
            self.count_alone(*group);
        }
    }

    /// Counts rows of which some have several keys; they come one after another. A row that has a key twice belongs to
    /// its group once: it is taken out of `owners`.
    pub fn add_shared(&mut self, owners: &mut Vec<(u32, u32)>, groups: usize) {
        self.alone.resize(groups, 0);
        owners.sort_unstable();
        owners.dedup();
        for of_row in owners.chunk_by(|one, other| one.0 == other.0) {
            match of_row {
                [(_, only)] => self.count_alone(*only),
                several => {
                    self.shared.push(several.len() as u32);
                    self.shared.extend(several.iter().map(|(_, group)| *group));
                }
            }
        }
    }

    fn count_alone(&mut self, group: u32) {
        if let Some(alone) = self.alone.get_mut(group as usize) {
            *alone = alone.wrapping_add(1);
            if *alone == 0 {
                self.full.push(group);
            }
        }
    }

    /// How many rows have a key, and none whose group is matched.
    pub fn strangers(&self, is_matched: impl Fn(u32) -> bool) -> u64 {
        let alone = (0..).zip(&self.alone).filter(|(group, _)| !is_matched(*group));
        let full = self.full.iter().filter(|group| !is_matched(**group)).count() as u64;
        let mut rest = self.shared.as_slice();
        let mut shared = 0;
        while let Some((count, next)) = rest.split_first()
            && let Some((of_row, after)) = next.split_at_checked(*count as usize)
        {
            shared += u64::from(!of_row.iter().any(|group| is_matched(*group)));
            rest = after;
        }
        alone.map(|(_, rows)| u64::from(*rows)).sum::<u64>() + (full << 32) + shared
    }
}
