//! Any encoding to UTF-8 while streaming.
//!
//! Bytes that stand for no character come out as `0xFF`, which is never part of UTF-8: the cell that holds them is
//! then found to be no text, as it would be in a UTF-8 file, and nothing is replaced silently.

use std::collections::VecDeque;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// The least room that is decoded into, in bytes.
const SMALL: usize = 16;

/// Reads `inner` as UTF-8.
pub struct Decode<R> {
    inner: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// The part of `bytes` that was read and is not yet decoded.
    start: usize,
    end: usize,
    ended: bool,
    finished: bool,
    /// Text that was decoded for a reader with little room left, and is not yet given out.
    spill: VecDeque<u8>,
}

impl<R: Read> Decode<R> {
    /// Decodes `inner`, which is in `encoding` and whose byte-order mark, if any, was taken off.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Decode {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            bytes: vec![0; 1 << 16],
            start: 0,
            end: 0,
            ended: false,
            finished: false,
            spill: VecDeque::new(),
        }
    }

    /// Decodes what is at hand into `out`; how many bytes it made.
    fn step(&mut self, out: &mut [u8]) -> usize {
        let source = self.bytes.get(self.start..self.end).unwrap_or_default();
        // One byte is kept free for the mark of a malformed sequence.
        let room = out.len().saturating_sub(1);
        let target = out.get_mut(..room).unwrap_or_default();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(source, target, self.ended);
        self.start += read;
        match result {
            DecoderResult::InputEmpty => {
                self.finished = self.ended;
                written
            }
            DecoderResult::OutputFull => written,
            DecoderResult::Malformed(..) => {
                if let Some(mark) = out.get_mut(written) {
                    *mark = 0xff;
                }
                written + 1
            }
        }
    }
}

impl<R: Read> Read for Decode<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        if self.spill.is_empty() && out.len() < SMALL {
            // A character needs up to four bytes, and a decoder may want to see room for more than one.
            let mut room = [0; SMALL];
            let count = self.decode(&mut room)?;
            self.spill.extend(room.iter().take(count));
        }
        if self.spill.is_empty() { self.decode(out) } else { self.spill.read(out) }
    }
}

impl<R: Read> Decode<R> {
    /// Decodes into `out`, which has room for at least [`SMALL`] bytes; 0 at the end.
    fn decode(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.finished {
                return Ok(0);
            }
            if self.start == self.end && !self.ended {
                self.start = 0;
                self.end = self.inner.read(&mut self.bytes)?;
                self.ended = self.end == 0;
            }
            let written = self.step(out);
            if written > 0 {
                return Ok(written);
            }
        }
    }
}
