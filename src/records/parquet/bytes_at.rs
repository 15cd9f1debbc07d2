//! The bytes of a Parquet file by their place, for several threads at once.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(super) enum BytesAt {
    /// A file, read at places: a clone of its handle would share the place where it is read.
    File(Arc<File>, u64),
    /// What came through a pipe.
    Memory(Bytes),
}

impl BytesAt {
    /// Fills `buffer` from `start` on; says how many bytes there were.
    pub fn read(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            BytesAt::File(file, _) => loop {
                match read_at(file, buffer, start) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => return other,
                }
            },
            BytesAt::Memory(bytes) => {
                let rest =
                    usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
                let count = rest.len().min(buffer.len());
                if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
                    to.copy_from_slice(from);
                }
                Ok(count)
            }
        }
    }

    /// Exactly so many bytes.
    pub fn exactly(&self, start: u64, length: usize) -> io::Result<Bytes> {
        // Before the memory is asked for: the length is what the file says.
        let end = start.checked_add(length as u64).filter(|end| *end <= self.len());
        if end.is_none() {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        if let BytesAt::Memory(bytes) = self {
            let start = start as usize;
            return Ok(bytes.slice(start..start + length));
        }
        let mut buffer = vec![0; length];
        let mut filled = 0;
        while filled < length {
            match self.read(start + filled as u64, buffer.get_mut(filled..).unwrap_or_default())? {
                0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
                read => filled += read,
            }
        }
        Ok(buffer.into())
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, start)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, start)
}

/// Reads on from a place.
pub(super) struct From {
    bytes: BytesAt,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Length for BytesAt {
    fn len(&self) -> u64 {
        match self {
            BytesAt::File(_, length) => *length,
            BytesAt::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for BytesAt {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        // Headers of pages are read this way, and are short.
        Ok(BufReader::with_capacity(512, From { bytes: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.exactly(start, length).map_err(ParquetError::from)
    }
}
