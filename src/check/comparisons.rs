//! Comparisons: an operand, an operator, and values of the operand's type.

mod guess;
mod lengths;
mod several;
mod unfit;

use std::rc::Rc;

use guess::guess_type;

use super::checker::{Checker, Scope};
use super::names::Thing;
use super::operators::{Kind, Operator};
use super::order::Unit;
use super::problem::conditions::ConditionProblem;
use super::problem::names::Guess;
use super::problem::values::ValueProblem;
use super::typed::{Type, Typed};
use super::values::{Side, duration};
use crate::model::condition::{NodeKind, Operand, Relation, Test};
use crate::model::ids::{FieldId, NodeId, PickId};
use crate::model::related::Pick;
use crate::model::value::Value;
use crate::syntax::document::{
    Comparison, Literal, Name, OperandKind, Relation as Written, Text, Value as WrittenValue, Values,
};
use crate::text::span::{Place, Span};

/// An operand that was found, with its type.
pub(super) struct Found {
    /// What the model compares.
    pub operand: Operand,
    /// Its type.
    pub typed: Rc<Typed>,
    /// The contact's field itself, neither its domain nor an event's.
    pub field: Option<FieldId>,
    /// Whether it is the date of events, which is never ahead.
    pub dates_event: bool,
}

impl Checker<'_> {
    /// A comparison.
    pub(super) fn comparison(&mut self, scope: &Scope, comparison: &Comparison) -> Option<NodeId> {
        let whole = self.with_ago(scope, comparison, comparison.operand.at.0.to(relation_end(comparison)));
        let found = self.operand(scope, comparison, whole)?;
        let kind = found.typed.kind()?;
        let operator = Operator::of(&comparison.relation);
        let words = self.sources.words(scope.place(comparison.operand.at)).to_owned();
        if !operator.fits(kind)
            || operator == Operator::Known
                && matches!(found.operand, Operand::DomainOf(_) | Operand::Score(_))
        {
            self.unfit(scope, comparison, &found, kind, operator, &words, whole);
            return None;
        }
        let operator_words = self.sources.words(scope.place(comparison.operator_at)).to_owned();
        let side = Side {
            typed: &found.typed,
            words: &words,
            operator: &operator_words,
            whole,
            equality: matches!(operator, Operator::Is | Operator::OneOf),
        };
        let relation = self.relation(scope, comparison, &side, kind, &found)?;
        let place = Place::new(scope.source, whole);
        if let (Some(field), Some(blanks)) = (found.field, &mut self.blanks) {
            if operator == Operator::Known {
                blanks.asked.insert(field);
            } else if comparison.negated
                && scope.positive
                && !scope.settled
                && matches!(
                    operator,
                    Operator::Is | Operator::OneOf | Operator::Contains | Operator::ContainsText
                )
                && kind != Kind::YesNo
            {
                blanks.negated.push((field, place));
            }
        }
        let missing = matches!(comparison.relation, Written::Missing);
        let test = Test { operand: found.operand, relation };
        let node = self.push(NodeKind::Test(test), place);
        Some(if comparison.negated != missing { self.push(NodeKind::Not(node), place) } else { node })
    }

    /// `is more than 6 months ago` ends with its last word, which has no node of its own.
    fn with_ago(&self, scope: &Scope, comparison: &Comparison, whole: Span) -> Span {
        if !matches!(comparison.relation, Written::MoreThanAgo(_)) {
            return whole;
        }
        let text = self.sources.get(scope.source).map_or("", |source| source.text());
        let rest = text.get(whole.end as usize..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
        match rest.get(blanks..blanks + 3) {
            Some(word) if word.eq_ignore_ascii_case("ago") => {
                Span { end: whole.end + blanks as u32 + 3, ..whole }
            }
            Some(_) | None => whole,
        }
    }

    /// What is compared.
    fn operand(&mut self, scope: &Scope, comparison: &Comparison, whole: Span) -> Option<Found> {
        let place = scope.place(comparison.operand.at);
        match &comparison.operand.kind {
            OperandKind::Name(name) => self.name_operand(scope, comparison, name, whole),
            OperandKind::DomainOf(name) => {
                if let Some(event) = scope.event {
                    self.outside_where(scope, event, name);
                    return None;
                }
                let id = self.field_named(scope.source, name, "email")?;
                let typed = self.type_of(id);
                let kind = typed.kind()?;
                if kind != Kind::Email {
                    self.report(ConditionProblem::NoDomain {
                        place: scope.place(name.at),
                        name: name.text.clone(),
                        kind,
                    });
                    return None;
                }
                self.need_field(id, place);
                Some(Found {
                    operand: Operand::DomainOf(id),
                    typed: Rc::new(Typed::text()),
                    field: None,
                    dates_event: false,
                })
            }
            OperandKind::OfEvent { field, first, event, filter } => {
                if let Some(outer) = scope.event {
                    self.outside_where(scope, outer, event);
                    return None;
                }
                let id = self.event_named(scope, event)?;
                if !self.dated(id, place, "the latest or first of them") {
                    return None;
                }
                let filter = match filter {
                    Some(chain) => {
                        Some(self.filter(scope, id, |checker, inner| checker.chain(inner, chain))?)
                    }
                    None => None,
                };
                let field_id = self.event_field(scope, id, field)?;
                let typed = self.event_type(id, field_id)?;
                typed.kind()?;
                let dates_event =
                    self.program.events.get(id.index()).is_some_and(|kind| kind.dated_by == Some(field_id));
                let set = crate::model::related::EventSet { event: id, filter, window: None };
                let pick = PickId::at(self.program.picks.len());
                self.program.picks.push(Pick { set, field: field_id, first: *first });
                Some(Found { operand: Operand::Pick(pick), typed, field: None, dates_event })
            }
        }
    }

    fn name_operand(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        name: &Name,
        whole: Span,
    ) -> Option<Found> {
        let place = scope.place(name.at);
        if let Some(event) = scope.event {
            let Some(id) =
                self.event_names.get(event.index()).and_then(|names| names.get(&name.key)).copied()
            else {
                self.outside_where(scope, event, name);
                return None;
            };
            let typed = self.event_type(event, id)?;
            let dates_event =
                self.program.events.get(event.index()).is_some_and(|kind| kind.dated_by == Some(id));
            return Some(Found { operand: Operand::EventField(id), typed, field: None, dates_event });
        }
        if self.is_parameter(scope, name) {
            self.report(ConditionProblem::ParameterAlone { place, name: name.text.clone() });
            return None;
        }
        let Some(thing) = self.names.get(&name.key).map(|entry| entry.thing) else {
            if !self.beside_where(scope, name, whole) {
                let typed = guess_type(&comparison.relation);
                self.undeclared(scope.source, name, Guess::Compared(typed));
            }
            return None;
        };
        match thing {
            Thing::Field(id) => {
                let typed = self.type_of(id);
                typed.kind()?;
                self.need_field(id, place);
                Some(Found { operand: Operand::Field(id), typed, field: Some(id), dates_event: false })
            }
            Thing::Score(score) => {
                self.need(Unit::Score(score), place);
                Some(Found {
                    operand: Operand::Score(score),
                    typed: Rc::new(Typed::new(Type::Score(score))),
                    field: None,
                    dates_event: false,
                })
            }
            Thing::Broken => None,
            Thing::Criterion(_)
            | Thing::Stage(_)
            | Thing::Profile(_)
            | Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Aside(_)
            | Thing::Source(_) => {
                self.not_comparable(scope, comparison, name, thing, whole);
                None
            }
        }
    }

    /// The operator with its values.
    fn relation(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        side: &Side<'_>,
        kind: Kind,
        found: &Found,
    ) -> Option<Relation> {
        Some(match &comparison.relation {
            Written::Known | Written::Missing => Relation::Known,
            Written::Is(value) => Relation::Is(self.value(scope, side, value)?),
            Written::OneOf(values) => Relation::OneOf(self.value_list(scope, side, kind, values)?),
            Written::AtLeast(value) => Relation::AtLeast(self.value(scope, side, value)?),
            Written::AtMost(value) => Relation::AtMost(self.value(scope, side, value)?),
            Written::LessThan(value) => Relation::LessThan(self.value(scope, side, value)?),
            Written::MoreThan(value) => Relation::MoreThan(self.value(scope, side, value)?),
            Written::Between(low, high) => {
                let one = self.value(scope, side, low);
                let two = self.value(scope, side, high);
                let (one, two) = (one?, two?);
                if self.exceeds(&one, &two) && !self.is_sample(scope, low) && !self.is_sample(scope, high) {
                    let start = self.between_start(scope, comparison);
                    self.report(ValueProblem::EmptyRange {
                        place: Place::new(scope.source, Span { start, end: side.whole.end }),
                        low: scope.place(crate::syntax::document::At(low.span())),
                        high: scope.place(crate::syntax::document::At(high.span())),
                        low_text: self.sources.words(Place::new(scope.source, low.span())).to_owned(),
                        high_text: self.sources.words(Place::new(scope.source, high.span())).to_owned(),
                    });
                    return None;
                }
                Relation::Between(one, two)
            }
            Written::Within(value) => {
                let length = self.length(scope, value)?;
                if found.dates_event {
                    self.report(ConditionProblem::AheadOfEvents {
                        place: Place::new(
                            scope.source,
                            Span { start: comparison.operator_at.0.start, end: side.whole.end },
                        ),
                        operator: scope.place(comparison.operator_at),
                        length: self.sources.words(Place::new(scope.source, value.span())).to_owned(),
                    });
                    return None;
                }
                Relation::Within(length)
            }
            Written::WithinLast(value) => Relation::WithinLast(self.length(scope, value)?),
            Written::MoreThanAgo(written) => {
                let length = duration(written);
                self.moves(Place::new(scope.source, written.at.0), length.unit)?;
                Relation::MoreThanAgo(length)
            }
            Written::Before(value) => Relation::Before(self.day(scope, side, value)?),
            Written::After(value) => Relation::After(self.day(scope, side, value)?),
            Written::OnOrBefore(value) => Relation::OnOrBefore(self.day(scope, side, value)?),
            Written::OnOrAfter(value) => Relation::OnOrAfter(self.day(scope, side, value)?),
            Written::InThePast => Relation::InThePast,
            Written::InTheFuture => {
                if found.dates_event {
                    self.report(ConditionProblem::AheadOfEvents {
                        place: Place::new(scope.source, comparison.operator_at.0),
                        operator: scope.place(comparison.operator_at),
                        length: String::new(),
                    });
                    return None;
                }
                Relation::InTheFuture
            }
            Written::Contains { quantifier, substring, values } => {
                let texts = self.contained(scope, comparison, side, *quantifier, *substring, values)?;
                match (kind == Kind::SomeOf, substring) {
                    (true, _) => Relation::ContainsItems(texts),
                    (false, true) => Relation::ContainsText(texts),
                    (false, false) => Relation::ContainsWords(texts),
                }
            }
            Written::StartsWith { any_of, texts } => {
                Relation::StartsWith(self.texts(scope, comparison, *any_of, texts)?)
            }
            Written::EndsWith { any_of, texts } => {
                Relation::EndsWith(self.texts(scope, comparison, *any_of, texts)?)
            }
            Written::Matches { any_of, texts } => {
                Relation::Matches(self.texts(scope, comparison, *any_of, texts)?)
            }
        })
    }

    /// Where the word `between` starts.
    fn between_start(&self, scope: &Scope, comparison: &Comparison) -> u32 {
        let at = comparison.operator_at.0;
        let words = self.sources.words(Place::new(scope.source, at)).to_ascii_lowercase();
        at.start + words.rfind("between").unwrap_or(0) as u32
    }

    fn is_sample(&self, scope: &Scope, value: &WrittenValue) -> bool {
        if let (WrittenValue::Name(name), Some(parameter)) = (value, &scope.parameter) {
            parameter.key == name.key && parameter.sample
        } else {
            false
        }
    }

    /// Whether the first value is surely larger than the second.
    pub(super) fn exceeds(&self, low: &Value, high: &Value) -> bool {
        match (low, high) {
            (Value::Number(low), Value::Number(high)) | (Value::Percent(low), Value::Percent(high)) => {
                low > high
            }
            (Value::Date(low), Value::Date(high)) => low > high,
            (Value::Choice(low), Value::Choice(high)) | (Value::Band(low), Value::Band(high)) => low > high,
            (Value::Money(low, one), Value::Money(high, two)) => {
                let Some((numerator, denominator)) = self.program.rates.between(one, two) else {
                    return false;
                };
                i128::from(*low) * i128::from(numerator) > i128::from(*high) * i128::from(denominator)
            }
            (
                Value::YesNo(_)
                | Value::Number(_)
                | Value::Money(..)
                | Value::Percent(_)
                | Value::Date(_)
                | Value::Duration(_)
                | Value::Text(_)
                | Value::Choice(_)
                | Value::Band(_),
                _,
            ) => false,
        }
    }

    /// A day to compare with.
    fn day(&mut self, scope: &Scope, side: &Side<'_>, value: &WrittenValue) -> Option<jiff::civil::Date> {
        match self.value(scope, side, value)? {
            Value::Date(day) => Some(day),
            Value::YesNo(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Percent(_)
            | Value::Duration(_)
            | Value::Text(_)
            | Value::Choice(_)
            | Value::Band(_) => None,
        }
    }
}

/// Where a comparison ends.
fn relation_end(comparison: &Comparison) -> Span {
    let last = |texts: &[Text]| texts.last().map(|text| text.at.0);
    let of = |values: &Values| match values {
        Values::Literals(literals) => literals.last().map(Literal::span),
        Values::List(name) => Some(name.at.0),
    };
    match &comparison.relation {
        Written::Known | Written::Missing | Written::InThePast | Written::InTheFuture => None,
        Written::Is(value)
        | Written::AtLeast(value)
        | Written::AtMost(value)
        | Written::LessThan(value)
        | Written::MoreThan(value)
        | Written::Between(_, value)
        | Written::Within(value)
        | Written::WithinLast(value)
        | Written::Before(value)
        | Written::After(value)
        | Written::OnOrBefore(value)
        | Written::OnOrAfter(value) => Some(value.span()),
        Written::MoreThanAgo(duration) => Some(duration.at.0),
        Written::OneOf(values) | Written::Contains { values, .. } => of(values),
        Written::StartsWith { texts, .. }
        | Written::EndsWith { texts, .. }
        | Written::Matches { texts, .. } => last(texts),
    }
    .map_or(comparison.operator_at.0, |end| comparison.operator_at.0.to(end))
}
