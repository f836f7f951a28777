//! Dates and moments as the API writes them, on top of chrono.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime as ChronoDateTime, FixedOffset, NaiveDate, TimeZone, Utc};
use serde::{Serialize, Serializer};

/// A moment with the offset from UTC in which it was written, to the second or finer.
///
/// Travels as ISO 8601 with an offset, such as `2025-01-29T14:05:52+01:00`. The offset is kept, so a moment that came
/// from the server goes back as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(ChronoDateTime<FixedOffset>);

impl DateTime {
    /// The moment as chrono has it.
    pub const fn to_chrono(self) -> ChronoDateTime<FixedOffset> {
        self.0
    }
}

impl<Zone: TimeZone> From<ChronoDateTime<Zone>> for DateTime {
    fn from(moment: ChronoDateTime<Zone>) -> Self {
        Self(moment.fixed_offset())
    }
}

impl From<DateTime> for ChronoDateTime<FixedOffset> {
    fn from(moment: DateTime) -> Self {
        moment.0
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339())
    }
}

impl FromStr for DateTime {
    type Err = InvalidDate;

    /// Reads ISO 8601 with an offset; the colon of the offset and the `T` may be missing, as some methods write it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const ALSO: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z"];
        let moment = match ChronoDateTime::parse_from_rfc3339(text) {
            Ok(moment) => Some(moment),
            // chrono would also take a sign or a blank in front.
            Err(_) if !text.starts_with(|first: char| first.is_ascii_digit()) => None,
            Err(_) => ALSO.iter().find_map(|format| ChronoDateTime::parse_from_str(text, format).ok()),
        };
        moment.map(Self).ok_or(InvalidDate("a moment such as `2025-01-29T14:05:52+01:00`"))
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A day, without a time and without an offset.
///
/// Travels as `2025-01-29`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(NaiveDate);

impl Date {
    /// The day as chrono has it.
    pub const fn to_chrono(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> Self {
        day.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    /// Reads `2025-01-29`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // chrono would also take signs and blanks.
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = if plain { text.parse().ok() } else { None };
        day.map(Self).ok_or(InvalidDate("a day such as `2025-01-29`"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A moment as the number of seconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `seconds` after the beginning of 1970 in UTC.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the beginning of 1970 in UTC.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The moment as chrono has it; `None` for a year beyond ±262,000.
    pub fn to_chrono(self) -> Option<ChronoDateTime<Utc>> {
        ChronoDateTime::from_timestamp(self.0, 0)
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl<Zone: TimeZone> From<ChronoDateTime<Zone>> for Timestamp {
    fn from(moment: ChronoDateTime<Zone>) -> Self {
        Self(moment.timestamp())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

/// A text that is no date of the kind that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct InvalidDate(&'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_goes_back_as_it_came() {
        for text in ["2025-01-29T14:05:52+01:00", "2024-09-16T08:41:00+00:00", "2025-01-29T14:05:52.250-03:30"] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
        assert_eq!("2025-01-29 14:05:52+0300".parse::<DateTime>().unwrap().to_string(), "2025-01-29T14:05:52+03:00");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        assert_eq!("soon".parse::<Date>().unwrap_err().to_string(), "expected a day such as `2025-01-29`");
        assert!("2025-02-30".parse::<Date>().is_err());
        assert!("2025-01-29T14:05:52".parse::<DateTime>().is_err(), "without an offset it is no moment");
    }
}
