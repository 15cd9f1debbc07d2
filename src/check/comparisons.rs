//! Comparisons: an operand, an operator, and values of the operand's type.

use std::rc::Rc;

use super::checker::{Checker, Scope};
use super::names::Thing;
use super::operators::{Kind, Operator};
use super::order::Unit;
use super::problem::conditions::{ConditionProblem, Fix};
use super::problem::names::{Guess, NameProblem};
use super::problem::values::ValueProblem;
use super::typed::{Type, Typed};
use super::values::{Side, duration, moves_dates};
use crate::model::condition::{NodeKind, Operand, Relation, Test, Texts, ValueList};
use crate::model::ids::{FieldId, ListId, NodeId, PickId};
use crate::model::related::Pick;
use crate::model::value::{Duration, Value};
use crate::syntax::document::{
    Comparison, ContainsQuantifier, Literal, Name, OperandKind, Relation as Written, Text,
    Value as WrittenValue, Values,
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
        let whole = comparison.operand.at.0.to(relation_end(comparison));
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
                self.undeclared(scope.source, name, Guess::Field(typed));
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

    /// A comparison of something that is not compared.
    fn not_comparable(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        name: &Name,
        thing: Thing,
        whole: Span,
    ) {
        let place = scope.place(name.at);
        let rule = matches!(thing, Thing::Criterion(_) | Thing::Stage(_) | Thing::Profile(_));
        let relation = &comparison.relation;
        if rule && matches!(relation, Written::Known | Written::Missing) {
            let words = match thing {
                Thing::Profile(_) => format!("fits {}", name.text),
                Thing::Criterion(_)
                | Thing::Stage(_)
                | Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Aside(_)
                | Thing::Source(_)
                | Thing::Score(_)
                | Thing::Broken => name.text.clone(),
            };
            self.report(ConditionProblem::KnownOfRule {
                place,
                name: name.text.clone(),
                is: thing.words(),
                whole: Place::new(scope.source, whole),
                settled: format!("{words} assume no if unknown"),
            });
            return;
        }
        let yes = match relation {
            Written::Is(WrittenValue::Yes(_)) => Some(true),
            Written::Is(WrittenValue::No(_)) => Some(false),
            Written::Is(WrittenValue::Name(value)) => match value.key.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            Written::Is(WrittenValue::Literal(_))
            | Written::Known
            | Written::Missing
            | Written::OneOf(_)
            | Written::AtLeast(_)
            | Written::AtMost(_)
            | Written::LessThan(_)
            | Written::MoreThan(_)
            | Written::Between(..)
            | Written::Within(_)
            | Written::WithinLast(_)
            | Written::MoreThanAgo(_)
            | Written::Before(_)
            | Written::After(_)
            | Written::OnOrBefore(_)
            | Written::OnOrAfter(_)
            | Written::InThePast
            | Written::InTheFuture
            | Written::Contains { .. }
            | Written::StartsWith { .. }
            | Written::EndsWith { .. }
            | Written::Matches { .. } => None,
        };
        if let (true, Some(yes)) = (rule, yes) {
            self.report(NameProblem::TrueOrFalse {
                place: Place::new(
                    scope.source,
                    Span { start: comparison.operator_at.0.start, end: whole.end },
                ),
                field: if matches!(thing, Thing::Profile(_)) {
                    format!("fits {}", name.text)
                } else {
                    name.text.clone()
                },
                yes: yes != comparison.negated,
                whole: Place::new(scope.source, whole),
            });
            return;
        }
        self.report(ConditionProblem::NotComparable {
            place,
            name: name.text.clone(),
            is: thing.words(),
            rule,
        });
    }

    /// An operator that does not go with the operand's type.
    #[expect(clippy::too_many_arguments, reason = "the facts of one message")]
    fn unfit(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        found: &Found,
        kind: Kind,
        operator: Operator,
        words: &str,
        whole: Span,
    ) {
        let text_after = |start: u32| {
            self.sources.words(Place::new(scope.source, Span { start, end: whole.end })).trim().to_owned()
        };
        let value = text_after(comparison.operator_at.0.end);
        let date = matches!(kind, Kind::Date | Kind::DateTime);
        let not = if comparison.negated { "does not contain" } else { "contains" };
        let fix = match operator {
            Operator::Is if kind == Kind::SomeOf => Fix::Write(format!("{words} {not} {value}")),
            Operator::OneOf if kind == Kind::SomeOf => Fix::Write(format!("{words} {not} any of {value}")),
            Operator::AtLeast if date => Fix::Write(format!("{words} is on or after {value}")),
            Operator::AtMost if date => Fix::Write(format!("{words} is on or before {value}")),
            Operator::MoreThan if date => Fix::Write(format!("{words} is after {value}")),
            Operator::LessThan if date => Fix::Write(format!("{words} is before {value}")),
            Operator::AtLeast
            | Operator::AtMost
            | Operator::MoreThan
            | Operator::LessThan
            | Operator::Between
                if kind == Kind::OneOf =>
            {
                Fix::InOrder
            }
            Operator::Contains | Operator::ContainsText
                if matches!(kind, Kind::OneOf | Kind::OneOfInOrder) =>
            {
                let several = if matches!(operator, Operator::Contains) && value.contains(',')
                    || value.starts_with("any of")
                {
                    "is one of"
                } else {
                    "is"
                };
                let plain = value.trim_start_matches("any of").trim().to_owned();
                Fix::Write(format!("{words} {several} {plain}"))
            }
            Operator::Known if matches!(found.operand, Operand::DomainOf(_)) => {
                let plain = words.rsplit(' ').next().unwrap_or(words);
                let word = if matches!(comparison.relation, Written::Missing) { "missing" } else { "known" };
                Fix::Write(format!("{plain} is {word}"))
            }
            Operator::Before | Operator::OnOrBefore if Operator::AtMost.fits(kind) => {
                let better = if operator == Operator::Before { "is less than" } else { "is at most" };
                Fix::Write(format!("{words} {better} {value}"))
            }
            Operator::After | Operator::OnOrAfter if Operator::AtMost.fits(kind) => {
                let better = if operator == Operator::After { "is more than" } else { "is at least" };
                Fix::Write(format!("{words} {better} {value}"))
            }
            Operator::Known
            | Operator::Is
            | Operator::OneOf
            | Operator::AtLeast
            | Operator::AtMost
            | Operator::MoreThan
            | Operator::LessThan
            | Operator::Between
            | Operator::Within
            | Operator::WithinLast
            | Operator::MoreThanAgo
            | Operator::Before
            | Operator::After
            | Operator::OnOrBefore
            | Operator::OnOrAfter
            | Operator::InThePast
            | Operator::InTheFuture
            | Operator::Contains
            | Operator::ContainsText
            | Operator::StartsWith
            | Operator::EndsWith
            | Operator::Matches => Fix::None,
        };
        let declared = found.field.and_then(|id| self.program.field(id)).map(|field| field.place);
        self.report(ConditionProblem::OperatorUnfit {
            place: scope.place(comparison.operator_at),
            operand: words.to_owned(),
            kind,
            operator,
            declared,
            fix,
            whole: Place::new(scope.source, whole),
        });
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

    /// A length of time that dates are moved by: a literal, or the parameter.
    pub(super) fn length(&mut self, scope: &Scope, value: &WrittenValue) -> Option<Duration> {
        let place = Place::new(scope.source, value.span());
        match value {
            WrittenValue::Literal(Literal::Duration(written)) => {
                let length = duration(written);
                self.moves(place, length.unit)?;
                Some(length)
            }
            WrittenValue::Name(name) => self.named_length(scope, name),
            WrittenValue::Yes(_) | WrittenValue::No(_) | WrittenValue::Literal(_) => {
                let written = self.sources.words(place).to_owned();
                let count = match value {
                    WrittenValue::Literal(Literal::Number(number)) => Some(number.written.clone()),
                    WrittenValue::Literal(
                        Literal::Date(_)
                        | Literal::Duration(_)
                        | Literal::Money(_)
                        | Literal::Percent(_)
                        | Literal::Text(_),
                    )
                    | WrittenValue::Yes(_)
                    | WrittenValue::No(_)
                    | WrittenValue::Name(_) => None,
                };
                self.report(ValueProblem::NotALength { place, written, count });
                None
            }
        }
    }

    /// The parameter as a length of time.
    pub(super) fn named_length(&mut self, scope: &Scope, name: &Name) -> Option<Duration> {
        let place = scope.place(name.at);
        let Some(parameter) = scope.parameter.clone().filter(|parameter| parameter.key == name.key) else {
            if self.names.get(&name.key).is_some() {
                self.report(ValueProblem::NotALength { place, written: name.text.clone(), count: None });
            } else {
                self.undeclared(scope.source, name, Guess::Value("a length of time".to_owned()));
            }
            return None;
        };
        if let Value::Duration(length) = parameter.value {
            self.moves(place, length.unit)?;
            return Some(length);
        }
        let given = parameter.typed.kind()?;
        self.report(ValueProblem::ParameterKind {
            place,
            parameter: name.text.clone(),
            given,
            field: "within".to_owned(),
            kind: Kind::Duration,
        });
        None
    }

    /// Whether dates can be moved by such a unit.
    pub(super) fn moves(&mut self, place: Place, unit: crate::model::value::Unit) -> Option<()> {
        if moves_dates(unit) {
            return Some(());
        }
        self.report(ValueProblem::HoursInCondition {
            place,
            written: self.sources.words(place).to_owned(),
            unit,
        });
        None
    }

    /// The values after `is one of`.
    fn value_list(
        &mut self,
        scope: &Scope,
        side: &Side<'_>,
        kind: Kind,
        values: &Values,
    ) -> Option<ValueList> {
        match values {
            Values::Literals(literals) => {
                self.joined_digits(scope, literals);
                let found: Vec<Option<Value>> =
                    literals.iter().map(|literal| self.literal(scope.source, side, literal)).collect();
                Some(ValueList { values: found.into_iter().collect::<Option<Vec<_>>>()?, list: None })
            }
            Values::List(name) => {
                if kind == Kind::Score
                    && let Some(band) = self.band(side, &name.key)
                {
                    return Some(ValueList { values: vec![band], list: None });
                }
                let (list, values) = self.listed(scope, side, kind, name)?;
                Some(ValueList { values, list: Some(list) })
            }
        }
    }

    /// The values of a named list, as the operand's type has them.
    fn listed(
        &mut self,
        scope: &Scope,
        side: &Side<'_>,
        kind: Kind,
        name: &Name,
    ) -> Option<(ListId, Vec<Value>)> {
        let place = scope.place(name.at);
        if self.is_parameter(scope, name) {
            self.report(ValueProblem::NotAList {
                place,
                name: name.text.clone(),
                is: "the value in parentheses",
            });
            return None;
        }
        let thing = match self.names.get(&name.key).map(|entry| entry.thing) {
            Some(thing) => thing,
            None if side.typed.spelling(&name.text).is_some() => {
                let word = name.text.clone();
                let quoted = format!("\"{word}\"");
                self.report(ValueProblem::NeedsQuotes { place, word, field: side.words.to_owned(), quoted });
                return None;
            }
            None => {
                self.undeclared(scope.source, name, Guess::List);
                return None;
            }
        };
        let Thing::List(id) = thing else {
            if thing != Thing::Broken {
                self.report(ValueProblem::NotAList { place, name: name.text.clone(), is: thing.words() });
            }
            return None;
        };
        let list = self.program.lists.get(id.index())?.values.clone();
        if !self.spend(list.len(), place) {
            return None;
        }
        if let Some(choices) = side.typed.choices() {
            let mut values = Vec::new();
            let mut wrong = Vec::new();
            for text in &list {
                match side.typed.spelling(text) {
                    Some(super::typed::Spelling::Listed(index) | super::typed::Spelling::Also(index)) => {
                        values.push(Value::Choice(index));
                    }
                    None => wrong.push(text.clone()),
                }
            }
            if !wrong.is_empty() {
                self.report(ValueProblem::ListNotListed {
                    place,
                    list: name.text.clone(),
                    field: side.words.to_owned(),
                    more: wrong.len().saturating_sub(6),
                    wrong: wrong.into_iter().take(6).collect(),
                    open: choices.or_other,
                });
                return None;
            }
            values.dedup();
            return Some((id, values));
        }
        if !matches!(kind, Kind::Text | Kind::Email) {
            self.report(ValueProblem::ListOfTexts {
                place,
                list: name.text.clone(),
                field: side.words.to_owned(),
                kind,
            });
            return None;
        }
        Some((id, list.into_iter().map(Value::Text).collect()))
    }

    /// `100,200` in a list: one number, perhaps meant as two.
    fn joined_digits(&mut self, scope: &Scope, literals: &[Literal]) {
        let mut before = 0_u64;
        for (index, literal) in literals.iter().enumerate() {
            let Literal::Number(number) = literal else { continue };
            let groups: Vec<&str> = number.written.split(',').collect();
            let parts: Vec<u64> = groups.iter().filter_map(|group| group.parse().ok()).collect();
            let whole = number.written.replace(',', "").parse::<u64>().unwrap_or(0);
            let next = literals.get(index + 1).and_then(|literal| match literal {
                Literal::Number(number) => {
                    number.written.split(',').next().and_then(|head| head.parse::<u64>().ok())
                }
                Literal::Date(_)
                | Literal::Duration(_)
                | Literal::Money(_)
                | Literal::Percent(_)
                | Literal::Text(_) => None,
            });
            let rising = groups.len() > 1
                && parts.len() == groups.len()
                && groups.iter().all(|group| !group.starts_with('0'))
                && before < parts.first().copied().unwrap_or(0)
                && parts.iter().zip(parts.iter().skip(1)).all(|(one, two)| one < two)
                && next.is_none_or(|next| parts.last().is_some_and(|last| *last < next) && next < whole);
            if rising {
                self.report(ValueProblem::JoinedDigits {
                    place: Place::new(scope.source, number.at.0),
                    written: number.written.clone(),
                    parts: groups.join(", "),
                });
            }
            before = whole;
        }
    }

    /// The texts or items after `contains`.
    fn contained(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        side: &Side<'_>,
        quantifier: Option<ContainsQuantifier>,
        substring: bool,
        values: &Values,
    ) -> Option<Texts> {
        let kind = side.typed.kind()?;
        let several = match values {
            Values::Literals(literals) => literals.len() > 1,
            Values::List(name) => self.names.get(&name.key).is_some(),
        };
        if several && quantifier.is_none() {
            self.report(ConditionProblem::AnyOrAll {
                place: scope.place(comparison.operator_at),
                contains: self.contains_word(scope, comparison),
                all: true,
            });
        }
        let (values, list) = match values {
            Values::Literals(literals) => {
                let mut found = Vec::new();
                for literal in literals {
                    let value = self.literal(scope.source, side, literal);
                    if let (Literal::Text(text), Some(_)) = (literal, &value)
                        && kind != Kind::SomeOf
                        && !self.searchable(scope, comparison, side, substring, text)
                    {
                        found.push(None);
                        continue;
                    }
                    found.push(value);
                }
                (found.into_iter().collect::<Option<Vec<_>>>()?, None)
            }
            Values::List(name) => {
                let (list, values) = self.listed(scope, side, kind, name)?;
                (values, Some(list))
            }
        };
        if several && quantifier.is_none() {
            return None;
        }
        let all = matches!(quantifier, Some(ContainsQuantifier::All));
        Some(Texts { values, all, list })
    }

    /// Where the word `contains` (or `contain`) ends.
    fn contains_word(&self, scope: &Scope, comparison: &Comparison) -> Place {
        let at = comparison.operator_at.0;
        let words = self.sources.words(Place::new(scope.source, at)).to_ascii_lowercase();
        let end = words.find("contain").map_or(words.len(), |start| {
            start + if words.get(start..).is_some_and(|rest| rest.starts_with("contains")) { 8 } else { 7 }
        });
        let end = at.start + end as u32;
        Place::new(scope.source, Span { start: end, end })
    }

    /// Whether a text can be looked for; warns of letters inside other words.
    fn searchable(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        side: &Side<'_>,
        substring: bool,
        text: &Text,
    ) -> bool {
        let place = scope.place(text.at);
        let value = text.value.trim();
        if substring {
            let letters = value.chars().count();
            if letters <= 4 && value.chars().all(char::is_alphabetic) {
                self.report(ConditionProblem::LettersInside {
                    place,
                    text: text.value.clone(),
                    operator: scope.place(comparison.operator_at),
                    negated: comparison.negated,
                });
            }
            return true;
        }
        if value.chars().any(char::is_alphanumeric) {
            return true;
        }
        self.report(ConditionProblem::NoWord {
            place,
            text: text.value.clone(),
            field: side.words.to_owned(),
            operator: scope.place(comparison.operator_at),
        });
        false
    }

    /// The texts after `starts with`, `ends with`, `matches`.
    fn texts(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        any_of: bool,
        texts: &[Text],
    ) -> Option<Vec<String>> {
        if texts.len() > 1 && !any_of {
            self.report(ConditionProblem::AnyOrAll {
                place: scope.place(comparison.operator_at),
                contains: scope.place(comparison.operator_at).after(),
                all: false,
            });
            return None;
        }
        for text in texts {
            if text.value.trim().is_empty() {
                self.report(ValueProblem::EmptyText { place: scope.place(text.at) });
                return None;
            }
        }
        Some(texts.iter().map(|text| text.value.clone()).collect())
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

/// The type that an undeclared field probably has, from its use.
fn guess_type(relation: &Written) -> String {
    let of_literal = |literal: &Literal| match literal {
        Literal::Date(_) => "date".to_owned(),
        Literal::Duration(_) => "date".to_owned(),
        Literal::Money(money) => match &money.currency {
            crate::syntax::document::CurrencyMark::Code(code) => format!("money in {code}"),
            crate::syntax::document::CurrencyMark::Sign(_) => "money in USD".to_owned(),
        },
        Literal::Percent(_) => "percent".to_owned(),
        Literal::Number(_) => "whole number".to_owned(),
        Literal::Text(_) => "text".to_owned(),
    };
    let of_value = |value: &WrittenValue| match value {
        WrittenValue::Yes(_) | WrittenValue::No(_) => "yes/no".to_owned(),
        WrittenValue::Literal(literal) => of_literal(literal),
        WrittenValue::Name(_) => "text".to_owned(),
    };
    let of_values = |values: &Values| match values {
        Values::Literals(literals) => literals.first().map_or("text".to_owned(), of_literal),
        Values::List(_) => "text".to_owned(),
    };
    match relation {
        Written::Known | Written::Missing => "text".to_owned(),
        Written::Is(value)
        | Written::AtLeast(value)
        | Written::AtMost(value)
        | Written::LessThan(value)
        | Written::MoreThan(value)
        | Written::Between(value, _) => of_value(value),
        Written::OneOf(values) => of_values(values),
        Written::Contains { .. }
        | Written::StartsWith { .. }
        | Written::EndsWith { .. }
        | Written::Matches { .. } => "text".to_owned(),
        Written::Within(_)
        | Written::WithinLast(_)
        | Written::MoreThanAgo(_)
        | Written::Before(_)
        | Written::After(_)
        | Written::OnOrBefore(_)
        | Written::OnOrAfter(_)
        | Written::InThePast
        | Written::InTheFuture => "date".to_owned(),
    }
}
