//! Random definitions with random records.

use std::collections::HashMap;

use super::calendar::Day;
use super::dice::Dice;
use super::make_conditions::{EventPlan, Known, PARAMETERS, RulePlan, Writer};
use super::make_data::{contacts, event_table, lookup_table};
use super::make_fields::{CHOICES, FieldPlan, KINDS, Kind, World, make_field, quoted};
use super::table::Table;

/// A definition, and records to judge.
#[derive(Clone, Debug)]
pub struct Case {
    pub header: String,
    /// The other definitions, one each.
    pub items: Vec<String>,
    pub as_of: Day,
    pub contacts: Table,
    pub related: HashMap<String, Table>,
}

impl Case {
    pub fn text(&self) -> String {
        format!("{}{}", self.header, self.items.concat())
    }
}

const AS_OF: [&str; 12] = [
    "2026-01-31",
    "2024-02-29",
    "2026-03-31",
    "2025-12-31",
    "2026-01-15",
    "2026-05-30",
    "2024-03-31",
    "2027-01-01",
    "2026-08-31",
    "2026-11-22",
    "2026-03-08",
    "2025-11-03",
];

fn as_of(dice: &mut Dice) -> Day {
    let text = dice.pick(&AS_OF);
    let part = |from: usize, to: usize| text[from..to].parse().unwrap_or(1);
    Day { year: part(0, 4), month: part(5, 7), day: part(8, 10) }
}

fn header(dice: &mut Dice) -> String {
    let mut text = "definition \"Random\" version 1\n  currency USD\n  identified by id\n".to_owned();
    if dice.one_in(2) {
        text.push_str("  missing also \"N/A\", \"-\"\n");
    }
    if dice.one_in(3) {
        text.push_str("  time zone \"America/New_York\"\n");
    }
    if dice.one_in(3) {
        text.push_str("  working week Sunday to Thursday\n");
    }
    if dice.one_in(3) {
        text.push_str("  holidays 2026-01-01, 2026-01-16, 2025-12-31, 2026-02-02, 2024-02-28, 2026-11-23\n");
    }
    text
}

/// What a definition is being made of.
pub struct Maker {
    pub dice: Dice,
    pub world: World,
    pub known: Known,
    pub items: Vec<String>,
    /// The field with the CRM's own stage; rules do not ask about it.
    pub recorded: Option<FieldPlan>,
}

impl Maker {
    pub fn write<T>(&mut self, write: impl FnOnce(&mut Writer<'_>) -> T) -> T {
        write(&mut Writer { dice: &mut self.dice, world: &self.world, known: &self.known })
    }

    pub fn chain(&mut self) -> String {
        self.write(|writer| writer.chain(1, None))
    }
}

/// The definition with this number, and so many records.
pub fn make(seed: u64, records: usize) -> Case {
    let mut dice = Dice::new(seed);
    let header = header(&mut dice);
    let rate = dice.one_in(2);
    let world = World { as_of: as_of(&mut dice), rate };
    let mut maker = Maker { dice, world, known: Known::default(), items: Vec::new(), recorded: None };
    if rate {
        maker.items.push("rate 1 EUR = 1.08 USD as of 2026-01-02\n".to_owned());
    }
    if maker.dice.one_in(2) {
        maker.items.push("list titles: \"CTO\", \"VP sales\", \"Student\"\n".to_owned());
        maker.known.lists.push("titles".to_owned());
    }
    let mut item = "field id: text\n".to_owned();
    if maker.dice.one_in(2) {
        item.push_str("  column \"Record ID\", also \"Contact ID\"\n");
    }
    let id_header = if item.contains("Record") { "Contact ID" } else { "id" }.to_owned();
    maker.items.push(item);
    let lookup = maker.dice.one_in(4);
    make_fields(&mut maker, lookup);
    let mut related = HashMap::new();
    if maker.dice.below(5) < 2 {
        make_events(&mut maker, &mut related);
    }
    // Conditions of derived fields and of scores ask about what is made before them, so nothing goes in circles.
    make_decided(&mut maker);
    make_rules(&mut maker, 2);
    if maker.dice.below(5) < 2 {
        super::make_work::make_scores(&mut maker);
    }
    make_rules(&mut maker, 2);
    let stages = super::make_lifecycle::make_lifecycle(&mut maker);
    super::make_work::make_sources(&mut maker, &stages);
    if maker.dice.below(5) < 2 {
        super::make_work::make_routes(&mut maker, &stages);
    }
    let recorded = maker.recorded.take();
    maker.known.fields.extend(recorded);
    let contacts = contacts(&mut maker, &id_header, records);
    let events = maker.known.events.clone();
    for event in &events {
        if maker.dice.below(6) > 0 {
            let table = event_table(&mut maker, event, &contacts);
            related.insert(event.file.clone(), table);
        }
    }
    if lookup {
        let table = lookup_table(&mut maker);
        related.insert("companies".to_owned(), table);
    }
    let Maker { mut dice, world, mut items, .. } = maker;
    if dice.one_in(3) {
        // The order of definitions means nothing, but for sources, which are a first match.
        let (mut sources, mut others): (Vec<String>, Vec<String>) =
            items.into_iter().partition(|item| item.starts_with("source "));
        dice.shuffle(&mut others);
        let at = dice.below(others.len() + 1);
        items = others.split_off(at);
        others.append(&mut sources);
        others.append(&mut items);
        items = others;
    }
    Case { header, items, as_of: world.as_of, contacts, related }
}

fn make_fields(maker: &mut Maker, lookup: bool) {
    let mut kinds: Vec<Kind> = (0..4 + maker.dice.below(6)).map(|_| *maker.dice.pick(&KINDS)).collect();
    kinds.push(Kind::YesNo);
    for (index, kind) in kinds.into_iter().enumerate() {
        let name = format!("{}_{}", format!("{kind:?}").to_lowercase(), (b'a' + index as u8) as char);
        let (mut plan, mut text) = make_field(&mut maker.dice, &maker.world, &name, kind);
        if lookup && plan.currency.is_none() && !text.contains("required") && maker.dice.one_in(3) {
            plan.looked_up = true;
            let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
            let rest: String = rest
                .lines()
                .filter(|line| !line.starts_with("  column"))
                .map(|line| format!("{line}\n"))
                .collect();
            text = format!("{head}\n  column \"{}\" of company\n{rest}", plan.header);
        }
        maker.items.push(text);
        maker.known.fields.push(plan);
    }
    if lookup {
        let by_domain = maker.dice.one_in(3);
        let (what, by) = if by_domain { ("email", "domain of ") } else { ("text", "") };
        maker.items.push(format!("field company_id: {what}\n  missing also \"none\"\n"));
        maker
            .items
            .push(format!("lookup company\n  file \"companies\"\n  matched by {by}company_id to \"Key\"\n"));
        let keys = ["c1", " c2", "c3", "C1", "c9", "twice", "none"];
        let cells =
            keys.map(|key| if by_domain { format!("ann@{}", key.trim()) } else { key.to_owned() }).to_vec();
        maker.known.fields.push(FieldPlan {
            name: "company_id".to_owned(),
            kind: if by_domain { Kind::Email } else { Kind::Text },
            header: "company_id".to_owned(),
            cells,
            currency: None,
            looked_up: false,
            decided: false,
        });
    }
}

fn make_events(maker: &mut Maker, _related: &mut HashMap<String, Table>) {
    for (name, plural) in
        [("touch", "touches"), ("visit", "visits")].into_iter().take(1 + maker.dice.below(2))
    {
        let dated = maker.dice.below(5) > 0;
        let mut fields: Vec<FieldPlan> = Vec::new();
        let mut lines = String::new();
        let date_kind = if maker.dice.one_in(2) { Kind::Date } else { Kind::Moment };
        let mut kinds = vec![Kind::OneOf];
        kinds.extend((0..1 + maker.dice.below(3)).map(|_| *maker.dice.pick(&KINDS)));
        if dated {
            kinds.insert(0, date_kind);
        }
        for (index, kind) in kinds.into_iter().enumerate() {
            let own = format!("{name}_{}", (b'a' + index as u8) as char);
            let (plan, text) = make_field(&mut maker.dice, &maker.world, &own, kind);
            let what =
                text.lines().next().and_then(|line| line.split_once(": ")).map_or("", |(_, what)| what);
            let mut clauses = String::new();
            for line in text.lines().skip(1).map(str::trim) {
                let can_stand =
                    ["yes is", "no is \"", "missing also"].iter().any(|start| line.starts_with(start))
                        || line.starts_with("written as");
                if can_stand {
                    clauses.push_str(&format!(", {line}"));
                }
            }
            if text.contains("no is any other") {
                clauses.push_str(", no is \"user\"");
            }
            let header = if maker.dice.one_in(3) {
                clauses.push_str(&format!(", column \"The {own}\""));
                format!("The {own}")
            } else {
                own.clone()
            };
            lines.push_str(&format!("  - {own}: {what}{clauses}\n"));
            fields.push(FieldPlan { header, currency: None, ..plan });
        }
        let (key, to, separator) = match maker.dice.below(3) {
            0 => ("id", String::new(), None),
            1 => ("id", " to \"Contact\"".to_owned(), None),
            _ => ("id", " to \"Contact\" separated by \"|\"".to_owned(), Some("|".to_owned())),
        };
        let key_column = if to.is_empty() { "id" } else { "Contact" }.to_owned();
        let by = if dated { format!("  dated by {}\n", fields[0].name) } else { String::new() };
        let file = format!("{name}-file");
        maker.items.push(format!(
            "events {name}, plural {plural}\n  file \"{file}\"\n  matched by {key}{to}\n{by}{lines}"
        ));
        let (name, plural) = (name.to_owned(), plural.to_owned());
        maker.known.events.push(EventPlan { name, plural, dated, fields, file, key_column, separator });
    }
}

fn make_decided(maker: &mut Maker) {
    for index in 0..maker.dice.below(3) {
        let is_text = maker.dice.one_in(3);
        let name = format!("decided_{}", (b'a' + index as u8) as char);
        let what = if is_text { "text".to_owned() } else { format!("one of {}", quoted(&CHOICES)) };
        let mut text = format!("field {name}: {what}\n");
        if maker.dice.one_in(5) {
            text.push_str("  if missing, assume \"Software\"\n");
        }
        text.push_str("  decided by\n");
        for _ in 0..1 + maker.dice.below(3) {
            let value = *maker.dice.pick(&CHOICES);
            let chain = maker.chain();
            text.push_str(&format!("    - \"{value}\" when {chain}\n"));
        }
        if maker.dice.one_in(2) {
            text.push_str(&format!("    - \"{}\" otherwise\n", maker.dice.pick(&CHOICES)));
        }
        maker.items.push(text);
        maker.known.fields.push(FieldPlan {
            name,
            kind: if is_text { Kind::Text } else { Kind::OneOf },
            header: String::new(),
            cells: Vec::new(),
            currency: None,
            looked_up: false,
            decided: true,
        });
    }
}

fn make_rules(maker: &mut Maker, most: usize) {
    for _ in 0..1 + maker.dice.below(most) {
        let letter = (b'a' + maker.known.rules.len() as u8) as char;
        let profile = maker.dice.one_in(3);
        let parameter = (!profile && maker.dice.one_in(2)).then(|| *maker.dice.pick(&PARAMETERS));
        let name = format!("{}_{letter}", if profile { "profile" } else { "rule" });
        let own = format!("given_{letter}");
        let bound = parameter.map(|parameter| (own.as_str(), parameter));
        let head = match bound {
            Some((own, parameter)) => format!("criterion {name} ({own}: {})", parameter.type_text()),
            None => format!("{} {name}", if profile { "profile" } else { "criterion" }),
        };
        let condition = maker.write(|writer| writer.condition(bound));
        let assumed = match maker.dice.below(10) {
            0 => "  if unknown, assume no\n",
            1 => "  if unknown, assume yes\n",
            _ => "",
        };
        maker.items.push(format!("{head} when {condition}\n{assumed}"));
        maker.known.rules.push(RulePlan { name, profile, parameter });
    }
}
