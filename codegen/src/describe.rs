//! The model in words, for people at a terminal: types as specs write them, calls as Rust writes them.

use std::fmt;

use crate::emit::path::Place;
use crate::model::{BooleanWire, Family, Field, Method, Type, Vacancy};
use crate::render::body_lines;

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Double => f.write_str("double"),
            Self::Boolean(BooleanWire::YesNo) => f.write_str("boolean (Y/N)"),
            Self::Boolean(BooleanWire::TrueFalse) => f.write_str("boolean"),
            Self::Boolean(BooleanWire::OneZero) => f.write_str("boolean (1/0)"),
            Self::Date => f.write_str("date"),
            Self::DateTime => f.write_str("datetime"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::File => f.write_str("file"),
            Self::Any => f.write_str("any"),
            Self::Null => f.write_str("null"),
            Self::List(item) => write!(f, "{item}[]"),
            Self::Optional(item) => write!(f, "{item}?"),
            Self::Map(key, value) => write!(f, "map<{key}, {value}>"),
            Self::Id(id) => write!(f, "id<{}>", id.object),
            Self::Named(reference) => f.write_str(&reference.name),
        }
    }
}

/// What there is to know of a parameter beside its type, in a few words each.
pub fn remarks(field: &Field) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(crate::emit::docs::limits(&field.rule).map(|limits| crate::emit::docs::loose(&limits)));
    remarks.extend(field.default.as_ref().map(|default| format!("Default: {default}")));
    match field.vacancy {
        Vacancy::None => {}
        Vacancy::Clearable => remarks.push("An empty value clears it".to_owned()),
        Vacancy::Nullable => remarks.push("May be null".to_owned()),
    }
    remarks.extend(field.deprecated.as_ref().map(|note| format!("Deprecated: {note}")));
    remarks
}

/// The call of a method in Rust, with the values of its example.
pub fn rust_call(family: &Family, method: &Method) -> Vec<String> {
    body_lines(&crate::emit::method::first_call(method, &Place::new(&family.module)))
}

/// The type of a result: how a flag is sent does not count there.
pub fn result_type(ty: &Type) -> String {
    match ty {
        Type::Boolean(_) => "boolean".to_owned(),
        other => other.to_string(),
    }
}
