//! How the smallest parts are written: names, texts, numbers, dates, values, and lists of them.

use super::layout::Line;
use super::spelling::Spelling;
use crate::syntax::document::{
    CurrencyMark, Date, Duration, Literal, Money, Name, Number, Percent, Text, Time, Type, TypeKind, Value,
    Values, sign_fits,
};
use crate::text::name::{is_keyword, needs_brackets};
use crate::text::source::Source;
use crate::text::span::Span;
use crate::text::visible::is_hidden;

/// What the writing of every part needs.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// The text that the document was read from.
    pub source: &'a Source,
    /// How names are spelled.
    pub spelling: &'a Spelling,
    /// Whether every bracket stays, needed or not.
    pub keep_brackets: bool,
}

impl Writer<'_> {
    /// A name in its declared spelling, in brackets if it needs them.
    pub fn name(&self, line: &mut Line, name: &Name) {
        let spelled = self.spelling.of(name).unwrap_or(&name.text);
        self.spelled(line, spelled, name.at.0);
    }

    /// A name of the language, such as `sales` or a currency: capitals as given here, whatever else is so called.
    pub fn spelled(&self, line: &mut Line, name: &str, place: Span) {
        let bracketed = self.source.words(place).starts_with('[');
        if needs_brackets(name) || (bracketed && (self.keep_brackets || is_keyword(name))) {
            line.placed(format!("[{name}]"), place);
        } else {
            line.placed(name.to_owned(), place);
        }
    }

    /// `"Software"`
    pub fn text(&self, line: &mut Line, text: &Text) {
        line.placed(quoted(text), text.at.0);
    }

    /// `"Ideal customer profile"`, if there is one.
    pub fn title(&self, line: &mut Line, title: Option<&Text>) {
        if let Some(title) = title {
            self.text(line, title);
        }
    }

    /// `because "…"`, if there is a reason.
    pub fn because(&self, line: &mut Line, because: Option<&Text>) {
        if let Some(reason) = because {
            line.reason(format!("because {}", quoted(reason)), reason.at.0);
        }
    }

    /// `4,200`
    pub fn number(&self, line: &mut Line, number: &Number) {
        line.placed(number.written.clone(), number.at.0);
    }

    /// `50M USD`, also for `$50M` where the header's currency owns the sign.
    pub fn money(&self, line: &mut Line, money: &Money) {
        let amount = &money.amount.written;
        let written = match &money.currency {
            CurrencyMark::Code(code) => format!("{amount} {code}"),
            CurrencyMark::Sign(sign) => match self.spelling.currency() {
                Some(code) if sign_fits(*sign, code) => format!("{amount} {code}"),
                Some(_) | None => format!("{sign}{amount}"),
            },
        };
        line.placed(written, money.at.0);
    }

    /// `25%`
    pub fn percent(&self, line: &mut Line, percent: &Percent) {
        line.placed(format!("{}%", percent.written), percent.at.0);
    }

    /// `1 month`, `3 months`; the digits stay as written.
    pub fn duration(&self, line: &mut Line, duration: &Duration) {
        let words = self.source.words(duration.at.0);
        let digits: String = words.chars().take_while(|char| char.is_ascii_digit() || *char == ',').collect();
        let count = match digits.replace(',', "").parse::<u32>() {
            Ok(count) if duration.count == count => digits,
            Ok(_) | Err(_) => duration.count.to_string(),
        };
        let unit = if duration.count == 1 { duration.unit.singular() } else { duration.unit.plural() };
        line.placed(format!("{count} {unit}"), duration.at.0);
    }

    /// `2026-01-31`
    pub fn date(&self, line: &mut Line, date: &Date) {
        line.placed(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day), date.at.0);
    }

    /// `09:00`
    pub fn time(&self, line: &mut Line, time: &Time) {
        line.placed(format!("{:02}:{:02}", time.hour, time.minute), time.at.0);
    }

    /// A value that stands for itself.
    pub fn literal(&self, line: &mut Line, literal: &Literal) {
        match literal {
            Literal::Date(date) => self.date(line, date),
            Literal::Duration(duration) => self.duration(line, duration),
            Literal::Money(money) => self.money(line, money),
            Literal::Percent(percent) => self.percent(line, percent),
            Literal::Number(number) => self.number(line, number),
            Literal::Text(text) => self.text(line, text),
        }
    }

    /// The right-hand side of a comparison.
    pub fn value(&self, line: &mut Line, value: &Value) {
        match value {
            Value::Yes(at) => {
                line.placed("yes".to_owned(), at.0);
            }
            Value::No(at) => {
                line.placed("no".to_owned(), at.0);
            }
            Value::Literal(literal) => self.literal(line, literal),
            Value::Name(name) => self.name(line, name),
        }
    }

    /// `"A", "B"`, or a list's name.
    pub fn values(&self, line: &mut Line, values: &Values) {
        match values {
            Values::Literals(literals) => {
                breaking(line, literals, |line, literal| self.literal(line, literal))
            }
            Values::List(name) => self.name(line, name),
        }
    }

    /// `"A", "B"`
    pub fn texts(&self, line: &mut Line, texts: &[Text]) {
        breaking(line, texts, |line, text| self.text(line, text));
    }

    /// `lead, opportunity`
    pub fn names(&self, line: &mut Line, names: &[Name]) {
        breaking(line, names, |line, name| self.name(line, name));
    }

    /// `one of "A", "B" in order`
    pub fn field_type(&self, line: &mut Line, field_type: &Type) {
        match &field_type.kind {
            TypeKind::YesNo => line.word("yes/no"),
            TypeKind::Text => line.word("text"),
            TypeKind::Email => line.word("email"),
            TypeKind::WholeNumber => line.word("whole number"),
            TypeKind::Number => line.word("number"),
            TypeKind::Money(currency) => line.word("money in").placed(currency.text.clone(), currency.at.0),
            TypeKind::Percent => line.word("percent"),
            TypeKind::Date => line.word("date"),
            TypeKind::DateTime => line.word("date and time"),
            TypeKind::Duration(unit) => line.word("duration in").word(unit.plural()),
            TypeKind::OneOf { values, in_order, or_other } => {
                self.texts(line.word("one of"), values);
                if *in_order {
                    line.word("in order");
                }
                or_other_values(line, *or_other)
            }
            TypeKind::SomeOf { values, or_other, separator } => {
                self.texts(line.word("some of"), values);
                or_other_values(line, *or_other);
                if let Some(separator) = separator {
                    self.text(line.word("separated by"), separator);
                }
                line
            }
        };
    }
}

/// In straight quotes, with each quote inside twice.
fn quoted(text: &Text) -> String {
    let mut quoted = String::from("\"");
    for character in text.value.chars() {
        match character {
            '"' => quoted.push_str("\"\""),
            hidden if is_hidden(hidden) => quoted.push_str(&format!("\\u{{{:04X}}}", u32::from(hidden))),
            seen => quoted.push(seen),
        }
    }
    quoted.push('"');
    quoted
}

fn or_other_values(line: &mut Line, or_other: bool) -> &mut Line {
    if or_other { line.mark(",").word("or other") } else { line }
}

/// Parts with commas between them, after which the line may break.
pub fn breaking<T>(line: &mut Line, parts: &[T], write: impl Fn(&mut Line, &T)) {
    line.open();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            line.mark(",").break_alone();
        }
        write(line, part);
    }
    line.close();
}

/// Parts with `and` between them, on one line.
pub fn joined<T>(line: &mut Line, parts: &[T], write: impl Fn(&mut Line, &T)) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            line.word("and");
        }
        write(line, part);
    }
}
