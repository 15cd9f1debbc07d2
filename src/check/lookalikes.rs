//! Names that look like others: letters of several alphabets in one name, and two names with one look (UTS 39).

use std::collections::HashMap;

use unicode_security::confusable_detection::skeleton;
use unicode_security::mixed_script::{AugmentedScriptSet, MixedScript};
use unicode_security::restriction_level::{RestrictionLevel, RestrictionLevelDetection};

use super::checker::Checker;
use super::names::Thing;
use super::problem::names::NameProblem;
use crate::syntax::document::Name;
use crate::text::span::{Place, SourceId};

impl Checker<'_> {
    /// Refuses look-alike names among the declared ones, in order of declaration.
    pub(super) fn lookalikes(&mut self) {
        let names: Vec<(String, String, Place)> = self
            .names
            .iter()
            .filter(|(_, entry)| entry.thing != Thing::Broken)
            .map(|(key, entry)| (key.to_owned(), entry.text.clone(), entry.place))
            .collect();
        let mut looks: HashMap<String, (String, Place)> = HashMap::new();
        for (key, text, place) in names {
            if self.mixed_scripts(&text, place) {
                continue;
            }
            // Names fold case, so their looks are compared folded: `l` and capital `I` are not asked to differ.
            let look: String = skeleton(&key).collect();
            match looks.get(&look) {
                Some((other, first)) if !(key.is_ascii() && other.is_ascii()) => {
                    let problem =
                        NameProblem::LookAlike { place, name: text, other: other.clone(), first: *first };
                    self.report(problem);
                }
                Some(_) => {}
                None => {
                    looks.insert(look, (text, place));
                }
            }
        }
        self.local_names();
    }

    /// Parameters, event fields and bands have scopes of their own.
    fn local_names(&mut self) {
        let mut locals: Vec<(String, Place)> = Vec::new();
        let mut note = |source: SourceId, name: &Name| {
            locals.push((name.text.clone(), Place::new(source, name.at.0)));
        };
        for (_, source, item) in &self.items.rules {
            if let super::items::RuleItem::Criterion(criterion) = item
                && let Some(parameter) = &criterion.parameter
            {
                note(*source, &parameter.name);
            }
        }
        for item in &self.items.events {
            for clause in &item.it.clauses {
                if let crate::syntax::document::EventsClause::Field(field) = &clause.kind {
                    note(item.source, &field.name);
                }
            }
        }
        for item in &self.items.scores {
            for clause in &item.it.clauses {
                if let crate::syntax::document::ScoreClause::Bands(bands) = &clause.kind {
                    bands.iter().for_each(|band| note(item.source, &band.name));
                }
            }
        }
        for (text, place) in locals {
            self.mixed_scripts(&text, place);
        }
    }

    fn mixed_scripts(&mut self, text: &str, place: Place) -> bool {
        // Each word of a name may be of another script (`budget_予算`): what deceives is a mix inside a word.
        let mixed = text.split(['_', ' ', '-', '/', '.', '(', ')']).any(|word| {
            !word.is_single_script() && word.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
        });
        if !mixed {
            return false;
        }
        let latin = AugmentedScriptSet::for_char('a');
        let odd: Vec<(char, String)> = text
            .chars()
            .filter(|letter| {
                let mut shared = AugmentedScriptSet::for_char(*letter);
                shared.intersect_with(latin);
                letter.is_alphabetic() && shared.is_empty()
            })
            .map(|letter| (letter, AugmentedScriptSet::for_char(letter).to_string()))
            .collect();
        self.report(NameProblem::MixedScripts { place, name: text.to_owned(), odd });
        true
    }
}
