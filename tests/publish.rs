//! Documents made of definitions: that nothing is left out, that no text becomes markup, that the same definition gives
//! the same bytes, and what the command does. The published examples in docs/published/ are held here, too.
//!
//! `ULD_DEFINITIONS=10000 cargo test --release --test publish -- --nocapture` tries more definitions, and
//! `ULD_RENEW=1 cargo test --test publish` writes the published examples anew.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands, and says how far it is"
)]

#[path = "publish/enrich.rs"]
mod enrich;
#[path = "publish/hostile.rs"]
mod hostile;
#[path = "page/hostile.rs"]
#[expect(dead_code, reason = "only its texts are wanted here")]
mod hostile_texts;
#[path = "page/markup.rs"]
mod markup;
#[path = "publish/outside.rs"]
mod outside;
#[path = "page/readers.rs"]
mod readers;
#[path = "page/sample.rs"]
#[expect(dead_code, reason = "the texts come with a page of their own")]
mod sample;
#[path = "publish/spots.rs"]
mod spots;
#[path = "publish/total.rs"]
mod total;
#[path = "publish/wanted.rs"]
mod wanted;
#[path = "publish/words.rs"]
mod words;

/// The random definitions that the reference evaluator is held against.
mod reference {
    #![expect(dead_code, reason = "only the definitions are wanted here, not their records")]

    #[path = "../reference/calendar.rs"]
    mod calendar;
    #[path = "../reference/dice.rs"]
    pub mod dice;
    #[path = "../reference/logic.rs"]
    mod logic;
    #[path = "../reference/make.rs"]
    pub mod make;
    #[path = "../reference/make_cells.rs"]
    mod make_cells;
    #[path = "../reference/make_comparisons.rs"]
    mod make_comparisons;
    #[path = "../reference/make_conditions.rs"]
    mod make_conditions;
    #[path = "../reference/make_data.rs"]
    mod make_data;
    #[path = "../reference/make_fields.rs"]
    mod make_fields;
    #[path = "../reference/make_lifecycle.rs"]
    mod make_lifecycle;
    #[path = "../reference/make_work.rs"]
    mod make_work;
    #[path = "../reference/table.rs"]
    mod table;
    #[path = "../reference/words.rs"]
    mod words;
}
