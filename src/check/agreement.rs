//! The head of a definition, its teams, lists and rates.

use std::collections::HashMap;

use jiff::tz::TimeZoneDatabase;

use super::checker::{Checker, text_of, values_of};
use super::items::Placed;
use super::names::Thing;
use super::problem::fields::{FieldProblem, Line};
use super::problem::names::Guess;
use super::problem::structure::{HeaderWord, StructureProblem};
use super::problem::values::ValueProblem;
use super::values::duration;
use crate::model::field::Rate;
use crate::model::ids::{ListId, TeamId};
use crate::model::lifecycle::WorkingWeek;
use crate::model::program::List;
use crate::model::route::Team;
use crate::model::value::SCALE;
use crate::syntax::document::{Header, HeaderClause, ListValues, Name, Time};
use crate::text::span::{Place, SourceId, Span};

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Checker<'_> {
    /// The header; its `identified by` waits for the fields: [`Checker::identified_by`].
    pub(super) fn header(&mut self) {
        let items = self.items.headers.clone();
        let main = self.main;
        let mut first: Option<Placed<'_, Header>> = None;
        for item in items {
            let place =
                Place::new(item.source, Span { start: item.place.span.start, end: item.it.title.at.0.end });
            if item.source != main || first.is_some() {
                self.report(StructureProblem::SecondHeader {
                    place,
                    first: first.map(|first: Placed<'_, Header>| {
                        Place::new(
                            first.source,
                            Span { start: first.place.span.start, end: first.it.title.at.0.end },
                        )
                    }),
                    included: item.source != main,
                });
                continue;
            }
            first = Some(item);
            self.header_lines(&item, place);
        }
    }

    fn header_lines(&mut self, item: &Placed<'_, Header>, place: Place) {
        let source = item.source;
        self.program.header.title = item.it.title.value.clone();
        self.program.header.place = Some(place);
        if let Some(version) = &item.it.version {
            let found = self.whole(source, version, "a version");
            self.program.header.version = found.and_then(|version| u32::try_from(version).ok());
        }
        let mut seen: Vec<(Line, Place)> = Vec::new();
        for clause in &item.it.clauses {
            let place = Place::new(source, clause.at.0);
            if let Some(line) = Line::of_header(&clause.kind) {
                if let Some((_, first)) = seen.iter().find(|(other, _)| *other == line) {
                    let field = "the header".to_owned();
                    self.report(FieldProblem::LineTwice { place, first: *first, line, field });
                    continue;
                }
                seen.push((line, place));
            }
            match &clause.kind {
                HeaderClause::Agreed(date) => self.program.header.agreed = self.date(source, date),
                HeaderClause::MarketingOwner(text) => {
                    self.program.header.marketing_owner = Some(text.value.clone());
                }
                HeaderClause::SalesOwner(text) => self.program.header.sales_owner = Some(text.value.clone()),
                HeaderClause::ReviewEvery(written) => {
                    let length = duration(written);
                    if self.moves(Place::new(source, written.at.0), length.unit).is_some() {
                        self.program.header.review_every = Some(length);
                    }
                }
                HeaderClause::Currency(code) => {
                    self.program.header.currency = Some(code.text.to_uppercase());
                }
                HeaderClause::TimeZone(text) => {
                    let zone = TimeZoneDatabase::bundled().get(&text.value).ok();
                    if zone.as_ref().and_then(|zone| zone.iana_name()) == Some(text.value.as_str()) {
                        self.program.header.time_zone = Some(text.value.clone());
                    } else {
                        self.report(StructureProblem::UnknownInHeader {
                            place: Place::new(source, text.at.0),
                            written: text.value.clone(),
                            what: HeaderWord::Zone(
                                zone.and_then(|zone| zone.iana_name().map(str::to_owned))
                                    .or_else(|| near_zone(&text.value)),
                            ),
                        });
                    }
                }
                HeaderClause::WorkingWeek { first, last, hours } => {
                    self.working_week(source, first, last, hours.as_ref());
                }
                HeaderClause::Holidays(dates) => {
                    for date in dates {
                        if let Some(day) = self.date(source, date) {
                            self.program.header.holidays.push(day);
                        }
                    }
                }
                HeaderClause::IdentifiedBy(_) => {}
                HeaderClause::MissingAlso(texts) => {
                    self.no_empty_texts(source, texts);
                    self.program.header.missing_also.extend(values_of(texts));
                }
                HeaderClause::Prose(prose) => self.program.header.prose.push(prose.text.clone()),
            }
        }
        self.program.header.holidays.sort_unstable();
        self.program.header.holidays.dedup();
    }

    fn working_week(&mut self, source: SourceId, first: &Name, last: &Name, hours: Option<&(Time, Time)>) {
        let mut week = WorkingWeek::default();
        let mut days = Vec::new();
        for name in [first, last] {
            let found = DAYS.iter().position(|day| *day == name.key);
            if found.is_none() {
                let near = super::names::closest(&name.key, DAYS.into_iter()).or_else(|| {
                    DAYS.into_iter().find(|day| name.key.len() >= 2 && day.starts_with(&name.key))
                });
                self.report(StructureProblem::UnknownInHeader {
                    place: Place::new(source, name.at.0),
                    written: name.text.clone(),
                    what: HeaderWord::Day(near.map(capital)),
                });
            }
            days.push(found.map_or(1, |index| index as u8 + 1));
        }
        if let [first, last] = days.as_slice() {
            (week.first, week.last) = (*first, *last);
        }
        if let Some((start, end)) = hours {
            let mut minutes = Vec::new();
            for time in [start, end] {
                let midnight = time.hour == 24 && time.minute == 0;
                if time.minute > 59 || time.hour > 23 && !midnight {
                    self.report(StructureProblem::UnknownInHeader {
                        place: Place::new(source, time.at.0),
                        written: self.sources.words(Place::new(source, time.at.0)).to_owned(),
                        what: HeaderWord::Time,
                    });
                    return;
                }
                minutes.push(u16::from(time.hour) * 60 + u16::from(time.minute));
            }
            if let [from, to] = minutes.as_slice() {
                if from >= to {
                    let text = |at: Span| self.sources.words(Place::new(source, at)).to_owned();
                    let problem = ValueProblem::EmptyRange {
                        place: Place::new(source, start.at.0.to(end.at.0)),
                        low: Place::new(source, start.at.0),
                        high: Place::new(source, end.at.0),
                        low_text: text(start.at.0),
                        high_text: text(end.at.0),
                    };
                    self.report(problem);
                    return;
                }
                (week.start, week.end) = (*from, *to);
            }
        }
        self.program.header.working_week = week;
    }

    /// The field that identifies a contact.
    pub(super) fn identified_by(&mut self) {
        let main = self.main;
        let items = self.items.headers.clone();
        for item in items.iter().filter(|item| item.source == main).take(1) {
            for clause in &item.it.clauses {
                if let HeaderClause::IdentifiedBy(name) = &clause.kind {
                    let key = self.key_field(item.source, name);
                    self.program.header.identified_by = key;
                    self.lookup_keys.extend(key.map(|key| (key, Place::new(item.source, name.at.0))));
                }
            }
        }
    }

    /// Events that do not say by which key they are matched, are by the field that identifies a contact.
    pub(super) fn event_keys(&mut self) {
        let default = self.program.header.identified_by;
        for (index, place, name) in std::mem::take(&mut self.unmatched_events) {
            match default {
                Some(key) => {
                    if let Some(event) = self.program.events.get_mut(index.index()) {
                        event.key = Some(key);
                    }
                }
                None if self.gaps.header => {}
                None => self.report(StructureProblem::NotMatched { place, name, lookup: false }),
            }
        }
    }

    /// A field whose cells are keys: it reads a column of the contacts' own records.
    pub(super) fn key_field(&mut self, source: SourceId, name: &Name) -> Option<crate::model::ids::FieldId> {
        let id = self.field_named(source, name, "text")?;
        let field = self.program.field(id)?;
        let problem = FieldProblem::KeyWithoutColumn {
            place: Place::new(source, name.at.0),
            field: field.name.clone(),
        };
        if matches!(field.origin, crate::model::field::Origin::Decided(_)) {
            self.report(problem);
            return None;
        }
        Some(id)
    }

    /// Teams.
    pub(super) fn teams(&mut self) {
        for item in self.items.teams.clone() {
            let id = TeamId::at(self.program.teams.len());
            let place = Place::new(item.source, item.it.name.at.0);
            if matches!(item.it.name.key.as_str(), "marketing" | "sales" | "both") {
                self.report(StructureProblem::TeamIsSide { place, name: item.it.name.text.clone() });
                continue;
            }
            if !self.declare(item.source, &item.it.name, Thing::Team(id)) {
                continue;
            }
            let in_sales = match item.it.side.key.as_str() {
                "sales" => true,
                "marketing" => false,
                _ => {
                    self.report(StructureProblem::NoSuchSide {
                        place: Place::new(item.source, item.it.side.at.0),
                        written: item.it.side.text.clone(),
                        team: item.it.name.text.clone(),
                    });
                    false
                }
            };
            self.program.teams.push(Team {
                name: item.it.name.text.clone(),
                title: text_of(item.it.title.as_ref()),
                in_sales,
                place,
            });
        }
    }

    /// Lists.
    pub(super) fn lists(&mut self) {
        for item in self.items.lists.clone() {
            let id = ListId::at(self.program.lists.len());
            let place = Place::new(item.source, item.it.name.at.0);
            let (values, file) = match &item.it.values {
                ListValues::Inline(texts) => {
                    self.no_empty_texts(item.source, texts);
                    (values_of(texts), None)
                }
                ListValues::File(path) => {
                    let at = Place::new(item.source, path.at.0);
                    match self.list_files.get(&at) {
                        Some(file) => (file.values.clone(), Some(file.path.clone())),
                        None => {
                            // That it could not be read was reported; its uses are let pass.
                            self.declare(item.source, &item.it.name, Thing::Broken);
                            continue;
                        }
                    }
                }
            };
            if self.declare(item.source, &item.it.name, Thing::List(id)) {
                self.program.lists.push(List { name: item.it.name.text.clone(), place, values, file });
            }
        }
    }

    /// Rates, each both ways.
    pub(super) fn rates(&mut self) {
        let mut seen: HashMap<(String, String), Place> = HashMap::new();
        for item in self.items.rates.clone() {
            let rate = item.it;
            let as_of = self.date(item.source, &rate.as_of);
            let from = self.currency(item.source, &rate.from);
            let to = self.currency(item.source, &rate.to);
            let one = self.number(item.source, &rate.from.amount);
            let other = self.number(item.source, &rate.to.amount);
            let (Some(from), Some(to), Some(one), Some(other)) = (from, to, one, other) else { continue };
            let place = item.place;
            if one <= 0 || other <= 0 || from == to {
                self.report(StructureProblem::RateUnusable { place, same: from == to });
                continue;
            }
            let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
            let first = seen.get(&pair(&from, &to)).or_else(|| seen.get(&pair(&to, &from))).copied();
            if let Some(first) = first {
                self.report(FieldProblem::LineTwice {
                    place,
                    first,
                    line: Line::Rate,
                    field: format!("{from} and {to}"),
                });
                continue;
            }
            let divisor = common_divisor(one, other);
            let (numerator, denominator) = (other / divisor, one / divisor);
            if numerator >= 1 << 31 || denominator >= 1 << 31 {
                self.report(StructureProblem::RateTooFine { place });
                continue;
            }
            seen.insert(pair(&from, &to), place);
            self.program.rates.pairs.insert(pair(&from, &to), (numerator, denominator));
            self.program.rates.pairs.insert(pair(&to, &from), (denominator, numerator));
            if let Some(as_of) = as_of {
                self.program.rates.written.push(Rate { from: (one, from), to: (other, to), as_of });
            }
        }
    }

    /// A team.
    pub(super) fn team_named(&mut self, source: SourceId, name: &Name) -> Option<TeamId> {
        let thing = self.resolve(source, name, Guess::Team)?;
        if let Thing::Team(id) = thing {
            return Some(id);
        }
        self.report(super::problem::names::NameProblem::WrongThing {
            name: name.text.clone(),
            place: Place::new(source, name.at.0),
            is: thing.words(),
            wanted: "a team",
        });
        None
    }
}

fn common_divisor(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A zone with the same city or a similar name.
fn near_zone(written: &str) -> Option<String> {
    const USUAL: [(&str, &str); 14] = [
        ("est", "America/New_York"),
        ("edt", "America/New_York"),
        ("eastern", "America/New_York"),
        ("new york", "America/New_York"),
        ("cst", "America/Chicago"),
        ("cdt", "America/Chicago"),
        ("central", "America/Chicago"),
        ("mst", "America/Denver"),
        ("pst", "America/Los_Angeles"),
        ("pdt", "America/Los_Angeles"),
        ("pacific", "America/Los_Angeles"),
        ("gmt", "Europe/London"),
        ("cet", "Europe/Berlin"),
        ("bst", "Europe/London"),
    ];
    let folded = written.to_lowercase();
    let city = folded.rsplit('/').next().unwrap_or("").replace(' ', "_");
    let database = TimeZoneDatabase::bundled();
    let mut names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    let same_city = names.iter().find(|name| {
        name.contains('/') && name.rsplit('/').next().is_some_and(|end| end.to_lowercase() == city)
    });
    same_city
        .cloned()
        .or_else(|| {
            USUAL.iter().find(|(word, _)| folded.starts_with(word)).map(|(_, zone)| (*zone).to_owned())
        })
        .or_else(|| {
            let keys: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
            let near = super::names::closest(&folded, keys.iter().map(String::as_str))?;
            names.iter().find(|name| name.to_lowercase() == near).cloned()
        })
}

/// Whole points, rows and versions fit far below this.
pub(super) const LARGEST: i64 = i64::MAX / SCALE;
