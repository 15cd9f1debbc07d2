//! Where the sections of a document lie: their levels, and the ids that links name.

use std::collections::{HashMap, HashSet};

use super::tree::{Anchor, Page, Section};

/// A document's sections with levels and ids, and the anchors that exist in it.
#[derive(Debug)]
pub(super) struct Outline<'p> {
    /// The outermost sections.
    pub parts: Vec<Part<'p>>,
    anchors: HashSet<&'p Anchor>,
}

/// A section with its place.
#[derive(Debug)]
pub(super) struct Part<'p> {
    /// The section.
    pub section: &'p Section,
    /// Its id: the anchor's text, with a number behind it the second time; `part-3` without an anchor.
    pub id: String,
    /// Its heading's level, 2 to 6.
    pub level: u8,
    /// The sections inside it.
    pub parts: Vec<Part<'p>>,
}

impl<'p> Outline<'p> {
    /// The outline of a document.
    pub fn of(page: &'p Page) -> Self {
        let mut given = Given::default();
        let parts = given.parts(&page.sections, 2);
        Outline { parts, anchors: given.times.into_keys().collect() }
    }

    /// Whether something in the document has the anchor.
    pub fn has(&self, anchor: &Anchor) -> bool {
        self.anchors.contains(anchor)
    }

    /// Whether a table of contents helps: there is more to find than one look shows.
    pub fn wants_contents(&self) -> bool {
        self.parts.len() > 3
    }
}

/// The ids given so far.
#[derive(Default)]
struct Given<'p> {
    times: HashMap<&'p Anchor, usize>,
    without: usize,
}

impl<'p> Given<'p> {
    fn parts(&mut self, sections: &'p [Section], level: u8) -> Vec<Part<'p>> {
        let mut parts = Vec::with_capacity(sections.len());
        for section in sections {
            let id = self.id(section.anchor.as_ref());
            let inside = self.parts(&section.sections, level.saturating_add(1));
            parts.push(Part { section, id, level: level.min(6), parts: inside });
        }
        parts
    }

    fn id(&mut self, anchor: Option<&'p Anchor>) -> String {
        let Some(anchor) = anchor else {
            self.without += 1;
            return format!("part-{}", self.without);
        };
        let times = self.times.entry(anchor).or_default();
        *times += 1;
        if *times == 1 { anchor.to_string() } else { format!("{anchor}-{times}") }
    }
}

/// The levels of headings inside prose: below the section's own, and never two steps down at once.
#[derive(Debug)]
pub(super) struct Headings {
    section: u8,
    written: Vec<u8>,
}

impl Headings {
    /// Below a section's heading of this level.
    pub fn below(section: u8) -> Self {
        Headings { section, written: Vec::new() }
    }

    /// The level of the next heading, which was written with another.
    pub fn level(&mut self, written: u8) -> u8 {
        while self.written.last().is_some_and(|last| *last >= written) {
            self.written.pop();
        }
        self.written.push(written);
        let deep = u8::try_from(self.written.len()).unwrap_or(u8::MAX);
        self.section.saturating_add(deep).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_given_twice_gets_a_number() {
        let anchor = Anchor::of("stage", "lead");
        let section = || Section { anchor: Some(anchor.clone()), ..Section::default() };
        let page = Page { sections: vec![section(), Section::default(), section()], ..Page::default() };
        let outline = Outline::of(&page);
        let ids: Vec<&str> = outline.parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids, [anchor.to_string(), "part-1".to_owned(), format!("{anchor}-2")]);
        assert!(outline.has(&anchor) && !outline.has(&Anchor::of("stage", "other")));
    }

    #[test]
    fn headings_of_prose_leave_no_gap() {
        let mut headings = Headings::below(2);
        let levels: Vec<u8> = [3, 5, 6, 5, 1, 2, 2].iter().map(|level| headings.level(*level)).collect();
        assert_eq!(levels, [3, 4, 5, 4, 3, 4, 4]);
        assert_eq!(Headings::below(6).level(1), 6);
    }
}
