//! The members of what is an object, also where several schemas say them together.

use std::collections::BTreeSet;

use super::json::quoted;
use super::schema::{Components, Kind, Member, Schema};

/// Schemas that lead on into one another further than this lead nowhere.
const DEEPEST: usize = 32;

/// The members; nothing if the schema is that of no object, which then is a doubt.
pub(crate) fn object<'a>(
    components: &'a Components,
    schema: &'a Schema,
    doubts: &mut Vec<String>,
) -> Option<Vec<&'a Member>> {
    let mut gathering = Gathering {
        components,
        around: Vec::new(),
        seen: BTreeSet::new(),
        members: Vec::new(),
        known: BTreeSet::new(),
        doubts,
    };
    gathering.add(schema).then_some(gathering.members)
}

struct Gathering<'a, 'd> {
    components: &'a Components,
    /// The named schemas that the one at hand is a part of.
    around: Vec<&'a str>,
    /// Those whose members are there.
    seen: BTreeSet<&'a str>,
    members: Vec<&'a Member>,
    /// The names of the members.
    known: BTreeSet<&'a str>,
    doubts: &'d mut Vec<String>,
}

impl<'a> Gathering<'a, '_> {
    /// Adds the members of a schema. False if it is that of no object.
    fn add(&mut self, schema: &'a Schema) -> bool {
        self.doubts.extend(schema.doubts.iter().cloned());
        match &schema.kind {
            Kind::Object(own) => {
                self.members.extend(own.iter().filter(|member| self.known.insert(&member.name)));
                true
            }
            Kind::Map(None) => true,
            Kind::All(parts) => parts.iter().all(|part| self.add(part)),
            Kind::Component(name) => self.add_named(name),
            _ => {
                self.doubts.push("a part of it is no object".to_owned());
                false
            }
        }
    }

    fn add_named(&mut self, name: &'a str) -> bool {
        let Some(target) = self.components.get(name) else {
            self.doubts.push(format!("{} is not among the document's schemas", quoted(name)));
            return false;
        };
        if self.around.contains(&name) {
            self.doubts.push(format!("{} leads back to itself", quoted(name)));
            return true;
        }
        if self.around.len() == DEEPEST {
            self.doubts.push(format!("{} stands too deep in others", quoted(name)));
            return true;
        }
        // What was gathered on another way adds nothing.
        if !self.seen.insert(name) {
            return true;
        }
        self.around.push(name);
        let is_object = self.add(target);
        self.around.pop();
        is_object
    }
}
