//! Parquet files that are cut off, flipped, or claim what is not so: an error with a code, never a panic.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, StringArray};
use parquet::basic::{Compression, ZstdLevel};
use uld::records::limits::Limits;

use super::columnar::{cells, column, file, plain};

/// Two groups of rows, text with and without a dictionary, numbers.
fn small() -> Vec<u8> {
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values((0..40).map(|row| format!("id {row}"))));
    let stage: ArrayRef =
        Arc::new((0..40).map(|row| (row % 3 > 0).then_some(["a", "bc"][row % 2])).collect::<StringArray>());
    let seats: ArrayRef = Arc::new(Int32Array::from_iter_values(0..40));
    let data = [("id", ids), ("stage", stage), ("seats", seats)];
    file(&data, plain().set_max_row_group_row_count(Some(25)).set_compression(Compression::SNAPPY))
}

fn read(bytes: &[u8]) -> Result<usize, String> {
    let columns = ["id", "stage", "seats"].map(|name| column(name, None));
    // What the crate panics on is caught; a panic of our own is not, and fails the test.
    let read = cells(bytes, &columns, 16, Limits::default());
    read.map(|(rows, _)| rows.len()).map_err(|error| format!("{} {error}", error.code().0))
}

#[test]
fn cut_off_at_every_byte() {
    let whole = small();
    assert_eq!(read(&whole), Ok(40));
    for length in 0..whole.len() {
        let error = read(&whole[..length]).unwrap_err();
        assert!(error.starts_with("R94") || error.starts_with("R906"), "{length}: {error}");
    }
}

/// Numbers that look random.
struct Seed(u64);

impl Seed {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

#[test]
fn flipped_bytes() {
    let whole = small();
    let mut seed = Seed(0x5eed_0001);
    let (mut errors, mut unnoticed) = (0, 0);
    for _ in 0..4000 {
        let mut bytes = whole.clone();
        for _ in 0..=seed.next(3) {
            let place = seed.next(bytes.len());
            bytes[place] =
                [0, 0xff, 0x7f, bytes[place] ^ 1 << seed.next(8), seed.next(256) as u8][seed.next(5)];
        }
        match read(&bytes) {
            Ok(rows) => unnoticed += usize::from(rows == 40),
            Err(_) => errors += 1,
        }
    }
    assert!(errors > 1000 && unnoticed > 100, "{errors} errors, {unnoticed} not noticed");
}

#[test]
fn every_byte_of_the_footer_set_to_the_worst() {
    let whole = small();
    let length = u32::from_le_bytes(whole[whole.len() - 8..whole.len() - 4].try_into().unwrap()) as usize;
    let start = whole.len() - 8 - length;
    for place in start..whole.len() {
        for byte in [0, 0x7f, 0xf9, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] = byte;
            let _ = read(&bytes);
        }
    }
}

#[test]
fn more_rows_than_its_bytes_can_mean() {
    // Nothing but one number.
    let rows = 500_000;
    let data: [(&str, ArrayRef); 1] = [("seats", Arc::new(Int32Array::from(vec![7; rows])))];
    let bytes = file(&data, plain().set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap())));
    assert!(bytes.len() < 2400, "{}", bytes.len());
    let columns = [column("seats", None)];
    let over = Limits { free: rows as u64 - 1, ..Limits::default() };
    let error = cells(&bytes, &columns, 4096, over).unwrap_err();
    assert_eq!(
        (error.code().0, error.to_string().as_str()),
        (
            "R943",
            "contacts.parquet: unpacks to more than 200 times its size; if you trust it, export it as CSV"
        )
    );
    let enough = Limits { free: rows as u64, ..Limits::default() };
    assert_eq!(cells(&bytes, &columns, 1 << 16, enough).map(|(rows, _)| rows.len()).ok(), Some(rows));
}

#[test]
fn a_text_that_stands_once_and_counts_a_thousand_times() {
    let long = "x".repeat(100_000);
    let data: [(&str, ArrayRef); 1] =
        [("id", Arc::new(StringArray::from_iter_values((0..1000).map(|_| &long))))];
    let bytes = file(&data, plain().set_compression(Compression::SNAPPY));
    let error = cells(&bytes, &[column("id", None)], 64, Limits::default()).unwrap_err();
    assert_eq!(error.code().0, "R943", "{error}");
}

#[test]
fn a_record_over_its_limit_and_one_below() {
    let limits = Limits { record: 100, ..Limits::default() };
    for (length, fits) in [(60, true), (61, false)] {
        let one: ArrayRef = Arc::new(StringArray::from(vec!["a".repeat(40), "b".to_owned()]));
        let two: ArrayRef = Arc::new(StringArray::from(vec!["c".repeat(length), "d".to_owned()]));
        let bytes = file(&[("one", one), ("two", two)], plain());
        let read = cells(&bytes, &[column("one", None), column("two", None)], 10, limits);
        assert_eq!(read.is_ok(), fits);
        if let Err(error) = read {
            assert_eq!(
                error.to_string(),
                "contacts.parquet: record 1 is longer than 100 bytes; leave out the long column"
            );
        }
    }
}

#[test]
fn columns_over_their_limit() {
    let cell: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let names: Vec<String> = (0..20).map(|number| format!("column {number}")).collect();
    let data: Vec<(&str, ArrayRef)> = names.iter().map(|name| (name.as_str(), cell.clone())).collect();
    let bytes = file(&data, plain());
    let limits = |columns| Limits { columns, ..Limits::default() };
    assert!(cells(&bytes, &[column("column 3", None)], 10, limits(20)).is_ok());
    let error = cells(&bytes, &[column("column 3", None)], 10, limits(19)).unwrap_err();
    assert_eq!(error.code().0, "R943");
}
