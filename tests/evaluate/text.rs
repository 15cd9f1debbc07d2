//! Real text, checked and judged.

use jiff::civil::date;
use uld::check::{FileFault, Files, check, load};
use uld::evaluate::answers::Answer;
use uld::evaluate::cells::{ColumnRole, input_columns};
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::condition::NodeKind;
use uld::model::lifecycle::Question;
use uld::model::program::Program;

use crate::builder::{Rows, TODAY};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

pub fn program(text: &str) -> Program {
    let checked = check(&load("test.uld", text.to_owned(), &NoFiles));
    let problems: Vec<_> = checked.problems.iter().map(|problem| (problem.code, &problem.title)).collect();
    checked.program.unwrap_or_else(|| panic!("{problems:?}"))
}

/// Judges records that are given as fields and cells.
fn judge(program: &Program, records: &[&[(&str, &str)]]) -> Verdicts {
    let columns = input_columns(program);
    let rows = records.iter().map(|record| {
        columns
            .iter()
            .map(|column| {
                let name = match column.role {
                    ColumnRole::Value => &program.field(column.field).unwrap().name,
                    ColumnRole::Currency => "currency",
                };
                record.iter().find(|(field, _)| *field == name).map_or("", |(_, cell)| cell).to_owned()
            })
            .collect()
    });
    let plan = Plan::new(program, TODAY).unwrap();
    evaluate(&plan, &Batch::read(&plan, &Rows::owned(rows.collect())), true)
}

pub fn asked<'p>(program: &'p Program, verdicts: &Verdicts, row: usize) -> Vec<&'p str> {
    let questions = verdicts.questions_of(row).iter();
    questions
        .map(|question| match question {
            Question::Field(field) => program.field(*field).unwrap().name.as_str(),
            Question::Event(_) => "event",
        })
        .collect()
}

const ONE_LINE: &str = r#"lead when fits ICP and decision_maker and evaluate_within 3 months

profile ICP when industry is one of "Software", "Insurance" and employees is at least 500
criterion evaluate_within (limit: duration in months) when evaluation_date is within limit

field industry: one of "Software", "Insurance", "Healthcare", "Retail"
field employees: whole number
field decision_maker: yes/no
field evaluation_date: date
"#;

#[test]
fn the_line_that_the_language_was_born_from() {
    let program = program(ONE_LINE);
    let good = [("industry", "software"), ("employees", "4,200"), ("decision_maker", "yes")];
    let with = |more: &'static [(&'static str, &'static str)]| -> Vec<(&str, &str)> {
        more.iter().chain(&good).copied().collect()
    };
    let records = [
        with(&[("evaluation_date", "2026-04-15")]),
        with(&[("evaluation_date", "2026-04-16")]),
        with(&[]),
        with(&[("employees", "90"), ("evaluation_date", "")]),
        vec![("employees", "4200")],
    ];
    let records: Vec<&[(&str, &str)]> = records.iter().map(Vec::as_slice).collect();
    let verdicts = judge(&program, &records);
    let answers: Vec<Answer> = (0..5).map(|row| verdicts.stage_answers[0].at(row)).collect();
    assert_eq!(answers, [Answer::Yes, Answer::No, Answer::Unknown, Answer::No, Answer::Unknown]);
    assert_eq!(asked(&program, &verdicts, 2), ["evaluation_date"]);
    assert_eq!(asked(&program, &verdicts, 3), [""; 0]);
    assert_eq!(asked(&program, &verdicts, 4), ["industry", "decision_maker", "evaluation_date"]);
    let plan = Plan::new(&program, TODAY).unwrap();
    let windows: Vec<_> = (0..program.nodes.len() as u32)
        .filter_map(|node| plan.window_dates(uld::model::ids::NodeId(node)))
        .collect();
    assert_eq!(windows, [(Some(TODAY), Some(date(2026, 4, 15)))]);
}

const LIFECYCLE: &str = r#"definition "Trial" version 1
  currency USD
  time zone "America/New_York"
  missing also "N/A"
rate 1 EUR = 1.08 USD as of 2026-01-02
list free: "gmail.com", "web.de"

field email: email
field revenue: money in USD
  currency column "Currency"
field employees: whole number
  written as "51-200", "5001+"
field opted_in: yes/no
  if missing, assume no
field source_name: text
  column "Source"
field recycled_on: date
  if missing, assume never
field segment: one of "SMB", "Enterprise"
  decided by
    - "Enterprise" when employees is at least 1,000
    - "SMB" otherwise

profile ICP when all of:
  - revenue is at least 100M USD
  - domain of email is not one of free
  and at least 1 of:
  - employees is at least 100
  - segment is "Enterprise"

lifecycle inquiry, lead
  aside nurture
  rest in nurture for 90 days from recycled_on
lead when fits ICP and opted_in
  ask employees
  if no: recycle to nurture for 90 days
  if unknown: stay

source bought when source_name is "List"
  closed for lead
source partner when source_name is "Partner"
  gate for lead: segment is "Enterprise"
source other otherwise
  open
"#;

#[test]
fn a_definition_with_most_that_can_be_judged() {
    let program = program(LIFECYCLE);
    let record = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let own =
            [("email", "a@x.org"), ("revenue", "$100,000,000"), ("opted_in", "yes"), ("source_name", "Web")];
        more.iter().copied().chain(own).collect()
    };
    let records = [
        record(&[("employees", "201-500")]),
        record(&[("employees", "51-200")]),
        record(&[("employees", "501-5000"), ("source_name", "partner")]),
        record(&[("employees", "5001+"), ("source_name", "LIST")]),
        record(&[("employees", "5001+"), ("source_name", "n/a")]),
        record(&[("employees", "201-500"), ("opted_in", "")]),
        record(&[("employees", "201-500"), ("recycled_on", "2026-01-01")]),
        record(&[("employees", "201-500"), ("email", "a@GMAIL.com")]),
        record(&[("employees", "201-500"), ("revenue", "100M USD")]),
    ];
    let records: Vec<&[(&str, &str)]> = records.iter().map(Vec::as_slice).collect();
    let verdicts = judge(&program, &records);
    let answers: Vec<Answer> = (0..records.len()).map(|row| verdicts.stage_answers[1].at(row)).collect();
    let (yes, no, unknown) = (Answer::Yes, Answer::No, Answer::Unknown);
    assert_eq!(answers, [yes, unknown, unknown, no, unknown, no, no, no, unknown]);
    assert_eq!(asked(&program, &verdicts, 1), ["employees"]);
    assert_eq!(asked(&program, &verdicts, 2), ["employees"]);
    assert_eq!(asked(&program, &verdicts, 4), ["source_name"]);
    assert_eq!(asked(&program, &verdicts, 8), ["revenue"]);
    assert!(
        verdicts.moved_to[5].is_some() && verdicts.moved_to[6].is_some() && verdicts.moved_to[1].is_none()
    );
    assert!(verdicts.next_step[6].rests_until.is_some() && verdicts.next_step[6].applies.is_none());
}

#[test]
fn sixty_criteria_that_each_use_the_one_before_twice() {
    let mut text = String::from("lead when c60\nfield f0: yes/no\ncriterion c0 when f0\n");
    for index in 1..=60 {
        let before = index - 1;
        text.push_str(&format!(
            "field f{index}: yes/no\ncriterion c{index} when (c{before} or f{index}) and (not c{before} or f{index})\n"
        ));
    }
    let program = program(&text);
    let verdicts = judge(&program, &[&[]]);
    assert_eq!(verdicts.questions_of(0).len(), 61);
}

#[test]
fn without_events_everything_about_them_is_unknown() {
    let program = program(
        "lead when busy\nfield id: text\nevents touch, plural touches\n  matched by id\n  dated by happened\n  \
         - happened: date\ncriterion busy when at least 2 touches\nscore warmth from 0 to 10\n  - 5 points when busy\n",
    );
    let verdicts = judge(&program, &[&[("id", "1")]]);
    assert_eq!(verdicts.stage_answers[0].at(0), Answer::Unknown);
    assert_eq!((verdicts.scores[0].low[0], verdicts.scores[0].high[0]), (0, 5));
    assert_eq!(verdicts.questions_of(0).len(), 1);
}

#[test]
fn every_node_is_in_one_step_and_after_its_parts() {
    for text in [ONE_LINE, LIFECYCLE] {
        let program = program(text);
        let mut seen = vec![false; program.nodes.len()];
        for node in program.steps.iter().flat_map(|step| step.nodes.clone()) {
            let kind: &NodeKind = &program.nodes[node as usize].kind;
            assert!(kind.parts().iter().all(|part| seen[part.index()]), "node {node}");
            assert!(!std::mem::replace(&mut seen[node as usize], true), "node {node} twice");
        }
        assert!(seen.into_iter().all(|seen| seen));
    }
}
