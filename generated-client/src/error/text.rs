//! The server's texts: which documented one this is, and what it says where the documented one is open.

/// What stands in the places of `template` that are written `<name>`, if `text` is made by it.
///
/// Each place takes as little as it can, but at least one character; the last one takes what is left.
pub(super) fn captures(text: &str, template: &str) -> Option<Vec<String>> {
    let mut places = template.split('<');
    let mut rest = text.trim().strip_prefix(places.next()?)?;
    let mut found = Vec::new();
    let mut places = places.peekable();
    while let Some(place) = places.next() {
        let (_, literal) = place.split_once('>')?;
        let (capture, after) = match places.peek() {
            Some(_) => split_at_literal(rest, literal)?,
            None => (rest.strip_suffix(literal)?, ""),
        };
        if capture.is_empty() {
            return None;
        }
        found.push(capture.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(found)
}

/// What stands before the first `literal` that does not begin `text`, and what stands after it.
fn split_at_literal<'a>(text: &'a str, literal: &str) -> Option<(&'a str, &'a str)> {
    let (at, _) = text.char_indices().skip(1).find(|(at, _)| text[*at..].starts_with(literal))?;
    Some((&text[..at], &text[at + literal.len()..]))
}

/// A code, a text, and the reason that they stand for, made from what the text leaves open.
pub type ReasonRow<R> = (&'static str, &'static str, fn(&[String]) -> R);

/// The first reason whose code and text these are.
pub fn reason<R>(code: &str, text: &str, rows: &[ReasonRow<R>]) -> Option<R> {
    let mut of_code = rows.iter().filter(|(known, ..)| known.eq_ignore_ascii_case(code));
    of_code.find_map(|(_, template, make)| captures(text, template).map(|found| make(&found)))
}

/// What stands at a place of a text.
pub fn place(found: &[String], at: usize) -> String {
    found.get(at).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn a_text_is_taken_apart_by_its_template() {
        assert_eq!(captures("Empty data!", "Empty data!"), Some(vec![]));
        assert_eq!(captures("Empty data?", "Empty data!"), None);
        assert_eq!(captures("Wrong property key a!b!", "Wrong property key <key>!"), Some(vec!["a!b".to_owned()]));
        assert_eq!(
            captures("Field 'é' of type 'int'", "Field '<f>' of type '<t>'"),
            Some(vec!["é".into(), "int".into()])
        );
        assert_eq!(captures("Key ", "Key <key>"), None, "a place is never empty");
        assert_eq!(captures("Key é", "Key <key>"), Some(vec!["é".to_owned()]));
    }
}
