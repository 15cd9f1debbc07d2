//! Scores: whole points with caps, decay, a range and bands.

use super::ids::NodeId;
use super::lifecycle::NumberSource;
use super::related::EventSet;
use super::value::Duration;
use crate::text::span::Place;

/// A score.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its name as declared.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
    /// Low end of its range, in points.
    pub low: i64,
    /// High end of its range.
    pub high: i64,
    /// Its rows.
    pub rows: Vec<ScoreRow>,
    /// `if unknown, assume …`: every unknown row gives 0.
    pub if_unknown: Option<bool>,
    /// Its bands, lowest first; the first starts at `low`. May be empty.
    pub bands: Vec<Band>,
    /// Its prose lines.
    pub prose: Vec<String>,
}

impl Score {
    /// The band that both ends are in, if it is one: an index into `bands`.
    pub fn band(&self, low: i64, high: i64) -> Option<usize> {
        let of = |points: i64| self.bands.partition_point(|band| band.from <= points).checked_sub(1);
        of(low).filter(|band| of(high) == Some(*band))
    }
}

/// A row of a score.
#[derive(Clone, Debug)]
pub struct ScoreRow {
    /// Points for one, negative for `minus`.
    pub points: i64,
    /// For what.
    pub basis: Basis,
    /// The largest size of the row's points, after decay.
    pub at_most: Option<i64>,
    /// Lost each period: ten-thousandths of one per cent, and the period.
    pub losing: Option<(i64, Duration)>,
    /// The reason.
    pub because: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// What points are given for.
#[derive(Clone, Debug)]
pub enum Basis {
    /// Once, when this holds.
    When(NodeId),
    /// For each whole `step` in a number.
    Per {
        /// The step, in whole units.
        step: i64,
        /// The number.
        of: NumberSource,
    },
    /// For each event.
    ForEach(EventSet),
}

/// A band of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its name as declared.
    pub name: String,
    /// Its lowest score.
    pub from: i64,
}
