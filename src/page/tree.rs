//! A document: sections of blocks, blocks of inline texts.

use std::fmt;

use sha2::{Digest, Sha256};

/// A whole document.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// What stands between the title and the table of contents.
    pub opening: Vec<Block>,
    /// Its sections; the table of contents lists them.
    pub sections: Vec<Section>,
    /// What stands below everything.
    pub closing: Vec<Block>,
}

/// A section; its heading's level is how deep it lies.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// What links name.
    pub anchor: Option<Anchor>,
    /// Its heading.
    pub title: String,
    /// What it says before its own sections.
    pub blocks: Vec<Block>,
    /// The sections inside it.
    pub sections: Vec<Section>,
    /// Whether those stand side by side where there is room for it.
    pub side_by_side: bool,
}

/// What a link inside the document names: a kind and a number made of the name, never the name itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(String);

impl Anchor {
    /// The anchor of a thing by its kind (`stage`, letters only) and name: the same in every version of a document that
    /// has the thing, `stage-3f2a91c04d1e`.
    pub fn of(kind: &str, name: &str) -> Self {
        let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(name).finalize();
        let digits: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Anchor(format!("{kind}-{digits}"))
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Whether the order counts, and numbers stand before the items.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// Terms and what is said about each.
    Terms(Vec<(Vec<Inline>, Vec<Block>)>),
    /// What stands in a box of its own: the definition.
    Callout(Vec<Block>),
    /// What somebody wrote, in the words of the definition's authors.
    Prose(Vec<Block>),
    /// A heading inside prose, 1 to 6 as written; the writers put it below the section's own.
    ProseHeading(u8, Vec<Inline>),
    /// Text as it is, in a fixed width.
    Verbatim(String),
    /// A drawing.
    Figure {
        /// What is drawn.
        drawing: Drawing,
        /// What it shows, in one line.
        caption: String,
        /// The same in words: for those who do not see it, and where nothing can be drawn.
        instead: Vec<Block>,
    },
}

/// A table. Every row has as many cells as the head.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows, in one line; may be empty.
    pub caption: String,
    /// The columns.
    pub head: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers, which are set to the right.
    pub numbers: bool,
}

/// A part of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Important text.
    Strong(Vec<Inline>),
    /// Stressed text.
    Emphasis(Vec<Inline>),
    /// A word as it stands in a file: a column's header, a value.
    Code(String),
    /// A link inside the document.
    Reference(Anchor, Vec<Inline>),
    /// A link outwards, from prose: `http`, `https` or `mailto` only.
    Link(String, Vec<Inline>),
    /// The line ends here.
    Break,
}

/// What can be drawn.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// The stages from top to bottom, with the ways out and back.
    Funnel(Funnel),
    /// The bands of a score on one bar.
    Bands(Bands),
}

/// A lifecycle, drawn.
#[derive(Clone, Debug, Default)]
pub struct Funnel {
    /// The stages, first to last.
    pub steps: Vec<Step>,
    /// The asides, beside them.
    pub asides: Vec<Step>,
    /// Ways out of a step into an aside: their indexes, and a word or two on the arrow (`not ready: 90 days`).
    pub exits: Vec<(usize, usize, String)>,
    /// Ways back from an aside to a step.
    pub returns: Vec<(usize, usize, String)>,
    /// Ways from a step back to an earlier one.
    pub steps_back: Vec<(usize, usize, String)>,
}

/// A box of a funnel.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// What it is called.
    pub label: String,
    /// Its section.
    pub anchor: Option<Anchor>,
}

/// A score's range, cut into bands.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    /// The lowest score.
    pub low: i64,
    /// The highest.
    pub high: i64,
    /// Each band with its lowest score, lowest band first.
    pub bands: Vec<(String, i64)>,
}
