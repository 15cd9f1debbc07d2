//! Lines of at most so many columns.

use unicode_width::UnicodeWidthStr;

/// The text in lines; a word that is longer than a line stands on one of its own. No lines for blank text.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split_whitespace() {
        let wide = word.width();
        if !line.is_empty() && taken + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            taken += 1;
        }
        line.push_str(word);
        taken += wide;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a unforgettable b", 5), ["a", "unforgettable", "b"]);
        assert_eq!(wrapped("日本 日本", 6), ["日本", "日本"]);
        assert!(wrapped("  ", 5).is_empty());
    }
}
