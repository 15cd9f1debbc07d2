//! Files that cannot be read (C208).

use thiserror::Error;

use crate::check::load::FileFault;
use crate::check::packs::pack_names;
use crate::check::path::PathFault;
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::span::Place;

/// A path in a definition whose file cannot be used.
#[derive(Clone, Debug, Error)]
#[error("The file \"{path}\" cannot be read")]
pub(crate) struct FileProblem {
    /// The path's text.
    pub place: Place,
    /// The path as written.
    pub path: String,
    /// Why.
    pub why: PathProblem,
}

/// Why a path's file cannot be used.
#[derive(Clone, Debug)]
pub(crate) enum PathProblem {
    /// `uld:…`
    Pack,
    /// The path itself.
    Path(PathFault),
    /// The file.
    File(FileFault),
    /// It includes itself: the files of the circle.
    Circle(Vec<String>),
    /// Includes nest too deeply.
    TooDeep(usize),
    /// Too many files.
    TooManyFiles(usize),
    /// Too much text in all, in MiB.
    TooMuchText(usize),
    /// Bytes that are no UTF-8.
    NotText,
    /// A line of a list is too long.
    LongLine(usize),
    /// A line of a list has a character that cannot be seen.
    HiddenCharacter(usize, char),
    /// A list has too many values.
    TooManyValues(usize),
    /// A list has none.
    NoValues,
}

impl FileProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let (label, why) = self.words();
        let title = match &self.why {
            PathProblem::Pack => {
                format!("There is no pack \"{}\"", self.path)
            }
            PathProblem::Circle(_) => format!("The file \"{}\" includes itself", self.path),
            PathProblem::Path(_)
            | PathProblem::File(_)
            | PathProblem::TooDeep(_)
            | PathProblem::TooManyFiles(_)
            | PathProblem::TooMuchText(_)
            | PathProblem::NotText
            | PathProblem::LongLine(_)
            | PathProblem::HiddenCharacter(..)
            | PathProblem::TooManyValues(_)
            | PathProblem::NoValues => self.to_string(),
        };
        Diagnostic::new(Code("C208"), title).label(self.place, label).why(why)
    }

    fn words(&self) -> (String, String) {
        let below = "A definition is whole in one folder: write the path from the folder of this file, with `/`, to \
                     a file in the main file's folder or below it.";
        match &self.why {
            PathProblem::Pack => (
                "not a pack".to_owned(),
                format!("The packs that come with uld are {}.", {
                    let names: Vec<String> = pack_names().map(|name| format!("\"uld:{name}\"")).collect();
                    names.join(", ")
                }),
            ),
            PathProblem::Path(PathFault::Outside) => {
                ("leads out of the main file's folder".to_owned(), below.to_owned())
            }
            PathProblem::Path(PathFault::Absolute) => ("not a path from this file".to_owned(), below.to_owned()),
            PathProblem::Path(PathFault::Backslash) => {
                (format!("write `{}`", self.path.replace('\\', "/")), below.to_owned())
            }
            PathProblem::Path(PathFault::Hidden) => (
                "begins with a point".to_owned(),
                "Settings and secrets are kept in such files and folders, and a message might quote them.".to_owned(),
            ),
            PathProblem::Path(PathFault::Ending(ending)) => (
                format!("does not end in `{ending}`"),
                "A definition's files end in `.uld`, those of lists in `.txt`: nothing else in the folder is read \
                 through a definition, since a message might quote it."
                    .to_owned(),
            ),
            PathProblem::Path(PathFault::NotAName) => ("no name of a file".to_owned(), below.to_owned()),
            PathProblem::File(FileFault::NotFound) => (
                "there is no such file".to_owned(),
                "The path starts at the folder of the file that names it.".to_owned(),
            ),
            PathProblem::File(FileFault::NotAFile) => ("not a file".to_owned(), below.to_owned()),
            PathProblem::File(FileFault::Link) => (
                "reached through a link".to_owned(),
                "A link could lead anywhere, and to something else tomorrow. Put the file itself here.".to_owned(),
            ),
            PathProblem::File(FileFault::TooLarge) => {
                ("too large".to_owned(), "A definition's file has at most 1 MiB, a list's file 16 MiB.".to_owned())
            }
            PathProblem::File(FileFault::Unreadable(words)) => (words.clone(), String::new()),
            PathProblem::Circle(files) => (
                files.join(" → "),
                "Each file is read once, so one that includes itself adds nothing. Delete this line.".to_owned(),
            ),
            PathProblem::TooDeep(most) => {
                (format!("more than {most} files deep"), "Include it from the main file.".to_owned())
            }
            PathProblem::TooManyFiles(most) => {
                (format!("more than {most} files"), "Put several of them into one.".to_owned())
            }
            PathProblem::TooMuchText(most) => (format!("more than {most} MiB in all"), String::new()),
            PathProblem::NotText => (
                "not UTF-8".to_owned(),
                "Save it as UTF-8: in a text editor, choose that encoding under \"Save as\".".to_owned(),
            ),
            PathProblem::LongLine(line) => (format!("line {line} is too long"), "A value has at most 64 KiB.".to_owned()),
            PathProblem::HiddenCharacter(line, letter) => (
                format!("line {line} has the hidden character {}", letter.escape_unicode()),
                "Two values that look alike would not be equal. Type the line again by hand.".to_owned(),
            ),
            PathProblem::TooManyValues(most) => (format!("more than {most} values"), String::new()),
            PathProblem::NoValues => (
                "has no values".to_owned(),
                "One value stands on each line; lines that start with `#` are comments.".to_owned(),
            ),
        }
    }
}
