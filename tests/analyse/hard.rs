//! Questions that are hard on purpose: they end, the same way on every run, and no stack is too small.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use uld::analyse::{Comparer, Pairing, STEPS};

use crate::harness::{compare, compared, last, program, rule, word};

/// On a small stack.
fn in_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let stack = 1 << 20;
    std::thread::Builder::new().stack_size(stack).spawn(test).unwrap().join().unwrap();
}

/// Every pigeon sits in a hole, no two in the same: never yes, and long to be sure of.
fn pigeons(holes: usize, extra: &str) -> String {
    let mut text = String::new();
    for pigeon in 0..=holes {
        for hole in 0..holes {
            writeln!(text, "field p{pigeon}_{hole}: yes/no").unwrap();
        }
    }
    for pigeon in 0..=holes {
        let holes: Vec<String> = (0..holes).map(|hole| format!("p{pigeon}_{hole}")).collect();
        writeln!(text, "criterion sits{pigeon} when {}", holes.join(" or ")).unwrap();
    }
    for hole in 0..holes {
        let pigeons: Vec<String> = (0..=holes).map(|pigeon| format!("p{pigeon}_{hole}")).collect();
        writeln!(text, "criterion shared{hole} when at least 2 of:\n  - {}", pigeons.join("\n  - ")).unwrap();
    }
    let sits: Vec<String> = (0..=holes).map(|pigeon| format!("sits{pigeon}")).collect();
    let shared: Vec<String> = (0..holes).map(|hole| format!("not shared{hole}")).collect();
    writeln!(text, "criterion fits_all when {} and {}", sits.join(" and "), shared.join(" and ")).unwrap();
    writeln!(text, "field z: yes/no\nlead when fits_all{extra}").unwrap();
    text
}

/// An odd number of fields is yes.
fn odd(fields: usize, reversed: bool) -> String {
    let mut text = String::new();
    for field in 0..fields {
        writeln!(text, "field f{field}: yes/no").unwrap();
    }
    writeln!(text, "criterion c0 when f0").unwrap();
    for field in 1..fields {
        let (own, before) = (format!("f{field}"), format!("c{}", field - 1));
        let (one, other) = if reversed { (&own, &before) } else { (&before, &own) };
        writeln!(text, "criterion c{field} when ({one} and not {other}) or (not {one} and {other})").unwrap();
    }
    writeln!(text, "lead when c{}", fields - 1).unwrap();
    text
}

#[test]
fn pigeons_end() {
    in_a_small_stack(|| {
        let (old, new) = (program(&pigeons(8, "")), program(&pigeons(8, " and z")));
        let started = Instant::now();
        let of = || word(&compared(&old, &new));
        let found = of();
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
        assert_eq!(of(), found);
        assert!(
            found.starts_with("not decided: ") || found == "same" || found == "asks otherwise",
            "{found}"
        );
    });
}

#[test]
fn too_few_steps_are_not_decided() {
    let (old, new) = (program(&pigeons(4, "")), program(&pigeons(4, " and z")));
    let of = |steps| {
        let mut comparer = Comparer::new(&old, &new, Pairing::by_name(&old, &new), steps);
        word(&comparer.stage(last(&old), last(&new)))
    };
    assert_eq!(of(1_000), "not decided: it would take more steps than are allowed");
    assert_eq!(of(STEPS), "asks otherwise");
}

#[test]
fn an_odd_number_of_sixty_fields() {
    in_a_small_stack(|| {
        assert_eq!(word(&compare(&odd(60, false), &odd(60, true))), "same");
        assert_eq!(
            word(&compare(
                &odd(60, false),
                &odd(59, false).replace("lead when", "field f59: yes/no\nlead when")
            )),
            "looser stricter"
        );
    });
}

#[test]
fn sixty_doublings_take_no_time() {
    let text = |last: &str| {
        let mut text = String::from("field a: yes/no\nfield b: yes/no\ncriterion c0 when a and b\n");
        for index in 1..=60 {
            let before = index - 1;
            writeln!(text, "criterion c{index} when c{before} or (c{before} and a)").unwrap();
        }
        writeln!(text, "lead when {last}").unwrap();
        text
    };
    let (old, new) = (program(&text("c60")), program(&text("c60 or b")));
    let started = Instant::now();
    assert_eq!(word(&compared(&old, &old)), "same");
    assert_eq!(word(&compared(&old, &new)), "looser");
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[test]
fn ten_thousand_criteria_one_after_another() {
    in_a_small_stack(|| {
        let text = |least: usize| {
            let mut text = String::new();
            for index in 0..9_999 {
                writeln!(text, "field f{index}: whole number").unwrap();
            }
            writeln!(text, "criterion c0 when f0 is at least {least}").unwrap();
            for index in 1..9_999 {
                writeln!(text, "criterion c{index} when c{} and f{index} is at least 1", index - 1).unwrap();
            }
            writeln!(text, "lead when c9998").unwrap();
            text
        };
        let (old, new) = (program(&text(2)), program(&text(1)));
        let started = Instant::now();
        let mut comparer = Comparer::new(&old, &new, Pairing::by_name(&old, &new), STEPS);
        let found = word(&comparer.rule(rule(&old, "c5000"), rule(&new, "c5000")));
        assert_eq!(found, "looser");
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    });
}

/// Many filters of many fields, all of which rows are looked for to pass or not.
fn filtered(least: usize) -> String {
    let mut text =
        "field id: text\nevents touch, plural touches\n  file \"touches\"\n  matched by id\n".to_owned();
    for field in 0..6 {
        writeln!(text, "  - t{field}: one of \"a\", \"b\", \"c\", \"d\"").unwrap();
    }
    let filter = |of: usize| {
        format!("(t{} is \"a\" or t{} is not \"b\" and t{} is \"c\")", of % 6, (of + 1) % 6, (of + 2) % 6)
            .replace(" and ", " or ")
    };
    let counts: Vec<String> =
        (0..12).map(|of| format!("at most {} touches where {}", of % 3 + least, filter(of))).collect();
    writeln!(text, "lead when all of:\n  - any touch\n  - {}", counts.join("\n  - ")).unwrap();
    text
}

#[test]
fn rows_for_many_filters_are_found_or_given_up() {
    let (old, new) = (program(&filtered(1)), program(&filtered(2)));
    let started = Instant::now();
    let found = word(&compared(&old, &new));
    assert!(started.elapsed() < Duration::from_secs(60), "{found} after {:?}", started.elapsed());
    assert_eq!(found, word(&compared(&old, &new)), "the same on every run");
}
