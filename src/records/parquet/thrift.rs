//! A walk over Thrift's compact form, in which Parquet writes its metadata.
//!
//! The metadata is checked with it before the Parquet crate reads it: a few bytes may claim two thousand million
//! children or a page of two gigabytes, and whoever believes them asks for the memory first.

/// A place in the bytes. Every step is `None` when the bytes end or make no sense.
pub(super) struct Walk<'b> {
    rest: &'b [u8],
}

/// Kinds of values.
pub(super) const INTEGER: u8 = 5;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;
/// How deep structs may lie in each other; Parquet needs seven levels.
const DEPTH: u8 = 24;

impl<'b> Walk<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Walk { rest: bytes }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn jump(&mut self, count: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(count).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A whole number.
    pub fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The length of a list and the kind of its items.
    pub fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        // An item takes a byte at least.
        (length <= self.left() as u64).then_some((length, head & 15))
    }

    /// Goes through a struct. `each` gets the number and kind of a field, and says whether it read it.
    pub fn fields(&mut self, each: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>) -> Option<()> {
        self.fields_within(DEPTH, each)
    }

    fn fields_within(
        &mut self,
        depth: u8,
        each: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        let mut number = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            number = match head >> 4 {
                0 => self.integer()?,
                more => number.checked_add(i64::from(more))?,
            };
            if !each(self, number, head & 15)? {
                self.skip(head & 15, depth)?;
            }
        }
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        let below = depth.checked_sub(1)?;
        match kind {
            1 | 2 => Some(()),
            3 => self.jump(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.jump(8),
            8 => {
                let length = self.varint()?;
                self.jump(length)
            }
            LIST | 10 => {
                let (length, kind) = self.list()?;
                (0..length).try_for_each(|_| self.skip_item(kind, below))
            }
            11 => {
                let length = self.varint()?;
                if length == 0 {
                    return Some(());
                }
                let kinds = self.byte()?;
                (0..length).try_for_each(|_| {
                    self.skip_item(kinds >> 4, below)?;
                    self.skip_item(kinds & 15, below)
                })
            }
            STRUCT => self.fields_within(below, &mut |_, _, _| Some(false)),
            _ => None,
        }
    }

    /// In a list a truth value takes a byte.
    fn skip_item(&mut self, kind: u8, depth: u8) -> Option<()> {
        if matches!(kind, 1 | 2) { self.jump(1) } else { self.skip(kind, depth) }
    }
}
