//! The form in which texts are compared: trimmed, NFC, one-to-one lower case without context (language.md, 4.1).
//!
//! `  Vice‑President ` and `vice‑president` are one text. The lower case of every character is one character (`İ` is
//! `i`, `Σ` is `σ` wherever it stands), so that `?` in a pattern counts the same in both cases.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The lower case of one character.
fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    if character == '\u{130}' {
        return 'i';
    }
    let mut letters = character.to_lowercase();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        (Some(_), Some(_)) | (None, _) => character,
    }
}

/// Writes NFC and lower case of `text` to the end of `out`; blanks at its ends stay.
pub fn fold_untrimmed(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        out.extend(text.chars().map(lower));
    } else {
        out.extend(text.nfc().map(lower));
    }
}

/// Writes the compared form of `text` to the end of `out`.
pub fn fold_into(text: &str, out: &mut String) {
    fold_untrimmed(text.trim(), out);
}

/// The compared form of `text`.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Writes the words of a compared text, one blank before and after each: ` vice president of sales `. A word is an
/// unbroken run of letters and digits. One run of words is in another when its text is.
pub(crate) fn words_into(folded: &str, out: &mut String) {
    out.clear();
    out.push(' ');
    let mut inside = false;
    for character in folded.chars() {
        if character.is_alphanumeric() {
            out.push(character);
            inside = true;
        } else if inside {
            out.push(' ');
            inside = false;
        }
    }
    if inside {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, words_into};

    #[test]
    fn texts_are_trimmed_composed_and_lowered_one_to_one() {
        assert_eq!(folded("\u{a0} ISTANBUL\u{3000}"), "istanbul");
        assert_eq!(folded("\u{130}X"), "ix");
        assert_eq!(folded("ΟΔΟΣ"), "οδοσ");
        assert_eq!(folded("E\u{301}TE\u{301}"), "été");
        assert_eq!(folded("STRASSE"), "strasse");
        assert_eq!(folded("ẞ"), "ß");
        assert_eq!(folded("\u{212a}"), "k");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let mut words = String::new();
        words_into("vice-president, c++ (r&d) 2nd", &mut words);
        assert_eq!(words, " vice president c r d 2nd ");
        words_into("++", &mut words);
        assert_eq!(words, " ");
    }
}
