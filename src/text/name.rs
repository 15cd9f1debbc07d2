//! How names are compared.

use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: NFC, then lower case. `ICP` and `icp` are one name.
pub fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}
