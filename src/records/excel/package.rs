//! The zip file that a workbook is: which parts it has, and where.
//!
//! Only the list of parts at the end is believed, and of it only what can be checked; sizes that it states are never
//! used to ask for memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use super::fault::{ExcelFault, Outcome};
use super::part::{Entry, Part};
use crate::records::limits::Limits;
use crate::records::unpack::Tally;

/// How many parts that matter a workbook may have.
const PARTS: usize = 10_000;
/// How long the name of a part may be, in bytes.
const NAME: usize = 255;
/// The record at the end of a zip file, and how long a remark behind it may be.
const END: usize = 22;
const REMARK: usize = 0xffff;
/// Of a size or place that does not fit into 32 bits, and stands elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;

const NO_LIST: ExcelFault = ExcelFault::Damaged("the list of its parts is not there");
const BROKEN_LIST: ExcelFault = ExcelFault::Damaged("the list of its parts is broken");

/// The parts of a workbook.
pub(super) struct Package {
    file: File,
    parts: HashMap<String, Entry>,
    limits: Limits,
}

impl Package {
    /// Finds the parts of a file.
    ///
    /// # Errors
    /// When it is no zip file, or a damaged one.
    pub(super) fn open(mut file: File, limits: Limits) -> Outcome<Self> {
        let mut head = Vec::with_capacity(8);
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(8).read_to_end(&mut head)?;
        if head.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(ExcelFault::OtherForm("an old Excel file, or one with a password,"));
        }
        if !head.starts_with(b"PK\x03\x04") {
            return Err(ExcelFault::OtherForm(if head.is_empty() {
                "an empty file"
            } else {
                "something else"
            }));
        }
        let (at, length) = list_of_parts(&mut file)?;
        file.seek(SeekFrom::Start(at))?;
        let parts = read_list(&mut BufReader::new((&mut file).take(length)))?;
        Ok(Package { file, parts, limits })
    }

    /// Whether there is such a part; capitals do not matter.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// A part, to be read before the next one.
    ///
    /// # Errors
    /// When it is not there, or can't be read.
    pub(super) fn part(&mut self, name: &str) -> Outcome<Part<&mut File>> {
        let entry = self.go_to(name)?;
        Ok(Part::new(&mut self.file, entry, Tally::new(self.limits)))
    }

    /// The last part that is read.
    ///
    /// # Errors
    /// As of [`part`](Self::part).
    pub(super) fn into_part(mut self, name: &str) -> Outcome<Part<File>> {
        let entry = self.go_to(name)?;
        Ok(Part::new(self.file, entry, Tally::new(self.limits)))
    }

    /// Goes to the first packed byte of a part.
    fn go_to(&mut self, name: &str) -> Outcome<Entry> {
        let Some(entry) = self.parts.get(name).copied() else {
            return Err(ExcelFault::Damaged("a part that it names is not there"));
        };
        if entry.encrypted {
            return Err(ExcelFault::OtherForm("a zip file with a password"));
        }
        if !matches!(entry.method, 0 | 8) {
            return Err(ExcelFault::Damaged("a part is packed in a way that workbooks do not use"));
        }
        self.file.seek(SeekFrom::Start(entry.at))?;
        let mut head = [0; 30];
        self.file.read_exact(&mut head)?;
        if !head.starts_with(b"PK\x03\x04") {
            return Err(ExcelFault::Damaged("a part does not begin where the list says"));
        }
        let skipped =
            entry.at.saturating_add(30 + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28)));
        self.file.seek(SeekFrom::Start(skipped))?;
        Ok(entry)
    }
}

fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<N>()).copied().unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32::from_le_bytes(bytes_at(bytes, at)))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes_at(bytes, at))
}

/// Where the list of parts is, and how long.
fn list_of_parts(file: &mut File) -> Outcome<(u64, u64)> {
    let length = file.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub((END + REMARK + 20) as u64);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take((END + REMARK + 20) as u64).read_to_end(&mut tail)?;
    let end = memchr::memmem::rfind(&tail, b"PK\x05\x06").ok_or(NO_LIST)?;
    let record = tail.get(end..).unwrap_or_default();
    if record.len() < END {
        return Err(NO_LIST);
    }
    let (mut size, mut at) = (u32_at(record, 12), u32_at(record, 16));
    let locator = end.checked_sub(20).and_then(|at| tail.get(at..end));
    if let Some(locator) = locator.filter(|locator| locator.starts_with(b"PK\x06\x07")) {
        file.seek(SeekFrom::Start(u64_at(locator, 8)))?;
        let mut record = [0; 56];
        file.read_exact(&mut record)?;
        if !record.starts_with(b"PK\x06\x06") {
            return Err(BROKEN_LIST);
        }
        (size, at) = (u64_at(&record, 40), u64_at(&record, 48));
    }
    if at.checked_add(size).is_none_or(|list_end| list_end > length) {
        return Err(BROKEN_LIST);
    }
    Ok((at, size))
}

fn read_list(list: &mut impl Read) -> Outcome<HashMap<String, Entry>> {
    let mut parts = HashMap::new();
    let mut rest = Vec::new();
    loop {
        let mut head = Vec::with_capacity(46);
        list.by_ref().take(46).read_to_end(&mut head)?;
        if head.is_empty() {
            return Ok(parts);
        }
        if head.len() < 46 || !head.starts_with(b"PK\x01\x02") {
            return Err(BROKEN_LIST);
        }
        let (name, extra, remark) = (u16_at(&head, 28), u16_at(&head, 30), u16_at(&head, 32));
        let wanted = u64::from(name) + u64::from(extra) + u64::from(remark);
        rest.clear();
        list.by_ref().take(wanted).read_to_end(&mut rest)?;
        if (rest.len() as u64) < wanted {
            return Err(BROKEN_LIST);
        }
        let (name, rest) = rest.split_at_checked(usize::from(name)).unwrap_or_default();
        // Pictures and the like do not matter, whatever they are called.
        let Some(name) = part_name(name) else { continue };
        let mut entry = Entry {
            at: u32_at(&head, 42),
            packed: u32_at(&head, 20),
            unpacked: u32_at(&head, 24),
            check_sum: u32::from_le_bytes(bytes_at(&head, 16)),
            method: u16_at(&head, 10),
            encrypted: u16_at(&head, 8) & 1 == 1,
        };
        large_sizes(&mut entry, rest.get(..usize::from(extra)).unwrap_or_default())?;
        if parts.insert(name, entry).is_some() {
            return Err(ExcelFault::Damaged("two of its parts have the same name"));
        }
        if parts.len() > PARTS {
            return Err(ExcelFault::TooLarge("it has more than 10,000 parts"));
        }
    }
}

/// The name of a part that may matter, as parts are looked up: in small letters, without a slash in front.
fn part_name(bytes: &[u8]) -> Option<String> {
    if bytes.len() > NAME {
        return None;
    }
    let name = std::str::from_utf8(bytes).ok()?.to_lowercase().replace('\\', "/");
    let name = name.trim_start_matches('/');
    [".xml", ".rels", ".bin"].iter().any(|ending| name.ends_with(ending)).then(|| name.to_owned())
}

/// Puts in what did not fit into 32 bits, in the order in which it is left out.
fn large_sizes(entry: &mut Entry, mut extra: &[u8]) -> Outcome<()> {
    let large = [&mut entry.unpacked, &mut entry.packed, &mut entry.at];
    let mut missing: Vec<&mut u64> = large.into_iter().filter(|value| **value == ELSEWHERE).collect();
    while !missing.is_empty() {
        let length = usize::from(u16_at(extra, 2));
        let Some(field) = extra.get(4..4 + length) else { return Err(BROKEN_LIST) };
        if u16_at(extra, 0) == 1 {
            for (index, value) in missing.drain(..).enumerate() {
                if field.len() < 8 * (index + 1) {
                    return Err(BROKEN_LIST);
                }
                *value = u64_at(field, 8 * index);
            }
        }
        extra = extra.get(4 + length..).unwrap_or_default();
    }
    Ok(())
}
