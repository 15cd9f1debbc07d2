//! How an export writes numbers and dates: what `written as` says, understood.

/// The forms of a field's cells. The empty lists stand for the forms that every field reads (language.md, 4.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Forms of a date or a date and time, tried in order; none: ISO only.
    pub dates: Vec<DateForm>,
    /// Forms of a number, money or percentage, tried in order; none: point and thousands commas.
    pub numbers: Vec<NumberForm>,
    /// Whether bands such as `51-200` are read.
    pub bands: bool,
    /// Whether open bands such as `5001+` are read.
    pub open_bands: bool,
}

/// A form such as `MM/DD/YYYY`, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForm {
    /// The form as written in the definition.
    pub written: String,
    /// Its parts, in order.
    pub parts: Vec<DatePart>,
}

/// A part of a date form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// `YYYY`, four digits
    Year,
    /// `YY`, two digits: 1970 to 2069
    ShortYear,
    /// `MM`, one digit or two
    Month,
    /// `MMM`, the English month, any case, `Apr` or `April`
    MonthName,
    /// `DD`, one digit or two
    Day,
    /// `HH`, 0 to 23, one digit or two
    Hour,
    /// `hh`, 1 to 12, one digit or two
    HalfDayHour,
    /// `mm`
    Minute,
    /// `ss`
    Second,
    /// `AM`: am or pm, any case
    HalfDay,
    /// `Z`: `Z`, `+00:00`, `+0000`
    Offset,
    /// Anything else stands for itself.
    Literal(String),
}

/// A form of a number, from a sample such as `"1.234,56"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberForm {
    /// The decimal mark, `.` or `,`.
    pub decimal: char,
    /// The thousands mark: `,`, `.`, a blank, an apostrophe; none if the sample has none.
    pub group: Option<char>,
    /// On a percent field: the cell is a fraction, 0.25 for 25%.
    pub fraction: bool,
}
