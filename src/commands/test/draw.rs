//! What `uld test` prints: each example, and what all of them cover.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::commands::terminal::{Pen, Style};
use crate::model::condition::{NodeKind, Operand};
use crate::model::program::Program;
use crate::review::examples::Tried;
use crate::review::examples::coverage::Coverage;
use crate::text::source::Sources;
use crate::text::span::Place;
use crate::text::visible::visible;

/// How much of a line of the definition is quoted, in characters.
const QUOTED: usize = 64;

/// Each example with its result.
pub fn results(name: &str, tried: &Tried<'_>, pen: Pen) -> String {
    let mut text = format!("{name}\n");
    for case in &tried.cases {
        let result = if case.failures.is_empty() {
            pen.paint(Style::Good, "passed")
        } else {
            pen.paint(Style::Error, "failed")
        };
        let _ = writeln!(text, "  {result}  {}", visible(&case.name));
    }
    text
}

/// What to write where there is no example.
pub fn no_example(name: &str, program: &Program) -> String {
    let stage = program.stages.iter().rfind(|stage| stage.condition.is_some());
    let expected = stage.map_or("lead", |stage| stage.name.as_str());
    let tested = program.nodes.iter().find_map(|node| match &node.kind {
        NodeKind::Test(test) => match test.operand {
            Operand::Field(field) | Operand::DomainOf(field) => program.field(field),
            Operand::EventField(_) | Operand::Pick(_) | Operand::Score(_) | Operand::Count(_) => None,
        },
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_) => None,
    });
    let given = tested.map_or("employees", |field| field.name.as_str());
    format!(
        "{name} has no example; write one:\n\n  example \"A case that everybody knows\", as of 2026-01-15\n    given {} …\n    expect {} yes\n\n",
        visible(given),
        visible(expected)
    )
}

/// How much of the rules the examples cover, and what they leave out.
pub fn coverage(name: &str, coverage: &Coverage, sources: &Sources) -> String {
    let (covered, all) = coverage.counts();
    let percent = coverage.percent();
    let mut text = format!("\ncoverage of {name}: {percent}% ({covered} of {all} criteria)\n");
    let widest = coverage.rules.iter().map(|rule| visible(&rule.name).width()).max().unwrap_or(0);
    for rule in &coverage.rules {
        let covered = rule.criteria.iter().filter(|criterion| criterion.covered).count();
        let rule_name = visible(&rule.name);
        let pad = " ".repeat(widest.saturating_sub(rule_name.width()));
        let _ = writeln!(text, "  {rule_name}{pad}  {covered} of {}", rule.criteria.len());
        for criterion in rule.criteria.iter().filter(|criterion| !criterion.covered) {
            let _ = writeln!(text, "    {}", quoted(criterion.place, sources));
        }
    }
    let never: Vec<_> = coverage.happenings.iter().filter(|event| !event.happens).collect();
    if !never.is_empty() {
        text.push_str("never happens in an example:\n");
    }
    for event in never {
        let _ = writeln!(text, "  {}: {}", visible(&event.of), quoted(event.place, sources));
    }
    text.push('\n');
    text
}

/// Where words of a definition stand, and the first line of them.
fn quoted(place: Place, sources: &Sources) -> String {
    let Some(source) = sources.get(place.source) else { return String::new() };
    let line = source.line_of(place.span.start);
    let words = source.words(place.span).lines().next().unwrap_or_default();
    let mut shown: String = visible(words).chars().take(QUOTED).collect();
    if shown.chars().count() == QUOTED {
        shown.push('…');
    }
    format!("{}:{line}  {shown}", visible(&source.name))
}
