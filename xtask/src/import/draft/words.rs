//! The words that pages have for types, and what they are in the language.

use serde_json::Value;

use super::example::Sample;
use crate::import::facts::{Field, is_scalar};
use crate::import::yaml::Yaml;

/// Objects of the portal that are named by a number.
const IDS: [&str; 13] = [
    "user",
    "crm_company",
    "crm_contact",
    "crm_lead",
    "crm_deal",
    "crm_quote",
    "crm_category",
    "crm_entity",
    "department",
    "sonet_group",
    "crm_invoice",
    "iblock_element",
    "iblock_section",
];

/// Objects of the portal that are named by a text.
const CODES: [&str; 4] = ["crm_status", "crm_currency", "phone", "url"];

/// What has the files' form, or a link to one.
const UNTYPED: [&str; 12] = [
    "any",
    "mixed",
    "unknown",
    "diskfile",
    "attached_diskfile",
    "crm_multifield",
    "crm_userfield",
    "location",
    "time",
    "uf_enum_element",
    "object|array",
    "scalar",
];

/// The type of one word.
pub(super) fn type_of(word: &str, sample: Sample<'_>, doubts: &mut Vec<String>) -> String {
    if let Some(item) = word.strip_suffix("[]") {
        return format!("{}[]", type_of(item, sample.item(), doubts));
    }
    let lower = word.to_lowercase();
    let object = lower.strip_suffix(".id");
    match lower.as_str() {
        "string" | "text" | "char" | "integer" | "double" | "boolean" | "date" | "datetime" | "timestamp" | "file" => {
            lower
        }
        "int" => "integer".to_owned(),
        "float" | "number" => "double".to_owned(),
        "bool" => "boolean".to_owned(),
        "object" if sample.is_filled_list() => {
            doubts.push("the page says object, and its example is a list".to_owned());
            "any".to_owned()
        }
        "object" => "map<string, any>".to_owned(),
        "array" => array(sample),
        "lang_map" => "map<string, string>".to_owned(),
        _ if IDS.contains(&lower.as_str()) && sample.value().is_some_and(Value::is_object) => {
            doubts.push(format!("the page says {word}, and its example is an object"));
            "map<string, any>".to_owned()
        }
        _ if object.is_some_and(is_identifier) => format!("id<{}>", object.unwrap_or_default()),
        _ if IDS.contains(&lower.as_str()) => format!("id<{lower}>"),
        _ if CODES.contains(&lower.as_str()) || is_code(&lower) => "string".to_owned(),
        _ if lower.starts_with("crm_enum_") => "integer".to_owned(),
        _ if UNTYPED.contains(&lower.as_str()) => "any".to_owned(),
        _ => {
            doubts.push(format!("the type {} is not known", word.replace('#', "")));
            "any".to_owned()
        }
    }
}

/// Whether this is the code of an object, such as `catalog_measure.code`.
fn is_code(word: &str) -> bool {
    word.split_once('.').is_some_and(|(_, member)| member == "code")
}

/// The type of what the page gives none for.
pub(super) fn untyped(sample: Sample<'_>, doubts: &mut Vec<String>) -> String {
    let ty = match sample.value() {
        Some(Value::String(_)) => "string",
        Some(Value::Number(number)) if number.is_i64() => "integer",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Object(_)) => "map<string, any>",
        _ => "any",
    };
    doubts.push("the page gives no type".to_owned());
    ty.to_owned()
}

/// How a boolean is sent, where that is not the rule.
pub(super) fn boolean_wire(field: &Field, sample: Sample<'_>, rest3: bool) -> Option<&'static str> {
    let lists =
        |value: &str| field.values.iter().any(|known| known == value) || field.default.as_deref() == Some(value);
    let sent = match sample.value() {
        Some(Value::Bool(_)) => "bool",
        Some(Value::String(text)) if text == "Y" || text == "N" => "YN",
        Some(Value::Number(_)) => "01",
        Some(Value::String(text)) if text == "1" || text == "0" => "01",
        _ if lists("true") || lists("false") => "bool",
        _ if lists("Y") || lists("N") => "YN",
        _ if lists("1") && lists("0") => "01",
        _ => return None,
    };
    (sent != if rest3 { "bool" } else { "YN" }).then_some(sent)
}

/// Names that PHP's arrays bear where they are objects.
pub(super) fn is_object_name(name: &str) -> bool {
    ["fields", "params", "data", "filter", "order", "settings", "options", "config", "bot", "properties", "sort"]
        .contains(&name.to_lowercase().as_str())
}

/// What PHP calls an array: a list or an object, as the example has it.
fn array(sample: Sample<'_>) -> String {
    let all = |is: fn(&Value) -> bool| sample.items().is_some_and(|items| !items.is_empty() && items.iter().all(is));
    let ty = if all(Value::is_string) {
        "string[]"
    } else if all(Value::is_i64) {
        "integer[]"
    } else if sample.value().is_some_and(Value::is_object) {
        "map<string, any>"
    } else if sample.value().is_none() && sample.name().is_some_and(is_object_name)
        || sample.is_answer() && sample.value().is_none()
    {
        "any"
    } else {
        "any[]"
    };
    ty.to_owned()
}

/// Whether a type of several is none that has fields.
pub(super) fn is_simple(ty: &str) -> bool {
    !matches!(ty.to_lowercase().as_str(), "object" | "array") && !ty.ends_with("[]") && is_scalar(ty)
}

fn is_identifier(object: &str) -> bool {
    object.starts_with(|c: char| c.is_ascii_lowercase())
        && object.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What a form of a union is called.
pub(super) fn form(ty: &str) -> &str {
    match ty {
        "string" | "text" | "char" => "Text",
        "integer" => "Number",
        "double" => "Decimal",
        "boolean" => "Flag",
        "date" => "Day",
        "datetime" | "timestamp" => "Moment",
        "file" => "File",
        "map<string, string>" => "ByKey",
        _ if ty.starts_with("id<") => "Id",
        _ if ty.starts_with("map<") => "Object",
        _ if ty.ends_with("[]") => "List",
        _ => "Record",
    }
}

/// The default as the type has it, or nothing if it is none of the type.
pub(crate) fn preset(default: &str, ty: &str) -> Option<Yaml> {
    match ty {
        "string" | "text" | "char" => Some(Yaml::text(default)),
        "integer" | "timestamp" => default.parse::<i64>().ok().map(|number| Yaml::Scalar(number.to_string())),
        "double" => default.parse::<f64>().ok().map(|_| Yaml::Scalar(default.to_owned())),
        "boolean" => ["Y", "N", "true", "false", "1", "0"].contains(&default).then(|| Yaml::Scalar(default.to_owned())),
        ty if ty.starts_with("id<") => default.parse::<u64>().ok().map(|number| Yaml::Scalar(number.to_string())),
        ty if ty.starts_with(|c: char| c.is_ascii_uppercase()) && !ty.ends_with("[]") => {
            Some(if default.parse::<i64>().is_ok() { Yaml::Scalar(default.to_owned()) } else { Yaml::text(default) })
        }
        _ => None,
    }
}
