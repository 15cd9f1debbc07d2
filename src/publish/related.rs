//! What is known beside a contact's own record: events, lookups; and the lists that rules name.

use super::inline::{event as event_anchor, list as list_anchor, paragraph, text};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::ids::{EventId, ListId};
use crate::model::related::{EventKind, Lookup};
use crate::page::tree::{Block, Section};
use crate::text::span::Place;
use crate::wording::name::{field_title, title, title_of};
use crate::wording::phrase::capitalised;

impl Publisher<'_> {
    /// Events and lookups.
    pub(super) fn related(&self, prose: &mut Prose) -> Option<Section> {
        let events = self.program.events.iter().enumerate();
        let events = events.map(|(index, event)| (event.place, self.event(EventId::at(index), event)));
        let lookups = self.program.lookups.iter().map(|lookup| (lookup.place, self.lookup(lookup)));
        let mut items: Vec<(Place, Section)> = events.chain(lookups).collect();
        items.sort_by_key(|(place, _)| *place);
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, false);
        Some(Section { sections, ..part("related", "Activity and company data", blocks) })
    }

    fn event(&self, id: EventId, event: &EventKind) -> Section {
        let mut terms = Vec::new();
        let mut term = |name: &str, said: String| terms.push((text(name), vec![paragraph(said)]));
        if let Some(file) = &event.file {
            term("File", format!("\"{file}\", one row for each"));
        }
        if let Some(key) = event.key {
            let to = event.to.as_ref().map(|to| format!(", found in column \"{to}\"")).unwrap_or_default();
            let several = event
                .separator
                .as_ref()
                .map(|mark| format!(", several separated by \"{mark}\""))
                .unwrap_or_default();
            term(
                "Belongs to",
                format!("the contact with the same {}{to}{several}", field_title(self.program, key)),
            );
        }
        match event.dated_by.and_then(|id| event.fields.get(id.index())) {
            Some(field) => term(
                "Happened on",
                format!("{}; what is dated after the day of judging does not count yet", title_of(field)),
            ),
            None => term("Dated by", "nothing: each counts as having happened".to_owned()),
        }
        let plural = title(&event.plural, None);
        let whole = format!(
            "The file counts as complete: no row means that there are no {plural}, not that they are unknown. Without \
             any, whatever is said to be so of the latest or the first is no."
        );
        let mut blocks = vec![Block::Terms(terms), paragraph(whole)];
        blocks.extend(own(&event.prose));
        let sections = event.fields.iter().map(|field| Section {
            title: capitalised(&title_of(field)),
            blocks: vec![Block::Terms(self.terms(field))],
            ..Section::default()
        });
        Section {
            anchor: event_anchor(self.program, id),
            title: capitalised(&title(&event.plural, None)),
            blocks,
            sections: sections.collect(),
            side_by_side: false,
        }
    }

    fn lookup(&self, lookup: &Lookup) -> Section {
        let key = field_title(self.program, lookup.key);
        let domain = if lookup.domain_of { "the domain of " } else { "" };
        let mut terms = Vec::new();
        if let Some(file) = &lookup.file {
            terms.push((text("File"), vec![paragraph(format!("\"{file}\""))]));
        }
        let found = format!("the row whose \"{}\" is {domain}the contact's {key}", lookup.to);
        terms.push((text("Row"), vec![paragraph(capitalised(&found))]));
        let mut blocks = vec![Block::Terms(terms)];
        blocks.extend(own(&lookup.prose));
        Section { title: capitalised(&title(&lookup.name, None)), blocks, ..Section::default() }
    }

    /// Lists, with all their values.
    pub(super) fn lists(&self, prose: &mut Prose) -> Option<Section> {
        let lists = self.program.lists.iter().enumerate();
        let items: Vec<(Place, Section)> = lists
            .map(|(index, list)| {
                let mut blocks = Vec::new();
                if let Some(file) = &list.file {
                    blocks.push(paragraph(format!("Kept in the file \"{file}\".")));
                }
                blocks.push(paragraph(values(&list.values)));
                let section = Section {
                    anchor: list_anchor(self.program, ListId::at(index)),
                    title: capitalised(&title(&list.name, None)),
                    blocks,
                    ..Section::default()
                };
                (list.place, section)
            })
            .collect();
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, false);
        Some(Section { sections, ..part("lists", "Lists", blocks) })
    }
}

/// Values with commas between them; in quotes, if one of them has a comma of its own.
fn values(values: &[String]) -> String {
    if values.iter().any(|value| value.contains(',')) {
        let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
        return quoted.join(", ");
    }
    values.join(", ")
}
