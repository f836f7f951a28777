//! Types as JSON Schemas, as OpenAPI 3.1 has them.

use std::collections::BTreeMap;

use bitrix24_codegen::model::{BooleanWire, Definition, EnumValue, Id, Model, NamedType, Part, Reference, Shape, Type};
use serde_json::{Map, Value, json};

use crate::openapi::{answer, record};

/// A JSON object whose members keep their order.
pub(crate) type Object = Map<String, Value>;

/// The members of an object that `json!` has written.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(members) => members,
        _ => Object::new(),
    }
}

/// Where the components stand.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

pub(crate) fn reference(component: &str) -> Object {
    object(json!({"$ref": format!("{SCHEMAS}{component}")}))
}

/// The schema with what is said of it.
pub(crate) fn described(mut schema: Object, doc: Option<&String>) -> Object {
    schema.extend(doc.map(|doc| ("description".to_owned(), doc.as_str().into())));
    schema
}

/// Any of these. Beside what takes everything, there is nothing to choose.
pub(crate) fn any_of(choices: &[Object]) -> Object {
    if choices.iter().any(Object::is_empty) {
        return Object::new();
    }
    object(json!({"anyOf": choices}))
}

/// A list with a fixed meaning of each place, of which the first `required` must be there.
pub(crate) fn list_of(places: &[Object], required: usize) -> Object {
    object(json!({"type": "array", "prefixItems": places, "items": false, "minItems": required}))
}

/// Who writes a value. What is sent has one form; the server has several for what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Sent,
    Answered,
}

/// The named types of a model, seen from one side.
pub(crate) struct Schemas<'a> {
    pub(crate) side: Side,
    types: BTreeMap<(&'a [String], &'a str), &'a NamedType>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(model: &'a Model, side: Side) -> Self {
        let families = model.families.iter();
        let types = families.flat_map(|family| family.types.iter().map(|ty| ((&family.module[..], &ty.name[..]), ty)));
        Self { side, types: types.collect() }
    }

    /// What a name stands for.
    pub(crate) fn find(&self, named: &Reference) -> Option<&'a NamedType> {
        self.types.get(&(&named.module[..], &named.name[..])).copied()
    }

    /// The types that have a component on this side, each with its name.
    pub(crate) fn components(&self) -> impl Iterator<Item = (String, Object)> {
        let used = self.types.iter().filter(|(_, ty)| match self.side {
            Side::Sent => ty.sent,
            Side::Answered => ty.received && (has_two_forms(ty) || !ty.sent),
        });
        used.map(|((module, _), ty)| (self.component(module, ty), self.named(ty)))
    }

    /// The name of a type's component.
    fn component(&self, module: &[String], ty: &NamedType) -> String {
        let answered = self.side == Side::Answered && has_two_forms(ty);
        let path = module.iter().map(String::as_str).chain([ty.name.as_str()]).chain(answered.then_some("answer"));
        path.collect::<Vec<&str>>().join(".")
    }

    /// A type as it is used.
    pub(crate) fn of_type(&self, ty: &Type) -> Object {
        object(match ty {
            Type::Boolean(_) | Type::Integer | Type::Timestamp | Type::Double if self.side == Side::Answered => {
                return answer::of_scalar(ty);
            }
            Type::Id(id) if self.side == Side::Answered => return reference(&format!("{}.answer", id_component(id))),
            Type::Text => json!({"type": "string"}),
            Type::Integer => json!({"type": "integer", "format": "int64"}),
            Type::Double => json!({"type": "number", "format": "double"}),
            Type::Boolean(BooleanWire::TrueFalse) => json!({"type": "boolean"}),
            Type::Boolean(BooleanWire::YesNo) => json!({"type": "string", "enum": ["Y", "N"]}),
            Type::Boolean(BooleanWire::OneZero) => json!({"type": "integer", "enum": [1, 0]}),
            Type::Date => json!({"type": "string", "format": "date"}),
            Type::DateTime => json!({"type": "string", "format": "date-time"}),
            Type::Timestamp => json!({"type": "integer", "format": "int64", "description": "Seconds since 1970."}),
            Type::File => return file(),
            Type::Any => json!({}),
            Type::Null => json!({"type": "null"}),
            Type::List(item) => json!({"type": "array", "items": self.of_type(item)}),
            Type::Optional(item) => return or_null(self.of_type(item)),
            Type::Map(key, value) => return self.map(key, value),
            Type::Id(id) => return reference(&id_component(id)),
            Type::Named(named) => {
                let name = self.find(named).map(|ty| self.component(&named.module, ty));
                return reference(&name.unwrap_or_default());
            }
        })
    }

    /// The server has lists for maps without a key, as PHP does.
    fn map(&self, key: &Type, value: &Type) -> Object {
        let keys = match key {
            Type::Integer | Type::Id(_) => object(json!({"pattern": "^-?[0-9]+$"})),
            Type::Named(named) if named.shape == Shape::Checked => self.of_type(key),
            _ => object(json!({"type": "string"})),
        };
        let map = json!({"type": "object", "propertyNames": keys, "additionalProperties": self.of_type(value)});
        match self.side {
            Side::Sent => object(map),
            Side::Answered => any_of(&[object(map), reference(answer::EMPTY)]),
        }
    }

    /// The component of a named type.
    fn named(&self, ty: &NamedType) -> Object {
        let schema = match &ty.definition {
            Definition::Alias(target) => self.of_type(target),
            Definition::Text(limits) => record::with_text_limits(self.of_type(&Type::Text), limits),
            Definition::Integer(_) if self.side == Side::Answered => answer::of_scalar(&Type::Integer),
            Definition::Integer(range) => record::with_range(self.of_type(&Type::Integer), *range),
            Definition::Record(record) => self.record(record),
            Definition::Enumeration { values, .. } if self.side == Side::Answered => answer::enumeration(values),
            Definition::Enumeration { numeric, values } => enumeration(*numeric, values),
            Definition::Tuple(places) => list_of(&self.parts(places), places.len()),
            Definition::Union(forms) => any_of(&self.parts(forms)),
        };
        described(schema, Some(&ty.doc))
    }

    fn parts(&self, parts: &[Part]) -> Vec<Object> {
        let part = |part: &Part| {
            let mut schema = described(self.of_type(&part.ty), part.doc.as_ref());
            schema.insert("title".to_owned(), part.name.as_str().into());
            schema
        };
        parts.iter().map(part).collect()
    }
}

/// Whether a type travels both ways, in another form each. A text is always the same.
fn has_two_forms(ty: &NamedType) -> bool {
    ty.sent && ty.received && !matches!(ty.definition, Definition::Text(_))
}

pub(crate) fn or_null(schema: Object) -> Object {
    any_of(&[schema, object(json!({"type": "null"}))])
}

fn file() -> Object {
    let places = [json!({"type": "string"}), json!({"type": "string", "contentEncoding": "base64"})].map(object);
    described(list_of(&places, 2), Some(&"The name of a file, and its content in base64.".to_owned()))
}

fn id_component(id: &Id) -> String {
    format!("ids.{}", id.name)
}

/// The components of an identifier, as it is sent and as it is answered.
pub(crate) fn ids(id: &Id) -> [(String, Object); 2] {
    let text = format!("The identifier of an object of the kind `{}`.", id.object);
    let sent = object(json!({"type": "integer", "format": "int64"}));
    let component = id_component(id);
    let answered = (format!("{component}.answer"), described(answer::of_scalar(&Type::Integer), Some(&text)));
    [(component, described(sent, Some(&text))), answered]
}

/// The values that are listed, or another one.
fn enumeration(numeric: bool, values: &[EnumValue]) -> Object {
    let wire = |value: &EnumValue| match value.wire_name.parse::<i64>() {
        Ok(number) if numeric => number.into(),
        _ => value.wire_name.as_str().into(),
    };
    let ty = if numeric { "integer" } else { "string" };
    let listed = json!({
        "type": ty,
        "enum": values.iter().map(wire).collect::<Vec<Value>>(),
        "x-enum-varnames": values.iter().map(|value| value.name.as_str()).collect::<Vec<&str>>(),
        "x-enum-descriptions": values.iter().map(|value| value.doc.as_str()).collect::<Vec<&str>>(),
    });
    any_of(&[object(listed), object(json!({"type": ty}))])
}
