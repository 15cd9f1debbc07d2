//! Contacts as CRMs export them, always the same: blanks, quotes, money, dates, long texts.

use std::fmt::Write;

const HEADERS: [&str; 14] = [
    "Record ID",
    "First Name",
    "Email",
    "Company Name",
    "Job Title",
    "Industry",
    "Country",
    "Employees",
    "Annual Revenue",
    "Form Submissions",
    "Opted Out",
    "Evaluation Date",
    "Last Activity",
    "Notes",
];

const NAMES: [&str; 5] = ["Ada", "Priya", "Zoë", "José", "Ulrike"];
const COMPANIES: [&str; 3] = ["Ostermoor Grid", "Norvenholt Steel, Inc.", "The \"Big\" Crane Co."];
const TITLES: [&str; 5] = ["Chief Operating Officer", "Head of Maintenance", "Director", "Buyer", "Student"];
const INDUSTRIES: [&str; 4] = ["Manufacturing", "Utilities", "Logistics", "Fishing"];
const COUNTRIES: [&str; 4] = ["United States", "Germany", "France", "Peru"];
const REVENUES: [&str; 5] = ["$1,200,000", "25,000,000", "361000000", "4500000.50 USD", "tbd"];

/// Numbers that look like chance, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        let place = self.below(all.len() as u64) as usize;
        all.get(place).copied().unwrap_or_default()
    }

    /// The text, or nothing in so many cases of a hundred.
    fn maybe(&mut self, text: String, blanks: u64) -> String {
        if self.below(100) < blanks { String::new() } else { text }
    }

    fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", 2025 + self.below(3), 1 + self.below(12), 1 + self.below(28))
    }
}

fn records(count: u32) -> impl Iterator<Item = [String; 14]> {
    let mut dice = Dice(4711);
    (1..=count).map(move |row| {
        let note = ["called twice and left a message about the trial,\n"; 6];
        let note = note.iter().take(dice.below(7) as usize).copied().collect();
        let (title, industry) = (dice.one_of(&TITLES).to_owned(), dice.one_of(&INDUSTRIES).to_owned());
        let (country, revenue) = (dice.one_of(&COUNTRIES).to_owned(), dice.one_of(&REVENUES).to_owned());
        let (employees, forms) = (10 + dice.below(9000), dice.below(6));
        let opted_out = dice.one_of(&["false", "false", "true"]).to_owned();
        let (evaluation, activity) = (dice.day(), format!("{} 11:{:02}", dice.day(), dice.below(60)));
        [
            (90_000_000 + u64::from(row) * 7).to_string(),
            dice.one_of(&NAMES).to_owned(),
            dice.maybe(format!("contact{row}@plant.example"), 10),
            dice.one_of(&COMPANIES).to_owned(),
            dice.maybe(title, 15),
            dice.maybe(industry, 10),
            dice.maybe(country, 5),
            dice.maybe(employees.to_string(), 30),
            dice.maybe(revenue, 35),
            dice.maybe(forms.to_string(), 20),
            dice.maybe(opted_out, 30),
            dice.maybe(evaluation, 60),
            dice.maybe(activity, 40),
            note,
        ]
    })
}

/// As CSV, quoted where it must be.
pub fn csv(count: u32) -> Vec<u8> {
    let mut text = HEADERS.join(",") + "\n";
    for cells in records(count) {
        for (place, cell) in cells.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { "," });
            if cell.contains(['"', ',', '\n']) {
                let _ = write!(text, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// As NDJSON: blanks are null.
pub fn ndjson(count: u32) -> Vec<u8> {
    let mut text = String::new();
    for cells in records(count) {
        let mut gap = '{';
        for (header, cell) in HEADERS.iter().zip(&cells) {
            let cell = Some(cell).filter(|cell| !cell.is_empty());
            let _ = write!(text, "{gap}\"{header}\":{}", serde_json::to_string(&cell).unwrap_or_default());
            gap = ',';
        }
        text.push_str("}\n");
    }
    text.into_bytes()
}
