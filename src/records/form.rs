//! The forms of records, by the ending of a name or as said with a flag.

use std::path::Path;
use std::str::FromStr;

use super::error::RecordsError;

/// How records are written in an input, once unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// Cells with a delimiter between them; which is found from the file.
    Csv,
    /// The same, with a tab unless the file says otherwise.
    Tsv,
    /// One JSON object a line.
    Ndjson,
    /// A JSON array of objects, or an object with one such array.
    Json,
}

impl TextForm {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            TextForm::Csv => "CSV",
            TextForm::Tsv => "TSV",
            TextForm::Ndjson => "NDJSON",
            TextForm::Json => "JSON",
        }
    }
}

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InputForm {
    /// The records' form.
    pub text: TextForm,
    /// Whether it is packed with gzip.
    pub gzip: bool,
}

const INPUT_FORMS: &str = "csv, tsv, ndjson and json, each also with .gz";

impl InputForm {
    /// The form that a file's name tells: `contacts.csv.gz` is packed CSV.
    ///
    /// # Errors
    /// When the ending is none of those known, or one of a form that this version can't read.
    pub fn of_path(path: &Path) -> Result<Self, RecordsError> {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let shown = || path.display().to_string();
        let (stem, gzip) = match name.strip_suffix(".gz") {
            Some(stem) => (stem, true),
            None => (name.as_str(), false),
        };
        let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
        match text_form(ending) {
            Some(text) => Ok(InputForm { text, gzip }),
            None => match later_form(ending) {
                Some(form) => Err(RecordsError::NotInThisVersion { path: shown(), form }),
                None => Err(RecordsError::UnknownInputForm { path: shown() }),
            },
        }
    }
}

impl FromStr for InputForm {
    type Err = RecordsError;

    /// What `--input-format` says: `csv`, `ndjson.gz`.
    fn from_str(name: &str) -> Result<Self, RecordsError> {
        let lower = name.trim().to_lowercase();
        let (stem, gzip) = match lower.strip_suffix(".gz") {
            Some(stem) => (stem, true),
            None => (lower.as_str(), false),
        };
        let ending = stem.rsplit_once('.').map_or(stem, |(_, ending)| ending);
        match text_form(ending) {
            Some(text) => Ok(InputForm { text, gzip }),
            None => match later_form(ending) {
                Some(form) => Err(RecordsError::NotInThisVersion { path: name.to_owned(), form }),
                None => Err(RecordsError::UnknownFormName { name: name.to_owned(), known: INPUT_FORMS }),
            },
        }
    }
}

/// The bare stem of a file of records: its name without the ending that says its form. None if it has no such ending.
pub fn record_stem(name: &str) -> Option<&str> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (stem, ending) =
        if ending.eq_ignore_ascii_case("gz") { rest.rsplit_once('.')? } else { (rest, ending) };
    text_form(&ending.to_lowercase()).map(|_| stem)
}

fn text_form(ending: &str) -> Option<TextForm> {
    match ending {
        "csv" => Some(TextForm::Csv),
        "tsv" | "tab" => Some(TextForm::Tsv),
        "ndjson" | "jsonl" => Some(TextForm::Ndjson),
        "json" => Some(TextForm::Json),
        _ => None,
    }
}

fn later_form(ending: &str) -> Option<&'static str> {
    match ending {
        "parquet" => Some("Parquet"),
        "xlsx" | "xlsm" | "xls" => Some("Excel"),
        "zst" => Some("Zstandard"),
        _ => None,
    }
}

/// How the result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum OutputForm {
    /// Commas between the cells.
    #[default]
    Csv,
    /// Tabs between the cells.
    Tsv,
    /// One array of objects.
    Json,
    /// One object a line.
    Ndjson,
    /// Aligned columns, for a terminal.
    Table,
}

const OUTPUT_FORMS: &str = "csv, tsv, json, ndjson and table";

impl OutputForm {
    /// The form that the result's name tells.
    ///
    /// # Errors
    /// When the ending is none of those known, or one of a form that this version can't write.
    pub fn of_path(path: &Path) -> Result<Self, RecordsError> {
        let ending =
            path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let shown = path.display().to_string();
        match ending.as_str() {
            "csv" => Ok(OutputForm::Csv),
            "tsv" | "tab" => Ok(OutputForm::Tsv),
            "json" => Ok(OutputForm::Json),
            "ndjson" | "jsonl" => Ok(OutputForm::Ndjson),
            "txt" => Ok(OutputForm::Table),
            other => match later_form(other) {
                Some(form) => Err(RecordsError::NotInThisVersion { path: shown, form }),
                None => Err(RecordsError::UnknownOutputForm { path: shown }),
            },
        }
    }
}

impl FromStr for OutputForm {
    type Err = RecordsError;

    /// What `--output-format` says.
    fn from_str(name: &str) -> Result<Self, RecordsError> {
        match name.trim().to_lowercase().as_str() {
            "csv" => Ok(OutputForm::Csv),
            "tsv" => Ok(OutputForm::Tsv),
            "json" => Ok(OutputForm::Json),
            "ndjson" | "jsonl" => Ok(OutputForm::Ndjson),
            "table" => Ok(OutputForm::Table),
            other => match later_form(other) {
                Some(form) => Err(RecordsError::NotInThisVersion { path: name.to_owned(), form }),
                None => Err(RecordsError::UnknownFormName { name: name.to_owned(), known: OUTPUT_FORMS }),
            },
        }
    }
}
