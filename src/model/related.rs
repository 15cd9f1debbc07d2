//! Records beside the contact's own: events, and the one row of a lookup.

use super::condition::Node;
use super::field::Field;
use super::ids::{EventFieldId, EventId, FieldId};
use super::value::Duration;
use crate::text::span::Place;

/// One related row by key: a company, a deal, an owner.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Its name as declared.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// Bare stem of its file.
    pub file: Option<String>,
    /// The contact's field that holds the key.
    pub key: FieldId,
    /// Whether the domain of that field is the key.
    pub domain_of: bool,
    /// The key column of the file.
    pub to: String,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// A kind of event.
#[derive(Clone, Debug)]
pub struct EventKind {
    /// One of them, as declared.
    pub name: String,
    /// Several of them, as declared.
    pub plural: String,
    /// Where it is declared.
    pub place: Place,
    /// Bare stem of its file.
    pub file: Option<String>,
    /// The contact's field that holds the key.
    pub key: Option<FieldId>,
    /// The key column of the file.
    pub to: Option<String>,
    /// What stands between several keys in one cell.
    pub separator: Option<String>,
    /// The field with its date.
    pub dated_by: Option<EventFieldId>,
    /// Its fields; each reads a column.
    pub fields: Vec<Field>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// Some of a contact's events.
#[derive(Clone, Debug)]
pub struct EventSet {
    /// Of which kind.
    pub event: EventId,
    /// Which of them.
    pub filter: Option<Filter>,
    /// Of what time.
    pub window: Option<Window>,
}

/// A condition on one event: nodes of its own, about [`Operand::EventField`](super::condition::Operand::EventField)s;
/// the last one is the answer.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The nodes, parts first; never empty.
    pub nodes: Vec<Node>,
}

/// The time that events are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// `within the last D`
    Last(Duration),
    /// `since FIELD`, that day included
    Since(FieldId),
}

/// `kind of latest touch where (…)`
#[derive(Clone, Debug)]
pub struct Pick {
    /// Among which events.
    pub set: EventSet,
    /// Whose value.
    pub field: EventFieldId,
    /// The first, else the latest.
    pub first: bool,
}
