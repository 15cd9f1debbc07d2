//! One part of a workbook, unpacked as it is read: within limits, and held against its check sum.

use std::io::{self, BufReader, Read, Take};
use std::sync::Arc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use crate::records::counted::Counted;
use crate::records::unpack::{PackedFault, Tally, is_damage};

/// What the list of parts says of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Where its own head begins.
    pub(super) at: u64,
    /// Bytes in the file.
    pub(super) packed: u64,
    /// Bytes once unpacked; never trusted, only compared at the end.
    pub(super) unpacked: u64,
    /// Of what is unpacked.
    pub(super) check_sum: u32,
    /// How it is packed: 0 not at all, 8 deflated.
    pub(super) method: u16,
    /// Whether it is encrypted.
    pub(super) encrypted: bool,
}

type Packed<R> = BufReader<Counted<Take<R>>>;

/// The content of a part.
pub(super) struct Part<R: Read> {
    inner: Inner<R>,
    tally: Tally,
    check_sum: Crc,
    entry: Entry,
}

enum Inner<R: Read> {
    Stored(Packed<R>),
    Deflated(DeflateDecoder<Packed<R>>),
}

impl<R: Read> Part<R> {
    /// Reads the packed bytes that `packed` gives next.
    pub(super) fn new(packed: R, entry: Entry, tally: Tally) -> Self {
        let packed =
            BufReader::with_capacity(1 << 16, Counted::new(packed.take(entry.packed), Arc::default()));
        let inner = match entry.method {
            0 => Inner::Stored(packed),
            _ => Inner::Deflated(DeflateDecoder::new(packed)),
        };
        Part { inner, tally, check_sum: Crc::new(), entry }
    }

    fn count(&self) -> u64 {
        match &self.inner {
            Inner::Stored(packed) => packed.get_ref().count(),
            Inner::Deflated(decoder) => decoder.get_ref().get_ref().count(),
        }
    }
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.inner {
            Inner::Stored(packed) => packed.read(buffer),
            Inner::Deflated(decoder) => decoder.read(buffer),
        };
        let damaged = PackedFault::Damaged(self.count());
        let read = read.map_err(|error| if is_damage(error.kind()) { damaged.into() } else { error })?;
        if read == 0 {
            let is_whole =
                self.tally.unpacked() == self.entry.unpacked && self.check_sum.sum() == self.entry.check_sum;
            return if is_whole { Ok(0) } else { Err(damaged.into()) };
        }
        self.check_sum.update(buffer.get(..read).unwrap_or_default());
        self.tally.add(read, self.count())?;
        Ok(read)
    }
}
