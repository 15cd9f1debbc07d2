//! Random conditions, as text.

use super::dice::Dice;
use super::make_fields::{CHOICES, FieldPlan, Kind, LEVELS, World, quoted};

/// A criterion or profile that conditions can use.
#[derive(Clone, Debug)]
pub struct RulePlan {
    pub name: String,
    pub profile: bool,
    /// What its parameter is.
    pub parameter: Option<Parameter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    Months,
    Days,
    Whole,
    Number,
    Text,
    Choice,
    Level,
    Date,
    Money,
    Percent,
}

pub const PARAMETERS: [Parameter; 10] = [
    Parameter::Months,
    Parameter::Days,
    Parameter::Whole,
    Parameter::Number,
    Parameter::Text,
    Parameter::Choice,
    Parameter::Level,
    Parameter::Date,
    Parameter::Money,
    Parameter::Percent,
];

impl Parameter {
    pub fn type_text(self) -> String {
        match self {
            Parameter::Months => "duration in months".to_owned(),
            Parameter::Days => "duration in days".to_owned(),
            Parameter::Whole => "whole number".to_owned(),
            Parameter::Number => "number".to_owned(),
            Parameter::Text => "text".to_owned(),
            Parameter::Choice => format!("one of {}", quoted(&CHOICES)),
            Parameter::Level => format!("one of {} in order", quoted(&LEVELS)),
            Parameter::Date => "date".to_owned(),
            Parameter::Money => "money in USD".to_owned(),
            Parameter::Percent => "percent".to_owned(),
        }
    }

    pub fn argument(self, dice: &mut Dice, world: &World) -> String {
        match self {
            Parameter::Months => {
                (*dice.pick(&["1 month", "3 months", "1 year", "6 months", "2 months"])).to_owned()
            }
            Parameter::Days => (*dice.pick(&["30 days", "2 weeks", "1 day", "90 days"])).to_owned(),
            Parameter::Whole => (*dice.pick(&["1", "2", "51", "500", "1,000"])).to_owned(),
            Parameter::Number => (*dice.pick(&["0.5", "1.5", "10"])).to_owned(),
            Parameter::Text => (*dice.pick(&["\"student\"", "\"CTO\"", "\"VP Sales\""])).to_owned(),
            Parameter::Choice => format!("\"{}\"", dice.pick(&CHOICES)),
            Parameter::Level => format!("\"{}\"", dice.pick(&LEVELS)),
            Parameter::Date => world.written_day(dice),
            Parameter::Money => (*dice.pick(&["1M USD", "54M USD", "50M USD"])).to_owned(),
            Parameter::Percent => (*dice.pick(&["2.5%", "25%"])).to_owned(),
        }
    }

    /// The kind of the fields that it can be compared with.
    pub fn kind(self) -> Vec<Kind> {
        match self {
            Parameter::Months | Parameter::Days | Parameter::Date => vec![Kind::Date, Kind::Moment],
            Parameter::Whole => vec![Kind::Whole],
            Parameter::Number => vec![Kind::Number],
            Parameter::Text => vec![Kind::Text],
            Parameter::Choice => vec![Kind::OneOf],
            Parameter::Level => vec![Kind::Ordered],
            Parameter::Money => vec![Kind::Money],
            Parameter::Percent => vec![Kind::Percent],
        }
    }
}

/// An event that conditions can count.
#[derive(Clone, Debug)]
pub struct EventPlan {
    pub name: String,
    pub plural: String,
    pub dated: bool,
    pub fields: Vec<FieldPlan>,
    pub file: String,
    /// The column of its key, and what parts several.
    pub key_column: String,
    pub separator: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ScorePlan {
    pub name: String,
    pub bands: Vec<String>,
}

/// What conditions can ask about, as it grows.
#[derive(Default)]
pub struct Known {
    pub fields: Vec<FieldPlan>,
    pub rules: Vec<RulePlan>,
    pub events: Vec<EventPlan>,
    pub scores: Vec<ScorePlan>,
    pub stages: Vec<String>,
    pub lists: Vec<String>,
}

/// A parameter in scope.
pub type Bound<'b> = Option<(&'b str, Parameter)>;

pub struct Writer<'w> {
    pub dice: &'w mut Dice,
    pub world: &'w World,
    pub known: &'w Known,
}

impl Writer<'_> {
    /// A count of events.
    fn quantity(&mut self, bound: Bound<'_>) -> Option<String> {
        if self.known.events.is_empty() {
            return None;
        }
        let event = self.dice.pick(&self.known.events).clone();
        let number = match bound {
            Some((name, Parameter::Whole)) => name.to_owned(),
            _ => (1 + self.dice.below(3)).to_string(),
        };
        let plural = &event.plural;
        let how_many = match self.dice.below(8) {
            0 => format!("no {plural}"),
            1 => format!("any {}", event.name),
            2 | 3 => format!("at least {number} {plural}"),
            4 => format!("at most {number} {plural}"),
            5 => format!("more than {number} {plural}"),
            6 => format!("less than {number} {plural}"),
            _ => format!("exactly {number} {plural}"),
        };
        let filter = if self.dice.one_in(2) { self.filter(&event, bound) } else { String::new() };
        let window = if event.dated { self.window(bound) } else { String::new() };
        Some(format!("{how_many}{filter}{window}"))
    }

    pub fn filter(&mut self, event: &EventPlan, bound: Bound<'_>) -> String {
        let one = self.event_test(event, bound);
        if one.starts_with("not ") {
            return format!(" where ({one})");
        }
        if self.dice.one_in(2) {
            let joiner = if self.dice.one_in(2) { "and" } else { "or" };
            let other = self.event_test(event, bound);
            return format!(" where ({one} {joiner} {other})");
        }
        format!(" where {one}")
    }

    fn event_test(&mut self, event: &EventPlan, bound: Bound<'_>) -> String {
        let field = self.dice.pick(&event.fields).clone();
        if field.kind == Kind::YesNo && self.dice.one_in(2) {
            let not = if self.dice.one_in(3) { "not " } else { "" };
            return format!("{not}{}", field.name);
        }
        self.comparison(&field, &field.name, bound)
    }

    pub fn window(&mut self, bound: Bound<'_>) -> String {
        let starts: Vec<String> = self
            .known
            .fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Date | Kind::Moment))
            .map(|field| field.name.clone())
            .collect();
        match (self.dice.below(4), bound) {
            (0 | 1, Some((name, Parameter::Months | Parameter::Days))) => format!(" within the last {name}"),
            (0, _) if !starts.is_empty() => format!(" since {}", self.dice.pick(&starts)),
            (0 | 1, _) => format!(" within the last {}", self.length()),
            _ => String::new(),
        }
    }

    /// A test of the latest or first event.
    fn pick(&mut self) -> Option<String> {
        let dated: Vec<EventPlan> = self.known.events.iter().filter(|event| event.dated).cloned().collect();
        if dated.is_empty() {
            return None;
        }
        let event = self.dice.pick(&dated).clone();
        let field = self.dice.pick(&event.fields).clone();
        let which = if self.dice.one_in(2) { "latest" } else { "first" };
        let filter = if self.dice.one_in(3) {
            format!(" where ({})", self.event_test(&event, None))
        } else {
            String::new()
        };
        let operand = format!("{} of {which} {}{filter}", field.name, event.name);
        Some(self.comparison(&field, &operand, None))
    }

    fn score_test(&mut self) -> Option<String> {
        if self.known.scores.is_empty() {
            return None;
        }
        let score = self.dice.pick(&self.known.scores).clone();
        let name = &score.name;
        let not = if self.dice.one_in(4) { "not " } else { "" };
        if !score.bands.is_empty() && self.dice.one_in(2) {
            let band = self.dice.pick(&score.bands).clone();
            let how = *self.dice.pick(&["", "at least ", "at most ", "more than ", "less than "]);
            return Some(format!("{name} is {not}{how}{band}"));
        }
        let number = *self.dice.pick(&["5", "10", "20", "30"]);
        Some(match self.dice.below(5) {
            0 => format!("{name} is {not}at most {number}"),
            1 => format!("{name} is {not}more than {number}"),
            2 => format!("{name} is {not}less than {number}"),
            3 => format!("{name} is {not}between 5 and {}", *self.dice.pick(&["10", "20"])),
            _ => format!("{name} is {not}at least {number}"),
        })
    }

    fn reference(&mut self, bound: Bound<'_>) -> Option<String> {
        let usable: Vec<RulePlan> = self.known.rules.clone();
        if usable.is_empty() {
            return None;
        }
        let rule = self.dice.pick(&usable).clone();
        let not = if self.dice.one_in(3) { "not " } else { "" };
        if rule.profile {
            let fits = if not.is_empty() { "fits" } else { "does not fit" };
            return Some(format!("{fits} {}", rule.name));
        }
        let argument = match rule.parameter {
            None => String::new(),
            Some(wanted) => match bound {
                Some((name, parameter)) if parameter == wanted => format!(" {name}"),
                _ => format!(" {}", wanted.argument(self.dice, self.world)),
            },
        };
        Some(format!("{not}{}{argument}", rule.name))
    }

    /// One criterion of a chain.
    pub fn unary(&mut self, depth: usize, bound: Bound<'_>) -> String {
        let found = match self.dice.below(14) {
            0 | 1 if depth > 0 => {
                let chain = self.chain(depth - 1, bound);
                let not = if self.dice.one_in(2) { "not " } else { "" };
                return format!("{not}({chain})");
            }
            2 | 3 => self.reference(bound),
            4 | 5 => self.quantity(bound),
            6 => self.pick(),
            7 | 8 => self.score_test(),
            9 if !self.known.stages.is_empty() => {
                let not = if self.dice.one_in(4) { "not " } else { "" };
                Some(format!("{not}{}", self.dice.pick(&self.known.stages)))
            }
            _ => None,
        };
        let text = found.unwrap_or_else(|| {
            let fitting: Vec<FieldPlan> = match bound {
                Some((_, parameter)) if self.dice.below(3) > 0 => {
                    let kinds = parameter.kind();
                    self.known.fields.iter().filter(|field| kinds.contains(&field.kind)).cloned().collect()
                }
                _ => Vec::new(),
            };
            let from = if fitting.is_empty() { &self.known.fields } else { &fitting };
            let field = self.dice.pick(from).clone();
            if field.kind == Kind::YesNo && self.dice.below(3) > 0 {
                let not = if self.dice.one_in(3) { "not " } else { "" };
                return format!("{not}{}", field.name);
            }
            self.comparison(&field, &field.name, bound)
        });
        if !text.starts_with("not ") && self.dice.one_in(12) {
            let answer = if self.dice.one_in(2) { "yes" } else { "no" };
            return format!("{text} assume {answer} if unknown");
        }
        text
    }

    pub fn chain(&mut self, depth: usize, bound: Bound<'_>) -> String {
        let parts: Vec<String> = (0..1 + self.dice.below(3)).map(|_| self.unary(depth, bound)).collect();
        parts.join(if self.dice.one_in(2) { " and " } else { " or " })
    }

    /// A condition after `when`: a chain, or lists on lines of their own.
    pub fn condition(&mut self, bound: Bound<'_>) -> String {
        if self.dice.one_in(2) {
            return self.chain(2, bound);
        }
        let mut text = String::new();
        for list in 0..1 + self.dice.below(2) {
            let lines: Vec<String> =
                (0..1 + self.dice.below(4)).map(|_| format!("\n  - {}", self.chain(1, bound))).collect();
            let head = match self.dice.below(5) {
                0 => "any of".to_owned(),
                1 => "none of".to_owned(),
                2 | 3 => format!("at least {} of", 1 + self.dice.below(lines.len())),
                _ => "all of".to_owned(),
            };
            let and = if list > 0 { "\n  and " } else { "" };
            text.push_str(&format!("{and}{head}:{}", lines.concat()));
        }
        text
    }
}
