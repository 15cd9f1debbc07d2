//! The table of known mistakes: what to say where the grammar gave up.
//!
//! It is consulted only after the parser failed, with the furthest position that was reached, the words around it and
//! the kind of definition. Each entry looks at a few words and either knows the mistake or passes; the first that knows
//! it speaks. What no entry knows is said in general terms: what stands there, and what could.
//!
//! ```text
//! lead when employees is greater than 500      the parser stops at `than`, an `and` or `or` was expected;
//!                               ^^^^           the entry `greater than` knows the two words before and at it
//! ```

mod agreement;
mod clauses;
mod comparisons;
mod counts;
mod declared;
mod elsewhere;
mod events;
mod general;
mod heads;
mod joiners;
mod points;
mod scene;
mod times;
mod trial;
mod values;

pub(super) use clauses::starts_clause;
pub(super) use declared::{DeclaredEvent, declared_events};
pub(super) use events::both_numbers;
pub(super) use heads::near_starter;
pub(super) use scene::Scene;

use super::problem::Problem;
use super::token::{Token, TokenKind};

type Entry = fn(&Scene<'_>) -> Option<Problem>;

/// The known mistakes, the more certain ones first.
const TABLE: [Entry; 80] = [
    values::open_text,
    values::other_quotes,
    heads::hyphen_in_name,
    heads::at_margin,
    heads::needs_when,
    heads::unknown_starter,
    heads::blank_in_name,
    heads::reserved_name,
    agreement::who_must,
    joiners::list_without_head,
    joiners::no_colon,
    joiners::list_in_list,
    joiners::joiner_in_list,
    joiners::other_bullet,
    agreement::row_without_bullet,
    clauses::wrong_clause,
    joiners::line_without_bullet,
    events::no_plural,
    counts::bare_count,
    counts::number_word,
    events::latest_without_field,
    events::window_in_evidence,
    events::which_events,
    events::loose_window_of_events,
    agreement::deadline_without_when,
    agreement::route_row,
    agreement::two_deadlines,
    agreement::bare_otherwise,
    agreement::how_often,
    agreement::of_becoming,
    points::points_row,
    points::bands,
    elsewhere::open_list,
    elsewhere::apostrophe,
    elsewhere::equal_to,
    elsewhere::numbered,
    elsewhere::parenthesised_values,
    elsewhere::bare_values,
    elsewhere::values_joined_by_sign,
    elsewhere::any_value,
    elsewhere::loose_window,
    elsewhere::day_ago,
    elsewhere::clock,
    elsewhere::split_thousands,
    elsewhere::currency_twice,
    elsewhere::currency_word,
    elsewhere::outcome_without_verb,
    elsewhere::bare_truth,
    elsewhere::blank_before_operator,
    elsewhere::bulleted_values,
    elsewhere::list_on_one_line,
    elsewhere::version_short,
    elsewhere::never_been,
    comparisons::compared_with_truth,
    comparisons::sign,
    comparisons::greater_than,
    comparisons::does_not_start,
    comparisons::said_twice_or_after,
    comparisons::any_of_values,
    comparisons::one_sided_range,
    comparisons::range,
    times::in_the_last,
    times::days_ago,
    times::within_for_events,
    times::window_before_filter,
    times::bare_not_in_filter,
    values::date,
    values::number,
    values::time,
    comparisons::other_word,
    comparisons::missing_words,
    comparisons::known_of_rule,
    joiners::unless,
    joiners::extra_word,
    values::quoted_name,
    joiners::lone_value,
    joiners::other_joiner,
    general::other_spelling,
    general::misspelt,
    trial::by_trial,
];

/// What the parser lets through and yet means something else than was meant.
const LET_IN: [Entry; 5] = [
    counts::number_word,
    counts::bare_count,
    events::latest_without_field,
    events::lone_unit_in_window,
    agreement::joined_deadline,
];

/// What is wrong with a definition that could be parsed: words that would be read as names which nobody declares.
pub(super) fn let_in(scene: &Scene<'_>) -> Option<Problem> {
    LET_IN.iter().find_map(|entry| entry(scene))
}

/// Whether [`let_in`] knows something about this word.
pub(super) fn suspicious(token: &Token<'_>, events: &[DeclaredEvent]) -> bool {
    token.kind == TokenKind::Word
        && (counts::number_in_words(token.text).is_some()
            || token.is_any(&["respond", "never", "has", "have", "had"])
            || events::names_events(events, token.text))
}

/// What is wrong where the parser stopped.
pub(super) fn explain(scene: &Scene<'_>) -> Problem {
    trial::completed(scene, first(scene), first)
}

/// What the first entry says that knows the mistake.
fn first(scene: &Scene<'_>) -> Problem {
    TABLE.iter().find_map(|entry| entry(scene)).unwrap_or_else(|| general::unexpected(scene))
}
