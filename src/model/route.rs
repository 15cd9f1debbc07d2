//! Routes: who gets a contact, and how soon.

use super::ids::{FieldId, NodeId, StageId, TeamId};
use super::value::Duration;
use crate::text::span::Place;

/// A team that contacts go to.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Whether it is sales' team, else marketing's.
    pub in_sales: bool,
    /// Where it is declared.
    pub place: Place,
}

/// The route of a stage's contacts.
#[derive(Clone, Debug)]
pub struct Route {
    /// Of which stage.
    pub stage: StageId,
    /// Where it is declared.
    pub place: Place,
    /// Its rows, first match; the last has no condition.
    pub rows: Vec<RouteRow>,
    /// Who gets a contact while the rows are not settled.
    pub if_unknown: Option<RouteRow>,
    /// Deadlines for rows without one of their own, first match; none for `otherwise`.
    pub deadlines: Vec<(Option<NodeId>, Duration)>,
    /// What shows that the owner responded.
    pub shown_by: Option<NodeId>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

/// A row of a route.
#[derive(Clone, Debug)]
pub struct RouteRow {
    /// When it applies; none for `otherwise` and `if unknown`.
    pub condition: Option<NodeId>,
    /// To whom.
    pub target: Target,
    /// How soon.
    pub respond_within: Option<Duration>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Who gets a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A team.
    Team(TeamId),
    /// The text in a field.
    ValueOf(FieldId),
    /// Shared evenly by a text field.
    OneOf(Vec<TeamId>, FieldId),
}
