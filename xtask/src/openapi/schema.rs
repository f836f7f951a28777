//! Types as JSON Schemas, as OpenAPI 3.1 has them.

use bitrix24_codegen::model::{
    BooleanWire, Constant, Definition, EnumValue, Field, Id, Model, NamedType, Part, Presence, Range, Record,
    Reference, Shape, TextLimits, Type, Vacancy, ValueRule,
};
use serde_json::{Map, Value, json};

/// A JSON object whose members keep their order.
pub(crate) type Object = Map<String, Value>;

/// The members of an object that `json!` has written.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(members) => members,
        _ => Object::new(),
    }
}

/// The name of a named type among the components.
pub(crate) fn component(module: &[String], name: &str) -> String {
    module.iter().chain([&name.to_owned()]).map(String::as_str).collect::<Vec<&str>>().join(".")
}

pub(crate) fn reference(component: &str) -> Object {
    object(json!({"$ref": format!("#/components/schemas/{component}")}))
}

/// A type as it is used.
pub(crate) fn of_type(ty: &Type) -> Object {
    object(match ty {
        Type::Text => json!({"type": "string"}),
        Type::Integer => json!({"type": "integer", "format": "int64"}),
        Type::Double => json!({"type": "number", "format": "double"}),
        Type::Boolean(BooleanWire::TrueFalse) => json!({"type": "boolean"}),
        Type::Boolean(BooleanWire::YesNo) => json!({"type": "string", "enum": ["Y", "N"]}),
        Type::Boolean(BooleanWire::OneZero) => json!({"type": "integer", "enum": [1, 0]}),
        Type::Date => json!({"type": "string", "format": "date"}),
        Type::DateTime => json!({"type": "string", "format": "date-time"}),
        Type::Timestamp => json!({"type": "integer", "format": "int64", "description": "Seconds since 1970."}),
        Type::File => json!({
            "description": "The name of a file, and its content in base64.",
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "string", "contentEncoding": "base64"}],
            "items": false,
            "minItems": 2,
        }),
        Type::Any => json!({}),
        Type::Null => json!({"type": "null"}),
        Type::List(item) => json!({"type": "array", "items": of_type(item)}),
        Type::Optional(item) => return or_null(of_type(item)),
        Type::Map(key, value) => {
            json!({"type": "object", "propertyNames": of_key(key), "additionalProperties": of_type(value)})
        }
        Type::Id(id) => return reference(&of_id(id)),
        Type::Named(named) => return reference(&component(&named.module, &named.name)),
    })
}

/// The keys of a map, which are texts whatever they stand for.
fn of_key(key: &Type) -> Object {
    match key {
        Type::Integer | Type::Id(_) => object(json!({"pattern": "^-?[0-9]+$"})),
        Type::Named(named) if named.shape == Shape::Checked => of_type(key),
        _ => object(json!({"type": "string"})),
    }
}

fn of_id(id: &Id) -> String {
    component(&["ids".to_owned()], &id.name)
}

/// The component of an identifier.
pub(crate) fn id(id: &Id) -> (String, Object) {
    let text = format!("The identifier of an object of the kind `{}`.", id.object);
    (of_id(id), object(json!({"type": "integer", "format": "int64", "description": text})))
}

pub(crate) fn or_null(schema: Object) -> Object {
    object(json!({"anyOf": [schema, {"type": "null"}]}))
}

/// The schema with what is said of it.
pub(crate) fn described(mut schema: Object, doc: Option<&String>) -> Object {
    schema.extend(doc.map(|doc| ("description".to_owned(), doc.clone().into())));
    schema
}

/// The component of a named type.
pub(crate) fn named(ty: &NamedType, model: &Model) -> Object {
    let schema = match &ty.definition {
        Definition::Alias(target) => of_type(target),
        Definition::Text(limits) => with_text_limits(of_type(&Type::Text), limits),
        Definition::Integer(range) => with_range(of_type(&Type::Integer), *range),
        Definition::Record(fields) => record(fields, model),
        Definition::Enumeration { numeric, values } => enumeration(*numeric, values),
        Definition::Tuple(places) => tuple(places),
        Definition::Union(forms) => object(json!({"anyOf": forms.iter().map(part).collect::<Vec<Object>>()})),
    };
    described(schema, Some(&ty.doc))
}

/// The server may answer with a value that is not listed, which no schema can say and still be of use to who generates
/// code; so an extension says it.
fn enumeration(numeric: bool, values: &[EnumValue]) -> Object {
    let wire = |value: &EnumValue| match value.wire_name.parse::<i64>() {
        Ok(number) if numeric => number.into(),
        _ => value.wire_name.as_str().into(),
    };
    object(json!({
        "type": if numeric { "integer" } else { "string" },
        "enum": values.iter().map(wire).collect::<Vec<Value>>(),
        "x-enum-varnames": values.iter().map(|value| value.name.as_str()).collect::<Vec<&str>>(),
        "x-enum-descriptions": values.iter().map(|value| value.doc.as_str()).collect::<Vec<&str>>(),
        "x-open": true,
    }))
}

fn tuple(places: &[Part]) -> Object {
    list_of(places.iter().map(part).collect(), places.len())
}

/// A list with a fixed meaning of each place, of which the first `required` must be there.
fn list_of(places: Vec<Object>, required: usize) -> Object {
    object(json!({"type": "array", "prefixItems": places, "items": false, "minItems": required}))
}

fn part(part: &Part) -> Object {
    let mut schema = described(of_type(&part.ty), part.doc.as_ref());
    schema.insert("title".to_owned(), part.name.as_str().into());
    schema
}

/// The members of a struct, or the parameters of a method.
pub(crate) fn record(record: &Record, model: &Model) -> Object {
    let constants = record.constants.iter().map(|it| (it.wire_name.clone(), Value::Object(constant(it))));
    let fields = record.fields.iter().map(|it| (it.wire_name.clone(), Value::Object(field(it, model))));
    let always = record.constants.iter().map(|constant| constant.wire_name.as_str());
    let required: Vec<&str> = always.chain(required(record)).collect();
    let properties: Object = constants.chain(fields).collect();
    let mut schema = object(json!({"type": "object", "properties": properties}));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if let Some(open) = &record.open {
        schema.insert("additionalProperties".to_owned(), of_type(open).into());
    }
    with_rules(schema, record)
}

/// The parameters of a method that takes them as a list.
pub(crate) fn positional(record: &Record, model: &Model) -> Object {
    let is_required = |field: &Field| matches!(field.presence, Presence::Required { .. });
    let required = record.fields.iter().rposition(is_required).map_or(0, |last| last + 1);
    let places = record.fields.iter().map(|it| {
        let mut schema = field(it, model);
        schema.insert("title".to_owned(), it.wire_name.as_str().into());
        schema
    });
    with_rules(list_of(places.collect(), required), record)
}

fn required(record: &Record) -> impl Iterator<Item = &str> {
    let fields = record.fields.iter().filter(|field| matches!(field.presence, Presence::Required { .. }));
    fields.map(|field| field.wire_name.as_str())
}

/// Rules between members are told in words: as schemas they would be a text that no tool makes anything of.
fn with_rules(mut schema: Object, record: &Record) -> Object {
    if !record.rules.is_empty() {
        schema.insert("x-rules".to_owned(), json!(record.rules));
    }
    schema
}

fn constant(constant: &Constant) -> Object {
    described(object(json!({"const": constant.value})), constant.doc.as_ref())
}

fn field(field: &Field, model: &Model) -> Object {
    let schema = of_type(&field.ty);
    let schema = match &field.rule {
        ValueRule::None => schema,
        ValueRule::Text(limits) => with_text_limits(schema, limits),
        ValueRule::Integer(range) => with_range(schema, *range),
        ValueRule::Double(range) => with_range(schema, *range),
        ValueRule::Items { non_empty, max } => with_items(schema, &field.ty, *non_empty, *max),
    };
    let mut schema = match field.vacancy {
        Vacancy::None => schema,
        Vacancy::Nullable => or_null(schema),
        Vacancy::Clearable => object(json!({"anyOf": [schema, {"const": ""}]})),
    };
    schema = described(schema, field.doc.as_ref());
    if let Some(default) = &field.default {
        let (key, value) = default_value(&field.ty, default, model);
        schema.insert(key.to_owned(), value);
    }
    if field.secret {
        schema.insert("format".to_owned(), "password".into());
    }
    if let Some(note) = &field.deprecated {
        schema.insert("deprecated".to_owned(), true.into());
        schema.insert("x-deprecated".to_owned(), note.as_str().into());
    }
    schema
}

/// What the server takes if nothing is sent; under a key of our own where the docs have it in words.
fn default_value(ty: &Type, text: &str, model: &Model) -> (&'static str, Value) {
    let plain = text.trim_matches('"');
    let value = match ty {
        Type::Text | Type::Boolean(BooleanWire::YesNo) => Some(plain.into()),
        Type::Integer | Type::Id(_) | Type::Boolean(BooleanWire::OneZero) => plain.parse::<i64>().ok().map(Value::from),
        Type::Double => plain.parse::<f64>().ok().map(Value::from),
        Type::Boolean(BooleanWire::TrueFalse) => plain.parse::<bool>().ok().map(Value::from),
        Type::Named(named) if named.shape == Shape::Enumeration => {
            let number = plain.parse::<i64>().ok().filter(|_| has_numbers(named, model));
            Some(number.map_or(plain.into(), Value::from))
        }
        _ => None,
    };
    value.map_or(("x-default", text.into()), |value| ("default", value))
}

/// Whether an enum is one of numbers.
fn has_numbers(named: &Reference, model: &Model) -> bool {
    let families = model.families.iter().filter(|family| family.module == named.module);
    let mut types = families.flat_map(|family| &family.types).filter(|ty| ty.name == named.name);
    types.any(|ty| matches!(ty.definition, Definition::Enumeration { numeric: true, .. }))
}

fn with_text_limits(mut schema: Object, limits: &TextLimits) -> Object {
    let least = limits.min.unwrap_or(0).max(u64::from(limits.non_empty));
    schema.extend((least > 0).then(|| ("minLength".to_owned(), least.into())));
    schema.extend(limits.max.map(|max| ("maxLength".to_owned(), max.into())));
    if let Some(pattern) = &limits.pattern {
        let key = if is_ecma(&pattern.source) { "pattern" } else { "x-pattern" };
        schema.insert(key.to_owned(), pattern.source.as_str().into());
    }
    schema
}

/// Whether an expression means the same to ECMA-262, which schemas follow: no flags, no class inside of a class.
fn is_ecma(pattern: &str) -> bool {
    let plain = pattern.replace("\\\\", "").replace("(?:", "(");
    !["(?", "[[", "&&", "--", "~~", "\\A", "\\z", "\\x{", "\\h", "\\a"].iter().any(|foreign| plain.contains(foreign))
}

fn with_range<T: Into<Value>>(mut schema: Object, range: Range<T>) -> Object {
    schema.extend(range.min.map(|min| ("minimum".to_owned(), min.into())));
    schema.extend(range.max.map(|max| ("maximum".to_owned(), max.into())));
    schema
}

fn with_items(mut schema: Object, ty: &Type, non_empty: bool, max: Option<u64>) -> Object {
    let (least, most) =
        if matches!(ty, Type::Map(..)) { ("minProperties", "maxProperties") } else { ("minItems", "maxItems") };
    schema.extend(non_empty.then(|| (least.to_owned(), 1.into())));
    schema.extend(max.map(|max| (most.to_owned(), max.into())));
    schema
}
