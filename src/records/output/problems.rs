//! What is wrong with a record, in words: the column `problems`.

use super::super::rows::RowFault;
use crate::evaluate::verdicts::Fault;
use crate::model::field::Field;

/// What is wrong with a cell; to follow the cell's text in quotes, or the column's name.
pub fn fault_text(fault: Fault, field: Option<&Field>) -> String {
    match (fault, field) {
        (Fault::RequiredMissing, _) => "required, missing".to_owned(),
        (_, Some(field)) => fault.sentence(field),
        (_, None) => "can't be read".to_owned(),
    }
}

/// What is wrong with a record as a whole.
pub fn row_fault_text(fault: &RowFault, width: usize) -> String {
    let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    match fault {
        RowFault::Short { cells: count } => format!("{}, the header has {width}", cells(*count)),
        RowFault::Long { cells: count } => {
            format!("{}, the header has {width}; those past it are not read", cells(*count))
        }
        RowFault::NoObject => "not a JSON object".to_owned(),
        RowFault::NotRows { name } => format!("{name} is no list of objects, so nothing is known of them"),
        RowFault::RepeatedKey { key } => format!("the key {key:?} occurs twice, the last one counts"),
    }
}
