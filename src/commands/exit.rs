//! Exit codes, the same for every command.

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
