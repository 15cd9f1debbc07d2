//! The criterion that decided: from a rule down to the test, along the parts that made the answer what it is.
//!
//! An `and` that is no is followed to its first part that is no, an `or` that is yes to its first part that is yes, and
//! what is unknown to its first part that is unknown. An `or` that is no has no single part to blame: it is shown
//! itself. The way goes down through the conditions, each once, without recursion.

use super::{Subject, fact};
use crate::evaluate::answers::{Answer, Answers};
use crate::model::condition::NodeKind;
use crate::model::ids::{NodeId, RuleId, StageId};
use crate::text::span::Place;
use crate::wording::value::list;

/// How many facts are shown of parts that decide together.
const FACTS: usize = 3;

/// What decided.
#[derive(Clone, Debug)]
pub(super) struct Decider {
    /// Where it is written.
    pub(super) place: Place,
    /// What it says there: `this is no`.
    pub(super) note: String,
    /// What it looked at: `employees` is 90.
    pub(super) fact: String,
}

/// Where the way begins, or goes on.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    Stage(StageId),
    Rule(RuleId),
    Node(NodeId),
}

/// One step of the way.
enum Step {
    On(At),
    Found(Decider),
    Lost,
}

/// The criterion that decided the answer of a rule or condition.
pub(super) fn decider(subject: Subject<'_>, from: At) -> Option<Decider> {
    let mut at = from;
    // Every step leads to a smaller node or to a rule of an earlier step, so that this ends.
    loop {
        let step = match at {
            At::Stage(stage) => of_stage(subject, stage),
            At::Rule(rule) => of_rule(subject, rule),
            At::Node(node) => of_node(subject, node),
        };
        match step {
            Step::On(next) => at = next,
            Step::Found(decider) => return Some(decider),
            Step::Lost => return None,
        }
    }
}

/// The answer of a condition.
pub(super) fn answer(subject: Subject<'_>, node: NodeId) -> Answer {
    at(subject, subject.verdicts.node_answers.get(node.index()))
}

/// The answer of a stage's rule.
pub(super) fn stage_answer(subject: Subject<'_>, stage: StageId) -> Answer {
    at(subject, subject.verdicts.stage_answers.get(stage.index()))
}

/// The answer of a profile or criterion.
pub(super) fn rule_answer(subject: Subject<'_>, rule: RuleId) -> Answer {
    at(subject, subject.verdicts.rule_answers.get(rule.index()))
}

fn at(subject: Subject<'_>, answers: Option<&Answers>) -> Answer {
    answers.map_or(Answer::Unknown, |answers| answers.at(subject.row))
}

fn found(place: Place, note: impl Into<String>, fact: impl Into<String>) -> Step {
    Step::Found(Decider { place, note: note.into(), fact: fact.into() })
}

/// A stage is its condition, its gate and not resting.
fn of_stage(subject: Subject<'_>, id: StageId) -> Step {
    let Some(stage) = subject.program.stage(id) else { return Step::Lost };
    let wanted = stage_answer(subject, id);
    let own = stage.condition.map_or(Answer::Yes, |condition| answer(subject, condition));
    if own == wanted {
        return match stage.condition {
            Some(condition) => Step::On(At::Node(condition)),
            None => found(stage.place, "everybody is at least here", ""),
        };
    }
    if at(subject, subject.verdicts.gates.get(id.index())) == wanted {
        return of_gate(subject, id, wanted);
    }
    let Some(rest) = &subject.program.lifecycle.rest else { return Step::Lost };
    match wanted {
        Answer::No => found(rest.place, "the contact rests", fact::of_field(subject, rest.from)),
        Answer::Unknown => {
            found(rest.place, "whether the contact rests is unknown", fact::of_field(subject, rest.from))
        }
        Answer::Yes => Step::Lost,
    }
}

/// The gate of the source, or, while that is not settled, the first row of the sources that is open.
fn of_gate(subject: Subject<'_>, stage: StageId, wanted: Answer) -> Step {
    let sources = &subject.program.sources;
    let mut candidates = subject.verdicts.source_candidates(subject.row);
    let (first, second) = (candidates.next().flatten(), candidates.next());
    if second.is_some() && wanted == Answer::Unknown {
        let conditions = sources.iter().filter_map(|source| source.condition);
        let open = conditions.into_iter().find(|node| answer(subject, *node) == Answer::Unknown);
        return open.map_or(Step::Lost, |node| Step::On(At::Node(node)));
    }
    let source = first.and_then(|source| sources.get(source.index()));
    for gate in source.iter().flat_map(|source| &source.gates).filter(|gate| gate.stages.contains(&stage)) {
        match gate.condition {
            Some(condition) if answer(subject, condition) == wanted => return Step::On(At::Node(condition)),
            None if wanted == Answer::No => {
                let name = source.map_or("", |source| source.name.as_str());
                return found(gate.place, "closed", format!("its source is {name}"));
            }
            Some(_) | None => {}
        }
    }
    Step::Lost
}

fn of_rule(subject: Subject<'_>, id: RuleId) -> Step {
    let Some(rule) = subject.program.rule(id) else { return Step::Lost };
    if answer(subject, rule.condition) == rule_answer(subject, id) {
        return Step::On(At::Node(rule.condition));
    }
    let assumed = rule_answer(subject, id).word();
    found(rule.place, format!("unknown, and assumed {assumed}"), fact_of_open(subject, rule.condition))
}

/// What the first open test below a condition looked at.
fn fact_of_open(subject: Subject<'_>, node: NodeId) -> String {
    decider(subject, At::Node(node)).map(|decider| decider.fact).unwrap_or_default()
}

fn of_node(subject: Subject<'_>, id: NodeId) -> Step {
    let Some(node) = subject.program.node(id) else { return Step::Lost };
    let own = answer(subject, id);
    let first = |parts: &[NodeId], wanted: Answer| {
        parts.iter().copied().find(|part| answer(subject, *part) == wanted)
    };
    let down = |part: Option<NodeId>| part.map_or(Step::Lost, |part| Step::On(At::Node(part)));
    let this = |parts: &[NodeId], counted: String| {
        let facts = list(&facts_of(subject, parts), "and");
        let fact = if facts.is_empty() { counted } else { format!("{counted}: {facts}") };
        found(node.place, note(own), fact)
    };
    match &node.kind {
        NodeKind::All(parts) | NodeKind::Any(parts) | NodeKind::AtLeast { parts, .. } if parts.len() == 1 => {
            down(parts.first().copied())
        }
        NodeKind::All(parts) => match own {
            Answer::No | Answer::Unknown => down(first(parts, own)),
            Answer::Yes => this(parts, "all of these hold".to_owned()),
        },
        NodeKind::Any(parts) => match own {
            Answer::Yes | Answer::Unknown => down(first(parts, own)),
            Answer::No => this(parts, "none of these holds".to_owned()),
        },
        NodeKind::AtLeast { count, parts } => match own {
            Answer::Unknown => down(first(parts, own)),
            Answer::Yes | Answer::No => {
                let hold = parts.iter().filter(|part| answer(subject, **part) == Answer::Yes).count();
                this(parts, format!("{hold} of {} hold where {count} are needed", parts.len()))
            }
        },
        NodeKind::Not(part) => match subject.program.node(*part).map(|part| &part.kind) {
            Some(NodeKind::Test(test)) => {
                // `is not` is one line: its words are these, not those of the test inside.
                found(node.place, note(own), fact::of_operand(subject, test.operand))
            }
            Some(_) => Step::On(At::Node(*part)),
            None => Step::Lost,
        },
        NodeKind::AssumeIfUnknown { part, .. } => {
            if answer(subject, *part) == own {
                return Step::On(At::Node(*part));
            }
            found(node.place, format!("unknown, and assumed {}", own.word()), fact_of_open(subject, *part))
        }
        NodeKind::Rule(rule) => Step::On(At::Rule(*rule)),
        NodeKind::Stage(stage) => Step::On(At::Stage(*stage)),
        NodeKind::Test(test) => {
            found(node.place, test_note(subject, id, own), fact::of_operand(subject, test.operand))
        }
    }
}

/// What the first few tests among parts looked at. Parts that join others are not opened: with parts that are shared,
/// that would show the same ones again and again.
fn facts_of(subject: Subject<'_>, parts: &[NodeId]) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for part in parts {
        let kind = subject.program.node(*part).map(|node| &node.kind);
        let inner = match kind {
            Some(NodeKind::Not(part)) => subject.program.node(*part).map(|node| &node.kind),
            other => other,
        };
        if let Some(NodeKind::Test(test)) = inner {
            let fact = fact::of_operand(subject, test.operand);
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        if facts.len() == FACTS {
            break;
        }
    }
    facts
}

fn note(answer: Answer) -> String {
    format!("this is {}", answer.word())
}

/// The answer of a test, and the dates that it asks for.
fn test_note(subject: Subject<'_>, id: NodeId, own: Answer) -> String {
    let said = note(own);
    match subject.plan.window_dates(id) {
        Some((Some(first), Some(last))) => format!("{said}: from {first} to {last}"),
        Some((Some(first), None)) => format!("{said}: from {first} on"),
        Some((None, Some(last))) => format!("{said}: until {last}"),
        Some((None, None)) | None => said,
    }
}
