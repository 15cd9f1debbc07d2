//! How texts are compared (4.1, 4.8).

use unicode_normalization::UnicodeNormalization;

/// "compared trimmed, NFC, by one-to-one Unicode lower case without context"
pub fn fold(text: &str) -> String {
    lower(text.trim())
}

/// The same with the blanks at its ends kept, for texts that are looked for.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::new();
    for letter in text.nfc() {
        let mut lower = letter.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) => out.push(one),
            _ => out.push(letter),
        }
    }
    out
}

/// "a word is an unbroken run of letters and digits"
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// "`contains` compares words (…; `contains "vice president"` wants the two next to each other)"
pub fn contains_words(text: &str, wanted: &str) -> bool {
    let (words, wanted) = (words(text), words(wanted));
    if wanted.is_empty() {
        return false;
    }
    (0..words.len()).any(|start| words[start..].starts_with(&wanted))
}

/// "`matches` has `*` for any text and `?` for one character, over the whole value"
pub fn matches(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = fold(text).chars().collect();
    let pattern: Vec<char> = fold(pattern).chars().collect();
    fits(&text, &pattern)
}

fn fits(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skipped| fits(&text[skipped..], rest)),
        Some(('?', rest)) => !text.is_empty() && fits(&text[1..], rest),
        Some((letter, rest)) => text.first() == Some(letter) && fits(&text[1..], rest),
    }
}
