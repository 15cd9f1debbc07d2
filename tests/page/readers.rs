//! Readers of Markdown: what two of them find in a page.

use crate::markup::{Found, found};

/// Two readers of Markdown, with every extension that they have.
fn by_pulldown(markdown: &str) -> Found {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    // It would write other quotation marks.
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let mut all = Found::default();
    for event in Parser::new_ext(markdown, options) {
        match &event {
            Event::Start(tag) => {
                if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &tag {
                    all.links.push(dest_url.to_string());
                }
                if let Tag::Heading { id: Some(id), .. } = &tag {
                    all.ids.push(format!("a heading's {id}"));
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
                let html = found(text);
                all.tags.extend(html.tags);
                all.ids.extend(html.ids);
            }
            Event::SoftBreak => {}
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => all.tags.push(format!("{event:?} ")),
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

/// What reads Markdown.
pub type Reader = fn(&str) -> Found;
/// The readers, with the extensions that they have.
pub const READERS: [(&str, Reader); 3] = [
    ("pulldown-cmark", by_pulldown),
    ("comrak as GitHub", |markdown| by_comrak(markdown, false)),
    ("comrak with more", |markdown| by_comrak(markdown, true)),
];
