//! Text from definitions and records, made safe to show: nothing in it can move the cursor, turn the direction of
//! reading, forge a line, or hide. In a definition the same characters are refused, so that what you see is what runs:
//! control characters, line breaks that look like none, characters that turn the direction of writing, and those that a
//! screen leaves out (Unicode's `Default_Ignorable_Code_Point` and `Bidi_Control`).

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether a character is hidden. In a quoted text it is written with its number: `\u{200B}`.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' | ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => false,
        // Ignorable, though letters, marks or unassigned.
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2065}' => true,
        '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        // Of the format characters, these are seen.
        '\u{600}'..='\u{605}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8e2}'
        | '\u{110bd}'
        | '\u{110cd}' => false,
        _ => matches!(
            character.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        ),
    }
}

/// The text with every character that is not shown as it is written `\u{202e}`. Tabs become one blank.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            '\n' => shown.push_str("\\u{a}"),
            hidden if is_hidden(hidden) => shown.extend(hidden.escape_unicode()),
            seen => shown.push(seen),
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
