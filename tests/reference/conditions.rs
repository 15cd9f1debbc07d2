//! Conditions: lists, chains, `not`, `assume`, and what a name stands for (4.3).

use uld::syntax::document::{
    Argument, Chain, Condition, Group, Literal, Name, OperandKind, Quantifier, RuleClause, Test, Unary,
    Value as Written,
};

use super::cells::{Read, Value};
use super::events::Picked;
use super::judge::{Cell, Judge, Scope};
use super::logic::{Bug, No, Three, Unknown, Yes, and, at_least, or};

impl Judge<'_> {
    pub fn condition(&self, condition: &Condition, scope: &Scope<'_>) -> Three {
        match condition {
            Condition::Chain(chain) => self.chain(chain, scope),
            // "join lists of one rule with `and any of:`, `and none of:`"
            Condition::Groups(groups) => {
                and(&groups.iter().map(|group| self.group(group, scope)).collect::<Vec<_>>())
            }
        }
    }

    /// "`all of` = `and`, `any of` = `or`, `none of` = `not any of`."
    pub fn group(&self, group: &Group, scope: &Scope<'_>) -> Three {
        let parts: Vec<Three> = group.lines.iter().map(|line| self.chain(&line.chain, scope)).collect();
        match &group.quantifier {
            Quantifier::AllOf => and(&parts),
            Quantifier::AnyOf => or(&parts),
            Quantifier::NoneOf => or(&parts).not(),
            Quantifier::AtLeast(number) => at_least((number.value / 10_000) as usize, &parts, self.bug),
        }
    }

    pub fn chain(&self, chain: &Chain, scope: &Scope<'_>) -> Three {
        let parts: Vec<Three> = chain_parts(chain).into_iter().map(|part| self.unary(part, scope)).collect();
        if is_or(chain) { or(&parts) } else { and(&parts) }
    }

    pub fn unary(&self, unary: &Unary, scope: &Scope<'_>) -> Three {
        let answer = self.test(&unary.test, scope).assume(unary.assume);
        if unary.not { answer.not() } else { answer }
    }

    fn test(&self, test: &Test, scope: &Scope<'_>) -> Three {
        match test {
            Test::Paren(chain) => self.chain(chain, scope),
            Test::Fits { negated, profile } => {
                let answer = self.profile(profile);
                if *negated { answer.not() } else { answer }
            }
            Test::Quantity(quantity) => self.quantity(quantity, scope),
            Test::Reference { name, argument } => self.reference(name, argument.as_ref(), scope),
            Test::Compare(comparison) => {
                let answer = match &comparison.operand.kind {
                    OperandKind::Name(name) => {
                        match self.definition.score(name).filter(|_| scope.row.is_none()) {
                            Some(score) => self.score_relation(score, &comparison.relation),
                            None => {
                                let (kind, cell) = self.cell_in(name, scope);
                                return self.of_cell(
                                    kind,
                                    &cell,
                                    &comparison.relation,
                                    comparison.negated,
                                    scope,
                                );
                            }
                        }
                    }
                    OperandKind::DomainOf(name) => {
                        let (_, cell) = self.cell_in(name, scope);
                        let domain = match &cell.value {
                            // "`domain of` it is what follows the last `@`"
                            Some(Value::Text(text)) => {
                                let domain = text.rsplit_once('@').map_or("", |(_, domain)| domain);
                                Some(Value::Text(domain.trim().to_owned()))
                            }
                            _ => None,
                        };
                        let cell = Cell { read: cell.read, value: domain };
                        let text = uld::syntax::document::TypeKind::Text;
                        return self.of_cell(&text, &cell, &comparison.relation, comparison.negated, scope);
                    }
                    OperandKind::OfEvent { field, first, event, filter } => {
                        let facts = self.definition.event(event);
                        let index = facts.fields.iter().position(|facts| facts.name == field);
                        let index = index.unwrap_or_else(|| panic!("no {} of an event", field.text));
                        match self.pick(event, index, *first, filter.as_deref(), scope) {
                            // "Surely no rows: a comparison of `NAME of latest EVENT` is *no* and its negated form
                            // *yes* (and `is missing` yes)."
                            Picked::NoRows => Three::of(is_missing(&comparison.relation)),
                            Picked::Cell(cell) => {
                                let kind = facts.fields[index].kind;
                                return self.of_cell(
                                    kind,
                                    &cell,
                                    &comparison.relation,
                                    comparison.negated,
                                    scope,
                                );
                            }
                        }
                    }
                };
                if comparison.negated { answer.not() } else { answer }
            }
        }
    }

    /// What a name stands for where a condition stands: "inside `where` only the event's names and the criterion's
    /// parameter are seen".
    fn cell_in(&self, name: &Name, scope: &Scope<'_>) -> (&uld::syntax::document::TypeKind, Cell) {
        if let Some((event, row)) = scope.row {
            let index = event.fields.iter().position(|facts| facts.name == name);
            let index = index.unwrap_or_else(|| panic!("no {} of the event", name.text));
            // The definition outlives the judge; the event comes from it.
            let kind = self.definition.event(&event.events.name).fields[index].kind;
            return (kind, row.cells[index].clone());
        }
        let facts = self.definition.field(name).unwrap_or_else(|| panic!("no field {}", name.text));
        (facts.kind, self.cell(name))
    }

    fn reference(&self, name: &Name, argument: Option<&Argument>, scope: &Scope<'_>) -> Three {
        let is_field = scope.row.is_some() || self.definition.field(name).is_some();
        if is_field {
            let (_, cell) = self.cell_in(name, scope);
            // "a bare yes/no field": unknown when it is missing
            return match cell.value {
                Some(Value::YesNo(answer)) => Three::of(answer),
                Some(_) => No,
                None => self.blank(),
            };
        }
        if self.definition.stages.contains_key(name.key.as_str()) {
            return self.stage(name);
        }
        self.criterion(name, argument.map(|argument| argument_of(argument, scope)))
    }

    /// The answer of a test of a blank.
    pub fn blank(&self) -> Three {
        if self.bug == Some(Bug::BlankAsNo) { No } else { Unknown }
    }

    pub fn criterion(&self, name: &Name, argument: Option<Literal>) -> Three {
        let criterion = self.definition.criteria.get(name.key.as_str());
        let criterion = criterion.unwrap_or_else(|| panic!("no criterion {}", name.text));
        let parameter = criterion.parameter.as_ref().zip(argument);
        let inner =
            Scope { parameter: parameter.map(|(parameter, value)| (&parameter.name, value)), row: None };
        // "`if unknown, assume no` (or `yes`) under a profile, criterion …: its answer when it would be unknown"
        let work =
            || self.condition(&criterion.when.condition, &inner).assume(if_unknown(&criterion.clauses));
        if criterion.parameter.is_none() { self.memo.answer(name, work) } else { work() }
    }

    pub fn profile(&self, name: &Name) -> Three {
        let profile = self.definition.profiles.get(name.key.as_str());
        let profile = profile.unwrap_or_else(|| panic!("no profile {}", name.text));
        self.memo.answer(name, || {
            self.condition(&profile.when.condition, &Scope::default()).assume(if_unknown(&profile.clauses))
        })
    }
}

pub fn if_unknown(clauses: &[uld::syntax::document::Clause<RuleClause>]) -> Option<bool> {
    clauses.iter().find_map(|clause| match clause.kind {
        RuleClause::IfUnknown(answer) => Some(answer),
        RuleClause::Prose(_) => None,
    })
}

pub fn chain_parts(chain: &Chain) -> Vec<&Unary> {
    std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, unary)| unary)).collect()
}

pub fn is_or(chain: &Chain) -> bool {
    chain.rest.iter().any(|(joiner, _)| joiner.or)
}

pub fn is_missing(relation: &uld::syntax::document::Relation) -> bool {
    matches!(relation, uld::syntax::document::Relation::Missing)
}

/// "an argument is a literal or the enclosing parameter"
pub fn argument_of(argument: &Argument, scope: &Scope<'_>) -> Literal {
    match argument {
        Argument::Literal(literal) => literal.clone(),
        Argument::Name(name) => parameter_of(name, scope),
    }
}

pub fn parameter_of(name: &Name, scope: &Scope<'_>) -> Literal {
    match &scope.parameter {
        Some((parameter, value)) if *parameter == name => value.clone(),
        _ => panic!("{} is no parameter here", name.text),
    }
}

/// A value of a rule with the parameter put in.
pub fn bound(value: &Written, scope: &Scope<'_>) -> Written {
    match value {
        Written::Name(name) => Written::Literal(parameter_of(name, scope)),
        Written::Yes(_) | Written::No(_) | Written::Literal(_) => value.clone(),
    }
}

/// Whether a cell was read as a value.
pub fn is_known(cell: &Cell) -> Three {
    match cell.read {
        Read::Known(_) => Yes,
        Read::Missing | Read::Unreadable => No,
    }
}
