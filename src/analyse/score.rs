//! Scores as sums with diagrams: for every sum that rows can add up to, those who have it, at least and at most.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cell::Cell;
use super::diagram::Set;
use super::events::faded_key;
use super::shared::{Both, Shared, Side};
use super::world::{Numbers, Stop, Truth, World};
use crate::evaluate::plan::CompiledTest;
use crate::model::ids::{NodeId, ScoreId};
use crate::model::lifecycle::NumberSource;
use crate::model::program::Program;
use crate::model::score::{Basis, Score, ScoreRow};
use crate::model::value::SCALE;

/// Steps of one row that are told apart at most.
const MOST_STEPS: i64 = 2_000;
/// Sums of one score that are told apart at most.
const MOST_SUMS: usize = 4_000;

/// Those for whom a sum is at least, or at most, so many points.
type Sums = BTreeMap<i64, Set>;

/// What a score may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    low: Sums,
    high: Sums,
}

/// The most that a row can add or take away; none: nobody knows.
fn size(row: &ScoreRow) -> Option<i64> {
    match (&row.basis, row.at_most) {
        (_, Some(most)) => Some(most.saturating_abs()),
        (Basis::When(_), None) => Some(row.points.saturating_abs()),
        (Basis::Per { .. } | Basis::ForEach(_), None) => None,
    }
}

/// How many times a row's points make a difference, at most; none: nobody knows.
pub(super) fn times(score: &Score, index: usize, row: &ScoreRow) -> Option<i64> {
    let width = match size(row) {
        Some(most) => most,
        None => {
            // More than this holds the score at its end, whatever the other rows add.
            let others = score.rows.iter().enumerate().filter(|(other, _)| *other != index);
            let others = others.map(|(_, other)| size(other)).sum::<Option<i64>>()?;
            score.high.saturating_sub(score.low).saturating_add(score.low.abs()).saturating_add(others)
        }
    };
    let times = width.div_euclid(row.points.abs().max(1)).saturating_add(1);
    (times <= MOST_STEPS).then_some(times)
}

/// For each field that points are counted by, by its index among the shared ones, the numbers in which one more begins.
pub(super) fn steps(
    shared: &Shared,
    programs: &Both<&Program>,
) -> Result<HashMap<usize, BTreeSet<i64>>, Stop> {
    let mut found: HashMap<usize, BTreeSet<i64>> = HashMap::new();
    for side in Side::BOTH {
        for score in &programs.of(side).scores {
            for (index, row) in score.rows.iter().enumerate() {
                let Basis::Per { step, of: NumberSource::Field(field) } = row.basis else { continue };
                let (Some(field), Some(times)) = (shared.index_of(side, field), times(score, index, row))
                else {
                    continue;
                };
                let step = step.saturating_mul(SCALE);
                found.entry(field).or_default().extend((1..=times).map(|count| step.saturating_mul(count)));
            }
        }
    }
    Ok(found)
}

impl World<'_> {
    /// Adds up a score.
    pub(super) fn add_up(&mut self, shared: &Shared, side: Side, id: ScoreId) -> Result<(), Stop> {
        let score = self.program(side).scores.get(id.index());
        let (false, Some(score)) = (self.found.of(side).scores.contains_key(&id), score) else {
            return Ok(());
        };
        let nothing = || Sums::from([(0, Set::EVERYBODY)]);
        let (mut low, mut high) = (nothing(), nothing());
        for (index, row) in score.rows.iter().enumerate() {
            let (least, most) = self.row(shared, side, (score, index), row)?;
            low = self.sum(&low, &least)?;
            high = self.sum(&high, &most)?;
        }
        let mut held = |sums: Sums| -> Result<Sums, Stop> {
            let mut found = Sums::new();
            for (points, set) in sums {
                self.put(&mut found, points.clamp(score.low, score.high), set)?;
            }
            Ok(found)
        };
        let points = Points { low: held(low)?, high: held(high)? };
        self.found.of_mut(side).scores.insert(id, points);
        Ok(())
    }

    fn put(&mut self, sums: &mut Sums, points: i64, set: Set) -> Result<(), Stop> {
        if set == Set::NOBODY {
            return Ok(());
        }
        let before = sums.get(&points).copied().unwrap_or(Set::NOBODY);
        let joined = self.diagrams.either(before, set)?;
        sums.insert(points, joined);
        Ok(())
    }

    fn sum(&mut self, left: &Sums, right: &Sums) -> Result<Sums, Stop> {
        let mut found = Sums::new();
        for (points, set) in left {
            for (more, others) in right {
                let both = self.diagrams.both(*set, *others)?;
                self.put(&mut found, points.saturating_add(*more), both)?;
            }
        }
        if found.len() > MOST_SUMS {
            Err(Stop::Because("a score can be too many numbers"))
        } else {
            Ok(found)
        }
    }

    /// What a row adds at least, and at most.
    fn row(
        &mut self,
        shared: &Shared,
        side: Side,
        (score, index): (&Score, usize),
        row: &ScoreRow,
    ) -> Result<(Sums, Sums), Stop> {
        let assumes = score.if_unknown.is_some();
        let capped = |points: i64| match row.at_most {
            Some(most) => points.clamp(-most, most),
            None => points,
        };
        let (mut low, mut high) = (Sums::new(), Sums::new());
        match &row.basis {
            Basis::When(node) => {
                let truth = self.node(side, Some(*node));
                let worth = capped(row.points);
                let may = self.diagrams.others(truth.no)?;
                let (surely, perhaps) = if assumes { (truth.yes, truth.yes) } else { (truth.yes, may) };
                let (down, up) = if worth >= 0 { (surely, perhaps) } else { (perhaps, surely) };
                for (sums, set) in [(&mut low, down), (&mut high, up)] {
                    let others = self.diagrams.others(set)?;
                    self.put(sums, worth, set)?;
                    self.put(sums, 0, others)?;
                }
            }
            Basis::Per { step, of } => {
                let worth = |wholes: i64| capped(row.points.saturating_mul(wholes.max(0)));
                let spans = match of {
                    NumberSource::Field(field) => {
                        let times = times(score, index, row)
                            .ok_or(Stop::Because("a score has several rows without `at most`"))?;
                        let scaled = step.saturating_mul(SCALE).max(1);
                        let wholes = |number: i64| number.div_euclid(scaled).min(times);
                        let end = worth(times);
                        self.cells_of(side, *field)?
                            .into_iter()
                            .map(|(span, set)| match span {
                                Some((low, high)) => (worth(wholes(low)), worth(wholes(high)), set),
                                None if assumes => (0, 0, set),
                                None => (0, end, set),
                            })
                            .collect()
                    }
                    NumberSource::Score(other) => {
                        let points = self.found.of(side).scores.get(other).cloned().unwrap_or_default();
                        let mut spans = Vec::new();
                        for (least, those) in &points.low {
                            for (most, others) in &points.high {
                                let set = self.diagrams.both(*those, *others)?;
                                let wholes = |points: &i64| worth(points.div_euclid((*step).max(1)));
                                spans.push((wholes(least), wholes(most), set));
                            }
                        }
                        spans
                    }
                };
                for (one, other, set) in spans {
                    let (one, other) = if assumes && one != other { (0, 0) } else { (one, other) };
                    self.put(&mut low, one.min(other), set)?;
                    self.put(&mut high, one.max(other), set)?;
                }
            }
            Basis::ForEach(set) => {
                let program = self.program(side);
                let own = self.sets.index_of(shared, program, side, set);
                let faded = own.and_then(|own| faded_key(row, own));
                let variable = match &faded {
                    Some(key) => self.events.faded.get(key).copied(),
                    None => own.and_then(|own| self.events.counts.get(own).copied().flatten()),
                };
                let event = shared.of_event.of(side).get(set.event.index());
                let supplied = event.and_then(|event| self.events.supplied.get(*event)).copied();
                let (Some(variable), Some(supplied)) = (variable, supplied) else {
                    return Err(Stop::Because("a score gives points without `at most`"));
                };
                let times = times(score, index, row).unwrap_or(0);
                let supplied = self.diagrams.cells(supplied, |cell| cell == 0)?;
                let open = self.diagrams.others(supplied)?;
                let end = if assumes { 0 } else { capped(row.points.saturating_mul(times)) };
                self.put(&mut low, end.min(0), open)?;
                self.put(&mut high, end.max(0), open)?;
                let cells = self.variables.get(variable).map_or_else(Vec::new, |own| own.cells.clone());
                for (at, cell) in cells.iter().enumerate() {
                    let Cell::Number(count) = cell.value else { continue };
                    let here = self.diagrams.cells(variable, |own| own == at)?;
                    let here = self.diagrams.both(here, supplied)?;
                    let worth = match faded {
                        Some(_) => count.saturating_mul(row.points.signum()),
                        None => capped(row.points.saturating_mul(count)),
                    };
                    self.put(&mut low, worth, here)?;
                    self.put(&mut high, worth, here)?;
                }
            }
        }
        Ok((low, high))
    }

    /// The cells of a field that points are counted by, with their numbers.
    fn cells_of(
        &mut self,
        side: Side,
        field: crate::model::ids::FieldId,
    ) -> Result<Vec<(Option<Numbers>, Set)>, Stop> {
        let Some((variable, numbers)) = self.numbers.get(&(side, field)).cloned() else {
            return Ok(vec![(None, Set::EVERYBODY)]);
        };
        let mut found = Vec::new();
        for (cell, number) in numbers.iter().enumerate() {
            found.push((*number, self.diagrams.cells(variable, |own| own == cell)?));
        }
        Ok(found)
    }

    /// A test of a score: yes where all that it may be passes, no where nothing does.
    pub(super) fn score_test(&mut self, side: Side, id: NodeId, score: ScoreId) -> Result<Truth, Stop> {
        let Some(points) = self.found.of(side).scores.get(&score).cloned() else { return Ok(Truth::UNKNOWN) };
        let Some(CompiledTest::Numbers(wanted)) = self.plans.of(side).probe(id) else {
            return Ok(Truth::UNKNOWN);
        };
        let cuts: Vec<i64> = wanted.cuts().collect();
        let mut inside = Vec::new();
        let mut outside = Vec::new();
        let mut from = i64::MIN;
        for part in cuts.chunks(2) {
            let (Some(start), end) = (part.first(), part.get(1)) else { continue };
            if *start > from {
                outside.push((from, *start - 1));
            }
            inside.push((*start, end.map_or(i64::MAX, |end| end - 1)));
            from = end.copied().unwrap_or(i64::MAX);
        }
        if from < i64::MAX {
            outside.push((from, i64::MAX));
        }
        let yes = self.within(&points, &inside)?;
        Ok(Truth { yes, no: self.within(&points, &outside)? })
    }

    /// Those for whom all that a score may be is in one of the spans.
    fn within(&mut self, points: &Points, spans: &[(i64, i64)]) -> Result<Set, Stop> {
        let mut found = Vec::new();
        for (from, to) in spans {
            let low = self.diagrams.any(points.low.range(from..).map(|(_, set)| *set).collect())?;
            let high = self.diagrams.any(points.high.range(..=to).map(|(_, set)| *set).collect())?;
            found.push(self.diagrams.both(low, high)?);
        }
        Ok(self.diagrams.any(found)?)
    }
}
