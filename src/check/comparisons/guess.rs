//! The type that an undeclared field probably has, from its use.

use crate::syntax::document::{CurrencyMark, Literal, Relation as Written, Value as WrittenValue, Values};

/// The type that an undeclared field probably has, from its use.
pub(in crate::check) fn guess_type(relation: &Written) -> String {
    let of_literal = |literal: &Literal| match literal {
        Literal::Date(_) => "date".to_owned(),
        Literal::Duration(_) => "date".to_owned(),
        Literal::Money(money) => match &money.currency {
            CurrencyMark::Code(code) => format!("money in {code}"),
            CurrencyMark::Sign(_) => "money in USD".to_owned(),
        },
        Literal::Percent(_) => "percent".to_owned(),
        Literal::Number(_) => "whole number".to_owned(),
        Literal::Text(_) => "text".to_owned(),
    };
    let of_value = |value: &WrittenValue| match value {
        WrittenValue::Yes(_) | WrittenValue::No(_) => "yes/no".to_owned(),
        WrittenValue::Literal(literal) => of_literal(literal),
        WrittenValue::Name(_) => "text".to_owned(),
    };
    let of_values = |values: &Values| match values {
        Values::Literals(literals) => literals.first().map_or("text".to_owned(), of_literal),
        Values::List(_) => "text".to_owned(),
    };
    match relation {
        Written::Known | Written::Missing => "text".to_owned(),
        Written::Is(value)
        | Written::AtLeast(value)
        | Written::AtMost(value)
        | Written::LessThan(value)
        | Written::MoreThan(value)
        | Written::Between(value, _) => of_value(value),
        Written::OneOf(values) => of_values(values),
        Written::Contains { .. }
        | Written::StartsWith { .. }
        | Written::EndsWith { .. }
        | Written::Matches { .. } => "text".to_owned(),
        Written::Within(_)
        | Written::WithinLast(_)
        | Written::MoreThanAgo(_)
        | Written::Before(_)
        | Written::After(_)
        | Written::OnOrBefore(_)
        | Written::OnOrAfter(_)
        | Written::InThePast
        | Written::InTheFuture => "date".to_owned(),
    }
}
