//! Names that nothing declares: one report for each, however often it is used.

use std::collections::HashMap;

use super::problem::names::Guess;
use crate::syntax::document::Name;
use crate::text::span::Place;

/// The names that nothing declares, in order of their first use.
#[derive(Clone, Debug, Default)]
pub(super) struct Unresolved {
    names: Vec<UnresolvedName>,
    index: HashMap<String, usize>,
}

/// A name that nothing declares.
#[derive(Clone, Debug)]
pub(super) struct UnresolvedName {
    /// Folded.
    pub key: String,
    /// As written first.
    pub text: String,
    /// Where it is used first.
    pub place: Place,
    /// How often it is used.
    pub uses: usize,
    /// What it probably is, from all its uses.
    pub guess: Guess,
    /// What it probably is, from its first use.
    pub first: Guess,
}

impl Unresolved {
    /// Notes a use.
    pub(super) fn note(&mut self, name: &Name, place: Place, guess: Guess) {
        if let Some(known) = self.index.get(&name.key).and_then(|index| self.names.get_mut(*index)) {
            known.uses += 1;
            if known.guess.is_vague() && !guess.is_vague() {
                known.guess = guess;
            }
            return;
        }
        self.index.insert(name.key.clone(), self.names.len());
        self.names.push(UnresolvedName {
            key: name.key.clone(),
            text: name.text.clone(),
            place,
            uses: 1,
            first: guess.clone(),
            guess,
        });
    }

    /// Takes them all.
    pub(super) fn take(&mut self) -> Vec<UnresolvedName> {
        self.index.clear();
        std::mem::take(&mut self.names)
    }
}
