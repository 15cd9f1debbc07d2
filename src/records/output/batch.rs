//! What the rows of one batch share.

use super::super::rows::{RowReport, Rows};
use super::fill::{Fill, Frame};
use super::piece::Piece;
use super::sheet::Sheet;
use crate::evaluate::verdicts::{CellProblem, NextStep, Verdicts};
use crate::model::ids::StageId;
use crate::model::lifecycle::Question;
use crate::model::value::Duration;
use crate::wording::value::duration;

/// More texts than these are rare, and looking for one costs more than saying it again.
const REMEMBERED: usize = 32;

/// What the rows of one batch share, and how far its problems are written.
pub(super) struct Batch<'v> {
    pub rows: &'v Rows,
    pub verdicts: &'v Verdicts,
    /// By record, which of the lists of stages that it could be at.
    pub could_be: Vec<u32>,
    /// These lists, ready.
    pub could_be_texts: Vec<Piece>,
    /// The lists of questions, ready.
    pub asks: Vec<Piece>,
    /// The owners, ready; last that there is none.
    pub owners: Vec<Piece>,
    /// Deadlines that were met.
    pub within: Said<Option<Duration>>,
    /// Next steps that were met.
    pub next: Said<Option<&'v NextStep>>,
    /// The problems that are still to come.
    pub problems: &'v [CellProblem],
    pub reports: &'v [RowReport],
    pub scratch: String,
}

impl<'v> Batch<'v> {
    pub(super) fn new(sheet: &Sheet<'_>, rows: &'v Rows, verdicts: &'v Verdicts) -> Self {
        let mut batch = Batch {
            rows,
            verdicts,
            could_be: Vec::new(),
            could_be_texts: Vec::new(),
            asks: Vec::new(),
            owners: Vec::new(),
            within: Said::default(),
            next: Said::default(),
            problems: &verdicts.problems,
            reports: rows.reports(),
            scratch: String::new(),
        };
        let list = |frame: &Frame, names: &mut dyn Iterator<Item = &str>| {
            frame.piece(|out| sheet.written.list(names, out))
        };
        for fill in &sheet.fills {
            match fill {
                Fill::CouldBe(frame) => {
                    let (of, lists) = could_be(verdicts);
                    let text = |stages: &Vec<StageId>| {
                        list(frame, &mut stages.iter().map(|stage| sheet.stage_name(*stage)))
                    };
                    batch.could_be = of;
                    batch.could_be_texts = lists.iter().map(text).collect();
                }
                Fill::Ask(frame) => {
                    let text = |questions: &[Question]| {
                        list(frame, &mut questions.iter().map(|question| sheet.question(*question)))
                    };
                    let nothing: &[Question] = &[];
                    let lists = verdicts.questions.iter().map(AsRef::as_ref);
                    let lists = lists.chain(verdicts.questions.is_empty().then_some(nothing));
                    batch.asks = lists.map(text).collect();
                }
                Fill::Route(frame) => {
                    let names = verdicts.routes.names.iter().map(String::as_str);
                    batch.owners = names.chain([""]).map(|name| frame.text(sheet.written, name)).collect();
                }
                Fill::Kept(..)
                | Fill::Id(..)
                | Fill::Row(_)
                | Fill::Stage(_)
                | Fill::Recorded(..)
                | Fill::MovedTo(_)
                | Fill::Source(_)
                | Fill::ScoreLow(..)
                | Fill::ScoreHigh(..)
                | Fill::ScoreBand(..)
                | Fill::RespondWithin(_)
                | Fill::NextStep(_)
                | Fill::Problems(..)
                | Fill::Rule(..) => {}
            }
        }
        batch
    }

    /// The owner of a record.
    pub(super) fn owner(&self, row: usize) -> Option<&Piece> {
        let routed = self.verdicts.routes.routed.get(row).and_then(Option::as_ref);
        match routed.and_then(|routed| routed.owner) {
            Some(owner) => self.owners.get(owner as usize),
            None => self.owners.last(),
        }
    }

    /// The deadline of a record.
    pub(super) fn within(&mut self, sheet: &Sheet<'_>, frame: &Frame, row: usize) -> Option<&Piece> {
        let within = self.verdicts.routes.respond_within(row);
        self.within.of(within, || frame.text(sheet.written, &within.map(duration).unwrap_or_default()))
    }

    /// What happens next with a record.
    pub(super) fn next_step(&mut self, sheet: &Sheet<'_>, frame: &Frame, row: usize) -> Option<&Piece> {
        let next = self.verdicts.next_step.get(row);
        let say = || {
            let something = next.filter(|next| **next != NextStep::default());
            frame.text(sheet.written, &something.map(|next| (sheet.say_next)(next)).unwrap_or_default())
        };
        self.next.of(next, say)
    }

    /// Whether nothing is wrong with a record; rows must come in order.
    #[inline]
    pub(super) fn is_clean(&self, row: usize) -> bool {
        self.problems.first().is_none_or(|problem| problem.row as usize > row)
            && self.reports.first().is_none_or(|report| report.row > row)
    }
}

/// Texts that were said already, by what they are about.
pub(super) struct Said<K> {
    texts: Vec<(K, Piece)>,
    /// The last one that was asked for: it is often asked for again.
    last: usize,
}

impl<K> Default for Said<K> {
    fn default() -> Self {
        Said { texts: Vec::new(), last: 0 }
    }
}

impl<K: PartialEq> Said<K> {
    fn of(&mut self, key: K, say: impl FnOnce() -> Piece) -> Option<&Piece> {
        if self.texts.get(self.last).is_none_or(|(known, _)| *known != key) {
            self.last = match self.texts.iter().position(|(known, _)| *known == key) {
                Some(place) => place,
                None => {
                    if self.texts.len() >= REMEMBERED {
                        self.texts.remove(0);
                    }
                    self.texts.push((key, say()));
                    self.texts.len() - 1
                }
            };
        }
        self.texts.get(self.last).map(|(_, text)| text)
    }
}

/// For each record, which of the lists that are also given it has: of the later stages than its own whose rule is
/// unknown. Few lists differ, so that each is written once.
fn could_be(verdicts: &Verdicts) -> (Vec<u32>, Vec<Vec<StageId>>) {
    let mut of = vec![0_u32; verdicts.rows];
    let mut lists: Vec<Vec<StageId>> = vec![Vec::new()];
    // For each list, the one that it becomes with this stage at its end; 0 until a record has it.
    let mut longer: Vec<u32> = Vec::new();
    for (index, answers) in verdicts.stage_answers.iter().enumerate() {
        longer.clear();
        longer.resize(lists.len(), 0);
        for row in answers.open_rows() {
            let after = verdicts.stage.get(row).is_some_and(|stage| is_before(*stage, index));
            let Some(place) = of.get_mut(row).filter(|_| after) else { continue };
            let list = *place as usize;
            let Some(next) = longer.get_mut(list) else { continue };
            if *next == 0 {
                *next = lists.len() as u32;
                let mut stages = lists.get(list).cloned().unwrap_or_default();
                stages.push(StageId::at(index));
                lists.push(stages);
            }
            *place = *next;
        }
    }
    (of, lists)
}

fn is_before(stage: Option<StageId>, index: usize) -> bool {
    stage.is_none_or(|stage| stage.index() < index)
}

/// How many records could be at a later stage than theirs.
pub(crate) fn could_be_more(verdicts: &Verdicts) -> u64 {
    let mut more = vec![false; verdicts.rows];
    for (index, answers) in verdicts.stage_answers.iter().enumerate() {
        for row in answers.open_rows() {
            if let Some(more) = more.get_mut(row) {
                *more |= verdicts.stage.get(row).is_some_and(|stage| is_before(*stage, index));
            }
        }
    }
    more.iter().filter(|more| **more).count() as u64
}

#[cfg(test)]
mod tests {
    use super::{could_be, could_be_more};
    use crate::evaluate::answers::Answers;
    use crate::evaluate::verdicts::Verdicts;
    use crate::model::ids::StageId;

    #[test]
    fn lists_by_mask_are_those_of_each_record() {
        let mut state = 7_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ state >> 29
        };
        for rows in [0, 1, 63, 64, 65, 200] {
            for stages in [0, 1, 3, 70] {
                let words = usize::div_ceil(rows, 64);
                let answers = (0..stages).map(|_| {
                    let yes: Vec<u64> = (0..words).map(|_| random() & random()).collect();
                    let no = yes.iter().map(|yes| random() & !yes).collect();
                    Answers { yes, no }
                });
                let stage_answers: Vec<Answers> = answers.collect();
                let own = |number: u64| (number as usize % (stages + 1)).checked_sub(1).map(StageId::at);
                let stage = (0..rows).map(|_| own(random() >> 8)).collect();
                let verdicts = Verdicts { rows, stage, stage_answers, ..Verdicts::default() };
                let (of, lists) = could_be(&verdicts);
                for (row, list) in of.iter().enumerate() {
                    assert_eq!(lists[*list as usize], verdicts.could_be(row).collect::<Vec<_>>());
                }
                let more = (0..rows).filter(|row| verdicts.could_be(*row).next().is_some()).count();
                assert_eq!(could_be_more(&verdicts), more as u64);
            }
        }
    }
}
