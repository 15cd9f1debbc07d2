//! A definition that passed the checker.

use std::ops::Range;

use super::condition::Node;
use super::example::Example;
use super::field::{Field, Rates};
use super::ids::{FieldId, NodeId, RuleId, ScoreId, StageId};
use super::lifecycle::{Aside, Duty, Header, Lifecycle, Rule, SourceRule, Stage};
use super::related::{EventKind, EventSet, Lookup, Pick};
use super::route::{Route, Team};
use super::score::Score;
use crate::text::span::Place;

/// What a definition means.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Its head.
    pub header: Header,
    /// The record contract, in order of declaration; [`FieldId`] is an index.
    pub fields: Vec<Field>,
    /// Exchange rates.
    pub rates: Rates,
    /// Named lists.
    pub lists: Vec<List>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Lookups.
    pub lookups: Vec<Lookup>,
    /// Events.
    pub events: Vec<EventKind>,
    /// Counts of events that nodes compare.
    pub counts: Vec<EventSet>,
    /// Values of the latest or first event that nodes compare.
    pub picks: Vec<Pick>,
    /// All conditions, parts first.
    pub nodes: Vec<Node>,
    /// Profiles, and criteria with their arguments.
    pub rules: Vec<Rule>,
    /// The lifecycle.
    pub lifecycle: Lifecycle,
    /// Its stages, first to last.
    pub stages: Vec<Stage>,
    /// Its aside stages.
    pub asides: Vec<Aside>,
    /// Sources, in order of matching.
    pub sources: Vec<SourceRule>,
    /// Scores, in order of declaration.
    pub scores: Vec<Score>,
    /// Routes.
    pub routes: Vec<Route>,
    /// Duties, in order of declaration.
    pub duties: Vec<Duty>,
    /// Examples, table rows among them.
    pub examples: Vec<Example>,
    /// Flush-left prose with its place.
    pub prose: Vec<(Place, String)>,
    /// Criteria with a parameter that nothing uses: as they are written, without comments.
    pub unused: Vec<String>,
    /// The order of evaluation: what a step needs was done by earlier ones.
    pub steps: Vec<Step>,
    /// What `--show all` shows: stage rules, profiles, and criteria without a parameter, in order of definition.
    pub shown: Vec<Shown>,
}

/// A named list.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name as declared.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// Its values as written.
    pub values: Vec<String>,
    /// The file they come from.
    pub file: Option<String>,
}

/// A step of the evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The nodes to answer before it, in order; every node of the program is in exactly one step.
    pub nodes: Range<u32>,
    /// What they are for.
    pub kind: StepKind,
}

/// What a step settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The value of a `decided by` field.
    Decided(FieldId),
    /// A rule's answer, its `if unknown` included.
    Rule(RuleId),
    /// A score.
    Score(ScoreId),
    /// Which source matches.
    Sources,
    /// Whether the contact rests.
    Rest,
    /// A stage's answer: its condition, its gates, and rest.
    Stage(StageId),
    /// Conditions of outcomes, promises, routes and duties; the last step.
    Outcomes,
}

/// A named rule that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A stage's rule.
    Stage(StageId),
    /// A profile or criterion.
    Rule(RuleId),
}

impl Program {
    /// The field with this id.
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(id.index())
    }

    /// The condition with this id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The rule with this id.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.index())
    }

    /// The stage with this id.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.get(id.index())
    }
}
