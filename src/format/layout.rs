//! From one logical line to the lines of the page: what fits 100 columns stays on one line, a chain that does not
//! breaks before each `and` and `or`, a list that does not breaks after the commas that it must.
//!
//! ```text
//! lead when fits ICP                              the line's indentation
//!     and industry is one of "Software",          a break adds four blanks
//!         "Insurance"                             and a break in what is already broken four more
//! ```
//!
//! A [`Line`] is a flat row of pieces, so that a chain of 10,000 terms costs no stack, and looking ahead ends after 100
//! columns, so that it costs no time either.

use unicode_width::UnicodeWidthStr;

use crate::text::span::Span;

/// How many columns a line may have before it breaks.
pub const COLUMNS: usize = 100;

/// How much further a continued line stands.
const CONTINUED: usize = 4;

/// A part of a logical line.
#[derive(Clone, Debug)]
enum Piece {
    /// Words, and where they were written.
    Text(String, Option<Span>),
    /// A reason: it cannot break, so it does not make the words before it break either.
    Reason(String, Span),
    /// One blank, or a line break together with its group's others.
    Together,
    /// One blank, or a line break when what comes up to the next possible break does not fit.
    Alone,
    /// The same, and also a line break when the innermost of the groups that start next fits the next line but
    /// not this one.
    Ahead,
    /// A group starts: it is on one line if it fits; its breaks stand further to the right by so many columns.
    Open(usize),
    /// The group ends.
    Close,
}

/// What comes before the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Nothing,
    Blank,
    Together,
    Alone,
    Ahead,
}

/// A head, a clause or a bullet, before it is known whether it fits.
#[derive(Clone, Debug)]
pub struct Line {
    indent: usize,
    pieces: Vec<Piece>,
    gap: Gap,
    depth: usize,
    /// Whether a comment may follow on the same line: not after prose.
    pub takes_comment: bool,
}

impl Line {
    /// An empty line that stands `indent` blanks in and was written from `place` on.
    pub fn new(indent: usize, place: Span) -> Self {
        let start = Piece::Text(String::new(), Some(place.before()));
        Line { indent, pieces: vec![start], gap: Gap::Nothing, depth: 0, takes_comment: true }
    }

    /// A keyword or several, one blank after what stands before.
    pub fn word(&mut self, word: &str) -> &mut Self {
        self.push(word.to_owned(), None)
    }

    /// Words whose place is known, one blank after what stands before.
    pub fn placed(&mut self, words: String, place: Span) -> &mut Self {
        self.push(words, Some(place))
    }

    /// Words at the end that do not count when it is asked whether the line fits.
    pub fn reason(&mut self, words: String, place: Span) {
        self.fill_gap();
        self.pieces.push(Piece::Reason(words, place));
        self.gap = Gap::Blank;
    }

    /// A mark that follows without a blank: `,`, `:`, `)`.
    pub fn mark(&mut self, mark: &str) -> &mut Self {
        self.gap = Gap::Nothing;
        self.word(mark)
    }

    /// A mark after which no blank comes: `(`.
    pub fn opening(&mut self, mark: &str) -> &mut Self {
        self.word(mark);
        self.gap = Gap::Nothing;
        self
    }

    /// Lets the line break here if what follows does not fit.
    pub fn break_alone(&mut self) {
        self.gap = Gap::Alone;
    }

    /// Lets the line break here before the group that starts next, rather than inside it.
    pub fn break_ahead(&mut self) {
        self.gap = Gap::Ahead;
    }

    /// Lets the line break here if the group does not fit.
    pub fn break_together(&mut self) {
        self.gap = Gap::Together;
    }

    /// Starts a group.
    pub fn open(&mut self) {
        self.fill_gap();
        self.pieces.push(Piece::Open(if self.depth == 0 { 0 } else { CONTINUED }));
        self.depth += 1;
    }

    /// Ends it.
    pub fn close(&mut self) {
        self.pieces.push(Piece::Close);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Starts a group that is not further in: it only says what would be best on one line.
    pub fn open_loose(&mut self) {
        self.fill_gap();
        self.pieces.push(Piece::Open(0));
    }

    /// Ends it.
    pub fn close_loose(&mut self) {
        self.pieces.push(Piece::Close);
    }

    fn push(&mut self, text: String, place: Option<Span>) -> &mut Self {
        self.fill_gap();
        self.pieces.push(Piece::Text(text, place));
        self.gap = Gap::Blank;
        self
    }

    fn fill_gap(&mut self) {
        match self.gap {
            Gap::Nothing => {}
            Gap::Blank => self.pieces.push(Piece::Text(" ".to_owned(), None)),
            Gap::Together => self.pieces.push(Piece::Together),
            Gap::Alone => self.pieces.push(Piece::Alone),
            Gap::Ahead => self.pieces.push(Piece::Ahead),
        }
        self.gap = Gap::Nothing;
    }

    /// The lines of the page.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut row = Row::new(self.indent, self.takes_comment);
        let mut column = self.indent;
        let mut group = Group { broken: true, indent: self.indent + CONTINUED };
        let mut outer = Vec::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let ahead = self.pieces.get(index + 1..).unwrap_or_default();
            let breaks = match piece {
                Piece::Text(text, place) => {
                    row.push(text, *place);
                    column += text.width();
                    continue;
                }
                Piece::Reason(text, place) => {
                    row.push(text, Some(*place));
                    continue;
                }
                Piece::Open(further) => {
                    outer.push(group);
                    let broken = group.broken && !fits(ahead, COLUMNS.saturating_sub(column), true);
                    group = Group { broken, indent: group.indent + further };
                    continue;
                }
                Piece::Close => {
                    group = outer.pop().unwrap_or(group);
                    continue;
                }
                Piece::Together => group.broken,
                Piece::Alone => group.broken && !fits(ahead, COLUMNS.saturating_sub(column + 1), false),
                Piece::Ahead => {
                    let room = COLUMNS.saturating_sub(column + 1);
                    let opened = ahead.iter().take_while(|piece| matches!(piece, Piece::Open(_))).count();
                    let inside = ahead.get(opened..).unwrap_or_default();
                    let better =
                        !fits(inside, room, true) && fits(inside, COLUMNS.saturating_sub(group.indent), true);
                    group.broken && (better || !fits(ahead, room, false))
                }
            };
            if breaks {
                rows.push(std::mem::replace(&mut row, Row::new(group.indent, self.takes_comment)));
                column = group.indent;
            } else {
                row.push(" ", None);
                column += 1;
            }
        }
        rows.push(row);
        rows
    }
}

#[derive(Clone, Copy)]
struct Group {
    broken: bool,
    indent: usize,
}

/// Whether the pieces fit `room` columns, up to the next place where the line may break; `inside` a group, its own
/// breaks are blanks.
fn fits(pieces: &[Piece], room: usize, inside: bool) -> bool {
    let mut used = 0;
    let mut depth = usize::from(inside);
    let mut inside = inside;
    for piece in pieces {
        match piece {
            Piece::Text(text, _) => used += text.width(),
            Piece::Reason(..) => {}
            Piece::Open(_) => depth += 1,
            Piece::Close => {
                depth = depth.saturating_sub(1);
                inside = inside && depth > 0;
            }
            Piece::Together | Piece::Alone | Piece::Ahead if inside => used += 1,
            Piece::Together | Piece::Alone | Piece::Ahead => return true,
        }
        if used > room {
            return false;
        }
    }
    true
}

/// A line of the page.
#[derive(Clone, Debug)]
pub struct Row {
    /// How many blanks it starts with.
    pub indent: usize,
    /// Its words.
    pub text: String,
    /// Where they were written, if that is known.
    pub place: Option<Span>,
    /// Whether a comment may follow.
    pub takes_comment: bool,
}

impl Row {
    fn new(indent: usize, takes_comment: bool) -> Self {
        Row { indent, text: String::new(), place: None, takes_comment }
    }

    fn push(&mut self, text: &str, place: Option<Span>) {
        self.text.push_str(text);
        self.place = match (self.place, place) {
            (Some(one), Some(two)) => Some(one.to(two)),
            (one, two) => one.or(two),
        };
    }
}
