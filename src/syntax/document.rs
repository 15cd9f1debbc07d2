//! The tree of what was written: one node for each thing that a person can point at.
//!
//! It keeps the order and the spelling of the text (the formatter needs both) and resolves nothing: a [`Name`] is a
//! word, not yet a field. Two trees are equal when they say the same, wherever it stands: places ([`At`]) never differ,
//! names compare by their folded form.
//!
//! Clauses stay in the order in which they were written, prose lines among them.

mod agreement;
mod condition;
mod contract;
mod example;
mod lifecycle;
mod literal;
mod routing;

use std::fmt;

use unicode_normalization::UnicodeNormalization;

pub use crate::text::name::fold;
use crate::text::span::{SourceId, Span};
pub use crate::text::unit::Unit;

pub use agreement::{Header, HeaderClause, Include, List, ListValues, Rate, Team};
pub use condition::{
    Argument, Chain, Comparison, Condition, ContainsQuantifier, Count, CountNumber, Group, GroupLine, Joiner,
    Operand, OperandKind, Quantifier, Quantity, Relation, Test, Unary, When, Window, WindowKind,
};
pub use contract::{
    AssumedValue, DecidedRow, EventField, EventFieldClause, Events, EventsClause, Field, FieldClause, Lookup,
    LookupClause, RowWhen, Type, TypeKind,
};
pub use example::{Example, ExampleClause, Expect, Given, Table, TableCell, TableRow};
pub use lifecycle::{
    Criterion, Lifecycle, LifecycleClause, Outcome, OutcomeAction, OutcomeLine, OutcomeWhen, Parameter,
    Profile, RuleClause, Stage, StageClause, Titled,
};
pub use literal::{
    CurrencyMark, Date, Duration, Literal, Money, Number, Percent, Text, Time, Value, Values, sign_fits,
};
pub use routing::{
    Band, Duty, DutyClause, Points, PointsBasis, Promise, Route, RouteClause, RouteRow, RouteRowWhen, Score,
    ScoreClause, SourceClause, SourceRule, Target, Term,
};

/// Where a node was written; all places are equal to each other (see above).
#[derive(Clone, Copy, Default)]
pub struct At(pub Span);

impl PartialEq for At {
    fn eq(&self, _: &At) -> bool {
        true
    }
}

impl Eq for At {}

impl fmt::Debug for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.0.start, self.0.end)
    }
}

/// One file, read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Which text it is.
    pub source: SourceId,
    /// The definitions and flush-left prose, in file order.
    pub items: Vec<Item>,
    /// The comments, in file order.
    pub comments: Vec<Comment>,
    /// Definitions that could not be read; their problems were reported.
    pub broken: Vec<Broken>,
}

/// A definition that could not be read, and what it would have declared: nobody should hear that these names are
/// unknown, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// From its first to its last line.
    pub at: At,
    /// What it would have defined, as far as its first words tell.
    pub kind: DefinitionKind,
    /// The names it declares, as far as they could be read: a field's own, an event and its plural, the stages of a
    /// lifecycle, a score and its bands.
    pub declares: Vec<Name>,
}

/// The kinds of definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefinitionKind {
    /// A line of flush-left prose.
    Prose,
    /// `definition "…"`
    Header,
    /// `include "…"`
    Include,
    /// `team …`
    Team,
    /// `list …`
    List,
    /// `rate …`
    Rate,
    /// `field …`
    Field,
    /// `lookup …`
    Lookup,
    /// `events …`
    Events,
    /// `lifecycle …`
    Lifecycle,
    /// `profile …`
    Profile,
    /// `criterion …`
    Criterion,
    /// `NAME when …`
    Stage,
    /// `source …`
    Source,
    /// `score …`
    Score,
    /// `route …`
    Route,
    /// `TEAM must "…"`
    Duty,
    /// `example "…"`
    Example,
    /// `examples` and a table
    Table,
}

/// `# like this`, to the end of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the last visible character.
    pub at: At,
    /// The comment with its `#`, without trailing blanks.
    pub text: String,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// A name as written: a field, a stage, a unit of anything that can be declared.
#[derive(Clone, Debug)]
pub struct Name {
    /// Place, brackets included.
    pub at: At,
    /// The name as written, without brackets, in NFC.
    pub text: String,
    /// Folded form, by which names are compared: NFC and lower case.
    pub key: String,
}

impl Name {
    /// The name with this spelling.
    pub fn new(text: &str, span: Span) -> Self {
        let text: String = text.nfc().collect();
        let key = fold(&text);
        Name { at: At(span), text, key }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.key == other.key
    }
}

impl Eq for Name {}

/// A line of a definition below its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause<Kind> {
    /// From its first to its last word.
    pub at: At,
    /// What it says.
    pub kind: Kind,
}

/// `> published text`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// Place, `>` included.
    pub at: At,
    /// The text after `>` and one blank, without trailing blanks.
    pub text: String,
}

/// One definition, or a line of flush-left prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// From its first to its last word.
    pub at: At,
    /// What it is.
    pub kind: ItemKind,
}

/// What a definition defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `> published text`
    Prose(Prose),
    /// `definition "…" version 3`
    Header(Header),
    /// `include "…"`
    Include(Include),
    /// `team …`
    Team(Team),
    /// `list …`
    List(List),
    /// `rate …`
    Rate(Rate),
    /// `field …`
    Field(Field),
    /// `lookup …`
    Lookup(Lookup),
    /// `events …`
    Events(Events),
    /// `lifecycle …`
    Lifecycle(Lifecycle),
    /// `profile …`
    Profile(Profile),
    /// `criterion …`
    Criterion(Criterion),
    /// `NAME when …`
    Stage(Stage),
    /// `source …`
    Source(SourceRule),
    /// `score …`
    Score(Score),
    /// `route …`
    Route(Route),
    /// `TEAM must "…"`
    Duty(Duty),
    /// `example "…"`
    Example(Example),
    /// `examples` and a table
    Table(Table),
}
