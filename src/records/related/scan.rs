//! Reads a file of related records once, in chunks.

use std::sync::Arc;

use super::find::RelatedFile;
use crate::evaluate::cells::InputColumn;
use crate::records::cut::{Chunk, ChunkSize};
use crate::records::error::RecordsError;
use crate::records::headers::{Match, match_columns, nearest};
use crate::records::input::{Input, InputOptions};
use crate::records::ring::Ring;
use crate::records::rows::Rows;
use crate::records::rows::layout::Layout;

/// An opened file of related records; the column of its key stands behind those of its fields.
pub(super) struct Opened {
    input: Input,
    layout: Arc<Layout>,
    /// What became of its columns, in the order of the fields.
    pub matches: Vec<Match>,
    /// Where the key stands among the columns.
    pub key: usize,
}

impl Opened {
    /// Opens a file and finds its columns; `block` is what the definition calls the block.
    ///
    /// # Errors
    /// What is wrong with the file as a whole; that it has no column for the key.
    pub fn new(
        file: &RelatedFile,
        columns: &[InputColumn],
        key_column: InputColumn,
        block: &str,
    ) -> Result<Self, RecordsError> {
        let options = InputOptions { form: file.form, sheet: file.sheet.clone(), ..InputOptions::default() };
        let mut input = Input::open(&file.place, &options)?;
        let key = columns.len();
        let columns = [columns, std::slice::from_ref(&key_column)].concat();
        let mut matches = match_columns(input.name(), input.headers(), &columns, input.is_keyed())?;
        let is_there = matches.pop().is_some_and(|matched| matched.found.is_some());
        // A JSON file without a single record names no keys, and has nothing to match.
        let names_nothing = input.is_keyed() && input.headers().is_empty();
        if !is_there && !names_nothing {
            let headers: Vec<&str> = input.headers().iter().map(String::as_str).collect();
            return Err(RecordsError::NoKeyColumn {
                path: input.name().to_owned(),
                name: block.to_owned(),
                nearest: nearest(&key_column, &headers),
                wanted: key_column.headers,
            });
        }
        let all = match_columns(input.name(), input.headers(), &columns, input.is_keyed())?;
        let layout = input.layout(&columns, &[], &all, false);
        input.keep(&layout);
        Ok(Opened { input, layout: Arc::new(layout), matches, key })
    }

    /// What messages call the file.
    pub fn name(&self) -> &str {
        self.input.name()
    }

    /// Whether each of its rows names its columns.
    pub fn is_keyed(&self) -> bool {
        self.input.is_keyed()
    }

    /// Makes an `M` of each few thousand of its rows, `threads` at a time (0 for one a core), and hands them to `take`
    /// in the order of the file.
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    pub fn read_together<M: Default + Send + 'static>(
        self,
        threads: usize,
        make: &(dyn Fn(&Rows, &mut M) + Sync),
        mut take: impl FnMut(&mut M),
    ) -> Result<(), RecordsError> {
        let ring = Ring { layout: &self.layout, threads, batch: ChunkSize::default(), make };
        ring.run(self.input, &mut |made: &mut M| {
            take(made);
            Ok(())
        })
    }

    /// Calls `each` with all of its rows, some thousands at a time.
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    pub fn read(mut self, mut each: impl FnMut(&Rows)) -> Result<(), RecordsError> {
        let mut rows = Rows::new(Arc::clone(&self.layout));
        let mut chunk = Chunk::default();
        loop {
            self.input.next(&mut chunk, ChunkSize::default())?;
            if chunk.records.is_empty() {
                return Ok(());
            }
            rows.read(&mut chunk);
            each(&rows);
            rows.give_back(&mut chunk);
        }
    }
}
