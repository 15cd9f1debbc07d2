//! What an input may hold. Each limit is also a promise: what lies within works.

/// The limits of reliability.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record, as UTF-8, without its line end.
    pub record: usize,
    /// Columns of a file.
    pub columns: usize,
    /// How many times larger than its compressed form an input may be, once past `free`.
    pub ratio: u64,
    /// Decompressed bytes before `ratio` counts.
    pub free: u64,
    /// Decompressed bytes in all.
    pub total: u64,
    /// How deep JSON may nest; at most 128.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { record: 1 << 20, columns: 16_384, ratio: 200, free: 10 << 20, total: 16 << 30, depth: 128 }
    }
}
