//! Exit codes, the same for every command.

use crate::text::diagnostic::{Code, Diagnostic, Severity};

/// The code of everything in a definition that is over a limit.
const OVER_LIMIT: Code = Code("S131");

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done,
    /// What was checked falls short: errors in the definition, `--check` would change something, `--strict` and bad
    /// data.
    FallsShort,
    /// Wrong usage of the command line.
    Usage,
    /// A file can't be read or written, is not what it claims to be, or is over a limit.
    File,
    /// A bug in uld.
    Bug,
}

impl Exit {
    /// How a command ends that found these problems: a definition over a limit is no definition that falls short.
    pub fn of_problems(problems: &[Diagnostic]) -> Exit {
        let ends = problems
            .iter()
            .filter(|problem| problem.severity() == Severity::Error)
            .map(|problem| if problem.code == OVER_LIMIT { Exit::File } else { Exit::FallsShort });
        ends.max().unwrap_or(Exit::Done)
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::FallsShort => 1,
            Exit::Usage => 2,
            Exit::File => 3,
            Exit::Bug => 70,
        }
    }
}
