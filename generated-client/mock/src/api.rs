//! The methods that the portal knows, by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bitrix24_codegen::model::{Family, Method, Model, NamedType, Reference, System};

use crate::call::Version;

/// The specs, and where each method stands in them.
#[derive(Debug)]
pub(crate) struct Api {
    model: Arc<Model>,
    /// Version and name in lower case → family and method.
    methods: BTreeMap<(Version, String), (usize, usize)>,
}

impl Api {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        let mut methods = BTreeMap::new();
        for (at_family, family) in model.families.iter().enumerate() {
            for (at, method) in family.methods.iter().enumerate() {
                let version = if method.rest3 { Version::Rest3 } else { Version::Rest2 };
                methods.insert((version, method.wire_name.to_lowercase()), (at_family, at));
            }
        }
        Self { model, methods }
    }

    /// A method, whatever the case of the letters in its name.
    pub(crate) fn method(&self, version: Version, name: &str) -> Option<&Method> {
        let (family, method) = self.methods.get(&(version, name.to_lowercase()))?;
        self.model.families.get(*family)?.methods.get(*method)
    }

    /// All families, in the order of their names.
    pub(crate) fn families(&self) -> &[Family] {
        &self.model.families
    }

    /// A named type, as a method's parameters refer to it.
    pub(crate) fn named(&self, reference: &Reference) -> Option<&NamedType> {
        let family = self.model.families.iter().find(|family| family.module == reference.module)?;
        family.types.iter().find(|named| named.name == reference.name)
    }

    /// All scopes that a method needs.
    pub(crate) fn scopes(&self) -> BTreeSet<String> {
        let methods = self.families().iter().flat_map(|family| &family.methods);
        methods.flat_map(|method| method.scope.iter().cloned()).collect()
    }

    /// The errors that any method can answer with.
    pub(crate) fn system(&self) -> Option<&System> {
        self.model.system.as_ref()
    }
}
