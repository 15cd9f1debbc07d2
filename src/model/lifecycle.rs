//! Rules, stages, outcomes and sources: who is what, and where a contact goes next.

use jiff::civil::Date;

use super::ids::{AsideId, EventId, FieldId, NodeId, ScoreId, StageId, TeamId};
use super::value::{Duration, Value};
use crate::text::span::Place;

/// A profile, or a criterion with its argument. A criterion that is used with two arguments is two rules.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it is declared: the name.
    pub place: Place,
    /// Which it is.
    pub kind: RuleKind,
    /// Its condition.
    pub condition: NodeId,
    /// `if unknown, assume …`
    pub if_unknown: Option<bool>,
    /// The reason.
    pub because: Option<String>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// Profile or criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// A profile.
    Profile,
    /// A criterion; with the value of its parameter, if it has one.
    Criterion(Option<Value>),
}

/// The lifecycle as a whole.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    /// Where it is written.
    pub place: Option<Place>,
    /// Whether it was written. If not, there is one stage, and a contact is at it or nowhere.
    pub declared: bool,
    /// The field with the CRM's own stage.
    pub recorded_in: Option<FieldId>,
    /// `rest in …`
    pub rest: Option<Rest>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// `rest in nurture for 90 days from recycled_on, unless …`: a contact with F ≤ A < F + D rests.
#[derive(Clone, Debug)]
pub struct Rest {
    /// Where.
    pub aside: AsideId,
    /// How long.
    pub duration: Duration,
    /// The date field it starts at.
    pub from: FieldId,
    /// What ends it early.
    pub unless: Option<NodeId>,
    /// Where it is written.
    pub place: Place,
}

/// A stage that is no part of the way to a customer.
#[derive(Clone, Debug)]
pub struct Aside {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A stage of the lifecycle.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where its rule is declared (the name), or where the lifecycle names it.
    pub place: Place,
    /// Its condition; the first stage may have none, and is then everybody's.
    pub condition: Option<NodeId>,
    /// The reason.
    pub because: Option<String>,
    /// The date field that says when it was entered.
    pub entered_on: Option<FieldId>,
    /// Earlier stages that a contact at this one need not have reached.
    pub may_skip: Vec<StageId>,
    /// The order of questions.
    pub ask: Vec<Question>,
    /// `leave if` lines, in order.
    pub leave: Vec<Outcome>,
    /// `if no` lines, in order.
    pub if_no: Vec<Outcome>,
    /// `if unknown` lines, in order.
    pub if_unknown: Vec<Outcome>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// A field.
    Field(FieldId),
    /// An event, by its name.
    Event(EventId),
}

/// One outcome line.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// It applies only when this is yes.
    pub condition: Option<NodeId>,
    /// Where the contact goes.
    pub action: Option<Action>,
    /// Who must do what.
    pub promise: Option<Promise>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Where a contact goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `stay`
    Stay,
    /// `move to …`
    MoveTo(Destination, Option<Duration>),
    /// `recycle to …`
    RecycleTo(Destination, Option<Duration>),
}

/// An aside, or an earlier stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An aside.
    Aside(AsideId),
    /// A stage of the lifecycle.
    Stage(StageId),
}

/// Who must do what by when.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Who.
    pub who: Who,
    /// What.
    pub what: String,
    /// By when.
    pub term: Option<Term>,
    /// For whom.
    pub when: Option<NodeId>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Who promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// `marketing`
    Marketing,
    /// `sales`
    Sales,
    /// `both`
    Both,
    /// A team.
    Team(TeamId),
}

/// By when a promise is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// `within D`
    Within(Duration),
    /// `within D of STAGE`
    WithinOf(Duration, StageId),
    /// `before STAGE`
    Before(Destination),
    /// `every D`
    Every(Duration),
}

/// A source of contacts.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
    /// Its condition; none for `otherwise`.
    pub condition: Option<NodeId>,
    /// The reason.
    pub because: Option<String>,
    /// Its gates.
    pub gates: Vec<Gate>,
    /// The reason beside `open`.
    pub open: Option<Option<String>>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// An extra condition on stages for contacts of a source.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The stages.
    pub stages: Vec<StageId>,
    /// The condition; none for `closed for`, which is no.
    pub condition: Option<NodeId>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// A duty: a promise at the left margin.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The promise.
    pub promise: Promise,
    /// What shows that it was kept.
    pub shown_by: Option<NodeId>,
    /// What happens otherwise.
    pub otherwise: Option<String>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// The head of a definition.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Its title; empty without a header.
    pub title: String,
    /// Its version.
    pub version: Option<u32>,
    /// When it was agreed.
    pub agreed: Option<Date>,
    /// Marketing's owner.
    pub marketing_owner: Option<String>,
    /// The owner in sales.
    pub sales_owner: Option<String>,
    /// How often it is reviewed.
    pub review_every: Option<Duration>,
    /// The currency that a sign stands for.
    pub currency: Option<String>,
    /// The name of its time zone; none: UTC.
    pub time_zone: Option<String>,
    /// Its working week.
    pub working_week: WorkingWeek,
    /// Days off.
    pub holidays: Vec<Date>,
    /// The field that identifies a contact.
    pub identified_by: Option<FieldId>,
    /// Spellings of a missing cell, for every field.
    pub missing_also: Vec<String>,
    /// Its prose lines.
    pub prose: Vec<String>,
    /// Where it is written.
    pub place: Option<Place>,
}

/// The days and hours that count as work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingWeek {
    /// First working day, 1 for Monday to 7 for Sunday.
    pub first: u8,
    /// Last working day; may be before the first (Sunday to Thursday).
    pub last: u8,
    /// Start of the working day, in minutes after midnight.
    pub start: u16,
    /// End of the working day.
    pub end: u16,
}

impl Default for WorkingWeek {
    /// Monday to Friday, 09:00 to 17:00.
    fn default() -> Self {
        WorkingWeek { first: 1, last: 5, start: 9 * 60, end: 17 * 60 }
    }
}

/// What a score counts for: kept here since `per` may name either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberSource {
    /// A number field.
    Field(FieldId),
    /// Another score.
    Score(ScoreId),
}

/// What happens next with a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextStep {
    /// It rests until the day before this one.
    pub rests_until: Option<Date>,
    /// The outcome line that applies.
    pub applies: Option<OutcomeRef>,
    /// Lines before it that are passed over since their condition is unknown.
    pub passed_over: Vec<OutcomeRef>,
}

/// One outcome line of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OutcomeRef {
    /// The stage that the line is written under.
    pub stage: StageId,
    /// Among which lines of it.
    pub list: OutcomeList,
    /// Which of them.
    pub index: u32,
}

/// The lists of outcome lines of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeList {
    /// `leave if`
    Leave,
    /// `if no`
    IfNo,
    /// `if unknown`
    IfUnknown,
}
