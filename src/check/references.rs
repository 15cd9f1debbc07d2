//! Names that are conditions by themselves: yes/no fields, criteria with or without an argument, stages, profiles.

use std::rc::Rc;

use super::checker::{Checker, Scope};
use super::names::{Thing, closest};
use super::operators::Kind;
use super::order::Unit;
use super::problem::conditions::{Alone, ConditionProblem};
use super::problem::names::{Belongs, Guess, NameProblem};
use super::problem::values::ValueProblem;
use super::typed::{Type, Typed};
use super::values::Side;
use crate::model::condition::{NodeKind, Operand, Relation, Test};
use crate::model::ids::{EventId, NodeId, RuleId};
use crate::model::value::Value;
use crate::syntax::document::{Argument, Literal, Name};
use crate::text::diagnostic::Edit;
use crate::text::span::{Place, Span};

impl Checker<'_> {
    /// `fits ICP`, `does not fit ICP`
    pub(super) fn fits(
        &mut self,
        scope: &Scope,
        place: Place,
        negated: bool,
        profile: &Name,
    ) -> Option<NodeId> {
        let name_place = scope.place(profile.at);
        if let Some(event) = scope.event {
            self.outside_where(scope, event, profile);
            return None;
        }
        let thing = self.resolve(scope.source, profile, Guess::Profile)?;
        let Thing::Profile(index) = thing else {
            self.report(NameProblem::NotAProfile {
                place: name_place,
                name: profile.text.clone(),
                is: thing.words(),
                condition: matches!(thing, Thing::Criterion(_) | Thing::Stage(_) | Thing::Field(_)),
                whole: place,
                negated,
            });
            return None;
        };
        let rule = self.declarations.get(index).and_then(|declaration| declaration.rule)?;
        self.need(Unit::Rule(rule), name_place);
        let node = self.push(NodeKind::Rule(rule), place);
        Some(if negated { self.push(NodeKind::Not(node), place) } else { node })
    }

    /// `decision_maker`, `evaluate_within 3 months`
    pub(super) fn reference(
        &mut self,
        scope: &Scope,
        place: Place,
        name: &Name,
        argument: Option<&Argument>,
    ) -> Option<NodeId> {
        let name_place = scope.place(name.at);
        let whole = argument.map_or(name_place, |argument| {
            let end = match argument {
                Argument::Literal(literal) => literal.span(),
                Argument::Name(name) => name.at.0,
            };
            Place::new(scope.source, name.at.0.to(end))
        });
        if let Some(event) = scope.event {
            return self.event_reference(scope, event, name, argument);
        }
        if self.is_parameter(scope, name) {
            self.report(ConditionProblem::ParameterAlone { place: name_place, name: name.text.clone() });
            return None;
        }
        let declared = self.names.get(&name.key).map(|entry| entry.thing);
        let takes_argument = match declared {
            Some(Thing::Criterion(index)) => {
                self.declarations.get(index).is_some_and(|declaration| declaration.parameter.is_some())
            }
            Some(Thing::Broken) => return None,
            Some(
                Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Stage(_)
                | Thing::Aside(_)
                | Thing::Profile(_)
                | Thing::Source(_)
                | Thing::Score(_),
            )
            | None => false,
        };
        if let Some(Argument::Name(second)) = argument
            && !takes_argument
            && !self.gaps.words.contains(&name.key)
            && !(declared.is_none() && self.is_parameter(scope, second))
        {
            self.two_names(scope, name, second, declared);
            return None;
        }
        let Some(thing) = declared else {
            if argument.is_none() && self.beside_where(scope, name, name.at.0) {
                return None;
            }
            let guess = match argument {
                None => Guess::Condition,
                Some(Argument::Literal(literal)) => Guess::Criterion(parameter_guess(literal)),
                Some(Argument::Name(_)) => {
                    let typed = scope.parameter.as_ref().map(|parameter| parameter.typed.written());
                    Guess::Criterion(typed.map(|typed| ("limit".to_owned(), typed)))
                }
            };
            self.undeclared(scope.source, name, guess);
            return None;
        };
        match thing {
            Thing::Field(id) => {
                let typed = self.type_of(id);
                let kind = typed.kind()?;
                if kind == Kind::YesNo && argument.is_none() {
                    self.need_field(id, name_place);
                    let test =
                        Test { operand: Operand::Field(id), relation: Relation::Is(Value::YesNo(true)) };
                    return Some(self.push(NodeKind::Test(test), name_place));
                }
                self.field_alone(scope, name, &typed, kind, argument);
                None
            }
            Thing::Criterion(index) => self.criterion(scope, place, whole, index, name, argument),
            Thing::Stage(stage) => {
                self.refuse_argument(scope, name, argument, thing)?;
                self.need(Unit::Stage(stage), name_place);
                Some(self.push(NodeKind::Stage(stage), name_place))
            }
            Thing::Profile(_) => {
                self.report(NameProblem::FitsMissing { place: name_place, name: name.text.clone() });
                None
            }
            Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Aside(_)
            | Thing::Source(_)
            | Thing::Score(_)
            | Thing::Broken => {
                self.report(ConditionProblem::NotACondition {
                    place: name_place,
                    name: name.text.clone(),
                    is: thing.words(),
                    alone: match thing {
                        Thing::Event(_) => Alone::Event,
                        Thing::Score(score) => Alone::Score(
                            self.program
                                .scores
                                .get(score.index())
                                .and_then(|score| score.bands.last())
                                .map(|band| band.name.clone()),
                        ),
                        Thing::Field(_)
                        | Thing::List(_)
                        | Thing::Team(_)
                        | Thing::Lookup(_)
                        | Thing::Stage(_)
                        | Thing::Aside(_)
                        | Thing::Profile(_)
                        | Thing::Criterion(_)
                        | Thing::Source(_)
                        | Thing::Broken => Alone::Other,
                    },
                });
                None
            }
        }
    }

    fn refuse_argument(
        &mut self,
        scope: &Scope,
        name: &Name,
        argument: Option<&Argument>,
        thing: Thing,
    ) -> Option<()> {
        let Some(argument) = argument else { return Some(()) };
        let span = match argument {
            Argument::Literal(literal) => literal.span(),
            Argument::Name(name) => name.at.0,
        };
        self.report(ValueProblem::TakesNoValue {
            place: Place::new(scope.source, span),
            name: name.text.clone(),
            is: thing.words(),
        });
        None
    }

    /// A field that is no condition by itself.
    fn field_alone(
        &mut self,
        scope: &Scope,
        name: &Name,
        typed: &Typed,
        kind: Kind,
        argument: Option<&Argument>,
    ) {
        let sample = if scope.evidence { None } else { Some(self.sample_test(&name.text, typed, kind)) };
        let literal = match argument {
            Some(Argument::Literal(literal)) => Some(Place::new(scope.source, literal.span())),
            Some(Argument::Name(_)) | None => None,
        };
        let given = literal.map(|place| self.sources.words(place).to_owned());
        self.report(ConditionProblem::FieldAlone {
            place: scope.place(name.at),
            name: name.text.clone(),
            kind,
            sample,
            given,
        });
    }

    /// A test that could be meant by a field's bare name.
    fn sample_test(&self, name: &str, typed: &Typed, kind: Kind) -> String {
        let first = typed.choice_text(0).unwrap_or("…").to_owned();
        match kind {
            Kind::YesNo => name.to_owned(),
            Kind::Text => format!("{name} is \"…\""),
            Kind::Email => format!("{name} ends with \"@…\""),
            Kind::WholeNumber | Kind::Number => format!("{name} is at least 1"),
            Kind::Money => match &typed.of {
                Type::Field(crate::model::field::FieldType::Money(code)) => {
                    format!("{name} is at least 1M {code}")
                }
                Type::Field(_) | Type::Duration(_) | Type::Score(_) | Type::Broken => {
                    format!("{name} is known")
                }
            },
            Kind::Percent => format!("{name} is at least 10%"),
            Kind::Date | Kind::DateTime => format!("{name} is within 3 months"),
            Kind::OneOf | Kind::OneOfInOrder => format!("{name} is \"{first}\""),
            Kind::SomeOf => format!("{name} contains \"{first}\""),
            Kind::Duration | Kind::Score => format!("{name} is at least …"),
        }
    }

    /// A criterion, with its argument if it has a parameter.
    fn criterion(
        &mut self,
        scope: &Scope,
        place: Place,
        whole: Place,
        index: usize,
        name: &Name,
        argument: Option<&Argument>,
    ) -> Option<NodeId> {
        let name_place = scope.place(name.at);
        let declaration = self.declarations.get(index)?;
        let rule = declaration.rule;
        let Some(parameter) = declaration.parameter.clone() else {
            self.refuse_argument(scope, name, argument, Thing::Criterion(index))?;
            let rule = rule?;
            self.need(Unit::Rule(rule), name_place);
            return Some(self.push(NodeKind::Rule(rule), name_place));
        };
        parameter.typed.kind()?;
        let side = Side {
            typed: &parameter.typed,
            words: &name.text,
            operator: "",
            whole: whole.span,
            equality: false,
        };
        let (value, sample) = match argument {
            None => {
                self.report(ValueProblem::NeedsArgument {
                    place: name_place,
                    criterion: name.text.clone(),
                    wanted: parameter.typed.written(),
                    sample: sample_argument(&parameter.typed),
                    given: None,
                });
                return None;
            }
            Some(Argument::Literal(literal)) => {
                let value = self.literal(scope.source, &side, literal)?;
                (argument_value(&parameter.typed, value), false)
            }
            Some(Argument::Name(given)) => {
                if let Some(own) = scope.parameter.clone()
                    && own.key == given.key
                {
                    (self.passed_on(scope.place(given.at), &side, &own)?, own.sample)
                } else {
                    self.argument_name(scope, name, given, &parameter.typed);
                    return None;
                }
            }
        };
        // While a criterion with a parameter is checked by itself, no rule is made for what it uses.
        if sample || scope.parameter.as_ref().is_some_and(|parameter| parameter.sample) {
            self.need(Unit::Generic(index), name_place);
            return Some(self.push(NodeKind::Rule(RuleId(0)), whole));
        }
        let rule = self.instance(index, value, whole)?;
        self.need(Unit::Rule(rule), name_place);
        Some(self.push(NodeKind::Rule(rule), if argument.is_some() { whole } else { place }))
    }

    /// The enclosing criterion's parameter as an argument.
    fn passed_on(
        &mut self,
        place: Place,
        side: &Side<'_>,
        own: &Rc<super::checker::Parameter>,
    ) -> Option<Value> {
        if let (Type::Duration(unit), Value::Duration(given)) = (&side.typed.of, &own.value) {
            let own_unit = match own.typed.of {
                Type::Duration(unit) => unit,
                Type::Field(_) | Type::Score(_) | Type::Broken => *unit,
            };
            let one = crate::model::value::Duration { count: 1, unit: own_unit };
            if super::values::convert(one, *unit).is_none() {
                self.report(ValueProblem::OtherUnit {
                    place,
                    parameter: side.words.to_owned(),
                    unit: *unit,
                    given: one,
                });
                return None;
            }
            return super::values::convert(*given, *unit).map(Value::Duration);
        }
        let wanted = side.typed.kind()?;
        let given = own.typed.kind()?;
        let same = wanted == given
            || wanted == Kind::Number && given == Kind::WholeNumber
            || wanted == Kind::Text && matches!(given, Kind::OneOf | Kind::OneOfInOrder);
        if !same {
            self.report(ValueProblem::ParameterKind {
                place,
                parameter: own.name.clone(),
                given,
                field: side.words.to_owned(),
                kind: wanted,
            });
            return None;
        }
        if let (Some(_), Value::Text(text)) = (side.typed.choices(), &own.value) {
            let value = self.choice(place, side, text)?;
            return Some(argument_value(side.typed, value));
        }
        Some(own.value.clone())
    }

    /// A name behind a criterion that is not the enclosing parameter.
    fn argument_name(&mut self, scope: &Scope, criterion: &Name, given: &Name, typed: &Typed) {
        let place = scope.place(given.at);
        if typed.spelling(&given.text).is_some() || typed.kind() == Some(Kind::Text) {
            self.report(ValueProblem::NeedsQuotes {
                place,
                word: given.text.clone(),
                field: criterion.text.clone(),
                quoted: format!("\"{}\"", given.text),
            });
            return;
        }
        self.report(ValueProblem::NeedsArgument {
            place,
            criterion: criterion.text.clone(),
            wanted: typed.written(),
            sample: sample_argument(typed),
            given: Some(given.text.clone()),
        });
    }

    /// Whether a name is the parameter of the criterion at hand.
    pub(super) fn is_parameter(&self, scope: &Scope, name: &Name) -> bool {
        scope.parameter.as_ref().is_some_and(|parameter| parameter.key == name.key)
    }

    /// Two names in a row: one name with a blank in it, or a missing `and`.
    fn two_names(&mut self, scope: &Scope, first: &Name, second: &Name, declared: Option<Thing>) {
        let joined = format!("{}_{}", first.key, second.key);
        let suggest = self.may_suggest(self.names.len());
        let candidates: Vec<&str> =
            if suggest { self.names.iter().map(|(key, _)| key).collect() } else { Vec::new() };
        let found = self.names.get(&joined).map(|entry| entry.text.clone()).or_else(|| {
            let near = closest(&joined, candidates.iter().copied())?;
            self.names.get(near).map(|entry| entry.text.clone())
        });
        let second_declared = self.names.get(&second.key).map(|entry| entry.text.clone());
        let filler = matches!(
            first.key.as_str(),
            "has"
                | "have"
                | "had"
                | "with"
                | "be"
                | "being"
                | "was"
                | "are"
                | "a"
                | "an"
                | "the"
                | "either"
                | "both"
        );
        // `fit ICP`: the verb is `fits`.
        let fits = matches!(first.key.as_str(), "fit" | "fitting" | "meets" | "matching")
            && self.names.get(&second.key).is_some();
        let found = if fits { Some(format!("fits {}", second.text)) } else { found };
        // `engagement hot`: the score is hot.
        let band = match declared {
            Some(Thing::Score(score)) => {
                self.bands.get(score.index()).is_some_and(|bands| bands.contains_key(&second.key))
            }
            Some(
                Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Stage(_)
                | Thing::Aside(_)
                | Thing::Profile(_)
                | Thing::Criterion(_)
                | Thing::Source(_)
                | Thing::Broken,
            )
            | None => false,
        };
        if band {
            let place = Place::new(scope.source, first.at.0.to(second.at.0));
            let edit = Edit { place: scope.place(second.at).before(), text: "is ".to_owned() };
            let to = Belongs::Band { score: first.text.clone() };
            self.report(NameProblem::BelongsTo { place, name: second.text.clone(), to, edits: vec![edit] });
            return;
        }
        self.report(NameProblem::TwoNames {
            place: Place::new(scope.source, first.at.0.to(second.at.0)),
            first: first.text.clone(),
            second: second.text.clone(),
            joined: found,
            filler: filler && declared.is_none(),
            both: declared.is_some() && second_declared.is_some(),
            second_place: scope.place(second.at),
        });
    }

    /// A name that belongs to the event whose `where` ended just before.
    pub(super) fn beside_where(&mut self, scope: &Scope, name: &Name, test: Span) -> bool {
        let Some((event, filter)) = scope.beside else { return false };
        if !self.event_names.get(event.index()).is_some_and(|names| names.contains_key(&name.key)) {
            return false;
        }
        let plural =
            self.program.events.get(event.index()).map_or(String::new(), |event| event.plural.clone());
        self.report(ConditionProblem::WhereEnded {
            place: scope.place(name.at),
            name: name.text.clone(),
            events: plural,
            filter: Place::new(scope.source, filter),
            end: Place::new(scope.source, test),
        });
        true
    }

    /// A bare name inside `where`.
    fn event_reference(
        &mut self,
        scope: &Scope,
        event: EventId,
        name: &Name,
        argument: Option<&Argument>,
    ) -> Option<NodeId> {
        let place = scope.place(name.at);
        let Some(id) = self.event_names.get(event.index()).and_then(|names| names.get(&name.key)).copied()
        else {
            self.outside_where(scope, event, name);
            return None;
        };
        let typed = self.event_type(event, id)?;
        let kind = typed.kind()?;
        if kind == Kind::YesNo && argument.is_none() {
            let test = Test { operand: Operand::EventField(id), relation: Relation::Is(Value::YesNo(true)) };
            return Some(self.push(NodeKind::Test(test), place));
        }
        self.field_alone(scope, name, &typed, kind, argument);
        None
    }

    /// The type of an event's field.
    pub(super) fn event_type(
        &self,
        event: EventId,
        field: crate::model::ids::EventFieldId,
    ) -> Option<Rc<Typed>> {
        self.event_typed.get(event.index())?.get(field.index()).cloned()
    }

    /// A name inside `where` that is not the event's.
    pub(super) fn outside_where(&mut self, scope: &Scope, event: EventId, name: &Name) {
        let place = scope.place(name.at);
        if self.is_parameter(scope, name) {
            self.report(ConditionProblem::ParameterAlone { place, name: name.text.clone() });
            return;
        }
        let Some(kind) = self.program.events.get(event.index()) else { return };
        let near = self.event_names.get(event.index()).and_then(|names| {
            let mut keys: Vec<&str> = names.keys().map(String::as_str).collect();
            keys.sort_unstable();
            closest(&name.key, keys.into_iter()).map(str::to_owned)
        });
        let problem = ConditionProblem::OutsideWhere {
            place,
            name: name.text.clone(),
            event: kind.name.clone(),
            is: self.names.get(&name.key).map(|entry| entry.thing.words()),
            near,
            fields: kind.fields.iter().map(|field| field.name.clone()).collect(),
        };
        if kind.fields.is_empty()
            || self.names.get(&name.key).is_some_and(|entry| entry.thing == Thing::Broken)
        {
            self.gaps.any = true;
            return;
        }
        self.report(problem);
    }
}

/// An argument as rules keep it: a listed value of the parameter is its text.
pub(super) fn argument_value(typed: &Typed, value: Value) -> Value {
    match value {
        Value::Choice(index) => Value::Text(typed.choice_text(index).unwrap_or("").to_owned()),
        other @ (Value::YesNo(_)
        | Value::Number(_)
        | Value::Money(..)
        | Value::Percent(_)
        | Value::Date(_)
        | Value::Duration(_)
        | Value::Text(_)
        | Value::Band(_)) => other,
    }
}

/// An argument to write: `3 months`.
fn sample_argument(typed: &Typed) -> String {
    match &typed.of {
        Type::Duration(unit) => format!("3 {}", unit.plural()),
        Type::Field(field_type) => {
            use crate::model::field::FieldType as Of;
            match field_type {
                Of::YesNo => "yes".to_owned(),
                Of::Text | Of::Email => "\"…\"".to_owned(),
                Of::WholeNumber | Of::Number => "3".to_owned(),
                Of::Money(code) => format!("50M {code}"),
                Of::Percent => "25%".to_owned(),
                Of::Date | Of::DateTime => "2026-01-31".to_owned(),
                Of::OneOf(choices) | Of::SomeOf { choices, .. } => {
                    format!("\"{}\"", choices.values.first().map_or("…", |choice| choice.text.as_str()))
                }
            }
        }
        Type::Score(_) | Type::Broken => "…".to_owned(),
    }
}

/// Name and type of the parameter that a criterion with such an argument would have.
fn parameter_guess(literal: &Literal) -> Option<(String, String)> {
    let (name, typed) = match literal {
        Literal::Duration(duration) => ("limit", format!("duration in {}", duration.unit.plural())),
        Literal::Date(_) => ("day", "date".to_owned()),
        Literal::Money(money) => match &money.currency {
            crate::syntax::document::CurrencyMark::Code(code) => ("least", format!("money in {code}")),
            crate::syntax::document::CurrencyMark::Sign(_) => ("least", "money in USD".to_owned()),
        },
        Literal::Percent(_) => ("least", "percent".to_owned()),
        Literal::Number(_) => ("n", "whole number".to_owned()),
        Literal::Text(_) => ("value", "text".to_owned()),
    };
    Some((name.to_owned(), typed))
}
