//! Counting what is read.

use std::io::{self, Read};

/// Reads `inner` and counts its bytes.
pub(in crate::records) struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R> Counted<R> {
    /// Nothing was read yet.
    pub(in crate::records) fn new(inner: R) -> Self {
        Counted { inner, count: 0 }
    }

    /// How many bytes were read.
    pub(in crate::records) fn count(&self) -> u64 {
        self.count
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}
