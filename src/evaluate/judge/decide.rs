//! First match: fields that are decided by rows, and sources (language.md, 4.8).
//!
//! Walk down: a yes row ends it, an unknown row is a candidate, and so is falling off the end after an unknown row.
//! One distinct answer left: that; several: missing, with the candidates listed.

use super::Judge;
use crate::evaluate::answers::Answers;
use crate::evaluate::batch::column::Column;
use crate::evaluate::batch::written_value;
use crate::evaluate::cell::Known;
use crate::evaluate::cell::choice::Item;
use crate::evaluate::fold::folded;
use crate::evaluate::masks;
use crate::evaluate::plan::Plan;
use crate::model::field::{Assumed, Origin};
use crate::model::ids::FieldId;
use crate::model::value::Value;

/// Which of several answers a first match may end with.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstMatch {
    /// For each answer, and last for none of them, the records for which it is a candidate.
    pub(crate) candidates: Vec<Vec<u64>>,
    /// Records with more than one candidate.
    pub(crate) unsettled: Vec<u64>,
}

impl FirstMatch {
    /// None of `answers` answers for any record.
    pub(crate) fn nothing(answers: usize, every: &[u64]) -> Self {
        let mut candidates = vec![vec![0; every.len()]; answers];
        candidates.push(every.to_vec());
        FirstMatch { candidates, unsettled: vec![0; every.len()] }
    }

    /// Walks down rows, each with the index of its answer and its condition's answers.
    pub(crate) fn walk<'r>(
        answers: usize,
        rows: impl Iterator<Item = (usize, Option<&'r Answers>)>,
        every: &[u64],
    ) -> Self {
        let mut candidates = vec![vec![0; every.len()]; answers];
        let mut left = every.to_vec();
        for (answer, condition) in rows {
            let mut here = left.clone();
            if let Some(condition) = condition {
                masks::remove(&mut here, &condition.no);
                masks::remove(&mut left, &condition.yes);
            } else {
                left.fill(0);
            }
            if let Some(mask) = candidates.get_mut(answer) {
                masks::add(mask, &here);
            }
        }
        candidates.push(left);
        let (mut once, mut unsettled) = (vec![0; every.len()], vec![0; every.len()]);
        for mask in &candidates {
            masks::add(&mut unsettled, &masks::both(&once, mask));
            masks::add(&mut once, mask);
        }
        FirstMatch { candidates, unsettled }
    }

    /// The records for which the answer at `index` is the only candidate.
    fn settled(&self, index: usize) -> Vec<u64> {
        self.candidates.get(index).map_or_else(Vec::new, |mask| masks::without(mask, &self.unsettled))
    }

    /// The answer of a record, if it has one and it is settled.
    pub(crate) fn at(&self, row: usize) -> Option<usize> {
        if masks::has(&self.unsettled, row) {
            return None;
        }
        let answers = self.candidates.len().saturating_sub(1);
        self.candidates.iter().take(answers).position(|mask| masks::has(mask, row))
    }
}

/// The values of a field that is decided by rows.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The field.
    pub field: FieldId,
    /// The different values that its rows, and its assumption, can give.
    pub values: Vec<Value>,
    /// For each value, the records that have it.
    pub(crate) having: Vec<Vec<u64>>,
    /// For each value, and last for none of them, the records for which it is a candidate.
    pub(crate) candidates: Vec<Vec<u64>>,
    /// Records whose value the rows settled.
    pub(crate) read: Vec<u64>,
}

impl Decided {
    /// The value of a record, decided or assumed; none if it is missing.
    pub fn value(&self, row: usize) -> Option<&Value> {
        self.values
            .iter()
            .zip(&self.having)
            .find(|(_, having)| masks::has(having, row))
            .map(|(value, _)| value)
    }

    /// The value of a record as people write it.
    pub fn value_text(&self, plan: &Plan<'_>, row: usize) -> Option<String> {
        let declared = plan.program().field(self.field)?;
        written_value(self.value(row)?, &declared.field_type)
    }

    /// Whether the rows settled it; if not, it is missing or assumed.
    pub fn is_decided(&self, row: usize) -> bool {
        masks::has(&self.read, row)
    }

    /// What it may be, if the rows do not settle it: values, and none for no value.
    pub fn candidates(&self, row: usize) -> impl Iterator<Item = Option<&Value>> {
        let values = self.values.iter().map(Some).chain(std::iter::once(None));
        values.zip(&self.candidates).filter(move |(_, mask)| masks::has(mask, row)).map(|(value, _)| value)
    }
}

impl Judge<'_> {
    /// Settles a field that is decided by rows.
    pub(super) fn decide(&mut self, field: FieldId) {
        let Some(declared) = self.program.field(field) else { return };
        let Origin::Decided(rows) = &declared.origin else { return };
        let mut values: Vec<Value> = Vec::new();
        let mut index_of = |value: &Value| match values.iter().position(|known| same(known, value)) {
            Some(index) => index,
            None => {
                values.push(value.clone());
                values.len() - 1
            }
        };
        let answers: Vec<usize> = rows.iter().map(|row| index_of(&row.value)).collect();
        let assumed = match &declared.assumed {
            Some(Assumed::Value(value)) => Some(index_of(value)),
            Some(Assumed::Never) | None => None,
        };
        let conditions = rows.iter().map(|row| row.condition.and_then(|node| self.node(node)));
        let found = FirstMatch::walk(values.len(), answers.into_iter().zip(conditions), &self.every);
        let mut having: Vec<Vec<u64>> = (0..values.len()).map(|index| found.settled(index)).collect();
        let mut candidates = found.candidates;
        if let Some(column) = self.batch.column(field) {
            given(column, &mut values, &mut having, &mut candidates);
        }
        let mut read = vec![0; self.every.len()];
        having.iter().for_each(|mask| masks::add(&mut read, mask));
        if let Some(mask) = assumed.and_then(|index| having.get_mut(index)) {
            masks::add(mask, &masks::without(&self.every, &read));
        }
        let decided = Decided { field, values, having, candidates, read };
        if let Some(place) = self.decided.get_mut(field.index()) {
            *place = Some(decided);
        }
    }

    /// Finds the source of each contact.
    pub(super) fn match_sources(&mut self) {
        let sources = &self.program.sources;
        let rows = sources.iter().enumerate();
        let rows = rows.map(|(index, source)| (index, source.condition.and_then(|node| self.node(node))));
        self.sources = FirstMatch::walk(sources.len(), rows, &self.every);
    }
}

/// A value that is given outright, as in an example, stands whatever the rows say; so does its lack.
fn given(
    column: &Column,
    values: &mut Vec<Value>,
    having: &mut Vec<Vec<u64>>,
    candidates: &mut Vec<Vec<u64>>,
) {
    for row in masks::rows_in(&column.given) {
        having.iter_mut().chain(candidates.iter_mut()).for_each(|mask| masks::take(mask, row));
        let value = match column.known_at(row) {
            Some(Known::Choice(Item::Listed(code))) => Value::Choice(code),
            Some(Known::Choice(Item::Other(text)) | Known::Text(text)) => Value::Text(text.to_owned()),
            Some(
                Known::YesNo(_)
                | Known::Number(_)
                | Known::Money(..)
                | Known::Date(_)
                | Known::DateTime(..)
                | Known::Items(_),
            )
            | None => {
                if let Some(none) = candidates.last_mut() {
                    masks::put(none, row);
                }
                continue;
            }
        };
        let index = values.iter().position(|known| same(known, &value)).unwrap_or(values.len());
        if index == values.len() {
            let blank = column.given.iter().map(|_| 0).collect::<Vec<u64>>();
            values.push(value);
            having.push(blank.clone());
            candidates.insert(index, blank);
        }
        for masks_of in [&mut *having, &mut *candidates] {
            if let Some(mask) = masks_of.get_mut(index) {
                masks::put(mask, row);
            }
        }
    }
}

/// Whether two values of a field are one: texts are compared as texts.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => folded(left) == folded(right),
        (left, right) => left == right,
    }
}
