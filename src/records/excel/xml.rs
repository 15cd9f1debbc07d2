//! The events of an XML part, none of them larger than a limit, and none within too many others.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fault::{ExcelFault, Outcome};

/// The largest tag, or text between two tags, in bytes.
const LARGEST: usize = 8 << 20;
/// How deep elements may nest; a sheet needs eight levels.
const DEEPEST: u32 = 64;

const BROKEN: ExcelFault = ExcelFault::Damaged("one of its parts is not well-formed XML");

/// The XML of a part.
pub(super) struct Xml<R> {
    reader: Reader<Bounded<BufReader<R>>>,
    buffer: Vec<u8>,
    depth: u32,
}

impl<R: Read> Xml<R> {
    /// Reads `part`.
    pub(super) fn new(part: R) -> Self {
        let bounded = Bounded { inner: BufReader::with_capacity(1 << 16, part), left: LARGEST };
        Xml { reader: Reader::from_reader(bounded), buffer: Vec::new(), depth: 0 }
    }

    /// The next tag or text; none at the end.
    pub(super) fn next(&mut self) -> Outcome<Option<Event<'_>>> {
        self.buffer.clear();
        self.reader.get_mut().left = LARGEST;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(failed)?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(_) => return Err(ExcelFault::Damaged("it declares entities")),
            Event::Eof if self.depth > 0 => return Err(BROKEN),
            Event::Eof => return Ok(None),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
        if self.depth > DEEPEST {
            return Err(ExcelFault::Damaged("its elements nest too deeply"));
        }
        Ok(Some(event))
    }

    /// Reads what is left, so that all of it was held against its check sum.
    pub(super) fn drain(&mut self) -> Outcome<()> {
        let source = &mut self.reader.get_mut().inner;
        loop {
            let read = source.fill_buf()?.len();
            if read == 0 {
                return Ok(());
            }
            source.consume(read);
        }
    }
}

fn failed(error: quick_xml::Error) -> ExcelFault {
    let quick_xml::Error::Io(error) = error else { return BROKEN };
    let kind = error.kind();
    std::sync::Arc::try_unwrap(error).unwrap_or_else(|_| io::Error::from(kind)).into()
}

/// Gives no more than `left` bytes.
struct Bounded<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(crate::records::unpack::PackedFault::Total));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

/// Calls `each` with the local names and values of a tag's attributes.
pub(super) fn attributes(
    tag: &BytesStart<'_>,
    mut each: impl FnMut(&str, &str) -> Outcome<()>,
) -> Outcome<()> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| BROKEN)?;
        let value = unescape(&attribute.value).map_err(|_| BROKEN)?;
        each(attribute.key.local_name().as_ref(), &value)?;
    }
    Ok(())
}

/// The character that `&lt;` or `&#60;` stands for.
pub(super) fn referred(reference: &BytesRef<'_>) -> Outcome<char> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| BROKEN)? {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(BROKEN),
    }
}
