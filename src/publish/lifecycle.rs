//! The lifecycle: its drawing, and what each stage asks and does.

use super::inline::{linked, paragraph, reasons, sentence, stage as stage_anchor, text};
use super::prose::{Prose, own};
use super::{Publisher, part, part_anchor};
use crate::model::ids::{AsideId, NodeId, StageId};
use crate::model::lifecycle::{Action, Destination, Outcome, Question, Stage};
use crate::model::value::Duration;
use crate::page::tree::{Anchor, Block, Drawing, Funnel, Inline, Section, Step};
use crate::text::span::Place;
use crate::wording::condition::clause;
use crate::wording::name::{self, a_stage};
use crate::wording::outcome::what_happens;
use crate::wording::phrase::{Phrase, capitalised};
use crate::wording::value::duration;

/// A way out of the lifecycle, or back in it.
struct Way {
    /// The stage whose line says so.
    stage: StageId,
    /// Where those are who go this way: an index among the stages.
    from: usize,
    lead: Lead,
    to: Destination,
    length: Option<Duration>,
    /// For whom, if not for all of them.
    condition: Option<NodeId>,
    /// Whether they come back.
    recycles: bool,
}

/// What leads to a way out.
enum Lead {
    IsNot,
    IsUnknown,
    Leaves,
}

impl Publisher<'_> {
    /// The stages from first contact to customer.
    pub(super) fn lifecycle(&self, prose: &mut Prose) -> Option<Section> {
        let program = self.program;
        let lifecycle = &program.lifecycle;
        let stages = program.stages.iter().enumerate();
        let items: Vec<(Place, Section)> =
            stages.map(|(index, stage)| (stage.place, self.stage(StageId::at(index), stage))).collect();
        let (above, mut sections) = prose.among(items, false);
        let mut blocks = Vec::new();
        let written = lifecycle.place.map(|place| prose.take(place)).unwrap_or_default();
        if !written.is_empty() {
            blocks.push(Block::Prose(written));
        }
        if lifecycle.declared {
            blocks.push(self.funnel());
            let first = program.stages.first().filter(|first| first.condition.is_none());
            let else_is = match first {
                Some(_) => Phrase::words("it is ").then(a_stage(program, StageId(0))),
                None => "it is at the first".into(),
            };
            let said = Phrase::words(
                "A contact is at the last of these stages whose conditions it meets; if it meets none, ",
            );
            let said =
                said.then(else_is).and(". A stage does not ask for those before it unless it says so.");
            blocks.push(Block::Paragraph(linked(program, &said)));
            blocks.extend(self.resting());
            if let Some(id) = lifecycle.recorded_in {
                let said = Phrase::words("The stage that the CRM has recorded, ")
                    .then(name::field(program, id))
                    .and(", is shown beside the stage by this definition.");
                blocks.push(Block::Paragraph(linked(program, &said)));
            }
            blocks.extend(own(&lifecycle.prose));
        }
        blocks.extend(above);
        sections.extend(program.asides.iter().enumerate().map(|(index, aside)| Section {
            anchor: Some(Anchor::of("aside", &aside.name)),
            title: capitalised(&name::title(&aside.name, aside.title.as_deref())),
            blocks: self.aside(AsideId::at(index)),
            ..Section::default()
        }));
        Some(Section { sections, ..part("lifecycle", "The stages of a contact", blocks) })
    }

    fn stage(&self, id: StageId, stage: &Stage) -> Section {
        let program = self.program;
        let lead = Phrase::words("A contact is ").then(a_stage(program, id)).and(" when");
        let mut blocks = match stage.condition {
            Some(node) => self.condition(lead, node, stage.because.as_ref()),
            None => vec![paragraph("Every contact starts here.")],
        };
        let skipped: Vec<Phrase> = stage.may_skip.iter().map(|id| a_stage(program, *id)).collect();
        if !skipped.is_empty() {
            let said = Phrase::words("A contact may come here without having been ")
                .then(Phrase::list(skipped, "or"))
                .and(".");
            blocks.push(Block::Paragraph(linked(program, &said)));
        }
        if let Some(field) = stage.entered_on {
            let said = Phrase::words("When a contact became ")
                .then(a_stage(program, id))
                .and(" is read from ")
                .then(name::field(program, field))
                .and(".");
            blocks.push(Block::Paragraph(linked(program, &said)));
        }
        blocks.extend(self.what_stops(id));
        let stage_name = a_stage(program, id);
        let before = match id.index().checked_sub(1) {
            Some(before) => a_stage(program, StageId::at(before)),
            None => "a contact".into(),
        };
        let no = Phrase::words("What happens to ")
            .then(before.clone())
            .and(" that is not ")
            .then(stage_name.clone());
        let open =
            Phrase::words("While we cannot tell whether ").then(before).and(" is ").then(stage_name.clone());
        let ends = Phrase::words("What ends being ").then(stage_name);
        blocks.extend(self.outcomes(&no, &stage.if_no));
        blocks.extend(self.outcomes(&open, &stage.if_unknown));
        if !stage.ask.is_empty() {
            let asked = stage.ask.iter().map(|asked| match asked {
                Question::Field(id) => name::field(program, *id),
                Question::Event(id) => name::event(program, *id, false),
            });
            let said = Phrase::words("What is missing is asked for in this order: ")
                .then(Phrase::list(asked.collect(), "and"))
                .and(".");
            blocks.push(Block::Paragraph(linked(program, &said)));
        }
        blocks.extend(self.outcomes(&ends, &stage.leave));
        blocks.extend(own(&stage.prose));
        Section {
            anchor: stage_anchor(program, id),
            title: capitalised(&name::stage_title(program, id)),
            blocks,
            ..Section::default()
        }
    }

    /// Lines of outcomes below what leads to them; the first whose condition holds applies.
    fn outcomes(&self, lead: &Phrase, lines: &[Outcome]) -> Vec<Block> {
        if lines.is_empty() {
            return Vec::new();
        }
        let several = lines.len() > 1;
        let items = lines.iter().map(|line| {
            let said = match line.condition {
                Some(node) => Phrase::words("if ").then(clause(self.program, node)).and(": "),
                None if several => "otherwise: ".into(),
                None => Phrase::default(),
            };
            let happens = said.then(what_happens(self.program, line));
            let mut inlines = sentence(self.program, happens.and("."));
            let promised = line.promise.iter().filter_map(|promise| promise.because.as_ref());
            inlines.extend(reasons(promised.chain(line.because.iter())));
            vec![Block::Paragraph(inlines)]
        });
        let first = if several { ", the first of these that applies:" } else { ":" };
        vec![
            Block::Paragraph(vec![Inline::Strong(linked(self.program, &lead.clone().and(first)))]),
            Block::List { ordered: several, items: items.collect() },
        ]
    }

    fn resting(&self) -> Option<Block> {
        let rest = self.program.lifecycle.rest.as_ref()?;
        let mut said = Phrase::words(format!("For {} from its ", duration(rest.duration)))
            .then(name::field(self.program, rest.from))
            .and(", a contact rests in ")
            .then(name::aside(self.program, rest.aside))
            .and(" and reaches no stage after the first, whatever else is true of it");
        if let Some(node) = rest.unless {
            said = said.and(", unless ").then(clause(self.program, node));
        }
        let assumed = self.program.field(rest.from).is_some_and(|field| field.assumed.is_some());
        if !assumed {
            said = said.and(". While that day is blank, we cannot tell");
        }
        Some(Block::Paragraph(linked(self.program, &said.and("."))))
    }

    /// What may keep a contact from a stage though it meets the conditions: its source's gate, and rest.
    pub(super) fn what_stops(&self, id: StageId) -> Option<Block> {
        let program = self.program;
        let gated =
            program.sources.iter().flat_map(|source| &source.gates).any(|gate| gate.stages.contains(&id));
        let rest = program.lifecycle.rest.as_ref().filter(|_| id.index() > 0);
        let gates = gated.then(|| {
            let inside = vec![Inline::Text("what its source asks for".to_owned())];
            vec![Inline::Reference(part_anchor("sources"), inside)]
        });
        let rests = rest.map(|rest| {
            linked(program, &Phrase::words("resting in ").then(name::aside(program, rest.aside)))
        });
        let mut line = text("This can still stop it: ");
        match (gates, rests) {
            (None, None) => return None,
            (Some(gates), Some(rests)) => {
                line.extend(gates);
                line.extend(text(", and "));
                line.extend(rests);
            }
            (one, other) => line.extend(one.into_iter().chain(other).flatten()),
        }
        line.extend(text("."));
        Some(Block::Paragraph(line))
    }

    fn funnel(&self) -> Block {
        let program = self.program;
        let steps = (0..program.stages.len()).map(StageId::at);
        let steps = steps.map(|id| Step {
            label: capitalised(&name::stage_title(program, id)),
            anchor: stage_anchor(program, id),
        });
        let asides = program.asides.iter().map(|aside| Step {
            label: capitalised(&name::title(&aside.name, aside.title.as_deref())),
            anchor: Some(Anchor::of("aside", &aside.name)),
        });
        let mut funnel = Funnel { steps: steps.collect(), asides: asides.collect(), ..Funnel::default() };
        let ways = self.ways();
        let mut words: Vec<Phrase> = Vec::new();
        for way in &ways {
            let label = way.length.map(|length| format!("for {}", duration(length))).unwrap_or_default();
            match way.to {
                Destination::Aside(aside) => funnel.exits.push((way.from, aside.index(), label)),
                Destination::Stage(stage) => funnel.steps_back.push((way.from, stage.index(), label)),
            }
            let said = self.way(way).and(": to ").then(name::destination(program, way.to));
            let length = way.length.map(|length| format!(" for {}", duration(length))).unwrap_or_default();
            let said = match way.condition {
                Some(node) => said.and(&length).and(", if ").then(clause(program, node)),
                None => said.and(&length),
            };
            if !words.contains(&said) {
                words.push(said);
            }
        }
        if let Some(rest) = &program.lifecycle.rest {
            funnel.returns.push((rest.aside.index(), 0, format!("after {}", duration(rest.duration))));
        }
        for index in 0..program.asides.len() {
            let aside = Destination::Aside(AsideId::at(index));
            let recycles = ways.iter().any(|way| way.recycles && way.to == aside);
            let rests = program.lifecycle.rest.as_ref().is_some_and(|rest| rest.aside.index() == index);
            if recycles && !rests {
                funnel.returns.push((index, 0, "back later".to_owned()));
            }
        }
        funnel.exits.sort();
        funnel.exits.dedup();
        funnel.steps_back.sort();
        funnel.steps_back.dedup();
        let order = funnel.steps.iter().map(|step| vec![Block::Paragraph(self.step(step))]).collect();
        let mut instead = vec![Block::List { ordered: true, items: order }];
        if !words.is_empty() {
            instead.push(paragraph("The ways out and back:"));
            let items = words.iter().map(|said| vec![Block::Paragraph(linked(program, said))]).collect();
            instead.push(Block::List { ordered: false, items });
        }
        Block::Figure {
            drawing: Drawing::Funnel(funnel),
            caption: "The stages in order, with the ways out and back".to_owned(),
            instead,
        }
    }

    /// The ways out of the lifecycle and back, in the order of its stages.
    fn ways(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        for (index, stage) in self.program.stages.iter().enumerate() {
            // What happens to those who do not become it happens at the stage before.
            let before = index.saturating_sub(1);
            let missed = stage.if_no.iter().map(|line| (line, before, Lead::IsNot));
            let open = stage.if_unknown.iter().map(|line| (line, before, Lead::IsUnknown));
            let left = stage.leave.iter().map(|line| (line, index, Lead::Leaves));
            for (line, from, lead) in missed.chain(open).chain(left) {
                let (to, length, recycles) = match &line.action {
                    Some(Action::MoveTo(to, length)) => (*to, *length, false),
                    Some(Action::RecycleTo(to, length)) => (*to, *length, true),
                    Some(Action::Stay) | None => continue,
                };
                let condition = line.condition;
                ways.push(Way { stage: StageId::at(index), from, lead, to, length, condition, recycles });
            }
        }
        ways
    }

    /// Where a way begins: `Not a lead`, `From lead`.
    fn way(&self, way: &Way) -> Phrase {
        match way.lead {
            Lead::IsNot => Phrase::words("Not ").then(a_stage(self.program, way.stage)),
            Lead::IsUnknown => Phrase::words("Not known to be ").then(a_stage(self.program, way.stage)),
            Lead::Leaves => Phrase::words("From ").then(name::stage(self.program, way.stage)),
        }
    }

    /// What an aside is for: who comes here, and for how long.
    fn aside(&self, id: AsideId) -> Vec<Block> {
        let mut said: Vec<Phrase> = Vec::new();
        for way in self.ways().iter().filter(|way| way.to == Destination::Aside(id)) {
            let length = way.length.map(|length| format!(", for {}", duration(length))).unwrap_or_default();
            let line = self.way(way).and(&length);
            if !said.contains(&line) {
                said.push(line);
            }
        }
        let mut blocks = vec![paragraph("A place for contacts that have left the stages. Who comes here:")];
        if said.is_empty() {
            blocks = vec![paragraph("A place for contacts that have left the stages.")];
        } else {
            let items = said.iter().map(|said| vec![Block::Paragraph(linked(self.program, said))]);
            blocks.push(Block::List { ordered: false, items: items.collect() });
        }
        blocks
    }

    fn step(&self, step: &Step) -> Vec<Inline> {
        match &step.anchor {
            Some(anchor) => vec![Inline::Reference(anchor.clone(), text(&step.label))],
            None => text(&step.label),
        }
    }
}
