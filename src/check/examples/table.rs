//! Tables of examples: a column is given or expected, a row is an example.

use std::collections::HashMap;

use super::Target;
use super::cells::{cell_literal, split_items, unquoted};
use crate::check::checker::{Checker, Undated};
use crate::check::names::Thing;
use crate::check::operators::Kind;
use crate::check::problem::examples::ExampleProblem;
use crate::check::problem::names::Guess;
use crate::check::typed::{Type, Typed};
use crate::model::example::{Answer, Example, Expectation, Expected, Given};
use crate::model::field::FieldType;
use crate::model::ids::FieldId;
use crate::syntax::document::{Literal, Name, Table, TableCell, Text, Value as WrittenValue};
use crate::text::span::{Place, SourceId};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug)]
enum Column {
    Given(FieldId),
    Expected(Target),
    Wrong,
}

impl Checker<'_> {
    pub(in crate::check) fn table(&mut self, whole: Place, source: SourceId, table: &Table) {
        let as_of = match &table.as_of {
            Some(date) => self.date(source, date),
            None => None,
        };
        let Some((header, rows)) = table.rows.split_first() else { return };
        if table.as_of.is_none() {
            let place = Place::new(source, header.at.0);
            let mut word = whole.before();
            word.span.end += "examples".len() as u32;
            self.undated_examples.push(Undated {
                place,
                insert: word.after(),
                events: Vec::new(),
                latest: None,
            });
        }
        let mut columns = Vec::new();
        let mut seen: HashMap<String, Place> = HashMap::new();
        for cell in &header.cells {
            let place = Place::new(source, cell.at.0);
            let name = Name::new(cell.text.trim_start_matches('[').trim_end_matches(']'), cell.at.0);
            if name.text.is_empty() {
                self.report(ExampleProblem::NoHeader { place });
                columns.push((name, Column::Wrong));
                continue;
            }
            if let Some(first) = seen.get(&name.key) {
                let problem = ExampleProblem::GivenTwice { place, first: *first, name: name.text.clone() };
                self.report(problem);
                columns.push((name, Column::Wrong));
                continue;
            }
            seen.insert(name.key.clone(), place);
            if let Some(meant) = self.meant_column(&name) {
                self.report(ExampleProblem::ColumnIs { place, meant });
                columns.push((name, Column::Wrong));
                continue;
            }
            let column = match self.target_key(&name.key) {
                Some(target) => Column::Expected(target),
                None => self.field_column(source, &name),
            };
            columns.push((name, column));
        }
        if !columns.iter().any(|(_, column)| matches!(column, Column::Expected(_) | Column::Wrong)) {
            self.report(ExampleProblem::NothingExpected { place: Place::new(source, header.at.0) });
        }
        if rows.is_empty() {
            self.report(ExampleProblem::NoRows { place: Place::new(source, header.at.0) });
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
                table: Some(whole),
                as_of,
                given: Vec::new(),
                events: Vec::new(),
                expected: Vec::new(),
                prose: Vec::new(),
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

    /// The name that a column with more words in it means: `expect lead`, `stage is`, `Number of Employees`.
    fn meant_column(&self, name: &Name) -> Option<String> {
        if !name.key.contains(char::is_whitespace) || self.names.get(&name.key).is_some() {
            return None;
        }
        let joined = name.key.split_whitespace().collect::<Vec<_>>().join("_");
        let known = |key: &str| {
            self.target_key(key).is_some()
                || self.names.get(key).is_some_and(|entry| matches!(entry.thing, Thing::Field(_)))
        };
        if known(&joined) {
            return Some(self.names.get(&joined).map_or(joined.clone(), |entry| entry.text.clone()));
        }
        let mut words = name.key.split_whitespace().filter(|word| known(word));
        let only = words.next()?;
        words
            .next()
            .is_none()
            .then(|| self.names.get(only).map_or(only.to_owned(), |entry| entry.text.clone()))
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

    pub(in crate::check) fn given_cell(
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
    pub(in crate::check) fn cell_value(
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
                meant: match text.to_lowercase().as_str() {
                    "-" | "–" | "—" | "n/a" | "na" | "none" | "null" | "blank" | "empty" | "?" => {
                        Some("")
                    }
                    "true" | "y" if kind == Kind::YesNo => Some("yes"),
                    "false" | "n" if kind == Kind::YesNo => Some("no"),
                    _ => None,
                },
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

    /// The fields of `unknown asking A and B`, from the words behind `unknown`; none if they say something else.
    fn asked_in_cell<'w>(
        &mut self,
        source: SourceId,
        cell: &TableCell,
        words: &[&'w str],
    ) -> Option<Vec<&'w str>> {
        let (first, fields) = match words.split_first() {
            None => return Some(Vec::new()),
            Some((first, fields)) => (*first, fields),
        };
        let is_and = |word: &str| word.eq_ignore_ascii_case("and");
        // `A and B and C`: every second word joins.
        let alternate = fields.iter().enumerate().all(|(index, word)| is_and(word) == (index % 2 == 1));
        let plain = fields.iter().all(|word| !word.contains([',', ';']));
        if first.eq_ignore_ascii_case("asking") && plain && alternate && fields.len() % 2 == 1 {
            return Some(fields.iter().filter(|word| !is_and(word)).copied().collect());
        }
        let declared = words.iter().map(|word| word.trim_matches([',', ';', ':'])).filter_map(|word| {
            let entry = self.names.get(&Name::new(word, cell.at.0).key)?;
            matches!(entry.thing, Thing::Field(_)).then(|| entry.text.clone())
        });
        let fields = declared.collect();
        self.report(ExampleProblem::AskingWhat { place: Place::new(source, cell.at.0), fields });
        None
    }

    pub(in crate::check) fn expected_cell(
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
            let fields = self.asked_in_cell(source, cell, words.get(1..).unwrap_or(&[]))?;
            let asking: Vec<_> =
                fields.iter().map(|field| self.question(source, &Name::new(field, cell.at.0))).collect();
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
