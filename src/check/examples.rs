//! Examples and tables of examples: what is given, and what is expected.

use super::checker::{Checker, Scope};
use super::items::ExampleItem;
use super::names::Thing;
use super::operators::Kind;
use super::problem::examples::ExampleProblem;
use super::problem::names::{Guess, NameProblem};
use super::typed::{Type, Typed};
use super::values::Side;
use crate::model::example::{Answer, Example, Expectation, Expected, Given};
use crate::model::field::FieldType;
use crate::model::ids::{EventFieldId, EventId, FieldId, RouteId, RuleId, ScoreId, StageId};
use crate::model::value::{SCALE, Value};
use crate::syntax::document::{
    At, Example as Written, ExampleClause, Expect, Given as WrittenGiven, Literal, Name, Number, Table,
    TableCell, Text, Value as WrittenValue,
};
use crate::text::span::{Place, SourceId};

/// What can be expected.
#[derive(Clone, Copy, Debug)]
enum Target {
    Rule(RuleId),
    StageRule(StageId),
    Stage,
    MovedTo,
    Source,
    Route,
    Score(ScoreId),
}

/// What a column of a table holds.
#[derive(Clone, Copy, Debug)]
enum Column {
    Given(FieldId),
    Expected(Target),
    Wrong,
}

impl<'a> Checker<'a> {
    /// All examples, in file order.
    pub(super) fn examples(&mut self) {
        for (place, source, item) in self.items.examples.clone() {
            match item {
                ExampleItem::Example(example) => self.example(place, source, example),
                ExampleItem::Table(table) => self.table(source, table),
            }
        }
    }

    fn example(&mut self, place: Place, source: SourceId, written: &Written) {
        let as_of = match &written.as_of {
            Some(date) => self.date(source, date),
            None => None,
        };
        let title = Place::new(source, written.title.at.0);
        let mut example = Example {
            title: written.title.value.clone(),
            place: title,
            as_of,
            given: Vec::new(),
            events: Vec::new(),
            expected: Vec::new(),
        };
        if written.as_of.is_none() {
            self.day_needed(title, title.after());
        }
        let mut seen: Vec<(FieldId, Place)> = Vec::new();
        for clause in &written.clauses {
            match &clause.kind {
                ExampleClause::Given(givens) => {
                    for given in givens {
                        let Some(id) = self.field_named(source, &given.name, "text") else { continue };
                        let at = Place::new(source, given.name.at.0);
                        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
                            let name = given.name.text.clone();
                            self.report(ExampleProblem::GivenTwice { place: at, first: *first, name });
                            continue;
                        }
                        seen.push((id, at));
                        let typed = self.type_of(id);
                        if let Some(value) = self.given(source, &typed, given) {
                            example.given.push((id, value));
                        }
                    }
                }
                ExampleClause::Event { event, givens } => {
                    let scope = Scope::new(source);
                    if let Some(id) = self.event_named(&scope, event) {
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
                ExampleClause::Prose(_) => {}
            }
        }
        if !written.clauses.iter().any(|clause| matches!(clause.kind, ExampleClause::Expect(_))) {
            self.report(ExampleProblem::NothingExpected { place, title });
        }
        self.program.examples.push(example);
    }

    /// Notes an example without a day, for when it is known whether a rule needs one.
    fn day_needed(&mut self, place: Place, insert: Place) {
        self.undated_examples.push((place, insert));
    }

    fn given_event(
        &mut self,
        scope: &Scope,
        event: EventId,
        givens: &[WrittenGiven],
    ) -> Vec<(EventFieldId, Given)> {
        let mut fields: Vec<(EventFieldId, Given)> = Vec::new();
        for given in givens {
            let Some(id) = self.event_field(scope, event, &given.name) else { continue };
            if fields.iter().any(|(other, _)| *other == id) {
                let at = scope.place(given.name.at);
                self.report(ExampleProblem::GivenTwice {
                    place: at,
                    first: at,
                    name: given.name.text.clone(),
                });
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
                let place = Place::new(source, name.at.0);
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
                self.report(ExampleProblem::AnswerIs { place, name: name.text.clone() });
                None
            }
            Target::Stage | Target::MovedTo | Target::Source | Target::Route => {
                let WrittenValue::Name(value) = value else {
                    self.report(ExampleProblem::NameExpected { place, name: name.text.clone() });
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
                    self.report(ExampleProblem::ScoreExpected { place, name: name.text.clone() });
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

    fn table(&mut self, source: SourceId, table: &Table) {
        let as_of = match &table.as_of {
            Some(date) => self.date(source, date),
            None => None,
        };
        let Some((header, rows)) = table.rows.split_first() else { return };
        if table.as_of.is_none() {
            let place = Place::new(source, header.at.0);
            let line = self.sources.get(source).map_or(1, |text| text.line_of(header.at.0.start));
            let above =
                self.sources.get(source).map_or(header.at.0, |text| text.line_span(line.saturating_sub(1)));
            let above = Place::new(source, above);
            let word = self.sources.words(above).trim_end().len() as u32;
            let mut insert = above.before();
            insert.span.start += word;
            insert.span.end += word;
            self.day_needed(place, insert);
        }
        let mut columns = Vec::new();
        let mut seen: Vec<(String, Place)> = Vec::new();
        for cell in &header.cells {
            let place = Place::new(source, cell.at.0);
            let name = Name::new(cell.text.trim_start_matches('[').trim_end_matches(']'), cell.at.0);
            if name.text.is_empty() {
                self.report(ExampleProblem::NoHeader { place });
                columns.push((name, Column::Wrong));
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(key, _)| *key == name.key) {
                let problem = ExampleProblem::GivenTwice { place, first: *first, name: name.text.clone() };
                self.report(problem);
                columns.push((name, Column::Wrong));
                continue;
            }
            seen.push((name.key.clone(), place));
            let column = match self.target_key(&name.key) {
                Some(target) => Column::Expected(target),
                None => self.field_column(source, &name),
            };
            columns.push((name, column));
        }
        for (number, row) in rows.iter().enumerate() {
            let place = Place::new(source, row.at.0);
            if row.cells.len() != columns.len() {
                self.report(ExampleProblem::RowLength {
                    place,
                    row: number + 1,
                    cells: row.cells.len(),
                    columns: columns.len(),
                    header: Place::new(source, header.at.0),
                });
                continue;
            }
            let mut example = Example {
                title: format!("row {}", number + 1),
                place,
                as_of,
                given: Vec::new(),
                events: Vec::new(),
                expected: Vec::new(),
            };
            for (cell, (name, column)) in row.cells.iter().zip(&columns) {
                match column {
                    Column::Given(id) => {
                        let typed = self.type_of(*id);
                        if let Some(value) = self.given_cell(source, &typed, name, cell) {
                            example.given.push((*id, value));
                        }
                    }
                    Column::Expected(_) if cell.text.is_empty() => {}
                    Column::Expected(target) => {
                        if let Some(what) = self.expected_cell(source, *target, name, cell) {
                            example.expected.push(Expected { place: Place::new(source, cell.at.0), what });
                        }
                    }
                    Column::Wrong => {}
                }
            }
            self.program.examples.push(example);
        }
    }

    /// A column of a table that is given.
    fn field_column(&mut self, source: SourceId, name: &Name) -> Column {
        let Some(thing) = self.resolve(source, name, Guess::Field("text".to_owned())) else {
            return Column::Wrong;
        };
        if let Thing::Field(id) = thing {
            return Column::Given(id);
        }
        self.report(ExampleProblem::NotExpectable {
            place: Place::new(source, name.at.0),
            name: name.text.clone(),
            is: thing.words(),
            field: false,
            parameter: matches!(thing, Thing::Criterion(_)),
        });
        Column::Wrong
    }

    fn given_cell(
        &mut self,
        source: SourceId,
        typed: &Typed,
        name: &Name,
        cell: &TableCell,
    ) -> Option<Given> {
        if cell.text.is_empty()
            || cell.text.eq_ignore_ascii_case("missing") && typed.spelling("missing").is_none()
        {
            return Some(Given::Missing);
        }
        let kind = typed.kind()?;
        if kind == Kind::SomeOf {
            let mut items = Vec::new();
            for item in split_items(&cell.text) {
                let text = Text { at: cell.at, value: unquoted(item.trim()) };
                let value = WrittenValue::Literal(Literal::Text(text));
                items.push(self.given_value(source, typed, &name.text, &value));
            }
            return items.into_iter().collect::<Option<Vec<_>>>().map(Given::Items);
        }
        let value = self.cell_value(source, typed, kind, name, cell)?;
        self.given_value(source, typed, &name.text, &value).map(Given::Value)
    }

    /// A cell of a table as a literal of the type that is wanted.
    fn cell_value(
        &mut self,
        source: SourceId,
        typed: &Typed,
        kind: Kind,
        name: &Name,
        cell: &TableCell,
    ) -> Option<WrittenValue> {
        let text = cell.text.as_str();
        let found = match kind {
            Kind::Text | Kind::Email | Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf => {
                Some(WrittenValue::Literal(Literal::Text(Text { at: cell.at, value: unquoted(text) })))
            }
            Kind::YesNo => match text.to_lowercase().as_str() {
                "yes" => Some(WrittenValue::Yes(cell.at)),
                "no" => Some(WrittenValue::No(cell.at)),
                _ => None,
            },
            Kind::WholeNumber
            | Kind::Number
            | Kind::Money
            | Kind::Percent
            | Kind::Date
            | Kind::DateTime
            | Kind::Duration
            | Kind::Score => cell_literal(text, cell.at).map(WrittenValue::Literal),
        };
        if found.is_none() {
            self.report(ExampleProblem::CellUnreadable {
                place: Place::new(source, cell.at.0),
                name: name.text.clone(),
                kind,
                sample: match &typed.of {
                    Type::Field(FieldType::Money(code)) => format!("50M {code}"),
                    Type::Field(_) | Type::Duration(_) | Type::Score(_) | Type::Broken => match kind {
                        Kind::YesNo => "yes".to_owned(),
                        Kind::Percent => "25%".to_owned(),
                        Kind::Date | Kind::DateTime => "2026-01-31".to_owned(),
                        Kind::Text
                        | Kind::Email
                        | Kind::WholeNumber
                        | Kind::Number
                        | Kind::Money
                        | Kind::OneOf
                        | Kind::OneOfInOrder
                        | Kind::SomeOf
                        | Kind::Duration
                        | Kind::Score => "4,200".to_owned(),
                    },
                },
            });
        }
        found
    }

    fn expected_cell(
        &mut self,
        source: SourceId,
        target: Target,
        name: &Name,
        cell: &TableCell,
    ) -> Option<Expectation> {
        let words: Vec<&str> = cell.text.split_whitespace().collect();
        if let (Some(first), Target::Rule(_) | Target::StageRule(_)) = (words.first(), target)
            && first.eq_ignore_ascii_case("unknown")
        {
            let mut asking = Vec::new();
            if words.get(1).is_some_and(|word| word.eq_ignore_ascii_case("asking")) {
                let fields = words.iter().skip(2).filter(|word| !word.eq_ignore_ascii_case("and"));
                for word in fields {
                    asking.push(self.question(source, &Name::new(word, cell.at.0)));
                }
            }
            let answer = Answer::Unknown(asking.into_iter().collect::<Option<Vec<_>>>()?);
            return match target {
                Target::Rule(rule) => Some(Expectation::Rule(rule, answer)),
                Target::StageRule(stage) => Some(Expectation::StageRule(stage, answer)),
                Target::Stage | Target::MovedTo | Target::Source | Target::Route | Target::Score(_) => None,
            };
        }
        let text = unquoted(&cell.text);
        let text = text.strip_prefix("to ").unwrap_or(&text).trim_start_matches('[').trim_end_matches(']');
        let value = match text.to_lowercase().as_str() {
            "yes" => WrittenValue::Yes(cell.at),
            "no" => WrittenValue::No(cell.at),
            _ => match cell_literal(text, cell.at) {
                Some(literal) => WrittenValue::Literal(literal),
                None => WrittenValue::Name(Name::new(text, cell.at.0)),
            },
        };
        self.expected_value(source, name, target, &value)
    }
}

/// A text without the quotes around it; `""` inside is one quote.
fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')));
    inner.map_or(text.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Items of a cell: `"Cloud" and "Security"`, or one.
fn split_items(text: &str) -> Vec<&str> {
    if text.starts_with(['"', '“']) {
        text.split("\" and \"")
            .flat_map(|part| part.split("” and “"))
            .map(|part| part.trim_matches(['"', '“', '”']))
            .collect()
    } else {
        text.split(" and ").collect()
    }
}

/// A number, an amount, a percentage or a date, as a definition writes them.
fn cell_literal(text: &str, at: At) -> Option<Literal> {
    let parts: Vec<&str> = text.split('-').collect();
    if let [year, month, day] = parts.as_slice()
        && (year.len(), month.len(), day.len()) == (4, 2, 2)
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(Literal::Date(crate::syntax::document::Date {
            at,
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        }));
    }
    if let Some(body) = text.strip_suffix('%') {
        let number = cell_number(body.trim(), at)?;
        return Some(Literal::Percent(crate::syntax::document::Percent {
            at,
            value: number.value,
            written: number.written,
        }));
    }
    if let Some(sign) = text.chars().next().filter(|letter| matches!(letter, '$' | '€' | '£')) {
        let amount = cell_number(text.get(sign.len_utf8()..)?.trim(), at)?;
        let currency = crate::syntax::document::CurrencyMark::Sign(sign);
        return Some(Literal::Money(crate::syntax::document::Money { at, amount, currency }));
    }
    if let Some((amount, code)) = text.rsplit_once(char::is_whitespace)
        && code.len() == 3
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        let amount = cell_number(amount.trim(), at)?;
        let currency = crate::syntax::document::CurrencyMark::Code(code.to_owned());
        return Some(Literal::Money(crate::syntax::document::Money { at, amount, currency }));
    }
    cell_number(text, at).map(Literal::Number)
}

/// A number with thousands commas, decimals and K, M or B.
fn cell_number(text: &str, at: At) -> Option<Number> {
    let (body, scale) = match text.chars().last()? {
        'K' => (text.get(..text.len() - 1)?, 1_000),
        'M' => (text.get(..text.len() - 1)?, 1_000_000),
        'B' => (text.get(..text.len() - 1)?, 1_000_000_000),
        _ => (text, 1_i128),
    };
    let (negative, body) = body.strip_prefix('-').map_or((false, body), |rest| (true, rest));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = match groups.as_slice() {
        [single] => digits(single),
        [first, rest @ ..] => {
            digits(first) && first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && digits(group))
        }
        [] => false,
    };
    if !grouped || body.ends_with('.') || !fraction.is_empty() && !digits(fraction) || fraction.len() > 15 {
        return None;
    }
    let whole: i128 = groups.concat().parse().ok()?;
    let power = 10_i128.checked_pow(fraction.len() as u32)?;
    let part: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let total =
        whole.checked_mul(power)?.checked_add(part)?.checked_mul(scale)?.checked_mul(i128::from(SCALE))?;
    if total % power != 0 {
        return None;
    }
    let value = i64::try_from(if negative { -(total / power) } else { total / power }).ok()?;
    Some(Number { at, value, written: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{cell_literal, split_items, unquoted};
    use crate::syntax::document::{At, Literal};

    #[test]
    fn cells_are_literals() {
        let number = |text: &str| match cell_literal(text, At::default()) {
            Some(Literal::Number(number)) => Some(number.value),
            _ => None,
        };
        assert_eq!(number("4,200"), Some(42_000_000));
        assert_eq!(number("1.5"), Some(15_000));
        assert_eq!(number("50M"), Some(500_000_000_000));
        assert_eq!(number("-3"), Some(-30_000));
        assert_eq!(number("1,23"), None);
        assert_eq!(number("abc"), None);
        assert!(matches!(cell_literal("2026-01-31", At::default()), Some(Literal::Date(_))));
        assert!(matches!(cell_literal("2B USD", At::default()), Some(Literal::Money(_))));
        assert!(matches!(cell_literal("$2B", At::default()), Some(Literal::Money(_))));
        assert!(matches!(cell_literal("25%", At::default()), Some(Literal::Percent(_))));
        assert_eq!(unquoted("\"a \"\"b\"\"\""), "a \"b\"");
        assert_eq!(split_items("\"Cloud\" and \"Security\""), ["Cloud", "Security"]);
    }
}
