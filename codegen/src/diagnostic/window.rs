//! The part of a file that a problem shows. Files can be large and lines long; what is looked at is neither.

use std::ops::Range;

use crate::source::line_and_column;

/// The most bytes that one problem shows something of.
const WIDEST: usize = 16 * 1024;
/// Of a line that is longer, as much is looked at before the place and after its beginning.
const BEFORE: usize = 60;
const AFTER: usize = 2000;

/// Whole lines around a place, or a piece of one that is very long.
pub(crate) struct Window {
    /// What is shown. It has the length of what stands in the file; characters that are not seen are replaced.
    pub(crate) text: String,
    /// The byte of the file that it begins with.
    start: usize,
    /// The line and column of the place.
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The line that it begins in.
    pub(crate) first_line: usize,
    /// Whether it begins inside of a line, so that its columns are not those of the file.
    pub(crate) is_piece: bool,
}

impl Window {
    /// The lines of a place, and of another one if that is near.
    pub(crate) fn around(text: &str, place: &Range<usize>, also: Option<&Range<usize>>) -> Self {
        let lines = |from: usize, to: usize| {
            let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
            let end = text[to..].find('\n').map_or(text.len(), |at| to + at);
            start..(if text[start..end].ends_with('\r') { (end - 1).max(to) } else { end })
        };
        let both = also.map(|also| lines(place.start.min(also.start), place.end.max(also.end)));
        let own = lines(place.start, place.end);
        let fits = |range: &Range<usize>| range.len() <= WIDEST;
        let whole = both.filter(fits).or(Some(own.clone()).filter(fits));
        let is_piece = whole.is_none();
        let shown = whole.unwrap_or_else(|| {
            let start = text.floor_char_boundary(place.start.saturating_sub(BEFORE)).max(own.start);
            start..text.ceil_char_boundary(place.start.saturating_add(AFTER).min(own.end))
        });
        let (line, column) = line_and_column(text, place.start);
        let first_line = line - text[shown.start..place.start].matches('\n').count();
        let text = text[shown.clone()].chars().map(replaced).collect();
        Self { text, start: shown.start, line, column, first_line, is_piece }
    }

    /// A place of the file inside of the window; `None` if it is not there.
    pub(crate) fn place(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let start = place.start.checked_sub(self.start).filter(|start| *start <= self.text.len())?;
        Some(start..place.end.saturating_sub(self.start).clamp(start, self.text.len()))
    }
}

/// Whether a character is not seen, or changes how the text around it is seen.
pub(crate) fn is_unseen(c: char) -> bool {
    let invisible =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || invisible
}

/// The character, or one of the same length for one that is not seen.
fn replaced(c: char) -> char {
    match c.len_utf8() {
        // The renderer shows control characters of ASCII by signs of their own.
        1 => c,
        _ if !is_unseen(c) => c,
        2 => '\u{bf}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_its_line_and_column() {
        let text = "first\nsecond line\nthird";
        let window = Window::around(text, &(13..17), None);
        assert_eq!((window.text.as_str(), window.line, window.column, window.first_line), ("second line", 2, 8, 2));
        assert_eq!(window.place(&(13..17)), Some(7..11));
        let both = Window::around(text, &(13..17), Some(&(0..5)));
        assert_eq!((both.text.as_str(), both.line, both.first_line), ("first\nsecond line", 2, 1));
        assert_eq!(both.place(&(0..5)), Some(0..5));
    }

    #[test]
    fn of_a_long_line_a_piece_is_shown() {
        let text = format!("first\n{}x{}\nlast", "ä".repeat(50_000), "b".repeat(50_000));
        let at = 6 + 100_000;
        let window = Window::around(&text, &(at..at + 1), Some(&(0..5)));
        assert!(window.is_piece && window.text.len() < 4000);
        assert_eq!((window.line, window.column), (2, 50_001));
        assert_eq!(window.place(&(at..at + 1)).map(|place| window.text[place].to_owned()), Some("x".to_owned()));
        assert_eq!(window.place(&(0..5)), None);
    }

    #[test]
    fn what_is_not_seen_is_replaced_by_as_many_bytes() {
        let window = Window::around("a\u{202e}b\u{85}c", &(4..5), None);
        assert_eq!((window.text.as_str(), window.place(&(4..5))), ("a\u{fffd}b\u{bf}c", Some(4..5)));
    }
}
