//! What a published document must say, gathered from what was written: every name, title, reason, number and text, and
//! every line of prose. Independent of how the program says things: it knows only how numbers and days are spelled.

use std::collections::{BTreeSet, HashMap, HashSet};

use uld::check::Loaded;
use uld::syntax::document::{Document, HeaderClause, Item, ItemKind, ListValues, Name, Unit};
use uld::text::visible::visible;

use super::spots::{Amount, Role, Spot, Thing, code, walk_item};
use super::words::single_spaced;

/// Something that must be said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// What it is.
    pub what: &'static str,
    /// How it may be said, in small letters.
    pub any: Vec<String>,
}

/// All that must be said of a definition.
pub fn wanted(loaded: &Loaded) -> BTreeSet<Wanted> {
    let mut documents: Vec<Document> = loaded.documents.iter().chain(&loaded.packs).cloned().collect();
    let unused = unused(&documents);
    let titles = stage_titles(&mut documents);
    let currency =
        documents.iter().flat_map(|document| &document.items).find_map(currency).unwrap_or_default();
    let mut gatherer = Gatherer { found: BTreeSet::new(), titles, currency };
    for document in &mut documents {
        let source = loaded.sources.get(document.source);
        for item in &mut document.items {
            if let ItemKind::Criterion(criterion) = &item.kind
                && unused.contains(&criterion.name.key)
            {
                let words = source.map(|source| source.words(item.at.0)).unwrap_or_default();
                words.lines().for_each(|line| gatherer.say("a criterion that nothing uses", line));
                continue;
            }
            let is_silent = match &item.kind {
                ItemKind::Include(_) => true,
                // A head without rows is no example.
                ItemKind::Table(table) => table.rows.len() < 2,
                _ => false,
            };
            if is_silent {
                continue;
            }
            if let ItemKind::List(list) = &item.kind
                && let ListValues::File(_) = list.values
            {
                let files = loaded.list_files.values();
                files
                    .flat_map(|file| &file.values)
                    .for_each(|value| gatherer.say("a value of a list's file", value));
            }
            walk_item(item, &mut |spot| gatherer.see(spot));
        }
    }
    gatherer.found
}

fn currency(item: &Item) -> Option<String> {
    let ItemKind::Header(header) = &item.kind else { return None };
    header.clauses.iter().find_map(|clause| match &clause.kind {
        HeaderClause::Currency(name) => Some(name.text.clone()),
        _ => None,
    })
}

/// Criteria with a parameter that nothing uses, or only such criteria.
fn unused(documents: &[Document]) -> HashSet<String> {
    let mut open: HashMap<String, Item> = HashMap::new();
    let mut used: Vec<String> = Vec::new();
    for item in documents.iter().flat_map(|document| &document.items) {
        match &item.kind {
            ItemKind::Criterion(criterion) if criterion.parameter.is_some() => {
                open.insert(criterion.name.key.clone(), item.clone());
            }
            _ => used.extend(names_in(item)),
        }
    }
    while let Some(name) = used.pop() {
        if let Some(item) = open.remove(&name) {
            used.extend(names_in(&item));
        }
    }
    open.into_keys().collect()
}

fn names_in(item: &Item) -> Vec<String> {
    let mut item = item.clone();
    let mut found = Vec::new();
    walk_item(&mut item, &mut |spot| {
        if let Spot::Used(name) = spot {
            found.push(name.key.clone());
        }
    });
    found
}

/// The titles of stages: a stage may be given its title where its rule stands.
fn stage_titles(documents: &mut [Document]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for thing in [Thing::Stage, Thing::StageRule] {
        for item in documents.iter_mut().flat_map(|document| &mut document.items) {
            walk_item(item, &mut |spot| {
                if let Spot::Declared(of, name, Some(Some(title))) = spot
                    && of == thing
                {
                    found.insert(name.key.clone(), title.value.clone());
                }
            });
        }
    }
    found
}

struct Gatherer {
    found: BTreeSet<Wanted>,
    titles: HashMap<String, String>,
    currency: String,
}

impl Gatherer {
    fn say(&mut self, what: &'static str, words: &str) {
        self.say_any(what, vec![words.to_owned()]);
    }

    fn say_any(&mut self, what: &'static str, any: Vec<String>) {
        let any: Vec<String> =
            any.iter().map(|words| single_spaced(&visible(words)).to_lowercase()).collect();
        if any.iter().all(|words| !words.is_empty()) {
            self.found.insert(Wanted { what, any });
        }
    }

    fn see(&mut self, spot: Spot<'_>) {
        match spot {
            Spot::Text(role, text) => match role {
                // Samples of numbers are described.
                Role::Form if !text.value.contains("YY") => {}
                Role::Argument => {}
                Role::Title => self.say("a title", &text.value),
                Role::Owner => self.say("an owner", &text.value),
                Role::Zone => self.say("a time zone", &text.value),
                Role::Spelling => self.say("a spelling", &text.value),
                Role::Column => self.say("a column", &text.value),
                Role::Form => self.say("a form of dates", &text.value),
                Role::Stem | Role::Path => self.say("a file", &text.value),
                Role::Value => self.say("a value", &text.value),
                Role::Separator => self.say("a separator", &format!("\"{}\"", text.value)),
                Role::Compared => self.say("a text of a rule", &text.value),
                Role::Promise => self.say("a promise", &text.value),
                Role::Otherwise => self.say("an otherwise", &text.value),
            },
            Spot::Declared(thing, name, title) => self.declared(
                thing,
                name,
                title.and_then(|title| title.as_ref().map(|title| title.value.clone())),
            ),
            Spot::Used(_) => {}
            Spot::Reason(Some(reason)) => self.say("a reason", &reason.value),
            Spot::Reason(None) => {}
            Spot::Prose(prose) => self.prose(&prose.text),
            Spot::Number(amount, found) => match amount {
                Amount::Events if found.value <= 10_000 => {}
                Amount::Points => {
                    let word = if found.value == 10_000 { "point" } else { "points" };
                    self.say("points", &format!("{} {word}", number(found.value)));
                }
                Amount::Version
                | Amount::Value
                | Amount::Events
                | Amount::Lines
                | Amount::Range
                | Amount::Step => {
                    self.say("a number", &number(found.value));
                }
            },
            Spot::Money(money) => {
                let code = code(&money.currency, &self.currency);
                self.say("an amount", &format!("{} {code}", number(money.amount.value)));
            }
            Spot::Percent(percent) => self.say("a percentage", &format!("{}%", number(percent.value))),
            Spot::Length(length) => {
                let one = length.count == 1;
                let unit = if one { length.unit.singular() } else { length.unit.plural() };
                let mut any = vec![format!("{} {unit}", number(i64::from(length.count) * 10_000))];
                // What a criterion is given is told in its parameter's unit.
                if length.unit == Unit::Years {
                    any.push(format!("{} months", length.count * 12));
                }
                if one {
                    any.extend(["every", "the last", "the next"].map(|before| format!("{before} {unit}")));
                }
                self.say_any("a length of time", any);
            }
            Spot::Date(date) => self.say("a day", &day(date.year, date.month, date.day)),
            Spot::Time(time) => self.say("a time", &format!("{:02}:{:02}", time.hour, time.minute)),
            Spot::Cell(cell) => self.cell(&cell.text),
        }
    }

    fn declared(&mut self, thing: Thing, name: &Name, title: Option<String>) {
        let plain = name.text.replace('_', " ");
        match thing {
            // Called by their columns; said by their values; said where they are used.
            Thing::Field { column: true }
            | Thing::EventField { column: true }
            | Thing::Parameter
            | Thing::Event => {}
            Thing::Stage | Thing::StageRule => {
                let title = self.titles.get(&name.key).cloned();
                self.say("a stage", &title.unwrap_or(plain));
            }
            Thing::Field { column: false } | Thing::EventField { column: false } => {
                self.say("a field", &plain)
            }
            Thing::Team => self.say("a team", &title.unwrap_or(plain)),
            Thing::List => self.say("a list", &plain),
            Thing::Plural => self.say("events", &plain),
            Thing::Lookup => self.say("a lookup", &plain),
            Thing::Aside => self.say("an aside", &title.unwrap_or(plain)),
            Thing::Profile => self.say("a profile", &title.unwrap_or(plain)),
            Thing::Criterion => self.say("a criterion", &title.unwrap_or(plain)),
            Thing::Source => self.say("a source", &title.unwrap_or(plain)),
            Thing::Score => self.say("a score", &title.unwrap_or(plain)),
            Thing::Band => self.say("a band", &plain),
        }
    }

    /// A line of words, emphasis and links is there as it is; of any other, every word.
    fn prose(&mut self, line: &str) {
        let is_plain = |letter: char| letter.is_alphanumeric() || " ,.;?!'\"".contains(letter);
        // Where links lead is not told everywhere.
        let mut words = String::new();
        for (index, part) in line.split("](").enumerate() {
            words.push_str(if index == 0 {
                part
            } else {
                part.split_once(')').map_or(part, |(_, rest)| rest)
            });
            words.push(' ');
        }
        let words = words.trim_start_matches(['#', ' ', '-', '>']);
        let plain = single_spaced(&words.replace("**", "").replace('[', ""));
        if plain.starts_with(char::is_alphabetic) && plain.chars().all(is_plain) {
            self.say("prose", &plain);
            return;
        }
        for word in words.split(|letter: char| !letter.is_alphanumeric()) {
            self.say("a word of prose", word);
        }
    }

    /// A cell of a table of examples: a literal or a name.
    fn cell(&mut self, cell: &str) {
        let text = cell.trim();
        let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(text) = quoted {
            return self.say("a cell", &text.replace("\"\"", "\""));
        }
        let parts: Vec<&str> = text.split('-').collect();
        if let [year, month, day_of] = parts[..]
            && let (Ok(year), Ok(month), Ok(day_of)) = (year.parse(), month.parse(), day_of.parse())
        {
            return self.say("a day", &day(year, month, day_of));
        }
        // Columns are called as their fields are; amounts in short forms are told in full.
        let is_amount = text.starts_with(|letter: char| letter.is_ascii_digit() || "$€£".contains(letter));
        if text.starts_with("unknown asking ") {
            return;
        }
        if !is_amount && !text.contains('_') && text.contains(' ') {
            self.say("a cell", text);
        }
    }
}

/// `4,200`, `1.5`, from ten-thousandths.
pub fn number(value: i64) -> String {
    let digits = (value.unsigned_abs() / 10_000).to_string();
    let mut said = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    let places = format!("{:04}", value.unsigned_abs() % 10_000);
    let places = places.trim_end_matches('0');
    if !places.is_empty() {
        said = format!("{said}.{places}");
    }
    if value < 0 { format!("-{said}") } else { said }
}

/// `3 April 2026`
pub fn day(year: i16, month: u8, day: u8) -> String {
    let months = "January February March April May June July August September October November December";
    let month = months.split(' ').nth(usize::from(month).wrapping_sub(1)).unwrap_or_default();
    format!("{day} {month} {year}")
}

/// What a text in small letters with single blanks does not say.
pub fn missing<'w>(wanted: &'w BTreeSet<Wanted>, text: &str) -> Vec<&'w Wanted> {
    wanted.iter().filter(|wanted| !wanted.any.iter().any(|words| says(text, words))).collect()
}

/// Whether a text has these words, not as a part of a longer word or number.
fn says(text: &str, words: &str) -> bool {
    let first = words.starts_with(|letter: char| letter.is_alphanumeric());
    let last = words.ends_with(|letter: char| letter.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + words.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let number = |mark: Option<char>, digit: Option<char>| {
            mark.is_some_and(|mark| mark == ',' || mark == '.')
                && digit.is_some_and(|digit| digit.is_ascii_digit())
        };
        let starts = !first || !(goes_on(before) || number(before, words.chars().next()));
        let ends = !last
            || !(goes_on(next) || (words.ends_with(|l: char| l.is_ascii_digit()) && number(next, second)));
        starts && ends
    })
}
