//! Types: from the document's schemas to those of the language. A named schema becomes a type of each family that needs it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bitrix24_codegen::is_taken_type_name;

use super::entries::{simple, uniform, written};
use super::json::quoted;
use super::object::object;
use super::schema::{Components, Kind, Member, Schema};
use crate::import::draft::{free_type_name, listed, setters, type_name, union};
use crate::import::report::distinct;
use crate::import::yaml::{Entry, Yaml, entry, word};

/// The types of a family.
pub(crate) struct Types<'a> {
    pub(crate) components: &'a Components,
    /// Names that no further type must have.
    taken: BTreeSet<String>,
    /// Types that stand for named schemas, in the order in which they were needed.
    pub(crate) shared: Vec<Entry>,
    names: BTreeMap<(&'a str, bool), String>,
    /// Named schemas that have a name and no type yet.
    queue: VecDeque<(&'a str, bool)>,
    /// How many members may still be written.
    pub(crate) members_left: usize,
}

/// Where a schema stands: what names of types begin with, the names that lead to it, and whether it is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p> {
    pub(crate) stem: &'p str,
    /// The method or the named schema, for people.
    pub(crate) of: &'p str,
    pub(crate) path: &'p [&'p str],
    pub(crate) is_sent: bool,
}

/// A type as it is written.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub(crate) ty: String,
    pub(crate) nullable: bool,
    pub(crate) doubts: Vec<String>,
}

/// References that lead on from one another further than this lead nowhere.
const MOST_STEPS: usize = 32;

/// Endings of names that say several, and those of names that say one all the same.
const SEVERAL: [&str; 3] = ["s", "children", "people"];
const ONE: [&str; 3] = ["ss", "us", "is"];

impl<'a> Types<'a> {
    pub(crate) fn new(components: &'a Components, taken: BTreeSet<String>, members_left: usize) -> Self {
        Self { components, taken, shared: Vec::new(), names: BTreeMap::new(), queue: VecDeque::new(), members_left }
    }

    /// Makes the types of all named schemas that were needed and have none. False if there is too much in them; nothing
    /// is then made any more.
    pub(crate) fn finish(&mut self) -> bool {
        let before = self.shared.len();
        while let Some((name, is_sent)) = self.queue.pop_front().filter(|_| self.members_left > 0) {
            self.define(name, is_sent);
        }
        if self.members_left == 0 {
            self.shared.truncate(before);
        }
        self.members_left > 0
    }

    /// What members say of a struct or of a method's parameters, in their order.
    pub(crate) fn members(&mut self, members: &[&'a Member], place: Place<'_>, own: &mut Vec<Entry>) -> Yaml {
        let names = setters(members.iter().map(|member| member.name.as_str()));
        let mut entries = Vec::new();
        for (member, rust) in members.iter().zip(names) {
            if self.members_left == 0 {
                break;
            }
            self.members_left -= 1;
            let path = [place.path, &[member.name.as_str()]].concat();
            let typed = self.of_member(member, Place { path: &path, ..place }, own);
            entries.push(written(member, typed, rust, place.is_sent));
        }
        Yaml::Map(entries)
    }

    fn of_member(&mut self, member: &'a Member, place: Place<'_>, own: &mut Vec<Entry>) -> Typed {
        if let Some(ty) = uniform(member).filter(|_| place.is_sent) {
            let doubts = member.schema.doubts.clone();
            return Typed { ty: ty.to_owned(), nullable: member.schema.nullable, doubts };
        }
        let mut typed = self.ty(&member.schema, place, own);
        let says_one = matches!(&member.schema.kind, Kind::Component(name) if self.is_record(name));
        let ends = |endings: &[&str]| endings.iter().any(|ending| member.name.ends_with(ending));
        if says_one && !place.is_sent && ends(&SEVERAL) && !ends(&ONE) {
            typed.ty.push_str("[]");
            typed.doubts.push("the document says one, and its name says several".to_owned());
        }
        typed
    }

    /// The type of a schema. Types that it is made of are declared in `own`, but for those of named schemas.
    pub(crate) fn ty(&mut self, schema: &'a Schema, place: Place<'_>, own: &mut Vec<Entry>) -> Typed {
        let mut typed = Typed { nullable: schema.nullable, doubts: schema.doubts.clone(), ..Typed::default() };
        typed.ty = match &schema.kind {
            Kind::Component(name) => self.component(name, place.is_sent, &mut typed),
            Kind::All(parts) if parts.len() == 1 => match parts.first() {
                Some(only) => return self.inside(only, place, own, typed),
                None => "any".to_owned(),
            },
            Kind::OneOf(parts) => self.union(parts, place, own, &mut typed),
            Kind::List(None) => {
                typed.doubts.push("the document says array, and not of what: a list or an object".to_owned());
                "any".to_owned()
            }
            Kind::List(Some(item)) => {
                let item = self.ty(item, place, own);
                typed.doubts.extend(item.doubts);
                format!("{}{}[]", item.ty, if item.nullable && item.ty != "any" { "?" } else { "" })
            }
            Kind::Map(None) => "map<string, any>".to_owned(),
            Kind::Map(Some(value)) => {
                let value = self.ty(value, place, own);
                typed.doubts.extend(value.doubts);
                format!("map<string, {}{}>", value.ty, if value.nullable && value.ty != "any" { "?" } else { "" })
            }
            Kind::Object(_) | Kind::All(_) => match self.record(schema, place, own, &mut typed.doubts) {
                Some(members) => self.declare(place, members, own),
                None => "any".to_owned(),
            },
            Kind::Listed { numeric, values } => self.declare(place, listed(*numeric, values), own),
            kind => simple(kind).to_owned(),
        };
        typed
    }

    /// The type of a schema that another consists of.
    fn inside(&mut self, schema: &'a Schema, place: Place<'_>, own: &mut Vec<Entry>, outer: Typed) -> Typed {
        let inner = self.ty(schema, place, own);
        let doubts = outer.doubts.into_iter().chain(inner.doubts).collect();
        Typed { ty: inner.ty, nullable: outer.nullable || inner.nullable, doubts }
    }

    fn record(
        &mut self,
        schema: &'a Schema,
        place: Place<'_>,
        own: &mut Vec<Entry>,
        doubts: &mut Vec<String>,
    ) -> Option<Vec<Entry>> {
        let members = object(self.components, schema, doubts).filter(|members| !members.is_empty())?;
        Some(vec![entry("struct", self.members(&members, place, own))])
    }

    /// The type that stands for a named schema.
    fn component(&mut self, name: &'a str, is_sent: bool, typed: &mut Typed) -> String {
        let mut name = name;
        for _ in 0..MOST_STEPS {
            let Some(target) = self.components.get(name) else {
                typed.doubts.push(format!("{} is not among the document's schemas", quoted(name)));
                return "any".to_owned();
            };
            typed.nullable |= target.nullable;
            match &target.kind {
                Kind::Component(next) => name = next,
                kind @ (Kind::Any
                | Kind::Text
                | Kind::Integer
                | Kind::Double
                | Kind::Flag
                | Kind::Day
                | Kind::Moment) => {
                    typed.doubts.extend(target.doubts.iter().cloned());
                    return simple(kind).to_owned();
                }
                // What is listed is the same in both directions.
                Kind::Listed { .. } => return self.named(name, false),
                _ => return self.named(name, is_sent),
            }
        }
        typed.doubts.push(format!("{} leads back to itself", quoted(name)));
        "any".to_owned()
    }

    fn is_record(&self, name: &str) -> bool {
        self.components.get(name).is_some_and(|target| matches!(target.kind, Kind::Object(_) | Kind::All(_)))
    }

    fn named(&mut self, name: &'a str, is_sent: bool) -> String {
        if let Some(known) = self.names.get(&(name, is_sent)) {
            return known.clone();
        }
        let free = self.free(&type_name(if is_sent { vec![name, "Input"] } else { vec![name] }));
        self.names.insert((name, is_sent), free.clone());
        self.queue.push_back((name, is_sent));
        free
    }

    /// Declares the type of a named schema.
    fn define(&mut self, name: &'a str, is_sent: bool) {
        let (Some(schema), Some(ty)) = (self.components.get(name), self.names.get(&(name, is_sent)).cloned()) else {
            return;
        };
        let place = Place { stem: &ty, of: name, path: &[], is_sent };
        let mut inner = Vec::new();
        let mut doubts = schema.doubts.clone();
        let mut members = vec![entry("doc", Yaml::text(&format!("{} of a portal's document.", quoted(name))))];
        match &schema.kind {
            Kind::Listed { numeric, values } => members.extend(listed(*numeric, values)),
            Kind::OneOf(parts) => {
                let mut typed = Typed::default();
                let forms = self.forms(parts, place, &mut inner, &mut typed);
                members.push(forms.unwrap_or_else(|ty| entry("type", Yaml::text(&ty))));
                doubts.extend(typed.doubts);
            }
            Kind::Object(_) | Kind::All(_) => match self.record(schema, place, &mut inner, &mut doubts) {
                Some(record) => members.extend(record),
                None => members.push(word("type", "any")),
            },
            _ => {
                let typed = self.ty(schema, place, &mut inner);
                doubts = typed.doubts;
                members.push(entry("type", Yaml::text(&typed.ty)));
            }
        }
        self.shared.push(Entry { key: ty, value: Yaml::Map(members), doubts: distinct(doubts) });
        self.shared.append(&mut inner);
    }

    /// One of several types, as a type of its own.
    fn union(&mut self, parts: &'a [Schema], place: Place<'_>, own: &mut Vec<Entry>, typed: &mut Typed) -> String {
        match self.forms(parts, place, own, typed) {
            Ok(forms) => self.declare(place, vec![forms], own),
            Err(ty) => ty,
        }
    }

    /// The forms of a union, or the one type that they come to.
    fn forms(
        &mut self,
        parts: &'a [Schema],
        place: Place<'_>,
        own: &mut Vec<Entry>,
        typed: &mut Typed,
    ) -> Result<Entry, String> {
        let mut known: Vec<String> = Vec::new();
        for part in parts {
            let part = self.ty(part, place, own);
            typed.doubts.extend(part.doubts);
            typed.nullable |= part.nullable;
            if !known.contains(&part.ty) {
                known.push(part.ty);
            }
        }
        match known.as_slice() {
            [one] => return Err(one.clone()),
            several if several.iter().any(|ty| ty == "any") => return Err("any".to_owned()),
            _ => {}
        }
        Ok(union(&known))
    }

    /// Declares a type beside the method or the named schema that it is a part of.
    fn declare(&mut self, place: Place<'_>, members: Vec<Entry>, own: &mut Vec<Entry>) -> String {
        let name = self.free(&type_name(std::iter::once(place.stem).chain(place.path.iter().copied())));
        let doc = format!("{} of {}.", quoted(&place.path.join(".")), quoted(place.of));
        let members = std::iter::once(entry("doc", Yaml::text(&doc))).chain(members).collect();
        own.push(entry(&name, Yaml::Map(members)));
        name
    }

    /// The name, or one like it that nothing in the family has, with those that the generated code makes of it.
    fn free(&mut self, base: &str) -> String {
        let made = |name: &str| ["", "Builder", "Optional"].map(|suffix| format!("{name}{suffix}"));
        let is_free =
            |name: &String| !is_taken_type_name(name) && made(name).iter().all(|name| !self.taken.contains(name));
        let name = free_type_name(base, is_free);
        self.taken.extend(made(&name));
        name
    }
}
