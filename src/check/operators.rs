//! The one table of operators: which comparison goes with which type (language.md, 4.1), and its words.

use crate::syntax::document::Relation;

/// What a comparison looks at, as far as operators care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// `yes/no`
    YesNo,
    /// `text`, and the domain of an email field
    Text,
    /// `email`
    Email,
    /// `whole number`
    WholeNumber,
    /// `number`
    Number,
    /// `money in …`
    Money,
    /// `percent`
    Percent,
    /// `date`
    Date,
    /// `date and time`
    DateTime,
    /// `one of …`
    OneOf,
    /// `one of … in order`
    OneOfInOrder,
    /// `some of …`
    SomeOf,
    /// `duration in …`: parameters only
    Duration,
    /// A score.
    Score,
}

impl Kind {
    /// The kind as a message names it: `revenue is money`.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::YesNo => "a yes/no field",
            Kind::Text => "a text",
            Kind::Email => "an email address",
            Kind::WholeNumber => "a whole number",
            Kind::Number => "a number",
            Kind::Money => "an amount of money",
            Kind::Percent => "a percentage",
            Kind::Date => "a date",
            Kind::DateTime => "a date and time",
            Kind::OneOf => "one of several values",
            Kind::OneOfInOrder => "one of several values in order",
            Kind::SomeOf => "a choice of several values",
            Kind::Duration => "a length of time",
            Kind::Score => "a score",
        }
    }
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operator {
    /// `is known`, `is missing`
    Known,
    /// `is`
    Is,
    /// `is one of`
    OneOf,
    /// `is at least`
    AtLeast,
    /// `is at most`
    AtMost,
    /// `is more than`
    MoreThan,
    /// `is less than`
    LessThan,
    /// `is between`
    Between,
    /// `is within`
    Within,
    /// `is within the last`
    WithinLast,
    /// `is more than … ago`
    MoreThanAgo,
    /// `is before`
    Before,
    /// `is after`
    After,
    /// `is on or before`
    OnOrBefore,
    /// `is on or after`
    OnOrAfter,
    /// `is in the past`
    InThePast,
    /// `is in the future`
    InTheFuture,
    /// `contains`
    Contains,
    /// `contains the text`
    ContainsText,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `matches`
    Matches,
}

const ORDERED: &[Kind] =
    &[Kind::WholeNumber, Kind::Number, Kind::Money, Kind::Percent, Kind::OneOfInOrder, Kind::Score];
const RANGED: &[Kind] = &[
    Kind::WholeNumber,
    Kind::Number,
    Kind::Money,
    Kind::Percent,
    Kind::OneOfInOrder,
    Kind::Score,
    Kind::Date,
    Kind::DateTime,
];
const DATES: &[Kind] = &[Kind::Date, Kind::DateTime];
const TEXTS: &[Kind] = &[Kind::Text, Kind::Email];
const FIELDS: &[Kind] = &[
    Kind::YesNo,
    Kind::Text,
    Kind::Email,
    Kind::WholeNumber,
    Kind::Number,
    Kind::Money,
    Kind::Percent,
    Kind::Date,
    Kind::DateTime,
    Kind::OneOf,
    Kind::OneOfInOrder,
    Kind::SomeOf,
];

impl Operator {
    /// All of them, the most usual first: messages list those that fit in this order.
    pub(super) const ALL: [Operator; 22] = [
        Operator::Is,
        Operator::OneOf,
        Operator::AtLeast,
        Operator::AtMost,
        Operator::MoreThan,
        Operator::LessThan,
        Operator::Between,
        Operator::Contains,
        Operator::ContainsText,
        Operator::StartsWith,
        Operator::EndsWith,
        Operator::Matches,
        Operator::Within,
        Operator::WithinLast,
        Operator::MoreThanAgo,
        Operator::Before,
        Operator::After,
        Operator::OnOrBefore,
        Operator::OnOrAfter,
        Operator::InThePast,
        Operator::InTheFuture,
        Operator::Known,
    ];

    /// The row of the table: the operator's words, and what it goes with.
    pub(super) fn row(self) -> (&'static str, &'static [Kind]) {
        match self {
            Operator::Known => ("is known", FIELDS),
            Operator::Is => (
                "is",
                &[
                    Kind::YesNo,
                    Kind::Text,
                    Kind::Email,
                    Kind::WholeNumber,
                    Kind::Number,
                    Kind::Money,
                    Kind::Percent,
                    Kind::Date,
                    Kind::DateTime,
                    Kind::OneOf,
                    Kind::OneOfInOrder,
                    Kind::Score,
                ],
            ),
            Operator::OneOf => (
                "is one of",
                &[
                    Kind::Text,
                    Kind::Email,
                    Kind::OneOf,
                    Kind::OneOfInOrder,
                    Kind::WholeNumber,
                    Kind::Number,
                    Kind::Money,
                    Kind::Percent,
                    Kind::Date,
                    Kind::DateTime,
                    Kind::Score,
                ],
            ),
            Operator::AtLeast => ("is at least", ORDERED),
            Operator::AtMost => ("is at most", ORDERED),
            Operator::MoreThan => ("is more than", ORDERED),
            Operator::LessThan => ("is less than", ORDERED),
            Operator::Between => ("is between", RANGED),
            Operator::Within => ("is within", DATES),
            Operator::WithinLast => ("is within the last", DATES),
            Operator::MoreThanAgo => ("is more than … ago", DATES),
            Operator::Before => ("is before", DATES),
            Operator::After => ("is after", DATES),
            Operator::OnOrBefore => ("is on or before", DATES),
            Operator::OnOrAfter => ("is on or after", DATES),
            Operator::InThePast => ("is in the past", DATES),
            Operator::InTheFuture => ("is in the future", DATES),
            Operator::Contains => ("contains", &[Kind::Text, Kind::Email, Kind::SomeOf]),
            Operator::ContainsText => ("contains the text", TEXTS),
            Operator::StartsWith => ("starts with", TEXTS),
            Operator::EndsWith => ("ends with", TEXTS),
            Operator::Matches => ("matches", TEXTS),
        }
    }

    /// Its words.
    pub(super) fn words(self) -> &'static str {
        self.row().0
    }

    /// Whether it goes with this kind.
    pub(super) fn fits(self, kind: Kind) -> bool {
        self.row().1.contains(&kind)
    }

    /// The words of all operators that go with this kind.
    pub(super) fn of_kind(kind: Kind) -> Vec<&'static str> {
        Operator::ALL.into_iter().filter(|operator| operator.fits(kind)).map(Operator::words).collect()
    }

    /// The operator that was written.
    pub(super) fn of(relation: &Relation) -> Operator {
        match relation {
            Relation::Known | Relation::Missing => Operator::Known,
            Relation::Is(_) => Operator::Is,
            Relation::OneOf(_) => Operator::OneOf,
            Relation::AtLeast(_) => Operator::AtLeast,
            Relation::AtMost(_) => Operator::AtMost,
            Relation::LessThan(_) => Operator::LessThan,
            Relation::MoreThan(_) => Operator::MoreThan,
            Relation::Between(..) => Operator::Between,
            Relation::Within(_) => Operator::Within,
            Relation::WithinLast(_) => Operator::WithinLast,
            Relation::MoreThanAgo(_) => Operator::MoreThanAgo,
            Relation::Before(_) => Operator::Before,
            Relation::After(_) => Operator::After,
            Relation::OnOrBefore(_) => Operator::OnOrBefore,
            Relation::OnOrAfter(_) => Operator::OnOrAfter,
            Relation::InThePast => Operator::InThePast,
            Relation::InTheFuture => Operator::InTheFuture,
            Relation::Contains { substring: false, .. } => Operator::Contains,
            Relation::Contains { substring: true, .. } => Operator::ContainsText,
            Relation::StartsWith { .. } => Operator::StartsWith,
            Relation::EndsWith { .. } => Operator::EndsWith,
            Relation::Matches { .. } => Operator::Matches,
        }
    }
}
