//! The audit as one JSON object.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::review::audit::page::Heading;
use crate::review::audit::report::Report;

#[derive(Serialize)]
struct JsonAudit<'a> {
    definition: &'a str,
    version: Option<u32>,
    as_of: String,
    records: u64,
    duties: Vec<Duty<'a>>,
    not_measured: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Duty<'a> {
    who: &'a str,
    duty: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<&'a str>,
    met: u64,
    late: u64,
    due: u64,
    unknown: u64,
    /// Met in a hundred of those met or late; null while there are none.
    kept_percent: Option<f64>,
    unknown_because: BTreeMap<&'a str, u64>,
    late_contacts: Vec<Late<'a>>,
}

#[derive(Serialize)]
struct Late<'a> {
    id: &'a str,
    by: Option<&'a str>,
}

#[derive(Serialize)]
struct Listed<'a> {
    who: &'a str,
    duty: &'a str,
    because: &'a str,
}

/// The object, ended with a line break.
pub fn json(report: &Report, heading: &Heading<'_>) -> String {
    let duties = report.groups.iter().flat_map(|group| {
        group.lines.iter().map(|line| Duty {
            who: &group.who,
            duty: &line.sentence,
            otherwise: line.otherwise.as_deref(),
            met: line.met,
            late: line.late,
            due: line.due,
            unknown: line.unknown,
            kept_percent: line.kept().map(|share| (share * 10.0).round() / 10.0),
            unknown_because: line.reasons.iter().map(|reason| (reason.key, reason.count)).collect(),
            late_contacts: line.late_contacts.iter().map(|(id, by)| Late { id, by: by.as_deref() }).collect(),
        })
    });
    let listed = report.listed.iter();
    let audit = JsonAudit {
        definition: heading.title,
        version: heading.version,
        as_of: heading.as_of.to_string(),
        records: heading.count,
        duties: duties.collect(),
        not_measured: listed
            .map(|listed| Listed { who: &listed.who, duty: &listed.sentence, because: listed.why })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&audit).unwrap_or_default();
    text.push('\n');
    text
}
