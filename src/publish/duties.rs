//! Who promised what, by when, and what shows it.

use super::inline::{linked, paragraph, reasons, sentence};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::condition::{NodeKind, Operand};
use crate::model::ids::{EventId, NodeId, StageId};
use crate::model::lifecycle::{Duty, Term, Who};
use crate::page::tree::{Block, Section};
use crate::wording::condition::clause;
use crate::wording::name;
use crate::wording::outcome::promised_in_time;
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
        for (stage, line, lead) in program.stages.iter().enumerate().flat_map(|(index, stage)| {
            let no = stage.if_no.iter().map(move |line| (index, line, " (for a contact that is not "));
            let open = stage.if_unknown.iter();
            let open = open.map(move |line| (index, line, " (while we cannot tell whether the contact is "));
            let leave = stage.leave.iter().map(move |line| (index, line, " (when the contact stops being "));
            no.chain(open).chain(leave)
        }) {
            if let Some(promise) = &line.promise {
                let at = name::a_stage(program, StageId::at(stage));
                let said = promised_in_time(program, promise).and(lead).then(at).and(").");
                let mut inlines = sentence(program, said);
                inlines.extend(reasons(self.reasons_of(promise.when).iter()));
                add(&mut sides, promise.who, vec![Block::Paragraph(inlines)]);
            }
        }
        if sides.is_empty() {
            return None;
        }
        sides.sort_by_key(|(who, _)| match who {
            Who::Marketing => 0,
            Who::Sales => 1,
            Who::Both => 2,
            Who::Team(team) => 3 + team.index(),
        });
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

    /// The events that an evidence counts, if it counts any itself.
    fn counted(&self, evidence: NodeId) -> Option<EventId> {
        let mut stack = vec![evidence];
        while let Some(node) = stack.pop().and_then(|id| self.program.node(id)) {
            if let NodeKind::Test(test) = &node.kind
                && let Operand::Count(count) = test.operand
            {
                return self.program.counts.get(count.index()).map(|set| set.event);
            }
            stack.extend(node.kind.parts());
        }
        None
    }

    fn duty(&self, duty: &Duty) -> Vec<Block> {
        let program = self.program;
        let mut line = sentence(program, promised_in_time(program, &duty.promise).and("."));
        let within = self.reasons_of(duty.promise.when);
        line.extend(reasons(within.iter().chain(duty.promise.because.iter())));
        let mut blocks = vec![Block::Paragraph(line)];
        if let Some(node) = duty.shown_by {
            let mut said = Phrase::words("It counts as kept when ").then(clause(program, node)).and(".");
            if let Some(Term::WithinOf(_, stage)) = duty.promise.term
                && let Some(event) = self.counted(node)
            {
                said = said
                    .and(" Only ")
                    .then(name::event(program, event, true))
                    .and(" between becoming ")
                    .then(name::a_stage(program, stage))
                    .and(" and the deadline count.");
            }
            let mut line = linked(program, &said);
            line.extend(reasons(&self.reasons_of(Some(node))));
            blocks.push(Block::Paragraph(line));
        }
        if let Some(otherwise) = &duty.otherwise {
            blocks.push(paragraph(format!("If this is not done: {otherwise}.")));
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
