//! What a portal says of its own methods of REST 3.0: the OpenAPI document that `rest.documentation.openapi` answers.
//!
//! The stages: the text as a tree ([`json`]), what it says of types ([`schema`]) and of each method ([`operation`]), the
//! entries that a spec would have for them ([`draft`], [`types`]). None of them reads or writes a file, and no sentence of
//! the document comes out of them.

mod draft;
mod drafts;
mod entries;
mod json;
mod object;
mod operation;
mod schema;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
pub(crate) use drafts::drafts;
use json::{Fault, Node};
use operation::{Operation, Reading};
use schema::Components;

/// What the documents of portals say.
#[derive(Debug, Default)]
pub(crate) struct Portals {
    pub(crate) documents: Vec<Document>,
    pub(crate) refused: Refused,
}

/// Methods that cannot be read, and why.
type Refused = Vec<(String, String)>;

/// A document, as far as it can be used.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) operations: Vec<Operation>,
    components: Components,
}

impl Portals {
    /// The names of the methods.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().flat_map(|document| &document.operations).map(|operation| operation.name.as_str())
    }
}

/// Whether a path given to `import` is that of a document.
pub(crate) fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// Reads the documents at these paths. Of a method that several describe, the first counts.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Portals, Failure> {
    let mut portals = Portals::default();
    let mut faults = Vec::new();
    let mut known: BTreeMap<String, &Path> = BTreeMap::new();
    for path in paths {
        let bytes = std::fs::read(path).map_err(Failure::io("cannot read", path))?;
        match json::read(&bytes).and_then(|root| document(&root)) {
            Err(found) => {
                faults.extend(
                    found.into_iter().map(|fault| format!("{}{}: {}", path.display(), fault.place, fault.message)),
                );
            }
            Ok((mut document, refused)) => {
                portals.refused.extend(refused);
                document.operations.retain(|operation| match known.get(&operation.name) {
                    Some(first) => {
                        let why = format!("{} describes it too", first.display());
                        portals.refused.push((format!("{}@3 of {}", operation.name, path.display()), why));
                        false
                    }
                    None => true,
                });
                known.extend(document.operations.iter().map(|operation| (operation.name.clone(), path.as_path())));
                portals.documents.push(document);
            }
        }
    }
    if faults.is_empty() { Ok(portals) } else { Err(Failure::Documents(faults)) }
}

/// A document with the methods that it describes, and those that cannot be read with the reasons; or what is wrong with it
/// as a whole.
fn document(root: &Node) -> Result<(Document, Refused), Vec<Fault>> {
    // The method answers the document itself; whoever has it from another client may have the answer around it.
    let (root, above): (&Node, &[&str]) = match root.get("result").filter(|_| root.get("openapi").is_none()) {
        Some(result) => (result, &["result"]),
        None => (root, &[]),
    };
    let fault = |keys: &[&str], message: &str| Err(vec![Fault::at(&[above, keys].concat(), message)]);
    if !matches!(root, Node::Object(_)) {
        return fault(&[], "this is no object, and so no document of `rest.documentation.openapi`");
    }
    if !root.get("openapi").and_then(Node::text).is_some_and(|version| version.starts_with("3.")) {
        return fault(&["openapi"], "this is no OpenAPI document of version 3");
    }
    let Some(paths) = root.get("paths").and_then(Node::members) else {
        return fault(&["paths"], "there is no object of paths");
    };
    let schemas = root.at(&["components", "schemas"]).map_or(Some(&[][..]), Node::members);
    let Some(schemas) = schemas else {
        return fault(&["components", "schemas"], "this is no object of schemas");
    };
    if paths.iter().any(|(_, item)| item.at(&["post", "x-effect"]).is_some()) {
        return fault(&[], "`cargo xtask openapi` wrote this from the specs; a document of a portal is wanted");
    }
    let components = schemas.iter().map(|(name, node)| (name.clone(), schema::read(node))).collect();
    let mut document = Document { operations: Vec::new(), components };
    let mut refused = Refused::new();
    let mut seen = BTreeSet::new();
    for (path, item) in paths {
        match operation::read(root, path, item) {
            Reading::Refused(why) => refused.push((format!("path {}", json::shown(path)), why)),
            // Letters of another case are another name to the API, and the same file on some disks.
            Reading::Method(operation) if !seen.insert(operation.name.to_lowercase()) => {
                refused.push((format!("{}@3", operation.name), "the document has it in other letters too".to_owned()));
            }
            Reading::Method(operation) => document.operations.push(*operation),
        }
    }
    Ok((document, refused))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::import::drafts::{Described, Drafted};
    use crate::import::report::Report;

    const DOCUMENT: &str = include_str!("../../tests/cli/import_openapi/written.json");

    /// How many methods a document is drafted to.
    fn drafted(root: &Value) -> Option<usize> {
        let root = json::read(root.to_string().as_bytes()).unwrap();
        let (document, refused) = document(&root).ok()?;
        let portals = Portals { documents: vec![document], refused };
        let mut all = Drafted::default();
        drafts(&portals, &mut all, &Described::new(), &mut Report::default());
        Some(all.families.values().map(|drafts| drafts.methods.len()).sum())
    }

    #[test]
    fn anything_may_stand_in_the_place_of_anything() {
        let good: Value = serde_json::from_str(DOCUMENT).unwrap();
        assert_eq!(drafted(&good), Some(2));
        let component = json!({"$ref": "#/components/schemas/NodeDto"});
        let odd = [json!(null), json!(-7.5), json!("x"), json!(true), json!([]), json!({}), json!([[]]), component];
        let mut left = vec![String::new()];
        let mut places = 0;
        while let Some(place) = left.pop() {
            let members: Vec<String> = match good.pointer(&place).unwrap() {
                Value::Object(members) => members.keys().map(|key| key.replace('/', "~1")).collect(),
                Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
                _ => Vec::new(),
            };
            left.extend(members.iter().map(|member| format!("{place}/{member}")));
            for value in &odd {
                let mut changed = good.clone();
                *changed.pointer_mut(&place).unwrap() = value.clone();
                assert!(drafted(&changed).is_none_or(|methods| methods <= 2), "{place}: {value}");
            }
            places += 1;
        }
        assert!(places > 100);
    }
}
