//! Two programs side by side: what both have is one thing.

use super::cell::Kind;
use super::pairing::Pairing;
use crate::model::field::FieldType;
use crate::model::ids::{EventFieldId, EventId, FieldId};
use crate::model::program::Program;

/// Which of the two programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Old, Side::New];
}

/// One of each program.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Both<T> {
    pub(super) old: T,
    pub(super) new: T,
}

impl<T> Both<T> {
    pub(super) fn of(&self, side: Side) -> &T {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    pub(super) fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        }
    }
}

/// The things of two programs, each once.
#[derive(Debug)]
pub(super) struct Shared {
    /// What each field is in either program.
    pub(super) fields: Vec<Both<Option<FieldId>>>,
    /// For each field of a program, its index in `fields`.
    pub(super) of_field: Both<Vec<usize>>,
    /// Whether the field was of another type before, so that its two forms are held apart.
    pub(super) retyped: Vec<bool>,
    /// What each kind of event is in either program.
    pub(super) events: Vec<Both<Option<EventId>>>,
    /// For each event of a program, its index in `events`.
    pub(super) of_event: Both<Vec<usize>>,
    /// For each event of the new program and each of its fields, the old one.
    pub(super) event_fields: Vec<Vec<Option<EventFieldId>>>,
}

impl Shared {
    pub(super) fn new(programs: Both<&Program>, pairing: Pairing) -> Self {
        let Both { old, new } = programs;
        let mut shared = Shared {
            fields: Vec::new(),
            of_field: Both { old: vec![0; old.fields.len()], new: Vec::new() },
            retyped: Vec::new(),
            events: Vec::new(),
            of_event: Both { old: vec![0; old.events.len()], new: Vec::new() },
            event_fields: pairing.event_fields,
        };
        let mut taken = vec![false; old.fields.len()];
        let mut retyped = vec![false; old.fields.len()];
        for (index, field) in new.fields.iter().enumerate() {
            let before = pairing.fields.get(index).copied().flatten();
            let before = before.filter(|id| taken.get(id.index()) == Some(&false));
            let fits = before
                .and_then(|id| old.field(id))
                .is_some_and(|before| comparable(&before.field_type, &field.field_type));
            let here = shared.fields.len();
            shared.of_field.new.push(here);
            shared.retyped.push(before.is_some() && !fits);
            shared.fields.push(Both { old: before.filter(|_| fits), new: Some(FieldId::at(index)) });
            let Some(id) = before else { continue };
            if let Some(place) = taken.get_mut(id.index()) {
                *place = fits;
            }
            if let Some(place) = retyped.get_mut(id.index()) {
                *place = !fits;
            }
            if let Some(place) = shared.of_field.old.get_mut(id.index()).filter(|_| fits) {
                *place = here;
            }
        }
        for (index, place) in shared.of_field.old.iter_mut().enumerate() {
            if taken.get(index) == Some(&false) {
                *place = shared.fields.len();
                shared.fields.push(Both { old: Some(FieldId::at(index)), new: None });
                shared.retyped.push(retyped.get(index) == Some(&true));
            }
        }
        shared.pair_events(programs, &pairing.events);
        shared
    }

    fn pair_events(&mut self, programs: Both<&Program>, events: &[Option<EventId>]) {
        let mut taken = vec![false; programs.old.events.len()];
        for index in 0..programs.new.events.len() {
            let before = events.get(index).copied().flatten();
            let before = before.filter(|id| taken.get(id.index()) == Some(&false));
            self.of_event.new.push(self.events.len());
            if let Some(id) = before {
                if let Some(place) = taken.get_mut(id.index()) {
                    *place = true;
                }
                if let Some(place) = self.of_event.old.get_mut(id.index()) {
                    *place = self.events.len();
                }
            }
            self.events.push(Both { old: before, new: Some(EventId::at(index)) });
        }
        for (index, place) in self.of_event.old.iter_mut().enumerate() {
            if taken.get(index) == Some(&false) {
                *place = self.events.len();
                self.events.push(Both { old: Some(EventId::at(index)), new: None });
            }
        }
    }

    /// The field of a program that a field here is.
    pub(super) fn field(&self, index: usize, side: Side) -> Option<FieldId> {
        *self.fields.get(index)?.of(side)
    }

    /// The index here of a field of a program.
    pub(super) fn index_of(&self, side: Side, field: FieldId) -> Option<usize> {
        self.of_field.of(side).get(field.index()).copied()
    }
}

/// Whether a cell of the one can be thought of as a cell of the other.
fn comparable(old: &FieldType, new: &FieldType) -> bool {
    match (old, new) {
        (FieldType::Money(old), FieldType::Money(new)) => old == new,
        (old, new) => Kind::of(old) == Kind::of(new),
    }
}
