//! Pages: what the writers make of a document, and that no text in one becomes markup.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[path = "page/hostile.rs"]
mod hostile;
#[path = "page/markup.rs"]
mod markup;
#[path = "page/sample.rs"]
mod sample;

use hostile::{HARMLESS, everywhere, texts};
use markup::{Found, done, found};
use uld::page::html::html;
use uld::page::markdown::markdown;
use uld::page::text::text;
use uld::text::visible::visible;

#[test]
fn one_of_everything_in_three_forms() {
    let page = sample::sample();
    insta::assert_snapshot!("page_html", html(&page));
    insta::assert_snapshot!("page_markdown", markdown(&page));
    insta::assert_snapshot!("page_text", text(&page, 80));
    insta::assert_snapshot!("page_text_narrow", text(&page, 40));
}

/// A text as a page shows it.
fn as_shown(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " "))
}

/// Two readers of Markdown, with every extension that they have.
fn by_pulldown(markdown: &str) -> Found {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    // It would write other quotation marks.
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let mut all = Found::default();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                        all.links.push(dest_url.to_string());
                    }
                    Tag::Heading { id: Some(id), .. } => all.ids.push(format!("a heading's {id}")),
                    _ => {}
                }
                all.tags.push(format!("{:?} ", tag.to_end()));
            }
            Event::End(tag) => all.tags.push(format!("/{tag:?} ")),
            Event::Text(text) => all.text.extend(text.chars().filter(|letter| !letter.is_whitespace())),
            Event::Code(text) => {
                all.tags.extend(["code ".to_owned(), "/code ".to_owned()]);
                all.text.extend(text.chars().filter(|letter| !letter.is_whitespace()));
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                let html = found(&text);
                all.tags.extend(html.tags);
                all.ids.extend(html.ids);
            }
            Event::SoftBreak => {}
            other => all.tags.push(format!("{other:?} ")),
        }
    }
    all
}

fn by_comrak(markdown: &str, more: bool) -> Found {
    let mut options = comrak::Options::default();
    options.render.r#unsafe = true;
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.math_code = true;
    if more {
        extension.superscript = true;
        extension.inline_footnotes = true;
        extension.description_lists = true;
        extension.multiline_block_quotes = true;
        extension.wikilinks_title_after_pipe = true;
        extension.underline = true;
        extension.spoiler = true;
        extension.ofm_comments = true;
        extension.block_directive = true;
        extension.subtext = true;
    }
    found(&comrak::markdown_to_html(markdown, &options))
}

type Reader = fn(&str) -> Found;
const READERS: [(&str, Reader); 3] = [
    ("pulldown-cmark", by_pulldown),
    ("comrak as GitHub", |markdown| by_comrak(markdown, false)),
    ("comrak with more", |markdown| by_comrak(markdown, true)),
];

#[test]
fn no_text_becomes_markup_in_html() {
    let twin = found(&html(&everywhere(HARMLESS)));
    for text in texts() {
        let page = found(&html(&everywhere(&text)));
        if let Err(found) = done(&page, &twin, HARMLESS, &as_shown(&text)) {
            panic!("{:?}: {found}", text.chars().take(80).collect::<String>());
        }
    }
}

#[test]
fn no_text_becomes_markup_in_markdown() {
    let twin = markdown(&everywhere(HARMLESS));
    let mut wrong = Vec::new();
    for (reader, read) in READERS {
        let twin = read(&twin);
        for text in texts() {
            if let Err(found) = same(&read(&markdown(&everywhere(&text))), &twin, &text) {
                wrong.push(format!("{reader}: {:?}: {found}", text.chars().take(80).collect::<String>()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares; addresses are set as code, and some texts that cannot be are not.
fn same(page: &Found, twin: &Found, text: &str) -> Result<(), String> {
    if !text.contains(['@', ']', '`']) && !text.contains("\\|") {
        return done(page, twin, HARMLESS, &as_shown(text));
    }
    let without = |found: &Found| Found {
        tags: found.tags.iter().filter(|tag| !["code ", "/code "].contains(&tag.as_str())).cloned().collect(),
        text: found.text.clone(),
        drawn: found.drawn.clone(),
        links: found.links.clone(),
        ids: found.ids.clone(),
    };
    done(&without(page), &without(twin), HARMLESS, &as_shown(text))
}

/// Texts of the letters that markup is made of.
#[test]
fn no_mixture_of_marks_becomes_markup_in_markdown() {
    let letters: Vec<char> = "aab1  \\`*_{}[]()<>#+-.!|~=:/@&$^%'\"\nww".chars().collect();
    let mut state: u64 = 7;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let twin = markdown(&everywhere(HARMLESS));
    let twins: Vec<Found> = READERS.iter().map(|(_, read)| read(&twin)).collect();
    let mut wrong = Vec::new();
    for _ in 0..1_500 {
        let length = 1 + next(14);
        let text: String = (0..length).map(|_| letters[next(letters.len())]).collect();
        if text.trim().is_empty() {
            continue;
        }
        let written = markdown(&everywhere(&text));
        for ((reader, read), twin) in READERS.iter().zip(&twins) {
            if let Err(found) = same(&read(&written), twin, &text) {
                wrong.push(format!("{reader}: {text:?}: {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
}

/// The comparison sees what it is there for: a writer that does not escape.
#[test]
fn a_writer_that_escapes_nothing_is_caught() {
    let page = everywhere(HARMLESS);
    let twin = found(&html(&page));
    let hostile = "<b onclick=x>";
    assert!(done(&found(&html(&page).replace(HARMLESS, hostile)), &twin, HARMLESS, hostile).is_err());
    assert!(done(&found(&html(&page).replacen(HARMLESS, hostile, 1)), &twin, HARMLESS, hostile).is_err());
    for hostile in ["<b>", "*b*", "[x](y)", "| a", "`x`", "&lt;", "a www.example.org"] {
        for (reader, read) in READERS {
            let twin = read(&markdown(&page));
            let page = read(&markdown(&page).replace(HARMLESS, hostile));
            let caught = same(&page, &twin, hostile).is_err();
            // One of the readers makes no links of its own.
            assert!(caught || (reader == "pulldown-cmark" && hostile.contains("www")), "{reader}: {hostile}");
        }
    }
}
