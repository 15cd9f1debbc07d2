//! Text from definitions and records, made safe to show: nothing in it can move the cursor, turn the direction of
//! reading, forge a line, or hide.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether a character is shown as it is. Controls, line separators, direction marks and other invisible format
/// characters are not.
pub fn is_visible(character: char) -> bool {
    // Nearly every character; the category of the others takes a search.
    if matches!(character, ' '..='~') {
        return true;
    }
    let hidden = matches!(
        character.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
    );
    !hidden && !is_hidden_filler(character)
}

/// Letters and marks that draw nothing.
fn is_hidden_filler(character: char) -> bool {
    matches!(
        character,
        '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// The text with every character that is not shown as it is written `\u{202e}`. Tabs become one blank.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' {
            shown.push(' ');
        } else if is_visible(character) {
            shown.push(character);
        } else {
            shown.extend(character.escape_unicode());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hides_nothing_and_moves_nothing() {
        assert_eq!(
            visible("Zoë \u{1b}[31m\u{202e}x\u{200b}\u{2028}"),
            "Zoë \\u{1b}[31m\\u{202e}x\\u{200b}\\u{2028}"
        );
        assert_eq!(visible("a\tb"), "a b");
    }
}
