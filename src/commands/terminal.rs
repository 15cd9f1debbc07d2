//! What a person sees: the two streams, their width and their colours.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use super::exit::Exit;
use crate::records::error::plain;

/// `--color`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// Colours when standard error is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Colours.
    Always,
    /// No colours.
    Never,
}

/// How a word is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// An error's code and underline.
    Error,
    /// A warning's code and underline.
    Warning,
    /// Yes; a corrected line.
    Good,
    /// A title.
    Strong,
    /// Line numbers, places, hints.
    Faint,
}

impl Style {
    fn start(self) -> &'static str {
        match self {
            Style::Error => "\u{1b}[1;31m",
            Style::Warning => "\u{1b}[1;33m",
            Style::Good => "\u{1b}[32m",
            Style::Strong => "\u{1b}[1m",
            Style::Faint => "\u{1b}[2m",
        }
    }
}

/// Draws words with or without colour, at a width.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Whether colours are written.
    pub colors: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Pen {
    /// The pen for standard error. The width is 80 when it is no terminal, so that logs are the same everywhere.
    pub fn for_errors(choice: ColorChoice) -> Pen {
        let terminal = io::stderr().is_terminal();
        Pen { colors: choice.colors(terminal), width: width_of(terminal) }
    }

    /// The pen for standard output.
    pub fn for_output(choice: ColorChoice) -> Pen {
        let terminal = io::stdout().is_terminal();
        Pen { colors: choice.colors(terminal), width: width_of(terminal) }
    }

    /// The pen for files: the width of a terminal that says nothing, and no colours.
    pub fn plain() -> Pen {
        Pen { colors: false, width: 80 }
    }

    /// The words in this style.
    pub fn paint(&self, style: Style, words: &str) -> String {
        if self.colors && !words.is_empty() {
            format!("{}{words}\u{1b}[0m", style.start())
        } else {
            words.to_owned()
        }
    }
}

impl ColorChoice {
    fn colors(self, terminal: bool) -> bool {
        match self {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                terminal && !set("NO_COLOR") && !is_dumb()
            }
        }
    }
}

/// Whether the terminal says that it can only write on.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The terminal's width as it says itself, between 60 and 120; 80 when it says nothing.
fn width_of(terminal: bool) -> usize {
    if !terminal {
        return 80;
    }
    terminal_size::terminal_size()
        .map_or(80, |(terminal_size::Width(width), _)| usize::from(width))
        .clamp(60, 120)
}

/// Writes to standard error; what cannot be written there has nowhere else to go.
pub fn say(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}

/// Writes to standard output. A closed pipe is no error: the reader had enough.
pub fn print(text: &str) -> io::Result<()> {
    let mut stream = io::stdout().lock();
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes what was asked for to standard output, and says so if it cannot be written.
pub fn answer(text: &str) -> Exit {
    match print(text) {
        Ok(()) => Exit::Done,
        Err(error) => {
            say(&format!("standard output can't be written: {}\n", plain(&error)));
            Exit::File
        }
    }
}
