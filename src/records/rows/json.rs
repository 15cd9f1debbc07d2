//! The cells of a JSON record.
//!
//! A value is a cell: a number as it is written, `true` and `false`, null as a blank; a list of such values is joined
//! by the field's separator; anything else is no cell that a field could hold.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{NOT_SCALAR, NOT_TEXT, RowFault, Spot, Table};
use crate::records::headers::ranks_of;

/// Which keys are read.
#[derive(Clone, Debug)]
pub struct Keys {
    /// See [`key_ranks`](crate::records::headers::key_ranks).
    pub ranks: [HashMap<String, Vec<(u32, u32)>>; 2],
    /// What lists are joined with, by column.
    pub separators: Vec<Option<String>>,
    /// What the last columns are called, which hold the rows of events and are kept as JSON.
    pub properties: Vec<String>,
    /// The slots of keys that are kept whole.
    pub kept: HashMap<String, u32>,
    /// Whether all keys are to be kept.
    pub keep_all: bool,
    /// How deep a record may nest.
    pub depth: u32,
}

/// What a key is for.
#[derive(Clone, Debug, Default)]
struct Use {
    /// The columns that it serves and its rank for each.
    columns: Vec<(u32, u32)>,
    kept: Option<u32>,
    /// To be kept, and without a slot.
    lost: bool,
    /// The last record that has it.
    record: u64,
}

/// Reads records, and remembers what keys are for: most records have the keys of the record before, in its order.
#[derive(Debug, Default)]
pub struct Reader {
    known: HashMap<String, u32>,
    uses: Vec<Use>,
    /// The keys of the record before, in order.
    expected: Vec<(String, u32)>,
    /// For each column, the rank of the key that filled it in this record.
    filled: Vec<u32>,
    /// Which record this is, of all that were read.
    record: u64,
}

const UNFILLED: u32 = u32::MAX;
/// How many keys are remembered; beyond, all are forgotten.
const REMEMBERED: usize = 20_000;

impl Reader {
    /// Finds the cells of `record`.
    pub(super) fn read(&mut self, record: &[u8], row: usize, keys: &Keys, table: &mut Table) {
        self.filled.clear();
        self.filled.resize(keys.separators.len(), UNFILLED);
        self.record += 1;
        if self.uses.len() > REMEMBERED {
            self.known.clear();
            self.uses.clear();
            self.expected.clear();
        }
        let text = std::str::from_utf8(record).ok().filter(|text| nests_within(text, keys.depth));
        let faults = table.faults.len();
        let read = text.is_some_and(|text| {
            let mut json = serde_json::Deserializer::from_str(text);
            let visitor = Record { reader: self, keys, table, row };
            json.deserialize_any(visitor).is_ok() && json.end().is_ok()
        });
        if !read {
            let slots = table.spots.len() / table.count.max(1);
            for slot in 0..slots {
                table.put(row, slot, super::ABSENT);
            }
            table.faults.truncate(faults);
            table.faults.push((row, RowFault::NoObject));
        }
    }

    /// What the key at `position` of a record is for.
    fn look_up(&mut self, key: &str, position: usize, keys: &Keys) -> u32 {
        if let Some((expected, known)) = self.expected.get(position)
            && expected == key
        {
            return *known;
        }
        let index = match self.known.get(key) {
            Some(index) => *index,
            None => {
                let kept = keys.kept.get(key).copied();
                let lost = keys.keep_all && kept.is_none();
                let index = self.uses.len() as u32;
                self.uses.push(Use { columns: ranks_of(&keys.ranks, key), kept, lost, record: 0 });
                self.known.insert(key.to_owned(), index);
                index
            }
        };
        self.expected.truncate(position);
        if self.expected.len() == position {
            self.expected.push((key.to_owned(), index));
        }
        index
    }
}

/// Whether a text nests no deeper than `depth`.
fn nests_within(text: &str, depth: u32) -> bool {
    let (mut open, mut in_string, mut escaped) = (0_u32, false, false);
    // Most records have fewer brackets than that.
    if memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count() <= depth as usize {
        return true;
    }
    for byte in text.bytes() {
        if in_string {
            if escaped {
                escaped = false;
            } else {
                escaped = byte == b'\\';
                in_string = byte != b'"';
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                open += 1;
                if open > depth {
                    return false;
                }
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    true
}

struct Record<'r> {
    reader: &'r mut Reader,
    keys: &'r Keys,
    table: &'r mut Table,
    row: usize,
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut position = 0;
        loop {
            let seed = Key { reader: &mut *self.reader, keys: self.keys, position };
            let Some((index, repeated)) = map.next_key_seed(seed)? else { return Ok(()) };
            let value: &'de RawValue = map.next_value()?;
            position += 1;
            let is_new = repeated.is_none();
            if let Some(key) = repeated {
                self.table.faults.push((self.row, RowFault::RepeatedKey { key }));
            }
            // Two keys that compare as one text are one key, as two such headers are one header.
            if self.take(index, value.get()) && is_new {
                let key = self.reader.expected.get(position - 1).map(|(key, _)| key.clone());
                self.table.faults.push((self.row, RowFault::RepeatedKey { key: key.unwrap_or_default() }));
            }
        }
    }
}

impl Record<'_> {
    /// Puts a value where its key belongs; whether it takes the place of another key's value.
    fn take(&mut self, index: u32, json: &str) -> bool {
        let mut replaces = false;
        let Some(known) = self.reader.uses.get(index as usize) else { return replaces };
        if known.lost {
            self.table.unkept += 1;
        }
        let mut scalar: Option<Spot> = None;
        for (column, rank) in &known.columns {
            let Some(filled) = self.reader.filled.get_mut(*column as usize) else { continue };
            if *filled < *rank {
                continue;
            }
            replaces |= *filled == *rank;
            *filled = *rank;
            if let Some(seen) = self.table.seen.get_mut(*column as usize) {
                *seen = true;
            }
            let slot = *column as usize;
            let properties = self.keys.separators.len().saturating_sub(self.keys.properties.len());
            if let Some(name) = slot.checked_sub(properties).and_then(|place| self.keys.properties.get(place))
            {
                let start = self.table.side.len();
                self.table.side.push_str(json);
                let flag = if json == "null" || objects(json).is_some() { 0 } else { NOT_SCALAR };
                if flag != 0 {
                    self.table.faults.push((self.row, RowFault::NotRows { name: name.clone() }));
                }
                self.table.put_side(self.row, slot, start, flag);
                continue;
            }
            if let Some(spot) = scalar {
                self.table.put(self.row, slot, spot);
                continue;
            }
            let separator = self.keys.separators.get(slot).and_then(Option::as_deref).unwrap_or(";");
            let start = self.table.side.len();
            let flag = write_cell(json, separator, &mut self.table.side);
            self.table.put_side(self.row, slot, start, flag);
            if !json.starts_with('[') {
                scalar = Some(self.table.spot(self.row, slot));
            }
        }
        if let Some(slot) = known.kept {
            let start = self.table.side.len();
            self.table.side.push_str(json);
            self.table.put_side(self.row, slot as usize, start, 0);
        }
        replaces
    }
}

/// The objects of a JSON list; none if it is no list, or anything else is in it.
pub(crate) fn objects(json: &str) -> Option<Vec<&str>> {
    if !json.starts_with('[') {
        return None;
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    items.into_iter().map(|item| Some(item.get()).filter(|item| item.starts_with('{'))).collect()
}

/// Adds the cell that a JSON value is to `out`; says what is wrong with it in the flags of a spot.
pub(crate) fn write_cell(json: &str, separator: &str, out: &mut String) -> u32 {
    match json.as_bytes().first() {
        Some(b'"') => {
            // Most strings hold no escape.
            let plain = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let text: Option<Cow<'_, str>> = match plain {
                Some(text) if memchr::memchr(b'\\', text.as_bytes()).is_none() => Some(Cow::Borrowed(text)),
                _ => serde_json::from_str::<String>(json).ok().map(Cow::Owned),
            };
            match text {
                Some(text) => {
                    out.push_str(&text);
                    if memchr::memchr(0, text.as_bytes()).is_some() { NOT_TEXT } else { 0 }
                }
                // Half a surrogate pair, which stands for no character.
                None => {
                    out.push_str(json);
                    NOT_TEXT
                }
            }
        }
        Some(b'n') => 0,
        Some(b'[') => write_list(json, separator, out),
        Some(b'{') => {
            out.push_str(json);
            NOT_SCALAR
        }
        Some(_) | None => {
            out.push_str(json);
            0
        }
    }
}

fn write_list(json: &str, separator: &str, out: &mut String) -> u32 {
    let start = out.len();
    let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    let mut flags = 0;
    let mut first = true;
    for item in items {
        let item = item.get();
        if item.starts_with(['[', '{']) {
            out.truncate(start);
            out.push_str(json);
            return NOT_SCALAR;
        }
        if item == "null" {
            continue;
        }
        if !first {
            out.push_str(separator);
        }
        first = false;
        flags |= write_cell(item, separator, out);
    }
    flags
}

/// A key: what it is for, and itself if this record had it already.
struct Key<'r> {
    reader: &'r mut Reader,
    keys: &'r Keys,
    position: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (u32, Option<String>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = (u32, Option<String>);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let index = self.reader.look_up(key, self.position, self.keys);
        let record = self.reader.record;
        let repeated = self
            .reader
            .uses
            .get_mut(index as usize)
            .is_some_and(|known| std::mem::replace(&mut known.record, record) == record);
        Ok((index, repeated.then(|| key.to_owned())))
    }
}

/// The keys of a record, in order; none if it is no object.
pub(crate) fn keys_of(record: &[u8]) -> Vec<String> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut names = Vec::new();
            while let Some(name) = map.next_key()? {
                names.push(name);
                let _: serde::de::IgnoredAny = map.next_value()?;
            }
            Ok(names)
        }
    }
    serde_json::Deserializer::from_slice(record).deserialize_any(Names).unwrap_or_default()
}
