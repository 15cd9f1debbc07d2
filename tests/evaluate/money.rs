//! Money across currencies: exact, never rounded (4.1).

use uld::evaluate::answers::Answer::{self, No, Unknown, Yes};
use uld::model::condition::Relation;
use uld::model::field::FieldType;
use uld::model::ids::{FieldId, NodeId};
use uld::model::value::Value;

use crate::builder::{Builder, one_of};

const ONE: i64 = 10_000;

fn rated(relation: Relation) -> (Builder, FieldId, NodeId) {
    let mut builder = Builder::new();
    let rates = &mut builder.program.rates.pairs;
    // 1 EUR = 1.08 USD, 3 CHF = 1 USD, both ways.
    for (from, to, rate) in
        [("EUR", "USD", (27, 25)), ("USD", "EUR", (25, 27)), ("CHF", "USD", (1, 3)), ("USD", "CHF", (3, 1))]
    {
        rates.insert((from.to_owned(), to.to_owned()), rate);
    }
    let field = builder.field("revenue", FieldType::Money("USD".to_owned()));
    builder.edit(field).currency_column = Some("Currency".to_owned());
    let node = builder.test(field, relation);
    builder.rule("it", node);
    (builder, field, node)
}

fn check(relation: Relation, cells: &[(&str, &str, Answer)]) {
    let (builder, _, node) = rated(relation.clone());
    for (amount, currency, wanted) in cells {
        assert_eq!(builder.answer(node, &[amount, currency]), *wanted, "{relation:?} on {amount} {currency}");
    }
    // All in one batch, in which the currencies mix.
    let rows: Vec<Vec<&str>> = cells.iter().map(|(amount, currency, _)| vec![*amount, *currency]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let verdicts = builder.judge(&rows);
    for (row, (.., wanted)) in cells.iter().enumerate() {
        assert_eq!(verdicts.rule_answers[0].at(row), *wanted);
    }
}

fn usd(amount: i64) -> Value {
    Value::Money(amount, "USD".to_owned())
}

#[test]
fn a_rate_serves_both_ways_and_nothing_is_rounded() {
    check(
        Relation::AtLeast(usd(100 * ONE)),
        &[
            ("100", "", Yes),
            ("100", "USD", Yes),
            ("99.9999", "usd", No),
            // 92.5926 × 1.08 is 100.000008; 92.5925 × 1.08 is 99.9999, which two places would make 100.00.
            ("92.5926", "EUR", Yes),
            ("92.5925", "EUR", No),
            ("300", "CHF", Yes),
            ("299.9999", "CHF", No),
            ("300", "GBP", Unknown),
            ("", "GBP", Unknown),
            ("", "EUR", Unknown),
        ],
    );
}

#[test]
fn equality_needs_an_exact_amount() {
    // 100 USD is 92.592592… EUR: no amount in EUR is it.
    check(
        Relation::Is(usd(100 * ONE)),
        &[("92.5926", "EUR", No), ("92.5925", "EUR", No), ("300", "CHF", Yes), ("100", "USD", Yes)],
    );
    check(Relation::Is(usd(108 * ONE)), &[("100", "EUR", Yes), ("100.0001", "EUR", No)]);
    check(
        one_of(vec![usd(108 * ONE), usd(1)]),
        &[("100", "EUR", Yes), ("0.0003", "CHF", Yes), ("0.0004", "CHF", No)],
    );
}

#[test]
fn thresholds_in_a_third_currency_go_through_the_fields_own() {
    // 1 EUR is 1.08 USD is 3.24 CHF.
    let euros = |amount: i64| Value::Money(amount * ONE, "EUR".to_owned());
    check(
        Relation::MoreThan(euros(100)),
        &[
            ("324", "CHF", No),
            ("324.0001", "CHF", Yes),
            ("108", "USD", No),
            ("108.0001", "", Yes),
            ("100", "EUR", No),
        ],
    );
    check(
        Relation::Between(euros(100), euros(200)),
        &[("323.9999", "CHF", No), ("324", "CHF", Yes), ("648", "CHF", Yes), ("648.0001", "CHF", No)],
    );
    check(
        Relation::LessThan(euros(100)),
        &[("323.9999", "CHF", Yes), ("324", "CHF", No), ("-5", "CHF", Yes)],
    );
    // 100 USD lies between 92.5925 and 92.5926 EUR.
    for (relation, below, above) in [
        (Relation::LessThan(usd(100 * ONE)), Yes, No),
        (Relation::AtMost(usd(100 * ONE)), Yes, No),
        (Relation::MoreThan(usd(100 * ONE)), No, Yes),
        (Relation::AtLeast(usd(100 * ONE)), No, Yes),
    ] {
        check(relation, &[("92.5925", "EUR", below), ("92.5926", "EUR", above)]);
    }
    check(Relation::AtMost(euros(100)), &[("324", "CHF", Yes), ("324.0001", "CHF", No)]);
}

#[test]
fn the_largest_amounts_compare() {
    let most = i64::MAX - 1;
    check(
        Relation::AtLeast(usd(most)),
        &[
            ("922337203685477.5806", "", Yes),
            ("922337203685477.5805", "", No),
            ("922337203685477.5806", "EUR", Yes),
        ],
    );
    check(Relation::AtLeast(Value::Money(most, "EUR".to_owned())), &[("922337203685477.5806", "", No)]);
    check(Relation::AtMost(Value::Money(most, "EUR".to_owned())), &[("922337203685477.5806", "", Yes)]);
    check(Relation::MoreThan(usd(i64::MAX)), &[("922337203685477.5806", "", No)]);
}
