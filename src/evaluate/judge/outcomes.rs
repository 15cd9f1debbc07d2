//! Where each contact is, and where it goes next (language.md, 4.6).

use super::Judge;
use crate::evaluate::batch::column::Values;
use crate::evaluate::calendar::date_of;
use crate::evaluate::fold::fold_into;
use crate::evaluate::masks;
use crate::evaluate::verdicts::{CellProblem, Fault, NextStep, OutcomeList, OutcomeRef, Recorded, Verdicts};
use crate::model::field::{Origin, Required};
use crate::model::ids::{FieldId, SourceRuleId, StageId};
use crate::model::lifecycle::{Action, Destination, Outcome, Stage};

impl Judge<'_> {
    /// Everything but questions and answers.
    pub(super) fn verdicts(&self) -> Verdicts {
        let rows = self.batch.rows;
        let mut verdicts = Verdicts { rows, problems: self.batch.problems.clone(), ..Verdicts::default() };
        let places = self.places();
        verdicts.stage.resize(rows, None);
        if self.program.lifecycle.declared && !self.program.stages.is_empty() {
            verdicts.stage.fill(Some(StageId::at(0)));
        }
        for (stage, mask) in &places {
            if stage.is_some_and(|stage| stage.index() > 0 || !self.program.lifecycle.declared) {
                masks::rows_in(mask).for_each(|row| set(&mut verdicts.stage, row, *stage));
            }
        }
        if let Some(field) = self.program.lifecycle.recorded_in {
            let mut scratch = String::new();
            verdicts.recorded = (0..rows).map(|row| self.recorded(field, row, &mut scratch)).collect();
        }
        if !self.program.sources.is_empty() {
            verdicts.source = (0..rows).map(|row| self.sources.at(row).map(SourceRuleId::at)).collect();
        }
        self.next_steps(&places, &mut verdicts);
        verdicts.routes = self.routes(&verdicts.stage);
        self.required_from(&places, &mut verdicts);
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

    /// The records at each stage, the last of those whose rule is yes; first those at none, which only a definition
    /// without a lifecycle has.
    fn places(&self) -> Vec<(Option<StageId>, Vec<u64>)> {
        let mut left = self.every.clone();
        let mut places = Vec::with_capacity(self.stages.len() + 1);
        for (index, answers) in self.stages.iter().enumerate().rev() {
            let is_first = index == 0 && self.program.lifecycle.declared;
            let here = if is_first { left.clone() } else { masks::both(&left, &answers.yes) };
            masks::remove(&mut left, &here);
            places.push((Some(StageId::at(index)), here));
        }
        places.push((None, left));
        places.reverse();
        places
    }

    /// What happens next with each contact, and where that moves it.
    fn next_steps(&self, places: &[(Option<StageId>, Vec<u64>)], verdicts: &mut Verdicts) {
        let rest = self.program.lifecycle.rest.as_ref();
        let says = |stage: &Stage| {
            !(stage.leave.is_empty() && stage.if_no.is_empty() && stage.if_unknown.is_empty())
        };
        if rest.is_none() && !self.program.stages.iter().any(says) {
            return;
        }
        verdicts.moved_to.resize(verdicts.rows, None);
        verdicts.next_step.resize(verdicts.rows, NextStep::default());
        let resting = if rest.is_some() { self.rests.yes.as_slice() } else { &[] };
        if let Some(rest) = rest {
            let days = match self.batch.column(rest.from).map(|column| &column.values) {
                Some(Values::Days { days, .. }) => days.as_slice(),
                Some(_) | None => &[],
            };
            for row in masks::rows_in(resting) {
                let began = days.get(row).copied().and_then(date_of);
                if let Some(next) = verdicts.next_step.get_mut(row) {
                    next.rests_until = began.and_then(|date| self.plan.later(date, rest.duration));
                }
                set(&mut verdicts.moved_to, row, Some(Destination::Aside(rest.aside)));
            }
        }
        for (at, mask) in places {
            let mut here = mask.clone();
            masks::remove(&mut here, resting);
            if let Some((id, stage)) = at.and_then(|id| Some((id, self.program.stage(id)?))) {
                self.take(&stage.leave, (id, OutcomeList::Leave), &mut here, verdicts);
            }
            let after = StageId::at(at.map_or(0, |stage| stage.index() + 1));
            let (Some(stage), Some(answers)) = (self.program.stage(after), self.stages.get(after.index()))
            else {
                continue;
            };
            // None of them is yes: it would be the contact's stage.
            masks::remove(&mut here, &answers.yes);
            let mut no = masks::both(&here, &answers.no);
            masks::remove(&mut here, &no);
            self.take(&stage.if_no, (after, OutcomeList::IfNo), &mut no, verdicts);
            self.take(&stage.if_unknown, (after, OutcomeList::IfUnknown), &mut here, verdicts);
        }
    }

    /// Gives the records of `left` the first of these lines whose condition is yes, and takes those that have one out;
    /// unknown ones before it are passed over.
    fn take(
        &self,
        outcomes: &[Outcome],
        (stage, list): (StageId, OutcomeList),
        left: &mut [u64],
        verdicts: &mut Verdicts,
    ) {
        for (index, outcome) in (0_u32..).zip(outcomes) {
            let line = OutcomeRef { stage, list, index };
            let (yes, open) = match outcome.condition.map(|node| self.node(node)) {
                None => (left.to_vec(), Vec::new()),
                Some(None) => (Vec::new(), left.to_vec()),
                Some(Some(answers)) => (masks::both(left, &answers.yes), answers.open(left)),
            };
            for row in masks::rows_in(&open) {
                if let Some(next) = verdicts.next_step.get_mut(row) {
                    next.passed_over.push(line);
                }
            }
            for row in masks::rows_in(&yes) {
                if let Some(next) = verdicts.next_step.get_mut(row) {
                    next.applies = Some(line);
                }
                set(&mut verdicts.moved_to, row, destination(outcome));
            }
            masks::remove(left, &yes);
        }
    }

    /// Reports blank cells that are required from a stage on.
    fn required_from(&self, places: &[(Option<StageId>, Vec<u64>)], verdicts: &mut Verdicts) {
        for (index, field) in self.program.fields.iter().enumerate() {
            let Some(Required::From(from)) = field.required else { continue };
            if matches!(field.origin, Origin::Column { lookup: Some(_), .. }) {
                continue;
            }
            let id = FieldId::at(index);
            let ((Some(column), _), Some(cells)) = (self.plan.columns_of(id), self.batch.column(id)) else {
                continue;
            };
            let mut blank = masks::none(self.batch.rows);
            let from_it = places.iter().filter(|(stage, _)| stage.is_some_and(|stage| stage >= from));
            from_it.for_each(|(_, mask)| masks::add(&mut blank, mask));
            masks::remove(&mut blank, &cells.read);
            masks::remove(&mut blank, &cells.unreadable);
            for row in masks::rows_in(&blank) {
                verdicts.problems.push(CellProblem {
                    row: row as u32,
                    column: column as u32,
                    field: id,
                    fault: Fault::RequiredMissing,
                });
            }
        }
        verdicts.problems.sort_by_key(|problem| (problem.row, problem.column));
    }
}

fn set<T>(values: &mut [T], row: usize, value: T) {
    if let Some(place) = values.get_mut(row) {
        *place = value;
    }
}

fn destination(outcome: &Outcome) -> Option<Destination> {
    match &outcome.action {
        Some(Action::MoveTo(destination, _) | Action::RecycleTo(destination, _)) => Some(*destination),
        Some(Action::Stay) | None => None,
    }
}
