//! Lengths of time in a comparison: they move a date, so they are counted in days or more.

use crate::check::checker::{Checker, Scope};
use crate::check::operators::Kind;
use crate::check::problem::names::Guess;
use crate::check::problem::values::ValueProblem;
use crate::check::values::{duration, moves_dates};
use crate::model::value::{Duration, Unit, Value};
use crate::syntax::document::{Literal, Name, Value as WrittenValue};
use crate::text::span::Place;

impl Checker<'_> {
    /// A length of time that dates are moved by: a literal, or the parameter.
    pub(in crate::check) fn length(&mut self, scope: &Scope, value: &WrittenValue) -> Option<Duration> {
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
    pub(in crate::check) fn named_length(&mut self, scope: &Scope, name: &Name) -> Option<Duration> {
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
    pub(in crate::check) fn moves(&mut self, place: Place, unit: Unit) -> Option<()> {
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
}
