//! Keys, each with the number of its group: a table for millions of them.
//!
//! ```text
//! slots     hash and group, near the place that the hash says      8 bytes for at most 0.75 of the places
//! keys      by group: up to 15 bytes here, or where it stands      16 bytes
//! long      keys of more than 15 bytes, one after another
//! ```
//!
//! Groups are numbered in the order in which keys are first put in, so nothing hangs on the seed of the hash.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;

/// The groups of keys.
#[derive(Debug, Default)]
pub(super) struct Groups {
    readier: Readier,
    /// The hash in the high half, the group and one in the low half; 0 where nobody is.
    slots: Vec<u64>,
    /// By group.
    keys: Vec<u128>,
    long: Vec<u8>,
}

/// A key that is to be looked for, made ready by whoever reads it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// A short key, or none.
    short: Option<u128>,
    hash: u32,
}

/// Makes keys ready, for the groups that it was taken from.
#[derive(Clone, Debug, Default)]
pub(super) struct Readier {
    hasher: RandomState,
}

/// In the highest byte of a kept key: it is a long one, and 40 bits say where it begins, 32 more how long it is.
const LONG: u128 = 0xff << 120;
/// How many keys are looked for side by side: so many that the memory they stand in is fetched together.
const TOGETHER: usize = 16;

impl Readier {
    /// A key's short form and hash.
    pub fn key(&self, text: &[u8]) -> Key {
        let short = short(text);
        let hash = match short {
            Some(short) => self.hasher.hash_one(short),
            None => self.hasher.hash_one(text),
        };
        Key { short, hash: (hash >> 32) as u32 }
    }
}

impl Key {
    /// Whether it is all there is to the key: then nobody asks for its text.
    pub fn is_short(self) -> bool {
        self.short.is_some()
    }
}

impl Groups {
    /// What makes keys ready.
    pub fn readier(&self) -> Readier {
        self.readier.clone()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// The key that was put in first.
    pub fn first(&self) -> Option<String> {
        let kept = *self.keys.first()?;
        let bytes = match self.long(kept) {
            Some(long) => long.to_vec(),
            None => kept.to_le_bytes().into_iter().take((kept >> 120) as usize).collect(),
        };
        String::from_utf8(bytes).ok()
    }

    /// The group of a key, if it was put in.
    pub fn of(&self, key: &str) -> Option<u32> {
        self.find(key.as_bytes(), self.readier.key(key.as_bytes()))
    }

    fn find(&self, text: &[u8], key: Key) -> Option<u32> {
        let mut at = self.home(key.hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            if (slot >> 32) as u32 == key.hash && self.is_kept(group_in(slot), text, key) {
                return Some(group_in(slot));
            }
            at = self.after(at);
        }
    }

    /// The groups of keys, which are put in where they are new. `text` gives the text of a long key, by its place.
    pub fn put<'t>(
        &mut self,
        keys: impl ExactSizeIterator<Item = Key>,
        text: impl Fn(usize) -> &'t [u8],
        mut each: impl FnMut(usize, u32),
    ) {
        let mut keys = keys.enumerate();
        let mut some = [(0_usize, Key { short: None, hash: 0 }, 0_u64); TOGETHER];
        loop {
            let mut count = 0;
            for (place, key) in some.iter_mut().zip(keys.by_ref()) {
                *place = (key.0, key.1, self.slots.get(self.home(key.1.hash)).copied().unwrap_or(0));
                count += 1;
            }
            if count == 0 {
                return;
            }
            let some = some.get(..count).unwrap_or_default();
            // Most keys are known, short, and stand where their hash says: nothing then waits for anything else.
            let mut known = [false; TOGETHER];
            for (known, (_, key, slot)) in known.iter_mut().zip(some) {
                let kept = self.keys.get(group_in(*slot) as usize);
                *known = *slot != 0 && (slot >> 32) as u32 == key.hash && kept.copied() == key.short;
            }
            for ((at, key, slot), known) in some.iter().zip(known) {
                let group = if known { group_in(*slot) } else { self.group_for(text(*at), *key) };
                each(*at, group);
            }
        }
    }

    fn group_for(&mut self, text: &[u8], key: Key) -> u32 {
        if let Some(group) = self.find(text, key) {
            return group;
        }
        if (self.keys.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let group = self.keys.len() as u32;
        let kept = match key.short {
            Some(short) => short,
            None => {
                let kept = LONG | (self.long.len() as u128) << 32 | text.len() as u128;
                self.long.extend_from_slice(text);
                kept
            }
        };
        self.keys.push(kept);
        let home = self.home(key.hash);
        self.settle(home, u64::from(key.hash) << 32 | (u64::from(group) + 1));
        group
    }

    /// Half as much room again. Slots stand in the order of their hashes, so both tables are walked from end to end.
    fn grow(&mut self) {
        let room = (self.slots.len() + self.slots.len() / 2).max(64);
        let before = std::mem::replace(&mut self.slots, vec![0; room]);
        for slot in before.into_iter().filter(|slot| *slot != 0) {
            let home = self.home((slot >> 32) as u32);
            self.settle(home, slot);
        }
    }

    /// Puts a slot at the first free place.
    fn settle(&mut self, home: usize, slot: u64) {
        let mut at = home;
        while let Some(place) = self.slots.get_mut(at) {
            if *place == 0 {
                *place = slot;
                return;
            }
            at = self.after(at);
        }
    }

    fn home(&self, hash: u32) -> usize {
        ((u64::from(hash) * self.slots.len() as u64) >> 32) as usize
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 == self.slots.len() { 0 } else { at + 1 }
    }

    fn is_kept(&self, group: u32, text: &[u8], key: Key) -> bool {
        let Some(kept) = self.keys.get(group as usize).copied() else { return false };
        match key.short {
            Some(short) => kept == short,
            None => self.long(kept) == Some(text),
        }
    }

    fn long(&self, kept: u128) -> Option<&[u8]> {
        let start = (kept >> 32) as u64 & 0xff_ffff_ffff_ffff;
        let length = kept as u32 as usize;
        let start = usize::try_from(start).ok().filter(|_| kept & LONG == LONG)?;
        self.long.get(start..start + length)
    }
}

/// The group in a slot that is not empty.
fn group_in(slot: u64) -> u32 {
    (slot as u32).wrapping_sub(1)
}

/// A key of up to 15 bytes as a number: its bytes, and their count in the highest byte.
fn short(key: &[u8]) -> Option<u128> {
    let low = match (key.first_chunk::<8>(), key.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let over = key.len().checked_sub(8).filter(|over| *over <= 7)?;
            let last = u64::from_le_bytes(*last).checked_shr(64 - 8 * over as u32).unwrap_or(0);
            u128::from(u64::from_le_bytes(*first)) | u128::from(last) << 64
        }
        (None, _) | (_, None) => {
            key.iter().rev().fold(0_u128, |number, byte| number << 8 | u128::from(*byte))
        }
    };
    Some(low | (key.len() as u128) << 120)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Groups;

    /// Keys of every length about the ends of short ones, many with a beginning or an end in common.
    fn key(number: u64) -> String {
        let number = number.wrapping_mul(6_364_136_223_846_793_005) >> 50;
        let width = (number % 37) as usize;
        format!(
            "{}{:0width$}",
            ["", "k", "é", "a-much-longer-beginning"][number as usize / 64 % 4],
            number / 256
        )
    }

    #[test]
    fn every_key_has_one_group_in_the_order_of_first_sight() {
        let (mut groups, mut expected) = (Groups::default(), HashMap::new());
        let mut seed = 0;
        for size in [1, 2, 15, 16, 17, 1000, 40_000, 64].into_iter().cycle().take(40) {
            let texts: Vec<String> = (0..size).map(|step| key(seed + step)).collect();
            seed += size / 2;
            let readier = groups.readier();
            let keys: Vec<_> = texts.iter().map(|text| readier.key(text.as_bytes())).collect();
            let mut found = Vec::new();
            let mut places = Vec::new();
            groups.put(
                keys.into_iter(),
                |at| texts[at].as_bytes(),
                |at, group| {
                    places.push(at);
                    found.push(group);
                },
            );
            let mut known = Vec::new();
            for text in &texts {
                let next = expected.len() as u32;
                known.push(*expected.entry(text.clone()).or_insert(next));
            }
            assert_eq!(places, (0..texts.len()).collect::<Vec<_>>());
            assert_eq!(found, known);
        }
        assert!(expected.len() > 8000, "{}", expected.len());
        assert_eq!(groups.count(), expected.len());
        for (text, group) in &expected {
            assert_eq!(groups.of(text), Some(*group), "{text}");
            assert_eq!(groups.of(&format!("{text}\0")), None, "{text}");
        }
        assert_eq!(groups.first().as_deref(), Some(key(0).as_str()));
    }

    #[test]
    fn a_key_is_not_another_that_is_written_like_it() {
        let texts =
            ["a", "a\0", "\0", "0", "00", "1234567", "12345678", "123456789012345", "1234567890123456"];
        let mut groups = Groups::default();
        let keys: Vec<_> = texts.iter().map(|text| groups.readier().key(text.as_bytes())).collect();
        groups.put(keys.into_iter(), |at| texts[at].as_bytes(), |at, group| assert_eq!(at as u32, group));
        assert_eq!(groups.count(), texts.len());
        assert_eq!(groups.of(""), None);
    }
}
