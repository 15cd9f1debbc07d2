//! The walk over what is open: the questions of a record in the order of 4.7.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::evaluate::judge::Judge;
use crate::evaluate::masks;
use crate::model::ids::{FieldId, NodeId, RuleId, ScoreId, StageId};
use crate::model::lifecycle::Question;

/// Something that can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Vertex {
    Node(NodeId),
    Stage(StageId),
    Gate(StageId),
    /// What may help to settle a gate, though none of it is needed for sure.
    GateRest(StageId),
    Rest,
    Sources,
    Decided(FieldId),
    Score(ScoreId),
    /// The events of a score's row.
    Counted(ScoreId, usize),
    Ask(Question),
}

/// How the open parts of a vertex combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Combine {
    /// Each is needed: what any of them needs.
    Every,
    /// One of them is enough: what all of them need.
    One,
    /// Some of them: nothing is needed for sure.
    Some,
}

/// A vertex with the wished answer.
pub(super) type Wish = (Vertex, bool);

pub(super) struct Walker<'j> {
    pub(super) judge: &'j Judge<'j>,
    /// Where each question stands in the sets below, by first appearance in this walk.
    position: HashMap<Question, usize, RandomState>,
    order: Vec<Question>,
    /// The needed questions of a wish, as a set of positions; none while its parts are walked.
    needed: HashMap<Wish, Option<Vec<u64>>, RandomState>,
}

impl<'j> Walker<'j> {
    pub(super) fn new(judge: &'j Judge<'j>) -> Self {
        Walker { judge, position: HashMap::default(), order: Vec::new(), needed: HashMap::default() }
    }

    /// The questions of a record whose first open stage is this one, in the order of 4.7.
    pub(super) fn list(&mut self, stage: StageId, row: usize) -> Vec<Question> {
        let asked = self.judge.program.stage(stage).map_or(&[][..], |stage| stage.ask.as_slice());
        self.ordered((Vertex::Stage(stage), true), asked, row)
    }

    /// The questions of a record for which a profile or criterion is open.
    pub(super) fn list_of_rule(&mut self, rule: RuleId, row: usize) -> Vec<Question> {
        let condition = self.judge.program.rule(rule).map(|rule| rule.condition);
        condition.map(|node| self.ordered((Vertex::Node(node), true), &[], row)).unwrap_or_default()
    }

    /// The questions that a wish leaves open: `asked` first, then those that it needs, then the others.
    fn ordered(&mut self, wish: Wish, asked: &[Question], row: usize) -> Vec<Question> {
        self.position.clear();
        self.order.clear();
        self.needed.clear();
        let needed = self.walk(wish, row);
        let open = &self.order;
        let mut list: Vec<Question> = Vec::with_capacity(open.len());
        let mut taken = vec![false; open.len()];
        let mut take = |index: usize, question: Question| {
            if let Some(taken) = taken.get_mut(index)
                && !std::mem::replace(taken, true)
            {
                list.push(question);
            }
        };
        for question in asked {
            if let Some(index) = self.position.get(question) {
                take(*index, *question);
            }
        }
        for index in masks::rows_in(&needed) {
            if let Some(question) = open.get(index) {
                take(index, *question);
            }
        }
        for (index, question) in open.iter().enumerate() {
            take(index, *question);
        }
        list
    }

    /// Walks all that a wish rests on, parts in rule order, with a stack of its own; gives the needed questions.
    fn walk(&mut self, wish: Wish, row: usize) -> Vec<u64> {
        let mut stack = vec![(wish, false)];
        while let Some((wish, parts_done)) = stack.pop() {
            if !parts_done && self.needed.contains_key(&wish) {
                continue;
            }
            if let Vertex::Ask(question) = wish.0 {
                let next = self.order.len();
                let position = *self.position.entry(question).or_insert(next);
                if position == next {
                    self.order.push(question);
                }
                let mut set = vec![0; position / 64 + 1];
                masks::put(&mut set, position);
                self.needed.insert(wish, Some(set));
                continue;
            }
            let (combine, parts) = self.open_parts(wish, row);
            if parts_done {
                let set = self.combined(combine, &parts);
                self.needed.insert(wish, Some(set));
            } else {
                self.needed.insert(wish, None);
                stack.push((wish, true));
                stack.extend(parts.into_iter().rev().map(|part| (part, false)));
            }
        }
        self.needed.get(&wish).cloned().flatten().unwrap_or_default()
    }

    fn combined(&self, combine: Combine, parts: &[Wish]) -> Vec<u64> {
        let set_of = |part: &Wish| self.needed.get(part).and_then(Option::as_deref).unwrap_or(&[]);
        let mut sets = parts.iter().map(set_of);
        match combine {
            Combine::Some => Vec::new(),
            Combine::Every => {
                let mut all: Vec<u64> = Vec::new();
                for set in sets {
                    all.resize(all.len().max(set.len()), 0);
                    masks::add(&mut all, set);
                }
                all
            }
            Combine::One => {
                let mut common = sets.next().unwrap_or(&[]).to_vec();
                for set in sets {
                    common.truncate(set.len());
                    masks::keep(&mut common, set);
                }
                common
            }
        }
    }
}
