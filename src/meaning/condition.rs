//! Conditions: parts of `all`, `any` and `at least` are sorted, since their order is no meaning.
//!
//! How deep a condition lies is bounded by the nesting that a definition may have, so these call themselves.

use super::item::Kind;
use super::renames::Renames;
use super::values::{Of, duration, yes_no};
use super::writer::{Writer, form};
use crate::model::condition::{Node, NodeKind, Operand, Relation, Test, Texts};
use crate::model::ids::{EventId, NodeId};
use crate::model::lifecycle::RuleKind;
use crate::model::program::Program;
use crate::model::related::{EventKind, EventSet, Filter, Window};

/// A part of a rule's condition, to be looked for in another version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePart {
    /// The part.
    pub node: NodeId,
    /// What it means.
    pub meaning: String,
    /// What it asks about, whatever it asks: `(field "employees")`, `(criterion "busy")`; none if it joins parts.
    pub about: Option<String>,
}

/// How a condition joins its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// All of them, or there is one.
    All,
    /// Any of them.
    Any,
    /// So many of them.
    AtLeast(u32),
}

/// The parts that a condition has at its top, `all` inside `all` taken apart, and how it joins them.
pub fn rule_parts(program: &Program, renames: &Renames, condition: NodeId) -> (Join, Vec<RulePart>) {
    let writer = Writer { program, renames, words: false };
    let mut nodes = Vec::new();
    let join = match program.node(condition).map(|node| &node.kind) {
        Some(NodeKind::Any(parts)) if parts.len() > 1 => {
            tops(program, parts, false, &mut nodes);
            Join::Any
        }
        Some(NodeKind::AtLeast { count, parts }) => {
            nodes.clone_from(parts);
            Join::AtLeast(*count)
        }
        Some(
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::Not(_)
            | NodeKind::AssumeIfUnknown { .. }
            | NodeKind::Rule(_)
            | NodeKind::Stage(_)
            | NodeKind::Test(_),
        )
        | None => {
            tops(program, &[condition], true, &mut nodes);
            Join::All
        }
    };
    let part = |node| RulePart { node, meaning: writer.condition(node), about: writer.about(node) };
    (join, nodes.into_iter().map(part).collect())
}

fn tops(program: &Program, parts: &[NodeId], all: bool, out: &mut Vec<NodeId>) {
    for part in parts {
        match program.node(*part).map(|node| &node.kind) {
            Some(NodeKind::All(inner)) if all => tops(program, inner, all, out),
            Some(NodeKind::Any(inner)) if !all => tops(program, inner, all, out),
            Some(_) | None => out.push(*part),
        }
    }
}

impl Writer<'_> {
    fn about(&self, id: NodeId) -> Option<String> {
        match &self.program.node(id)?.kind {
            NodeKind::Not(part) | NodeKind::AssumeIfUnknown { part, .. } => self.about(*part),
            NodeKind::Rule(rule) => self.program.rule(*rule).map(|rule| match rule.kind {
                RuleKind::Profile => form("profile", [self.name(Kind::Profile, &rule.name)]),
                RuleKind::Criterion(_) => form("criterion", [self.name(Kind::Criterion, &rule.name)]),
            }),
            NodeKind::Stage(stage) => Some(form("stage", [self.stage(*stage)])),
            NodeKind::Test(test) => match test.operand {
                // Two counts of one kind of event ask about the same, with another filter or window.
                Operand::Count(count) => {
                    let set = self.program.counts.get(count.index())?;
                    Some(form("count", [self.event(set.event)]))
                }
                Operand::Field(_)
                | Operand::DomainOf(_)
                | Operand::EventField(_)
                | Operand::Pick(_)
                | Operand::Score(_) => Some(self.operand(None, test.operand).0),
            },
            NodeKind::All(_) | NodeKind::Any(_) | NodeKind::AtLeast { .. } => None,
        }
    }

    /// The parts of a node, an `all` inside an `all` (an `any` inside an `any`) taken apart.
    fn flat(
        &self,
        nodes: &[Node],
        event: Option<&EventKind>,
        parts: &[NodeId],
        all: bool,
        out: &mut Vec<String>,
    ) {
        for part in parts {
            match nodes.get(part.index()) {
                Some(Node { kind: NodeKind::All(inner), because, .. })
                    if all && !(self.words && because.is_some()) =>
                {
                    self.flat(nodes, event, inner, all, out);
                }
                Some(Node { kind: NodeKind::Any(inner), because, .. })
                    if !(all || self.words && because.is_some()) =>
                {
                    self.flat(nodes, event, inner, all, out);
                }
                Some(_) | None => out.push(self.node(nodes, event, *part)),
            }
        }
    }

    pub(super) fn condition(&self, id: NodeId) -> String {
        self.node(&self.program.nodes, None, id)
    }

    /// `always` where there is none.
    pub(super) fn condition_or(&self, id: Option<NodeId>, without: &str) -> String {
        id.map_or_else(|| without.to_owned(), |id| self.condition(id))
    }

    fn node(&self, nodes: &[Node], event: Option<&EventKind>, id: NodeId) -> String {
        let Some(node) = nodes.get(id.index()) else { return String::new() };
        let one = |part: &NodeId| self.node(nodes, event, *part);
        let text = match &node.kind {
            NodeKind::All(parts) | NodeKind::Any(parts) => {
                let all = matches!(node.kind, NodeKind::All(_));
                let mut said = Vec::new();
                self.flat(nodes, event, parts, all, &mut said);
                let mut said = self.set(said);
                match said.pop() {
                    Some(only) if said.is_empty() => only,
                    last => form(if all { "all" } else { "any" }, said.into_iter().chain(last)),
                }
            }
            NodeKind::AtLeast { count, parts } => {
                let said = self.bag(parts.iter().map(one).collect());
                form("at-least", std::iter::once(count.to_string()).chain(said))
            }
            NodeKind::Not(part) => match nodes.get(part.index()).map(|node| &node.kind) {
                Some(NodeKind::Not(inner)) if !self.words => one(inner),
                Some(_) | None => form("not", [one(part)]),
            },
            NodeKind::AssumeIfUnknown { part, answer } => form("if-unknown", [yes_no(*answer), one(part)]),
            NodeKind::Rule(rule) => self.rule(*rule),
            NodeKind::Stage(stage) => form("stage", [self.stage(*stage)]),
            NodeKind::Test(test) => self.test(event, test),
        };
        match self.said("because", &node.because) {
            Some(because) => form("said", [text, because]),
            None => text,
        }
    }

    fn test(&self, event: Option<&EventKind>, test: &Test) -> String {
        let (operand, of) = self.operand(event, test.operand);
        self.relation(operand, of, &test.relation)
    }

    /// What is tested, and what its listed values are of.
    fn operand<'a>(&'a self, event: Option<&'a EventKind>, operand: Operand) -> (String, Option<Of<'a>>) {
        let program = self.program;
        let picked = |id: EventId| program.events.get(id.index());
        match operand {
            Operand::Field(id) => (form("field", [self.field(id)]), program.field(id).map(Of::Field)),
            Operand::DomainOf(id) => (form("domain-of", [self.field(id)]), None),
            Operand::EventField(id) => {
                let field = event.and_then(|event| event.fields.get(id.index()));
                (form("own", field.map(|field| self.own(field))), field.map(Of::Field))
            }
            Operand::Pick(id) => match program.picks.get(id.index()) {
                Some(pick) => {
                    let field = picked(pick.set.event).and_then(|event| event.fields.get(pick.field.index()));
                    let head = if pick.first { "first" } else { "latest" };
                    let own = field.map(|field| self.own(field)).unwrap_or_default();
                    (form(head, [own, self.events(&pick.set)]), field.map(Of::Field))
                }
                None => Default::default(),
            },
            Operand::Score(id) => {
                (form("score", [self.score(id)]), program.scores.get(id.index()).map(Of::Score))
            }
            Operand::Count(id) => {
                (form("count", program.counts.get(id.index()).map(|set| self.events(set))), None)
            }
        }
    }

    fn relation(&self, operand: String, of: Option<Of<'_>>, relation: &Relation) -> String {
        let value = |value| self.value(of, value);
        let (head, rest) = match relation {
            Relation::Known => ("known", Vec::new()),
            Relation::Is(given) => ("is", vec![value(given)]),
            Relation::OneOf(list) => match list.list {
                Some(id) => ("one-of", vec![self.list(id)]),
                None => match self.set(self.values(of, &list.values)) {
                    one if one.len() == 1 => ("is", one),
                    several => ("one-of", several),
                },
            },
            Relation::AtLeast(given) => ("at-least", vec![value(given)]),
            Relation::AtMost(given) => ("at-most", vec![value(given)]),
            Relation::MoreThan(given) => ("more-than", vec![value(given)]),
            Relation::LessThan(given) => ("less-than", vec![value(given)]),
            Relation::Between(low, high) => ("between", vec![value(low), value(high)]),
            Relation::Within(length) => ("within", vec![duration(*length)]),
            Relation::WithinLast(length) => ("within-last", vec![duration(*length)]),
            Relation::MoreThanAgo(length) => ("more-than-ago", vec![duration(*length)]),
            Relation::Before(date) => ("before", vec![date.to_string()]),
            Relation::After(date) => ("after", vec![date.to_string()]),
            Relation::OnOrBefore(date) => ("on-or-before", vec![date.to_string()]),
            Relation::OnOrAfter(date) => ("on-or-after", vec![date.to_string()]),
            Relation::InThePast => ("in-the-past", Vec::new()),
            Relation::InTheFuture => ("in-the-future", Vec::new()),
            Relation::ContainsWords(texts) => ("has-words", self.sought(of, texts)),
            Relation::ContainsText(texts) => ("has-text", self.sought(of, texts)),
            Relation::ContainsItems(texts) => ("has-items", self.sought(of, texts)),
            Relation::StartsWith(texts) => ("starts-with", self.set(self.untrimmed(texts))),
            Relation::EndsWith(texts) => ("ends-with", self.set(self.untrimmed(texts))),
            Relation::Matches(texts) => ("matches", self.set(self.untrimmed(texts))),
        };
        form(head, std::iter::once(operand).chain(rest))
    }

    fn sought(&self, of: Option<Of<'_>>, texts: &Texts) -> Vec<String> {
        let mut said = match texts.list {
            Some(id) => vec![self.list(id)],
            None => self.set(texts.values.iter().map(|value| self.sought_text(of, value)).collect()),
        };
        // One text alone is both.
        if said.len() > 1 || texts.list.is_some() {
            said.insert(0, if texts.all { "all" } else { "any" }.to_owned());
        }
        said
    }

    /// `touch`, which of them, and of what time.
    pub(super) fn events(&self, set: &EventSet) -> String {
        let Some(event) = self.program.events.get(set.event.index()) else { return String::new() };
        let filter = set.filter.as_ref().map(|filter| form("where", [self.filter(event, filter)]));
        let window = set.window.map(|window| match window {
            Window::Last(length) => form("within-last", [duration(length)]),
            Window::Since(field) => form("since", [self.field(field)]),
        });
        form("events", std::iter::once(self.event(set.event)).chain(filter).chain(window))
    }

    fn filter(&self, event: &EventKind, filter: &Filter) -> String {
        let last = filter.nodes.len().saturating_sub(1);
        self.node(&filter.nodes, Some(event), NodeId::at(last))
    }
}
