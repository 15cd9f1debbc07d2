//! A document as plain text of a given width: for a terminal, an e-mail, a diff.

mod table;
mod wrap;

use unicode_width::UnicodeWidthStr;

use self::table::table;
use self::wrap::wrapped;
use super::outline::{Outline, Part};
use super::run::{runs, shown, shown_lines};
use super::tree::{Block, Inline, Page};

/// The narrowest column that text is wrapped to, however deep it stands.
const NARROWEST: usize = 20;

/// Writes the document in lines of at most `width` columns; only a word that is longer than a line makes it longer.
pub fn text(page: &Page, width: usize) -> String {
    let writer = Writer { outline: &Outline::of(page) };
    let mut pieces = vec![heading(&shown(&page.title), 1, width)];
    pieces.push(writer.blocks(&page.opening, width));
    writer.outline.parts.iter().for_each(|part| writer.part(part, width, &mut pieces));
    if !page.closing.is_empty() {
        pieces.push(vec!["-".repeat(width.min(NARROWEST))]);
        pieces.push(writer.blocks(&page.closing, width));
    }
    let mut text = joined(pieces).join("\n");
    text.push('\n');
    text
}

/// Pieces with one empty line between them.
fn joined(pieces: Vec<Vec<String>>) -> Vec<String> {
    let mut lines = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(piece);
    }
    lines
}

/// A heading with a line below it, of another kind for each level.
fn heading(title: &str, level: u8, width: usize) -> Vec<String> {
    let mut lines = wrapped(title, width);
    let wide = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let below = match level {
        1 => "=",
        2 => "-",
        3 => "~",
        _ => ".",
    };
    if wide > 0 && !below.is_empty() {
        lines.push(below.repeat(wide.min(width.max(1))));
    }
    lines
}

/// Lines with something before each, and with something else before the first.
fn indented(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let before = |(number, line): (usize, String)| {
        let before = if number == 0 { first } else { others };
        format!("{before}{line}").trim_end().to_owned()
    };
    lines.into_iter().enumerate().map(before).collect()
}

struct Writer<'p> {
    outline: &'p Outline<'p>,
}

impl Writer<'_> {
    fn part(&self, part: &Part<'_>, width: usize, pieces: &mut Vec<Vec<String>>) {
        pieces.push(heading(&shown(&part.section.title), part.level, width));
        pieces.push(self.blocks(&part.section.blocks, width));
        part.parts.iter().for_each(|inside| self.part(inside, width, pieces));
    }

    fn blocks(&self, blocks: &[Block], width: usize) -> Vec<String> {
        joined(blocks.iter().map(|block| self.block(block, width)).collect())
    }

    fn block(&self, block: &Block, width: usize) -> Vec<String> {
        let within = |indent: usize| width.saturating_sub(indent).max(NARROWEST);
        match block {
            Block::Paragraph(inlines) | Block::ProseHeading(_, inlines) => self.paragraph(inlines, width),
            Block::List { ordered, items } => {
                let last = items.len().to_string().len();
                let items = items.iter().enumerate().map(|(number, item)| {
                    let mark = if *ordered { format!("{:>last$}. ", number + 1) } else { "- ".to_owned() };
                    let lines = self.blocks(item, within(mark.len()));
                    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
                    indented(lines, &mark, &" ".repeat(mark.len()))
                });
                close_or_apart(items.collect())
            }
            Block::Table(shown) => {
                let cell = |inlines: &Vec<Inline>| self.paragraph(inlines, usize::MAX).join("\n");
                let rows = shown.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
                table(shown, rows, width)
            }
            Block::Terms(terms) => {
                let terms = terms.iter().map(|(term, said)| match said.as_slice() {
                    [Block::Paragraph(only)] => {
                        let between = [Inline::Text(": ".to_owned())];
                        let line: Vec<Inline> = term.iter().chain(&between).chain(only).cloned().collect();
                        indented(self.paragraph(&line, within(2)), "", "  ")
                    }
                    said => {
                        let mut lines = self.paragraph(term, width);
                        lines.extend(indented(self.blocks(said, within(2)), "  ", "  "));
                        lines
                    }
                });
                close_or_apart(terms.collect())
            }
            Block::Callout(inside) => {
                let mut lines = indented(self.blocks(inside, within(2)), "| ", "| ");
                lines.insert(0, "|".to_owned());
                lines.push("|".to_owned());
                lines
            }
            Block::Prose(inside) => {
                let quoted = |block: &Block| match block {
                    Block::Prose(_) => indented(self.block(block, within(2)), "  ", "  "),
                    Block::Paragraph(_)
                    | Block::List { .. }
                    | Block::Table(_)
                    | Block::Terms(_)
                    | Block::Callout(_)
                    | Block::ProseHeading(..)
                    | Block::Verbatim(_)
                    | Block::Figure { .. } => self.block(block, width),
                };
                joined(inside.iter().map(quoted).collect())
            }
            Block::Verbatim(text) => indented(shown_lines(text), "    ", "    "),
            Block::Figure { drawing: _, caption, instead } => {
                joined(vec![wrapped(&shown(caption), width), self.blocks(instead, width)])
            }
        }
    }

    /// Running text; behind the text of a link outwards stands its address.
    fn paragraph(&self, inlines: &[Inline], width: usize) -> Vec<String> {
        let runs = runs(inlines, self.outline);
        let mut lines = Vec::new();
        let mut text = String::new();
        for linked in runs.chunk_by(|one, next| one.link == next.link) {
            let before = text.len();
            for run in linked {
                if run.ends_line {
                    lines.extend(wrapped(&text, width));
                    text.clear();
                }
                text.push_str(&run.text);
            }
            let link = linked.first().and_then(|run| run.link.as_ref()).filter(|link| link.outside);
            if let Some(link) = link {
                let said = text.get(before..).unwrap_or_default().trim();
                if !link.address.trim_end_matches('/').ends_with(said.trim_end_matches('/'))
                    || said.is_empty()
                {
                    text.push_str(&format!(" ({})", link.address));
                }
            }
        }
        lines.extend(wrapped(&text, width));
        lines
    }
}

/// Items below each other; with empty lines between them if one of them has some inside.
fn close_or_apart(items: Vec<Vec<String>>) -> Vec<String> {
    let airy = items.iter().flatten().any(|line| line.is_empty());
    if airy { joined(items) } else { items.concat() }
}
