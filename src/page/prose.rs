//! What authors of a definition wrote between its rules: Markdown, read into blocks of a page. Its HTML is text.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use super::link::outward;
use super::tree::{Block, Inline};

/// How deep what is written may nest; deeper, the texts stay and the nesting is left out.
const DEEPEST: usize = 16;

/// Reads lines of published prose.
pub fn prose(lines: &[String]) -> Vec<Block> {
    let text = lines.join("\n");
    let mut reader = Reader { frames: vec![Frame::new(Kind::Root)], passed_over: 0 };
    for event in Parser::new_ext(&text, Options::empty()) {
        reader.event(event);
    }
    while reader.frames.len() > 1 {
        reader.close();
    }
    reader.frames.pop().map(Frame::finish).unwrap_or_default()
}

/// What is open.
#[derive(Debug)]
enum Kind {
    Root,
    Paragraph,
    Heading(u8),
    Quote,
    List(bool),
    Item,
    Verbatim(String),
    Strong,
    Emphasis,
    Link(String),
    /// Only the text inside it counts.
    Plain,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    inlines: Vec<Inline>,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Frame { kind, blocks: Vec::new(), items: Vec::new(), inlines: Vec::new() }
    }

    /// Makes a paragraph of running text that stands by itself, as in a list without blank lines.
    fn settle(&mut self) {
        let inlines = std::mem::take(&mut self.inlines);
        let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
        if !inlines.iter().all(blank) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.settle();
        self.blocks
    }
}

struct Reader {
    frames: Vec<Frame>,
    /// How many more are open than frames are kept.
    passed_over: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.inline(Inline::Code(text.into_string())),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if self.passed_over > 0 || self.frames.len() > DEEPEST {
            self.passed_over += 1;
            return;
        }
        let (kind, block) = match tag {
            Tag::Paragraph | Tag::HtmlBlock => (Kind::Paragraph, true),
            Tag::Heading { level, .. } => (Kind::Heading(number(*level)), true),
            Tag::BlockQuote(_) => (Kind::Quote, true),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                (Kind::Verbatim(String::new()), true)
            }
            Tag::List(first) => (Kind::List(first.is_some()), true),
            Tag::Item => (Kind::Item, true),
            Tag::Strong => (Kind::Strong, false),
            Tag::Emphasis => (Kind::Emphasis, false),
            Tag::Link { dest_url, .. } => (outward(dest_url).map_or(Kind::Plain, Kind::Link), false),
            _ => (Kind::Plain, false),
        };
        if block && let Some(frame) = self.frames.last_mut() {
            frame.settle();
        }
        self.frames.push(Frame::new(kind));
    }

    fn end(&mut self) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            self.text(" ");
        } else if self.frames.len() > 1 {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        let Some(around) = self.frames.last_mut() else { return };
        let inlines = std::mem::take(&mut frame.inlines);
        match frame.kind {
            Kind::Strong => around.inlines.push(Inline::Strong(inlines)),
            Kind::Emphasis => around.inlines.push(Inline::Emphasis(inlines)),
            Kind::Link(ref address) => around.inlines.push(Inline::Link(address.clone(), inlines)),
            Kind::Plain => around.inlines.extend(inlines),
            Kind::Heading(level) => around.blocks.push(Block::ProseHeading(level, inlines)),
            Kind::Verbatim(ref text) => around.blocks.push(Block::Verbatim(text.clone())),
            Kind::Paragraph => around.blocks.push(Block::Paragraph(inlines)),
            Kind::Root | Kind::Quote | Kind::Item | Kind::List(_) => {
                frame.inlines = inlines;
                frame.settle();
                match frame.kind {
                    Kind::Item => around.items.push(frame.blocks),
                    Kind::List(ordered) => {
                        let mut items = frame.items;
                        if !frame.blocks.is_empty() {
                            items.push(frame.blocks);
                        }
                        around.blocks.push(Block::List { ordered, items });
                    }
                    _ => around.blocks.push(Block::Prose(frame.blocks)),
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.frames.last_mut() {
            Some(Frame { kind: Kind::Verbatim(verbatim), .. }) => verbatim.push_str(text),
            Some(frame) => match frame.inlines.last_mut() {
                Some(Inline::Text(last)) => last.push_str(text),
                Some(_) | None => frame.inlines.push(Inline::Text(text.to_owned())),
            },
            None => {}
        }
    }

    fn inline(&mut self, inline: Inline) {
        if let Some(frame) = self.frames.last_mut() {
            frame.inlines.push(inline);
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
