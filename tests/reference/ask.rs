//! What to ask next, and in which order (4.7).

use uld::syntax::document::{
    Chain, Condition, Group, LifecycleClause, Name, OperandKind, Points, PointsBasis, Quantifier, RowWhen,
    Score, SourceClause, SourceRule, Stage, StageClause, Test, Unary, Window, WindowKind,
};

use super::conditions::{argument_of, chain_parts, is_or};
use super::judge::{Judge, Scope};
use super::logic::{No, Three, Unknown, Yes};
use super::scores;

/// "Replace known cells, simplify": what is left of a condition.
pub enum Open {
    /// A field, or an event.
    Ask(String),
    /// Each part is needed.
    Every(Vec<Open>),
    /// One part is enough.
    One(Vec<Open>),
    /// Some parts are, and it is not sure which.
    Some(Vec<Open>),
}

use Open::{Ask, Every, One};

impl Open {
    /// "fields without which yes is impossible, in rule order (`and`: those of each part; `or`: those common to all
    /// open parts; `at least n of`: all, only when every open part is needed)"
    fn needed(&self) -> Vec<String> {
        match self {
            Ask(name) => vec![name.clone()],
            Every(parts) => parts.iter().flat_map(Open::needed).collect(),
            One(parts) => {
                let lists: Vec<Vec<String>> = parts.iter().map(Open::needed).collect();
                let Some((first, rest)) = lists.split_first() else { return Vec::new() };
                let in_all = |name: &&String| rest.iter().all(|list| list.contains(name));
                first.iter().filter(in_all).cloned().collect()
            }
            Open::Some(_) => Vec::new(),
        }
    }

    fn all(&self) -> Vec<String> {
        match self {
            Ask(name) => vec![name.clone()],
            Every(parts) | One(parts) | Open::Some(parts) => parts.iter().flat_map(Open::all).collect(),
        }
    }
}

/// `and` below a `not` is an `or` of the opposites.
fn every(wished: bool, parts: Vec<Open>) -> Open {
    if wished { Every(parts) } else { One(parts) }
}

impl Judge<'_> {
    /// "They are those of the first stage in `could_be`". "Order: `ask` line; then fields without which yes is
    /// impossible, in rule order …; then the rest."
    pub fn questions(&self, could_be: &[&Name]) -> Vec<String> {
        let Some(first) = could_be.first() else { return Vec::new() };
        let open = self.open_stage(first, true);
        let all = open.all();
        let mut asked: Vec<String> = Vec::new();
        let lines =
            self.definition.stages.get(first.key.as_str()).map(|stage| ask_line(stage)).unwrap_or_default();
        let lines = lines.into_iter().filter(|name| all.contains(name));
        let needed = open.needed();
        let in_rule_order = all.iter().filter(|name| needed.contains(name)).cloned();
        for name in lines.chain(in_rule_order).chain(all.clone()) {
            if !asked.contains(&name) {
                asked.push(name);
            }
        }
        asked
    }

    fn open_stage(&self, name: &Name, wished: bool) -> Open {
        let mut parts = Vec::new();
        if let Some(stage) = self.definition.stages.get(name.key.as_str()) {
            parts.extend(self.open_condition(&stage.when.condition, &Scope::default(), wished));
        }
        if self.gate(name) == Unknown {
            parts.push(self.open_gate(name, wished));
        }
        if !self.is_first(name) && self.rests() == Unknown {
            parts.push(self.open_rest(!wished));
        }
        every(wished, parts)
    }

    /// A rest is its dates and not its `unless`.
    fn open_rest(&self, wished: bool) -> Open {
        let mut parts = Vec::new();
        if let Some((_, inside, unless, LifecycleClause::Rest { from, unless: chain, .. })) = self.rest() {
            if inside == Unknown {
                parts.push(self.open_field(from));
            }
            if let (Unknown, Some(chain)) = (unless, chain) {
                parts.extend(self.open_chain(chain, &Scope::default(), !wished));
            }
        }
        every(wished, parts)
    }

    /// The conditions of a gate that are open; decisions.md: "The open gate of an unsettled source asks for the
    /// sources' open rows first, then for the open gates of every source that it may be." A candidate that is surely
    /// closed must be ruled out: read from the top, each open row of such a source must turn out no.
    fn open_gate(&self, stage: &Name, wished: bool) -> Open {
        let candidates = self.source_candidates();
        let sources: Vec<&SourceRule> =
            candidates.iter().flatten().map(|index| self.definition.sources[*index]).collect();
        let gates = |source: &SourceRule| self.open_gates(source, stage, wished);
        if candidates.len() == 1 {
            return every(wished, sources.into_iter().flat_map(gates).collect());
        }
        let mut rest = vec![One(self.open_source_rows())];
        rest.extend(sources.iter().flat_map(|source| gates(source)));
        let closed = |source: &SourceRule| self.gate_of(source, stage) == No;
        if !wished || !sources.iter().any(|source| closed(source)) {
            return One(rest);
        }
        let mut parts = Vec::new();
        for source in &sources {
            let Some(when) = source.when.as_ref().filter(|_| closed(source)) else { break };
            match self.open_condition(&when.condition, &Scope::default(), false) {
                Some(open) => parts.push(open),
                None => break,
            }
        }
        let others: Vec<&&SourceRule> = sources.iter().filter(|source| !closed(source)).collect();
        if let ([other], false) = (others.as_slice(), candidates.contains(&None)) {
            parts.extend(gates(other));
        }
        parts.push(Open::Some(rest));
        Every(parts)
    }

    fn open_gates(&self, source: &SourceRule, stage: &Name, wished: bool) -> Vec<Open> {
        let gates = source.clauses.iter().filter_map(|clause| match &clause.kind {
            SourceClause::GateFor { stages, condition, .. } if stages.contains(stage) => {
                self.open_condition(condition, &Scope::default(), wished)
            }
            SourceClause::GateFor { .. }
            | SourceClause::Open { .. }
            | SourceClause::ClosedFor { .. }
            | SourceClause::Prose(_) => None,
        });
        gates.collect()
    }

    fn open_source(&self, source: &SourceRule) -> Option<Open> {
        self.open_condition(&source.when.as_ref()?.condition, &Scope::default(), true)
    }

    /// The open rows of the sources, up to the first that is yes.
    fn open_source_rows(&self) -> Vec<Open> {
        let mut open = Vec::new();
        for source in &self.definition.sources {
            let Some(when) = &source.when else { break };
            if self.condition(&when.condition, &Scope::default()) == Yes {
                break;
            }
            open.extend(self.open_source(source));
        }
        open
    }

    fn open_condition(&self, condition: &Condition, scope: &Scope<'_>, wished: bool) -> Option<Open> {
        if self.condition(condition, scope) != Unknown {
            return None;
        }
        Some(match condition {
            Condition::Chain(chain) => return self.open_chain(chain, scope, wished),
            Condition::Groups(groups) => every(
                wished,
                groups.iter().filter_map(|group| self.open_group(group, scope, wished)).collect(),
            ),
        })
    }

    fn open_group(&self, group: &Group, scope: &Scope<'_>, wished: bool) -> Option<Open> {
        let answers: Vec<Three> = group.lines.iter().map(|line| self.chain(&line.chain, scope)).collect();
        let open = |wished: bool| -> Vec<Open> {
            group.lines.iter().filter_map(|line| self.open_chain(&line.chain, scope, wished)).collect()
        };
        if self.group(group, scope) != Unknown {
            return None;
        }
        Some(match &group.quantifier {
            Quantifier::AllOf => every(wished, open(wished)),
            Quantifier::AnyOf => every(!wished, open(wished)),
            // "`not (a or b)` = `not a and not b`"
            Quantifier::NoneOf => every(wished, open(!wished)),
            Quantifier::AtLeast(number) => {
                let count = (number.value / 10_000) as usize;
                // Not at least n of m is at least m - n + 1 of the opposites.
                let (wanted, settled) = if wished { (count, Yes) } else { (answers.len() + 1 - count, No) };
                let have = answers.iter().filter(|answer| **answer == settled).count();
                let parts = open(wished);
                if wanted - have == parts.len() { Every(parts) } else { Open::Some(parts) }
            }
        })
    }

    fn open_chain(&self, chain: &Chain, scope: &Scope<'_>, wished: bool) -> Option<Open> {
        if self.chain(chain, scope) != Unknown {
            return None;
        }
        let parts =
            chain_parts(chain).into_iter().filter_map(|part| self.open_unary(part, scope, wished)).collect();
        Some(every(wished != is_or(chain), parts))
    }

    fn open_unary(&self, unary: &Unary, scope: &Scope<'_>, wished: bool) -> Option<Open> {
        if self.unary(unary, scope) != Unknown {
            return None;
        }
        let wished = wished != unary.not;
        Some(match &unary.test {
            Test::Paren(chain) => return self.open_chain(chain, scope, wished),
            Test::Fits { negated, profile } => {
                let profile = self.definition.profiles.get(profile.key.as_str())?;
                return self.open_condition(&profile.when.condition, &Scope::default(), wished != *negated);
            }
            Test::Quantity(quantity) => self.open_events(&quantity.event, quantity.window.as_ref()),
            Test::Compare(comparison) => match &comparison.operand.kind {
                OperandKind::Name(name) => match self.definition.score(name) {
                    Some(score) => self.open_score(score),
                    None => self.open_field(name),
                },
                OperandKind::DomainOf(name) => self.open_field(name),
                // "an event is asked by its name"
                OperandKind::OfEvent { event, .. } => {
                    Ask(self.definition.event(event).events.name.text.clone())
                }
            },
            Test::Reference { name, argument } => {
                if self.definition.field(name).is_some() {
                    return Some(self.open_field(name));
                }
                if self.definition.stages.contains_key(name.key.as_str()) {
                    return Some(self.open_stage(name, wished));
                }
                let criterion = self.definition.criteria.get(name.key.as_str())?;
                let argument = argument.as_ref().map(|argument| argument_of(argument, scope));
                let parameter = criterion.parameter.as_ref().zip(argument);
                let parameter = parameter.map(|(parameter, value)| (&parameter.name, value));
                return self.open_condition(
                    &criterion.when.condition,
                    &Scope { parameter, row: None },
                    wished,
                );
            }
        })
    }

    /// "derived fields … stand for the fields of their open rows"
    fn open_field(&self, name: &Name) -> Open {
        let facts = self.definition.field(name);
        match facts.and_then(|facts| facts.decided) {
            Some(rows) => {
                let mut open = Vec::new();
                for row in rows {
                    let Some(RowWhen { chain, .. }) = &row.when else { break };
                    if self.chain(chain, &Scope::default()) == Yes {
                        break;
                    }
                    open.extend(self.open_chain(chain, &Scope::default(), true));
                }
                One(open)
            }
            None => Ask(facts.map_or(&name.text, |facts| &facts.name.text).clone()),
        }
    }

    /// "a count is asked by its event's name; when `since F` has F missing, F is asked (and the event too only if no
    /// events were given for the contact), both as an `and`"
    fn open_events(&self, event: &Name, window: Option<&Window>) -> Open {
        let (event, rows) = self.rows_of(event);
        let own = Ask(event.events.name.text.clone());
        if let Some(WindowKind::Since(from)) = window.map(|window| &window.kind)
            && self.cell(from).value.is_none()
        {
            let mut parts = vec![self.open_field(from)];
            if rows.is_none() {
                parts.push(own);
            }
            return Every(parts);
        }
        own
    }

    /// "a score comparison for those of its open score rows (as an `or` of them, in row order)"
    fn open_score(&self, score: &Score) -> Open {
        One(scores::rows(score).filter_map(|row| self.open_points(score, row)).collect())
    }

    fn open_points(&self, score: &Score, row: &Points) -> Option<Open> {
        let (low, high) = self.points(score, row);
        if low == high {
            return None;
        }
        match &row.basis {
            PointsBasis::When(when) => self.open_chain(&when.chain, &Scope::default(), true),
            PointsBasis::Per { of, .. } => Some(match self.definition.score(of) {
                Some(other) => self.open_score(other),
                None => self.open_field(of),
            }),
            PointsBasis::ForEach { event, window, .. } => Some(self.open_events(event, window.as_ref())),
        }
    }
}

/// The names of the `ask` line, as they are declared.
fn ask_line(stage: &Stage) -> Vec<String> {
    let mut names = Vec::new();
    for clause in &stage.clauses {
        if let StageClause::Ask(asked) = &clause.kind {
            names.extend(asked.iter().map(|name| name.text.clone()));
        }
    }
    names
}
