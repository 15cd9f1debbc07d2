//! Strong Kleene logic: every table, for one to four parts (4.3).

use uld::evaluate::answers::Answer;
use uld::model::condition::NodeKind;
use uld::model::ids::NodeId;

use crate::builder::{Builder, Dice};

const CELLS: [(&str, Answer); 3] = [("no", Answer::No), ("", Answer::Unknown), ("yes", Answer::Yes)];

/// All rows of `parts` cells, with their answers.
fn rows(parts: usize) -> Vec<Vec<(&'static str, Answer)>> {
    (0..3_usize.pow(parts as u32))
        .map(|number| (0..parts).map(|part| CELLS[number / 3_usize.pow(part as u32) % 3]).collect())
        .collect()
}

fn count(row: &[(&str, Answer)], wanted: Answer) -> usize {
    row.iter().filter(|(_, answer)| *answer == wanted).count()
}

/// Builds a condition over fields that are its parts, and compares it with the table.
fn check(
    parts: usize,
    build: impl Fn(&mut Builder, &[NodeId]) -> NodeId,
    table: impl Fn(&[(&str, Answer)]) -> Answer,
) {
    let mut builder = Builder::new();
    let tests: Vec<NodeId> = (0..parts)
        .map(|part| {
            let field = builder.yes_no(&format!("f{part}"));
            builder.is_yes(field)
        })
        .collect();
    let node = build(&mut builder, &tests);
    builder.rule("it", node);
    let rows = rows(parts);
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|(cell, _)| *cell).collect()).collect();
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let verdicts = builder.judge(&cells);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(verdicts.rule_answers[0].at(index), table(row), "{row:?}");
    }
}

#[test]
fn and_is_no_if_any_part_is_no_else_unknown_if_any_is() {
    for parts in 1..=4 {
        check(
            parts,
            |builder, tests| builder.all(tests),
            |row| row.iter().map(|(_, answer)| *answer).min().unwrap(),
        );
    }
}

#[test]
fn or_is_yes_if_any_part_is_yes_else_unknown_if_any_is() {
    for parts in 1..=4 {
        check(
            parts,
            |builder, tests| builder.any(tests),
            |row| row.iter().map(|(_, answer)| *answer).max().unwrap(),
        );
    }
}

#[test]
fn at_least_counts_the_sure_and_the_possible() {
    for parts in 1..=4 {
        for least in 0..=6 {
            check(
                parts,
                |builder, tests| builder.at_least(least as u32, tests),
                |row| {
                    let (yes, unknown) = (count(row, Answer::Yes), count(row, Answer::Unknown));
                    if yes >= least {
                        Answer::Yes
                    } else if yes + unknown < least {
                        Answer::No
                    } else {
                        Answer::Unknown
                    }
                },
            );
        }
    }
}

#[test]
fn not_swaps_and_assume_settles() {
    check(
        1,
        |builder, tests| builder.not(tests[0]),
        |row| match row[0].1 {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        },
    );
    for stated in [false, true] {
        check(
            1,
            |builder, tests| builder.node(NodeKind::AssumeIfUnknown { part: tests[0], answer: stated }),
            |row| match row[0].1 {
                Answer::Unknown if stated => Answer::Yes,
                Answer::Unknown => Answer::No,
                Answer::Yes | Answer::No => row[0].1,
            },
        );
    }
}

#[test]
fn a_rule_may_settle_what_is_unknown() {
    for stated in [false, true] {
        let mut builder = Builder::new();
        let field = builder.yes_no("f");
        let test = builder.is_yes(field);
        let rule = builder.rule("r", test);
        builder.program.rules[0].if_unknown = Some(stated);
        let used = builder.use_rule(rule);
        builder.rule("s", used);
        let verdicts = builder.judge(&[&[""], &["yes"], &["no"]]);
        let wanted = [if stated { Answer::Yes } else { Answer::No }, Answer::Yes, Answer::No];
        for (row, wanted) in wanted.into_iter().enumerate() {
            assert_eq!(verdicts.rule_answers[1].at(row), wanted);
        }
    }
}

#[test]
fn many_parts_are_counted_right() {
    let mut dice = Dice::new(7);
    for parts in [63, 64, 65, 200] {
        let mut builder = Builder::new();
        let tests: Vec<NodeId> = (0..parts)
            .map(|part| {
                let field = builder.yes_no(&format!("f{part}"));
                builder.is_yes(field)
            })
            .collect();
        let limits = [1, 2, parts / 2, parts - 1, parts];
        let nodes: Vec<NodeId> = limits.iter().map(|limit| builder.at_least(*limit as u32, &tests)).collect();
        builder.rule("it", nodes[0]);
        for _ in 0..20 {
            let row: Vec<(&str, Answer)> = (0..parts).map(|_| *dice.pick(&CELLS)).collect();
            let cells: Vec<&str> = row.iter().map(|(cell, _)| *cell).collect();
            let verdicts = builder.judge(&[&cells]);
            let (yes, unknown) = (count(&row, Answer::Yes), count(&row, Answer::Unknown));
            for (limit, node) in limits.iter().zip(&nodes) {
                let wanted = match () {
                    () if yes >= *limit => Answer::Yes,
                    () if yes + unknown < *limit => Answer::No,
                    () => Answer::Unknown,
                };
                assert_eq!(verdicts.node_answers[node.index()].at(0), wanted);
            }
        }
    }
}

#[test]
fn order_never_matters() {
    for parts in 2..=4 {
        let rows = rows(parts);
        let kinds: [fn(Vec<NodeId>) -> NodeKind; 3] =
            [NodeKind::All, NodeKind::Any, |parts| NodeKind::AtLeast { count: 2, parts }];
        for kind in kinds {
            let mut builder = Builder::new();
            let tests: Vec<NodeId> = (0..parts)
                .map(|part| {
                    let field = builder.yes_no(&format!("f{part}"));
                    builder.is_yes(field)
                })
                .collect();
            let orders: Vec<NodeId> =
                orders(&tests).into_iter().map(|order| builder.node(kind(order))).collect();
            builder.rule("it", orders[0]);
            let cells: Vec<Vec<&str>> =
                rows.iter().map(|row| row.iter().map(|(cell, _)| *cell).collect()).collect();
            let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
            let verdicts = builder.judge(&cells);
            for node in &orders {
                assert_eq!(verdicts.node_answers[node.index()], verdicts.node_answers[orders[0].index()]);
            }
        }
    }
}

fn orders(of: &[NodeId]) -> Vec<Vec<NodeId>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    (0..of.len())
        .flat_map(|first| {
            let mut rest = of.to_vec();
            let head = rest.remove(first);
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, head);
                order
            })
        })
        .collect()
}
