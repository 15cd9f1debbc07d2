//! Fields, and the lines below definitions.

use thiserror::Error;

use crate::check::operators::Kind;
use crate::check::writing::FormFault;
use crate::model::value::Unit;
use crate::syntax::document::{EventFieldClause, FieldClause, HeaderClause};
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::span::Place;

/// A line of a definition that stands at most once, or goes with some types only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Line {
    Column,
    CurrencyColumn,
    Required,
    Range,
    WrittenAs,
    MissingAlso,
    YesIs,
    NoIs,
    ValueAlso,
    Assume,
    Formerly,
    DecidedBy,
    Agreed,
    MarketingOwner,
    SalesOwner,
    ReviewEvery,
    Currency,
    TimeZone,
    WorkingWeek,
    IdentifiedBy,
    File,
    MatchedBy,
    DatedBy,
    IfUnknown,
    IfUnknownTo,
    Otherwise,
    Bands,
    RecordedIn,
    Rest,
    EnteredOn,
    MaySkip,
    Ask,
    Open,
    ShownBy,
    Lifecycle,
    Route,
    Rate,
}

impl Line {
    /// The line of a field; none for prose.
    pub(crate) fn of(clause: &FieldClause) -> Option<Line> {
        Some(match clause {
            FieldClause::Column { .. } => Line::Column,
            FieldClause::CurrencyColumn(_) => Line::CurrencyColumn,
            FieldClause::Required | FieldClause::RequiredFrom(_) => Line::Required,
            FieldClause::Range(..) => Line::Range,
            FieldClause::WrittenAs(_) => Line::WrittenAs,
            FieldClause::MissingAlso(_) => Line::MissingAlso,
            FieldClause::YesIs(_) => Line::YesIs,
            FieldClause::NoIs(_) | FieldClause::NoIsAnyOther => Line::NoIs,
            FieldClause::ValueAlso { .. } => Line::ValueAlso,
            FieldClause::Assume(_) => Line::Assume,
            FieldClause::Formerly(_) => Line::Formerly,
            FieldClause::DecidedBy(_) => Line::DecidedBy,
            FieldClause::Prose(_) => return None,
        })
    }

    /// What follows an event field's type.
    pub(crate) fn of_event_field(clause: &EventFieldClause) -> Line {
        match clause {
            EventFieldClause::Column(_) => Line::Column,
            EventFieldClause::WrittenAs(_) => Line::WrittenAs,
            EventFieldClause::YesIs(_) => Line::YesIs,
            EventFieldClause::NoIs(_) => Line::NoIs,
            EventFieldClause::MissingAlso(_) => Line::MissingAlso,
        }
    }

    /// The line of a header that stands at most once.
    pub(crate) fn of_header(clause: &HeaderClause) -> Option<Line> {
        Some(match clause {
            HeaderClause::Agreed(_) => Line::Agreed,
            HeaderClause::MarketingOwner(_) => Line::MarketingOwner,
            HeaderClause::SalesOwner(_) => Line::SalesOwner,
            HeaderClause::ReviewEvery(_) => Line::ReviewEvery,
            HeaderClause::Currency(_) => Line::Currency,
            HeaderClause::TimeZone(_) => Line::TimeZone,
            HeaderClause::WorkingWeek { .. } => Line::WorkingWeek,
            HeaderClause::IdentifiedBy(_) => Line::IdentifiedBy,
            HeaderClause::Holidays(_) | HeaderClause::MissingAlso(_) | HeaderClause::Prose(_) => return None,
        })
    }

    /// Whether it stands at most once: the others may be split over lines.
    pub(crate) fn once(self) -> bool {
        !matches!(self, Line::ValueAlso | Line::MissingAlso | Line::YesIs)
    }

    /// Whether it says how a column is read, which a derived field has not.
    pub(crate) fn reads_a_column(self) -> bool {
        matches!(
            self,
            Line::Column
                | Line::CurrencyColumn
                | Line::WrittenAs
                | Line::MissingAlso
                | Line::YesIs
                | Line::NoIs
                | Line::ValueAlso
                | Line::Range
                | Line::Required
        )
    }

    /// The kinds of fields that it goes with, and why; none if it goes with all.
    fn only_for(self) -> Option<(&'static [Kind], &'static str)> {
        const MEASURED: &[Kind] =
            &[Kind::WholeNumber, Kind::Number, Kind::Money, Kind::Percent, Kind::Date, Kind::DateTime];
        match self {
            Line::CurrencyColumn => Some((&[Kind::Money], "Only an amount of money has a currency.")),
            Line::Range => Some((MEASURED, "Numbers, money, percentages and dates have a range.")),
            Line::WrittenAs => Some((
                MEASURED,
                "Numbers, money, percentages and dates have forms; a text is read as it stands.",
            )),
            Line::YesIs | Line::NoIs => {
                Some((&[Kind::YesNo], "Only a yes/no field is answered with yes and no."))
            }
            Line::ValueAlso => Some((
                &[Kind::OneOf, Kind::OneOfInOrder, Kind::SomeOf],
                "Only listed values (`one of`, `some of`) have other spellings.",
            )),
            Line::DecidedBy => Some((
                &[Kind::OneOf, Kind::OneOfInOrder, Kind::Text],
                "Rules decide the value of a text, or of a `one of` field.",
            )),
            Line::Column
            | Line::Required
            | Line::MissingAlso
            | Line::Assume
            | Line::Formerly
            | Line::Agreed
            | Line::MarketingOwner
            | Line::SalesOwner
            | Line::ReviewEvery
            | Line::Currency
            | Line::TimeZone
            | Line::WorkingWeek
            | Line::IdentifiedBy
            | Line::File
            | Line::MatchedBy
            | Line::DatedBy
            | Line::IfUnknown
            | Line::IfUnknownTo
            | Line::Otherwise
            | Line::Bands
            | Line::RecordedIn
            | Line::Rest
            | Line::EnteredOn
            | Line::MaySkip
            | Line::Ask
            | Line::Open
            | Line::ShownBy
            | Line::Lifecycle
            | Line::Route
            | Line::Rate => None,
        }
    }

    /// Whether it goes with a field of this kind.
    pub(crate) fn goes_with(self, kind: Kind) -> bool {
        self.only_for().is_none_or(|(kinds, _)| kinds.contains(&kind))
    }

    /// Its first words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Line::Column => "column",
            Line::CurrencyColumn => "currency column",
            Line::Required => "required",
            Line::Range => "range",
            Line::WrittenAs => "written as",
            Line::MissingAlso => "missing also",
            Line::YesIs => "yes is",
            Line::NoIs => "no is",
            Line::ValueAlso => "\"…\" also",
            Line::Assume => "if missing, assume",
            Line::Formerly => "formerly",
            Line::DecidedBy => "decided by",
            Line::Agreed => "agreed",
            Line::MarketingOwner => "marketing owner",
            Line::SalesOwner => "sales owner",
            Line::ReviewEvery => "review every",
            Line::Currency => "currency",
            Line::TimeZone => "time zone",
            Line::WorkingWeek => "working week",
            Line::IdentifiedBy => "identified by",
            Line::File => "file",
            Line::MatchedBy => "matched by",
            Line::DatedBy => "dated by",
            Line::IfUnknown => "if unknown, assume",
            Line::IfUnknownTo => "if unknown to",
            Line::Otherwise => "otherwise",
            Line::Bands => "bands",
            Line::RecordedIn => "recorded in",
            Line::Rest => "rest in",
            Line::EnteredOn => "entered on",
            Line::MaySkip => "may skip",
            Line::Ask => "ask",
            Line::Open => "open",
            Line::ShownBy => "shown by",
            Line::Lifecycle => "lifecycle",
            Line::Route => "route",
            Line::Rate => "rate",
        }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Debug, Error)]
pub(crate) enum FieldProblem {
    /// C212
    #[error("`{}` is given twice for {}", .line.words(), shown_owner(.field))]
    LineTwice { place: Place, first: Place, line: Line, field: String },
    /// C212
    #[error("`{field}` is decided by rules, so it has no `{}`", .line.words())]
    DecidedHasColumn { place: Place, line: Line, field: String },
    /// C212
    #[error("\"{value}\" stands here twice")]
    ValueTwice { place: Place, first: Place, value: String, also: Option<String> },
    /// C212
    #[error("\"{text}\" is a listed value itself")]
    SpellingIsValue { place: Place, text: String, same: bool, field: String },
    /// C212
    #[error("\"{value}\" stands for a missing cell, so `{field}` never has it")]
    ValueIsBlank { place: Place, value: String, field: String },
    /// C212
    #[error("No cell of `{field}` would mean yes")]
    NothingIsYes { place: Place, field: String },
    /// C317
    #[error("`{}` does not go with `{field}`, which is {}", .line.words(), .kind.words())]
    LineUnfit { place: Place, line: Line, field: String, kind: Kind },
    /// C313
    #[error("A field cannot be a length of time")]
    DurationField { place: Place, name: String, unit: Unit },
    /// C313
    #[error("A value in parentheses cannot be several")]
    ParameterOfItems { place: Place },
    /// C313
    #[error("`never` is for dates, and `{field}` is {}", .kind.words())]
    NeverIsForDates { place: Place, field: String, kind: Kind },
    /// C313
    #[error("A choice of several values cannot be assumed")]
    AssumedItems { place: Place, field: String },
    /// C302
    #[error("`{field}` is in {currency}")]
    OtherCurrency { place: Place, field: String, currency: String },
    /// C313
    #[error("\"{value}\" contains the separator \"{separator}\"")]
    SeparatorInside { place: Place, value: String, separator: String },
    /// C313
    #[error("`{field}` has no column, so it is no key")]
    KeyWithoutColumn { place: Place, field: String },
    /// C313
    #[error("`{field}` stands in a lookup's file, so it is no key")]
    KeyInLookup { place: Place, field: String },
    /// C314
    #[error("I do not know the form \"{written}\"")]
    UnknownForm { place: Place, written: String, kind: Kind, fault: FormFault },
    /// W503
    #[error("A blank `{field}` will count as {written}")]
    BlankCounts { place: Place, written: String, field: String },
}

/// `employees` in backquotes, `the header` without.
fn shown_owner(owner: &str) -> String {
    if owner.starts_with("the ") { owner.to_owned() } else { format!("`{owner}`") }
}

impl FieldProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            FieldProblem::LineTwice { place, first, .. } => new("C212")
                .label(*place, "again here")
                .label(*first, "first here")
                .why("Two answers to one question: keep one of them."),
            FieldProblem::DecidedHasColumn { place, field, .. } => new("C212")
                .label(*place, "delete this line")
                .why(format!("`{field}` is computed, so no cell of it is read.")),
            FieldProblem::ValueTwice { place, first, also, .. } => {
                let found = new("C212").label(*place, "again here").label(*first, "first here");
                match also {
                    Some(value) => found.why(format!("It already is another spelling of \"{value}\"; it cannot be two values.")),
                    None => found.why("Once is enough: delete one. Capitals and blanks around a value do not matter."),
                }
            }
            FieldProblem::SpellingIsValue { place, same, field, .. } => {
                let found = new("C212").label(*place, "delete this");
                if *same {
                    found.why("Capitals and blanks around a value do not matter, so it is the value itself.")
                } else {
                    found.why(format!("A cell of `{field}` would be two values at once."))
                }
            }
            FieldProblem::ValueIsBlank { place, .. } => new("C212")
                .label(*place, "a value, or a blank?")
                .why("`missing also` in the header or on the field names it: take it out of one of the two."),
            FieldProblem::NothingIsYes { place, .. } => new("C212")
                .label(*place, "everything is no")
                .lines("  yes is \"Yes\"")
                .why("`no is any other` goes with a `yes is` line."),
            FieldProblem::LineUnfit { place, line, kind, .. } => {
                let why = line.only_for().map_or("", |(_, why)| why);
                new("C317").label(*place, format!("not for {}", kind.words())).why(why)
            }
            FieldProblem::DurationField { place, name, unit } => new("C313")
                .label(*place, "only for a criterion's value")
                .replace(*place, "whole number")
                .why(format!("A column holds a number: `field {name}: whole number`, counted in {}.", unit.plural())),
            FieldProblem::ParameterOfItems { place } => new("C313")
                .label(*place, "one value only")
                .why("A criterion takes one value: `one of …`, a number, a date, a length of time."),
            FieldProblem::NeverIsForDates { place, .. } => {
                new("C313").label(*place, "no date").why("`never` is a day that does not come.")
            }
            FieldProblem::AssumedItems { place, .. } => {
                new("C313").label(*place, "several values").why("Leave it missing: the answer is then unknown.")
            }
            FieldProblem::OtherCurrency { place, field, currency } => new("C302")
                .label(*place, format!("write it in {currency}"))
                .why(format!("The cells of `{field}` are amounts in {currency}.")),
            FieldProblem::SeparatorInside { place, .. } => new("C313")
                .label(*place, "would be cut in two")
                .why("Another separator is said after the values: `separated by \"|\"`."),
            FieldProblem::KeyWithoutColumn { place, .. } | FieldProblem::KeyInLookup { place, .. } => new("C313")
                .label(*place, "not in the contacts' own file")
                .why("Records are matched by a column that stands in the contacts' own file."),
            FieldProblem::UnknownForm { place, kind, fault, .. } => unknown_form(new("C314"), *place, *kind, fault),
            FieldProblem::BlankCounts { place, written, .. } => new("W503")
                .label(*place, format!("counts as {written}"))
                .why("Every rule then gives a firm answer about something that nobody knows. Without the assumption the answer is unknown, and the field is asked for."),
        }
    }
}

fn unknown_form(found: Diagnostic, place: Place, kind: Kind, fault: &FormFault) -> Diagnostic {
    let dates = "A date's form is made of `YYYY` or `YY`, `MM` or `MMM`, and `DD`, a time's of `HH` (or `hh` with `AM`), `mm`, `ss` and `Z`. Capitals count.";
    let numbers = "A number's form is a sample, such as \"1.234,56\" or \"51-200\".";
    match fault {
        FormFault::SmallLetters(form) => found
            .label(place, "capitals count: small `mm` are minutes")
            .replace(place, format!("\"{form}\""))
            .why(dates),
        FormFault::Letters(letters) => {
            found.label(place, format!("`{letters}` stands for nothing")).why(dates)
        }
        FormFault::Lacks(part) => found.label(place, format!("without a {part}")).why(dates),
        FormFault::Twice(part) => found.label(place, format!("`{part}` twice")).why(dates),
        FormFault::HalfDay => found.label(place, "`hh` and `AM` go together").why(dates),
        FormFault::NotASample => found.label(place, "no sample of a number").why(numbers),
        FormFault::NoBand => {
            found.label(place, "a band").why("Bands are read for numbers, not for money or percentages.")
        }
        FormFault::NoForms => found.label(place, format!("not for {}", kind.words())).why(numbers),
    }
}
