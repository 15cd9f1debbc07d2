//! The record contract: fields, their types, lookups and events.

use super::condition::Chain;
use super::literal::{Text, Value};
use super::{At, Clause, Name, Prose};
use crate::text::unit::Unit;

/// `field employees: whole number`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub field_type: Type,
    /// The lines below.
    pub clauses: Vec<Clause<FieldClause>>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Place.
    pub at: At,
    /// Which.
    pub kind: TypeKind,
}

/// Which type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `yes/no`
    YesNo,
    /// `text`
    Text,
    /// `email`
    Email,
    /// `whole number`
    WholeNumber,
    /// `number`
    Number,
    /// `money in USD`
    Money(Name),
    /// `percent`
    Percent,
    /// `date`
    Date,
    /// `date and time`
    DateTime,
    /// `duration in months`, parameters only
    Duration(Unit),
    /// `one of "A", "B" in order`, `…, or other`
    OneOf {
        /// The values, as written.
        values: Vec<Text>,
        /// Whether the values rise.
        in_order: bool,
        /// Whether other values are let in.
        or_other: bool,
    },
    /// `some of "A", "B", or other separated by ";"`
    SomeOf {
        /// The values, as written.
        values: Vec<Text>,
        /// Whether other values are let in.
        or_other: bool,
        /// What stands between the items of a cell.
        separator: Option<Text>,
    },
}

/// A line of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldClause {
    /// `column "…" of company, also "…"`
    Column {
        /// The header.
        header: Text,
        /// The lookup whose file it stands in.
        of: Option<Name>,
        /// Its synonyms.
        also: Vec<Text>,
    },
    /// `currency column "…"`
    CurrencyColumn(Text),
    /// `required`
    Required,
    /// `required from lead`
    RequiredFrom(Name),
    /// `range 1 to 5M`
    Range(Value, Value),
    /// `written as "…", "…"`
    WrittenAs(Vec<Text>),
    /// `missing also "…"`
    MissingAlso(Vec<Text>),
    /// `yes is "…"`
    YesIs(Vec<Text>),
    /// `no is "…"`
    NoIs(Vec<Text>),
    /// `no is any other`
    NoIsAnyOther,
    /// `"Software" also "SaaS", …`
    ValueAlso {
        /// The listed value.
        value: Text,
        /// Its other spellings.
        also: Vec<Text>,
    },
    /// `if missing, assume …`
    Assume(AssumedValue),
    /// `formerly …`
    Formerly(Name),
    /// `decided by` and its rows
    DecidedBy(Vec<DecidedRow>),
    /// `> …`
    Prose(Prose),
}

/// What a blank cell counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssumedValue {
    /// A date that never comes.
    Never(At),
    /// A value.
    Value(Value),
}

/// `- "Enterprise" when employees is at least 1,000`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedRow {
    /// Place.
    pub at: At,
    /// The value.
    pub value: Text,
    /// Its condition; none for `otherwise`.
    pub when: Option<RowWhen>,
}

/// `when CHAIN because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWhen {
    /// The condition.
    pub chain: Chain,
    /// The reason.
    pub because: Option<Text>,
}

/// `lookup company`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Its name.
    pub name: Name,
    /// The lines below.
    pub clauses: Vec<Clause<LookupClause>>,
}

/// A line of a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupClause {
    /// `file "companies"`
    File(Text),
    /// `matched by domain of email to "Domain"`
    MatchedBy {
        /// Whether the domain of the field is the key.
        domain_of: bool,
        /// The contact's field.
        field: Name,
        /// The key column of the file.
        to: Text,
    },
    /// `> …`
    Prose(Prose),
}

/// `events touch, plural touches`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events {
    /// One of them.
    pub name: Name,
    /// Several of them.
    pub plural: Name,
    /// The lines below.
    pub clauses: Vec<Clause<EventsClause>>,
}

/// A line of an events block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventsClause {
    /// `file "activities"`
    File(Text),
    /// `matched by contact_id to "Contact IDs" separated by ";"`
    MatchedBy {
        /// The contact's field.
        field: Name,
        /// The key column of the file.
        to: Option<Text>,
        /// What stands between several keys in it.
        separator: Option<Text>,
    },
    /// `dated by happened`
    DatedBy(Name),
    /// `- kind: one of "Email", …, column "…"`
    Field(EventField),
    /// `> …`
    Prose(Prose),
}

/// `- happened: date and time, column "Activity Date"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventField {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub field_type: Type,
    /// What follows the commas.
    pub clauses: Vec<Clause<EventFieldClause>>,
}

/// What can follow an event field's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventFieldClause {
    /// `column "…"`
    Column(Text),
    /// `written as "…"`
    WrittenAs(Vec<Text>),
    /// `yes is "…"`
    YesIs(Vec<Text>),
    /// `no is "…"`
    NoIs(Vec<Text>),
    /// `missing also "…"`
    MissingAlso(Vec<Text>),
}
