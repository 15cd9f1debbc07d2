//! The rows of an events file, added up for each key.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::find::RelatedFile;
use super::found::{Block, RowsFound};
use super::keys::{key_column, key_of};
use super::scan::Opened;
use crate::evaluate::cells::{Cells, InputColumn, RawCell, event_columns};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{EventRows, EventTotals, Group};
use crate::model::ids::{EventId, FieldId};
use crate::records::error::RecordsError;
use crate::records::findings::Findings;
use crate::records::rows::Rows;

/// An events file, read: groups of rows by key, numbered from 0 in the order in which the keys first appear.
#[derive(Debug)]
pub(super) struct EventIndex {
    pub path: String,
    pub keyed: bool,
    pub totals: EventTotals,
    pub columns: Vec<InputColumn>,
    pub found: RowsFound,
    /// Only its shape is shown.
    pub first_key: Option<String>,
    groups: HashMap<String, u32>,
    /// By group: how many rows have this key alone.
    alone: Vec<u64>,
    /// The groups of each row that has several keys.
    shared: Vec<Vec<u32>>,
    /// By group: whether a contact has this key. Set by whoever judges, and read when all are done.
    matched: Vec<AtomicBool>,
}

impl EventIndex {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with the file as a whole; that it has no column for the key.
    pub fn read(
        plan: &Plan<'_>,
        event: EventId,
        file: &RelatedFile,
        shows_values: bool,
        keeps_days: bool,
    ) -> Result<Self, RecordsError> {
        let program = plan.program();
        let kind = program.events.get(event.index());
        let (to, separator) =
            kind.map_or((None, None), |kind| (kind.to.as_deref(), kind.separator.as_deref()));
        let key_field = kind.and_then(|kind| kind.key);
        let columns = kind.map(event_columns).unwrap_or_default();
        let key = key_column(to, key_field.and_then(|id| program.field(id)), separator.map(str::to_owned));
        let opened = Opened::new(file, &columns, key, Block::Event(event).name(program))?;
        let key_at = opened.key;
        let mut index = EventIndex {
            path: opened.name().to_owned(),
            keyed: opened.is_keyed(),
            totals: EventTotals::new(plan, event, keeps_days),
            found: RowsFound {
                findings: Findings::new(&columns, &opened.matches, shows_values),
                ..RowsFound::default()
            },
            columns,
            first_key: None,
            groups: HashMap::new(),
            alone: Vec::new(),
            shared: Vec::new(),
            matched: Vec::new(),
        };
        let reader = key_field.and_then(|id| plan.reader(id));
        let mut scratch = String::new();
        let mut owners: Vec<(u32, u32)> = Vec::new();
        let mut own: Vec<u32> = Vec::new();
        opened.read(|rows| {
            let read = EventRows::read(plan, event, rows);
            owners.clear();
            for row in 0..rows.count() {
                own.clear();
                let mut take = |index: &mut EventIndex, cell: RawCell<'_>| {
                    if let Some(key) = key_of(cell, reader, &mut scratch) {
                        own.push(index.group_for(key));
                    }
                };
                match (rows.cell(row, key_at), separator) {
                    (RawCell::Text(text), Some(separator)) if !separator.is_empty() => {
                        text.split(separator).for_each(|part| take(&mut index, RawCell::Text(part)));
                    }
                    (cell, _) => take(&mut index, cell),
                }
                // A cell may hold a key twice, and the row belongs to it once.
                own.sort_unstable();
                own.dedup();
                index.count_owners(&own, rows.number(row));
                owners.extend(own.iter().map(|group| (row as u32, *group)));
            }
            index.totals.add(plan, &read, &owners);
            index.count(plan, event, rows, &read);
        })?;
        let groups = index.alone.len();
        index.totals.finish(groups);
        index.matched.resize_with(groups, AtomicBool::default);
        Ok(index)
    }

    fn group_for(&mut self, key: &str) -> u32 {
        if let Some(group) = self.groups.get(key) {
            return *group;
        }
        let group = self.alone.len() as u32;
        self.first_key.get_or_insert_with(|| key.to_owned());
        self.groups.insert(key.to_owned(), group);
        self.alone.push(0);
        group
    }

    fn count_owners(&mut self, own: &[u32], number: u64) {
        match own {
            [] => self.found.blank_keys.add(number),
            [only] => {
                if let Some(alone) = self.alone.get_mut(*only as usize) {
                    *alone += 1;
                }
            }
            several => self.shared.push(several.to_vec()),
        }
    }

    fn count(&mut self, plan: &Plan<'_>, event: EventId, rows: &Rows, read: &EventRows) {
        let fields = plan.program().events.get(event.index()).map_or(&[][..], |kind| kind.fields.as_slice());
        self.found.rows += rows.count() as u64;
        self.found.after += read.after(plan, event);
        self.found.findings.count(
            &self.columns,
            rows,
            read.problems(),
            |id: FieldId| fields.get(id.index()),
            |row| rows.number(row),
        );
    }

    /// The rows of a contact's key.
    pub fn rows_of(&self, key: Option<&str>) -> Group {
        let Some(key) = key else { return Group::Unknown };
        let Some(group) = self.groups.get(key).copied() else { return Group::Empty };
        if let Some(matched) = self.matched.get(group as usize) {
            matched.store(true, Ordering::Relaxed);
        }
        Group::At(group)
    }

    /// How many keys there are.
    pub fn keys(&self) -> u64 {
        self.alone.len() as u64
    }

    /// How many rows have a key, and none that a contact has.
    pub fn strangers(&self) -> u64 {
        let is_matched = |group: u32| {
            self.matched.get(group as usize).is_some_and(|matched| matched.load(Ordering::Relaxed))
        };
        let alone = (0..).zip(&self.alone).filter(|(group, _)| !is_matched(*group)).map(|(_, rows)| rows);
        let shared = self.shared.iter().filter(|groups| !groups.iter().any(|group| is_matched(*group)));
        alone.sum::<u64>() + shared.count() as u64
    }
}
