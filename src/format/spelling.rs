//! How names are spelled where they are declared, so that `icp` becomes `ICP` everywhere.

use std::collections::BTreeMap;

use crate::syntax::document::{
    Document, EventsClause, HeaderClause, ItemKind, LifecycleClause, Name, ScoreClause, Titled,
};

/// The declared spelling of each name of a definition, and its header's currency.
///
/// Names are gathered without their scopes: a key that is declared with two spellings, as a band `Hot` and a field
/// `hot` may be, keeps the one that stands in the text.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    /// Folded key → the spelling; none when there are several.
    names: BTreeMap<String, Option<String>>,
    /// Three capital letters.
    currency: Option<String>,
}

impl Spelling {
    /// Gathers the declarations of all files of a definition.
    pub fn collect(documents: &[&Document]) -> Self {
        let mut spelling = Spelling::default();
        let items = || documents.iter().flat_map(|document| &document.items);
        for item in items() {
            spelling.item(&item.kind);
        }
        // A rule of a stage of the lifecycle uses the stage's name; only without a lifecycle does it declare it.
        if !items().any(|item| matches!(item.kind, ItemKind::Lifecycle(_))) {
            for item in items() {
                if let ItemKind::Stage(stage) = &item.kind {
                    spelling.declare(&stage.name);
                }
            }
        }
        spelling
    }

    /// The declared spelling of a name, if there is exactly one.
    pub fn of(&self, name: &Name) -> Option<&str> {
        self.names.get(&name.key)?.as_deref()
    }

    /// The header's currency.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    fn declare(&mut self, name: &Name) {
        let entry = self.names.entry(name.key.clone()).or_insert_with(|| Some(name.text.clone()));
        if entry.as_ref().is_some_and(|text| *text != name.text) {
            *entry = None;
        }
    }

    fn titled(&mut self, stages: &[Titled]) {
        for stage in stages {
            self.declare(&stage.name);
        }
    }

    fn item(&mut self, item: &ItemKind) {
        match item {
            ItemKind::Header(header) => {
                for clause in &header.clauses {
                    if let HeaderClause::Currency(code) = &clause.kind {
                        self.currency = Some(code.text.clone());
                    }
                }
            }
            ItemKind::Team(team) => self.declare(&team.name),
            ItemKind::List(list) => self.declare(&list.name),
            ItemKind::Field(field) => self.declare(&field.name),
            ItemKind::Lookup(lookup) => self.declare(&lookup.name),
            ItemKind::Events(events) => {
                self.declare(&events.name);
                self.declare(&events.plural);
                for clause in &events.clauses {
                    if let EventsClause::Field(field) = &clause.kind {
                        self.declare(&field.name);
                    }
                }
            }
            ItemKind::Lifecycle(lifecycle) => {
                self.titled(&lifecycle.stages);
                for clause in &lifecycle.clauses {
                    if let LifecycleClause::Aside(stages) = &clause.kind {
                        self.titled(stages);
                    }
                }
            }
            ItemKind::Profile(profile) => self.declare(&profile.name),
            ItemKind::Criterion(criterion) => {
                self.declare(&criterion.name);
                if let Some(parameter) = &criterion.parameter {
                    self.declare(&parameter.name);
                }
            }
            ItemKind::Source(source) => self.declare(&source.name),
            ItemKind::Score(score) => {
                self.declare(&score.name);
                for clause in &score.clauses {
                    if let ScoreClause::Bands(bands) = &clause.kind {
                        bands.iter().for_each(|band| self.declare(&band.name));
                    }
                }
            }
            ItemKind::Stage(_)
            | ItemKind::Prose(_)
            | ItemKind::Include(_)
            | ItemKind::Rate(_)
            | ItemKind::Route(_)
            | ItemKind::Duty(_)
            | ItemKind::Example(_)
            | ItemKind::Table(_) => {}
        }
    }
}
