//! `uld help`: commands, and the page of each message.

mod pages;

use clap::CommandFactory;

use super::cli::{Cli, HelpArguments};
use super::exit::Exit;
use super::terminal::{answer, say};
use crate::check::packs::{pack, pack_names};

pub use pages::PAGES;

/// Prints help on a command, or the page of a code.
pub fn run(arguments: &HelpArguments) -> Exit {
    let mut command = Cli::command();
    let Some(what) = &arguments.what else {
        return printed(&command.render_long_help().to_string());
    };
    if what.eq_ignore_ascii_case("codes") {
        let list: String =
            PAGES.iter().map(|(code, page)| format!("{code}  {}\n", title(code, page))).collect();
        return printed(&list);
    }
    if let Some((_, page)) = PAGES.iter().find(|(code, _)| code.eq_ignore_ascii_case(what)) {
        return printed(page);
    }
    if let Some(text) = what.strip_prefix("uld:").and_then(pack) {
        return printed(text);
    }
    if what.eq_ignore_ascii_case("packs") {
        let list: String = pack_names().map(|name| format!("uld:{name}\n")).collect();
        return printed(&list);
    }
    command.build();
    if let Some(found) = command.find_subcommand_mut(what) {
        return printed(&found.render_long_help().to_string());
    }
    let commands = command.get_subcommands().map(|found| found.get_name().to_owned());
    let names = commands.chain(PAGES.iter().map(|(code, _)| (*code).to_owned()));
    let wanted = what.to_lowercase();
    let likely = |name: &String| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &wanted);
    // Codes are all alike, and another one says nothing of this one.
    let is_code = wanted
        .strip_prefix(['s', 'c', 'd', 'r', 'w'])
        .is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()));
    let nearest = names
        .filter(|name| !is_code && likely(name) >= 0.6)
        .max_by(|one, other| likely(one).total_cmp(&likely(other)));
    let hint = match nearest {
        Some(name) => format!("; did you mean `uld help {name}`?"),
        None => "; `uld help` lists the commands, and `uld help codes` the codes".to_owned(),
    };
    say(&format!(
        "There is no command and no message code `{}`{hint}\n",
        crate::text::visible::visible(what)
    ));
    Exit::Usage
}

/// The page's title: its first line without the code.
fn title<'a>(code: &str, page: &'a str) -> &'a str {
    let line = page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    line.strip_prefix(code).unwrap_or(line).trim_start_matches([':', ' '])
}

fn printed(text: &str) -> Exit {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    answer(&format!("{text}{end}"))
}
