//! The one namespace of a definition: what each name stands for, over all files.

use std::collections::HashMap;

use crate::model::ids::{
    AsideId, EventId, FieldId, ListId, LookupId, ScoreId, SourceRuleId, StageId, TeamId,
};
use crate::text::span::Place;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A field.
    Field(FieldId),
    /// A list.
    List(ListId),
    /// A team.
    Team(TeamId),
    /// A lookup.
    Lookup(LookupId),
    /// An event, by its singular or plural.
    Event(EventId),
    /// A stage of the lifecycle.
    Stage(StageId),
    /// An aside of the lifecycle.
    Aside(AsideId),
    /// A profile: index of its declaration.
    Profile(usize),
    /// A criterion: index of its declaration.
    Criterion(usize),
    /// A source.
    Source(SourceRuleId),
    /// A score.
    Score(ScoreId),
    /// Something whose declaration could not be read: its uses are let pass.
    Broken,
}

impl Thing {
    /// With its article: `a profile`.
    pub(super) fn words(self) -> &'static str {
        match self {
            Thing::Field(_) => "a field",
            Thing::List(_) => "a list",
            Thing::Team(_) => "a team",
            Thing::Lookup(_) => "a lookup",
            Thing::Event(_) => "a kind of event",
            Thing::Stage(_) => "a stage",
            Thing::Aside(_) => "an aside",
            Thing::Profile(_) => "a profile",
            Thing::Criterion(_) => "a criterion",
            Thing::Source(_) => "a source",
            Thing::Score(_) => "a score",
            Thing::Broken => "broken",
        }
    }
}

/// A declared name.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it stands for.
    pub thing: Thing,
    /// Where it is declared.
    pub place: Place,
    /// As declared.
    pub text: String,
}

/// All names, by their folded form.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    entries: HashMap<String, Entry>,
    /// Folded names in order of declaration: whoever goes through them does so in this order.
    order: Vec<String>,
}

impl Names {
    /// Declares a name; if it is declared already, that one stays and is returned.
    pub(super) fn declare(&mut self, key: &str, entry: Entry) -> Result<(), Entry> {
        if let Some(first) = self.entries.get(key) {
            return Err(first.clone());
        }
        self.order.push(key.to_owned());
        self.entries.insert(key.to_owned(), entry);
        Ok(())
    }

    /// What a folded name stands for.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// All names with what they stand for, in order of declaration.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.order.iter().filter_map(|key| self.entries.get(key).map(|entry| (key.as_str(), entry)))
    }
}

/// The candidate that `word` is most probably a slip of: both folded. At most a third of its letters may differ.
pub(super) fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let most = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        if candidate == word || other.abs_diff(length) > most || (length < 3 && other < 3) {
            continue;
        }
        let distance = strsim::osa_distance(word, candidate);
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
