//! One record of the result: every column that `uld eval` writes, but the sentence of `next_step` and the words of
//! `problems`.

use uld::syntax::document::{Name, TypeKind};

use super::cells::Read;
use super::facts::Facts;
use super::judge::{Judge, headers_of};
use super::scores::bands;

impl Judge<'_> {
    /// The columns in order, as header and cell. `next_step` is only `something` or empty; `problems` are the columns
    /// that are named.
    pub fn columns(&self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, cell: String| out.push((name.to_owned(), cell));
        let names = self.definition.stage_names();
        let place = self.place();
        let could_be = self.could_be(place);
        match self.definition.identified_by.and_then(|name| self.definition.field(name)) {
            Some(facts) => {
                let column = self.contacts.column(&headers_of(facts));
                let header = column.map_or("", |column| &self.contacts.headers[column]);
                add(header, self.contacts.cell(self.record, column).trim().to_owned());
            }
            None => add("row", (self.record + 1).to_string()),
        }
        add("stage", place.map_or(String::new(), |place| names[place].text.clone()));
        if let Some(recorded) = self.recorded() {
            add("recorded", recorded);
        }
        let step = self.next_step(place);
        add("moved_to", step.moved_to);
        add("could_be", joined(could_be.iter().map(|name| name.text.clone())));
        add("ask", joined(self.questions(&could_be).into_iter()));
        if !self.definition.sources.is_empty() {
            add(
                "source",
                match self.source_candidates().as_slice() {
                    [Some(index)] => self.definition.sources[*index].name.text.clone(),
                    _ => String::new(),
                },
            );
        }
        for score in &self.definition.scores {
            let (low, high) = self.score(score);
            let name = &score.name.text;
            add(name, low.to_string());
            add(&format!("{name}_high"), high.to_string());
            let (from, to) = (Self::band_of(score, low), Self::band_of(score, high));
            let band = from.filter(|_| from == to && !bands(score).is_empty());
            add(&format!("{name}_band"), band.unwrap_or("").to_owned());
        }
        if !self.definition.routes.is_empty() {
            let stage = place.map(|place| names[place]);
            let route = self.definition.routes.iter().find(|route| Some(&route.stage) == stage);
            let (owner, deadline) = route.map(|route| self.route(route)).unwrap_or_default();
            add("route", owner);
            add("respond_within", deadline);
        }
        add("next_step", if step.says { "something".to_owned() } else { String::new() });
        add("problems", joined(self.problems(place).into_iter()));
        for name in &self.definition.shown {
            add(&name.text, self.shown(name).to_owned());
        }
        out
    }

    fn shown(&self, name: &Name) -> &'static str {
        let answer = if self.definition.profiles.contains_key(name.key.as_str()) {
            self.profile(name)
        } else if self.definition.stages.contains_key(name.key.as_str()) {
            self.stage(name)
        } else {
            self.criterion(name, None)
        };
        answer.word()
    }

    /// The columns of unreadable cells, and of blank ones that are required: "`required` reports a blank cell".
    fn problems(&self, place: Option<usize>) -> Vec<String> {
        let names = self.definition.stage_names();
        let mut found = Vec::new();
        for ((facts, cell), (column, _)) in self.definition.fields.iter().zip(&self.cells).zip(&self.columns)
        {
            // "Cells of events and lookup files are reported on standard error and in the summary only."
            if facts.decided.is_some() || facts.lookup.is_some() {
                continue;
            }
            let from = facts.required_from.map(|stage| names.iter().position(|name| *name == stage));
            let required = facts.required || from.is_some_and(|from| place.is_some() && place >= from);
            if matches!(cell.read, Read::Known(_)) {
                continue;
            }
            let header = match column {
                Some(column) => self.contacts.headers[*column].clone(),
                None => headers_of(facts).swap_remove(0),
            };
            match cell.read {
                Read::Unreadable => found.extend(self.blamed(facts, header)),
                Read::Missing if required => found.push(header),
                Read::Missing | Read::Known(_) => {}
            }
            if matches!(facts.kind, TypeKind::Duration(_)) {
                panic!("a field is no length of time");
            }
        }
        found
    }
}

impl Judge<'_> {
    /// The columns of an unreadable cell: of an amount whose currency has no rate, that of the currency.
    fn blamed(&self, facts: &Facts<'_>, header: String) -> Vec<String> {
        let column = facts.currency_column.and_then(|column| self.contacts.column(&[column.to_owned()]));
        let raw = self.contacts.cell(self.record, self.contacts.column(&headers_of(facts)));
        let code = self.contacts.cell(self.record, column).trim().to_uppercase();
        let (TypeKind::Money(own), Some(column)) = (facts.kind, column) else { return vec![header] };
        if code.is_empty() || self.definition.convert(1, &code, &own.text).is_some() {
            return vec![header];
        }
        let currency = self.contacts.headers[column].clone();
        if super::forms::is_amount(facts, raw) { vec![currency] } else { vec![header, currency] }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(";")
}
