//! The header, rates, teams, lists and the record contract.

use super::item::{Kind, Part};
use super::values::Of;
use super::writer::{Writer, form, quoted};
use crate::model::field::{Assumed, Choices, Field, FieldType, NoWords, Origin, Range, Required};
use crate::model::lifecycle::WorkingWeek;
use crate::model::writing::NumberForm;
use crate::text::name::fold;

impl Writer<'_> {
    /// The lines of the header that verdicts depend on, each with what holds without it.
    pub(super) fn settings(&self) -> Vec<Part> {
        let header = &self.program.header;
        let WorkingWeek { first, last, start, end } = header.working_week;
        let mut holidays: Vec<String> = header.holidays.iter().map(ToString::to_string).collect();
        holidays.sort_unstable();
        holidays.dedup();
        let identified = header.identified_by.map_or_else(|| "nothing".to_owned(), |field| self.field(field));
        [
            ("identified by", form("identified-by", [identified])),
            ("time zone", form("time-zone", [quoted(header.time_zone.as_deref().unwrap_or("UTC"))])),
            (
                "working week",
                form(
                    "working-week",
                    [first, last]
                        .map(|day| day.to_string())
                        .into_iter()
                        .chain([start, end].map(|minute| minute.to_string())),
                ),
            ),
            ("holidays", form("holidays", holidays)),
            ("currency", form("currency", header.currency.clone())),
            ("missing spellings", form("missing", self.set(self.texts(&header.missing_also)))),
        ]
        .into_iter()
        .enumerate()
        .map(|(index, (name, text))| self.part(Kind::Setting, index, name, text))
        .collect()
    }

    /// Each pair once: a rate serves both ways.
    pub(super) fn rates(&self) -> Vec<Part> {
        let pairs = self.program.rates.pairs.iter().filter(|((from, to), _)| from < to);
        pairs
            .enumerate()
            .map(|(index, ((from, to), (many, one)))| {
                let text = form("rate", [from.clone(), to.clone(), many.to_string(), one.to_string()]);
                self.part(Kind::Rate, index, &format!("{from} to {to}"), text)
            })
            .collect()
    }

    pub(super) fn teams(&self) -> Vec<Part> {
        let teams = self.program.teams.iter().enumerate();
        teams
            .map(|(index, team)| {
                let of = if team.in_sales { "sales" } else { "marketing" }.to_owned();
                let said = [self.said("title", &team.title)].into_iter().flatten();
                let text = form("team", std::iter::once(of).chain(said));
                self.part(Kind::Team, index, &team.name, text)
            })
            .collect()
    }

    pub(super) fn lists(&self) -> Vec<Part> {
        let lists = self.program.lists.iter().enumerate();
        lists
            .map(|(index, list)| {
                let values = self.set(self.texts(&list.values));
                let text = form("list", values);
                self.part(Kind::List, index, &list.name, text)
            })
            .collect()
    }

    pub(super) fn fields(&self) -> Vec<Part> {
        let fields = self.program.fields.iter().enumerate();
        fields
            .map(|(index, field)| {
                let text = form("field", self.contract(field));
                self.part(Kind::Field, index, &field.name, text)
            })
            .collect()
    }

    /// What a field promises: its type, where its cells stand and how they are read.
    pub(super) fn contract(&self, field: &Field) -> Vec<String> {
        let of = Some(Of::Field(field));
        let mut parts = vec![self.field_type(&field.field_type), self.origin(field)];
        parts.extend(
            field.currency_column.iter().map(|column| form("currency-column", [self.compared(column)])),
        );
        parts.extend(field.required.map(|required| match required {
            Required::Always => "required".to_owned(),
            Required::From(stage) => form("required-from", [self.stage(stage)]),
        }));
        parts.extend(field.range.map(|range| match range {
            Range::Numbers(low, high) => form("range", [low.to_string(), high.to_string()]),
            Range::Dates(low, high) => form("range", [low.to_string(), high.to_string()]),
        }));
        // The header's spellings are the header's.
        let header: Vec<String> = self.texts(&self.program.header.missing_also);
        let mut missing = self.texts(&field.missing_also);
        missing.retain(|text| !header.contains(text));
        if !missing.is_empty() {
            parts.push(form("missing", self.set(missing)));
        }
        if let Some(words) = &field.yes_no {
            parts.push(form("yes-is", self.set(self.texts(&words.yes))));
            parts.push(match &words.no {
                NoWords::These(no) => form("no-is", self.set(self.texts(no))),
                NoWords::AnyOther => form("no-is", ["any-other".to_owned()]),
            });
        }
        parts.extend(self.writing(field));
        parts.extend(field.assumed.as_ref().map(|assumed| match assumed {
            Assumed::Value(value) => form("if-missing", [self.value(of, value)]),
            Assumed::Never => form("if-missing", ["never".to_owned()]),
        }));
        parts.extend(self.said("prose", &field.prose));
        parts
    }

    fn writing(&self, field: &Field) -> Vec<String> {
        let writing = &field.writing;
        let number = |form: &NumberForm| {
            let group = form.group.map(String::from).unwrap_or_default();
            let fraction = if form.fraction { " fraction" } else { "" };
            format!("{}{fraction}", quoted(&format!("{}{group}", form.decimal)))
        };
        let mut parts = Vec::new();
        if !writing.dates.is_empty() {
            parts.push(form("dates", writing.dates.iter().map(|date| quoted(&date.written))));
        }
        if !writing.numbers.is_empty() {
            parts.push(form("numbers", writing.numbers.iter().map(number)));
        }
        parts.extend(writing.bands.then(|| "bands".to_owned()));
        parts.extend(writing.open_bands.then(|| "open-bands".to_owned()));
        parts
    }

    fn field_type(&self, field_type: &FieldType) -> String {
        match field_type {
            FieldType::YesNo => "yes/no".to_owned(),
            FieldType::Text => "text".to_owned(),
            FieldType::Email => "email".to_owned(),
            FieldType::WholeNumber => "whole-number".to_owned(),
            FieldType::Number => "number".to_owned(),
            FieldType::Money(currency) => form("money-in", [currency.clone()]),
            FieldType::Percent => "percent".to_owned(),
            FieldType::Date => "date".to_owned(),
            FieldType::DateTime => "date-and-time".to_owned(),
            FieldType::OneOf(choices) => form("one-of", self.choices(choices)),
            FieldType::SomeOf { choices, separator } => {
                form("some-of", std::iter::once(quoted(separator)).chain(self.choices(choices)))
            }
        }
    }

    fn choices(&self, choices: &Choices) -> Vec<String> {
        let each = choices.values.iter().map(|choice| {
            let also = self.set(self.texts(&choice.also));
            form("value", std::iter::once(self.compared(&choice.text)).chain(also))
        });
        let each: Vec<String> = each.collect();
        let mut parts = if choices.in_order { each } else { self.set(each) };
        parts.extend(choices.in_order.then(|| "in-order".to_owned()));
        parts.extend(choices.or_other.then(|| "or-other".to_owned()));
        parts
    }

    fn origin(&self, field: &Field) -> String {
        match &field.origin {
            Origin::Column { headers, declared, lookup } => {
                let head = if *declared { "column" } else { "column-like" };
                let of = lookup.and_then(|id| self.program.lookups.get(id.index()));
                let of = of.map(|lookup| form("of", [self.name(Kind::Lookup, &lookup.name)]));
                form(head, self.texts(headers).into_iter().chain(of))
            }
            Origin::Decided(rows) => form(
                "decided-by",
                rows.iter().map(|row| {
                    let because = self.said("because", &row.because);
                    let value = self.value(Some(Of::Field(field)), &row.value);
                    let condition = self.condition_or(row.condition, "otherwise");
                    form("row", [value, condition].into_iter().chain(because))
                }),
            ),
        }
    }

    /// What the page says of the whole that is no item's: title, version, owners, prose, examples.
    pub(super) fn page(&self) -> String {
        let header = &self.program.header;
        let mut parts = vec![
            quoted(&header.title),
            form("version", header.version.map(|version| version.to_string())),
            form("agreed", header.agreed.map(|date| date.to_string())),
            form("marketing-owner", header.marketing_owner.iter().map(|name| quoted(name))),
            form("sales-owner", header.sales_owner.iter().map(|name| quoted(name))),
            form("review-every", header.review_every.map(super::values::duration)),
        ];
        parts.extend(self.said("prose", &header.prose));
        parts.extend(self.said("prose", self.program.prose.iter().map(|(_, prose)| prose)));
        parts.push(form(
            "asides",
            self.program
                .asides
                .iter()
                .map(|aside| form(&fold(&aside.name), aside.title.iter().map(|title| quoted(title)))),
        ));
        parts.extend(self.program.examples.iter().map(|example| self.example(example)));
        form("page", parts)
    }
}
