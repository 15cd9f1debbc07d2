//! What the evaluator says of a batch.

use std::sync::Arc;

use super::answers::{Answer, Answers};
pub use super::judge::decide::Decided;
pub use super::judge::route::{Routed, RoutedBy, Routes};
pub use super::judge::score::{RowPoints, ScorePoints};
use super::masks;
use crate::model::ids::{FieldId, SourceRuleId, StageId};
use crate::model::lifecycle::{Destination, Question};
pub use crate::model::lifecycle::{NextStep, OutcomeList, OutcomeRef};

/// The verdicts on a batch, a column each; every vector that is not said otherwise has one entry a record.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// How many records.
    pub rows: usize,
    /// The stage; none only without a lifecycle.
    pub stage: Vec<Option<StageId>>,
    /// The CRM's own stage; empty vector without `recorded in`.
    pub recorded: Vec<Option<Recorded>>,
    /// Where an outcome, or rest, moves it; empty vector without outcomes and rest.
    pub moved_to: Vec<Option<Destination>>,
    /// The matched source; empty vector without sources.
    pub source: Vec<Option<SourceRuleId>>,
    /// The scores, by [`ScoreId`](crate::model::ids::ScoreId).
    pub scores: Vec<ScorePoints>,
    /// Who gets it, and how soon.
    pub routes: Routes,
    /// What happens next; empty vector without outcomes and rest.
    pub next_step: Vec<NextStep>,
    /// Which list of questions: index into `questions`.
    pub ask: Vec<u32>,
    /// The different lists of questions of this batch; the first is empty.
    pub questions: Vec<Arc<[Question]>>,
    /// Answers of the stages' rules, by [`StageId`].
    pub stage_answers: Vec<Answers>,
    /// Answers of the rules, by [`RuleId`](crate::model::ids::RuleId).
    pub rule_answers: Vec<Answers>,
    /// Answers of all nodes, by [`NodeId`](crate::model::ids::NodeId); empty unless they were asked for.
    pub node_answers: Vec<Answers>,
    /// The values of the fields that are decided by rows.
    pub decided: Vec<Decided>,
    /// For each source, and last for none of them, a mask of the records that it is a candidate for.
    pub(crate) source_candidates: Vec<Vec<u64>>,
    /// The gate of each stage, by [`StageId`].
    pub(crate) gates: Vec<Answers>,
    /// Whether each contact rests.
    pub(crate) rests: Answers,
    /// What is wrong with cells, by record and column.
    pub problems: Vec<CellProblem>,
}

impl Verdicts {
    /// Later stages than the record's own whose rule is unknown, in lifecycle order.
    pub fn could_be(&self, row: usize) -> impl Iterator<Item = StageId> + '_ {
        let after = self.stage.get(row).copied().flatten().map_or(0, |stage| stage.index() + 1);
        (after..self.stage_answers.len())
            .filter(move |index| {
                self.stage_answers.get(*index).is_some_and(|answers| answers.at(row) == Answer::Unknown)
            })
            .map(StageId::at)
    }

    /// The sources that a contact may come from, and none for no source; one alone is settled.
    pub fn source_candidates(&self, row: usize) -> impl Iterator<Item = Option<SourceRuleId>> + '_ {
        let last = self.source_candidates.len().saturating_sub(1);
        let found = self.source_candidates.iter().enumerate().filter(move |(_, mask)| masks::has(mask, row));
        found.map(move |(index, _)| (index < last).then(|| SourceRuleId::at(index)))
    }

    /// The values of a field that is decided by rows.
    pub fn decided(&self, field: FieldId) -> Option<&Decided> {
        self.decided.iter().find(|decided| decided.field == field)
    }

    /// The fields to ask for, in order.
    pub fn questions_of(&self, row: usize) -> &[Question] {
        self.ask.get(row).and_then(|list| self.questions.get(*list as usize)).map_or(&[], |list| list)
    }
}

/// The CRM's own stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It matches the name or title of a stage, or of an aside.
    Known(Destination),
    /// It matches none; as it is written.
    Other(String),
}

/// Something wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// The record, from 0 in its batch.
    pub row: u32,
    /// The column, as in [`input_columns`](super::cells::input_columns).
    pub column: u32,
    /// Its field.
    pub field: FieldId,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// Blank, and required.
    RequiredMissing,
    /// No number in the forms that the field reads.
    NotANumber,
    /// A number with more digits than can be held.
    NumberTooLarge,
    /// A fraction where a whole number is due.
    NotWhole,
    /// No date in the forms that the field reads.
    NotADate,
    /// Such as 03/04/2026 without `written as`: it can be read two ways.
    TwoReadings,
    /// No such day or time: 31 April, 25:00.
    NoSuchDay,
    /// None of the words for yes and no.
    NotYesNo,
    /// Not in the closed list.
    NotInList,
    /// Outside the field's `range`.
    OutOfRange,
    /// No `@`.
    NotAnEmail,
    /// A currency without a rate.
    NoRate,
    /// An amount with the sign or code of another currency than its own.
    OtherCurrency,
    /// Bytes that are no text.
    NotText,
    /// A JSON object or nested array.
    NotScalar,
    /// Longer than a cell may be.
    TooLong,
}
