//! Indexes into the lists of a [`Program`](super::program::Program).

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the thing at `index` of its list.
            pub fn at(index: usize) -> Self {
                $name(index as u32)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!($word, "-{}"), self.0)
            }
        }
    };
}

id!(
    /// A field of the record contract: `Program::fields`.
    FieldId, "field");
id!(
    /// A condition: `Program::nodes`.
    NodeId, "node");
id!(
    /// A profile, or a criterion with its argument: `Program::rules`.
    RuleId, "rule");
id!(
    /// A stage of the lifecycle: `Program::stages`, in lifecycle order.
    StageId, "stage");
id!(
    /// An aside stage: `Program::asides`.
    AsideId, "aside");
id!(
    /// A source: `Program::sources`, in order of matching.
    SourceRuleId, "source");
id!(
    /// A score: `Program::scores`.
    ScoreId, "score");
id!(
    /// A route: `Program::routes`.
    RouteId, "route");
id!(
    /// A team: `Program::teams`.
    TeamId, "team");
id!(
    /// A list: `Program::lists`.
    ListId, "list");
id!(
    /// A lookup: `Program::lookups`.
    LookupId, "lookup");
id!(
    /// A kind of event: `Program::events`.
    EventId, "event");
id!(
    /// A field of an event: `EventKind::fields` of the event that is meant.
    EventFieldId, "event-field");
id!(
    /// A count of events: `Program::counts`.
    CountId, "count");
id!(
    /// A value of the latest or first event: `Program::picks`.
    PickId, "pick");
