//! No name, title, text, reason or value of a definition becomes markup: documents of definitions full of hostile texts
//! have the tags of a harmless twin, and say what was written.

use std::collections::HashMap;

use uld::check::{Loaded, check};
use uld::format::{Spelling, format};
use uld::page::{html::html, markdown::markdown};
use uld::publish::page;
use uld::syntax::document::{Item, ItemKind, Name};
use uld::syntax::parse;
use uld::text::source::Source;
use uld::text::span::{SourceId, Span};
use uld::text::visible::visible;

use super::enrich::loaded;
use super::markup::{Found, done, found};
use super::readers::READERS;
use super::spots::{Role, Spot, walk_item};
use crate::hostile_texts::texts;

const EVERYTHING: &str = include_str!("everything.uld");
/// What stands for a hostile text, and for a hostile name, in the twin.
const TEXT: &str = "zwilling";
const NAME: &str = "drilling";

/// Whether the hostile words stand before the own ones, or behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

impl Side {
    fn with(self, hostile: &str, own: &str) -> String {
        match self {
            Side::Before => format!("{hostile} {own}"),
            Side::Behind => format!("{own} {hostile}"),
        }
    }
}

/// A text as a definition may hold it: on one line.
fn as_text(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ").trim().to_owned()
}

/// A text as a name in brackets may be: without what would end it, without hidden characters, and without `_`, which
/// is told as a blank.
fn as_name(text: &str) -> String {
    let kept = as_text(text).replace([']', '[', '_'], "");
    let seen: String =
        kept.chars().filter(|letter| visible(&letter.to_string()) == letter.to_string()).collect();
    let short: String = seen.trim().chars().take(60).collect();
    short.trim().to_owned()
}

/// The definition of everything with these words in every text and every name; also in what is shown as it is written,
/// where quotes stand twice and hidden characters by their numbers, if `as_written`.
fn with_words(text: &str, name: &str, side: Side, as_written: bool) -> String {
    let mut document = parse(SourceId(0), EVERYTHING).document;
    let mut names: HashMap<String, String> = HashMap::new();
    for item in &mut document.items {
        walk_item(item, &mut |spot| {
            if let Spot::Declared(_, own, _) = spot {
                let new = side.with(name, &own.text.replace('_', " "));
                names.insert(own.key.clone(), new);
            }
        });
    }
    let renamed = |own: &mut Name| {
        if let Some(new) = names.get(&own.key) {
            *own = Name::new(new, Span::default());
        }
    };
    for item in &mut document.items {
        let verbatim = is_unused(item) && !as_written;
        walk_item(item, &mut |spot| match spot {
            Spot::Text(Role::Zone | Role::Separator | Role::Form | Role::Path | Role::Stem, _) => {}
            Spot::Text(_, own) if !verbatim => own.value = side.with(text, &own.value),
            Spot::Declared(_, own, title) => {
                renamed(own);
                if let Some(Some(title)) = title
                    && !verbatim
                {
                    title.value = side.with(text, &title.value);
                }
            }
            Spot::Used(own) => renamed(own),
            Spot::Reason(Some(reason)) if !verbatim => reason.value = side.with(text, &reason.value),
            Spot::Cell(cell) => {
                if let Some(new) = names.get(&cell.text) {
                    cell.text = format!("[{}]", new.replace('|', "/"));
                } else if cell.text.contains("one") {
                    cell.text = format!("\"{}\"", side.with(text, &cell.text).replace('"', "\"\""));
                }
            }
            _ => {}
        });
    }
    // A cell ends at `|`, whatever stands around it.
    let tables = text.contains('|') || name.contains('|') || visible(text) != *text || text.ends_with('\\');
    document.items.retain(|item| !(tables && matches!(item.kind, ItemKind::Table(_))));
    let spelling = Spelling::collect(&[&document]);
    let source = Source::new("everything.uld", EVERYTHING);
    match format(&document, &source, &spelling) {
        Ok(text) => text,
        Err(error) => panic!("{text:.40?} {name:.40?}: {error}: {}", source.words(error.place())),
    }
}

fn is_unused(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Criterion(criterion) if criterion.name.text == "rule_four")
}

/// The document of a definition, as HTML and as Markdown; None if it is no definition.
fn published(text: &str) -> Result<(String, String), String> {
    let own: Loaded = loaded(text);
    let checked = check(&own);
    let Some(program) = checked.program else {
        let problem = checked
            .problems
            .iter()
            .find(|problem| problem.severity() == uld::text::diagnostic::Severity::Error);
        return Err(problem
            .map(|problem| format!("{} {}", problem.code.0, problem.title))
            .unwrap_or_default());
    };
    let page = page(&program, &[]);
    Ok((html(&page), markdown(&page)))
}

/// In small letters, for a sentence may begin with any text; with one article, which goes by the sound of what follows.
fn levelled(page: Found, words: &[&str]) -> Found {
    let mut text = page.text.to_lowercase();
    for word in words.iter().filter(|word| !word.is_empty()) {
        for mark in ["", "\""] {
            text = text.replace(&format!("an{mark}{word}"), &format!("a{mark}{word}"));
        }
    }
    // Other words have another fingerprint.
    for before in ["fingerprintofthemeaning:", ",ofthewords:"] {
        if let Some(at) = text.rfind(before).map(|at| at + before.len()) {
            let digits =
                text[at..].chars().take_while(|letter| letter.is_ascii_hexdigit() || *letter == '-').count();
            text.replace_range(at..at + digits, "");
        }
    }
    // Addresses are set as code in Markdown.
    let tags = page.tags.into_iter().filter(|tag| !["code ", "/code "].contains(&tag.as_str())).collect();
    Found { tags, text, drawn: String::new(), ..page }
}

/// What each reader finds.
fn read_all(page: &str, mark: &str) -> [(&'static str, Found); 4] {
    let [one, two, three] = READERS.map(|(reader, read)| (reader, read(mark)));
    [("HTML", found(page)), one, two, three]
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_lowercase()
}

#[test]
fn no_text_of_a_definition_becomes_markup() {
    let (mut wrong, mut named, mut tried) = (Vec::new(), 0, 0);
    let mut twins: HashMap<(String, String, [bool; 3]), [Found; 4]> = HashMap::new();
    for hostile in texts().into_iter().filter(|text| text.len() < 400) {
        let (text, name) = (as_text(&hostile), as_name(&hostile));
        if text.chars().all(char::is_alphabetic) {
            continue;
        }
        let as_written = !text.contains('"') && visible(&text) == text;
        for side in [Side::Before, Side::Behind] {
            tried += 1;
            // Not every text can be a name.
            let mut name = if name.is_empty() { NAME } else { name.as_str() };
            let mut pages = published(&with_words(&text, name, side, as_written));
            if pages.is_err() {
                name = NAME;
                pages = published(&with_words(&text, name, side, as_written));
            } else {
                named += 1;
            }
            let (page, mark) = match pages {
                Ok(pages) => pages,
                Err(problem) => {
                    wrong.push(format!("{text:?} {side:?}: no definition: {problem}"));
                    continue;
                }
            };
            // A list with commas in its values has them in quotes; a table is left out where a cell cannot hold the text.
            let like = |own: &str, harmless: &str| {
                if own.contains(',') { format!("{harmless},") } else { harmless.to_owned() }
            };
            let (twin_text, twin_name) = (like(&text, TEXT), like(name, NAME));
            let has_table = page.contains("Cases as of");
            let key = (twin_text.clone(), twin_name.clone(), [side == Side::Before, has_table, as_written]);
            let twin = twins.entry(key).or_insert_with(|| {
                let twin = with_words(&twin_text, &twin_name, side, as_written);
                let twin =
                    if has_table { twin } else { twin[..twin.rfind("\nexamples,").unwrap()].to_owned() };
                let (page, mark) = published(&twin).unwrap();
                read_all(&page, &mark).map(|(_, page)| levelled(page, &[TEXT, NAME]))
            });
            let (shown, shown_name) = (without_blanks(&visible(&text)), without_blanks(name));
            for ((reader, page), twin) in read_all(&page, &mark).into_iter().zip(&*twin) {
                let mut page = levelled(page, &[&shown, &shown_name]);
                let mut twin = twin.clone();
                if reader == "comrak with more" && (text.contains('|') || name.contains('|')) {
                    // It takes a stroke in a cell for the start of something, and loses the emphasis around it.
                    for found in [&mut page, &mut twin] {
                        found.tags.retain(|tag| !["em ", "/em "].contains(&tag.as_str()));
                        found.text.retain(|letter| letter != '*');
                    }
                }
                twin.text = twin.text.replace(&twin_name, &shown_name);
                if let Err(found) = done(&page, &twin, &twin_text, &shown) {
                    wrong.push(format!("{reader}: {text:?} {side:?}: {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
    assert!(named * 2 > tried, "only {named} of {tried} could be names");
}

/// Prose is Markdown on purpose: emphasis, lists and links to the web come out of it, and nothing else does.
#[test]
fn prose_of_a_definition_is_no_way_round() {
    let places = [
        "definition \"D\"\n  > PROSE\nfield a: yes/no\nlead when a\n",
        "> PROSE\nfield a: yes/no\n  > PROSE\nlead when a\n  > PROSE\n> PROSE\n",
        "field a: yes/no\ncriterion c when a\n  > PROSE\nlead when c\nsales must \"x\"\n  > PROSE\nexample \"e\"\n  given a yes\n  expect lead yes\n  > PROSE\n",
    ];
    for hostile in texts().into_iter().filter(|text| text.len() < 400) {
        let line: String = as_text(&hostile)
            .chars()
            .filter(|letter| visible(&letter.to_string()) == letter.to_string())
            .collect();
        for place in places {
            let text = place.replace("PROSE", &line);
            let (page, mark) = published(&text).unwrap_or_else(|problem| panic!("{line:?}: {problem}"));
            let pages = READERS.iter().map(|(reader, read)| (*reader, read(&mark)));
            for (reader, page) in pages.chain([("HTML", found(&page))]) {
                for tag in &page.tags {
                    let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
                    let bad = [
                        "script", "img", "iframe", "svg", "object", "embed", "form", "input", "b", "comment",
                        "Image", "base",
                    ];
                    // The stages have no drawing here.
                    assert!(!bad.contains(&name) && !tag.contains("onerror"), "{reader}: {line:?}: <{tag}>");
                }
                for link in &page.links {
                    let fine =
                        ["#", "https://", "http://", "mailto:"].iter().any(|good| link.starts_with(good));
                    assert!(fine, "{reader}: {line:?}: {link}");
                }
            }
        }
    }
}
