//! Paths in a definition: lexical checks, before anything is opened.
//!
//! A path is relative to the folder of the file that names it, and may not lead out of the main file's folder:
//! in `regions/emea.uld`, `include "teams.uld"` is `regions/teams.uld` and `include "../teams.uld"` is `teams.uld`.

/// Why a path is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathFault {
    /// It leads out of the main file's folder.
    Outside,
    /// It is absolute, or names a drive.
    Absolute,
    /// It is written with `\`.
    Backslash,
    /// A part is empty, a device's name, or otherwise none of a file.
    NotAName,
    /// A part begins with a point: settings and secrets are kept there, and a message might quote them.
    Hidden,
    /// It does not end as a file of its kind does: this ending.
    Ending(&'static str),
}

/// How the files of a definition end. Anything else in the folder, such as an export, is not read through it.
pub(super) const DEFINITION: &str = ".uld";
/// How the files of lists end.
pub(super) const LIST: &str = ".txt";

/// The names of Windows' devices, which are no files in any folder and with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The path from the main file's folder to what `written` names in a file of `folder` (itself such a path, empty for
/// the main file's folder), for a file that ends in `ending`.
pub(super) fn resolve(folder: &str, written: &str, ending: &'static str) -> Result<String, PathFault> {
    if written.contains('\\') {
        return Err(PathFault::Backslash);
    }
    if written.starts_with('/') || written.contains(':') || written.starts_with('~') {
        return Err(PathFault::Absolute);
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Err(PathFault::Outside);
                }
            }
            name if name.starts_with('.') => return Err(PathFault::Hidden),
            name if is_file_name(name) => parts.push(name),
            _ => return Err(PathFault::NotAName),
        }
    }
    if written.ends_with("/..") || written.ends_with("/.") || parts.is_empty() {
        return Err(PathFault::NotAName);
    }
    if !written.to_ascii_lowercase().ends_with(ending) {
        return Err(PathFault::Ending(ending));
    }
    Ok(parts.join("/"))
}

/// The folder of a path, empty for the main file's folder.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether this can be the name of a file or folder on every system.
fn is_file_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| {
            matches!(rest, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    !name.is_empty()
        && name.len() <= 255
        && !name.ends_with(['.', ' '])
        && !name.starts_with(' ')
        && !name
            .chars()
            .any(|letter| letter.is_control() || matches!(letter, '<' | '>' | '"' | '|' | '?' | '*'))
        && !DEVICES.contains(&stem.as_str())
        && !numbered("com")
        && !numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{DEFINITION, LIST, PathFault};

    fn resolve(folder: &str, written: &str) -> Result<String, PathFault> {
        let ending = if written.ends_with(".txt") { LIST } else { DEFINITION };
        super::resolve(folder, written, ending)
    }

    #[test]
    fn secrets_and_exports_are_not_read_through_a_definition() {
        for hidden in [".git/config.uld", ".env", "a/.secret.uld", "..."] {
            assert_eq!(resolve("", hidden), Err(PathFault::Hidden), "{hidden}");
        }
        assert_eq!(resolve("", "contacts.csv"), Err(PathFault::Ending(DEFINITION)));
        assert_eq!(resolve("", "id_rsa"), Err(PathFault::Ending(DEFINITION)));
    }

    #[test]
    fn paths_stay_below_the_main_folder() {
        assert_eq!(resolve("", "routing.uld"), Ok("routing.uld".to_owned()));
        assert_eq!(resolve("regions", "teams.uld"), Ok("regions/teams.uld".to_owned()));
        assert_eq!(resolve("regions", "../teams.uld"), Ok("teams.uld".to_owned()));
        assert_eq!(resolve("", "./lists/us.txt"), Ok("lists/us.txt".to_owned()));
        assert_eq!(resolve("", "../x.uld"), Err(PathFault::Outside));
        assert_eq!(resolve("a", "../../x.uld"), Err(PathFault::Outside));
        assert_eq!(resolve("", "/etc/passwd"), Err(PathFault::Absolute));
        assert_eq!(resolve("", "C:/x"), Err(PathFault::Absolute));
        assert_eq!(resolve("", "//server/share"), Err(PathFault::Absolute));
        assert_eq!(resolve("", "a\\b"), Err(PathFault::Backslash));
        for bad in
            ["", "a//b", "a/", "CON", "nul.txt", "COM1.uld", "lpt².x", "x.", "a\0b", ".", "a/..", "aux .txt"]
        {
            assert_eq!(resolve("", bad), Err(PathFault::NotAName), "{bad:?}");
        }
    }
}
