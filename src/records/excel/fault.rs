//! What is wrong with a workbook.

use std::io;

use crate::records::error::RecordsError;
use crate::records::limits::Limits;
use crate::records::open::read_error;
use crate::records::unpack::PackedFault;

/// Why a workbook can't be read.
#[derive(Debug)]
pub(super) enum ExcelFault {
    /// It is not as a workbook has to be.
    Damaged(&'static str),
    /// It is over a limit.
    TooLarge(&'static str),
    /// The row with this number is longer than a record may be.
    RowTooLong(u64),
    /// It is a workbook of another kind.
    OtherForm(&'static str),
    /// Reading failed.
    Io(io::Error),
}

pub(super) type Outcome<T> = Result<T, ExcelFault>;

impl From<io::Error> for ExcelFault {
    fn from(error: io::Error) -> Self {
        match PackedFault::of(&error) {
            Some(PackedFault::Ratio) => {
                ExcelFault::TooLarge("a part of it unpacks to more than 200 times its size")
            }
            Some(PackedFault::Total | PackedFault::Window) => {
                ExcelFault::TooLarge("a part of it unpacks to more than can be read")
            }
            Some(PackedFault::Damaged(_) | PackedFault::CutOff(_) | PackedFault::Twice) => {
                ExcelFault::Damaged("its data do not unpack to what was packed")
            }
            None if error.kind() == io::ErrorKind::UnexpectedEof => ExcelFault::Damaged("it ends too early"),
            None => ExcelFault::Io(error),
        }
    }
}

impl ExcelFault {
    /// The fault of the file that messages call `name`.
    pub(super) fn of_file(self, name: &str, limits: Limits) -> RecordsError {
        let path = name.to_owned();
        match self {
            ExcelFault::Damaged(what) => RecordsError::Excel { path, what },
            ExcelFault::TooLarge(what) => RecordsError::ExcelTooLarge { path, what },
            ExcelFault::RowTooLong(line) => RecordsError::RecordTooLong { path, line, limit: limits.record },
            ExcelFault::OtherForm(found) => RecordsError::OtherForm { path, claimed: "Excel", found },
            ExcelFault::Io(source) => read_error(name, limits, source),
        }
    }
}
