//! Rows of events that make counts, and the latest or first, what they are to be.
//!
//! A row says something of every field that any filter of its event asks, so that it surely is in a set or surely is
//! not; of the ways to say it, the one that is in the fewest other sets is taken. That may still not be what is wanted:
//! the contact is judged in the end.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{Cell, Kind, given, items_given};
use super::events::PickOf;
use super::fields::PLAIN;
use super::shared::{Both, Shared, Side};
use super::values::{named, values};
use super::variable::{Asked, TestId};
use super::world::World;
use crate::evaluate::answers::Answer;
use crate::evaluate::calendar::{date_of, day_of};
use crate::evaluate::plan::CompiledTest;
use crate::evaluate::sample::{self, Source};
use crate::model::condition::{Node, NodeKind, Operand, Test};
use crate::model::example::Given;
use crate::model::field::Field;
use crate::model::ids::{EventFieldId, EventId, FieldId, NodeId};
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::value::Value;

/// Ways to fill a row that are tried.
const MOST_WAYS: usize = 4_000;
/// Rows that a contact is given.
const MOST_ROWS: i64 = 200;

/// On which day of its window a row lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Style {
    /// The last.
    #[default]
    Latest,
    /// The first: it is outside of shorter ones.
    Earliest,
}

impl Style {
    pub(super) const ALL: [Style; 2] = [Style::Latest, Style::Earliest];
}

/// What the rows are to be.
#[derive(Debug, Default)]
pub(super) struct Demand {
    /// How many rows sets have.
    pub(super) counts: Vec<(usize, i64)>,
    /// The values of latest and first rows, and their items.
    pub(super) picks: Vec<(usize, Cell, Vec<String>)>,
    pub(super) style: Style,
}

type Row = Vec<(EventFieldId, Given)>;

/// Whether a filter lets a row in, by what its tests say.
fn lets_in(nodes: &[Node], says: &[Answer]) -> Answer {
    let mut found: Vec<Answer> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let of = |id: &NodeId| found.get(id.index()).copied().unwrap_or(Answer::Unknown);
        let turned = |answer: Answer| match answer {
            Answer::Yes => Answer::No,
            Answer::Unknown => Answer::Unknown,
            Answer::No => Answer::Yes,
        };
        let answer = match &node.kind {
            NodeKind::All(parts) => parts.iter().map(of).min().unwrap_or(Answer::Yes),
            NodeKind::Any(parts) => parts.iter().map(of).max().unwrap_or(Answer::No),
            NodeKind::AtLeast { count, parts } => {
                let mut parts: Vec<Answer> = parts.iter().map(of).collect();
                parts.sort_unstable_by(|left, right| right.cmp(left));
                let last = (*count as usize).saturating_sub(1);
                parts.get(last).copied().unwrap_or(Answer::No)
            }
            NodeKind::Not(part) => turned(of(part)),
            NodeKind::AssumeIfUnknown { part, answer } => match of(part) {
                Answer::Unknown if *answer => Answer::Yes,
                Answer::Unknown => Answer::No,
                known @ (Answer::Yes | Answer::No) => known,
            },
            NodeKind::Rule(_) | NodeKind::Stage(_) => Answer::Unknown,
            NodeKind::Test(_) => says.get(index).copied().unwrap_or(Answer::Unknown),
        };
        found.push(answer);
    }
    found.last().copied().unwrap_or(Answer::Yes)
}

/// A field of an event, as the new program knows it, or the old one if only that does.
pub(super) type Known = (Side, EventFieldId);

/// A row in no program's own terms: fields, values, and their items.
type Plain = Vec<(Known, Cell, Vec<String>)>;

/// What a row says of a field, and which items.
type Said<'s> = (Known, &'s Cell, &'s [String]);

/// The rows that were made so far, and how many of them are in each set.
#[derive(Default)]
struct Made {
    rows: Vec<(EventId, Row)>,
    have: Vec<i64>,
}

/// What a test says of a row.
enum Told {
    /// The same, whatever is chosen.
    Always(Answer),
    /// For each cell of this choice.
    By(usize, Vec<Answer>),
}

impl Told {
    /// When these cells are taken, one of each choice.
    fn with(&self, taken: &[usize]) -> Answer {
        match self {
            Told::Always(answer) => *answer,
            Told::By(choice, answers) => {
                let cell = taken.get(*choice).and_then(|cell| answers.get(*cell));
                cell.copied().unwrap_or(Answer::Unknown)
            }
        }
    }
}

/// A filter with its tests made ready.
struct Ready<'a> {
    side: Side,
    event: EventId,
    set: &'a EventSet,
    nodes: &'a [Node],
    tests: &'a [Option<CompiledTest>],
}

impl World<'_> {
    /// The rows of a contact; none if none are found.
    pub(super) fn rows(
        &self,
        shared: &Shared,
        side: Side,
        demand: &Demand,
        fields: &[(FieldId, Given)],
    ) -> Option<Vec<(EventId, Row)>> {
        let mut made = Made { rows: Vec::new(), have: vec![0; self.sets.rows.len()] };
        // What is asked of one row is said by one row.
        let mut picks: BTreeMap<(usize, bool), Vec<Said<'_>>> = BTreeMap::new();
        for (pick, cell, items) in demand.picks.iter().filter(|(_, cell, _)| *cell != Cell::Nothing) {
            let PickOf { set, field, is_first, .. } = *self.events.picks.get(*pick)?;
            picks.entry((set, is_first)).or_default().push((field, cell, items));
        }
        // Rows that are only counted lie before the latest, and after the first.
        let mut latest = i32::MAX;
        for ((set, is_first), said) in picks {
            let day = match (is_first, demand.style) {
                (true, _) => self.day_in(set, Style::Earliest, fields)?,
                (false, Style::Latest) => self.day_in(set, Style::Latest, fields)?,
                (false, Style::Earliest) => {
                    let day = self.day_in(set, Style::Earliest, fields)?;
                    day.saturating_add(1).min(self.plans.new.today())
                }
            };
            let day = self.put_rows(shared, side, (set, day, 1), &said, &mut made)?;
            if !is_first {
                latest = latest.min(day - 1);
            }
        }
        // Narrow sets first: their rows count for the wide ones.
        let mut counts = demand.counts.clone();
        counts.sort_by_key(|(set, _)| {
            let wider = self
                .sets
                .rows
                .get(*set)
                .map_or(0, |rows| self.sets.rows.iter().filter(|other| rows.lies_in(other)).count());
            std::cmp::Reverse(wider)
        });
        for (set, count) in counts {
            let missing = count - made.have.get(set).copied().unwrap_or(0);
            if missing > MOST_ROWS {
                return None;
            }
            if missing > 0 {
                let day = self.day_in(set, demand.style, fields)?;
                self.put_rows(shared, side, (set, day.min(latest), missing), &[], &mut made)?;
            }
        }
        made.rows.sort_by_key(|(event, _)| *event);
        Some(made.rows)
    }

    /// Puts so many rows of a set; on which day.
    fn put_rows(
        &self,
        shared: &Shared,
        side: Side,
        (set, day, times): (usize, i32, i64),
        said: &[Said<'_>],
        made: &mut Made,
    ) -> Option<i32> {
        let rows = self.sets.rows.get(set)?;
        let (plain, day, inside) = self.plain(shared, set, day, said)?;
        for ((have, other), inside) in made.have.iter_mut().zip(&self.sets.rows).zip(inside) {
            if inside && other.from.is_none_or(|from| day >= from) {
                *have += times;
            }
        }
        let Some(event) = *shared.events.get(rows.event)?.of(side) else { return Some(day) };
        let program = self.program(side);
        let mut row: Row = Vec::new();
        for (known, cell, items) in plain {
            let Some(field) = to_side(shared, rows.event, known, side) else { continue };
            let declared = program.events.get(event.index())?.fields.get(field.index())?;
            let read = read(&cell, &items, declared, program);
            if read != Given::Missing {
                row.push((field, read));
            }
        }
        row.sort_by_key(|(field, _)| *field);
        made.rows.extend((0..times).map(|_| (event, row.clone())));
        Some(day)
    }

    /// A day in the window of a set.
    fn day_in(&self, set: usize, style: Style, fields: &[(FieldId, Given)]) -> Option<i32> {
        let rows = self.sets.rows.get(set)?;
        let today = self.plans.new.today();
        let since = match rows.set.window {
            Some(Window::Since(field)) => fields.iter().find(|(own, _)| *own == field),
            Some(Window::Last(_)) | None => None,
        };
        let start = since.and_then(|(_, given)| match given {
            Given::Value(Value::Date(date)) => Some(day_of(*date)),
            Given::Value(_) | Given::Missing | Given::Items(_) => None,
        });
        Some(match style {
            Style::Latest => today,
            // Ten years ago, where all time is open.
            Style::Earliest => start.or(rows.from).unwrap_or(today - 3_653).min(today),
        })
    }

    /// The filters of all sets of an event, in both programs.
    fn filters(&self, event: usize) -> Vec<(usize, Ready<'_>)> {
        let own = self.sets.rows.iter().enumerate().filter(|(_, rows)| rows.event == event);
        own.filter_map(|(index, rows)| {
            let nodes = rows.set.filter.as_ref().map_or(&[][..], |filter| filter.nodes.as_slice());
            let tests = sample::filter_tests(self.plans.of(rows.side), rows.set)?;
            let (side, set) = (rows.side, rows.set);
            Some((index, Ready { side, event: set.event, set, nodes, tests }))
        })
        .collect()
    }

    /// A row that a set lets in, and as few others as can be; its day; and for each set whether it lets it in.
    fn plain(
        &self,
        shared: &Shared,
        set: usize,
        day: i32,
        said: &[Said<'_>],
    ) -> Option<(Plain, i32, Vec<bool>)> {
        let rows = self.sets.rows.get(set)?;
        let filters = self.filters(rows.event);
        let kind = self.program(rows.side).events.get(rows.set.event.index())?;
        let dated = kind.dated_by.map(|field| to_known(shared, rows.event, rows.side, field));
        let (mut day, mut fixed): (i32, Plain) = (day, Vec::new());
        for (field, cell, items) in said {
            if let Cell::Day(date) = cell
                && Some(*field) == dated
            {
                day = day_of(*date);
            } else {
                fixed.push((*field, (*cell).clone(), items.to_vec()));
            }
        }
        if let Some(dated) = dated {
            fixed.push((dated, Cell::Day(date_of(day)?), Vec::new()));
        }
        let choices = self.choices(shared, rows.event, &filters, &fixed);
        let told: Vec<Vec<Told>> = filters
            .iter()
            .map(|(_, filter)| self.told(shared, rows.event, filter, &fixed, &choices))
            .collect();
        let ways = choices.iter().fold(1_usize, |ways, (_, cells)| ways.saturating_mul(cells.len().max(1)));
        // Sets that let every way in; no way is in fewer than these and the one that it is for.
        let always = |((index, filter), _): &(&(usize, Ready<'_>), &Vec<Told>)| {
            *index == set || filter.nodes.is_empty()
        };
        let fewest = filters.iter().zip(&told).filter(always).count();
        let mut best: Option<(usize, Vec<usize>, Vec<bool>)> = None;
        for way in 0..ways.min(MOST_WAYS) {
            let mut rest = way;
            let mut taken = Vec::with_capacity(choices.len());
            for (_, cells) in &choices {
                let count = cells.len().max(1);
                taken.push(rest % count);
                rest /= count;
            }
            let mut inside = vec![false; self.sets.rows.len()];
            let mut others = 0;
            for ((index, filter), told) in filters.iter().zip(&told) {
                let says: Vec<Answer> = told.iter().map(|told| told.with(&taken)).collect();
                let answer = lets_in(filter.nodes, &says);
                if let Some(place) = inside.get_mut(*index) {
                    *place = answer == Answer::Yes;
                }
                others += match answer {
                    Answer::No => 0,
                    Answer::Yes => 1,
                    Answer::Unknown => 3,
                };
            }
            let better = best.as_ref().is_none_or(|(least, _, _)| others < *least);
            if inside.get(set) == Some(&true) && better {
                best = Some((others, taken, inside));
                if others <= fewest {
                    break;
                }
            }
        }
        let (_, taken, inside) = best?;
        let mut row = fixed;
        for ((field, cells), cell) in choices.iter().zip(taken) {
            if let Some(cell) = cells.get(cell) {
                row.push((*field, cell.clone(), Vec::new()));
            }
        }
        Some((row, day, inside))
    }

    /// What each test of a filter says of a row: each value is asked about once, however many rows are made of it.
    fn told(
        &self,
        shared: &Shared,
        event: usize,
        filter: &Ready<'_>,
        fixed: &Plain,
        choices: &[(Known, Vec<Cell>)],
    ) -> Vec<Told> {
        let (program, plan) = (self.program(filter.side), self.plans.of(filter.side));
        let told = |(node, test): (&Node, &Option<CompiledTest>)| {
            let (Some(id), Some(test)) = (asked(node), test) else { return Told::Always(Answer::Unknown) };
            let declared =
                program.events.get(filter.event.index()).and_then(|kind| kind.fields.get(id.index()));
            let known = to_known(shared, event, filter.side, id);
            let of = |values: &[Given]| sample::of(plan, test, Source::Event(filter.event, id), values);
            let always =
                |value: Given| Told::Always(of(&[value]).first().copied().unwrap_or(Answer::Unknown));
            let Some(field) = declared else { return always(Given::Missing) };
            if let Some((_, cell, items)) = fixed.iter().find(|(field, _, _)| *field == known) {
                return always(read(cell, items, field, program));
            }
            let choice = choices.iter().position(|(field, cells)| *field == known && !cells.is_empty());
            let Some((choice, (_, cells))) = choice.and_then(|at| Some((at, choices.get(at)?))) else {
                return always(Given::Missing);
            };
            let values: Vec<Given> = cells.iter().map(|cell| read(cell, &[], field, program)).collect();
            Told::By(choice, of(&values))
        };
        filter.nodes.iter().zip(filter.tests).map(told).collect()
    }

    /// What the fields that filters ask may say.
    fn choices(
        &self,
        shared: &Shared,
        event: usize,
        filters: &[(usize, Ready<'_>)],
        fixed: &Plain,
    ) -> Vec<(Known, Vec<Cell>)> {
        let mut tests: BTreeMap<Known, Vec<Asked<'_>>> = BTreeMap::new();
        for (_, filter) in filters {
            for (node, test) in filter.nodes.iter().zip(filter.tests) {
                let (Some(id), Some(test), NodeKind::Test(written)) = (asked(node), test, &node.kind) else {
                    continue;
                };
                tests.entry(to_known(shared, event, filter.side, id)).or_default().push(Asked {
                    side: filter.side,
                    id: TestId::Rest,
                    source: Source::Event(filter.set.event, id),
                    test,
                    relation: Some(&written.relation),
                    of_domain: false,
                });
            }
        }
        let mut found = Vec::new();
        for (known, tests) in tests {
            if fixed.iter().any(|(field, _, _)| *field == known) {
                continue;
            }
            let field = |side: Side| {
                let own = (*shared.events.get(event)?.of(side))?;
                let field = to_side(shared, event, known, side)?;
                self.program(side).events.get(own.index())?.fields.get(field.index())
            };
            let fields = Both { old: field(Side::Old), new: field(Side::New) };
            let Some(any) = fields.new.or(fields.old) else { continue };
            let values = values(Kind::of(&any.field_type), fields, &self.plans, &tests, &BTreeSet::new());
            let texts = |domain: Option<&String>| {
                let names = tests.iter().filter_map(|asked| asked.relation);
                let names = names.flat_map(|relation| named(relation, &any.field_type));
                let names = names.map(|text| text.replace('*', "")).chain([PLAIN.to_owned()]);
                names.chain(domain.cloned()).map(Cell::Text).collect::<Vec<_>>()
            };
            let cells = values.into_iter().flat_map(|value| match value.value {
                Cell::Missing | Cell::Nothing | Cell::Band(..) | Cell::SomeItems => Vec::new(),
                Cell::SomeText(domain) => texts(domain.as_ref()),
                cell
                @ (Cell::YesNo(_) | Cell::Number(_) | Cell::Money(..) | Cell::Day(_) | Cell::Text(_)) => {
                    vec![cell]
                }
            });
            found.push((known, cells.collect()));
        }
        found
    }
}

/// What a program reads of a value, and of its items.
fn read(cell: &Cell, items: &[String], field: &Field, program: &Program) -> Given {
    if *cell == Cell::SomeItems { items_given(items, field) } else { given(cell, field, &program.rates) }
}

/// The event's field that a node of a filter tests.
fn asked(node: &Node) -> Option<EventFieldId> {
    match &node.kind {
        NodeKind::Test(Test { operand: Operand::EventField(id), .. }) => Some(*id),
        NodeKind::Test(_)
        | NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_) => None,
    }
}

/// A field of an event of a program, as either knows it.
pub(super) fn to_known(shared: &Shared, event: usize, side: Side, field: EventFieldId) -> Known {
    match side {
        Side::New => (side, field),
        Side::Old => paired(shared, event)
            .and_then(|fields| fields.iter().position(|old| *old == Some(field)))
            .map_or((side, field), |new| (Side::New, EventFieldId::at(new))),
    }
}

/// The same, as one of the programs has it, if it does.
fn to_side(shared: &Shared, event: usize, known: Known, side: Side) -> Option<EventFieldId> {
    match (known, side) {
        ((from, field), to) if from == to => Some(field),
        ((Side::New, field), _) => paired(shared, event)?.get(field.index()).copied().flatten(),
        ((Side::Old, _), _) => None,
    }
}

fn paired(shared: &Shared, event: usize) -> Option<&Vec<Option<EventFieldId>>> {
    let new = shared.events.get(event)?.new?;
    shared.event_fields.get(new.index())
}
