//! Sources, gates, rest, stages and outcomes (4.6).

use uld::syntax::document::{
    LifecycleClause, Name, Outcome, OutcomeAction, OutcomeLine, OutcomeWhen, SourceClause, SourceRule, Stage,
    StageClause,
};

use super::cells::Value;
use super::judge::{Judge, Scope};
use super::logic::{No, Three, Unknown, Yes, and};
use super::words::fold;

/// What becomes of a contact.
#[derive(Default)]
pub struct NextStep {
    pub moved_to: String,
    /// Whether there is anything to say.
    pub says: bool,
}

pub fn outcome_lines(stage: &Stage) -> impl Iterator<Item = &OutcomeLine> {
    stage.clauses.iter().filter_map(|clause| match &clause.kind {
        StageClause::Outcome(line) => Some(line),
        StageClause::EnteredOn(_) | StageClause::MaySkip(_) | StageClause::Ask(_) | StageClause::Prose(_) => {
            None
        }
    })
}

impl<'a> Judge<'a> {
    /// "a contact that no source or `decided by` row matches has none": the candidates by first match.
    pub fn source_candidates(&self) -> Vec<Option<usize>> {
        if let Some(known) = &*self.memo.sources.borrow() {
            return known.clone();
        }
        let rows = self.definition.sources.iter().enumerate().map(|(index, source)| {
            let answer =
                source.when.as_ref().map_or(Yes, |when| self.condition(&when.condition, &Scope::default()));
            (answer, index)
        });
        let found = self.candidates(rows);
        *self.memo.sources.borrow_mut() = Some(found.clone());
        found
    }

    /// The gate that a source has for a stage: "`closed for` it = no; `open`, and a contact that no source row matches
    /// = no gate".
    pub fn gate_of(&self, source: &SourceRule, stage: &Name) -> Three {
        let mut parts = Vec::new();
        for clause in &source.clauses {
            match &clause.kind {
                SourceClause::ClosedFor { stages, .. } if stages.contains(stage) => parts.push(No),
                SourceClause::GateFor { stages, condition, .. } if stages.contains(stage) => {
                    parts.push(self.condition(condition, &Scope::default()));
                }
                SourceClause::Open { .. }
                | SourceClause::ClosedFor { .. }
                | SourceClause::GateFor { .. }
                | SourceClause::Prose(_) => {}
            }
        }
        and(&parts)
    }

    /// "while the source is not settled, the gate is unknown unless all candidates agree"
    pub fn gate(&self, stage: &Name) -> Three {
        let candidates = self.source_candidates();
        let gates: Vec<Three> = candidates
            .iter()
            .map(|found| found.map_or(Yes, |index| self.gate_of(self.definition.sources[index], stage)))
            .collect();
        match gates.split_first() {
            Some((first, rest)) if rest.iter().all(|gate| gate == first) => *first,
            _ => Unknown,
        }
    }

    /// "`rest in ASIDE for D from F`: a contact with F ≤ A < F + D rests there (unless its `unless` is yes)". First
    /// whether the dates say so, then the `unless`.
    pub fn rest(&self) -> Option<(&'a Name, Three, Three, &'a LifecycleClause)> {
        let definition = self.definition;
        definition.lifecycle_lines().find_map(|line| {
            let LifecycleClause::Rest { aside, duration, from, unless } = line else { return None };
            let start = match self.cell(from).value {
                Some(Value::Day(day)) => Some(day),
                Some(Value::Moment(minute)) => Some(self.definition.zone.day(minute)),
                Some(Value::Never) => return Some((aside, No, No, line)),
                _ => None,
            };
            let inside = start.map_or(Unknown, |start| {
                let end = self.definition.week.plus(start, duration, 1, self.bug);
                Three::of(start <= self.as_of && self.as_of < end)
            });
            let unless = unless.as_ref().map_or(No, |chain| self.chain(chain, &Scope::default()));
            Some((aside, inside, unless, line))
        })
    }

    pub fn rests(&self) -> Three {
        self.rest().map_or(No, |(_, inside, unless, _)| and(&[inside, unless.not()]))
    }

    /// "Stage rule = its condition `and` the gate that the contact's source has for that stage"; "all stages after the
    /// first are *no* for it (unknown while that is unknown)".
    pub fn stage(&self, name: &Name) -> Three {
        self.memo.answer(name, || self.stage_rule(name))
    }

    fn stage_rule(&self, name: &Name) -> Three {
        let rule = self.definition.stages.get(name.key.as_str());
        let condition = rule.map_or(Yes, |stage| self.condition(&stage.when.condition, &Scope::default()));
        let mut parts = vec![condition, self.gate(name)];
        if !self.is_first(name) {
            parts.push(self.rests().not());
        }
        and(&parts)
    }

    pub fn is_first(&self, name: &Name) -> bool {
        self.definition.stage_names().first().is_some_and(|first| *first == name)
    }

    /// "Stage = the last one in the lifecycle whose rule is yes, else the first". Without a lifecycle, the stage or
    /// none.
    pub fn place(&self) -> Option<usize> {
        let names = self.definition.stage_names();
        let has_rule = |name: &Name| self.definition.stages.contains_key(name.key.as_str());
        let last =
            (0..names.len()).rev().find(|index| has_rule(names[*index]) && self.stage(names[*index]) == Yes);
        if self.definition.lifecycle.is_some() { last.or(Some(0)) } else { last }
    }

    /// "Later stages that are unknown are listed".
    pub fn could_be(&self, place: Option<usize>) -> Vec<&'a Name> {
        let names = self.definition.stage_names();
        let from = place.map_or(0, |place| place + 1);
        names.into_iter().skip(from).filter(|name| self.stage(name) == Unknown).collect()
    }

    /// "`leave if` lines belong to the current stage and come first; then the `if no` and `if unknown` lines of the
    /// first stage after it."
    pub fn next_step(&self, place: Option<usize>) -> NextStep {
        if let Some((aside, _, _, _)) = self.rest().filter(|_| self.rests() == Yes) {
            return NextStep { moved_to: aside.text.clone(), says: true };
        }
        let names = self.definition.stage_names();
        let rule = |index: usize| {
            let name = names.get(index)?;
            self.definition.stages.get(name.key.as_str()).map(|stage| (*name, *stage))
        };
        let mut lines: Vec<&OutcomeLine> = Vec::new();
        if let Some((_, stage)) = place.and_then(rule) {
            // "`leave if` lines belong to the current stage": a stage that nobody is at for want of a better one too.
            lines.extend(outcome_lines(stage).filter(|line| line.when == OutcomeWhen::Leave));
        }
        if let Some((name, stage)) = rule(place.map_or(0, |place| place + 1)) {
            let wanted = match self.stage(name) {
                No => Some(OutcomeWhen::No),
                Unknown => Some(OutcomeWhen::Unknown),
                Yes => None,
            };
            lines.extend(outcome_lines(stage).filter(|line| Some(line.when) == wanted));
        }
        let mut step = NextStep::default();
        for line in lines {
            let applies = line.condition.as_ref().map_or(Yes, |chain| self.chain(chain, &Scope::default()));
            match applies {
                Yes => {
                    step.says = true;
                    step.moved_to = destination(&line.outcome);
                    return step;
                }
                // "an unknown one is passed over and named in `next_step`"
                Unknown => step.says = true,
                No => {}
            }
        }
        step
    }

    /// "`recorded in FIELD` reads the CRM's own stage (matched to stage names and titles as texts) …; a cell that
    /// matches none, as it is written".
    pub fn recorded(&self) -> Option<String> {
        let field = self.definition.lifecycle_lines().find_map(|line| match line {
            LifecycleClause::RecordedIn(field) => Some(field),
            LifecycleClause::Aside(_) | LifecycleClause::Rest { .. } | LifecycleClause::Prose(_) => None,
        })?;
        let facts = self.definition.field(field)?;
        let raw =
            self.contacts.cell(self.record, self.contacts.column(&super::judge::headers_of(facts))).trim();
        let cell = self.cell(field);
        let text = match &cell.read {
            super::cells::Read::Known(Value::Text(text) | Value::Choice(text)) => fold(text),
            super::cells::Read::Unreadable => fold(raw),
            _ => return Some(String::new()),
        };
        let lifecycle = self.definition.lifecycle?;
        let asides = self.definition.lifecycle_lines().filter_map(|line| match line {
            LifecycleClause::Aside(asides) => Some(asides),
            LifecycleClause::RecordedIn(_) | LifecycleClause::Rest { .. } | LifecycleClause::Prose(_) => None,
        });
        for titled in lifecycle.stages.iter().chain(asides.flatten()) {
            let rule = self.definition.stages.get(titled.name.key.as_str());
            let titles = [&titled.title, &rule.and_then(|stage| stage.title.clone())];
            let by_title =
                titles.iter().any(|title| title.as_ref().is_some_and(|title| fold(&title.value) == text));
            if titled.name.key == text || by_title {
                return Some(titled.name.text.clone());
            }
        }
        Some(raw.to_owned())
    }
}

fn destination(outcome: &Outcome) -> String {
    match &outcome.action {
        Some(OutcomeAction::MoveTo(name, _) | OutcomeAction::RecycleTo(name, _)) => name.text.clone(),
        Some(OutcomeAction::Stay) | None => String::new(),
    }
}
