//! Lookups and events: records beside the contact's own.

use std::collections::HashMap;
use std::rc::Rc;

use super::checker::{Checker, values_of};
use super::items::Placed;
use super::names::Thing;
use super::operators::Kind;
use super::problem::fields::{FieldProblem, Line};
use super::problem::names::NameProblem;
use super::problem::structure::StructureProblem;
use super::problem::values::ValueProblem;
use crate::model::field::Origin;
use crate::model::ids::{EventFieldId, EventId, FieldId, LookupId};
use crate::model::related::{EventKind, Lookup};
use crate::syntax::document::{EventField, EventFieldClause, Events, EventsClause, LookupClause, Text};
use crate::text::span::{Place, SourceId};

impl Checker<'_> {
    /// Declares lookups and events, so that fields can name them.
    pub(super) fn related(&mut self) {
        for item in self.items.lookups.clone() {
            let id = LookupId::at(self.program.lookups.len());
            if self.declare(item.source, &item.it.name, Thing::Lookup(id)) {
                let mut lookup = Lookup {
                    name: item.it.name.text.clone(),
                    place: Place::new(item.source, item.it.name.at.0),
                    file: None,
                    key: FieldId(0),
                    domain_of: false,
                    to: String::new(),
                    prose: Vec::new(),
                };
                self.lookup_lines(&item, &mut lookup);
                self.program.lookups.push(lookup);
            }
        }
        for item in self.items.events.clone() {
            let id = EventId::at(self.program.events.len());
            let one = self.declare(item.source, &item.it.name, Thing::Event(id));
            let many = item.it.plural.key == item.it.name.key
                || self.declare(item.source, &item.it.plural, Thing::Event(id));
            if !one {
                if many && item.it.plural.key != item.it.name.key {
                    // Its plural is let pass.
                    self.broken_events.insert(id);
                } else {
                    continue;
                }
            }
            self.events_block(id, &item);
        }
    }

    fn lookup_lines(&mut self, item: &Placed<'_, crate::syntax::document::Lookup>, lookup: &mut Lookup) {
        let source = item.source;
        let mut matched: Option<Place> = None;
        let mut file: Option<Place> = None;
        for clause in &item.it.clauses {
            let place = Place::new(source, clause.at.0);
            match &clause.kind {
                LookupClause::File(text) => {
                    self.once(&mut file, place, Line::File, &lookup.name);
                    self.stem(source, text);
                    lookup.file = Some(text.value.clone());
                }
                LookupClause::MatchedBy { domain_of, field, to } => {
                    self.once(&mut matched, place, Line::MatchedBy, &lookup.name);
                    if let Some(id) = self.key_field(source, field) {
                        lookup.key = id;
                        self.lookup_keys.push((id, Place::new(source, field.at.0)));
                        if let Some(kind) = self.type_of(id).kind()
                            && *domain_of
                            && kind != Kind::Email
                        {
                            self.report(super::problem::conditions::ConditionProblem::NoDomain {
                                place: Place::new(source, field.at.0),
                                name: field.text.clone(),
                                kind,
                            });
                        }
                    }
                    lookup.domain_of = *domain_of;
                    lookup.to = to.value.clone();
                }
                LookupClause::Prose(prose) => lookup.prose.push(prose.text.clone()),
            }
        }
        if matched.is_none() {
            self.report(StructureProblem::NotMatched {
                place: lookup.place,
                name: lookup.name.clone(),
                lookup: true,
            });
        }
    }

    /// Reports a line that stands twice.
    pub(super) fn once(&mut self, first: &mut Option<Place>, place: Place, line: Line, of: &str) {
        match first {
            Some(first) => {
                self.report(FieldProblem::LineTwice { place, first: *first, line, field: of.to_owned() });
            }
            None => *first = Some(place),
        }
    }

    /// A file of records is a bare stem: no folder, no ending.
    fn stem(&mut self, source: SourceId, text: &Text) {
        let value = text.value.trim();
        let plain = super::path::resolve("", value, "").is_ok_and(|path| path == value);
        if !plain || value.contains(['/', '.', '\\', ':']) {
            let stem = value.rsplit(['/', '\\', ':']).next().unwrap_or("");
            let stem = stem.split('.').next().unwrap_or("").to_owned();
            self.report(StructureProblem::NotAStem {
                place: Place::new(source, text.at.0),
                written: text.value.clone(),
                stem,
            });
        }
    }

    fn events_block(&mut self, id: EventId, item: &Placed<'_, Events>) {
        let source = item.source;
        let mut kind = EventKind {
            name: item.it.name.text.clone(),
            plural: item.it.plural.text.clone(),
            place: Place::new(source, item.it.name.at.0),
            file: None,
            key: None,
            to: None,
            separator: None,
            dated_by: None,
            fields: Vec::new(),
            prose: Vec::new(),
        };
        let mut names: HashMap<String, EventFieldId> = HashMap::new();
        let mut typed = Vec::new();
        for clause in &item.it.clauses {
            if let EventsClause::Field(field) = &clause.kind {
                let place = Place::new(source, field.name.at.0);
                if let Some(first) = names.get(&field.name.key) {
                    let first = kind.fields.get(first.index()).map_or(place, |field| field.place);
                    self.report(NameProblem::DeclaredTwice {
                        name: field.name.text.clone(),
                        place,
                        first,
                        kind: "a field of this event",
                    });
                    continue;
                }
                names.insert(field.name.key.clone(), EventFieldId::at(kind.fields.len()));
                self.event_field_lines(source, place, field, &mut kind, &mut typed);
            }
        }
        let (mut matched, mut file, mut dated) = (None, None, None);
        for clause in &item.it.clauses {
            let place = Place::new(source, clause.at.0);
            match &clause.kind {
                EventsClause::File(text) => {
                    self.once(&mut file, place, Line::File, &kind.name);
                    self.stem(source, text);
                    kind.file = Some(text.value.clone());
                }
                EventsClause::MatchedBy { field, to, separator } => {
                    self.once(&mut matched, place, Line::MatchedBy, &kind.name);
                    kind.key = self.key_field(source, field);
                    if let Some(key) = kind.key {
                        self.lookup_keys.push((key, Place::new(source, field.at.0)));
                    }
                    kind.to = to.as_ref().map(|text| text.value.clone());
                    kind.separator = separator.as_ref().map(|text| text.value.clone());
                    if let Some(text) = separator.as_ref().filter(|text| text.value.is_empty()) {
                        self.report(ValueProblem::EmptyText { place: Place::new(source, text.at.0) });
                    }
                }
                EventsClause::DatedBy(name) => {
                    self.once(&mut dated, place, Line::DatedBy, &kind.name);
                    let at = Place::new(source, name.at.0);
                    let Some(field) = names.get(&name.key).copied() else {
                        self.report(NameProblem::NoEventField {
                            place: at,
                            name: name.text.clone(),
                            event: kind.name.clone(),
                            near: {
                                let mut keys: Vec<&str> = names.keys().map(String::as_str).collect();
                                keys.sort_unstable();
                                super::names::closest(&name.key, keys.into_iter()).map(str::to_owned)
                            },
                            fields: kind.fields.iter().map(|field| field.name.clone()).collect(),
                        });
                        self.broken_events.insert(id);
                        continue;
                    };
                    let found: Option<Kind> =
                        typed.get(field.index()).and_then(|typed: &Rc<super::typed::Typed>| typed.kind());
                    match found {
                        Some(Kind::Date | Kind::DateTime) => kind.dated_by = Some(field),
                        Some(other) => {
                            self.broken_events.insert(id);
                            self.report(NameProblem::NotADate {
                                place: at,
                                name: name.text.clone(),
                                kind: other,
                                why: "`dated by` names the date of an event",
                            });
                        }
                        None => {
                            self.broken_events.insert(id);
                        }
                    }
                }
                EventsClause::Field(_) => {}
                EventsClause::Prose(prose) => kind.prose.push(prose.text.clone()),
            }
        }
        if matched.is_none() {
            self.unmatched_events.push((id, kind.place, kind.name.clone()));
        }
        self.event_names.push(names);
        self.event_typed.push(typed);
        self.program.events.push(kind);
    }

    fn event_field_lines(
        &mut self,
        source: SourceId,
        place: Place,
        written: &EventField,
        event: &mut EventKind,
        types: &mut Vec<Rc<super::typed::Typed>>,
    ) {
        let (typed, mut field) = self.shell(source, place, &written.name, &written.field_type);
        let (mut yes, mut no): (Vec<&Text>, Vec<&Text>) = (Vec::new(), Vec::new());
        let mut seen: Vec<(Line, Place)> = Vec::new();
        for clause in &written.clauses {
            let place = Place::new(source, clause.at.0);
            let line = Line::of_event_field(&clause.kind);
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == line) {
                let field = written.name.text.clone();
                self.report(FieldProblem::LineTwice { place, first: *first, line, field });
                continue;
            }
            if line.once() {
                seen.push((line, place));
            }
            let Some(kind) = typed.kind() else { continue };
            if !line.goes_with(kind) {
                let field = written.name.text.clone();
                self.report(FieldProblem::LineUnfit { place, line, field, kind });
                continue;
            }
            match &clause.kind {
                EventFieldClause::Column(header) => {
                    self.no_empty_texts(source, [header]);
                    let headers = vec![header.value.clone()];
                    field.origin = Origin::Column { headers, declared: true, lookup: None };
                }
                EventFieldClause::WrittenAs(texts) => field.writing = self.writing(source, kind, texts),
                EventFieldClause::YesIs(texts) => yes.extend(texts),
                EventFieldClause::NoIs(texts) => no.extend(texts),
                EventFieldClause::MissingAlso(texts) => {
                    self.no_empty_texts(source, texts);
                    field.missing_also.extend(values_of(texts));
                }
            }
        }
        field.yes_no = self.yes_no_words(source, &written.name.text, &yes, &no, None);
        types.push(Rc::new(typed.with_blanks(&field.missing_also)));
        event.fields.push(field);
    }

    /// A key is a column of the contacts' own records.
    pub(super) fn lookup_key_fields(&mut self) {
        for (id, place) in std::mem::take(&mut self.lookup_keys) {
            if let Some(field) = self.program.field(id)
                && matches!(field.origin, Origin::Column { lookup: Some(_), .. })
            {
                let problem = FieldProblem::KeyInLookup { place, field: field.name.clone() };
                self.report(problem);
            }
        }
    }
}
