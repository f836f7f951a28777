//! What a written type means in one file: the words of the language, the file's own types, those of the files it uses.

use std::cell::Cell;

use crate::ast::{BooleanWire, EnumValue, TypeExpr, TypeForm, TypeKind};
use crate::check::families::{Declared, Entry, Registry};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Id, Reference, Shape, Type};
use crate::names;
use crate::source::Spanned;

/// The type words.
pub(crate) const WORDS: [&str; 12] =
    ["string", "text", "integer", "double", "boolean", "char", "date", "datetime", "timestamp", "file", "any", "null"];

/// The names of one file.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    registry: &'a Registry<'a>,
    family: usize,
}

/// The largest type that one text may stand for, in words.
const MAX_WORDS: usize = 200;

/// What resolving a type must remember on its way.
struct Trail {
    /// The aliases that are being resolved: family and place.
    aliases: Vec<(usize, usize)>,
    /// How many words there may still be; aliases of aliases grow without end otherwise.
    left: usize,
}

impl<'a> Scope<'a> {
    /// The names of the family at this place of the registry.
    pub(crate) fn new(registry: &'a Registry<'a>, family: usize) -> Self {
        Self { registry, family }
    }

    /// The type that `expr` writes; `wire` says how its booleans travel. A type with a problem is [`Type::Any`].
    pub(crate) fn resolve(self, expr: &TypeExpr, wire: BooleanWire, problems: &mut Diagnostics) -> Type {
        if let TypeKind::Optional(_) = expr.kind {
            problems.add(expr.span, Problem::OptionalField);
        }
        self.resolve_item(expr, wire, problems)
    }

    /// The same for an item of something, which may be null where the type says so.
    pub(crate) fn resolve_item(self, expr: &TypeExpr, wire: BooleanWire, problems: &mut Diagnostics) -> Type {
        let mut trail = Trail { aliases: Vec::new(), left: MAX_WORDS };
        let ty = self.resolve_within(expr, wire, &mut trail, problems);
        if trail.left == 0 {
            problems.add(expr.span, Problem::TypeTooLarge { max: MAX_WORDS });
            return Type::Any;
        }
        ty
    }

    /// The type of something that is given: any but `null`, which is only what a method answers. `item` if it may be null
    /// where the type says so.
    pub(crate) fn resolve_part(
        self,
        expr: &TypeExpr,
        item: bool,
        wire: BooleanWire,
        problems: &mut Diagnostics,
    ) -> Type {
        let ty = if item { self.resolve_item(expr, wire, problems) } else { self.resolve(expr, wire, problems) };
        if ty == Type::Null {
            problems.add(expr.span, Problem::NullPart);
            return Type::Any;
        }
        ty
    }

    /// The values of an enum, on the wire and in Rust; `None` if the type is no enum.
    pub(crate) fn enum_values(self, reference: &Reference) -> Option<Vec<(String, String)>> {
        let family = self.registry.families.iter().find(|family| family.module == reference.module)?;
        let ty = family.file.types.iter().find(|ty| ty.name.value == reference.name)?;
        let TypeForm::Enum { values, .. } = &ty.form else {
            return None;
        };
        Some(values.iter().map(|value| (value.wire.value.clone(), variant_name(value).unwrap_or_default())).collect())
    }

    /// The calls that may still be tried for the rules of this file.
    pub(crate) fn tries(self) -> &'a Cell<usize> {
        &self.own().tries
    }

    fn own(self) -> &'a Entry<'a> {
        &self.registry.families[self.family]
    }

    /// The families whose types have a name here, the own one first.
    fn visible(self) -> impl Iterator<Item = (usize, &'a Entry<'a>)> {
        let used = self.own().uses.iter().copied();
        std::iter::once(self.family).chain(used).map(move |index| (index, &self.registry.families[index]))
    }

    fn resolve_within(self, expr: &TypeExpr, wire: BooleanWire, trail: &mut Trail, problems: &mut Diagnostics) -> Type {
        if trail.left == 0 {
            return Type::Any;
        }
        trail.left -= 1;
        match &expr.kind {
            TypeKind::Broken => Type::Any,
            TypeKind::List(item) => Type::List(Box::new(self.resolve_inner(item, wire, trail, problems))),
            TypeKind::Map(key, value) => {
                let key_type = self.resolve_within(key, wire, trail, problems);
                if !can_be_key(&key_type) && !matches!(key.kind, TypeKind::Broken) {
                    problems.add(key.span, Problem::BadMapKey);
                }
                Type::Map(Box::new(key_type), Box::new(self.resolve_inner(value, wire, trail, problems)))
            }
            TypeKind::Optional(item) => match self.resolve_within(item, wire, trail, problems) {
                // What can be anything can be null.
                Type::Any => Type::Any,
                Type::Null | Type::Optional(_) => {
                    problems.add(expr.span, Problem::OptionalField);
                    Type::Any
                }
                item => Type::Optional(Box::new(item)),
            },
            TypeKind::Id(object) => id_type(object, problems),
            TypeKind::Word(word) => match word_type(word, wire) {
                Some(ty) => ty,
                None => self.named(word, expr, wire, trail, problems),
            },
        }
    }

    /// The type of the items of a list, or of the values of a map.
    fn resolve_inner(self, expr: &TypeExpr, wire: BooleanWire, trail: &mut Trail, problems: &mut Diagnostics) -> Type {
        let ty = self.resolve_within(expr, wire, trail, problems);
        if ty == Type::Null {
            problems.add(expr.span, Problem::NullPart);
        }
        ty
    }

    fn named(
        self,
        name: &str,
        expr: &TypeExpr,
        wire: BooleanWire,
        trail: &mut Trail,
        problems: &mut Diagnostics,
    ) -> Type {
        let mut found = self.visible().filter_map(|(index, family)| Some((index, family, family.types.get(name)?.0)));
        let Some((index, family, declared)) = found.next() else {
            let visible = self.visible().flat_map(|(_, family)| family.types.keys().map(String::as_str));
            let known = WORDS.into_iter().chain(visible).filter(|_| problems.may_suggest(expr.span));
            let known: Vec<&str> = known.collect();
            let elsewhere = self.registry.families.iter().find(|family| family.types.contains_key(name));
            let declared_in = elsewhere.map(|family| family.wire_name.clone());
            let problem = Problem::unknown_type(name, &known, declared_in);
            // A type of a family that is not there has its problem there.
            let excused = self.own().lacks_families && problem.is_far_from_all_names();
            if !excused {
                problems.add(expr.span, problem);
            }
            return Type::Any;
        };
        if let Some((_, other, _)) = found.find(|(other, ..)| *other != index) {
            let families = [family.wire_name.clone(), other.wire_name.clone()];
            problems.add(expr.span, Problem::AmbiguousType { name: name.to_owned(), families });
            return Type::Any;
        }
        match declared {
            Declared::Broken => Type::Any,
            Declared::Own(shape) => {
                Type::Named(Reference { module: family.module.clone(), name: name.to_owned(), shape })
            }
            Declared::Alias(place) if trail.aliases.contains(&(index, place)) => {
                problems.add(expr.span, Problem::AliasCycle { name: name.to_owned() });
                Type::Any
            }
            Declared::Alias(place) => {
                trail.aliases.push((index, place));
                let target = Scope::new(self.registry, index).alias(place, wire, trail, problems);
                trail.aliases.pop();
                target
            }
        }
    }

    /// What the alias at this place of the file stands for.
    fn alias(self, place: usize, wire: BooleanWire, trail: &mut Trail, problems: &mut Diagnostics) -> Type {
        match self.own().file.types.get(place).map(|ty| &ty.form) {
            Some(TypeForm::Alias { ty, .. }) => self.resolve_within(ty, wire, trail, problems),
            _ => Type::Any,
        }
    }
}

/// The variant of an enum's value: the one that the spec gives, or the one that the value makes.
pub(crate) fn variant_name(value: &EnumValue) -> Option<String> {
    match &value.rust {
        Some(rust) => names::given_type_name(&rust.value),
        None => names::camel(&value.wire.value),
    }
}

fn id_type(object: &Spanned<String>, problems: &mut Diagnostics) -> Type {
    let name = names::camel(&object.value).filter(|_| names::is_wire_segment(&object.value));
    match name {
        Some(name) => Type::Id(Id { object: object.value.clone(), name: format!("{name}Id"), library: false }),
        None => {
            problems.add(object.span, Problem::BadTypeName { name: object.value.clone() });
            Type::Any
        }
    }
}

fn word_type(word: &str, wire: BooleanWire) -> Option<Type> {
    Some(match word {
        "string" | "text" | "char" => Type::Text,
        "integer" => Type::Integer,
        "double" => Type::Double,
        "boolean" => Type::Boolean(wire),
        "date" => Type::Date,
        "datetime" => Type::DateTime,
        "timestamp" => Type::Timestamp,
        "file" => Type::File,
        "any" => Type::Any,
        "null" => Type::Null,
        _ => return None,
    })
}

/// Whether the values of a type can be compared, hashed, and written as a JSON key.
fn can_be_key(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Integer | Type::Id(_) => true,
        Type::Named(reference) => matches!(reference.shape, Shape::Checked | Shape::Enumeration),
        _ => false,
    }
}
