//! Random records: the contacts, their events, and the companies that they are looked up in.

use super::make::Maker;
use super::make_conditions::EventPlan;
use super::make_fields::{FieldPlan, Kind};
use super::table::Table;

/// One id in two forms, one that differs from it in a capital, and one with wrong check letters.
const SALESFORCE: [&str; 4] =
    ["003D000001aBcDe", "003D000001aBcDeIAK", "003D000001aBcdeIAK", "003D000001aBcDeIAA"];

fn cell(maker: &mut Maker, field: &FieldPlan, blank: usize) -> String {
    if maker.dice.below(10) < blank || field.cells.is_empty() {
        return (*maker.dice.pick(&["", "", "", "  ", "N/A"])).to_owned();
    }
    maker.dice.pick(&field.cells).clone()
}

pub fn contacts(maker: &mut Maker, id_header: &str, records: usize) -> Table {
    let fields: Vec<FieldPlan> =
        maker.known.fields.iter().filter(|field| !field.decided && !field.looked_up).cloned().collect();
    let mut headers = vec![id_header.to_owned()];
    let mut there: Vec<&FieldPlan> = Vec::new();
    for field in &fields {
        // Now and then a column is not there.
        if !maker.dice.one_in(25) {
            there.push(field);
            headers.push(field.header.clone());
            headers.extend(field.currency.clone());
        }
    }
    let mut rows = Vec::new();
    for number in 0..records {
        let id = match maker.dice.below(12) {
            0 => String::new(),
            1 => " i1 ".to_owned(),
            2 => (*maker.dice.pick(&SALESFORCE)).to_owned(),
            _ => format!("i{number}"),
        };
        let mut row = vec![id];
        for field in &there {
            row.push(cell(maker, field, 4));
            if field.currency.is_some() {
                row.push((*maker.dice.pick(&["", "", "USD", "EUR", "eur", "CHF"])).to_owned());
            }
        }
        rows.push(row);
    }
    Table { headers, rows }
}

pub fn event_table(maker: &mut Maker, event: &EventPlan, contacts: &Table) -> Table {
    let mut headers = vec![event.key_column.clone()];
    headers.extend(event.fields.iter().map(|field| field.header.clone()));
    let mut rows = Vec::new();
    let ids: Vec<String> = contacts.rows.iter().map(|row| row[0].clone()).collect();
    for id in &ids {
        // Few days, so that rows are tied and on bounds.
        let dates: Vec<String> = match event.fields.first() {
            Some(field) if event.dated => (0..2).map(|_| maker.dice.pick(&field.cells).clone()).collect(),
            _ => Vec::new(),
        };
        for _ in 0..maker.dice.below(5) {
            let key = match (&event.separator, maker.dice.below(6)) {
                (Some(mark), 0) => format!("{id}{mark} {}", maker.dice.pick(&ids)),
                (_, 1) => format!(" {id} "),
                (_, 2) if id.len() > 14 => (*maker.dice.pick(&SALESFORCE)).to_owned(),
                _ => id.clone(),
            };
            let mut row = vec![key];
            for (index, field) in event.fields.iter().enumerate() {
                let is_date = index == 0 && event.dated && matches!(field.kind, Kind::Date | Kind::Moment);
                row.push(match maker.dice.below(10) {
                    0..7 if is_date => maker.dice.pick(&dates).clone(),
                    _ => cell(maker, field, if is_date { 3 } else { 2 }),
                });
            }
            rows.push(row);
        }
    }
    maker.dice.shuffle(&mut rows);
    Table { headers, rows }
}

pub fn lookup_table(maker: &mut Maker) -> Table {
    let fields: Vec<FieldPlan> = maker.known.fields.iter().filter(|field| field.looked_up).cloned().collect();
    let mut headers = vec!["Key".to_owned()];
    headers.extend(fields.iter().map(|field| field.header.clone()));
    let mut rows = Vec::new();
    for key in ["c1", "c2 ", "c3", "C1", "twice", "twice", "", "unused"] {
        let mut row = vec![key.to_owned()];
        row.extend(fields.iter().map(|field| cell(maker, field, 2)));
        rows.push(row);
    }
    Table { headers, rows }
}
