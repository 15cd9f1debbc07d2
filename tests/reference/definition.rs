//! What a document declares, found by name. Nothing is worked out here.

use std::collections::HashMap;

use uld::syntax::document::{
    AssumedValue, Criterion, CurrencyMark, DecidedRow, Document, EventFieldClause, Events, EventsClause,
    FieldClause, Header, HeaderClause, ItemKind, Lifecycle, LifecycleClause, List, ListValues, Literal, Lookup,
    LookupClause, Name, Profile, Rate, Route, Score, SourceRule, Stage, Text, TypeKind, Value,
};

use super::calendar::{Day, Week, Zone};
use super::words::fold;

/// A field, or a field of an event, with its lines.
#[derive(Clone, Debug)]
pub struct Facts<'d> {
    pub name: &'d Name,
    pub kind: &'d TypeKind,
    /// The columns to look for, in order.
    pub headers: Vec<String>,
    pub lookup: Option<&'d Name>,
    pub currency_column: Option<&'d str>,
    pub required: bool,
    pub required_from: Option<&'d Name>,
    pub range: Option<(&'d Value, &'d Value)>,
    pub written: Vec<&'d str>,
    /// Folded spellings of a blank.
    pub missing: Vec<String>,
    pub yes: Option<Vec<String>>,
    pub no: Option<Vec<String>>,
    pub no_is_any_other: bool,
    /// Another spelling, and the listed value that it stands for; both folded.
    pub also: Vec<(String, String)>,
    pub assumed: Option<&'d AssumedValue>,
    pub decided: Option<&'d [DecidedRow]>,
}

/// An event with its lines.
pub struct EventFacts<'d> {
    pub events: &'d Events,
    pub file: &'d str,
    pub fields: Vec<Facts<'d>>,
    /// The contact's field that holds the key.
    pub key: &'d Name,
    /// The columns to look for the key in.
    pub key_columns: Vec<String>,
    pub separator: Option<&'d str>,
    pub dated_by: Option<&'d Name>,
}

/// A lookup with its lines.
pub struct LookupFacts<'d> {
    pub lookup: &'d Lookup,
    pub file: &'d str,
    pub key: &'d Name,
    pub domain_of: bool,
    pub column: &'d str,
}

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

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| fold(&text.value)).collect()
}

fn blank<'d>(name: &'d Name, kind: &'d TypeKind) -> Facts<'d> {
    Facts {
        name,
        kind,
        headers: Vec::new(),
        lookup: None,
        currency_column: None,
        required: false,
        required_from: None,
        range: None,
        written: Vec::new(),
        missing: Vec::new(),
        yes: None,
        no: None,
        no_is_any_other: false,
        also: Vec::new(),
        assumed: None,
        decided: None,
    }
}

fn field_facts(field: &uld::syntax::document::Field) -> Facts<'_> {
    let mut facts = blank(&field.name, &field.field_type.kind);
    for clause in &field.clauses {
        match &clause.kind {
            FieldClause::Column { header, of, also } => {
                facts.headers = std::iter::once(header).chain(also).map(|text| text.value.clone()).collect();
                facts.lookup = of.as_ref();
            }
            FieldClause::CurrencyColumn(column) => facts.currency_column = Some(&column.value),
            FieldClause::Required => facts.required = true,
            FieldClause::RequiredFrom(stage) => facts.required_from = Some(stage),
            FieldClause::Range(low, high) => facts.range = Some((low, high)),
            FieldClause::WrittenAs(forms) => facts.written = forms.iter().map(|form| &*form.value).collect(),
            FieldClause::MissingAlso(also) => facts.missing = texts(also),
            FieldClause::YesIs(cells) => facts.yes = Some(texts(cells)),
            FieldClause::NoIs(cells) => facts.no = Some(texts(cells)),
            FieldClause::NoIsAnyOther => facts.no_is_any_other = true,
            FieldClause::ValueAlso { value, also } => {
                let value = fold(&value.value);
                facts.also.extend(also.iter().map(|other| (fold(&other.value), value.clone())));
            }
            FieldClause::Assume(value) => facts.assumed = Some(value),
            FieldClause::DecidedBy(rows) => facts.decided = Some(rows),
            FieldClause::Formerly(_) | FieldClause::Prose(_) => {}
        }
    }
    facts
}

/// A contact field's name, and its column names.
fn own_columns(field: &Name, fields: &[Facts<'_>]) -> Vec<String> {
    let contact = fields.iter().find(|facts| facts.name == field);
    let own = contact.map(|facts| facts.headers.clone()).unwrap_or_default();
    std::iter::once(field.text.clone()).chain(own).collect()
}

fn event_facts<'d>(
    events: &'d Events,
    fields: &[Facts<'d>],
    identified_by: Option<&'d Name>,
) -> EventFacts<'d> {
    // decisions.md: "Events without `matched by` are matched by the header's `identified by`, if there is one."
    let key = identified_by.unwrap_or(&events.name);
    let mut facts = EventFacts {
        events,
        file: "",
        fields: Vec::new(),
        key,
        key_columns: own_columns(key, fields),
        separator: None,
        dated_by: None,
    };
    for clause in &events.clauses {
        match &clause.kind {
            EventsClause::File(file) => facts.file = &file.value,
            EventsClause::MatchedBy { field, to, separator } => {
                facts.key = field;
                // "The events file's key is the column named after `to`; without it, the column that has the contact
                // field's name or one of its column names."
                facts.key_columns = match to {
                    Some(to) => vec![to.value.clone()],
                    None => own_columns(field, fields),
                };
                facts.separator = separator.as_ref().map(|text| &*text.value);
            }
            EventsClause::DatedBy(name) => facts.dated_by = Some(name),
            EventsClause::Field(field) => {
                let mut own = blank(&field.name, &field.field_type.kind);
                for clause in &field.clauses {
                    match &clause.kind {
                        EventFieldClause::Column(column) => own.headers = vec![column.value.clone()],
                        EventFieldClause::WrittenAs(forms) => {
                            own.written = forms.iter().map(|form| &*form.value).collect();
                        }
                        EventFieldClause::YesIs(cells) => own.yes = Some(texts(cells)),
                        EventFieldClause::NoIs(cells) => own.no = Some(texts(cells)),
                        EventFieldClause::MissingAlso(also) => own.missing = texts(also),
                    }
                }
                facts.fields.push(own);
            }
            EventsClause::Prose(_) => {}
        }
    }
    facts
}

fn lookup_facts(lookup: &Lookup) -> LookupFacts<'_> {
    let mut facts = LookupFacts { lookup, file: "", key: &lookup.name, domain_of: false, column: "" };
    for clause in &lookup.clauses {
        match &clause.kind {
            LookupClause::File(file) => facts.file = &file.value,
            LookupClause::MatchedBy { domain_of, field, to } => {
                (facts.key, facts.domain_of, facts.column) = (field, *domain_of, &to.value);
            }
            LookupClause::Prose(_) => {}
        }
    }
    facts
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
        let found = self.events.iter().find(|facts| facts.events.name == *name || facts.events.plural == *name);
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
