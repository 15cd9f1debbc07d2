//! Types as the checker compares them.

use std::collections::{HashMap, HashSet};

use super::operators::Kind;
use crate::model::field::{Choices, FieldType};
use crate::model::ids::ScoreId;
use crate::model::value::Unit;
use crate::text::name::fold;

/// The type of something that can stand in a comparison.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// Which type.
    pub of: Type,
    /// The listed values and their other spellings, by the form in which texts are compared.
    choices: HashMap<String, Spelling>,
    /// Spellings of a missing cell, in the form in which texts are compared.
    pub blanks: HashSet<String>,
}

/// Which type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// A type that fields can have.
    Field(FieldType),
    /// A length of time, counted in this unit: parameters only.
    Duration(Unit),
    /// A score.
    Score(ScoreId),
    /// The declaration is wrong, which was reported.
    Broken,
}

/// What a text is to a `one of` or `some of` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// This listed value.
    Listed(u32),
    /// Another spelling of this listed value.
    Also(u32),
}

/// The form in which texts are compared: trimmed, NFC, lower case.
pub(super) fn text_key(text: &str) -> String {
    fold(text.trim())
}

impl Typed {
    /// A type without anything to list.
    pub(super) fn new(of: Type) -> Typed {
        let mut choices = HashMap::new();
        if let Type::Field(FieldType::OneOf(list) | FieldType::SomeOf { choices: list, .. }) = &of {
            for (index, choice) in list.values.iter().enumerate() {
                choices.insert(text_key(&choice.text), Spelling::Listed(index as u32));
            }
            for (index, choice) in list.values.iter().enumerate() {
                for also in &choice.also {
                    choices.entry(text_key(also)).or_insert(Spelling::Also(index as u32));
                }
            }
        }
        Typed { of, choices, blanks: HashSet::new() }
    }

    /// A text.
    pub(super) fn text() -> Typed {
        Typed::new(Type::Field(FieldType::Text))
    }

    /// The same with these spellings of a missing cell.
    pub(super) fn with_blanks(mut self, blanks: &[String]) -> Typed {
        self.blanks = blanks.iter().map(|blank| text_key(blank)).collect();
        self
    }

    /// What operators care about; none if the declaration is wrong.
    pub(super) fn kind(&self) -> Option<Kind> {
        Some(match &self.of {
            Type::Field(FieldType::YesNo) => Kind::YesNo,
            Type::Field(FieldType::Text) => Kind::Text,
            Type::Field(FieldType::Email) => Kind::Email,
            Type::Field(FieldType::WholeNumber) => Kind::WholeNumber,
            Type::Field(FieldType::Number) => Kind::Number,
            Type::Field(FieldType::Money(_)) => Kind::Money,
            Type::Field(FieldType::Percent) => Kind::Percent,
            Type::Field(FieldType::Date) => Kind::Date,
            Type::Field(FieldType::DateTime) => Kind::DateTime,
            Type::Field(FieldType::OneOf(choices)) => {
                if choices.in_order {
                    Kind::OneOfInOrder
                } else {
                    Kind::OneOf
                }
            }
            Type::Field(FieldType::SomeOf { .. }) => Kind::SomeOf,
            Type::Duration(_) => Kind::Duration,
            Type::Score(_) => Kind::Score,
            Type::Broken => return None,
        })
    }

    /// The listed values.
    pub(super) fn choices(&self) -> Option<&Choices> {
        if let Type::Field(FieldType::OneOf(choices) | FieldType::SomeOf { choices, .. }) = &self.of {
            Some(choices)
        } else {
            None
        }
    }

    /// What this text is among the listed values.
    pub(super) fn spelling(&self, text: &str) -> Option<Spelling> {
        self.choices.get(&text_key(text)).copied()
    }

    /// The listed value with this index, as declared.
    pub(super) fn choice_text(&self, index: u32) -> Option<&str> {
        self.choices()?.values.get(index as usize).map(|choice| choice.text.as_str())
    }

    /// The type as written in a definition.
    pub(super) fn written(&self) -> String {
        match &self.of {
            Type::Field(field_type) => written_type(field_type),
            Type::Duration(unit) => format!("duration in {}", unit.plural()),
            Type::Score(_) => "score".to_owned(),
            Type::Broken => String::new(),
        }
    }
}

/// A field's type as written in a definition; lists are cut short.
fn written_type(field_type: &FieldType) -> String {
    match field_type {
        FieldType::YesNo => "yes/no".to_owned(),
        FieldType::Text => "text".to_owned(),
        FieldType::Email => "email".to_owned(),
        FieldType::WholeNumber => "whole number".to_owned(),
        FieldType::Number => "number".to_owned(),
        FieldType::Money(currency) => format!("money in {currency}"),
        FieldType::Percent => "percent".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::DateTime => "date and time".to_owned(),
        FieldType::OneOf(_) => "one of …".to_owned(),
        FieldType::SomeOf { .. } => "some of …".to_owned(),
    }
}
