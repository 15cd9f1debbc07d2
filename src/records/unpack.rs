//! Unpacking gzip and Zstandard without being blown up: 1 MB can unpack to 1 GB, so what comes out is counted against
//! what went in.

mod zstandard;

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::counted::Counted;
use super::limits::Limits;
use zstandard::Unzstd;
pub use zstandard::WINDOW;

/// What unpacking ran into; travels inside an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackedFault {
    /// Far larger than its compressed form.
    #[error("unpacks to far more than its size")]
    Ratio,
    /// Too much in all.
    #[error("unpacks to too much")]
    Total,
    /// The data are damaged at about this byte of the packed file, from 0.
    #[error("damaged at byte {0}")]
    Damaged(u64),
    /// The packed file ends before its data do, after so many bytes.
    #[error("cut off after byte {0}")]
    CutOff(u64),
    /// Unpacking would need more memory than [`WINDOW`].
    #[error("needs too large a window")]
    Window,
    /// What comes out is packed once more.
    #[error("packed twice")]
    Twice,
}

impl PackedFault {
    /// The fault that an error carries.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref::<PackedFault>()).copied()
    }
}

impl From<PackedFault> for io::Error {
    fn from(fault: PackedFault) -> Self {
        io::Error::other(fault)
    }
}

/// The first bytes of a gzip file.
pub const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Whether a file with these first bytes is packed with Zstandard: a frame, or one to be skipped, which some writers
/// put in front.
pub fn is_zstandard(head: &[u8]) -> bool {
    head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        || matches!(head, [first, 0x2a, 0x4d, 0x18, ..] if (0x50..=0x5f).contains(first))
}

/// How much of a packed file is read at a time.
const STEP: usize = 1 << 16;

/// Counts what comes out against what went in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    unpacked: u64,
    limits: Limits,
}

impl Tally {
    pub(super) fn new(limits: Limits) -> Self {
        Tally { unpacked: 0, limits }
    }

    /// How much came out.
    pub(super) fn unpacked(&self) -> u64 {
        self.unpacked
    }

    /// `read` more bytes came out of the `packed` that went in by now.
    pub(super) fn add(&mut self, read: usize, packed: u64) -> Result<(), PackedFault> {
        self.unpacked += read as u64;
        if self.unpacked > self.limits.total {
            return Err(PackedFault::Total);
        }
        let allowed = packed.saturating_mul(self.limits.ratio);
        if self.unpacked > self.limits.free && self.unpacked > allowed {
            return Err(PackedFault::Ratio);
        }
        Ok(())
    }
}

/// Unpacks a file of one or more members or frames, within limits.
pub struct Unpack<R: Read> {
    decoder: Decoder<R>,
    tally: Tally,
}

enum Decoder<R: Read> {
    Gzip(MultiGzDecoder<BufReader<Counted<R>>>),
    Zstandard(Unzstd<BufReader<Counted<R>>>),
}

impl<R: Read> Unpack<R> {
    /// Unpacks gzip.
    pub fn gzip(inner: R, limits: Limits) -> Self {
        let packed = BufReader::with_capacity(STEP, Counted::new(inner, Arc::default()));
        Unpack { decoder: Decoder::Gzip(MultiGzDecoder::new(packed)), tally: Tally::new(limits) }
    }

    /// Unpacks Zstandard.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn zstandard(inner: R, limits: Limits) -> io::Result<Self> {
        let packed = BufReader::with_capacity(STEP, Counted::new(inner, Arc::default()));
        Ok(Unpack { decoder: Decoder::Zstandard(Unzstd::new(packed)?), tally: Tally::new(limits) })
    }

    /// How many packed bytes were read, and how many of them were unpacked.
    fn packed(&self) -> (u64, u64) {
        let packed = match &self.decoder {
            Decoder::Gzip(decoder) => decoder.get_ref(),
            Decoder::Zstandard(decoder) => decoder.get_ref(),
        };
        let read = packed.get_ref().count();
        (read, read.saturating_sub(packed.buffer().len() as u64))
    }

    /// What an error of the decoder means.
    fn fault(&self, error: io::Error) -> io::Error {
        let (_, at) = self.packed();
        let kind = error.kind();
        if kind == io::ErrorKind::UnexpectedEof {
            PackedFault::CutOff(at).into()
        } else if is_damage(kind) {
            PackedFault::Damaged(at).into()
        } else {
            error
        }
    }
}

/// Whether a decoder that fails so says that its data are damaged.
pub(super) fn is_damage(kind: io::ErrorKind) -> bool {
    [io::ErrorKind::InvalidInput, io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof].contains(&kind)
}

impl<R: Read> Read for Unpack<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.decoder {
            Decoder::Gzip(decoder) => decoder.read(buffer),
            Decoder::Zstandard(decoder) => decoder.read(buffer),
        };
        let read = read.map_err(|error| self.fault(error))?;
        if self.tally.unpacked() == 0
            && buffer.get(..read).is_some_and(|bytes| bytes.starts_with(&GZIP) || is_zstandard(bytes))
        {
            return Err(PackedFault::Twice.into());
        }
        let (packed, _) = self.packed();
        self.tally.add(read, packed)?;
        Ok(read)
    }
}
