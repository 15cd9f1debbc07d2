//! Text inside Markdown. Only what could begin markup where it stands gets a backslash, so that sentences stay readable;
//! what counts as markup is CommonMark, GitHub's additions, and the common extensions of other renderers.

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Nothing stands before it on its line.
    pub opens_line: bool,
    /// It is (part of) a heading, where `#` at the end would vanish.
    pub heading: bool,
    /// It is in a table.
    pub cell: bool,
    /// It is followed by a stretch of code.
    pub before_code: bool,
}

/// The text with backslashes.
pub(super) fn escaped(text: &str, around: Around) -> String {
    let text = if around.opens_line { text.trim_start() } else { text };
    let letters: Vec<char> = text.chars().collect();
    let numbered = if around.opens_line { number_end(&letters) } else { None };
    let mut found = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let seen = Seen {
            before: at.checked_sub(1).and_then(|before| letters.get(before)).copied(),
            after: letters.get(at + 1).copied(),
            opens_line: at == 0 && around.opens_line,
        };
        let markup = Some(at) == numbered
            || match letter {
                ':' => seen.colon(letters.get(at + 1..).unwrap_or_default()),
                '#' => seen.opens_line || around.heading,
                '.' => ends_www(letters.get(..at).unwrap_or_default()),
                other => seen.is_markup(other),
            };
        match letter {
            '`' if seen.after.is_none() && around.before_code => found.push_str("&#96;"),
            // The attributes of a heading, which begin with a brace that may have a backslash.
            '}' if seen.after.is_none() && around.heading => found.push_str("&#125;"),
            // A table takes the backslashes away before anybody else reads what is left.
            '|' if around.cell && seen.beside('|') => found.push_str("&#124;"),
            _ if markup => found.extend(['\\', letter]),
            _ => found.push(letter),
        }
    }
    found
}

/// A character's neighbours.
struct Seen {
    before: Option<char>,
    after: Option<char>,
    opens_line: bool,
}

impl Seen {
    fn beside(&self, other: char) -> bool {
        self.before == Some(other) || self.after == Some(other)
    }

    fn is_markup(&self, letter: char) -> bool {
        let ends = self.after.is_none_or(char::is_whitespace);
        match letter {
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' | '^' | '{' => true,
            '_' => {
                !(self.before.is_some_and(char::is_alphanumeric)
                    && self.after.is_some_and(char::is_alphanumeric))
            }
            '<' => !self.after.is_some_and(char::is_whitespace),
            '&' => self.after.is_none_or(|after| after == '#' || after.is_alphanumeric()),
            '!' => self.after == Some('['),
            '>' => self.opens_line || self.beside('>'),
            '%' => self.beside('%'),
            '-' => self.opens_line && (ends || matches!(self.after, Some('-' | '#' | ':'))),
            '+' => (self.opens_line && ends) || self.beside('+'),
            '=' => (self.opens_line && ends) || self.beside('='),
            _ => false,
        }
    }

    /// `http://`, `mailto:a`, `:smile:`, `::: warning`, and a definition's `: ` at the start of a line.
    fn colon(&self, rest: &[char]) -> bool {
        let Some(after) = self.after else { return self.opens_line || self.before == Some(':') };
        if self.opens_line || self.before == Some(':') || matches!(after, ':' | '/') {
            return true;
        }
        if after.is_whitespace() {
            return false;
        }
        let short =
            rest.iter().take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '+' | '-'));
        let short = short.count();
        !after.is_ascii_digit() || rest.get(short) == Some(&':')
    }
}

/// Where the mark of a numbered item would end: at `.` in `1. `.
fn number_end(letters: &[char]) -> Option<usize> {
    let digits = letters.iter().take_while(|letter| letter.is_ascii_digit()).count();
    let mark = letters.get(digits).is_some_and(|letter| matches!(letter, '.' | ')'));
    let ends = letters.get(digits + 1).is_none_or(|after| after.is_whitespace());
    (digits > 0 && mark && ends).then_some(digits)
}

fn ends_www(before: &[char]) -> bool {
    let three: Vec<&char> = before.iter().rev().take(3).collect();
    three.len() == 3 && three.iter().all(|letter| letter.eq_ignore_ascii_case(&'w'))
}

/// The text cut where an e-mail address begins and ends; whether each part is one. No backslash keeps GitHub from making a
/// link of an address, so an address is set as code.
pub(super) fn addresses(text: &str) -> Vec<(&str, bool)> {
    let inside =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '+' | '-' | '_' | '@');
    let mut parts: Vec<(&str, bool)> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        let start = before.rfind(|letter| !inside(letter)).map_or(0, |end| {
            end + before.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let end = at + after.find(|letter| !inside(letter)).unwrap_or(after.len());
        let (Some(plain), Some(address), Some(behind)) =
            (rest.get(..start), rest.get(start..end), rest.get(end..))
        else {
            break;
        };
        let is_address = start < at && end > at + 1;
        parts.extend([(plain, false), (address, is_address)]);
        rest = behind;
    }
    parts.push((rest, false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found() {
        let found = addresses("é <ann.b+c@example.org>, @sales, a@ and x@y@z");
        let found: Vec<&str> = found.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect();
        assert_eq!(found, ["ann.b+c@example.org", "x@y@z"]);
    }

    #[test]
    fn sentences_stay_as_they_are() {
        for text in [
            "A lead (here) is \"ready\", isn't it? Yes - at 10:30, or half-way.",
            "decision_maker is yes; Sales & Marketing; a < b > c; 50% off!",
            "score >= 10 and x = y + z, #3, 2026-01-14.",
            "1.5 days; term: value",
        ] {
            assert_eq!(escaped(text, Around { opens_line: true, ..Around::default() }), text);
        }
    }

    #[test]
    fn what_begins_a_line_is_held_back_only_there() {
        let opens = Around { opens_line: true, ..Around::default() };
        for (text, expected) in [
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("---", "\\---"),
            ("-:", "\\-:"),
            ("-5 points", "-5 points"),
            ("+ x", "\\+ x"),
            ("> x", "\\> x"),
            ("12. x", "12\\. x"),
            ("12) x", "12\\) x"),
            ("   x", "x"),
            (": x", "\\: x"),
            ("=", "\\="),
        ] {
            assert_eq!(escaped(text, opens), expected);
        }
        assert_eq!(escaped("- x 1. # >", Around::default()), "- x 1. # >");
        assert_eq!(escaped("C#", Around { heading: true, ..Around::default() }), "C\\#");
    }

    #[test]
    fn links_nobody_wrote_are_held_back() {
        for (text, expected) in [
            ("http://a.b", "http\\://a.b"),
            ("WWW.a.b", "WWW\\.a.b"),
            (":smile:", "\\:smile:"),
            ("10:30:15", "10\\:30:15"),
            ("__a__", "\\_\\_a\\_\\_"),
            ("&amp; & x", "\\&amp; & x"),
        ] {
            assert_eq!(escaped(text, Around { opens_line: true, ..Around::default() }), expected);
        }
    }
}
