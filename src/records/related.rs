//! The records beside the contacts' own: files of `events` and `lookup` blocks, and rows that contacts carry themselves
//! (docs/records.md, 9).
//!
//! ```text
//! activities.csv ──► EventIndex   (key ──► group, totals by group) ─┐
//! companies.csv  ──► LookupIndex  (key ──► row, cells as written)  ─┼──► of(batch) ──► Related, for the evaluator
//! contact: {"touches": […]} ──► Carried, batch by batch ────────────┘
//! ```
//!
//! Each file is read once, before the contacts, and rows of events on all threads. What is found is counted as it is for the contacts' own records, and
//! told of the file, never of a contact.

mod carried;
mod events;
pub mod find;
pub mod found;
mod groups;
mod keys;
mod lookup;
pub mod mismatch;
pub mod near;
mod owned;
mod part;
mod scan;

use super::error::RecordsError;
use super::findings::Tally;
use super::headers::match_columns;
use super::input::Input;
use crate::evaluate::cell::shape::shape;
use crate::evaluate::cells::{Cells, ColumnRole, InputColumn, RawCell};
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{BatchEvents, BatchLookup, Group, Related};
use crate::model::ids::{EventId, FieldId, LookupId};
use carried::{Carried, Carrier};
use events::EventIndex;
use find::RelatedFile;
use found::{Block, Origin, RelatedFound, RelatedSummary, RowsFound};
use keys::key_of;
use lookup::LookupIndex;
use mismatch::mismatch;

/// How the files are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelatedOptions {
    /// Whether what is counted may keep cells themselves.
    pub shows_values: bool,
    /// Whether the days of events are kept, which the evidence of duties needs.
    pub keeps_days: bool,
    /// How many threads read; 0 for one a core. Changes nothing in what is read.
    pub threads: usize,
}

/// All that is known beside the contacts' own records.
#[derive(Debug)]
pub struct RelatedRecords<'p> {
    plan: &'p Plan<'p>,
    options: RelatedOptions,
    /// By event.
    events: Vec<Option<EventIndex>>,
    /// By lookup.
    lookups: Vec<Option<LookupIndex>>,
    /// Properties of the contacts' own records, in the order in which they stand behind the columns.
    properties: Vec<InputColumn>,
    /// The events that they are for.
    carriers: Vec<Carrier>,
    /// Properties that must not be there, since a file beside the contacts has the rows: event, and place.
    unwanted: Vec<(EventId, usize)>,
}

impl<'p> RelatedRecords<'p> {
    /// Nothing.
    pub fn none(plan: &'p Plan<'p>) -> Self {
        RelatedRecords {
            plan,
            options: RelatedOptions::default(),
            events: Vec::new(),
            lookups: Vec::new(),
            properties: Vec::new(),
            carriers: Vec::new(),
            unwanted: Vec::new(),
        }
    }

    /// Reads the files, for the contacts of `input`.
    ///
    /// # Errors
    /// What is wrong with a file as a whole; that an event's rows are in a file beside the contacts and in a property
    /// of theirs as well.
    pub fn read(
        plan: &'p Plan<'p>,
        files: &[RelatedFile],
        input: &Input,
        options: RelatedOptions,
    ) -> Result<Self, RecordsError> {
        let mut related = RelatedRecords { options, ..RelatedRecords::none(plan) };
        let program = plan.program();
        let file_of = |block: Block| files.iter().find(|file| file.block == block);
        for index in 0..program.events.len() {
            let event = EventId::at(index);
            let file = file_of(Block::Event(event));
            if input.is_keyed() && !file.is_some_and(|file| file.stated) {
                related.expect_property(event, file, input)?;
            }
            let read = file.map(|file| EventIndex::read(plan, event, file, options));
            related.events.push(read.transpose()?);
        }
        for index in 0..program.lookups.len() {
            let lookup = LookupId::at(index);
            let file = file_of(Block::Lookup(lookup));
            let read = file.map(|file| LookupIndex::read(plan, lookup, file, options.shows_values));
            related.lookups.push(read.transpose()?);
        }
        Ok(related)
    }

    /// Looks for the rows of an event in the contacts' own records, unless a file has them.
    fn expect_property(
        &mut self,
        event: EventId,
        file: Option<&RelatedFile>,
        input: &Input,
    ) -> Result<(), RecordsError> {
        let Some(kind) = self.plan.program().events.get(event.index()) else { return Ok(()) };
        let property = InputColumn {
            field: FieldId(u32::MAX),
            role: ColumnRole::Value,
            headers: vec![kind.plural.clone()],
            declared: false,
            separator: None,
        };
        let place = self.plan.columns().len() + self.properties.len();
        let headers = input.headers();
        let matches = match_columns(input.name(), headers, std::slice::from_ref(&property), true)?;
        let is_there = matches.iter().any(|matched| matched.found.is_some());
        match file {
            Some(file) if is_there => {
                return Err(RecordsError::TwoSources {
                    path: input.name().to_owned(),
                    name: kind.name.clone(),
                    property: kind.plural.clone(),
                    file: file.place.name(),
                });
            }
            Some(_) => self.unwanted.push((event, place)),
            None => {
                let (shows, keeps) = (self.options.shows_values, self.options.keeps_days);
                let mut carrier = Carrier::new(self.plan, event, place, shows, keeps);
                carrier.expected = is_there;
                self.carriers.push(carrier);
            }
        }
        self.properties.push(property);
        Ok(())
    }

    /// The properties that are read of the contacts' own records, behind their columns.
    pub fn properties(&self) -> &[InputColumn] {
        &self.properties
    }

    /// What is known of the contacts of a batch; `number` is the number of a contact's record.
    pub fn of(
        &self,
        contacts: &(impl Cells + ?Sized),
        number: impl Fn(usize) -> u64 + Copy,
    ) -> BatchRecords<'_> {
        let count = contacts.rows();
        let mut batch = BatchRecords {
            records: self,
            carried: self.carriers.iter().map(|carrier| carrier.read(self.plan, contacts, number)).collect(),
            groups: Vec::new(),
            rows: Vec::new(),
            contact_keys: Vec::new(),
            twice: None,
        };
        let mut scratch = String::new();
        for (index, events) in self.events.iter().enumerate() {
            let groups = events.as_ref().map(|events| {
                let key = self.plan.program().events.get(index).and_then(|kind| kind.key);
                let block = Block::Event(EventId::at(index));
                let group = |contact: usize| {
                    let key = self.contact_key(key, contacts, contact, &mut scratch);
                    batch.note_key(block, key);
                    events.rows_of(key)
                };
                (0..count).map(group).collect()
            });
            batch.groups.push(groups);
        }
        for (index, lookup) in self.lookups.iter().enumerate() {
            let rows = lookup.as_ref().map(|lookup| {
                let key = self.plan.program().lookups.get(index).map(|lookup| lookup.key);
                let block = Block::Lookup(LookupId::at(index));
                let row = |contact: usize| {
                    let key = self.contact_key(key, contacts, contact, &mut scratch);
                    batch.note_key(block, lookup.compared(key));
                    lookup.row_of(key)
                };
                (0..count).map(row).collect()
            });
            batch.rows.push(rows);
        }
        let is_there =
            |place: usize| (0..count).any(|contact| contacts.cell(contact, place) != RawCell::Absent);
        batch.twice = self.unwanted.iter().find(|(_, place)| is_there(*place)).map(|(event, _)| *event);
        batch
    }

    /// The key that a contact has in this field.
    fn contact_key<'c>(
        &self,
        field: Option<FieldId>,
        contacts: &'c (impl Cells + ?Sized),
        contact: usize,
        scratch: &mut String,
    ) -> Option<&'c str> {
        let field = field?;
        let value = self.plan.columns_of(field).0?;
        // The columns of a field that is looked up are those of another file.
        self.plan.columns().get(value).filter(|column| column.field == field)?;
        key_of(contacts.cell(contact, value), self.plan.reader(field), scratch)
    }

    /// That an event's rows came both from a file beside the contacts and with a later contact.
    pub fn twice(&self, found: &RelatedFound, contacts: &str) -> Option<RecordsError> {
        let event = found.twice?;
        let kind = self.plan.program().events.get(event.index())?;
        Some(RecordsError::TwoSources {
            path: contacts.to_owned(),
            name: kind.name.clone(),
            property: kind.plural.clone(),
            file: self.events.get(event.index())?.as_ref()?.path.clone(),
        })
    }

    /// What became of each block, once all contacts are judged.
    pub fn summaries(&self, found: &RelatedFound) -> Vec<RelatedSummary> {
        Block::all(self.plan.program()).map(|block| self.summary(block, found)).collect()
    }

    fn summary(&self, block: Block, found: &RelatedFound) -> RelatedSummary {
        let contact_key = found.contact_keys.iter().find(|(known, _)| *known == block);
        let differing =
            |key: &Option<String>| Some(mismatch(key.as_deref()?, contact_key.map(|(_, key)| key)?));
        let blank = RelatedSummary {
            block,
            origin: Origin::Nowhere,
            columns: Vec::new(),
            keyed: false,
            found: RowsFound::default(),
            keys: 0,
            strangers: 0,
            repeated: Tally::default(),
            nobody: false,
            key: None,
            contact_key: contact_key.map(|(_, key)| shown(key, self.options.shows_values)),
            mismatch: None,
        };
        let mut summary = match block {
            Block::Event(event) => match self.events.get(event.index()).and_then(Option::as_ref) {
                Some(events) => RelatedSummary {
                    origin: Origin::File(events.path.clone()),
                    columns: events.columns.clone(),
                    keyed: events.keyed,
                    found: events.found.clone(),
                    keys: events.keys(),
                    strangers: events.strangers(),
                    key: events.first_key().map(|key| shown(&key, self.options.shows_values)),
                    mismatch: differing(&events.first_key()),
                    ..blank
                },
                None => {
                    let carried = found.carried.get(event.index()).and_then(Option::as_ref);
                    let carrier = self.carriers.iter().find(|carrier| carrier.event == event);
                    let expected = carrier.is_some_and(|carrier| carrier.expected);
                    let Some(carrier) = carrier.filter(|_| expected || carried.is_some()) else {
                        return blank;
                    };
                    RelatedSummary {
                        origin: Origin::Property(block.rows_name(self.plan.program()).to_owned()),
                        columns: carrier.columns.clone(),
                        keyed: true,
                        found: carried.cloned().unwrap_or_default(),
                        ..blank
                    }
                }
            },
            Block::Lookup(lookup) => {
                let Some(rows) = self.lookups.get(lookup.index()).and_then(Option::as_ref) else {
                    return blank;
                };
                RelatedSummary {
                    origin: Origin::File(rows.path.clone()),
                    columns: rows.columns.clone(),
                    keyed: rows.keyed,
                    found: rows.found.clone(),
                    keys: rows.key_count(),
                    strangers: rows.strangers(),
                    repeated: rows.repeated,
                    key: rows.first_key.as_deref().map(|key| shown(key, self.options.shows_values)),
                    mismatch: differing(&rows.first_key),
                    ..blank
                }
            }
        };
        let keyed = summary.found.rows - summary.found.blank_keys.count.min(summary.found.rows);
        summary.nobody = matches!(summary.origin, Origin::File(_))
            && summary.contact_key.is_some()
            && summary.found.rows > 0
            && summary.strangers == keyed;
        summary
    }
}

/// What is known of the contacts of a batch.
pub struct BatchRecords<'r> {
    records: &'r RelatedRecords<'r>,
    carried: Vec<Carried>,
    groups: Vec<Option<Vec<Group>>>,
    rows: Vec<Option<Vec<Option<u32>>>>,
    contact_keys: Vec<(Block, String)>,
    twice: Option<EventId>,
}

impl BatchRecords<'_> {
    /// Notes the first key of a contact.
    fn note_key(&mut self, block: Block, key: Option<&str>) {
        if let Some(key) = key
            && self.contact_keys.last().is_none_or(|(known, _)| *known != block)
        {
            self.contact_keys.push((block, key.to_owned()));
        }
    }

    /// As the evaluator takes it.
    pub fn related(&self) -> Related<'_> {
        let mut related = Related::default();
        for (index, groups) in self.groups.iter().enumerate() {
            let event = EventId::at(index);
            let place = self.records.carriers.iter().position(|carrier| carrier.event == event);
            let file = self.records.events.get(index).and_then(Option::as_ref);
            let of_file = groups.clone().zip(file);
            let of_file = of_file.map(|(groups, file)| BatchEvents { totals: &file.totals, groups });
            let carried = place.and_then(|place| self.carried.get(place));
            related.events.push(of_file.or_else(|| {
                carried.map(|carried| BatchEvents { totals: &carried.totals, groups: carried.groups.clone() })
            }));
        }
        for (index, rows) in self.rows.iter().enumerate() {
            let file = self.records.lookups.get(index).and_then(Option::as_ref);
            let lookup = rows.clone().zip(file).map(|(rows, file)| BatchLookup { cells: &file.cells, rows });
            related.lookups.push(lookup);
        }
        related
    }

    /// What was found.
    pub fn found(&self) -> RelatedFound {
        let mut carried = vec![None; self.records.events.len()];
        for (carrier, of_batch) in self.records.carriers.iter().zip(&self.carried) {
            if let Some(place) = carried.get_mut(carrier.event.index()) {
                place.clone_from(&of_batch.found);
            }
        }
        RelatedFound { carried, contact_keys: self.contact_keys.clone(), twice: self.twice }
    }
}

/// A key as it may be shown: its shape, unless values are asked for.
fn shown(key: &str, shows_values: bool) -> String {
    if shows_values { key.to_owned() } else { shape(key) }
}
