//! Characters that are not seen, or that make a line look different from what it is.
//!
//! What you see is what runs: control characters, line breaks that look like none, characters that turn the direction
//! of writing, and those that a screen leaves out (Unicode's `Default_Ignorable_Code_Point` and `Bidi_Control`).

pub use crate::text::visible::is_hidden;

/// The byte offsets of the hidden characters of a text; a byte order mark at its start and a `\r` before `\n` are none.
pub(super) fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    text.char_indices().filter(move |(at, character)| {
        is_hidden(*character)
            && !(*at == 0 && *character == '\u{feff}')
            && !(*character == '\r' && bytes.get(at + 1) == Some(&b'\n'))
    })
}

/// Reads `\u{200B}` in a quoted text; any other backslash stands for itself.
pub(super) fn unescape(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        read.push_str(before);
        // No further than six digits: a text of many `\u{` without an end is read once, not once for each.
        let digits = after.bytes().take(7).position(|byte| byte == b'}');
        let escaped = digits.and_then(|length| after.split_at_checked(length)).and_then(|(digits, after)| {
            let number = u32::from_str_radix(digits, 16).ok()?;
            let character = char::from_u32(number).filter(|character| is_hidden(*character))?;
            Some((character, after.strip_prefix('}')?))
        });
        match escaped {
            Some((character, after)) => {
                read.push(character);
                rest = after;
            }
            None => {
                read.push_str("\\u{");
                rest = after;
            }
        }
    }
    read.push_str(rest);
    read
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, unescape};

    #[test]
    fn what_is_not_seen_is_hidden() {
        for character in
            "\u{200b}\u{202e}\u{61c}\u{feff}\u{ad}\u{2028}\u{85}\u{b}\u{c}\u{0}\u{7f}\u{fe0f}\r".chars()
        {
            assert!(is_hidden(character), "{character:?}");
        }
        for character in "a é ß\t\u{a0}ñ漢字ا\u{301}–“”…€😀\u{3000}".chars() {
            assert!(!is_hidden(character), "{character:?}");
        }
    }

    #[test]
    fn only_hidden_characters_are_written_with_their_number() {
        assert_eq!(
            unescape(r"Soft\u{200B}ware \u{41} C:\u{x} \u{"),
            "Soft\u{200b}ware \\u{41} C:\\u{x} \\u{"
        );
        for same in [r"\u{}", r"\u{000200b}", r"\u{200b", r"\u{\u{200b é}", "\\u{20é}"] {
            assert_eq!(unescape(same), same);
        }
        assert_eq!(unescape(r"\u{\u{200b}\u{00200b}"), "\\u{\u{200b}\u{200b}");
    }
}
