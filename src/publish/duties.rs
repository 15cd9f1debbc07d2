//! Who promised what, by when, and what shows it.

use super::inline::{linked, paragraph, reasons, sentence};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::lifecycle::{Duty, Who};
use crate::page::tree::{Block, Section};
use crate::wording::condition::clause;
use crate::wording::name;
use crate::wording::outcome::promised;
use crate::wording::phrase::{Phrase, capitalised};

/// The promises of one side, as list items.
type Promises = Vec<Vec<Block>>;

impl Publisher<'_> {
    /// Promises by who made them, those of the stages' outcomes included.
    pub(super) fn promises(&self, prose: &mut Prose) -> Option<Section> {
        let program = self.program;
        let mut sides: Vec<(Who, Promises)> = Vec::new();
        let mut above: Vec<Block> = Vec::new();
        for duty in &program.duties {
            above.extend(prose.take(duty.promise.place));
            add(&mut sides, duty.promise.who, self.duty(duty));
        }
        for (stage, line) in program.stages.iter().enumerate().flat_map(|(index, stage)| {
            stage.if_no.iter().chain(&stage.if_unknown).chain(&stage.leave).map(move |line| (index, line))
        }) {
            if let Some(promise) = &line.promise {
                let at = name::stage(program, crate::model::ids::StageId::at(stage));
                let said = promised(program, promise).and(" (see ").then(at).and(").");
                let mut inlines = sentence(program, said);
                inlines.extend(reasons(self.reasons_of(promise.when).iter()));
                add(&mut sides, promise.who, vec![Block::Paragraph(inlines)]);
            }
        }
        if sides.is_empty() {
            return None;
        }
        let sections = sides.into_iter().map(|(who, items)| Section {
            title: capitalised(&name::who(program, who).to_string()),
            blocks: vec![Block::List { ordered: false, items }],
            ..Section::default()
        });
        let blocks = if above.is_empty() { Vec::new() } else { vec![Block::Prose(above)] };
        Some(Section {
            sections: sections.collect(),
            ..part("promises", "Who must do what, and by when", blocks)
        })
    }

    fn duty(&self, duty: &Duty) -> Vec<Block> {
        let program = self.program;
        let mut line = sentence(program, promised(program, &duty.promise).and("."));
        let within = self.reasons_of(duty.promise.when);
        line.extend(reasons(within.iter().chain(duty.promise.because.iter())));
        let mut blocks = vec![Block::Paragraph(line)];
        if let Some(node) = duty.shown_by {
            let said = Phrase::words("It is shown when ").then(clause(program, node)).and(".");
            let mut line = linked(program, &said);
            line.extend(reasons(&self.reasons_of(Some(node))));
            blocks.push(Block::Paragraph(line));
        }
        if let Some(otherwise) = &duty.otherwise {
            blocks.push(paragraph(format!("Otherwise: {otherwise}.")));
        }
        blocks.extend(own(&duty.prose));
        blocks
    }
}

fn add(sides: &mut Vec<(Who, Promises)>, who: Who, item: Vec<Block>) {
    match sides.iter_mut().find(|(side, _)| *side == who) {
        Some((_, items)) => items.push(item),
        None => sides.push((who, vec![item])),
    }
}
