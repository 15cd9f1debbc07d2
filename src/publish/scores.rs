//! Scores: their rows as a table, their bands as a bar.

use super::inline::{linked, paragraph, reasons, score as score_anchor, text};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::ids::{NodeId, ScoreId};
use crate::model::score::{Basis, Score, ScoreRow};
use crate::page::tree::{Bands, Block, Column, Drawing, Inline, Section, Table};
use crate::text::span::Place;
use crate::wording::name;
use crate::wording::phrase::capitalised;
use crate::wording::score::{bands, basis, fading, points, signed, whole};

impl Publisher<'_> {
    /// Scores, in order.
    pub(super) fn scores(&self, prose: &mut Prose) -> Option<Section> {
        let scores = self.program.scores.iter().enumerate();
        let items: Vec<(Place, Section)> =
            scores.map(|(index, score)| (score.place, self.score(ScoreId::at(index), score))).collect();
        if items.is_empty() {
            return None;
        }
        let (blocks, sections) = prose.among(items, false);
        Some(Section { sections, ..part("scores", "What interest is worth: scores", blocks) })
    }

    fn score(&self, id: ScoreId, score: &Score) -> Section {
        let range = format!(
            "The points of all rows that apply are added up. A total below {} counts as {}, one above {} as {}.",
            whole(score.low),
            whole(score.low),
            whole(score.high),
            points(score.high)
        );
        let mut blocks = vec![paragraph(range)];
        let fades = score.rows.iter().any(|row| row.losing.is_some());
        let capped = score.rows.iter().any(|row| row.at_most.is_some());
        let mut head = vec![
            Column { title: "Points".to_owned(), numbers: true },
            Column { title: "For what".to_owned(), numbers: false },
        ];
        if capped {
            head.push(Column { title: "At most".to_owned(), numbers: true });
        }
        if fades {
            head.push(Column { title: "Fades".to_owned(), numbers: false });
        }
        let rows = score.rows.iter().map(|row| self.score_row(row, capped, fades)).collect();
        let title = capitalised(&name::score(self.program, id).to_string());
        blocks.push(Block::Table(Table { caption: format!("{title}: what gives points"), head, rows }));
        if fades {
            blocks.push(paragraph(
                "Points that fade shrink by the share shown after every full period: at 50% every 30 days, 10 points are \
                 worth 5 after 30 days and 2.5 after 60. The total is rounded down.",
            ));
        }
        if score.if_unknown.is_some() {
            blocks.push(paragraph("While a row is unknown, it gives nothing."));
        } else {
            blocks.push(paragraph(
                "While we do not know whether a row applies, the score lies between its value without those points and \
                 with them. What is asked about the score is answered only when both ends agree.",
            ));
        }
        if !score.bands.is_empty() {
            let items = bands(score).into_iter().map(|band| vec![paragraph(capitalised(&band))]).collect();
            let drawn = score.bands.iter().map(|band| (band.name.replace('_', " "), band.from));
            blocks.push(Block::Figure {
                drawing: Drawing::Bands(Bands { low: score.low, high: score.high, bands: drawn.collect() }),
                caption: format!("{title}: its bands"),
                instead: vec![Block::List { ordered: false, items }],
            });
        }
        blocks.extend(own(&score.prose));
        Section { anchor: score_anchor(self.program, id), title, blocks, ..Section::default() }
    }

    fn score_row(&self, row: &ScoreRow, capped: bool, fades: bool) -> Vec<Vec<Inline>> {
        let mut what = linked(self.program, &basis(self.program, row).capitalised());
        let condition: Option<NodeId> = match &row.basis {
            Basis::When(node) => Some(*node),
            Basis::Per { .. } | Basis::ForEach(_) => None,
        };
        what.extend(reasons(self.reasons_of(condition).iter().chain(row.because.iter())));
        let mut cells = vec![text(signed(row.points)), what];
        if capped {
            cells.push(text(row.at_most.map(points).unwrap_or_default()));
        }
        if fades {
            cells.push(text(fading(row).unwrap_or_default()));
        }
        cells
    }
}
