//! Sets of events: which of two programs' are the same, and which lie in which.

use std::collections::{BTreeSet, HashMap};

use super::shared::{Both, Shared, Side};
use crate::evaluate::fold::folded;
use crate::evaluate::plan::Plan;
use crate::model::condition::{NodeKind, Operand, Relation, Texts, ValueList};
use crate::model::field::FieldType;
use crate::model::ids::{EventFieldId, FieldId};
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;
use crate::model::value::{Unit, Value};

/// A set of events of either program or both.
#[derive(Clone, Debug)]
pub(super) struct Rows<'p> {
    /// Its event, by its index among the shared ones.
    pub(super) event: usize,
    /// As one of the programs has it.
    pub(super) side: Side,
    pub(super) set: &'p EventSet,
    /// What its filter asks, all of it.
    asks: BTreeSet<String>,
    /// The first day of its window; none for all time.
    pub(super) from: Option<i32>,
    /// The field its window starts at, by its index among the shared ones.
    pub(super) since: Option<usize>,
}

/// The sets of two programs, each once.
#[derive(Debug, Default)]
pub(super) struct Sets<'p> {
    pub(super) rows: Vec<Rows<'p>>,
    known: HashMap<String, usize>,
}

impl<'p> Sets<'p> {
    /// All sets that are counted, picked from, or scored.
    pub(super) fn new(shared: &Shared, programs: &Both<&'p Program>, plans: &Both<Plan<'_>>) -> Self {
        let mut sets = Sets::default();
        for side in Side::BOTH {
            let program = *programs.of(side);
            let scored = program.scores.iter().flat_map(|score| &score.rows);
            let scored = scored.filter_map(|row| match &row.basis {
                Basis::ForEach(set) => Some(set),
                Basis::When(_) | Basis::Per { .. } => None,
            });
            let picked = program.picks.iter().map(|pick| &pick.set);
            for set in program.counts.iter().chain(picked).chain(scored) {
                sets.add(shared, program, plans.of(side), side, set);
            }
        }
        sets
    }

    fn add(&mut self, shared: &Shared, program: &'p Program, plan: &Plan<'_>, side: Side, set: &'p EventSet) {
        let key = key(shared, program, side, set);
        let next = self.rows.len();
        if *self.known.entry(key).or_insert(next) != next {
            return;
        }
        let (from, since) = match set.window {
            None => (None, None),
            Some(Window::Last(length)) => (Some(plan.calendar().earlier(plan.today(), length)), None),
            Some(Window::Since(field)) => (None, shared.index_of(side, field)),
        };
        let event = shared.of_event.of(side).get(set.event.index()).copied().unwrap_or(0);
        self.rows.push(Rows { event, side, set, asks: asks(shared, program, side, set), from, since });
    }

    /// Which set this is.
    pub(super) fn index_of(
        &self,
        shared: &Shared,
        program: &Program,
        side: Side,
        set: &EventSet,
    ) -> Option<usize> {
        self.known.get(&key(shared, program, side, set)).copied()
    }
}

impl Rows<'_> {
    /// Whether all its rows are surely among those of the other.
    pub(super) fn lies_in(&self, other: &Rows<'_>) -> bool {
        let in_window = match (other.from, other.since) {
            (None, None) => true,
            (Some(from), _) => self.from.is_some_and(|own| own >= from),
            (None, Some(since)) => self.since == Some(since),
        };
        self.event == other.event && in_window && self.asks.is_superset(&other.asks)
    }
}

/// The same for sets that mean the same.
fn key(shared: &Shared, program: &Program, side: Side, set: &EventSet) -> String {
    let event = shared.of_event.of(side).get(set.event.index());
    let window = match set.window {
        None => String::new(),
        Some(Window::Since(FieldId(field))) => {
            format!("since {:?}", shared.index_of(side, FieldId(field)))
        }
        Some(Window::Last(length)) => match length.unit {
            Unit::Years => format!("{} months", u64::from(length.count) * 12),
            Unit::Months => format!("{} months", length.count),
            Unit::Weeks => format!("{} days", u64::from(length.count) * 7),
            Unit::Days => format!("{} days", length.count),
            Unit::WorkingDays | Unit::Hours | Unit::Minutes | Unit::WorkingHours | Unit::WorkingMinutes => {
                format!("{length:?} {side:?}")
            }
        },
    };
    format!("{event:?} {:?} {window}", asks(shared, program, side, set))
}

/// What a filter asks, all of it.
fn asks(shared: &Shared, program: &Program, side: Side, set: &EventSet) -> BTreeSet<String> {
    let Some(filter) = &set.filter else { return BTreeSet::new() };
    let kind = program.events.get(set.event.index());
    let mut said: Vec<String> = Vec::new();
    let mut joined: Vec<BTreeSet<String>> = Vec::new();
    for node in &filter.nodes {
        let of = |id: &crate::model::ids::NodeId| said.get(id.index()).cloned().unwrap_or_default();
        let parts: BTreeSet<String> = node.kind.parts().iter().map(of).collect();
        let text = match &node.kind {
            NodeKind::All(_) => format!("all {parts:?}"),
            NodeKind::Any(_) => format!("any {parts:?}"),
            NodeKind::AtLeast { count, parts } => {
                format!("{count} of {:?}", parts.iter().map(of).collect::<Vec<_>>())
            }
            NodeKind::Not(_) => format!("not {parts:?}"),
            NodeKind::AssumeIfUnknown { answer, .. } => format!("{answer} if unknown {parts:?}"),
            NodeKind::Rule(rule) => format!("{side:?} {rule:?}"),
            NodeKind::Stage(stage) => format!("{side:?} {stage:?}"),
            NodeKind::Test(test) => {
                let field = match test.operand {
                    Operand::EventField(field) => field,
                    Operand::Field(_)
                    | Operand::DomainOf(_)
                    | Operand::Pick(_)
                    | Operand::Score(_)
                    | Operand::Count(_) => EventFieldId(u32::MAX),
                };
                let declared = kind.and_then(|kind| kind.fields.get(field.index()));
                let relation = declared.map(|field| plain(&test.relation, &field.field_type));
                format!("{} {relation:?}", field_key(shared, side, set, field))
            }
        };
        let own = match &node.kind {
            NodeKind::All(parts) => {
                parts.iter().filter_map(|part| joined.get(part.index())).flatten().cloned().collect()
            }
            NodeKind::Any(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_)
            | NodeKind::Test(_) => BTreeSet::from([text.clone()]),
        };
        said.push(text);
        joined.push(own);
    }
    joined.pop().unwrap_or_default()
}

/// The same for an event's field of both programs.
pub(super) fn field_key(shared: &Shared, side: Side, set: &EventSet, field: EventFieldId) -> String {
    match side {
        Side::New => format!("field {}", field.0),
        Side::Old => {
            let index = shared.of_event.old.get(set.event.index());
            let new = index.and_then(|index| shared.events.get(*index)).and_then(|event| event.new);
            let fields = new.and_then(|event| shared.event_fields.get(event.index()));
            let same = fields.and_then(|fields| fields.iter().position(|own| *own == Some(field)));
            same.map_or_else(|| format!("old field {}", field.0), |same| format!("field {same}"))
        }
    }
}

/// A relation with its listed values as texts, whatever list they come from.
fn plain(relation: &Relation, field_type: &FieldType) -> Relation {
    let value = |value: &Value| match super::cell::text_of(value, field_type) {
        Some(text) => Value::Text(folded(&text)),
        None => value.clone(),
    };
    let sorted = |values: &[Value]| {
        let mut values: Vec<Value> = values.iter().map(value).collect();
        values.sort_by_key(|value| format!("{value:?}"));
        values
    };
    let texts = |own: &Texts| Texts { values: sorted(&own.values), all: own.all, list: None };
    match relation {
        Relation::Is(own) => Relation::OneOf(ValueList { values: vec![value(own)], list: None }),
        Relation::OneOf(list) => Relation::OneOf(ValueList { values: sorted(&list.values), list: None }),
        Relation::ContainsWords(own) => Relation::ContainsWords(texts(own)),
        Relation::ContainsText(own) => Relation::ContainsText(texts(own)),
        Relation::ContainsItems(own) => Relation::ContainsItems(texts(own)),
        other @ (Relation::Known
        | Relation::AtLeast(_)
        | Relation::AtMost(_)
        | Relation::MoreThan(_)
        | Relation::LessThan(_)
        | Relation::Between(..)
        | Relation::Within(_)
        | Relation::WithinLast(_)
        | Relation::MoreThanAgo(_)
        | Relation::Before(_)
        | Relation::After(_)
        | Relation::OnOrBefore(_)
        | Relation::OnOrAfter(_)
        | Relation::InThePast
        | Relation::InTheFuture
        | Relation::StartsWith(_)
        | Relation::EndsWith(_)
        | Relation::Matches(_)) => other.clone(),
    }
}
