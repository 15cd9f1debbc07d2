//! Definitions as text, compared, and judged.

use uld::analyse::{Comparer, Comparison, Pairing, STEPS, Witness};
use uld::check::{FileFault, Files, check, load};
use uld::evaluate::answers::Answer;
use uld::evaluate::cells::{Cells, RawCell};
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::ids::{RuleId, StageId};
use uld::model::program::Program;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

/// The program of a text, or what is wrong with it.
pub fn checked(text: &str) -> Result<Program, String> {
    let loaded = load("lead.uld", text.to_owned(), &NoFiles);
    let checked = check(&loaded);
    checked.program.ok_or_else(|| {
        checked.problems.iter().map(|problem| format!("{problem:?}\n")).take(3).collect::<String>() + text
    })
}

pub fn program(text: &str) -> Program {
    checked(text).unwrap_or_else(|problems| panic!("not a definition: {problems}"))
}

/// The first stage of both, compared.
pub fn compared(old: &Program, new: &Program) -> Comparison {
    let mut comparer = Comparer::new(old, new, Pairing::by_name(old, new), STEPS);
    comparer.stage(last(old), last(new))
}

/// The last stage of a program.
pub fn last(program: &Program) -> StageId {
    StageId::at(program.stages.len() - 1)
}

pub fn rule(program: &Program, name: &str) -> RuleId {
    RuleId::at(program.rules.iter().position(|rule| rule.name == name).unwrap())
}

/// Both texts, compared.
pub fn compare(old: &str, new: &str) -> Comparison {
    let comparison = compared(&program(old), &program(new));
    examples_pass(&comparison, new);
    comparison
}

/// What came out, in a word: `same`, `looser`, `stricter`, `looser stricter`, `asks otherwise`, with `?` where it is not
/// certain, and the reason where it is not decided.
pub fn word(comparison: &Comparison) -> String {
    let mut words = Vec::new();
    for (finding, word) in [
        (&comparison.looser, "looser"),
        (&comparison.stricter, "stricter"),
        (&comparison.asks_otherwise, "asks otherwise"),
    ] {
        if let Some(finding) = finding {
            words.push(format!("{word}{}", if finding.certain { "" } else { "?" }));
        }
    }
    words.extend(comparison.undecided.map(|reason| format!("not decided: {reason}")));
    if words.is_empty() { "same".to_owned() } else { words.join(" ") }
}

/// The given fields of a witness, by name, in the new program.
pub fn given(program: &Program, witness: &Witness) -> String {
    let of = |(field, given): &(_, _)| {
        let field = program.field(*field).unwrap();
        format!("{} {given:?}", field.name)
    };
    witness.new.given.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// Records as texts, by field.
pub struct Grid<'g> {
    /// For each input column, the texts that it holds.
    pub columns: Vec<Vec<&'g str>>,
    pub rows: usize,
}

impl Cells for Grid<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        RawCell::Text(self.columns[column][row])
    }
}

/// The answers of the last stage for records of texts.
pub fn answers(program: &Program, day: jiff::civil::Date, grid: &Grid<'_>) -> Vec<Answer> {
    let plan = Plan::new(program, day).unwrap();
    let batch = Batch::read(&plan, grid);
    let verdicts = evaluate(&plan, &batch, false);
    (0..grid.rows).map(|row| verdicts.stage_answers[last(program).index()].at(row)).collect()
}

/// Whether the contact of each finding, pasted into the new text as an example, is what the new program says.
pub fn examples_pass(comparison: &Comparison, new: &str) {
    let findings = [&comparison.looser, &comparison.stricter, &comparison.asks_otherwise];
    let witnesses = findings.into_iter().flatten().filter_map(|finding| finding.witness.as_ref());
    let program = program(new);
    let name = &program.stages[last(&program).index()].name;
    let mut text = new.to_owned();
    for (index, witness) in witnesses.enumerate() {
        assert!(witness.answers.0 != witness.answers.1);
        text += &witness.example(&program, &format!("Example \"{index}\""), name).unwrap_or_default();
    }
    let loaded = load("lead.uld", text.clone(), &NoFiles);
    let checked = check(&loaded);
    let Some(program) = checked.program else { panic!("{:?}\n{text}", checked.problems) };
    let tried = uld::review::examples::run(&program, &loaded.sources, |_| true).unwrap();
    assert!(tried.cases.iter().all(|case| case.failures.is_empty()), "{:?}\n{text}", tried.cases);
}
