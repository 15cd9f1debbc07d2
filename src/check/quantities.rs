//! Counts of events, their filters and windows.
//!
//! A filter has nodes of its own, about one event; the parser lets none stand inside another.

use super::checker::{Checker, Scope};
use super::names::{Thing, closest};
use super::operators::Kind;
use super::problem::conditions::ConditionProblem;
use super::problem::names::{Guess, NameProblem};
use super::problem::values::ValueProblem;
use super::values::duration;
use crate::model::condition::{NodeKind, Operand, Relation, Test};
use crate::model::field::FieldType;
use crate::model::ids::{CountId, EventFieldId, EventId, FieldId, NodeId};
use crate::model::related::{EventSet, Filter, Window};
use crate::model::value::{SCALE, Value};
use crate::syntax::document::{
    Count, CountNumber, Name, Quantity, Unary, Window as WrittenWindow, WindowKind,
};
use crate::text::span::Place;

impl Checker<'_> {
    /// `at least 2 touches where … within the last 30 days`
    pub(super) fn quantity(&mut self, scope: &Scope, place: Place, quantity: &Quantity) -> Option<NodeId> {
        if let Some(outer) = scope.event {
            self.outside_where(scope, outer, &quantity.event);
            return None;
        }
        let event = self.event_named(scope, &quantity.event);
        let relation = self.count(scope, &quantity.count);
        let event = event?;
        let set = self.event_set(scope, event, quantity.filter.as_deref(), quantity.window.as_ref());
        let (relation, set) = (relation?, set?);
        let count = CountId::at(self.program.counts.len());
        self.program.counts.push(set);
        let test = Test { operand: Operand::Count(count), relation };
        Some(self.push(NodeKind::Test(test), place))
    }

    /// How many: `no` is at most 0, `any` is at least 1, `exactly n` is n.
    fn count(&mut self, scope: &Scope, count: &Count) -> Option<Relation> {
        Some(match count {
            Count::No => Relation::AtMost(Value::Number(0)),
            Count::Any => Relation::AtLeast(Value::Number(SCALE)),
            Count::AtLeast(number) => Relation::AtLeast(self.count_number(scope, number)?),
            Count::AtMost(number) => Relation::AtMost(self.count_number(scope, number)?),
            Count::MoreThan(number) => Relation::MoreThan(self.count_number(scope, number)?),
            Count::LessThan(number) => Relation::LessThan(self.count_number(scope, number)?),
            Count::Exactly(number) => Relation::Is(self.count_number(scope, number)?),
        })
    }

    fn count_number(&mut self, scope: &Scope, number: &CountNumber) -> Option<Value> {
        match number {
            CountNumber::Number(number) => {
                let count = self.whole(scope.source, number, "a count of events")?;
                count.checked_mul(SCALE).map(Value::Number)
            }
            CountNumber::Name(name) => {
                let place = scope.place(name.at);
                let Some(parameter) = scope.parameter.clone().filter(|parameter| parameter.key == name.key)
                else {
                    if let Some(entry) = self.names.get(&name.key) {
                        let is = entry.thing.words();
                        self.report(NameProblem::WrongThing {
                            name: name.text.clone(),
                            place,
                            is,
                            wanted: "a number, or the value in parentheses",
                        });
                    } else {
                        self.undeclared(scope.source, name, Guess::Value("a count".to_owned()));
                    }
                    return None;
                };
                let given = parameter.typed.kind()?;
                if given != Kind::WholeNumber {
                    self.report(ValueProblem::ParameterKind {
                        place,
                        parameter: name.text.clone(),
                        given,
                        field: "a count of events".to_owned(),
                        kind: Kind::WholeNumber,
                    });
                    return None;
                }
                Some(parameter.value.clone())
            }
        }
    }

    /// Some of the events: those that a filter and a window leave.
    pub(super) fn event_set(
        &mut self,
        scope: &Scope,
        event: EventId,
        filter: Option<&Unary>,
        window: Option<&WrittenWindow>,
    ) -> Option<EventSet> {
        let filter = match filter {
            Some(unary) => match self.filter(scope, event, |checker, inner| checker.unary(inner, unary)) {
                Some(filter) => Ok(Some(filter)),
                None => Err(()),
            },
            None => Ok(None),
        };
        let window = match window {
            Some(window) => match self.window(scope, event, window) {
                Some(window) => Ok(Some(window)),
                None => Err(()),
            },
            None => Ok(None),
        };
        Some(EventSet { event, filter: filter.ok()?, window: window.ok()? })
    }

    /// The nodes of a filter, apart from the program's.
    pub(super) fn filter(
        &mut self,
        scope: &Scope,
        event: EventId,
        build: impl FnOnce(&mut Self, &Scope) -> Option<NodeId>,
    ) -> Option<Filter> {
        let inner = Scope { event: Some(event), beside: None, ..scope.clone() };
        let outer = std::mem::take(&mut self.program.nodes);
        let answer = build(self, &inner);
        let nodes = std::mem::replace(&mut self.program.nodes, outer);
        answer.map(|_| Filter { nodes })
    }

    fn window(&mut self, scope: &Scope, event: EventId, window: &WrittenWindow) -> Option<Window> {
        let place = scope.place(window.at);
        let dated = self.dated(event, place, "a window of time");
        let found = match &window.kind {
            WindowKind::Last(written) => {
                let length = duration(written);
                self.moves(Place::new(scope.source, written.at.0), length.unit)?;
                Window::Last(length)
            }
            WindowKind::LastName(name) => Window::Last(self.named_length(scope, name)?),
            WindowKind::Since(name) => {
                Window::Since(self.date_field(scope, name, "`since` starts on a date")?)
            }
        };
        dated.then_some(found)
    }

    /// A field that holds a date.
    pub(super) fn date_field(&mut self, scope: &Scope, name: &Name, why: &'static str) -> Option<FieldId> {
        let id = self.field_named(scope.source, name, "date")?;
        let typed = self.type_of(id);
        let kind = typed.kind()?;
        if !matches!(kind, Kind::Date | Kind::DateTime) {
            self.report(NameProblem::NotADate {
                place: scope.place(name.at),
                name: name.text.clone(),
                kind,
                why,
            });
            return None;
        }
        self.need_field(id, scope.place(name.at));
        Some(id)
    }

    /// Whether the events have a date, which is needed here.
    pub(super) fn dated(&mut self, event: EventId, place: Place, what: &'static str) -> bool {
        let Some(kind) = self.program.events.get(event.index()) else { return false };
        if kind.dated_by.is_some() {
            return true;
        }
        if self.broken_events.contains(&event) {
            self.gaps.any = true;
            return false;
        }
        let date = kind
            .fields
            .iter()
            .find(|field| matches!(field.field_type, FieldType::Date | FieldType::DateTime))
            .map(|field| field.name.clone());
        let problem = ConditionProblem::EventsWithoutDate {
            place,
            events: kind.plural.clone(),
            declared: kind.place,
            what,
            date,
        };
        self.report(problem);
        false
    }

    /// An event by its singular or plural.
    pub(super) fn event_named(&mut self, scope: &Scope, name: &Name) -> Option<EventId> {
        let thing = self.resolve(scope.source, name, Guess::Event)?;
        if let Thing::Event(event) = thing {
            return Some(event);
        }
        self.report(NameProblem::WrongThing {
            name: name.text.clone(),
            place: scope.place(name.at),
            is: thing.words(),
            wanted: "a kind of event",
        });
        None
    }

    /// A field of an event.
    pub(super) fn event_field(&mut self, scope: &Scope, event: EventId, name: &Name) -> Option<EventFieldId> {
        let names = self.event_names.get(event.index())?;
        if let Some(id) = names.get(&name.key) {
            return Some(*id);
        }
        let mut keys: Vec<&str> = names.keys().map(String::as_str).collect();
        keys.sort_unstable();
        let near = closest(&name.key, keys.into_iter()).map(str::to_owned);
        let kind = self.program.events.get(event.index())?;
        if self.broken_events.contains(&event) {
            self.gaps.any = true;
            return None;
        }
        let problem = NameProblem::NoEventField {
            place: scope.place(name.at),
            name: name.text.clone(),
            event: kind.name.clone(),
            near,
            fields: kind.fields.iter().map(|field| field.name.clone()).collect(),
        };
        self.report(problem);
        None
    }
}
