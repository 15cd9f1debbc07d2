//! The record contract as a glossary: what each field holds, where it comes from, what a blank cell means.

use super::inline::{field as field_anchor, linked, paragraph, reasons, text};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::field::Field;
use crate::model::ids::FieldId;
use crate::page::tree::{Block, Inline, Section};
use crate::text::span::Place;
use crate::wording::field::{blank, decided, kind, origin, values, writing};
use crate::wording::name::title_of;
use crate::wording::phrase::capitalised;

impl Publisher<'_> {
    /// The fields of a contact, in order.
    pub(super) fn record(&self, prose: &mut Prose) -> Option<Section> {
        let fields = self.program.fields.iter().enumerate();
        let items: Vec<(Place, Section)> =
            fields.map(|(index, field)| (field.place, self.field(FieldId::at(index), field))).collect();
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, false);
        Some(Section { sections, ..part("record", "What we know of a contact: glossary", blocks) })
    }

    fn field(&self, id: FieldId, field: &Field) -> Section {
        let mut blocks = vec![Block::Terms(self.terms(field))];
        blocks.extend(own(&field.prose));
        Section {
            anchor: field_anchor(self.program, id),
            title: capitalised(&title_of(field)),
            blocks,
            ..Section::default()
        }
    }

    /// What is said of a field, a term each.
    pub(super) fn terms(&self, field: &Field) -> Vec<(Vec<Inline>, Vec<Block>)> {
        let term = |name: &str, said: String| (text(name), vec![paragraph(capitalised(&said))]);
        let mut terms = vec![term("Holds", kind(&field.field_type))];
        terms.extend(values(field).map(|values| term("Values", values)));
        terms.push(term("Comes from", origin(self.program, field)));
        let rows: Vec<Vec<Block>> = decided(self.program, field)
            .into_iter()
            .map(|(said, because)| {
                let mut line = linked(self.program, &said);
                line.extend(reasons(because.iter()));
                vec![Block::Paragraph(line)]
            })
            .collect();
        if !rows.is_empty() {
            let decides = vec![
                paragraph("The first row that applies decides:"),
                Block::List { ordered: true, items: rows },
            ];
            terms.push((text("Decided by"), decides));
        }
        let blank = linked(self.program, &blank(self.program, field).capitalised());
        terms.push((text("When blank"), vec![Block::Paragraph(blank)]));
        let writing = writing(field);
        if !writing.is_empty() {
            terms.push(term("How it is read", writing.join("; ")));
        }
        if let Some(before) = &field.formerly {
            terms.push(term("Was called", before.replace('_', " ")));
        }
        terms
    }
}
