//! Which parts of a stage's rule to look at when a contact's answer differs between two versions.

use super::difference::Difference;
use crate::evaluate::answers::Answer;
use crate::evaluate::verdicts::Verdicts;
use crate::meaning::condition::{RulePart, rule_parts};
use crate::meaning::renames::Renames;
use crate::model::condition::NodeKind;
use crate::model::ids::{NodeId, StageId};
use crate::model::program::Program;
use crate::wording::condition::condition;

/// How far profiles and criteria inside each other are followed.
const DEEPEST: usize = 4;
/// How many parts of one stage's rule are looked at, in all: criteria that use each other are never written out.
const MOST_PARTS: usize = 10_000;

/// A part in both versions, or in one.
#[derive(Debug)]
pub(super) struct Part {
    old: Option<NodeId>,
    new: Option<NodeId>,
    /// What it says: of the new version, or of the old one if it is gone.
    text: String,
    /// The parts of the profile or criterion that it is, or that it joins.
    inside: Vec<Part>,
    /// Whether it is named before what is inside it.
    is_named: bool,
}

/// The parts of the rule of a stage.
pub(super) fn parts(
    difference: &Difference,
    (old, was): (&Program, StageId),
    (new, is): (&Program, StageId),
) -> Vec<Part> {
    let of = |program: &Program, id: StageId| program.stage(id).and_then(|stage| stage.condition);
    match (of(old, was), of(new, is)) {
        (Some(was), Some(is)) => within(difference, (old, was), (new, is), 0, &mut { MOST_PARTS }),
        (None, _) | (_, None) => Vec::new(),
    }
}

fn within(
    difference: &Difference,
    (old, was): (&Program, NodeId),
    (new, is): (&Program, NodeId),
    depth: usize,
    room: &mut usize,
) -> Vec<Part> {
    let (_, before) = rule_parts(old, &difference.renames, was);
    let (_, after) = rule_parts(new, &Renames::default(), is);
    *room = room.saturating_sub(before.len() + after.len());
    let mut left: Vec<&RulePart> = before.iter().collect();
    let mut take = |same: &dyn Fn(&RulePart) -> bool| {
        let at = left.iter().position(|part| same(part))?;
        Some(left.remove(at))
    };
    let mut parts: Vec<(&RulePart, Option<&RulePart>)> =
        after.iter().map(|part| (part, take(&|other| other.meaning == part.meaning))).collect();
    for (part, found) in parts.iter_mut().filter(|(_, found)| found.is_none()) {
        *found = take(&|other| part.about.is_some() && other.about == part.about);
    }
    // A stage is watched by itself.
    let is_stage = |program: &Program, node: NodeId| {
        program.node(node).is_some_and(|node| matches!(node.kind, NodeKind::Stage(_)))
    };
    parts.retain(|(part, before)| before.is_none() || !is_stage(new, part.node));
    let mut watched: Vec<Part> = parts
        .into_iter()
        .map(|(part, before)| {
            let inside = before.map_or_else(Vec::new, |before| {
                inside(difference, (old, before.node), (new, part.node), depth, room)
            });
            let text = condition(new, part.node).to_string();
            let is_named = !joins(new, part.node);
            Part { old: before.map(|before| before.node), new: Some(part.node), text, inside, is_named }
        })
        .collect();
    watched.extend(left.into_iter().map(|part| Part {
        old: Some(part.node),
        new: None,
        text: condition(old, part.node).to_string(),
        inside: Vec::new(),
        is_named: true,
    }));
    watched
}

/// The parts of a profile or criterion that both parts are.
fn inside(
    difference: &Difference,
    (old, was): (&Program, NodeId),
    (new, is): (&Program, NodeId),
    depth: usize,
    room: &mut usize,
) -> Vec<Part> {
    let rule = |program: &Program, node: NodeId| match program.node(node).map(|node| &node.kind) {
        Some(NodeKind::Rule(id)) => program.rule(*id).map(|rule| rule.condition),
        Some(
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Stage(_)
            | NodeKind::Test(_),
        )
        | None => None,
    };
    match (rule(old, was), rule(new, is)) {
        _ if depth >= DEEPEST || *room == 0 => Vec::new(),
        (Some(was), Some(is)) => within(difference, (old, was), (new, is), depth + 1, room),
        (None, None) if joins(old, was) && joins(new, is) => {
            within(difference, (old, was), (new, is), depth + 1, room)
        }
        (_, _) => Vec::new(),
    }
}

/// Whether a condition joins parts.
fn joins(program: &Program, node: NodeId) -> bool {
    program.node(node).is_some_and(|node| match &node.kind {
        NodeKind::All(parts) | NodeKind::Any(parts) => parts.len() > 1,
        NodeKind::AtLeast { .. } => true,
        NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => false,
    })
}

/// What made a contact's answer another: parts that are answered otherwise, or that only one version has and that
/// stand in its way there.
pub(super) fn culprits(parts: &[Part], old: &Verdicts, new: &Verdicts, row: usize, found: &mut Vec<String>) {
    let answer = |verdicts: &Verdicts, node: NodeId| {
        verdicts.node_answers.get(node.index()).map_or(Answer::Unknown, |answers| answers.at(row))
    };
    for part in parts {
        match (part.old, part.new) {
            (Some(was), Some(is)) if answer(old, was) != answer(new, is) => {
                let before = found.len();
                culprits(&part.inside, old, new, row, found);
                for inner in found.iter_mut().skip(before).filter(|_| part.is_named) {
                    *inner = format!("{}: {inner}", part.text);
                }
                if found.len() == before {
                    found.push(part.text.clone());
                }
            }
            (Some(_), Some(_)) | (None, None) => {}
            (None, Some(is)) if answer(new, is) != Answer::Yes => {
                found.push(format!("{} (new)", part.text));
            }
            (Some(was), None) if answer(old, was) != Answer::Yes => {
                found.push(format!("{} (no longer there)", part.text));
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
    }
}
