//! A row of the result as a JSON object: the same content as in CSV, but lists are lists, and exact.

use super::super::rows::json::write_cell;
use super::sheet::{Column, Shared, Sheet, answer, score_ends};
use crate::evaluate::verdicts::Verdicts;
use crate::model::ids::ScoreId;
use crate::wording::value::duration;

/// The cell that a kept JSON value is: a scalar or a list of scalars as text, anything else as JSON.
pub(super) fn cell_of(json: &str, cell: &mut String) {
    let start = cell.len();
    if write_cell(json, ";", cell) != 0 {
        cell.truncate(start);
        compact(json, cell);
    }
}

/// JSON without the blanks between its tokens, so that it fits on a line.
fn compact(json: &str, out: &mut String) {
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

fn string(text: &str, out: &mut Vec<u8>) {
    // Writing a text to a vector can't fail.
    let _ = serde_json::to_writer(out, text);
}

fn string_or_null(text: Option<&str>, out: &mut Vec<u8>) {
    match text {
        Some(text) if !text.is_empty() => string(text, out),
        Some(_) | None => out.extend_from_slice(b"null"),
    }
}

fn list<'t>(items: impl Iterator<Item = &'t str>, out: &mut Vec<u8>) {
    out.push(b'[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(item, out);
    }
    out.push(b']');
}

impl Sheet<'_> {
    /// Adds the object of a row; its keys are the columns of CSV, but scores, the route, and the rules that are shown
    /// are objects of their own: `scores`, `routes` and `rules`.
    pub(super) fn write_object(&self, row: usize, shared: &mut Shared<'_>, out: &mut Vec<u8>) {
        out.push(b'{');
        let mut first = true;
        let mut key = |name: &str, out: &mut Vec<u8>| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            string(name, out);
            out.push(b':');
        };
        let [scores, routes, rules] = &self.groups;
        let rows = shared.rows;
        let verdicts = shared.verdicts;
        for (column, name) in &self.columns {
            let name = match column {
                Column::Rule(_) | Column::ScoreHigh(_) | Column::ScoreBand(_) | Column::RespondWithin => {
                    continue;
                }
                // One object for all scores stands where the first one would.
                Column::ScoreLow(score) if score.index() > 0 => continue,
                Column::ScoreLow(_) => scores,
                Column::Route => routes,
                Column::Kept(_)
                | Column::Id(_)
                | Column::Row
                | Column::Stage
                | Column::Recorded
                | Column::MovedTo
                | Column::CouldBe
                | Column::Ask
                | Column::Source
                | Column::NextStep
                | Column::Problems => name,
            };
            if let Column::Kept(slot) = column
                && self.kept_json
                && rows.shown(row, *slot).is_empty()
            {
                // A key that this record does not have.
                continue;
            }
            key(name, out);
            match *column {
                Column::Kept(slot) if self.kept_json => {
                    let mut json = String::new();
                    compact(rows.shown(row, slot), &mut json);
                    out.extend_from_slice(json.as_bytes());
                }
                Column::Kept(slot) => string(rows.shown(row, slot), out),
                Column::Id(slot) => string(rows.shown(row, slot).trim(), out),
                Column::Row => out.extend_from_slice(rows.number(row).to_string().as_bytes()),
                Column::Stage => string_or_null(self.stage(verdicts, row), out),
                Column::Recorded => string_or_null(self.recorded(verdicts, row), out),
                Column::MovedTo => string_or_null(self.moved_to(verdicts, row), out),
                Column::CouldBe => list(verdicts.could_be(row).map(|stage| self.stage_name(stage)), out),
                Column::Ask => {
                    list(verdicts.questions_of(row).iter().map(|question| self.question(*question)), out);
                }
                Column::Source => string_or_null(self.source(verdicts, row), out),
                Column::NextStep => string_or_null(Some(self.next_step(shared, row)), out),
                Column::Problems => self.write_problems(row, shared, out),
                Column::ScoreLow(_) => self.write_scores(row, verdicts, out),
                Column::Route => {
                    out.extend_from_slice(b"{\"owner\":");
                    string_or_null(verdicts.routes.owner(row), out);
                    out.extend_from_slice(b",\"respond_within\":");
                    string_or_null(verdicts.routes.respond_within(row).map(duration).as_deref(), out);
                    out.push(b'}');
                }
                Column::ScoreHigh(_) | Column::ScoreBand(_) | Column::RespondWithin | Column::Rule(_) => {}
            }
        }
        if self.columns.iter().any(|(column, _)| matches!(column, Column::Rule(_))) {
            key(rules, out);
            self.write_rules(row, verdicts, out);
        }
        out.push(b'}');
    }

    fn write_problems(&self, row: usize, shared: &mut Shared<'_>, out: &mut Vec<u8>) {
        out.push(b'[');
        let mut first = true;
        self.troubles(shared, row, |trouble| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(b"{\"column\":");
            string_or_null(trouble.column, out);
            out.extend_from_slice(b",\"text\":");
            match trouble.text {
                Some(text) => string(text, out),
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b",\"problem\":");
            string(&trouble.problem, out);
            out.push(b'}');
        });
        out.push(b']');
    }

    fn write_scores(&self, row: usize, verdicts: &Verdicts, out: &mut Vec<u8>) {
        let number = |end: Option<i64>| end.map_or_else(|| "null".to_owned(), |end| end.to_string());
        out.push(b'{');
        for (index, score) in self.program.scores.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let id = ScoreId::at(index);
            let ends = score_ends(verdicts, id, row);
            string(&score.name, out);
            out.extend_from_slice(b":{\"low\":");
            out.extend_from_slice(number(ends.map(|ends| ends.0)).as_bytes());
            out.extend_from_slice(b",\"high\":");
            out.extend_from_slice(number(ends.map(|ends| ends.1)).as_bytes());
            out.extend_from_slice(b",\"band\":");
            string_or_null(self.band(verdicts, id, row), out);
            out.push(b'}');
        }
        out.push(b'}');
    }

    fn write_rules(&self, row: usize, verdicts: &Verdicts, out: &mut Vec<u8>) {
        out.push(b'{');
        let mut first = true;
        for (column, name) in &self.columns {
            let Column::Rule(shown) = column else { continue };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            string(name, out);
            out.push(b':');
            string(answer(verdicts, *shown, row).word(), out);
        }
        out.push(b'}');
    }
}
