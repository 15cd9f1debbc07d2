//! What could have stood somewhere, in a reader's words: the parser generator's own are never shown.

use super::parser::Rule;

/// A class of things that can stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// `fits ICP`
    Criterion,
    /// `all of:`
    ListHead,
    /// `is at least …`
    Comparison,
    /// `50`
    Value,
    /// `employees`
    Name,
    /// `"Software"`
    Text,
    /// `3`
    Number,
    /// `50M USD`
    Money,
    /// `25%`
    Percent,
    /// `2026-01-31`
    Date,
    /// `09:00`
    Time,
    /// `3 months`
    Duration,
    /// `whole number`
    Type,
    /// `stay`
    Outcome,
    /// `sales must "…"`
    Promise,
    /// `- …`
    Bullet,
    /// `| … |`
    Row,
    /// A line of the definition.
    Clause,
    /// A whole definition.
    Definition,
    /// A keyword or a sign.
    Word(&'static str),
    /// The end of the definition.
    End,
    /// Nothing that a reader would name.
    Nothing,
}

impl Expected {
    /// As said in a sentence; none for what is not worth saying.
    fn phrase(self) -> Option<String> {
        let phrase = match self {
            Expected::Criterion => "a criterion",
            Expected::ListHead => "`all of:`, `any of:`, `none of:`",
            Expected::Comparison => "a comparison such as `is`, `is at least`, `contains`",
            Expected::Value => "a value",
            Expected::Name => "a name",
            Expected::Text => "a text in quotes",
            Expected::Number => "a whole number",
            Expected::Money => "an amount of money such as `50M USD`",
            Expected::Percent => "a percentage such as `25%`",
            Expected::Date => "a date such as `2026-01-31`",
            Expected::Time => "a time such as `09:00`",
            Expected::Duration => "a length of time such as `3 months`",
            Expected::Type => "a type such as `text`, `whole number`, `yes/no`",
            Expected::Outcome => "`stay`, `recycle to`, `move to`",
            Expected::Promise => "what a team must do",
            Expected::Bullet => "a line with `- `",
            Expected::Row => "a row of the table",
            Expected::Clause => "a line of this definition",
            Expected::Definition => "a definition",
            Expected::Word(word) => return Some(format!("`{word}`")),
            Expected::End => "the end of this definition",
            Expected::Nothing => return None,
        };
        Some(phrase.to_owned())
    }
}

/// The phrases for what was expected, each once; at most seven, the general ones first.
pub(super) fn phrases(expected: &[Rule]) -> Vec<String> {
    let mut classes: Vec<Expected> = expected.iter().map(|rule| class(*rule)).collect();
    classes.sort_unstable();
    classes.dedup();
    classes.into_iter().filter_map(Expected::phrase).take(7).collect()
}

/// The keywords among what was expected.
pub(super) fn keywords(expected: &[Rule]) -> Vec<&'static str> {
    expected
        .iter()
        .filter_map(|rule| if let Expected::Word(word) = class(*rule) { Some(word) } else { None })
        .collect()
}

/// The class of a rule. A rule that is added to the grammar does not compile before it has one.
pub(super) fn class(rule: Rule) -> Expected {
    match rule {
        Rule::start_prose
        | Rule::start_header
        | Rule::start_include
        | Rule::start_team
        | Rule::start_list
        | Rule::start_rate
        | Rule::start_field
        | Rule::start_lookup
        | Rule::start_events
        | Rule::start_lifecycle
        | Rule::start_profile
        | Rule::start_criterion
        | Rule::start_stage
        | Rule::start_source
        | Rule::start_score
        | Rule::start_route
        | Rule::start_duty
        | Rule::start_example
        | Rule::start_table
        | Rule::header
        | Rule::include
        | Rule::team
        | Rule::list
        | Rule::rate
        | Rule::field
        | Rule::lookup
        | Rule::events
        | Rule::lifecycle
        | Rule::profile
        | Rule::criterion
        | Rule::stage
        | Rule::source
        | Rule::score
        | Rule::route
        | Rule::duty
        | Rule::example
        | Rule::table => Expected::Definition,
        Rule::end | Rule::EOI => Expected::End,
        Rule::header_clause
        | Rule::agreed
        | Rule::marketing_owner
        | Rule::sales_owner
        | Rule::review_every
        | Rule::header_currency
        | Rule::time_zone
        | Rule::working_week
        | Rule::holidays
        | Rule::identified_by
        | Rule::missing_also
        | Rule::field_clause
        | Rule::column
        | Rule::currency_column
        | Rule::required
        | Rule::range
        | Rule::written_as
        | Rule::yes_is
        | Rule::no_is
        | Rule::if_missing
        | Rule::formerly
        | Rule::value_also
        | Rule::decided_by
        | Rule::lookup_clause
        | Rule::file
        | Rule::lookup_matched
        | Rule::events_clause
        | Rule::events_matched
        | Rule::dated_by
        | Rule::event_field_clause
        | Rule::event_column
        | Rule::event_no_is
        | Rule::lifecycle_clause
        | Rule::aside
        | Rule::recorded_in
        | Rule::rest_in
        | Rule::rule_clause
        | Rule::if_unknown_assume
        | Rule::stage_clause
        | Rule::entered_on
        | Rule::may_skip
        | Rule::ask
        | Rule::outcome_line
        | Rule::source_clause
        | Rule::source_open
        | Rule::source_closed
        | Rule::source_gate
        | Rule::score_clause
        | Rule::bands
        | Rule::route_clause
        | Rule::respond_line
        | Rule::duty_clause
        | Rule::duty_otherwise
        | Rule::example_clause
        | Rule::givens
        | Rule::expects
        | Rule::prose => Expected::Clause,
        Rule::decided_row
        | Rule::event_field
        | Rule::points
        | Rule::route_row
        | Rule::event_line
        | Rule::bullet => Expected::Bullet,
        Rule::type_name | Rule::money_type | Rule::duration_type | Rule::one_of_type | Rule::some_of_type => {
            Expected::Type
        }
        Rule::separated_by | Rule::kw_separated_by => Expected::Word("separated by"),
        Rule::titled_names
        | Rule::titled
        | Rule::band
        | Rule::target
        | Rule::given
        | Rule::expect
        | Rule::names
        | Rule::name => Expected::Name,
        Rule::parameter | Rule::open => Expected::Word("("),
        Rule::outcome => Expected::Outcome,
        Rule::per | Rule::kw_per => Expected::Word("per"),
        Rule::for_each | Rule::kw_for_each => Expected::Word("for each"),
        Rule::at_most | Rule::kw_at_most => Expected::Word("at most"),
        Rule::losing | Rule::kw_losing => Expected::Word("losing"),
        Rule::respond | Rule::kw_respond_within => Expected::Word("respond within"),
        Rule::shown_by | Rule::kw_shown_by => Expected::Word("shown by"),
        Rule::promise => Expected::Promise,
        Rule::term_within | Rule::kw_within => Expected::Word("within"),
        Rule::term_before | Rule::kw_before => Expected::Word("before"),
        Rule::term_every | Rule::kw_every => Expected::Word("every"),
        Rule::as_of | Rule::kw_as_of => Expected::Word("as of"),
        Rule::asking | Rule::kw_asking => Expected::Word("asking"),
        Rule::table_row | Rule::cell => Expected::Row,
        Rule::when | Rule::row_when | Rule::kw_when => Expected::Word("when"),
        Rule::condition
        | Rule::group
        | Rule::group_line
        | Rule::chain
        | Rule::line
        | Rule::unary
        | Rule::test
        | Rule::paren
        | Rule::fits
        | Rule::quantity
        | Rule::filter
        | Rule::where_test
        | Rule::named_test
        | Rule::domain_of => Expected::Criterion,
        Rule::because | Rule::kw_because => Expected::Word("because"),
        Rule::group_head => Expected::ListHead,
        Rule::assume | Rule::kw_assume => Expected::Word("assume"),
        Rule::window | Rule::kw_within_the_last => Expected::Word("within the last"),
        Rule::of_event | Rule::comparison | Rule::is_relation | Rule::relation | Rule::words => {
            Expected::Comparison
        }
        Rule::argument | Rule::values | Rule::value | Rule::literal | Rule::amount => Expected::Value,
        Rule::texts | Rule::text => Expected::Text,
        Rule::money | Rule::currency | Rule::sign => Expected::Money,
        Rule::duration
        | Rule::unit
        | Rule::working_days
        | Rule::working_hours
        | Rule::working_minutes
        | Rule::days
        | Rule::weeks
        | Rule::months
        | Rule::years
        | Rule::hours
        | Rule::minutes => Expected::Duration,
        Rule::date => Expected::Date,
        Rule::time => Expected::Time,
        Rule::digits | Rule::decimal | Rule::count | Rule::whole | Rule::number => Expected::Number,
        Rule::percent => Expected::Percent,
        Rule::reserved
        | Rule::name_char
        | Rule::edge
        | Rule::blank
        | Rule::gap
        | Rule::nl
        | Rule::WHITESPACE
        | Rule::COMMENT => Expected::Nothing,
        Rule::kw_definition => Expected::Word("definition"),
        Rule::kw_include => Expected::Word("include"),
        Rule::kw_team => Expected::Word("team"),
        Rule::kw_list => Expected::Word("list"),
        Rule::kw_rate => Expected::Word("rate"),
        Rule::kw_field => Expected::Word("field"),
        Rule::kw_lookup => Expected::Word("lookup"),
        Rule::kw_events => Expected::Word("events"),
        Rule::kw_lifecycle => Expected::Word("lifecycle"),
        Rule::kw_profile => Expected::Word("profile"),
        Rule::kw_criterion => Expected::Word("criterion"),
        Rule::kw_source => Expected::Word("source"),
        Rule::kw_score => Expected::Word("score"),
        Rule::kw_route => Expected::Word("route"),
        Rule::kw_must => Expected::Word("must"),
        Rule::kw_examples => Expected::Word("examples"),
        Rule::kw_example => Expected::Word("example"),
        Rule::kw_version => Expected::Word("version"),
        Rule::kw_agreed => Expected::Word("agreed"),
        Rule::kw_marketing_owner => Expected::Word("marketing owner"),
        Rule::kw_sales_owner => Expected::Word("sales owner"),
        Rule::kw_review_every => Expected::Word("review every"),
        Rule::kw_currency => Expected::Word("currency"),
        Rule::kw_time_zone => Expected::Word("time zone"),
        Rule::kw_working_week => Expected::Word("working week"),
        Rule::kw_holidays => Expected::Word("holidays"),
        Rule::kw_identified_by => Expected::Word("identified by"),
        Rule::kw_missing_also => Expected::Word("missing also"),
        Rule::kw_in => Expected::Word("in"),
        Rule::kw_from => Expected::Word("from"),
        Rule::kw_to => Expected::Word("to"),
        Rule::kw_column => Expected::Word("column"),
        Rule::kw_currency_column => Expected::Word("currency column"),
        Rule::kw_also => Expected::Word("also"),
        Rule::kw_required => Expected::Word("required"),
        Rule::kw_range => Expected::Word("range"),
        Rule::kw_written_as => Expected::Word("written as"),
        Rule::kw_yes_is => Expected::Word("yes is"),
        Rule::kw_no_is => Expected::Word("no is"),
        Rule::kw_yes_no => Expected::Word("yes/no"),
        Rule::kw_any_other => Expected::Word("any other"),
        Rule::kw_if_missing => Expected::Word("if missing"),
        Rule::kw_never => Expected::Word("never"),
        Rule::kw_formerly => Expected::Word("formerly"),
        Rule::kw_decided_by => Expected::Word("decided by"),
        Rule::kw_text => Expected::Word("text"),
        Rule::kw_email => Expected::Word("email"),
        Rule::kw_whole_number => Expected::Word("whole number"),
        Rule::kw_number => Expected::Word("number"),
        Rule::kw_money_in => Expected::Word("money in"),
        Rule::kw_percent => Expected::Word("percent"),
        Rule::kw_date_and_time => Expected::Word("date and time"),
        Rule::kw_date => Expected::Word("date"),
        Rule::kw_duration_in => Expected::Word("duration in"),
        Rule::kw_one_of => Expected::Word("one of"),
        Rule::kw_in_order => Expected::Word("in order"),
        Rule::kw_or_other => Expected::Word("or other"),
        Rule::kw_some_of => Expected::Word("some of"),
        Rule::kw_file => Expected::Word("file"),
        Rule::kw_matched_by => Expected::Word("matched by"),
        Rule::kw_domain_of => Expected::Word("domain of"),
        Rule::kw_plural => Expected::Word("plural"),
        Rule::kw_dated_by => Expected::Word("dated by"),
        Rule::kw_aside => Expected::Word("aside"),
        Rule::kw_recorded_in => Expected::Word("recorded in"),
        Rule::kw_rest_in => Expected::Word("rest in"),
        Rule::kw_for => Expected::Word("for"),
        Rule::kw_unless => Expected::Word("unless"),
        Rule::kw_if_unknown => Expected::Word("if unknown"),
        Rule::kw_entered_on => Expected::Word("entered on"),
        Rule::kw_may_skip => Expected::Word("may skip"),
        Rule::kw_ask => Expected::Word("ask"),
        Rule::kw_leave_if => Expected::Word("leave if"),
        Rule::kw_if_no => Expected::Word("if no"),
        Rule::kw_stay => Expected::Word("stay"),
        Rule::kw_recycle_to => Expected::Word("recycle to"),
        Rule::kw_move_to => Expected::Word("move to"),
        Rule::kw_open => Expected::Word("open"),
        Rule::kw_closed_for => Expected::Word("closed for"),
        Rule::kw_gate_for => Expected::Word("gate for"),
        Rule::kw_minus => Expected::Word("minus"),
        Rule::kw_points => Expected::Word("points"),
        Rule::kw_bands => Expected::Word("bands"),
        Rule::kw_otherwise_to => Expected::Word("otherwise to"),
        Rule::kw_if_unknown_to => Expected::Word("if unknown to"),
        Rule::kw_value_of => Expected::Word("value of"),
        Rule::kw_by => Expected::Word("by"),
        Rule::kw_otherwise => Expected::Word("otherwise"),
        Rule::kw_given => Expected::Word("given"),
        Rule::kw_expect => Expected::Word("expect"),
        Rule::kw_route_to => Expected::Word("route to"),
        Rule::kw_unknown => Expected::Word("unknown"),
        Rule::kw_all_of => Expected::Word("all of"),
        Rule::kw_any_of => Expected::Word("any of"),
        Rule::kw_none_of => Expected::Word("none of"),
        Rule::kw_at_least => Expected::Word("at least"),
        Rule::kw_more_than => Expected::Word("more than"),
        Rule::kw_less_than => Expected::Word("less than"),
        Rule::kw_exactly => Expected::Word("exactly"),
        Rule::kw_and => Expected::Word("and"),
        Rule::kw_or => Expected::Word("or"),
        Rule::kw_not => Expected::Word("not"),
        Rule::kw_yes => Expected::Word("yes"),
        Rule::kw_no => Expected::Word("no"),
        Rule::kw_any => Expected::Word("any"),
        Rule::kw_fits => Expected::Word("fits"),
        Rule::kw_does_not_fit => Expected::Word("does not fit"),
        Rule::kw_where => Expected::Word("where"),
        Rule::kw_within_the_next => Expected::Word("within the next"),
        Rule::kw_since => Expected::Word("since"),
        Rule::kw_of => Expected::Word("of"),
        Rule::kw_latest => Expected::Word("latest"),
        Rule::kw_first => Expected::Word("first"),
        Rule::kw_is => Expected::Word("is"),
        Rule::kw_known => Expected::Word("known"),
        Rule::kw_missing => Expected::Word("missing"),
        Rule::kw_ago => Expected::Word("ago"),
        Rule::kw_between => Expected::Word("between"),
        Rule::kw_on_or_before => Expected::Word("on or before"),
        Rule::kw_on_or_after => Expected::Word("on or after"),
        Rule::kw_after => Expected::Word("after"),
        Rule::kw_in_the_past => Expected::Word("in the past"),
        Rule::kw_in_the_future => Expected::Word("in the future"),
        Rule::kw_contains => Expected::Word("contains"),
        Rule::kw_does_not_contain => Expected::Word("does not contain"),
        Rule::kw_the_texts => Expected::Word("the texts"),
        Rule::kw_the_text => Expected::Word("the text"),
        Rule::kw_starts_with => Expected::Word("starts with"),
        Rule::kw_ends_with => Expected::Word("ends with"),
        Rule::kw_matches => Expected::Word("matches"),
        Rule::kw_does_not_match => Expected::Word("does not match"),
        Rule::close => Expected::Word(")"),
        Rule::colon => Expected::Word(":"),
        Rule::comma => Expected::Word(","),
        Rule::equals => Expected::Word("="),
        Rule::pipe => Expected::Word("|"),
    }
}
