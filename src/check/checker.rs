//! What all steps of the checker share: the names, the program so far, and the problems.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::items::{Items, Placed};
use super::load::ListFile;
use super::names::{Entry, Names, Thing};
use super::order::{Fragment, Need, Unit};
use super::problem::Problem;
use super::problem::names::{Guess, NameProblem};
use super::typed::Typed;
use super::unresolved::Unresolved;
use crate::model::condition::{Node, NodeKind};
use crate::model::ids::{EventFieldId, EventId, FieldId, NodeId, RuleId, ScoreId, StageId};
use crate::model::program::Program;
use crate::model::value::Value;
use crate::syntax::document::{At, Field, Name, Score, SourceRule, Stage, Text};
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::source::Sources;
use crate::text::span::{Place, SourceId, Span};

/// The state of a check. Each step is a file with methods of it.
pub(super) struct Checker<'a> {
    /// The texts, for messages.
    pub sources: &'a Sources,
    /// The values of list files.
    pub list_files: &'a BTreeMap<Place, ListFile>,
    /// The main file.
    pub main: SourceId,
    /// All definitions, by kind.
    pub items: Items<'a>,
    /// What could not be read: definitions, files.
    pub gaps: Gaps,
    /// The namespace.
    pub names: Names,
    /// The program as far as it is built.
    pub program: Program,
    /// The problems as far as they are known.
    pub problems: Vec<Diagnostic>,
    /// Names that nothing declares.
    pub unresolved: Unresolved,
    /// Types of the fields, by [`FieldId`].
    pub typed: Vec<Rc<Typed>>,
    /// Types of the events' fields, by [`EventId`] and [`EventFieldId`].
    pub event_typed: Vec<Vec<Rc<Typed>>>,
    /// Names of the events' fields, folded.
    pub event_names: Vec<HashMap<String, EventFieldId>>,
    /// Events whose declaration is wrong.
    pub broken_events: HashSet<EventId>,
    /// Bands of the scores, folded, by score.
    pub bands: Vec<HashMap<String, u32>>,
    /// Former names of fields, folded.
    pub formerly: HashMap<String, FieldId>,
    /// Declarations of profiles and criteria.
    pub declarations: Vec<super::rules::Declaration<'a>>,
    /// Rules of criteria with an argument, by declaration and argument.
    pub instances: HashMap<(usize, Value), RuleId>,
    /// Rules that wait to be built: with the declaration and the argument.
    pub waiting: Vec<(RuleId, usize, Value)>,
    /// Fields with their definitions.
    pub field_items: Vec<(FieldId, Placed<'a, Field>)>,
    /// Stages with their rules.
    pub stage_items: Vec<(StageId, Placed<'a, Stage>)>,
    /// Sources with their definitions.
    pub source_items: Vec<Placed<'a, SourceRule>>,
    /// Scores with their definitions.
    pub score_items: Vec<(ScoreId, Placed<'a, Score>)>,
    /// Fields that name a lookup.
    pub lookup_fields: Vec<(FieldId, SourceId, Name)>,
    /// Fields that are required from a stage on.
    pub required_from: Vec<(FieldId, SourceId, Name)>,
    /// Keys of lookups, and where they are named.
    pub lookup_keys: Vec<(FieldId, Place)>,
    /// Events without `matched by`: with their names.
    pub unmatched_events: Vec<(EventId, Place, String)>,
    /// Examples without a day.
    pub undated_examples: Vec<Undated>,
    /// Parts that were built again for each argument.
    pub spent_parts: usize,
    /// Values of lists that are held again for each rule.
    pub spent_values: usize,
    /// Whether the limit was passed, which is reported once.
    pub overspent: bool,
    /// Among how many candidates similar names and values were looked for.
    pub suggested: usize,
    /// What the unit at hand needs.
    pub needs: Vec<Need>,
    /// The nodes of each unit.
    pub fragments: BTreeMap<Unit, Vec<Fragment>>,
    /// What the rule at hand asks, for the warning about blanks.
    pub blanks: Option<super::blanks::Blanks>,
    /// What was written twice and reported already.
    pub reported: HashSet<(&'static str, Place)>,
}

/// What could not be read, so that what refers to it is let pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Gaps {
    /// Folded words of broken definitions: each may be a name that they declare.
    pub words: HashSet<String>,
    /// An included file is not there: any name may be declared in it.
    pub files: bool,
    /// The header.
    pub header: bool,
    /// A rate.
    pub rate: bool,
    /// The lifecycle.
    pub lifecycle: bool,
    /// A stage's rule.
    pub stage: bool,
    /// Something else that was reported, whatever it is.
    pub any: bool,
}

/// Where a condition stands, and what it may see.
#[derive(Clone)]
pub(super) struct Scope {
    /// The text it is written in.
    pub source: SourceId,
    /// The parameter of its criterion.
    pub parameter: Option<Rc<Parameter>>,
    /// Inside `where`: the event.
    pub event: Option<EventId>,
    /// Whether a yes of the part helps a yes of the whole.
    pub positive: bool,
    /// Whether an unknown is settled above: `assume … if unknown`.
    pub settled: bool,
    /// In `shown by`, where a field that is filled in is evidence enough.
    pub evidence: bool,
    /// The event of a `where` that ended just before, in the same chain, and where it ended.
    pub beside: Option<(EventId, Span)>,
}

/// An example, or a table of them, without a day.
#[derive(Debug)]
pub(super) struct Undated {
    /// Where it is.
    pub place: Place,
    /// Where the day would go.
    pub insert: Place,
    /// The events that it gives, each where it is first given.
    pub events: Vec<(EventId, Place)>,
    /// The latest day on which one of them happened: what the example is about lies on it or later.
    pub latest: Option<jiff::civil::Date>,
}

impl Scope {
    /// A condition in this text.
    pub(super) fn new(source: SourceId) -> Scope {
        Scope {
            source,
            parameter: None,
            event: None,
            positive: true,
            settled: false,
            evidence: false,
            beside: None,
        }
    }

    /// What `shown by` says in this text.
    pub(super) fn evidence(source: SourceId) -> Scope {
        Scope { evidence: true, ..Scope::new(source) }
    }

    /// The same below a `not`.
    pub(super) fn negated(&self) -> Scope {
        Scope { positive: !self.positive, ..self.clone() }
    }

    /// The place of something here.
    pub(super) fn place(&self, at: At) -> Place {
        Place::new(self.source, at.0)
    }
}

/// A criterion's parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Folded name.
    pub key: String,
    /// Name as declared.
    pub name: String,
    /// Its type.
    pub typed: Rc<Typed>,
    /// Its value; a sample while the criterion itself is checked.
    pub value: Value,
    /// Whether the value is only a sample.
    pub sample: bool,
}

impl<'a> Checker<'a> {
    /// Keeps a problem, once for its code and place.
    pub(super) fn report(&mut self, problem: impl Into<Problem>) {
        let problem = problem.into().diagnostic();
        self.gaps.any |= problem.severity() == Severity::Error;
        if self.reported.insert((problem.code.0, problem.place().unwrap_or_default())) {
            self.problems.push(problem);
        }
    }

    /// Declares a name; false if it is declared already, which is reported.
    pub(super) fn declare(&mut self, source: SourceId, name: &Name, thing: Thing) -> bool {
        let place = Place::new(source, name.at.0);
        let entry = Entry { thing, place, text: name.text.clone() };
        match self.names.declare(&name.key, entry) {
            Ok(()) => true,
            Err(first) => {
                if first.thing != Thing::Broken {
                    self.report(NameProblem::DeclaredTwice {
                        name: name.text.clone(),
                        place,
                        first: first.place,
                        kind: first.thing.words(),
                    });
                }
                false
            }
        }
    }

    /// What a name stands for; a name that nothing declares is kept for one report at the end.
    pub(super) fn resolve(&mut self, source: SourceId, name: &Name, guess: Guess) -> Option<Thing> {
        if let Some(entry) = self.names.get(&name.key) {
            return (entry.thing != Thing::Broken).then_some(entry.thing);
        }
        self.undeclared(source, name, guess);
        None
    }

    /// Notes a name that nothing declares.
    pub(super) fn undeclared(&mut self, source: SourceId, name: &Name, guess: Guess) {
        self.gaps.any = true;
        if !self.gaps.files && !self.gaps.words.contains(&name.key) {
            self.unresolved.note(name, Place::new(source, name.at.0), guess);
        }
    }

    /// Resolves a name to a field, and says what is wrong if it is something else.
    pub(super) fn field_named(&mut self, source: SourceId, name: &Name, guess: &str) -> Option<FieldId> {
        let thing = self.resolve(source, name, Guess::Field(guess.to_owned()))?;
        if let Thing::Field(id) = thing {
            return Some(id);
        }
        self.report(NameProblem::WrongThing {
            name: name.text.clone(),
            place: Place::new(source, name.at.0),
            is: thing.words(),
            wanted: "a field",
        });
        None
    }

    /// The type of a field.
    pub(super) fn type_of(&self, id: FieldId) -> Rc<Typed> {
        self.typed.get(id.index()).cloned().unwrap_or_else(|| Rc::new(Typed::text()))
    }

    /// The name of a field as declared.
    pub(super) fn field_name(&self, id: FieldId) -> String {
        self.program.field(id).map_or(String::new(), |field| field.name.clone())
    }

    /// Adds a node.
    pub(super) fn push(&mut self, kind: NodeKind, place: Place) -> NodeId {
        let id = NodeId::at(self.program.nodes.len());
        self.program.nodes.push(Node { kind, place, because: None });
        id
    }

    /// Begins the nodes of a unit: from here to [`Checker::end_unit`].
    pub(super) fn begin_unit(&mut self) -> u32 {
        self.needs.clear();
        self.program.nodes.len() as u32
    }

    /// Ends the nodes of a unit.
    pub(super) fn end_unit(&mut self, unit: Unit, start: u32) {
        let needs = std::mem::take(&mut self.needs);
        let range = start..self.program.nodes.len() as u32;
        self.fragments.entry(unit).or_default().push(Fragment { range, needs });
    }

    /// Says that the unit at hand needs another one.
    pub(super) fn need(&mut self, unit: Unit, place: Place) {
        self.needs.push(Need { unit, place });
    }

    /// Says that the unit at hand reads a field: a derived one comes first.
    pub(super) fn need_field(&mut self, id: FieldId, place: Place) {
        if self.program.field(id).is_some_and(|field| super::is_decided(&field.origin)) {
            self.need(Unit::Field(id), place);
        }
    }

    /// Whether a similar name or value is looked for among so many: all searches together have a limit.
    pub(super) fn may_suggest(&mut self, candidates: usize) -> bool {
        self.suggested = self.suggested.saturating_add(candidates);
        self.suggested <= super::MOST_SUGGESTIONS
    }

    /// Counts nodes and rules that are built again for each argument, against a limit; false once it is passed.
    pub(super) fn spend_parts(&mut self, parts: usize, place: Place) -> bool {
        self.spent_parts = self.spent_parts.saturating_add(parts);
        self.within(self.spent_parts, super::MOST_REPEATED_PARTS, "parts of criteria with a value", place)
    }

    /// Counts values of lists that are held again for each rule, against a limit; false once it is passed.
    pub(super) fn spend_values(&mut self, values: usize, place: Place) -> bool {
        self.spent_values = self.spent_values.saturating_add(values);
        self.within(self.spent_values, super::MOST_REPEATED_VALUES, "values of lists in rules", place)
    }

    fn within(&mut self, spent: usize, most: usize, what: &'static str, place: Place) -> bool {
        if spent > most && !self.overspent {
            self.overspent = true;
            self.report(super::problem::structure::StructureProblem::TooMuchRepeated { place, most, what });
        }
        spent <= most
    }
}

/// The values of texts.
pub(super) fn values_of(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// The value of a text that may be there.
pub(super) fn text_of(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}
