//! A document as one file of HTML: it fetches nothing and runs nothing, reads well on a phone and in the dark, and
//! prints well.

pub(super) mod escape;
mod style;

use std::fmt::Write;

use self::escape::escaped;
use self::style::{STYLE, allowed};
use super::drawing::draw;
use super::outline::{Headings, Outline, Part};
use super::run::{Run, runs, shown, shown_lines, words};
use super::tree::{Block, Inline, Page, Table};

/// How many sections inside another the contents list: a glossary of a hundred words would bury the rest.
const MOST_INSIDE: usize = 16;

/// Writes the document.
pub fn html(page: &Page) -> String {
    let mut writer = Writer { outline: Outline::of(page), page: String::new(), figures: 0 };
    writer.document(page);
    writer.page
}

struct Writer<'p> {
    outline: Outline<'p>,
    page: String,
    figures: usize,
}

impl Writer<'_> {
    fn document(&mut self, page: &Page) {
        let title = escaped(&shown(&page.title));
        let style = allowed();
        let _ = write!(
            self.page,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style}'; \
             img-src 'none'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
             <header>\n<h1>{title}</h1>\n"
        );
        self.blocks(&page.opening, &mut Headings::below(1), 0);
        self.page.push_str("</header>\n");
        let contents = self.outline.wants_contents();
        let parts = std::mem::take(&mut self.outline.parts);
        if contents {
            self.contents(&parts);
        }
        self.page.push_str("<main id=\"content\">\n");
        parts.iter().for_each(|part| self.part(part));
        self.page.push_str("</main>\n");
        if !page.closing.is_empty() {
            self.page.push_str("<footer>\n");
            self.blocks(&page.closing, &mut Headings::below(1), 0);
            self.page.push_str("</footer>\n");
        }
        self.page.push_str("</body>\n</html>\n");
    }

    /// The table of contents: the sections, and those right inside them, unless they are many.
    fn contents(&mut self, parts: &[Part<'_>]) {
        self.page.push_str("<nav aria-label=\"Contents\">\n<p class=\"of\">Contents</p>\n<ul>\n");
        for part in parts {
            self.entry(part);
            if (1..=MOST_INSIDE).contains(&part.parts.len()) {
                self.page.push_str("\n<ul>\n");
                for inside in &part.parts {
                    self.entry(inside);
                    self.page.push_str("</li>\n");
                }
                self.page.push_str("</ul>\n");
            }
            self.page.push_str("</li>\n");
        }
        self.page.push_str("</ul>\n</nav>\n");
    }

    fn entry(&mut self, part: &Part<'_>) {
        let title = escaped(&shown(&part.section.title));
        let _ = write!(self.page, "<li><a href=\"#{}\">{title}</a>", part.id);
    }

    fn part(&mut self, part: &Part<'_>) {
        let Part { section, id, level, parts } = part;
        let title = escaped(&shown(&section.title));
        // The parts that the contents name first are landmarks; a hundred more would be none.
        let (label, own) = if *level == 2 {
            (format!(" aria-labelledby=\"{id}-title\""), format!(" id=\"{id}-title\""))
        } else {
            Default::default()
        };
        let _ = writeln!(self.page, "<section id=\"{id}\"{label}>\n<h{level}{own}>{title}</h{level}>");
        self.blocks(&section.blocks, &mut Headings::below(*level), 0);
        if section.side_by_side && !parts.is_empty() {
            self.page.push_str("<div class=\"beside\">\n");
        }
        parts.iter().for_each(|part| self.part(part));
        if section.side_by_side && !parts.is_empty() {
            self.page.push_str("</div>\n");
        }
        self.page.push_str("</section>\n");
    }

    /// Writes blocks; `quoted` is in how much prose they lie.
    fn blocks(&mut self, blocks: &[Block], headings: &mut Headings, quoted: usize) {
        for block in blocks {
            self.block(block, headings, quoted);
        }
    }

    fn block(&mut self, block: &Block, headings: &mut Headings, quoted: usize) {
        match block {
            Block::Paragraph(inlines) => {
                self.page.push_str("<p>");
                self.inlines(inlines);
                self.page.push_str("</p>\n");
            }
            Block::List { ordered, items } => self.list(*ordered, items, headings, quoted),
            Block::Table(table) => self.table(table),
            Block::Terms(terms) => {
                self.page.push_str("<dl>\n");
                for (term, said) in terms {
                    self.page.push_str("<div><dt>");
                    self.inlines(term);
                    self.page.push_str("</dt>\n<dd>");
                    self.compact(said, headings, quoted);
                    self.page.push_str("</dd></div>\n");
                }
                self.page.push_str("</dl>\n");
            }
            Block::Callout(inside) => {
                self.page.push_str("<div class=\"callout\">\n");
                self.blocks(inside, headings, quoted);
                self.page.push_str("</div>\n");
            }
            Block::Prose(inside) => {
                let (opening, closing) = if quoted == 0 {
                    ("<div class=\"prose\">\n", "</div>\n")
                } else {
                    ("<blockquote>\n", "</blockquote>\n")
                };
                self.page.push_str(opening);
                self.blocks(inside, headings, quoted + 1);
                self.page.push_str(closing);
            }
            Block::ProseHeading(written, inlines) => {
                let level = headings.level(*written);
                let _ = write!(self.page, "<h{level}>");
                self.inlines(inlines);
                let _ = writeln!(self.page, "</h{level}>");
            }
            Block::Verbatim(text) => {
                self.page.push_str("<pre><code>");
                self.page.push_str(&escaped(&shown_lines(text).join("\n")));
                self.page.push_str("</code></pre>\n");
            }
            Block::Figure { drawing, caption, instead } => {
                self.figures += 1;
                self.page.push_str("<figure>\n");
                draw(&mut self.page, drawing, caption, self.figures, &self.outline);
                if !caption.is_empty() {
                    let _ = writeln!(self.page, "<figcaption>{}</figcaption>", escaped(&shown(caption)));
                }
                if !instead.is_empty() {
                    self.page.push_str("<details>\n<summary>The same in words</summary>\n");
                    self.blocks(instead, headings, quoted);
                    self.page.push_str("</details>\n");
                }
                self.page.push_str("</figure>\n");
            }
        }
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Block>], headings: &mut Headings, quoted: usize) {
        let name = if ordered { "ol" } else { "ul" };
        let _ = writeln!(self.page, "<{name}>");
        for item in items {
            self.page.push_str("<li>");
            self.compact(item, headings, quoted);
            self.page.push_str("</li>\n");
        }
        let _ = writeln!(self.page, "</{name}>");
    }

    /// Blocks of which the first, if it is text, needs no paragraph of its own.
    fn compact(&mut self, blocks: &[Block], headings: &mut Headings, quoted: usize) {
        match blocks {
            [Block::Paragraph(inlines), rest @ ..] => {
                self.inlines(inlines);
                if !rest.is_empty() {
                    self.page.push('\n');
                    self.blocks(rest, headings, quoted);
                }
            }
            all => self.blocks(all, headings, quoted),
        }
    }

    fn table(&mut self, table: &Table) {
        let caption = escaped(&shown(&table.caption));
        let titles: Vec<String> = table.head.iter().map(|column| escaped(&shown(&column.title))).collect();
        let label = if caption.is_empty() { titles.join(", ") } else { caption.clone() };
        let _ = writeln!(
            self.page,
            "<div class=\"wide\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">\n<table>"
        );
        if !caption.is_empty() {
            let _ = writeln!(self.page, "<caption>{caption}</caption>");
        }
        self.page.push_str("<thead><tr>");
        let class = |index: usize| {
            if table.head.get(index).is_some_and(|column| column.numbers) { " class=\"n\"" } else { "" }
        };
        for (index, title) in titles.iter().enumerate() {
            let _ = write!(self.page, "<th scope=\"col\"{}>{title}</th>", class(index));
        }
        self.page.push_str("</tr></thead>\n<tbody>\n");
        let named = names_its_rows(table);
        for row in &table.rows {
            self.page.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                let heads = named && index == 0;
                let (opening, closing) = if heads { ("th scope=\"row\"", "th") } else { ("td", "td") };
                let _ = write!(self.page, "<{opening}{}>", class(index));
                self.inlines(cell);
                let _ = write!(self.page, "</{closing}>");
            }
            self.page.push_str("</tr>\n");
        }
        self.page.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let runs = runs(inlines, &self.outline);
        for linked in runs.chunk_by(|one, next| one.link == next.link) {
            let link = linked.first().and_then(|run| run.link.as_ref());
            if let Some(link) = link {
                let outside = if link.outside { " rel=\"noopener noreferrer nofollow\"" } else { "" };
                let _ = write!(self.page, "<a href=\"{}\"{outside}>", escaped(&link.address));
            }
            linked.iter().for_each(|run| self.run(run));
            if link.is_some() {
                self.page.push_str("</a>");
            }
        }
    }

    fn run(&mut self, run: &Run) {
        if run.ends_line {
            self.page.push_str("<br>");
            return;
        }
        let tags = [(run.style.strong, "strong"), (run.style.emphasis, "em"), (run.code, "code")];
        for (_, tag) in tags.iter().filter(|(holds, _)| *holds) {
            let _ = write!(self.page, "<{tag}>");
        }
        self.page.push_str(&escaped(&run.text));
        for (_, tag) in tags.iter().rev().filter(|(holds, _)| *holds) {
            let _ = write!(self.page, "</{tag}>");
        }
    }
}

/// Whether the first cell of each row says what the row is about.
fn names_its_rows(table: &Table) -> bool {
    let first = |row: &Vec<Vec<Inline>>| {
        row.first().is_some_and(|cell| (1..=80).contains(&words(cell).trim().chars().count()))
    };
    table.head.len() > 1
        && table.head.first().is_some_and(|column| !column.numbers)
        && table.rows.iter().all(first)
}
