//! Places in parameters and answers, by their steps: `pagination.limit`, `result.items`, `items.0.ID`.

use serde_json::{Map, Value};

/// The steps of a path.
pub(crate) fn steps(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// The value at a place, if there is one.
pub(crate) fn get<'a>(value: &'a Value, steps: &[String]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// Puts a value at a place, and makes the objects around it where there are none. In a list, which is how positional
/// parameters are sent, a step is a place, and places before it that nobody has filled are null.
pub(crate) fn put(value: &mut Value, steps: &[String], new: Value) {
    let Some((step, further)) = steps.split_first() else {
        *value = new;
        return;
    };
    if let (Value::Array(items), Ok(at)) = (&mut *value, step.parse::<usize>()) {
        if items.len() <= at {
            items.resize(at + 1, Value::Null);
        }
        if let Some(item) = items.get_mut(at) {
            put(item, further, new);
        }
        return;
    }
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    if let Value::Object(members) = value {
        put(members.entry(step.clone()).or_insert(Value::Null), further, new);
    }
}

/// Whether there is nothing here, in any of PHP's spellings.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_go_where_the_path_says() {
        for (mut parameters, path, expected) in [
            (json!({}), "start", json!({"start": 7})),
            (json!({"start": 1, "a": 2}), "start", json!({"start": 7, "a": 2})),
            (json!({"p": {"limit": 5}}), "p.offset", json!({"p": {"limit": 5, "offset": 7}})),
            (json!({"filter": []}), "filter.ID", json!({"filter": {"ID": 7}})),
            (json!(["x"]), "2.NAV.page", json!(["x", null, {"NAV": {"page": 7}}])),
            (json!([]), "0", json!([7])),
        ] {
            put(&mut parameters, &steps(path), json!(7));
            assert_eq!(parameters, expected, "{path}");
            assert_eq!(get(&parameters, &steps(path)), Some(&json!(7)), "{path}");
        }
    }
}
