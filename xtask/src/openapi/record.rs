//! Structs and parameters as JSON Schemas, with the constraints of their members.

use bitrix24_codegen::model::{
    BooleanWire, Constant, Definition, Field, Presence, Range, Record, TextLimits, Type, Vacancy, ValueRule,
};
use serde_json::{Value, json};

use crate::openapi::answer;
use crate::openapi::schema::{Object, Schemas, Side, any_of, described, list_of, object, or_null, reference};

impl Schemas<'_> {
    /// The members of a struct, or the parameters of a method.
    pub(crate) fn record(&self, record: &Record) -> Object {
        let constants = record.constants.iter().map(|it| (it.wire_name.clone(), Value::Object(constant(it))));
        let fields = record.fields.iter().map(|it| (it.wire_name.clone(), Value::Object(self.field(it))));
        let properties: Object = constants.chain(fields).collect();
        let always = record.constants.iter().map(|constant| constant.wire_name.as_str());
        let fields = record.fields.iter().filter(|field| is_required(field)).map(|field| field.wire_name.as_str());
        let required: Vec<&str> = always.chain(fields).collect();
        let mut schema = object(json!({"type": "object", "properties": properties}));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        if let Some(open) = &record.open {
            schema.insert("additionalProperties".to_owned(), self.of_type(open).into());
        }
        self.with_rules(schema, record)
    }

    /// The parameters of a method that takes them as a list.
    pub(crate) fn positional(&self, record: &Record) -> Object {
        let places = record.fields.iter().map(|field| {
            let schema = self.field(field);
            // Null stands for one that is left out before others that are not.
            let mut schema = if is_required(field) { schema } else { or_null(schema) };
            schema.insert("title".to_owned(), field.wire_name.as_str().into());
            schema
        });
        let required = record.fields.iter().rposition(is_required).map_or(0, |last| last + 1);
        self.with_rules(list_of(&places.collect::<Vec<Object>>(), required), record)
    }

    /// Rules between members are told in words: as schemas they would be a text that no tool makes anything of.
    fn with_rules(&self, mut schema: Object, record: &Record) -> Object {
        if !record.rules.is_empty() && self.side == Side::Sent {
            schema.insert("x-rules".to_owned(), json!(record.rules));
        }
        schema
    }

    fn field(&self, field: &Field) -> Object {
        let mut schema = self.of_type(&field.ty);
        if field.secret && field.ty == Type::Text {
            schema.insert("format".to_owned(), "password".into());
        }
        let schema = match self.side {
            Side::Sent => sent(schema, field),
            Side::Answered if is_required(field) => schema,
            Side::Answered => any_of(&[schema, reference(answer::NOTHING)]),
        };
        let mut schema = described(schema, field.doc.as_ref());
        if let Some(default) = field.default.as_ref().filter(|_| self.side == Side::Sent) {
            let (key, value) = self.default(&field.ty, default);
            schema.insert(key.to_owned(), value);
        }
        if field.secret {
            schema.insert("x-secret".to_owned(), true.into());
        }
        if let Some(note) = &field.deprecated {
            schema.insert("deprecated".to_owned(), true.into());
            schema.insert("x-deprecated".to_owned(), note.as_str().into());
        }
        schema
    }

    /// What the server takes if nothing is sent; under a key of our own where the docs have it in words.
    fn default(&self, ty: &Type, text: &str) -> (&'static str, Value) {
        let plain = text.trim_matches('"');
        let number = || plain.parse::<i64>().ok().map(Value::from);
        let value = match ty {
            Type::Text | Type::Boolean(BooleanWire::YesNo) => Some(plain.into()),
            Type::Integer | Type::Id(_) | Type::Boolean(BooleanWire::OneZero) => number(),
            Type::Double => plain.parse::<f64>().ok().map(Value::from),
            Type::Boolean(BooleanWire::TrueFalse) => plain.parse::<bool>().ok().map(Value::from),
            Type::Named(named) => match self.find(named).map(|ty| &ty.definition) {
                Some(Definition::Enumeration { numeric: true, .. }) => number(),
                Some(Definition::Enumeration { .. }) => Some(plain.into()),
                _ => None,
            },
            _ => None,
        };
        value.map_or(("x-default", text.into()), |value| ("default", value))
    }
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required { .. })
}

fn constant(constant: &Constant) -> Object {
    described(object(json!({"const": constant.value})), constant.doc.as_ref())
}

/// The schema of a value with its constraints, and with what says that it is cleared.
fn sent(schema: Object, field: &Field) -> Object {
    let schema = match &field.rule {
        ValueRule::None => schema,
        ValueRule::Text(limits) => with_text_limits(schema, limits),
        ValueRule::Integer(range) => with_range(schema, *range),
        ValueRule::Double(range) => with_range(schema, *range),
        ValueRule::Items { non_empty, max } => with_items(schema, &field.ty, *non_empty, *max),
    };
    match field.vacancy {
        Vacancy::None => schema,
        Vacancy::Nullable => or_null(schema),
        Vacancy::Clearable => any_of(&[schema, object(json!({"const": ""}))]),
    }
}

pub(crate) fn with_text_limits(mut schema: Object, limits: &TextLimits) -> Object {
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

pub(crate) fn with_range<T: Into<Value>>(mut schema: Object, range: Range<T>) -> Object {
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
