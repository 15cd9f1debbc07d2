//! Rows of an event that contacts carry themselves: a list of objects in a JSON record.

use std::sync::Arc;

use super::found::RowsFound;
use crate::evaluate::cells::{Cells, InputColumn, RawCell, event_columns};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{EventRows, EventTotals, Group};
use crate::model::ids::{EventId, FieldId};
use crate::records::cut::Chunk;
use crate::records::findings::Findings;
use crate::records::limits::Limits;
use crate::records::rows::Rows;
use crate::records::rows::json::objects;
use crate::records::rows::layout::Layout;

/// An event whose rows contacts may carry.
#[derive(Clone, Debug)]
pub(super) struct Carrier {
    pub event: EventId,
    /// Where the property stands behind the columns of the contacts.
    pub place: usize,
    pub columns: Vec<InputColumn>,
    /// Whether the first records have the property.
    pub expected: bool,
    layout: Arc<Layout>,
    shows_values: bool,
    keeps_days: bool,
}

/// The rows of a batch of contacts.
pub(super) struct Carried {
    pub totals: EventTotals,
    /// By contact.
    pub groups: Vec<Group>,
    /// None if no contact has the property.
    pub found: Option<RowsFound>,
}

impl Carrier {
    pub fn new(plan: &Plan<'_>, event: EventId, place: usize, shows_values: bool, keeps_days: bool) -> Self {
        let columns = plan.program().events.get(event.index()).map(event_columns).unwrap_or_default();
        let layout = Arc::new(Layout::keyed(&[], &columns, &[], false, Limits::default().depth));
        Carrier { event, place, columns, expected: false, layout, shows_values, keeps_days }
    }

    /// Reads the rows of a batch; `number` is the number of a contact's record.
    pub fn read(
        &self,
        plan: &Plan<'_>,
        contacts: &(impl Cells + ?Sized),
        number: impl Fn(usize) -> u64,
    ) -> Carried {
        let mut chunk = Chunk::default();
        let mut owners: Vec<(u32, u32)> = Vec::new();
        let mut is_there = false;
        let mut group_of = |contact: usize| {
            let cell = contacts.cell(contact, self.place);
            is_there |= cell != RawCell::Absent;
            let RawCell::Text(json) = cell else { return Group::Unknown };
            let Some(items) = objects(json) else { return Group::Unknown };
            for item in &items {
                let start = chunk.bytes.len() as u32;
                chunk.bytes.extend_from_slice(item.as_bytes());
                owners.push((chunk.records.len() as u32, contact as u32));
                chunk.records.push(start..chunk.bytes.len() as u32);
            }
            if items.is_empty() { Group::Empty } else { Group::At(contact as u32) }
        };
        let groups: Vec<Group> = (0..contacts.rows()).map(&mut group_of).collect();
        let mut totals = EventTotals::new(plan, self.event, self.keeps_days);
        let mut rows = Rows::new(Arc::clone(&self.layout));
        rows.read(&mut chunk);
        let read = EventRows::read(plan, self.event, &rows);
        let fields =
            plan.program().events.get(self.event.index()).map_or(&[][..], |kind| kind.fields.as_slice());
        let found = is_there.then(|| {
            let mut findings = Findings::new(&self.columns, &[], self.shows_values);
            let owner = |row: usize| owners.get(row).map_or(0, |(_, contact)| number(*contact as usize));
            findings.count(
                &self.columns,
                &rows,
                read.problems(),
                |id: FieldId| fields.get(id.index()),
                owner,
            );
            RowsFound {
                rows: rows.count() as u64,
                after: read.after(plan, self.event),
                findings,
                ..RowsFound::default()
            }
        });
        totals.add(plan, read, &owners);
        totals.finish(contacts.rows());
        Carried { totals, groups, found }
    }
}
