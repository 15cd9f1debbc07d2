//! How the header and the record contract are written: fields, lookups, events, the lifecycle.

use super::item::{CLAUSE, ROW};
use super::layout::Line;
use super::words::{Writer, breaking};
use crate::syntax::document::{
    AssumedValue, DecidedRow, EventField, EventFieldClause, Events, EventsClause, Field, FieldClause, Header,
    HeaderClause, Lifecycle, LifecycleClause, Lookup, LookupClause, Name, Text,
};

impl Writer<'_> {
    /// `definition "…" version 3` and its lines.
    pub fn header(&self, lines: &mut Vec<Line>, head: Line, header: &Header) {
        let mut head = head;
        self.text(head.word("definition"), &header.title);
        if let Some(version) = &header.version {
            self.number(head.word("version"), version);
        }
        lines.push(head);
        for clause in &header.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                HeaderClause::Agreed(date) => self.date(line.word("agreed"), date),
                HeaderClause::MarketingOwner(owner) => self.text(line.word("marketing owner"), owner),
                HeaderClause::SalesOwner(owner) => self.text(line.word("sales owner"), owner),
                HeaderClause::ReviewEvery(duration) => self.duration(line.word("review every"), duration),
                HeaderClause::Currency(code) => {
                    line.word("currency").placed(code.text.clone(), code.at.0);
                }
                HeaderClause::TimeZone(zone) => self.text(line.word("time zone"), zone),
                HeaderClause::WorkingWeek { first, last, hours } => {
                    self.weekday(line.word("working week"), first);
                    self.weekday(line.word("to"), last);
                    if let Some((from, to)) = hours {
                        self.time(line.mark(","), from);
                        self.time(line.word("to"), to);
                    }
                }
                HeaderClause::Holidays(dates) => {
                    breaking(line.word("holidays"), dates, |line, date| self.date(line, date));
                }
                HeaderClause::IdentifiedBy(name) => self.name(line.word("identified by"), name),
                HeaderClause::MissingAlso(texts) => self.texts(line.word("missing also"), texts),
                HeaderClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    /// `Monday`
    fn weekday(&self, line: &mut Line, day: &Name) {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let spelled = days.into_iter().find(|known| day.key.eq_ignore_ascii_case(known)).unwrap_or(&day.text);
        self.spelled(line, spelled, day.at.0);
    }

    /// `field employees: whole number` and its lines.
    pub fn field(&self, lines: &mut Vec<Line>, head: Line, field: &Field) {
        let mut head = head;
        self.name(head.word("field"), &field.name);
        self.field_type(head.mark(":"), &field.field_type);
        lines.push(head);
        for clause in &field.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                FieldClause::Column { header, of, also } => {
                    self.text(line.word("column"), header);
                    if let Some(lookup) = of {
                        self.name(line.word("of"), lookup);
                    }
                    if !also.is_empty() {
                        self.texts(line.mark(",").word("also"), also);
                    }
                }
                FieldClause::CurrencyColumn(header) => self.text(line.word("currency column"), header),
                FieldClause::Required => {
                    line.word("required");
                }
                FieldClause::RequiredFrom(stage) => self.name(line.word("required from"), stage),
                FieldClause::Range(low, high) => {
                    self.value(line.word("range"), low);
                    self.value(line.word("to"), high);
                }
                FieldClause::WrittenAs(texts) => self.texts(line.word("written as"), texts),
                FieldClause::MissingAlso(texts) => self.texts(line.word("missing also"), texts),
                FieldClause::YesIs(texts) => self.texts(line.word("yes is"), texts),
                FieldClause::NoIs(texts) => self.texts(line.word("no is"), texts),
                FieldClause::NoIsAnyOther => {
                    line.word("no is any other");
                }
                FieldClause::ValueAlso { value, also } => {
                    self.text(&mut line, value);
                    self.texts(line.word("also"), also);
                }
                FieldClause::Assume(AssumedValue::Never(at)) => {
                    line.word("if missing, assume").placed("never".to_owned(), at.0);
                }
                FieldClause::Assume(AssumedValue::Value(value)) => {
                    self.value(line.word("if missing, assume"), value)
                }
                FieldClause::Formerly(name) => self.name(line.word("formerly"), name),
                FieldClause::DecidedBy(rows) => {
                    line.word("decided by");
                    lines.push(line);
                    lines.extend(rows.iter().map(|row| self.decided_row(row)));
                    continue;
                }
                FieldClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    fn decided_row(&self, row: &DecidedRow) -> Line {
        let mut line = Line::new(ROW, row.at.0);
        self.text(line.word("-"), &row.value);
        self.row_when(&mut line, row.when.as_ref());
        line
    }

    /// `lookup company` and its lines.
    pub fn lookup(&self, lines: &mut Vec<Line>, head: Line, lookup: &Lookup) {
        let mut head = head;
        self.name(head.word("lookup"), &lookup.name);
        lines.push(head);
        for clause in &lookup.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                LookupClause::File(path) => self.text(line.word("file"), path),
                LookupClause::MatchedBy { domain_of, field, to } => {
                    self.name(
                        line.word(if *domain_of { "matched by domain of" } else { "matched by" }),
                        field,
                    );
                    self.text(line.word("to"), to);
                }
                LookupClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    /// `events touch, plural touches` and its lines.
    pub fn events(&self, lines: &mut Vec<Line>, head: Line, events: &Events) {
        let mut head = head;
        self.name(head.word("events"), &events.name);
        self.name(head.mark(",").word("plural"), &events.plural);
        lines.push(head);
        for clause in &events.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                EventsClause::File(path) => self.text(line.word("file"), path),
                EventsClause::MatchedBy { field, to, separator } => {
                    self.name(line.word("matched by"), field);
                    self.after(&mut line, "to", to.as_ref());
                    self.after(&mut line, "separated by", separator.as_ref());
                }
                EventsClause::DatedBy(name) => self.name(line.word("dated by"), name),
                EventsClause::Field(field) => self.event_field(&mut line, field),
                EventsClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }

    fn after(&self, line: &mut Line, word: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(line.word(word), text);
        }
    }

    fn event_field(&self, line: &mut Line, field: &EventField) {
        self.name(line.word("-"), &field.name);
        self.field_type(line.mark(":"), &field.field_type);
        for clause in &field.clauses {
            line.mark(",");
            match &clause.kind {
                EventFieldClause::Column(header) => self.text(line.word("column"), header),
                EventFieldClause::WrittenAs(texts) => self.texts(line.word("written as"), texts),
                EventFieldClause::YesIs(texts) => self.texts(line.word("yes is"), texts),
                EventFieldClause::NoIs(texts) => self.texts(line.word("no is"), texts),
                EventFieldClause::MissingAlso(texts) => self.texts(line.word("missing also"), texts),
            }
        }
    }

    /// `lifecycle inquiry, lead` and its lines.
    pub fn lifecycle(&self, lines: &mut Vec<Line>, head: Line, lifecycle: &Lifecycle) {
        let mut head = head;
        self.titled(head.word("lifecycle"), &lifecycle.stages);
        lines.push(head);
        for clause in &lifecycle.clauses {
            let mut line = Line::new(CLAUSE, clause.at.0);
            match &clause.kind {
                LifecycleClause::Aside(stages) => self.titled(line.word("aside"), stages),
                LifecycleClause::RecordedIn(field) => self.name(line.word("recorded in"), field),
                LifecycleClause::Rest { aside, duration, from, unless } => {
                    self.name(line.word("rest in"), aside);
                    self.duration(line.word("for"), duration);
                    self.name(line.word("from"), from);
                    if let Some(chain) = unless {
                        self.chain(line.mark(",").word("unless"), chain, true);
                    }
                }
                LifecycleClause::Prose(prose) => line = self.prose(CLAUSE, prose),
            }
            lines.push(line);
        }
    }
}
