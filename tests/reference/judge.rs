//! One record at a time: its cells, its derived fields, and first match.

use std::cell::RefCell;
use std::collections::HashMap;

use uld::syntax::document::{Literal, Name, RowWhen, Unit};

use super::calendar::Day;
use super::cells::{Read, Value};
use super::definition::Definition;
use super::events::keys_of;
use super::facts::{EventFacts, Facts};
use super::logic::{Bug, No, Three, Unknown, Yes};
use super::table::Table;
use super::words::fold;

/// "a field without `column` looks for its own name, `_` also matching a blank"
pub fn headers_of(facts: &Facts<'_>) -> Vec<String> {
    if facts.headers.is_empty() {
        vec![facts.name.text.clone(), facts.name.text.replace('_', " ")]
    } else {
        facts.headers.clone()
    }
}

/// "Keys … are compared exactly, after trimming, but an 18-character Salesforce id with the right check letters is its
/// 15-character form."
pub fn compared_key(text: &str) -> String {
    let text = text.trim();
    if text.len() != 18 || !text.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let (short, check) = text.split_at(15);
    let mut letters = String::new();
    for five in short.as_bytes().chunks(5) {
        // Each check letter says which of five letters are capitals; the first one counts 1, the second one 2.
        let mut number = 0;
        for (place, letter) in five.iter().enumerate() {
            number += if letter.is_ascii_uppercase() { 1 << place } else { 0 };
        }
        letters.push("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".as_bytes()[number] as char);
    }
    if letters == check { short.to_owned() } else { text.to_owned() }
}

/// A cell as it was read, and what tests see of it.
#[derive(Clone, Debug)]
pub struct Cell {
    pub read: Read,
    pub value: Option<Value>,
}

/// A row of a contact's events.
#[derive(Debug)]
pub struct EventRow {
    pub cells: Vec<Cell>,
}

/// What names mean where a condition stands.
#[derive(Clone, Default)]
pub struct Scope<'s> {
    /// The criterion's parameter, and what was given for it.
    pub parameter: Option<(&'s Name, Literal)>,
    /// Inside `where`: the event and one of its rows.
    pub row: Option<(&'s EventFacts<'s>, &'s EventRow)>,
}

/// What was worked out for a record, so that it is worked out once.
#[derive(Default)]
pub struct Memo {
    /// Criteria without a parameter, profiles and stages.
    pub answers: RefCell<HashMap<String, Three>>,
    /// Derived fields.
    pub decided: RefCell<HashMap<String, Cell>>,
    pub scores: RefCell<HashMap<String, (i128, i128)>>,
    pub sources: RefCell<Option<Vec<Option<usize>>>>,
}

impl Memo {
    /// The answer of this rule, worked out if it is asked for the first time.
    pub fn answer(&self, name: &Name, work: impl FnOnce() -> Three) -> Three {
        if let Some(known) = self.answers.borrow().get(&name.key) {
            return *known;
        }
        let answer = work();
        self.answers.borrow_mut().insert(name.key.clone(), answer);
        answer
    }
}

pub struct Judge<'a> {
    pub definition: &'a Definition<'a>,
    pub contacts: &'a Table,
    /// The files beside the contacts, by name.
    pub related: &'a HashMap<String, Table>,
    pub as_of: Day,
    pub bug: Option<Bug>,
    pub record: usize,
    /// The record's cells, in order of the fields; derived ones are worked out when they are asked for.
    pub cells: Vec<Cell>,
    /// The record's events, in order of the events; none where they are not known.
    pub events: Vec<Option<Vec<EventRow>>>,
    pub memo: Memo,
    /// Days so many lengths of time from the as-of date.
    pub away: RefCell<HashMap<(u32, Unit, i64), Day>>,
    /// The keys of each row of each event's file.
    pub event_keys: Vec<Vec<Vec<String>>>,
    /// Where the fields stand, and their currencies: in the contacts, or in the file of their lookup.
    pub columns: Vec<(Option<usize>, Option<usize>)>,
}

fn columns_of(
    definition: &Definition<'_>,
    facts: &Facts<'_>,
    contacts: &Table,
    related: &HashMap<String, Table>,
) -> (Option<usize>, Option<usize>) {
    let lookup = facts.lookup.map(|name| definition.lookups.iter().find(|facts| facts.lookup.name == *name));
    let table = match lookup {
        None => Some(contacts),
        Some(lookup) => lookup.and_then(|facts| related.get(facts.file)),
    };
    let currency = facts.currency_column.map(|column| vec![column.to_owned()]);
    let find = |names: Vec<String>| table.and_then(|table| table.column(&names));
    (find(headers_of(facts)), currency.and_then(find))
}

impl<'a> Judge<'a> {
    pub fn new(
        definition: &'a Definition<'a>,
        contacts: &'a Table,
        related: &'a HashMap<String, Table>,
        as_of: Day,
        bug: Option<Bug>,
    ) -> Self {
        Judge {
            definition,
            contacts,
            related,
            as_of,
            bug,
            record: 0,
            cells: Vec::new(),
            events: Vec::new(),
            memo: Memo::default(),
            away: RefCell::default(),
            event_keys: definition.events.iter().map(|event| keys_of(event, related)).collect(),
            columns: definition
                .fields
                .iter()
                .map(|facts| columns_of(definition, facts, contacts, related))
                .collect(),
        }
    }

    /// Goes on to a record.
    pub fn turn_to(&mut self, record: usize) {
        self.record = record;
        self.cells = self
            .definition
            .fields
            .iter()
            .zip(&self.columns)
            .map(|(facts, at)| self.read_cell(facts, *at))
            .collect();
        self.events = (0..self.definition.events.len()).map(|index| self.read_events(index)).collect();
        if self.bug != Some(Bug::StaleMemo) {
            self.memo = Memo::default();
        }
    }

    fn read_cell(&self, facts: &Facts<'_>, (value, currency): (Option<usize>, Option<usize>)) -> Cell {
        if facts.decided.is_some() {
            return Cell { read: Read::Missing, value: None };
        }
        let (table, row) = match facts.lookup {
            None => (self.contacts, self.record),
            // "A lookup that finds no row leaves its fields missing."
            Some(lookup) => match self.looked_up(lookup) {
                Some(found) => found,
                None => return self.settled(facts, Read::Missing),
            },
        };
        let read = self.definition.read(facts, table.cell(row, value), table.cell(row, currency));
        self.settled(facts, read)
    }

    /// A cell with what is assumed for it. "Unreadable counts as missing."
    pub fn settled(&self, facts: &Facts<'_>, read: Read) -> Cell {
        let value = match &read {
            Read::Known(value) => Some(value.clone()),
            Read::Missing | Read::Unreadable => self.definition.assumed(facts),
        };
        Cell { read, value }
    }

    /// The text of the field that holds a key, trimmed; a cell that is missing is blank.
    pub fn key(&self, name: &Name) -> Option<String> {
        let index = self.definition.fields.iter().position(|facts| facts.name == name)?;
        let facts = &self.definition.fields[index];
        let raw = self.contacts.cell(self.record, self.columns[index].0).trim();
        (!raw.is_empty() && !facts.missing.contains(&fold(raw))).then(|| compared_key(raw))
    }

    fn looked_up(&self, name: &Name) -> Option<(&'a Table, usize)> {
        let facts = self.definition.lookups.iter().find(|facts| facts.lookup.name == *name)?;
        let table = self.related.get(facts.file)?;
        let mut key = self.key(facts.key)?;
        if facts.domain_of {
            key = fold(key.rsplit_once('@')?.1);
        }
        let column = table.column(&[facts.column.to_owned()])?;
        let rows: Vec<usize> = (0..table.rows.len())
            .filter(|row| {
                let cell = table.cell(*row, Some(column)).trim();
                if facts.domain_of { fold(cell) == key } else { compared_key(cell) == key }
            })
            .collect();
        // "A lookup key that occurs twice is a data problem, and its fields are missing."
        match rows.as_slice() {
            [row] => Some((table, *row)),
            _ => None,
        }
    }

    /// A field's cell.
    pub fn cell(&self, name: &Name) -> Cell {
        let fields = &self.definition.fields;
        let index = fields.iter().position(|facts| facts.name == name);
        let index = index.unwrap_or_else(|| panic!("no field {}", name.text));
        let Some(rows) = fields[index].decided else { return self.cells[index].clone() };
        if let Some(known) = self.memo.decided.borrow().get(&name.key) {
            return known.clone();
        }
        let candidates =
            self.first_match(rows.iter().map(|row| (row.when.as_ref(), row.value.value.clone())));
        // "one distinct answer left: that; several: … missing"
        let read = match candidates.as_slice() {
            [Some(text)] => {
                let literal = uld::syntax::document::Text { at: rows[0].value.at, value: text.clone() };
                Read::Known(self.definition.literal(fields[index].kind, &Literal::Text(literal)))
            }
            _ => Read::Missing,
        };
        // "`if missing, assume` applies after it."
        let cell = self.settled(&fields[index], read);
        self.memo.decided.borrow_mut().insert(name.key.clone(), cell.clone());
        cell
    }

    /// "walk down; a yes row ends it, an unknown row is a candidate; falling off the end after an unknown row is a
    /// candidate too": the distinct candidates, none for falling off.
    pub fn first_match<'r, T: Clone + PartialEq>(
        &self,
        rows: impl Iterator<Item = (Option<&'r RowWhen>, T)>,
    ) -> Vec<Option<T>> {
        self.candidates(rows.map(|(when, value)| {
            (when.map_or(Yes, |when| self.chain(&when.chain, &Scope::default())), value)
        }))
    }

    pub fn candidates<T: Clone + PartialEq>(&self, rows: impl Iterator<Item = (Three, T)>) -> Vec<Option<T>> {
        let mut found = Vec::new();
        let mut add = |value: Option<T>| {
            if !found.contains(&value) {
                found.push(value);
            }
        };
        for (answer, value) in rows {
            match answer {
                Yes => {
                    add(Some(value));
                    return found;
                }
                Unknown if self.bug == Some(Bug::SkipUnknownRow) => {}
                Unknown => add(Some(value)),
                No => {}
            }
        }
        add(None);
        found
    }
}
