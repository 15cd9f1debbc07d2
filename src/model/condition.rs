//! Conditions: a flat list of nodes in which every part comes before the whole.
//!
//! `lead when fits ICP and not (a or b)` is
//!
//! ```text
//! node-0  rule ICP
//! node-1  test a
//! node-2  test b
//! node-3  any of node-1, node-2
//! node-4  not node-3
//! node-5  all of node-0, node-4
//! ```

use jiff::civil::Date;

use super::ids::{CountId, EventFieldId, FieldId, ListId, NodeId, PickId, RuleId, ScoreId, StageId};
use super::value::{Duration, Value};
use crate::text::span::Place;

/// A condition.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it asks.
    pub kind: NodeKind,
    /// Where it is written.
    pub place: Place,
    /// The reason beside it.
    pub because: Option<String>,
}

/// What a condition asks. INVARIANT: the nodes it names have smaller ids; the rules, stages, scores and derived
/// fields it names come in earlier [`Step`](super::program::Step)s.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// All of these hold; never empty.
    All(Vec<NodeId>),
    /// Any of these holds; never empty.
    Any(Vec<NodeId>),
    /// At least so many of these hold.
    AtLeast {
        /// How many, at least 1.
        count: u32,
        /// The parts.
        parts: Vec<NodeId>,
    },
    /// The opposite. `is not`, `does not fit`, `none of` (around `Any`) are this.
    Not(NodeId),
    /// `assume yes if unknown`
    AssumeIfUnknown {
        /// What is asked.
        part: NodeId,
        /// The answer when it is unknown.
        answer: bool,
    },
    /// The answer of a profile or criterion.
    Rule(RuleId),
    /// The answer of a stage's rule, gate and rest included.
    Stage(StageId),
    /// A single test.
    Test(Test),
}

impl NodeKind {
    /// The nodes it is made of.
    pub fn parts(&self) -> &[NodeId] {
        match self {
            NodeKind::All(parts) | NodeKind::Any(parts) | NodeKind::AtLeast { parts, .. } => parts,
            NodeKind::Not(part) | NodeKind::AssumeIfUnknown { part, .. } => std::slice::from_ref(part),
            NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => &[],
        }
    }
}

/// A test of one operand. It is positive: its negation is a [`NodeKind::Not`] around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What is tested.
    pub operand: Operand,
    /// How.
    pub relation: Relation,
}

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A field of the contact.
    Field(FieldId),
    /// The domain of an email field, a text.
    DomainOf(FieldId),
    /// A field of the event's row; only inside an event's filter.
    EventField(EventFieldId),
    /// `kind of latest touch`
    Pick(PickId),
    /// A score; values are [`Value::Number`] or [`Value::Band`].
    Score(ScoreId),
    /// A count of events; values are [`Value::Number`].
    Count(CountId),
}

/// How an operand is tested. The values fit the operand's type; money keeps the currency it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `is known`; `is missing` is its opposite
    Known,
    /// `is VALUE`; a bare yes/no field is `is yes`
    Is(Value),
    /// `is one of VALUES`
    OneOf(ValueList),
    /// `is at least`: numbers, money, percent, choices in order, scores and their bands, counts
    AtLeast(Value),
    /// `is at most`
    AtMost(Value),
    /// `is more than`
    MoreThan(Value),
    /// `is less than`
    LessThan(Value),
    /// `is between`, both included; also dates
    Between(Value, Value),
    /// `is within D`: from the as-of date to D later
    Within(Duration),
    /// `is within the last D`: from D before to the as-of date
    WithinLast(Duration),
    /// `is more than D ago`: before the day D before the as-of date
    MoreThanAgo(Duration),
    /// `is before`, not that day itself
    Before(Date),
    /// `is after`, not that day itself
    After(Date),
    /// `is on or before`
    OnOrBefore(Date),
    /// `is on or after`
    OnOrAfter(Date),
    /// `is in the past`: before the as-of date
    InThePast,
    /// `is in the future`: after the as-of date
    InTheFuture,
    /// `contains` on a text: whole words
    ContainsWords(Texts),
    /// `contains the text`: substrings
    ContainsText(Texts),
    /// `contains` on a `some of` field: items
    ContainsItems(Texts),
    /// `starts with` any of
    StartsWith(Vec<String>),
    /// `ends with` any of
    EndsWith(Vec<String>),
    /// `matches` any of: `*` is any text, `?` one character, over the whole value
    Matches(Vec<String>),
}

/// Values to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueList {
    /// The values, as the operand's type has them.
    pub values: Vec<Value>,
    /// The list they come from, if they were not written out.
    pub list: Option<ListId>,
}

/// Texts to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The texts ([`Value::Text`]) or items ([`Value::Choice`]).
    pub values: Vec<Value>,
    /// Whether all of them must be there, or any.
    pub all: bool,
    /// The list they come from, if they were not written out.
    pub list: Option<ListId>,
}
