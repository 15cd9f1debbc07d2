//! What stands beside a stage's condition: the gate of the contact's source, and rest.

use super::Subject;
use super::tree::{Line, Pending, Window, answer_of, fact, plain};
use crate::evaluate::answers::Answer;
use crate::model::condition::Operand;
use crate::model::ids::{SourceRuleId, StageId};
use crate::model::lifecycle::SourceRule;
use crate::wording::name::title;
use crate::wording::value::{duration, list};

/// A line, and the conditions to draw below it.
pub(super) type Part = (Line, Vec<Pending>);

/// What the contact's source may be, in words: `Referral`, or `Referral, Bought list or none of them`; none without
/// sources.
pub(super) fn source_words(subject: Subject<'_>) -> Option<String> {
    let Subject { program, verdicts, row, .. } = subject;
    let name = |source: Option<SourceRuleId>| match source.and_then(|id| program.sources.get(id.index())) {
        Some(source) => title(&source.name, source.title.as_deref()),
        None => "none of them".to_owned(),
    };
    let candidates: Vec<Option<SourceRuleId>> = verdicts.source_candidates(row).collect();
    match candidates.as_slice() {
        [] | [None] => None,
        [one] => Some(name(*one)),
        several => {
            let names: Vec<String> = several.iter().map(|source| name(*source)).collect();
            Some(format!("not settled: {}", list(&names, "or")))
        }
    }
}

/// The gate of a stage: of the contact's source, or of each that it may have.
pub(super) fn gates(subject: Subject<'_>, stage: StageId, settled: bool) -> Vec<Part> {
    let Subject { program, verdicts, row, .. } = subject;
    let candidates: Vec<Option<SourceRuleId>> = verdicts.source_candidates(row).collect();
    let of = |id: SourceRuleId| program.sources.get(id.index());
    if let [one] = candidates.as_slice() {
        return one
            .and_then(of)
            .map(|source| own_gates(subject, source, stage, 0, settled))
            .unwrap_or_default();
    }
    let has_gate = |source: &SourceRule| source.gates.iter().any(|gate| gate.stages.contains(&stage));
    if !candidates.iter().flatten().any(|id| of(*id).is_some_and(has_gate)) {
        return Vec::new();
    }
    let answer = verdicts.gates.get(stage.index()).map_or(Answer::Unknown, |gates| gates.at(row));
    let mut head = plain(0, answer, "gate of the source, which is not settled".to_owned());
    head.irrelevant = settled && answer == Answer::Unknown;
    let mut parts = vec![(head, Vec::new())];
    for source in candidates.iter().flatten().filter_map(|id| of(*id)) {
        let asked = source.condition.map(|node| Pending { node, depth: 2, settled }).into_iter().collect();
        let words = format!("if the source is {}:", source.name);
        let answer = source.condition.map_or(Answer::Yes, |node| answer_of(subject, node));
        parts.push((plain(1, answer, words), asked));
        let own = own_gates(subject, source, stage, 1, settled);
        if own.is_empty() {
            parts.push((
                plain(1, Answer::Yes, format!("source {} has no gate here", source.name)),
                Vec::new(),
            ));
        }
        parts.extend(own);
    }
    parts
}

fn own_gates(
    subject: Subject<'_>,
    source: &SourceRule,
    stage: StageId,
    depth: usize,
    settled: bool,
) -> Vec<Part> {
    let gates = source.gates.iter().filter(|gate| gate.stages.contains(&stage));
    gates
        .map(|gate| {
            let line = match gate.condition {
                Some(node) => {
                    plain(depth, answer_of(subject, node), format!("gate of source {}", source.name))
                }
                None => plain(depth, Answer::No, format!("source {} is closed for this stage", source.name)),
            };
            let below = gate.condition.map(|node| Pending { node, depth: depth + 1, settled });
            (Line { because: gate.because.clone(), ..line }, below.into_iter().collect())
        })
        .collect()
}

/// That the contact rests, or may: then no later stage is its own. It is drawn in full below the first of them.
pub(super) fn rest(subject: Subject<'_>, stage: StageId, settled: bool) -> Vec<Part> {
    let Subject { program, plan, verdicts, row, .. } = subject;
    let Some(rest) = program.lifecycle.rest.as_ref().filter(|_| stage.index() > 0) else { return Vec::new() };
    let answer = match verdicts.rests.at(row) {
        Answer::Yes => Answer::No,
        Answer::Unknown => Answer::Unknown,
        Answer::No => return Vec::new(),
    };
    let aside = program.asides.get(rest.aside.index()).map_or("", |aside| aside.name.as_str());
    let from = program.field(rest.from).map_or("", |field| field.name.as_str());
    let words = format!("not resting in {aside} for {} from {from}", duration(rest.duration));
    let mut line = plain(0, answer, words);
    line.irrelevant = settled && answer == Answer::Unknown;
    if stage.index() > 1 {
        line.above = true;
        return vec![(line, Vec::new())];
    }
    line.facts.extend(fact(subject, Operand::Field(rest.from)));
    line.window = plan.rest_dates().map(|(first, last)| Window { first, last, outside: true });
    let unless = rest.unless.map(|node| {
        let below =
            Pending { node, depth: 2, settled: settled || answer_of(subject, node) != Answer::Unknown };
        (plain(1, answer_of(subject, node), "unless:".to_owned()), vec![below])
    });
    [(line, Vec::new())].into_iter().chain(unless).collect()
}
