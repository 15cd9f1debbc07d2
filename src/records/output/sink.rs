//! Where rows are written to.

use std::io;

/// How much room is made at least.
const ROOM: usize = 4096;

/// Bytes that grow at their end. There is always some room behind them, so that a short text is one move of fixed size
/// into it; a vector would look for room, and call for the move, for every text.
#[derive(Debug, Default)]
pub(super) struct Sink {
    bytes: Vec<u8>,
    /// Where they end; what is behind is room.
    end: usize,
}

impl Sink {
    /// Goes on at the end of `bytes`.
    pub(super) fn after(bytes: Vec<u8>) -> Self {
        let end = bytes.len();
        Sink { bytes, end }
    }

    /// All bytes.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.end);
        self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.end
    }

    /// Changes a byte that is there.
    pub(super) fn set(&mut self, at: usize, byte: u8) {
        if let Some(place) = self.bytes.get_mut(at) {
            *place = byte;
        }
    }

    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        self.add([byte], 1);
    }

    /// Adds the first `length` bytes.
    #[inline]
    pub(super) fn add<const N: usize>(&mut self, bytes: [u8; N], length: usize) {
        if self.bytes.len() < self.end + N {
            self.make_room(N);
        }
        if let Some(place) = self.bytes.get_mut(self.end..).and_then(|room| room.first_chunk_mut::<N>()) {
            *place = bytes;
            self.end += length;
        }
    }

    #[inline]
    pub(super) fn extend_from_slice(&mut self, bytes: &[u8]) {
        if self.bytes.len() < self.end + bytes.len() {
            self.make_room(bytes.len());
        }
        if let Some(place) = self.bytes.get_mut(self.end..self.end + bytes.len()) {
            place.copy_from_slice(bytes);
            self.end += bytes.len();
        }
    }

    #[cold]
    fn make_room(&mut self, length: usize) {
        self.bytes.resize((self.end + length + ROOM).max(self.bytes.len() * 2).max(self.bytes.capacity()), 0);
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Sink;

    #[test]
    fn a_sink_holds_what_a_vector_would() {
        let mut sink = Sink::after(b"before".to_vec());
        let mut vector = b"before".to_vec();
        for round in 0_usize..5_000 {
            let byte = round as u8;
            let kept = round % 17;
            sink.add([byte; 16], kept);
            vector.extend_from_slice(&[byte; 16][..kept]);
            let long = vec![byte; round % 301];
            sink.extend_from_slice(&long);
            vector.extend_from_slice(&long);
            sink.push(byte);
            vector.push(byte);
            assert_eq!(sink.len(), vector.len());
        }
        sink.set(3, b'!');
        vector[3] = b'!';
        assert_eq!(sink.into_bytes(), vector);
    }
}
