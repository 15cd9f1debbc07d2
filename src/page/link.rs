//! Links outwards: `http`, `https` and `mailto`, and nothing that reads as one of these to us and as another to a browser.

use std::fmt::Write;

use crate::text::visible::is_hidden;

/// The address as a page may carry it: without blanks, controls and hidden characters, which browsers pass over; what
/// could end the place where it stands is written with percent signs. None for every other scheme.
pub(super) fn outward(address: &str) -> Option<String> {
    let kept = |character: &char| !character.is_whitespace() && !is_hidden(*character);
    let bare: String = address.chars().filter(kept).collect();
    let (scheme, rest) = bare.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let after = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//")?,
        "mailto" => rest,
        _ => return None,
    };
    if after.is_empty() {
        return None;
    }
    let mut written = format!("{scheme}:");
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::outward;

    #[test]
    fn three_schemes_pass() {
        assert_eq!(
            outward("https://example.org/a?b=1&c=2#d").as_deref(),
            Some("https://example.org/a?b=1&c=2#d")
        );
        assert_eq!(outward(" HTTP://example.org/\u{200b}").as_deref(), Some("http://example.org/"));
        assert_eq!(outward("mailto:ann@example.org").as_deref(), Some("mailto:ann@example.org"));
        assert_eq!(
            outward("https://e.org/\"><b>(x)|é").as_deref(),
            Some("https://e.org/%22%3E%3Cb%3E%28x%29%7C%C3%A9")
        );
    }

    #[test]
    fn no_other_does() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript&colon;alert(1)",
            "javascript%3Aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org",
            "/a",
            "#a",
            "http:example.org",
            "https://",
            "ftp://example.org",
            "",
        ] {
            assert_eq!(outward(address), None, "{address}");
        }
    }
}
