//! The lifecycle, profiles, criteria, stages and their outcomes.

use super::condition::{Chain, When};
use super::contract::Type;
use super::literal::{Duration, Text};
use super::routing::Promise;
use super::{At, Clause, Name, Prose};

/// A name with an optional title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
}

/// `lifecycle inquiry, lead, opportunity, customer`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// The stages, first to last.
    pub stages: Vec<Titled>,
    /// The lines below.
    pub clauses: Vec<Clause<LifecycleClause>>,
}

/// A line of the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleClause {
    /// `aside nurture "To be nurtured", disqualified`
    Aside(Vec<Titled>),
    /// `recorded in lifecycle_stage`
    RecordedIn(Name),
    /// `rest in nurture for 90 days from recycled_on, unless …`
    Rest {
        /// The aside stage.
        aside: Name,
        /// How long.
        duration: Duration,
        /// From which date on.
        from: Name,
        /// What ends the rest early.
        unless: Option<Chain>,
    },
    /// `> …`
    Prose(Prose),
}

/// `profile ICP "Ideal customer profile" when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<RuleClause>>,
}

/// `criterion evaluate_within (limit: duration in months) when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name.
    pub name: Name,
    /// Its parameter.
    pub parameter: Option<Parameter>,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<RuleClause>>,
}

/// `(limit: duration in months)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub parameter_type: Type,
}

/// A line of a profile or criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleClause {
    /// `if unknown, assume no`: true for yes.
    IfUnknown(bool),
    /// `> …`
    Prose(Prose),
}

/// `lead when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<StageClause>>,
}

/// A line of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageClause {
    /// `entered on became_lead_on`
    EnteredOn(Name),
    /// `may skip lead, opportunity`
    MaySkip(Vec<Name>),
    /// `ask decision_maker, evaluation_date`
    Ask(Vec<Name>),
    /// `if no and …: recycle to nurture for 90 days`
    Outcome(OutcomeLine),
    /// `> …`
    Prose(Prose),
}

/// `if unknown and …: stay, marketing must "…" because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeLine {
    /// Which line it is.
    pub when: OutcomeWhen,
    /// Its condition: `leave if` always has one, `if no` and `if unknown` may.
    pub condition: Option<Chain>,
    /// Where the contact goes.
    pub outcome: Outcome,
    /// The reason.
    pub because: Option<Text>,
}

/// Which outcome line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeWhen {
    /// `leave if …`
    Leave,
    /// `if no …`
    No,
    /// `if unknown …`
    Unknown,
}

/// What an outcome line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Place.
    pub at: At,
    /// Where the contact goes; none when the line is only a promise.
    pub action: Option<OutcomeAction>,
    /// Who must do what.
    pub promise: Option<Promise>,
}

/// Where the contact goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomeAction {
    /// `stay`
    Stay,
    /// `move to disqualified for 90 days`
    MoveTo(Name, Option<Duration>),
    /// `recycle to nurture for 90 days`
    RecycleTo(Name, Option<Duration>),
}
