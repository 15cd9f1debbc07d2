//! Why no key of a file is one of the contacts': what one key of each side tells.

/// What tells the keys of a file from those of the contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The file has `101.0` for `101`; `true` if it is the contacts that have it.
    PointZero(bool),
    /// One side has `00101`, the other `101`; `true` if it is the contacts that have the zeros.
    LeadingZeros(bool),
    /// A cell of the file holds several keys with this between them.
    Several(char),
    /// The file's keys have this in front of what the contacts have.
    Prefix(String),
    /// Keys of the same form, none of which is one of the contacts'.
    SameForm,
    /// Keys of another form.
    OtherForm,
}

/// What tells the keys apart.
pub fn mismatch(key: &str, contact: &str) -> Mismatch {
    let alike = |part: &str| match is_number(contact) {
        true => is_number(part),
        false => !is_number(part) && part.len() == contact.len(),
    };
    let point_zero =
        |one: &str, other: &str| one.strip_suffix(".0").is_some_and(is_number) && is_number(other);
    let zeros = |one: &str, other: &str| {
        is_number(one) && is_number(other) && one.starts_with('0') && !other.starts_with('0')
    };
    if point_zero(key, contact) || point_zero(contact, key) {
        return Mismatch::PointZero(point_zero(contact, key));
    }
    if zeros(key, contact) || zeros(contact, key) {
        return Mismatch::LeadingZeros(zeros(contact, key));
    }
    if let Some(mark) =
        [';', ',', '|'].into_iter().find(|mark| key.contains(*mark) && !contact.contains(*mark))
        && key.split(mark).all(|part| alike(part.trim()))
    {
        return Mismatch::Several(mark);
    }
    let rest = key.trim_start_matches(|character: char| !character.is_alphanumeric());
    if rest.len() < key.len() && is_number(rest) && is_number(contact) {
        return Mismatch::Prefix(key.strip_suffix(rest).unwrap_or_default().to_owned());
    }
    if is_number(key) && is_number(contact) { Mismatch::SameForm } else { Mismatch::OtherForm }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Mismatch, mismatch};

    #[test]
    fn one_key_of_each_side_tells_them_apart() {
        assert_eq!(mismatch("101.0", "102"), Mismatch::PointZero(false));
        assert_eq!(mismatch("101", "102.0"), Mismatch::PointZero(true));
        assert_eq!(mismatch("00101", "102"), Mismatch::LeadingZeros(false));
        assert_eq!(mismatch("101;102", "103"), Mismatch::Several(';'));
        assert_eq!(mismatch("#101", "103"), Mismatch::Prefix("#".to_owned()));
        assert_eq!(mismatch("201", "103"), Mismatch::SameForm);
        assert_eq!(mismatch("ann@example.com", "103"), Mismatch::OtherForm);
        assert_eq!(mismatch("Meier, Ann", "103"), Mismatch::OtherForm);
    }
}
