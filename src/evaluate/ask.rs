//! What to ask next (language.md, 4.7).
//!
//! The rule of the first stage that a contact could be, without what is settled, is a graph: its vertices are nodes,
//! stages, gates, rest, sources, scores and decided fields, each with a polarity (`not` is pushed inwards: an `and` below a
//! `not` is an `or`). One walk over it finds the open fields in rule order; on the way back each vertex gets the set of
//! fields without which it cannot come out as wished. Each vertex is seen once for each polarity, so that criteria that
//! share parts cost no more than their parts.
//!
//! A walk is dear, and contacts are alike: the walk for a stage looks at some masks only, found once for a plan, and
//! records that have the same bits in all of them have the same list. The bits of 64 records are put side by side at a
//! time, and a list that was made before, for this batch or an earlier one, is looked up by them.

mod hangs;
mod keys;
mod known;
mod open;
mod walk;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::answers::Answer;
use super::judge::Judge;
use super::masks;
use super::verdicts::Verdicts;
use crate::model::ids::{RuleId, StageId};
use crate::model::lifecycle::Question;
use keys::{Blocks, Keys};
use walk::Walker;

pub use known::QuestionMemory;

/// Fills in the questions of every record.
pub(crate) fn questions(judge: &Judge<'_>, verdicts: &mut Verdicts, memory: &mut QuestionMemory) {
    verdicts.ask = vec![0; verdicts.rows];
    verdicts.questions = vec![Arc::from([])];
    memory.begin(judge.program.stages.len());
    let mut walker = Walker::new(judge);
    let mut blocks = Blocks::default();
    for (index, asked) in asked_at(judge).iter().enumerate() {
        if asked.iter().all(|word| *word == 0) {
            continue;
        }
        let stage = StageId::at(index);
        let hangs = memory.hangs(stage, || hangs::of(judge.program, Asked::Stage(stage)));
        let keys = Keys::new(judge, &hangs);
        for (word, rows) in asked.iter().enumerate().filter(|(_, rows)| **rows != 0) {
            keys.fill(word, &mut blocks);
            for bit in masks::rows_in(&[*rows]) {
                let row = word * 64 + bit;
                let list = memory.list(stage, blocks.key(bit), || walker.list(stage, row));
                if let Some(ask) = verdicts.ask.get_mut(row) {
                    *ask = memory.place(list, &mut verdicts.questions);
                }
            }
        }
    }
}

/// For each stage, the records that are asked about it: it is the first after their own that is open.
fn asked_at(judge: &Judge<'_>) -> Vec<Vec<u64>> {
    let lifecycle = &judge.program.lifecycle;
    let mut later_yes = vec![0; judge.every.len()];
    let mut asked: Vec<Vec<u64>> = Vec::with_capacity(judge.stages.len());
    for (index, answers) in judge.stages.iter().enumerate().rev() {
        // Where a lifecycle is declared, whoever is at no later stage is at the first.
        let may_be_next = index > 0 || !lifecycle.declared;
        let mut open = answers.open(&judge.every);
        masks::remove(&mut open, &later_yes);
        if !may_be_next {
            open.fill(0);
        }
        asked.push(open);
        masks::add(&mut later_yes, &answers.yes);
    }
    asked.reverse();
    let mut earlier = vec![0; judge.every.len()];
    for open in &mut asked {
        masks::remove(open, &earlier);
        masks::add(&mut earlier, open);
    }
    asked
}

/// A rule that questions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// A stage's rule; its `ask` line comes first.
    Stage(StageId),
    /// A profile or criterion.
    Rule(RuleId),
}

/// What to ask about each of these rules of these records; nothing about one that is settled.
pub(crate) fn lists(judge: &Judge<'_>, asked: &[(usize, Asked)]) -> Vec<Vec<Question>> {
    let mut walker = Walker::new(judge);
    let mut keys: HashMap<Asked, Keys<'_>> = HashMap::new();
    let mut known: HashMap<(Asked, Vec<u64>), Vec<Question>> = HashMap::new();
    let mut list = |(row, asked): &(usize, Asked)| {
        let answers = match asked {
            Asked::Stage(stage) => judge.stages.get(stage.index()),
            Asked::Rule(rule) => judge.rules.get(rule.index()),
        };
        if answers.is_none_or(|answers| answers.at(*row) != Answer::Unknown) {
            return Vec::new();
        }
        let keys = match keys.entry(*asked) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(place) => place.insert(Keys::new(judge, &hangs::of(judge.program, *asked))),
        };
        let found = known.entry((*asked, keys.of(*row))).or_insert_with(|| match asked {
            Asked::Stage(stage) => walker.list(*stage, *row),
            Asked::Rule(rule) => walker.list_of_rule(*rule, *row),
        });
        found.clone()
    };
    asked.iter().map(&mut list).collect()
}
