//! Pages: what the writers make of a document, and that no text in one becomes markup.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

#[path = "page/hostile.rs"]
mod hostile;
#[path = "page/markup.rs"]
mod markup;
#[path = "page/readers.rs"]
mod readers;
#[path = "page/sample.rs"]
mod sample;

use unicode_width::UnicodeWidthStr;

use hostile::{HARMLESS, everywhere, texts};
use markup::{Found, done, found};
use readers::READERS;
use uld::page::html::html;
use uld::page::markdown::markdown;
use uld::page::prose::prose;
use uld::page::text::text;
use uld::page::tree::{Block, Drawing, Funnel, Page, Step};
use uld::text::visible::visible;

#[test]
fn one_of_everything_in_three_forms() {
    let page = sample::sample();
    let html = html(&page);
    let (before, rest) = html.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let (before, _) = before.split_once("sha256-").unwrap();
    insta::assert_snapshot!("page_html", format!("{before}…{body}"));
    insta::assert_snapshot!("page_markdown", markdown(&page));
    insta::assert_snapshot!("page_text", text(&page, 80));
    insta::assert_snapshot!("page_text_narrow", text(&page, 40));
}

/// A text as a page shows it.
fn as_shown(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " "))
}

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
    let twin = markdown(&everywhere(HARMLESS));
    let twins: Vec<Found> = READERS.iter().map(|(_, read)| read(&twin)).collect();
    let mut wrong = Vec::new();
    for text in hostile::mixtures(99, 500, 5).into_iter().chain(hostile::mixtures(7, 500, 14)) {
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

/// Prose may have emphasis, lists and links; nothing else comes out of it, whatever goes in.
#[test]
fn prose_is_no_way_round() {
    let allowed = [
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    ];
    let frame = found(&html(&Page::default()));
    let mixtures = hostile::mixtures(12, 1_500, 20);
    for text in texts().into_iter().chain(mixtures) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let page = Page { opening: vec![Block::Prose(prose(&lines))], ..Page::default() };
        let html = found(&html(&page));
        let mut inside = html.tags.clone();
        for tag in &frame.tags {
            let at = inside.iter().position(|other| other == tag).unwrap();
            inside.remove(at);
        }
        for tag in &inside {
            let (name, attributes) = tag.trim_start_matches('/').split_once(' ').unwrap();
            let fine = match name {
                "a" => ["", "href rel"].contains(&attributes),
                "div" => ["", "class"].contains(&attributes),
                _ => attributes.is_empty(),
            };
            assert!(allowed.contains(&name) && fine, "{text:?}: <{tag}>");
        }
        let markdown = markdown(&page);
        for (reader, read) in READERS {
            let read = read(&markdown);
            for tag in &read.tags {
                let name = tag.trim_start_matches('/').split([' ', '(', '{']).next().unwrap();
                let of_pulldown = [
                    "Paragraph",
                    "Heading",
                    "BlockQuote",
                    "CodeBlock",
                    "List",
                    "Item",
                    "Emphasis",
                    "Strong",
                    "Link",
                    "HardBreak",
                ];
                assert!(
                    allowed.contains(&name) || of_pulldown.contains(&name) || name == "h1",
                    "{reader}: {text:?}: <{tag}>\n{markdown}"
                );
            }
            for link in html.links.iter().chain(&read.links) {
                let fine =
                    ["#content", "http://", "https://", "mailto:"].iter().any(|good| link.starts_with(good));
                assert!(fine, "{reader}: {text:?}: {link}");
            }
        }
    }
}

/// However many stages there are and whatever they are called, each word is drawn, and inside the drawing.
#[test]
fn drawings_hold_all_their_words() {
    let long = "Sehr langer Name ".repeat(15);
    let word = "Donaudampfschifffahrt".repeat(12);
    for steps in [0, 1, 2, 7, 50] {
        for asides in [0, 1, 10] {
            for label in ["Lead", long.trim(), word.as_str()] {
                let step = |kind: &str, number: usize| Step {
                    label: format!("{kind}{number} {label}"),
                    anchor: None,
                };
                let each =
                    |most: usize| (0..steps).flat_map(move |one| (0..most).map(move |other| (one, other)));
                let funnel = Funnel {
                    steps: (0..steps).map(|number| step("S", number)).collect(),
                    asides: (0..asides).map(|number| step("A", number)).collect(),
                    exits: each(asides).map(|(one, to)| (one, to, format!("X{one}-{to} {label}"))).collect(),
                    returns: vec![(0, 0, format!("back {label}")), (99, 99, "nowhere".to_owned())],
                    steps_back: each(steps.min(3))
                        .filter(|(one, to)| to < one)
                        .map(|(one, to)| (one, to, String::new()))
                        .collect(),
                };
                let words: Vec<String> = funnel
                    .steps
                    .iter()
                    .chain(&funnel.asides)
                    .map(|step| step.label.clone())
                    .chain(funnel.exits.iter().map(|(_, _, words)| words.clone()))
                    .collect();
                let block = Block::Figure {
                    drawing: Drawing::Funnel(funnel),
                    caption: String::new(),
                    instead: Vec::new(),
                };
                let html = html(&Page { opening: vec![block], ..Page::default() });
                let drawn = found(&html).drawn;
                for words in words {
                    let words: String = words.split_whitespace().collect();
                    assert!(drawn.contains(&words), "{words}");
                }
                lies_inside(&html);
            }
        }
    }
}

/// Every box lies inside the drawing, and no two overlap.
fn lies_inside(html: &str) {
    let number = |text: &str, name: &str| -> f64 {
        text.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let size: Vec<f64> = html
        .split("viewBox=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .split(' ')
        .map(|part| part.parse().unwrap())
        .collect();
    let boxes: Vec<[f64; 4]> = html
        .split("<rect")
        .skip(1)
        .map(|rect| {
            let (x, y) = (number(rect, "x"), number(rect, "y"));
            [x, y, x + number(rect, "width"), y + number(rect, "height")]
        })
        .collect();
    for (at, one) in boxes.iter().enumerate() {
        assert!(
            one[0] >= 0.0 && one[1] >= 0.0 && one[2] <= size[2] && one[3] <= size[3],
            "{one:?} in {size:?}"
        );
        for other in boxes.iter().skip(at + 1) {
            let apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
            assert!(apart, "{one:?} and {other:?}");
        }
    }
}

/// Whatever a text says, all of it is there, and only words that are too long make a line too long.
#[test]
fn nothing_is_lost_in_plain_text() {
    for said in texts() {
        let shown = as_shown(&said);
        let first = shown.split_whitespace().next().unwrap_or_default();
        for width in [1, 40, 80] {
            let text = text(&everywhere(&said), width);
            assert!(text.matches(first).count() >= 60, "{said:?} at {width}");
            // Text as it is stays as it is.
            let as_it_is = |line: &str| {
                said.lines().any(|own| line.trim_start_matches(['|', ' ']) == visible(own).trim())
            };
            for line in text.lines().filter(|line| line.width() > width.max(40) && !as_it_is(line)) {
                let longest = line.split_whitespace().map(|word| word.width()).max().unwrap();
                assert!(longest + 16 >= width.max(40), "{line}");
            }
        }
    }
}
