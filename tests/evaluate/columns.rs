//! Tests of typed columns, assumptions, problems, and values as they are shown.

use uld::evaluate::answers::Answer::{self, No, Unknown, Yes};
use uld::evaluate::batch::CellState;
use uld::evaluate::verdicts::Fault;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::condition::{NodeKind, Operand, Relation, Test, Texts};
use uld::model::field::{Assumed, FieldType, Required};
use uld::model::value::Value;

use crate::builder::{Builder, Rows, TODAY, choices, one_of, text, texts};

const ONE: i64 = 10_000;

fn check(field_type: FieldType, relation: Relation, cells: &[(&str, Answer)]) {
    let mut builder = Builder::new();
    let field = builder.field("f", field_type);
    builder.edit(field).writing.bands = true;
    builder.edit(field).writing.open_bands = true;
    let node = builder.test(field, relation.clone());
    builder.rule("it", node);
    let rows: Vec<[&str; 1]> = cells.iter().map(|(cell, _)| [*cell]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 1]>::as_slice).collect();
    let verdicts = builder.judge(&rows);
    for (row, (cell, wanted)) in cells.iter().enumerate() {
        assert_eq!(verdicts.rule_answers[0].at(row), *wanted, "{relation:?} on {cell:?}");
    }
}

fn number(whole: i64) -> Value {
    Value::Number(whole * ONE)
}

#[test]
fn numbers_compare() {
    let points = [("49", 49), ("50", 50), ("51", 51), ("200", 200), ("201", 201)];
    type Passes = fn(i64) -> bool;
    let cases: [(Relation, Passes); 6] = [
        (Relation::Is(number(50)), |value| value == 50),
        (Relation::AtLeast(number(50)), |value| value >= 50),
        (Relation::AtMost(number(50)), |value| value <= 50),
        (Relation::MoreThan(number(50)), |value| value > 50),
        (Relation::LessThan(number(50)), |value| value < 50),
        (Relation::Between(number(50), number(200)), |value| (50..=200).contains(&value)),
    ];
    for (relation, passes) in cases {
        for field_type in [FieldType::Number, FieldType::WholeNumber] {
            let mut cells: Vec<(&str, Answer)> =
                points.iter().map(|(cell, value)| (*cell, if passes(*value) { Yes } else { No })).collect();
            cells.extend([("", Unknown), ("many", Unknown)]);
            check(field_type, relation.clone(), &cells);
        }
    }
    check(
        FieldType::Number,
        one_of(vec![number(3), number(1)]),
        &[("1", Yes), ("2", No), ("3", Yes), ("1.5", No)],
    );
    check(FieldType::Number, Relation::Between(number(5), number(4)), &[("4", No), ("5", No), ("", Unknown)]);
    check(FieldType::Number, Relation::AtMost(Value::Number(15_000)), &[("1.5", Yes), ("1.5001", No)]);
}

#[test]
fn a_band_answers_when_all_or_none_of_it_does() {
    let whole = FieldType::WholeNumber;
    let cells = |answers: [Answer; 5]| -> Vec<(&str, Answer)> {
        ["1-50", "51-200", "201-500", "5001+", "100"].into_iter().zip(answers).collect()
    };
    check(whole.clone(), Relation::AtLeast(number(51)), &cells([No, Yes, Yes, Yes, Yes]));
    check(whole.clone(), Relation::AtLeast(number(100)), &cells([No, Unknown, Yes, Yes, Yes]));
    check(whole.clone(), Relation::MoreThan(number(50)), &cells([No, Yes, Yes, Yes, Yes]));
    check(whole.clone(), Relation::MoreThan(number(200)), &cells([No, No, Yes, Yes, No]));
    check(whole.clone(), Relation::LessThan(number(51)), &cells([Yes, No, No, No, No]));
    check(whole.clone(), Relation::AtMost(number(200)), &cells([Yes, Yes, No, No, Yes]));
    check(whole.clone(), Relation::AtMost(number(9000)), &cells([Yes, Yes, Yes, Unknown, Yes]));
    check(whole.clone(), Relation::Between(number(51), number(200)), &cells([No, Yes, No, No, Yes]));
    check(whole.clone(), Relation::Between(number(60), number(300)), &cells([No, Unknown, Unknown, No, Yes]));
    check(whole.clone(), Relation::Is(number(100)), &cells([No, Unknown, No, No, Yes]));
    // 1, 2 and 3 are all that a band of whole numbers from 1 to 3 can be; between numbers with a point lies more.
    let listed = || one_of(vec![number(3), number(1), number(2)]);
    check(whole, listed(), &[("1-3", Yes), ("2-4", Unknown), ("4-5", No), ("2", Yes)]);
    check(FieldType::Number, listed(), &[("1-3", Unknown), ("2-2", Yes), ("4-5", No)]);
}

#[test]
fn texts_compare_as_texts() {
    let vice = || texts(&["vice president"], false);
    check(
        FieldType::Text,
        Relation::ContainsWords(vice()),
        &[
            ("Vice President, Sales", Yes),
            ("VICE-PRESIDENT", Yes),
            ("vice presidents", No),
            ("president vice", No),
            ("", Unknown),
        ],
    );
    check(
        FieldType::Text,
        Relation::ContainsWords(texts(&["cto"], false)),
        &[("Director", No), ("CTO/CIO", Yes)],
    );
    check(FieldType::Text, Relation::ContainsWords(texts(&["a", "b"], true)), &[("b x A", Yes), ("a", No)]);
    check(FieldType::Text, Relation::ContainsText(texts(&["cto"], false)), &[("Director", Yes), ("CIO", No)]);
    check(FieldType::Text, Relation::ContainsText(texts(&[" ct"], false)), &[("ctx", No), ("a CT", Yes)]);
    check(
        FieldType::Text,
        Relation::Is(text(" ÉTÉ ")),
        &[("été", Yes), ("E\u{301}te\u{301}", Yes), ("ete", No)],
    );
    check(FieldType::Text, one_of(vec![text("a"), text("B")]), &[("b", Yes), ("c", No), ("", Unknown)]);
    check(FieldType::Text, Relation::StartsWith(vec!["VP ".to_owned()]), &[("vp sales", Yes), ("vpn", No)]);
    check(FieldType::Text, Relation::EndsWith(vec![".EDU".to_owned()]), &[("x.edu", Yes), ("edu", No)]);
    check(
        FieldType::Email,
        Relation::Matches(vec!["*@example.???".to_owned()]),
        &[("Ana@Example.org", Yes), ("ana@example.info", No), ("x", Unknown)],
    );
}

#[test]
fn a_domain_follows_the_last_at_sign() {
    let mut builder = Builder::new();
    let field = builder.field("email", FieldType::Email);
    let relation = one_of(vec![text("gmail.com")]);
    let node = builder.node(NodeKind::Test(Test { operand: Operand::DomainOf(field), relation }));
    builder.rule("it", node);
    let cases = [
        ("a@GMail.com", Yes),
        ("a@b@gmail.com", Yes),
        ("a@gmail.com@b", No),
        ("gmail.com", Unknown),
        ("a@", No),
    ];
    for (cell, wanted) in cases {
        assert_eq!(builder.answer(node, &[cell]), wanted, "{cell}");
    }
}

#[test]
fn listed_values_compare_by_place_and_items_by_whole() {
    let mut seniority = choices(&["Staff", "Manager", "Director"]);
    seniority.in_order = true;
    let ordered = FieldType::OneOf(seniority);
    check(
        ordered.clone(),
        Relation::AtLeast(Value::Choice(1)),
        &[("staff", No), ("manager", Yes), ("director", Yes), ("CEO", Unknown)],
    );
    check(
        ordered.clone(),
        Relation::Between(Value::Choice(0), Value::Choice(1)),
        &[("staff", Yes), ("director", No)],
    );
    check(ordered, one_of(vec![Value::Choice(0), Value::Choice(2)]), &[("staff", Yes), ("manager", No)]);
    let mut open = choices(&["A", "B"]);
    open.or_other = true;
    check(
        FieldType::OneOf(open.clone()),
        Relation::Is(Value::Choice(0)),
        &[("a", Yes), ("b", No), ("z", No), ("", Unknown)],
    );
    let some = FieldType::SomeOf { choices: open, separator: ";".to_owned() };
    let items = |values: Vec<Value>, all| Relation::ContainsItems(Texts { values, all, list: None });
    check(
        some.clone(),
        items(vec![Value::Choice(0), Value::Choice(1)], false),
        &[("z;a", Yes), ("z", No), (" ; ", Unknown), ("b", Yes), ("", Unknown)],
    );
    check(
        some.clone(),
        items(vec![Value::Choice(0), text("Z")], true),
        &[("a;z", Yes), ("a", No), ("z", No), ("z;A;b", Yes)],
    );
}

#[test]
fn is_known_asks_about_the_cell_as_read() {
    let mut builder = Builder::new();
    let field = builder.field("n", FieldType::WholeNumber);
    builder.edit(field).assumed = Some(Assumed::Value(number(5)));
    let known = builder.test(field, Relation::Known);
    let five = builder.test(field, Relation::Is(number(5)));
    builder.rule("it", known);
    for (cell, is_known, is_five) in [("", No, Yes), ("x", No, Yes), ("5", Yes, Yes), ("6", Yes, No)] {
        assert_eq!(builder.answer(known, &[cell]), is_known);
        assert_eq!(builder.answer(five, &[cell]), is_five);
    }
}

#[test]
fn every_type_can_be_assumed_and_shown() {
    let mut open = choices(&["A", "B"]);
    open.or_other = true;
    let some = FieldType::SomeOf { choices: open.clone(), separator: ";".to_owned() };
    let day = jiff::civil::date(2026, 3, 1);
    let cases: Vec<(FieldType, Value, &str, &str, &str)> = vec![
        (FieldType::YesNo, Value::YesNo(false), "no", "TRUE", "yes"),
        (FieldType::Text, text("none"), "none", " Ana ", "Ana"),
        (FieldType::WholeNumber, number(4200), "4,200", "51-200", "51 to 200"),
        (FieldType::Number, Value::Number(15_000), "1.5", "5001+", "5,001 or more"),
        (FieldType::Percent, Value::Percent(25 * ONE), "25%", "12.5", "12.5%"),
        (
            FieldType::Money("USD".to_owned()),
            Value::Money(50_000_000 * ONE, "USD".to_owned()),
            "50,000,000 USD",
            "$1.5",
            "1.5 USD",
        ),
        (FieldType::Date, Value::Date(day), "2026-03-01", "2026-01-31T14:05:00Z", "2026-01-31"),
        (FieldType::DateTime, Value::Date(day), "2026-03-01", "2026-01-31T14:05:07Z", "2026-01-31 14:05:07"),
        (FieldType::OneOf(open), Value::Choice(1), "B", "zinc", "zinc"),
        (some, Value::Choice(0), "A", "b;;Zinc;a", "B, Zinc, A"),
    ];
    for (field_type, assumed, assumed_text, cell, cell_text) in cases {
        let mut builder = Builder::new();
        let field = builder.field("f", field_type.clone());
        builder.edit(field).assumed = Some(Assumed::Value(assumed));
        builder.edit(field).writing.bands = true;
        builder.edit(field).writing.open_bands = true;
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let batch = Batch::read(&plan, &Rows::of(&[&[""], &[cell], &[], &[""]]));
        for row in [0, 2, 3] {
            assert_eq!(batch.value_text(&plan, field, row).as_deref(), Some(assumed_text), "{field_type:?}");
            assert!(batch.is_assumed(field, row));
            assert_eq!(batch.state(field, row), CellState::Missing);
        }
        assert_eq!(batch.value_text(&plan, field, 1).as_deref(), Some(cell_text), "{field_type:?}");
        assert!(!batch.is_assumed(field, 1));
        assert_eq!(batch.state(field, 1), CellState::Known);
    }
}

#[test]
fn problems_name_row_column_and_fault() {
    let mut builder = Builder::new();
    let id = builder.field("id", FieldType::Text);
    builder.edit(id).required = Some(Required::Always);
    let revenue = builder.field("revenue", FieldType::Money("USD".to_owned()));
    builder.edit(revenue).currency_column = Some("Currency".to_owned());
    builder.edit(revenue).required = Some(Required::Always);
    builder.edit(revenue).assumed = Some(Assumed::Value(Value::Money(0, "USD".to_owned())));
    let plan = Plan::new(&builder.program, TODAY).unwrap();
    let batch = Batch::read(
        &plan,
        &Rows::of(&[
            &["a", "5", "USD"],
            &["", "x", ""],
            &["b", "5", "XXX"],
            &["\u{1}bytes", "", "XXX"],
            &["c", "\u{1}object"],
            &[],
            &["d", "x", "XXX"],
            &["e", "€5", "XXX"],
        ]),
    );
    let found: Vec<(u32, u32, Fault)> =
        batch.problems().iter().map(|problem| (problem.row, problem.column, problem.fault)).collect();
    assert_eq!(
        found,
        [
            (1, 0, Fault::RequiredMissing),
            (1, 1, Fault::NotANumber),
            (2, 2, Fault::NoRate),
            (3, 0, Fault::NotText),
            (3, 1, Fault::RequiredMissing),
            (4, 1, Fault::NotScalar),
            (5, 0, Fault::RequiredMissing),
            (5, 1, Fault::RequiredMissing),
            (6, 1, Fault::NotANumber),
            (6, 2, Fault::NoRate),
            (7, 2, Fault::NoRate),
        ]
    );
    assert_eq!(batch.state(revenue, 2), CellState::Unreadable);
    assert_eq!(evaluate(&plan, &batch, false).problems, batch.problems());
}

#[test]
fn ordered_values_leave_their_bound_out() {
    let mut ordered = choices(&["A", "B", "C"]);
    ordered.in_order = true;
    let at = Value::Choice(1);
    let cases = [
        (Relation::LessThan(at.clone()), [Yes, No, No]),
        (Relation::AtMost(at.clone()), [Yes, Yes, No]),
        (Relation::MoreThan(at.clone()), [No, No, Yes]),
        (Relation::AtLeast(at), [No, Yes, Yes]),
    ];
    for (relation, [a, b, c]) in cases {
        check(FieldType::OneOf(ordered.clone()), relation, &[("a", a), ("b", b), ("c", c), ("", Unknown)]);
    }
}
