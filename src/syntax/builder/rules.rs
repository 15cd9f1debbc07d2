//! Lifecycle, profiles, criteria, stages and sources.

use super::Builder;
use crate::syntax::document::{At, Name};
use crate::syntax::document::{
    Criterion, Lifecycle, LifecycleClause, Outcome, OutcomeAction, OutcomeLine, OutcomeWhen, Parameter,
    Profile, Promise, RuleClause, SourceClause, SourceRule, Stage, StageClause, Term, Titled,
};
use crate::syntax::parser::{Part, Parts, Rule};

impl Builder<'_> {
    pub(super) fn lifecycle(&mut self, part: Part<'_>) -> Option<Lifecycle> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_lifecycle);
        let stages = self.titled_names(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::lifecycle_clause, Builder::lifecycle_clause)?;
        Some(Lifecycle { stages, clauses })
    }

    fn titled_names(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Titled>> {
        let mut all = Vec::new();
        loop {
            let mut inner = Parts::of(parts.take(Rule::titled)?);
            all.push(Titled { name: self.name(&mut inner)?, title: self.text(&mut inner) });
            if !parts.skip(Rule::comma) {
                return Some(all);
            }
        }
    }

    fn lifecycle_clause(&mut self, part: Part<'_>) -> Option<LifecycleClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(LifecycleClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::aside {
            return Some(LifecycleClause::Aside(self.titled_names(&mut parts)?));
        }
        let name = self.name(&mut parts)?;
        if rule == Rule::recorded_in {
            return Some(LifecycleClause::RecordedIn(name));
        }
        parts.skip(Rule::kw_for);
        let duration = self.duration(&mut parts)?;
        parts.skip(Rule::kw_from);
        let from = self.name(&mut parts)?;
        let unless = if parts.skip(Rule::comma) && parts.skip(Rule::kw_unless) {
            Some(self.chain(&mut parts)?)
        } else {
            None
        };
        Some(LifecycleClause::Rest { aside: name, duration, from, unless })
    }

    pub(super) fn profile(&mut self, part: Part<'_>) -> Option<Profile> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_profile);
        let name = self.name(&mut parts)?;
        let title = self.text(&mut parts);
        let when = self.when(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::rule_clause, Builder::rule_clause)?;
        Some(Profile { name, title, when, clauses })
    }

    pub(super) fn criterion(&mut self, part: Part<'_>) -> Option<Criterion> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_criterion);
        let name = self.name(&mut parts)?;
        let parameter = match parts.take(Rule::parameter) {
            Some(part) => {
                let mut inner = Parts::of(part);
                inner.skip(Rule::open);
                let name = self.name(&mut inner)?;
                inner.skip(Rule::colon);
                Some(Parameter { name, parameter_type: self.type_of(&mut inner)? })
            }
            None => None,
        };
        let title = self.text(&mut parts);
        let when = self.when(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::rule_clause, Builder::rule_clause)?;
        Some(Criterion { name, parameter, title, when, clauses })
    }

    fn rule_clause(&mut self, part: Part<'_>) -> Option<RuleClause> {
        if part.as_rule() == Rule::prose {
            return Some(RuleClause::Prose(self.prose(&part)));
        }
        Some(RuleClause::IfUnknown(if_unknown(part)))
    }

    pub(super) fn stage(&mut self, part: Part<'_>) -> Option<Stage> {
        let mut parts = Parts::of(part);
        let name = self.name(&mut parts)?;
        let title = self.text(&mut parts);
        let when = self.when(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::stage_clause, Builder::stage_clause)?;
        Some(Stage { name, title, when, clauses })
    }

    fn stage_clause(&mut self, part: Part<'_>) -> Option<StageClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(StageClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        if rule == Rule::outcome_line {
            return Some(StageClause::Outcome(self.outcome_line(&mut parts)?));
        }
        parts.any();
        if rule == Rule::entered_on {
            Some(StageClause::EnteredOn(self.name(&mut parts)?))
        } else if rule == Rule::may_skip {
            Some(StageClause::MaySkip(self.names(&mut parts)?))
        } else {
            Some(StageClause::Ask(self.names(&mut parts)?))
        }
    }

    fn outcome_line(&mut self, parts: &mut Parts<'_>) -> Option<OutcomeLine> {
        let when = if parts.skip(Rule::kw_leave_if) {
            OutcomeWhen::Leave
        } else if parts.skip(Rule::kw_if_no) {
            OutcomeWhen::No
        } else {
            parts.skip(Rule::kw_if_unknown);
            OutcomeWhen::Unknown
        };
        parts.skip(Rule::kw_and);
        let condition = self.chain(parts);
        parts.skip(Rule::colon);
        let outcome = self.outcome(parts.take(Rule::outcome)?)?;
        Some(OutcomeLine { when, condition, outcome, because: self.because(parts) })
    }

    fn outcome(&mut self, part: Part<'_>) -> Option<Outcome> {
        let at = At(self.span(&part));
        let mut parts = Parts::of(part);
        let action = if parts.skip(Rule::kw_stay) {
            Some(OutcomeAction::Stay)
        } else if parts.skip(Rule::kw_recycle_to) {
            let (aside, duration) = self.destination(&mut parts)?;
            Some(OutcomeAction::RecycleTo(aside, duration))
        } else if parts.skip(Rule::kw_move_to) {
            let (aside, duration) = self.destination(&mut parts)?;
            Some(OutcomeAction::MoveTo(aside, duration))
        } else {
            None
        };
        parts.skip(Rule::comma);
        let promise = match parts.take(Rule::promise) {
            Some(promise) => Some(self.promise(promise)?),
            None => None,
        };
        Some(Outcome { at, action, promise })
    }

    fn destination(
        &mut self,
        parts: &mut Parts<'_>,
    ) -> Option<(Name, Option<crate::syntax::document::Duration>)> {
        let name = self.name(parts)?;
        let duration = if parts.skip(Rule::kw_for) { Some(self.duration(parts)?) } else { None };
        Some((name, duration))
    }

    /// `TEAM must "…"`, in a duty or an outcome.
    pub(super) fn promise(&mut self, part: Part<'_>) -> Option<Promise> {
        let at = At(self.span(&part));
        let mut parts = Parts::of(part);
        let who = self.name(&mut parts)?;
        parts.skip(Rule::kw_must);
        let what = self.text(&mut parts)?;
        let term = self.term(&mut parts)?;
        let when = if parts.skip(Rule::kw_when) { Some(self.chain(&mut parts)?) } else { None };
        Some(Promise { at, who, what, term, when, because: self.because(&mut parts) })
    }

    /// By when; the outer option is none only if the grammar and this reader disagree.
    fn term(&mut self, parts: &mut Parts<'_>) -> Option<Option<Term>> {
        if let Some(part) = parts.take(Rule::term_within) {
            let mut inner = Parts::of(part);
            inner.skip(Rule::kw_within);
            let duration = self.duration(&mut inner)?;
            let of = if inner.skip(Rule::kw_of) { Some(self.name(&mut inner)?) } else { None };
            return Some(Some(Term::Within(duration, of)));
        }
        if let Some(part) = parts.take(Rule::term_before) {
            let mut inner = Parts::of(part);
            inner.skip(Rule::kw_before);
            return Some(Some(Term::Before(self.name(&mut inner)?)));
        }
        if let Some(part) = parts.take(Rule::term_every) {
            let mut inner = Parts::of(part);
            inner.skip(Rule::kw_every);
            return Some(Some(Term::Every(self.duration(&mut inner)?)));
        }
        Some(None)
    }

    pub(super) fn source_rule(&mut self, part: Part<'_>) -> Option<SourceRule> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_source);
        let name = self.name(&mut parts)?;
        let title = self.text(&mut parts);
        let when = if parts.skip(Rule::kw_otherwise) { None } else { Some(self.when(&mut parts)?) };
        let clauses = self.clauses(&mut parts, Rule::source_clause, Builder::source_clause)?;
        Some(SourceRule { name, title, when, clauses })
    }

    fn source_clause(&mut self, part: Part<'_>) -> Option<SourceClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(SourceClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::source_open {
            return Some(SourceClause::Open { because: self.because(&mut parts) });
        }
        let stages = self.names(&mut parts)?;
        if rule == Rule::source_closed {
            return Some(SourceClause::ClosedFor { stages, because: self.because(&mut parts) });
        }
        parts.skip(Rule::colon);
        let condition = self.condition(&mut parts)?;
        Some(SourceClause::GateFor { stages, condition, because: self.because(&mut parts) })
    }
}

/// `if unknown, assume no`: true for yes.
pub(super) fn if_unknown(part: Part<'_>) -> bool {
    let mut parts = Parts::of(part);
    parts.skip(Rule::kw_if_unknown);
    parts.skip(Rule::comma);
    parts.skip(Rule::kw_assume);
    parts.skip(Rule::kw_yes)
}
