//! Names in Rust, where those of the wire make none.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Variants that the generated code has of its own, and what cannot be one.
const RESERVED: [&str; 3] = ["System", "Other", "Self"];

/// The name of a type, from the words that lead to it.
pub(crate) fn type_name<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let joined: Vec<String> = words.into_iter().map(|word| ascii(word).to_upper_camel_case()).collect();
    let name = joined.concat();
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { name } else { format!("Value{name}") }
}

/// The names of the setters: of each wire name the one that must be given because it makes none, or the same as another.
pub(crate) fn setters<'a>(wire_names: impl Iterator<Item = &'a str>) -> Vec<Option<String>> {
    let mut seen: Vec<String> = Vec::new();
    let mut names = Vec::new();
    for wire_name in wire_names {
        let made = wire_name.to_snake_case();
        let fits = made.starts_with(|c: char| c.is_ascii_lowercase()) && made.is_ascii();
        let mut name = if fits { made.clone() } else { format!("field_{}", ascii(wire_name).to_snake_case()) };
        while name.ends_with('_') {
            name.pop();
        }
        name = free(name, "_", &seen);
        seen.push(name.clone());
        names.push((name != made).then_some(name));
    }
    names
}

/// The variants of these values or codes: of each the one that must be given because it makes none, or the same as another.
pub(super) fn variants<'a>(values: impl Iterator<Item = &'a str>, or: &str) -> Vec<Option<String>> {
    let mut seen: Vec<String> = Vec::new();
    let mut names = Vec::new();
    for value in values {
        let made = variant(value);
        let negative = value.strip_prefix('-').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        let name = match (&made, negative) {
            (_, Some(number)) => format!("Minus{number}"),
            (Some(made), None) => made.clone(),
            (None, None) if value.is_empty() => "Empty".to_owned(),
            (None, None) => {
                let name: String = ascii(value).to_upper_camel_case().chars().take(50).collect();
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("{or}{name}") }
            }
        };
        let name = free(if RESERVED.contains(&name.as_str()) { format!("{or}{name}") } else { name }, "", &seen);
        seen.push(name.clone());
        names.push((Some(&name) != made.as_ref()).then_some(name));
    }
    names
}

/// What the generator makes of a value or a code by itself.
fn variant(value: &str) -> Option<String> {
    let without = value.get(..6).filter(|start| start.eq_ignore_ascii_case("ERROR_")).and_then(|_| value.get(6..));
    let name = without.unwrap_or(value).to_upper_camel_case();
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    (fits && !value.contains(' ') && !RESERVED.contains(&name.as_str())).then_some(name)
}

/// This name for a type, or the first like it that is free.
pub(crate) fn free_type_name(base: &str, is_free: impl Fn(&String) -> bool) -> String {
    // The longest name that the generator takes, with room for what it adds.
    let base: String = base.chars().take(80).collect();
    let more = (2..).map(|number| format!("{base}Value{number}"));
    let mut names = [base.clone(), format!("{base}Value")].into_iter().chain(more);
    // The names have no end, and those that are taken have.
    names.find(is_free).unwrap_or_default()
}

/// The name, or the first with a number behind it that is free.
fn free(name: String, before_number: &str, seen: &[String]) -> String {
    if !seen.contains(&name) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name}{before_number}{number}"));
    numbered.take(seen.len() + 1).find(|name| !seen.contains(name)).unwrap_or(name)
}

fn ascii(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
}
