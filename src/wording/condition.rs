//! How a condition is said.

use super::value::{Beside, duration, field_title, list, number, stage_title, title, value};
use crate::model::condition::{NodeKind, Operand, Relation, Test, Texts, ValueList};
use crate::model::field::Field;
use crate::model::ids::{CountId, NodeId, PickId};
use crate::model::lifecycle::RuleKind;
use crate::model::program::Program;
use crate::model::related::{EventKind, EventSet, Filter, Window};
use crate::model::value::{SCALE, Value};

/// How a condition is said in the middle of a sentence: `Number of Employees is at least 500`.
///
/// The depth of a condition is bounded by the nesting that a definition may have, so this may call itself.
pub fn condition(program: &Program, node: NodeId) -> String {
    let Some(node) = program.node(node) else { return String::new() };
    let said = |parts: &[NodeId]| parts.iter().map(|part| part_of(program, *part)).collect::<Vec<_>>();
    match &node.kind {
        NodeKind::All(parts) => list(&said(parts), "and"),
        NodeKind::Any(parts) => list(&said(parts), "or"),
        NodeKind::AtLeast { count, parts } => format!("at least {count} of: {}", said(parts).join("; ")),
        NodeKind::Not(part) => negated(program, *part),
        NodeKind::AssumeIfUnknown { part, answer } => {
            format!(
                "{} (taken as {} while unknown)",
                part_of(program, *part),
                if *answer { "yes" } else { "no" }
            )
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => positive(program, &node.kind, false),
    }
}

/// A part of a larger condition: in parentheses when it joins parts itself.
fn part_of(program: &Program, node: NodeId) -> String {
    let joins = program.node(node).is_some_and(|node| match &node.kind {
        NodeKind::All(parts) | NodeKind::Any(parts) => parts.len() > 1,
        NodeKind::AtLeast { .. } => true,
        NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => false,
    });
    let said = condition(program, node);
    if joins { format!("({said})") } else { said }
}

fn negated(program: &Program, node: NodeId) -> String {
    let Some(part) = program.node(node) else { return String::new() };
    match &part.kind {
        NodeKind::Any(parts) => {
            let said: Vec<String> = parts.iter().map(|part| part_of(program, *part)).collect();
            format!("none of: {}", said.join("; "))
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => positive(program, &part.kind, true),
        NodeKind::All(_) | NodeKind::AtLeast { .. } | NodeKind::Not(_) | NodeKind::AssumeIfUnknown { .. } => {
            format!("not ({})", condition(program, node))
        }
    }
}

/// A rule, stage or test, said as such or as its opposite.
fn positive(program: &Program, kind: &NodeKind, not: bool) -> String {
    match kind {
        NodeKind::Rule(id) => {
            let Some(rule) = program.rule(*id) else { return String::new() };
            let name = title(&rule.name, rule.title.as_deref());
            match (&rule.kind, not) {
                (RuleKind::Profile, false) => format!("fits {name}"),
                (RuleKind::Profile, true) => format!("does not fit {name}"),
                (RuleKind::Criterion(None), false) => name,
                (RuleKind::Criterion(None), true) => format!("not {name}"),
                (RuleKind::Criterion(Some(argument)), false) => {
                    format!("{name} {}", value(Beside::Nothing, argument))
                }
                (RuleKind::Criterion(Some(argument)), true) => {
                    format!("not {name} {}", value(Beside::Nothing, argument))
                }
            }
        }
        NodeKind::Stage(id) => format!("is {}{}", if not { "not " } else { "" }, stage_title(program, *id)),
        NodeKind::Test(test) => self::test(program, test, not),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. } => String::new(),
    }
}

fn test(program: &Program, test: &Test, not: bool) -> String {
    if let Operand::Count(id) = test.operand {
        return count(program, id, &test.relation, not);
    }
    let beside = match test.operand {
        Operand::Field(field) | Operand::DomainOf(field) => Beside::field(program, field),
        Operand::Score(score) => program.scores.get(score.index()).map_or(Beside::Nothing, Beside::Score),
        Operand::Pick(pick) => picked_field(program, pick).map_or(Beside::Nothing, Beside::Field),
        Operand::EventField(_) | Operand::Count(_) => Beside::Nothing,
    };
    format!("{} {}", operand(program, test.operand), relation(program, beside, &test.relation, not))
}

/// The event's field that a latest or first value is of.
fn picked_field(program: &Program, pick: PickId) -> Option<&Field> {
    let pick = program.picks.get(pick.index())?;
    program.events.get(pick.set.event.index())?.fields.get(pick.field.index())
}

/// A condition on one event, about the fields of its kind: `kind is "Call" and team is "sales"`.
fn filter(program: &Program, event: &EventKind, filter: &Filter) -> String {
    // Parts come before the whole, so each is said once.
    let mut said: Vec<(String, bool)> = Vec::new();
    for node in &filter.nodes {
        let part = |id: &NodeId| {
            let (text, joins) = said.get(id.index()).cloned().unwrap_or_default();
            if joins { format!("({text})") } else { text }
        };
        let own = |test: &Test, not: bool| {
            let field = match test.operand {
                Operand::EventField(field) => event.fields.get(field.index()),
                Operand::Field(_)
                | Operand::DomainOf(_)
                | Operand::Pick(_)
                | Operand::Score(_)
                | Operand::Count(_) => None,
            };
            let name = field.map(|field| field.name.replace('_', " ")).unwrap_or_default();
            let beside = field.map_or(Beside::Nothing, Beside::Field);
            format!("{name} {}", relation(program, beside, &test.relation, not))
        };
        let parts = |parts: &[NodeId]| parts.iter().map(part).collect::<Vec<_>>();
        let found = match &node.kind {
            NodeKind::All(all) => (list(&parts(all), "and"), all.len() > 1),
            NodeKind::Any(any) => (list(&parts(any), "or"), any.len() > 1),
            NodeKind::AtLeast { count, parts: some } => {
                (format!("at least {count} of: {}", parts(some).join("; ")), true)
            }
            NodeKind::Not(id) => match filter.nodes.get(id.index()).map(|node| &node.kind) {
                Some(NodeKind::Test(test)) => (own(test, true), false),
                Some(
                    NodeKind::All(_)
                    | NodeKind::Any(_)
                    | NodeKind::AtLeast { .. }
                    | NodeKind::Not(_)
                    | NodeKind::AssumeIfUnknown { .. }
                    | NodeKind::Rule(_)
                    | NodeKind::Stage(_),
                )
                | None => {
                    (format!("not ({})", said.get(id.index()).map_or("", |said| said.0.as_str())), false)
                }
            },
            NodeKind::AssumeIfUnknown { part: id, answer } => (
                format!("{} (taken as {} while unknown)", part(id), if *answer { "yes" } else { "no" }),
                false,
            ),
            NodeKind::Test(test) => (own(test, false), false),
            NodeKind::Rule(_) | NodeKind::Stage(_) => Default::default(),
        };
        said.push(found);
    }
    said.pop().map(|(text, _)| text).unwrap_or_default()
}

fn operand(program: &Program, operand: Operand) -> String {
    match operand {
        Operand::Field(field) => field_title(program, field),
        Operand::DomainOf(field) => format!("the domain of {}", field_title(program, field)),
        // Only filters have these, and they say them by name.
        Operand::EventField(_) => String::new(),
        Operand::Pick(id) => {
            let Some(pick) = program.picks.get(id.index()) else { return String::new() };
            let Some(event) = program.events.get(pick.set.event.index()) else { return String::new() };
            let field = event.fields.get(pick.field.index()).map_or("", |field| field.name.as_str());
            let which = if pick.first { "first" } else { "latest" };
            format!("{} of the {which} {}", field.replace('_', " "), event.name)
        }
        Operand::Score(id) => program
            .scores
            .get(id.index())
            .map(|score| title(&score.name, score.title.as_deref()))
            .unwrap_or_default(),
        Operand::Count(id) => {
            program.counts.get(id.index()).map(|set| events(program, set)).unwrap_or_default()
        }
    }
}

fn relation(program: &Program, beside: Beside<'_>, relation: &Relation, not: bool) -> String {
    let one = |given: &Value| value(beside, given);
    let all = |values: &[Value]| values.iter().map(one).collect::<Vec<_>>();
    let texts =
        |texts: &[String]| list(&texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>(), "or");
    let is = if not { "is not" } else { "is" };
    let verb = |yes: &str, no: &str| if not { no.to_owned() } else { yes.to_owned() };
    match relation {
        Relation::Known => verb("is known", "is missing"),
        Relation::Is(Value::YesNo(answer)) => format!("is {}", if *answer == not { "no" } else { "yes" }),
        Relation::Is(given) => format!("{is} {}", one(given)),
        Relation::OneOf(ValueList { values, list: named }) => {
            match named.and_then(|id| program.lists.get(id.index())) {
                Some(named) => format!("{is} one of {}", title(&named.name, None)),
                None => format!("{is} {}", list(&all(values), "or")),
            }
        }
        Relation::AtLeast(given) => format!("{is} at least {}", one(given)),
        Relation::AtMost(given) => format!("{is} at most {}", one(given)),
        Relation::MoreThan(given) => format!("{is} more than {}", one(given)),
        Relation::LessThan(given) => format!("{is} less than {}", one(given)),
        Relation::Between(low, high) => format!("{is} between {} and {}", one(low), one(high)),
        Relation::Within(length) => format!("{is} within {}", duration(*length)),
        Relation::WithinLast(length) => format!("{is} within the last {}", duration(*length)),
        Relation::MoreThanAgo(length) => format!("{is} more than {} ago", duration(*length)),
        Relation::Before(date) => format!("{is} before {date}"),
        Relation::After(date) => format!("{is} after {date}"),
        Relation::OnOrBefore(date) => format!("{is} on or before {date}"),
        Relation::OnOrAfter(date) => format!("{is} on or after {date}"),
        Relation::InThePast => format!("{is} in the past"),
        Relation::InTheFuture => format!("{is} in the future"),
        Relation::ContainsWords(given) => format!(
            "{} {}",
            verb("has the word", "does not have the word"),
            sought(&all(&given.values), given, program)
        ),
        Relation::ContainsText(given) => format!(
            "{} {}",
            verb("contains", "does not contain"),
            sought(&all(&given.values), given, program)
        ),
        Relation::ContainsItems(given) => format!(
            "{} {}",
            verb("includes", "does not include"),
            sought(&all(&given.values), given, program)
        ),
        Relation::StartsWith(given) => {
            format!("{} {}", verb("starts with", "does not start with"), texts(given))
        }
        Relation::EndsWith(given) => format!("{} {}", verb("ends with", "does not end with"), texts(given)),
        Relation::Matches(given) => format!("{} {}", verb("is like", "is not like"), texts(given)),
    }
}

fn sought(said: &[String], texts: &Texts, program: &Program) -> String {
    match texts.list.and_then(|id| program.lists.get(id.index())) {
        Some(named) => format!("{} of {}", if texts.all { "all" } else { "any" }, title(&named.name, None)),
        None => list(said, if texts.all { "and" } else { "or" }),
    }
}

/// `touches whose kind is "Call" within the last 30 days`
pub fn events(program: &Program, set: &EventSet) -> String {
    let Some(event) = program.events.get(set.event.index()) else { return String::new() };
    format!("{}{}", event.plural.replace('_', " "), which(program, event, set))
}

/// Which events are meant: ` whose kind is "Call" within the last 30 days`.
fn which(program: &Program, event: &EventKind, set: &EventSet) -> String {
    let mut said = String::new();
    if let Some(filter) = &set.filter {
        said.push_str(&format!(" whose {}", self::filter(program, event, filter)));
    }
    match set.window {
        Some(Window::Last(length)) => said.push_str(&format!(" within the last {}", duration(length))),
        Some(Window::Since(field)) => said.push_str(&format!(" since {}", field_title(program, field))),
        None => {}
    }
    said
}

fn count(program: &Program, id: CountId, relation: &Relation, not: bool) -> String {
    let Some(set) = program.counts.get(id.index()) else { return String::new() };
    let Some(event) = program.events.get(set.event.index()) else { return String::new() };
    let which = which(program, event, set);
    let (how, amount) = match relation {
        Relation::AtLeast(Value::Number(amount)) => ("at least", *amount),
        Relation::AtMost(Value::Number(amount)) => ("at most", *amount),
        Relation::MoreThan(Value::Number(amount)) => ("more than", *amount),
        Relation::LessThan(Value::Number(amount)) => ("less than", *amount),
        Relation::Is(Value::Number(amount)) => ("exactly", *amount),
        Relation::AtLeast(_)
        | Relation::AtMost(_)
        | Relation::MoreThan(_)
        | Relation::LessThan(_)
        | Relation::Is(_)
        | Relation::Known
        | Relation::OneOf(_)
        | Relation::Between(..)
        | Relation::Within(_)
        | Relation::WithinLast(_)
        | Relation::MoreThanAgo(_)
        | Relation::Before(_)
        | Relation::After(_)
        | Relation::OnOrBefore(_)
        | Relation::OnOrAfter(_)
        | Relation::InThePast
        | Relation::InTheFuture
        | Relation::ContainsWords(_)
        | Relation::ContainsText(_)
        | Relation::ContainsItems(_)
        | Relation::StartsWith(_)
        | Relation::EndsWith(_)
        | Relation::Matches(_) => return String::new(),
    };
    let (one, many) = (event.name.replace('_', " "), event.plural.replace('_', " "));
    // What people write as `any` and `no` is said so.
    match (how, amount, not) {
        ("at least", SCALE, false) | ("at most", 0, true) => format!("any {one}{which}"),
        ("at least", SCALE, true) | ("at most", 0, false) => format!("no {many}{which}"),
        (how, amount, not) => {
            let (not, noun) = (if not { "not " } else { "" }, if amount == SCALE { one } else { many });
            format!("{not}{how} {} {noun}{which}", number(amount))
        }
    }
}
