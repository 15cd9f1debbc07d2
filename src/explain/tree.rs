//! The conditions below a stage, one line each, walked without recursion: a rule may use ten thousand others.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Subject;
use crate::evaluate::answers::Answer;
use crate::evaluate::batch::CellState;
use crate::model::condition::{Node, NodeKind, Operand};
use crate::model::ids::{FieldId, NodeId, RuleId, StageId};
use crate::wording::value::field_title;

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How far in: 0 for what stands directly below the stage.
    pub depth: usize,
    /// The answer; none for a line that only opens a list (`all of:`), which has the answer of the line above.
    pub answer: Option<Answer>,
    /// The condition in the words of the definition.
    pub words: String,
    /// The cells it looked at.
    pub facts: Vec<Fact>,
    /// The computed dates of a window, both included.
    pub window: Option<(Option<Date>, Option<Date>)>,
    /// The reason beside it.
    pub because: Option<String>,
    /// Unknown, but the answer above is settled without it.
    pub irrelevant: bool,
    /// What is below it was drawn before.
    pub above: bool,
}

/// A cell that a condition looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What people call the field: its column's header, or its name.
    pub title: String,
    /// Its value, as people write it.
    pub value: Option<String>,
    /// What was read.
    pub state: FactState,
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
}

/// Rules that were drawn; the second time they are only named.
#[derive(Debug, Default)]
pub struct Drawn {
    rules: BTreeSet<RuleId>,
}

/// What is still to draw: the last is next.
struct Pending {
    node: NodeId,
    depth: usize,
    settled: bool,
    /// A gate and not a part of the stage's own condition.
    note: Option<String>,
}

/// The tree of a stage's rule: its condition, and the gate of the contact's source.
pub fn stage_lines(subject: Subject<'_>, stage: StageId, drawn: &mut Drawn) -> Vec<Line> {
    let Subject { program, verdicts, row, .. } = subject;
    let answer = verdicts.stage_answers.get(stage.index()).map_or(Answer::Unknown, |answers| answers.at(row));
    let settled = answer != Answer::Unknown;
    let mut lines = Vec::new();
    if let Some(condition) = program.stage(stage).and_then(|stage| stage.condition) {
        walk(subject, Pending { node: condition, depth: 0, settled, note: None }, drawn, &mut lines);
    }
    let source = verdicts.source.get(row).copied().flatten().and_then(|source| program.sources.get(source.index()));
    for gate in source.iter().flat_map(|source| &source.gates).filter(|gate| gate.stages.contains(&stage)) {
        let name = source.map(|source| source.name.clone()).unwrap_or_default();
        match gate.condition {
            Some(node) => {
                let note = Some(format!("gate of source {name}"));
                walk(subject, Pending { node, depth: 0, settled, note }, drawn, &mut lines);
            }
            None => lines.push(Line {
                because: gate.because.clone(),
                ..plain(0, Some(Answer::No), format!("source {name} is closed for this stage"))
            }),
        }
    }
    lines
}

fn plain(depth: usize, answer: Option<Answer>, words: String) -> Line {
    Line { depth, answer, words, facts: Vec::new(), window: None, because: None, irrelevant: false, above: false }
}

fn walk(subject: Subject<'_>, first: Pending, drawn: &mut Drawn, lines: &mut Vec<Line>) {
    let mut stack = vec![first];
    while let Some(pending) = stack.pop() {
        let Some(node) = subject.program.node(pending.node) else { continue };
        let answer = answer_of(subject, pending.node);
        let (test, negated) = inner(subject, node);
        let mut line = plain(pending.depth, Some(answer), words(subject, node));
        if let Some(note) = &pending.note {
            line.words = format!("{note}: {}", line.words);
        }
        line.because.clone_from(&node.because);
        line.irrelevant = pending.settled && answer == Answer::Unknown;
        let settled = pending.settled || answer != Answer::Unknown;
        let below = |node: NodeId| Pending { node, depth: pending.depth + 1, settled, note: None };
        match &test.kind {
            NodeKind::All(parts) | NodeKind::Any(parts) | NodeKind::AtLeast { parts, .. } => {
                line.words = format!("{}:", list_head(&test.kind, negated));
                stack.extend(parts.iter().rev().map(|part| below(*part)));
            }
            NodeKind::Not(part) | NodeKind::AssumeIfUnknown { part, .. } => stack.push(below(*part)),
            NodeKind::Rule(id) => {
                if drawn.rules.insert(*id) {
                    stack.extend(subject.program.rule(*id).map(|rule| below(rule.condition)));
                } else {
                    line.above = true;
                }
            }
            NodeKind::Stage(_) => {}
            NodeKind::Test(test) => {
                line.facts.extend(fact(subject, test.operand));
                line.window = subject.plan.window_dates(pending.node).or_else(|| inner_window(subject, node));
            }
        }
        lines.push(line);
    }
}

/// The node itself, or what its `not` is about: `is not` is one line, not two.
fn inner<'a>(subject: Subject<'a>, node: &'a Node) -> (&'a Node, bool) {
    if let NodeKind::Not(part) = &node.kind
        && let Some(part) = subject.program.node(*part)
        && !matches!(part.kind, NodeKind::Not(_) | NodeKind::AssumeIfUnknown { .. })
    {
        return (part, true);
    }
    (node, false)
}

fn inner_window(subject: Subject<'_>, node: &Node) -> Option<(Option<Date>, Option<Date>)> {
    match &node.kind {
        NodeKind::Not(part) => subject.plan.window_dates(*part),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => None,
    }
}

fn list_head(kind: &NodeKind, negated: bool) -> String {
    let head = match kind {
        NodeKind::All(_) => "all of".to_owned(),
        NodeKind::Any(_) if negated => return "none of".to_owned(),
        NodeKind::Any(_) => "any of".to_owned(),
        NodeKind::AtLeast { count, .. } => format!("at least {count} of"),
        NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => String::new(),
    };
    if negated { format!("not {head}") } else { head }
}

/// The words of the definition, on one line.
fn words(subject: Subject<'_>, node: &Node) -> String {
    let words = subject.sources.words(node.place);
    words.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn answer_of(subject: Subject<'_>, node: NodeId) -> Answer {
    subject.verdicts.node_answers.get(node.index()).map_or(Answer::Unknown, |answers| answers.at(subject.row))
}

fn fact(subject: Subject<'_>, operand: Operand) -> Option<Fact> {
    let field = match operand {
        Operand::Field(field) | Operand::DomainOf(field) => field,
        Operand::EventField(_) | Operand::Pick(_) | Operand::Score(_) | Operand::Count(_) => return None,
    };
    Some(Fact {
        title: field_title(subject.program, field),
        value: subject.batch.value_text(subject.plan, field, subject.row),
        state: state(subject, field),
    })
}

fn state(subject: Subject<'_>, field: FieldId) -> FactState {
    let decided = subject.program.field(field).is_some_and(|field| match field.origin {
        crate::model::field::Origin::Decided(_) => true,
        crate::model::field::Origin::Column { .. } => false,
    });
    if decided {
        return FactState::Decided;
    }
    if subject.batch.is_assumed(field, subject.row) {
        return FactState::Assumed;
    }
    match subject.batch.state(field, subject.row) {
        CellState::Known => FactState::Known,
        CellState::Missing => FactState::Missing,
        CellState::Unreadable => FactState::Unreadable,
    }
}
