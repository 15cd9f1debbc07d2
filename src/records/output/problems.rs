//! What is wrong with a record, in words: the column `problems`.

use std::fmt::Write;

use super::super::rows::RowFault;
use crate::evaluate::verdicts::Fault;
use crate::model::field::{Field, FieldType};

/// What is wrong with a cell; to follow the cell's text in quotes, or the column's name.
pub fn fault_text(fault: Fault, field: Option<&Field>) -> String {
    match fault {
        Fault::RequiredMissing => "required, missing".to_owned(),
        Fault::NotANumber => match field.map(|field| &field.field_type) {
            Some(FieldType::Money(_)) => "is not an amount of money".to_owned(),
            Some(FieldType::Percent) => "is not a percentage".to_owned(),
            Some(
                FieldType::YesNo
                | FieldType::Text
                | FieldType::Email
                | FieldType::WholeNumber
                | FieldType::Number
                | FieldType::Date
                | FieldType::DateTime
                | FieldType::OneOf(_)
                | FieldType::SomeOf { .. },
            )
            | None => "is not a number".to_owned(),
        },
        Fault::NumberTooLarge => "is too large a number".to_owned(),
        Fault::NotWhole => "is not a whole number".to_owned(),
        Fault::NotADate => {
            let forms = field.map_or(&[] as &[_], |field| field.writing.dates.as_slice());
            let mut text = "is not a date in the form ".to_owned();
            if forms.is_empty() {
                text.push_str("YYYY-MM-DD");
            }
            for (index, form) in forms.iter().enumerate() {
                let between = if index == 0 { "" } else { " or " };
                let _ = write!(text, "{between}{}", form.written);
            }
            text
        }
        Fault::TwoReadings => "is a date that can be read two ways".to_owned(),
        Fault::NoSuchDay => "is not a date that exists".to_owned(),
        Fault::NotYesNo => "is neither yes nor no".to_owned(),
        Fault::NotInList => "is not in the list of values".to_owned(),
        Fault::OutOfRange => "is out of range".to_owned(),
        Fault::NotAnEmail => "is not an email address".to_owned(),
        Fault::NoRate => "is a currency without a rate".to_owned(),
        Fault::OtherCurrency => "is written in another currency than its own".to_owned(),
        Fault::NotText => "is not text in the file's encoding".to_owned(),
        Fault::NotScalar => "is an object or a nested list, not a value".to_owned(),
        Fault::TooLong => "is too long".to_owned(),
    }
}

/// What is wrong with a record as a whole.
pub fn row_fault_text(fault: &RowFault, width: usize) -> String {
    let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    match fault {
        RowFault::Short { cells: count } => format!("has {}, the header {width}", cells(*count)),
        RowFault::Long { cells: count } => {
            format!("has {}, the header {width}; those past it are not read", cells(*count))
        }
        RowFault::NoObject => "is not a JSON object".to_owned(),
        RowFault::RepeatedKey { key } => format!("has the key {key:?} twice; the last one counts"),
    }
}
