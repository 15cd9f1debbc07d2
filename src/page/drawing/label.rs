//! Labels of a drawing: how wide they are about, and where their lines break.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::page::html::escape::escaped;

/// The size of a label, and of words on an arrow, in units of the drawing.
pub(super) const LABEL: Size = Size { letters: 14.0, line: 18 };
/// The size of words on an arrow.
pub(super) const SMALL: Size = Size { letters: 13.5, line: 17 };

/// How large letters are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    letters: f64,
    /// How far the next line lies below.
    pub line: u32,
}

/// About how wide a text is; rather too wide than too narrow, whatever font there is.
pub(super) fn width(text: &str, size: Size) -> f64 {
    text.chars().map(|character| letter(character, size)).sum()
}

fn letter(character: char, size: Size) -> f64 {
    let share = match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | 'I' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' | '&' => 0.74,
        '0'..='9' => 0.66,
        other => match other.width() {
            Some(0) | None => 0.0,
            Some(1) => 0.61,
            Some(_) => 1.05,
        },
    };
    share * size.letters
}

/// Cuts a text into lines that fit: between words, behind a hyphen, and inside a word that is too long for a line. Every line but the
/// last ends with the blank that was there.
pub(super) fn wrapped(text: &str, room: f64, size: Size) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0.0;
    for word in text.split_whitespace() {
        // A compound breaks behind its hyphen.
        for (index, part) in word.split_inclusive(['-', '/']).enumerate() {
            let wide = width(part, size);
            if index == 0 && !line.is_empty() {
                line.push(' ');
                taken += letter(' ', size);
            }
            if !line.is_empty() && taken + wide > room {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            if taken + wide <= room {
                line.push_str(part);
                taken += wide;
                continue;
            }
            for character in part.chars() {
                let wide = letter(character, size);
                if taken + wide > room && !line.is_empty() && wide > 0.0 {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(character);
                taken += wide;
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// Its left edge or its middle.
    pub x: f64,
    /// The upper edge of its first line.
    pub top: f64,
    /// Whether `x` is the middle.
    pub centred: bool,
}

/// Writes the lines of a label.
pub(super) fn write(body: &mut String, lines: &[String], at: At, size: Size) {
    let anchor = if at.centred { " text-anchor=\"middle\"" } else { "" };
    let class = if size.line == SMALL.line { " class=\"small\"" } else { "" };
    let first = at.top + f64::from(size.line) * 0.76;
    let _ = write!(body, "<text y=\"{first:.1}\"{anchor}{class}>");
    for (number, line) in lines.iter().enumerate() {
        let down = if number == 0 { 0 } else { size.line };
        let _ = write!(body, "<tspan x=\"{:.1}\" dy=\"{down}\">{}</tspan>", at.x, escaped(line));
    }
    body.push_str("</text>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_lost_and_every_line_fits() {
        let long = "x".repeat(255);
        for text in ["Marketing qualified lead", long.as_str(), "日本語のとても長いラベル", "", "a\u{301}b"]
        {
            let lines = wrapped(text, 80.0, LABEL);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(width(line.trim_end(), LABEL) <= 80.0, "{line}");
            }
        }
        assert_eq!(wrapped("sales  lead", 50.0, LABEL), ["sales ", "lead"]);
        assert_eq!(wrapped("ab", 0.0, LABEL), ["a", "b"]);
        assert_eq!(wrapped("Marketing-qualified lead", 130.0, LABEL), ["Marketing-", "qualified lead"]);
    }
}
