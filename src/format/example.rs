//! How examples and their tables are written. Tables are all that is aligned.

use unicode_width::UnicodeWidthStr;

use super::item::CLAUSE;
use super::layout::Line;
use super::words::{Writer, breaking, joined};
use crate::syntax::document::{Date, Example, ExampleClause, Expect, Given, Name, Table, TableRow};

impl Writer<'_> {
    /// `example "…", as of 2026-01-15` and its lines.
    pub fn example(&self, lines: &mut Vec<Line>, head: Line, example: &Example) {
        let mut head = head;
        self.text(head.word("example"), &example.title);
        self.as_of(&mut head, example.as_of.as_ref());
        lines.push(head);
        for clause in &example.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                ExampleClause::Given(givens) => {
                    breaking(line.word("given"), givens, |line, given| self.given(line, given))
                }
                ExampleClause::Event { event, givens } => {
                    self.name(line.word("-"), event);
                    breaking(&mut line, givens, |line, given| self.given(line, given));
                }
                ExampleClause::Expect(parts) => {
                    breaking(line.word("expect"), parts, |line, part| self.expect(line, part))
                }
                ExampleClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    fn as_of(&self, head: &mut Line, date: Option<&Date>) {
        if let Some(date) = date {
            self.date(head.mark(",").word("as of"), date);
        }
    }

    fn given(&self, line: &mut Line, given: &Given) {
        self.name(line, &given.name);
        if given.values.is_empty() {
            line.word("missing");
        }
        joined(line, &given.values, |line, value| self.value(line, value));
    }

    fn expect(&self, line: &mut Line, expect: &Expect) {
        match expect {
            Expect::RouteTo(team) => self.name(line.word("route to"), team),
            Expect::Unknown { name, asking } => {
                self.outcome_name(line, name);
                line.word("unknown");
                if !asking.is_empty() {
                    joined(line.word("asking"), asking, |line, name| self.name(line, name));
                }
            }
            Expect::Value { name, value } => {
                self.outcome_name(line, name);
                self.value(line, value);
            }
        }
    }

    /// A rule, or `stage`, `source`, `route`, `moved_to`.
    fn outcome_name(&self, line: &mut Line, name: &Name) {
        match name.key.as_str() {
            "stage" | "source" | "route" | "moved_to" if self.spelling.of(name).is_none() => {
                self.spelled(line, &name.key, name.at.0);
            }
            _ => self.name(line, name),
        }
    }

    /// `examples, as of 2026-01-15` and its rows, each column as wide as its widest cell.
    pub fn table(&self, lines: &mut Vec<Line>, head: Line, table: &Table) {
        let mut head = head;
        self.as_of(head.word("examples"), table.as_of.as_ref());
        lines.push(head);
        let mut widths: Vec<usize> = Vec::new();
        for row in &table.rows {
            for (index, cell) in row.cells.iter().enumerate() {
                let width = cell.text.width();
                match widths.get_mut(index) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
        lines.extend(table.rows.iter().map(|row| table_row(row, &widths)));
    }
}

fn table_row(row: &TableRow, widths: &[usize]) -> Line {
    let mut text = "|".to_owned();
    for (cell, width) in row.cells.iter().zip(widths) {
        let padding = width.saturating_sub(cell.text.width());
        text.push_str(&format!(" {}{} |", cell.text, " ".repeat(padding)));
    }
    let mut line = Line::new(CLAUSE, row.at.0);
    line.placed(text, row.at.0);
    line
}
