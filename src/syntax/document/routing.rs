//! Sources, scores, routes and duties.

use super::condition::{Chain, Condition, Unary, When, Window};
use super::contract::RowWhen;
use super::literal::{Duration, Number, Percent, Text};
use super::{At, Clause, Name, Prose};

/// `source referral when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRule {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition; none for `otherwise`.
    pub when: Option<When>,
    /// The lines below.
    pub clauses: Vec<Clause<SourceClause>>,
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceClause {
    /// `open because "…"`
    Open {
        /// The reason.
        because: Option<Text>,
    },
    /// `closed for lead because "…"`
    ClosedFor {
        /// The stages.
        stages: Vec<Name>,
        /// The reason.
        because: Option<Text>,
    },
    /// `gate for lead: …`
    GateFor {
        /// The stages.
        stages: Vec<Name>,
        /// The extra condition.
        condition: Condition,
        /// The reason.
        because: Option<Text>,
    },
    /// `> …`
    Prose(Prose),
}

/// `score engagement "How interested" from 0 to 100`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Low end of its range.
    pub low: Number,
    /// High end of its range.
    pub high: Number,
    /// The lines below.
    pub clauses: Vec<Clause<ScoreClause>>,
}

/// A line of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreClause {
    /// `- 30 points when hand_raiser`
    Points(Points),
    /// `if unknown, assume no`: true for yes.
    IfUnknown(bool),
    /// `bands cold from 0, warm from 20`
    Bands(Vec<Band>),
    /// `> …`
    Prose(Prose),
}

/// `- minus 5 points for each touch where … within the last 30 days, at most 15, losing 50% every 30 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// Whether the points are taken away.
    pub minus: bool,
    /// How many.
    pub points: Number,
    /// For what.
    pub basis: PointsBasis,
    /// The cap.
    pub at_most: Option<Number>,
    /// The decay: how much is lost each how long.
    pub losing: Option<(Percent, Duration)>,
    /// The reason.
    pub because: Option<Text>,
}

/// What points are given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointsBasis {
    /// `when …`
    When(RowWhen),
    /// `per 10 of page_views`
    Per {
        /// The step; 1 when not written.
        step: Option<Number>,
        /// The number field or score.
        of: Name,
    },
    /// `for each touch where … within the last …`
    ForEach {
        /// The event.
        event: Name,
        /// Which of them.
        filter: Option<Box<Unary>>,
        /// Of what time.
        window: Option<Window>,
    },
}

/// `warm from 20`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its name.
    pub name: Name,
    /// Where it starts.
    pub from: Number,
}

/// `route lead`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The stage.
    pub stage: Name,
    /// The lines below.
    pub clauses: Vec<Clause<RouteClause>>,
}

/// A line of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteClause {
    /// `- to TEAM when …, respond within …`
    Row(RouteRow),
    /// `respond within 5 minutes when hand_raiser`
    RespondWithin {
        /// The deadline.
        deadline: Duration,
        /// Its condition; none for `otherwise`.
        when: Option<RowWhen>,
    },
    /// `shown by …`
    ShownBy(Chain),
    /// `> …`
    Prose(Prose),
}

/// A row of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRow {
    /// When it applies.
    pub when: RouteRowWhen,
    /// To whom.
    pub target: Target,
    /// How soon.
    pub respond_within: Option<Duration>,
    /// The reason.
    pub because: Option<Text>,
}

/// When a row of a route applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteRowWhen {
    /// `to TEAM when …`
    When(RowWhen),
    /// `otherwise to TEAM`
    Otherwise,
    /// `if unknown to TEAM`
    IfUnknown,
}

/// Who gets a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A team.
    Team(Name),
    /// `value of account_owner`
    ValueOf(Name),
    /// `one of east_1, east_2 by company_id`
    OneOf {
        /// The teams.
        teams: Vec<Name>,
        /// The text field that spreads them.
        by: Name,
    },
}

/// `sales must "make first contact" within 2 working days of lead`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Who must do what.
    pub promise: Promise,
    /// The lines below.
    pub clauses: Vec<Clause<DutyClause>>,
}

/// A line of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyClause {
    /// `shown by …`
    ShownBy(Chain),
    /// `otherwise "…"`
    Otherwise(Text),
    /// `> …`
    Prose(Prose),
}

/// `TEAM must "…" within … of … when … because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Place.
    pub at: At,
    /// Who.
    pub who: Name,
    /// What.
    pub what: Text,
    /// By when.
    pub term: Option<Term>,
    /// For whom.
    pub when: Option<Chain>,
    /// The reason.
    pub because: Option<Text>,
}

/// By when a promise is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// `within 2 working days of lead`
    Within(Duration, Option<Name>),
    /// `before nurture`
    Before(Name),
    /// `every 2 weeks`
    Every(Duration),
}
