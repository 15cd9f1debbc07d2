//! Values as people write them.

use jiff::civil::Date;

use super::column::{Column, Names, OTHER, Values};
use super::{Batch, masks};
use crate::evaluate::calendar::date_of;
use crate::evaluate::cell::Reader;
use crate::evaluate::cell::zone::{MICROSECONDS, local};
use crate::evaluate::plan::Plan;
use crate::model::field::{Choices, Field, FieldType};
use crate::model::ids::{CountId, EventId, FieldId, PickId, ScoreId};
use crate::model::value::{Value, number};

/// The value of the latest or first event of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickedValue {
    /// There is no such event.
    NoEvent,
    /// It has no value, or nobody knows which event it is.
    Missing,
    /// As people write it.
    Value(String),
}

impl Batch {
    /// A record's value of a field, read or assumed, as people write it: `4,200`, `50,000,000 USD`, `25%`,
    /// `2026-03-01`, a listed value as declared, several joined by `, `. None if it is missing, and for fields that
    /// are decided by rows.
    pub fn value_text(&self, plan: &Plan<'_>, field: FieldId, row: usize) -> Option<String> {
        let column = self.column(field)?;
        if column.never && !masks::has(&column.read, row) {
            return Some("never".to_owned());
        }
        column.text(plan, plan.program().field(field)?, plan.reader(field)?, row)
    }

    /// How many events a contact has for sure, and at most; none if they were not given.
    pub fn count(&self, count: CountId, row: usize) -> Option<(u32, u32)> {
        let range = self.gathered.counts.get(count.index())?.ranges.get(row).copied().flatten()?;
        Some((range.sure, range.sure.saturating_add(range.maybe)))
    }

    /// How many events a score's row counts for a contact, for sure and at most, and their points before the cap, in
    /// millionths; none if they were not given.
    pub fn counted_points(&self, score: ScoreId, index: usize, row: usize) -> Option<CountedPoints> {
        let total = self.gathered.sum(score, index).get(row).copied().flatten()?;
        let (one, other) = (total.sure, total.sure.saturating_add(total.maybe));
        Some(CountedPoints {
            sure: total.rows.sure,
            most: total.rows.sure.saturating_add(total.rows.maybe),
            low: one.min(other),
            high: one.max(other),
        })
    }

    /// Whether it is known which events of a kind a contact has.
    pub fn has_events(&self, event: EventId, row: usize) -> bool {
        self.gathered.supplied.get(event.index()).is_some_and(|mask| masks::has(mask, row))
    }

    /// The value of the latest or first event.
    pub fn picked_value(&self, plan: &Plan<'_>, pick: PickId, row: usize) -> PickedValue {
        let Some(found) = self.gathered.picks.get(pick.index()) else { return PickedValue::Missing };
        if masks::has(&found.nothing, row) {
            return PickedValue::NoEvent;
        }
        let text = || {
            let pick = plan.program().picks.get(pick.index())?;
            let field = plan.program().events.get(pick.set.event.index())?.fields.get(pick.field.index())?;
            let reader = plan.event(pick.set.event)?.readers.get(pick.field.index())?;
            found.column.text(plan, field, reader, row)
        };
        text().map_or(PickedValue::Missing, PickedValue::Value)
    }
}

/// The events that a score's row counts for a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedPoints {
    /// How many for sure.
    pub sure: u32,
    /// How many at most.
    pub most: u32,
    /// Their points at least, before the cap, in millionths.
    pub low: i128,
    /// Their points at most.
    pub high: i128,
}

impl Column {
    /// The value of a record as people write it; none if it is missing.
    fn text(&self, plan: &Plan<'_>, declared: &Field, reader: &Reader, row: usize) -> Option<String> {
        if !masks::has(&self.known, row) {
            return None;
        }
        match &self.values {
            Values::YesNo(yes) => Some(if masks::has(yes, row) { "yes" } else { "no" }.to_owned()),
            Values::Numbers { low, high } => {
                let low = *low.get(row)?;
                let high = high.as_ref().and_then(|high| high.get(row)).copied().unwrap_or(low);
                let mark = if matches!(declared.field_type, FieldType::Percent) { "%" } else { "" };
                Some(match high {
                    i64::MAX => format!("{} or more", number(low)),
                    high if high == low => format!("{}{mark}", number(low)),
                    high => format!("{} to {}", number(low), number(high)),
                })
            }
            Values::Money { amounts, currencies } => {
                let currency = currencies.as_ref().and_then(|codes| codes.get(row)).copied().unwrap_or(0);
                let (code, _) = reader.currencies().get(usize::from(currency))?;
                Some(format!("{} {code}", number(*amounts.get(row)?)))
            }
            Values::Days { days, instants } => {
                let day = date_of(*days.get(row)?)?;
                let instant = instants.as_ref().and_then(|instants| instants.get(row)).copied();
                match instant {
                    Some(instant) if masks::has(&self.read, row) => date_and_time(day, instant, plan),
                    Some(_) | None => Some(day.to_string()),
                }
            }
            Values::Choices { codes, others } => {
                let FieldType::OneOf(choices) = &declared.field_type else { return None };
                choice_text(choices, others, *codes.get(row)?)
            }
            Values::Items { codes, ends, others } => {
                let FieldType::SomeOf { choices, .. } = &declared.field_type else { return None };
                let start = row.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
                let items = codes.get(start as usize..*ends.get(row)? as usize)?;
                let texts: Option<Vec<String>> =
                    items.iter().map(|code| choice_text(choices, others, *code)).collect();
                texts.map(|texts| texts.join(", "))
            }
            Values::Texts { codes, names } => names.written(*codes.get(row)?).map(str::to_owned),
            Values::Answers(_) => None,
        }
    }
}

/// A value of the definition as people write it; `None` for one that is no value of the type.
pub fn written_value(value: &Value, field_type: &FieldType) -> Option<String> {
    match value {
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(value) => Some(number(*value)),
        Value::Money(amount, code) => Some(format!("{} {code}", number(*amount))),
        Value::Percent(percent) => Some(format!("{}%", number(*percent))),
        Value::Date(date) => Some(date.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Choice(code) => {
            let choice = field_type.choices()?.values.get(*code as usize)?;
            Some(choice.text.clone())
        }
        Value::Duration(_) | Value::Band(_) => None,
    }
}

fn choice_text(choices: &Choices, others: &Names, code: u32) -> Option<String> {
    match code.checked_sub(OTHER) {
        Some(other) => others.written(other).map(str::to_owned),
        None => choices.values.get(code as usize).map(|choice| choice.text.clone()),
    }
}

/// `2026-01-31 14:05`, with seconds where there are any, on the clock of the definition's time zone.
fn date_and_time(day: Date, instant: i64, plan: &Plan<'_>) -> Option<String> {
    let seconds = local(instant, plan.time_zone())?.rem_euclid(MICROSECONDS) / 1_000_000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if second == 0 {
        format!("{day} {hour:02}:{minute:02}")
    } else {
        format!("{day} {hour:02}:{minute:02}:{second:02}")
    })
}
