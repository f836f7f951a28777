//! Where a list goes on, as a text that can be kept.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::error::{InvalidValue, Reason};

/// Where a list goes on after a page: a text to keep, say in a file, for a later [`resume`](super::Listing::resume).
///
/// It belongs to the request that it came from, with the same filter and the same way of walking. Read it back by
/// `parse()`; what it says inside is no promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor(pub(super) Position);

/// A place between two pages.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Position {
    /// Before the first page.
    First,
    /// After so many rows.
    Skip(i64),
    /// Before the page of this number; and how many rows came before it, if that is known.
    Page(i64, Option<i64>),
    /// After the row with this identifier, in ascending order.
    After(i64),
    /// After the row with this identifier, in descending order.
    Before(i64),
    /// Where this value leads.
    Value(Value),
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Position::First => f.write_str("first"),
            Position::Skip(rows) => write!(f, "skip:{rows}"),
            Position::Page(number, None) => write!(f, "page:{number}"),
            Position::Page(number, Some(seen)) => write!(f, "page:{number}:{seen}"),
            Position::After(id) => write!(f, "after:{id}"),
            Position::Before(id) => write!(f, "before:{id}"),
            Position::Value(value) => write!(f, "value:{value}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let position = position(text).ok_or_else(|| InvalidValue::new(Reason::Paging("it is no cursor of a list")));
        position.map(Self)
    }
}

fn position(text: &str) -> Option<Position> {
    if text == "first" {
        return Some(Position::First);
    }
    let (kind, rest) = text.split_once(':')?;
    let natural = |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0);
    Some(match kind {
        "skip" => Position::Skip(natural(rest)?),
        "page" => match rest.split_once(':') {
            None => Position::Page(natural(rest)?, None),
            Some((number, seen)) => Position::Page(natural(number)?, Some(natural(seen)?)),
        },
        "after" => Position::After(rest.parse().ok()?),
        "before" => Position::Before(rest.parse().ok()?),
        "value" => Position::Value(serde_json::from_str(rest).ok()?),
        _ => return None,
    })
}

impl TryFrom<&str> for Cursor {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        text.parse()
    }
}

impl TryFrom<String> for Cursor {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, InvalidValue> {
        text.parse()
    }
}

impl From<&Cursor> for Cursor {
    fn from(cursor: &Cursor) -> Self {
        cursor.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cursor_is_a_text_and_comes_back() {
        for (position, text) in [
            (Position::First, "first"),
            (Position::Skip(50), "skip:50"),
            (Position::Page(3, None), "page:3"),
            (Position::Page(3, Some(100)), "page:3:100"),
            (Position::After(-7), "after:-7"),
            (Position::Before(7), "before:7"),
            (Position::Value(json!({"position": 1, "id": "a:b"})), r#"value:{"position":1,"id":"a:b"}"#),
        ] {
            assert_eq!(Cursor(position.clone()).to_string(), text);
            assert_eq!(text.parse::<Cursor>().unwrap(), Cursor(position));
        }
        for bad in ["", "50", "skip:", "skip:-1", "page:1:x", "after:1.5", "value:{", "First"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
