//! Types as written, and the values that they list.

use std::collections::HashMap;

use crate::check::checker::Checker;
use crate::check::items::Placed;
use crate::check::operators::Kind;
use crate::check::problem::fields::FieldProblem;
use crate::check::problem::values::ValueProblem;
use crate::check::typed::{Spelling, Type, Typed, text_key};
use crate::check::values::Side;
use crate::model::field::{Choice, Choices, FieldType};
use crate::model::ids::FieldId;
use crate::syntax::document::{Field as Written, FieldClause, Text, Type as WrittenType, TypeKind};
use crate::text::span::{Place, SourceId, Span};

impl Checker<'_> {
    /// A type as written.
    pub(in crate::check) fn read_type(&mut self, source: SourceId, written: &WrittenType) -> Option<Type> {
        Some(Type::Field(match &written.kind {
            TypeKind::YesNo => FieldType::YesNo,
            TypeKind::Text => FieldType::Text,
            TypeKind::Email => FieldType::Email,
            TypeKind::WholeNumber => FieldType::WholeNumber,
            TypeKind::Number => FieldType::Number,
            TypeKind::Money(code) => FieldType::Money(code.text.to_uppercase()),
            TypeKind::Percent => FieldType::Percent,
            TypeKind::Date => FieldType::Date,
            TypeKind::DateTime => FieldType::DateTime,
            TypeKind::Duration(unit) => return Some(Type::Duration(*unit)),
            TypeKind::OneOf { values, in_order, or_other } => {
                FieldType::OneOf(self.choices(source, values, *in_order, *or_other)?)
            }
            TypeKind::SomeOf { values, or_other, separator } => {
                let separator = match separator {
                    Some(text) if text.value.is_empty() => {
                        self.report(ValueProblem::EmptyText { place: Place::new(source, text.at.0) });
                        return None;
                    }
                    Some(text) => text.value.clone(),
                    None => ";".to_owned(),
                };
                let choices = self.choices(source, values, false, *or_other)?;
                for (value, text) in choices.values.iter().zip(values) {
                    if value.text.contains(&separator) {
                        self.report(FieldProblem::SeparatorInside {
                            place: Place::new(source, text.at.0),
                            value: value.text.clone(),
                            separator: separator.clone(),
                        });
                        return None;
                    }
                }
                FieldType::SomeOf { choices, separator }
            }
        }))
    }

    pub(in crate::check) fn choices(
        &mut self,
        source: SourceId,
        texts: &[Text],
        in_order: bool,
        or_other: bool,
    ) -> Option<Choices> {
        let mut seen: HashMap<String, Place> = HashMap::new();
        let mut values = Vec::new();
        let mut complete = true;
        for text in texts {
            let place = Place::new(source, text.at.0);
            let key = text_key(&text.value);
            if key.is_empty() {
                self.report(ValueProblem::EmptyText { place });
                complete = false;
                continue;
            }
            if let Some(first) = seen.get(&key) {
                self.report(FieldProblem::ValueTwice {
                    place,
                    first: *first,
                    value: text.value.clone(),
                    also: None,
                });
                continue;
            }
            seen.insert(key, place);
            values.push(Choice { text: text.value.trim().to_owned(), also: Vec::new() });
        }
        complete.then_some(Choices { values, in_order, or_other })
    }

    /// A value that also stands for a missing cell would never be read.
    pub(in crate::check) fn values_that_are_blank(&mut self, id: FieldId, item: &Placed<'_, Written>) {
        let typed = self.type_of(id);
        if typed.blanks.is_empty() {
            return;
        }
        let mut texts: Vec<&Text> = Vec::new();
        if let TypeKind::OneOf { values, .. } | TypeKind::SomeOf { values, .. } = &item.it.field_type.kind {
            texts.extend(values);
        }
        for clause in &item.it.clauses {
            if let FieldClause::ValueAlso { also, .. } = &clause.kind {
                texts.extend(also);
            } else if let FieldClause::YesIs(words) | FieldClause::NoIs(words) = &clause.kind {
                texts.extend(words);
            }
        }
        for text in texts.into_iter().filter(|text| typed.blanks.contains(&text_key(&text.value))) {
            self.report(FieldProblem::ValueIsBlank {
                place: Place::new(item.source, text.at.0),
                value: text.value.clone(),
                field: item.it.name.text.clone(),
            });
        }
    }

    pub(in crate::check) fn synonyms(
        &mut self,
        id: FieldId,
        source: SourceId,
        kind: Kind,
        also: &[(&Text, &[Text])],
        own_missing: &[String],
    ) {
        let Some(field) = self.program.fields.get_mut(id.index()) else { return };
        field.missing_also.extend(own_missing.iter().cloned());
        let missing = field.missing_also.clone();
        let name = field.name.clone();
        if also.is_empty() || !matches!(kind, Kind::OneOf | Kind::OneOfInOrder | Kind::SomeOf) {
            let typed = (*self.type_of(id)).clone().with_blanks(&missing);
            self.set_type(id, typed);
            return;
        }
        let typed = self.type_of(id);
        let mut choices = typed.choices().cloned().unwrap_or(Choices {
            values: Vec::new(),
            in_order: false,
            or_other: false,
        });
        let mut seen: HashMap<String, (Place, u32)> = HashMap::new();
        for (value, texts) in also {
            let place = Place::new(source, value.at.0);
            let Some(Spelling::Listed(index)) = typed.spelling(&value.value) else {
                let side = Side {
                    typed: &typed,
                    words: &name,
                    operator: "",
                    whole: Span::default(),
                    equality: false,
                };
                let problem = self.not_listed(place, &side, &value.value);
                self.report(problem);
                continue;
            };
            for text in *texts {
                let place = Place::new(source, text.at.0);
                let key = text_key(&text.value);
                if key.is_empty() {
                    self.report(ValueProblem::EmptyText { place });
                    continue;
                }
                let listed = typed.spelling(&text.value);
                if let Some(Spelling::Listed(other)) = listed {
                    self.report(FieldProblem::SpellingIsValue {
                        place,
                        text: text.value.clone(),
                        same: other == index,
                        field: name.clone(),
                    });
                    continue;
                }
                if let Some((first, other)) = seen.get(&key) {
                    self.report(FieldProblem::ValueTwice {
                        place,
                        first: *first,
                        value: text.value.clone(),
                        also: (*other != index).then(|| typed.choice_text(*other).unwrap_or("").to_owned()),
                    });
                    continue;
                }
                seen.insert(key, (place, index));
                if let Some(choice) = choices.values.get_mut(index as usize) {
                    choice.also.push(text.value.clone());
                }
            }
        }
        let Some(field) = self.program.fields.get_mut(id.index()) else { return };
        match &mut field.field_type {
            FieldType::OneOf(list) | FieldType::SomeOf { choices: list, .. } => *list = choices,
            FieldType::YesNo
            | FieldType::Text
            | FieldType::Email
            | FieldType::WholeNumber
            | FieldType::Number
            | FieldType::Money(_)
            | FieldType::Percent
            | FieldType::Date
            | FieldType::DateTime => {}
        }
        let typed = Typed::new(Type::Field(field.field_type.clone())).with_blanks(&missing);
        self.set_type(id, typed);
    }
}
