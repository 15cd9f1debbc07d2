//! The rows of an events file, added up for each key.
//!
//! ```text
//!             ┌──► worker: cells, which rows count, keys ─┐
//! one reader ─┤                                           ├──► in the order of the file: group of each key, totals
//!             └──► worker: cells, which rows count, keys ─┘
//! ```

use std::sync::atomic::{AtomicBool, Ordering};

use super::RelatedOptions;
use super::find::RelatedFile;
use super::found::{Block, RowsFound};
use super::groups::Groups;
use super::keys::key_column;
use super::owned::OwnedRows;
use super::part::Part;
use super::scan::Opened;
use crate::evaluate::cells::{InputColumn, event_columns};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{CountedRows, EventRows, EventTotals, Group};
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
    groups: Groups,
    owned: OwnedRows,
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
        options: RelatedOptions,
    ) -> Result<Self, RecordsError> {
        let program = plan.program();
        let kind = program.events.get(event.index());
        let (to, separator) =
            kind.map_or((None, None), |kind| (kind.to.as_deref(), kind.separator.as_deref()));
        let key_field = kind.and_then(|kind| kind.key);
        let fields = kind.map_or(&[][..], |kind| kind.fields.as_slice());
        let columns = kind.map(event_columns).unwrap_or_default();
        let key = key_column(to, key_field.and_then(|id| program.field(id)), separator.map(str::to_owned));
        let separator = separator.filter(|separator| !separator.is_empty());
        let opened = Opened::new(file, &columns, key, Block::Event(event).name(program))?;
        let (path, keyed, key_at) = (opened.name().to_owned(), opened.is_keyed(), opened.key);
        let findings = Findings::new(&columns, &opened.matches, options.shows_values);
        let blank = findings.part();
        let mut found = RowsFound { findings, ..RowsFound::default() };
        let mut totals = EventTotals::new(plan, event, options.keeps_days);
        let mut groups = Groups::default();
        let mut owned = OwnedRows::default();
        let (reader, readier) = (key_field.and_then(|id| plan.reader(id)), groups.readier());
        let make = |rows: &Rows, part: &mut Part| {
            let read = EventRows::read(plan, event, rows);
            part.found = RowsFound {
                rows: rows.count() as u64,
                after: read.after(plan, event),
                findings: blank.clone(),
                ..RowsFound::default()
            };
            let field = |id: FieldId| fields.get(id.index());
            part.found.findings.count(&columns, rows, read.problems(), field, |row| rows.number(row));
            part.take_keys(rows, key_at, reader, separator, &readier);
            part.counted = CountedRows::new(plan, event, read);
        };
        let mut owners: Vec<(u32, u32)> = Vec::new();
        opened.read_together(options.threads, &make, |part: &mut Part| {
            owners.clear();
            groups.put(part.keys(), |at| part.text_of(at), |at, group| owners.push((part.row_of(at), group)));
            match separator {
                None => owned.add_alone(&owners, groups.count()),
                Some(_) => owned.add_shared(&mut owners, groups.count()),
            }
            totals.add_counted(plan, &part.counted, &owners, groups.count());
            found.add(std::mem::take(&mut part.found));
        })?;
        totals.finish(groups.count());
        let mut matched = Vec::new();
        matched.resize_with(groups.count(), AtomicBool::default);
        Ok(EventIndex { path, keyed, totals, columns, found, groups, owned, matched })
    }

    /// The key of the first row that has one; only its shape is shown.
    pub fn first_key(&self) -> Option<String> {
        self.groups.first()
    }

    /// The rows of a contact's key.
    pub fn rows_of(&self, key: Option<&str>) -> Group {
        let Some(key) = key else { return Group::Unknown };
        let Some(group) = self.groups.of(key) else { return Group::Empty };
        if let Some(matched) = self.matched.get(group as usize) {
            matched.store(true, Ordering::Relaxed);
        }
        Group::At(group)
    }

    /// How many keys there are.
    pub fn keys(&self) -> u64 {
        self.groups.count() as u64
    }

    /// How many rows have a key, and none that a contact has.
    pub fn strangers(&self) -> u64 {
        let is_matched = |group: u32| {
            self.matched.get(group as usize).is_some_and(|matched| matched.load(Ordering::Relaxed))
        };
        self.owned.strangers(is_matched)
    }
}
