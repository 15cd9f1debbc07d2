//! Values: does a literal, a parameter or a band go with the type it is compared with?

use jiff::civil;

use super::checker::{Checker, Scope};
use super::names::{Thing, closest};
use super::operators::Kind;
use super::problem::names::{Guess, NameProblem};
use super::problem::values::{NotThisKind, ValueProblem};
use super::typed::{Spelling, Type, Typed, text_key};
use crate::model::field::FieldType;
use crate::model::value::{Duration, SCALE, Unit, Value};
use crate::syntax::document::{
    CurrencyMark, Date, Duration as WrittenDuration, Literal, Money, Name, Number, Text,
    Value as WrittenValue, sign_fits,
};
use crate::text::span::{Place, SourceId, Span};

/// What a value is compared with: for messages.
#[derive(Clone, Debug)]
pub(super) struct Side<'t> {
    /// Its type.
    pub typed: &'t Typed,
    /// Its words: `employees`, `kind of latest touch`.
    pub words: &'t str,
    /// The words of the operator, to repeat in a correction; empty outside comparisons.
    pub operator: &'t str,
    /// From the operand to the end of the comparison.
    pub whole: Span,
    /// Whether the comparison is an equality: `is`, `is one of`.
    pub equality: bool,
}

/// Whether dates can be moved by such a length of time in a condition: hours and minutes run in deadlines only.
pub(super) fn moves_dates(unit: Unit) -> bool {
    match unit {
        Unit::Years | Unit::Months | Unit::Weeks | Unit::Days | Unit::WorkingDays => true,
        Unit::Hours | Unit::Minutes | Unit::WorkingHours | Unit::WorkingMinutes => false,
    }
}

/// The unit of its family that all others are whole multiples of, and how many make one.
fn in_base(unit: Unit) -> (Unit, u32) {
    match unit {
        Unit::Years => (Unit::Months, 12),
        Unit::Months => (Unit::Months, 1),
        Unit::Weeks => (Unit::Days, 7),
        Unit::Days => (Unit::Days, 1),
        Unit::WorkingDays => (Unit::WorkingDays, 1),
        Unit::Hours => (Unit::Minutes, 60),
        Unit::Minutes => (Unit::Minutes, 1),
        Unit::WorkingHours => (Unit::WorkingMinutes, 60),
        Unit::WorkingMinutes => (Unit::WorkingMinutes, 1),
    }
}

/// The same length of time in another unit of its family, if it is a whole number of them.
pub(super) fn convert(duration: Duration, unit: Unit) -> Option<Duration> {
    let (from, each) = in_base(duration.unit);
    let (to, step) = in_base(unit);
    let total = u64::from(duration.count) * u64::from(each);
    (from == to && total % u64::from(step) == 0)
        .then(|| u32::try_from(total / u64::from(step)).ok())
        .flatten()
        .map(|count| Duration { count, unit })
}

/// A duration as the model has it.
pub(super) fn duration(written: &WrittenDuration) -> Duration {
    Duration { count: written.count, unit: written.unit }
}

/// Words that ask the clock.
const CLOCK: [&str; 4] = ["today", "now", "tomorrow", "yesterday"];

impl Checker<'_> {
    /// A number, if it can be read in one way only.
    pub(super) fn number(&mut self, source: SourceId, number: &Number) -> Option<i64> {
        if let Some((whole, fraction)) = number.written.split_once('.') {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let head = whole.trim_start_matches('-');
            if digits == 3 && (1..=3).contains(&head.len()) && head != "0" && digits == fraction.len() {
                self.report(ValueProblem::TwoReadings {
                    place: Place::new(source, number.at.0),
                    written: number.written.clone(),
                });
                return None;
            }
        }
        Some(number.value)
    }

    /// A whole number: of points, of rows.
    pub(super) fn whole(&mut self, source: SourceId, number: &Number, of: &str) -> Option<i64> {
        let value = self.number(source, number)?;
        if value % SCALE != 0 {
            self.report(ValueProblem::NotWhole {
                place: Place::new(source, number.at.0),
                written: number.written.clone(),
                of: of.to_owned(),
            });
            return None;
        }
        Some(value / SCALE)
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, source: SourceId, date: &Date) -> Option<civil::Date> {
        let found = civil::Date::new(date.year, date.month as i8, date.day as i8).ok();
        match found {
            Some(day) if date.year >= 1 => Some(day),
            Some(_) | None => {
                self.report(ValueProblem::NoSuchDay {
                    place: Place::new(source, date.at.0),
                    year: date.year,
                    month: date.month,
                    day: date.day,
                });
                None
            }
        }
    }

    /// The code of the currency that an amount was written in.
    pub(super) fn currency(&mut self, source: SourceId, money: &Money) -> Option<String> {
        match &money.currency {
            CurrencyMark::Code(code) => Some(code.to_uppercase()),
            CurrencyMark::Sign(sign) => {
                if let Some(code) = &self.program.header.currency
                    && sign_fits(*sign, code)
                {
                    return Some(code.clone());
                }
                if !self.gaps.header {
                    self.report(ValueProblem::WhichCurrency {
                        place: Place::new(source, money.at.0),
                        sign: *sign,
                        amount: money.amount.written.clone(),
                        header: self.program.header.currency.clone(),
                    });
                }
                None
            }
        }
    }

    /// An amount of money, comparable with amounts in `wanted`.
    pub(super) fn money(
        &mut self,
        source: SourceId,
        money: &Money,
        wanted: &str,
        words: &str,
    ) -> Option<Value> {
        let amount = self.number(source, &money.amount);
        let code = self.currency(source, money)?;
        let value = amount?;
        if self.program.rates.between(&code, wanted).is_none() {
            if !self.gaps.rate && !self.gaps.files {
                self.report(ValueProblem::NoRate {
                    place: Place::new(source, money.at.0),
                    from: code,
                    to: wanted.to_owned(),
                    field: words.to_owned(),
                });
            }
            return None;
        }
        Some(Value::Money(value, code))
    }

    /// A value to compare with.
    pub(super) fn value(&mut self, scope: &Scope, side: &Side<'_>, value: &WrittenValue) -> Option<Value> {
        match value {
            WrittenValue::Yes(at) => self.yes_no(scope.place(*at), side, true),
            WrittenValue::No(at) => self.yes_no(scope.place(*at), side, false),
            WrittenValue::Literal(literal) => self.literal(scope.source, side, literal),
            WrittenValue::Name(name) => self.named_value(scope, side, name),
        }
    }

    fn yes_no(&mut self, place: Place, side: &Side<'_>, yes: bool) -> Option<Value> {
        let kind = side.typed.kind()?;
        if kind == Kind::YesNo {
            return Some(Value::YesNo(yes));
        }
        let word = if yes { "yes" } else { "no" };
        let listed = matches!(side.typed.spelling(word), Some(Spelling::Listed(_)));
        if listed || kind == Kind::Text {
            self.report(ValueProblem::NeedsQuotes {
                place,
                word: word.to_owned(),
                field: side.words.to_owned(),
                quoted: format!("\"{word}\""),
            });
        } else {
            self.wrong_kind(place, side, kind, NotThisKind::YesNo);
        }
        None
    }

    fn wrong_kind(&mut self, place: Place, side: &Side<'_>, kind: Kind, value: NotThisKind) {
        let written = self.sources.words(place).to_owned();
        self.report(ValueProblem::WrongKind {
            place,
            written,
            value,
            field: side.words.to_owned(),
            kind,
            whole: Place::new(place.source, side.whole),
        });
    }

    /// A literal to compare with.
    pub(super) fn literal(&mut self, source: SourceId, side: &Side<'_>, literal: &Literal) -> Option<Value> {
        let kind = side.typed.kind()?;
        let place = Place::new(source, literal.span());
        match literal {
            Literal::Text(text) => self.text_value(place, side, kind, text),
            Literal::Number(number) => self.number_value(source, side, kind, number),
            Literal::Money(money) => {
                if let Type::Field(FieldType::Money(currency)) = &side.typed.of {
                    return self.money(source, money, &currency.clone(), side.words);
                }
                self.wrong_kind(place, side, kind, NotThisKind::Money);
                None
            }
            Literal::Percent(percent) => {
                if kind == Kind::Percent {
                    return Some(Value::Percent(percent.value));
                }
                self.wrong_kind(place, side, kind, NotThisKind::Percent);
                None
            }
            Literal::Date(date) => {
                if matches!(kind, Kind::Date | Kind::DateTime) {
                    return self.date(source, date).map(Value::Date);
                }
                self.wrong_kind(place, side, kind, NotThisKind::Date);
                None
            }
            Literal::Duration(written) => {
                if let Type::Duration(unit) = side.typed.of {
                    return self.duration_argument(place, side, duration(written), unit);
                }
                self.wrong_kind(place, side, kind, NotThisKind::Duration);
                None
            }
        }
    }

    fn duration_argument(
        &mut self,
        place: Place,
        side: &Side<'_>,
        given: Duration,
        unit: Unit,
    ) -> Option<Value> {
        if let Some(found) = convert(given, unit) {
            return Some(Value::Duration(found));
        }
        self.report(ValueProblem::OtherUnit { place, parameter: side.words.to_owned(), unit, given });
        None
    }

    fn number_value(
        &mut self,
        source: SourceId,
        side: &Side<'_>,
        kind: Kind,
        number: &Number,
    ) -> Option<Value> {
        let place = Place::new(source, number.at.0);
        match kind {
            Kind::WholeNumber => {
                let value = self.number(source, number)?;
                if value % SCALE != 0 {
                    let of = format!("`{}` is a whole number", side.words);
                    self.report(ValueProblem::NotWhole { place, written: number.written.clone(), of });
                    return None;
                }
                Some(Value::Number(value))
            }
            Kind::Number => self.number(source, number).map(Value::Number),
            Kind::Score => {
                if side.equality {
                    self.report(ValueProblem::ScoreIsNumber {
                        place,
                        written: number.written.clone(),
                        score: side.words.to_owned(),
                    });
                    return None;
                }
                let of = format!("`{}` counts whole points", side.words);
                let whole = self.whole(source, number, &of)?;
                whole.checked_mul(SCALE).map(Value::Number)
            }
            Kind::Money => {
                let currency = match &side.typed.of {
                    Type::Field(FieldType::Money(currency)) => currency.clone(),
                    Type::Field(_) | Type::Duration(_) | Type::Score(_) | Type::Broken => String::new(),
                };
                self.report(ValueProblem::NoCurrency {
                    place,
                    written: number.written.clone(),
                    field: side.words.to_owned(),
                    currency,
                });
                None
            }
            Kind::Percent => {
                self.report(ValueProblem::NoPercentSign {
                    place,
                    written: number.written.clone(),
                    value: number.value,
                    field: side.words.to_owned(),
                });
                None
            }
            Kind::Duration => {
                let unit = match side.typed.of {
                    Type::Duration(unit) => unit,
                    Type::Field(_) | Type::Score(_) | Type::Broken => Unit::Days,
                };
                self.report(ValueProblem::NeedsArgument {
                    place,
                    criterion: side.words.to_owned(),
                    wanted: side.typed.written(),
                    sample: format!("{} {}", number.written, unit.plural()),
                    given: Some(number.written.clone()),
                });
                None
            }
            Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => {
                let quoted = format!("\"{}\"", number.written);
                if kind == Kind::Text || side.typed.spelling(&number.written).is_some() {
                    self.report(ValueProblem::NeedsQuotes {
                        place,
                        word: number.written.clone(),
                        field: side.words.to_owned(),
                        quoted,
                    });
                } else {
                    self.wrong_kind(place, side, kind, NotThisKind::Number);
                }
                None
            }
            Kind::YesNo | Kind::Date | Kind::DateTime => {
                self.wrong_kind(place, side, kind, NotThisKind::Number);
                None
            }
        }
    }

    fn text_value(&mut self, place: Place, side: &Side<'_>, kind: Kind, text: &Text) -> Option<Value> {
        let key = text_key(&text.value);
        match kind {
            Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => {
                let listed = matches!(side.typed.spelling(&text.value), Some(Spelling::Listed(_)));
                if side.equality && (side.typed.blanks.contains(&key) || !listed && is_blank_word(&key)) {
                    self.report(ValueProblem::NotAValue {
                        place,
                        written: text.value.clone(),
                        field: side.words.to_owned(),
                        declared: side.typed.blanks.contains(&key),
                        whole: Place::new(place.source, side.whole),
                    });
                    return None;
                }
                if key.is_empty() {
                    self.report(ValueProblem::EmptyText { place });
                    return None;
                }
                if side.typed.choices().is_some() {
                    return self.choice(place, side, &text.value);
                }
                Some(Value::Text(text.value.clone()))
            }
            Kind::Score if self.band(side, &key).is_some() => {
                self.report(ValueProblem::QuotedBand {
                    place,
                    written: text.value.clone(),
                    score: side.words.to_owned(),
                });
                None
            }
            Kind::YesNo
            | Kind::WholeNumber
            | Kind::Number
            | Kind::Money
            | Kind::Percent
            | Kind::Date
            | Kind::DateTime
            | Kind::Duration
            | Kind::Score => {
                self.report(ValueProblem::QuotedValue {
                    place,
                    written: text.value.clone(),
                    field: side.words.to_owned(),
                    kind,
                    whole: Place::new(place.source, side.whole),
                    equality: side.equality,
                });
                None
            }
        }
    }

    /// A listed value of a `one of` or `some of` field.
    pub(super) fn choice(&mut self, place: Place, side: &Side<'_>, text: &str) -> Option<Value> {
        match side.typed.spelling(text) {
            Some(Spelling::Listed(index)) => Some(Value::Choice(index)),
            Some(Spelling::Also(index)) => {
                self.report(ValueProblem::OtherSpelling {
                    place,
                    written: text.to_owned(),
                    field: side.words.to_owned(),
                    value: side.typed.choice_text(index).unwrap_or("").to_owned(),
                });
                None
            }
            None => {
                let problem = self.not_listed(place, side, text);
                self.report(problem);
                None
            }
        }
    }

    /// The problem of a value that is not listed.
    pub(super) fn not_listed(&self, place: Place, side: &Side<'_>, text: &str) -> ValueProblem {
        let listed: Vec<&str> = side
            .typed
            .choices()
            .map_or(Vec::new(), |choices| choices.values.iter().map(|choice| choice.text.as_str()).collect());
        let plain = |text: &str| text_key(text).replace(['–', '—', '‑', '−'], "-");
        let wanted = plain(text);
        let same = listed.iter().find(|value| plain(value) == wanted).copied();
        let folded: Vec<String> = listed.iter().map(|value| text_key(value)).collect();
        let near = closest(&text_key(text), folded.iter().map(String::as_str))
            .and_then(|key| listed.iter().find(|value| text_key(value) == key).copied());
        ValueProblem::NotListed {
            place,
            written: text.to_owned(),
            field: side.words.to_owned(),
            near: same.or(near).map(str::to_owned),
            listed: listed.iter().take(12).map(|value| (*value).to_owned()).collect(),
            more: listed.len().saturating_sub(12),
            open: side.typed.choices().is_some_and(|choices| choices.or_other),
        }
    }

    /// The band with this folded name.
    pub(super) fn band(&self, side: &Side<'_>, key: &str) -> Option<Value> {
        match side.typed.of {
            Type::Score(score) => {
                self.bands.get(score.index()).and_then(|bands| bands.get(key)).copied().map(Value::Band)
            }
            Type::Field(_) | Type::Duration(_) | Type::Broken => None,
        }
    }

    /// A name as a value: the parameter, a band, or a mistake.
    fn named_value(&mut self, scope: &Scope, side: &Side<'_>, name: &Name) -> Option<Value> {
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
    pub(super) fn band_names(&self, side: &Side<'_>) -> Vec<String> {
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
    fn parameter_value(
        &mut self,
        place: Place,
        side: &Side<'_>,
        parameter: &super::checker::Parameter,
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

/// Texts that people type for a blank, in the form in which texts are compared.
fn is_blank_word(key: &str) -> bool {
    matches!(key, "" | "n/a" | "#n/a" | "-" | "--" | "tbd" | "null" | "(blank)")
}
