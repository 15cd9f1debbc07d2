//! Profiles and criteria: what each asks, and why.

use super::inline::{linked, paragraph, reasons, rule as rule_anchor, sentence, text};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::ids::{NodeId, RuleId};
use crate::model::lifecycle::{Rule, RuleKind};
use crate::page::tree::{Block, Inline, Section};
use crate::text::span::Place;
use crate::wording::condition::clause;
use crate::wording::name;
use crate::wording::outline::{Outline, outline};
use crate::wording::phrase::{Phrase, capitalised};

impl Publisher<'_> {
    /// Profiles, side by side.
    pub(super) fn profiles(&self, prose: &mut Prose) -> Option<Section> {
        let items = self.rules_of(|kind| *kind == RuleKind::Profile);
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, true);
        Some(Section { sections, side_by_side: true, ..part("profiles", "Whom we mean: profiles", blocks) })
    }

    /// Criteria; those that nothing uses as they are written.
    pub(super) fn criteria(&self, prose: &mut Prose) -> Option<Section> {
        let items = self.rules_of(|kind| *kind != RuleKind::Profile);
        let (blocks, mut sections) = prose.among(items, false);
        let unused: Vec<Block> =
            self.program.unused.iter().map(|words| Block::Verbatim(words.clone())).collect();
        if !unused.is_empty() {
            let mut blocks = vec![paragraph(
                "No rule uses these yet. They stand here as they are written in the definition.",
            )];
            blocks.extend(unused);
            sections.push(Section {
                title: "Criteria that are not in use".to_owned(),
                blocks,
                ..Section::default()
            });
        }
        (!sections.is_empty())
            .then(|| Section { sections, ..part("criteria", "What we ask: criteria", blocks) })
    }

    fn rules_of(&self, wanted: impl Fn(&RuleKind) -> bool) -> Vec<(Place, Section)> {
        let rules = self.program.rules.iter().enumerate();
        let mut found: Vec<(Place, Section)> = rules
            .filter(|(_, rule)| wanted(&rule.kind))
            .map(|(index, rule)| (rule.place, self.rule(RuleId::at(index), rule)))
            .collect();
        // Criteria with a value are built when they are used; they stand where they are declared.
        found.sort_by_key(|(place, _)| *place);
        found
    }

    fn rule(&self, id: RuleId, rule: &Rule) -> Section {
        let lead = match rule.kind {
            RuleKind::Profile => "A contact fits this profile when",
            RuleKind::Criterion(_) => "This applies when",
        };
        let mut blocks = self.condition(Phrase::words(lead), rule.condition, rule.because.as_ref());
        if let Some(answer) = rule.if_unknown {
            let answer = if answer { "yes" } else { "no" };
            blocks.push(paragraph(format!("While this is unknown, it counts as {answer}.")));
        }
        blocks.extend(own(&rule.prose));
        Section {
            anchor: rule_anchor(self.program, id),
            title: capitalised(&name::rule(self.program, id).to_string()),
            blocks,
            ..Section::default()
        }
    }

    /// `A contact is a lead when all of these hold:` and the lines below it; one line if there is one.
    pub(super) fn condition(&self, lead: Phrase, node: NodeId, because: Option<&String>) -> Vec<Block> {
        match outline(self.program, node) {
            Outline::Line { said: _, gist, because: own } => {
                // Behind `when`, a name alone would dangle.
                let mut line = linked(self.program, &lead.and(" ").then(clause(self.program, node)));
                line.extend(self.gist(gist));
                line.push(Inline::Text(".".to_owned()));
                line.extend(reasons(own.iter().chain(because)));
                vec![Block::Paragraph(line)]
            }
            Outline::Group { head, because: own, parts } => {
                let mut line = linked(self.program, &lead.and(&format!(" {head}:")));
                line.extend(reasons(own.iter().chain(because)));
                vec![Block::Paragraph(line), self.lines(parts)]
            }
        }
    }

    fn lines(&self, parts: Vec<Outline>) -> Block {
        let items = parts
            .into_iter()
            .map(|part| match part {
                Outline::Line { said, gist, because } => {
                    let mut line = sentence(self.program, said);
                    line.extend(self.gist(gist));
                    line.extend(reasons(&because));
                    vec![Block::Paragraph(line)]
                }
                Outline::Group { head, because, parts } => {
                    let mut line = text(format!("{}:", capitalised(&head)));
                    line.extend(reasons(&because));
                    vec![Block::Paragraph(line), self.lines(parts)]
                }
            })
            .collect();
        Block::List { ordered: false, items }
    }

    /// What a criterion asks, in parentheses behind its name.
    fn gist(&self, gist: Option<Phrase>) -> Vec<Inline> {
        gist.map(|gist| linked(self.program, &Phrase::words(" (").then(gist).and(")"))).unwrap_or_default()
    }
}
