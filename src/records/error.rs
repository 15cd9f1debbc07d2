//! What is wrong with a file as a whole: the run ends with exit status 3.
//!
//! A message names the file, the line and the column, and says how to mend it; it never quotes a cell.

use std::io;

use crate::text::diagnostic::Code;

/// A file that can't be read or written, is not what it claims to be, or is over a limit.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The input can't be opened.
    #[error("{path}: can't be opened: {source}")]
    Open {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Reading failed halfway.
    #[error("{path}: can't be read: {source}")]
    Read {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The ending says nothing.
    #[error(
        "{path}: can't tell its form from its name; say --input-format csv, tsv, ndjson or json (or csv.gz, …)"
    )]
    UnknownInputForm {
        /// What messages call it.
        path: String,
    },
    /// No such form.
    #[error("no form is called {name:?}; there are {known}")]
    UnknownFormName {
        /// As given.
        name: String,
        /// Those that there are.
        known: &'static str,
    },
    /// A form that this version can't read or write.
    #[error("{path}: {form} is not in this version; save it as CSV")]
    NotInThisVersion {
        /// What messages call it.
        path: String,
        /// The form.
        form: &'static str,
    },
    /// The first bytes belong to another form.
    #[error(
        "{path}: its first bytes are those of {found}, not of {claimed}; say what it is with --input-format"
    )]
    OtherForm {
        /// What messages call it.
        path: String,
        /// By its name or `--input-format`.
        claimed: &'static str,
        /// By its bytes.
        found: &'static str,
    },
    /// No such encoding.
    #[error("no encoding is called {name:?}; try utf-8, utf-16le or windows-1252")]
    UnknownEncoding {
        /// As given.
        name: String,
    },
    /// A compressed file that is broken.
    #[error("{path}: the gzip data are damaged or cut off: {source}")]
    Gzip {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Far larger than its compressed form.
    #[error("{path}: unpacks to more than {ratio} times its size; unpack it yourself if it is to be trusted")]
    Ratio {
        /// What messages call it.
        path: String,
        /// The limit.
        ratio: u64,
    },
    /// Too much in all.
    #[error("{path}: unpacks to more than {limit} bytes; unpack and split it")]
    Total {
        /// What messages call it.
        path: String,
        /// The limit.
        limit: u64,
    },
    /// A record over the limit.
    #[error("{path}:{line}: this record is longer than {limit} bytes")]
    RecordTooLong {
        /// What messages call it.
        path: String,
        /// Where the record begins.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// A quote that never closes.
    #[error(
        "{path}:{line}: the quote that opens here is never closed; close it, or double it (\"\") if it is text"
    )]
    OpenQuote {
        /// What messages call it.
        path: String,
        /// Where it opens.
        line: u64,
    },
    /// Too many columns.
    #[error("{path}:{line}: {columns} columns; at most {limit} can be read")]
    TooManyColumns {
        /// What messages call it.
        path: String,
        /// The header's line.
        line: u64,
        /// How many there are.
        columns: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing in the file.
    #[error("{path}: it is empty; its first line should name the columns")]
    NoHeader {
        /// What messages call it.
        path: String,
    },
    /// A header with zero bytes.
    #[error(
        "{path}:{line}: zero bytes in the header; if this is UTF-16, say --encoding utf-16le (or utf-16be)"
    )]
    NulInHeader {
        /// What messages call it.
        path: String,
        /// The header's line.
        line: u64,
    },
    /// Two columns with the same header, and the definition reads it.
    #[error(
        "{path}: the columns {first} and {second} are both called {header:?}; rename or remove one of them"
    )]
    TwoColumns {
        /// What messages call it.
        path: String,
        /// Their name.
        header: String,
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second.
        second: usize,
    },
    /// The column that identifies records is not there.
    #[error("{path}: no column for `{field}`, which identifies a record{}", nearest_header(nearest.as_deref()))]
    NoIdColumn {
        /// What messages call it.
        path: String,
        /// The field.
        field: String,
        /// The header that is most like it.
        nearest: Option<String>,
    },
    /// JSON that is broken between records.
    #[error("{path}:{line}: {what}")]
    Json {
        /// What messages call it.
        path: String,
        /// Where.
        line: u64,
        /// What, and what to do.
        what: &'static str,
    },
    /// The result can't be written.
    #[error("{path}: can't be written: {source}")]
    Write {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The ending of the result's name says nothing.
    #[error("{path}: can't tell the form from the name; say --output-format csv, tsv, json, ndjson or table")]
    UnknownOutputForm {
        /// What messages call it.
        path: String,
    },
    /// The target is a link to another folder.
    #[error("{path}: is a link to a file in another folder; name that file itself")]
    LinkElsewhere {
        /// What messages call it.
        path: String,
    },
    /// Something to show that the definition does not have.
    #[error("nothing is called {name:?} that could be shown{}", nearest_name(nearest.as_deref()))]
    NothingToShow {
        /// As given.
        name: String,
        /// The name that is most like it.
        nearest: Option<String>,
    },
}

fn nearest_header(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |header| {
        format!("; the nearest header is {header:?}: add it with `also {header:?}` after `column`")
    })
}

fn nearest_name(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {name:?}?"))
}

impl RecordsError {
    /// Its stable code.
    pub fn code(&self) -> Code {
        Code(match self {
            RecordsError::Open { .. } => "R901",
            RecordsError::Read { .. } => "R902",
            RecordsError::UnknownInputForm { .. } => "R903",
            RecordsError::UnknownFormName { .. } => "R904",
            RecordsError::NotInThisVersion { .. } => "R905",
            RecordsError::OtherForm { .. } => "R906",
            RecordsError::UnknownEncoding { .. } => "R907",
            RecordsError::Gzip { .. } => "R908",
            RecordsError::Ratio { .. } => "R909",
            RecordsError::Total { .. } => "R910",
            RecordsError::RecordTooLong { .. } => "R911",
            RecordsError::OpenQuote { .. } => "R912",
            RecordsError::TooManyColumns { .. } => "R913",
            RecordsError::NoHeader { .. } => "R914",
            RecordsError::NulInHeader { .. } => "R915",
            RecordsError::TwoColumns { .. } => "R916",
            RecordsError::NoIdColumn { .. } => "R917",
            RecordsError::Json { .. } => "R918",
            RecordsError::Write { .. } => "R919",
            RecordsError::UnknownOutputForm { .. } => "R920",
            RecordsError::LinkElsewhere { .. } => "R921",
            RecordsError::NothingToShow { .. } => "R922",
        })
    }

    /// Whether whoever read the result has gone, which ends a run quietly and with exit status 0.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, RecordsError::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether the command was used wrongly (exit status 2), not a file.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            RecordsError::UnknownInputForm { .. }
                | RecordsError::UnknownFormName { .. }
                | RecordsError::UnknownEncoding { .. }
                | RecordsError::UnknownOutputForm { .. }
                | RecordsError::NothingToShow { .. }
        )
    }
}
