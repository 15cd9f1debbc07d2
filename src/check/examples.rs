//! Examples and tables of examples: what is given, and what is expected.

mod cells;
mod table;

use std::collections::HashMap;

use super::checker::{Checker, Scope, Undated};
use super::items::ExampleItem;
use super::names::Thing;
use super::operators::Kind;
use super::problem::examples::ExampleProblem;
use super::problem::names::{Guess, NameProblem};
use super::typed::{Type, Typed};
use super::values::Side;
use crate::model::example::{Answer, Example, Expectation, Expected, Given};
use crate::model::ids::{EventFieldId, EventId, FieldId, RouteId, RuleId, ScoreId, StageId};
use crate::model::value::Value;
use crate::syntax::document::{
    Example as Written, ExampleClause, Expect, Given as WrittenGiven, Literal, Name, Value as WrittenValue,
};
use crate::text::name::fold;
use crate::text::span::{Place, SourceId};

/// Words that people give for a blank, where `missing` is meant.
const BLANK_WORDS: [&str; 7] = ["blank", "empty", "none", "null", "nothing", "unknown", "na"];

/// What can be expected.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) enum Target {
    Rule(RuleId),
    StageRule(StageId),
    Stage,
    MovedTo,
    Source,
    Route,
    Score(ScoreId),
}

impl<'a> Checker<'a> {
    /// All examples, in file order.
    pub(super) fn examples(&mut self) {
        for (place, source, item) in self.items.examples.clone() {
            match item {
                ExampleItem::Example(example) => self.example(source, example),
                ExampleItem::Table(table) => self.table(place, source, table),
            }
        }
    }

    fn example(&mut self, source: SourceId, written: &Written) {
        let as_of = match &written.as_of {
            Some(date) => self.date(source, date),
            None => None,
        };
        let title = Place::new(source, written.title.at.0);
        let mut example = Example {
            title: written.title.value.clone(),
            place: title,
            table: None,
            as_of,
            given: Vec::new(),
            events: Vec::new(),
            expected: Vec::new(),
            prose: Vec::new(),
        };
        let mut seen: HashMap<FieldId, Place> = HashMap::new();
        let mut events = Vec::new();
        for clause in &written.clauses {
            match &clause.kind {
                ExampleClause::Given(givens) => {
                    for given in givens {
                        let Some(id) = self.field_named(source, &given.name, "text") else { continue };
                        let at = Place::new(source, given.name.at.0);
                        if let Some(first) = seen.get(&id) {
                            let name = given.name.text.clone();
                            self.report(ExampleProblem::GivenTwice { place: at, first: *first, name });
                            continue;
                        }
                        seen.insert(id, at);
                        let typed = self.type_of(id);
                        if let Some(value) = self.given(source, &typed, given) {
                            example.given.push((id, value));
                        }
                    }
                }
                ExampleClause::Event { event, givens } => {
                    let scope = Scope::new(source);
                    if let Some(id) = self.event_named(&scope, event) {
                        if events.iter().all(|(known, _)| *known != id) {
                            events.push((id, Place::new(source, event.at.0)));
                        }
                        let fields = self.given_event(&scope, id, givens);
                        example.events.push((id, fields));
                    }
                }
                ExampleClause::Expect(expects) => {
                    for expect in expects {
                        if let Some(expected) = self.expect(source, expect) {
                            example.expected.push(expected);
                        }
                    }
                }
                ExampleClause::Prose(prose) => example.prose.push(prose.text.clone()),
            }
        }
        if !written.clauses.iter().any(|clause| matches!(clause.kind, ExampleClause::Expect(_))) {
            self.report(ExampleProblem::NothingExpected { place: title });
        }
        if written.as_of.is_none() {
            // Whether a rule needs a day is known once all of them are.
            let dates =
                example.events.iter().flat_map(|(_, fields)| fields).filter_map(|(_, given)| match given {
                    Given::Value(Value::Date(day)) => Some(*day),
                    Given::Value(
                        Value::YesNo(_)
                        | Value::Number(_)
                        | Value::Money(..)
                        | Value::Percent(_)
                        | Value::Duration(_)
                        | Value::Text(_)
                        | Value::Choice(_)
                        | Value::Band(_),
                    )
                    | Given::Missing
                    | Given::Items(_) => None,
                });
            let latest = dates.max();
            self.undated_examples.push(Undated { place: title, insert: title.after(), events, latest });
        }
        self.program.examples.push(example);
    }

    fn given_event(
        &mut self,
        scope: &Scope,
        event: EventId,
        givens: &[WrittenGiven],
    ) -> Vec<(EventFieldId, Given)> {
        let mut fields: Vec<(EventFieldId, Given)> = Vec::new();
        let mut seen: HashMap<EventFieldId, Place> = HashMap::new();
        for given in givens {
            let Some(id) = self.event_field(scope, event, &given.name) else { continue };
            let at = scope.place(given.name.at);
            if let Some(first) = seen.insert(id, at) {
                self.report(ExampleProblem::GivenTwice { place: at, first, name: given.name.text.clone() });
                continue;
            }
            let Some(typed) = self.event_type(event, id) else { continue };
            if let Some(value) = self.given(scope.source, &typed, given) {
                fields.push((id, value));
            }
        }
        fields
    }

    fn given(&mut self, source: SourceId, typed: &Typed, given: &WrittenGiven) -> Option<Given> {
        if given.values.is_empty() {
            return Some(Given::Missing);
        }
        let kind = typed.kind()?;
        let several = given.values.get(1).map(WrittenValue::span);
        if let (Some(second), false) = (several, kind == Kind::SomeOf) {
            self.report(ExampleProblem::OneValueOnly {
                place: Place::new(source, second),
                name: given.name.text.clone(),
                kind,
            });
            return None;
        }
        let mut items = Vec::new();
        for value in &given.values {
            items.push(self.given_value(source, typed, &given.name.text, value));
        }
        let items = items.into_iter().collect::<Option<Vec<_>>>()?;
        if kind == Kind::SomeOf {
            return Some(Given::Items(items));
        }
        items.into_iter().next().map(Given::Value)
    }

    /// A given value; of an open list also one that is not listed.
    fn given_value(
        &mut self,
        source: SourceId,
        typed: &Typed,
        name: &str,
        value: &WrittenValue,
    ) -> Option<Value> {
        if let (WrittenValue::Literal(Literal::Text(text)), Some(choices)) = (value, typed.choices())
            && choices.or_other
            && typed.spelling(&text.value).is_none()
            && !text.value.trim().is_empty()
        {
            return Some(Value::Text(text.value.clone()));
        }
        let blank = |name: &Name| BLANK_WORDS.contains(&name.key.as_str());
        if let WrittenValue::Name(word) = value
            && blank(word)
            && typed.spelling(&word.text).is_none()
        {
            self.report(ExampleProblem::BlankIsMissing { place: Place::new(source, word.at.0) });
            return None;
        }
        let side = Side { typed, words: name, operator: "", whole: value.span(), equality: true };
        self.value(&Scope::new(source), &side, value)
    }

    fn expect(&mut self, source: SourceId, expect: &Expect) -> Option<Expected> {
        match expect {
            Expect::RouteTo(name) => {
                let what = self.expected_route(source, name)?;
                Some(Expected { place: Place::new(source, name.at.0), what })
            }
            Expect::Unknown { name, asking } => {
                let last = asking.last().unwrap_or(name);
                let place = Place::new(source, name.at.0.to(last.at.0));
                let target = self.target_named(source, name)?;
                let questions: Vec<_> = asking.iter().map(|name| self.question(source, name)).collect();
                let questions = questions.into_iter().collect::<Option<Vec<_>>>()?;
                let what = match target {
                    Target::Rule(rule) => Expectation::Rule(rule, Answer::Unknown(questions)),
                    Target::StageRule(stage) => Expectation::StageRule(stage, Answer::Unknown(questions)),
                    Target::Stage | Target::MovedTo | Target::Source | Target::Route | Target::Score(_) => {
                        self.report(ExampleProblem::NotUnknown { place, name: name.text.clone() });
                        return None;
                    }
                };
                Some(Expected { place, what })
            }
            Expect::Value { name, value } => {
                let target = self.target_named(source, name)?;
                let place = Place::new(source, name.at.0.to(value.span()));
                let what = self.expected_value(source, name, target, value)?;
                Some(Expected { place, what })
            }
        }
    }

    fn expected_route(&mut self, source: SourceId, name: &Name) -> Option<Expectation> {
        let only = (self.items.routes.len() == 1).then_some(RouteId(0));
        match self.names.get(&name.key).map(|entry| entry.thing) {
            Some(Thing::Team(team)) => {
                let team = self.program.teams.get(team.index())?.name.clone();
                Some(Expectation::Route(only, team))
            }
            Some(Thing::Broken) => None,
            Some(_) | None => {
                // With `to value of FIELD` an owner can have any name.
                let any_owner = self.program.routes.iter().any(|route| {
                    route
                        .rows
                        .iter()
                        .chain(&route.if_unknown)
                        .any(|row| matches!(row.target, crate::model::route::Target::ValueOf(_)))
                });
                if any_owner {
                    return Some(Expectation::Route(only, name.text.clone()));
                }
                self.team_named(source, name)?;
                None
            }
        }
    }

    /// What a name stands for in `expect`.
    fn target_named(&mut self, source: SourceId, name: &Name) -> Option<Target> {
        if let Some(target) = self.target_key(&name.key) {
            return Some(target);
        }
        let place = Place::new(source, name.at.0);
        let thing = self.resolve(source, name, Guess::Expected)?;
        let parameter = match thing {
            Thing::Criterion(index) => {
                self.declarations.get(index).is_some_and(|declaration| declaration.parameter.is_some())
            }
            Thing::Field(_)
            | Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Stage(_)
            | Thing::Aside(_)
            | Thing::Profile(_)
            | Thing::Source(_)
            | Thing::Score(_)
            | Thing::Broken => false,
        };
        self.report(ExampleProblem::NotExpectable {
            place,
            name: name.text.clone(),
            is: thing.words(),
            field: matches!(thing, Thing::Field(_)),
            parameter,
        });
        None
    }

    fn target_key(&self, key: &str) -> Option<Target> {
        match self.names.get(key).map(|entry| entry.thing) {
            Some(Thing::Profile(index) | Thing::Criterion(index)) => {
                return self.declarations.get(index)?.rule.map(Target::Rule);
            }
            Some(Thing::Stage(stage)) => return Some(Target::StageRule(stage)),
            Some(Thing::Score(score)) => return Some(Target::Score(score)),
            Some(
                Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Aside(_)
                | Thing::Source(_)
                | Thing::Broken,
            ) => return None,
            None => {}
        }
        match key {
            "stage" => Some(Target::Stage),
            "moved_to" => Some(Target::MovedTo),
            "source" => Some(Target::Source),
            "route" => Some(Target::Route),
            _ => {
                let score = key.strip_suffix("_band")?;
                match self.names.get(score)?.thing {
                    Thing::Score(score) => Some(Target::Score(score)),
                    Thing::Field(_)
                    | Thing::List(_)
                    | Thing::Team(_)
                    | Thing::Lookup(_)
                    | Thing::Event(_)
                    | Thing::Stage(_)
                    | Thing::Aside(_)
                    | Thing::Profile(_)
                    | Thing::Criterion(_)
                    | Thing::Source(_)
                    | Thing::Broken => None,
                }
            }
        }
    }

    fn expected_value(
        &mut self,
        source: SourceId,
        name: &Name,
        target: Target,
        value: &WrittenValue,
    ) -> Option<Expectation> {
        let place = Place::new(source, value.span());
        let answer = match value {
            WrittenValue::Yes(_) => Some(Answer::Yes),
            WrittenValue::No(_) => Some(Answer::No),
            WrittenValue::Literal(_) | WrittenValue::Name(_) => None,
        };
        match target {
            Target::Rule(rule) if answer.is_some() => answer.map(|answer| Expectation::Rule(rule, answer)),
            Target::StageRule(stage) if answer.is_some() => {
                answer.map(|answer| Expectation::StageRule(stage, answer))
            }
            Target::Rule(_) | Target::StageRule(_) => {
                let meant = value_key(value).and_then(|key| match key.as_str() {
                    "yes" | "true" | "y" => Some("yes"),
                    "no" | "false" | "n" => Some("no"),
                    "unknown" | "missing" | "maybe" => Some("unknown"),
                    _ => None,
                });
                self.report(ExampleProblem::AnswerIs { place, name: name.text.clone(), meant });
                None
            }
            Target::Stage | Target::MovedTo | Target::Source | Target::Route => {
                let WrittenValue::Name(value) = value else {
                    let quoted = quoted(value);
                    self.report(ExampleProblem::NameExpected { place, name: name.text.clone(), quoted });
                    return None;
                };
                self.expected_name(source, target, value)
            }
            Target::Score(score) => match value {
                WrittenValue::Literal(Literal::Number(number)) => {
                    let points = self.whole(source, number, "a score")?;
                    Some(Expectation::Score(score, points))
                }
                WrittenValue::Name(band) => {
                    let typed = Typed::new(Type::Score(score));
                    let side = Side {
                        typed: &typed,
                        words: &name.text,
                        operator: "",
                        whole: value.span(),
                        equality: true,
                    };
                    match self.value(&Scope::new(source), &side, &WrittenValue::Name(band.clone()))? {
                        Value::Band(index) => Some(Expectation::Band(score, index)),
                        Value::YesNo(_)
                        | Value::Number(_)
                        | Value::Money(..)
                        | Value::Percent(_)
                        | Value::Date(_)
                        | Value::Duration(_)
                        | Value::Text(_)
                        | Value::Choice(_) => None,
                    }
                }
                WrittenValue::Yes(_) | WrittenValue::No(_) | WrittenValue::Literal(_) => {
                    let quoted = quoted(value);
                    self.report(ExampleProblem::ScoreExpected { place, name: name.text.clone(), quoted });
                    None
                }
            },
        }
    }

    fn expected_name(&mut self, source: SourceId, target: Target, value: &Name) -> Option<Expectation> {
        match target {
            Target::Stage => self.stage_named(source, value).map(|stage| Expectation::Stage(Some(stage))),
            Target::MovedTo => {
                self.destination(source, value, None).map(|target| Expectation::MovedTo(Some(target)))
            }
            Target::Source => {
                let thing = self.resolve(source, value, Guess::Source)?;
                if let Thing::Source(id) = thing {
                    return Some(Expectation::Source(Some(id)));
                }
                self.report(NameProblem::WrongThing {
                    name: value.text.clone(),
                    place: Place::new(source, value.at.0),
                    is: thing.words(),
                    wanted: "a source",
                });
                None
            }
            Target::Route => self.expected_route(source, value),
            Target::Rule(_) | Target::StageRule(_) | Target::Score(_) => None,
        }
    }
}

/// The text of a value in quotes.
fn quoted(value: &WrittenValue) -> Option<String> {
    match value {
        WrittenValue::Literal(Literal::Text(text)) => Some(text.value.trim().to_owned()),
        WrittenValue::Literal(_) | WrittenValue::Yes(_) | WrittenValue::No(_) | WrittenValue::Name(_) => None,
    }
}

/// A word or a text as a folded name.
fn value_key(value: &WrittenValue) -> Option<String> {
    match value {
        WrittenValue::Name(name) => Some(name.key.clone()),
        WrittenValue::Literal(_) => quoted(value).map(|text| fold(&text)),
        WrittenValue::Yes(_) | WrittenValue::No(_) => None,
    }
}
