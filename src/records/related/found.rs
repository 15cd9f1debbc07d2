//! What was found in the records beside the contacts' own, in numbers.

use crate::evaluate::cells::InputColumn;
use crate::model::ids::{EventId, LookupId};
use crate::model::program::Program;
use crate::records::findings::{Findings, Tally};
use crate::records::related::mismatch::Mismatch;

/// A block of the definition whose records stand in a file of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// `events`
    Event(EventId),
    /// `lookup`
    Lookup(LookupId),
}

impl Block {
    /// All of a definition, events first.
    pub fn all(program: &Program) -> impl Iterator<Item = Block> {
        let events = (0..program.events.len()).map(|index| Block::Event(EventId::at(index)));
        events.chain((0..program.lookups.len()).map(|index| Block::Lookup(LookupId::at(index))))
    }

    /// Its name as declared.
    pub fn name(self, program: &Program) -> &str {
        match self {
            Block::Event(event) => program.events.get(event.index()).map_or("", |event| event.name.as_str()),
            Block::Lookup(lookup) => {
                program.lookups.get(lookup.index()).map_or("", |lookup| lookup.name.as_str())
            }
        }
    }

    /// What its rows are called.
    pub fn rows_name(self, program: &Program) -> &str {
        match self {
            Block::Event(event) => {
                program.events.get(event.index()).map_or("", |event| event.plural.as_str())
            }
            Block::Lookup(_) => self.name(program),
        }
    }

    /// The bare stem of its file, trimmed.
    pub fn stem(self, program: &Program) -> Option<&str> {
        let file = match self {
            Block::Event(event) => program.events.get(event.index())?.file.as_deref(),
            Block::Lookup(lookup) => program.lookups.get(lookup.index())?.file.as_deref(),
        };
        file.map(str::trim).filter(|file| !file.is_empty())
    }
}

/// What was found in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsFound {
    /// How many there are.
    pub rows: u64,
    /// Dated after the as-of date.
    pub after: u64,
    /// Without a key.
    pub blank_keys: Tally,
    /// What is wrong with them.
    pub findings: Findings,
}

impl RowsFound {
    /// Adds what was found in later rows of the same columns.
    pub(super) fn add(&mut self, later: RowsFound) {
        self.rows += later.rows;
        self.after += later.after;
        self.blank_keys.merge(later.blank_keys);
        self.findings.merge(later.findings);
    }

    fn merge(&mut self, later: RowsFound) {
        self.rows += later.rows;
        self.after += later.after;
        self.blank_keys.merge(later.blank_keys);
        if self.findings.columns.is_empty() {
            self.findings = later.findings;
        } else {
            self.findings.merge(later.findings);
        }
    }
}

/// What batches of contacts found; added up in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedFound {
    /// By event: the rows that contacts carry themselves; none where no contact has such a property.
    pub carried: Vec<Option<RowsFound>>,
    /// By block: the first key that a contact has; only its shape is shown.
    pub contact_keys: Vec<(Block, String)>,
    /// The event, if any, whose rows came both from a file and with contacts.
    pub twice: Option<EventId>,
}

impl RelatedFound {
    pub(crate) fn merge(&mut self, later: RelatedFound) {
        if self.carried.len() < later.carried.len() {
            self.carried.resize(later.carried.len(), None);
        }
        for (carried, later) in self.carried.iter_mut().zip(later.carried) {
            match (carried.as_mut(), later) {
                (_, None) => {}
                (None, later) => *carried = later,
                (Some(carried), Some(later)) => carried.merge(later),
            }
        }
        for (block, key) in later.contact_keys {
            if !self.contact_keys.iter().any(|(known, _)| *known == block) {
                self.contact_keys.push((block, key));
            }
        }
        self.twice = self.twice.or(later.twice);
    }
}

/// Where the records of a block came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This file.
    File(String),
    /// A property of the contacts' own records.
    Property(String),
    /// Nowhere.
    Nowhere,
}

/// What became of the records of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedSummary {
    /// Whose.
    pub block: Block,
    /// From where.
    pub origin: Origin,
    /// The columns that are read, as [`Findings::columns`] has them.
    pub columns: Vec<InputColumn>,
    /// Whether each row names its columns: then nothing is missing where there are no rows.
    pub keyed: bool,
    /// What was found in the rows.
    pub found: RowsFound,
    /// How many keys there are in the file.
    pub keys: u64,
    /// Rows with a key that no contact has.
    pub strangers: u64,
    /// Keys that occur more than once in a lookup's file; the first row that has a key again.
    pub repeated: Tally,
    /// That no row belongs to a contact, though there are both.
    pub nobody: bool,
    /// One key of the file, as it may be shown.
    pub key: Option<String>,
    /// One key of a contact.
    pub contact_key: Option<String>,
    /// What tells the two apart.
    pub mismatch: Option<Mismatch>,
}

impl RelatedSummary {
    /// Whether something is wrong, so that `--strict` fails.
    pub fn has_problems(&self) -> bool {
        self.origin == Origin::Nowhere
            || self.nobody
            || self.repeated.count > 0
            || self.found.findings.has_problems()
            || (self.has_columns() && self.found.findings.lacks_a_column())
    }

    /// Whether it can be told which columns are there.
    pub fn has_columns(&self) -> bool {
        self.found.rows > 0 || !self.keyed
    }
}
