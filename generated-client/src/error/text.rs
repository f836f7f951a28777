//! The server's texts: which documented one this is, and what it says where the documented one is open.

/// What stands in the places of `template` that are written `<name>`, if `text` is made by it.
///
/// Each place takes as little as it can, but at least one character; the last one takes what is left. `<<` stands for the
/// character `<`. Blanks around both, and line breaks of HTML at the end of `text`, do not count.
pub(super) fn captures(text: &str, template: &str) -> Option<Vec<String>> {
    let (first, places) = take_apart(template.trim())?;
    let mut rest = without_breaks(text).strip_prefix(first.as_str())?;
    let mut found = Vec::new();
    let mut places = places.iter().peekable();
    while let Some(literal) = places.next() {
        let (capture, after) = match places.peek() {
            Some(_) => split_at_literal(rest, literal)?,
            None => (rest.strip_suffix(literal.as_str())?, ""),
        };
        if capture.is_empty() {
            return None;
        }
        found.push(capture.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(found)
}

/// What stands before the first place, and what stands behind each; `None` if a place has no end.
fn take_apart(template: &str) -> Option<(String, Vec<String>)> {
    let (mut first, mut places) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some((literal, behind)) = rest.split_once('<') {
        let last = places.last_mut().unwrap_or(&mut first);
        last.push_str(literal);
        if let Some(behind) = behind.strip_prefix('<') {
            last.push('<');
            rest = behind;
        } else {
            places.push(String::new());
            rest = behind.split_once('>')?.1;
        }
    }
    places.last_mut().unwrap_or(&mut first).push_str(rest);
    Some((first, places))
}

/// The text without what some methods end it with: `<br>`, also as `<br/>` or `<br />`, once or more.
fn without_breaks(text: &str) -> &str {
    const BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];
    let mut text = text.trim();
    while let Some(shorter) = BREAKS.iter().find_map(|ending| strip_suffix_of_any_case(text, ending)) {
        text = shorter.trim_end();
    }
    text
}

fn strip_suffix_of_any_case<'a>(text: &'a str, ending: &str) -> Option<&'a str> {
    let (before, last) = text.split_at_checked(text.len().checked_sub(ending.len())?)?;
    last.eq_ignore_ascii_case(ending).then_some(before)
}

/// What stands before the first `literal` that does not begin `text`, and what stands after it.
fn split_at_literal<'a>(text: &'a str, literal: &str) -> Option<(&'a str, &'a str)> {
    let (at, _) = text.char_indices().skip(1).find(|(at, _)| text[*at..].starts_with(literal))?;
    Some((&text[..at], &text[at + literal.len()..]))
}

/// Which of these codes and texts is the first that it is, by its number, and what the text leaves open.
pub fn reason(code: &str, text: &str, rows: &[(&str, &str)]) -> Option<(usize, Vec<String>)> {
    let mut of_code = rows.iter().enumerate().filter(|(_, (known, _))| known.eq_ignore_ascii_case(code));
    of_code.find_map(|(at, (_, template))| captures(text, template).map(|found| (at, found)))
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
        let rows: &[(&str, &str, Option<&[&str]>)] = &[
            ("Empty data!", "Empty data!", Some(&[])),
            ("Empty data?", "Empty data!", None),
            ("Wrong property key a!b!", "Wrong property key <key>!", Some(&["a!b"])),
            ("Field 'é' of type 'int'", "Field '<f>' of type '<t>'", Some(&["é", "int"])),
            ("Key é", "Key <key>", Some(&["é"])),
            ("a b", "<first> <second>", Some(&["a", "b"])),
            ("ab", "<first><second>", Some(&["a", "b"])),
            // A place is never empty.
            ("Key ", "Key <key>", None),
            ("a", "<first><second>", None),
            // A doubled bracket is one bracket and no place.
            ("Wrong key <key>!", "Wrong key <<key>!", Some(&[])),
            ("Wrong key other!", "Wrong key <<key>!", None),
            ("Wrong key <a>!", "Wrong key <<<key>>!", Some(&["a"])),
            ("1 < 2", "<left> << <right>", Some(&["1", "2"])),
            ("a > b", "a > b", Some(&[])),
            ("<", "<<", Some(&[])),
            // Line breaks and blanks around a text are no part of it.
            ("Title is required<br>", "Title is required", Some(&[])),
            (" Title is required <BR /> <br/>\n", "Title is required ", Some(&[])),
            ("Wrong key a<br />", "Wrong key <key>", Some(&["a"])),
            ("One<br>two<br>", "One<<br>two", Some(&[])),
            ("é<br>", "é", Some(&[])),
            // A text that is empty is a text too.
            ("", "", Some(&[])),
            ("<br>", "", Some(&[])),
            ("anything", "", None),
            ("", "Something", None),
            ("", "<anything>", None),
            // A place without an end belongs to no template that the generator lets through.
            ("Key <key", "Key <key", None),
        ];
        for (text, template, expected) in rows {
            let found = captures(text, template);
            let expected = expected.map(|places| places.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(found, expected, "{text:?} by {template:?}");
        }
    }
}
