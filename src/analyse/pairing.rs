//! Which things of two programs are the same thing.

use std::collections::HashMap;

use crate::evaluate::fold::folded;
use crate::model::ids::{EventFieldId, EventId, FieldId, ScoreId};
use crate::model::program::Program;

/// For each thing of the new program, by id, the thing of the old one that it was; none for what is new.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// Fields, by the new [`FieldId`].
    pub fields: Vec<Option<FieldId>>,
    /// Kinds of events, by the new [`EventId`].
    pub events: Vec<Option<EventId>>,
    /// Their fields, by the new [`EventId`] and [`EventFieldId`].
    pub event_fields: Vec<Vec<Option<EventFieldId>>>,
    /// Scores, by the new [`ScoreId`].
    pub scores: Vec<Option<ScoreId>>,
}

impl Pairing {
    /// What has the same name, compared as texts, is the same; renames are for the caller to put in.
    pub fn by_name(old: &Program, new: &Program) -> Self {
        let fields = names(old.fields.iter().map(|field| &field.name));
        let events = names(old.events.iter().map(|event| &event.name));
        let scores = names(old.scores.iter().map(|score| &score.name));
        let mut pairing = Pairing {
            fields: new.fields.iter().map(|field| found(&fields, &field.name).map(FieldId::at)).collect(),
            events: new.events.iter().map(|event| found(&events, &event.name).map(EventId::at)).collect(),
            event_fields: Vec::new(),
            scores: new.scores.iter().map(|score| found(&scores, &score.name).map(ScoreId::at)).collect(),
        };
        pairing.pair_event_fields(old, new);
        pairing
    }

    /// Pairs the fields of paired events by name: to be called again by whoever pairs other events.
    pub fn pair_event_fields(&mut self, old: &Program, new: &Program) {
        let of = |(kind, before): (&crate::model::related::EventKind, &Option<EventId>)| {
            let before = before.and_then(|event| old.events.get(event.index()));
            let known = names(before.iter().flat_map(|event| event.fields.iter().map(|field| &field.name)));
            kind.fields.iter().map(|field| found(&known, &field.name).map(EventFieldId::at)).collect()
        };
        self.event_fields = new.events.iter().zip(&self.events).map(of).collect();
    }
}

fn names<'n>(names: impl Iterator<Item = &'n String>) -> HashMap<String, usize> {
    names.enumerate().map(|(index, name)| (folded(name), index)).collect()
}

fn found(names: &HashMap<String, usize>, name: &str) -> Option<usize> {
    names.get(&folded(name)).copied()
}
