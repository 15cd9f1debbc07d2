//! Problems for programs: one line each, and JSON lines.

use std::fmt::Write;

use serde::Serialize;

use super::correction;
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::source::Sources;
use crate::text::span::Place;
use crate::text::visible::visible;

/// `file:line:column: CODE message`
pub fn short(text: &mut String, problem: &Diagnostic, sources: &Sources) {
    if let Some(at) = problem.place().and_then(|place| position(place, sources)) {
        let _ = write!(text, "{}:{}:{}: ", visible(at.file), at.line, at.column);
    }
    let _ = writeln!(text, "{} {}", problem.code, visible(&problem.title));
}

/// A place for a program: file as given, line and column from 1, columns in characters.
#[derive(Serialize)]
struct Position<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    at: Position<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    labels: Vec<JsonLabel<'a>>,
    write: Vec<String>,
    why: &'a str,
}

/// One JSON object on a line of its own.
pub fn json(text: &mut String, problem: &Diagnostic, sources: &Sources) {
    let labels = problem
        .labels
        .iter()
        .filter_map(|label| Some(JsonLabel { at: position(label.place, sources)?, text: &label.text }))
        .collect();
    let severity = match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let line = JsonProblem {
        code: problem.code.0,
        severity,
        message: &problem.title,
        labels,
        write: problem.write.iter().map(|write| correction::lines(write, sources).join("\n")).collect(),
        why: &problem.why,
    };
    if let Ok(line) = serde_json::to_string(&line) {
        text.push_str(&line);
        text.push('\n');
    }
}

fn position<'a>(place: Place, sources: &'a Sources) -> Option<Position<'a>> {
    let source = sources.get(place.source)?;
    let start = source.line_column(place.span.start);
    let end = source.line_column(place.span.end);
    Some(Position {
        file: &source.name,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
}
