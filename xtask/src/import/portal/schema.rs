//! Schemas of the document: what the importer uses of each, and what it cannot use, as doubts.

use std::collections::BTreeMap;

use bitrix24_codegen::is_wire_param;

use super::json::{Node, quoted, unescaped};

/// What a document says of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Schema {
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) default: Option<String>,
    pub(crate) doubts: Vec<String>,
}

/// What a value is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Kind {
    /// Nothing that the importer can use.
    #[default]
    Any,
    Text,
    Integer,
    Double,
    Flag,
    Day,
    Moment,
    /// One of some values, which are numbers or texts.
    Listed {
        numeric: bool,
        values: Vec<String>,
    },
    /// A list, of what the document may not say.
    List(Option<Box<Schema>>),
    Object(Vec<Member>),
    /// An object whose names are not told.
    Map(Option<Box<Schema>>),
    /// One of the document's named schemas.
    Component(String),
    /// All that several schemas say together.
    All(Vec<Schema>),
    /// One of several.
    OneOf(Vec<Schema>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Schema,
}

/// The named schemas of a document.
pub(crate) type Components = BTreeMap<String, Schema>;

/// Where a document has them.
const COMPONENTS: &str = "#/components/schemas/";

impl Schema {
    fn doubtful(doubt: impl Into<String>) -> Self {
        Self { doubts: vec![doubt.into()], ..Self::default() }
    }

    fn of(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }
}

/// Reads a schema. What cannot be used of it is a doubt.
pub(crate) fn read(node: &Node) -> Schema {
    if node.is_blank() {
        return Schema::doubtful("the document gives no type");
    }
    if node.members().is_none() {
        return Schema::doubtful("its schema is no object");
    }
    let mut schema = read_kind(node);
    schema.nullable |= node.get("nullable").is_some_and(Node::is_true);
    schema.default = match node.get("default") {
        Some(Node::Text(text) | Node::Number(text)) => Some(text.clone()),
        Some(Node::Flag(flag)) => Some(flag.to_string()),
        _ => None,
    };
    schema
}

fn read_kind(node: &Node) -> Schema {
    if let Some(target) = node.get("$ref") {
        return reference(target);
    }
    if let Some(parts) = node.get("allOf") {
        let Some(parts) = parts.items() else { return Schema::doubtful("`allOf` is no list") };
        let own = node.get("properties").map(|_| object(node));
        return Schema::of(Kind::All(parts.iter().map(read).chain(own).collect()));
    }
    if let Some(parts) = node.get("oneOf").or_else(|| node.get("anyOf")) {
        let Some(parts) = parts.items() else { return Schema::doubtful("`oneOf` or `anyOf` is no list") };
        return one_of(parts.iter().map(read).collect(), parts.iter().any(is_null));
    }
    let (words, nullable) = match types(node) {
        Ok(types) => types,
        Err(doubt) => return Schema::doubtful(doubt),
    };
    let mut schema = match node.get("enum") {
        Some(values) => listed(values, words.first().copied()),
        None => match words.as_slice() {
            [] => typed(guessed(node), node),
            [one] => typed(one, node),
            several => one_of(several.iter().map(|word| typed(word, node)).collect(), false),
        },
    };
    schema.nullable |= nullable;
    schema
}

fn reference(target: &Node) -> Schema {
    let Some(target) = target.text() else { return Schema::doubtful("`$ref` is no text") };
    match target.strip_prefix(COMPONENTS).filter(|name| !name.contains('/')) {
        Some(name) => Schema::of(Kind::Component(unescaped(name))),
        None => Schema::doubtful(format!("{} leads to no schema of the document", quoted(target))),
    }
}

fn is_null(node: &Node) -> bool {
    node.get("type").and_then(Node::text) == Some("null")
}

/// One of several, without what is only null.
fn one_of(mut parts: Vec<Schema>, nullable: bool) -> Schema {
    parts.retain(|part| !(part.nullable && part.kind == Kind::Any && part.doubts.is_empty()));
    let kind = match parts.len() {
        0 => return Schema { nullable, ..Schema::doubtful("the document gives no type") },
        1 => {
            let only = parts.remove(0);
            return Schema { nullable: nullable || only.nullable, ..only };
        }
        _ => Kind::OneOf(parts),
    };
    Schema { nullable, ..Schema::of(kind) }
}

/// The words for its type, and whether null is one of them.
fn types(node: &Node) -> Result<(Vec<&str>, bool), &'static str> {
    let words = match node.get("type") {
        None => Vec::new(),
        Some(Node::Text(word)) => vec![word.as_str()],
        Some(Node::List(words)) => {
            let texts: Option<Vec<&str>> = words.iter().map(Node::text).collect();
            texts.ok_or("`type` is neither a text nor a list of texts")?
        }
        Some(_) => return Err("`type` is neither a text nor a list of texts"),
    };
    let nullable = words.len() > 1 && words.contains(&"null");
    Ok((words.into_iter().filter(|word| !nullable || *word != "null").collect(), nullable))
}

/// The type of what has none, by what else it says.
fn guessed(node: &Node) -> &'static str {
    if node.get("properties").is_some() || node.get("additionalProperties").is_some() {
        "object"
    } else if node.get("items").is_some() {
        "array"
    } else {
        "unknown"
    }
}

fn typed(word: &str, node: &Node) -> Schema {
    match word {
        "string" => Schema::of(match node.get("format").and_then(Node::text) {
            Some("date-time") => Kind::Moment,
            Some("date") => Kind::Day,
            _ => Kind::Text,
        }),
        "integer" | "int" => Schema::of(Kind::Integer),
        "number" | "float" | "double" => Schema::of(Kind::Double),
        "boolean" | "bool" => Schema::of(Kind::Flag),
        "array" => {
            let items = node.get("items").filter(|items| !items.is_blank());
            Schema::of(Kind::List(items.map(|items| Box::new(read(items)))))
        }
        "object" => object(node),
        "null" => Schema { nullable: true, ..Schema::default() },
        "unknown" | "mixed" => Schema::doubtful("the document gives no type"),
        other => Schema::doubtful(format!("the type {} is not known", quoted(other))),
    }
}

fn object(node: &Node) -> Schema {
    let mut doubts = Vec::new();
    let properties = node.get("properties").map_or(Some(&[][..]), Node::members).unwrap_or_else(|| {
        doubts.push("`properties` is no object".to_owned());
        &[]
    });
    let required = required(node, &mut doubts);
    let mut members = Vec::new();
    for (name, node) in properties {
        if name.is_empty() || !is_wire_param(name) {
            doubts.push(format!("left out: {} is no name of a parameter", quoted(name)));
            continue;
        }
        members.push(Member {
            name: name.clone(),
            required: required.contains(&name.as_str()),
            deprecated: node.get("deprecated").is_some_and(Node::is_true),
            schema: read(node),
        });
    }
    let lacking = required.iter().filter(|name| !properties.iter().any(|(known, _)| known == *name));
    doubts.extend(lacking.map(|name| format!("{} is required, and no property", quoted(name))));
    let others = node.get("additionalProperties").filter(|others| others.members().is_some() && !others.is_blank());
    let kind =
        if members.is_empty() { Kind::Map(others.map(|others| Box::new(read(others)))) } else { Kind::Object(members) };
    Schema { doubts, ..Schema::of(kind) }
}

fn required<'a>(node: &'a Node, doubts: &mut Vec<String>) -> Vec<&'a str> {
    let Some(required) = node.get("required") else { return Vec::new() };
    let names: Option<Vec<&str>> = required.items().and_then(|items| items.iter().map(Node::text).collect());
    names.unwrap_or_else(|| {
        doubts.push("`required` is no list of names".to_owned());
        Vec::new()
    })
}

/// One of the values of a list, if all are texts or all are whole numbers and the type says the same.
fn listed(values: &Node, word: Option<&str>) -> Schema {
    let base = |doubt: &str| {
        let known = word.filter(|word| !matches!(*word, "array" | "object"));
        let schema = known.map_or_else(Schema::default, |word| typed(word, &Node::Null));
        Schema { doubts: vec![doubt.to_owned()], ..schema }
    };
    let Some(all) = values.items() else { return base("`enum` is no list") };
    let nullable = all.contains(&Node::Null);
    let values: Vec<&Node> = all.iter().filter(|value| **value != Node::Null).collect();
    let texts: Option<Vec<String>> = values.iter().map(|value| value.text().map(str::to_owned)).collect();
    let numbers: Option<Vec<String>> = values.iter().map(|value| whole(value)).collect();
    let flags = values.iter().all(|value| matches!(value, Node::Flag(_)));
    let schema = match (texts, numbers, word) {
        _ if values.is_empty() => base("its listed values are none"),
        (Some(values), _, None | Some("string")) if values.iter().all(|value| is_value(value)) => {
            Schema::of(Kind::Listed { numeric: false, values })
        }
        (_, Some(values), None | Some("integer" | "int" | "number")) => {
            Schema::of(Kind::Listed { numeric: true, values })
        }
        (_, _, None | Some("boolean" | "bool")) if flags => Schema::of(Kind::Flag),
        _ => base("its listed values are none of its type that can be named"),
    };
    Schema { nullable, ..schema }
}

fn whole(value: &Node) -> Option<String> {
    match value {
        Node::Number(number) => number.parse::<i64>().is_ok().then(|| number.clone()),
        _ => None,
    }
}

/// Whether a value can stand in a spec: short, and seen.
fn is_value(value: &str) -> bool {
    value.len() <= 100 && value.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}

#[cfg(test)]
mod tests;
