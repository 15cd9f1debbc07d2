//! Which columns of an input are read, and into which slots.

use std::collections::HashMap;

use super::cells::Dialect;
use super::json::Keys;
use crate::evaluate::cells::InputColumn;
use crate::records::headers::{Match, key_ranks};

/// The slots of an input.
#[derive(Clone, Debug)]
pub struct Layout {
    /// How many.
    pub slots: usize,
    /// The slot of each column that the definition reads; none where it is not there.
    pub columns: Vec<Option<u32>>,
    /// All columns of the input with their slots, where all are to be kept.
    pub kept: Vec<Kept>,
    /// How records are taken apart.
    pub source: Source,
}

/// A column of the input that goes into the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its header.
    pub header: String,
    /// Its slot: its text, or where records are JSON, the JSON of its value.
    pub slot: u32,
}

/// How records are taken apart.
#[derive(Clone, Debug)]
pub enum Source {
    /// By a delimiter.
    Delimited(Dialect),
    /// By the keys of JSON objects.
    Keyed(Keys),
    /// Not at all: they come in columns. For each slot, the place of its column, and what lists are joined with.
    Columns(Vec<(usize, Option<String>)>),
}

impl Layout {
    /// The layout of a file with a header line.
    pub fn delimited(delimiter: u8, headers: &[String], matches: &[Match], keep_all: bool) -> Self {
        let mut slot_of: Vec<Option<u32>> = vec![None; headers.len()];
        let mut slots = 0;
        let mut slot_at = |position: usize| {
            let place = slot_of.get_mut(position)?;
            if place.is_none() {
                *place = Some(slots);
                slots += 1;
            }
            *place
        };
        let columns = matches
            .iter()
            .map(|matched| matched.found.as_ref().and_then(|found| slot_at(found.position)))
            .collect();
        let mut kept = Vec::new();
        if keep_all {
            for (position, header) in headers.iter().enumerate() {
                if let Some(slot) = slot_at(position) {
                    kept.push(Kept { header: header.clone(), slot });
                }
            }
        }
        let mut position_of = vec![0; slots as usize];
        for (position, slot) in slot_of.iter().enumerate() {
            if let Some(place) = slot.and_then(|slot| position_of.get_mut(slot as usize)) {
                *place = position as u32;
            }
        }
        let dialect = Dialect { delimiter, width: headers.len(), slot_of, position_of };
        Layout { slots: slots as usize, columns, kept, source: Source::Delimited(dialect) }
    }

    /// The layout of a file of columns; `columns` are those that the definition reads.
    pub fn columns(headers: &[String], columns: &[InputColumn], matches: &[Match], keep_all: bool) -> Self {
        let mut layout = Layout::delimited(b',', headers, matches, keep_all);
        let mut slots = vec![(usize::MAX, None); layout.slots];
        if let Source::Delimited(dialect) = &layout.source {
            for (position, slot) in dialect.slot_of.iter().enumerate() {
                if let Some(place) = slot.and_then(|slot| slots.get_mut(slot as usize)) {
                    place.0 = position;
                }
            }
        }
        for (column, slot) in columns.iter().zip(&layout.columns) {
            if let Some(place) = slot.and_then(|slot| slots.get_mut(slot as usize)) {
                place.1 = place.1.take().or_else(|| column.separator.clone());
            }
        }
        layout.source = Source::Columns(slots);
        layout
    }

    /// The layout of JSON records; `keys` are those of the first records. Properties that hold the rows of an event
    /// follow the columns, and are kept as JSON.
    pub fn keyed(
        keys: &[String],
        columns: &[InputColumn],
        properties: &[InputColumn],
        keep_all: bool,
        depth: u32,
    ) -> Self {
        let columns = [columns, properties].concat();
        let mut slots = columns.len();
        let mut kept_slots = HashMap::new();
        let mut kept = Vec::new();
        if keep_all {
            for key in keys {
                let slot = slots as u32;
                kept_slots.insert(key.clone(), slot);
                kept.push(Kept { header: key.clone(), slot });
                slots += 1;
            }
        }
        Layout {
            slots,
            columns: (0..columns.len()).map(|column| Some(column as u32)).collect(),
            kept,
            source: Source::Keyed(Keys {
                ranks: key_ranks(&columns),
                separators: columns.iter().map(|column| column.separator.clone()).collect(),
                properties: properties.iter().flat_map(|column| column.headers.first().cloned()).collect(),
                kept: kept_slots,
                keep_all,
                depth,
            }),
        }
    }
}
