//! The conditions below a stage, one line each, walked without recursion: a rule may use ten thousand others.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Subject;
use super::gate::{gates, rest};
use super::score::score_value;
use crate::evaluate::answers::Answer;
use crate::evaluate::batch::{CellState, PickedValue};
use crate::model::condition::{Node, NodeKind, Operand};
use crate::model::ids::{FieldId, NodeId, RuleId, StageId};
use crate::text::span::Place;
use crate::wording::name::{field_title, title};
use crate::wording::value::{Beside, number_of, value as value_text};

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How far in: 0 for what stands directly below the stage.
    pub depth: usize,
    /// The answer.
    pub answer: Answer,
    /// The condition in the words of the definition.
    pub words: String,
    /// The cells it looked at.
    pub facts: Vec<Fact>,
    /// The computed dates of a window.
    pub window: Option<Window>,
    /// The reason beside it.
    pub because: Option<String>,
    /// Unknown, but the answer above is settled without it.
    pub irrelevant: bool,
    /// What is below it was drawn before.
    pub above: bool,
}

/// The computed dates of a test, both included; an end that is not there is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
    /// The test asks for the days outside: `is not within …`.
    pub outside: bool,
}

/// A cell that a condition looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What people call the field: its column's header, or its name.
    pub title: String,
    /// Its value, as people write it; of events, how many.
    pub value: Option<String>,
    /// What was read.
    pub state: FactState,
    /// What it may be, while the rows that decide it are not settled; none for no value.
    pub candidates: Vec<Option<String>>,
}

/// What was read of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactState {
    /// A value.
    Known,
    /// Nothing.
    Missing,
    /// No value of the field's type.
    Unreadable,
    /// Nothing, or nothing that can be read; the field says what to assume.
    Assumed,
    /// The rows of the definition decide it.
    Decided,
    /// No file has these events.
    NotGiven,
    /// There is no such event.
    NoEvent,
    /// A date is missing, or something else that would tell which event it is.
    NotSettled,
}

/// Rules that were drawn; the second time they are only named.
#[derive(Debug, Default)]
pub struct Drawn {
    rules: BTreeSet<RuleId>,
}

/// What is still to draw: the last is next.
pub(super) struct Pending {
    pub(super) node: NodeId,
    pub(super) depth: usize,
    pub(super) settled: bool,
}

/// The tree of a stage's rule: its condition, the gates of the contact's source, and rest.
pub fn stage_lines(subject: Subject<'_>, stage: StageId, drawn: &mut Drawn) -> (String, Vec<Line>) {
    let Subject { program, verdicts, row, .. } = subject;
    let answer = verdicts.stage_answers.get(stage.index()).map_or(Answer::Unknown, |answers| answers.at(row));
    let settled = answer != Answer::Unknown;
    let mut lines = Vec::new();
    let mut head = String::new();
    if let Some(condition) = program.stage(stage).and_then(|stage| stage.condition) {
        let (list, parts) = opened(subject, condition);
        head = list.unwrap_or_default();
        let pending = parts.into_iter().map(|node| Pending { node, depth: 0, settled }).collect();
        walk(subject, pending, drawn, &mut lines);
    }
    let beside = gates(subject, stage, settled).into_iter().chain(rest(subject, stage, settled));
    for (line, below) in beside {
        lines.push(line);
        walk(subject, below, drawn, &mut lines);
    }
    (head, lines)
}

/// A line that looked at nothing.
pub(super) fn plain(depth: usize, answer: Answer, words: String) -> Line {
    Line {
        depth,
        answer,
        words,
        facts: Vec::new(),
        window: None,
        because: None,
        irrelevant: false,
        above: false,
    }
}

/// Draws `stack`, first to last.
fn walk(subject: Subject<'_>, mut stack: Vec<Pending>, drawn: &mut Drawn, lines: &mut Vec<Line>) {
    stack.reverse();
    while let Some(pending) = stack.pop() {
        let Some(node) = subject.program.node(pending.node) else { continue };
        let answer = answer_of(subject, pending.node);
        let test = inner(subject, node);
        let mut line = plain(pending.depth, answer, words(subject, node));
        line.because.clone_from(&node.because);
        line.irrelevant = pending.settled && answer == Answer::Unknown;
        let settled = pending.settled || answer != Answer::Unknown;
        let below = |node: NodeId| Pending { node, depth: pending.depth + 1, settled };
        match &test.kind {
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. } => {
                let (head, parts) = opened(subject, pending.node);
                line.words = head.unwrap_or(line.words);
                stack.extend(parts.into_iter().rev().map(below));
            }
            NodeKind::Rule(id) if drawn.rules.insert(*id) => {
                if let Some(rule) = subject.program.rule(*id) {
                    let (head, parts) = opened(subject, rule.condition);
                    if let Some(head) = head {
                        line.words = format!("{}: {head}", line.words);
                    }
                    stack.extend(parts.into_iter().rev().map(below));
                }
            }
            NodeKind::Rule(_) => line.above = true,
            NodeKind::Stage(_) => {}
            NodeKind::Test(test) => {
                line.facts.extend(fact(subject, test.operand));
                line.window = window(subject, pending.node, node);
            }
        }
        lines.push(line);
    }
}

/// A condition that is a list of others: its head (`any of`) and its parts. Another is its own only part.
fn opened(subject: Subject<'_>, id: NodeId) -> (Option<String>, Vec<NodeId>) {
    let Some(node) = subject.program.node(id) else { return (None, Vec::new()) };
    let is_list = words(subject, node).contains(':');
    match &node.kind {
        NodeKind::All(parts) => (Some("all of:".to_owned()), parts.clone()),
        NodeKind::Any(parts) => (Some("any of:".to_owned()), parts.clone()),
        NodeKind::AtLeast { count, parts } => (Some(format!("at least {count} of:")), parts.clone()),
        NodeKind::Not(part) => match subject.program.node(*part).map(|node| &node.kind) {
            Some(NodeKind::Any(parts)) => (Some("none of:".to_owned()), parts.clone()),
            Some(NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_)) if is_list => {
                (Some("none of:".to_owned()), vec![*part])
            }
            Some(NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_)) | None => (None, vec![id]),
            Some(
                NodeKind::All(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. },
            ) => (Some("not:".to_owned()), vec![*part]),
        },
        NodeKind::AssumeIfUnknown { part, answer } => {
            (Some(format!("{} while unknown:", if *answer { "yes" } else { "no" })), vec![*part])
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => (None, vec![id]),
    }
}

/// The node itself, or the rule or test that its `not` is about: `is not` is one line, not two.
fn inner<'a>(subject: Subject<'a>, node: &'a Node) -> &'a Node {
    if let NodeKind::Not(part) = &node.kind
        && !words(subject, node).contains(':')
        && let Some(part) = subject.program.node(*part)
        && matches!(part.kind, NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_))
    {
        return part;
    }
    node
}

/// The dates of a date test, or of the one that this is the opposite of.
fn window(subject: Subject<'_>, id: NodeId, node: &Node) -> Option<Window> {
    let (tested, outside) = match &node.kind {
        NodeKind::Not(part) => (*part, true),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => (id, false),
    };
    if let Some(NodeKind::Test(test)) = subject.program.node(tested).map(|node| &node.kind)
        && let Operand::Count(count) = test.operand
    {
        // The days that are counted, whatever is asked of the number.
        let set = subject.program.counts.get(count.index())?;
        let (first, last) = subject.plan.counted_dates(set)?;
        return Some(Window { first, last, outside: false });
    }
    let (first, last) = subject.plan.window_dates(tested)?;
    Some(Window { first, last, outside })
}

/// The words of the definition, on one line.
pub(super) fn words(subject: Subject<'_>, node: &Node) -> String {
    oneline(subject, node.place)
}

/// The words at a place, on one line.
pub(super) fn oneline(subject: Subject<'_>, place: Place) -> String {
    let words = subject.sources.words(place);
    words.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The words of a row without its bullet, and without the reason at its end, which is shown below it.
pub(super) fn reasonless(subject: Subject<'_>, place: Place, because: Option<&str>) -> String {
    let words = oneline(subject, place);
    let words = words.trim_start_matches(['-', '–', '—', '•', '*', ' ']);
    let found = because.and_then(|_| words.rfind("because "));
    words.get(..found.unwrap_or(words.len())).unwrap_or(words).trim_end().to_owned()
}

/// Facts beyond these would hide the row that they belong to.
const MOST_FACTS: usize = 6;

/// What a condition looked at, through the rules that it uses; each once.
pub(super) fn facts_below(subject: Subject<'_>, condition: NodeId) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    let mut stack = vec![condition];
    while let Some(id) = stack.pop().filter(|_| facts.len() < MOST_FACTS) {
        let Some(node) = subject.program.node(id).filter(|_| seen.insert(id)) else { continue };
        match &node.kind {
            NodeKind::Test(test) => {
                if let Some(found) = fact(subject, test.operand).filter(|found| !facts.contains(found)) {
                    facts.push(found);
                }
            }
            NodeKind::Rule(rule) => stack.extend(subject.program.rule(*rule).map(|rule| rule.condition)),
            kind @ (NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Stage(_)) => stack.extend(kind.parts().iter().rev()),
        }
    }
    facts
}

pub(super) fn answer_of(subject: Subject<'_>, node: NodeId) -> Answer {
    subject.verdicts.node_answers.get(node.index()).map_or(Answer::Unknown, |answers| answers.at(subject.row))
}

/// How many events there are, or may be.
pub(super) fn count_value(plural: &str, range: Option<(u32, u32)>) -> Fact {
    Fact {
        title: plural.replace('_', " "),
        value: range.map(|(sure, most)| {
            let (sure, most) = (u64::from(sure), u64::from(most));
            if sure == most { number_of(sure) } else { format!("{} to {}", number_of(sure), number_of(most)) }
        }),
        state: if range.is_some() { FactState::Known } else { FactState::NotGiven },
        candidates: Vec::new(),
    }
}

/// What an operand was for the record.
pub(super) fn fact(subject: Subject<'_>, operand: Operand) -> Option<Fact> {
    let Subject { program, plan, batch, row, .. } = subject;
    let field = match operand {
        Operand::Field(field) | Operand::DomainOf(field) => field,
        Operand::Count(id) => {
            let set = program.counts.get(id.index())?;
            let event = program.events.get(set.event.index())?;
            return Some(count_value(&event.plural, batch.count(id, row)));
        }
        Operand::Pick(id) => {
            let pick = program.picks.get(id.index())?;
            let event = program.events.get(pick.set.event.index())?;
            let field = event.fields.get(pick.field.index())?;
            let which = if pick.first { "first" } else { "latest" };
            let (value, state) = match batch.picked_value(plan, id, row) {
                PickedValue::Value(value) => (Some(value), FactState::Known),
                PickedValue::NoEvent => (None, FactState::NoEvent),
                PickedValue::Missing if batch.has_events(pick.set.event, row) => {
                    (None, FactState::NotSettled)
                }
                PickedValue::Missing => (None, FactState::NotGiven),
            };
            let title = format!("{} of {which} {}", field.name.replace('_', " "), event.name);
            return Some(Fact { title, value, state, candidates: Vec::new() });
        }
        Operand::Score(id) => {
            let score = program.scores.get(id.index())?;
            return Some(Fact {
                title: title(&score.name, score.title.as_deref()),
                value: score_value(subject, id),
                state: FactState::Known,
                candidates: Vec::new(),
            });
        }
        Operand::EventField(_) => return None,
    };
    let decided = subject.verdicts.decided(field);
    let value = match decided {
        Some(decided) => decided.value_text(subject.plan, subject.row),
        None => subject.batch.value_text(subject.plan, field, subject.row),
    };
    let state = if decided.is_some() { FactState::Decided } else { state(subject, field) };
    let candidates = match decided {
        Some(decided) if !decided.is_decided(subject.row) => decided
            .candidates(subject.row)
            .map(|candidate| {
                candidate.map(|candidate| value_text(Beside::field(subject.program, field), candidate))
            })
            .collect(),
        Some(_) | None => Vec::new(),
    };
    Some(Fact { title: field_title(subject.program, field), value, state, candidates })
}

fn state(subject: Subject<'_>, field: FieldId) -> FactState {
    if subject.batch.is_assumed(field, subject.row) {
        return FactState::Assumed;
    }
    match subject.batch.state(field, subject.row) {
        CellState::Known => FactState::Known,
        CellState::Missing => FactState::Missing,
        CellState::Unreadable => FactState::Unreadable,
    }
}
