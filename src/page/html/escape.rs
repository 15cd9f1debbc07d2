//! Text inside HTML, between tags as inside the quotes of an attribute.

/// The text with everything that could be markup written as an entity. Hidden characters are the caller's affair.
pub(crate) fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\'' => found.push_str("&#39;"),
            other => found.push(other),
        }
    }
    found
}
