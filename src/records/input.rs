//! An input, opened: its columns, and its records in chunks.

use std::collections::HashSet;
#[cfg(feature = "excel")]
use std::fs::File;
use std::mem;
use std::sync::Arc;

use encoding_rs::UTF_8;

use super::counted::Counted;
use super::cut::delimited::Delimited;
use super::cut::json_array::JsonArray;
use super::cut::lines::Lines;
use super::cut::{Chunk, ChunkSize, Cut, FindRecords};
use super::dialect::{find_delimiter, stated_delimiter};
use super::error::RecordsError;
#[cfg(feature = "excel")]
use super::excel::{DELIMITER, Sheet, put_down};
use super::extent::Extent;
use super::form::{InputForm, RecordForm};
use super::headers::Match;
use super::limits::Limits;
use super::open::{Place, Stream, encoding_named, utf8_stream};
use super::parquet::groups::{Groups, ParquetFile};
use super::rows::cells::{Piece, split, unquote};
use super::rows::json::keys_of;
use super::rows::layout::{Layout, Source};
use crate::evaluate::cells::InputColumn;

/// What can be said about an input that it does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputOptions {
    /// `--input-format`; none: by the ending.
    pub form: Option<InputForm>,
    /// `--delimiter`; none: found from the file.
    pub delimiter: Option<u8>,
    /// `--sheet`; none: the first.
    pub sheet: Option<String>,
    /// `--encoding`; none: UTF-8, or what a byte-order mark says.
    pub encoding: Option<String>,
    /// What it may hold.
    pub limits: Limits,
}

/// An opened input.
pub struct Input {
    name: String,
    form: InputForm,
    encoding: &'static str,
    delimiter: Option<u8>,
    headers: Vec<String>,
    odd_headers: Vec<usize>,
    limits: Limits,
    supply: Supply,
    extent: Extent,
    /// The first records of JSON, which were read for their keys; and how many of them were given out.
    head: Chunk,
    given: usize,
}

/// What gives an input its records.
enum Supply {
    /// Nothing.
    None,
    /// Text, which is cut.
    Text(Cut),
    /// A file of columns, before its first record is asked for.
    Opened(Box<ParquetFile>),
    /// A file of columns, after it.
    Groups(Box<Groups>),
    /// A sheet of a workbook.
    #[cfg(feature = "excel")]
    Sheet(Box<Sheet>),
}

/// How much of a file is looked at to find its delimiter.
const SAMPLE: usize = 1 << 16;
/// How many JSON records are looked at for their keys.
const HEAD: ChunkSize = ChunkSize { records: 1000, bytes: 1 << 20 };

impl Input {
    /// Opens a file or standard input.
    ///
    /// # Errors
    /// When it can't be read, is not what it claims to be, has no header, or is over a limit.
    pub fn open(place: &Place, options: &InputOptions) -> Result<Self, RecordsError> {
        let form = match (options.form, place) {
            (Some(form), _) => form,
            (None, Place::Path(path)) => InputForm::of_path(path)?,
            (None, Place::Stdin) => return Err(RecordsError::UnknownInputForm { path: place.name() }),
        };
        if form.records == RecordForm::Parquet {
            return Ok(Self::of_columns(
                place.name(),
                form,
                ParquetFile::open(place, options.limits)?,
                options,
            ));
        }
        if form.records == RecordForm::Excel {
            return Self::of_workbook(place, form, options);
        }
        let read = Arc::default();
        let stream = Box::new(Counted::new(place.open()?, Arc::clone(&read)));
        let input = Self::from_stream(place.name(), stream, form, options)?;
        Ok(Input { extent: Extent::Bytes { read, of: place.length() }, ..input })
    }

    fn of_columns(name: String, form: InputForm, file: ParquetFile, options: &InputOptions) -> Self {
        let extent = Extent::Records { of: file.records() };
        Input {
            name,
            form,
            encoding: UTF_8.name(),
            delimiter: None,
            headers: file.headers(),
            odd_headers: Vec::new(),
            limits: options.limits,
            supply: Supply::Opened(Box::new(file)),
            extent,
            head: Chunk::default(),
            given: 0,
        }
    }

    /// Reads `stream`, which messages call `name`.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn from_stream(
        name: String,
        stream: Stream,
        form: InputForm,
        options: &InputOptions,
    ) -> Result<Self, RecordsError> {
        let limits = options.limits;
        if form.records == RecordForm::Parquet {
            let file = ParquetFile::from_stream(name.clone(), stream, limits)?;
            return Ok(Self::of_columns(name, form, file, options));
        }
        if form.records == RecordForm::Excel {
            return Self::of_stream_of_workbook(name, stream, form, options);
        }
        if options.sheet.is_some() {
            return Err(RecordsError::SheetOfNothing { path: name });
        }
        let encoding = options.encoding.as_deref().map(encoding_named).transpose()?;
        let (stream, encoding) = utf8_stream(&name, stream, form, encoding, limits)?;
        let finder: Box<dyn FindRecords> = match form.records {
            RecordForm::Csv | RecordForm::Tsv => Box::new(Delimited::new(b',', false)),
            RecordForm::Ndjson => Box::new(Lines::default()),
            RecordForm::Json => Box::new(JsonArray::new(limits.depth)),
            // They are no text.
            RecordForm::Parquet | RecordForm::Excel => {
                return Err(RecordsError::NotInThisVersion { path: name, form: form.records.name() });
            }
        };
        let mut cut = Cut::new(name.clone(), stream, finder, limits);
        let mut input = Input {
            name,
            form,
            encoding: encoding.name(),
            delimiter: None,
            headers: Vec::new(),
            odd_headers: Vec::new(),
            limits,
            supply: Supply::None,
            extent: Extent::default(),
            head: Chunk::default(),
            given: 0,
        };
        match form.records {
            RecordForm::Csv => input.read_header(&mut cut, options.delimiter, b',')?,
            RecordForm::Tsv => input.read_header(&mut cut, options.delimiter, b'\t')?,
            RecordForm::Ndjson | RecordForm::Json | RecordForm::Parquet | RecordForm::Excel => {
                input.read_keys(&mut cut)?;
            }
        }
        input.supply = Supply::Text(cut);
        Ok(input)
    }

    /// Reads a sheet of the workbook at `place`, in place if it is a plain file.
    #[cfg(feature = "excel")]
    fn of_workbook(place: &Place, form: InputForm, options: &InputOptions) -> Result<Self, RecordsError> {
        let name = place.name();
        match place.open_file()? {
            Some(file) => Self::of_sheet(name, file, form, options),
            None => Self::of_stream_of_workbook(name, place.open()?, form, options),
        }
    }

    #[cfg(feature = "excel")]
    fn of_stream_of_workbook(
        name: String,
        stream: Stream,
        form: InputForm,
        options: &InputOptions,
    ) -> Result<Self, RecordsError> {
        let file = put_down(&name, stream, options.limits)?;
        Self::of_sheet(name, file, form, options)
    }

    #[cfg(feature = "excel")]
    fn of_sheet(
        name: String,
        file: File,
        form: InputForm,
        options: &InputOptions,
    ) -> Result<Self, RecordsError> {
        let sheet = Sheet::open(name.clone(), file, options.sheet.as_deref(), options.limits)?;
        Ok(Input {
            name,
            form,
            encoding: UTF_8.name(),
            delimiter: Some(DELIMITER),
            headers: sheet.headers().to_vec(),
            odd_headers: Vec::new(),
            limits: options.limits,
            supply: Supply::Sheet(Box::new(sheet)),
            extent: Extent::default(),
            head: Chunk::default(),
            given: 0,
        })
    }

    #[cfg(not(feature = "excel"))]
    fn of_workbook(place: &Place, _: InputForm, _: &InputOptions) -> Result<Self, RecordsError> {
        Err(without_excel(place.name()))
    }

    #[cfg(not(feature = "excel"))]
    fn of_stream_of_workbook(
        name: String,
        _: Stream,
        _: InputForm,
        _: &InputOptions,
    ) -> Result<Self, RecordsError> {
        Err(without_excel(name))
    }

    fn read_header(&mut self, cut: &mut Cut, delimiter: Option<u8>, usual: u8) -> Result<(), RecordsError> {
        let stated = stated_delimiter(cut.peek(SAMPLE)?);
        if let Some((_, length)) = stated {
            cut.skip(length);
        }
        let sample = cut.peek(SAMPLE)?;
        let delimiter = match delimiter.or(stated.map(|(delimiter, _)| delimiter)) {
            Some(delimiter) => delimiter,
            None => find_delimiter(sample, sample.len() < SAMPLE, usual),
        };
        self.delimiter = Some(delimiter);
        cut.set_finder(Box::new(Delimited::new(delimiter, false)));
        let mut chunk = Chunk::default();
        cut.next(&mut chunk, ChunkSize { records: 1, bytes: 1 })?;
        if chunk.records.is_empty() {
            return Err(RecordsError::NoHeader { path: self.name.clone() });
        }
        let line = chunk.line(0);
        let record = chunk.record(0);
        if memchr::memchr(0, record).is_some() {
            return Err(RecordsError::NulInHeader { path: self.name.clone(), line });
        }
        let mut columns = 0;
        let (headers, odd, limit) = (&mut self.headers, &mut self.odd_headers, self.limits.columns);
        split(record, delimiter, |position, piece| {
            columns = position + 1;
            if columns > limit {
                return;
            }
            let mut bytes = Vec::new();
            match piece {
                Piece::Plain(start, end) => {
                    bytes.extend_from_slice(record.get(start..end).unwrap_or_default())
                }
                Piece::Quoted(start, end) => {
                    unquote(record.get(start..end).unwrap_or_default(), |run| bytes.extend_from_slice(run));
                }
            }
            let text = String::from_utf8_lossy(&bytes);
            if std::str::from_utf8(&bytes).is_err() {
                odd.push(position);
            }
            headers.push(text.trim().to_owned());
        });
        if columns > limit {
            return Err(RecordsError::TooManyColumns { path: self.name.clone(), line, columns, limit });
        }
        cut.set_finder(Box::new(Delimited::new(delimiter, columns == 1)));
        cut.restart_count();
        Ok(())
    }

    fn read_keys(&mut self, cut: &mut Cut) -> Result<(), RecordsError> {
        cut.next(&mut self.head, HEAD)?;
        let mut seen = HashSet::new();
        for row in 0..self.head.records.len() {
            for key in keys_of(self.head.record(row)) {
                if self.headers.len() < self.limits.columns && seen.insert(key.clone()) {
                    self.headers.push(key);
                }
            }
        }
        Ok(())
    }

    /// Fills `chunk` with the next records; without any, the input has ended.
    ///
    /// # Errors
    /// When it can't be read, is no such file, or is over a limit.
    pub fn next(&mut self, chunk: &mut Chunk, size: ChunkSize) -> Result<(), RecordsError> {
        let all = self.head.records.len();
        if self.given >= all {
            self.head = Chunk::default();
            self.given = 0;
            if let Supply::Opened(_) = &self.supply
                && let Some(groups) = self.take_groups(size)?
            {
                self.supply = Supply::Groups(Box::new(groups));
            }
            return match &mut self.supply {
                Supply::None | Supply::Opened(_) => Ok(()),
                Supply::Text(cut) => cut.next(chunk, size),
                Supply::Groups(groups) => {
                    chunk.records.clear();
                    if let Some(taken) = groups.take(1) {
                        let columns = taken.columns?;
                        groups.delivered(columns.text)?;
                        chunk.set_columns(columns);
                    }
                    Ok(())
                }
                #[cfg(feature = "excel")]
                Supply::Sheet(sheet) => sheet.next(chunk, size),
            };
        }
        let first = self.given;
        let last = (first + size.records.max(1)).min(all) - 1;
        let (Some(start), Some(end)) = (self.head.records.get(first), self.head.records.get(last)) else {
            return Ok(());
        };
        let (start, end) = (start.start, end.end);
        chunk.first_record = self.head.first_record + first as u64;
        chunk.first_line = self.head.line(first);
        chunk.lines.clear();
        chunk.bytes.clear();
        chunk.bytes.extend_from_slice(self.head.bytes.get(start as usize..end as usize).unwrap_or_default());
        chunk.records.clear();
        let given = self.head.records.get(first..=last).unwrap_or_default();
        chunk.records.extend(given.iter().map(|range| range.start - start..range.end - start));
        self.given = last + 1;
        if self.given == all {
            drop(mem::take(&mut self.head));
            self.given = 0;
        }
        Ok(())
    }

    /// Reads no more than this layout has slots for.
    pub fn keep(&mut self, layout: &Layout) {
        if let (Supply::Opened(file), Source::Columns(slots)) = (&mut self.supply, &layout.source) {
            let mut places: Vec<usize> = slots.iter().map(|(place, _)| *place).collect();
            places.sort_unstable();
            file.keep(places);
        }
    }

    /// The groups of rows of a file of columns, none of which was read yet.
    ///
    /// # Errors
    /// When they are not what the file says of them, or are over a limit.
    pub fn take_groups(&mut self, size: ChunkSize) -> Result<Option<Groups>, RecordsError> {
        if !matches!(self.supply, Supply::Opened(_)) {
            return Ok(None);
        }
        let Supply::Opened(file) = mem::replace(&mut self.supply, Supply::None) else { return Ok(None) };
        file.into_groups(size.records).map(Some)
    }

    /// Which of its cells go into which slot: those of the definition's columns and of the properties that hold rows
    /// of events; or all.
    pub fn layout(
        &self,
        columns: &[InputColumn],
        properties: &[InputColumn],
        matches: &[Match],
        keep_all: bool,
    ) -> Layout {
        if self.form.records == RecordForm::Parquet {
            return Layout::columns(&self.headers, columns, matches, keep_all);
        }
        match self.delimiter {
            Some(delimiter) => Layout::delimited(delimiter, &self.headers, matches, keep_all),
            None => Layout::keyed(&self.headers, columns, properties, keep_all, self.limits.depth),
        }
    }

    /// The sheet that is read, if its workbook has others too.
    pub fn sheet(&self) -> Option<&str> {
        match &self.supply {
            Supply::None | Supply::Text(_) | Supply::Opened(_) | Supply::Groups(_) => None,
            #[cfg(feature = "excel")]
            Supply::Sheet(sheet) => sheet.one_of_several(),
        }
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its form.
    pub fn form(&self) -> InputForm {
        self.form
    }

    /// The name of its encoding.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// What stands between its cells.
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// Its headers, trimmed; of JSON records, the keys of the first thousand.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Positions of headers that are no text in its encoding.
    pub fn odd_headers(&self) -> &[usize] {
        &self.odd_headers
    }

    /// Whether each record names its columns.
    pub fn is_keyed(&self) -> bool {
        matches!(self.form.records, RecordForm::Ndjson | RecordForm::Json)
    }

    /// How much it holds, and how much of that was read.
    pub fn extent(&self) -> Extent {
        self.extent.clone()
    }

    /// Its limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }
}

#[cfg(not(feature = "excel"))]
fn without_excel(path: String) -> RecordsError {
    RecordsError::LeftOut { path, form: "Excel", feature: "excel" }
}
