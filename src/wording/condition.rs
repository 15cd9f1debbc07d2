//! How a condition is said.
//!
//! A criterion is said by its name; what it asks is said where it is published. In a longer sentence a name alone would
//! dangle, so that it `applies` there: `Employees is at least 500 and hand raiser applies`.

use super::field::lookup_title;
use super::name::{a_stage, event, event_field, field, list_name, rule as rule_name, score};
use super::phrase::Phrase;
use super::value::{Beside, day, duration, number, span, value};
use crate::model::condition::{Node, NodeKind, Operand, Relation, Test, Texts, ValueList};
use crate::model::field::{Field, Origin};
use crate::model::ids::{CountId, EventId, FieldId, NodeId, PickId, RuleId};
use crate::model::lifecycle::RuleKind;
use crate::model::program::Program;
use crate::model::related::{EventSet, Filter, Window};
use crate::model::value::{SCALE, Value};

/// How a condition is said by itself: `Number of Employees is at least 500`, `Asked for a demo`, `fits ICP`.
///
/// The depth of a condition is bounded by the nesting that a definition may have, so this may call itself.
pub fn condition(program: &Program, node: NodeId) -> Phrase {
    if let Some(id) = criterion_alone(program, node) {
        return rule_name(program, id);
    }
    let said = clause(program, node);
    // By itself, `fits ICP` is said of whoever is looked at.
    if is_of_contact(program, node) { said.without("it ") } else { said }
}

/// Whether a condition is only that the contact fits a profile or qualifies as a stage, or that it does not.
fn is_of_contact(program: &Program, node: NodeId) -> bool {
    let inner = |id: NodeId| match program.node(id).map(|node| &node.kind) {
        Some(NodeKind::Not(part)) => program.node(*part).map(|node| &node.kind),
        other => other,
    };
    matches!(inner(node), Some(NodeKind::Rule(_) | NodeKind::Stage(_)))
}

/// The criterion that a condition is, nothing beside it.
fn criterion_alone(program: &Program, node: NodeId) -> Option<RuleId> {
    let NodeKind::Rule(id) = program.node(node)?.kind else { return None };
    (program.rule(id)?.kind != RuleKind::Profile).then_some(id)
}

/// How a condition is said in the middle of a sentence, behind `when` or `if`: `"Asked for a demo" applies`.
pub fn clause(program: &Program, node: NodeId) -> Phrase {
    said(Scope::Contact(program), node)
}

/// Where the nodes of a condition are: among the program's, or in the filter of an event.
#[derive(Clone, Copy)]
enum Scope<'p> {
    Contact(&'p Program),
    Event(&'p Program, EventId, &'p Filter),
}

impl<'p> Scope<'p> {
    fn program(self) -> &'p Program {
        match self {
            Scope::Contact(program) | Scope::Event(program, ..) => program,
        }
    }

    fn node(self, id: NodeId) -> Option<&'p Node> {
        match self {
            Scope::Contact(program) => program.node(id),
            Scope::Event(_, _, filter) => filter.nodes.get(id.index()),
        }
    }
}

fn said(scope: Scope<'_>, node: NodeId) -> Phrase {
    let Some(node) = scope.node(node) else { return Phrase::default() };
    let parts = |parts: &[NodeId]| parts.iter().map(|part| part_of(scope, *part)).collect::<Vec<_>>();
    match &node.kind {
        NodeKind::All(all) => Phrase::list(parts(all), "and"),
        NodeKind::Any(any) => Phrase::list(parts(any), "or"),
        NodeKind::AtLeast { count, parts: some } => {
            Phrase::words(format!("at least {count} of these hold: ")).then(Phrase::joined(parts(some), "; "))
        }
        NodeKind::Not(part) => negated(scope, *part),
        NodeKind::AssumeIfUnknown { part, answer } => {
            let answer = if *answer { "yes" } else { "no" };
            part_of(scope, *part).and(&format!(" (counted as {answer} while unknown)"))
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => positive(scope, &node.kind, false),
    }
}

/// A part of a larger condition: in parentheses when it joins parts itself.
fn part_of(scope: Scope<'_>, node: NodeId) -> Phrase {
    let joins = scope.node(node).is_some_and(|part| match &part.kind {
        NodeKind::All(parts) | NodeKind::Any(parts) => parts.len() > 1,
        NodeKind::AtLeast { .. } => true,
        NodeKind::Not(inner) => scope.node(*inner).is_some_and(|inner| match &inner.kind {
            NodeKind::Any(_) | NodeKind::All(_) | NodeKind::AtLeast { .. } => true,
            NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_)
            | NodeKind::Test(_) => false,
        }),
        NodeKind::AssumeIfUnknown { .. } | NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => {
            false
        }
    });
    let said = said(scope, node);
    if joins { said.in_parentheses() } else { said }
}

fn negated(scope: Scope<'_>, node: NodeId) -> Phrase {
    let Some(part) = scope.node(node) else { return Phrase::default() };
    match &part.kind {
        NodeKind::Any(parts) => {
            let parts = parts.iter().map(|part| part_of(scope, *part)).collect();
            Phrase::words("none of these holds: ").then(Phrase::joined(parts, "; "))
        }
        NodeKind::All(parts) if parts.len() > 1 => {
            let parts = parts.iter().map(|part| part_of(scope, *part)).collect();
            Phrase::words("not all of these hold: ").then(Phrase::joined(parts, "; "))
        }
        NodeKind::AtLeast { count, parts } => {
            let parts = parts.iter().map(|part| part_of(scope, *part)).collect();
            Phrase::words(format!("fewer than {count} of these hold: ")).then(Phrase::joined(parts, "; "))
        }
        NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => positive(scope, &part.kind, true),
        NodeKind::All(_) | NodeKind::Not(_) | NodeKind::AssumeIfUnknown { .. } => {
            Phrase::words("it is not so that ").then(part_of(scope, node))
        }
    }
}

/// A rule, stage or test, said as such or as its opposite.
fn positive(scope: Scope<'_>, kind: &NodeKind, not: bool) -> Phrase {
    let program = scope.program();
    match kind {
        NodeKind::Rule(id) => {
            let name = rule_name(program, *id);
            let is_profile = program.rule(*id).is_some_and(|rule| rule.kind == RuleKind::Profile);
            match (is_profile, not) {
                (true, false) => Phrase::words("it fits ").then(name),
                (true, true) => Phrase::words("it does not fit ").then(name),
                (false, false) => name.and(" applies"),
                (false, true) => name.and(" does not apply"),
            }
        }
        NodeKind::Stage(id) => {
            Phrase::words(if not { "it does not qualify as " } else { "it qualifies as " })
                .then(a_stage(program, *id))
        }
        NodeKind::Test(test) => self::test(scope, test, not),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. } => Phrase::default(),
    }
}

fn test(scope: Scope<'_>, test: &Test, not: bool) -> Phrase {
    let program = scope.program();
    if let Operand::Count(id) = test.operand {
        return count(program, id, &test.relation, not);
    }
    let beside = match (test.operand, scope) {
        (Operand::Field(field) | Operand::DomainOf(field), _) => Beside::field(program, field),
        (Operand::Score(score), _) => {
            program.scores.get(score.index()).map_or(Beside::Nothing, Beside::Score)
        }
        (Operand::Pick(pick), _) => picked_field(program, pick).map_or(Beside::Nothing, Beside::Field),
        (Operand::EventField(field), Scope::Event(_, event, _)) => program
            .events
            .get(event.index())
            .and_then(|event| event.fields.get(field.index()))
            .map_or(Beside::Nothing, Beside::Field),
        (Operand::EventField(_), Scope::Contact(_)) | (Operand::Count(_), _) => Beside::Nothing,
    };
    operand(scope, test.operand).and(" ").then(relation(program, beside, &test.relation, not))
}

/// The event's field that a latest or first value is of.
fn picked_field(program: &Program, pick: PickId) -> Option<&Field> {
    let pick = program.picks.get(pick.index())?;
    program.events.get(pick.set.event.index())?.fields.get(pick.field.index())
}

fn operand(scope: Scope<'_>, operand: Operand) -> Phrase {
    let program = scope.program();
    match (operand, scope) {
        (Operand::Field(id), _) => of_contact(program, id),
        (Operand::DomainOf(id), _) => Phrase::words("the domain of ").then(of_contact(program, id)),
        (Operand::EventField(id), Scope::Event(_, event, _)) => {
            Phrase::words("whose ").then(event_field(program, event, id))
        }
        // Only filters have these.
        (Operand::EventField(_), Scope::Contact(_)) => Phrase::default(),
        (Operand::Pick(id), _) => picked(program, id),
        (Operand::Score(id), _) => score(program, id),
        // Counts are whole sentences of their own.
        (Operand::Count(_), _) => Phrase::default(),
    }
}

/// A field; one of a lookup with whose it is: `the company's Type`.
fn of_contact(program: &Program, id: FieldId) -> Phrase {
    let lookup = program.field(id).and_then(|field| match &field.origin {
        Origin::Column { lookup, .. } => *lookup,
        Origin::Decided(_) => None,
    });
    match lookup {
        Some(lookup) => {
            Phrase::words(format!("the {}'s ", lookup_title(program, lookup))).then(field(program, id))
        }
        None => field(program, id),
    }
}

/// `Activity Type of the latest touch`
fn picked(program: &Program, id: PickId) -> Phrase {
    let Some(pick) = program.picks.get(id.index()) else { return Phrase::default() };
    let which = if pick.first { "first" } else { "latest" };
    let said = event_field(program, pick.set.event, pick.field)
        .and(&format!(" of the {which} "))
        .then(event(program, pick.set.event, false));
    let which = which_events(program, &pick.set);
    // In parentheses: what follows is said of the value, not of the events.
    if which.is_empty() { said } else { said.and(" (").then(which.without(" ")).and(")") }
}

fn relation(program: &Program, beside: Beside<'_>, relation: &Relation, not: bool) -> Phrase {
    let one = |given: &Value| value(beside, given);
    let all =
        |values: &[Value]| -> Vec<Phrase> { values.iter().map(|given| Phrase::words(one(given))).collect() };
    let texts = |texts: &[String]| {
        Phrase::list(texts.iter().map(|text| Phrase::words(format!("\"{text}\""))).collect(), "or")
    };
    let is = if not { "is not" } else { "is" };
    let verb = |yes: &str, no: &str| format!("{} ", if not { no } else { yes });
    let points = match beside {
        Beside::Score(_) => |given: &Value| match given {
            Value::Number(amount) if *amount == SCALE => " point",
            Value::Number(_) => " points",
            Value::YesNo(_)
            | Value::Money(..)
            | Value::Percent(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Text(_)
            | Value::Choice(_)
            | Value::Band(_) => "",
        },
        Beside::Nothing | Beside::Field(_) => |_: &Value| "",
    };
    match relation {
        Relation::Known => verb("is known", "is missing").trim_end().into(),
        Relation::Is(Value::YesNo(answer)) => (if *answer == not { "is no" } else { "is yes" }).into(),
        Relation::Is(given) => format!("{is} {}{}", one(given), points(given)).into(),
        Relation::OneOf(ValueList { values, list: Some(named) }) => {
            let said = Phrase::words(format!("{is} on the list ")).then(list_name(program, *named));
            // A short list is said with its values, so that nobody has to look them up.
            if values.len() > MOST_VALUES {
                return said;
            }
            said.and(" ").then(Phrase::list(all(values), "or").in_parentheses())
        }
        Relation::OneOf(ValueList { values, list: None }) => {
            if not {
                neither("is", all(values))
            } else {
                Phrase::words("is ").then(Phrase::list(all(values), "or"))
            }
        }
        Relation::AtLeast(given) => compared(Order::AtLeast.unless(not), &one(given), given, points(given)),
        Relation::AtMost(given) => compared(Order::AtMost.unless(not), &one(given), given, points(given)),
        Relation::MoreThan(given) => compared(Order::MoreThan.unless(not), &one(given), given, points(given)),
        Relation::LessThan(given) => compared(Order::LessThan.unless(not), &one(given), given, points(given)),
        Relation::Between(low, high) => {
            format!("{is} between {} and {}{}", one(low), one(high), points(high)).into()
        }
        Relation::Within(length) => format!("{is} within the next {}", span(*length)).into(),
        Relation::WithinLast(length) => format!("{is} within the last {}", span(*length)).into(),
        Relation::MoreThanAgo(length) => format!("{is} more than {} ago", duration(*length)).into(),
        Relation::Before(date) => format!("{is} before {}", day(*date)).into(),
        Relation::After(date) => format!("{is} after {}", day(*date)).into(),
        Relation::OnOrBefore(date) => format!("{is} on or before {}", day(*date)).into(),
        Relation::OnOrAfter(date) => format!("{is} on or after {}", day(*date)).into(),
        Relation::InThePast => format!("{is} in the past").into(),
        Relation::InTheFuture => format!("{is} in the future").into(),
        Relation::ContainsWords(given) => {
            let said = Phrase::words(verb("has", "does not have")).and(&the_words(given, not));
            match given.list {
                Some(named) => said.and("on the list ").then(list_name(program, named)),
                None => said.then(sought(program, all(&given.values), given)),
            }
        }
        Relation::ContainsText(given) if not && !given.all && given.list.is_none() => {
            neither("contains", all(&given.values))
        }
        Relation::ContainsText(given) => Phrase::words(verb("contains", "does not contain"))
            .and(both(given, not))
            .then(sought(program, all(&given.values), given)),
        Relation::ContainsItems(given) if not && !given.all && given.list.is_none() => {
            neither("includes", all(&given.values))
        }
        Relation::ContainsItems(given) => Phrase::words(verb("includes", "does not include"))
            .and(both(given, not))
            .then(sought(program, all(&given.values), given)),
        Relation::StartsWith(given) => {
            Phrase::words(verb("starts with", "does not start with")).then(texts(given))
        }
        Relation::EndsWith(given) => Phrase::words(verb("ends with", "does not end with")).then(texts(given)),
        Relation::Matches(given) => Phrase::words(verb("is like", "is not like")).then(texts(given)),
    }
}

/// How many values of a named list are said beside its name.
const MOST_VALUES: usize = 6;

/// A comparison by size.
#[derive(Clone, Copy)]
enum Order {
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

impl Order {
    /// Itself, or its opposite: what is not at least is less.
    fn unless(self, not: bool) -> Self {
        match (self, not) {
            (order, false) => order,
            (Order::AtLeast, true) => Order::LessThan,
            (Order::AtMost, true) => Order::MoreThan,
            (Order::MoreThan, true) => Order::AtMost,
            (Order::LessThan, true) => Order::AtLeast,
        }
    }
}

/// `is at least 500`; of what has no number, `is warm or higher`.
fn compared(order: Order, said: &str, given: &Value, points: &str) -> Phrase {
    let is_level = matches!(given, Value::Band(_) | Value::Choice(_));
    match (order, is_level) {
        (Order::AtLeast, true) => format!("is {said} or higher"),
        (Order::AtMost, true) => format!("is {said} or lower"),
        (Order::MoreThan, true) => format!("is higher than {said}"),
        (Order::LessThan, true) => format!("is lower than {said}"),
        (Order::AtLeast, false) => format!("is at least {said}{points}"),
        (Order::AtMost, false) => format!("is at most {said}{points}"),
        (Order::MoreThan, false) => format!("is more than {said}{points}"),
        (Order::LessThan, false) => format!("is less than {said}{points}"),
    }
    .into()
}

/// `is not A`, `is neither A nor B`, `is none of A, B or C`
fn neither(verb: &str, said: Vec<Phrase>) -> Phrase {
    match said.len() {
        0 | 1 if verb == "is" => Phrase::words("is not ").then(Phrase::list(said, "or")),
        0 | 1 => {
            Phrase::words(format!("does not {} ", verb.trim_end_matches('s'))).then(Phrase::list(said, "or"))
        }
        2 => Phrase::words(format!("{verb} neither ")).then(Phrase::list(said, "nor")),
        _ => Phrase::words(format!("{verb} none of ")).then(Phrase::list(said, "or")),
    }
}

/// `both ` or `all of `, where `does not include A and B` would read as neither.
fn both(texts: &Texts, not: bool) -> &'static str {
    match (texts.all && not && texts.list.is_none(), texts.values.len()) {
        (false, _) | (true, 0 | 1) => "",
        (true, 2) => "both ",
        (true, _) => "all of ",
    }
}

/// `the word `, `the words ` (next to each other); nothing where several follow, which say so themselves.
fn the_words(texts: &Texts, not: bool) -> String {
    match (&texts.values[..], texts.list) {
        ([Value::Text(text)], None) if text.trim().contains(' ') => "the words ".to_owned(),
        ([_], None) => "the word ".to_owned(),
        (_, _) if texts.all => "all of the words ".to_owned(),
        (_, _) if not => "any of the words ".to_owned(),
        (_, _) => "one of the words ".to_owned(),
    }
}

fn sought(program: &Program, said: Vec<Phrase>, texts: &Texts) -> Phrase {
    match texts.list {
        Some(named) => Phrase::words(if texts.all { "all on the list " } else { "any on the list " })
            .then(list_name(program, named)),
        None => Phrase::list(said, if texts.all { "and" } else { "or" }),
    }
}

/// `touches within the last 30 days whose Kind is "Call"`
pub fn events(program: &Program, set: &EventSet) -> Phrase {
    event(program, set.event, true).then(which_events(program, set))
}

/// Which events are meant: ` within the last 30 days whose Kind is "Call"`.
pub fn which_events(program: &Program, set: &EventSet) -> Phrase {
    // The time first: behind the filter it would read as part of it.
    let which = match set.window {
        Some(Window::Last(length)) => format!(" within the last {}", span(length)).into(),
        Some(Window::Since(since)) => Phrase::words(" since ").then(field(program, since)),
        None => Phrase::default(),
    };
    match set.filter.as_ref().and_then(|filter| Some((filter, filter.nodes.len().checked_sub(1)?))) {
        Some((filter, last)) => {
            which.and(" ").then(said(Scope::Event(program, set.event, filter), NodeId::at(last)))
        }
        None => which,
    }
}

/// `there are at least 2 touches …`
fn count(program: &Program, id: CountId, relation: &Relation, not: bool) -> Phrase {
    let Some(set) = program.counts.get(id.index()) else { return Phrase::default() };
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
        | Relation::Matches(_) => return Phrase::default(),
    };
    // What people write as `any` and `no` is said so; a `not` turns the comparison round.
    let (how, amount) = match (how, amount, not) {
        (how, amount, false) => (how, amount),
        ("at least", amount, true) => ("less than", amount),
        ("at most", amount, true) => ("more than", amount),
        ("more than", amount, true) => ("at most", amount),
        ("less than", amount, true) => ("at least", amount),
        (_, amount, true) => ("not exactly", amount),
    };
    let which = which_events(program, set);
    let noun = |several: bool| event(program, set.event, several);
    match (how, amount) {
        ("at least", SCALE) | ("more than", 0) => {
            let name = noun(false);
            let article = super::name::article(&name.to_string());
            Phrase::words(format!("there is {article} ")).then(name).then(which)
        }
        ("at most", 0) | ("less than", SCALE) | ("exactly", 0) => {
            Phrase::words("there is no ").then(noun(false)).then(which)
        }
        (how, amount) => {
            let one = amount == SCALE;
            let there = if one { "there is" } else { "there are" };
            let how = if how == "less than" && !one { "fewer than" } else { how };
            Phrase::words(format!("{there} {how} {} ", number(amount))).then(noun(!one)).then(which)
        }
    }
}
