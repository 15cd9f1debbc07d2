//! Where each contact is, and where it goes next (language.md, 4.6).

use super::Judge;
use crate::evaluate::answers::Answer;
use crate::evaluate::batch::column::Values;
use crate::evaluate::fold::fold_into;
use crate::evaluate::masks;
use crate::evaluate::verdicts::{CellProblem, Fault, NextStep, OutcomeList, OutcomeRef, Recorded, Verdicts};
use crate::model::field::{Origin, Required};
use crate::model::ids::{FieldId, NodeId, SourceRuleId, StageId};
use crate::model::lifecycle::{Action, Destination, Outcome};

impl Judge<'_> {
    /// Everything but questions and answers.
    pub(super) fn verdicts(&self) -> Verdicts {
        let rows = self.batch.rows;
        let mut verdicts = Verdicts { rows, problems: self.batch.problems.clone(), ..Verdicts::default() };
        verdicts.stage.resize(rows, None);
        if self.program.lifecycle.declared && !self.program.stages.is_empty() {
            verdicts.stage.fill(Some(StageId::at(0)));
        }
        for (index, answers) in self.stages.iter().enumerate() {
            for row in masks::rows_in(&answers.yes) {
                if let Some(stage) = verdicts.stage.get_mut(row) {
                    *stage = Some(StageId::at(index));
                }
            }
        }
        if let Some(field) = self.program.lifecycle.recorded_in {
            let mut scratch = String::new();
            verdicts.recorded = (0..rows).map(|row| self.recorded(field, row, &mut scratch)).collect();
        }
        if !self.program.sources.is_empty() {
            verdicts.source = (0..rows).map(|row| self.sources.at(row).map(SourceRuleId::at)).collect();
        }
        verdicts.moved_to = Vec::with_capacity(rows);
        verdicts.next_step = Vec::with_capacity(rows);
        for (row, stage) in verdicts.stage.iter().enumerate() {
            let (moved_to, next_step) = self.next_step(row, *stage);
            verdicts.moved_to.push(moved_to);
            verdicts.next_step.push(next_step);
        }
        verdicts.routes = self.routes(&verdicts.stage);
        self.required_from(&mut verdicts);
        verdicts
    }

    /// The CRM's own stage.
    fn recorded(&self, field: FieldId, row: usize, scratch: &mut String) -> Option<Recorded> {
        let column = self.batch.column(field);
        let text = match column.map(|column| (&column.values, &column.known)) {
            Some((Values::Texts { codes, names }, known)) if masks::has(known, row) => {
                names.written(*codes.get(row)?)?.to_owned()
            }
            Some(_) | None => match self.decided_field(field) {
                Some(decided) => decided.value_text(self.plan, row)?,
                None => self.batch.value_text(self.plan, field, row)?,
            },
        };
        scratch.clear();
        fold_into(&text, scratch);
        Some(match self.plan.stage_named(scratch) {
            Some(destination) => Recorded::Known(destination),
            None => Recorded::Other(self.as_written(row).unwrap_or(text)),
        })
    }

    /// The cell of the CRM's own stage, where its listed value hides how it is written.
    fn as_written(&self, row: usize) -> Option<String> {
        let column = self.batch.recorded.as_ref()?;
        match &column.values {
            Values::Texts { codes, names } if masks::has(&column.known, row) => {
                names.written(*codes.get(row)?).map(str::to_owned)
            }
            Values::YesNo(_)
            | Values::Numbers { .. }
            | Values::Money { .. }
            | Values::Days { .. }
            | Values::Choices { .. }
            | Values::Items { .. }
            | Values::Texts { .. }
            | Values::Answers(_) => None,
        }
    }

    /// What happens next with a contact at `stage`, and where that moves it.
    fn next_step(&self, row: usize, stage: Option<StageId>) -> (Option<Destination>, NextStep) {
        let mut next = NextStep::default();
        if let Some(rest) = &self.program.lifecycle.rest
            && self.rests.at(row) == Answer::Yes
        {
            let began = match self.batch.column(rest.from).map(|column| &column.values) {
                Some(Values::Days { days, .. }) => days.get(row).copied(),
                Some(_) | None => None,
            };
            next.rests_until = began
                .and_then(crate::evaluate::calendar::date_of)
                .and_then(|date| self.plan.later(date, rest.duration));
            return (Some(Destination::Aside(rest.aside)), next);
        }
        let mut lines: Vec<(StageId, OutcomeList, &[Outcome])> = Vec::new();
        if let Some((id, stage)) = stage.and_then(|id| Some((id, self.program.stage(id)?))) {
            lines.push((id, OutcomeList::Leave, &stage.leave));
        }
        let after = StageId::at(stage.map_or(0, |stage| stage.index() + 1));
        if let (Some(stage), Some(answers)) = (self.program.stage(after), self.stages.get(after.index())) {
            match answers.at(row) {
                Answer::No => lines.push((after, OutcomeList::IfNo, &stage.if_no)),
                Answer::Unknown => lines.push((after, OutcomeList::IfUnknown, &stage.if_unknown)),
                // Not so: it would be the contact's stage.
                Answer::Yes => {}
            }
        }
        for (stage, list, outcomes) in lines {
            for (index, outcome) in (0_u32..).zip(outcomes) {
                let line = OutcomeRef { stage, list, index };
                match self.outcome_condition(outcome.condition, row) {
                    Answer::Yes => {
                        next.applies = Some(line);
                        return (destination(outcome), next);
                    }
                    Answer::Unknown => next.passed_over.push(line),
                    Answer::No => {}
                }
            }
        }
        (None, next)
    }

    fn outcome_condition(&self, condition: Option<NodeId>, row: usize) -> Answer {
        match condition {
            None => Answer::Yes,
            Some(node) => self.node(node).map_or(Answer::Unknown, |answers| answers.at(row)),
        }
    }

    /// Reports blank cells that are required from a stage on.
    fn required_from(&self, verdicts: &mut Verdicts) {
        for (index, field) in self.program.fields.iter().enumerate() {
            let Some(Required::From(from)) = field.required else { continue };
            if matches!(field.origin, Origin::Column { lookup: Some(_), .. }) {
                continue;
            }
            let id = FieldId::at(index);
            let ((Some(column), _), Some(cells)) = (self.plan.columns_of(id), self.batch.column(id)) else {
                continue;
            };
            for (row, stage) in verdicts.stage.iter().enumerate() {
                let blank = !masks::has(&cells.read, row) && !masks::has(&cells.unreadable, row);
                if blank && stage.is_some_and(|stage| stage >= from) {
                    verdicts.problems.push(CellProblem {
                        row: row as u32,
                        column: column as u32,
                        field: id,
                        fault: Fault::RequiredMissing,
                    });
                }
            }
        }
        verdicts.problems.sort_by_key(|problem| (problem.row, problem.column));
    }
}

fn destination(outcome: &Outcome) -> Option<Destination> {
    match &outcome.action {
        Some(Action::MoveTo(destination, _) | Action::RecycleTo(destination, _)) => Some(*destination),
        Some(Action::Stay) | None => None,
    }
}
