//! What may be said of a cell without saying what is in it.

use crate::evaluate::verdicts::Fault;
use crate::model::field::{Field, FieldType};

/// The longest shape, in characters.
const LONGEST_SHAPE: usize = 40;

/// The shape of a text: digits are 9, letters a or A, others as they are; cut at 40 characters, the last of which is
/// then `…`. Characters that a terminal would not show are `?`.
pub fn shape(text: &str) -> String {
    let mut out = String::new();
    for (index, character) in text.trim().chars().enumerate() {
        if index == LONGEST_SHAPE {
            out.pop();
            out.push('…');
            break;
        }
        out.push(if character.is_numeric() {
            '9'
        } else if character.is_uppercase() {
            'A'
        } else if character.is_alphabetic() {
            'a'
        } else if character.is_ascii_graphic() || character == ' ' {
            character
        } else if character.is_whitespace() && !character.is_control() {
            ' '
        } else if character.is_ascii() || !printable(character) {
            '?'
        } else {
            character
        });
    }
    out
}

/// Whether a character stands for itself and leaves its neighbours alone: no control, no direction mark, no joiner.
fn printable(character: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    match character.general_category_group() {
        GeneralCategoryGroup::Letter
        | GeneralCategoryGroup::Mark
        | GeneralCategoryGroup::Number
        | GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Symbol => true,
        GeneralCategoryGroup::Separator | GeneralCategoryGroup::Other => false,
    }
}

impl Fault {
    /// What is wrong, as words that follow the column's name: "is not a whole number". Quotes no data.
    pub fn sentence(self, field: &Field) -> String {
        let plain = match self {
            Fault::RequiredMissing => "is required, and missing",
            Fault::NotANumber => {
                return format!("is not {}{}", noun(&field.field_type), numbers_written(field));
            }
            Fault::NumberTooLarge => "has more digits than a number can have here",
            Fault::NotWhole => "is not a whole number",
            Fault::NotADate => return format!("is not {}{}", noun(&field.field_type), dates_written(field)),
            Fault::TwoReadings => {
                "can be read as two dates (say which with `written as \"MM/DD/YYYY\"` or `\"DD/MM/YYYY\"`)"
            }
            Fault::NoSuchDay => "is no day or time that exists",
            Fault::NotYesNo => return format!("is none of the words for yes and no{}", words_written(field)),
            Fault::NotInList => "is not one of the allowed values",
            Fault::OutOfRange => "is outside the range that its field allows",
            Fault::NotAnEmail => "is not an email address (it has no @)",
            Fault::NoRate => "is a currency that the definition has no rate for",
            Fault::OtherCurrency => "is written in another currency than its own",
            Fault::NotText => "is not text in the encoding of the file",
            Fault::NotScalar => "is an object or a nested list, and no field can hold one",
            Fault::TooLong => "is longer than a cell may be",
        };
        plain.to_owned()
    }
}

/// The type, with its article.
fn noun(field_type: &FieldType) -> &'static str {
    match field_type {
        FieldType::YesNo => "yes or no",
        FieldType::Text => "a text",
        FieldType::Email => "an email address",
        FieldType::WholeNumber => "a whole number",
        FieldType::Number => "a number",
        FieldType::Money(_) => "an amount of money",
        FieldType::Percent => "a percentage",
        FieldType::Date => "a date",
        FieldType::DateTime => "a date and time",
        FieldType::OneOf(_) | FieldType::SomeOf { .. } => "one of the allowed values",
    }
}

fn dates_written(field: &Field) -> String {
    let forms: Vec<&str> = field.writing.dates.iter().map(|form| form.written.as_str()).collect();
    let forms = if forms.is_empty() { "YYYY-MM-DD".to_owned() } else { forms.join(" or ") };
    format!(" (it should be written {forms})")
}

fn numbers_written(field: &Field) -> String {
    if let FieldType::Money(code) = &field.field_type
        && field.writing.numbers.is_empty()
    {
        return format!(" (it should be written like 1,234.56 or 1,234.56 {code})");
    }
    let sample = match field.writing.numbers.first() {
        Some(form) if form.fraction => format!("0{}25", form.decimal),
        Some(form) => {
            let group = form.group.map(String::from).unwrap_or_default();
            match field.field_type {
                FieldType::WholeNumber => format!("1{group}234"),
                FieldType::YesNo
                | FieldType::Text
                | FieldType::Email
                | FieldType::Number
                | FieldType::Money(_)
                | FieldType::Percent
                | FieldType::Date
                | FieldType::DateTime
                | FieldType::OneOf(_)
                | FieldType::SomeOf { .. } => format!("1{group}234{}56", form.decimal),
            }
        }
        None => return String::new(),
    };
    format!(" (it should be written like {sample})")
}

fn words_written(field: &Field) -> &'static str {
    if field.yes_no.is_some() { " that its field lists" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_shape_gives_nothing_away() {
        assert_eq!(shape(" 03/04/2026 "), "99/99/9999");
        assert_eq!(shape("Ana Ruiz <ana@x.org>"), "Aaa Aaaa <aaa@a.aaa>");
        assert_eq!(shape("№ ５\u{202e}\u{1b}[1m"), "№ 9??[9a");
        assert_eq!(shape(&"x".repeat(50)), format!("{}…", "a".repeat(39)));
        assert_eq!(shape(&"x".repeat(40)), "a".repeat(40));
    }
}
