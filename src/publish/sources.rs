//! Where contacts come from, and what is asked of each source beyond the rules.

use super::inline::{linked, paragraph, reasons, sentence, source as source_anchor};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::ids::SourceRuleId;
use crate::model::lifecycle::SourceRule;
use crate::page::tree::{Block, Section};
use crate::text::span::Place;
use crate::wording::name;
use crate::wording::phrase::{Phrase, capitalised};
use crate::wording::source::gate;

impl Publisher<'_> {
    /// Sources, in order of matching.
    pub(super) fn sources(&self, prose: &mut Prose) -> Option<Section> {
        let sources = self.program.sources.iter().enumerate();
        let items: Vec<(Place, Section)> = sources
            .map(|(index, source)| (source.place, self.source(SourceRuleId::at(index), source)))
            .collect();
        if items.is_empty() {
            return None;
        }
        let mut blocks = vec![paragraph(
            "A contact has one source: the first of these that applies to it. A source may ask for more before its \
             contacts reach a stage. While the source is unknown, so are the stages that it has a say in, unless all \
             sources that it may be agree.",
        )];
        if self.program.sources.iter().all(|source| source.condition.is_some()) {
            blocks.push(paragraph(
                "Whom none of these claims has no source, and nothing more is asked of them.",
            ));
        }
        let (above, sections) = prose.among(items, false);
        blocks.extend(above);
        Some(Section { sections, ..part("sources", "Where contacts come from", blocks) })
    }

    fn source(&self, id: SourceRuleId, source: &SourceRule) -> Section {
        let program = self.program;
        let mut blocks = match source.condition {
            Some(node) => {
                self.condition(Phrase::words("A contact comes from here when"), node, source.because.as_ref())
            }
            None => vec![paragraph("Everybody whom no source above claims comes from here.")],
        };
        let mut gates: Vec<Vec<Block>> = source
            .gates
            .iter()
            .map(|own| {
                let mut line = sentence(program, gate(program, own).and("."));
                line.extend(reasons(self.reasons_of(own.condition).iter().chain(own.because.iter())));
                vec![Block::Paragraph(line)]
            })
            .collect();
        if let Some(because) = &source.open {
            let mut line = linked(program, &Phrase::words("Nothing more is asked of them."));
            line.extend(reasons(because.iter()));
            gates.push(vec![Block::Paragraph(line)]);
        }
        if !gates.is_empty() {
            blocks.push(paragraph("What this means for them:"));
            blocks.push(Block::List { ordered: false, items: gates });
        }
        blocks.extend(own(&source.prose));
        Section {
            anchor: source_anchor(program, id),
            title: capitalised(&name::source(program, id).to_string()),
            blocks,
            ..Section::default()
        }
    }
}
