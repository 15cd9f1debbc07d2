//! Random comparisons, as text.

use super::make_conditions::{Bound, Parameter, Writer};
use super::make_fields::{CHOICES, FieldPlan, ITEMS, Kind, LENGTHS, LEVELS, literals};

impl Writer<'_> {
    pub fn length(&mut self) -> &'static str {
        LENGTHS[self.dice.below(LENGTHS.len())]
    }

    /// A comparison of a field, or of what stands for one (`kind of latest touch`).
    pub fn comparison(&mut self, field: &FieldPlan, operand: &str, bound: Bound<'_>) -> String {
        let bound =
            bound.filter(|(_, parameter)| parameter.kind().contains(&field.kind) && self.dice.below(4) > 0);
        let not = if self.dice.one_in(3) { "not " } else { "" };
        if self.dice.one_in(12) {
            let what = if self.dice.one_in(2) { "known" } else { "missing" };
            return format!("{operand} is {not}{what}");
        }
        let of_event =
            self.known.events.iter().any(|event| event.fields.iter().any(|own| own.name == field.name));
        match field.kind {
            Kind::YesNo => format!("{operand} is {not}{}", if self.dice.one_in(2) { "yes" } else { "no" }),
            Kind::Whole | Kind::Number | Kind::Money | Kind::Percent => {
                let all = literals(field.kind, self.world.rate);
                let one = match bound {
                    Some((name, _)) => name.to_owned(),
                    None => (*self.dice.pick(&all)).to_owned(),
                };
                let (from, to) = self.dice.pair(all.len());
                let relation = match self.dice.below(7) {
                    0 => one,
                    1 if bound.is_none() => {
                        format!("one of {}, {}", all[from], all[to])
                    }
                    2 if bound.is_none() => format!("between {} and {}", all[from], all[to]),
                    3 => format!("at most {one}"),
                    4 => format!("more than {one}"),
                    5 => format!("less than {one}"),
                    _ => format!("at least {one}"),
                };
                format!("{operand} is {not}{relation}")
            }
            Kind::Date | Kind::Moment => {
                let day = self.world.written_day(self.dice);
                let relation = match bound {
                    Some((name, Parameter::Date)) => {
                        let how = *self.dice.pick(&["before", "after", "on or before", "on or after"]);
                        format!("{how} {name}")
                    }
                    Some((name, _)) => {
                        let ahead = ["within the last", "within", "within the next"];
                        let how = ahead[self.dice.below(if of_event { 1 } else { 3 })];
                        format!("{how} {name}")
                    }
                    None => match self.dice.below(13) {
                        0 => format!("before {day}"),
                        1 => format!("after {day}"),
                        2 => format!("on or before {day}"),
                        3 => format!("on or after {day}"),
                        4 => "in the past".to_owned(),
                        // Events lie behind.
                        5 if !of_event => "in the future".to_owned(),
                        6 | 7 if !of_event => format!("within {}", self.length()),
                        8 | 9 => format!("within the last {}", self.length()),
                        10 => format!("more than {} ago", self.length()),
                        11 => {
                            let later = self.world.as_of.plus_days(1 + self.dice.below(40) as i64).text();
                            format!("between {} and {later}", self.world.as_of.plus_days(-1).text())
                        }
                        _ => day,
                    },
                };
                format!("{operand} is {not}{relation}")
            }
            Kind::OneOf | Kind::Ordered => {
                let all = if field.kind == Kind::OneOf { CHOICES } else { LEVELS };
                let one = match bound {
                    Some((name, _)) => name.to_owned(),
                    None => format!("\"{}\"", self.dice.pick(&all)),
                };
                let (from, to) = self.dice.pair(all.len());
                let relation = match self.dice.below(if field.kind == Kind::Ordered { 8 } else { 3 }) {
                    0 => one,
                    1 | 2 if bound.is_none() => format!("one of \"{}\", \"{}\"", all[to], all[from]),
                    3 => format!("at most {one}"),
                    4 => format!("more than {one}"),
                    5 => format!("less than {one}"),
                    6 if bound.is_none() => format!("between \"{}\" and \"{}\"", all[from], all[to]),
                    7 => format!("at least {one}"),
                    _ => one,
                };
                format!("{operand} is {not}{relation}")
            }
            Kind::SomeOf => {
                let contains = if not.is_empty() { "contains" } else { "does not contain" };
                let (from, to) = self.dice.pair(ITEMS.len());
                match self.dice.below(3) {
                    0 => format!("{operand} {contains} \"{}\"", self.dice.pick(&ITEMS)),
                    1 => format!("{operand} {contains} any of \"{}\", \"{}\"", ITEMS[from], ITEMS[to]),
                    _ => format!("{operand} {contains} all of \"{}\", \"{}\"", ITEMS[from], ITEMS[to]),
                }
            }
            Kind::Text => {
                if let Some((name, _)) = bound {
                    return format!("{operand} is {not}{name}");
                }
                self.text_test(operand, not)
            }
            Kind::Email => match self.dice.below(6) {
                0 => format!("{operand} ends with any of \".ORG\", \"edu\""),
                1 => format!("{operand} is {not}\"Ada@example.com\""),
                2 => format!("{operand} contains \"example\""),
                _ if of_event => format!("{operand} starts with \"bob\""),
                3 => format!("domain of {operand} is {not}one of \"example.com\", \"example.edu\""),
                4 => format!("domain of {operand} ends with \"example.com\""),
                _ => format!("domain of {operand} is {not}\"EXAMPLE.org\""),
            },
        }
    }

    fn text_test(&mut self, operand: &str, not: &str) -> String {
        let contains = if not.is_empty() { "contains" } else { "does not contain" };
        let matches = if not.is_empty() { "matches" } else { "does not match" };
        match self.dice.below(12) {
            0 => format!("{operand} is {not}\"vp sales\""),
            1 => format!("{operand} is {not}one of \"CTO\", \"étudiant\", \"student\""),
            2 if !self.known.lists.is_empty() => {
                format!("{operand} is {not}one of {}", self.dice.pick(&self.known.lists))
            }
            3 => format!("{operand} {contains} \"vice president\""),
            4 => format!("{operand} {contains} any of \"cto\", \"vp\""),
            5 => format!("{operand} {contains} all of \"vp\", \"sales\""),
            6 => format!("{operand} {contains} any of the texts \"cto\", \"dent\""),
            7 => format!("{operand} {contains} the text \" of\""),
            8 => format!("{operand} starts with \"VP \""),
            9 => format!("{operand} ends with any of \"sales\", \"finance\""),
            10 => format!("{operand} {matches} \"*p?es*\""),
            _ => format!("{operand} {matches} any of \"vp*sales\", \"CT?\", \"*É*\""),
        }
    }
}
