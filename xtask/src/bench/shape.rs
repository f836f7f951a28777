//! What methods are like on the average: of the whole API, where it was counted, and of the synthetic one.

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::model::{Definition, Method, Model, NamedType, Presence, Type};

/// The facts of a method that cost time to generate and to compile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Parameters at the top, and the required ones among them.
    params: usize,
    required: usize,
    /// Structs inside of parameters, as the docs have a table for each.
    nested: usize,
    /// Documented pairs of a code and a text.
    error_rows: usize,
    /// Codes with several texts.
    repeated_codes: usize,
    result: Kind,
    deprecated: bool,
    application: bool,
    rest3: bool,
    positional: bool,
    /// Whether rules relate parameters.
    rules: bool,
    /// Fields of the structs in parameters.
    nested_fields: usize,
    /// Structs inside of the result, and their fields.
    result_tables: usize,
    result_fields: usize,
    /// Enums in parameters and in the result.
    enums: usize,
}

/// What a result is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Scalar,
    Flag,
    /// A struct, or a list or map of them.
    Table,
}

/// A figure of the whole API, and how a method adds to it.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    /// The average over all methods.
    pub(crate) whole: f64,
    pub(crate) of: fn(&Facts) -> f64,
}

/// The 1,671 pages that document a method.
const PAGES: f64 = 1671.0;
/// Those that show what a result is.
const RESULTS: f64 = 1470.0;

/// Tables and enums were counted on the 630 of them whose tables could be read. A table that several methods of a family
/// share counts once: 1.11 tables of a result are shown for each method, and 0.72 are left. The synthetic API shares next
/// to nothing, so what a method is made of is what it declares.
pub(crate) const FIGURES: [Figure; 25] = [
    // 3,770 names of the usual kinds, and some more.
    figure("parameters", 3800.0 / PAGES, |facts| number(facts.params)),
    figure("… none", 205.0 / PAGES, |facts| share(facts.params == 0)),
    figure("… one", 584.0 / PAGES, |facts| share(facts.params == 1)),
    figure("… two", 379.0 / PAGES, |facts| share(facts.params == 2)),
    figure("… none required", 494.0 / PAGES, |facts| share(facts.required == 0)),
    figure("… one required", 709.0 / PAGES, |facts| share(facts.required == 1)),
    figure("… two required", 311.0 / PAGES, |facts| share(facts.required == 2)),
    figure("… three required", 113.0 / PAGES, |facts| share(facts.required == 3)),
    figure("… more required", 44.0 / PAGES, |facts| share(facts.required > 3)),
    figure("… rules between them", 53.0 / PAGES, |facts| share(facts.rules)),
    figure("nested tables", 498.0 / PAGES, |facts| number(facts.nested)),
    figure("… any", 404.0 / PAGES, |facts| share(facts.nested > 0)),
    figure("… their fields", 4.40, |facts| number(facts.nested_fields)),
    // 0.59 of parameters and 0.10 of results; `Y` and `N` are flags.
    figure("enums", 0.68, |facts| number(facts.enums)),
    figure("error rows", 5978.0 / PAGES, |facts| number(facts.error_rows)),
    figure("… none", 261.0 / PAGES, |facts| share(facts.error_rows == 0)),
    figure("… codes with several texts", 710.0 / PAGES, |facts| number(facts.repeated_codes)),
    // Objects 236, in a wrapper 349, in lists 152 and maps 60, and 74 of REST 3.0.
    figure("results with a table", 871.0 / RESULTS, |facts| share(facts.result == Kind::Table)),
    figure("tables in results", 0.72, |facts| number(facts.result_tables)),
    figure("… their fields", 9.14, |facts| number(facts.result_fields)),
    figure("results that are a flag", 430.0 / RESULTS, |facts| share(facts.result == Kind::Flag)),
    figure("deprecated", 239.0 / PAGES, |facts| share(facts.deprecated)),
    figure("for applications only", 99.0 / PAGES, |facts| share(facts.application)),
    figure("REST 3.0", 106.0 / PAGES, |facts| share(facts.rest3)),
    figure("positional", 22.0 / PAGES, |facts| share(facts.positional)),
];

const fn figure(name: &'static str, whole: f64, of: fn(&Facts) -> f64) -> Figure {
    Figure { name, whole, of }
}

fn share(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The facts of each method of a model, with its family and key.
pub(crate) fn facts(model: &Model) -> BTreeMap<(String, String), Facts> {
    let families = model.families.iter();
    let types: Types<'_> = families
        .flat_map(|family| family.types.iter().map(|ty| ((family.module.as_slice(), ty.name.as_str()), ty)))
        .collect();
    let methods = model.families.iter().flat_map(|family| family.methods.iter().map(move |method| (family, method)));
    methods.map(|(family, method)| ((family.wire_name.clone(), method.key.clone()), facts_of(method, &types))).collect()
}

type Types<'a> = BTreeMap<(&'a [String], &'a str), &'a NamedType>;

fn facts_of(method: &Method, types: &Types<'_>) -> Facts {
    let record = &method.record;
    let mut nested = Tables::default();
    for field in &record.fields {
        nested.add(&field.ty, types);
    }
    let mut result = Tables::default();
    result.add(&method.result.ty, types);
    let kind = match &method.result.ty {
        Type::Boolean(_) => Kind::Flag,
        _ if result.seen.is_empty() => Kind::Scalar,
        _ => Kind::Table,
    };
    let errors = &method.errors.list;
    Facts {
        params: record.fields.len(),
        required: record.fields.iter().filter(|field| matches!(field.presence, Presence::Required { .. })).count(),
        nested: nested.seen.len(),
        error_rows: errors.iter().map(|error| error.texts.len().max(1)).sum(),
        repeated_codes: errors.iter().filter(|error| error.texts.len() > 1).count(),
        result: kind,
        deprecated: method.deprecated.is_some(),
        application: method.application,
        rest3: method.rest3,
        positional: method.positional,
        rules: !record.rules.is_empty(),
        nested_fields: nested.fields,
        result_tables: result.seen.len(),
        result_fields: result.fields,
        enums: nested.enums.union(&result.enums).count(),
    }
}

/// The structs and enums inside of a type.
#[derive(Default)]
struct Tables {
    seen: BTreeSet<(Vec<String>, String)>,
    enums: BTreeSet<(Vec<String>, String)>,
    fields: usize,
}

impl Tables {
    fn add(&mut self, ty: &Type, types: &Types<'_>) {
        let reference = match ty {
            Type::List(item) | Type::Map(_, item) => return self.add(item, types),
            Type::Named(reference) => reference,
            _ => return,
        };
        let named = types.get(&(reference.module.as_slice(), reference.name.as_str()));
        match named.map(|named| &named.definition) {
            Some(Definition::Record(record)) => {
                if !self.seen.insert((reference.module.clone(), reference.name.clone())) {
                    return;
                }
                self.fields += record.fields.len();
                for ty in record.fields.iter().map(|field| &field.ty).chain(&record.open) {
                    self.add(ty, types);
                }
            }
            Some(Definition::Tuple(parts) | Definition::Union(parts)) => {
                for part in parts {
                    self.add(&part.ty, types);
                }
            }
            Some(Definition::Enumeration { .. }) => {
                self.enums.insert((reference.module.clone(), reference.name.clone()));
            }
            _ => {}
        }
    }
}

/// How an API compares with the whole one, line by line.
pub(crate) fn table(facts: &[&Facts]) -> Vec<String> {
    let mean = |of: fn(&Facts) -> f64| facts.iter().map(|facts| of(facts)).sum::<f64>() / number(facts.len());
    let head = format!("  {:28} {:>9} {:>9}", "for each method", "whole API", "this one");
    let row = |figure: &Figure| format!("  {:28} {:>9.3} {:>9.3}", figure.name, figure.whole, mean(figure.of));
    std::iter::once(head).chain(FIGURES.iter().map(row)).collect()
}
