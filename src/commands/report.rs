//! Problems as people read them.
//!
//! ```text
//! S113  "Insurance" alone is not a criterion                     profiles.uld, line 4
//!   4 |   - industry is "Software" or "Insurance"
//!     |                               ^^^^^^^^^^^ what must be "Insurance"?
//!   Write:  - industry is one of "Software", "Insurance"
//!   Why:    `or` joins two whole criteria.                       More: uld help S113
//! ```

mod correction;
mod excerpt;
mod machine;

use std::collections::BTreeMap;
use std::fmt::Write;

use clap::ValueEnum;
use unicode_width::UnicodeWidthStr;

use super::terminal::{Pen, Style};
use crate::text::diagnostic::{Code, Diagnostic, Severity};
use crate::text::source::Sources;
use crate::text::visible::visible;

/// `--message-format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// The drawn report with the guilty words underlined.
    #[default]
    Human,
    /// `file:line:column: CODE message`, one a line.
    Short,
    /// One JSON object a line.
    Json,
}

/// After so many problems with the same code the reason is not repeated.
const TAUGHT: usize = 3;
/// A corrected line that is longer, in bytes, is not shown: nobody would copy it from a screen.
const LONGEST: usize = 2_000;
/// How many problems are shown; the others are counted.
const SHOWN: usize = 1_000;

/// All problems in one text, in their order.
pub fn render(problems: &[Diagnostic], sources: &Sources, format: MessageFormat, pen: Pen) -> String {
    let mut text = String::new();
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for problem in problems.iter().take(SHOWN) {
        match format {
            MessageFormat::Human => {
                let times = seen.entry(problem.code).or_default();
                *times += 1;
                draw(&mut text, problem, sources, pen, *times <= TAUGHT);
                text.push('\n');
            }
            MessageFormat::Short => machine::short(&mut text, problem, sources),
            MessageFormat::Json => machine::json(&mut text, problem, sources),
        }
    }
    let more = problems.len().saturating_sub(SHOWN);
    if more > 0 && format == MessageFormat::Human {
        let _ = writeln!(text, "and {more} more");
    }
    text
}

/// `2 errors and 1 warning`, or nothing.
pub fn count_line(problems: &[Diagnostic]) -> Option<String> {
    let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    let warnings = problems.len() - errors;
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => None,
        (errors, 0) => Some(counted(errors, "error")),
        (0, warnings) => Some(counted(warnings, "warning")),
        (errors, warnings) => {
            Some(format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")))
        }
    }
}

fn draw(text: &mut String, problem: &Diagnostic, sources: &Sources, pen: Pen, teach: bool) {
    let style = match problem.severity() {
        Severity::Error => Style::Error,
        Severity::Warning => Style::Warning,
    };
    head(text, problem, sources, pen, style);
    excerpt::draw(text, &problem.labels, sources, pen, style);
    for (index, correction) in problem.write.iter().enumerate() {
        let word = if index == 0 { "Write:" } else { "Or:" };
        let mut word = format!("{word:<6}");
        let lines = correction::lines(correction, sources);
        if lines.iter().any(|line| line.len() > LONGEST) {
            continue;
        }
        for line in lines {
            let line = visible(&line);
            let _ =
                writeln!(text, "  {}  {}", pen.paint(Style::Strong, &word), pen.paint(Style::Good, &line));
            word = " ".repeat(6);
        }
    }
    if teach {
        why(text, problem, pen);
    }
}

/// The first line: code, title, and at the right where it is; a long title goes on below.
fn head(text: &mut String, problem: &Diagnostic, sources: &Sources, pen: Pen, style: Style) {
    let code = problem.code.to_string();
    let indent = code.width() + 2;
    let place = problem.place().and_then(|place| {
        let source = sources.get(place.source)?;
        Some(format!("{}, line {}", visible(&source.name), source.line_of(place.span.start)))
    });
    let lines = wrap(&visible(&problem.title), pen.width.saturating_sub(indent));
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            let _ = write!(text, "{}  ", pen.paint(style, &code));
        } else {
            let _ = write!(text, "{}", " ".repeat(indent));
        }
        let _ = write!(text, "{}", pen.paint(Style::Strong, line));
        if index == last
            && let Some(place) = &place
        {
            right(text, indent + line.width(), place, pen);
        }
        text.push('\n');
    }
}

/// Puts words at the right edge of a line that is `used` columns long, or on a line of their own.
fn right(text: &mut String, used: usize, words: &str, pen: Pen) {
    let needed = used + 2 + words.width();
    if needed <= pen.width {
        let _ = write!(text, "{}", " ".repeat(pen.width - used - words.width()));
    } else {
        let _ = write!(text, "\n{}", " ".repeat(pen.width.saturating_sub(words.width())));
    }
    let _ = write!(text, "{}", pen.paint(Style::Faint, words));
}

fn why(text: &mut String, problem: &Diagnostic, pen: Pen) {
    let more = format!("More: uld help {}", problem.code);
    let indent = 10;
    let reason = visible(&problem.why);
    let lines = wrap(&reason, pen.width - indent);
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter().enumerate() {
        let word = match (index, problem.why.is_empty()) {
            (0, false) => pen.paint(Style::Strong, "Why:  "),
            _ => " ".repeat(6),
        };
        let _ = write!(text, "  {word}  {line}");
        if index == last {
            right(text, indent + line.width(), &more, pen);
        }
        text.push('\n');
    }
}

/// Breaks a text into lines of at most `width` columns, at blanks; at least one line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
