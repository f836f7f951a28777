//! Types: from the words of a page, its nested tables and its listed values to those of the language.

use std::collections::BTreeSet;

use super::example::Sample;
use super::names::{free_type_name, setters, type_name};
use super::rules;
use super::shapes::{listed, union};
use super::words::{boolean_wire, is_object_name, is_simple, preset, type_of, untyped};
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
        members.extend(default.and_then(|default| preset(default, &typed.ty)).map(|default| entry("default", default)));
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
            typed.wire = boolean_wire(field, sample, self.rest3);
        }
        typed
    }

    /// A boolean or an enum of the values that the page lists.
    fn listed(&mut self, field: &Field, named: &str, sample: Sample<'_>, path: &[&str], typed: &mut Typed) {
        let flags = ["Y", "N", "true", "false", "0", "1"];
        let is_boolean = matches!(named.to_lowercase().as_str(), "boolean" | "bool");
        let both = |one: &str, other: &str| {
            field.values.len() == 2 && field.values.iter().all(|value| value == one || value == other)
        };
        let yes_no = ["string", "char"].contains(&named) && both("Y", "N")
            || ["integer", "int"].contains(&named) && both("0", "1");
        if is_boolean && field.values.iter().all(|value| flags.contains(&value.as_str())) || yes_no {
            "boolean".clone_into(&mut typed.ty);
            return;
        }
        let base = type_of(named, sample, &mut typed.doubts);
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
        typed.ty = self.declare(path, listed(numeric, &field.values));
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
        let mut members = vec![entry("struct", self.fields(fields, sample, path))];
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
        for ty in words.iter().map(|ty| type_of(ty, sample, &mut typed.doubts)).chain(object) {
            if !parts.contains(&ty) {
                parts.push(ty);
            }
        }
        match parts.as_slice() {
            [] => untyped(sample, &mut typed.doubts),
            [one] => one.clone(),
            _ if parts.iter().any(|part| part == "any") => "any".to_owned(),
            several => self.declare(path, vec![union(several)]),
        }
    }

    /// Declares a type, under a name that is free.
    fn declare(&mut self, path: &[&str], members: Vec<Entry>) -> String {
        let base = type_name(std::iter::once(self.stem.as_str()).chain(path.iter().copied()));
        let is_free = |name: &String| !self.taken.contains(name) && !self.list.iter().any(|known| known.key == *name);
        let name = free_type_name(&base, is_free);
        let doc = entry("doc", Yaml::text(&format!("`{}` of `{}`.", path.join("."), self.method)));
        self.list.push(entry(&name, Yaml::Map(std::iter::once(doc).chain(members).collect())));
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
