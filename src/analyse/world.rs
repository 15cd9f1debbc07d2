//! Both programs as of one day: variables in their order, and the sets of contacts that rules say yes and no for.
//!
//! What the evaluator does with masks of records is done here with diagrams, step by step in the same order; each node
//! and each rule once, however often others use it.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::cell::Kind;
use super::diagram::{Diagrams, Set, Spent};
use super::fields::Wanted;
use super::sets::Sets;
use super::shared::{Both, Shared, Side};
use super::variable::{About, Asked, Form, Says, TestId, Variable};
use crate::evaluate::answers::Answer;
use crate::evaluate::calendar::{FIRST_DAY, LAST_DAY};
use crate::evaluate::plan::{CompiledTest, Days, Plan};
use crate::evaluate::sample::Source;
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::{FieldId, NodeId, RuleId, ScoreId, StageId};
use crate::model::program::Program;
use crate::model::value::Value;

/// Why a question is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It needs more steps than are allowed.
    Spent,
    /// For this reason.
    Because(&'static str),
}

impl From<Spent> for Stop {
    fn from(_: Spent) -> Self {
        Stop::Spent
    }
}

/// Whom a condition says yes for, and whom no; the others are unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    pub(super) yes: Set,
    pub(super) no: Set,
}

impl Truth {
    pub(super) const YES: Truth = Truth { yes: Set::EVERYBODY, no: Set::NOBODY };
    pub(super) const NO: Truth = Truth { yes: Set::NOBODY, no: Set::EVERYBODY };
    pub(super) const UNKNOWN: Truth = Truth { yes: Set::NOBODY, no: Set::NOBODY };

    pub(super) fn negated(self) -> Self {
        Truth { yes: self.no, no: self.yes }
    }
}

/// The values of a field that rows decide.
#[derive(Clone, Debug, Default)]
pub(super) struct DecidedSets {
    /// Each value with those who have it.
    pub(super) having: Vec<(Value, Set)>,
    /// Those whose value the rows settled.
    pub(super) read: Option<Set>,
}

/// What was found out of one program.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) nodes: Vec<Option<Truth>>,
    pub(super) rules: Vec<Option<Truth>>,
    pub(super) stages: Vec<Option<Truth>>,
    pub(super) decided: HashMap<FieldId, DecidedSets>,
    /// For each source, and last for none, those who may come from it.
    pub(super) sources: Option<Vec<Set>>,
    pub(super) rests: Option<Truth>,
    pub(super) scores: HashMap<ScoreId, super::score::Points>,
}

/// Both programs as of one day.
#[derive(Debug)]
pub(super) struct World<'p> {
    pub(super) plans: Both<Plan<'p>>,
    pub(super) variables: Vec<Variable>,
    pub(super) diagrams: Diagrams,
    pub(super) forms: Both<HashMap<TestId, Form>>,
    pub(super) found: Both<Found>,
    /// For fields that points are counted by: their variable, and the numbers in its cells.
    pub(super) numbers: HashMap<(Side, FieldId), Counted>,
    /// What is between variables.
    facts: Vec<Fact>,
    pub(super) sets: Sets<'p>,
    pub(super) events: super::events::Part,
}

/// A field that points are counted by: its variable, and the numbers in its cells.
pub(super) type Counted = (usize, Vec<Option<Numbers>>);

/// Numbers from one to another, both in.
pub(super) type Numbers = (i64, i64);

/// What is always so: one at least of some variables is in one of these cells.
pub(super) type Fact = Vec<(usize, Vec<usize>)>;

/// The tests of fields, by the field's index among the shared ones.
fn tests_of_fields<'a>(
    shared: &Shared,
    programs: &Both<&'a Program>,
    plans: &'a Both<Plan<'a>>,
    rests: &'a Both<Option<CompiledTest>>,
    whenever: &'a CompiledTest,
    sets: &Sets<'_>,
) -> Vec<Vec<Asked<'a>>> {
    let mut tests: Vec<Vec<Asked<'a>>> = Vec::new();
    tests.resize_with(shared.fields.len(), Vec::new);
    for side in Side::BOTH {
        let program = programs.of(side);
        for (index, node) in program.nodes.iter().enumerate() {
            let NodeKind::Test(test) = &node.kind else { continue };
            let id = NodeId::at(index);
            let (field, of_domain) = match test.operand {
                Operand::Field(field) => (field, false),
                Operand::DomainOf(field) => (field, true),
                Operand::EventField(_) | Operand::Pick(_) | Operand::Score(_) | Operand::Count(_) => continue,
            };
            let Some(compiled) = plans.of(side).probe(id).filter(|_| !is_decided(program, field)) else {
                continue;
            };
            let relation = Some(&test.relation);
            let source = Source::Field(field);
            let asked = Asked { side, id: TestId::Node(id), source, test: compiled, relation, of_domain };
            if let Some(place) = shared.index_of(side, field).and_then(|index| tests.get_mut(index)) {
                place.push(asked);
            }
        }
        if let (Some(rest), Some(test)) = (&program.lifecycle.rest, rests.of(side)) {
            let asked = Asked {
                side,
                id: TestId::Rest,
                source: Source::Field(rest.from),
                test,
                relation: None,
                of_domain: false,
            };
            if let Some(place) = shared.index_of(side, rest.from).and_then(|index| tests.get_mut(index)) {
                place.push(asked);
            }
        }
    }
    for index in sets.rows.iter().filter_map(|rows| rows.since).collect::<BTreeSet<_>>() {
        for side in Side::BOTH {
            if let (Some(field), Some(place)) = (shared.field(index, side), tests.get_mut(index)) {
                place.push(Asked {
                    side,
                    id: TestId::Since(field),
                    source: Source::Field(field),
                    test: whenever,
                    relation: None,
                    of_domain: false,
                });
            }
        }
    }
    tests
}

/// Fields in the order that diagrams ask them in: the last one that a rule tests first, so that what rules build up is
/// put on top of what is there.
fn order(shared: &Shared, programs: &Both<&Program>) -> Vec<usize> {
    let mut seen = vec![false; shared.fields.len()];
    let mut order = Vec::new();
    for side in [Side::New, Side::Old] {
        for node in programs.of(side).nodes.iter().rev() {
            let NodeKind::Test(test) = &node.kind else { continue };
            let field = match test.operand {
                Operand::Field(field) | Operand::DomainOf(field) => field,
                Operand::EventField(_) | Operand::Pick(_) | Operand::Score(_) | Operand::Count(_) => continue,
            };
            let index = shared.index_of(side, field);
            if let Some((index, seen)) = index.and_then(|index| Some((index, seen.get_mut(index)?)))
                && !*seen
            {
                *seen = true;
                order.push(index);
            }
        }
    }
    let rest = seen.iter().enumerate().filter(|(_, seen)| !**seen).map(|(index, _)| index);
    order.extend(rest);
    order
}

impl<'p> World<'p> {
    /// Both programs as of a day.
    pub(super) fn new(shared: &Shared, programs: Both<&'p Program>, as_of: Date) -> Result<Self, Stop> {
        let zone = |_| Stop::Because("there is no such time zone");
        let plans = Both {
            old: Plan::new(programs.old, as_of).map_err(zone)?,
            new: Plan::new(programs.new, as_of).map_err(zone)?,
        };
        let rest = |side: Side| plans.of(side).rest_days().cloned().map(CompiledTest::Days);
        let rests = Both { old: rest(Side::Old), new: rest(Side::New) };
        let points = super::score::steps(shared, &programs)?;
        let none = BTreeSet::new();
        let mut variables: Vec<Variable> = Vec::new();
        let mut forms: Both<HashMap<TestId, Form>> = Both::default();
        let mut numbers = HashMap::new();
        let mut facts = Vec::new();
        let whenever = CompiledTest::Days(Days::span(FIRST_DAY, LAST_DAY));
        let sets = Sets::new(shared, &programs, &plans);
        let mut events = super::events::part(shared, &programs, &plans, &sets, 0)?;
        variables.append(&mut events.variables);
        for ((side, id), form) in std::mem::take(&mut events.forms) {
            forms.of_mut(side).insert(id, form);
        }
        facts.append(&mut events.facts);
        let tests = tests_of_fields(shared, &programs, &plans, &rests, &whenever, &sets);
        for index in order(shared, &programs) {
            let Some(tests) = tests.get(index) else { continue };
            let steps = points.get(&index);
            if tests.is_empty() && steps.is_none() {
                continue;
            }
            let field = |side| shared.field(index, side).and_then(|id| programs.of(side).field(id));
            let fields = Both { old: field(Side::Old), new: field(Side::New) };
            let Some(any) = fields.new.or(fields.old) else { continue };
            let first = variables.len();
            let wanted = Wanted {
                index,
                fields,
                kind: Kind::of(&any.field_type),
                plans: &plans,
                tests,
                points: steps.unwrap_or(&none),
                first,
            };
            let part = wanted.part()?;
            variables.extend(part.variables);
            for ((side, id), form) in part.forms {
                forms.of_mut(side).insert(id, form);
            }
            if steps.is_some() {
                for side in Side::BOTH {
                    let Some(field) = shared.field(index, side) else { continue };
                    let own = part.numbers.iter().map(|both| *both.of(side)).collect();
                    numbers.insert((side, field), (first, own));
                }
            }
            facts.extend(part.facts);
        }
        let cells = variables.iter().map(|variable| variable.cells.len() as u32).collect();
        let found = |side: Side| {
            let program = programs.of(side);
            Found {
                nodes: vec![None; program.nodes.len()],
                rules: vec![None; program.rules.len()],
                stages: vec![None; program.stages.len()],
                ..Found::default()
            }
        };
        Ok(World {
            plans,
            variables,
            diagrams: Diagrams::new(cells),
            forms,
            found: Both { old: found(Side::Old), new: found(Side::New) },
            numbers,
            facts,
            sets,
            events,
        })
    }

    pub(super) fn program(&self, side: Side) -> &'p Program {
        self.plans.of(side).program()
    }

    /// Those of a set who can be, as far as what lies between its variables is known.
    pub(super) fn possible(&mut self, set: Set) -> Result<Set, Spent> {
        let asked = self.diagrams.support(set);
        let mut parts = Vec::new();
        for fact in &self.facts {
            let touched = fact.iter().filter(|(variable, _)| asked.contains(variable)).count();
            // Items are needed for a known cell, asked or not.
            let of_items = fact.get(1).and_then(|(variable, _)| self.variables.get(*variable));
            let of_items = of_items.is_some_and(|second| matches!(second.about, About::Item { .. }));
            if touched == 0 || (touched == 1 && !of_items) {
                continue;
            }
            let mut ways = Vec::with_capacity(fact.len());
            for (variable, cells) in fact {
                ways.push(self.diagrams.cells(*variable, |cell| cells.contains(&cell))?);
            }
            parts.push(self.diagrams.any(ways)?);
        }
        parts.push(set);
        self.diagrams.all(parts)
    }

    /// Whom a test says yes for, and whom no.
    pub(super) fn truth_of(&mut self, form: &Form) -> Result<Truth, Spent> {
        let mut yes = Vec::with_capacity(form.says.len());
        let mut no = Vec::with_capacity(form.says.len());
        for says in &form.says {
            let truth = self.said(says)?;
            yes.push(truth.yes);
            no.push(truth.no);
        }
        let yes = self.diagrams.make(form.variable, yes)?;
        Ok(Truth { yes, no: self.diagrams.make(form.variable, no)? })
    }

    fn said(&mut self, says: &Says) -> Result<Truth, Spent> {
        match says {
            Says::Settled(Answer::Yes) => Ok(Truth::YES),
            Says::Settled(Answer::No) => Ok(Truth::NO),
            Says::Settled(Answer::Unknown) => Ok(Truth::UNKNOWN),
            Says::Flags { wanted, all, foreign, otherwise } => {
                let flags = |world: &mut Self, flags: &[usize]| {
                    flags
                        .iter()
                        .map(|flag| world.diagrams.cells(*flag, |cell| cell == 1))
                        .collect::<Result<Vec<_>, _>>()
                };
                let wanted = flags(self, wanted)?;
                let inside = if *all { self.diagrams.all(wanted)? } else { self.diagrams.any(wanted)? };
                let foreign = flags(self, foreign)?;
                let foreign = self.diagrams.any(foreign)?;
                let outside = self.diagrams.others(inside)?;
                let mut yes = self.diagrams.without(inside, foreign)?;
                let mut no = self.diagrams.without(outside, foreign)?;
                match otherwise {
                    Answer::Yes => yes = self.diagrams.either(yes, foreign)?,
                    Answer::No => no = self.diagrams.either(no, foreign)?,
                    Answer::Unknown => {}
                }
                Ok(Truth { yes, no })
            }
        }
    }
}

/// What rules ask for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    Rule(RuleId),
    Stage(StageId),
    Node(NodeId),
}

/// Whether a field is decided by rows.
pub(super) fn is_decided(program: &Program, field: FieldId) -> bool {
    program.field(field).is_some_and(|field| matches!(field.origin, Origin::Decided(_)))
}
