//! The forms of records, by the ending of a name or as said with a flag.

use std::path::Path;
use std::str::FromStr;

use super::error::RecordsError;

/// How records are written in an input, once unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordForm {
    /// Cells with a delimiter between them; which is found from the file.
    Csv,
    /// The same, with a tab unless the file says otherwise.
    Tsv,
    /// One JSON object a line.
    Ndjson,
    /// A JSON array of objects, or an object with one such array.
    Json,
    /// Columns of typed values.
    Parquet,
    /// A sheet of a workbook.
    Excel,
}

impl RecordForm {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            RecordForm::Csv => "CSV",
            RecordForm::Tsv => "TSV",
            RecordForm::Ndjson => "NDJSON",
            RecordForm::Json => "JSON",
            RecordForm::Parquet => "Parquet",
            RecordForm::Excel => "Excel",
        }
    }

    /// Whether it is text, which may be packed and has an encoding.
    pub fn is_text(self) -> bool {
        match self {
            RecordForm::Csv | RecordForm::Tsv | RecordForm::Ndjson | RecordForm::Json => true,
            RecordForm::Parquet | RecordForm::Excel => false,
        }
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstandard,
}

impl Packing {
    /// Its name in messages; none if the file is not packed.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Packing::Plain => None,
            Packing::Gzip => Some("gzip"),
            Packing::Zstandard => Some("Zstandard"),
        }
    }
}

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InputForm {
    /// The records' form.
    pub records: RecordForm,
    /// How it is packed.
    pub packing: Packing,
}

const INPUT_FORMS: &str = "csv, tsv, ndjson and json, each also with .gz or .zst; parquet and xlsx";

impl InputForm {
    /// The form that a file's name tells: `contacts.csv.gz` is packed CSV.
    ///
    /// # Errors
    /// When the ending is none of those known, or one of a form that this version can't read.
    pub fn of_path(path: &Path) -> Result<Self, RecordsError> {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let shown = || path.display().to_string();
        let (stem, packing) = unpacked(&name);
        let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
        form(ending, packing, &shown).unwrap_or_else(|| Err(RecordsError::UnknownInputForm { path: shown() }))
    }
}

impl FromStr for InputForm {
    type Err = RecordsError;

    /// What `--input-format` says: `csv`, `ndjson.gz`.
    fn from_str(name: &str) -> Result<Self, RecordsError> {
        let lower = name.trim().to_lowercase();
        let (stem, packing) = unpacked(&lower);
        let ending = stem.rsplit_once('.').map_or(stem, |(_, ending)| ending);
        form(ending, packing, &|| name.to_owned()).unwrap_or_else(|| {
            Err(RecordsError::UnknownFormName { name: name.to_owned(), known: INPUT_FORMS })
        })
    }
}

/// A name in lower case without the ending of its packing.
fn unpacked(name: &str) -> (&str, Packing) {
    match name.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstandard),
        Some(_) | None => (name, Packing::Plain),
    }
}

/// The form with this ending; none if no form has it.
fn form(
    ending: &str,
    packing: Packing,
    shown: &dyn Fn() -> String,
) -> Option<Result<InputForm, RecordsError>> {
    let later = |form| Some(Err(RecordsError::NotInThisVersion { path: shown(), form }));
    let Some(records) = record_form(ending) else { return later_form(ending).map(later).unwrap_or_default() };
    match (records, packing) {
        (RecordForm::Parquet, Packing::Plain) if cfg!(feature = "parquet") => {
            Some(Ok(InputForm { records, packing }))
        }
        (RecordForm::Parquet, Packing::Plain) => {
            Some(Err(RecordsError::LeftOut { path: shown(), form: "Parquet", feature: "parquet" }))
        }
        (RecordForm::Parquet, Packing::Gzip | Packing::Zstandard) => {
            Some(Err(RecordsError::PackedTwice { path: shown() }))
        }
        (RecordForm::Excel, Packing::Gzip | Packing::Zstandard) => later("an Excel file that is packed"),
        (RecordForm::Csv | RecordForm::Tsv | RecordForm::Ndjson | RecordForm::Json, _)
        | (RecordForm::Excel, Packing::Plain) => Some(Ok(InputForm { records, packing })),
    }
}

/// The bare stem of a file of records: its name without the ending that says its form. None if it has no such ending.
pub fn record_stem(name: &str) -> Option<&str> {
    let (rest, ending) = name.rsplit_once('.')?;
    let packed = ["gz", "zst"].iter().any(|packed| ending.eq_ignore_ascii_case(packed));
    let (stem, ending) = if packed { rest.rsplit_once('.')? } else { (rest, ending) };
    record_form(&ending.to_lowercase()).map(|_| stem)
}

fn record_form(ending: &str) -> Option<RecordForm> {
    match ending {
        "csv" => Some(RecordForm::Csv),
        "tsv" | "tab" => Some(RecordForm::Tsv),
        "ndjson" | "jsonl" => Some(RecordForm::Ndjson),
        "json" => Some(RecordForm::Json),
        "parquet" => Some(RecordForm::Parquet),
        "xlsx" | "xlsm" => Some(RecordForm::Excel),
        _ => None,
    }
}

/// A form that is known, and neither read nor written.
fn later_form(ending: &str) -> Option<&'static str> {
    match ending {
        "xls" | "xlsb" => Some("Excel's older and binary forms (.xls, .xlsb)"),
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
    /// Columns of typed values.
    Parquet,
    /// A workbook.
    Excel,
}

const OUTPUT_FORMS: &str = "csv, tsv, json, ndjson, table, xlsx and parquet";

impl OutputForm {
    /// Whether a terminal can show it.
    ///
    /// # Errors
    /// When it is no text.
    pub fn check_for_terminal(self) -> Result<(), RecordsError> {
        match self {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Json | OutputForm::Ndjson | OutputForm::Table => {
                Ok(())
            }
            OutputForm::Parquet => Err(RecordsError::NoText { form: "Parquet", ending: "parquet" }),
            OutputForm::Excel => Err(RecordsError::NoText { form: "Excel", ending: "xlsx" }),
        }
    }

    /// The form, if this program was built with what writes it.
    fn built(self, path: &str) -> Result<Self, RecordsError> {
        let is_built = match self {
            OutputForm::Parquet => cfg!(feature = "parquet"),
            OutputForm::Excel => cfg!(feature = "excel"),
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Json | OutputForm::Ndjson | OutputForm::Table => {
                true
            }
        };
        if is_built { Ok(self) } else { Err(self.left_out(path)) }
    }

    /// That this program was built without what writes the form.
    pub(super) fn left_out(self, path: &str) -> RecordsError {
        let (form, feature) = match self {
            OutputForm::Parquet => ("Parquet", "parquet"),
            OutputForm::Excel => ("Excel", "excel"),
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Json | OutputForm::Ndjson | OutputForm::Table => {
                ("text", "default")
            }
        };
        RecordsError::LeftOut { path: path.to_owned(), form, feature }
    }

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
            "parquet" => OutputForm::Parquet.built(&shown),
            "xlsx" => OutputForm::Excel.built(&shown),
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
            "parquet" => OutputForm::Parquet.built(name),
            "xlsx" => OutputForm::Excel.built(name),
            other => match later_form(other) {
                Some(form) => Err(RecordsError::NotInThisVersion { path: name.to_owned(), form }),
                None => Err(RecordsError::UnknownFormName { name: name.to_owned(), known: OUTPUT_FORMS }),
            },
        }
    }
}
