//! Unpacking gzip without being blown up: 1 MB can unpack to 1 GB, so what comes out is counted against what went in.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::extent::Counted;
use super::limits::Limits;

/// A limit that unpacking ran into; travels inside an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackedFault {
    /// Far larger than its compressed form.
    #[error("unpacks to far more than its size")]
    Ratio,
    /// Too much in all.
    #[error("unpacks to too much")]
    Total,
    /// The data are damaged.
    #[error("{0}")]
    Damaged(io::ErrorKind),
    /// What comes out is packed once more.
    #[error("packed twice")]
    Twice,
}

/// Unpacks a gzip file of one or more members, within limits.
pub struct Gunzip<R: Read> {
    decoder: MultiGzDecoder<BufReader<Counted<R>>>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    limits: Limits,
}

impl<R: Read> Gunzip<R> {
    /// Unpacks `inner`.
    pub fn new(inner: R, limits: Limits) -> Self {
        let packed = Arc::new(AtomicU64::new(0));
        let counted = Counted::new(inner, Arc::clone(&packed));
        let decoder = MultiGzDecoder::new(BufReader::with_capacity(1 << 16, counted));
        Gunzip { decoder, packed, unpacked: 0, limits }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match self.decoder.read(buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => return Err(io::Error::other(PackedFault::Damaged(error.kind()))),
        };
        if self.unpacked == 0 && buffer.get(..read).is_some_and(|bytes| bytes.starts_with(&[0x1f, 0x8b])) {
            return Err(io::Error::other(PackedFault::Twice));
        }
        self.unpacked += read as u64;
        if self.unpacked > self.limits.total {
            return Err(io::Error::other(PackedFault::Total));
        }
        let packed = self.packed.load(Ordering::Relaxed);
        if self.unpacked > self.limits.free && self.unpacked > packed.saturating_mul(self.limits.ratio) {
            return Err(io::Error::other(PackedFault::Ratio));
        }
        Ok(read)
    }
}
