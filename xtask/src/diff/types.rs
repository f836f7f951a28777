//! Whether two types are one in Rust.

use bitrix24_codegen::model::Type;

use crate::diff::change::What;

/// How a type has changed. What a named type is made of is a matter of its own.
pub(crate) fn compare_types(old: &Type, new: &Type) -> Option<What> {
    let (from, to) = (format!("`{old}`"), format!("`{new}`"));
    if !is_same(old, new) {
        return Some(What::Type { from, to });
    }
    (from != to).then_some(What::Sent { from, to })
}

/// The same of a result, where it does not count how a flag is sent.
pub(crate) fn compare_results(old: &Type, new: &Type) -> Option<What> {
    compare_types(old, new).filter(|what| matches!(what, What::Type { .. }))
}

fn is_same(old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::Boolean(_), Type::Boolean(_)) => true,
        (Type::List(old), Type::List(new)) | (Type::Optional(old), Type::Optional(new)) => is_same(old, new),
        (Type::Map(old_key, old), Type::Map(new_key, new)) => is_same(old_key, new_key) && is_same(old, new),
        (Type::Id(old), Type::Id(new)) => old.name == new.name,
        (Type::Named(old), Type::Named(new)) => (&old.module, &old.name) == (&new.module, &new.name),
        (old, new) => old == new,
    }
}
