//! What to ask next (language.md, 4.7).
//!
//! The rule of the first stage that a contact could be, without what is settled, is a graph: its vertices are nodes,
//! stages, gates, rest, sources, scores and decided fields, each with a polarity (`not` is pushed inwards: an `and` below a
//! `not` is an `or`). One walk over it finds the open fields in rule order; on the way back each vertex gets the set of
//! fields without which it cannot come out as wished. Each vertex is seen once for each polarity, so that criteria that
//! share parts cost no more than their parts. Records with the same answers share one list.

use std::collections::HashMap;

use super::answers::{Answer, Answers};
use super::batch::column::Column;
use super::judge::Judge;
use super::masks;
use super::verdicts::Verdicts;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::{FieldId, NodeId, RuleId, ScoreId, StageId};
use crate::model::lifecycle::{NumberSource, Question, SourceRule};
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;

/// What is remembered of the questions of earlier batches.
#[derive(Debug, Default)]
pub struct QuestionMemory {}

/// Fills in the questions of every record.
pub(crate) fn questions(judge: &Judge<'_>, verdicts: &mut Verdicts, _memory: &mut QuestionMemory) {
    verdicts.ask = vec![0; verdicts.rows];
    verdicts.questions = vec![Vec::new()];
    let mut first_open: Vec<Option<StageId>> = vec![None; verdicts.rows];
    for (index, answers) in judge.stages.iter().enumerate().rev() {
        for row in masks::rows_in(&answers.open(&judge.every)) {
            let after = verdicts.stage.get(row).copied().flatten().is_none_or(|stage| stage.index() < index);
            if let Some(place) = first_open.get_mut(row).filter(|_| after) {
                *place = Some(StageId::at(index));
            }
        }
    }
    let mut lists: HashMap<Vec<Question>, u32> = HashMap::from([(Vec::new(), 0)]);
    let mut patterns: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut walker = Walker::new(judge);
    let blanks = blanks(judge);
    for (row, (stage, ask)) in first_open.iter().zip(&mut verdicts.ask).enumerate() {
        let Some(stage) = *stage else { continue };
        *ask = *patterns.entry(pattern(judge, &blanks, stage.0, row)).or_insert_with(|| {
            let list = walker.list(stage, row);
            let next = verdicts.questions.len() as u32;
            *lists.entry(list).or_insert_with_key(|list| {
                verdicts.questions.push(list.clone());
                next
            })
        });
    }
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
    let mut patterns: HashMap<(Asked, Vec<u64>), Vec<Question>> = HashMap::new();
    let blanks = blanks(judge);
    let mut list = |(row, asked): &(usize, Asked)| {
        let answers = match asked {
            Asked::Stage(stage) => judge.stages.get(stage.index()),
            Asked::Rule(rule) => judge.rules.get(rule.index()),
        };
        if answers.is_none_or(|answers| answers.at(*row) != Answer::Unknown) {
            return Vec::new();
        }
        let key = (*asked, pattern(judge, &blanks, 0, *row));
        let found = patterns.entry(key).or_insert_with(|| match asked {
            Asked::Stage(stage) => walker.list(*stage, *row),
            Asked::Rule(rule) => {
                let condition = judge.program.rule(*rule).map(|rule| rule.condition);
                let wish = |node| (Vertex::Node(node), true);
                condition.map(|node| walker.ordered(wish(node), &[], *row)).unwrap_or_default()
            }
        });
        found.clone()
    };
    asked.iter().map(&mut list).collect()
}

/// What questions hang on beside the answers of nodes: for each number that a score counts and each day that events
/// are counted from, the records that have it; for each event, the records whose rows are known; for each score's
/// other number, and its rows of events, those in which it is settled.
fn blanks(judge: &Judge<'_>) -> Vec<Vec<u64>> {
    let mut masks: Vec<Vec<u64>> = judge.batch.gathered.supplied.clone();
    let rows = judge.batch.rows;
    let rows_of_scores = judge.program.scores.iter().flat_map(|score| &score.rows);
    let sets = rows_of_scores.filter_map(|row| match &row.basis {
        Basis::ForEach(set) => Some(set),
        Basis::When(_) | Basis::Per { .. } => None,
    });
    for set in judge.program.counts.iter().chain(sets) {
        if let Some(Window::Since(field)) = set.window {
            masks.extend(judge.batch.column(field).map(known_or_never));
        }
    }
    for (index, score) in judge.program.scores.iter().enumerate() {
        let id = ScoreId::at(index);
        for (row_index, row) in score.rows.iter().enumerate() {
            let settled: Vec<u64> = match &row.basis {
                Basis::When(_) => continue,
                Basis::Per { .. } | Basis::ForEach(_) => {
                    let open = |row: usize| judge.is_row_open(id, row_index, row);
                    let mut mask = masks::none(rows);
                    (0..rows).filter(|row| !open(*row)).for_each(|row| masks::put(&mut mask, row));
                    mask
                }
            };
            masks.push(settled);
        }
    }
    masks
}

/// What the questions of a record hang on: `of` what they are, whether it rests and whether the date of rest is open, every
/// node's answer, and which blanks it has.
fn pattern(judge: &Judge<'_>, blanks: &[Vec<u64>], of: u32, row: usize) -> Vec<u64> {
    let rest = (judge.rests.at(row) as u64) << 2 | judge.rest_window.at(row) as u64;
    let mut key = vec![u64::from(of) << 4 | rest];
    let (word, bit) = (row / 64, row % 64);
    for nodes in judge.nodes.chunks(32) {
        let two_bits = |answers: &Answers| {
            let bit_of = |mask: &[u64]| mask.get(word).map_or(0, |word| word >> bit & 1);
            bit_of(&answers.yes) << 1 | bit_of(&answers.no)
        };
        key.push(nodes.iter().fold(0, |key, answers| key << 2 | two_bits(answers)));
    }
    for masks in blanks.chunks(64) {
        key.push(masks.iter().fold(0, |key, mask| key << 1 | u64::from(masks::has(mask, row))));
    }
    key
}

/// Something that can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Vertex {
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
enum Combine {
    /// Each is needed: what any of them needs.
    Every,
    /// One of them is enough: what all of them need.
    One,
    /// Some of them: nothing is needed for sure.
    Some,
}

/// A vertex with the wished answer.
type Wish = (Vertex, bool);

impl Judge<'_> {
    /// Whether it is open what a score's row adds for a record.
    fn is_row_open(&self, score: ScoreId, index: usize, row: usize) -> bool {
        let points = self.scores.get(score.index()).and_then(|points| points.rows.get(index)?.get(row));
        points.is_some_and(|points| points.low != points.high)
    }
}

/// Records whose date is there, or is one that never comes.
fn known_or_never(column: &Column) -> Vec<u64> {
    if !column.never {
        return column.known.clone();
    }
    // Every record that has no date has one that never comes.
    vec![u64::MAX; column.known.len()]
}

struct Walker<'j> {
    judge: &'j Judge<'j>,
    /// Where each question stands in the sets below, by first appearance in this walk.
    position: HashMap<Question, usize>,
    order: Vec<Question>,
    /// The needed questions of a wish, as a set of positions; none while its parts are walked.
    needed: HashMap<Wish, Option<Vec<u64>>>,
}

impl<'j> Walker<'j> {
    fn new(judge: &'j Judge<'j>) -> Self {
        Walker { judge, position: HashMap::new(), order: Vec::new(), needed: HashMap::new() }
    }

    /// The questions of a record whose first open stage is this one, in the order of 4.7.
    fn list(&mut self, stage: StageId, row: usize) -> Vec<Question> {
        let asked = self.judge.program.stage(stage).map_or(&[][..], |stage| stage.ask.as_slice());
        self.ordered((Vertex::Stage(stage), true), asked, row)
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

    /// The open parts of an open vertex, in rule order, and how they combine.
    fn open_parts(&self, (vertex, wished): Wish, row: usize) -> (Combine, Vec<Wish>) {
        let all = if wished { Combine::Every } else { Combine::One };
        let any = if wished { Combine::One } else { Combine::Every };
        match vertex {
            Vertex::Node(node) => self.open_parts_of_node(node, wished, row),
            Vertex::Stage(stage) => (all, self.open_parts_of_stage(stage, wished, row)),
            Vertex::Gate(stage) => self.open_parts_of_gate(stage, wished, row, all),
            Vertex::GateRest(stage) => {
                let mut parts = vec![(Vertex::Sources, true)];
                parts.extend(self.candidate_gates(stage, wished, row).flat_map(|(_, open)| open));
                (Combine::Some, parts)
            }
            Vertex::Rest => {
                let mut parts = Vec::new();
                if let Some(rest) = &self.judge.program.lifecycle.rest {
                    if self.judge.rest_window.at(row) == Answer::Unknown {
                        parts.push((self.field(rest.from), true));
                    }
                    parts.extend(rest.unless.and_then(|unless| self.open_node(unless, !wished, row)));
                }
                (all, parts)
            }
            Vertex::Sources => {
                let conditions = self.judge.program.sources.iter().map(|source| source.condition);
                (Combine::One, self.open_rows(conditions, row))
            }
            Vertex::Decided(field) => {
                let rows = match self.judge.program.field(field).map(|field| &field.origin) {
                    Some(Origin::Decided(rows)) => rows.as_slice(),
                    Some(Origin::Column { .. }) | None => &[],
                };
                (Combine::One, self.open_rows(rows.iter().map(|decided| decided.condition), row))
            }
            Vertex::Score(score) => (Combine::One, self.open_parts_of_score(score, row)),
            Vertex::Counted(score, index) => {
                let rows = self.judge.program.scores.get(score.index()).map(|score| &score.rows);
                let parts = match rows.and_then(|rows| rows.get(index)).map(|points| &points.basis) {
                    Some(Basis::ForEach(set)) => self.open_events(set, row),
                    Some(Basis::When(_) | Basis::Per { .. }) | None => Vec::new(),
                };
                (Combine::Every, parts.into_iter().map(|part| (part, true)).collect())
            }
            Vertex::Ask(_) => (any, Vec::new()),
        }
    }

    fn open_parts_of_node(&self, id: NodeId, wished: bool, row: usize) -> (Combine, Vec<Wish>) {
        let Some(node) = self.judge.program.node(id) else { return (Combine::Every, Vec::new()) };
        let open = |parts: &[NodeId]| -> Vec<Wish> {
            parts.iter().filter_map(|part| self.open_node(*part, wished, row)).collect()
        };
        match &node.kind {
            NodeKind::All(parts) => (if wished { Combine::Every } else { Combine::One }, open(parts)),
            NodeKind::Any(parts) => (if wished { Combine::One } else { Combine::Every }, open(parts)),
            NodeKind::AtLeast { count, parts } => {
                // `not (at least n of m)` is `at least m - n + 1 of` the opposites.
                let settled = if wished { Answer::Yes } else { Answer::No };
                let count = *count as usize;
                let wanted = if wished { count } else { (parts.len() + 1).saturating_sub(count) };
                let have = parts.iter().filter(|part| self.answer(**part, row) == settled).count();
                let parts = open(parts);
                let every = wanted.saturating_sub(have) >= parts.len();
                (if every { Combine::Every } else { Combine::Some }, parts)
            }
            NodeKind::Not(part) => {
                (Combine::Every, self.open_node(*part, !wished, row).into_iter().collect())
            }
            // Always definite, and so is a rule with `if unknown`: never open.
            NodeKind::AssumeIfUnknown { .. } => (Combine::Every, Vec::new()),
            NodeKind::Rule(rule) => {
                let condition = self.judge.program.rule(*rule).map(|rule| rule.condition);
                let part = condition.and_then(|condition| self.open_node(condition, wished, row));
                (Combine::Every, part.into_iter().collect())
            }
            NodeKind::Stage(stage) => (Combine::Every, vec![(Vertex::Stage(*stage), wished)]),
            NodeKind::Test(test) => {
                let parts = match test.operand {
                    Operand::Field(field) | Operand::DomainOf(field) => vec![self.field(field)],
                    Operand::Count(count) => {
                        let set = self.judge.program.counts.get(count.index());
                        set.map(|set| self.open_events(set, row)).unwrap_or_default()
                    }
                    Operand::Pick(pick) => {
                        let pick = self.judge.program.picks.get(pick.index());
                        pick.map(|pick| vec![Vertex::Ask(Question::Event(pick.set.event))])
                            .unwrap_or_default()
                    }
                    Operand::Score(score) => vec![Vertex::Score(score)],
                    Operand::EventField(_) => Vec::new(),
                };
                (Combine::Every, parts.into_iter().map(|part| (part, true)).collect())
            }
        }
    }

    /// What leaves a number of events open: the day that they are counted from, and the events if they were not given;
    /// with both there, rows that may count.
    fn open_events(&self, set: &EventSet, row: usize) -> Vec<Vertex> {
        let event = Vertex::Ask(Question::Event(set.event));
        let supplied = self.judge.batch.gathered.supplied.get(set.event.index());
        let known = supplied.is_some_and(|mask| masks::has(mask, row));
        match set.window {
            Some(Window::Since(field)) => {
                let column = self.judge.batch.column(field);
                let blank = column.is_none_or(|column| !masks::has(&known_or_never(column), row));
                let field = blank.then(|| self.field(field));
                let event = (!known || !blank).then_some(event);
                field.into_iter().chain(event).collect()
            }
            Some(Window::Last(_)) | None => vec![event],
        }
    }

    /// The open rows of a score, in order.
    fn open_parts_of_score(&self, id: ScoreId, row: usize) -> Vec<Wish> {
        let rows = self.judge.program.scores.get(id.index()).map_or(&[][..], |score| score.rows.as_slice());
        let mut parts = Vec::new();
        for (index, points) in rows.iter().enumerate() {
            match &points.basis {
                Basis::When(node) => parts.extend(self.open_node(*node, true, row)),
                Basis::Per { .. } | Basis::ForEach(_) if !self.judge.is_row_open(id, index, row) => {}
                Basis::Per { of: NumberSource::Field(field), .. } => parts.push((self.field(*field), true)),
                Basis::Per { of: NumberSource::Score(other), .. } => {
                    parts.push((Vertex::Score(*other), true));
                }
                Basis::ForEach(_) => parts.push((Vertex::Counted(id, index), true)),
            }
        }
        parts
    }

    /// A stage is its condition, its gate and not resting, in this order.
    fn open_parts_of_stage(&self, id: StageId, wished: bool, row: usize) -> Vec<Wish> {
        let mut parts = Vec::new();
        if let Some(condition) = self.judge.program.stage(id).and_then(|stage| stage.condition) {
            parts.extend(self.open_node(condition, wished, row));
        }
        if self.judge.gates.get(id.index()).is_some_and(|gate| gate.at(row) == Answer::Unknown) {
            parts.push((Vertex::Gate(id), wished));
        }
        if id.index() > 0 && self.judge.rests.at(row) == Answer::Unknown {
            parts.push((Vertex::Rest, !wished));
        }
        parts
    }

    /// The gate of a settled source is its conditions; while the source is not settled, the gate hangs on the sources'
    /// rows and on the gates of all candidates.
    ///
    /// A candidate that is surely closed must be ruled out. Read from the top, each open row of such a source must
    /// turn out no, up to the first row of another one; and if only one candidate can still let the contact in, its
    /// gate must be yes.
    fn open_parts_of_gate(
        &self,
        stage: StageId,
        wished: bool,
        row: usize,
        all: Combine,
    ) -> (Combine, Vec<Wish>) {
        let gates: Vec<(Answer, Vec<Wish>)> = self.candidate_gates(stage, wished, row).collect();
        if !masks::has(&self.judge.sources.unsettled, row) {
            return (all, gates.into_iter().flat_map(|(_, open)| open).collect());
        }
        if wished && gates.iter().any(|(gate, _)| *gate == Answer::No) {
            let mut parts = Vec::new();
            for (condition, gate) in self.candidate_rows(row).zip(gates.iter().map(|(gate, _)| *gate)) {
                match condition {
                    Some(node) if gate == Answer::No && self.answer(node, row) == Answer::Unknown => {
                        parts.push((Vertex::Node(node), false));
                    }
                    Some(_) | None => break,
                }
            }
            let mut others = gates.into_iter().filter(|(gate, _)| *gate != Answer::No);
            if let (Some((_, open)), None, true) =
                (others.next(), others.next(), self.ends_with_a_source(row))
            {
                parts.extend(open);
            }
            parts.push((Vertex::GateRest(stage), wished));
            return (Combine::Every, parts);
        }
        let mut parts = vec![(Vertex::Sources, true)];
        parts.extend(gates.into_iter().flat_map(|(_, open)| open));
        (Combine::One, parts)
    }

    /// For each source that the contact may have, in order of matching: its gate's answer, and its open conditions.
    fn candidate_gates(
        &self,
        stage: StageId,
        wished: bool,
        row: usize,
    ) -> impl Iterator<Item = (Answer, Vec<Wish>)> + '_ {
        self.candidates(row).map(move |source| {
            let gates = || source.gates.iter().filter(|gate| gate.stages.contains(&stage));
            let answers =
                gates().map(|gate| gate.condition.map_or(Answer::No, |node| self.answer(node, row)));
            let open = gates().filter_map(|gate| self.open_node(gate.condition?, wished, row)).collect();
            (answers.min().unwrap_or(Answer::Yes), open)
        })
    }

    fn candidates(&self, row: usize) -> impl Iterator<Item = &SourceRule> + '_ {
        let masks = self.judge.program.sources.iter().zip(&self.judge.sources.candidates);
        masks.filter(move |(_, mask)| masks::has(mask, row)).map(|(source, _)| source)
    }

    fn candidate_rows(&self, row: usize) -> impl Iterator<Item = Option<NodeId>> + '_ {
        self.candidates(row).map(|source| source.condition)
    }

    /// Whether the contact has one of the candidates for sure, since the last of them matches if no other does.
    fn ends_with_a_source(&self, row: usize) -> bool {
        self.candidate_rows(row)
            .last()
            .is_some_and(|last| last.is_none_or(|node| self.answer(node, row) == Answer::Yes))
    }

    /// The open conditions of rows that are read from the top, up to the first that is yes.
    fn open_rows(&self, conditions: impl Iterator<Item = Option<NodeId>>, row: usize) -> Vec<Wish> {
        let mut parts = Vec::new();
        for condition in conditions {
            let Some(node) = condition else { break };
            match self.answer(node, row) {
                Answer::Yes => break,
                Answer::Unknown => parts.push((Vertex::Node(node), true)),
                Answer::No => {}
            }
        }
        parts
    }

    fn field(&self, field: FieldId) -> Vertex {
        if self.judge.plan.is_decided(field) {
            Vertex::Decided(field)
        } else {
            Vertex::Ask(Question::Field(field))
        }
    }

    fn answer(&self, node: NodeId, row: usize) -> Answer {
        self.judge.node(node).map_or(Answer::Unknown, |answers| answers.at(row))
    }

    fn open_node(&self, node: NodeId, wished: bool, row: usize) -> Option<Wish> {
        (self.answer(node, row) == Answer::Unknown).then_some((Vertex::Node(node), wished))
    }
}
