//! The texts that the cells of a workbook share, held within a limit.

use std::io::Read;

use quick_xml::events::Event;

use super::fault::{ExcelFault, Outcome};
use super::xml::{Xml, referred};

/// What the texts may need, in bytes, with 12 for the place of each.
const MEMORY: usize = 128 << 20;
const PLACE: usize = 12;
/// A page of texts.
const PAGE: usize = 1 << 20;

const TOO_MUCH: ExcelFault = ExcelFault::TooLarge("its different texts need more than 128 MiB");

/// Texts by number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Texts one after another; a page is never moved when another is begun.
    pages: Vec<String>,
    places: Vec<Spot>,
    used: usize,
}

#[derive(Clone, Copy, Debug)]
struct Spot {
    page: u32,
    start: u32,
    end: u32,
}

impl Texts {
    /// Reads the part that has them.
    pub(super) fn read(part: impl Read) -> Outcome<Self> {
        let mut texts = Texts::default();
        let mut xml = Xml::new(part);
        let (mut item, mut in_text, mut reading_aid) = (String::new(), false, 0_u32);
        let mut plain = String::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "si" => item.clear(),
                    "t" => in_text = reading_aid == 0,
                    "rPh" => reading_aid += 1,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "si" => {
                        plain.clear();
                        unmarked(&item, &mut plain);
                        texts.push(&plain)?;
                    }
                    "t" => in_text = false,
                    "rPh" => reading_aid = reading_aid.saturating_sub(1),
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push("")?,
                Event::Text(text) if in_text => item.push_str(&text),
                Event::CData(text) if in_text => item.push_str(&text),
                Event::GeneralRef(reference) if in_text => item.push(referred(&reference)?),
                Event::Empty(_)
                | Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::Eof => {}
            }
            if item.len() > MEMORY / 4 {
                return Err(TOO_MUCH);
            }
        }
        Ok(texts)
    }

    fn push(&mut self, text: &str) -> Outcome<()> {
        self.used += text.len() + PLACE;
        if self.used > MEMORY {
            return Err(TOO_MUCH);
        }
        let fits = |page: &String| page.len() + text.len() <= page.capacity();
        if !self.pages.last().is_some_and(fits) {
            self.pages.push(String::with_capacity(PAGE.max(text.len())));
        }
        let number = self.pages.len().saturating_sub(1) as u32;
        if let Some(page) = self.pages.last_mut() {
            let start = page.len() as u32;
            page.push_str(text);
            self.places.push(Spot { page: number, start, end: page.len() as u32 });
        }
        Ok(())
    }

    /// The text with this number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let place = self.places.get(number)?;
        self.pages.get(place.page as usize)?.get(place.start as usize..place.end as usize)
    }
}

/// Adds a text with `_x000D_` undone, which is how workbooks write characters that XML can't hold.
pub(super) fn unmarked(text: &str, plain: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"_x") {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        let digits = mark.get(2..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let character = digits
            .filter(|_| mark.get(6..7) == Some("_"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        let taken = match character {
            Some(character) => {
                plain.push(character);
                7
            }
            None => {
                plain.push_str("_x");
                2
            }
        };
        rest = mark.get(taken..).unwrap_or_default();
    }
    plain.push_str(rest);
}
