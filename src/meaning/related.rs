//! Lookups and events.

use super::item::{Kind, Part};
use super::writer::{Writer, form, quoted};
use crate::model::related::{EventKind, Lookup};

impl Writer<'_> {
    pub(super) fn lookups(&self) -> Vec<Part> {
        let lookups = self.program.lookups.iter().enumerate();
        lookups
            .map(|(index, lookup)| self.part(Kind::Lookup, index, &lookup.name, self.lookup(lookup)))
            .collect()
    }

    fn lookup(&self, lookup: &Lookup) -> String {
        let mut parts: Vec<String> = lookup.file.iter().map(|file| form("file", [quoted(file)])).collect();
        let head = if lookup.domain_of { "matched-by-domain-of" } else { "matched-by" };
        parts.push(form(head, [self.field(lookup.key), self.compared(&lookup.to)]));
        parts.extend(self.said("prose", &lookup.prose));
        form("lookup", parts)
    }

    pub(super) fn event_kinds(&self) -> Vec<Part> {
        let events = self.program.events.iter().enumerate();
        events
            .map(|(index, event)| self.part(Kind::Events, index, &event.name, self.event_kind(event)))
            .collect()
    }

    fn event_kind(&self, event: &EventKind) -> String {
        let mut parts: Vec<String> = self.said("plural", [&event.plural]).into_iter().collect();
        parts.extend(event.file.iter().map(|file| form("file", [quoted(file)])));
        if event.key.is_some() || event.to.is_some() {
            let key = event.key.map_or_else(|| "nothing".to_owned(), |key| self.field(key));
            let to = event.to.iter().map(|to| self.compared(to));
            let separator = event.separator.iter().map(|separator| form("separated-by", [quoted(separator)]));
            parts.push(form("matched-by", std::iter::once(key).chain(to).chain(separator)));
        }
        let dated = event.dated_by.and_then(|id| event.fields.get(id.index()));
        parts.extend(dated.map(|field| form("dated-by", [self.own(field)])));
        let fields = event.fields.iter();
        let fields =
            fields.map(|field| form("own", std::iter::once(self.own(field)).chain(self.contract(field))));
        parts.extend(self.set(fields.collect()));
        parts.extend(self.said("prose", &event.prose));
        form("events", parts)
    }
}
