//! Keys: what identifies a record, and how two are compared.

/// The form in which a key is compared: trimmed; an 18-character Salesforce id with the right check letters is its
/// 15-character form, `003D000001aBcDeIAK` is `003D000001aBcDe`.
pub fn compared_key(text: &str) -> &str {
    let key = text.trim();
    match key.split_at_checked(15) {
        Some((id, letters)) if letters.len() == 3 && has_check_letters(id, letters) => id,
        Some(_) | None => key,
    }
}

/// Whether these are the three check letters of a 15-character id: each says which of five characters are capitals.
fn has_check_letters(id: &str, letters: &str) -> bool {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let letter = |five: &[u8]| {
        let capitals = five
            .iter()
            .enumerate()
            .fold(0, |sum, (place, byte)| sum | usize::from(byte.is_ascii_uppercase()) << place);
        LETTERS.get(capitals).copied()
    };
    id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.as_bytes().chunks(5).map(letter).eq(letters.bytes().map(Some))
}

#[cfg(test)]
mod tests {
    use super::compared_key;

    #[test]
    fn a_long_id_is_its_short_form_if_its_letters_are_right() {
        assert_eq!(compared_key(" 0013000000Gu4azAAB "), "0013000000Gu4az");
        assert_eq!(compared_key("0013000000Gu4azAAC"), "0013000000Gu4azAAC");
        assert_eq!(compared_key("0013000000Gu4az"), "0013000000Gu4az");
        assert_eq!(compared_key("änderung-der-dinge"), "änderung-der-dinge");
    }
}
