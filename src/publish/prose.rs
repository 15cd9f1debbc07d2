//! The prose between definitions, published where it was written: with what follows it in its file.
//!
//! Prose that begins with a heading opens a group: what follows it, up to the next such heading, stands below it.
//! Prose before something of another part of the document goes to that part.

use std::collections::BTreeMap;

use crate::model::program::Program;
use crate::page::prose::prose as read;
use crate::page::tree::{Block, Inline, Section};
use crate::text::span::Place;

/// The prose of a definition that is still to be placed.
pub(super) struct Prose {
    /// By the place of the thing that follows it in its file.
    before: BTreeMap<Place, Vec<String>>,
    /// What nothing follows.
    rest: Vec<String>,
}

impl Prose {
    /// All flush-left prose, each block with what it stands before.
    pub fn of(program: &Program) -> Self {
        let places = places(program);
        let mut before: BTreeMap<Place, Vec<String>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (place, line) in &program.prose {
            let next = places.partition_point(|thing| thing < place);
            match places.get(next).filter(|thing| thing.source == place.source) {
                Some(thing) => before.entry(*thing).or_default().push(line.clone()),
                None => rest.push(line.clone()),
            }
        }
        Prose { before, rest }
    }

    /// Places the prose among sections, each with the place of what it is about: prose before the first goes on top,
    /// a heading opens a group, other prose stands in the section that it was written before.
    pub fn among(&mut self, items: Vec<(Place, Section)>, side_by_side: bool) -> (Vec<Block>, Vec<Section>) {
        let mut top = Vec::new();
        let mut sections: Vec<Section> = Vec::new();
        let mut group: Option<Section> = None;
        for (index, (place, mut section)) in items.into_iter().enumerate() {
            let mut blocks = self.take(place);
            if let Some(Block::ProseHeading(_, title)) = blocks.first() {
                let title = plain(title);
                sections.extend(group.take());
                let blocks = whole(blocks.split_off(1)).into_iter().collect();
                group = Some(Section { title, blocks, side_by_side, ..Section::default() });
            } else if let Some(prose) = whole(blocks) {
                if index == 0 { top.push(prose) } else { section.blocks.insert(0, prose) }
            }
            match &mut group {
                Some(group) => group.sections.push(section),
                None => sections.push(section),
            }
        }
        sections.extend(group);
        // One group is no group: its words are those of the whole part.
        if let [only] = &mut sections[..]
            && only.anchor.is_none()
        {
            let only = std::mem::take(only);
            top.push(Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(only.title)])]));
            top.extend(only.blocks);
            sections = only.sections;
        }
        (top, sections)
    }

    /// The prose before something.
    pub fn take(&mut self, place: Place) -> Vec<Block> {
        self.before.remove(&place).map(|lines| read(&lines)).unwrap_or_default()
    }

    /// What nothing follows, and what no part of the document took.
    pub fn rest(self) -> Vec<Block> {
        let lines: Vec<String> = self
            .before
            .into_values()
            .chain([self.rest])
            .flat_map(|lines| lines.into_iter().chain([String::new()]))
            .collect();
        own(&lines).into_iter().collect()
    }
}

/// Lines of prose that belong to a definition.
pub(super) fn own(lines: &[String]) -> Option<Block> {
    whole(read(lines))
}

fn whole(blocks: Vec<Block>) -> Option<Block> {
    (!blocks.is_empty()).then_some(Block::Prose(blocks))
}

/// The text of a heading.
fn plain(inlines: &[Inline]) -> String {
    let mut found = String::new();
    let mut stack: Vec<&Inline> = inlines.iter().rev().collect();
    while let Some(inline) = stack.pop() {
        match inline {
            Inline::Text(text) | Inline::Code(text) => found.push_str(text),
            Inline::Break => found.push(' '),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Reference(_, inner)
            | Inline::Link(_, inner) => stack.extend(inner.iter().rev()),
        }
    }
    found
}

/// Where everything is declared that the document shows, in order.
fn places(program: &Program) -> Vec<Place> {
    let declared = program.stages.iter().filter(|stage| stage.condition.is_some()).map(|stage| stage.place);
    let mut places: Vec<Place> = program
        .fields
        .iter()
        .map(|field| field.place)
        .chain(program.lists.iter().map(|list| list.place))
        .chain(program.lookups.iter().map(|lookup| lookup.place))
        .chain(program.events.iter().map(|event| event.place))
        .chain(program.teams.iter().map(|team| team.place))
        .chain(program.rules.iter().map(|rule| rule.place))
        .chain(declared)
        .chain(program.lifecycle.place)
        .chain(program.sources.iter().map(|source| source.place))
        .chain(program.scores.iter().map(|score| score.place))
        .chain(program.routes.iter().map(|route| route.place))
        .chain(program.duties.iter().map(|duty| duty.promise.place))
        .chain(program.examples.iter().map(|example| example.table.unwrap_or(example.place)))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}
