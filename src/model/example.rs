//! Examples: what is given, and what is expected.

use jiff::civil::Date;

use super::ids::{EventFieldId, EventId, FieldId, RouteId, RuleId, ScoreId, SourceRuleId, StageId};
use super::lifecycle::{Destination, Question};
use super::value::Value;
use crate::text::span::Place;

/// An example, or a row of a table of them.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its title; for a table's row: `row 2`.
    pub title: String,
    /// Where it is written.
    pub place: Place,
    /// Where the table begins that it is a row of.
    pub table: Option<Place>,
    /// Its as-of date.
    pub as_of: Option<Date>,
    /// The given fields.
    pub given: Vec<(FieldId, Given)>,
    /// The given events.
    pub events: Vec<(EventId, Vec<(EventFieldId, Given)>)>,
    /// What is expected.
    pub expected: Vec<Expected>,
    /// Its published text.
    pub prose: Vec<String>,
}

/// What is given for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// `missing`
    Missing,
    /// A value.
    Value(Value),
    /// Items of a `some of`; another item of an open list is a [`Value::Text`].
    Items(Vec<Value>),
}

/// An expectation, and where it is written.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Where.
    pub place: Place,
    /// What.
    pub what: Expectation,
}

/// What is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// A profile's or criterion's answer.
    Rule(RuleId, Answer),
    /// A stage rule's answer.
    StageRule(StageId, Answer),
    /// `stage lead`; none: no stage
    Stage(Option<StageId>),
    /// `moved_to nurture`
    MovedTo(Option<Destination>),
    /// `source referral`
    Source(Option<SourceRuleId>),
    /// `engagement 35`
    Score(ScoreId, i64),
    /// `engagement hot`: index of the band
    Band(ScoreId, u32),
    /// `route to …`: the owner as eval writes it
    Route(Option<RouteId>, String),
}

/// An expected answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// yes
    Yes,
    /// no
    No,
    /// unknown, with the whole list of questions if it was named
    Unknown(Vec<Question>),
}
