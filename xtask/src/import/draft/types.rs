//! Types: from the words of a page, its nested tables and its listed values to those of the language.

use std::collections::BTreeSet;

use serde_json::Value;

use super::example::Sample;
use super::names::{setters, type_name, variants};
use super::rules;
use crate::import::facts::{Facts, Field, Fields};
use crate::import::yaml::{Entry, Yaml, entry, word};

/// Named types of one method, in the order in which they were needed.
pub(super) struct Types<'a> {
    pub(super) list: Vec<Entry>,
    /// What is doubtful about the method as a whole.
    pub(super) doubts: Vec<String>,
    method: &'a str,
    /// The method's part of the names.
    stem: String,
    rest3: bool,
    taken: &'a BTreeSet<String>,
}

/// A type as it is written, and what else the parameter then says.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) ty: String,
    pub(super) nullable: bool,
    /// How a boolean is sent, where that is not the rule.
    wire: Option<&'static str>,
    doubts: Vec<String>,
}

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

impl Typed {
    pub(super) fn doubts(&self) -> &[String] {
        &self.doubts
    }
}

impl<'a> Types<'a> {
    pub(super) fn new(facts: &'a Facts, taken: &'a BTreeSet<String>) -> Self {
        let segment = facts.name.rsplit('.').next().unwrap_or_default();
        let version = if facts.rest3 { "V3" } else { "" };
        let stem = type_name([segment, version]);
        Self { list: Vec::new(), doubts: Vec::new(), method: &facts.name, stem, rest3: facts.rest3, taken }
    }

    /// The entries of a table, in its order.
    pub(super) fn fields(&mut self, fields: &Fields, sample: Sample<'_>, path: &[&str]) -> Yaml {
        let names = setters(fields.list.iter().map(|field| field.name.as_str()));
        let mut entries = Vec::new();
        for (field, rust) in fields.list.iter().zip(names) {
            let path = [path, &[field.name.as_str()]].concat();
            entries.push(self.field(field, sample.member(&field.name), &path, rust));
        }
        Yaml::Map(entries)
    }

    fn field(&mut self, field: &Field, sample: Sample<'_>, path: &[&str], rust: Option<String>) -> Entry {
        let typed = self.ty(field, sample, path);
        let mut members = vec![entry("type", Yaml::text(&typed.ty))];
        let in_answer = sample.is_answer();
        let required = field.required && !in_answer;
        members.extend(required.then(|| word("required", "true")));
        members.extend(rust.map(|rust| word("rust", &rust)));
        members.extend(typed.wire.filter(|_| !in_answer).map(|wire| entry("wire", Yaml::text(wire))));
        let default = field.default.as_deref().filter(|_| !required && !in_answer);
        members.extend(default.and_then(|default| preset(default, &typed)).map(|default| entry("default", default)));
        members.extend((typed.nullable && !required && !in_answer).then(|| word("nullable", "true")));
        members.extend(field.deprecated.then(|| entry("deprecated", Yaml::Map(Vec::new()))));
        Entry {
            key: field.name.clone(),
            value: Yaml::Map(members),
            doubts: [field.doubts.clone(), typed.doubts].concat(),
        }
    }

    /// The type of a field.
    pub(super) fn ty(&mut self, field: &Field, sample: Sample<'_>, path: &[&str]) -> Typed {
        let words: Vec<String> =
            field.types.iter().map(|ty| ty.trim().to_owned()).filter(|ty| !ty.eq_ignore_ascii_case("null")).collect();
        let mut typed = Typed { nullable: words.len() < field.types.len(), ..Typed::default() };
        if !field.values.is_empty() && !sample.is_answer() && words.len() == 1 {
            self.listed(field, &words[0], sample, path, &mut typed);
        } else if let Some(inside) = &field.inside {
            let object = self.made_of(field, inside, sample, path, &mut typed);
            let others: Vec<&String> = words.iter().filter(|ty| is_simple(ty)).collect();
            typed.ty =
                if others.is_empty() { object } else { self.union(&others, Some(object), sample, path, &mut typed) };
        } else {
            let all: Vec<&String> = words.iter().collect();
            typed.ty = self.union(&all, None, sample, path, &mut typed);
        }
        if typed.ty == "boolean" {
            typed.wire = self.boolean_wire(field, sample);
        }
        typed
    }

    /// A boolean or an enum of the values that the page lists.
    fn listed(&mut self, field: &Field, named: &str, sample: Sample<'_>, path: &[&str], typed: &mut Typed) {
        let flags = ["Y", "N", "true", "false", "0", "1"];
        let is_boolean = matches!(named.to_lowercase().as_str(), "boolean" | "bool");
        let yes_no = ["string", "char"].contains(&named)
            && field.values.len() == 2
            && field.values.iter().all(|value| value == "Y" || value == "N");
        if is_boolean && field.values.iter().all(|value| flags.contains(&value.as_str())) || yes_no {
            "boolean".clone_into(&mut typed.ty);
            return;
        }
        let base = self.of_word(named, sample, &mut typed.doubts);
        let numeric = base == "integer";
        if !numeric && !["string", "text", "char"].contains(&base.as_str()) {
            typed.doubts.push(format!("its listed values are none of the type {named}"));
            typed.ty = base;
            return;
        }
        if sample.text().is_some_and(|text| !field.values.contains(&text)) {
            typed.doubts.push("the example has a value that the page does not list".to_owned());
            typed.ty = base;
            return;
        }
        let names = variants(field.values.iter().map(|value| value.as_str()), "Value");
        let value = |(value, rust): (&String, Option<String>)| {
            let doc = Yaml::text(&format!("The value `{value}`."));
            entry(
                value,
                match rust {
                    Some(rust) => Yaml::Map(vec![entry("doc", doc), entry("rust", Yaml::text(&rust))]),
                    None => doc,
                },
            )
        };
        let values = field.values.iter().zip(names).map(value).collect();
        let mut members = vec![self.doc(path)];
        members.extend(numeric.then(|| word("of", "integer")));
        members.push(entry("enum", Yaml::Map(values)));
        typed.ty = self.declare(path, members);
    }

    /// The struct of a nested table, in a list or a map where the page has several.
    fn made_of(
        &mut self,
        field: &Field,
        inside: &Fields,
        sample: Sample<'_>,
        path: &[&str],
        typed: &mut Typed,
    ) -> String {
        let first = field.types.first().map_or("", |ty| ty.as_str());
        let (sample, several) = sample.of(inside);
        let is_list = first.ends_with("[]") || several == Several::List;
        let is_array = first.eq_ignore_ascii_case("array");
        if inside.list.is_empty() || sample.is_answer() && sample.describes(inside) {
            return if is_list { "map<string, any>[]" } else { "map<string, any>" }.to_owned();
        }
        let ty = self.record(inside, sample, path, typed);
        match several {
            Several::Map => format!("map<string, {ty}>"),
            _ if is_list
                || is_array && several == Several::Unknown && !path.last().is_some_and(|name| is_object_name(name)) =>
            {
                if !first.ends_with("[]") && !is_array && !first.is_empty() {
                    typed.doubts.push("the page says object, and its example is a list".to_owned());
                }
                format!("{ty}[]")
            }
            _ => ty,
        }
    }

    fn record(&mut self, fields: &Fields, sample: Sample<'_>, path: &[&str], typed: &mut Typed) -> String {
        let mut members = vec![self.doc(path)];
        members.push(entry("struct", self.fields(fields, sample, path)));
        members.extend(fields.open.then(|| word("open", "any")));
        typed.doubts.extend(fields.doubts.iter().cloned());
        if !sample.is_answer() {
            let rules = rules::rules(fields, &mut typed.doubts);
            members.extend((!rules.is_empty()).then(|| entry("rules", Yaml::List(rules))));
        }
        self.declare(path, members)
    }

    /// One of several types, or the one that there is.
    fn union(
        &mut self,
        words: &[&String],
        object: Option<String>,
        sample: Sample<'_>,
        path: &[&str],
        typed: &mut Typed,
    ) -> String {
        let mut parts: Vec<String> = Vec::new();
        for ty in words.iter().map(|ty| self.of_word(ty, sample, &mut typed.doubts)).chain(object) {
            if !parts.contains(&ty) {
                parts.push(ty);
            }
        }
        match parts.as_slice() {
            [] => self.untyped(sample, typed),
            [one] => one.clone(),
            _ if parts.iter().any(|part| part == "any") => "any".to_owned(),
            several => {
                let names = variants(several.iter().map(|part| form(part)), "Form");
                let part = |(part, rust): (&String, Option<String>)| {
                    entry(&rust.unwrap_or_else(|| form(part).to_owned()), Yaml::text(part))
                };
                let forms = several.iter().zip(names).map(part).collect();
                let members = vec![self.doc(path), entry("union", Yaml::Map(forms))];
                self.declare(path, members)
            }
        }
    }

    /// The type of what the page gives none for.
    fn untyped(&self, sample: Sample<'_>, typed: &mut Typed) -> String {
        let ty = match sample.value() {
            Some(Value::String(_)) => "string",
            Some(Value::Number(number)) if number.is_i64() => "integer",
            Some(Value::Bool(_)) => "boolean",
            Some(Value::Object(_)) => "map<string, any>",
            _ => "any",
        };
        typed.doubts.push("the page gives no type".to_owned());
        ty.to_owned()
    }

    /// The type of one word.
    fn of_word(&self, word: &str, sample: Sample<'_>, doubts: &mut Vec<String>) -> String {
        if let Some(item) = word.strip_suffix("[]") {
            return format!("{}[]", self.of_word(item, sample.item(), doubts));
        }
        let lower = word.to_lowercase();
        let object = lower.strip_suffix(".id");
        match lower.as_str() {
            "string" | "text" | "char" | "integer" | "double" | "boolean" | "date" | "datetime" | "timestamp"
            | "file" => lower,
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
            _ if object.is_some_and(is_identifier) => format!("id<{}>", object.unwrap_or_default()),
            _ if IDS.contains(&lower.as_str()) => format!("id<{lower}>"),
            _ if CODES.contains(&lower.as_str()) || lower.ends_with(".code") => "string".to_owned(),
            _ if lower.starts_with("crm_enum_") => "integer".to_owned(),
            _ if UNTYPED.contains(&lower.as_str()) => "any".to_owned(),
            _ => {
                doubts.push(format!("the type {} is not known", word.replace('#', "")));
                "any".to_owned()
            }
        }
    }

    fn boolean_wire(&self, field: &Field, sample: Sample<'_>) -> Option<&'static str> {
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
        (sent != if self.rest3 { "bool" } else { "YN" }).then_some(sent)
    }

    fn doc(&self, path: &[&str]) -> Entry {
        entry("doc", Yaml::text(&format!("`{}` of `{}`.", path.join("."), self.method)))
    }

    /// Declares a type, under a name that is free.
    fn declare(&mut self, path: &[&str], members: Vec<Entry>) -> String {
        let base = type_name(std::iter::once(self.stem.as_str()).chain(path.iter().copied()));
        // The longest name that the generator takes, with room for what it adds.
        let base: String = base.chars().take(80).collect();
        let is_taken = |name: &String| self.taken.contains(name) || self.list.iter().any(|known| known.key == *name);
        let numbered = (2..).map(|number| format!("{base}Value{number}"));
        let names = std::iter::once(base.clone()).chain([format!("{base}Value")]).chain(numbered);
        let name = names.take(self.list.len() + self.taken.len() + 3).find(|name| !is_taken(name)).unwrap_or(base);
        self.list.push(entry(&name, Yaml::Map(members)));
        name
    }
}

/// How many of a struct there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Several {
    One,
    List,
    Map,
    Unknown,
}

/// Names that PHP's arrays bear where they are objects.
fn is_object_name(name: &str) -> bool {
    ["fields", "params", "data", "filter", "order", "settings", "options", "config", "bot", "properties", "sort"]
        .contains(&name.to_lowercase().as_str())
}

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

fn is_simple(ty: &str) -> bool {
    !matches!(ty.to_lowercase().as_str(), "object" | "array")
        && !ty.ends_with("[]")
        && crate::import::facts::is_scalar(ty)
}

fn is_identifier(object: &str) -> bool {
    object.starts_with(|c: char| c.is_ascii_lowercase())
        && object.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What a form of a union is called.
fn form(ty: &str) -> &str {
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
fn preset(default: &str, typed: &Typed) -> Option<Yaml> {
    match typed.ty.as_str() {
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
