//! The shape of a cell: what can be said of it without saying it.

/// Digits become `9`, letters `a` or `A`; signs stay: `31/04/2026` is `99/99/9999`. At most 24 characters.
pub fn shape(text: &str) -> String {
    const LONGEST: usize = 24;
    let mut shape = String::new();
    for (count, letter) in text.trim().chars().enumerate() {
        if count == LONGEST {
            shape.push('…');
            break;
        }
        shape.push(match letter {
            _ if letter.is_numeric() => '9',
            _ if letter.is_uppercase() => 'A',
            _ if letter.is_alphanumeric() => 'a',
            ' ' => ' ',
            _ if letter.is_ascii_graphic() => letter,
            _ => '?',
        });
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_shape_shows_no_letter_and_no_digit_of_the_cell() {
        assert_eq!(shape(" 31/04/2026 "), "99/99/9999");
        assert_eq!(shape("Zoë <z@x.com>"), "Aaa <a@a.aaa>");
        assert_eq!(shape("a\u{202e}b\n1"), "a?a?9");
        assert_eq!(shape(&"7".repeat(30)), format!("{}…", "9".repeat(24)));
    }
}
