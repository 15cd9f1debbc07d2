//! A page for a comment on a pull request: nothing in it calls anybody or links to anything.
//!
//! A forge turns `@name`, `#12`, `GH-12` and addresses of issues into calls and links, escaped or not; only inside code
//! it leaves them alone. So a word that could be one becomes code.

use crate::page::tree::{Block, Inline, Page, Section, Table};

/// The page with every word that a forge would act on as code.
pub fn inert(mut page: Page) -> Page {
    // A heading has no code: a title that calls is said below it.
    if words(&page.title).any(is_live) {
        let title = std::mem::replace(&mut page.title, "What changed".to_owned());
        page.opening.insert(0, Block::Paragraph(vec![Inline::Text(title)]));
    }
    page.opening = blocks(page.opening);
    page.sections = page.sections.into_iter().map(section).collect();
    page.closing = blocks(page.closing);
    page
}

fn section(section: Section) -> Section {
    Section {
        blocks: blocks(section.blocks),
        sections: section.sections.into_iter().map(self::section).collect(),
        ..section
    }
}

fn blocks(all: Vec<Block>) -> Vec<Block> {
    all.into_iter().map(block).collect()
}

fn block(one: Block) -> Block {
    match one {
        Block::Paragraph(text) => Block::Paragraph(inlines(text)),
        Block::List { ordered, items } => {
            Block::List { ordered, items: items.into_iter().map(blocks).collect() }
        }
        Block::Table(Table { caption, head, rows }) => {
            let rows = rows.into_iter().map(|row| row.into_iter().map(inlines).collect()).collect();
            Block::Table(Table { caption, head, rows })
        }
        Block::Terms(terms) => {
            Block::Terms(terms.into_iter().map(|(term, said)| (inlines(term), blocks(said))).collect())
        }
        Block::Callout(inside) => Block::Callout(blocks(inside)),
        Block::Prose(inside) => Block::Prose(blocks(inside)),
        Block::ProseHeading(level, text) => Block::ProseHeading(level, inlines(text)),
        Block::Figure { drawing, caption, instead } => {
            Block::Figure { drawing, caption, instead: blocks(instead) }
        }
        Block::Verbatim(text) => Block::Verbatim(text),
    }
}

fn inlines(all: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for one in all {
        match one {
            Inline::Text(text) => split(&text, &mut out),
            Inline::Strong(inside) => out.push(Inline::Strong(inlines(inside))),
            Inline::Emphasis(inside) => out.push(Inline::Emphasis(inlines(inside))),
            Inline::Reference(anchor, inside) => out.push(Inline::Reference(anchor, inlines(inside))),
            Inline::Link(_, inside) => out.extend(inlines(inside)),
            Inline::Code(_) | Inline::Break => out.push(one),
        }
    }
    out
}

/// Puts the live words of a text into code.
fn split(text: &str, out: &mut Vec<Inline>) {
    let mut plain = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end_matches(char::is_whitespace);
        if is_live(bare) {
            out.extend((!plain.is_empty()).then(|| Inline::Text(std::mem::take(&mut plain))));
            out.push(Inline::Code(bare.to_owned()));
            plain.push_str(word.get(bare.len()..).unwrap_or(""));
        } else {
            plain.push_str(word);
        }
    }
    out.extend((!plain.is_empty()).then_some(Inline::Text(plain)));
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(char::is_whitespace)
}

/// Whether a forge may take a word for a call, a reference or an address.
fn is_live(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    // A hash of a commit becomes a link to it.
    let is_hash = |part: &str| {
        part.len() >= 7
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    word.contains(['@', '#', '!', '$', '%', '~'])
        && word.len() > 1
        && word.chars().any(char::is_alphanumeric)
        && has_call(word)
        || lower.contains("gh-")
        || lower.contains("://")
        || lower.contains("www.")
        || lower.contains("mailto:")
        || word.split(|letter: char| !letter.is_ascii_alphanumeric()).any(is_hash)
}

/// Whether a sign is followed by what it could call.
fn has_call(word: &str) -> bool {
    let signs = word.char_indices().filter(|(_, letter)| matches!(letter, '@' | '#' | '!' | '$' | '%' | '~'));
    signs.into_iter().any(|(at, sign)| {
        word.get(at + sign.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::is_live;

    #[test]
    fn calls_are_live_and_words_are_not() {
        for live in [
            "@team",
            "(@team)",
            "#12",
            "owner/repo#12",
            "!7",
            "GH-3",
            "https://x.example",
            "a@b.example",
            "1a2b3c4d",
        ] {
            assert!(is_live(live), "{live}");
        }
        for still in ["25%", "50,000", "50%,", "lead", "decade", "#", "\"Software\"", "10000000"] {
            assert!(!is_live(still), "{still}");
        }
    }
}
