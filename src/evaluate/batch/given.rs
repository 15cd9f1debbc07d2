//! Records whose values are given, as in an example: nothing is read, so nothing can be unreadable.

use super::column::{Column, Filler, item};
use super::{Batch, masks};
use crate::evaluate::cell::number::Span;
use crate::evaluate::cell::{Known, Reader};
use crate::evaluate::plan::{Plan, shape_of};
use crate::evaluate::related::Related;
use crate::evaluate::related::gather::Gathered;
use crate::model::example::Given;
use crate::model::field::{Field, FieldType, Origin};
use crate::model::ids::FieldId;
use crate::model::value::Value;

impl Batch {
    /// Records of given values; fields that are not given are missing. Derived and looked-up fields may be given.
    pub fn given(plan: &Plan<'_>, records: &[&[(FieldId, Given)]], related: &Related<'_>) -> Self {
        let mut batch = Batch { rows: records.len(), ..Batch::default() };
        for (index, field) in plan.program().fields.iter().enumerate() {
            let id = FieldId::at(index);
            let values: Vec<Option<&Given>> = records
                .iter()
                .map(|record| record.iter().find(|(field, _)| *field == id).map(|(_, given)| given))
                .collect();
            batch.columns.push(given_column(field, plan.reader(id), &values, plan.is_tested(id)));
        }
        batch.gathered = Gathered::new(plan, &batch, related);
        batch
    }
}

/// A field of given values, one a record.
pub(crate) fn given_column(
    field: &Field,
    reader: Option<&Reader>,
    values: &[Option<&Given>],
    tested: bool,
) -> Column {
    let mut filler = Filler::new(shape_of(&field.field_type), values.len(), tested);
    let (mut read, mut all) = (masks::none(values.len()), masks::none(values.len()));
    for (row, given) in values.iter().enumerate() {
        if given.is_some() {
            masks::put(&mut all, row);
        }
        if let Some(known) = given.and_then(|given| known(field, reader, given)) {
            masks::put(&mut read, row);
            filler.put(row, &known);
        }
    }
    let decided = match field.origin {
        Origin::Decided(_) => true,
        Origin::Column { .. } => false,
    };
    let assumed = field.assumed.as_ref().filter(|_| !decided);
    let currencies = reader.map_or(&[][..], Reader::currencies);
    let column = Column::new(filler, values.len(), read, masks::none(values.len()), assumed, currencies);
    Column { given: all, ..column }
}

fn known<'g>(field: &Field, reader: Option<&Reader>, given: &'g Given) -> Option<Known<'g>> {
    match given {
        Given::Missing => None,
        Given::Value(value) => match (&field.field_type, value) {
            (FieldType::SomeOf { .. }, value) => Some(Known::Items(vec![item(value)?])),
            (FieldType::OneOf(_), value) => item(value).map(Known::Choice),
            (FieldType::DateTime, Value::Date(date)) => reader.map(|reader| reader.start_of_day(*date)),
            (_, Value::YesNo(yes)) => Some(Known::YesNo(*yes)),
            (_, Value::Number(number) | Value::Percent(number)) => {
                Some(Known::Number(Span { low: *number, high: *number }))
            }
            (_, Value::Money(amount, code)) => {
                let currencies = reader.map_or(&[][..], Reader::currencies);
                let currency = currencies.iter().position(|(known, _)| known == code)?;
                Some(Known::Money(*amount, u16::try_from(currency).ok()?))
            }
            (_, Value::Date(date)) => Some(Known::Date(crate::evaluate::calendar::day_of(*date))),
            (_, Value::Text(text)) => Some(Known::Text(text.trim())).filter(|_| !text.trim().is_empty()),
            (_, Value::Duration(_) | Value::Choice(_) | Value::Band(_)) => None,
        },
        Given::Items(items) => items.iter().map(item).collect::<Option<Vec<_>>>().map(Known::Items),
    }
}
