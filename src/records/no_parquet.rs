//! Parquet files, where the program was built without them: none is ever open.

/// Whether a panic on this thread is caught and told as damage of a file.
pub fn is_guarded() -> bool {
    false
}

pub mod groups {
    //! No open files.

    use super::columns::Columns;
    use crate::records::error::RecordsError;
    use crate::records::limits::Limits;
    use crate::records::open::{Place, Stream};

    /// No open file.
    pub enum ParquetFile {}

    /// No groups of rows.
    pub enum Groups {}

    /// No batch.
    pub struct Taken {
        /// Which one, from 0.
        pub number: u64,
        /// What it holds.
        pub columns: Result<Columns, RecordsError>,
    }

    fn not_in_this_build<T>(path: String) -> Result<T, RecordsError> {
        Err(RecordsError::LeftOut { path, form: "Parquet", feature: "parquet" })
    }

    impl ParquetFile {
        /// Opens none.
        ///
        /// # Errors
        /// Always.
        pub fn open(place: &Place, _: Limits) -> Result<Self, RecordsError> {
            not_in_this_build(place.name())
        }

        /// Reads none.
        ///
        /// # Errors
        /// Always.
        pub fn from_stream(name: String, _: Stream, _: Limits) -> Result<Self, RecordsError> {
            not_in_this_build(name)
        }

        /// No names.
        pub fn headers(&self) -> Vec<String> {
            match *self {}
        }

        /// None.
        pub fn records(&self) -> u64 {
            match *self {}
        }

        /// Reads only the columns at these places.
        pub fn keep(&mut self, _: Vec<usize>) {
            match *self {}
        }

        /// No groups.
        ///
        /// # Errors
        /// None.
        pub fn into_groups(self, _: usize) -> Result<Groups, RecordsError> {
            match self {}
        }
    }

    impl Groups {
        /// How many batches there are.
        pub fn batches(&self) -> u64 {
            match *self {}
        }

        /// Takes none.
        pub fn take(&self, _: u64) -> Option<Taken> {
            match *self {}
        }

        /// Notes nothing.
        ///
        /// # Errors
        /// None.
        pub fn delivered(&self, _: u64) -> Result<(), RecordsError> {
            match *self {}
        }

        /// Stops nothing.
        pub fn stop(&self) {
            match *self {}
        }
    }
}

pub mod columns {
    //! No columns.

    use crate::evaluate::cells::{RawCell, TypedColumn};

    /// No columns of a batch.
    #[derive(Clone, Debug)]
    pub struct Columns {
        /// The number of its first record in the file, from 0.
        pub first_record: u64,
        /// How many bytes its texts have.
        pub text: u64,
        none: Column,
    }

    /// No column.
    #[derive(Clone, Debug)]
    pub enum Column {}

    impl Columns {
        /// How many records.
        pub fn rows(&self) -> usize {
            match self.none {}
        }

        /// None.
        pub fn at(&self, _: usize, _: Option<&str>) -> Option<Column> {
            match self.none {}
        }
    }

    impl Column {
        /// No cell.
        pub fn cell(&self, _: usize) -> RawCell<'_> {
            match *self {}
        }

        /// Nothing.
        pub fn shown(&self, _: usize) -> &str {
            match *self {}
        }

        /// None.
        pub fn typed(&self) -> Option<TypedColumn<'_>> {
            match *self {}
        }
    }
}
