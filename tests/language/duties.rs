//! How the duties of tests/language/whole stand on Tuesday, 2026-05-26: the Monday before it was a holiday.

use super::{done, spoken};

/// Whose duty, the words it begins with, met, late by id, due, unknown, and what it is there for.
type Expected = (&'static str, &'static str, u64, &'static [&'static str], u64, u64, &'static str);

const EXPECTED: &[Expected] = &[
    (
        "sales",
        "sales must make first contact within 2 working days",
        9,
        &["late", "was-lead"],
        2,
        2,
        "from Thursday the 21st the second working day is Tuesday the 26th, from Wednesday it was Friday the 22nd; \
         whoever was a lead on a known day is still counted",
    ),
    (
        "sales",
        "sales must keep trying before",
        2,
        &["no-lead-yet", "was-lead", "tried-seven", "left-alone"],
        0,
        1,
        "eight touches before nurture; an undated one is a maybe; who rests there is counted",
    ),
    ("Enterprise account executives", "", 0, &["enterprise"], 0, 0, "31 minutes are more than 30"),
    ("emea desk", "", 1, &["met-last-day", "late"], 2, 2, "one working day; the last day itself is not over"),
    (
        "inside sales",
        "",
        3,
        &["hours-late"],
        0,
        0,
        "4 working hours from Friday 15:00 end on Tuesday at 11:00; from 08:00 they run from 09:00; 5 minutes run on \
         a holiday too",
    ),
    ("marketing ops", "", 0, &["company-blank"], 0, 0, "who answers for a lead while its route is unknown"),
    ("the owner in \"Account owner\"", "", 1, &[], 0, 0, "whom a field of the record names"),
];

#[test]
fn duties_stand_as_worked_out_by_hand() {
    let output = done(&[
        "audit",
        "main.uld",
        "after-holiday/contacts.csv",
        "--as-of",
        "2026-05-26",
        "--format",
        "json",
    ]);
    let audit: serde_json::Value = serde_json::from_str(&output).unwrap();
    let duties = audit["duties"].as_array().unwrap();
    for (who, sentence, met, late, due, unknown, why) in EXPECTED {
        let found: Vec<_> = duties
            .iter()
            .filter(|duty| duty["who"] == *who && spoken(&duty["duty"]).starts_with(sentence))
            .collect();
        let [duty] = found.as_slice() else { panic!("{who} {sentence}: {duties:#?}") };
        let ids: Vec<String> =
            duty["late_contacts"].as_array().unwrap().iter().map(|contact| spoken(&contact["id"])).collect();
        assert_eq!(
            (duty["met"].as_u64(), ids, duty["due"].as_u64(), duty["unknown"].as_u64()),
            (Some(*met), late.iter().map(|id| (*id).to_owned()).collect(), Some(*due), Some(*unknown)),
            "{who} {sentence}: {why}"
        );
    }
    assert_eq!(duties.len(), EXPECTED.len());
    assert_eq!(
        audit["not_measured"].as_array().unwrap().len(),
        4,
        "three without evidence, one in an outcome"
    );
}
