//! The tree of what was written: one node for each thing that a person can point at.
//!
//! It keeps the order and the spelling of the text (the formatter needs both) and resolves nothing: a [`Name`] is a
//! word, not yet a field. Two trees are equal when they say the same, wherever it stands: places ([`At`]) never differ,
//! names compare by their folded form.
//!
//! Clauses stay in the order in which they were written, prose lines among them.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

pub use crate::text::name::fold;
use crate::text::span::{SourceId, Span};
pub use crate::text::unit::Unit;

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

/// A quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Place, quotes included.
    pub at: At,
    /// What stands between the quotes, `""` read as one quote.
    pub value: String,
}

/// A number as `4,200`, `1.5`, `50M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Place.
    pub at: At,
    /// Its value in ten-thousandths: `1.5` is 15,000.
    pub value: i64,
    /// As written: digits, commas, point and K, M or B.
    pub written: String,
}

/// Which currency an amount was written in.
#[derive(Clone, Debug)]
pub enum CurrencyMark {
    /// A code: `USD`.
    Code(String),
    /// A sign: `$`, `€` or `£`. The header's currency says which it is.
    Sign(char),
}

/// A sign equals each code that it can stand for, since the formatter writes the code for the sign.
impl PartialEq for CurrencyMark {
    fn eq(&self, other: &CurrencyMark) -> bool {
        match (self, other) {
            (CurrencyMark::Code(one), CurrencyMark::Code(two)) => one == two,
            (CurrencyMark::Sign(one), CurrencyMark::Sign(two)) => one == two,
            (CurrencyMark::Sign(sign), CurrencyMark::Code(code))
            | (CurrencyMark::Code(code), CurrencyMark::Sign(sign)) => sign_fits(*sign, code),
        }
    }
}

impl Eq for CurrencyMark {}

/// Whether a currency of this code is written with this sign.
pub fn sign_fits(sign: char, code: &str) -> bool {
    match sign {
        '$' => matches!(
            code,
            "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN" | "TWD" | "BRL" | "ARS" | "CLP" | "COP"
        ),
        '€' => code == "EUR",
        '£' => matches!(code, "GBP" | "EGP" | "GIP"),
        _ => false,
    }
}

/// `50M USD` or `$50M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Place.
    pub at: At,
    /// How much.
    pub amount: Number,
    /// Of what.
    pub currency: CurrencyMark,
}

/// `25%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Place.
    pub at: At,
    /// In ten-thousandths of one per cent: `25%` is 250,000.
    pub value: i64,
    /// As written, without the sign.
    pub written: String,
}

/// `3 months`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// Place.
    pub at: At,
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// `2026-01-31`; the day may not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// Place.
    pub at: At,
    /// Year, 0 to 9999.
    pub year: i16,
    /// Month as written.
    pub month: u8,
    /// Day as written.
    pub day: u8,
}

/// `09:00`; may be no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Place.
    pub at: At,
    /// Hour as written.
    pub hour: u8,
    /// Minute as written.
    pub minute: u8,
}

/// A value that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `2026-01-31`
    Date(Date),
    /// `3 months`
    Duration(Duration),
    /// `50M USD`
    Money(Money),
    /// `25%`
    Percent(Percent),
    /// `4,200`
    Number(Number),
    /// `"Software"`
    Text(Text),
}

impl Literal {
    /// Where it was written.
    pub fn span(&self) -> Span {
        match self {
            Literal::Date(date) => date.at.0,
            Literal::Duration(duration) => duration.at.0,
            Literal::Money(money) => money.at.0,
            Literal::Percent(percent) => percent.at.0,
            Literal::Number(number) => number.at.0,
            Literal::Text(text) => text.at.0,
        }
    }
}

/// The right-hand side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `yes`
    Yes(At),
    /// `no`
    No(At),
    /// A literal.
    Literal(Literal),
    /// A parameter, a band, or a mistake.
    Name(Name),
}

impl Value {
    /// Where it was written.
    pub fn span(&self) -> Span {
        match self {
            Value::Yes(at) | Value::No(at) => at.0,
            Value::Literal(literal) => literal.span(),
            Value::Name(name) => name.at.0,
        }
    }
}

/// Several values, or the name of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// `"A", "B"`; at least one.
    Literals(Vec<Literal>),
    /// `emea`
    List(Name),
}

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

/// A name with an optional title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
}

/// `lifecycle inquiry, lead, opportunity, customer`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// The stages, first to last.
    pub stages: Vec<Titled>,
    /// The lines below.
    pub clauses: Vec<Clause<LifecycleClause>>,
}

/// A line of the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleClause {
    /// `aside nurture "To be nurtured", disqualified`
    Aside(Vec<Titled>),
    /// `recorded in lifecycle_stage`
    RecordedIn(Name),
    /// `rest in nurture for 90 days from recycled_on, unless …`
    Rest {
        /// The aside stage.
        aside: Name,
        /// How long.
        duration: Duration,
        /// From which date on.
        from: Name,
        /// What ends the rest early.
        unless: Option<Chain>,
    },
    /// `> …`
    Prose(Prose),
}

/// `profile ICP "Ideal customer profile" when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<RuleClause>>,
}

/// `criterion evaluate_within (limit: duration in months) when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name.
    pub name: Name,
    /// Its parameter.
    pub parameter: Option<Parameter>,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<RuleClause>>,
}

/// `(limit: duration in months)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub parameter_type: Type,
}

/// A line of a profile or criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleClause {
    /// `if unknown, assume no`: true for yes.
    IfUnknown(bool),
    /// `> …`
    Prose(Prose),
}

/// `lead when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition.
    pub when: When,
    /// The lines below.
    pub clauses: Vec<Clause<StageClause>>,
}

/// A line of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageClause {
    /// `entered on became_lead_on`
    EnteredOn(Name),
    /// `may skip lead, opportunity`
    MaySkip(Vec<Name>),
    /// `ask decision_maker, evaluation_date`
    Ask(Vec<Name>),
    /// `if no and …: recycle to nurture for 90 days`
    Outcome(OutcomeLine),
    /// `> …`
    Prose(Prose),
}

/// `if unknown and …: stay, marketing must "…" because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeLine {
    /// Which line it is.
    pub when: OutcomeWhen,
    /// Its condition: `leave if` always has one, `if no` and `if unknown` may.
    pub condition: Option<Chain>,
    /// Where the contact goes.
    pub outcome: Outcome,
    /// The reason.
    pub because: Option<Text>,
}

/// Which outcome line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeWhen {
    /// `leave if …`
    Leave,
    /// `if no …`
    No,
    /// `if unknown …`
    Unknown,
}

/// What an outcome line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Place.
    pub at: At,
    /// Where the contact goes; none when the line is only a promise.
    pub action: Option<OutcomeAction>,
    /// Who must do what.
    pub promise: Option<Promise>,
}

/// Where the contact goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomeAction {
    /// `stay`
    Stay,
    /// `move to disqualified for 90 days`
    MoveTo(Name, Option<Duration>),
    /// `recycle to nurture for 90 days`
    RecycleTo(Name, Option<Duration>),
}

/// `source referral when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRule {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its condition; none for `otherwise`.
    pub when: Option<When>,
    /// The lines below.
    pub clauses: Vec<Clause<SourceClause>>,
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceClause {
    /// `open because "…"`
    Open {
        /// The reason.
        because: Option<Text>,
    },
    /// `closed for lead because "…"`
    ClosedFor {
        /// The stages.
        stages: Vec<Name>,
        /// The reason.
        because: Option<Text>,
    },
    /// `gate for lead: …`
    GateFor {
        /// The stages.
        stages: Vec<Name>,
        /// The extra condition.
        condition: Condition,
        /// The reason.
        because: Option<Text>,
    },
    /// `> …`
    Prose(Prose),
}

/// `score engagement "How interested" from 0 to 100`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Low end of its range.
    pub low: Number,
    /// High end of its range.
    pub high: Number,
    /// The lines below.
    pub clauses: Vec<Clause<ScoreClause>>,
}

/// A line of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreClause {
    /// `- 30 points when hand_raiser`
    Points(Points),
    /// `if unknown, assume no`: true for yes.
    IfUnknown(bool),
    /// `bands cold from 0, warm from 20`
    Bands(Vec<Band>),
    /// `> …`
    Prose(Prose),
}

/// `- minus 5 points for each touch where … within the last 30 days, at most 15, losing 50% every 30 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// Whether the points are taken away.
    pub minus: bool,
    /// How many.
    pub points: Number,
    /// For what.
    pub basis: PointsBasis,
    /// The cap.
    pub at_most: Option<Number>,
    /// The decay: how much is lost each how long.
    pub losing: Option<(Percent, Duration)>,
    /// The reason.
    pub because: Option<Text>,
}

/// What points are given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointsBasis {
    /// `when …`
    When(RowWhen),
    /// `per 10 of page_views`
    Per {
        /// The step; 1 when not written.
        step: Option<Number>,
        /// The number field or score.
        of: Name,
    },
    /// `for each touch where … within the last …`
    ForEach {
        /// The event.
        event: Name,
        /// Which of them.
        filter: Option<Box<Unary>>,
        /// Of what time.
        window: Option<Window>,
    },
}

/// `warm from 20`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its name.
    pub name: Name,
    /// Where it starts.
    pub from: Number,
}

/// `route lead`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The stage.
    pub stage: Name,
    /// The lines below.
    pub clauses: Vec<Clause<RouteClause>>,
}

/// A line of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteClause {
    /// `- to TEAM when …, respond within …`
    Row(RouteRow),
    /// `respond within 5 minutes when hand_raiser`
    RespondWithin {
        /// The deadline.
        deadline: Duration,
        /// Its condition; none for `otherwise`.
        when: Option<RowWhen>,
    },
    /// `shown by …`
    ShownBy(Chain),
    /// `> …`
    Prose(Prose),
}

/// A row of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRow {
    /// When it applies.
    pub when: RouteRowWhen,
    /// To whom.
    pub target: Target,
    /// How soon.
    pub respond_within: Option<Duration>,
    /// The reason.
    pub because: Option<Text>,
}

/// When a row of a route applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteRowWhen {
    /// `to TEAM when …`
    When(RowWhen),
    /// `otherwise to TEAM`
    Otherwise,
    /// `if unknown to TEAM`
    IfUnknown,
}

/// Who gets a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A team.
    Team(Name),
    /// `value of account_owner`
    ValueOf(Name),
    /// `one of east_1, east_2 by company_id`
    OneOf {
        /// The teams.
        teams: Vec<Name>,
        /// The text field that spreads them.
        by: Name,
    },
}

/// `sales must "make first contact" within 2 working days of lead`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Who must do what.
    pub promise: Promise,
    /// The lines below.
    pub clauses: Vec<Clause<DutyClause>>,
}

/// A line of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyClause {
    /// `shown by …`
    ShownBy(Chain),
    /// `otherwise "…"`
    Otherwise(Text),
    /// `> …`
    Prose(Prose),
}

/// `TEAM must "…" within … of … when … because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Place.
    pub at: At,
    /// Who.
    pub who: Name,
    /// What.
    pub what: Text,
    /// By when.
    pub term: Option<Term>,
    /// For whom.
    pub when: Option<Chain>,
    /// The reason.
    pub because: Option<Text>,
}

/// By when a promise is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// `within 2 working days of lead`
    Within(Duration, Option<Name>),
    /// `before nurture`
    Before(Name),
    /// `every 2 weeks`
    Every(Duration),
}

/// `example "CIO at an insurer", as of 2026-01-15`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its title.
    pub title: Text,
    /// The as-of date.
    pub as_of: Option<Date>,
    /// The lines below.
    pub clauses: Vec<Clause<ExampleClause>>,
}

/// A line of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleClause {
    /// `given industry "Insurance", employees 4,200`
    Given(Vec<Given>),
    /// `- touch kind "Call", team "sales"`
    Event {
        /// The event.
        event: Name,
        /// Its fields.
        givens: Vec<Given>,
    },
    /// `expect lead yes, route to enterprise`
    Expect(Vec<Expect>),
    /// `> …`
    Prose(Prose),
}

/// `employees 4,200`, `interests "Cloud" and "Security"`, `evaluation_date missing`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The field.
    pub name: Name,
    /// Its values; none for `missing`.
    pub values: Vec<Value>,
}

/// What an example expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// `route to enterprise`
    RouteTo(Name),
    /// `lead unknown asking evaluation_date and industry`
    Unknown {
        /// The rule.
        name: Name,
        /// The questions, all of them, in order; empty when not named.
        asking: Vec<Name>,
    },
    /// `lead yes`, `stage lead`, `engagement 35`
    Value {
        /// What is expected to be …
        name: Name,
        /// … this.
        value: Value,
    },
}

/// `examples, as of 2026-01-15` and its rows
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The as-of date.
    pub as_of: Option<Date>,
    /// The rows, header first.
    pub rows: Vec<TableRow>,
}

/// `| 90 | | no |`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Place.
    pub at: At,
    /// Its cells, trimmed.
    pub cells: Vec<TableCell>,
}

/// A cell of an examples table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// The trimmed text; the empty place in the middle for a blank cell.
    pub at: At,
    /// The trimmed text.
    pub text: String,
}

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
