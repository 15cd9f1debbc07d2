//! `uld fmt`: what each construct becomes, and that nothing is lost on the way.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

#[path = "format/typing.rs"]
mod typing;

use uld::format::{FormatError, Spelling, format};
use uld::syntax::document::{Document, ItemKind, Name};
use uld::syntax::parse;
use uld::text::source::Source;
use uld::text::span::{SourceId, Span};

fn read(text: &str) -> (Document, Source) {
    (parse(SourceId(0), text).document, Source::new("test.uld", text))
}

fn formatted(text: &str) -> Result<String, FormatError> {
    let (document, source) = read(text);
    format(&document, &source, &Spelling::collect(&[&document]))
}

/// The canonical text; formatting it again must give the same.
#[track_caller]
fn canonical(text: &str) -> String {
    let once = formatted(text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let twice = formatted(&once).unwrap_or_else(|error| panic!("{error:?}\n{once}"));
    assert_eq!(once, twice, "formatting twice differs from formatting once");
    once
}

#[track_caller]
fn becomes(input: &str, output: &str) {
    let output = output.trim_start_matches('\n');
    assert_eq!(canonical(input), output, "\n--- got ---\n{}--- wanted ---\n{output}", canonical(input));
}

#[track_caller]
fn stays(text: &str) {
    becomes(text.trim_start_matches('\n'), text);
}

#[test]
fn the_line_it_was_born_from() {
    stays("lead when fits ICP and decision_maker and evaluate_within 3 months\n");
}

#[test]
fn typography_is_settled() {
    becomes(
        "\u{feff}profile  icp “Our \"best\" ones”\tWHEN\u{a0}All Of :\r\n\t• decision_maker\r\n – Industry IS “Software”\r\n\u{a0}* opted_in",
        "profile icp \"Our \"\"best\"\" ones\" when all of:\n  - decision_maker\n  - Industry is \"Software\"\n  - opted_in\n",
    );
}

#[test]
fn names_are_spelled_as_declared() {
    becomes(
        "field [Annual Revenue]: money in USD\nprofile ICP when [annual revenue] is known\nlead when fits icp and [icp_2]",
        "field [Annual Revenue]: money in USD\nprofile ICP when [Annual Revenue] is known\nlead when fits ICP and icp_2\n",
    );
    becomes(
        "field Hot: yes/no\nscore s from 0 to 9\n  bands hot from 0\nlead when HOT",
        "field Hot: yes/no\n\nscore s from 0 to 9\n  bands hot from 0\nlead when HOT\n"
            .replace("no\n\ns", "no\ns")
            .as_str(),
    );
    becomes(
        "lifecycle lead, Won\nLEAD when a\nwon when lead",
        "lifecycle lead, Won\nlead when a\nWon when lead\n",
    );
}

#[test]
fn brackets_stay_where_they_matter() {
    stays("lead when [first] and [Größe in m²] and [domain] and größe\n");
    stays("[team] when a\n");
}

#[test]
fn operators_are_written_out() {
    for (input, output) in [
        ("x at least 5", "x is at least 5"),
        ("x at most 1,000", "x is at most 1,000"),
        ("x more than 0.50", "x is more than 0.50"),
        ("x less than 5%", "x is less than 5%"),
        ("x is not less than 5", "x is not less than 5"),
        ("x between 1K and 5M", "x is between 1K and 5M"),
        ("x within 1 months", "x is within 1 month"),
        ("x within the next 3 month", "x is within 3 months"),
        ("x within limit", "x is within limit"),
        ("x within the last 10 working day", "x is within the last 10 working days"),
        ("x more than 1 weeks ago", "x is more than 1 week ago"),
        ("x before 2026-01-31", "x is before 2026-01-31"),
        ("x after 2026-01-31", "x is after 2026-01-31"),
        ("x on or before 2026-01-31", "x is on or before 2026-01-31"),
        ("x on or after 2026-01-31", "x is on or after 2026-01-31"),
        ("x in the past", "x is in the past"),
        ("x in the future", "x is in the future"),
        ("x is known", "x is known"),
        ("x is not missing", "x is not missing"),
        ("x is one of \"a\",\"b\"", "x is one of \"a\", \"b\""),
        ("x is not one of emea", "x is not one of emea"),
        ("x is not yes", "x is not yes"),
        ("x contains \"a\"", "x contains \"a\""),
        ("x does not contain any of \"a\",\"b\"", "x does not contain any of \"a\", \"b\""),
        ("x contains the texts \"a\"", "x contains the text \"a\""),
        ("x contains all of the text \"a\", \"b\"", "x contains all of the texts \"a\", \"b\""),
        ("x contains any of competitors", "x contains any of competitors"),
        ("x starts with any of \"a\", \"b\"", "x starts with any of \"a\", \"b\""),
        ("x ends with \"a\"", "x ends with \"a\""),
        ("x does not match \"*@*\"", "x does not match \"*@*\""),
        ("domain of  email is \"a.com\"", "domain of email is \"a.com\""),
        ("kind of latest touch where ( a ) is \"b\"", "kind of latest touch where (a) is \"b\""),
        ("kind of first touch is missing", "kind of first touch is missing"),
        ("no touches", "no touches"),
        (
            "any touch where kind is \"a\" since recycled_on",
            "any touch where kind is \"a\" since recycled_on",
        ),
        (
            "at least 3 touches where (a or b) within the last 1 days",
            "at least 3 touches where (a or b) within the last 1 day",
        ),
        ("at most n touches within the last d", "at most n touches within the last d"),
        ("more than 3 touches", "more than 3 touches"),
        ("less than 3 touches", "less than 3 touches"),
        ("exactly 3 touches", "exactly 3 touches"),
        ("does  not fit x", "does not fit x"),
        ("not ( x )", "not (x)"),
        ("not x and y", "not x and y"),
        ("x assume  no if unknown", "x assume no if unknown"),
        ("((x or y) assume yes if unknown) and z", "((x or y) assume yes if unknown) and z"),
        ("bigger 50M USD", "bigger 50M USD"),
        ("bigger limit", "bigger limit"),
        ("x is $50M", "x is $50M"),
    ] {
        becomes(&format!("lead when {input}"), &format!("lead when {output}\n"));
    }
}

#[test]
fn a_sign_becomes_the_headers_currency() {
    becomes(
        "definition \"x\"\n currency CAD\nlead when a is at least $ 5M and b is at least €5M",
        "definition \"x\"\n  currency CAD\nlead when a is at least 5M CAD and b is at least €5M\n",
    );
}

#[test]
fn long_chains_break_before_their_words() {
    stays(
        r#"
lead when fits a_profile_with_a_very_long_name and another_criterion_with_a_long_name and short_one1
opportunity when fits a_profile_with_a_very_long_name
    and another_criterion_with_a_long_name
    and industry is one of "Software"
"#,
    );
    stays(
        r#"
profile p when all of:
  - (a_criterion_with_a_rather_long_name_indeed
      and another_criterion_with_a_rather_long_name
      and third_one)
"#,
    );
    stays(
        r#"
criterion worked when
    at least 3 touches where (kind is "Call" and team is "sales") within the last 30 days
"#,
    );
    stays(
        r#"
criterion three_of_four "A title that is so long that the first part of the chain does not fit behind it" when
    industry is "Software" and decision_maker
"#,
    );
    stays(
        r#"
lead when decision_maker
    and job_title contains any of "student", "intern", "assistant", "professor", "teacher",
        "retired", "consultant"
    and opted_in
"#,
    );
}

#[test]
fn long_lists_break_after_commas() {
    stays(
        r#"
list emea: "Germany", "France", "United Kingdom", "Spain", "Portugal", "Italy", "Netherlands",
    "Belgium", "Austria"
profile p when all of:
  - country is one of "Germany", "France", "United Kingdom", "Spain", "Portugal", "Italy",
      "Netherlands", "Belgium"
"#,
    );
}

#[test]
fn reasons_do_not_break_lines() {
    stays(
        r#"
profile p when all of:
  - industry is one of "Manufacturing", "Utilities", "Logistics" because "Their plants and fleets stand still without it"
lead when fits_a_profile_with_a_long_name or decision_maker because "A reason that goes on and on and on and on"
"#,
    );
    stays(
        r#"
criterion a "A title" when
    industry is one of "A number of words", "Another number of words", "Still" or b or c_rather_long
"#,
    );
}

#[test]
fn brackets_that_matter_elsewhere_stay() {
    stays("lead when at least 3 [days] and [value] is at least 5 and [domain] of latest touch is \"x\"\n");
}

#[test]
fn the_smallest_files() {
    becomes("", "");
    becomes("\n \n", "");
    becomes("  # a comment  \r\n\r\n\r\n# b", "# a comment\n\n# b\n");
    becomes(">", ">\n");
}

#[test]
fn comments_keep_their_places() {
    stays(
        "
# at the top

# ---- section ----
profile p when all of:  # behind the head
  # above a line
  - a  # behind a line
  and none of:  # behind the second head
  - b
  # belongs to the profile

# flush left
lead when a  # last

# at the end
",
    );
    becomes(
        "lead when a # one\n  # two\n and # three\n b\n # four\n entered on c # five\n#six",
        "# one\n# two\n# three\nlead when a and b\n  # four\n  entered on c  # five\n#six\n",
    );
    becomes(
        "list l: # one\n \"a\", # two\n\n # three\n \"b\" # four",
        "# one\n# two\n# three\nlist l: \"a\", \"b\"  # four\n",
    );
}

#[test]
fn comments_in_what_stays_broken_stay_too() {
    stays(
        r#"
lead when fits a_profile_with_a_very_long_name  # one
    # two
    and another_criterion_with_a_long_name  # three
    and industry is one of "Software"  # four
"#,
    );
}

#[test]
fn blank_lines_are_settled() {
    becomes(
        "\n\nteam a in sales\n\n\n\nteam b in sales\nfield c: text\n\n  required\n\n\n  # why\n  formerly e\n# about d\nfield d: text\n  required\n\n\n",
        "team a in sales\n\nteam b in sales\nfield c: text\n  required\n  # why\n  formerly e\n\n# about d\nfield d: text\n  required\n",
    );
}

#[test]
fn tables_are_aligned_by_width() {
    becomes(
        "examples , as of 2026-01-15 # why\n |a|名前|c # d|\n# no row\n | 4,200 || \"x\" |\n",
        "examples, as of 2026-01-15  # why\n  | a     | 名前 | c # d |\n  # no row\n  | 4,200 |      | \"x\"   |\n",
    );
}

#[test]
fn prose_stays() {
    stays("> ## A  title   # no comment\n>\n> text\nlead when a\n  > why   \"so\"\n  entered on b\n");
    becomes("lead when a\n    >why", "lead when a\n  > why\n");
}

#[test]
fn every_definition() {
    stays(
        r#"
definition "Universal Lead Definition" version 3
  agreed 2026-01-12
  marketing owner "Dana Ruiz"
  sales owner "Sam Okafor"
  review every 1 week
  currency USD
  time zone "America/New_York"
  working week Monday to Friday, 09:00 to 17:00
  holidays 2026-05-25, 2026-12-25
  identified by contact_id
  missing also "N/A", "-"
  > A lead is a person sales has promised to call.
include "routing.uld"
rate 1 EUR = 1.08 USD as of 2026-01-02
team enterprise "Enterprise account executives" in sales
list competitors from "competitors.txt"

field a: one of "Staff", "Manager" in order
  column "A" of company, also "B", "C"
  currency column "D"
  required
  required from lead
  range 1 to 5M
  written as "51-200", "5001+"
  missing also "x"
  yes is "y"
  no is "n"
  no is any other
  "Software" also "SaaS"
  if missing, assume never
  if missing, assume 5 USD
  formerly z
  decided by
    - "Enterprise" when b is at least 1,000 because "so"
    - "SMB" otherwise
  > prose
field b: some of "Cloud", "Security", or other separated by ";"
field c: one of "Cloud", or other
field d: money in USD
field e: duration in months

lookup company
  file "companies"
  matched by domain of email to "Domain"

events touch, plural touches
  file "activities"
  matched by contact_id to "Contact IDs" separated by ";"
  dated by happened
  - happened: date and time, column "Activity Date", written as "MM/DD/YYYY"
  - replied: yes/no, yes is "a", "b", no is "n", missing also "-"
criterion busy (n: whole number) "Busy" when at least n touches within the last 30 days because "so"

profile p when at least 2 of:
  - a because "x"
  - b or c
  and any of:
  - d
  if unknown, assume yes

lifecycle inquiry "Asked", lead
  aside nurture "To be nurtured", disqualified
  recorded in stage_field
  rest in nurture for 90 days from recycled_on, unless any touch since recycled_on

lead "Lead" when a because "b"
  entered on became
  may skip lead, opportunity
  ask a, b
  if no and fits x: move to disqualified
  if no: recycle to nurture for 90 days because "Not ready yet"
  if unknown: stay, marketing must "find out" within 5 working days
  if unknown and a: sales must "call" every 2 weeks because "x"
  leave if no touches: recycle to nurture
source direct otherwise

source list "L" when a
  open because "x"
  closed for lead, b because "y"
  gate for lead: all of:
    - a
    and none of:
    - b

score engagement "How" from -10 to 100
  - 1 point when a because "x"
  - 5 points for each touch where kind is "W" within the last 3 days, at most 15, losing 50% every 30 days
  - minus 20 points per 10 of page_views, at most 10
  - 2 points per x
  if unknown, assume no
  bands cold from -10, hot from 40

route lead
  - to enterprise when a, respond within 30 minutes because "x"
  - to value of owner when b
  - to one of x, y by z when c
  - otherwise to w
  - if unknown to v because "Someone"
  respond within 1 minute when hand_raiser
  respond within 4 working hours otherwise
  shown by any touch where team is "sales"

sales must "make first contact" within 2 working days of lead when a because "x"
  shown by any touch
  otherwise "escalate"
sales must "keep trying" before nurture
both must "review" every 2 weeks
team sales_team in sales

example "CIO", as of 2026-01-15
  given industry "Insurance", employees 4,200, x missing, y "Cloud" and "Security", z yes
  - touch kind "Call", happened 2026-01-10
  expect ICP yes, stage lead, route to enterprise, lead unknown asking a and b, s 35
  > prose
"#,
    );
}

#[test]
fn units_and_sides_are_settled() {
    becomes(
        "team x in SALES\nMarketing must \"a\" every 1 weeks\nscore s from 0 to 1\n  - 1 points when a\n  - 5 point when b",
        "team x in sales\nmarketing must \"a\" every 1 week\nscore s from 0 to 1\n  - 1 point when a\n  - 5 points when b\n",
    );
}

#[test]
fn what_cannot_be_read_is_not_touched() {
    assert!(matches!(
        formatted("lead when when\nteam a in sales"),
        Err(FormatError::Broken { count: 1, .. })
    ));
}

#[test]
fn a_result_that_says_something_else_is_refused() {
    let (mut document, source) = read("team a in sales\nteam b in sales");
    if let ItemKind::Team(team) = &mut document.items[1].kind {
        team.name = Name::new("no]name", Span::default());
    }
    let error = format(&document, &source, &Spelling::default()).unwrap_err();
    assert_eq!(error, FormatError::Changed { place: document.items[1].at.0 });
    assert_eq!(source.words(error.place()), "team b in sales");
}

#[test]
fn long_and_deep_ones_end() {
    let long = format!("lead when a{}", " and a".repeat(9_999));
    assert_eq!(canonical(&long).lines().count(), 10_000);
    let deep = format!("lead when {}a{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(canonical(&deep).trim_end(), deep);
    let deep = format!("lead when {}a{}", "(b_long_name_for_a_criterion and ".repeat(60), ")".repeat(60));
    std::thread::Builder::new().stack_size(1 << 20).spawn(move || canonical(&deep)).unwrap().join().unwrap();
    let list = format!("list a: \"x\"{}", ", \"x\"".repeat(20_000));
    canonical(&list);
}

#[test]
fn hidden_characters_stay_visible() {
    let text = "field industry: text\nlead when industry is \"Soft\\u{200B}ware\"\n";
    stays(text);
}
