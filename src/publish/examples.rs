//! Worked examples with their verdicts: single ones as sections, the rows of a table as a table.

use super::inline::{linked, paragraph, text};
use super::prose::{Prose, own};
use super::{Publisher, Verdict, part};
use crate::model::example::{Example, Expectation, Given};
use crate::model::ids::FieldId;
use crate::page::tree::{Block, Column, Inline, Section, Table};
use crate::text::span::Place;
use crate::wording::example::{asked, cell, expected, given, given_event, outcome};
use crate::wording::name::field_title;
use crate::wording::phrase::{Phrase, capitalised};
use crate::wording::value::day;

impl Publisher<'_> {
    /// Examples, in the order of the files.
    pub(super) fn examples(&self, prose: &mut Prose) -> Option<Section> {
        let mut items: Vec<(Place, Section)> = Vec::new();
        let mut rows: Vec<(&Example, Option<&Verdict>)> = Vec::new();
        let examples = &self.program.examples;
        for (index, example) in examples.iter().enumerate() {
            let verdict = self.verdicts.get(index);
            let Some(table) = example.table else {
                items.push((example.place, self.example(example, verdict)));
                continue;
            };
            rows.push((example, verdict));
            if examples.get(index + 1).and_then(|next| next.table) != Some(table) {
                items.push((table, self.table(&std::mem::take(&mut rows))));
            }
        }
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, false);
        Some(Section { sections, ..part("examples", "Worked examples", blocks) })
    }

    fn example(&self, example: &Example, verdict: Option<&Verdict>) -> Section {
        let program = self.program;
        let cells = example.given.iter().map(|(field, cell)| given(program, *field, cell));
        let events = example.events.iter().map(|(event, fields)| given_event(program, *event, fields));
        let known: Vec<Phrase> = cells.chain(events).collect();
        let agreed = example.expected.iter().map(|expected_here| {
            vec![Block::Paragraph(linked(program, &expected(program, &expected_here.what).capitalised()))]
        });
        let mut blocks = Vec::new();
        blocks.extend(example.as_of.map(|date| paragraph(format!("As of {}.", day(date)))));
        if !known.is_empty() {
            let mut line = vec![Inline::Strong(text("What is known: "))];
            line.extend(linked(program, &Phrase::joined(known, "; ").and(".")));
            blocks.push(Block::Paragraph(line));
        }
        blocks.push(Block::Paragraph(vec![Inline::Strong(text("What was agreed:"))]));
        blocks.push(Block::List { ordered: false, items: agreed.collect() });
        blocks.push(paragraph(said(verdict)));
        blocks.extend(own(&example.prose));
        Section { title: capitalised(&example.title), blocks, ..Section::default() }
    }

    /// The rows of a table of examples: what is given, what was agreed, and whether it comes out so.
    fn table(&self, rows: &[(&Example, Option<&Verdict>)]) -> Section {
        let program = self.program;
        let mut fields: Vec<FieldId> = Vec::new();
        let mut asked: Vec<String> = Vec::new();
        for (example, _) in rows {
            for (field, _) in &example.given {
                if !fields.contains(field) {
                    fields.push(*field);
                }
            }
            for expected in &example.expected {
                let column = self.column(&expected.what);
                if !asked.contains(&column) {
                    asked.push(column);
                }
            }
        }
        let titles = fields.iter().map(|field| field_title(program, *field)).chain(asked.iter().cloned());
        let head = titles
            .chain(["Verdict".to_owned()])
            .map(|title| Column { title: capitalised(&title), numbers: false });
        let body = rows.iter().map(|(example, verdict)| {
            let known = fields.iter().map(|field| {
                let found = example.given.iter().find(|(own, _)| own == field).map(|(_, cell)| cell);
                found
                    .filter(|found| **found != Given::Missing)
                    .map(|found| text(cell(program.field(*field), found)))
                    .unwrap_or_default()
            });
            let agreed = asked.iter().map(|column| {
                let found = example.expected.iter().find(|expected| self.column(&expected.what) == *column);
                found.map(|found| linked(program, &outcome(program, &found.what))).unwrap_or_default()
            });
            known.chain(agreed).chain([text(said(*verdict))]).collect::<Vec<Vec<Inline>>>()
        });
        let as_of = rows.first().and_then(|(example, _)| example.as_of);
        let title = match as_of {
            Some(date) => format!("Cases as of {}", day(date)),
            None => "Cases".to_owned(),
        };
        let caption = "What is known, what was agreed, and what comes out".to_owned();
        let table = Table { caption, head: head.collect(), rows: body.collect() };
        Section { title, blocks: vec![Block::Table(table)], ..Section::default() }
    }

    /// What a column of expectations is called.
    fn column(&self, what: &Expectation) -> String {
        format!("Agreed: {}", asked(self.program, what))
    }
}

/// How an example came out.
fn said(verdict: Option<&Verdict>) -> String {
    match verdict {
        None => "Not tried.".to_owned(),
        Some(Verdict { differs }) if differs.is_empty() => "It comes out as agreed.".to_owned(),
        Some(Verdict { differs }) => format!("It does not come out as agreed. {}.", differs.join(". ")),
    }
}
