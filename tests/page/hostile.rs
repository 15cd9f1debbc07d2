//! One text in every place of a page where a text may stand, and texts that would like to be more than text.

use uld::page::tree::{Anchor, Bands, Block, Column, Drawing, Funnel, Inline, Page, Section, Step, Table};

use crate::sample::{paragraph, said};

/// A text that no writer needs to escape.
pub const HARMLESS: &str = "zwilling";

/// A page with the text everywhere.
pub fn everywhere(text: &str) -> Page {
    let anchor = Anchor::of("stage", text);
    let plain = || Inline::Text(text.to_owned());
    let between = |inline: Inline| {
        Block::Paragraph(vec![Inline::Text("before ".to_owned()), inline, Inline::Text(" after".to_owned())])
    };
    let alone = |inline: Inline| Block::Paragraph(vec![inline]);
    let outward = |address: String| Inline::Link(address, said(text));
    let inlines = vec![
        plain(),
        Inline::Strong(vec![plain()]),
        Inline::Emphasis(vec![plain()]),
        Inline::Strong(vec![Inline::Emphasis(vec![plain()])]),
        Inline::Code(text.to_owned()),
        Inline::Reference(anchor.clone(), vec![plain()]),
        Inline::Reference(Anchor::of("stage", "nowhere"), vec![plain()]),
        Inline::Reference(anchor.clone(), vec![Inline::Strong(vec![Inline::Code(text.to_owned())])]),
        outward(format!("https://example.org/{text}")),
        outward(format!("javascript:{text}")),
        outward(format!("x{text}javascript:alert(1)")),
    ];
    let mut blocks: Vec<Block> = Vec::new();
    for inline in &inlines {
        blocks.extend([between(inline.clone()), alone(inline.clone())]);
        blocks.push(Block::List { ordered: false, items: vec![vec![alone(inline.clone())]] });
    }
    blocks.push(Block::Paragraph(vec![plain(), Inline::Break, plain(), Inline::Break, plain()]));
    blocks.push(Block::Paragraph(vec![
        Inline::Text("sign ".to_owned()),
        plain(),
        Inline::Reference(anchor.clone(), said("link")),
        plain(),
        Inline::Code("code".to_owned()),
        plain(),
    ]));
    let cells =
        |inline: &Inline| vec![vec![inline.clone()], vec![Inline::Text("a ".to_owned()), inline.clone()]];
    blocks.push(Block::Table(Table {
        caption: text.to_owned(),
        head: vec![
            Column { title: text.to_owned(), numbers: false },
            Column { title: format!("a {text}"), numbers: true },
        ],
        rows: inlines.iter().map(cells).collect(),
    }));
    blocks.push(Block::Terms(vec![(said(text), vec![paragraph(text), paragraph(text)])]));
    blocks.push(Block::Callout(vec![paragraph(text), Block::Verbatim(text.to_owned())]));
    blocks.push(Block::List {
        ordered: true,
        items: vec![vec![paragraph(text), Block::Verbatim(text.to_owned())], vec![paragraph(text)]],
    });
    blocks.push(Block::Prose(vec![
        Block::ProseHeading(2, said(text)),
        Block::Prose(vec![paragraph(text)]),
        Block::ProseHeading(5, vec![Inline::Text("C ".to_owned()), plain()]),
        Block::Verbatim(text.to_owned()),
    ]));
    let step = || Step { label: text.to_owned(), anchor: Some(anchor.clone()) };
    blocks.push(Block::Figure {
        drawing: Drawing::Funnel(Funnel {
            steps: vec![step(), step()],
            asides: vec![step()],
            exits: vec![(0, 0, text.to_owned())],
            returns: vec![(0, 1, text.to_owned())],
            steps_back: vec![(1, 0, text.to_owned())],
        }),
        caption: text.to_owned(),
        instead: vec![paragraph(text)],
    });
    blocks.push(Block::Figure {
        drawing: Drawing::Bands(Bands {
            low: 0,
            high: 9,
            bands: vec![(text.to_owned(), 0), (text.to_owned(), 5)],
        }),
        caption: text.to_owned(),
        instead: vec![paragraph(text)],
    });
    let section = |blocks: Vec<Block>, sections: Vec<Section>| Section {
        anchor: Some(anchor.clone()),
        title: text.to_owned(),
        blocks,
        sections,
        side_by_side: true,
    };
    Page {
        title: text.to_owned(),
        opening: vec![paragraph(text)],
        sections: vec![
            section(blocks, vec![section(vec![paragraph(text)], Vec::new())]),
            section(Vec::new(), Vec::new()),
            section(Vec::new(), Vec::new()),
        ],
        closing: vec![paragraph(text)],
    }
}

/// Texts that would like to be markup, a link, another line, or to hide.
pub fn texts() -> Vec<String> {
    let mut found: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    found.push("w".repeat(65_536));
    found.push("`".repeat(300));
    found.push("[".repeat(300));
    found.push(format!("a{}b", "*_".repeat(200)));
    found
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style></svg></p></td></section><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)' x='",
    "\" style=\"position:fixed\" id=\"content",
    "<!-- comment",
    "--> <b>x</b>",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;b&gt; &amp; &#60;b&#62; &colon; &NewLine;",
    "&#x6A;avascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x]( JaVaScRiPt:alert(1) \"t\")",
    "[x](javascript%3Aalert(1))",
    "[x](<data:text/html,x>)",
    "![x](https://evil.example/x.png)",
    "[x][y]\n\n[y]: https://evil.example",
    "[y]: https://evil.example \"t\"",
    "[^1] and [^1]: note",
    "[[wiki|link]]",
    "<https://evil.example> <ann@evil.example>",
    "https://evil.example/a?b=c",
    "http://evil.example",
    "ftp://evil.example www.evil.example WWW.evil.example",
    "ann@evil.example",
    "mailto:ann@evil.example xmpp:ann@evil.example/x",
    "a@b.c!d@e.f",
    "*a* **b** ***c*** _d_ __e__ *",
    "**",
    "*",
    "_",
    "~~a~~ ~b~ ==c== ++d++ ^e^ ||f|| %%g%% $h$ $$i$$ ::j:: :smile: :+1:",
    "`a` ``b`` ``` c",
    "`",
    "a`",
    "\\",
    "a\\",
    "\\`",
    "\\|",
    "| a | b |\n| --- | --- |\n| c | d |",
    "a|b",
    "|",
    "---",
    "-:",
    "- - -",
    "***",
    "===",
    "=",
    "# heading #",
    "#",
    "C# {#id .class}",
    "> quote",
    "> [!NOTE]\n> x",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "1986.",
    "- [x] done",
    "[ ] open",
    ": a definition",
    "::: warning",
    ":::",
    "-# subtext",
    "```\ncode\n```",
    "~~~ js",
    "    indented",
    "\tindented",
    "a  \nb",
    "a\r\n\r\n# b",
    "{{ template }} {% x %} {x=\"y\"}",
    "{.x}",
    "^[inline note]",
    "!",
    "a!",
    "&",
    "a & b &",
    "<",
    "a <",
    "a:",
    "http:",
    "a\u{202e}txt.exe",
    "a\u{0}b\u{1b}[31mc\u{7}",
    "zero\u{200b}width \u{feff}mark \u{2028}line\u{2029}",
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)",
    "日本語 «ü» 👩‍👩‍👧",
    "a\u{a0}",
    "(a) [b] {c} \"d\" 'e'",
];

/// Texts of the letters that markup is made of, up to so many.
pub fn mixtures(seed: u64, count: usize, longest: usize) -> Vec<String> {
    let letters: Vec<char> = "aab1  \\`*_{}[]()<>#+-.!|~=:/@&$^%'\"\nww".chars().collect();
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = || {
        let length = 1 + next(longest);
        (0..length).map(|_| letters[next(letters.len())]).collect::<String>()
    };
    (0..count).map(|_| text()).filter(|text| !text.trim().is_empty()).collect()
}
