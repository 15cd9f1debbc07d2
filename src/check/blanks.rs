//! The warning about negative tests of fields that may be blank (W502).
//!
//! `country is not "US"` is unknown, not yes, for a blank country; many CRM filters say yes there. It is said once for
//! a field in a rule, and not where the field is `required`, has an assumption, is asked for with `is known` in the
//! same rule, or where the rule says what becomes of an unknown (`assume … if unknown`, `if unknown` lines).

use std::collections::HashSet;

use super::checker::Checker;
use super::problem::conditions::ConditionProblem;
use crate::model::field::Origin;
use crate::model::ids::FieldId;
use crate::text::span::Place;

/// What a rule asks of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Blanks {
    /// Negative tests whose yes helps the rule's yes.
    pub negated: Vec<(FieldId, Place)>,
    /// Fields that are asked for with `is known` or `is missing`.
    pub asked: HashSet<FieldId>,
}

impl Checker<'_> {
    /// Warns of the negative tests of the rule at hand, and forgets it.
    pub(super) fn warn_of_blanks(&mut self) {
        let Some(blanks) = self.blanks.take() else { return };
        let mut said = HashSet::new();
        for (id, place) in blanks.negated {
            let Some(field) = self.program.field(id) else { continue };
            let optional = field.required.is_none()
                && field.assumed.is_none()
                && matches!(field.origin, Origin::Column { .. });
            let name = field.name.clone();
            if optional && !blanks.asked.contains(&id) && said.insert(id) {
                self.report(ConditionProblem::UnknownWhenBlank { place, field: name });
            }
        }
    }
}
