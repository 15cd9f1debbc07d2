//! The header, and what stands around the rules: includes, teams, lists and rates.

use super::literal::{Date, Duration, Money, Number, Text, Time};
use super::{Clause, Name, Prose};

/// `definition "Universal Lead Definition" version 3`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The title.
    pub title: Text,
    /// The version, a whole number in ten-thousandths as every [`Number`].
    pub version: Option<Number>,
    /// The lines below.
    pub clauses: Vec<Clause<HeaderClause>>,
}

/// A line of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderClause {
    /// `agreed 2026-01-12`
    Agreed(Date),
    /// `marketing owner "…"`
    MarketingOwner(Text),
    /// `sales owner "…"`
    SalesOwner(Text),
    /// `review every 2 weeks`
    ReviewEvery(Duration),
    /// `currency USD`
    Currency(Name),
    /// `time zone "…"`
    TimeZone(Text),
    /// `working week Monday to Friday, 09:00 to 17:00`
    WorkingWeek {
        /// First day.
        first: Name,
        /// Last day.
        last: Name,
        /// Start and end of the working day.
        hours: Option<(Time, Time)>,
    },
    /// `holidays 2026-05-25, …`
    Holidays(Vec<Date>),
    /// `identified by contact_id`
    IdentifiedBy(Name),
    /// `missing also "N/A", …`
    MissingAlso(Vec<Text>),
    /// `> …`
    Prose(Prose),
}

/// `include "routing.uld"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The path, or a pack's name such as `uld:us-states`.
    pub path: Text,
}

/// `team enterprise "Enterprise account executives" in sales`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `marketing` or `sales`.
    pub side: Name,
}

/// `list emea: "Germany", …` or `list competitors from "competitors.txt"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// Where its values come from.
    pub values: ListValues,
}

/// Where a list's values come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListValues {
    /// Written here.
    Inline(Vec<Text>),
    /// A file with one value a line.
    File(Text),
}

/// `rate 1 EUR = 1.08 USD as of 2026-01-02`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Left of `=`.
    pub from: Money,
    /// Right of `=`.
    pub to: Money,
    /// The day of the rate.
    pub as_of: Date,
}
