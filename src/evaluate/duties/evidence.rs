//! What shows that a duty was kept: its condition, with counts of events in the time of the duty only.
//!
//! Only the conditions that a count can be reached from are answered again, criteria and profiles on the way among
//! them; everything else in the evidence is as it was judged, and so are stages, scores and derived fields.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::evaluate::answers::{Answer, Answers};
use crate::evaluate::batch::Batch;
use crate::evaluate::batch::column::Column;
use crate::evaluate::judge::filter::joined;
use crate::evaluate::judge::probe::counts;
use crate::evaluate::masks;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::totals::CountRange;
use crate::evaluate::related::{Group, Related};
use crate::evaluate::verdicts::Verdicts;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::FieldType;
use crate::model::ids::{CountId, EventId, NodeId, RuleId};
use crate::model::program::Program;
use crate::model::related::Window;

/// The time in which a duty is to be kept; both ends are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// From one day to another.
    Days(i32, i32),
    /// From one instant to another, and the days on which they lie.
    Instants { from: i64, to: i64, first: i32, last: i32 },
}

impl Span {
    /// Whether a row lies in it. Where the event has no time of day, it may lie anywhere in its day.
    fn holds(self, day: i32, instant: Option<i64>) -> Answer {
        let inside = match (self, instant) {
            (Span::Days(first, last), _) => (first..=last).contains(&day),
            (Span::Instants { from, to, .. }, Some(instant)) => (from..=to).contains(&instant),
            (Span::Instants { first, last, .. }, None) => {
                if day == first || day == last {
                    return Answer::Unknown;
                }
                (first..last).contains(&day)
            }
        };
        if inside { Answer::Yes } else { Answer::No }
    }
}

/// A condition that shows that a duty was kept.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    root: NodeId,
    /// The nodes from which a count can be reached, parts first.
    again: Vec<NodeId>,
}

/// What is known of a batch.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) plan: &'k Plan<'k>,
    pub(super) batch: &'k Batch,
    pub(super) related: &'k Related<'k>,
    pub(super) verdicts: &'k Verdicts,
}

impl Evidence {
    pub(super) fn new(program: &Program, root: NodeId) -> Self {
        let mut again = Vec::new();
        // Whether a node reaches a count; none while its parts are looked at.
        let mut reaches: HashMap<NodeId, Option<bool>> = HashMap::new();
        let mut stack = vec![(root, false)];
        while let Some((id, parts_done)) = stack.pop() {
            let Some(node) = program.node(id) else { continue };
            let rest: Option<NodeId>;
            let parts = match &node.kind {
                NodeKind::Rule(rule) => {
                    rest = condition_of(program, *rule);
                    rest.as_slice()
                }
                kind @ (NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. }
                | NodeKind::Stage(_)
                | NodeKind::Test(_)) => kind.parts(),
            };
            if parts_done {
                let found = match &node.kind {
                    NodeKind::Test(test) => count_of(test.operand).is_some(),
                    NodeKind::All(_)
                    | NodeKind::Any(_)
                    | NodeKind::AtLeast { .. }
                    | NodeKind::Not(_)
                    | NodeKind::AssumeIfUnknown { .. }
                    | NodeKind::Rule(_)
                    | NodeKind::Stage(_) => {
                        parts.iter().any(|part| reaches.get(part).copied().flatten() == Some(true))
                    }
                };
                reaches.insert(id, Some(found));
                if found {
                    again.push(id);
                }
            } else if let Entry::Vacant(entry) = reaches.entry(id) {
                entry.insert(None);
                stack.push((id, true));
                stack.extend(parts.iter().rev().map(|part| (*part, false)));
            }
        }
        Evidence { root, again }
    }

    /// The evidence as it was judged: all events count.
    pub(super) fn judged(&self, verdicts: &Verdicts) -> Answers {
        verdicts.node_answers.get(self.root.index()).cloned().unwrap_or_default()
    }

    /// The evidence, events in the time of each contact only. Where there is none, the answer means nothing.
    pub(super) fn within(&self, known: Known<'_>, spans: &[Option<Span>]) -> Answers {
        let program = known.plan.program();
        let every = masks::every(known.batch.rows());
        let mut found: HashMap<NodeId, Answers> = HashMap::new();
        for id in &self.again {
            let Some(node) = program.node(*id) else { continue };
            let of =
                |part: NodeId| found.get(&part).or_else(|| known.verdicts.node_answers.get(part.index()));
            let answers = match &node.kind {
                NodeKind::Test(test) => count_of(test.operand)
                    .zip(known.plan.probe(*id))
                    .map(|(count, probe)| counts(&ranges(known, count, spans), probe, every.len())),
                NodeKind::Rule(rule) => {
                    condition_of(program, *rule).and_then(of).cloned().map(|mut answers| {
                        if let Some(answer) = program.rule(*rule).and_then(|rule| rule.if_unknown) {
                            answers.assume(answer, &every);
                        }
                        answers
                    })
                }
                kind @ (NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. }
                | NodeKind::Stage(_)) => joined(kind, of, &every),
            };
            found.insert(*id, answers.unwrap_or_else(|| Answers::unknown(every.len())));
        }
        found.remove(&self.root).unwrap_or_else(|| self.judged(known.verdicts))
    }
}

fn condition_of(program: &Program, rule: RuleId) -> Option<NodeId> {
    program.rule(rule).map(|rule| rule.condition)
}

fn count_of(operand: Operand) -> Option<CountId> {
    match operand {
        Operand::Count(count) => Some(count),
        Operand::Field(_)
        | Operand::DomainOf(_)
        | Operand::EventField(_)
        | Operand::Pick(_)
        | Operand::Score(_) => None,
    }
}

/// From when on a count of its own looks at rows.
#[derive(Clone, Copy)]
enum Since {
    Always,
    Day(i32),
    /// Its day is missing.
    Open,
    /// A day that never comes.
    Never,
}

impl Since {
    fn of(window: Option<Window>, batch: &Batch, row: usize) -> Self {
        let column: Option<&Column> = match window {
            None | Some(Window::Last(_)) => return Since::Always,
            Some(Window::Since(field)) => batch.column(field),
        };
        match column {
            Some(column) if column.never && !masks::has(&column.read, row) => Since::Never,
            column => column.and_then(|column| column.day_at(row)).map_or(Since::Open, Since::Day),
        }
    }

    fn holds(self, day: i32) -> Answer {
        match self {
            Since::Always => Answer::Yes,
            Since::Day(first) if day >= first => Answer::Yes,
            Since::Day(_) | Since::Never => Answer::No,
            Since::Open => Answer::Unknown,
        }
    }
}

/// How many rows a count has in the time of each contact; none where nobody knows which rows it has.
fn ranges(known: Known<'_>, count: CountId, spans: &[Option<Span>]) -> Vec<Option<CountRange>> {
    let nothing = || vec![None; spans.len()];
    let program = known.plan.program();
    let Some(set) = program.counts.get(count.index()) else { return nothing() };
    let Some(events) = known.related.events(set.event) else { return nothing() };
    let Some(dated) = events.totals.dated(count) else { return nothing() };
    let has_time = has_time(program, set.event);
    let range = |(row, span): (usize, &Option<Span>)| {
        let span = (*span)?;
        match events.groups.get(row).copied().unwrap_or(Group::Unknown) {
            Group::Unknown => None,
            Group::Empty => Some(CountRange::default()),
            Group::At(group) => {
                let since = Since::of(set.window, known.batch, row);
                if matches!(since, Since::Never) {
                    return Some(CountRange::default());
                }
                Some(dated.count(group, |day, stamp| {
                    since.holds(day).min(span.holds(day, has_time.then_some(stamp)))
                }))
            }
        }
    };
    spans.iter().enumerate().map(range).collect()
}

/// Whether the rows of an event have a time of day.
fn has_time(program: &Program, event: EventId) -> bool {
    let kind = program.events.get(event.index());
    let dated = kind.and_then(|kind| kind.fields.get(kind.dated_by?.index()));
    dated.is_some_and(|field| field.field_type == FieldType::DateTime)
}
