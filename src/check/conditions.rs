//! Conditions: from groups, chains and parentheses to nodes, parts before the whole.
//!
//! ```text
//! a and (b and not c)      All(a, b, Not(c))     one node for one `and`, however it is bracketed
//! all of: … none of: …     All(…, Not(Any(…)))
//! ```
//!
//! Recursion goes no deeper than the parentheses do, which the parser limits to 64. A part that is wrong is reported
//! and left out; the whole is then none, so that no program is built.

use super::checker::{Checker, Scope};
use super::problem::conditions::ConditionProblem;
use crate::model::condition::NodeKind;
use crate::model::ids::NodeId;
use crate::syntax::document::{Chain, Condition, Group, Operand, OperandKind, Quantifier, Test, Text, Unary};
use crate::text::span::{Place, Span};

impl Checker<'_> {
    /// A condition: groups or a chain.
    pub(super) fn condition(&mut self, scope: &Scope, condition: &Condition) -> Option<NodeId> {
        match condition {
            Condition::Chain(chain) => self.chain(scope, chain),
            Condition::Groups(groups) => {
                let mut parts = Vec::new();
                let mut complete = true;
                let mut span: Option<Span> = None;
                for group in groups {
                    let at = group.lines.last().map_or(group.at.0, |line| group.at.0.to(line.at.0));
                    span = Some(span.map_or(at, |before| before.to(at)));
                    match self.group(scope, group, Place::new(scope.source, at)) {
                        Some(part) => self.join(&mut parts, part, false),
                        None => complete = false,
                    }
                }
                if !complete {
                    return None;
                }
                let place = Place::new(scope.source, span.unwrap_or_default());
                self.joined(NodeKind::All(parts), place)
            }
        }
    }

    fn group(&mut self, scope: &Scope, group: &Group, place: Place) -> Option<NodeId> {
        let inner = match group.quantifier {
            Quantifier::NoneOf => scope.negated(),
            Quantifier::AllOf | Quantifier::AnyOf | Quantifier::AtLeast(_) => scope.clone(),
        };
        let mut parts = Vec::new();
        let mut complete = true;
        for line in &group.lines {
            let node = self.chain(&inner, &line.chain);
            self.give_reason(node, line.because.as_ref());
            match (node, &group.quantifier) {
                (Some(part), Quantifier::AllOf) => self.join(&mut parts, part, false),
                (Some(part), Quantifier::AnyOf | Quantifier::NoneOf) => self.join(&mut parts, part, true),
                (Some(part), Quantifier::AtLeast(_)) => parts.push(part),
                (None, _) => complete = false,
            }
        }
        let count = match &group.quantifier {
            Quantifier::AtLeast(number) => {
                let count = self.whole(scope.source, number, "a number of lines")?;
                let lines = group.lines.len();
                if count < 1 || usize::try_from(count).map_or(true, |count| count > lines) {
                    self.report(ConditionProblem::CountOfLines {
                        place: Place::new(scope.source, number.at.0),
                        count,
                        lines,
                    });
                    return None;
                }
                u32::try_from(count).ok()?
            }
            Quantifier::AllOf | Quantifier::AnyOf | Quantifier::NoneOf => 0,
        };
        if !complete {
            return None;
        }
        match group.quantifier {
            Quantifier::AllOf => self.joined(NodeKind::All(parts), place),
            Quantifier::AnyOf => self.joined(NodeKind::Any(parts), place),
            Quantifier::NoneOf => {
                let any = self.joined(NodeKind::Any(parts), place)?;
                Some(self.push(NodeKind::Not(any), place))
            }
            Quantifier::AtLeast(_) => Some(self.push(NodeKind::AtLeast { count, parts }, place)),
        }
    }

    /// Writes the reason beside a node.
    pub(super) fn give_reason(&mut self, node: Option<NodeId>, because: Option<&Text>) {
        if let (Some(id), Some(text)) = (node, because)
            && let Some(node) = self.program.nodes.get_mut(id.index())
        {
            node.because = Some(text.value.clone());
        }
    }

    /// Adds a part to those of an `and` (or an `or`); one of the same kind gives its parts instead.
    fn join(&mut self, parts: &mut Vec<NodeId>, part: NodeId, or: bool) {
        let last = part.index() + 1 == self.program.nodes.len();
        let same = self.program.nodes.get(part.index()).is_some_and(|node| {
            node.because.is_none()
                && match node.kind {
                    NodeKind::All(_) => !or,
                    NodeKind::Any(_) => or,
                    NodeKind::AtLeast { .. }
                    | NodeKind::Not(_)
                    | NodeKind::AssumeIfUnknown { .. }
                    | NodeKind::Rule(_)
                    | NodeKind::Stage(_)
                    | NodeKind::Test(_) => false,
                }
        });
        if last && same {
            if let Some(node) = self.program.nodes.pop() {
                parts.extend(node.kind.parts().iter().copied());
            }
        } else {
            parts.push(part);
        }
    }

    /// The whole of these parts; a single part is the whole.
    fn joined(&mut self, kind: NodeKind, place: Place) -> Option<NodeId> {
        match kind.parts() {
            [] => None,
            [single] => Some(*single),
            [_, _, ..] => Some(self.push(kind, place)),
        }
    }

    /// A chain: parts joined with `and`, or with `or`.
    pub(super) fn chain(&mut self, scope: &Scope, chain: &Chain) -> Option<NodeId> {
        let mixed = chain
            .rest
            .first()
            .is_some_and(|(first, _)| chain.rest.iter().any(|(joiner, _)| joiner.or != first.or));
        if mixed {
            self.mixed(scope, chain);
        }
        let or = chain.rest.first().is_some_and(|(joiner, _)| joiner.or);
        let mut scope = scope.clone();
        let mut parts = Vec::new();
        let mut complete = !mixed;
        for unary in std::iter::once(chain.first.as_ref()).chain(chain.rest.iter().map(|(_, unary)| unary)) {
            match self.unary(&scope, unary) {
                Some(part) => self.join(&mut parts, part, or),
                None => complete = false,
            }
            if let Some(beside) = self.ended_where(&scope, unary) {
                scope.beside = Some(beside);
            }
        }
        if !complete {
            return None;
        }
        let place = scope.place(chain.at);
        self.joined(if or { NodeKind::Any(parts) } else { NodeKind::All(parts) }, place)
    }

    /// The event and the place of a `where` that this part ends with.
    fn ended_where(&self, scope: &Scope, unary: &Unary) -> Option<(crate::model::ids::EventId, Span)> {
        let (name, span) = match &unary.test {
            Test::Quantity(quantity) => (&quantity.event, quantity.filter.as_ref()?.at.0),
            Test::Compare(comparison) => match &comparison.operand {
                Operand { kind: OperandKind::OfEvent { event, filter, .. }, .. } => {
                    (event, filter.as_ref()?.at.0)
                }
                Operand { kind: OperandKind::Name(_) | OperandKind::DomainOf(_), .. } => return None,
            },
            Test::Paren(_) | Test::Fits { .. } | Test::Reference { .. } => return None,
        };
        if scope.event.is_some() {
            return None;
        }
        match self.names.get(&name.key)?.thing {
            super::names::Thing::Event(event) => Some((event, span)),
            super::names::Thing::Field(_)
            | super::names::Thing::List(_)
            | super::names::Thing::Team(_)
            | super::names::Thing::Lookup(_)
            | super::names::Thing::Stage(_)
            | super::names::Thing::Aside(_)
            | super::names::Thing::Profile(_)
            | super::names::Thing::Criterion(_)
            | super::names::Thing::Source(_)
            | super::names::Thing::Score(_)
            | super::names::Thing::Broken => None,
        }
    }

    /// Reports a chain that mixes `and` and `or`, with both readings: `and` first, or `or` first.
    fn mixed(&mut self, scope: &Scope, chain: &Chain) {
        let units: Vec<Span> =
            std::iter::once(chain.first.at.0).chain(chain.rest.iter().map(|(_, unary)| unary.at.0)).collect();
        let runs = |or: bool| -> Vec<Span> {
            let mut found: Vec<Span> = Vec::new();
            let mut run: Option<(Span, bool)> = None;
            for (index, unit) in units.iter().enumerate() {
                let joins = index > 0 && chain.rest.get(index - 1).is_some_and(|(joiner, _)| joiner.or == or);
                match (&mut run, joins) {
                    (Some((span, long)), true) => (*span, *long) = (span.to(*unit), true),
                    (Some((span, long)), false) => {
                        if *long {
                            found.push(*span);
                        }
                        run = Some((*unit, false));
                    }
                    (None, _) => run = Some((*unit, false)),
                }
            }
            found.extend(run.and_then(|(span, long)| long.then_some(span)));
            found
        };
        let first = chain.rest.first().map(|(joiner, _)| *joiner);
        let Some(first) = first else { return };
        let Some((second, _)) = chain.rest.iter().find(|(joiner, _)| joiner.or != first.or) else { return };
        self.report(ConditionProblem::Mixed {
            place: scope.place(second.at),
            first: scope.place(first.at),
            or: second.or,
            and_first: runs(false),
            or_first: runs(true),
        });
    }

    /// One part of a chain.
    pub(super) fn unary(&mut self, scope: &Scope, unary: &Unary) -> Option<NodeId> {
        let place = scope.place(unary.at);
        let mut inner = if unary.not { scope.negated() } else { scope.clone() };
        inner.settled |= unary.assume.is_some();
        let mut node = match &unary.test {
            Test::Paren(chain) => self.chain(&Scope { beside: None, ..inner }, chain),
            Test::Fits { negated, profile } => self.fits(&inner, place, *negated, profile),
            Test::Quantity(quantity) => self.quantity(&inner, place, quantity),
            Test::Compare(comparison) => self.comparison(&inner, comparison),
            Test::Reference { name, argument } => self.reference(&inner, place, name, argument.as_ref()),
        }?;
        if let Some(answer) = unary.assume {
            node = self.push(NodeKind::AssumeIfUnknown { part: node, answer }, place);
        }
        if unary.not {
            node = self.push(NodeKind::Not(node), place);
        }
        Some(node)
    }
}
