//! The order in which records have their keys.
//!
//! Most records have the keys of those before, in the same order and with the same blanks, or leave some out. So
//! `,"country":` is not taken apart but compared with what is expected, at its place and the few after it.

use crate::records::block::{Block, SIZE};

/// How many places are remembered; keys beyond are looked up by name.
const PLACES: usize = 1_000;
/// How many places are tried before a key is looked up by name.
const TRIED: usize = 4;

/// The keys that are expected, in order.
#[derive(Debug, Default)]
pub(super) struct Order {
    places: Vec<Place>,
}

/// All that stands between a value and the next: `,"country":`.
#[derive(Debug)]
pub(super) struct Place {
    head: Block,
    /// Which bytes of `head` count.
    counts: Block,
    length: usize,
    /// What does not fit into `head`.
    tail: Box<[u8]>,
    /// Whether it begins an object with `{`, instead of going on with a comma.
    first: bool,
    key: u32,
}

impl Place {
    /// What is expected before a value of `key`, the first of an object or not.
    pub(super) fn new(bytes: &[u8], first: bool, key: u32) -> Self {
        let tail = bytes.get(SIZE..).unwrap_or_default().into();
        Place {
            head: Block::at(bytes, 0),
            counts: Block::first(bytes.len()),
            length: bytes.len(),
            tail,
            first,
            key,
        }
    }
}

impl Order {
    /// The place from `place` on whose bytes stand at `at`, its key, and where they end.
    #[inline(always)]
    pub(super) fn find(
        &self,
        place: usize,
        first: bool,
        bytes: &[u8],
        at: usize,
    ) -> Option<(usize, u32, usize)> {
        let there = Block::at(bytes, at);
        for (offset, expected) in self.places.get(place..).unwrap_or_default().iter().take(TRIED).enumerate()
        {
            if there.is(&expected.head, &expected.counts)
                && expected.first == first
                && (expected.tail.is_empty()
                    || bytes.get(at + SIZE..).unwrap_or_default().starts_with(&expected.tail))
            {
                return Some((place + offset, expected.key, at + expected.length));
            }
        }
        None
    }

    /// Expects something at `place`; the keys that are now one place later.
    pub(super) fn insert(&mut self, place: usize, expected: Place) -> Option<impl Iterator<Item = u32>> {
        if self.places.len() >= PLACES || place > self.places.len() {
            return None;
        }
        self.places.insert(place, expected);
        Some(self.places.get(place + 1..).unwrap_or_default().iter().map(|place| place.key))
    }

    /// Expects nothing; the keys that were expected.
    pub(super) fn forget(&mut self) -> impl Iterator<Item = u32> {
        self.places.drain(..).map(|place| place.key)
    }
}
