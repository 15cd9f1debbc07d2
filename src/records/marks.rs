//! What stands where in 64 bytes of a delimited text, one bit a byte.
//!
//! ```text
//! bytes       id,"a, b"⏎2,x⏎
//! quotes      ...1....1......
//! inside      ...11111.......   from an opening quote up to its closing one
//! delimiters  ..1..1.....1...   those outside are between cells
//! feeds       .........1...1.
//! ```
//!
//! Whether a byte is inside quotes is whether the quotes up to it are odd in number: the exclusive or of all bits
//! before, six shifts for 64 bytes. That holds where every quote opens a cell, closes one or is doubled. A quote in
//! the midst of a bare cell (`5" pipe`), or text behind a closing one, breaks it; [`Quotes::next`] says so, and the
//! record is then read byte by byte.

use fearless_simd::{Simd, SimdBase, SimdMask, u8x64};

/// How many bytes are looked at together.
pub const BLOCK: usize = 64;

/// The bytes that mean something, ready to be compared with.
#[derive(Clone, Copy)]
pub struct Needles<S: Simd> {
    simd: S,
    delimiter: u8x64<S>,
    quote: u8x64<S>,
    feed: u8x64<S>,
    carriage: u8x64<S>,
    zero: u8x64<S>,
}

/// Where they are in a block: bit `k` is its byte `k`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The delimiter.
    pub delimiters: u64,
    /// `"`
    pub quotes: u64,
    /// LF
    pub feeds: u64,
    /// CR
    pub returns: u64,
    /// NUL
    pub zeros: u64,
}

impl<S: Simd> Needles<S> {
    /// To look for this delimiter.
    #[inline(always)]
    pub fn new(simd: S, delimiter: u8) -> Self {
        let all = |byte: u8| u8x64::splat(simd, byte);
        Needles {
            simd,
            delimiter: all(delimiter),
            quote: all(b'"'),
            feed: all(b'\n'),
            carriage: all(b'\r'),
            zero: all(0),
        }
    }

    /// The marks of a block.
    #[inline(always)]
    pub fn find(&self, block: &[u8; BLOCK]) -> Marks {
        let bytes = u8x64::from_slice(self.simd, block);
        Marks {
            delimiters: bytes.simd_eq(self.delimiter).to_bitmask(),
            quotes: bytes.simd_eq(self.quote).to_bitmask(),
            feeds: bytes.simd_eq(self.feed).to_bitmask(),
            returns: bytes.simd_eq(self.carriage).to_bitmask(),
            zeros: bytes.simd_eq(self.zero).to_bitmask(),
        }
    }
}

impl Marks {
    /// The marks of the first `count` bytes alone.
    #[inline(always)]
    pub fn first(self, count: usize) -> Self {
        let kept = if count >= BLOCK { u64::MAX } else { (1 << count) - 1 };
        Marks {
            delimiters: self.delimiters & kept,
            quotes: self.quotes & kept,
            feeds: self.feeds & kept,
            returns: self.returns & kept,
            zeros: self.zeros & kept,
        }
    }
}

/// What is known of quotes at the end of a block.
#[derive(Clone, Copy, Debug)]
pub struct Quotes {
    /// All bits set inside quotes, none outside.
    inside: u64,
    /// Whether the byte before is one that a cell may begin after, or a quote; as bit 0.
    edge: u64,
    /// Whether the byte before closed a quote; as bit 0.
    closed: u64,
}

/// What quotes make of a block.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    /// The bytes inside quotes, an opening quote included.
    pub inside: u64,
    /// The second ones of doubled quotes.
    pub doubled: u64,
    /// Quotes, or bytes behind one, where the rule of odd and even does not hold.
    pub odd: u64,
}

impl Quotes {
    /// At the start of a record.
    pub const START: Quotes = Quotes { inside: 0, edge: 1, closed: 0 };

    /// Goes on over a block.
    #[inline(always)]
    pub fn next(&mut self, marks: &Marks) -> Quoted {
        let Marks { delimiters, quotes, feeds, returns, .. } = *marks;
        let edges = delimiters | quotes | feeds | returns;
        let mut quoted = Quoted { inside: 0, doubled: 0, odd: 0 };
        if quotes | self.inside | self.closed != 0 {
            let inside = odd_before(quotes) ^ self.inside;
            let closing = quotes & !inside;
            let behind = closing << 1 | self.closed;
            quoted.inside = inside;
            quoted.doubled = behind & quotes;
            quoted.odd = (quotes & inside & !(edges << 1 | self.edge)) | (behind & !edges);
            self.closed = closing >> 63;
            self.inside = if inside >> 63 == 1 { u64::MAX } else { 0 };
        }
        self.edge = edges >> 63;
        quoted
    }
}

/// For each bit, whether an odd number of bits is set up to it.
#[inline(always)]
fn odd_before(bits: u64) -> u64 {
    let mut odd = bits;
    for shift in [1, 2, 4, 8, 16, 32] {
        odd ^= odd << shift;
    }
    odd
}
