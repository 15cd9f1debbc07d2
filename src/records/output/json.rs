//! JSON values that are kept as they came.

use super::super::rows::json::write_cell;

/// The cell that a kept JSON value is: a scalar or a list of scalars as text, anything else as JSON.
pub(super) fn cell_of(json: &str, cell: &mut String) {
    let start = cell.len();
    if write_cell(json, ";", cell) != 0 {
        cell.truncate(start);
        compact(json, cell);
    }
}

/// JSON without the blanks between its tokens, so that it fits on a line.
pub(super) fn compact(json: &str, out: &mut String) {
    let (mut in_string, mut escaped) = (false, false);
    for letter in json.chars() {
        if in_string {
            if escaped {
                escaped = false;
            } else {
                escaped = letter == '\\';
                in_string = letter != '"';
            }
        } else if letter == '"' {
            in_string = true;
        } else if letter.is_ascii_whitespace() {
            continue;
        }
        out.push(letter);
    }
}
