//! Variables of events: whether they are supplied, how many a set has, and the value of the latest or first.

use std::collections::{BTreeSet, HashMap};

use super::cell::{Cell, Kind};
use super::fields::Wanted;
use super::rows::{Known, to_known};
use super::sets::{Sets, field_key};
use super::shared::{Both, Shared, Side};
use super::values::KNOWN;
use super::variable::{About, Asked, Form, InCell, Says, TestId, Variable};
use super::world::{Fact, Stop};
use crate::evaluate::answers::Answer;
use crate::evaluate::plan::{CompiledTest, Plan};
use crate::evaluate::sample::{self, Source};
use crate::model::condition::{NodeKind, Operand, Relation};
use crate::model::field::Field;
use crate::model::ids::{FieldId, NodeId};
use crate::model::program::Program;
use crate::model::related::{EventSet, Pick, Window};
use crate::model::score::{Basis, ScoreRow};

/// Points of one row that are told apart at most.
const MOST_POINTS: i64 = 400;
/// No example can leave events out.
const UNSUPPLIED: u64 = 1 << 20;

/// What a test of events hangs on beside its own variable.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    /// Whether they are supplied.
    pub(super) supplied: usize,
    /// The field that its window starts at.
    pub(super) since: Option<FieldId>,
    /// Whether it is `is known`, which is never open.
    pub(super) is_known: bool,
}

/// What came of the events.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) variables: Vec<Variable>,
    pub(super) forms: Vec<((Side, TestId), Form)>,
    pub(super) gates: Both<HashMap<NodeId, Gate>>,
    pub(super) facts: Vec<Fact>,
    /// For each set, the variable of its count.
    pub(super) counts: Vec<Option<usize>>,
    /// For rows of scores whose points fade: the variable of their points, by what the row says.
    pub(super) faded: HashMap<String, usize>,
    /// For each event, the variable that says whether it is supplied.
    pub(super) supplied: Vec<usize>,
    /// The values of latest and first rows.
    pub(super) picks: Vec<PickOf>,
}

/// A value of the latest or first row.
#[derive(Clone, Copy, Debug)]
pub(super) struct PickOf {
    /// Among which rows.
    pub(super) set: usize,
    pub(super) variable: usize,
    pub(super) field: Known,
    pub(super) is_first: bool,
}

/// The same, with what is asked of it.
struct Picked<'a> {
    set: usize,
    picks: Both<Option<&'a Pick>>,
    tests: Vec<Asked<'a>>,
}

/// The variables of events, the first of them being number `first`.
///
/// # Errors
/// When one of their fields is compared with too many values.
pub(super) fn part<'a>(
    shared: &Shared,
    programs: &Both<&'a Program>,
    plans: &'a Both<Plan<'a>>,
    sets: &Sets<'_>,
    first: usize,
) -> Result<Part, Stop> {
    let mut part = Part::default();
    for event in 0..shared.events.len() {
        part.supplied.push(first + part.variables.len());
        let yes = InCell { value: Cell::YesNo(true), cost: 0 };
        let no = InCell { value: Cell::YesNo(false), cost: UNSUPPLIED };
        part.variables.push(Variable { about: About::Supplied(event), cells: vec![yes, no] });
    }
    part.counts(shared, programs, plans, sets, first);
    part.picked(shared, programs, plans, sets, first)?;
    part.faded(shared, programs, sets, first);
    part.order(sets);
    Ok(part)
}

fn gate(part: &Part, shared: &Shared, side: Side, set: &EventSet, is_known: bool) -> Option<Gate> {
    let event = shared.of_event.of(side).get(set.event.index())?;
    let since = match set.window {
        Some(Window::Since(field)) => Some(field),
        Some(Window::Last(_)) | None => None,
    };
    Some(Gate { supplied: *part.supplied.get(*event)?, since, is_known })
}

/// The same for rows of scores that give the same points; none where points neither fade nor hang on a date.
pub(super) fn faded_key(row: &ScoreRow, set: usize) -> Option<String> {
    let Basis::ForEach(own) = &row.basis else { return None };
    let fades = row.losing.is_some() || matches!(own.window, Some(Window::Since(_)));
    fades.then(|| format!("{set} {} {:?} {:?}", row.points, row.at_most, row.losing))
}

impl Part {
    /// Points that fade may be any whole number up to the most that the row can give.
    fn faded(&mut self, shared: &Shared, programs: &Both<&Program>, sets: &Sets<'_>, first: usize) {
        for side in Side::BOTH {
            let program = *programs.of(side);
            for score in &program.scores {
                for (index, row) in score.rows.iter().enumerate() {
                    let Basis::ForEach(set) = &row.basis else { continue };
                    let Some(own) = sets.index_of(shared, program, side, set) else { continue };
                    let times = super::score::times(score, index, row);
                    let (Some(key), Some(times)) = (faded_key(row, own), times) else { continue };
                    let size = row.points.abs().max(1);
                    let most = row.at_most.unwrap_or(times.saturating_mul(size));
                    if most > MOST_POINTS || self.faded.contains_key(&key) {
                        continue;
                    }
                    // Points of rows that did not fade yet are the ones to be shown.
                    let cost = |points: i64| match points {
                        0 => 0,
                        points if points % size == 0 || points == most => KNOWN + points.unsigned_abs(),
                        points => KNOWN * 8 + points.unsigned_abs(),
                    };
                    let cell = |points: i64| InCell { value: Cell::Number(points), cost: cost(points) };
                    self.faded.insert(key, first + self.variables.len());
                    self.variables.push(Variable {
                        about: About::Points { set: own, each: size },
                        cells: (0..=most).map(cell).collect(),
                    });
                }
            }
        }
    }

    fn counts<'a>(
        &mut self,
        shared: &Shared,
        programs: &Both<&'a Program>,
        plans: &'a Both<Plan<'a>>,
        sets: &Sets<'_>,
        first: usize,
    ) {
        let mut cuts: Vec<Option<BTreeSet<i64>>> = vec![None; sets.rows.len()];
        let mut tests: Vec<(Side, NodeId, usize, &CompiledTest)> = Vec::new();
        for side in Side::BOTH {
            let (program, plan) = (programs.of(side), plans.of(side));
            for (index, node) in program.nodes.iter().enumerate() {
                let NodeKind::Test(test) = &node.kind else { continue };
                let Operand::Count(count) = test.operand else { continue };
                let Some(set) = program.counts.get(count.index()) else { continue };
                let id = NodeId::at(index);
                let (Some(own), Some(compiled)) = (sets.index_of(shared, program, side, set), plan.probe(id))
                else {
                    continue;
                };
                tests.push((side, id, own, compiled));
                let place = cuts.get_mut(own);
                if let (CompiledTest::Numbers(wanted), Some(place)) = (compiled, place) {
                    place.get_or_insert_default().extend(wanted.cuts());
                }
                if let Some(gate) = gate(self, shared, side, set, false) {
                    self.gates.of_mut(side).insert(id, gate);
                }
            }
            for score in &program.scores {
                for (index, row) in score.rows.iter().enumerate() {
                    let Basis::ForEach(set) = &row.basis else { continue };
                    let times = super::score::times(score, index, row).filter(|_| row.losing.is_none());
                    let own = sets.index_of(shared, program, side, set);
                    if let (Some(times), Some(place)) = (times, own.and_then(|own| cuts.get_mut(own))) {
                        place.get_or_insert_default().extend(1..=times);
                    }
                }
            }
        }
        self.counts = vec![None; sets.rows.len()];
        for (own, cuts) in cuts.into_iter().enumerate() {
            let Some(cuts) = cuts else { continue };
            let counts: Vec<i64> = std::iter::once(0)
                .chain(cuts.into_iter().filter(|cut| (1..i64::MAX).contains(cut)))
                .collect();
            let cost = |count: i64| if count == 0 { 0 } else { KNOWN + 8 * count.unsigned_abs().min(1_000) };
            let cell = |count: &i64| InCell { value: Cell::Number(*count), cost: cost(*count) };
            if let Some(place) = self.counts.get_mut(own) {
                *place = Some(first + self.variables.len());
            }
            self.variables
                .push(Variable { about: About::Count(own), cells: counts.iter().map(cell).collect() });
            for (side, id, _, test) in tests.iter().filter(|(_, _, set, _)| *set == own) {
                let says = counts.iter().map(|count| Says::Settled(sample::of_span(test, *count, *count)));
                let form = Form { variable: first + self.variables.len() - 1, says: says.collect() };
                self.forms.push(((*side, TestId::Node(*id)), form));
            }
        }
    }

    fn picked<'a>(
        &mut self,
        shared: &Shared,
        programs: &Both<&'a Program>,
        plans: &'a Both<Plan<'a>>,
        sets: &Sets<'_>,
        first: usize,
    ) -> Result<(), Stop> {
        let mut known: HashMap<(usize, String, bool), usize> = HashMap::new();
        let mut found: Vec<Picked<'a>> = Vec::new();
        for side in Side::BOTH {
            let (program, plan) = (*programs.of(side), plans.of(side));
            for (index, node) in program.nodes.iter().enumerate() {
                let NodeKind::Test(test) = &node.kind else { continue };
                let Operand::Pick(pick) = test.operand else { continue };
                let id = NodeId::at(index);
                let (Some(pick), Some(compiled)) = (program.picks.get(pick.index()), plan.probe(id)) else {
                    continue;
                };
                let Some(set) = sets.index_of(shared, program, side, &pick.set) else { continue };
                let key = (set, field_key(shared, side, &pick.set, pick.field), pick.first);
                let own = *known.entry(key).or_insert_with(|| {
                    found.push(Picked { set, picks: Both::default(), tests: Vec::new() });
                    found.len() - 1
                });
                let Some(picked) = found.get_mut(own) else { continue };
                *picked.picks.of_mut(side) = Some(pick);
                picked.tests.push(Asked {
                    side,
                    id: TestId::Node(id),
                    source: Source::Event(pick.set.event, pick.field),
                    test: compiled,
                    relation: Some(&test.relation),
                    of_domain: false,
                });
                let is_known = test.relation == Relation::Known;
                if let Some(gate) = gate(self, shared, side, &pick.set, is_known) {
                    self.gates.of_mut(side).insert(id, gate);
                }
            }
        }
        for picked in found {
            let field = |side: Side| -> Option<&'a Field> {
                let pick = (*picked.picks.of(side))?;
                programs.of(side).events.get(pick.set.event.index())?.fields.get(pick.field.index())
            };
            let fields = Both { old: field(Side::Old), new: field(Side::New) };
            let Some(any) = fields.new.or(fields.old) else { continue };
            let index = self.picks.len();
            let variable = first + self.variables.len();
            let points = BTreeSet::new();
            let wanted = Wanted {
                index: shared.fields.len() + index,
                fields,
                kind: Kind::of(&any.field_type),
                plans,
                tests: &picked.tests,
                points: &points,
                first: variable,
            };
            let mut own = wanted.part()?;
            // Before all values: no row at all, of which nothing holds.
            if let Some(asked) = own.variables.first_mut() {
                asked.about = About::Pick(index);
                if let Some(missing) = asked.cells.first_mut() {
                    missing.cost = KNOWN + 40;
                }
                asked.cells.insert(0, InCell { value: Cell::Nothing, cost: 0 });
            }
            for (_, form) in &mut own.forms {
                form.says.insert(0, Says::Settled(Answer::No));
            }
            for fact in &mut own.facts {
                for (asked, cells) in fact.iter_mut().filter(|(asked, _)| *asked == variable) {
                    debug_assert!(*asked == variable, "the pick's own");
                    *cells = vec![0, 1];
                }
            }
            let Some(known) = picked.tests.first().and_then(|asked| match asked.source {
                Source::Event(event, field) => {
                    let event = shared.of_event.of(asked.side).get(event.index())?;
                    Some(to_known(shared, *event, asked.side, field))
                }
                Source::Field(_) => None,
            }) else {
                continue;
            };
            let first_row = picked.picks.new.or(picked.picks.old).is_some_and(|pick| pick.first);
            self.picks.push(PickOf { set: picked.set, variable, field: known, is_first: first_row });
            self.variables.extend(own.variables);
            self.forms.extend(own.forms);
            self.facts.extend(own.facts);
        }
        Ok(())
    }

    /// A set that lies in another has no more rows than it; and where there is a latest row, there is a row.
    fn order(&mut self, sets: &Sets<'_>) {
        let first_variable = self.supplied.first().copied().unwrap_or(0);
        let cells = |variable: usize| -> Vec<i64> {
            let cells =
                self.variables.get(variable - first_variable).map_or(&[][..], |own| own.cells.as_slice());
            cells.iter().map(|cell| if let Cell::Number(count) = cell.value { count } else { 0 }).collect()
        };
        let mut facts: Vec<Fact> = Vec::new();
        let counted = || {
            let rows = sets.rows.iter().zip(&self.counts);
            rows.filter_map(|(rows, variable)| Some((rows, (*variable)?)))
        };
        for (inner, fewer) in counted() {
            for (outer, more) in counted() {
                if fewer == more || !inner.lies_in(outer) {
                    continue;
                }
                let (few, many) = (cells(fewer), cells(more));
                for (at, count) in few.iter().enumerate().skip(1) {
                    // So many inside: the outer cell ends at so many or more.
                    let enough = |cell: &usize| many.get(cell + 1).is_none_or(|next| next > count);
                    let others = (0..few.len()).filter(|cell| *cell != at).collect();
                    let enough: Vec<usize> = (0..many.len()).filter(enough).collect();
                    if enough.len() < many.len() {
                        facts.push(vec![(fewer, others), (more, enough)]);
                    }
                }
            }
        }
        for PickOf { set, variable: pick, .. } in &self.picks {
            let Some(rows) = sets.rows.get(*set) else { continue };
            let own = self.variables.get(pick - first_variable).map_or(0, |own| own.cells.len());
            for (other, count) in counted() {
                let some: Vec<usize> = (1..cells(count).len()).collect();
                if rows.lies_in(other) && cells(count).get(1) == Some(&1) {
                    facts.push(vec![(*pick, vec![0]), (count, some.clone())]);
                }
                if other.lies_in(rows) {
                    facts.push(vec![(*pick, (1..own).collect()), (count, vec![0])]);
                }
            }
        }
        self.facts.extend(facts);
    }
}
