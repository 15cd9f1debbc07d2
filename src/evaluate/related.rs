//! Records beside the contacts' own (language.md, 4.4).
//!
//! Events are read once, row by row, and added up for each contact: how many a count has for sure and at most, the
//! latest value, the points of a score's row. What a verdict asks of a contact's events is then one number, however
//! many events there were. Only `since` and the evidence of duties, whose days hang on the contact, keep the days of
//! rows.
//!
//! ```text
//! activities.csv ──► EventRows ──► EventTotals, by group ─┐
//! contacts ──► key ──► Group of each contact ─────────────┴──► Related ──► Batch
//! ```

mod counted;
pub(crate) mod dated;
pub(crate) mod gather;
mod looked;
mod picked;
mod rows;
mod summed;
pub(crate) mod totals;

use super::cells::Cells;
use crate::model::ids::{EventId, LookupId};
pub use counted::CountedRows;
pub use looked::lookup_problems;
pub use rows::EventRows;
pub use totals::EventTotals;

/// Which events a contact has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Nobody knows: no events were given for it, or its key is blank.
    Unknown,
    /// None.
    Empty,
    /// Those of this group of the totals.
    At(u32),
}

/// The events of one kind, for the contacts of a batch.
#[derive(Clone, Debug)]
pub struct BatchEvents<'r> {
    /// The totals.
    pub totals: &'r EventTotals,
    /// The group of each contact.
    pub groups: Vec<Group>,
}

/// The rows of one lookup, for the contacts of a batch.
#[derive(Clone)]
pub struct BatchLookup<'r> {
    /// The cells of the lookup's file; columns as in [`lookup_columns`](super::cells::lookup_columns).
    pub cells: &'r (dyn Cells + Sync),
    /// The row of each contact, if it has one.
    pub rows: Vec<Option<u32>>,
}

/// What is known of the contacts of a batch beside their own records; what is not there was not given.
#[derive(Clone, Default)]
pub struct Related<'r> {
    /// By event.
    pub events: Vec<Option<BatchEvents<'r>>>,
    /// By lookup.
    pub lookups: Vec<Option<BatchLookup<'r>>>,
}

impl<'r> Related<'r> {
    /// What is known of one contact, for so many copies of it.
    pub(crate) fn repeated(&self, row: usize, times: usize) -> Related<'r> {
        let events = self.events.iter().map(|events| {
            let events = events.as_ref()?;
            let group = events.groups.get(row).copied().unwrap_or(Group::Unknown);
            Some(BatchEvents { totals: events.totals, groups: vec![group; times] })
        });
        let lookups = self.lookups.iter().map(|lookup| {
            let lookup = lookup.as_ref()?;
            let found = lookup.rows.get(row).copied().flatten();
            Some(BatchLookup { cells: lookup.cells, rows: vec![found; times] })
        });
        Related { events: events.collect(), lookups: lookups.collect() }
    }

    pub(crate) fn events(&self, event: EventId) -> Option<&BatchEvents<'r>> {
        self.events.get(event.index())?.as_ref()
    }

    pub(crate) fn lookup(&self, lookup: LookupId) -> Option<&BatchLookup<'r>> {
        self.lookups.get(lookup.index())?.as_ref()
    }
}
