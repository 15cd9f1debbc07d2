//! What authors of a definition wrote between its rules: Markdown, read into blocks of a page. Its HTML is text.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

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
            Tag::CodeBlock(_) => (Kind::Verbatim(String::new()), true),
            Tag::List(first) => (Kind::List(first.is_some()), true),
            Tag::Item => (Kind::Item, true),
            Tag::Strong => (Kind::Strong, false),
            Tag::Emphasis => (Kind::Emphasis, false),
            Tag::Link { dest_url, .. } => (outward(dest_url).map_or(Kind::Plain, Kind::Link), false),
            // An image is its text; the others come from extensions that are off.
            Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => (Kind::Plain, false),
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
        match std::mem::replace(&mut frame.kind, Kind::Plain) {
            Kind::Strong => around.inlines.push(Inline::Strong(frame.inlines)),
            Kind::Emphasis => around.inlines.push(Inline::Emphasis(frame.inlines)),
            Kind::Link(address) => around.inlines.push(Inline::Link(address, frame.inlines)),
            Kind::Plain => around.inlines.extend(frame.inlines),
            Kind::Heading(level) => around.blocks.push(Block::ProseHeading(level, frame.inlines)),
            Kind::Verbatim(text) => around.blocks.push(Block::Verbatim(text)),
            Kind::Paragraph => around.blocks.push(Block::Paragraph(frame.inlines)),
            Kind::Item => around.items.push(frame.finish()),
            Kind::List(ordered) => {
                let mut items = std::mem::take(&mut frame.items);
                let rest = frame.finish();
                if !rest.is_empty() {
                    items.push(rest);
                }
                around.blocks.push(Block::List { ordered, items });
            }
            Kind::Root | Kind::Quote => around.blocks.push(Block::Prose(frame.finish())),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Block> {
        prose(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_people_write_keeps_its_shape() {
        let found = format!(
            "{:?}",
            read(
                "# One\n\nA *b* **c** `d` [e](https://e.org)\nnext\\\nline\n\n- f\n- g\n  1. h\n\n> i\n\n---\n\n    j"
            )
        );
        let expected = "[ProseHeading(1, [Text(\"One\")]), Paragraph([Text(\"A \"), Emphasis([Text(\"b\")]), \
            Text(\" \"), Strong([Text(\"c\")]), Text(\" \"), Code(\"d\"), Text(\" \"), \
            Link(\"https://e.org\", [Text(\"e\")]), Text(\" next\"), Break, Text(\"line\")]), \
            List { ordered: false, items: [[Paragraph([Text(\"f\")])], [Paragraph([Text(\"g\")]), \
            List { ordered: true, items: [[Paragraph([Text(\"h\")])]] }]] }, \
            Prose([Paragraph([Text(\"i\")])]), Verbatim(\"j\")]";
        assert_eq!(found, expected);
    }

    #[test]
    fn html_images_and_dead_links_are_text() {
        for (text, expected) in [
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("a <b onclick=x>c</b>", "a <b onclick=x>c</b>"),
            ("![what is seen](https://e.org/x.png)", "what is seen"),
            ("[a](javascript:alert(1))", "a"),
            ("[a](java&#10;script:x)", "a"),
            ("<javascript:alert(1)>", "javascript:alert(1)"),
            ("| a |\n| --- |", "| a | | --- |"),
        ] {
            let found = read(text);
            assert_eq!(format!("{found:?}"), format!("[Paragraph([Text({expected:?})])]"), "{text}");
        }
    }

    fn depth(blocks: &[Block]) -> usize {
        let deepest = blocks.iter().map(|block| match block {
            Block::List { items, .. } => 1 + items.iter().map(|item| depth(item)).max().unwrap_or(0),
            Block::Prose(inside) => 1 + depth(inside),
            Block::Paragraph(_)
            | Block::Table(_)
            | Block::Terms(_)
            | Block::Callout(_)
            | Block::ProseHeading(..)
            | Block::Verbatim(_)
            | Block::Figure { .. } => 1,
        });
        deepest.max().unwrap_or(0)
    }

    #[test]
    fn nesting_has_an_end_and_no_word_is_lost() {
        for opening in ["> ", "- ", "1. ", "> - "] {
            let found = read(&format!("{}end", opening.repeat(10_000)));
            assert!(depth(&found) <= DEEPEST + 1, "{opening}");
            assert!(format!("{found:?}").contains("end"), "{opening}");
        }
        let found = read(&format!("{}end{}", "*a **b ".repeat(100), "** c*".repeat(100)));
        assert!(format!("{found:?}").contains("end"));
    }
}
