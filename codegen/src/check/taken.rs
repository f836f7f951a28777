//! The names of one module of generated code, so that no two things in it get the same one.

use std::collections::BTreeMap;

use crate::ast::{File, TypeForm};
use crate::diagnostic::{Diagnostics, Problem};
use crate::names;
use crate::source::Span;

/// What the name of a request is the beginning of.
const OF_REQUEST: [&str; 5] = ["", "Builder", "Optional", "ErrorKind", "ErrorReason"];
/// What the name of a struct is the beginning of.
const OF_STRUCT: [&str; 3] = ["", "Builder", "Optional"];

/// The names of a module: of types and submodules, and of functions; once for the module, once for its `v3`.
pub(crate) struct Taken {
    types: BTreeMap<(bool, String), Span>,
    functions: BTreeMap<(bool, String), Span>,
}

impl Taken {
    /// The names of everything that the types of a file become.
    pub(crate) fn by_types(file: &File, problems: &mut Diagnostics) -> Self {
        let mut taken = Self { types: BTreeMap::new(), functions: BTreeMap::new() };
        if let Some(at) = file.system_errors_at {
            taken.types.insert((false, "SystemErrorKind".to_owned()), at);
        }
        // What a person has named comes first, so that a clash is told of the name that follows from another.
        for ty in &file.types {
            taken.claim_type(false, ty.name.value.clone(), ty.name.span, problems);
        }
        for ty in file.types.iter().filter(|ty| matches!(ty.form, TypeForm::Struct { .. })) {
            let name = &ty.name.value;
            let made = OF_STRUCT.iter().skip(1).map(|suffix| format!("{name}{suffix}"));
            for name in made.chain(names::snake(name).map(|name| names::params_module(&name))) {
                taken.claim_type(false, name, ty.name.span, problems);
            }
        }
        taken
    }

    /// Takes the names of everything that a method becomes.
    pub(crate) fn claim_method(&mut self, name: &str, request: &str, twin: bool, at: Span, problems: &mut Diagnostics) {
        // One clash says it; the other names follow the first.
        let made = OF_REQUEST.iter().map(|suffix| format!("{request}{suffix}"));
        let made: Vec<String> = made.chain([names::params_module(name)]).collect();
        let clash = made.iter().find_map(|name| Some((*self.types.get(&(twin, name.clone()))?, name.clone())));
        if let Some((earlier, name)) = clash {
            problems.add_with(at, Problem::NameClash { name }, earlier, "this one becomes it too");
            return;
        }
        self.types.extend(made.into_iter().map(|name| ((twin, name), at)));
        let function = (twin, name.trim_end_matches('_').to_owned());
        claim(&mut self.functions, function, at, problems);
    }

    fn claim_type(&mut self, twin: bool, name: String, at: Span, problems: &mut Diagnostics) {
        claim(&mut self.types, (twin, name), at, problems);
    }
}

fn claim(names: &mut BTreeMap<(bool, String), Span>, name: (bool, String), at: Span, problems: &mut Diagnostics) {
    match names.get(&name) {
        Some(earlier) => {
            problems.add_with(at, Problem::NameClash { name: name.1 }, *earlier, "this one becomes it too");
        }
        None => {
            names.insert(name, at);
        }
    }
}
