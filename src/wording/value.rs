//! Numbers, dates, lengths of time and lists, as people write them.

use jiff::civil::Date;

use crate::model::field::Field;
use crate::model::ids::FieldId;
use crate::model::program::Program;
use crate::model::score::Score;
pub use crate::model::value::number;
use crate::model::value::{Duration, SCALE, Value};

/// A count with thousands commas.
pub fn number_of(count: u64) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(SCALE))
}

/// `3 months`, `1 working day`.
pub fn duration(duration: Duration) -> String {
    let unit = if duration.count == 1 { duration.unit.singular() } else { duration.unit.plural() };
    format!("{} {unit}", number(i64::from(duration.count) * SCALE))
}

/// `3 April 2026`: a day in a sentence, which nobody can read in two ways.
pub fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year())
}

/// A length of time behind `the last` or `the next`: `30 days`, `month`.
pub fn span(length: Duration) -> String {
    if length.count == 1 { length.unit.singular().to_owned() } else { duration(length) }
}

/// `A`, `A or B`, `A, B or C`, with `joiner` before the last.
pub fn list(items: &[String], joiner: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {joiner} {last}", first.join(", ")),
    }
}

/// What a value is compared with: listed values and bands have their names there.
#[derive(Clone, Copy, Debug)]
pub enum Beside<'p> {
    /// Nothing.
    Nothing,
    /// A field of the contact or of an event.
    Field(&'p Field),
    /// A score.
    Score(&'p Score),
}

impl<'p> Beside<'p> {
    /// A field of the contact.
    pub fn field(program: &'p Program, field: FieldId) -> Self {
        program.field(field).map_or(Beside::Nothing, Beside::Field)
    }
}

/// A value as people write it.
pub fn value(beside: Beside<'_>, value: &Value) -> String {
    match value {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(amount) => number(*amount),
        Value::Money(amount, currency) => format!("{} {currency}", number(*amount)),
        Value::Percent(amount) => format!("{}%", number(*amount)),
        Value::Date(date) => day(*date),
        Value::Duration(length) => duration(*length),
        Value::Text(text) => format!("\"{text}\""),
        Value::Choice(index) => {
            let choices = match beside {
                Beside::Field(field) => field.field_type.choices(),
                Beside::Nothing | Beside::Score(_) => None,
            };
            let choice = choices.and_then(|choices| choices.values.get(*index as usize));
            format!("\"{}\"", choice.map_or("", |choice| choice.text.as_str()))
        }
        Value::Band(index) => match beside {
            Beside::Score(score) => {
                score.bands.get(*index as usize).map(|band| band.name.replace('_', " ")).unwrap_or_default()
            }
            Beside::Nothing | Beside::Field(_) => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_end_with_the_joiner() {
        let items = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        assert_eq!(list(&items, "or"), "A, B or C");
        assert_eq!(list(&items[..2], "and"), "A and B");
    }
}
