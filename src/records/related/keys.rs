//! Keys: the cells of a contact, and of a row beside it, that say that they belong together.

use crate::evaluate::cell::{Reader, Reading};
use crate::evaluate::cells::{ColumnRole, InputColumn, RawCell};
use crate::evaluate::fold::folded;
use crate::model::field::{Field, Origin};
use crate::model::ids::FieldId;
use crate::records::key::compared_key;

/// The key of a cell: its text, trimmed, a long Salesforce id in its short form. None if it is blank or stands for a
/// blank.
pub(super) fn key_of<'c>(
    cell: RawCell<'c>,
    reader: Option<&Reader>,
    scratch: &mut String,
) -> Option<&'c str> {
    let RawCell::Text(text) = cell else { return None };
    let key = compared_key(text);
    if key.is_empty() {
        return None;
    }
    // Most keys begin with no letter that a spelling of missing begins with.
    let blank = reader.is_some_and(|reader| {
        reader.may_read_as_missing(text.as_bytes())
            && match reader.read(text, scratch) {
                Reading::Missing => true,
                Reading::Known(_) | Reading::Unreadable(_) => false,
            }
    });
    Some(key).filter(|_| !blank)
}

/// The domain that a key is compared by: of an email, what follows the last `@`; of the file's own cell, all of it.
pub(super) fn domain_key(text: &str, of_email: bool) -> Option<String> {
    let domain = if of_email { text.rsplit_once('@')?.1 } else { text };
    Some(folded(domain.trim())).filter(|domain| !domain.is_empty())
}

/// The key column of a file: the one named after `to`; without it, under any name that the contact's field has.
pub(super) fn key_column(to: Option<&str>, field: Option<&Field>, separator: Option<String>) -> InputColumn {
    let headers = match (to, field) {
        (Some(to), _) => vec![to.to_owned()],
        (None, None) => Vec::new(),
        (None, Some(field)) => {
            let mut headers = vec![field.name.clone()];
            if let Origin::Column { headers: more, declared: true, .. } = &field.origin {
                headers.extend(more.iter().cloned());
            }
            headers
        }
    };
    // No field has this column; it stands behind those of the fields.
    InputColumn {
        field: FieldId(u32::MAX),
        role: ColumnRole::Value,
        headers,
        declared: to.is_some(),
        separator,
    }
}
