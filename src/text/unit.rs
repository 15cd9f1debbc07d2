//! Units of time, a word that the syntax and the meaning share.

/// A unit of time, in one of five families that never compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Calendar years: twelve months.
    Years,
    /// Calendar months.
    Months,
    /// Seven days.
    Weeks,
    /// Days.
    Days,
    /// Days of the working week that are no holidays.
    WorkingDays,
    /// Elapsed hours.
    Hours,
    /// Elapsed minutes.
    Minutes,
    /// Hours inside the working week's hours.
    WorkingHours,
    /// Minutes inside the working week's hours.
    WorkingMinutes,
}

impl Unit {
    /// All units, longest first.
    pub const ALL: [Unit; 9] = [
        Unit::Years,
        Unit::Months,
        Unit::Weeks,
        Unit::Days,
        Unit::WorkingDays,
        Unit::Hours,
        Unit::Minutes,
        Unit::WorkingHours,
        Unit::WorkingMinutes,
    ];

    /// The word for several of them: `months`.
    pub fn plural(self) -> &'static str {
        match self {
            Unit::Years => "years",
            Unit::Months => "months",
            Unit::Weeks => "weeks",
            Unit::Days => "days",
            Unit::WorkingDays => "working days",
            Unit::Hours => "hours",
            Unit::Minutes => "minutes",
            Unit::WorkingHours => "working hours",
            Unit::WorkingMinutes => "working minutes",
        }
    }

    /// The word for one of them: `month`.
    pub fn singular(self) -> &'static str {
        self.plural().trim_end_matches('s')
    }
}
