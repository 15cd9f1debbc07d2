//! A page with one of everything.

use uld::page::tree::{Anchor, Bands, Block, Column, Drawing, Funnel, Inline, Page, Section, Step, Table};

/// Running text.
pub fn said(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

/// A paragraph.
pub fn paragraph(text: &str) -> Block {
    Block::Paragraph(said(text))
}

/// A page about a lifecycle of three stages.
pub fn sample() -> Page {
    let stage = |name: &str| Anchor::of("stage", name);
    let link = |name: &str| Inline::Reference(stage(name), said(name));
    let step = |name: &str| Step { label: name.to_owned(), anchor: Some(stage(name)) };
    let funnel = Funnel {
        steps: vec![step("Subscriber"), step("Marketing qualified lead"), step("Customer")],
        asides: vec![step("Nurture"), step("Disqualified")],
        exits: vec![
            (1, 0, "not ready: 90 days".to_owned()),
            (1, 1, "no budget and no decision maker".to_owned()),
        ],
        returns: vec![(0, 0, "asks again".to_owned())],
        steps_back: vec![(2, 1, "contract ends".to_owned())],
    };
    let bands = Bands {
        low: 0,
        high: 100,
        bands: vec![("cold".to_owned(), 0), ("warm".to_owned(), 40), ("hot".to_owned(), 75)],
    };
    let table = Table {
        caption: "What counts".to_owned(),
        head: vec![
            Column { title: "Criterion".to_owned(), numbers: false },
            Column { title: "Where it is found".to_owned(), numbers: false },
            Column { title: "Points".to_owned(), numbers: true },
        ],
        rows: vec![
            vec![said("decision maker"), vec![Inline::Code("Job Title".to_owned())], said("25")],
            vec![said("asked for a price"), said("the form, in the last 30 days"), said("40")],
        ],
    };
    let card = |name: &str, text: &str| Section {
        anchor: Some(stage(name)),
        title: name.to_owned(),
        blocks: vec![paragraph(text)],
        ..Section::default()
    };
    Page {
        title: "What a lead is: Acme & Sons, version 4".to_owned(),
        opening: vec![
            paragraph("Agreed by marketing and sales on 2026-01-14."),
            Block::Callout(vec![Block::Paragraph(vec![
                Inline::Text("A contact is a ".to_owned()),
                Inline::Strong(vec![link("Marketing qualified lead")]),
                Inline::Text(" when it fits the profile and asked for a price.".to_owned()),
            ])]),
        ],
        sections: vec![
            Section {
                title: "The way of a contact".to_owned(),
                blocks: vec![Block::Figure {
                    drawing: Drawing::Funnel(funnel),
                    caption: "Three stages, and two places to wait".to_owned(),
                    instead: vec![Block::List {
                        ordered: true,
                        items: vec![
                            vec![paragraph("Subscriber")],
                            vec![
                                Block::Paragraph(vec![link("Marketing qualified lead")]),
                                Block::List {
                                    ordered: false,
                                    items: vec![vec![paragraph("not ready: to Nurture for 90 days")]],
                                },
                            ],
                            vec![paragraph("Customer")],
                        ],
                    }],
                }],
                ..Section::default()
            },
            Section {
                title: "Stages".to_owned(),
                blocks: vec![paragraph("Each contact is in one of them.")],
                sections: vec![
                    card("Subscriber", "Has given an e-mail address and agreed to get the newsletter."),
                    card("Marketing qualified lead", "Fits the profile, and asked for a price."),
                    card("Customer", "Has signed."),
                ],
                side_by_side: true,
                ..Section::default()
            },
            Section {
                title: "Score".to_owned(),
                blocks: vec![
                    Block::Table(table),
                    Block::Figure {
                        drawing: Drawing::Bands(bands),
                        caption: "Bands of the score".to_owned(),
                        instead: vec![paragraph("cold: 0 to 39; warm: 40 to 74; hot: 75 to 100")],
                    },
                    Block::Terms(vec![
                        (said("decision maker"), vec![paragraph("May sign without asking anybody.")]),
                        (
                            said("price"),
                            vec![paragraph("Asked for one."), paragraph("Because it shows intent.")],
                        ),
                    ]),
                ],
                ..Section::default()
            },
            Section {
                title: "In our own words".to_owned(),
                blocks: vec![Block::Prose(uld::page::prose::prose(&[
                    "# Why we do this".to_owned(),
                    String::new(),
                    "We lost *half a year* to a [debate](https://example.org/debate) about **one word**."
                        .to_owned(),
                    String::new(),
                    "> A lead is what sales calls back.".to_owned(),
                    String::new(),
                    "1. Write it down.".to_owned(),
                    "2. Hold it against `contacts.csv`.".to_owned(),
                    String::new(),
                    "```".to_owned(),
                    "uld check lead.uld".to_owned(),
                    "```".to_owned(),
                ]))],
                ..Section::default()
            },
        ],
        closing: vec![Block::Paragraph(vec![
            Inline::Text("Fingerprint ".to_owned()),
            Inline::Code("3f2a 91c0".to_owned()),
            Inline::Break,
            Inline::Emphasis(said("Made by uld.")),
        ])],
    }
}
