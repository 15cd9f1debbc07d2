//! A document as CommonMark with the tables of GitHub: readable as it is, and whatever a text says, it renders as itself.
//!
//! The only HTML in it are the anchors of sections, `<a id="stage-3f2a91c04d1e"></a>`, made of letters we chose and digits.

mod escape;
mod line;

use self::line::{Place, line};
use super::outline::{Headings, Outline, Part};
use super::run::{runs, shown_lines};
use super::tree::{Block, Inline, Page, Table};

/// Writes the document.
pub fn markdown(page: &Page) -> String {
    let outline = Outline::of(page);
    let writer = Writer { outline: &outline };
    let mut pieces = vec![vec![format!("# {}", writer.title(&page.title)).trim_end().to_owned()]];
    pieces.push(writer.blocks(&page.opening, &mut Headings::below(1), 0));
    let contents = outline.wants_contents();
    if contents {
        pieces.push(writer.contents(&outline.parts));
    }
    outline.parts.iter().for_each(|part| writer.part(part, contents, &mut pieces));
    if !page.closing.is_empty() {
        pieces.push(vec!["---".to_owned()]);
        pieces.push(writer.blocks(&page.closing, &mut Headings::below(1), 0));
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

/// Lines with something before each of them, and with something else before the first.
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
    fn title(&self, title: &str) -> String {
        self.line(&[Inline::Text(title.to_owned())], Place::Heading)
    }

    fn line(&self, inlines: &[Inline], place: Place) -> String {
        line(&runs(inlines, self.outline), place)
    }

    fn contents(&self, parts: &[Part<'_>]) -> Vec<String> {
        let mut lines = Vec::new();
        let entry = |part: &Part<'_>| format!("- [{}](#{})", self.title(&part.section.title), part.id);
        for part in parts {
            lines.push(entry(part));
            lines.extend(part.parts.iter().map(|inside| format!("  {}", entry(inside))));
        }
        lines
    }

    fn part(&self, part: &Part<'_>, contents: bool, pieces: &mut Vec<Vec<String>>) {
        if part.section.anchor.is_some() || (contents && part.level <= 3) {
            pieces.push(vec![format!("<a id=\"{}\"></a>", part.id)]);
        }
        let marks = "#".repeat(usize::from(part.level));
        pieces.push(vec![format!("{marks} {}", self.title(&part.section.title)).trim_end().to_owned()]);
        pieces.push(self.blocks(&part.section.blocks, &mut Headings::below(part.level), 0));
        part.parts.iter().for_each(|inside| self.part(inside, contents, pieces));
    }

    /// The lines of blocks; `quoted` is in how much prose they lie.
    fn blocks(&self, blocks: &[Block], headings: &mut Headings, quoted: usize) -> Vec<String> {
        let mut pieces = Vec::new();
        let mut lists = 0;
        for block in blocks {
            // A list right after a list would go on with it; another mark begins another.
            lists = if matches!(block, Block::List { .. } | Block::Terms(_)) { lists + 1 } else { 0 };
            pieces.push(self.block(block, headings, quoted, lists));
        }
        joined(pieces)
    }

    fn block(&self, block: &Block, headings: &mut Headings, quoted: usize, lists: usize) -> Vec<String> {
        match block {
            Block::Paragraph(inlines) => {
                let text = self.line(inlines, Place::Line);
                if text.is_empty() { Vec::new() } else { text.lines().map(str::to_owned).collect() }
            }
            Block::List { ordered, items } => {
                let items = items.iter().map(|item| (item.as_slice(), self.blocks(item, headings, quoted)));
                list(*ordered, items.collect(), lists)
            }
            Block::Terms(terms) => {
                let items = terms.iter().map(|(term, said)| {
                    let mut opening = vec![Inline::Strong(term.clone())];
                    let mut rest = said.as_slice();
                    if let [Block::Paragraph(first), others @ ..] = rest {
                        opening.push(Inline::Text(": ".to_owned()));
                        opening.extend(first.iter().cloned());
                        rest = others;
                    }
                    let opening = self.block(&Block::Paragraph(opening), headings, quoted, 0);
                    let lines = joined(vec![opening, self.blocks(rest, headings, quoted)]);
                    (said.as_slice(), lines)
                });
                list(false, items.collect(), lists)
            }
            Block::Table(table) => self.table(table),
            Block::Callout(inside) => indented(self.blocks(inside, headings, quoted), "> ", "> "),
            Block::Prose(inside) if quoted == 0 => self.blocks(inside, headings, 1),
            Block::Prose(inside) => indented(self.blocks(inside, headings, quoted + 1), "> ", "> "),
            Block::ProseHeading(written, inlines) => {
                let marks = "#".repeat(usize::from(headings.level(*written)));
                vec![format!("{marks} {}", self.line(inlines, Place::Heading)).trim_end().to_owned()]
            }
            Block::Verbatim(text) => fenced(text),
            Block::Figure { drawing: _, caption, instead } => joined(vec![
                self.block(&Block::Paragraph(vec![Inline::Text(caption.clone())]), headings, quoted, 0),
                self.blocks(instead, headings, quoted),
            ]),
        }
    }

    fn table(&self, table: &Table) -> Vec<String> {
        let columns = table.rows.iter().map(Vec::len).chain([table.head.len()]).max().unwrap_or(0);
        if columns == 0 {
            return Vec::new();
        }
        let row = |cells: Vec<String>| {
            let cells: Vec<String> =
                (0..columns).map(|at| cells.get(at).cloned().unwrap_or_default()).collect();
            format!("| {} |", cells.join(" | "))
        };
        let cell = |inlines: &[Inline]| self.line(inlines, Place::Cell);
        let titles = table.head.iter().map(|column| cell(&[Inline::Text(column.title.clone())])).collect();
        let numbers = |at: usize| table.head.get(at).is_some_and(|column| column.numbers);
        let rules = (0..columns).map(|at| if numbers(at) { "---:" } else { "---" }.to_owned()).collect();
        let mut lines = vec![row(titles), row(rules)];
        lines.extend(table.rows.iter().map(|cells| row(cells.iter().map(|inlines| cell(inlines)).collect())));
        let caption = self.line(&[Inline::Text(table.caption.clone())], Place::Line);
        joined(vec![if caption.is_empty() { Vec::new() } else { vec![caption] }, lines])
    }
}

/// A list. Items of one paragraph, and of lists inside it, follow each other without empty lines.
fn list(ordered: bool, items: Vec<(&[Block], Vec<String>)>, lists: usize) -> Vec<String> {
    let other = lists.is_multiple_of(2);
    let plain = |blocks: &[Block]| match blocks {
        [] => true,
        [_, rest @ ..] => rest.is_empty(),
    };
    let tight = items.iter().all(|(blocks, lines)| plain(blocks) && lines.len() <= 1);
    let mut pieces = Vec::new();
    for (number, (_, lines)) in items.into_iter().enumerate() {
        let mark = match (ordered, other) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, false) => format!("{}. ", number + 1),
            (true, true) => format!("{}) ", number + 1),
        };
        let lines = if lines.is_empty() { vec![String::new()] } else { lines };
        pieces.push(indented(lines, &mark, &" ".repeat(mark.len())));
    }
    if tight { pieces.concat() } else { joined(pieces) }
}

/// Text as it is, between fences that are longer than any run of their letter inside.
fn fenced(text: &str) -> Vec<String> {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![fence.clone()];
    lines.extend(shown_lines(text));
    lines.push(fence);
    lines
}
