//! Fields: their types, and the lines below them.

mod types;

use std::collections::HashMap;
use std::rc::Rc;

use super::checker::{Checker, Scope, values_of};
use super::items::Placed;
use super::names::Thing;
use super::operators::Kind;
use super::order::Unit;
use super::problem::fields::{FieldProblem, Line};
use super::problem::values::ValueProblem;
use super::typed::{Type, Typed, text_key};
use super::values::Side;
use super::writing::add_form;
use crate::model::field::{
    Assumed, DecidedRow, Field, FieldType, NoWords, Origin, Range, Required, YesNoWords,
};
use crate::model::ids::FieldId;
use crate::model::value::{Unit as TimeUnit, Value};
use crate::model::writing::Writing;
use crate::syntax::document::{
    AssumedValue, At, Clause, Field as Written, FieldClause, Name, Text, Type as WrittenType,
};
use crate::text::span::{Place, SourceId};

impl<'a> Checker<'a> {
    /// Declares all fields, in order, and reads their lines. Derived fields are decided later: [`Checker::decided`].
    pub(super) fn fields(&mut self) {
        let items = self.items.fields.clone();
        let mut kept = Vec::new();
        for item in items {
            let id = FieldId::at(self.program.fields.len());
            if self.declare(item.source, &item.it.name, Thing::Field(id)) {
                let place = Place::new(item.source, item.it.name.at.0);
                let (typed, field) = self.shell(item.source, place, &item.it.name, &item.it.field_type);
                self.typed.push(Rc::new(typed));
                self.program.fields.push(field);
                kept.push((id, item));
            }
        }
        for (id, item) in &kept {
            self.field_lines(*id, item);
        }
        self.field_items = kept;
    }

    /// A field with its type and nothing else.
    pub(super) fn shell(
        &mut self,
        source: SourceId,
        place: Place,
        name: &Name,
        written: &WrittenType,
    ) -> (Typed, Field) {
        let of = match self.read_type(source, written) {
            Some(Type::Duration(unit)) => {
                let problem = FieldProblem::DurationField {
                    place: Place::new(source, written.at.0),
                    name: name.text.clone(),
                    unit,
                };
                self.report(problem);
                Type::Broken
            }
            Some(of) => of,
            None => Type::Broken,
        };
        let field_type = match &of {
            Type::Field(field_type) => field_type.clone(),
            Type::Duration(_) | Type::Score(_) | Type::Broken => FieldType::Text,
        };
        let field = Field {
            name: name.text.clone(),
            place,
            field_type,
            origin: Origin::Column { headers: vec![name.text.clone()], declared: false, lookup: None },
            currency_column: None,
            required: None,
            range: None,
            writing: Writing::default(),
            missing_also: self.program.header.missing_also.clone(),
            yes_no: None,
            assumed: None,
            formerly: None,
            prose: Vec::new(),
        };
        (Typed::new(of), field)
    }

    fn field_lines(&mut self, id: FieldId, item: &Placed<'a, Written>) {
        let source = item.source;
        let mut seen: HashMap<Line, Place> = HashMap::new();
        let Some(kind) = self.type_of(id).kind() else { return };
        let name = item.it.name.text.clone();
        let decided = item.it.clauses.iter().any(|clause| matches!(clause.kind, FieldClause::DecidedBy(_)));
        // Other spellings come first: values are compared with them.
        let mut also: Vec<(&Text, &[Text])> = Vec::new();
        let mut own_missing: Vec<String> = Vec::new();
        for clause in &item.it.clauses {
            if let FieldClause::ValueAlso { value, also: texts } = &clause.kind {
                also.push((value, texts));
            } else if let FieldClause::MissingAlso(texts) = &clause.kind {
                own_missing.extend(values_of(texts));
            }
        }
        self.synonyms(id, source, kind, &also, &own_missing);
        for clause in &item.it.clauses {
            let place = Place::new(source, clause.at.0);
            let line = Line::of(&clause.kind);
            if let Some(line) = line {
                if line.once()
                    && let Some(first) = seen.get(&line)
                {
                    self.report(FieldProblem::LineTwice { place, first: *first, line, field: name.clone() });
                    continue;
                }
                if !line.goes_with(kind) {
                    self.report(FieldProblem::LineUnfit { place, line, field: name.clone(), kind });
                    continue;
                }
                if decided && line.reads_a_column() {
                    self.report(FieldProblem::DecidedHasColumn { place, line, field: name.clone() });
                    continue;
                }
                seen.insert(line, place);
            }
            self.field_line(id, source, kind, clause);
        }
        self.yes_no_lines(id, &name, source, &item.it.clauses);
        self.values_that_are_blank(id, item);
    }

    fn set_type(&mut self, id: FieldId, typed: Typed) {
        if let Some(slot) = self.typed.get_mut(id.index()) {
            *slot = Rc::new(typed);
        }
    }

    fn field_line(&mut self, id: FieldId, source: SourceId, kind: Kind, clause: &Clause<FieldClause>) {
        match &clause.kind {
            FieldClause::Column { header, of, also } => {
                let mut headers = vec![header.value.clone()];
                headers.extend(values_of(also));
                self.no_empty_texts(source, std::iter::once(header).chain(also));
                // The lookup is resolved once lookups are known.
                self.edit(id, |field| {
                    field.origin = Origin::Column { headers, declared: true, lookup: None }
                });
                if let Some(lookup) = of {
                    self.lookup_fields.push((id, source, lookup.clone()));
                }
            }
            FieldClause::CurrencyColumn(header) => {
                let header = header.value.clone();
                self.edit(id, |field| field.currency_column = Some(header));
            }
            FieldClause::Required => self.edit(id, |field| field.required = Some(Required::Always)),
            FieldClause::RequiredFrom(stage) => self.required_from.push((id, source, stage.clone())),
            FieldClause::Range(low, high) => self.field_range(id, source, low, high),
            FieldClause::WrittenAs(texts) => self.written_as(id, source, kind, texts),
            FieldClause::MissingAlso(texts) => self.no_empty_texts(source, texts),
            FieldClause::YesIs(_) | FieldClause::NoIs(_) | FieldClause::NoIsAnyOther => {}
            FieldClause::ValueAlso { .. } => {}
            FieldClause::Assume(value) => self.assumed(id, source, value),
            FieldClause::Formerly(name) => {
                let text = name.text.clone();
                self.edit(id, |field| field.formerly = Some(text));
                self.formerly.insert(name.key.clone(), id);
            }
            FieldClause::DecidedBy(_) => {
                self.edit(id, |field| field.origin = Origin::Decided(Vec::new()));
            }
            FieldClause::Prose(prose) => {
                let text = prose.text.clone();
                self.edit(id, |field| field.prose.push(text));
            }
        }
    }

    fn edit(&mut self, id: FieldId, change: impl FnOnce(&mut Field)) {
        if let Some(field) = self.program.fields.get_mut(id.index()) {
            change(field);
        }
    }

    pub(super) fn no_empty_texts<'t>(&mut self, source: SourceId, texts: impl IntoIterator<Item = &'t Text>) {
        for text in texts {
            if text.value.trim().is_empty() {
                self.report(ValueProblem::EmptyText { place: Place::new(source, text.at.0) });
            }
        }
    }

    fn field_range(
        &mut self,
        id: FieldId,
        source: SourceId,
        low: &crate::syntax::document::Value,
        high: &crate::syntax::document::Value,
    ) {
        let typed = self.type_of(id);
        let name = self.field_name(id);
        let scope = Scope::new(source);
        let whole = low.span().to(high.span());
        let side = Side { typed: &typed, words: &name, operator: "", whole, equality: false };
        let one = self.value(&scope, &side, low);
        let two = self.value(&scope, &side, high);
        let (Some(one), Some(two)) = (one, two) else { return };
        if self.exceeds(&one, &two) {
            self.report(ValueProblem::EmptyRange {
                place: Place::new(source, whole),
                low: Place::new(source, low.span()),
                high: Place::new(source, high.span()),
                low_text: self.sources.words(Place::new(source, low.span())).to_owned(),
                high_text: self.sources.words(Place::new(source, high.span())).to_owned(),
            });
            return;
        }
        let range = match (one, two) {
            (Value::Number(low), Value::Number(high)) | (Value::Percent(low), Value::Percent(high)) => {
                Range::Numbers(low, high)
            }
            (Value::Date(low), Value::Date(high)) => Range::Dates(low, high),
            (Value::Money(low_amount, one), Value::Money(high_amount, two)) => {
                let own = match &typed.of {
                    Type::Field(FieldType::Money(code)) => code.clone(),
                    Type::Field(_) | Type::Duration(_) | Type::Score(_) | Type::Broken => String::new(),
                };
                for (code, at) in [(one, low.span()), (two, high.span())] {
                    if code != own {
                        self.report(FieldProblem::OtherCurrency {
                            place: Place::new(source, at),
                            field: name.clone(),
                            currency: own.clone(),
                        });
                        return;
                    }
                }
                Range::Numbers(low_amount, high_amount)
            }
            (
                Value::YesNo(_)
                | Value::Number(_)
                | Value::Money(..)
                | Value::Percent(_)
                | Value::Date(_)
                | Value::Duration(_)
                | Value::Text(_)
                | Value::Choice(_)
                | Value::Band(_),
                _,
            ) => return,
        };
        self.edit(id, |field| field.range = Some(range));
    }

    fn written_as(&mut self, id: FieldId, source: SourceId, kind: Kind, texts: &[Text]) {
        let writing = self.writing(source, kind, texts);
        self.edit(id, |field| field.writing = writing);
    }

    /// The forms of a `written as` line.
    pub(super) fn writing(&mut self, source: SourceId, kind: Kind, texts: &[Text]) -> Writing {
        let mut writing = Writing::default();
        for text in texts {
            if let Err(fault) = add_form(&mut writing, kind, &text.value) {
                self.report(FieldProblem::UnknownForm {
                    place: Place::new(source, text.at.0),
                    written: text.value.clone(),
                    kind,
                    fault,
                });
            }
        }
        writing
    }

    fn assumed(&mut self, id: FieldId, source: SourceId, value: &AssumedValue) {
        let typed = self.type_of(id);
        let name = self.field_name(id);
        let Some(kind) = typed.kind() else { return };
        let assumed = match value {
            AssumedValue::Never(at) => {
                if !matches!(kind, Kind::Date | Kind::DateTime) {
                    self.report(FieldProblem::NeverIsForDates {
                        place: Place::new(source, at.0),
                        field: name,
                        kind,
                    });
                    return;
                }
                Assumed::Never
            }
            AssumedValue::Value(value) => {
                let scope = Scope::new(source);
                let side =
                    Side { typed: &typed, words: &name, operator: "", whole: value.span(), equality: true };
                if kind == Kind::SomeOf {
                    self.report(FieldProblem::AssumedItems {
                        place: Place::new(source, value.span()),
                        field: name,
                    });
                    return;
                }
                let Some(found) = self.value(&scope, &side, value) else { return };
                let place = Place::new(source, value.span());
                if let (Value::Money(_, code), Type::Field(FieldType::Money(own))) = (&found, &typed.of)
                    && code != own
                {
                    self.report(FieldProblem::OtherCurrency { place, field: name, currency: own.clone() });
                    return;
                }
                if matches!(kind, Kind::WholeNumber | Kind::Number | Kind::Money | Kind::Percent) {
                    let written = self.sources.words(place).to_owned();
                    self.report(FieldProblem::BlankCounts { place, written, field: name });
                }
                Assumed::Value(found)
            }
        };
        self.edit(id, |field| field.assumed = Some(assumed));
    }

    fn yes_no_lines(&mut self, id: FieldId, name: &str, source: SourceId, clauses: &[Clause<FieldClause>]) {
        let mut yes: Vec<&Text> = Vec::new();
        let mut no: Vec<&Text> = Vec::new();
        let mut any_other: Option<At> = None;
        for clause in clauses {
            if let FieldClause::YesIs(texts) = &clause.kind {
                yes.extend(texts);
            } else if let FieldClause::NoIs(texts) = &clause.kind {
                no.extend(texts);
            } else if matches!(clause.kind, FieldClause::NoIsAnyOther) {
                any_other = Some(clause.at);
            }
        }
        let place = any_other.map(|at| Place::new(source, at.0));
        if let Some(words) = self.yes_no_words(source, name, &yes, &no, place) {
            self.edit(id, |field| field.yes_no = Some(words));
        }
    }

    /// What `yes is` and `no is` say; none if nothing is written.
    pub(super) fn yes_no_words(
        &mut self,
        source: SourceId,
        name: &str,
        yes: &[&Text],
        no: &[&Text],
        any_other: Option<Place>,
    ) -> Option<YesNoWords> {
        if yes.is_empty() && no.is_empty() && any_other.is_none() {
            return None;
        }
        let mut seen: HashMap<String, Place> = HashMap::new();
        for text in yes.iter().chain(no) {
            let place = Place::new(source, text.at.0);
            let key = text_key(&text.value);
            if key.is_empty() {
                self.report(ValueProblem::EmptyText { place });
            } else if let Some(first) = seen.get(&key) {
                self.report(FieldProblem::ValueTwice {
                    place,
                    first: *first,
                    value: text.value.clone(),
                    also: None,
                });
            } else {
                seen.insert(key, place);
            }
        }
        if let Some(place) = any_other {
            if !no.is_empty() {
                let first = no.first().map_or(place, |text| Place::new(source, text.at.0));
                self.report(FieldProblem::LineTwice {
                    place,
                    first,
                    line: Line::NoIs,
                    field: name.to_owned(),
                });
            } else if yes.is_empty() {
                self.report(FieldProblem::NothingIsYes { place, field: name.to_owned() });
            }
        }
        let own = |texts: &[&Text]| texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
        let no = if any_other.is_some() { NoWords::AnyOther } else { NoWords::These(own(no)) };
        Some(YesNoWords { yes: own(yes), no })
    }

    /// Decides the derived fields: the conditions of their rows.
    pub(super) fn decided(&mut self) {
        for (id, item) in self.field_items.clone() {
            for clause in &item.it.clauses {
                if let FieldClause::DecidedBy(rows) = &clause.kind {
                    self.decided_rows(id, item.source, rows);
                }
            }
        }
    }

    fn decided_rows(&mut self, id: FieldId, source: SourceId, rows: &[crate::syntax::document::DecidedRow]) {
        let typed = self.type_of(id);
        let name = self.field_name(id);
        let scope = Scope::new(source);
        let start = self.begin_unit();
        let mut found = Vec::new();
        let mut otherwise: Option<Place> = None;
        for row in rows {
            let place = Place::new(source, row.at.0);
            if let Some(first) = otherwise {
                self.report(super::problem::structure::StructureProblem::AfterOtherwise {
                    place,
                    otherwise: first,
                    what: "row",
                });
                break;
            }
            let side =
                Side { typed: &typed, words: &name, operator: "", whole: row.value.at.0, equality: true };
            let literal = crate::syntax::document::Literal::Text(row.value.clone());
            let value = self.literal(source, &side, &literal);
            let condition = match &row.when {
                Some(when) => self.chain(&scope, &when.chain).map(Some),
                None => {
                    otherwise = Some(place);
                    Some(None)
                }
            };
            let because = row.when.as_ref().and_then(|when| super::checker::text_of(when.because.as_ref()));
            if let (Some(value), Some(condition)) = (value, condition) {
                found.push(DecidedRow { value, condition, because, place });
            }
        }
        self.end_unit(Unit::Field(id), start);
        self.edit(id, |field| field.origin = Origin::Decided(found));
    }

    /// Lines of fields that name lookups and stages.
    pub(super) fn field_links(&mut self) {
        for (id, source, name) in std::mem::take(&mut self.lookup_fields) {
            let thing = self.resolve(source, &name, super::problem::names::Guess::Lookup);
            match thing {
                Some(Thing::Lookup(lookup)) => self.edit(id, |field| {
                    if let Origin::Column { lookup: slot, .. } = &mut field.origin {
                        *slot = Some(lookup);
                    }
                }),
                Some(thing) => self.report(super::problem::names::NameProblem::WrongThing {
                    name: name.text.clone(),
                    place: Place::new(source, name.at.0),
                    is: thing.words(),
                    wanted: "a lookup",
                }),
                None => {}
            }
        }
        for (id, source, name) in std::mem::take(&mut self.required_from) {
            if let Some(stage) = self.stage_named(source, &name) {
                self.edit(id, |field| field.required = Some(Required::From(stage)));
            }
        }
    }
}

/// Units that parameters may be counted in: all of them.
pub(super) fn sample_duration(unit: TimeUnit) -> crate::model::value::Duration {
    crate::model::value::Duration { count: 1, unit }
}
