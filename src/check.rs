//! Level 3: from what was written to what it means. The only bridge between the two trees.
//!
//! ```text
//! load    main file ──► includes, list files ──► Loaded     all texts of a definition, parsed
//! check   Loaded ──► names ──► fields ──► conditions ──► order ──► Program, if nothing is wrong
//! ```
//!
//! Problems are collected, not thrown at the first: a definition that could not be read counts as declared, a part that
//! is wrong is left out, and what refers to either is let pass, so that one mistake is one message. A [`Program`] is
//! built only when there is no error. Nothing here opens a file: [`Files`] does.
//!
//! Each step is a file. `names` is the one namespace, `typed` and `operators` say what goes with what, `values` turns
//! literals into values of a type, `conditions`, `references`, `comparisons` and `quantities` build nodes, and `order`
//! puts them into steps in which nothing is needed before it is done.

mod agreement;
mod belongs;
mod blanks;
mod checker;
mod comparisons;
mod conditions;
mod duties;
mod examples;
mod fields;
mod items;
mod lifecycle;
mod load;
mod lookalikes;
mod names;
mod operators;
mod order;
pub mod packs;
mod path;
mod problem;
mod quantities;
mod references;
mod related;
mod routes;
mod rules;
mod scores;
mod sources;
mod typed;
mod unresolved;
mod values;
mod writing;

use std::collections::{BTreeMap, HashMap, HashSet};

use checker::{Checker, Gaps, Undated};
use items::Items;
use names::{Entry, Names, Thing, closest};
use problem::names::NameProblem;
use problem::structure::StructureProblem;
use unresolved::Unresolved;

pub use items::{FileKind, definition_kind};
pub use load::{
    FileFault, Files, ListFile, Loaded, MOST_BYTES, MOST_DEPTH, MOST_FILE_BYTES, MOST_FILES, MOST_LIST_BYTES,
    MOST_LIST_VALUES, load,
};

use crate::model::condition::{Node, NodeKind, Relation};
use crate::model::field::Origin;
use crate::model::ids::EventId;
use crate::model::program::{Program, Shown};
use crate::model::related::Window;
use crate::model::score::Basis;
use crate::syntax::document::{DefinitionKind, Document, ItemKind};
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::name::fold;
use crate::text::span::{Place, SourceId, Span};

/// How many problems are kept: errors before warnings.
pub const MOST_PROBLEMS: usize = 1_000;
/// How many nodes and rules may come from criteria with values: each is built once for each value.
pub const MOST_REPEATED_PARTS: usize = 200_000;
/// How many values of lists rules may hold: each rule that compares with a list holds them all.
pub const MOST_REPEATED_VALUES: usize = 2_000_000;
/// Among how many candidates, all in all, similar names and values are looked for.
const MOST_SUGGESTIONS: usize = 200_000;

/// A definition, checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What it means; none if there is an error.
    pub program: Option<Program>,
    /// What is wrong with it, the texts' and files' problems included, by place: at most [`MOST_PROBLEMS`].
    pub problems: Vec<Diagnostic>,
    /// How many more problems there are.
    pub more: usize,
}

/// Checks a definition.
pub fn check(loaded: &Loaded) -> Checked {
    let mut problems = loaded.problems.clone();
    let gaps = gaps(loaded);
    let mut program = None;
    if definition_kind(&loaded.documents) == FileKind::Part && !gaps.files {
        problems.push(StructureProblem::Part { place: first_line(loaded) }.diagnostic());
    } else {
        let (found, built) = run(loaded, gaps);
        problems.extend(found);
        program = built;
    }
    if problems.iter().any(|problem| problem.severity() == Severity::Error) {
        program = None;
    }
    let total = problems.len();
    problems.sort_by_key(|problem| (problem.severity(), problem.place()));
    problems.truncate(MOST_PROBLEMS);
    problems.sort_by_key(|problem| (problem.place(), problem.code));
    let more = total - problems.len();
    Checked { program, problems, more }
}

/// The first line of the main file that says something.
fn first_line(loaded: &Loaded) -> Place {
    let Some(document) = loaded.documents.first() else { return Place::default() };
    let start = document
        .items
        .iter()
        .map(|item| item.at.0)
        .chain(document.broken.iter().map(|broken| broken.at.0))
        .min()
        .unwrap_or_default();
    let Some(text) = loaded.sources.get(document.source) else { return Place::new(document.source, start) };
    let line = text.line_span(text.line_of(start.start));
    Place::new(document.source, Span { start: start.start, end: line.end.min(start.end).max(start.start) })
}

/// What could not be read.
fn gaps(loaded: &Loaded) -> Gaps {
    let mut gaps = Gaps::default();
    for document in &loaded.documents {
        for item in &document.items {
            if let ItemKind::Include(include) = &item.kind {
                gaps.files |= loaded.unread.contains(&Place::new(document.source, include.path.at.0));
            }
        }
        for broken in &document.broken {
            gaps.any = true;
            match broken.kind {
                DefinitionKind::Header => gaps.header = true,
                DefinitionKind::Rate => gaps.rate = true,
                DefinitionKind::Lifecycle => gaps.lifecycle = true,
                DefinitionKind::Stage => gaps.stage = true,
                DefinitionKind::Include => gaps.files = true,
                DefinitionKind::Prose
                | DefinitionKind::Team
                | DefinitionKind::List
                | DefinitionKind::Field
                | DefinitionKind::Lookup
                | DefinitionKind::Events
                | DefinitionKind::Profile
                | DefinitionKind::Criterion
                | DefinitionKind::Source
                | DefinitionKind::Score
                | DefinitionKind::Route
                | DefinitionKind::Duty
                | DefinitionKind::Example
                | DefinitionKind::Table => {}
            }
            gaps.words.extend(broken.declares.iter().map(|name| name.key.clone()));
            // The first words of its head: a name that it declares is among them.
            let words = loaded.sources.words(Place::new(document.source, broken.at.0));
            let head = words.lines().next().unwrap_or("");
            let declares = !matches!(
                broken.kind,
                DefinitionKind::Duty
                    | DefinitionKind::Example
                    | DefinitionKind::Table
                    | DefinitionKind::Route
            );
            if declares {
                let names = head.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
                let most = if broken.kind == DefinitionKind::Lifecycle { usize::MAX } else { 4 };
                gaps.words.extend(names.filter(|word| !word.is_empty()).take(most).map(fold));
            }
        }
    }
    gaps
}

/// All steps, in order.
fn run(loaded: &Loaded, gaps: Gaps) -> (Vec<Diagnostic>, Option<Program>) {
    let mut checker = Checker {
        sources: &loaded.sources,
        list_files: &loaded.list_files,
        main: loaded.documents.first().map_or(SourceId(0), |document| document.source),
        items: Items::of(loaded.documents.iter().chain(&loaded.packs)),
        gaps,
        names: Names::default(),
        program: Program::default(),
        problems: Vec::new(),
        unresolved: Unresolved::default(),
        typed: Vec::new(),
        event_typed: Vec::new(),
        event_names: Vec::new(),
        broken_events: HashSet::new(),
        bands: Vec::new(),
        formerly: HashMap::new(),
        declarations: Vec::new(),
        instances: HashMap::new(),
        waiting: Vec::new(),
        field_items: Vec::new(),
        stage_items: Vec::new(),
        source_items: Vec::new(),
        score_items: Vec::new(),
        lookup_fields: Vec::new(),
        required_from: Vec::new(),
        lookup_keys: Vec::new(),
        unmatched_events: Vec::new(),
        undated_examples: Vec::new(),
        suggested: 0,
        spent_parts: 0,
        spent_values: 0,
        overspent: false,
        needs: Vec::new(),
        fragments: BTreeMap::new(),
        blanks: None,
        reported: HashSet::new(),
    };
    checker.declare_broken(&loaded.documents);
    checker.header();
    checker.rates();
    checker.teams();
    checker.lists();
    checker.fields();
    checker.related();
    checker.stages();
    checker.declare_scores();
    checker.declare_rules();
    checker.declare_sources();
    checker.lookalikes();
    checker.parameter_names();
    checker.field_links();
    checker.identified_by();
    checker.lookup_key_fields();
    checker.event_keys();

    checker.decided();
    checker.rules();
    checker.scores();
    checker.sources();
    checker.lifecycle_lines();
    checker.stage_conditions();
    checker.stage_lines();
    checker.routes();
    checker.duties();
    checker.waiting_rules();
    checker.examples();
    checker.unused_criteria(loaded.documents.iter().chain(&loaded.packs));
    checker.circles();
    checker.days_of_examples();
    checker.undeclared_names();
    checker.finish(&loaded.documents)
}

impl Checker<'_> {
    /// Names that broken definitions declare.
    fn declare_broken(&mut self, documents: &[Document]) {
        for document in documents {
            for broken in &document.broken {
                for name in &broken.declares {
                    let place = Place::new(document.source, name.at.0);
                    let entry = Entry { thing: Thing::Broken, place, text: name.text.clone() };
                    // A second declaration of the same name is no further problem here.
                    let _ = self.names.declare(&name.key, entry);
                }
            }
        }
    }

    /// An example whose rules depend on the day says its day.
    fn days_of_examples(&mut self) {
        if self.undated_examples.is_empty() {
            return;
        }
        let test = self.program.nodes.iter().find_map(|node| match &node.kind {
            NodeKind::Test(test) => is_moving(&test.relation).then_some(node.place),
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_) => None,
        });
        let window = self.program.nodes.iter().find_map(|node| match &node.kind {
            NodeKind::Test(test) => match test.operand {
                crate::model::condition::Operand::Count(count) => self
                    .program
                    .counts
                    .get(count.index())
                    .is_some_and(|set| matches!(set.window, Some(Window::Last(_))))
                    .then_some(node.place),
                crate::model::condition::Operand::Field(_)
                | crate::model::condition::Operand::DomainOf(_)
                | crate::model::condition::Operand::EventField(_)
                | crate::model::condition::Operand::Pick(_)
                | crate::model::condition::Operand::Score(_) => None,
            },
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_) => None,
        });
        let rest = self.program.lifecycle.rest.as_ref().map(|rest| rest.place);
        let fading = self
            .program
            .scores
            .iter()
            .flat_map(|score| &score.rows)
            .find(|row| row.losing.is_some())
            .map(|row| row.place);
        let because = test.or(window).or(rest).or(fading);
        for Undated { place, insert, events, latest } in std::mem::take(&mut self.undated_examples) {
            let given = || events.iter().find(|(event, _)| self.depends_on_the_day(*event));
            if let Some(because) = because.or_else(|| given().map(|(_, place)| *place)) {
                let day = latest.unwrap_or(jiff::civil::date(2026, 1, 15)).to_string();
                self.report(problem::examples::ExampleProblem::NoDay { place, insert, because, day });
            }
        }
    }

    /// Whether it depends on the day which rows of an event count: one that is dated later has not happened yet, and
    /// a filter may look at the day.
    fn depends_on_the_day(&self, event: EventId) -> bool {
        let program = &self.program;
        let points = program.scores.iter().flat_map(|score| &score.rows).filter_map(|row| match &row.basis {
            Basis::ForEach(set) => Some(set),
            Basis::When(_) | Basis::Per { .. } => None,
        });
        let sets = program.counts.iter().chain(program.picks.iter().map(|pick| &pick.set)).chain(points);
        let mut filters = sets.filter(|set| set.event == event).filter_map(|set| set.filter.as_ref());
        let looks = |node: &Node| match &node.kind {
            NodeKind::Test(test) => is_moving(&test.relation),
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_) => false,
        };
        program.events.get(event.index()).is_some_and(|event| event.dated_by.is_some())
            || filters.any(|filter| filter.nodes.iter().any(looks))
    }

    /// Reports the names that nothing declares, each with the closest one that is declared.
    fn undeclared_names(&mut self) {
        for name in self.unresolved.take() {
            if !self.formerly.contains_key(&name.key)
                && let Some((to, edits)) = self.belongs(&name)
            {
                self.report(NameProblem::BelongsTo { place: name.place, name: name.text, to, edits });
                continue;
            }
            let renamed = self.formerly.get(&name.key).and_then(|id| self.program.field(*id));
            let renamed = renamed.map(|field| (field.name.clone(), field.place));
            let near = self
                .may_suggest(self.names.len())
                .then(|| {
                    let declared = self.names.iter().filter(|(_, entry)| entry.thing != Thing::Broken);
                    let look: String = unicode_security::confusable_detection::skeleton(&name.key).collect();
                    let twin = self.names.iter().find(|(key, entry)| {
                        entry.thing != Thing::Broken
                            && !(key.is_ascii() && name.key.is_ascii())
                            && unicode_security::confusable_detection::skeleton(key).eq(look.chars())
                    });
                    twin.map(|(key, _)| key).or_else(|| closest(&name.key, declared.map(|(key, _)| key)))
                })
                .flatten()
                .and_then(|key| self.names.get(key))
                .map(|entry| (entry.text.clone(), entry.place));
            self.report(NameProblem::Undeclared {
                place: name.place,
                name: name.text,
                uses: name.uses,
                guess: name.guess,
                near,
                renamed,
            });
        }
    }

    /// The program, if nothing is wrong.
    fn finish(mut self, documents: &[Document]) -> (Vec<Diagnostic>, Option<Program>) {
        let wrong =
            self.gaps.any || self.problems.iter().any(|problem| problem.severity() == Severity::Error);
        if wrong {
            return (self.problems, None);
        }
        self.steps();
        for document in documents {
            for item in &document.items {
                self.show(document.source, &item.kind);
            }
        }
        let program = std::mem::take(&mut self.program);
        (self.problems, Some(program))
    }

    /// What `--show all` shows, and the published prose, in order of definition.
    fn show(&mut self, source: SourceId, item: &ItemKind) {
        let shown = match item {
            ItemKind::Prose(prose) => {
                self.program.prose.push((Place::new(source, prose.at.0), prose.text.clone()));
                None
            }
            ItemKind::Stage(stage) => match self.names.get(&stage.name.key).map(|entry| entry.thing) {
                Some(Thing::Stage(id)) => Some(Shown::Stage(id)),
                Some(_) | None => None,
            },
            ItemKind::Profile(profile) => self.shown_rule(&profile.name.key),
            ItemKind::Criterion(criterion) => self.shown_rule(&criterion.name.key),
            ItemKind::Header(_)
            | ItemKind::Include(_)
            | ItemKind::Team(_)
            | ItemKind::List(_)
            | ItemKind::Rate(_)
            | ItemKind::Field(_)
            | ItemKind::Lookup(_)
            | ItemKind::Events(_)
            | ItemKind::Lifecycle(_)
            | ItemKind::Source(_)
            | ItemKind::Score(_)
            | ItemKind::Route(_)
            | ItemKind::Duty(_)
            | ItemKind::Example(_)
            | ItemKind::Table(_) => None,
        };
        self.program.shown.extend(shown);
    }

    fn shown_rule(&self, key: &str) -> Option<Shown> {
        match self.names.get(key)?.thing {
            Thing::Profile(index) | Thing::Criterion(index) => {
                self.declarations.get(index)?.rule.map(Shown::Rule)
            }
            Thing::Field(_)
            | Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Stage(_)
            | Thing::Aside(_)
            | Thing::Source(_)
            | Thing::Score(_)
            | Thing::Broken => None,
        }
    }
}

/// Whether a field is decided by rules.
pub(crate) fn is_decided(origin: &Origin) -> bool {
    matches!(origin, Origin::Decided(_))
}

/// Whether a relation looks at the as-of date.
fn is_moving(relation: &Relation) -> bool {
    matches!(
        relation,
        Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::InThePast
            | Relation::InTheFuture
    )
}
