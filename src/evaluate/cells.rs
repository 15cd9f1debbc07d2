//! What the evaluator needs of an input: the text of a cell, by record and column.

use std::ops::Range;

use crate::model::field::{Field, FieldType, Origin};
use crate::model::ids::{FieldId, LookupId};
use crate::model::program::Program;
use crate::model::related::EventKind;

/// A column that a program reads from the contacts' own records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputColumn {
    /// For which field.
    pub field: FieldId,
    /// Its value, or its currency.
    pub role: ColumnRole,
    /// The headers under which it may stand, tried in order.
    pub headers: Vec<String>,
    /// Whether the headers were written (`column "…"`); if not, `_` in them also matches a blank.
    pub declared: bool,
    /// What stands between the items of a cell, for a `some of` field: JSON arrays are joined with it.
    pub separator: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnRole {
    /// The field's value.
    Value,
    /// The currency of a money field.
    Currency,
}

/// The columns that a program reads from the contacts' own records, in order of declaration, a field's currency after
/// its value. Derived fields and those of a lookup are not among them.
pub fn input_columns(program: &Program) -> Vec<InputColumn> {
    columns_of(&program.fields, None)
}

/// The columns that a program reads from the file of a lookup; `field` is the contact's field that it fills.
pub fn lookup_columns(program: &Program, lookup: LookupId) -> Vec<InputColumn> {
    columns_of(&program.fields, Some(lookup))
}

/// The columns that are read of an event's rows; `field` is the event's own field with that number.
pub fn event_columns(event: &EventKind) -> Vec<InputColumn> {
    columns_of(&event.fields, None)
}

/// The columns of those fields that stand in the file of this lookup, or in none.
fn columns_of(fields: &[Field], of: Option<LookupId>) -> Vec<InputColumn> {
    let mut columns = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let Origin::Column { headers, declared, lookup } = &field.origin else { continue };
        if *lookup != of {
            continue;
        }
        let separator = match &field.field_type {
            FieldType::SomeOf { separator, .. } => Some(separator.clone()),
            FieldType::YesNo
            | FieldType::Text
            | FieldType::Email
            | FieldType::WholeNumber
            | FieldType::Number
            | FieldType::Money(_)
            | FieldType::Percent
            | FieldType::Date
            | FieldType::DateTime
            | FieldType::OneOf(_) => None,
        };
        let field_id = FieldId::at(index);
        columns.push(InputColumn {
            field: field_id,
            role: ColumnRole::Value,
            headers: headers.clone(),
            declared: *declared,
            separator,
        });
        if let Some(currency) = &field.currency_column {
            columns.push(InputColumn {
                field: field_id,
                role: ColumnRole::Currency,
                headers: vec![currency.clone()],
                declared: true,
                separator: None,
            });
        }
    }
    columns
}

/// A cell as the input has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawCell<'a> {
    /// The column is not there, or this record does not reach it.
    Absent,
    /// Its text, untrimmed.
    Text(&'a str),
    /// Bytes that are no text in the input's encoding.
    NotText,
    /// A JSON value that no field can hold: an object, an array in an array.
    NotScalar,
}

/// The raw cells of a batch of records.
pub trait Cells {
    /// How many records.
    fn rows(&self) -> usize;
    /// The cell of record `row` (from 0) in the column at `column` of [`input_columns`].
    fn cell(&self, row: usize, column: usize) -> RawCell<'_>;
    /// Calls `each` with the cells of these records in a column, in order: [`Cells::cell`] for many.
    #[inline]
    fn sweep<'t>(&'t self, column: usize, rows: Range<usize>, mut each: impl FnMut(usize, RawCell<'t>))
    where
        Self: Sized,
    {
        for row in rows {
            each(row, self.cell(row, column));
        }
    }
    /// The cells of a column as values, where the input has them so: [`Cells::cell`] gives the same cells as text, and
    /// what is read of them is the same.
    fn typed(&self, _column: usize) -> Option<TypedColumn<'_>> {
        None
    }
}

impl<C: Cells + ?Sized> Cells for &C {
    fn rows(&self) -> usize {
        (**self).rows()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        (**self).cell(row, column)
    }

    fn typed(&self, column: usize) -> Option<TypedColumn<'_>> {
        (**self).typed(column)
    }
}

/// A column whose cells the input has as values.
#[derive(Clone, Copy)]
pub struct TypedColumn<'a> {
    /// The records that have a value, a bit each: bit `row % 64` of word `row / 64`. The others are blank.
    pub present: &'a [u64],
    /// One for each record; what stands at a record without a value means nothing.
    pub values: TypedValues<'a>,
}

/// Values of a typed column.
#[derive(Clone, Copy)]
pub enum TypedValues<'a> {
    /// Whole numbers; as text, their digits.
    Integers(&'a [i64]),
    /// Days since 1970-01-01; as text, `2026-01-31`.
    Days(&'a [i32]),
    /// As text, `true` and `false`.
    YesNo(&'a [bool]),
    /// For each record, which of these texts.
    Texts {
        /// Places among the texts, from 0.
        codes: &'a [i32],
        /// The texts.
        dictionary: &'a dyn Dictionary,
    },
}

/// The different texts of a column; two may be alike.
pub trait Dictionary {
    /// How many.
    fn count(&self) -> usize;
    /// The one at `place`; empty past the last.
    fn text(&self, place: usize) -> &str;
}
