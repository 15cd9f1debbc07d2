//! Level 6: a definition as a document that everybody concerned with leads reads.
//!
//! Nothing that decides is left out: every criterion, number and reason stands in the text, each once, and is linked
//! from where it is used, so that the document grows in step with the definition. It reads no clock and no file; the
//! same definition gives the same page.
//!
//! ```text
//! Program ──► opening    title, facts, the definition in a box
//!         ──► parts      lifecycle, profiles, criteria, sources, scores, routes, promises, record contract, examples
//!         ──► prose      where it was written: before what follows it in its file
//!         ──► closing    the fingerprint
//! ```

mod assumptions;
mod duties;
mod examples;
mod inline;
mod lifecycle;
mod opening;
mod prose;
mod reading;
mod record;
mod related;
mod routes;
mod rules;
mod scores;
mod sources;

use crate::meaning::fingerprint::fingerprint;
use crate::model::ids::NodeId;
use crate::model::program::Program;
use crate::page::tree::{Anchor, Block, Page, Section};
use crate::wording::outline::reasons;
use inline::text;
use prose::Prose;

/// An example that was run.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// What came out otherwise than agreed, a sentence each; empty if nothing did.
    pub differs: Vec<String>,
}

/// What a document is made of.
pub(crate) struct Publisher<'p> {
    program: &'p Program,
    verdicts: &'p [Verdict],
}

impl Publisher<'_> {
    /// The reasons inside a condition that is said on one line.
    pub(super) fn reasons_of(&self, condition: Option<NodeId>) -> Vec<String> {
        condition.map(|node| reasons(self.program, node)).unwrap_or_default()
    }
}

/// A definition as a document. `verdicts` are those of its examples, in their order.
pub fn page(program: &Program, verdicts: &[Verdict]) -> Page {
    let publisher = Publisher { program, verdicts };
    let mut prose = Prose::of(program);
    let parts = [
        publisher.lifecycle(&mut prose),
        publisher.profiles(&mut prose),
        publisher.criteria(&mut prose),
        publisher.scores(&mut prose),
        publisher.sources(&mut prose),
        publisher.routes(&mut prose),
        publisher.promises(&mut prose),
        publisher.assumptions(),
        publisher.examples(&mut prose),
        publisher.record(&mut prose),
        publisher.related(&mut prose),
        publisher.lists(&mut prose),
        publisher.reading(),
    ];
    let mut sections: Vec<Section> = parts.into_iter().flatten().collect();
    let rest = prose.rest();
    if !rest.is_empty() {
        sections.push(part("more", "What else was written", rest));
    }
    Page {
        title: publisher.title(),
        opening: publisher.opening(),
        sections,
        closing: vec![Block::Paragraph(text(fingerprint(program).sentence()))],
    }
}

/// A section of the document, by the name of its kind.
fn part(kind: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        anchor: Some(part_anchor(kind)),
        title: title.to_owned(),
        blocks,
        sections: Vec::new(),
        side_by_side: false,
    }
}

fn part_anchor(kind: &str) -> Anchor {
    Anchor::of("part", kind)
}
