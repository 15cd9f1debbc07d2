//! All definitions of all files, by kind, in the order of the files.

use crate::syntax::document::{
    Criterion, DefinitionKind, Document, Duty, Events, Example, Field, Header, Item, ItemKind, Lifecycle,
    List, Lookup, Profile, Prose, Rate, Route, Score, SourceRule, Stage, Table, Team,
};
use crate::text::span::{Place, SourceId};

/// A definition and where it stands.
#[derive(Debug)]
pub(super) struct Placed<'a, T> {
    /// Its text.
    pub source: SourceId,
    /// From its first to its last word.
    pub place: Place,
    /// The definition.
    pub it: &'a T,
}

impl<T> Clone for Placed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placed<'_, T> {}

/// A profile or a criterion.
#[derive(Clone, Copy, Debug)]
pub(super) enum RuleItem<'a> {
    /// A profile.
    Profile(&'a Profile),
    /// A criterion.
    Criterion(&'a Criterion),
}

/// An example or a table of them.
#[derive(Clone, Copy, Debug)]
pub(super) enum ExampleItem<'a> {
    /// An example.
    Example(&'a Example),
    /// A table.
    Table(&'a Table),
}

/// All definitions, by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Items<'a> {
    pub prose: Vec<Placed<'a, Prose>>,
    pub headers: Vec<Placed<'a, Header>>,
    pub teams: Vec<Placed<'a, Team>>,
    pub lists: Vec<Placed<'a, List>>,
    pub rates: Vec<Placed<'a, Rate>>,
    pub fields: Vec<Placed<'a, Field>>,
    pub lookups: Vec<Placed<'a, Lookup>>,
    pub events: Vec<Placed<'a, Events>>,
    pub lifecycles: Vec<Placed<'a, Lifecycle>>,
    pub rules: Vec<(Place, SourceId, RuleItem<'a>)>,
    pub stages: Vec<Placed<'a, Stage>>,
    pub sources: Vec<Placed<'a, SourceRule>>,
    pub scores: Vec<Placed<'a, Score>>,
    pub routes: Vec<Placed<'a, Route>>,
    pub duties: Vec<Placed<'a, Duty>>,
    pub examples: Vec<(Place, SourceId, ExampleItem<'a>)>,
}

impl<'a> Items<'a> {
    /// Sorts the definitions of all files.
    pub(super) fn of(documents: impl Iterator<Item = &'a Document>) -> Items<'a> {
        let mut items = Items::default();
        for document in documents {
            for item in &document.items {
                items.add(document.source, item);
            }
        }
        items
    }

    fn add(&mut self, source: SourceId, item: &'a Item) {
        let place = Place::new(source, item.at.0);
        macro_rules! placed {
            ($it:expr) => {
                Placed { source, place, it: $it }
            };
        }
        match &item.kind {
            ItemKind::Prose(it) => self.prose.push(placed!(it)),
            ItemKind::Header(it) => self.headers.push(placed!(it)),
            ItemKind::Include(_) => {}
            ItemKind::Team(it) => self.teams.push(placed!(it)),
            ItemKind::List(it) => self.lists.push(placed!(it)),
            ItemKind::Rate(it) => self.rates.push(placed!(it)),
            ItemKind::Field(it) => self.fields.push(placed!(it)),
            ItemKind::Lookup(it) => self.lookups.push(placed!(it)),
            ItemKind::Events(it) => self.events.push(placed!(it)),
            ItemKind::Lifecycle(it) => self.lifecycles.push(placed!(it)),
            ItemKind::Profile(it) => self.rules.push((place, source, RuleItem::Profile(it))),
            ItemKind::Criterion(it) => self.rules.push((place, source, RuleItem::Criterion(it))),
            ItemKind::Stage(it) => self.stages.push(placed!(it)),
            ItemKind::Source(it) => self.sources.push(placed!(it)),
            ItemKind::Score(it) => self.scores.push(placed!(it)),
            ItemKind::Route(it) => self.routes.push(placed!(it)),
            ItemKind::Duty(it) => self.duties.push(placed!(it)),
            ItemKind::Example(it) => self.examples.push((place, source, ExampleItem::Example(it))),
            ItemKind::Table(it) => self.examples.push((place, source, ExampleItem::Table(it))),
        }
    }
}

/// What a file is: the main file of a definition, or a part that another file includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// It has a header or a stage's rule.
    Main,
    /// It has neither: alone it says nothing about who is a lead.
    Part,
}

/// What these files are: the main file and what it includes.
pub fn definition_kind(documents: &[Document]) -> FileKind {
    let whole = documents.iter().any(|document| {
        document.items.iter().any(|item| matches!(item.kind, ItemKind::Header(_) | ItemKind::Stage(_)))
            || document
                .broken
                .iter()
                .any(|broken| matches!(broken.kind, DefinitionKind::Header | DefinitionKind::Stage))
    });
    if whole { FileKind::Main } else { FileKind::Part }
}
