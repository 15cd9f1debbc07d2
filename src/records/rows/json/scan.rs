//! Where the values of a JSON record end, and whether they are JSON at all.
//!
//! Every value is checked to the last byte, whether anybody reads it or not: what passes here is what serde_json takes
//! for JSON, and lists and objects are left to it.

use serde_json::value::RawValue;

use crate::records::block::{Block, SIZE, digits};

/// A value of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// Where it is in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    /// A number, true or false.
    Bare,
    /// A string whose text is what stands between its quotes.
    Plain,
    /// A string with an escape in it.
    Escaped,
    /// A list or an object.
    Nested,
}

/// The value that begins at `at`, blanks before it left aside; lists and objects nest no deeper than `depth`.
#[inline(always)]
pub(super) fn value(text: &str, at: usize, depth: u32) -> Option<Value> {
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b'"' => {
            let (end, escaped) = string(bytes, at + 1)?;
            Some(Value { start: at, end, kind: if escaped { Kind::Escaped } else { Kind::Plain } })
        }
        b'-' | b'0'..=b'9' => Some(Value { start: at, end: number(bytes, at)?, kind: Kind::Bare }),
        b'n' => word(bytes, at, b"null", Kind::Null),
        b't' => word(bytes, at, b"true", Kind::Bare),
        b'f' => word(bytes, at, b"false", Kind::Bare),
        _ => rare(text, at, depth),
    }
}

/// Values before which there are blanks, lists and objects.
#[inline(never)]
fn rare(text: &str, at: usize, depth: u32) -> Option<Value> {
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b' ' | b'\t' | b'\n' | b'\r' => {
            let at = after_blanks(bytes, at);
            if bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
                return None;
            }
            value(text, at, depth)
        }
        b'[' | b'{' => {
            let rest = text.get(at..)?;
            let json: &RawValue = serde_json::Deserializer::from_str(rest).into_iter().next()?.ok()?;
            let end = at + json.get().len();
            nests_within(json.get(), depth).then_some(Value { start: at, end, kind: Kind::Nested })
        }
        _ => None,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Where something else than blanks stands from `at` on.
pub(super) fn after_blanks(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_blank(**byte));
    at + blanks.count()
}

#[inline(always)]
fn word(bytes: &[u8], at: usize, word: &[u8], kind: Kind) -> Option<Value> {
    let is_there = bytes.get(at..).unwrap_or_default().starts_with(word);
    is_there.then(|| Value { start: at, end: at + word.len(), kind })
}

/// Where the string ends whose opening quote is before `at`, behind its closing quote; and whether it has an escape.
#[inline(always)]
pub(super) fn string(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    loop {
        let Some(offset) = Block::at(bytes, at).special() else {
            at += SIZE;
            continue;
        };
        at += offset;
        match bytes.get(at)? {
            b'"' => return Some((at + 1, escaped)),
            b'\\' => {
                escaped = true;
                at = escape(bytes, at + 1)?;
            }
            _ => return None,
        }
    }
}

/// Where the escape ends whose backslash is before `at`.
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 1),
        b'u' => {
            let digits = bytes.get(at + 1..at + 5)?;
            digits.iter().all(u8::is_ascii_hexdigit).then_some(at + 5)
        }
        _ => None,
    }
}

/// Where the number ends that begins at `at`.
#[inline(always)]
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let first = if bytes.get(at) == Some(&b'-') { at + 1 } else { at };
    let whole = digits(bytes, first);
    if whole == 0 || whole > 1 && bytes.get(first) == Some(&b'0') {
        return None;
    }
    let end = first + whole;
    match bytes.get(end) {
        Some(b'.' | b'e' | b'E') => fraction(bytes, end),
        Some(_) | None => Some(end),
    }
}

/// Where the number ends whose fraction or exponent is at `at`.
fn fraction(bytes: &[u8], mut at: usize) -> Option<usize> {
    if bytes.get(at) == Some(&b'.') {
        let places = digits(bytes, at + 1);
        if places == 0 {
            return None;
        }
        at += 1 + places;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += if matches!(bytes.get(at + 1), Some(b'+' | b'-')) { 2 } else { 1 };
        let places = digits(bytes, at);
        if places == 0 {
            return None;
        }
        at += places;
    }
    Some(at)
}

/// Whether a JSON text nests no deeper than `depth`.
fn nests_within(text: &str, depth: u32) -> bool {
    let (mut open, mut in_string, mut escaped) = (0_u32, false, false);
    // Most values have fewer brackets than that.
    if memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count() <= depth as usize {
        return true;
    }
    for byte in text.bytes() {
        if in_string {
            if escaped {
                escaped = false;
            } else {
                escaped = byte == b'\\';
                in_string = byte != b'"';
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                open += 1;
                if open > depth {
                    return false;
                }
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    true
}
