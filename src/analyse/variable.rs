//! Variables: what rules can ask of a contact, in cells, and what each test says in each cell.
//!
//! Values are tried on the evaluator itself, with all tests of both programs; those that no test tells apart are one
//! cell. So a cell is right by construction, whatever currencies, spellings and assumptions are between it and a test.

use super::cell::Cell;
use super::shared::Side;
use crate::evaluate::answers::Answer;
use crate::evaluate::fold::folded;
use crate::evaluate::plan::CompiledTest;
use crate::evaluate::sample::Source;
use crate::evaluate::{TextTest, domain};
use crate::model::condition::Relation;
use crate::model::ids::{FieldId, NodeId};

/// What a variable is about.
#[derive(Clone, Debug)]
pub(super) enum About {
    /// A field, by its index among the shared ones.
    Field(usize),
    /// Whether a text that is not settled passes this piece of a test.
    Flag {
        /// The field.
        field: usize,
        /// What is asked.
        piece: Piece,
    },
    /// Whether an item is among those of a field; none: any other item.
    Item {
        /// The field.
        field: usize,
        /// The item.
        text: String,
    },
    /// Whether the events of a kind are supplied.
    Supplied(usize),
    /// How many rows a set has.
    Count(usize),
    /// The value of a latest or first row.
    Pick(usize),
    /// What is left of the points that the rows of a set give.
    Points {
        /// The set.
        set: usize,
        /// What one row gives before it fades.
        each: i64,
    },
}

/// A test of a text for one thing.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) test: TextTest,
    /// Whether the domain of an email is meant.
    pub(super) of_domain: bool,
    /// What is looked for, as it is written.
    pub(super) written: String,
}

impl Piece {
    /// Whether a text passes.
    pub(super) fn passes(&self, text: &str) -> bool {
        let text = folded(text);
        self.test.passes(if self.of_domain { domain(&text) } else { &text }, &mut String::new())
    }

    /// Whether a text that passes it surely passes the other.
    pub(super) fn implies(&self, other: &Piece) -> bool {
        self.of_domain == other.of_domain && self.test.implies(&other.test)
    }
}

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) about: About,
    /// Its cells; the first is what holds where nothing is said.
    pub(super) cells: Vec<InCell>,
}

/// A cell: a value that stands for it, and how unwelcome it is in a contact that is shown.
#[derive(Clone, Debug)]
pub(super) struct InCell {
    pub(super) value: Cell,
    pub(super) cost: u64,
}

impl Variable {
    /// Yes or no, of which no costs nothing.
    pub(super) fn flag(about: About, cost: u64) -> Self {
        let cell = |yes: bool, cost| InCell { value: Cell::YesNo(yes), cost };
        Variable { about, cells: vec![cell(false, 0), cell(true, cost)] }
    }
}

/// What a test says in one cell of its variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// This.
    Settled(Answer),
    /// Whether all or any of these flags are set; but where a foreign one is, the program cannot read the cell, and it
    /// says `otherwise`.
    Flags { wanted: Vec<usize>, all: bool, foreign: Vec<usize>, otherwise: Answer },
}

/// A test of one variable.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) variable: usize,
    /// What it says in each of its cells.
    pub(super) says: Vec<Says>,
}

/// A test of the definition, or the one that `rest` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TestId {
    Node(NodeId),
    Rest,
    /// Whether the field is there that a window starts at.
    Since(FieldId),
}

/// A test that a program asks of a field.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) side: Side,
    pub(super) id: TestId,
    pub(super) source: Source,
    pub(super) test: &'a CompiledTest,
    pub(super) relation: Option<&'a Relation>,
    pub(super) of_domain: bool,
}

/// Values that are not told apart, joined: for each of them its cell, and the cells with the cheapest of their values.
/// The first value's cell is the first.
pub(super) fn joined(values: Vec<InCell>, signatures: &[Vec<i64>]) -> (Vec<usize>, Vec<InCell>) {
    let mut cells: Vec<InCell> = Vec::new();
    let mut known: std::collections::HashMap<&[i64], usize> = std::collections::HashMap::new();
    let mut places = Vec::with_capacity(values.len());
    for (value, signature) in values.into_iter().zip(signatures) {
        let next = cells.len();
        let cell = *known.entry(signature).or_insert(next);
        match cells.get_mut(cell) {
            None => cells.push(value),
            Some(best) if value.cost < best.cost => *best = value,
            Some(_) => {}
        }
        places.push(cell);
    }
    (places, cells)
}
