//! Where in an answer the rows stand.

use serde_json::Value;

use crate::decode::{DecodeError, Path, Retries};
use crate::place::is_nothing;

/// The rows of a page.
pub(crate) struct Rows {
    pub(crate) rows: Vec<Value>,
    /// Whether they stand in a list, so that the last of them is at a known place.
    pub(crate) in_a_list: bool,
}

/// Where the rows are to be found.
#[derive(Clone, Debug)]
pub(crate) struct RowsAt {
    /// As errors show it, such as `result.items`.
    pub(crate) path: String,
    /// The same, below the result.
    pub(crate) steps: Vec<String>,
    pub(crate) keyed: bool,
    pub(crate) nullable: bool,
}

impl RowsAt {
    /// The rows of an answer. What is no list is an error, so that a list does not end where an answer is broken.
    pub(crate) fn find(&self, mut result: Value) -> Result<Rows, DecodeError> {
        for step in &self.steps {
            result = match result {
                Value::Object(mut members) => members.remove(step).unwrap_or_default(),
                // PHP writes an object without members as an empty list.
                Value::Array(items) if items.is_empty() => Value::Array(items),
                other => return self.none("an object", &other),
            };
        }
        match result {
            Value::Array(rows) => Ok(Rows { rows, in_a_list: true }),
            Value::Object(members) if self.keyed || members.keys().all(|key| is_index(key)) => {
                Ok(Rows { rows: members.into_iter().map(|(_, row)| row).collect(), in_a_list: false })
            }
            other => self.none("a list", &other),
        }
    }

    fn none(&self, expected: &'static str, found: &Value) -> Result<Rows, DecodeError> {
        if self.nullable && is_nothing(found) {
            return Ok(Rows { rows: Vec::new(), in_a_list: true });
        }
        Err(Path::root(&self.path, &Retries::default()).mismatch(expected, found))
    }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_stand_where_the_spec_says() {
        let at = |path: &str, keyed, nullable| RowsAt {
            path: path.to_owned(),
            steps: path.split('.').skip(1).map(str::to_owned).collect(),
            keyed,
            nullable,
        };
        for (path, result, rows, in_a_list) in [
            ("result", json!([1, 2]), json!([1, 2]), true),
            ("result", json!([]), json!([]), true),
            ("result", json!({"3": 1, "1": 2}), json!([1, 2]), false),
            ("result", json!({}), json!([]), false),
            ("result.items", json!({"items": [1]}), json!([1]), true),
            ("result.a.b", json!({"a": {"b": {"0": 1}}}), json!([1]), false),
            ("result.items", json!([]), json!([]), true),
        ] {
            let found = at(path, false, false).find(result.clone()).unwrap();
            assert_eq!((json!(found.rows), found.in_a_list), (rows, in_a_list), "{result}");
        }
        for (path, result) in [
            ("result", json!(null)),
            ("result", json!(false)),
            ("result", json!("")),
            ("result", json!({"ID": 1})),
            ("result.items", json!({"tasks": []})),
            ("result.items", json!({"items": null})),
            ("result.items", json!([1])),
        ] {
            let error = at(path, false, false).find(result.clone()).err().unwrap();
            assert_eq!(error.path(), path, "{result}");
        }
        assert_eq!(at("result", true, false).find(json!({"a": 1})).unwrap().rows, [json!(1)]);
        assert!(at("result", false, true).find(json!(null)).unwrap().rows.is_empty());
        assert!(at("result", false, true).find(json!("x")).is_err());
    }
}
