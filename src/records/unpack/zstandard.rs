//! Unpacking Zstandard, frame after frame.

use std::io::{self, BufRead, Read};

use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer};

use super::PackedFault;

/// The largest window that is unpacked, as a power of two: 128 MiB, which is what `zstd --long` needs.
pub const WINDOW: u32 = 27;

/// What the library answers to a window over the limit: minus its number 16, as an unsigned number.
const WINDOW_TOO_LARGE: usize = 16_usize.wrapping_neg();
/// To a failed request for memory: minus 64.
const NO_MEMORY: usize = 64_usize.wrapping_neg();

/// Unpacks what `inner` gives.
pub(super) struct Unzstd<R> {
    inner: R,
    context: DCtx<'static>,
    /// Whether a frame began and has not ended.
    in_frame: bool,
}

impl<R: BufRead> Unzstd<R> {
    /// Nothing is unpacked yet.
    pub(super) fn new(inner: R) -> io::Result<Self> {
        let mut context = DCtx::try_create().ok_or(io::ErrorKind::OutOfMemory)?;
        context.set_parameter(DParameter::WindowLogMax(WINDOW)).map_err(failed)?;
        Ok(Unzstd { inner, context, in_frame: false })
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.inner
    }
}

impl<R: BufRead> Read for Unzstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let packed = self.inner.fill_buf()?;
            let ended = packed.is_empty();
            if ended && !self.in_frame {
                return Ok(0);
            }
            let mut source = InBuffer::around(packed);
            let mut target = OutBuffer::around(&mut *buffer);
            let hint = self.context.decompress_stream(&mut target, &mut source).map_err(failed)?;
            let (used, made) = (source.pos, target.pos());
            self.in_frame = hint != 0;
            self.inner.consume(used);
            if made > 0 {
                return Ok(made);
            }
            if ended && self.in_frame {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// An answer of the library that is none of its good ones.
fn failed(code: usize) -> io::Error {
    match code {
        WINDOW_TOO_LARGE => PackedFault::Window.into(),
        NO_MEMORY => io::ErrorKind::OutOfMemory.into(),
        _ => io::ErrorKind::InvalidData.into(),
    }
}
