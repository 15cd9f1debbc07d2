//! How definitions are written: the head, and each clause on a line of its own below it.

use super::layout::Line;
use super::words::{Writer, breaking};
use crate::syntax::document::{
    Item, ItemKind, List, ListValues, Prose, Rate, RuleClause, Stage, StageClause, Team, Titled,
};
use crate::text::span::Span;

/// How far clauses stand in.
pub const CLAUSE: usize = 2;

/// How far the rows below a clause stand in.
pub const ROW: usize = 4;

impl Writer<'_> {
    /// The logical lines of a definition, head first.
    pub fn item(&self, item: &Item) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut head = Line::new(0, item.at.0);
        match &item.kind {
            ItemKind::Prose(prose) => lines.push(self.prose(0, prose)),
            ItemKind::Header(header) => self.header(&mut lines, head, header),
            ItemKind::Include(include) => {
                self.text(head.word("include"), &include.path);
                lines.push(head);
            }
            ItemKind::Team(team) => {
                self.team(&mut head, team);
                lines.push(head);
            }
            ItemKind::List(list) => {
                self.list(&mut head, list);
                lines.push(head);
            }
            ItemKind::Rate(rate) => {
                self.rate(&mut head, rate);
                lines.push(head);
            }
            ItemKind::Field(field) => self.field(&mut lines, head, field),
            ItemKind::Lookup(lookup) => self.lookup(&mut lines, head, lookup),
            ItemKind::Events(events) => self.events(&mut lines, head, events),
            ItemKind::Lifecycle(lifecycle) => self.lifecycle(&mut lines, head, lifecycle),
            ItemKind::Profile(profile) => {
                self.name(head.word("profile"), &profile.name);
                self.title(&mut head, profile.title.as_ref());
                self.when(&mut lines, head, CLAUSE, &profile.when);
                lines
                    .extend(profile.clauses.iter().map(|clause| self.rule_clause(clause.at.0, &clause.kind)));
            }
            ItemKind::Criterion(criterion) => {
                self.name(head.word("criterion"), &criterion.name);
                if let Some(parameter) = &criterion.parameter {
                    self.name(head.opening("("), &parameter.name);
                    self.field_type(head.mark(":"), &parameter.parameter_type);
                    head.mark(")");
                }
                self.title(&mut head, criterion.title.as_ref());
                self.when(&mut lines, head, CLAUSE, &criterion.when);
                lines.extend(
                    criterion.clauses.iter().map(|clause| self.rule_clause(clause.at.0, &clause.kind)),
                );
            }
            ItemKind::Stage(stage) => self.stage(&mut lines, head, stage),
            ItemKind::Source(source) => self.source_rule(&mut lines, head, source),
            ItemKind::Score(score) => self.score(&mut lines, head, score),
            ItemKind::Route(route) => self.route(&mut lines, head, route),
            ItemKind::Duty(duty) => self.duty(&mut lines, head, duty),
            ItemKind::Example(example) => self.example(&mut lines, head, example),
            ItemKind::Table(table) => self.table(&mut lines, head, table),
        }
        lines
    }

    /// `> …`, exactly as written.
    pub fn prose(&self, indent: usize, prose: &Prose) -> Line {
        let mut line = Line::new(indent, prose.at.0);
        let text = if prose.text.is_empty() { ">".to_owned() } else { format!("> {}", prose.text) };
        line.placed(text, prose.at.0);
        line.takes_comment = false;
        line
    }

    /// `if unknown, assume no`
    pub fn if_unknown(&self, line: &mut Line, yes: bool) {
        line.word(if yes { "if unknown, assume yes" } else { "if unknown, assume no" });
    }

    /// `inquiry "Asked once", lead`
    pub fn titled(&self, line: &mut Line, stages: &[Titled]) {
        breaking(line, stages, |line, stage| {
            self.name(line, &stage.name);
            self.title(line, stage.title.as_ref());
        });
    }

    fn team(&self, head: &mut Line, team: &Team) {
        self.name(head.word("team"), &team.name);
        self.title(head, team.title.as_ref());
        self.side(head.word("in"), &team.side);
    }

    fn list(&self, head: &mut Line, list: &List) {
        self.name(head.word("list"), &list.name);
        match &list.values {
            ListValues::Inline(texts) => self.texts(head.mark(":"), texts),
            ListValues::File(path) => self.text(head.word("from"), path),
        }
    }

    fn rate(&self, head: &mut Line, rate: &Rate) {
        self.money(head.word("rate"), &rate.from);
        self.money(head.word("="), &rate.to);
        self.date(head.word("as of"), &rate.as_of);
    }

    fn rule_clause(&self, place: Span, clause: &RuleClause) -> Line {
        match clause {
            RuleClause::IfUnknown(yes) => {
                let mut line = Line::new(CLAUSE, place);
                self.if_unknown(&mut line, *yes);
                line
            }
            RuleClause::Prose(prose) => self.prose(CLAUSE, prose),
        }
    }

    fn stage(&self, lines: &mut Vec<Line>, head: Line, stage: &Stage) {
        let mut head = head;
        self.name(&mut head, &stage.name);
        self.title(&mut head, stage.title.as_ref());
        self.when(lines, head, CLAUSE, &stage.when);
        for clause in &stage.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                StageClause::EnteredOn(name) => self.name(line.word("entered on"), name),
                StageClause::MaySkip(names) => self.names(line.word("may skip"), names),
                StageClause::Ask(names) => self.names(line.word("ask"), names),
                StageClause::Outcome(outcome) => self.outcome(&mut line, outcome),
                StageClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }
}
