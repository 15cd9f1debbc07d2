//! The cells of a JSON record.
//!
//! A value is a cell: a number as it is written, `true` and `false`, null as a blank; a list of such values is joined
//! by the field's separator; anything else is no cell that a field could hold.

mod order;
pub mod reader;
mod scan;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{NOT_SCALAR, NOT_TEXT};

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
