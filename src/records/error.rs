//! What is wrong with a file as a whole: the run ends with exit status 3.
//!
//! A message names the file, the line and the column, and says how to mend it; it never quotes a cell.

use std::io;

use crate::text::diagnostic::Code;

/// A file that can't be read or written, is not what it claims to be, or is over a limit.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The input can't be opened.
    #[error("{path}: can't be opened: {}", plain(source))]
    Open {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Reading failed halfway.
    #[error("{path}: can't be read: {}", plain(source))]
    Read {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The ending says nothing.
    #[error(
        "{path}: its name does not say what is in it; add --input-format csv (or tsv, ndjson, json; with .gz or .zst behind it if it is packed)"
    )]
    UnknownInputForm {
        /// What messages call it.
        path: String,
    },
    /// No such form.
    #[error("\"{name}\" is not a form of file that uld knows; choose from {known}")]
    UnknownFormName {
        /// As given.
        name: String,
        /// Those that there are.
        known: &'static str,
    },
    /// A form that this version can't read or write.
    #[error("{path}: this version can't read or write {form}; use CSV, which Excel and both CRMs know")]
    NotInThisVersion {
        /// What messages call it.
        path: String,
        /// The form.
        form: &'static str,
    },
    /// A Parquet file in another packing.
    #[error("{path}: a Parquet file is packed inside and is not packed again; unpack it first")]
    PackedTwice {
        /// What messages call it.
        path: String,
    },
    /// A Parquet file that is broken.
    #[error("{path}: {place}: the file is damaged or was cut off; download or export it again")]
    ParquetDamaged {
        /// What messages call it.
        path: String,
        /// Where in it.
        place: String,
    },
    /// A Parquet file over a limit.
    #[error("{path}: {what}")]
    ParquetTooMuch {
        /// What messages call it.
        path: String,
        /// Over which, and what to do.
        what: String,
    },
    /// A Parquet file that is whole and can't be read.
    #[error("{path}: the file {what}")]
    ParquetUnreadable {
        /// What messages call it.
        path: String,
        /// Why, and what to do.
        what: String,
    },
    /// The first bytes belong to another form.
    #[error(
        "{path}: it begins as {found} does, not as {claimed}; export it again, or give it the name or --input-format that fits"
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
    #[error("no encoding is called \"{name}\"; try without --encoding, or with windows-1252")]
    UnknownEncoding {
        /// As given.
        name: String,
    },
    /// A packed file that is broken, or that ends too early.
    #[error(
        "{path}: the packed file {} {at}; download or export it again",
        if *cut_off { "was cut off after byte" } else { "is damaged at about byte" }
    )]
    Packed {
        /// What messages call it.
        path: String,
        /// Up to which byte of the packed file it could be unpacked.
        at: u64,
        /// Whether it ends there.
        cut_off: bool,
    },
    /// A packed file that only a large memory can unpack.
    #[error(
        "{path}: needs more than {} MiB of memory to unpack; unpack it with zstd -d --long=31, or pack it again without --long and --ultra",
        limit >> 20
    )]
    Window {
        /// What messages call it.
        path: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// Far larger than its compressed form.
    #[error(
        "{path}: unpacks to more than {ratio} times its size; if you trust it, unpack it and give the unpacked file"
    )]
    Ratio {
        /// What messages call it.
        path: String,
        /// The limit.
        ratio: u64,
    },
    /// Too much in all.
    #[error("{path}: unpacks to more than {} GiB; unpack it and give the unpacked file", limit >> 30)]
    Total {
        /// What messages call it.
        path: String,
        /// The limit.
        limit: u64,
    },
    /// A record over the limit.
    #[error(
        "{path}:{line}: the record that begins here is longer than {limit} bytes; look for a quote (\") that is not closed, or leave out the long column"
    )]
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
    #[error(
        "{path}:{line}: {columns} columns, and at most {limit} can be read; export only those that the definition reads"
    )]
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
        "{path}:{line}: the names of the columns are not plain text; if the file is in UTF-16 (\"Unicode\"), add --encoding utf-16le"
    )]
    NulInHeader {
        /// What messages call it.
        path: String,
        /// The header's line.
        line: u64,
    },
    /// Two columns with the same header, and the definition reads it.
    #[error("{path}: columns {first} and {second} are both called {header:?}; rename or remove one of them")]
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
    #[error("{path}: no column for `{field}`, by which contacts are told apart; {}", nearest_header(nearest.as_deref()))]
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
    #[error("{path}: can't be written: {}", plain(source))]
    Write {
        /// What messages call it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The ending of the result's name says nothing.
    #[error(
        "{path}: its name does not say which form to write; end it in .csv, .xlsx or .parquet, or say --output-format csv"
    )]
    UnknownOutputForm {
        /// What messages call it.
        path: String,
    },
    /// The target is a link to another folder.
    #[error("{path}: this is a link to a file in another folder, or to none; name that file itself")]
    LinkElsewhere {
        /// What messages call it.
        path: String,
    },
    /// An events or lookup file without its key.
    #[error(
        "{path}: no column for the key of `{name}`, which is looked for under {}; {}",
        quoted(wanted),
        nearest_key(nearest.as_deref())
    )]
    NoKeyColumn {
        /// What messages call it.
        path: String,
        /// The block.
        name: String,
        /// The headers that were looked for.
        wanted: Vec<String>,
        /// The header that is most like them.
        nearest: Option<String>,
    },
    /// Two files beside the records have the stem of a block.
    #[error(
        "there are two files for `{name}` beside the records: {first} and {second}; remove one, or say --with {name}={first}"
    )]
    TwoFiles {
        /// The block.
        name: String,
        /// The one file.
        first: String,
        /// The other.
        second: String,
    },
    /// What lies beside the records under the stem of a block is a link or a folder.
    #[error(
        "{path}: this is no plain file, and what a definition names is never followed elsewhere; name the file itself with --with {name}=FILE"
    )]
    NoPlainFile {
        /// What messages call it.
        path: String,
        /// The block.
        name: String,
    },
    /// A file beside the records and a property of theirs both have the rows of an event.
    #[error(
        "{path}: the records have a property `{property}`, and beside them is {file}; say --with {name}={file} to use the file, or move it away to use the property"
    )]
    TwoSources {
        /// What messages call the records.
        path: String,
        /// The event.
        name: String,
        /// The property.
        property: String,
        /// The file.
        file: String,
    },
    /// A workbook that is broken.
    #[error(
        "{path}: the Excel file is damaged: {what}; open it in Excel and save it again, or export it again"
    )]
    Excel {
        /// What messages call it.
        path: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A workbook over a limit.
    #[error("{path}: the Excel file is too large: {what}; save the sheet as CSV and give that file")]
    ExcelTooLarge {
        /// What messages call it.
        path: String,
        /// What is too large.
        what: &'static str,
    },
    /// `--sheet` names no sheet.
    #[error("{path}: no sheet is called \"{name}\"; {}it has {}", meant_sheet(nearest.as_deref()), listed(known))]
    NoSheet {
        /// What messages call it.
        path: String,
        /// As given.
        name: String,
        /// The sheet that is most like it.
        nearest: Option<String>,
        /// The sheets that there are, in order.
        known: Vec<String>,
    },
    /// `--sheet` for a file without sheets.
    #[error("--sheet: {path} is no Excel file, so it has no sheets; leave --sheet out")]
    SheetOfNothing {
        /// What messages call it.
        path: String,
    },
    /// `--with` names no block.
    #[error("--with: no events and no lookup are called \"{name}\"; {}", meant.clone().unwrap_or_else(|| known_blocks(known)))]
    WithUnknown {
        /// As given.
        name: String,
        /// What is probably meant, in words.
        meant: Option<String>,
        /// The names that there are.
        known: Vec<String>,
    },
    /// `--with` names a block twice.
    #[error("--with: `{name}` is given twice; a block has one file")]
    WithTwice {
        /// The block.
        name: String,
    },
    /// A form that this program was built without.
    #[error(
        "{path}: this uld was built without {form}; use CSV, or build it with `cargo install uld --features {feature}`"
    )]
    LeftOut {
        /// What messages call it.
        path: String,
        /// The form.
        form: &'static str,
        /// The feature of the package that has it.
        feature: &'static str,
    },
    /// More rows or columns than a sheet of Excel has.
    #[error(
        "{path}: a sheet of Excel ends at 1,048,576 rows and 16,384 columns, and the result is larger; write it as CSV or Parquet: -o verdicts.csv"
    )]
    SheetTooLarge {
        /// What messages call it.
        path: String,
    },
    /// A text that is longer than a cell of Excel may be.
    #[error(
        "{path}: row {row}, column {column:?}: an Excel cell holds 32,767 characters, and this text is longer; write the result as CSV or Parquet: -o verdicts.csv"
    )]
    CellTooLong {
        /// What messages call it.
        path: String,
        /// The row of the sheet, from 1; its first is the header.
        row: u32,
        /// The column's name.
        column: String,
    },
    /// A form that is no text, on its way to a terminal.
    #[error("a terminal can't show {form}; add -o verdicts.{ending}, or pipe it on with | or >")]
    NoText {
        /// The form.
        form: &'static str,
        /// The ending of its files.
        ending: &'static str,
    },
    /// Something to show that the definition does not have.
    #[error("--show: no rule, profile or criterion is called \"{name}\"{}", instead_of(*shown_anyway, nearest.as_deref()))]
    NothingToShow {
        /// As given.
        name: String,
        /// What of that name has its columns without being asked for, or is nearest to it.
        shown_anyway: Option<&'static str>,
        /// The name that is most like it.
        nearest: Option<String>,
    },
}

/// A system error in words that need no manual.
pub fn plain(error: &io::Error) -> String {
    let known = [
        (io::ErrorKind::NotFound, "there is no such file or folder"),
        (io::ErrorKind::PermissionDenied, "you have no permission"),
        (io::ErrorKind::IsADirectory, "it is a folder"),
        (io::ErrorKind::StorageFull, "the disk is full"),
    ];
    let words = known.iter().find(|(kind, _)| *kind == error.kind()).map(|(_, words)| (*words).to_owned());
    words.unwrap_or_else(|| error.to_string())
}

fn nearest_header(nearest: Option<&str>) -> String {
    match nearest {
        Some(header) => {
            format!("the nearest header is {header:?}: add it with `also {header:?}` after `column`")
        }
        None => "add its header to the field with `also`, or export again with it".to_owned(),
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

fn nearest_key(nearest: Option<&str>) -> String {
    match nearest {
        Some(header) => {
            format!("the nearest header is {header:?}: name it after `to`, as in `to {header:?}`")
        }
        None => "name the column after `to`, or export again with it".to_owned(),
    }
}

fn meant_sheet(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("did you mean {name:?}? ")).unwrap_or_default()
}

/// Names of sheets, by their numbers; of many, the first.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(20).enumerate();
    let mut list = shown.map(|(at, name)| format!("{name:?} ({})", at + 1)).collect::<Vec<_>>().join(", ");
    if names.len() > 20 {
        list.push_str(&format!(" and {} more", names.len() - 20));
    }
    list
}

fn known_blocks(known: &[String]) -> String {
    if known.is_empty() {
        "the definition has neither".to_owned()
    } else {
        format!("the definition has {}", known.join(", "))
    }
}

fn instead_of(what: Option<&'static str>, nearest: Option<&str>) -> String {
    match (what, nearest) {
        (Some(what), Some(name)) => {
            format!("; {name:?} is {what}, whose columns are always there: leave it out")
        }
        (None, Some(name)) => format!("; did you mean {name:?}?"),
        (_, None) => "; --show all shows all of them".to_owned(),
    }
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
            RecordsError::Packed { .. } => "R908",
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
            RecordsError::NoKeyColumn { .. } => "R923",
            RecordsError::TwoFiles { .. } => "R924",
            RecordsError::NoPlainFile { .. } => "R925",
            RecordsError::TwoSources { .. } => "R926",
            RecordsError::WithUnknown { .. } => "R927",
            RecordsError::WithTwice { .. } => "R928",
            RecordsError::PackedTwice { .. } => "R941",
            RecordsError::ParquetDamaged { .. } => "R942",
            RecordsError::ParquetTooMuch { .. } => "R943",
            RecordsError::ParquetUnreadable { .. } => "R944",
            RecordsError::LeftOut { .. } => "R940",
            RecordsError::SheetTooLarge { .. } => "R945",
            RecordsError::CellTooLong { .. } => "R946",
            RecordsError::NoText { .. } => "R947",
            RecordsError::Window { .. } => "R934",
            RecordsError::Excel { .. } => "R935",
            RecordsError::ExcelTooLarge { .. } => "R936",
            RecordsError::NoSheet { .. } => "R937",
            RecordsError::SheetOfNothing { .. } => "R938",
        })
    }

    /// Whether whoever read the result has gone, which ends a run quietly and with exit status 0.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, RecordsError::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether the result could not be written, so that it has no end either.
    pub fn is_of_output(&self) -> bool {
        matches!(
            self,
            RecordsError::Write { .. }
                | RecordsError::SheetTooLarge { .. }
                | RecordsError::CellTooLong { .. }
        )
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
                | RecordsError::WithUnknown { .. }
                | RecordsError::WithTwice { .. }
                | RecordsError::LeftOut { .. }
                | RecordsError::NoText { .. }
                | RecordsError::NoSheet { .. }
                | RecordsError::SheetOfNothing { .. }
        )
    }
}
