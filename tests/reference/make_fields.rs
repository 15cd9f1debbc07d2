//! Random fields, as text, with cells that lie on and beside what rules ask about.

use super::calendar::Day;
use super::dice::Dice;
use super::make_cells::{date_cell, moment_cell};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    YesNo,
    Text,
    Email,
    Whole,
    Number,
    Money,
    Percent,
    Date,
    Moment,
    OneOf,
    Ordered,
    SomeOf,
}

pub const KINDS: [Kind; 12] = [
    Kind::YesNo,
    Kind::Text,
    Kind::Email,
    Kind::Whole,
    Kind::Number,
    Kind::Money,
    Kind::Percent,
    Kind::Date,
    Kind::Moment,
    Kind::OneOf,
    Kind::Ordered,
    Kind::SomeOf,
];

/// A field that rules can ask about.
#[derive(Clone, Debug)]
pub struct FieldPlan {
    pub name: String,
    pub kind: Kind,
    /// The header of its column, and what may stand there.
    pub header: String,
    pub cells: Vec<String>,
    pub currency: Option<String>,
    /// Its own column is in the lookup.
    pub looked_up: bool,
    pub decided: bool,
}

/// What all fields of a definition share.
pub struct World {
    pub as_of: Day,
    pub rate: bool,
}

pub const LENGTHS: [&str; 11] = [
    "1 month",
    "2 months",
    "3 months",
    "1 year",
    "30 days",
    "1 day",
    "2 weeks",
    "1 working day",
    "5 working days",
    "90 days",
    "6 months",
];

impl World {
    /// Days on and beside the bounds of the lengths that rules use.
    pub fn days(&self) -> Vec<Day> {
        let mut days = vec![self.as_of, self.as_of.next(), self.as_of.previous()];
        let mut around = |day: Day| days.extend([day, day.next(), day.previous()]);
        for months in [1, 2, 3, 6, 12] {
            around(self.as_of.plus_months(months, None));
            around(self.as_of.plus_months(-months, None));
        }
        for length in [1, 7, 14, 30, 90] {
            around(self.as_of.plus_days(length));
            around(self.as_of.plus_days(-length));
        }
        let year = self.as_of.year;
        days.extend(
            [
                (year, 12, 31),
                (year, 1, 1),
                (2024, 2, 29),
                (2025, 2, 28),
                (year, 3, 3),
                (2026, 3, 8),
                (2025, 11, 2),
            ]
            .map(|(year, month, day)| Day { year, month, day }),
        );
        days
    }

    /// Days to write into rules.
    pub fn written_day(&self, dice: &mut Dice) -> String {
        let near = [-31, -30, -1, 0, 1, 14, 30];
        self.as_of.plus_days(*dice.pick(&near)).text()
    }
}

/// The literals of rules, rising.
pub fn literals(kind: Kind, rate: bool) -> Vec<&'static str> {
    match kind {
        Kind::Whole => vec!["1", "10", "51", "200", "500", "1,000", "5K"],
        Kind::Number => vec!["0.5", "1.5", "10", "1,000.25"],
        Kind::Money if rate => vec!["1M USD", "54M USD", "50M EUR", "100M EUR", "$108M"],
        Kind::Money => vec!["1M USD", "50M USD", "$54M", "100,000,000.5 USD"],
        Kind::Percent => vec!["2.5%", "25%", "100%"],
        _ => Vec::new(),
    }
}

pub const CHOICES: [&str; 4] = ["Software", "Health care", "Énergie", "None at all"];
pub const LEVELS: [&str; 4] = ["Staff", "Manager", "Director", "VP"];
pub const ITEMS: [&str; 3] = ["Cloud", "Security", "Data"];

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// A field of this kind, and its lines below `field NAME: TYPE`.
pub fn make_field(dice: &mut Dice, world: &World, name: &str, kind: Kind) -> (FieldPlan, String) {
    let mut lines: Vec<String> = Vec::new();
    let mut cells: Vec<String>;
    let mut currency = None;
    let header = match dice.below(4) {
        0 => format!("The {name}"),
        1 => name.replace('_', " "),
        _ => name.to_owned(),
    };
    if header.starts_with("The") {
        let also = if dice.one_in(2) { ", also \"Nowhere\"" } else { "" };
        lines.push(format!("column \"{header}\"{also}"));
    }
    let what = match kind {
        Kind::YesNo => {
            cells = strings(&["yes", "no", "TRUE", "f", "1", "0", " Yes ", "\u{a0}y\u{a0}", "perhaps"]);
            if dice.one_in(3) {
                lines.push("yes is \"Decision maker\", \"Buyer\"".to_owned());
                cells = strings(&["decision maker", "Buyer", "champion", "no", "user"]);
                match dice.below(3) {
                    0 => lines.push("no is any other".to_owned()),
                    1 => lines.push("no is \"Champion\", \"User\"".to_owned()),
                    _ => {}
                }
            }
            "yes/no".to_owned()
        }
        Kind::Text => {
            cells = strings(&[
                "Vice President, Sales",
                "vice-president",
                "VP Sales",
                "student",
                "Étudiant",
                "e\u{301}tudiant",
                "CTO",
                "Director of Finance",
                "vp of vp sales",
                "president vice",
            ]);
            "text".to_owned()
        }
        Kind::Email => {
            cells = strings(&[
                "ada@example.com",
                "Bob@Example.ORG",
                "c@d@example.edu",
                "nobody",
                "eve@mail.example.com",
            ]);
            "email".to_owned()
        }
        Kind::Whole => {
            cells = strings(&[
                "0", "1", "2", "9", "10", "11", "50", "51", "199", "200", "201", "499", "500", "501", "999",
                "1,000", "1001", "5000", "5,001", "4999.0", "12.5", "many", "1,00", "6000000", "-3",
            ]);
            if dice.one_in(2) {
                lines.push("written as \"51-200\", \"5001+\"".to_owned());
                cells.extend(strings(&[
                    "51-200",
                    "1-10",
                    "10-11",
                    "201 - 500",
                    "5001+",
                    "500+",
                    "1,000-5,000",
                    "200-51",
                ]));
            }
            if dice.one_in(3) {
                lines.push("range 1 to 5M".to_owned());
            }
            "whole number".to_owned()
        }
        Kind::Number => {
            cells = strings(&[
                "0.5",
                "0.49995",
                "0.50005",
                "0.4999",
                "1.5",
                "1.50",
                "1.5001",
                "10",
                "9.9999",
                "1,000.25",
                "1000.2501",
                "-2",
                "0",
                "x",
            ]);
            if dice.one_in(4) {
                lines.push("written as \"1.234,56\"".to_owned());
                cells.extend(strings(&["0,5", "1,5", "1.000,25", "1.000", "10,0"]));
            } else if dice.one_in(3) {
                lines.push("written as \"51-200\", \"5001+\"".to_owned());
                cells.extend(strings(&["0-1", "1-2", "10+", "1-1"]));
            }
            "number".to_owned()
        }
        Kind::Money => {
            cells = strings(&[
                "1,000,000",
                "999999.9999",
                "50000000",
                "50,000,000",
                "54000000",
                "$54,000,000",
                "54,000,000.0001",
                "USD 54000000",
                "108,000,000 USD",
                "100000000",
                "107,999,999.99",
                "100000000.5",
                "20M",
                "€54,000,000",
            ]);
            if dice.one_in(2) {
                lines.push(format!("currency column \"{name} currency\""));
                currency = Some(format!("{name} currency"));
            }
            let own = if world.rate && dice.one_in(3) { "EUR" } else { "USD" };
            if dice.one_in(4) {
                lines.push(format!("range 1 {own} to 100M {own}"));
            }
            format!("money in {own}")
        }
        Kind::Percent => {
            cells = strings(&[
                "25", "25%", "0.25", "2.5", "2.5 %", "24.9999", "25.0001%", "100", "1", "0.025", "-5", "lots",
            ]);
            if dice.one_in(2) {
                lines.push("written as \"0.25\"".to_owned());
            }
            "percent".to_owned()
        }
        Kind::Date => {
            let form = if dice.one_in(2) { dice.below(4) } else { 0 };
            cells = world.days().iter().map(|day| date_cell(dice, *day, form)).collect();
            cells.extend(strings(&["2026-02-30", "soon", "2025-02-29", "2026-1-5"]));
            match form {
                1 => lines.push("written as \"MM/DD/YYYY\", \"MM/DD/YYYY HH:mm\"".to_owned()),
                2 => lines.push("written as \"DD.MM.YY\"".to_owned()),
                3 => lines.push("written as \"DD MMM YYYY\"".to_owned()),
                _ => {}
            }
            if dice.one_in(6) {
                lines.push(format!(
                    "range {} to {}",
                    world.as_of.plus_months(-3, None).text(),
                    world.as_of.plus_months(3, None).text()
                ));
            }
            "date".to_owned()
        }
        Kind::Moment => {
            cells = world.days().iter().map(|day| moment_cell(dice, *day)).collect();
            cells.extend(strings(&["2026-01-15 25:00", "then"]));
            "date and time".to_owned()
        }
        Kind::OneOf => {
            cells = strings(&[
                "Software",
                "SOFTWARE",
                "health care",
                "énergie",
                "E\u{301}NERGIE",
                "SaaS",
                "Bakery",
                " None at all ",
            ]);
            if dice.one_in(2) {
                lines.push("\"Software\" also \"SaaS\", \"Computer Software\"".to_owned());
            }
            let other = if dice.one_in(2) { ", or other" } else { "" };
            format!("one of {}{other}", quoted(&CHOICES))
        }
        Kind::Ordered => {
            cells = strings(&["Staff", "manager", "Director", "VP", "Vice president", "Boss"]);
            if dice.one_in(2) {
                lines.push("\"VP\" also \"Vice president\"".to_owned());
            }
            format!("one of {} in order", quoted(&LEVELS))
        }
        Kind::SomeOf => {
            let separator = if dice.one_in(2) { " separated by \",\"" } else { "" };
            let mark = if separator.is_empty() { ";" } else { "," };
            let all = [
                "Cloud",
                "cloud;Security",
                "Data;Cloud;",
                ";",
                "Security; Data",
                "Blockchain;Cloud",
                "Blockchain",
            ];
            cells = all.iter().map(|cell| cell.replace(';', mark)).collect();
            let other = if dice.one_in(2) { ", or other" } else { "" };
            format!("some of {}{other}{separator}", quoted(&ITEMS))
        }
    };
    if dice.one_in(5) {
        lines.push("missing also \"not set\", \"--\"".to_owned());
        cells.extend(strings(&["NOT SET", "--"]));
    }
    if dice.one_in(6) {
        lines.push("required".to_owned());
    }
    if dice.one_in(5) {
        let assumed = match kind {
            Kind::YesNo => Some((*dice.pick(&["yes", "no"])).to_owned()),
            Kind::Text => Some("\"student\"".to_owned()),
            Kind::Email => Some("\"none@example.com\"".to_owned()),
            Kind::Money => Some(format!("{} {}", dice.pick(&["1M", "50M"]), &what[what.len() - 3..])),
            Kind::Whole | Kind::Number | Kind::Percent => {
                Some((*dice.pick(&literals(kind, false))).to_owned())
            }
            Kind::Date | Kind::Moment if dice.one_in(2) => Some(world.as_of.text()),
            Kind::Date | Kind::Moment => Some("never".to_owned()),
            Kind::OneOf => Some(format!("\"{}\"", dice.pick(&CHOICES))),
            Kind::Ordered => Some(format!("\"{}\"", dice.pick(&LEVELS))),
            Kind::SomeOf => None,
        };
        lines.extend(assumed.map(|value| format!("if missing, assume {value}")));
    }
    let below: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    let text = format!("field {name}: {what}\n{below}");
    let plan =
        FieldPlan { name: name.to_owned(), kind, header, cells, currency, looked_up: false, decided: false };
    (plan, text)
}

pub fn quoted(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}
