//! Takes JSON records apart.

use std::collections::HashMap;
use std::ops::Range;

use super::order::{Order, Place};
use super::scan::{Kind, Value, after_blanks, string, value};
use super::{Keys, objects, write_cell};
use crate::records::headers::ranks_of;
use crate::records::rows::{ABSENT, NOT_SCALAR, RowFault, Spot, Table};

/// What a key is for.
#[derive(Clone, Debug)]
struct Use {
    name: String,
    /// The columns that it serves and its rank for each.
    columns: Vec<(u32, u32)>,
    kept: Option<u32>,
    /// To be kept, and without a slot.
    lost: bool,
    /// Neither read nor kept.
    idle: bool,
    /// The last record that has it.
    record: u64,
    /// Where it is in the order of keys.
    place: Option<usize>,
}

/// Reads records, and remembers what keys are for and in which order they come.
#[derive(Debug, Default)]
pub struct Reader {
    known: HashMap<String, u32>,
    uses: Vec<Use>,
    order: Order,
    /// For each column, the rank of the key that filled it in this record.
    filled: Vec<u32>,
    /// Which record this is, of all that were read.
    record: u64,
    /// Before this record the order is not learnt anew.
    settled: u64,
}

const UNFILLED: u32 = u32::MAX;
/// How many keys are remembered; beyond, all are forgotten.
const REMEMBERED: usize = 20_000;
/// How many records an order of keys is given before another is learnt.
const PATIENCE: u64 = 16;

/// A record on its way into the table.
struct Record<'r> {
    /// The text that ends with it.
    text: &'r str,
    row: usize,
    /// Whether cells are places of `text`.
    own: bool,
}

/// What follows a value.
enum Next {
    /// This key, with its value here.
    Key(u32, usize),
    /// The end of the object, which is here.
    End(usize),
}

impl Reader {
    /// Finds the cells of `records` of `text`, as places in it.
    pub(in crate::records::rows) fn read(
        &mut self,
        text: &str,
        records: &[Range<u32>],
        keys: &Keys,
        table: &mut Table,
    ) {
        for (row, range) in records.iter().enumerate() {
            // Nothing behind the record is looked at, or a list that never ends would be read to the chunk's end.
            let text = text.get(..range.end as usize).unwrap_or_default();
            self.read_one(&Record { text, row, own: true }, range.start as usize, keys, table);
        }
    }

    /// Finds the cells of `records`, some of which are no text.
    pub(in crate::records::rows) fn read_bytes(
        &mut self,
        bytes: &[u8],
        records: &[Range<u32>],
        keys: &Keys,
        table: &mut Table,
    ) {
        for (row, range) in records.iter().enumerate() {
            let bytes = bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
            match str::from_utf8(bytes) {
                Ok(text) => self.read_one(&Record { text, row, own: false }, 0, keys, table),
                Err(_) => table.faults.push((row, RowFault::NoObject)),
            }
        }
    }

    fn read_one(&mut self, record: &Record<'_>, start: usize, keys: &Keys, table: &mut Table) {
        self.filled.clear();
        self.filled.resize(keys.separators.len(), UNFILLED);
        self.record += 1;
        if self.uses.len() > REMEMBERED {
            self.known.clear();
            self.uses.clear();
            let _ = self.order.forget();
        }
        let faults = table.faults.len();
        if self.object(record, start, keys, table).is_none() {
            let slots = table.spots.len() / table.count.max(1);
            for slot in 0..slots {
                table.put(record.row, slot, ABSENT);
            }
            table.faults.truncate(faults);
            table.faults.push((record.row, RowFault::NoObject));
        }
    }

    /// Takes the object apart that is all of the text from `start` on; nothing if there is none.
    fn object(&mut self, record: &Record<'_>, start: usize, keys: &Keys, table: &mut Table) -> Option<()> {
        let bytes = record.text.as_bytes();
        let depth = keys.depth.checked_sub(1)?;
        let (mut at, mut place) = (start, 0);
        let (mut count, mut misplaced) = (0_usize, 0_usize);
        let end = loop {
            let first = count == 0;
            let (index, start) = match self.order.find(place, first, bytes, at) {
                Some((found, key, start)) => {
                    place = found + 1;
                    (key, start)
                }
                None => match self.key(record.text, at, first, keys)? {
                    Next::Key(key, start) => {
                        let between = bytes.get(at..start)?;
                        misplaced += usize::from(self.move_to(&mut place, key, first, between));
                        (key, start)
                    }
                    Next::End(end) => break end,
                },
            };
            count += 1;
            let value = value(record.text, start, depth)?;
            at = value.end;
            let known = self.uses.get_mut(index as usize)?;
            let repeated = std::mem::replace(&mut known.record, self.record) == self.record;
            if repeated {
                table.faults.push((record.row, RowFault::RepeatedKey { key: known.name.clone() }));
            }
            // Two keys that compare as one text are one key, as two such headers are one header.
            if !known.idle && take(known, &mut self.filled, record, value, keys, table) && !repeated {
                table.faults.push((record.row, RowFault::RepeatedKey { key: known.name.clone() }));
            }
            if bytes.get(at) == Some(&b'}') {
                break at + 1;
            }
        };
        if misplaced * 4 > count && self.record >= self.settled {
            self.settled = self.record + PATIENCE;
            for key in self.order.forget() {
                if let Some(known) = self.uses.get_mut(key as usize) {
                    known.place = None;
                }
            }
        }
        (after_blanks(bytes, end) == bytes.len()).then_some(())
    }

    /// What stands at `at`, after a value or, for the first key, before the object.
    #[inline(never)]
    fn key(&mut self, text: &str, at: usize, first: bool, keys: &Keys) -> Option<Next> {
        let bytes = text.as_bytes();
        let at = after_blanks(bytes, at);
        match bytes.get(at)? {
            b'{' if first => {
                let at = after_blanks(bytes, at + 1);
                if bytes.get(at) == Some(&b'}') {
                    return Some(Next::End(at + 1));
                }
                self.key_at(text, at, keys)
            }
            b',' if !first => self.key_at(text, after_blanks(bytes, at + 1), keys),
            b'}' if !first => Some(Next::End(at + 1)),
            _ => None,
        }
    }

    fn key_at(&mut self, text: &str, at: usize, keys: &Keys) -> Option<Next> {
        let bytes = text.as_bytes();
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let (end, escaped) = string(bytes, at + 1)?;
        let key = if escaped {
            let name: String = serde_json::from_str(text.get(at..end)?).ok()?;
            self.look_up(&name, keys)
        } else {
            self.look_up(text.get(at + 1..end - 1)?, keys)
        };
        let colon = after_blanks(bytes, end);
        if bytes.get(colon) != Some(&b':') {
            return None;
        }
        Some(Next::Key(key, after_blanks(bytes, colon + 1)))
    }

    fn look_up(&mut self, name: &str, keys: &Keys) -> u32 {
        if let Some(index) = self.known.get(name) {
            return *index;
        }
        let columns = ranks_of(&keys.ranks, name);
        let kept = keys.kept.get(name).copied();
        let lost = keys.keep_all && kept.is_none();
        let idle = columns.is_empty() && kept.is_none() && !lost;
        let index = self.uses.len() as u32;
        self.uses.push(Use { name: name.to_owned(), columns, kept, lost, idle, record: 0, place: None });
        self.known.insert(name.to_owned(), index);
        index
    }

    /// Goes behind the place of a key that was not expected at `place`, whose key and colon are `bytes`; whether it
    /// is in another place than before.
    fn move_to(&mut self, place: &mut usize, key: u32, first: bool, bytes: &[u8]) -> bool {
        let Some(known) = self.uses.get_mut(key as usize) else { return false };
        match known.place {
            Some(found) => {
                let leaves_out = found > *place;
                *place = found + 1;
                !leaves_out
            }
            None => {
                if let Some(later) = self.order.insert(*place, Place::new(bytes, first, key)) {
                    known.place = Some(*place);
                    *place += 1;
                    for key in later {
                        if let Some(place) =
                            self.uses.get_mut(key as usize).and_then(|known| known.place.as_mut())
                        {
                            *place += 1;
                        }
                    }
                }
                false
            }
        }
    }
}

impl Record<'_> {
    fn json(&self, value: Value) -> &str {
        self.text.get(value.start..value.end).unwrap_or_default()
    }

    /// Makes a part of the text a cell.
    #[inline(always)]
    fn put(&self, slot: usize, part: Range<usize>, flag: u32, table: &mut Table) {
        if self.own {
            table.put(self.row, slot, Spot { start: part.start as u32, end: part.end as u32 | flag });
        } else {
            let start = table.side.len();
            table.side.push_str(self.text.get(part).unwrap_or_default());
            table.put_side(self.row, slot, start, flag);
        }
    }

    /// Makes a value a cell; a list's values are joined by `separator`.
    #[inline(always)]
    fn put_cell(&self, slot: usize, value: Value, separator: &str, table: &mut Table) {
        match value.kind {
            Kind::Plain => self.put(slot, value.start + 1..value.end - 1, 0, table),
            Kind::Bare => self.put(slot, value.start..value.end, 0, table),
            Kind::Null => self.put(slot, value.start..value.start, 0, table),
            Kind::Escaped | Kind::Nested => {
                let start = table.side.len();
                let flag = write_cell(self.json(value), separator, &mut table.side);
                table.put_side(self.row, slot, start, flag);
            }
        }
    }
}

/// Puts a value where its key belongs; whether it takes the place of another key's value.
#[inline(always)]
fn take(
    known: &Use,
    filled: &mut [u32],
    record: &Record<'_>,
    value: Value,
    keys: &Keys,
    table: &mut Table,
) -> bool {
    let mut replaces = false;
    if known.lost {
        table.unkept += 1;
    }
    let properties = keys.separators.len().saturating_sub(keys.properties.len());
    for (column, rank) in &known.columns {
        let slot = *column as usize;
        let Some(filled) = filled.get_mut(slot) else { continue };
        if *filled < *rank {
            continue;
        }
        replaces |= *filled == *rank;
        *filled = *rank;
        if let Some(seen) = table.seen.get_mut(slot) {
            *seen = true;
        }
        if let Some(name) = slot.checked_sub(properties).and_then(|place| keys.properties.get(place)) {
            let is_rows = value.kind == Kind::Null || objects(record.json(value)).is_some();
            if !is_rows {
                table.faults.push((record.row, RowFault::NotRows { name: name.clone() }));
            }
            record.put(slot, value.start..value.end, if is_rows { 0 } else { NOT_SCALAR }, table);
            continue;
        }
        let separator = keys.separators.get(slot).and_then(Option::as_deref).unwrap_or(";");
        record.put_cell(slot, value, separator, table);
    }
    if let Some(slot) = known.kept {
        record.put(slot as usize, value.start..value.end, 0, table);
    }
    replaces
}
