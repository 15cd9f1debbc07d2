//! The agreement and the record contract: header, includes, teams, lists, rates, fields, lookups, events.

use super::Builder;
use super::condition::unit_after;
use crate::syntax::document::{
    AssumedValue, At, Clause, DecidedRow, EventField, EventFieldClause, Events, EventsClause, Field,
    FieldClause, Header, HeaderClause, Include, List, ListValues, Lookup, LookupClause, Rate, Team, Text,
    Type, TypeKind,
};
use crate::syntax::parser::{Part, Parts, Rule};
use crate::syntax::problem::{Limit, Problem};

/// Most values in one list.
const LIST_LIMIT: usize = 100_000;

impl Builder<'_> {
    pub(super) fn header(&mut self, part: Part<'_>) -> Option<Header> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_definition);
        let title = self.text(&mut parts)?;
        let version = if parts.skip(Rule::kw_version) { self.number(&mut parts, Rule::count) } else { None };
        let clauses = self.clauses(&mut parts, Rule::header_clause, Builder::header_clause)?;
        Some(Header { title, version, clauses })
    }

    fn header_clause(&mut self, part: Part<'_>) -> Option<HeaderClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(HeaderClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::agreed {
            Some(HeaderClause::Agreed(self.date(&mut parts)?))
        } else if rule == Rule::marketing_owner {
            Some(HeaderClause::MarketingOwner(self.text(&mut parts)?))
        } else if rule == Rule::sales_owner {
            Some(HeaderClause::SalesOwner(self.text(&mut parts)?))
        } else if rule == Rule::review_every {
            Some(HeaderClause::ReviewEvery(self.duration(&mut parts)?))
        } else if rule == Rule::header_currency {
            Some(HeaderClause::Currency(self.currency(&mut parts)?))
        } else if rule == Rule::time_zone {
            Some(HeaderClause::TimeZone(self.text(&mut parts)?))
        } else if rule == Rule::working_week {
            self.working_week(&mut parts)
        } else if rule == Rule::holidays {
            let mut days = vec![self.date(&mut parts)?];
            while parts.skip(Rule::comma) {
                days.push(self.date(&mut parts)?);
            }
            Some(HeaderClause::Holidays(days))
        } else if rule == Rule::identified_by {
            Some(HeaderClause::IdentifiedBy(self.name(&mut parts)?))
        } else {
            Some(HeaderClause::MissingAlso(self.texts(&mut parts)?))
        }
    }

    fn working_week(&mut self, parts: &mut Parts<'_>) -> Option<HeaderClause> {
        let first = self.name(parts)?;
        parts.skip(Rule::kw_to);
        let last = self.name(parts)?;
        let hours = if parts.skip(Rule::comma) {
            let from = self.time(parts)?;
            parts.skip(Rule::kw_to);
            Some((from, self.time(parts)?))
        } else {
            None
        };
        Some(HeaderClause::WorkingWeek { first, last, hours })
    }

    pub(super) fn include(&mut self, part: Part<'_>) -> Option<Include> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_include);
        Some(Include { path: self.text(&mut parts)? })
    }

    pub(super) fn team(&mut self, part: Part<'_>) -> Option<Team> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_team);
        let name = self.name(&mut parts)?;
        let title = self.text(&mut parts);
        parts.skip(Rule::kw_in);
        Some(Team { name, title, side: self.name(&mut parts)? })
    }

    pub(super) fn list(&mut self, part: Part<'_>) -> Option<List> {
        let place = self.place(&part);
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_list);
        let name = self.name(&mut parts)?;
        if parts.skip(Rule::kw_from) {
            return Some(List { name, values: ListValues::File(self.text(&mut parts)?) });
        }
        parts.skip(Rule::colon);
        let values = self.texts(&mut parts)?;
        if values.len() > LIST_LIMIT {
            self.report(Problem::OverLimit { at: place, limit: Limit::ListEntries });
        }
        Some(List { name, values: ListValues::Inline(values) })
    }

    pub(super) fn rate(&mut self, part: Part<'_>) -> Option<Rate> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_rate);
        let from = self.money(&mut parts)?;
        parts.skip(Rule::equals);
        let to = self.money(&mut parts)?;
        parts.skip(Rule::kw_as_of);
        Some(Rate { from, to, as_of: self.date(&mut parts)? })
    }

    pub(super) fn field(&mut self, part: Part<'_>) -> Option<Field> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_field);
        let name = self.name(&mut parts)?;
        parts.skip(Rule::colon);
        let field_type = self.type_of(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::field_clause, Builder::field_clause)?;
        Some(Field { name, field_type, clauses })
    }

    fn field_clause(&mut self, part: Part<'_>) -> Option<FieldClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(FieldClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        if rule == Rule::value_also {
            let value = self.text(&mut parts)?;
            parts.skip(Rule::kw_also);
            return Some(FieldClause::ValueAlso { value, also: self.texts(&mut parts)? });
        }
        parts.any();
        if rule == Rule::column {
            self.column(&mut parts)
        } else if rule == Rule::currency_column {
            Some(FieldClause::CurrencyColumn(self.text(&mut parts)?))
        } else if rule == Rule::required {
            if parts.skip(Rule::kw_from) {
                Some(FieldClause::RequiredFrom(self.name(&mut parts)?))
            } else {
                Some(FieldClause::Required)
            }
        } else if rule == Rule::range {
            let low = self.value(&mut parts)?;
            parts.skip(Rule::kw_to);
            Some(FieldClause::Range(low, self.value(&mut parts)?))
        } else if rule == Rule::written_as {
            Some(FieldClause::WrittenAs(self.texts(&mut parts)?))
        } else if rule == Rule::missing_also {
            Some(FieldClause::MissingAlso(self.texts(&mut parts)?))
        } else if rule == Rule::yes_is {
            Some(FieldClause::YesIs(self.texts(&mut parts)?))
        } else if rule == Rule::no_is {
            if parts.skip(Rule::kw_any_other) {
                Some(FieldClause::NoIsAnyOther)
            } else {
                Some(FieldClause::NoIs(self.texts(&mut parts)?))
            }
        } else if rule == Rule::if_missing {
            parts.skip(Rule::comma);
            parts.skip(Rule::kw_assume);
            match parts.take(Rule::kw_never) {
                Some(never) => Some(FieldClause::Assume(AssumedValue::Never(At(self.span(&never))))),
                None => Some(FieldClause::Assume(AssumedValue::Value(self.value(&mut parts)?))),
            }
        } else if rule == Rule::formerly {
            Some(FieldClause::Formerly(self.name(&mut parts)?))
        } else {
            self.decided_by(&mut parts)
        }
    }

    fn column(&mut self, parts: &mut Parts<'_>) -> Option<FieldClause> {
        let header = self.text(parts)?;
        let of = if parts.skip(Rule::kw_of) { Some(self.name(parts)?) } else { None };
        let also: Vec<Text> = if parts.skip(Rule::comma) {
            parts.skip(Rule::kw_also);
            self.texts(parts)?
        } else {
            Vec::new()
        };
        Some(FieldClause::Column { header, of, also })
    }

    fn decided_by(&mut self, parts: &mut Parts<'_>) -> Option<FieldClause> {
        let mut rows = Vec::new();
        while let Some(row) = parts.take(Rule::decided_row) {
            let at = At(self.span(&row));
            let mut inner = Parts::of(row);
            inner.skip(Rule::bullet);
            let value = self.text(&mut inner)?;
            rows.push(DecidedRow { at, value, when: self.row_when(&mut inner) });
        }
        Some(FieldClause::DecidedBy(rows))
    }

    /// A type; values of `one of` and `some of` in the order written.
    pub(super) fn type_of(&mut self, parts: &mut Parts<'_>) -> Option<Type> {
        let part = parts.take(Rule::type_name)?;
        let at = At(self.span(&part));
        let inner = Parts::of(part).any()?;
        let rule = inner.as_rule();
        let simple = [
            (Rule::kw_yes_no, TypeKind::YesNo),
            (Rule::kw_text, TypeKind::Text),
            (Rule::kw_email, TypeKind::Email),
            (Rule::kw_whole_number, TypeKind::WholeNumber),
            (Rule::kw_number, TypeKind::Number),
            (Rule::kw_percent, TypeKind::Percent),
            (Rule::kw_date_and_time, TypeKind::DateTime),
            (Rule::kw_date, TypeKind::Date),
        ];
        if let Some((_, kind)) = simple.into_iter().find(|(simple, _)| *simple == rule) {
            return Some(Type { at, kind });
        }
        if rule == Rule::duration_type {
            return Some(Type { at, kind: TypeKind::Duration(unit_after(inner, Rule::kw_duration_in)?) });
        }
        let mut inner = Parts::of(inner);
        inner.any();
        let kind = if rule == Rule::money_type {
            TypeKind::Money(self.currency(&mut inner)?)
        } else {
            let values = self.texts(&mut inner)?;
            let in_order = inner.skip(Rule::kw_in_order);
            let or_other = inner.skip(Rule::comma) && inner.skip(Rule::kw_or_other);
            if rule == Rule::one_of_type {
                TypeKind::OneOf { values, in_order, or_other }
            } else {
                TypeKind::SomeOf { values, or_other, separator: self.separated_by(&mut inner) }
            }
        };
        Some(Type { at, kind })
    }

    fn separated_by(&mut self, parts: &mut Parts<'_>) -> Option<Text> {
        let mut inner = Parts::of(parts.take(Rule::separated_by)?);
        inner.skip(Rule::kw_separated_by);
        self.text(&mut inner)
    }

    pub(super) fn lookup(&mut self, part: Part<'_>) -> Option<Lookup> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_lookup);
        let name = self.name(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::lookup_clause, Builder::lookup_clause)?;
        Some(Lookup { name, clauses })
    }

    fn lookup_clause(&mut self, part: Part<'_>) -> Option<LookupClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(LookupClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::file {
            return Some(LookupClause::File(self.text(&mut parts)?));
        }
        let domain_of = parts.skip(Rule::kw_domain_of);
        let field = self.name(&mut parts)?;
        parts.skip(Rule::kw_to);
        Some(LookupClause::MatchedBy { domain_of, field, to: self.text(&mut parts)? })
    }

    pub(super) fn events(&mut self, part: Part<'_>) -> Option<Events> {
        let mut parts = Parts::of(part);
        parts.skip(Rule::kw_events);
        let name = self.name(&mut parts)?;
        parts.skip(Rule::comma);
        parts.skip(Rule::kw_plural);
        let plural = self.name(&mut parts)?;
        let clauses = self.clauses(&mut parts, Rule::events_clause, Builder::events_clause)?;
        Some(Events { name, plural, clauses })
    }

    fn events_clause(&mut self, part: Part<'_>) -> Option<EventsClause> {
        let rule = part.as_rule();
        if rule == Rule::prose {
            return Some(EventsClause::Prose(self.prose(&part)));
        }
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::file {
            return Some(EventsClause::File(self.text(&mut parts)?));
        }
        if rule == Rule::dated_by {
            return Some(EventsClause::DatedBy(self.name(&mut parts)?));
        }
        let name = self.name(&mut parts)?;
        if rule == Rule::events_matched {
            let to = if parts.skip(Rule::kw_to) { Some(self.text(&mut parts)?) } else { None };
            return Some(EventsClause::MatchedBy {
                field: name,
                to,
                separator: self.separated_by(&mut parts),
            });
        }
        parts.skip(Rule::colon);
        let field_type = self.type_of(&mut parts)?;
        let mut clauses = Vec::new();
        while parts.skip(Rule::comma) {
            let clause = parts.take(Rule::event_field_clause)?;
            let at = At(self.span(&clause));
            let kind = self.event_field_clause(Parts::of(clause).any()?)?;
            clauses.push(Clause { at, kind });
        }
        Some(EventsClause::Field(EventField { name, field_type, clauses }))
    }

    fn event_field_clause(&mut self, part: Part<'_>) -> Option<EventFieldClause> {
        let rule = part.as_rule();
        let mut parts = Parts::of(part);
        parts.any();
        if rule == Rule::event_column {
            return Some(EventFieldClause::Column(self.text(&mut parts)?));
        }
        let texts = self.texts(&mut parts)?;
        Some(if rule == Rule::written_as {
            EventFieldClause::WrittenAs(texts)
        } else if rule == Rule::yes_is {
            EventFieldClause::YesIs(texts)
        } else if rule == Rule::event_no_is {
            EventFieldClause::NoIs(texts)
        } else {
            EventFieldClause::MissingAlso(texts)
        })
    }
}
