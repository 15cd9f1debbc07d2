//! What is read of usual cells by short cuts, of values, and of texts that are only asked, is what is read of them by
//! their field's reader.

use jiff::civil::date;
use uld::evaluate::batch::CellState;
use uld::evaluate::calendar::date_of;
use uld::evaluate::cell::Reading;
use uld::evaluate::cells::{Cells, Dictionary, RawCell, TypedColumn, TypedValues};
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Memory, Plan, Related, evaluate, judged};
use uld::model::condition::{NodeKind, Operand, Relation, Test};
use uld::model::field::{Assumed, Choice, FieldType, NoWords, Range, Required, YesNoWords};
use uld::model::ids::FieldId;
use uld::model::writing::{DateForm, DatePart, NumberForm};

use crate::builder::{Builder, Dice, Rows, TODAY, choices, one_of, text, texts};

const WORDS: [&str; 24] = [
    "Yes",
    "no",
    "TRUE",
    "false",
    "t",
    "1",
    "0",
    "Software",
    "software",
    "Health Care",
    "Financial Services and more of it",
    "n/a",
    "-",
    "none",
    "Café",
    "CAFE\u{301}",
    "\u{212a}g",
    "Kg",
    "vp of sales",
    "VP",
    "a;b",
    "x@gmail.com",
    "x@GMAIL.com ",
    "@",
];

const FORMS: [NumberForm; 4] = [
    NumberForm { decimal: '.', group: Some(','), fraction: false },
    NumberForm { decimal: ',', group: Some('.'), fraction: false },
    NumberForm { decimal: ',', group: None, fraction: false },
    NumberForm { decimal: '.', group: Some('\''), fraction: true },
];

fn words(dice: &mut Dice, most: usize) -> Vec<String> {
    (0..dice.below(most + 1)).map(|_| (*dice.pick(&WORDS)).trim().to_owned()).collect()
}

/// A field of any type, with what may be said of it.
fn field(builder: &mut Builder, dice: &mut Dice) -> FieldId {
    let mut listed = choices(&["Software", "Health Care", "Café", "Financial Services and more of it", "a"]);
    listed.values.push(Choice { text: "Kg".to_owned(), also: words(dice, 3) });
    listed.or_other = dice.below(2) == 0;
    let types = [
        FieldType::YesNo,
        FieldType::Text,
        FieldType::Email,
        FieldType::WholeNumber,
        FieldType::Number,
        FieldType::Percent,
        FieldType::Money("USD".to_owned()),
        FieldType::Date,
        FieldType::DateTime,
        FieldType::OneOf(listed.clone()),
        FieldType::SomeOf { choices: listed, separator: ";".to_owned() },
    ];
    let field_type = dice.pick(&types).clone();
    let id = builder.field("f", field_type.clone());
    let field = builder.edit(id);
    let is_percent = field_type == FieldType::Percent;
    if dice.below(3) == 0 {
        let forms = (0..1 + dice.below(2)).map(|_| *dice.pick(&FORMS));
        field.writing.numbers =
            forms.map(|form| NumberForm { fraction: form.fraction && is_percent, ..form }).collect();
    }
    if dice.below(4) == 0 {
        (field.writing.bands, field.writing.open_bands) = (dice.below(2) == 0, dice.below(2) == 0);
    }
    if dice.below(4) == 0 {
        let dash = || DatePart::Literal("-".to_owned());
        let parts = vec![DatePart::Year, dash(), DatePart::Day, dash(), DatePart::Month];
        field.writing.dates = vec![DateForm { written: "YYYY-DD-MM".to_owned(), parts }];
    }
    if dice.below(3) == 0 {
        field.range = Some(if matches!(field_type, FieldType::Date | FieldType::DateTime) {
            Range::Dates(date(2020, 2, 28), date(2026, 3, 1))
        } else {
            Range::Numbers(-50_000, 1_000_000_000)
        });
    }
    if dice.below(3) == 0 {
        field.missing_also = words(dice, 3);
        field.missing_also.extend(
            [["0", "99", "2026-01-31", "true"], ["-1", "7", "x", "caf\u{e9}"]][dice.below(2)]
                .map(str::to_owned),
        );
    }
    if dice.below(3) == 0 {
        let no = if dice.below(2) == 0 { NoWords::AnyOther } else { NoWords::These(words(dice, 4)) };
        field.yes_no = Some(YesNoWords { yes: words(dice, 4), no });
    }
    field.required = (dice.below(3) == 0).then_some(Required::Always);
    if field_type == FieldType::Text && dice.below(3) == 0 {
        field.assumed = Some(Assumed::Value(text("VP of none")));
    }
    if matches!(field_type, FieldType::Money(_)) && dice.below(3) == 0 {
        field.currency_column = Some("currency".to_owned());
    }
    id
}

fn number(dice: &mut Dice) -> String {
    let digits = |dice: &mut Dice, most: usize| -> String {
        (0..dice.below(most)).map(|_| char::from(b'0' + dice.below(10) as u8)).collect()
    };
    let sign = *dice.pick(&["", "", "", "-", "--", "+"]);
    let whole = digits(dice, 18);
    let point = *dice.pick(&["", "", ".", ",", "%", ":", "/"]);
    let fraction = if point.is_empty() { String::new() } else { digits(dice, 7) };
    format!("{sign}{whole}{point}{fraction}{}", dice.pick(&["", "", "", "%", "$", "+", "-9", " USD"]))
}

fn day(dice: &mut Dice) -> String {
    let year = *dice.pick(&[0, 1, 1899, 1900, 2000, 2020, 2023, 2024, 2026, 9999]);
    let (month, day) = (dice.below(14), dice.below(33));
    let end = *dice.pick(&["", "", "", "", " 10:00", "Z", "T23:59:59Z"]);
    let mark = *dice.pick(&["-", "-", "-", "-", "/", "."]);
    format!("{year:04}{mark}{month:02}{mark}{day:02}{end}")
}

/// A cell of any kind, now and then with one byte changed.
fn cell(dice: &mut Dice) -> String {
    let mut cell = match dice.below(9) {
        0 => String::new(),
        1..=3 => number(dice),
        4 | 5 => day(dice),
        6 => format!("{}@{}", dice.pick(&WORDS), dice.pick(&WORDS)),
        _ => (*dice.pick(&WORDS)).to_owned(),
    };
    match dice.below(8) {
        0 => cell = cell.to_uppercase(),
        1 => cell.push_str(dice.pick::<&str>(&[" ", "\u{a0}", "\u{0}", "\u{7f}", "\n"])),
        2 => cell = cell.repeat(1 + dice.below(6)),
        3 => {
            let place = dice.below(cell.len() + 1);
            let strange =
                *dice.pick(&['/', ':', '-', '0', '9', 'a', 'Z', ' ', '\u{3a}', '\u{2f}', 'é', '\u{660}']);
            if cell.is_char_boundary(place) {
                cell.insert(place, strange);
                if cell.is_char_boundary(place + strange.len_utf8() + 1) && dice.below(2) == 0 {
                    cell.remove(place + strange.len_utf8());
                }
            }
        }
        _ => {}
    }
    cell
}

fn cells(dice: &mut Dice, rows: usize, columns: usize) -> Vec<Vec<String>> {
    let currencies = ["USD", "usd", "", " USD", "EUR", "n/a"];
    let row = |dice: &mut Dice| {
        let mut row = vec![match dice.below(30) {
            0 => "\u{1}bytes".to_owned(),
            1 => "\u{1}object".to_owned(),
            _ => cell(dice),
        }];
        row.extend((1..columns).map(|_| (*dice.pick(&currencies)).to_owned()));
        row.truncate(if dice.below(40) == 0 { 0 } else { columns });
        row
    };
    (0..rows).map(|_| row(dice)).collect()
}

/// Fails unless the two batches are the same to everybody.
fn same(plan: &Plan<'_>, field: FieldId, one: &Batch, other: &Batch, rows: &[Vec<String>]) {
    let declared = &plan.program().fields[field.index()];
    for (row, cells) in rows.iter().enumerate() {
        let shown = |batch: &Batch| (batch.state(field, row), batch.value_text(plan, field, row));
        assert_eq!(shown(one), shown(other), "{cells:?} of {declared:?}");
    }
    assert_eq!(one.problems(), other.problems(), "{declared:?}");
}

#[test]
fn usual_cells_are_read_as_all_others() {
    let mut dice = Dice::new(11);
    let mut known = 0;
    for _ in 0..1500 {
        let mut builder = Builder::new();
        let id = field(&mut builder, &mut dice);
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let columns = plan.columns().len();
        let rows = cells(&mut dice, 150, columns);
        // A blank before it keeps a cell from every short cut.
        let padded = |cell: &String| match cell.as_str() {
            "" | "\u{1}bytes" | "\u{1}object" => cell.clone(),
            _ => format!(" {cell}"),
        };
        let slow: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(padded).collect()).collect();
        let batch = Batch::read(&plan, &Rows::owned(rows.clone()));
        same(&plan, id, &batch, &Batch::read(&plan, &Rows::owned(slow)), &rows);
        if columns > 1 {
            continue;
        }
        let reader = plan.reader(id).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            let Some(cell) = cells.first().filter(|cell| !cell.starts_with('\u{1}')) else { continue };
            let (state, fault) = match reader.read(cell, &mut String::new()) {
                Reading::Known(_) => (CellState::Known, None),
                Reading::Missing => (CellState::Missing, None),
                Reading::Unreadable(fault) => (CellState::Unreadable, Some(fault)),
            };
            known += usize::from(state == CellState::Known);
            assert_eq!(batch.state(id, row), state, "{cell:?}");
            let found = batch.problems().iter().find(|problem| problem.row as usize == row);
            assert_eq!(found.map(|problem| problem.fault).filter(|_| fault.is_some()), fault, "{cell:?}");
        }
    }
    assert!(known > 10_000, "{known}");
}

fn relation(dice: &mut Dice) -> Relation {
    let mut some: Vec<&str> = (0..1 + dice.below(3)).map(|_| dice.pick(&WORDS).trim()).collect();
    some.push(*dice.pick(&["gmail.com", "l", "0", "-", "sales"]));
    let owned = || some.iter().map(|text| (*text).to_owned()).collect();
    match dice.below(9) {
        0 => Relation::Known,
        1 => Relation::Is(text(some[0])),
        2 | 3 => one_of(some.iter().map(|word| text(word)).collect()),
        4 => Relation::ContainsWords(texts(&some, dice.below(2) == 0)),
        5 => Relation::ContainsText(texts(&some, dice.below(2) == 0)),
        6 => Relation::StartsWith(owned()),
        7 => Relation::EndsWith(owned()),
        _ => Relation::Matches(vec![(*dice.pick(&["*", "**", "*a*", "?*", "x@*"])).to_owned()]),
    }
}

fn answers(verdicts: &Verdicts) -> (usize, &[uld::evaluate::answers::Answers], String) {
    (verdicts.rows, &verdicts.rule_answers, format!("{:?}", verdicts.problems))
}

#[test]
fn texts_answer_alike_whether_they_are_kept_or_asked() {
    let mut dice = Dice::new(12);
    for round in 0..400 {
        let mut builder = Builder::new();
        let field_type = if dice.below(2) == 0 { FieldType::Text } else { FieldType::Email };
        let id = builder.field("f", field_type);
        if dice.below(3) == 0 {
            builder.edit(id).missing_also = words(&mut dice, 3);
        }
        if dice.below(3) == 0 {
            builder.edit(id).assumed = Some(Assumed::Value(text("VP@gmail.com")));
        }
        let listed_only = dice.below(2) == 0;
        let of_domain = dice.below(3);
        let most = if round % 40 == 0 { 90 } else { 4 };
        for _ in 0..dice.below(most + 1) {
            let relation = if listed_only {
                one_of(words(&mut dice, 4).iter().map(|word| text(word)).collect())
            } else {
                relation(&mut dice)
            };
            let domain = of_domain == 0 || (of_domain == 1 && dice.below(2) == 0);
            let domain = domain && relation != Relation::Known;
            let operand = if domain { Operand::DomainOf(id) } else { Operand::Field(id) };
            let node = builder.node(NodeKind::Test(Test { operand, relation }));
            builder.rule("it", node);
        }
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let mut memory = Memory::default();
        for _ in 0..4 {
            let rows = Rows::owned(cells(&mut dice, 200, 1));
            let kept = evaluate(&plan, &Batch::read(&plan, &rows), false);
            let asked = judged(&plan, &rows, &Related::default(), &mut memory);
            assert_eq!(answers(&kept), answers(&asked), "{:?}", builder.program.nodes);
        }
    }
}

/// A column of values, as the input has them and as texts.
struct TypedRows {
    rows: Rows,
    present: Vec<u64>,
    integers: Vec<i64>,
    days: Vec<i32>,
    yes: Vec<bool>,
    codes: Vec<i32>,
    texts: Texts,
    kind: usize,
}

struct Texts(Vec<String>);

impl Dictionary for Texts {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn text(&self, place: usize) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }
}

impl TypedRows {
    fn new(dice: &mut Dice, rows: usize) -> Self {
        let kind = dice.below(4);
        let present: Vec<bool> = (0..rows).map(|_| dice.below(5) > 0).collect();
        let mut words = vec![0_u64; rows.div_ceil(64)];
        for row in (0..rows).filter(|row| present[*row]) {
            words[row / 64] |= 1 << (row % 64);
        }
        let edges = [i64::MAX, i64::MIN, i64::MAX / 10_000, i64::MAX / 10_000 + 1, 0, -1, 99, 7];
        let integer = |dice: &mut Dice| {
            if dice.below(3) == 0 { *dice.pick(&edges) } else { dice.below(200_000) as i64 - 10 }
        };
        let integers: Vec<i64> = (0..rows).map(|_| integer(dice)).collect();
        let days: Vec<i32> = (0..rows).map(|_| dice.below(40_000) as i32).collect();
        let yes: Vec<bool> = (0..rows).map(|_| dice.below(2) == 0).collect();
        let texts = Texts((0..rows / 4).map(|_| cell(dice)).collect());
        let codes: Vec<i32> = (0..rows).map(|_| dice.below(rows / 4) as i32).collect();
        let written = |row: usize| match kind {
            _ if !present[row] => String::new(),
            0 => integers[row].to_string(),
            1 => date_of(days[row]).unwrap().to_string(),
            2 => yes[row].to_string(),
            _ => texts.0[codes[row] as usize].clone(),
        };
        let written = Rows::owned((0..rows).map(|row| vec![written(row), "usd".to_owned()]).collect());
        TypedRows { rows: written, present: words, integers, days, yes, codes, texts, kind }
    }
}

impl Cells for TypedRows {
    fn rows(&self) -> usize {
        self.rows.rows()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        self.rows.cell(row, column)
    }

    fn typed(&self, column: usize) -> Option<TypedColumn<'_>> {
        let values = match self.kind {
            0 => TypedValues::Integers(&self.integers),
            1 => TypedValues::Days(&self.days),
            2 => TypedValues::YesNo(&self.yes),
            _ => TypedValues::Texts { codes: &self.codes, dictionary: &self.texts },
        };
        (column == 0).then_some(TypedColumn { present: &self.present, values })
    }
}

#[test]
fn values_are_read_as_their_texts() {
    let mut dice = Dice::new(13);
    for _ in 0..1500 {
        let mut builder = Builder::new();
        let id = field(&mut builder, &mut dice);
        let relation = relation(&mut dice);
        let node = builder.test(id, relation);
        builder.rule("it", node);
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let typed = TypedRows::new(&mut dice, 150);
        let rows: Vec<Vec<String>> = (0..150)
            .map(|row| {
                vec![if let RawCell::Text(text) = typed.cell(row, 0) {
                    text.to_owned()
                } else {
                    String::new()
                }]
            })
            .collect();
        same(&plan, id, &Batch::read(&plan, &typed), &Batch::read(&plan, &typed.rows), &rows);
        let by_value = judged(&plan, &typed, &Related::default(), &mut Memory::default());
        let by_text = judged(&plan, &typed.rows, &Related::default(), &mut Memory::default());
        assert_eq!(answers(&by_value), answers(&by_text), "{:?}", builder.program.fields);
    }
}
