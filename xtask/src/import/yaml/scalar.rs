//! Texts of a spec: without quotes where they stay what they are.

use std::fmt::Write as _;

/// The text as it is written, in block and in flow.
pub(crate) fn text(value: &str) -> String {
    if is_plain(value) {
        return value.to_owned();
    }
    if value.chars().all(is_seen) {
        return format!("'{}'", value.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_seen(c) => out.push(c),
            c => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

/// Whether a text without quotes is read as just this text.
fn is_plain(value: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "_./@ <>-".contains(c);
    let is_word = value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && value.chars().all(inside);
    let looks_otherwise = matches!(value, "true" | "false" | "null") || value.parse::<f64>().is_ok();
    is_word && !value.ends_with(' ') && !value.contains("  ") && !looks_otherwise
}

/// Whether a character shows; a spec may have no others.
fn is_seen(c: char) -> bool {
    let hidden = matches!(c, '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    !c.is_control() && !hidden
}
