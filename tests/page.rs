//! Pages: what the writers make of a document, and that no text in one becomes markup.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[path = "page/sample.rs"]
mod sample;

use uld::page::html::html;
use uld::page::markdown::markdown;
use uld::page::text::text;

#[test]
fn one_of_everything_in_three_forms() {
    let page = sample::sample();
    insta::assert_snapshot!("page_html", html(&page));
    insta::assert_snapshot!("page_markdown", markdown(&page));
    insta::assert_snapshot!("page_text", text(&page, 80));
    insta::assert_snapshot!("page_text_narrow", text(&page, 40));
}
