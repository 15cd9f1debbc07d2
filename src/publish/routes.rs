//! Who gets a contact, and how soon they answer; and the teams.

use super::inline::{linked, paragraph, reasons, text};
use super::prose::{Prose, own};
use super::{Publisher, part};
use crate::model::ids::TeamId;
use crate::model::route::{Route, RouteRow};
use crate::page::tree::{Anchor, Block, Column, Inline, Section, Table};
use crate::text::span::Place;
use crate::wording::condition::clause;
use crate::wording::name;
use crate::wording::phrase::{Phrase, capitalised};
use crate::wording::route::{deadline, target};
use crate::wording::value::duration;

impl Publisher<'_> {
    /// Routes, and the teams that contacts go to.
    pub(super) fn routes(&self, prose: &mut Prose) -> Option<Section> {
        let program = self.program;
        let items: Vec<(Place, Section)> =
            program.routes.iter().map(|route| (route.place, self.route(route))).collect();
        let mut above: Vec<Block> = program.teams.iter().flat_map(|team| prose.take(team.place)).collect();
        if !above.is_empty() {
            above = vec![Block::Prose(above)];
        }
        let (blocks, mut sections) = prose.among(items, false);
        above.extend(blocks);
        if !program.teams.is_empty() {
            sections.push(self.teams());
        }
        (!sections.is_empty())
            .then(|| Section { sections, ..part("routes", "Who gets them, and how soon", above) })
    }

    fn teams(&self) -> Section {
        let items = self.program.teams.iter().enumerate().map(|(index, team)| {
            let title = capitalised(&name::team(self.program, TeamId::at(index)).to_string());
            let side = if team.in_sales { "sales" } else { "marketing" };
            vec![paragraph(format!("{title}, in {side}"))]
        });
        Section {
            title: "Teams".to_owned(),
            blocks: vec![Block::List { ordered: false, items: items.collect() }],
            ..Section::default()
        }
    }

    fn route(&self, route: &Route) -> Section {
        let program = self.program;
        let to = name::a_stage(program, route.stage);
        let mut blocks = vec![paragraph("The first row that applies decides.")];
        let timed = route.rows.iter().chain(&route.if_unknown).any(|row| row.respond_within.is_some());
        let mut head =
            ["When", "Who gets it"].map(|title| Column { title: title.to_owned(), numbers: false }).to_vec();
        if timed {
            head.push(Column { title: "Answers within".to_owned(), numbers: false });
        }
        let rows =
            route.rows.iter().map(|row| self.route_row(row, "Otherwise", timed, route.deadlines.len()));
        let unknown = route.if_unknown.iter().map(|row| {
            self.route_row(row, "When what we know does not settle who gets it", timed, route.deadlines.len())
        });
        blocks.push(Block::Table(Table {
            caption: capitalised(&format!("{to}: who gets it")),
            head,
            rows: rows.chain(unknown).collect(),
        }));
        if !route.deadlines.is_empty() {
            let lead = if timed { "Where the row names no time:" } else { "How soon they answer:" };
            blocks.push(paragraph(lead));
            let several = route.deadlines.len() > 1;
            let items = route.deadlines.iter().map(|(condition, length)| {
                let otherwise = if several && condition.is_none() { "otherwise, " } else { "" };
                let said = Phrase::words(otherwise).then(deadline(program, *condition, *length)).and(".");
                let mut line = linked(program, &said.capitalised());
                line.extend(reasons(&self.reasons_of(*condition)));
                vec![Block::Paragraph(line)]
            });
            blocks.push(Block::List { ordered: route.deadlines.len() > 1, items: items.collect() });
        }
        if let Some(node) = route.shown_by {
            let said = Phrase::words("It counts as answered when ").then(clause(program, node)).and(".");
            let mut line = linked(program, &said);
            line.extend(reasons(&self.reasons_of(Some(node))));
            blocks.push(Block::Paragraph(line));
        }
        let is_timed = timed || !route.deadlines.is_empty();
        let entered = program.stage(route.stage).and_then(|stage| stage.entered_on);
        if let Some(field) = entered.filter(|_| is_timed) {
            let said = Phrase::words("The time runs from ")
                .then(name::field(program, field))
                .and(", when the contact became ")
                .then(to.clone())
                .and(".");
            blocks.push(Block::Paragraph(linked(program, &said)));
        }
        blocks.extend(own(&route.prose));
        Section {
            anchor: program.stage(route.stage).map(|stage| Anchor::of("route", &stage.name)),
            title: format!("Who gets {to}"),
            blocks,
            ..Section::default()
        }
    }

    fn route_row(&self, row: &RouteRow, without: &str, timed: bool, deadlines: usize) -> Vec<Vec<Inline>> {
        let program = self.program;
        let mut when = match row.condition {
            Some(node) => linked(program, &clause(program, node).capitalised()),
            None => text(without),
        };
        when.extend(reasons(self.reasons_of(row.condition).iter().chain(row.because.iter())));
        let mut cells = vec![when, linked(program, &target(program, &row.target).capitalised())];
        if timed {
            cells.push(text(row.respond_within.map_or_else(|| without_own(deadlines), duration)));
        }
        cells
    }
}

/// What stands in the column of times where a row has none of its own.
fn without_own(deadlines: usize) -> String {
    if deadlines > 0 { "see below".to_owned() } else { String::new() }
}
