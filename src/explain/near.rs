//! Near misses: a stage that fails by one criterion, and what that one would need.

use std::collections::BTreeSet;

use super::Subject;
use super::asked::helping;
use super::tree::{answer_of, words};
use crate::evaluate::answers::Answer;
use crate::model::condition::{NodeKind, Operand, Relation};
use crate::model::ids::{FieldId, NodeId, RuleId, StageId};
use crate::model::lifecycle::NumberSource;
use crate::model::score::Basis;
use crate::wording::name::{field_title, stage_title};

/// Fields beyond these are not tried.
const MOST: usize = 20;

/// A stage that is missed by one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The stage.
    pub stage: String,
    /// The criterion that fails, in the words of the definition.
    pub criterion: String,
    /// What one field would have to be, for it to hold: its title, what it is, and what it would need.
    pub needs: Vec<Need>,
}

/// What a field would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What people call the field.
    pub title: String,
    /// Its value; none if it is missing.
    pub value: Option<String>,
    /// What would help.
    pub helps: String,
    /// Whether the stage's rule would then be yes; if not, open.
    pub settles: bool,
}

/// The near miss of the first stage after the contact's own, if it is no and fails by one criterion.
pub(super) fn near_miss(subject: Subject<'_>) -> Option<NearMiss> {
    let Subject { program, verdicts, row, .. } = subject;
    let next = verdicts.stage.get(row).copied().flatten().map_or(0, |stage| stage.index() + 1);
    let stage = StageId::at(next);
    if verdicts.stage_answers.get(next)?.at(row) != Answer::No {
        return None;
    }
    let condition = program.stage(stage)?.condition?;
    let failing = failing(subject, condition)?;
    // That a date is not there yet is no near miss: any would do.
    if let NodeKind::Test(test) = &program.node(failing)?.kind
        && test.relation == Relation::Known
    {
        return None;
    }
    let needs = fields_below(subject, failing)
        .into_iter()
        .filter_map(|field| {
            let (helps, answer) = helping(subject, field, stage);
            (answer != Answer::No && !helps.is_empty()).then(|| Need {
                title: field_title(program, field),
                value: subject.batch.value_text(subject.plan, field, row),
                helps,
                settles: answer == Answer::Yes,
            })
        })
        .collect();
    Some(NearMiss {
        stage: stage_title(program, stage),
        criterion: words(subject, program.node(failing)?),
        needs,
    })
}

/// The one criterion of a rule that is no, looked for through lists and rules; none if there are several, or none. A
/// rule with several parts at fault is itself the one criterion.
fn failing(subject: Subject<'_>, condition: NodeId) -> Option<NodeId> {
    let mut at = only_failing(subject, condition)?;
    while let Some(NodeKind::Rule(rule)) = subject.program.node(at).map(|node| &node.kind) {
        match subject.program.rule(*rule).and_then(|rule| only_failing(subject, rule.condition)) {
            Some(one) => at = one,
            None => break,
        }
    }
    Some(at)
}

/// The one part of an `all of` that is no, or the condition itself if it is no list of that kind and no.
fn only_failing(subject: Subject<'_>, condition: NodeId) -> Option<NodeId> {
    let node = subject.program.node(condition)?;
    let parts = match &node.kind {
        NodeKind::All(parts) => parts.as_slice(),
        NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => &[condition],
    };
    let mut failing = parts.iter().filter(|part| answer_of(subject, **part) == Answer::No);
    let one = *failing.next()?;
    failing.next().is_none().then_some(one)
}

/// The fields that a condition looks at, in rule order.
fn fields_below(subject: Subject<'_>, condition: NodeId) -> Vec<FieldId> {
    let mut fields = Vec::new();
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    let mut rules: BTreeSet<RuleId> = BTreeSet::new();
    let mut stack = vec![condition];
    while let Some(id) = stack.pop().filter(|_| fields.len() < MOST) {
        let Some(node) = subject.program.node(id).filter(|_| seen.insert(id)) else { continue };
        match &node.kind {
            NodeKind::Rule(rule) => {
                if rules.insert(*rule) {
                    stack.extend(subject.program.rule(*rule).map(|rule| rule.condition));
                }
            }
            NodeKind::Test(test) => match test.operand {
                Operand::Field(field) | Operand::DomainOf(field) => {
                    if !fields.contains(&field) {
                        fields.push(field);
                    }
                }
                Operand::Score(score) => {
                    let rows = subject.program.scores.get(score.index()).map_or(&[][..], |score| &score.rows);
                    for row in rows {
                        match row.basis {
                            Basis::When(node) => stack.push(node),
                            Basis::Per { of: NumberSource::Field(field), .. } if !fields.contains(&field) => {
                                fields.push(field);
                            }
                            Basis::Per { .. } | Basis::ForEach(_) => {}
                        }
                    }
                }
                Operand::EventField(_) | Operand::Pick(_) | Operand::Count(_) => {}
            },
            kind @ (NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Stage(_)) => stack.extend(kind.parts().iter().rev()),
        }
    }
    fields
}
