//! Fields, events and lookups with the lines below them, put together. Nothing is worked out here.

use uld::syntax::document::{
    AssumedValue, DecidedRow, EventFieldClause, Events, EventsClause, FieldClause, Lookup, LookupClause,
    Name, Text, TypeKind, Value,
};

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

pub fn texts(texts: &[Text]) -> Vec<String> {
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

pub fn field_facts(field: &uld::syntax::document::Field) -> Facts<'_> {
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

pub fn event_facts<'d>(
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

pub fn lookup_facts(lookup: &Lookup) -> LookupFacts<'_> {
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
