//! What people mean who use a command in a way that it does not have: said in place of the parser's own message, which
//! would send them elsewhere.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is said for the wrong argument of a command.
struct Tip {
    command: &'static str,
    argument: &'static str,
    /// The value, where it is that which is wrong.
    value: Option<&'static str>,
    said: &'static str,
}

const TIPS: &[Tip] = &[
    Tip { command: "audit", argument: "-o", value: None, said: PAGE },
    Tip { command: "audit", argument: "--output", value: None, said: PAGE },
    Tip { command: "audit", argument: "--format", value: Some("html"), said: PAGE },
    Tip { command: "diff", argument: "-o", value: None, said: CHANGES },
    Tip { command: "diff", argument: "--output", value: None, said: CHANGES },
    Tip {
        command: "check",
        argument: "--deny",
        value: None,
        said: "`uld check --base REV DEF` refuses what was not agreed; `uld diff --base REV DEF --deny looser,stricter` refuses more",
    },
    Tip {
        command: "eval",
        argument: "--html",
        value: None,
        said: "the verdicts go to a table: -o FILE.csv; it is `uld audit` that writes a page, with --html FILE",
    },
    Tip {
        command: "eval",
        argument: "--format",
        value: None,
        said: "the form of the verdicts is said with --output-format, that of the records with --input-format",
    },
];

const CHANGES: &str =
    "the changes go to standard output, as in `uld diff OLD NEW --format markdown > changes.md`";
const PAGE: &str =
    "the audit goes to the screen, and with --html FILE also to a page, such as --html audit.html";

/// What is said instead, if this mistake is known. `command` is the first argument.
pub fn tip(error: &clap::Error, command: &str) -> Option<String> {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(_) | None => None,
    };
    let argument = text(ContextKind::InvalidArg)?;
    // As in `--format <FORMAT>` and `--output=x`.
    let argument = argument.split([' ', '=']).next().unwrap_or_default();
    let value = if error.kind() == ErrorKind::InvalidValue {
        Some(text(ContextKind::InvalidValue)?)
    } else if error.kind() == ErrorKind::UnknownArgument {
        None
    } else {
        return None;
    };
    let known = TIPS.iter().find(|tip| {
        tip.command == command
            && tip.argument == argument
            && match (tip.value, value) {
                (None, None) => true,
                (Some(wanted), Some(value)) => value.eq_ignore_ascii_case(wanted),
                (None, Some(_)) | (Some(_), None) => false,
            }
    })?;
    let shown = value.map(|value| format!(" {value}")).unwrap_or_default();
    Some(format!("uld {command} has no {argument}{shown}: {}\n", known.said))
}
