//! Rules of two programs, held against each other.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::orders;
use super::pairing::Pairing;
use super::settle::{Needed, Steps, needed};
use super::shared::{Both, Shared, Side};
use super::witness::Finding;
use super::world::{Root, Stop, World};
use crate::evaluate::answers::Answer;
use crate::model::ids::{NodeId, RuleId, StageId};
use crate::model::program::Program;

/// Steps that one question may take.
pub const STEPS: u64 = 1_000_000;
/// How many questions' worth of steps all questions together may take.
const QUESTIONS: u64 = 20;
/// The day that is asked about where nothing hangs on it and the programs name none.
const ANY_DAY: Date = date(2026, 1, 15);

/// How a rule differs from the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// It says yes to somebody to whom the old one did not.
    pub looser: Option<Finding>,
    /// It does not say yes to somebody to whom the old one did.
    pub stricter: Option<Finding>,
    /// It says yes to the same, but no to others: it leaves others open.
    pub asks_otherwise: Option<Finding>,
    /// Why it could not be decided; what was found stands.
    pub undecided: Option<&'static str>,
}

impl Comparison {
    /// Whether it is sure that nothing differs.
    pub fn is_same(&self) -> bool {
        self.looser.is_none()
            && self.stricter.is_none()
            && self.asks_otherwise.is_none()
            && self.undecided.is_none()
    }
}

/// Holds rules of two programs against each other.
#[derive(Debug)]
pub struct Comparer<'p> {
    programs: Both<&'p Program>,
    shared: Shared,
    steps: Both<Steps>,
    worlds: BTreeMap<Date, World<'p>>,
    /// Steps of one question, and of all that are still to come.
    budget: u64,
    left: u64,
}

impl<'p> Comparer<'p> {
    /// Of an old and a new program; `budget` is how many steps a question may take, [`STEPS`] unless there is a reason.
    pub fn new(old: &'p Program, new: &'p Program, pairing: Pairing, budget: u64) -> Self {
        let programs = Both { old, new };
        Comparer {
            programs,
            shared: Shared::new(programs, pairing),
            steps: Both { old: Steps::new(old), new: Steps::new(new) },
            worlds: BTreeMap::new(),
            budget,
            left: budget.saturating_mul(QUESTIONS),
        }
    }

    /// Compares the answers of two stages, gates and rest included.
    pub fn stage(&mut self, old: StageId, new: StageId) -> Comparison {
        self.compare(Both { old: Root::Stage(old), new: Root::Stage(new) })
    }

    /// Compares the answers of two profiles or criteria.
    pub fn rule(&mut self, old: RuleId, new: RuleId) -> Comparison {
        self.compare(Both { old: Root::Rule(old), new: Root::Rule(new) })
    }

    /// Compares two conditions.
    pub fn condition(&mut self, old: NodeId, new: NodeId) -> Comparison {
        self.compare(Both { old: Root::Node(old), new: Root::Node(new) })
    }

    fn compare(&mut self, roots: Both<Root>) -> Comparison {
        let needed = Both {
            old: needed(self.programs.old, &self.steps.old, roots.old),
            new: needed(self.programs.new, &self.steps.new, roots.new),
        };
        let mut comparison = Comparison::default();
        let mut budget = self.budget.min(self.left);
        let before = budget;
        let days = orders::days(&self.shared, &self.programs, &needed, self.day());
        let asked = days.and_then(|days| {
            days.into_iter().try_for_each(|day| self.on(day, roots, &needed, &mut budget, &mut comparison))
        });
        comparison.undecided = asked.err().map(|stop| match stop {
            Stop::Spent => "it would take more steps than are allowed",
            Stop::Because(reason) => reason,
        });
        self.left = self.left.saturating_sub(before - budget);
        if comparison.looser.is_some() || comparison.stricter.is_some() {
            comparison.asks_otherwise = None;
        }
        comparison
    }

    /// A day that the definitions speak of, if they do.
    fn day(&self) -> Date {
        let of = |program: &Program| {
            program.header.agreed.or_else(|| program.examples.iter().find_map(|example| example.as_of))
        };
        of(self.programs.new).or_else(|| of(self.programs.old)).unwrap_or(ANY_DAY)
    }

    fn on(
        &mut self,
        day: Date,
        roots: Both<Root>,
        needed: &Both<Needed>,
        budget: &mut u64,
        comparison: &mut Comparison,
    ) -> Result<(), Stop> {
        if !self.worlds.contains_key(&day) {
            self.worlds.insert(day, World::new(&self.shared, self.programs, day)?);
        }
        let Some(world) = self.worlds.get_mut(&day) else { return Ok(()) };
        world.diagrams.left = *budget;
        let done = asked(world, &self.shared, roots, needed, comparison);
        *budget = world.diagrams.left;
        done
    }
}

fn asked(
    world: &mut World<'_>,
    shared: &Shared,
    roots: Both<Root>,
    needed: &Both<Needed>,
    comparison: &mut Comparison,
) -> Result<(), Stop> {
    world.settle(shared, Side::Old, &needed.old)?;
    world.settle(shared, Side::New, &needed.new)?;
    let (old, new) = (world.truth(Side::Old, roots.old), world.truth(Side::New, roots.new));
    if old == new {
        return Ok(());
    }
    // Whom the other says no to shows it best; then those whom it leaves open.
    for (finding, more, less, is_new) in
        [(&mut comparison.looser, new, old, true), (&mut comparison.stricter, old, new, false)]
    {
        if finding.as_ref().is_some_and(|finding| finding.certain) {
            continue;
        }
        let wanted = |old: Answer, new: Answer| {
            let (more, less) = if is_new { (new, old) } else { (old, new) };
            more == Answer::Yes && less != Answer::Yes
        };
        let refused = world.diagrams.both(more.yes, less.no)?;
        let refused = world.possible(refused)?;
        let mut found = world.finding(shared, refused, roots, wanted)?;
        if !found.as_ref().is_some_and(|finding| finding.certain) {
            let differing = world.diagrams.without(more.yes, less.yes)?;
            let differing = world.possible(differing)?;
            found = world.finding(shared, differing, roots, wanted)?;
        }
        if found.is_some() {
            *finding = found;
        }
    }
    if comparison.looser.is_none() && comparison.stricter.is_none() {
        let fewer = world.diagrams.without(old.no, new.no)?;
        let more = world.diagrams.without(new.no, old.no)?;
        let differing = world.diagrams.either(fewer, more)?;
        let differing = world.possible(differing)?;
        let found = world.finding(shared, differing, roots, |old, new| old != new)?;
        if found.is_some() && !comparison.asks_otherwise.as_ref().is_some_and(|finding| finding.certain) {
            comparison.asks_otherwise = found;
        }
    }
    Ok(())
}
