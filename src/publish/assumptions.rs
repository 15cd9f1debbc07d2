//! Everything that is assumed where nothing is known: the only ways in which a blank becomes an answer.

use std::collections::HashSet;

use super::inline::{linked, paragraph};
use super::{Publisher, part};
use crate::model::condition::NodeKind;
use crate::model::field::Assumed;
use crate::model::ids::{FieldId, NodeId, RuleId, ScoreId};
use crate::page::tree::{Block, Section};
use crate::wording::condition::clause;
use crate::wording::name;
use crate::wording::phrase::Phrase;
use crate::wording::value::{Beside, value};

impl Publisher<'_> {
    /// All assumptions, a line each.
    pub(super) fn assumptions(&self) -> Option<Section> {
        let program = self.program;
        let word = |answer: bool| if answer { "yes" } else { "no" };
        let fields = program.fields.iter().enumerate().filter_map(|(index, field)| {
            let said = match field.assumed.as_ref()? {
                Assumed::Value(assumed) => value(Beside::Field(field), assumed),
                Assumed::Never => "never".to_owned(),
            };
            let name = name::field(program, FieldId::at(index));
            Some(Phrase::words("A blank in ").then(name).and(&format!(" counts as {said}.")))
        });
        let rules = program.rules.iter().enumerate().filter_map(|(index, rule)| {
            let answer = rule.if_unknown?;
            let name = name::rule(program, RuleId::at(index));
            Some(
                Phrase::words("While ")
                    .then(name)
                    .and(&format!(" is unknown, it counts as {}.", word(answer))),
            )
        });
        let scores = program.scores.iter().enumerate().filter_map(|(index, score)| {
            score.if_unknown?;
            let name = name::score(program, ScoreId::at(index));
            Some(Phrase::words("Rows of ").then(name).and(" that are unknown give nothing."))
        });
        let nodes = (0..program.nodes.len()).map(NodeId::at).filter_map(|id| {
            let NodeKind::AssumeIfUnknown { part, answer } = program.node(id)?.kind else { return None };
            let said = Phrase::words("While it is unknown whether ").then(clause(program, part));
            Some(said.and(&format!(", that counts as {}.", word(answer))))
        });
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for said in fields.chain(rules).chain(scores).chain(nodes) {
            if seen.insert(said.to_string()) {
                items.push(vec![Block::Paragraph(linked(program, &said))]);
            }
        }
        let blocks = if items.is_empty() {
            vec![paragraph("Nothing is assumed: what is not known stays unknown, and is asked for.")]
        } else {
            vec![
                paragraph("What is not known stays unknown, and is asked for, but for these:"),
                Block::List { ordered: false, items },
            ]
        };
        Some(part("assumptions", "Assumptions", blocks))
    }
}
