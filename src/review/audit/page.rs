//! The audit as a page: one file that fetches nothing, runs nothing, and prints well.

use std::fmt::Write;

use super::report::{Line, Report};
use crate::text::visible::visible;
use crate::wording::value::number_of;

/// What stands above the tables.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'h> {
    /// The definition's title; empty without one.
    pub title: &'h str,
    /// Its version.
    pub version: Option<u32>,
    /// The day it was judged by.
    pub as_of: jiff::civil::Date,
    /// What the records were read from.
    pub records: &'h str,
    /// How many there were.
    pub count: u64,
}

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:0}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
p,dl{margin:.25rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.4rem .6rem;border-bottom:1px solid #8886;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left;min-width:14rem}
thead th{font-weight:600}
.late{color:#b00020;font-weight:600}
@media (prefers-color-scheme:dark){.late{color:#ff8a80}}
details,.note{margin:.25rem 0 .25rem .6rem;overflow-wrap:anywhere}
.note{font-size:.9rem}
ul{margin:.25rem 0;padding-left:1.25rem}
@media print{body{max-width:none;padding:0}tr,li{break-inside:avoid}h2{break-after:avoid}}
";

/// The whole page.
pub fn page(report: &Report, heading: &Heading<'_>) -> String {
    let mut page = String::new();
    let title = match (heading.title, heading.version) {
        ("", _) => "Duties".to_owned(),
        (title, Some(version)) => format!("Duties: {title}, version {version}"),
        (title, None) => format!("Duties: {title}"),
    };
    let title = escaped(&title);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let records = if heading.count == 1 { "record" } else { "records" };
    let _ = writeln!(
        page,
        "<p>{} {records} of {}, as of {}</p>",
        number_of(heading.count),
        escaped(heading.records),
        heading.as_of
    );
    if report.groups.is_empty() && report.listed.is_empty() {
        page.push_str("<p>The definition states no duties.</p>\n");
    }
    for group in &report.groups {
        let _ = write!(
            page,
            "<h2>{}</h2>\n<div class=\"wide\">\n<table>\n<thead><tr><th scope=\"col\">duty</th>\
             <th scope=\"col\">met</th><th scope=\"col\">late</th><th scope=\"col\">due</th>\
             <th scope=\"col\">unknown</th><th scope=\"col\">kept</th></tr></thead>\n<tbody>\n",
            escaped(&group.who)
        );
        group.lines.iter().for_each(|line| counts(&mut page, line));
        page.push_str("</tbody>\n</table>\n</div>\n");
        group.lines.iter().for_each(|line| details(&mut page, line));
    }
    if !report.listed.is_empty() {
        page.push_str("<h2>Not measured</h2>\n<ul>\n");
        for listed in &report.listed {
            let _ = writeln!(page, "<li>{} ({})</li>", escaped(&listed.sentence), escaped(listed.why));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("<p class=\"note\">kept: met, of those that are met or late</p>\n</body>\n</html>\n");
    page
}

fn counts(page: &mut String, line: &Line) {
    let late = if line.late > 0 { " class=\"late\"" } else { "" };
    let _ = writeln!(
        page,
        "<tr><td>{}</td><td>{}</td><td{late}>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&line.sentence),
        number_of(line.met),
        number_of(line.late),
        number_of(line.due),
        number_of(line.unknown),
        line.kept_share()
    );
}

fn details(page: &mut String, line: &Line) {
    if line.late_contacts.is_empty() && line.reasons.is_empty() {
        return;
    }
    let _ = writeln!(page, "<details open>\n<summary>{}</summary>", escaped(&line.sentence));
    if !line.late_contacts.is_empty() {
        page.push_str("<p>Late:</p>\n<ul>\n");
        for (contact, until) in &line.late_contacts {
            let until = until.as_deref().map(|until| format!(", by {until}")).unwrap_or_default();
            let _ = writeln!(page, "<li>{}{}</li>", escaped(contact), escaped(&until));
        }
        page.push_str("</ul>\n");
        if let Some(otherwise) = &line.otherwise {
            let _ = writeln!(page, "<p>Agreed for these: {}</p>", escaped(otherwise));
        }
    }
    for reason in &line.reasons {
        let _ = writeln!(page, "<p>{} unknown: {}</p>", number_of(reason.count), escaped(&reason.sentence));
    }
    page.push_str("</details>\n");
}

/// Text of a page: nothing in it is markup, and nothing hides.
fn escaped(text: &str) -> String {
    let mut found = String::new();
    for character in visible(text).chars() {
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
