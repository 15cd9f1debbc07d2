//! Values: does a literal, a parameter or a band go with the type it is compared with?

mod named;

use jiff::civil;

use super::checker::{Checker, Scope};
use super::names::{Thing, closest};
use super::operators::Kind;
use super::problem::values::{NotThisKind, ValueProblem};
use super::typed::{Spelling, Type, Typed, text_key};
use crate::model::field::{Choice, FieldType};
use crate::model::value::{Duration, SCALE, Unit, Value};
use crate::syntax::document::{
    CurrencyMark, Date, Duration as WrittenDuration, Literal, Money, Number, Text, Value as WrittenValue,
    sign_fits,
};
use crate::text::name::fold;
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
        let listed = match side.typed.spelling(word) {
            Some(Spelling::Listed(index) | Spelling::Also(index)) => side.typed.choice_text(index),
            None => None,
        };
        if listed.is_some() || kind == Kind::Text {
            let quoted = format!("\"{}\"", listed.unwrap_or(word));
            let problem = ValueProblem::NeedsQuotes {
                place,
                word: word.to_owned(),
                field: side.words.to_owned(),
                quoted,
            };
            self.report(problem);
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
                    compared: !side.operator.is_empty(),
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
    pub(super) fn not_listed(&mut self, place: Place, side: &Side<'_>, text: &str) -> ValueProblem {
        let count = side.typed.choices().map_or(0, |choices| choices.values.len());
        let listed: &[Choice] = side.typed.choices().map_or(&[], |choices| &choices.values);
        let near = if self.may_suggest(count) { nearest(listed, text) } else { None };
        let field =
            self.names.get(&fold(side.words)).is_some_and(|entry| matches!(entry.thing, Thing::Field(_)));
        ValueProblem::NotListed {
            place,
            written: text.to_owned(),
            field: side.words.to_owned(),
            near,
            listed: listed.iter().take(12).map(|choice| choice.text.clone()).collect(),
            more: listed.len().saturating_sub(12),
            open: side.typed.choices().is_some_and(|choices| choices.or_other),
            declared: field,
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
}

/// The listed value that a text is a slip of: one with another dash, or with few letters changed.
fn nearest(listed: &[Choice], text: &str) -> Option<String> {
    let plain = |text: &str| text_key(text).replace(['–', '—', '‑', '−'], "-");
    let wanted = plain(text);
    if let Some(same) = listed.iter().find(|choice| plain(&choice.text) == wanted) {
        return Some(same.text.clone());
    }
    let keys: Vec<String> = listed.iter().map(|choice| text_key(&choice.text)).collect();
    if let Some(near) = closest(&text_key(text), keys.iter().map(String::as_str)) {
        let index = keys.iter().position(|key| key == near)?;
        return listed.get(index).map(|choice| choice.text.clone());
    }
    // "Phone call" for "Call": the only value that shares all of its words, or all of the text's.
    let words = |key: &str| key.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let wanted = words(&text_key(text));
    let mut alike = listed.iter().zip(&keys).filter(|(_, key)| {
        let own = words(key);
        own.iter().all(|word| wanted.contains(word)) || wanted.iter().all(|word| own.contains(word))
    });
    let (only, _) = alike.next()?;
    alike.next().is_none().then(|| only.text.clone())
}

/// Texts that people type for a blank, in the form in which texts are compared.
fn is_blank_word(key: &str) -> bool {
    matches!(key, "" | "n/a" | "#n/a" | "-" | "--" | "tbd" | "null" | "(blank)")
}
