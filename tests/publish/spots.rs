//! Every place of a definition where something is written that people will read, to look at it or to write something
//! else there. It knows the tree of what was written and nothing of how that is said.

use uld::syntax::document::{
    Argument, AssumedValue, Chain, Comparison, Condition, Count, CountNumber, Criterion, CurrencyMark, Date,
    Document, Duration, Duty, DutyClause, EventFieldClause, Events, EventsClause, Example, ExampleClause,
    Expect, Field, FieldClause, Given, Header, HeaderClause, Item, ItemKind, Lifecycle, LifecycleClause,
    List, ListValues, Literal, Lookup, LookupClause, Money, Name, Number, OperandKind, OutcomeAction,
    OutcomeLine, Percent, Points, PointsBasis, Promise, Prose, Quantifier, Quantity, Relation, Route,
    RouteClause, RouteRowWhen, RowWhen, RuleClause, Score, ScoreClause, SourceClause, SourceRule, Stage,
    StageClause, Table, TableCell, Target, Team, Term, Test, Text, Time, Titled, Type, TypeKind, Unary,
    Value, Values, When, Window, WindowKind,
};

/// A place where something is written.
pub enum Spot<'d> {
    Text(Role, &'d mut Text),
    /// What a thing is called; a title may be missing. None where no title can stand.
    Declared(Thing, &'d mut Name, Option<&'d mut Option<Text>>),
    /// A name where it is used.
    Used(&'d mut Name),
    /// A reason; it may be missing.
    Reason(&'d mut Option<Text>),
    Prose(&'d mut Prose),
    Number(Amount, &'d mut Number),
    Money(&'d mut Money),
    Percent(&'d mut Percent),
    /// A length of time.
    Length(&'d mut Duration),
    Date(&'d mut Date),
    Time(&'d mut Time),
    /// A cell of a table of examples.
    Cell(&'d mut TableCell),
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The definition's title, or an example's.
    Title,
    Owner,
    Zone,
    /// Cells that count as blank, yes, no or a value.
    Spelling,
    /// The header of a column.
    Column,
    /// How cells are written.
    Form,
    /// The name of a file, without folder and ending.
    Stem,
    /// A path below the definition's folder.
    Path,
    /// A value of a field or list.
    Value,
    /// What is between several values of a cell.
    Separator,
    /// A value that a criterion may be given, which is said where it is.
    Argument,
    /// A text that is compared with.
    Compared,
    /// What is promised.
    Promise,
    Otherwise,
}

/// What a name declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Team,
    List,
    /// Whether its column has a header of its own, which it is called by.
    Field {
        column: bool,
    },
    Event,
    Plural,
    EventField {
        column: bool,
    },
    Lookup,
    Stage,
    Aside,
    /// The rule of a stage that the lifecycle has, or that is the lifecycle.
    StageRule,
    Profile,
    Criterion,
    Parameter,
    Source,
    Score,
    Band,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    Version,
    /// A value that is compared with, given or expected.
    Value,
    /// Of events, where 0 and 1 have words of their own.
    Events,
    /// Of lines in a group.
    Lines,
    Points,
    /// The ends of a score's range, and of its bands.
    Range,
    /// `per 10 of`
    Step,
}

/// Goes through all of a document.
pub fn walk(document: &mut Document, see: &mut dyn FnMut(Spot<'_>)) {
    for item in &mut document.items {
        walk_item(item, see);
    }
}

/// Goes through one definition.
pub fn walk_item(item: &mut Item, see: &mut dyn FnMut(Spot<'_>)) {
    let mut walker = Walker { see };
    match &mut item.kind {
        ItemKind::Prose(prose) => walker.prose(prose),
        ItemKind::Header(header) => walker.header(header),
        ItemKind::Include(include) => walker.text(Role::Path, &mut include.path),
        ItemKind::Team(Team { name, title, side: _ }) => walker.declared(Thing::Team, name, Some(title)),
        ItemKind::List(List { name, values }) => {
            walker.declared(Thing::List, name, None);
            match values {
                ListValues::Inline(values) => walker.texts(Role::Value, values),
                ListValues::File(path) => walker.text(Role::Path, path),
            }
        }
        ItemKind::Rate(rate) => {
            walker.money(&mut rate.from);
            walker.money(&mut rate.to);
            walker.date(&mut rate.as_of);
        }
        ItemKind::Field(field) => walker.field(field),
        ItemKind::Lookup(lookup) => walker.lookup(lookup),
        ItemKind::Events(events) => walker.events(events),
        ItemKind::Lifecycle(lifecycle) => walker.lifecycle(lifecycle),
        ItemKind::Profile(profile) => {
            walker.declared(Thing::Profile, &mut profile.name, Some(&mut profile.title));
            walker.when(&mut profile.when);
            profile.clauses.iter_mut().for_each(|clause| walker.rule_clause(&mut clause.kind));
        }
        ItemKind::Criterion(Criterion { name, parameter, title, when, clauses }) => {
            walker.declared(Thing::Criterion, name, Some(title));
            if let Some(parameter) = parameter {
                walker.declared(Thing::Parameter, &mut parameter.name, None);
                if let TypeKind::OneOf { values, .. } = &mut parameter.parameter_type.kind {
                    walker.texts(Role::Argument, values);
                }
            }
            walker.when(when);
            clauses.iter_mut().for_each(|clause| walker.rule_clause(&mut clause.kind));
        }
        ItemKind::Stage(stage) => walker.stage(stage),
        ItemKind::Source(source) => walker.source(source),
        ItemKind::Score(score) => walker.score(score),
        ItemKind::Route(route) => walker.route(route),
        ItemKind::Duty(duty) => walker.duty(duty),
        ItemKind::Example(example) => walker.example(example),
        ItemKind::Table(Table { as_of, rows }) => {
            as_of.iter_mut().for_each(|date| walker.date(date));
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                (walker.see)(Spot::Cell(cell));
            }
        }
    }
}

struct Walker<'s, 'f> {
    see: &'s mut (dyn FnMut(Spot<'_>) + 'f),
}

impl Walker<'_, '_> {
    fn text(&mut self, role: Role, text: &mut Text) {
        (self.see)(Spot::Text(role, text));
    }

    fn texts(&mut self, role: Role, texts: &mut [Text]) {
        texts.iter_mut().for_each(|text| self.text(role, text));
    }

    fn declared(&mut self, thing: Thing, name: &mut Name, title: Option<&mut Option<Text>>) {
        (self.see)(Spot::Declared(thing, name, title));
    }

    fn used(&mut self, name: &mut Name) {
        (self.see)(Spot::Used(name));
    }

    fn all_used(&mut self, names: &mut [Name]) {
        names.iter_mut().for_each(|name| self.used(name));
    }

    fn because(&mut self, because: &mut Option<Text>) {
        (self.see)(Spot::Reason(because));
    }

    fn prose(&mut self, prose: &mut Prose) {
        (self.see)(Spot::Prose(prose));
    }

    fn number(&mut self, amount: Amount, number: &mut Number) {
        (self.see)(Spot::Number(amount, number));
    }

    fn money(&mut self, money: &mut Money) {
        (self.see)(Spot::Money(money));
    }

    fn length(&mut self, length: &mut Duration) {
        (self.see)(Spot::Length(length));
    }

    fn date(&mut self, date: &mut Date) {
        (self.see)(Spot::Date(date));
    }

    fn header(&mut self, header: &mut Header) {
        self.text(Role::Title, &mut header.title);
        header.version.iter_mut().for_each(|version| self.number(Amount::Version, version));
        for clause in &mut header.clauses {
            match &mut clause.kind {
                HeaderClause::Agreed(date) => self.date(date),
                HeaderClause::MarketingOwner(text) | HeaderClause::SalesOwner(text) => {
                    self.text(Role::Owner, text)
                }
                HeaderClause::ReviewEvery(length) => self.length(length),
                HeaderClause::TimeZone(zone) => self.text(Role::Zone, zone),
                HeaderClause::WorkingWeek { first: _, last: _, hours } => {
                    if let Some((start, end)) = hours {
                        (self.see)(Spot::Time(start));
                        (self.see)(Spot::Time(end));
                    }
                }
                HeaderClause::Holidays(days) => days.iter_mut().for_each(|day| self.date(day)),
                HeaderClause::IdentifiedBy(name) => self.used(name),
                HeaderClause::MissingAlso(texts) => self.texts(Role::Spelling, texts),
                HeaderClause::Prose(prose) => self.prose(prose),
                HeaderClause::Currency(_) => {}
            }
        }
    }

    fn field_type(&mut self, field_type: &mut Type) {
        match &mut field_type.kind {
            TypeKind::OneOf { values, .. } => self.texts(Role::Value, values),
            TypeKind::SomeOf { values, separator, .. } => {
                self.texts(Role::Value, values);
                separator.iter_mut().for_each(|mark| self.text(Role::Separator, mark));
            }
            TypeKind::YesNo
            | TypeKind::Text
            | TypeKind::Email
            | TypeKind::WholeNumber
            | TypeKind::Number
            | TypeKind::Money(_)
            | TypeKind::Percent
            | TypeKind::Date
            | TypeKind::DateTime
            | TypeKind::Duration(_) => {}
        }
    }

    fn field(&mut self, field: &mut Field) {
        let column = field.clauses.iter().any(|clause| matches!(clause.kind, FieldClause::Column { .. }));
        self.declared(Thing::Field { column }, &mut field.name, None);
        self.field_type(&mut field.field_type);
        for clause in &mut field.clauses {
            match &mut clause.kind {
                FieldClause::Column { header, of, also } => {
                    self.text(Role::Column, header);
                    of.iter_mut().for_each(|name| self.used(name));
                    self.texts(Role::Column, also);
                }
                FieldClause::CurrencyColumn(header) => self.text(Role::Column, header),
                FieldClause::Required | FieldClause::NoIsAnyOther => {}
                FieldClause::RequiredFrom(name) => self.used(name),
                FieldClause::Range(low, high) => {
                    self.value(low);
                    self.value(high);
                }
                FieldClause::WrittenAs(forms) => self.texts(Role::Form, forms),
                FieldClause::MissingAlso(texts) | FieldClause::YesIs(texts) | FieldClause::NoIs(texts) => {
                    self.texts(Role::Spelling, texts);
                }
                FieldClause::ValueAlso { value, also } => {
                    self.text(Role::Value, value);
                    self.texts(Role::Spelling, also);
                }
                FieldClause::Assume(AssumedValue::Never(_)) => {}
                FieldClause::Assume(AssumedValue::Value(value)) => self.value(value),
                FieldClause::Formerly(_) => {}
                FieldClause::DecidedBy(rows) => {
                    for row in rows {
                        self.text(Role::Value, &mut row.value);
                        row.when.iter_mut().for_each(|when| self.row_when(when));
                    }
                }
                FieldClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn lookup(&mut self, lookup: &mut Lookup) {
        self.declared(Thing::Lookup, &mut lookup.name, None);
        for clause in &mut lookup.clauses {
            match &mut clause.kind {
                LookupClause::File(stem) => self.text(Role::Stem, stem),
                LookupClause::MatchedBy { domain_of: _, field, to } => {
                    self.used(field);
                    self.text(Role::Column, to);
                }
                LookupClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn events(&mut self, events: &mut Events) {
        self.declared(Thing::Event, &mut events.name, None);
        self.declared(Thing::Plural, &mut events.plural, None);
        for clause in &mut events.clauses {
            match &mut clause.kind {
                EventsClause::File(stem) => self.text(Role::Stem, stem),
                EventsClause::MatchedBy { field, to, separator } => {
                    self.used(field);
                    to.iter_mut().for_each(|header| self.text(Role::Column, header));
                    separator.iter_mut().for_each(|mark| self.text(Role::Separator, mark));
                }
                EventsClause::DatedBy(name) => self.used(name),
                EventsClause::Field(field) => {
                    let column =
                        field.clauses.iter().any(|clause| matches!(clause.kind, EventFieldClause::Column(_)));
                    self.declared(Thing::EventField { column }, &mut field.name, None);
                    self.field_type(&mut field.field_type);
                    for clause in &mut field.clauses {
                        match &mut clause.kind {
                            EventFieldClause::Column(header) => self.text(Role::Column, header),
                            EventFieldClause::WrittenAs(forms) => self.texts(Role::Form, forms),
                            EventFieldClause::YesIs(texts)
                            | EventFieldClause::NoIs(texts)
                            | EventFieldClause::MissingAlso(texts) => self.texts(Role::Spelling, texts),
                        }
                    }
                }
                EventsClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn titled(&mut self, thing: Thing, titled: &mut [Titled]) {
        for Titled { name, title } in titled {
            self.declared(thing, name, Some(title));
        }
    }

    fn lifecycle(&mut self, lifecycle: &mut Lifecycle) {
        self.titled(Thing::Stage, &mut lifecycle.stages);
        for clause in &mut lifecycle.clauses {
            match &mut clause.kind {
                LifecycleClause::Aside(asides) => self.titled(Thing::Aside, asides),
                LifecycleClause::RecordedIn(name) => self.used(name),
                LifecycleClause::Rest { aside, duration, from, unless } => {
                    self.used(aside);
                    self.length(duration);
                    self.used(from);
                    unless.iter_mut().for_each(|chain| self.chain(chain));
                }
                LifecycleClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn rule_clause(&mut self, clause: &mut RuleClause) {
        match clause {
            RuleClause::IfUnknown(_) => {}
            RuleClause::Prose(prose) => self.prose(prose),
        }
    }

    fn stage(&mut self, stage: &mut Stage) {
        self.declared(Thing::StageRule, &mut stage.name, Some(&mut stage.title));
        self.when(&mut stage.when);
        for clause in &mut stage.clauses {
            match &mut clause.kind {
                StageClause::EnteredOn(name) => self.used(name),
                StageClause::MaySkip(names) | StageClause::Ask(names) => self.all_used(names),
                StageClause::Outcome(line) => self.outcome(line),
                StageClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn outcome(&mut self, line: &mut OutcomeLine) {
        line.condition.iter_mut().for_each(|chain| self.chain(chain));
        match &mut line.outcome.action {
            Some(OutcomeAction::MoveTo(to, length) | OutcomeAction::RecycleTo(to, length)) => {
                self.used(to);
                length.iter_mut().for_each(|length| self.length(length));
            }
            Some(OutcomeAction::Stay) | None => {}
        }
        line.outcome.promise.iter_mut().for_each(|promise| self.promise(promise));
        if line.outcome.promise.is_none() {
            self.because(&mut line.because);
        }
    }

    fn promise(&mut self, promise: &mut Promise) {
        self.used(&mut promise.who);
        self.text(Role::Promise, &mut promise.what);
        match &mut promise.term {
            Some(Term::Within(length, of)) => {
                self.length(length);
                of.iter_mut().for_each(|name| self.used(name));
            }
            Some(Term::Before(name)) => self.used(name),
            Some(Term::Every(length)) => self.length(length),
            None => {}
        }
        promise.when.iter_mut().for_each(|chain| self.chain(chain));
        self.because(&mut promise.because);
    }

    fn source(&mut self, source: &mut SourceRule) {
        self.declared(Thing::Source, &mut source.name, Some(&mut source.title));
        source.when.iter_mut().for_each(|when| self.when(when));
        for clause in &mut source.clauses {
            match &mut clause.kind {
                SourceClause::Open { because } => self.because(because),
                SourceClause::ClosedFor { stages, because } => {
                    self.all_used(stages);
                    self.because(because);
                }
                SourceClause::GateFor { stages, condition, because } => {
                    self.all_used(stages);
                    self.condition(condition);
                    if matches!(condition, Condition::Chain(_)) || because.is_some() {
                        self.because(because);
                    }
                }
                SourceClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn score(&mut self, score: &mut Score) {
        self.declared(Thing::Score, &mut score.name, Some(&mut score.title));
        self.number(Amount::Range, &mut score.low);
        self.number(Amount::Range, &mut score.high);
        for clause in &mut score.clauses {
            match &mut clause.kind {
                ScoreClause::Points(points) => self.points(points),
                ScoreClause::IfUnknown(_) => {}
                ScoreClause::Bands(bands) => {
                    for band in bands {
                        self.declared(Thing::Band, &mut band.name, None);
                        self.number(Amount::Range, &mut band.from);
                    }
                }
                ScoreClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn points(&mut self, row: &mut Points) {
        self.number(Amount::Points, &mut row.points);
        match &mut row.basis {
            PointsBasis::When(when) => self.row_when(when),
            PointsBasis::Per { step, of } => {
                step.iter_mut().for_each(|step| self.number(Amount::Step, step));
                self.used(of);
            }
            PointsBasis::ForEach { event, filter, window } => {
                self.used(event);
                filter.iter_mut().for_each(|filter| self.unary(filter));
                window.iter_mut().for_each(|window| self.window(window));
            }
        }
        row.at_most.iter_mut().for_each(|most| self.number(Amount::Points, most));
        if let Some((loss, length)) = &mut row.losing {
            (self.see)(Spot::Percent(loss));
            self.length(length);
        }
        if !matches!(row.basis, PointsBasis::When(_)) || row.because.is_some() {
            self.because(&mut row.because);
        }
    }

    fn route(&mut self, route: &mut Route) {
        self.used(&mut route.stage);
        for clause in &mut route.clauses {
            match &mut clause.kind {
                RouteClause::Row(row) => {
                    if let RouteRowWhen::When(when) = &mut row.when {
                        self.row_when(when);
                    }
                    match &mut row.target {
                        Target::Team(name) | Target::ValueOf(name) => self.used(name),
                        Target::OneOf { teams, by } => {
                            self.all_used(teams);
                            self.used(by);
                        }
                    }
                    row.respond_within.iter_mut().for_each(|length| self.length(length));
                    // Right behind the condition, a second reason would have no place.
                    let second = matches!(row.when, RouteRowWhen::When(_)) && row.respond_within.is_none();
                    if !second || row.because.is_some() {
                        self.because(&mut row.because);
                    }
                }
                RouteClause::RespondWithin { deadline, when } => {
                    self.length(deadline);
                    when.iter_mut().for_each(|when| self.row_when(when));
                }
                RouteClause::ShownBy(chain) => self.chain(chain),
                RouteClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn duty(&mut self, duty: &mut Duty) {
        self.promise(&mut duty.promise);
        for clause in &mut duty.clauses {
            match &mut clause.kind {
                DutyClause::ShownBy(chain) => self.chain(chain),
                DutyClause::Otherwise(text) => self.text(Role::Otherwise, text),
                DutyClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn example(&mut self, example: &mut Example) {
        self.text(Role::Title, &mut example.title);
        example.as_of.iter_mut().for_each(|date| self.date(date));
        for clause in &mut example.clauses {
            match &mut clause.kind {
                ExampleClause::Given(givens) => self.givens(givens),
                ExampleClause::Event { event, givens } => {
                    self.used(event);
                    self.givens(givens);
                }
                ExampleClause::Expect(expected) => {
                    for expected in expected {
                        match expected {
                            Expect::RouteTo(name) => self.used(name),
                            Expect::Unknown { name, asking } => {
                                self.used(name);
                                self.all_used(asking);
                            }
                            Expect::Value { name, value } => {
                                self.used(name);
                                self.value(value);
                            }
                        }
                    }
                }
                ExampleClause::Prose(prose) => self.prose(prose),
            }
        }
    }

    fn givens(&mut self, givens: &mut [Given]) {
        for given in givens {
            self.used(&mut given.name);
            given.values.iter_mut().for_each(|value| self.value(value));
        }
    }

    fn when(&mut self, when: &mut When) {
        self.condition(&mut when.condition);
        // Below bullets, it would be the reason of the last one.
        if matches!(when.condition, Condition::Chain(_)) || when.because.is_some() {
            self.because(&mut when.because);
        }
    }

    fn row_when(&mut self, when: &mut RowWhen) {
        self.chain(&mut when.chain);
        self.because(&mut when.because);
    }

    fn condition(&mut self, condition: &mut Condition) {
        match condition {
            Condition::Groups(groups) => {
                for group in groups {
                    if let Quantifier::AtLeast(number) = &mut group.quantifier {
                        self.number(Amount::Lines, number);
                    }
                    for line in &mut group.lines {
                        self.chain(&mut line.chain);
                        self.because(&mut line.because);
                    }
                }
            }
            Condition::Chain(chain) => self.chain(chain),
        }
    }

    fn chain(&mut self, chain: &mut Chain) {
        self.unary(&mut chain.first);
        chain.rest.iter_mut().for_each(|(_, unary)| self.unary(unary));
    }

    fn unary(&mut self, unary: &mut Unary) {
        match &mut unary.test {
            Test::Paren(chain) => self.chain(chain),
            Test::Fits { negated: _, profile } => self.used(profile),
            Test::Quantity(quantity) => self.quantity(quantity),
            Test::Compare(comparison) => self.comparison(comparison),
            Test::Reference { name, argument } => {
                self.used(name);
                match argument {
                    Some(Argument::Literal(literal)) => self.literal(literal),
                    Some(Argument::Name(name)) => self.used(name),
                    None => {}
                }
            }
        }
    }

    fn quantity(&mut self, quantity: &mut Quantity) {
        match &mut quantity.count {
            Count::No | Count::Any => {}
            Count::AtLeast(number)
            | Count::AtMost(number)
            | Count::MoreThan(number)
            | Count::LessThan(number)
            | Count::Exactly(number) => match number {
                CountNumber::Number(number) => self.number(Amount::Events, number),
                CountNumber::Name(name) => self.used(name),
            },
        }
        self.used(&mut quantity.event);
        quantity.filter.iter_mut().for_each(|filter| self.unary(filter));
        quantity.window.iter_mut().for_each(|window| self.window(window));
    }

    fn window(&mut self, window: &mut Window) {
        match &mut window.kind {
            WindowKind::Last(length) => self.length(length),
            WindowKind::LastName(name) | WindowKind::Since(name) => self.used(name),
        }
    }

    fn comparison(&mut self, comparison: &mut Comparison) {
        match &mut comparison.operand.kind {
            OperandKind::Name(name) | OperandKind::DomainOf(name) => self.used(name),
            OperandKind::OfEvent { field, first: _, event, filter } => {
                self.used(field);
                self.used(event);
                filter.iter_mut().for_each(|filter| self.chain(filter));
            }
        }
        match &mut comparison.relation {
            Relation::Known | Relation::Missing | Relation::InThePast | Relation::InTheFuture => {}
            Relation::Is(value)
            | Relation::AtLeast(value)
            | Relation::AtMost(value)
            | Relation::LessThan(value)
            | Relation::MoreThan(value)
            | Relation::Within(value)
            | Relation::WithinLast(value)
            | Relation::Before(value)
            | Relation::After(value)
            | Relation::OnOrBefore(value)
            | Relation::OnOrAfter(value) => self.value(value),
            Relation::Between(low, high) => {
                self.value(low);
                self.value(high);
            }
            Relation::MoreThanAgo(length) => self.length(length),
            Relation::OneOf(values) | Relation::Contains { quantifier: _, substring: _, values } => {
                match values {
                    Values::Literals(literals) => {
                        literals.iter_mut().for_each(|literal| self.literal(literal))
                    }
                    Values::List(name) => self.used(name),
                }
            }
            Relation::StartsWith { any_of: _, texts }
            | Relation::EndsWith { any_of: _, texts }
            | Relation::Matches { any_of: _, texts } => self.texts(Role::Compared, texts),
        }
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Yes(_) | Value::No(_) => {}
            Value::Literal(literal) => self.literal(literal),
            Value::Name(name) => self.used(name),
        }
    }

    fn literal(&mut self, literal: &mut Literal) {
        match literal {
            Literal::Date(date) => self.date(date),
            Literal::Duration(length) => self.length(length),
            Literal::Money(money) => self.money(money),
            Literal::Percent(percent) => (self.see)(Spot::Percent(percent)),
            Literal::Number(number) => self.number(Amount::Value, number),
            Literal::Text(text) => self.text(Role::Compared, text),
        }
    }
}

/// The code of a currency, or what its sign stands for in a definition of this currency.
pub fn code(mark: &CurrencyMark, currency: &str) -> String {
    match mark {
        CurrencyMark::Code(code) => code.clone(),
        CurrencyMark::Sign(_) => currency.to_owned(),
    }
}
