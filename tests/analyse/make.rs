//! Random pairs of small definitions: a few fields, and conditions that are alike or not.

use crate::dice::Dice;

/// A field: its declaration in either version, the cells worth trying, and its tests.
pub struct Kind {
    pub name: &'static str,
    pub declared: &'static [&'static str],
    pub cells: &'static [&'static str],
    pub tests: &'static [&'static str],
}

pub const KINDS: &[Kind] = &[
    Kind {
        name: "flag",
        declared: &[
            "field flag: yes/no\n",
            "field flag: yes/no\n",
            "field flag: yes/no\n  if missing, assume no\n",
            "field flag: yes/no\n  if missing, assume yes\n",
        ],
        cells: &["", "yes", "no"],
        tests: &["flag", "not flag", "flag is known", "flag is missing", "flag is no"],
    },
    Kind {
        name: "size",
        declared: &[
            "field size: whole number\n",
            "field size: whole number\n",
            "field size: whole number\n  range 1 to 3\n",
            "field size: number\n",
            "field size: whole number\n  if missing, assume 2\n",
        ],
        cells: &["", "0", "0.5", "1", "1.5", "2", "2.5", "3", "4"],
        tests: &[
            "size is at least 1",
            "size is at least 2",
            "size is more than 1",
            "size is more than 2",
            "size is less than 2",
            "size is at most 2",
            "size is between 1 and 2",
            "size is 2",
            "size is not 3",
            "size is one of 1, 3",
            "size is known",
            "size is missing",
        ],
    },
    Kind {
        name: "worth",
        declared: &[
            "field worth: money in USD\n  currency column \"cur\"\n",
            "field worth: money in USD\n  currency column \"cur\"\n",
            "field worth: money in USD\n  currency column \"cur\"\n  range 1 USD to 3 USD\n",
        ],
        cells: &["", "0", "1", "1.5", "1.6", "2", "2.9999", "3", "4"],
        tests: &[
            "worth is at least 1 USD",
            "worth is at least 1 EUR",
            "worth is more than 1.5 USD",
            "worth is at most 2 EUR",
            "worth is less than 3 USD",
            "worth is between 1 EUR and 3 USD",
            "worth is known",
        ],
    },
    Kind {
        name: "day",
        declared: &[
            "field day: date\n",
            "field day: date\n",
            "field day: date\n  if missing, assume never\n",
            "field day: date\n  if missing, assume 2026-01-16\n",
            "field day: date and time\n",
            "field day: date\n  range 2026-01-14 to 2026-01-17\n",
        ],
        cells: &[
            "",
            "2025-12-01",
            "2026-01-08",
            "2026-01-09",
            "2026-01-10",
            "2026-01-11",
            "2026-01-12",
            "2026-01-13",
            "2026-01-14",
            "2026-01-15",
            "2026-01-16",
            "2026-01-17",
            "2026-01-18",
            "2026-01-19",
            "2026-01-20",
            "2026-01-21",
            "2026-01-22",
            "2026-01-23",
            "2026-02-20",
        ],
        tests: &[
            "day is within 1 day",
            "day is within 2 days",
            "day is within the last 2 days",
            "day is more than 1 day ago",
            "day is in the past",
            "day is in the future",
            "day is known",
        ],
    },
    Kind {
        name: "rank",
        declared: &[
            "field rank: one of \"Low\", \"Mid\", \"High\" in order\n",
            "field rank: one of \"Low\", \"Mid\", \"Top\", \"High\" in order\n",
            "field rank: one of \"Low\", \"Mid\", \"High\" in order\n  if missing, assume \"Mid\"\n",
        ],
        cells: &["", "Low", "Mid", "High", "Top", "None of them"],
        tests: &[
            "rank is at least \"Mid\"",
            "rank is more than \"Mid\"",
            "rank is less than \"High\"",
            "rank is \"Mid\"",
            "rank is one of \"Low\", \"High\"",
            "rank is missing",
        ],
    },
    Kind {
        name: "branch",
        declared: &[
            "field branch: one of \"A\", \"B\", or other\n",
            "field branch: one of \"A\", \"B\"\n",
            "field branch: one of \"A\", \"B\", \"C\", or other\n",
            "field branch: text\n",
        ],
        cells: &["", "A", "B", "C", "Z"],
        tests: &[
            "branch is \"A\"",
            "branch is not \"B\"",
            "branch is one of \"A\", \"B\"",
            "branch is known",
        ],
    },
    Kind {
        name: "tags",
        declared: &[
            "field tags: some of \"P\", \"Q\"\n",
            "field tags: some of \"P\", \"Q\", \"R\"\n",
            "field tags: some of \"P\", \"Q\", or other\n",
            "field tags: some of \"P\", \"Q\"\n  if missing, assume \"P\"\n",
        ],
        cells: &[
            "", "P", "Q", "P;Q", "R", "P;R", "Q;R", "P;Q;R", "Z", "P;Z", "Q;Z", "P;Q;Z", "R;Z", "P;R;Z",
            "Q;R;Z", "P;Q;R;Z",
        ],
        tests: &[
            "tags contains \"P\"",
            "tags does not contain \"Q\"",
            "tags contains any of \"P\", \"Q\"",
            "tags contains all of \"P\", \"Q\"",
            "tags is known",
        ],
    },
    Kind {
        name: "title",
        declared: &["field title: text\n", "field title: text\n  if missing, assume \"vp\"\n"],
        cells: &[
            "",
            "vp",
            "sales",
            "vp sales",
            "sales vp",
            "chief",
            "chief vp",
            "chief sales",
            "chief vp sales",
            "chief sales vp",
            "else",
            "plain",
        ],
        tests: &[
            "title contains \"vp\"",
            "title does not contain \"sales\"",
            "title starts with \"chief\"",
            "title is \"vp sales\"",
            "title is one of \"vp\", \"else\"",
            "title is known",
        ],
    },
    Kind {
        name: "mail",
        declared: &["field mail: email\n", "field mail: email\n  if missing, assume \"x@a.example\"\n"],
        cells: &[
            "",
            "x@a.example",
            "y@a.example",
            "info@a.example",
            "x@b.example",
            "info@b.example",
            "y@c.example",
            "info@c.example",
            "nobody",
        ],
        tests: &[
            "domain of mail is \"a.example\"",
            "domain of mail is one of \"a.example\", \"b.example\"",
            "mail is \"x@a.example\"",
            "mail starts with \"info@\"",
            "mail is missing",
        ],
    },
];

/// Two versions, and the fields that both have.
pub struct Pair {
    pub old: String,
    pub new: String,
    pub kinds: Vec<usize>,
}

const HEAD: &str =
    "definition \"Random\" version 1\n  agreed 2026-01-15\nrate 1 EUR = 1.5 USD as of 2026-01-02\n";

pub fn make(seed: u64) -> Pair {
    let mut dice = Dice::new(seed);
    let mut kinds: Vec<usize> = (0..KINDS.len()).collect();
    dice.shuffle(&mut kinds);
    kinds.truncate(2 + dice.below(2));
    // A field that rows decide, a score, sources with gates.
    let extras = [dice.one_in(4), dice.one_in(4), dice.one_in(4)];
    let mut version = |before: Option<&Version>| {
        let mut text = HEAD.to_owned();
        let mut declared = Vec::new();
        for (place, kind) in kinds.iter().enumerate() {
            let forms = KINDS[*kind].declared;
            let form = match before {
                Some(before) if !dice.one_in(4) => before.declared[place],
                _ => dice.below(forms.len()),
            };
            declared.push(form);
            text.push_str(forms[form]);
        }
        let more = extra_lines(&mut dice, &kinds, extras, before.map(|before| &before.more));
        text.push_str(&more.concat());
        let count = 2 + dice.below(2);
        let mut parts: Vec<String> = Vec::new();
        for index in 0..count {
            let old = before.and_then(|before| before.parts.get(index));
            let part = match old {
                Some(old) if !dice.one_in(2) => old.clone(),
                _ => condition(&mut dice, &Names { kinds: &kinds, extras }, index, 2),
            };
            parts.push(part);
        }
        for (index, part) in parts.iter().enumerate() {
            if index + 1 < count {
                text.push_str(&format!("criterion c{index} when {part}\n"));
            } else {
                text.push_str(&format!("lead when {part}\n"));
            }
        }
        Version { text, declared, more, parts }
    };
    let old = version(None);
    let new = version(Some(&old));
    Pair { old: old.text, new: new.text, kinds }
}

struct Version {
    text: String,
    declared: Vec<usize>,
    more: Vec<String>,
    parts: Vec<String>,
}

/// What conditions may name.
struct Names<'n> {
    kinds: &'n [usize],
    extras: [bool; 3],
}

/// Whole lines of what else there is: those of the version before, half of them made anew.
fn extra_lines(
    dice: &mut Dice,
    kinds: &[usize],
    extras: [bool; 3],
    before: Option<&Vec<String>>,
) -> Vec<String> {
    let names = Names { kinds, extras: [false; 3] };
    let made: Vec<String> = [
        (
            "field seg: one of \"U\", \"V\"\n  decided by\n",
            &["    - \"U\" when *\n", "    - \"V\" when *\n", "    - \"U\" when *\n"],
        ),
        (
            "score heat from 0 to 8\n",
            &["  - 3 points when *\n", "  - 4 points when *\n", "  - minus 2 points when *\n"],
        ),
        (
            "source one when flag_of_sources\n",
            &[
                "  gate for lead: *\n",
                "source two when *\n  closed for lead\n",
                "source three when *\n  gate for lead: *\n",
            ],
        ),
    ]
    .iter()
    .zip(extras)
    .filter(|(_, wanted)| *wanted)
    .flat_map(|((head, lines), _)| std::iter::once(*head).chain(lines.iter().copied()).collect::<Vec<_>>())
    .map(|line| {
        let mut text = line.replace("flag_of_sources", "*");
        while text.contains('*') {
            text = text.replacen('*', &condition(dice, &names, 0, 1), 1);
        }
        text
    })
    .collect();
    match before {
        Some(before) => {
            before.iter().zip(made).map(|(old, new)| if dice.one_in(3) { new } else { old.clone() }).collect()
        }
        None => made,
    }
}

fn test(dice: &mut Dice, names: &Names<'_>, criteria: usize) -> String {
    let kinds = names.kinds;
    if names.extras[0] && dice.one_in(4) {
        return (*dice.pick(&["seg is \"U\"", "seg is not \"V\"", "seg is known", "seg is missing"]))
            .to_owned();
    }
    if names.extras[1] && dice.one_in(4) {
        return (*dice.pick(&[
            "heat is at least 3",
            "heat is at most 4",
            "heat is between 1 and 5",
            "heat is 4",
        ]))
        .to_owned();
    }
    if criteria > 0 && dice.one_in(3) {
        return format!("c{}", dice.below(criteria));
    }
    let kind = *dice.pick(kinds);
    (*dice.pick(KINDS[kind].tests)).to_owned()
}

/// A condition on one line, or a list; the whole may use the criteria before it.
fn condition(dice: &mut Dice, names: &Names<'_>, criteria: usize, depth: usize) -> String {
    if depth == 2 && dice.one_in(4) {
        let head = match dice.below(4) {
            0 => "all of".to_owned(),
            1 => "any of".to_owned(),
            2 => "none of".to_owned(),
            _ => format!("at least {} of", 1 + dice.below(3)),
        };
        let lines: Vec<String> =
            (0..3).map(|_| format!("\n  - {}", inner(dice, names, criteria, 1))).collect();
        let assumed = match dice.below(4) {
            0 if criteria == 0 => "\n  if unknown, assume no",
            _ => "",
        };
        return format!("{head}:{}{assumed}", lines.concat());
    }
    let word = if dice.one_in(2) { " and " } else { " or " };
    let parts: Vec<String> = (0..2 + dice.below(2)).map(|_| inner(dice, names, criteria, depth)).collect();
    parts.join(word)
}

fn inner(dice: &mut Dice, names: &Names<'_>, criteria: usize, depth: usize) -> String {
    match dice.below(if depth == 0 { 1 } else { 6 }) {
        4 => format!("not ({})", condition(dice, names, criteria, depth - 1)),
        5 => {
            let answer = if dice.one_in(2) { "yes" } else { "no" };
            format!("({}) assume {answer} if unknown", condition(dice, names, criteria, depth - 1))
        }
        3 => format!("({})", condition(dice, names, criteria, depth - 1)),
        _ => test(dice, names, criteria),
    }
}
