//! How names are compared, and when they need brackets.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The form in which names are compared: NFC, then lower case. `ICP` and `icp` are one name.
pub fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Words that no name can be without brackets.
const RESERVED: &str = "after all and any assume at because before between contains does ends exactly first fits if is \
    known latest less matches missing more no none not of on or otherwise starts unknown when where within yes";

/// Words that mean something in some places: a name like one of these keeps the brackets that its author gave it.
const KEYWORDS: &str = "ago agreed also as aside ask asking bands both by closed column criterion currency date dated day \
    days decided definition domain duration each email entered events every example examples expect field file fit for \
    formerly from future gate given holidays hour hours identified in include last leave lifecycle list lookup losing \
    marketing matched may minus minute minutes money month months move moved_to must never next number one open order other \
    owner past per percent plural point points profile range rate recorded recycle required respond rest review route \
    sales score separated shown since skip some source stage stay team text texts the time to unless value version week \
    weeks whole working written year years zone";

/// Whether a name cannot be written bare.
pub fn needs_brackets(name: &str) -> bool {
    let letter = |char: char| char.general_category_group() == GeneralCategoryGroup::Letter;
    let starts = name.chars().next().is_some_and(letter);
    let goes_on = name.chars().all(|char| letter(char) || char.is_ascii_digit() || char == '_');
    !(starts && goes_on) || is_one_of(name, RESERVED)
}

/// Whether a name is a word of the language, so that brackets may matter.
pub fn is_keyword(name: &str) -> bool {
    is_one_of(name, KEYWORDS)
}

fn is_one_of(name: &str, words: &str) -> bool {
    words.split_whitespace().any(|word| name.eq_ignore_ascii_case(word))
}
