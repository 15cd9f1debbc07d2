//! What a document declares, found by name. Nothing is worked out here.

use std::collections::HashMap;

use uld::syntax::document::{
    Criterion, CurrencyMark, Document, Header, HeaderClause, ItemKind, Lifecycle, LifecycleClause, List,
    ListValues, Literal, Name, Profile, Rate, Route, Score, SourceRule, Stage, Text,
};

use super::calendar::{Day, Week, Zone};
use super::facts::{EventFacts, Facts, LookupFacts, event_facts, field_facts, lookup_facts, texts};

pub struct Definition<'d> {
    pub zone: Zone,
    pub week: Week,
    pub currency: Option<&'d str>,
    pub identified_by: Option<&'d Name>,
    pub rates: Vec<&'d Rate>,
    pub lists: HashMap<&'d str, Vec<&'d Text>>,
    pub fields: Vec<Facts<'d>>,
    pub events: Vec<EventFacts<'d>>,
    pub lookups: Vec<LookupFacts<'d>>,
    pub lifecycle: Option<&'d Lifecycle>,
    pub profiles: HashMap<&'d str, &'d Profile>,
    pub criteria: HashMap<&'d str, &'d Criterion>,
    pub stages: HashMap<&'d str, &'d Stage>,
    pub sources: Vec<&'d SourceRule>,
    pub scores: Vec<&'d Score>,
    pub routes: Vec<&'d Route>,
    /// The rules without a parameter, in order of definition.
    pub shown: Vec<&'d Name>,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl<'d> Definition<'d> {
    pub fn of(document: &'d Document) -> Self {
        let mut own = Definition {
            zone: Zone::Utc,
            week: Week::default(),
            currency: None,
            identified_by: None,
            rates: Vec::new(),
            lists: HashMap::new(),
            fields: Vec::new(),
            events: Vec::new(),
            lookups: Vec::new(),
            lifecycle: None,
            profiles: HashMap::new(),
            criteria: HashMap::new(),
            stages: HashMap::new(),
            sources: Vec::new(),
            scores: Vec::new(),
            routes: Vec::new(),
            shown: Vec::new(),
        };
        let mut missing_also = Vec::new();
        for item in &document.items {
            match &item.kind {
                ItemKind::Header(header) => missing_also = own.header(header),
                ItemKind::List(List { name, values: ListValues::Inline(values) }) => {
                    own.lists.insert(&name.key, values.iter().collect());
                }
                ItemKind::Rate(rate) => own.rates.push(rate),
                ItemKind::Field(field) => own.fields.push(field_facts(field)),
                ItemKind::Lookup(lookup) => own.lookups.push(lookup_facts(lookup)),
                ItemKind::Lifecycle(lifecycle) => own.lifecycle = Some(lifecycle),
                ItemKind::Profile(profile) => {
                    own.profiles.insert(&profile.name.key, profile);
                    own.shown.push(&profile.name);
                }
                ItemKind::Criterion(criterion) => {
                    own.criteria.insert(&criterion.name.key, criterion);
                    if criterion.parameter.is_none() {
                        own.shown.push(&criterion.name);
                    }
                }
                ItemKind::Stage(stage) => {
                    own.stages.insert(&stage.name.key, stage);
                    own.shown.push(&stage.name);
                }
                ItemKind::Source(source) => own.sources.push(source),
                ItemKind::Score(score) => own.scores.push(score),
                ItemKind::Route(route) => own.routes.push(route),
                ItemKind::Prose(_)
                | ItemKind::Include(_)
                | ItemKind::Team(_)
                | ItemKind::List(_)
                | ItemKind::Events(_)
                | ItemKind::Duty(_)
                | ItemKind::Example(_)
                | ItemKind::Table(_) => {}
            }
        }
        for item in &document.items {
            if let ItemKind::Events(events) = &item.kind {
                let facts = event_facts(events, &own.fields, own.identified_by);
                own.events.push(facts);
            }
        }
        let event_fields = own.events.iter_mut().flat_map(|event| &mut event.fields);
        for facts in own.fields.iter_mut().chain(event_fields) {
            facts.missing.extend(missing_also.iter().cloned());
        }
        own
    }

    fn header(&mut self, header: &'d Header) -> Vec<String> {
        let mut missing_also = Vec::new();
        for clause in &header.clauses {
            match &clause.kind {
                HeaderClause::Currency(currency) => self.currency = Some(&currency.text),
                HeaderClause::TimeZone(zone) if zone.value == "America/New_York" => self.zone = Zone::NewYork,
                HeaderClause::WorkingWeek { first, last, hours: _ } => {
                    let number = |name: &Name| {
                        WEEKDAYS.iter().position(|day| *day == name.key).map_or(0, |day| day as i64)
                    };
                    (self.week.first, self.week.last) = (number(first), number(last));
                }
                HeaderClause::Holidays(days) => {
                    self.week.holidays = days.iter().filter_map(day_of).collect();
                }
                HeaderClause::IdentifiedBy(name) => self.identified_by = Some(name),
                HeaderClause::MissingAlso(also) => missing_also = texts(also),
                HeaderClause::Agreed(_)
                | HeaderClause::MarketingOwner(_)
                | HeaderClause::SalesOwner(_)
                | HeaderClause::ReviewEvery(_)
                | HeaderClause::TimeZone(_)
                | HeaderClause::Prose(_) => {}
            }
        }
        missing_also
    }

    pub fn field(&self, name: &Name) -> Option<&Facts<'d>> {
        self.fields.iter().find(|facts| facts.name == name)
    }

    /// "`events NAME, plural NAME` declares both words; in a rule either may be used."
    pub fn event(&self, name: &Name) -> &EventFacts<'d> {
        let found =
            self.events.iter().find(|facts| facts.events.name == *name || facts.events.plural == *name);
        found.unwrap_or_else(|| panic!("no events {}", name.text))
    }

    pub fn score(&self, name: &Name) -> Option<&'d Score> {
        self.scores.iter().copied().find(|score| score.name == *name)
    }

    /// The stages, first to last. "Without a `lifecycle` that stage is the whole lifecycle."
    pub fn stage_names(&self) -> Vec<&'d Name> {
        match self.lifecycle {
            Some(lifecycle) => lifecycle.stages.iter().map(|stage| &stage.name).collect(),
            None => self.stages.values().map(|stage| &stage.name).collect(),
        }
    }

    pub fn lifecycle_lines(&self) -> impl Iterator<Item = &'d LifecycleClause> {
        self.lifecycle.into_iter().flat_map(|lifecycle| &lifecycle.clauses).map(|clause| &clause.kind)
    }

    /// The code of the currency that an amount in a rule is in.
    pub fn code<'a>(&'a self, mark: &'a CurrencyMark) -> &'a str {
        match mark {
            CurrencyMark::Code(code) => code,
            CurrencyMark::Sign(_) => self.currency.unwrap_or(""),
        }
    }
}

pub fn day_of(date: &uld::syntax::document::Date) -> Option<Day> {
    Day::new(i32::from(date.year), i32::from(date.month), i32::from(date.day))
}

/// The text of a text literal.
pub fn text_of(literal: &Literal) -> &str {
    match literal {
        Literal::Text(text) => &text.value,
        Literal::Date(_)
        | Literal::Duration(_)
        | Literal::Money(_)
        | Literal::Percent(_)
        | Literal::Number(_) => panic!("a text was expected"),
    }
}
