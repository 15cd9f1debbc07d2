//! Conditions: groups, chains, and the tests in them.

use super::literal::{Duration, Literal, Number, Text, Value, Values};
use super::{At, Name};

/// `when CONDITION because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The condition.
    pub condition: Condition,
    /// The reason.
    pub because: Option<Text>,
}

/// A condition: bulleted groups joined by `and`, or a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `all of:` …, `and none of:` …; at least one.
    Groups(Vec<Group>),
    /// `a and b`
    Chain(Chain),
}

/// `at least 3 of:` and its lines
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Place of the head, `all of:`, without the lines.
    pub at: At,
    /// Which.
    pub quantifier: Quantifier,
    /// Its lines.
    pub lines: Vec<GroupLine>,
}

/// How many lines of a group must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all of`
    AllOf,
    /// `any of`
    AnyOf,
    /// `none of`
    NoneOf,
    /// `at least n of`
    AtLeast(Number),
}

/// `- revenue is at least 50M USD because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupLine {
    /// Place, bullet included.
    pub at: At,
    /// The criterion.
    pub chain: Chain,
    /// The reason.
    pub because: Option<Text>,
}

/// `a and b and c`, or with `or`; mixing them is kept, for the checker to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Place.
    pub at: At,
    /// The first part.
    pub first: Box<Unary>,
    /// What follows.
    pub rest: Vec<(Joiner, Unary)>,
}

/// The word between two parts of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joiner {
    /// Place of the word.
    pub at: At,
    /// `or`, else `and`.
    pub or: bool,
}

/// One part of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unary {
    /// Place.
    pub at: At,
    /// `not` before a parenthesis or a name.
    pub not: bool,
    /// The test.
    pub test: Test,
    /// `assume yes if unknown`: true for yes.
    pub assume: Option<bool>,
}

/// A single test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `( … )`
    Paren(Chain),
    /// `fits ICP`, `does not fit ICP`
    Fits {
        /// `does not fit`
        negated: bool,
        /// The profile.
        profile: Name,
    },
    /// `at least 2 touches where … within the last 30 days`
    Quantity(Quantity),
    /// `employees is at least 50`
    Compare(Comparison),
    /// `decision_maker`, `evaluate_within 3 months`
    Reference {
        /// A field, criterion, stage, …
        name: Name,
        /// The criterion's argument.
        argument: Option<Argument>,
    },
}

/// The argument of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A literal.
    Literal(Literal),
    /// The enclosing criterion's parameter.
    Name(Name),
}

/// `no`, `any`, `at least n` … of an event's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Place of the words that say how many.
    pub at: At,
    /// How many.
    pub count: Count,
    /// The event, in the singular or the plural.
    pub event: Name,
    /// Which rows.
    pub filter: Option<Box<Unary>>,
    /// Of what time.
    pub window: Option<Window>,
}

/// How many rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// `no touches`
    No,
    /// `any touch`
    Any,
    /// `at least n`
    AtLeast(CountNumber),
    /// `at most n`
    AtMost(CountNumber),
    /// `more than n`
    MoreThan(CountNumber),
    /// `less than n`
    LessThan(CountNumber),
    /// `exactly n`
    Exactly(CountNumber),
}

/// A count, or the parameter that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountNumber {
    /// `3`
    Number(Number),
    /// `n`
    Name(Name),
}

/// The time that rows are counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Place.
    pub at: At,
    /// Which.
    pub kind: WindowKind,
}

/// Which window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowKind {
    /// `within the last 30 days`
    Last(Duration),
    /// `within the last n`, n a parameter
    LastName(Name),
    /// `since recycled_on`
    Since(Name),
}

/// `OPERAND is RELATION`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared.
    pub operand: Operand,
    /// `is not`, `does not contain`, `does not match`
    pub negated: bool,
    /// Place of the operator's words, `is` included.
    pub operator_at: At,
    /// With what, and how.
    pub relation: Relation,
}

/// The left-hand side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Place.
    pub at: At,
    /// Which.
    pub kind: OperandKind,
}

/// Which operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperandKind {
    /// `employees`
    Name(Name),
    /// `domain of email`
    DomainOf(Name),
    /// `kind of latest touch where (…)`
    OfEvent {
        /// The event's field.
        field: Name,
        /// `first`, else `latest`.
        first: bool,
        /// The event.
        event: Name,
        /// Which rows; a parenthesis.
        filter: Option<Box<Chain>>,
    },
}

/// The operator and the right-hand side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `is known`
    Known,
    /// `is missing`
    Missing,
    /// `is VALUE`
    Is(Value),
    /// `is one of VALUES`
    OneOf(Values),
    /// `is at least VALUE`
    AtLeast(Value),
    /// `is at most VALUE`
    AtMost(Value),
    /// `is less than VALUE`
    LessThan(Value),
    /// `is more than VALUE`
    MoreThan(Value),
    /// `is between VALUE and VALUE`
    Between(Value, Value),
    /// `is within VALUE`, `is within the next VALUE`
    Within(Value),
    /// `is within the last VALUE`
    WithinLast(Value),
    /// `is more than DURATION ago`
    MoreThanAgo(Duration),
    /// `is before VALUE`
    Before(Value),
    /// `is after VALUE`
    After(Value),
    /// `is on or before VALUE`
    OnOrBefore(Value),
    /// `is on or after VALUE`
    OnOrAfter(Value),
    /// `is in the past`
    InThePast,
    /// `is in the future`
    InTheFuture,
    /// `contains VALUES`
    Contains {
        /// `any of` or `all of`.
        quantifier: Option<ContainsQuantifier>,
        /// `the text`, `the texts`: substrings, not words.
        substring: bool,
        /// The words, texts or items.
        values: Values,
    },
    /// `starts with TEXTS`
    StartsWith {
        /// `any of`
        any_of: bool,
        /// The texts.
        texts: Vec<Text>,
    },
    /// `ends with TEXTS`
    EndsWith {
        /// `any of`
        any_of: bool,
        /// The texts.
        texts: Vec<Text>,
    },
    /// `matches PATTERNS`
    Matches {
        /// `any of`
        any_of: bool,
        /// The patterns.
        texts: Vec<Text>,
    },
}

/// How many of the values must be contained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainsQuantifier {
    /// `any of`
    Any,
    /// `all of`
    All,
}
