use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use uld::evaluate::cells::{Cells, RawCell, input_columns};
use uld::records::cut::ChunkSize;
use uld::records::error::RecordsError;
use uld::records::headers::match_columns;
use uld::records::judge::Run;
use uld::records::output::OutputOptions;
use uld::records::pick::pick;

use crate::records::harness::{SIZES, judge, open, output, program, run, run_with, say, showing};

fn many(count: usize) -> String {
    let mut text = "Record ID,Opted In,Evaluation Date,crm_stage,tags\n".to_owned();
    for number in 0..count {
        let opted = ["yes", "no", "", "maybe"][number % 4];
        let date = ["2026-01-01", "03/04/2026", "1/1/1", ""][number % 7 % 4];
        let stage = ["lead", "", "\"other\nthing\""][number % 3];
        match number % 97 {
            13 => writeln!(text, "{number},{opted}"),
            14 => writeln!(text, "{number},{opted},{date},{stage},a|b,extra"),
            15 => writeln!(text, ",{opted},{date},{stage},"),
            _ => writeln!(text, "{number},{opted},{date},{stage},a|b"),
        }
        .unwrap();
    }
    text
}

#[test]
fn threads_and_batches_change_no_byte() {
    let program = program();
    let text = many(9000);
    let lines: String = (0..3000)
        .map(|number| match number % 50 {
            7 => "nonsense\n".to_owned(),
            _ => format!(
                "{{\"Record ID\": {number}, \"Opted In\": \"yes\", \"k{}\": {{\"a\": [1]}}}}\n",
                number % 5
            ),
        })
        .collect();
    for (form, bytes) in [("csv", text.as_bytes()), ("ndjson", lines.as_bytes())] {
        for out_form in ["csv", "json", "table"] {
            let options = OutputOptions { keep_all: true, ..showing(out_form, "all") };
            let expected = run_with(&program, form, bytes, &options, 1, ChunkSize::default()).unwrap();
            assert!(expected.0.lines().count() > 3000);
            for threads in [1, 2, 8] {
                for size in SIZES {
                    let found = run_with(&program, form, bytes, &options, threads, size).unwrap();
                    assert!(found.0 == expected.0, "{form} {out_form} {threads} {size:?}: other bytes");
                    assert_eq!(found.1, expected.1, "{form} {out_form} {threads} {size:?}");
                }
            }
        }
    }
}

#[test]
fn every_record_in_is_a_record_out() {
    let text = many(1000);
    let (out, summary) = run("csv", text.as_bytes(), &output("ndjson")).unwrap();
    assert_eq!((out.lines().count(), summary.records), (1000, 1000));
    assert_eq!(summary.stages.iter().sum::<u64>(), 1000);
    assert_eq!(
        summary.findings.row_faults.short,
        summary.findings.row_faults.long + 1 - u64::from(1000 % 97 > 14)
    );
    assert!(summary.has_problems());
}

#[test]
fn the_summary_tells_of_columns() {
    let records = "Record ID,Contact ID,Opted In,Evaluation Dt,Evaluation Date\n1,9,yes,,03/04/2026\n2,,no,,2026-01-01\n,,no,,31/04/2026\n4,,no,,\n5,,no,,03/04/2026\n";
    let (_, summary) = run("csv", records.as_bytes(), &output("csv")).unwrap();
    let [id, opted, planned, crm, tags] = summary.findings.columns.as_slice() else { panic!() };
    assert_eq!(id.header.others, ["Contact ID"]);
    assert_eq!((id.required_missing.count, id.required_missing.first), (1, Some(3)));
    assert_eq!(opted.header.found.as_ref().unwrap().header, "Opted In");
    assert_eq!((planned.two_readings.count, planned.two_readings.first, planned.dates), (2, Some(1), 4));
    assert_eq!(planned.two_readings_shape.as_deref(), Some("99/99/9999"));
    assert_eq!(
        (planned.unreadable.count, planned.shapes.as_slice()),
        (3, [("99/99/9999".to_owned(), 1)].as_slice())
    );
    assert_eq!((crm.header.found.as_ref(), crm.header.nearest.as_ref()), (None, None));
    assert_eq!(tags.label, "tags");
    assert_eq!(summary.blank_ids.first, Some(3));
    assert_eq!(summary.findings.cells.len(), 3);
    assert!(!format!("{summary:?}").contains("31/04"));
}

#[test]
fn headers_are_compared_as_texts() {
    let (text, _) = run("csv", "RECORD id ,OPTED IN\n1,yes\n".as_bytes(), &output("csv")).unwrap();
    assert!(text.starts_with("RECORD id,stage") && text.contains("\n1,lead"), "{text}");
    let columns = input_columns(&program());
    let headers = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let both = headers(&["Record ID", "opted in", "opted_in", "Evaluation Dates"]);
    let matches = match_columns("x", &both, &columns, false).unwrap();
    assert_eq!(matches[1].found.as_ref().unwrap().position, 2);
    assert_eq!(matches[1].others, ["opted in"]);
    assert_eq!(matches[2].nearest.as_deref(), Some("Evaluation Dates"));
    let twice = headers(&["Record ID", "tags", "record id"]);
    let error = match_columns("x", &twice, &columns, false).err().unwrap();
    assert_eq!(
        error.to_string(),
        "x: columns 1 and 3 are both called \"Record ID\"; rename or remove one of them"
    );
    let unneeded = headers(&["Record ID", "n", "n", "", ""]);
    assert!(match_columns("x", &unneeded, &columns, false).is_ok());
}

#[test]
fn without_its_id_column_a_file_is_refused() {
    let error = run("csv", b"Recordid,x\n1,2\n", &output("csv")).err().unwrap();
    assert_eq!(
        error.to_string(),
        "contacts: no column for `id`, by which contacts are told apart; the nearest header is \"Recordid\": add it with `also \"Recordid\"` after `column`"
    );
    let mut numbered = program();
    numbered.header.identified_by = None;
    let (text, _) = run_with(&numbered, "csv", b"x\n1\n2\n", &output("csv"), 1, SIZES[0]).unwrap();
    let firsts: Vec<&str> = text.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(firsts, ["row", "1", "2"]);
}

/// Takes so many bytes, then fails.
struct Fails(usize, io::ErrorKind);

impl Write for Fails {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::from(self.1));
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn whoever_stops_reading_stops_the_run() {
    let program = program();
    let columns = input_columns(&program);
    let text = many(50_000);
    for threads in [1, 2, 8] {
        for (kind, quiet) in [(io::ErrorKind::BrokenPipe, true), (io::ErrorKind::StorageFull, false)] {
            let options = output("csv");
            let batch = ChunkSize { records: 100, bytes: 1 << 20 };
            let run = Run {
                program: &program,
                columns: &columns,
                judge: &judge,
                related: None,
                say_next: &say,
                output: &options,
                threads,
                batch,
                watch: None,
            };
            let input = open("csv", text.as_bytes()).unwrap();
            let error = run.judge_all(input, &mut Fails(20_000, kind), "<stdout>").err().unwrap();
            assert_eq!(error.is_closed_pipe(), quiet);
        }
    }
}

#[test]
fn a_fault_of_the_file_comes_after_the_records_before_it() {
    let program = program();
    let columns = input_columns(&program);
    let text = many(5000) + "x,\"open\n";
    for threads in [1, 2, 8] {
        let options = output("csv");
        let batch = ChunkSize { records: 100, bytes: 1 << 20 };
        let run = Run {
            program: &program,
            columns: &columns,
            judge: &judge,
            related: None,
            say_next: &say,
            output: &options,
            threads,
            batch,
            watch: None,
        };
        let mut out = Vec::new();
        let error = run.judge_all(open("csv", text.as_bytes()).unwrap(), &mut out, "<stdout>").err().unwrap();
        assert!(matches!(error, RecordsError::OpenQuote { .. }), "{error}");
        assert!(out.iter().filter(|byte| **byte == b'\n').count() > 4900);
    }
}

#[test]
fn a_panic_of_the_judge_comes_out_and_hangs_nothing() {
    let program = program();
    let columns = input_columns(&program);
    let text = many(5000);
    for threads in [1, 2, 8] {
        let options = output("csv");
        let batch = ChunkSize { records: 10, bytes: 1 << 20 };
        let judge = |rows: &uld::records::rows::Rows,
                     related: &uld::evaluate::Related<'_>,
                     memory: &mut uld::evaluate::Memory| {
            assert!(rows.number(0) != 1001, "planted");
            judge(rows, related, memory)
        };
        let run = Run {
            program: &program,
            columns: &columns,
            judge: &judge,
            related: None,
            say_next: &say,
            output: &options,
            threads,
            batch,
            watch: None,
        };
        let input = open("csv", text.as_bytes()).unwrap();
        let ended = catch_unwind(AssertUnwindSafe(|| run.judge_all(input, &mut Vec::new(), "<stdout>")));
        assert!(ended.is_err());
    }
}

#[test]
fn single_records_are_picked_by_id() {
    let program = program();
    let columns = input_columns(&program);
    let text = "Record ID,Opted In\n0013000000Gu4azAAB,yes\n2,\"a\nb\"\n 0013000000Gu4az ,no\n2,short,long\n";
    let picked = |ids: &[&str]| {
        let input = open("csv", text.as_bytes()).unwrap();
        let matches = match_columns("contacts", input.headers(), &columns, false).unwrap();
        let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
        pick(input, &columns, &[], &matches, Some(0), &ids, &|_| ()).unwrap()
    };
    let both = picked(&["0013000000Gu4az"]);
    assert_eq!(both.records.iter().map(|record| record.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(both.cell(1, 1), RawCell::Text("no"));
    let two = picked(&[" 2"]);
    assert_eq!(two.records.iter().map(|record| record.line).collect::<Vec<_>>(), [3, 6]);
    assert_eq!(two.records[1].reports.len(), 1);
    assert_eq!(two.cell(0, 2), RawCell::Absent);
    assert!(picked(&["nobody"]).records.is_empty());
}
