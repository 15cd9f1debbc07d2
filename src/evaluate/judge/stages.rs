//! Rules, gates, rest and stages (language.md, 4.6).

use super::Judge;
use crate::evaluate::answers::Answers;
use crate::evaluate::masks;
use crate::evaluate::plan::CompiledTest;
use crate::model::ids::{RuleId, StageId};
use crate::model::lifecycle::SourceRule;

impl Judge<'_> {
    /// A rule's answer, its `if unknown` included.
    pub(super) fn settle_rule(&mut self, id: RuleId) {
        let Some(rule) = self.program.rule(id) else { return };
        let mut answers = self.condition(Some(rule.condition));
        if let Some(answer) = rule.if_unknown {
            answers.assume(answer, &self.every);
        }
        if let Some(place) = self.rules.get_mut(id.index()) {
            *place = answers;
        }
    }

    /// Whether each contact rests: F ≤ A < F + D, unless its `unless` is yes.
    pub(super) fn rest(&mut self) {
        let (Some(rest), Some(days)) = (&self.program.lifecycle.rest, self.plan.rest_days()) else { return };
        let probe = CompiledTest::Days(days.clone());
        let window = self.field_test(rest.from, &probe);
        self.rest_window = window.unwrap_or_else(|| Answers::unknown(self.every.len()));
        self.rests = self.rest_window.clone();
        if let Some(unless) = rest.unless {
            self.rests.and(&self.condition(Some(unless)).negated());
        }
    }

    /// A stage's answer: its condition, its gates, and rest.
    pub(super) fn settle_stage(&mut self, id: StageId) {
        let Some(stage) = self.program.stage(id) else { return };
        let mut answers = self.condition(stage.condition);
        let gate = self.gate(id);
        answers.and(&gate);
        if id.index() > 0 && self.program.lifecycle.rest.is_some() {
            answers.and(&self.rests.clone().negated());
        }
        if let Some(place) = self.stages.get_mut(id.index()) {
            *place = answers;
        }
        if let Some(place) = self.gates.get_mut(id.index()) {
            *place = gate;
        }
    }

    /// The gate of a stage: what the gates of all sources that a contact may come from agree on.
    fn gate(&self, stage: StageId) -> Answers {
        let mut gate = Answers { yes: self.every.clone(), no: self.every.clone() };
        for (index, candidates) in self.sources.candidates.iter().enumerate() {
            let own = match self.program.sources.get(index) {
                Some(source) => self.gate_of(source, stage),
                None => Answers::yes_for(&self.every),
            };
            masks::remove(&mut gate.yes, &masks::without(candidates, &own.yes));
            masks::remove(&mut gate.no, &masks::without(candidates, &own.no));
        }
        // Every contact has at least one candidate, so that no bit is left in both.
        gate
    }

    /// The gates that one source has for a stage; `closed for` it is no.
    fn gate_of(&self, source: &SourceRule, stage: StageId) -> Answers {
        let mut answers = Answers::yes_for(&self.every);
        for gate in source.gates.iter().filter(|gate| gate.stages.contains(&stage)) {
            match gate.condition {
                Some(condition) => answers.and(&self.condition(Some(condition))),
                None => answers.and(&Answers::no_for(&self.every)),
            }
        }
        answers
    }
}
