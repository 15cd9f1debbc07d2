//! Running text laid flat: each run with all that holds for it, so that no writer nests a link in a link.

use std::borrow::Cow;

use super::link::outward;
use super::outline::Outline;
use super::tree::Inline;
use crate::text::visible::visible;

/// A stretch of text that looks the same throughout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// The text, made visible; empty for the end of a line.
    pub text: String,
    /// What it looks like.
    pub style: Style,
    /// Whether it stands as in a file.
    pub code: bool,
    /// Whether it is the end of a line instead.
    pub ends_line: bool,
    /// Where it leads.
    pub link: Option<Link>,
}

/// How a run is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Important.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Which link of the text it is: two links beside each other stay two.
    pub number: usize,
    /// `#stage-3f2a91c04d1e`, or an address outside.
    pub address: String,
    /// Whether it leads outside.
    pub outside: bool,
}

/// Text as a page shows it: one line, with everything hidden in it written out.
pub(super) fn shown(text: &str) -> String {
    let text = if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    };
    visible(&text)
}

/// Text of several lines as a page shows it.
pub(super) fn shown_lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").replace('\r', "\n").lines().map(visible).collect()
}

/// Lays text flat. A reference to what the document does not have, and a link that may not be followed, are plain text.
pub(super) fn runs(inlines: &[Inline], outline: &Outline<'_>) -> Vec<Run> {
    let mut flat = Flat { runs: Vec::new(), links: 0, outline };
    flat.add(inlines, Style::default(), None);
    flat.runs
}

/// The text alone.
pub(super) fn words(inlines: &[Inline]) -> String {
    let mut found = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => found.push_str(&shown(text)),
            Inline::Strong(inside) | Inline::Emphasis(inside) => found.push_str(&words(inside)),
            Inline::Reference(_, inside) | Inline::Link(_, inside) => found.push_str(&words(inside)),
            Inline::Break => found.push(' '),
        }
    }
    found
}

struct Flat<'p> {
    runs: Vec<Run>,
    links: usize,
    outline: &'p Outline<'p>,
}

impl Flat<'_> {
    fn add(&mut self, inlines: &[Inline], style: Style, link: Option<&Link>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push(text, style, false, link),
                Inline::Code(text) => self.push(text, style, true, link),
                Inline::Strong(inside) => self.add(inside, Style { strong: true, ..style }, link),
                Inline::Emphasis(inside) => self.add(inside, Style { emphasis: true, ..style }, link),
                Inline::Reference(anchor, inside) => {
                    let address = self.outline.has(anchor).then(|| format!("#{anchor}"));
                    self.link(address, false, inside, style, link);
                }
                Inline::Link(address, inside) => self.link(outward(address), true, inside, style, link),
                Inline::Break => self.runs.push(Run { ends_line: true, ..Run::default() }),
            }
        }
    }

    fn link(
        &mut self,
        address: Option<String>,
        outside: bool,
        inside: &[Inline],
        style: Style,
        around: Option<&Link>,
    ) {
        match (around, address) {
            (None, Some(address)) => {
                self.links += 1;
                let link = Link { number: self.links, address, outside };
                self.add(inside, style, Some(&link));
            }
            (Some(_), _) | (None, None) => self.add(inside, style, around),
        }
    }

    fn push(&mut self, text: &str, style: Style, code: bool, link: Option<&Link>) {
        if text.is_empty() {
            return;
        }
        let text = shown(text);
        match self.runs.last_mut() {
            Some(last)
                if last.style == style
                    && !last.ends_line
                    && !last.code
                    && !code
                    && last.link.as_ref() == link =>
            {
                last.text.push_str(&text);
            }
            Some(_) | None => {
                self.runs.push(Run { text, style, code, ends_line: false, link: link.cloned() });
            }
        }
    }
}
