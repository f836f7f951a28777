//! JSON as pages write it.

use serde_json::Value;

/// The value, also where a page leaves a comment, an ellipsis, a comma too much or an escape of another language in it.
pub(crate) fn read(text: &str) -> Option<Value> {
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&cleaned(text))).ok()
}

/// The text without comments and ellipses outside of texts, and without commas that nothing follows.
fn cleaned(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    let mut in_text = false;
    while let Some(c) = chars.next() {
        if in_text {
            match c {
                // What is no escape stands for itself.
                '\\' if chars.peek().is_some_and(|next| !"\"\\/bfnrtu".contains(*next)) => {}
                '\\' => out.extend(std::iter::once(c).chain(chars.next())),
                _ => {
                    in_text = c != '"';
                    out.push(c);
                }
            }
            continue;
        }
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '.' if chars.peek() == Some(&'.') => while chars.next_if_eq(&'.').is_some() {},
            ']' | '}' => {
                out.truncate(out.trim_end_matches(|c: char| c.is_whitespace() || c == ',').len());
                out.push(c);
            }
            _ => {
                in_text = c == '"';
                out.push(c);
            }
        }
    }
    out
}
