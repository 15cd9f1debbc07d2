//! Cells that a spreadsheet would run as formulas.

/// Whether a cell needs a leading `'` to stay text: after blanks, a byte-order mark or quotes it begins with `=`, `+`,
/// `-`, `@`, one of their full-width forms, a tab or a return, and it is not a number.
pub fn is_formula(cell: &str) -> bool {
    // Nearly every cell begins with a letter or digit.
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    for letter in cell.chars() {
        match letter {
            '\t' | '\r' => return true,
            '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' => {
                return !is_number(cell);
            }
            '"' | '\'' | '\u{feff}' => {}
            blank if blank.is_whitespace() => {}
            _ => return false,
        }
    }
    false
}

/// A number as exports write it: `-5`, `+1,234.50`, `-.5`, `-1e-3`, `-12.5%`.
fn is_number(cell: &str) -> bool {
    let text = cell.trim();
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let text = text.strip_suffix('%').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if exponent.is_some_and(|exponent| !digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))) {
        return false;
    }
    let mantissa_ok = mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    mantissa_ok && mantissa.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_formula;

    #[test]
    fn formulas_are_found_behind_blanks_quotes_and_marks() {
        for cell in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\tx",
            " =1",
            "\u{feff}=1",
            "\"=1",
            "'=1",
            "\u{ff1d}1",
            "\u{ff0b}1+x",
            "\u{ff0d}x",
            "\u{ff20}x",
            "\u{a0}@x",
            "-",
            "+49 30 123456",
            "-2+3",
            "--1",
            "=",
            "-e5",
            "+.",
            "-1e",
            "\n=1",
        ] {
            assert!(is_formula(cell), "{cell:?}");
        }
    }

    #[test]
    fn numbers_and_plain_texts_are_unharmed() {
        for cell in [
            "",
            "-5",
            "+1,234.50",
            "-.5",
            "-1e-3",
            "-12.5%",
            " -5 ",
            "a=b",
            "1-2",
            "x@example.com",
            "\"quoted\"",
            "(=1)",
            "ü",
            "–5",
            "'",
            " ",
        ] {
            assert!(!is_formula(cell), "{cell:?}");
        }
    }
}
