//! Fingerprints: a meaning, and a page's words, in sixteen digits each; and the line of a page that has them.

use std::fmt;

use sha2::{Digest, Sha256};

use super::item::{Item, items};
use super::renames::Renames;
use super::writer::Writer;
use crate::model::program::Program;

/// How the line of a page begins that has its fingerprint.
pub const SENTENCE: &str = "Fingerprint of the meaning:";
/// What stands before the second one.
pub const WORDS: &str = "of the words:";
/// What stands before the version, if the definition has one.
pub const VERSION: &str = "of version";
/// The largest page that is looked through, in bytes.
pub const MOST_PAGE_BYTES: u64 = 64 << 20;

/// The first 64 bits of a SHA-256: `3f2a-91c0-4d1e-77b0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digits(u64);

impl Digits {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for text in texts {
            // The length in front: no two lists of texts run together into one.
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        Digits(hash.finalize().iter().take(8).fold(0, |digits, byte| digits << 8 | u64::from(*byte)))
    }

    /// Reads `3f2a-91c0-4d1e-77b0` at the start of a text.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim_start().get(..19)?;
        let mut digits = 0;
        for (index, letter) in text.chars().enumerate() {
            match (index % 5, letter.to_digit(16)) {
                (4, _) if letter == '-' => {}
                (0..=3, Some(digit)) => digits = digits << 4 | u64::from(digit),
                (_, Some(_) | None) => return None,
            }
        }
        Some(Digits(digits))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = |shift: u32| self.0 >> shift & 0xffff;
        write!(formatter, "{:04x}-{:04x}-{:04x}-{:04x}", group(48), group(32), group(16), group(0))
    }
}

/// What a definition means, and what its page says, in a few digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of every thing's meaning; the order of things does not count.
    pub meaning: Digits,
    /// Of everything the page says: title, version, owners, reasons, prose, order and examples too.
    pub words: Digits,
    /// The version; it is one of the words.
    pub version: Option<u32>,
}

impl Fingerprint {
    /// `Fingerprint of the meaning: 3f2a-91c0-4d1e-77b0, of the words: 0c11-d0f3-9a5b-2e84, of version 3.`
    pub fn sentence(&self) -> String {
        let version = self.version.map(|version| format!(", {VERSION} {version}")).unwrap_or_default();
        format!("{SENTENCE} {}, {WORDS} {}{version}.", self.meaning, self.words)
    }
}

/// The fingerprint of a definition.
pub fn fingerprint(program: &Program) -> Fingerprint {
    let renames = Renames::default();
    fingerprint_of(program, &items(program, &renames))
}

/// The fingerprint of a definition whose items are known.
pub fn fingerprint_of(program: &Program, items: &[Item]) -> Fingerprint {
    let mut meanings: Vec<(String, &str)> =
        items.iter().map(|item| (format!("{:?} {}", item.kind, item.key), item.meaning.as_str())).collect();
    meanings.sort_unstable();
    let page = Writer { program, renames: &Renames::default(), words: true }.page();
    let words =
        items.iter().flat_map(|item| [item.name.as_str(), item.words.as_str()]).chain([page.as_str()]);
    Fingerprint {
        meaning: Digits::of(meanings.iter().flat_map(|(key, text)| [key.as_str(), text])),
        words: Digits::of(words),
        version: program.header.version,
    }
}

/// The fingerprint that a page carries, whatever form it has: tags, emphasis and line ends inside the sentence do not
/// count. The last one, since the line stands at the page's end and prose before it may say anything.
pub fn find_fingerprint(page: &str) -> Option<Fingerprint> {
    let plain = plain(page);
    let at = plain.rfind(SENTENCE)?;
    let rest = plain.get(at + SENTENCE.len()..)?;
    let meaning = Digits::read(rest)?;
    let rest = rest.trim_start().get(19..)?.trim_start_matches(',').trim_start().strip_prefix(WORDS)?;
    let words = Digits::read(rest)?;
    let rest = rest.trim_start().get(19..)?.trim_start_matches(',').trim_start();
    let version = rest.strip_prefix(VERSION).map(str::trim_start);
    let version = version.and_then(|text| {
        let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        text.get(..end)?.parse().ok()
    });
    Some(Fingerprint { meaning, words, version })
}

/// A page without tags, marks of emphasis and backslashes, each run of blanks as one.
fn plain(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut letters = page.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            // A `<` that opens no tag is text; a tag of ours is short.
            '<' => {
                let rest = page.get(at + 1..).unwrap_or("");
                let opens = rest.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
                let end = rest.bytes().take(200).position(|byte| byte == b'>').filter(|_| opens);
                if let Some(end) = end {
                    let tag = rest.get(..end).map_or(0, |tag| tag.chars().count());
                    letters.nth(tag);
                }
            }
            '`' | '*' | '_' | '\\' => {}
            letter if letter.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    out
}
