//! The head of the document: its title, what was agreed by whom, and the definition in a box.

use super::Publisher;
use super::inline::{paragraph, text};
use super::prose::own;
use crate::evaluate::plan::Plan;
use crate::model::ids::StageId;
use crate::page::tree::{Block, Inline};
use crate::wording::name::{a_stage, every};
use crate::wording::phrase::Phrase;
use crate::wording::value::{day, number_of};

impl Publisher<'_> {
    /// The definition's title.
    pub(super) fn title(&self) -> String {
        let title = &self.program.header.title;
        if title.is_empty() { "Lead definition".to_owned() } else { title.clone() }
    }

    /// What stands above the table of contents.
    pub(super) fn opening(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let facts = self.facts();
        if !facts.is_empty() {
            blocks.push(Block::Terms(facts));
        }
        blocks.extend(own(&self.program.header.prose));
        blocks.extend(self.definition());
        blocks
    }

    fn facts(&self) -> Vec<(Vec<Inline>, Vec<Block>)> {
        let header = &self.program.header;
        let version = header.version.map(|version| number_of(u64::from(version)));
        let facts = [
            ("Version", version),
            ("Agreed", header.agreed.map(day)),
            ("Owner in marketing", header.marketing_owner.clone()),
            ("Owner in sales", header.sales_owner.clone()),
            ("Next review", self.next_review()),
        ];
        facts.into_iter().filter_map(|(term, fact)| Some((text(term), vec![paragraph(fact?)]))).collect()
    }

    /// `26 January 2026, and then every 2 weeks`
    fn next_review(&self) -> Option<String> {
        let header = &self.program.header;
        let length = header.review_every?;
        let next = header
            .agreed
            .and_then(|agreed| Plan::new(self.program, agreed).ok()?.later(agreed, length))
            .map(|due| format!("{}, and then ", day(due)));
        Some(format!("{}{}", next.unwrap_or_default(), every(length)))
    }

    /// The one rule that everything is about, in a box.
    fn definition(&self) -> Option<Block> {
        let id = self.main_stage()?;
        let stage = self.program.stage(id)?;
        let lead = Phrase::words("A contact is ").then(a_stage(self.program, id)).and(" when");
        let mut blocks = self.condition(lead, stage.condition?, stage.because.as_ref());
        blocks.extend(self.what_stops(id));
        Some(Block::Callout(blocks))
    }

    /// The stage called `lead`; without one, the first stage that hands contacts over, or else the first that asks for
    /// anything.
    fn main_stage(&self) -> Option<StageId> {
        let ruled = |id: &StageId| self.program.stage(*id).is_some_and(|stage| stage.condition.is_some());
        let named = (0..self.program.stages.len())
            .map(StageId::at)
            .find(|id| self.program.stage(*id).is_some_and(|stage| stage.name.to_lowercase() == "lead"));
        let routed = self.program.routes.iter().map(|route| route.stage).find(ruled);
        let first = (0..self.program.stages.len()).map(StageId::at).find(ruled);
        named.filter(ruled).or(routed).or(first)
    }
}
