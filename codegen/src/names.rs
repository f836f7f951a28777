//! From the API's names to Rust's. Knows nothing of where a name is used.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The words of the language, also those that are kept for later, and `gen`, which is one since the edition 2024.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that stand for themselves in every module; a type of that name would hide the one that the generated code means.
const PRELUDE: [&str; 43] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The longest name of anything, in bytes. The longest of the API has half of it; a name stands in many places, so a hostile
/// one would multiply.
pub(crate) const LONGEST: usize = 100;

/// Types that are no words of the language and stand in generated code: a module of that name would hide them.
const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64", "u128",
    "usize",
];

/// The name of a field, a function or a module; `None` if nothing is left of it, or if it would begin with a digit.
pub(crate) fn snake(wire_name: &str) -> Option<String> {
    value_name(&wire_name.to_snake_case())
}

/// The name of a module; `None` if nothing is left of it, or if it would begin with a digit.
pub(crate) fn module(wire_name: &str) -> Option<String> {
    snake(wire_name).map(|name| if PRIMITIVES.contains(&name.as_str()) { format!("{name}_") } else { name })
}

/// The name of a type or a variant; `None` if nothing is left of it, or if it would begin with a digit.
pub(crate) fn camel(wire_name: &str) -> Option<String> {
    let name = wire_name.to_upper_camel_case();
    let name = if name == "Self" { "Self_".to_owned() } else { name };
    is_ascii_identifier(&name).then_some(name)
}

/// The variant of an error code: without the `ERROR_` that most of them begin with.
pub(crate) fn error_variant(code: &str) -> Option<String> {
    let upper = code.to_ascii_uppercase();
    let stripped = if upper.starts_with("ERROR_") { &code["ERROR_".len()..] } else { code };
    // A code that is a sentence would become a name that is one.
    if code.len() > LONGEST || stripped.contains(' ') { None } else { camel(stripped).or_else(|| camel(code)) }
}

/// A name that a spec gives, if a value can bear it.
pub(crate) fn given_value_name(name: &str) -> Option<String> {
    let lower = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (lower && !name.starts_with('_')).then(|| value_name(name)).flatten()
}

/// A name that a spec gives, if a type or a variant can bear it.
pub(crate) fn given_type_name(name: &str) -> Option<String> {
    let camel = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    (camel && name.len() <= LONGEST && name != "Self").then(|| name.to_owned())
}

/// Whether generated code would take this type's name for another.
pub fn is_taken_type_name(name: &str) -> bool {
    // Single letters and `Slot1`, `Slot2` … are type parameters of the generated code.
    let slot = name.strip_prefix("Slot").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    PRELUDE.contains(&name) || name.len() == 1 || slot
}

/// The module that holds the traits of a builder, by the name of what it builds.
pub(crate) fn params_module(value_name: &str) -> String {
    format!("{}_params", value_name.trim_end_matches('_'))
}

/// The name of a trait that stands beside what the prelude brings, and must hide nothing of it.
pub(crate) fn beside_prelude(name: String) -> String {
    if PRELUDE.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// Whether this is the name of one segment of a family or a method.
pub(crate) fn is_wire_segment(segment: &str) -> bool {
    segment.len() <= LONGEST
        && segment.starts_with(|c: char| c.is_ascii_alphabetic())
        && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether this is the name of a method or a family: segments joined by dots.
pub fn is_wire_name(name: &str) -> bool {
    // The deepest names of the API have five; each is a folder.
    const MOST_SEGMENTS: usize = 8;
    name.split('.').count() <= MOST_SEGMENTS && name.split('.').all(is_wire_segment)
}

/// Whether this is a permission.
pub(crate) fn is_scope(scope: &str) -> bool {
    !scope.is_empty() && scope.len() <= LONGEST && scope.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

/// Whether this is part of an address below another: a path, perhaps with a place in the page.
pub(crate) fn is_address(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/#?=&%+".contains(c);
    !path.starts_with(['/', '.']) && !path.contains("//") && !path.contains("..") && path.chars().all(plain)
}

/// Whether this can be the name of a parameter on the wire: visible, and nothing that could end a name in a message.
pub fn is_wire_param(name: &str) -> bool {
    name.len() <= LONGEST && name.chars().all(|c| c.is_ascii_graphic() && !"{}()`\"'\\,;".contains(c))
}

fn value_name(name: &str) -> Option<String> {
    let name = if is_keyword(name) { format!("{name}_") } else { name.to_owned() };
    is_ascii_identifier(&name).then_some(name)
}

fn is_ascii_identifier(name: &str) -> bool {
    name.len() <= LONGEST && is_word(name)
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether the parser of Rust takes this for an identifier.
pub(crate) fn is_identifier(name: &str) -> bool {
    is_word(name) && !is_keyword(name)
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_kind() {
        let cases = [
            ("LOG_MESSAGE", "log_message", "LogMessage"),
            ("dialogId", "dialog_id", "DialogId"),
            ("UF_CRM_TASK", "uf_crm_task", "UfCrmTask"),
            ("type", "type_", "Type"),
            ("SORT", "sort", "Sort"),
            ("self", "self_", "Self_"),
            ("GEN", "gen_", "Gen"),
            ("=DELETED", "deleted", "Deleted"),
        ];
        for (wire, value, ty) in cases {
            assert_eq!((snake(wire).as_deref(), camel(wire).as_deref()), (Some(value), Some(ty)), "{wire}");
        }
        for nothing in ["", "0", "1st", "*", "?!", "ключ"] {
            assert_eq!((snake(nothing), camel(nothing)), (None, None), "{nothing}");
        }
    }

    #[test]
    fn the_words_of_the_language_are_those_of_its_parser() {
        for word in KEYWORDS {
            // The parser leaves `gen` to whoever knows the edition.
            assert_eq!(syn::parse_str::<syn::Ident>(word).is_ok(), *word == "gen", "{word}");
        }
        for word in ["auto", "default", "macro_rules", "raw", "safe", "union", "title", "a b", "1a", ""] {
            assert_eq!(syn::parse_str::<syn::Ident>(word).is_ok(), is_identifier(word), "{word}");
        }
    }

    #[test]
    fn codes_lose_their_prefix_where_something_is_left() {
        assert_eq!(error_variant("ERROR_EMPTY_LOG_MESSAGE").as_deref(), Some("EmptyLogMessage"));
        assert_eq!(error_variant("ERROR_404").as_deref(), Some("Error404"));
        assert_eq!(error_variant("expired_token").as_deref(), Some("ExpiredToken"));
        assert_eq!(error_variant("Depends on the error"), None);
        assert_eq!(error_variant("0x100002"), None);
    }
}
