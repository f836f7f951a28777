//! The drafts of the methods that documents describe, by their families.

use std::collections::BTreeMap;

use super::draft::draft;
use super::operation::Operation;
use super::types::Types;
use super::{Document, Portals};
use crate::import::base::Teller;
use crate::import::draft::{family_and_key, shown_name};
use crate::import::drafts::{Described, Drafted};
use crate::import::report::{Fate, Report};

/// The most parameters and fields that documents are made into. Schemas are written once for each family and each body
/// that has them, so a small document could ask for any number; a large portal's has a tenth of this.
const MOST_MEMBERS: usize = 200_000;

/// Adds the drafts of what documents describe to those that there are.
pub(crate) fn drafts(portals: &Portals, drafted: &mut Drafted, described: &Described, report: &mut Report) {
    let mut members_left = MOST_MEMBERS;
    for document in &portals.documents {
        for (family, operations) in families(document) {
            of_family(family, &operations, document, &mut members_left, drafted, described, report);
        }
    }
}

fn of_family(
    family: &str,
    operations: &[&Operation],
    document: &Document,
    members_left: &mut usize,
    drafted: &mut Drafted,
    described: &Described,
    report: &mut Report,
) {
    let keys: Vec<String> = operations.iter().map(|operation| family_and_key(&operation.name, true).1).collect();
    let ground = drafted.grounds.get(family);
    let mut taken = ground.map(|ground| ground.taken(Teller::Portal, &keys)).unwrap_or_default();
    taken.extend(drafted.families.get(family).into_iter().flat_map(|drafts| drafts.type_names()));
    let mut types = Types::new(&document.components, taken, *members_left);
    let mut drafts = Vec::new();
    for operation in operations {
        match draft(operation, &mut types) {
            Some(draft) => drafts.push(draft),
            None => {
                let why = format!("the documents have more than {MOST_MEMBERS} parameters and fields");
                report.note(shown_name(&operation.name, true), Fate::Refused(why));
            }
        }
    }
    *members_left = types.members_left;
    drafted.divide(family, Teller::Portal, drafts, &types.shared, described);
}

/// The methods of a document by their families, in the order of their names.
fn families(document: &Document) -> BTreeMap<&str, Vec<&Operation>> {
    let mut families: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &document.operations {
        families.entry(family_and_key(&operation.name, true).0).or_default().push(operation);
    }
    for operations in families.values_mut() {
        operations.sort_by(|a, b| a.name.cmp(&b.name));
    }
    families
}
