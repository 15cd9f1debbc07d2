//! Names as values: the parameter of a criterion, a band of a score, or a mistake.

use super::Side;
use crate::check::checker::{Checker, Parameter, Scope};
use crate::check::names::{Thing, closest};
use crate::check::operators::Kind;
use crate::check::problem::names::{Guess, NameProblem};
use crate::check::problem::values::ValueProblem;
use crate::check::typed::{Spelling, Type};
use crate::model::field::FieldType;
use crate::model::value::{SCALE, Value};
use crate::syntax::document::Name;
use crate::text::span::{Place, Span};

/// Words that ask the clock.
const CLOCK: [&str; 4] = ["today", "now", "tomorrow", "yesterday"];

impl Checker<'_> {
    /// A name as a value: the parameter, a band, or a mistake.
    pub(in crate::check) fn named_value(
        &mut self,
        scope: &Scope,
        side: &Side<'_>,
        name: &Name,
    ) -> Option<Value> {
        let place = scope.place(name.at);
        if let Some(parameter) = &scope.parameter
            && parameter.key == name.key
        {
            let parameter = parameter.clone();
            return self.parameter_value(place, side, &parameter);
        }
        let kind = side.typed.kind()?;
        if kind == Kind::Score {
            if let Some(band) = self.band(side, &name.key) {
                return Some(band);
            }
            let bands = self.band_names(side);
            self.report(ValueProblem::NoSuchBand {
                place,
                written: name.text.clone(),
                score: side.words.to_owned(),
                near: closest(&name.key, bands.iter().map(String::as_str)).map(str::to_owned),
                bands,
            });
            return None;
        }
        if CLOCK.contains(&name.key.as_str()) && matches!(kind, Kind::Date | Kind::DateTime) {
            self.report(ValueProblem::Clock {
                place,
                word: name.text.clone(),
                field: side.words.to_owned(),
                operator: side.operator.to_owned(),
                whole: Place::new(place.source, side.whole),
            });
            return None;
        }
        let declared = self.names.get(&name.key).map(|entry| entry.thing);
        match declared {
            Some(Thing::Broken) => None,
            Some(Thing::List(_)) => {
                self.report(ValueProblem::ListAsValue {
                    place,
                    list: name.text.clone(),
                    field: side.words.to_owned(),
                    whole: Place::new(place.source, side.whole),
                });
                None
            }
            Some(thing) if side.typed.spelling(&name.text).is_none() => {
                self.report(ValueProblem::NameAsValue {
                    place,
                    name: name.text.clone(),
                    is: thing.words(),
                    field: side.words.to_owned(),
                });
                None
            }
            Some(_) | None => {
                if matches!(kind, Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf)
                {
                    let spelled = match side.typed.spelling(&name.text) {
                        Some(Spelling::Listed(index) | Spelling::Also(index)) => {
                            side.typed.choice_text(index).map(str::to_owned)
                        }
                        None => None,
                    };
                    let quoted = format!("\"{}\"", spelled.unwrap_or_else(|| name.text.replace('_', " ")));
                    self.report(ValueProblem::NeedsQuotes {
                        place,
                        word: name.text.clone(),
                        field: side.words.to_owned(),
                        quoted,
                    });
                } else if kind == Kind::YesNo
                    && side.operator.is_empty()
                    && matches!(name.key.as_str(), "true" | "false" | "y" | "n")
                {
                    self.report(ValueProblem::YesOrNo {
                        place,
                        written: name.text.clone(),
                        field: side.words.to_owned(),
                        yes: matches!(name.key.as_str(), "true" | "y"),
                    });
                } else if kind == Kind::YesNo && matches!(name.key.as_str(), "true" | "false") {
                    self.report(NameProblem::TrueOrFalse {
                        place: Place::new(
                            place.source,
                            Span { start: side.whole.start + side.words.len() as u32, end: side.whole.end },
                        ),
                        field: side.words.to_owned(),
                        yes: name.key == "true",
                        whole: Place::new(place.source, side.whole),
                    });
                } else {
                    self.undeclared(scope.source, name, Guess::Value(side.words.to_owned()));
                }
                None
            }
        }
    }

    /// The names of a score's bands as declared.
    pub(in crate::check) fn band_names(&self, side: &Side<'_>) -> Vec<String> {
        match side.typed.of {
            Type::Score(score) => self
                .program
                .scores
                .get(score.index())
                .map_or(Vec::new(), |score| score.bands.iter().map(|band| band.name.clone()).collect()),
            Type::Field(_) | Type::Duration(_) | Type::Broken => Vec::new(),
        }
    }

    /// The parameter's value, if its type goes with what it is compared with.
    pub(in crate::check) fn parameter_value(
        &mut self,
        place: Place,
        side: &Side<'_>,
        parameter: &Parameter,
    ) -> Option<Value> {
        let kind = side.typed.kind()?;
        let given = parameter.typed.kind()?;
        let fits = match kind {
            Kind::WholeNumber | Kind::Number => matches!(given, Kind::WholeNumber | Kind::Number),
            Kind::Score => given == Kind::WholeNumber && !side.equality,
            Kind::Text | Kind::Email => {
                matches!(given, Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder)
            }
            Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => {
                matches!(given, Kind::OneOf | Kind::OneOfInOrder)
            }
            Kind::Date | Kind::DateTime => matches!(given, Kind::Date | Kind::DateTime),
            Kind::YesNo => given == Kind::YesNo,
            Kind::Money => given == Kind::Money,
            Kind::Percent => given == Kind::Percent,
            Kind::Duration => given == Kind::Duration,
        };
        if !fits {
            self.report(ValueProblem::ParameterKind {
                place,
                parameter: parameter.name.clone(),
                given,
                field: side.words.to_owned(),
                kind,
            });
            return None;
        }
        if parameter.sample
            && let Some(choices) = parameter.typed.choices()
            && side.typed.choices().is_some()
        {
            for choice in &choices.values {
                self.choice(place, side, &choice.text)?;
            }
        }
        match &parameter.value {
            Value::Text(text) if side.typed.choices().is_some() => self.choice(place, side, &text.clone()),
            Value::Money(amount, code) => {
                let Type::Field(FieldType::Money(wanted)) = &side.typed.of else { return None };
                if self.program.rates.between(code, wanted).is_none() {
                    if !self.gaps.rate && !self.gaps.files {
                        self.report(ValueProblem::NoRate {
                            place,
                            from: code.clone(),
                            to: wanted.clone(),
                            field: side.words.to_owned(),
                        });
                    }
                    return None;
                }
                Some(Value::Money(*amount, code.clone()))
            }
            Value::Number(number)
                if kind == Kind::WholeNumber && !parameter.sample && number % SCALE != 0 =>
            {
                let of = format!("`{}` is a whole number", side.words);
                self.report(ValueProblem::NotWhole { place, written: parameter.name.clone(), of });
                None
            }
            value @ (Value::YesNo(_)
            | Value::Number(_)
            | Value::Percent(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Text(_)
            | Value::Choice(_)
            | Value::Band(_)) => Some(value.clone()),
        }
    }
}
