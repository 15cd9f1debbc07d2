//! Strong Kleene logic (4.3), and the mistakes that can be planted into the reference.

/// yes, no or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Three {
    Yes,
    No,
    Unknown,
}

pub use Three::{No, Unknown, Yes};

impl Three {
    pub fn of(is: bool) -> Three {
        if is { Yes } else { No }
    }

    pub fn word(self) -> &'static str {
        match self {
            Yes => "yes",
            No => "no",
            Unknown => "unknown",
        }
    }

    /// "`not` swaps yes and no, keeps unknown."
    pub fn not(self) -> Three {
        match self {
            Yes => No,
            No => Yes,
            Unknown => Unknown,
        }
    }

    /// "`T assume no if unknown`: T's answer if definite, else the stated one."
    pub fn assume(self, answer: Option<bool>) -> Three {
        match (self, answer) {
            (Unknown, Some(answer)) => Three::of(answer),
            (Yes | No | Unknown, _) => self,
        }
    }
}

/// "`and`: no if any part is no, else unknown if any is unknown, else yes."
pub fn and(parts: &[Three]) -> Three {
    if parts.contains(&No) {
        No
    } else if parts.contains(&Unknown) {
        Unknown
    } else {
        Yes
    }
}

/// "`or`: yes if any is yes, else unknown if any is unknown, else no."
pub fn or(parts: &[Three]) -> Three {
    if parts.contains(&Yes) {
        Yes
    } else if parts.contains(&Unknown) {
        Unknown
    } else {
        No
    }
}

/// "`at least n of`: yes if n parts are yes; no if yes-parts plus unknown-parts are fewer than n; else unknown."
pub fn at_least(count: usize, parts: &[Three], bug: Option<Bug>) -> Three {
    let mut sure = parts.iter().filter(|part| **part == Yes).count();
    let maybe = parts.iter().filter(|part| **part == Unknown).count();
    if bug == Some(Bug::UnknownCountsAsYes) {
        sure += maybe;
    }
    if sure >= count {
        Yes
    } else if sure + maybe < count {
        No
    } else {
        Unknown
    }
}

/// What can be got wrong on purpose, to see that the comparison sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// A test of a blank is no.
    BlankAsNo,
    /// `is not one of` with a blank is yes.
    NotInBlankIsYes,
    /// `at least n of` counts unknown parts as yes.
    UnknownCountsAsYes,
    /// `is less than` includes the bound, and so do `before` and `more than`.
    BoundIncluded,
    /// 31 January and 1 month is 3 March.
    MonthRollsOver,
    /// A maybe-row of a count is counted as sure.
    MaybeIsSure,
    /// A score row is capped before it fades.
    CapBeforeDecay,
    /// What was worked out for one record is used for the next.
    StaleMemo,
    /// First match passes over an unknown row.
    SkipUnknownRow,
    /// An event of the future is counted.
    FutureCounts,
}

impl Bug {
    pub const ALL: [Bug; 10] = [
        Bug::BlankAsNo,
        Bug::NotInBlankIsYes,
        Bug::UnknownCountsAsYes,
        Bug::BoundIncluded,
        Bug::MonthRollsOver,
        Bug::MaybeIsSure,
        Bug::CapBeforeDecay,
        Bug::StaleMemo,
        Bug::SkipUnknownRow,
        Bug::FutureCounts,
    ];
}
