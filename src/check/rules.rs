//! Profiles and criteria.
//!
//! A criterion with a parameter is checked by itself once, with a sample of the parameter's type, and built once for
//! each argument that it is used with: sixty criteria that each use the one before twice are sixty rules, not 2^60.

use std::collections::HashSet;
use std::rc::Rc;

use super::blanks::Blanks;
use super::checker::{Checker, Parameter, Scope, text_of};
use super::items::RuleItem;
use super::names::Thing;
use super::order::Unit;
use super::problem::fields::{FieldProblem, Line};
use super::problem::names::NameProblem;
use super::typed::{Type, Typed};
use crate::model::field::FieldType;
use crate::model::ids::{NodeId, RuleId};
use crate::model::lifecycle::{Rule, RuleKind};
use crate::model::value::Value;
use crate::syntax::document::{Clause, Comment, Document, Name, RuleClause, Text, When};
use crate::text::source::Sources;
use crate::text::span::{Place, SourceId, Span};

/// A profile or criterion as declared.
pub(super) struct Declaration<'a> {
    /// Its text.
    pub source: SourceId,
    /// All of it.
    pub whole: Place,
    /// Its name.
    pub name: &'a Name,
    /// Its title.
    pub title: Option<&'a Text>,
    /// Its condition.
    pub when: &'a When,
    /// Its lines.
    pub clauses: &'a [Clause<RuleClause>],
    /// Whether it is a profile.
    pub profile: bool,
    /// Its parameter: folded name, name, type.
    pub parameter: Option<Formal>,
    /// Its rule, if it has no parameter.
    pub rule: Option<RuleId>,
}

/// A parameter as declared.
#[derive(Clone)]
pub(super) struct Formal {
    /// Folded name.
    pub key: String,
    /// Name.
    pub name: String,
    /// Its type.
    pub typed: Rc<Typed>,
}

impl<'a> Checker<'a> {
    /// Declares profiles and criteria.
    pub(super) fn declare_rules(&mut self) {
        for (whole, source, item) in self.items.rules.clone() {
            let index = self.declarations.len();
            let (name, thing) = match item {
                RuleItem::Profile(profile) => (&profile.name, Thing::Profile(index)),
                RuleItem::Criterion(criterion) => (&criterion.name, Thing::Criterion(index)),
            };
            if !self.declare(source, name, thing) {
                continue;
            }
            let declaration = match item {
                RuleItem::Profile(profile) => Declaration {
                    source,
                    whole,
                    name: &profile.name,
                    title: profile.title.as_ref(),
                    when: &profile.when,
                    clauses: &profile.clauses,
                    profile: true,
                    parameter: None,
                    rule: Some(RuleId::at(self.program.rules.len())),
                },
                RuleItem::Criterion(criterion) => {
                    let parameter = criterion.parameter.as_ref().map(|written| Formal {
                        key: written.name.key.clone(),
                        name: written.name.text.clone(),
                        typed: Rc::new(Typed::new(
                            self.read_type(source, &written.parameter_type).unwrap_or(Type::Broken),
                        )),
                    });
                    if let Some(written) = &criterion.parameter
                        && let Some(formal) = &parameter
                        && matches!(formal.typed.of, Type::Field(FieldType::SomeOf { .. }))
                    {
                        self.report(FieldProblem::ParameterOfItems {
                            place: Place::new(source, written.parameter_type.at.0),
                        });
                    }
                    Declaration {
                        source,
                        whole,
                        name: &criterion.name,
                        title: criterion.title.as_ref(),
                        when: &criterion.when,
                        clauses: &criterion.clauses,
                        profile: false,
                        rule: parameter.is_none().then(|| RuleId::at(self.program.rules.len())),
                        parameter,
                    }
                }
            };
            if declaration.rule.is_some() {
                self.program.rules.push(empty_rule(&declaration, None));
            }
            self.declarations.push(declaration);
        }
    }

    /// Parameters share the namespace: one that is called like something else would hide it.
    pub(super) fn parameter_names(&mut self) {
        for (_, source, item) in self.items.rules.clone() {
            if let RuleItem::Criterion(criterion) = item
                && let Some(parameter) = &criterion.parameter
                && let Some(entry) = self.names.get(&parameter.name.key)
                && entry.thing != Thing::Broken
            {
                let problem = NameProblem::DeclaredTwice {
                    name: parameter.name.text.clone(),
                    place: Place::new(source, parameter.name.at.0),
                    first: entry.place,
                    kind: entry.thing.words(),
                };
                self.report(problem);
            }
        }
    }

    /// Checks and builds all of them.
    pub(super) fn rules(&mut self) {
        for index in 0..self.declarations.len() {
            let Some(declaration) = self.declarations.get(index) else { continue };
            match (&declaration.parameter, declaration.rule) {
                (None, Some(rule)) => self.build(index, rule, None),
                (Some(parameter), _) => {
                    let parameter = parameter.clone();
                    self.check_alone(index, &parameter);
                }
                (None, None) => {}
            }
        }
    }

    /// Notes the criteria with a parameter that nothing uses; they are published as they are written.
    pub(super) fn unused_criteria<'d>(&mut self, documents: impl Iterator<Item = &'d Document> + Clone) {
        let used: HashSet<usize> = self.instances.keys().map(|(index, _)| *index).collect();
        let unused = self.declarations.iter().enumerate().filter_map(|(index, declaration)| {
            (declaration.parameter.is_some() && !used.contains(&index)).then_some(declaration.whole)
        });
        self.program.unused = unused
            .map(|place| {
                let document = documents.clone().find(|document| document.source == place.source);
                without_comments(self.sources, place, document.map_or(&[], |document| &document.comments))
            })
            .collect();
    }

    /// Builds the rules of criteria with an argument, and those that they use in turn.
    pub(super) fn waiting_rules(&mut self) {
        while let Some((rule, index, value)) = self.waiting.pop() {
            let Some(formal) =
                self.declarations.get(index).and_then(|declaration| declaration.parameter.clone())
            else {
                continue;
            };
            let parameter =
                Parameter { key: formal.key, name: formal.name, typed: formal.typed, value, sample: false };
            let before = self.program.nodes.len();
            let place = self.program.rule(rule).map_or(Place::default(), |rule| rule.place);
            self.build(index, rule, Some(Rc::new(parameter)));
            if !self.spend_parts(self.program.nodes.len() - before + 1, place) {
                self.waiting.clear();
            }
        }
    }

    /// The rule of a criterion with this argument.
    pub(super) fn instance(&mut self, index: usize, value: Value, place: Place) -> Option<RuleId> {
        if let Some(rule) = self.instances.get(&(index, value.clone())) {
            return Some(*rule);
        }
        if !self.spend_parts(1, place) {
            return None;
        }
        let declaration = self.declarations.get(index)?;
        let id = RuleId::at(self.program.rules.len());
        self.program.rules.push(empty_rule(declaration, Some(value.clone())));
        self.instances.insert((index, value.clone()), id);
        self.waiting.push((id, index, value));
        Some(id)
    }

    /// Checks a criterion with a parameter by itself; its nodes are thrown away.
    fn check_alone(&mut self, index: usize, formal: &Formal) {
        let Some(value) = sample(&formal.typed) else { return };
        let parameter = Rc::new(Parameter {
            key: formal.key.clone(),
            name: formal.name.clone(),
            typed: formal.typed.clone(),
            value,
            sample: true,
        });
        let (nodes, counts, picks) =
            (self.program.nodes.len(), self.program.counts.len(), self.program.picks.len());
        let start = self.begin_unit();
        self.body(index, Some(parameter), true);
        self.program.nodes.truncate(nodes);
        self.program.counts.truncate(counts);
        self.program.picks.truncate(picks);
        self.end_unit(Unit::Generic(index), start);
    }

    fn build(&mut self, index: usize, rule: RuleId, parameter: Option<Rc<Parameter>>) {
        let start = self.begin_unit();
        let warn = parameter.is_none();
        let node = self.body(index, parameter, warn);
        self.end_unit(Unit::Rule(rule), start);
        if let (Some(node), Some(rule)) = (node, self.program.rules.get_mut(rule.index())) {
            rule.condition = node;
        }
    }

    fn body(&mut self, index: usize, parameter: Option<Rc<Parameter>>, warn: bool) -> Option<NodeId> {
        let declaration = self.declarations.get(index)?;
        let (when, source) = (declaration.when, declaration.source);
        let (clauses, name) = (declaration.clauses, declaration.name);
        let settled = clauses.iter().any(|clause| matches!(clause.kind, RuleClause::IfUnknown(_)));
        let mut first: Option<Place> = None;
        for clause in clauses.iter().filter(|clause| matches!(clause.kind, RuleClause::IfUnknown(_))) {
            self.once(&mut first, Place::new(source, clause.at.0), Line::IfUnknown, &name.text);
        }
        let scope = Scope { parameter, settled, ..Scope::new(source) };
        self.blanks = warn.then(Blanks::default);
        let node = self.condition(&scope, &when.condition);
        self.warn_of_blanks();
        node
    }
}

/// A rule whose condition is still to be built.
fn empty_rule(declaration: &Declaration<'_>, argument: Option<Value>) -> Rule {
    let mut if_unknown = None;
    let mut prose = Vec::new();
    for clause in declaration.clauses {
        match &clause.kind {
            RuleClause::IfUnknown(answer) => if_unknown = Some(*answer),
            RuleClause::Prose(line) => prose.push(line.text.clone()),
        }
    }
    Rule {
        name: declaration.name.text.clone(),
        title: text_of(declaration.title),
        place: Place::new(declaration.source, declaration.name.at.0),
        kind: if declaration.profile { RuleKind::Profile } else { RuleKind::Criterion(argument) },
        condition: NodeId(0),
        if_unknown,
        because: text_of(declaration.when.because.as_ref()),
        prose,
    }
}

/// A value of a parameter's type, to check its criterion with; none if the type is wrong.
fn sample(typed: &Typed) -> Option<Value> {
    Some(match &typed.of {
        Type::Duration(unit) => Value::Duration(super::fields::sample_duration(*unit)),
        Type::Field(field_type) => match field_type {
            FieldType::YesNo => Value::YesNo(true),
            FieldType::Text | FieldType::Email => Value::Text("sample".to_owned()),
            FieldType::WholeNumber | FieldType::Number => Value::Number(crate::model::value::SCALE),
            FieldType::Money(code) => Value::Money(crate::model::value::SCALE, code.clone()),
            FieldType::Percent => Value::Percent(crate::model::value::SCALE),
            FieldType::Date | FieldType::DateTime => Value::Date(jiff::civil::date(2026, 1, 15)),
            FieldType::OneOf(choices) => {
                Value::Text(choices.values.first().map_or(String::new(), |choice| choice.text.clone()))
            }
            FieldType::SomeOf { .. } => return None,
        },
        Type::Score(_) | Type::Broken => return None,
    })
}

/// What stands at a place, line by line, without comments and empty lines.
fn without_comments(sources: &Sources, place: Place, comments: &[Comment]) -> String {
    let mut kept = String::new();
    let mut from = place.span.start;
    let mut add = |from: u32, to: u32| {
        kept.push_str(sources.words(Place::new(place.source, Span { start: from, end: to })));
    };
    for comment in comments.iter().map(|comment| comment.at.0) {
        if (from..place.span.end).contains(&comment.start) {
            add(from, comment.start);
            from = comment.end.min(place.span.end);
        }
    }
    add(from, place.span.end);
    let lines: Vec<&str> = kept.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}
