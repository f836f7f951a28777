//! References between commands: `$result[name][field][0]`, which the server replaces by what an earlier command gave.

use serde_json::Value;

use crate::place;

/// A part of a command's result; made by [`Handle::part`](super::Handle::part).
#[derive(Clone, Debug)]
pub struct Part {
    pub(crate) batch: u64,
    pub(crate) at: usize,
    pub(crate) path: String,
}

/// The highest place in a list: a command has no more values than this.
const LONGEST_LIST: usize = 10_000;

/// What is put into a parameter when the command is sent.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// The command whose result it is, by index.
    pub(crate) source: usize,
    /// Where in that result.
    pub(crate) part: Vec<String>,
    /// Where it goes in the parameters.
    pub(crate) parameter: Vec<String>,
}

impl Part {
    pub(crate) fn into(self, parameter: &str) -> Result<Reference, &'static str> {
        let part = if self.path.is_empty() { Some(Vec::new()) } else { steps(&self.path) };
        let parameter = steps(parameter).ok_or("is no path of a parameter; a path looks like `fields.CONTACT_ID`")?;
        // What is missing before a place in a list is filled up.
        if parameter.iter().any(|step| step.parse::<usize>().is_ok_and(|at| at > LONGEST_LIST)) {
            return Err("refers to a place in a list that is too long for a batch");
        }
        Ok(Reference {
            source: self.at,
            part: part.ok_or("refers to a part whose path is none; a path looks like `items[0].ID`")?,
            parameter,
        })
    }
}

impl Reference {
    /// As the server reads it.
    pub(crate) fn text(&self, source: &str) -> String {
        let steps = self.part.iter().map(|step| format!("[{step}]"));
        format!("$result[{source}]{}", steps.collect::<String>())
    }

    /// The part of a result that is known already.
    pub(crate) fn find<'a>(&self, result: &'a Value) -> Option<&'a Value> {
        place::get(result, &self.part)
    }

    /// Puts a value where the parameter stands, and makes the objects around it where there are none.
    pub(crate) fn put(&self, parameters: &mut Value, value: Value) {
        place::put(parameters, &self.parameter, value);
    }
}

/// The steps of `items[0].ID`; none if it is no path, or has what the server would read as something else.
fn steps(path: &str) -> Option<Vec<String>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, indexes) = part.split_once('[').map_or((part, None), |(name, rest)| (name, Some(rest)));
        if !name.is_empty() {
            steps.push(name.to_owned());
        } else if indexes.is_none() || !steps.is_empty() {
            return None;
        }
        if let Some(indexes) = indexes {
            for index in indexes.strip_suffix(']')?.split("][") {
                steps.push(Some(index).filter(|index| !index.is_empty())?.to_owned());
            }
        }
    }
    let plain = |step: &String| !step.contains(['[', ']', '$', '\0']);
    steps.iter().all(plain).then_some(steps)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reference(part: &str, parameter: &str) -> Result<Reference, &'static str> {
        Part { batch: 0, at: 0, path: part.to_owned() }.into(parameter)
    }

    #[test]
    fn paths_become_brackets() {
        for (path, text) in [
            ("", "$result[a]"),
            ("ID", "$result[a][ID]"),
            ("items[0].ID", "$result[a][items][0][ID]"),
            ("[3][UF_X]", "$result[a][3][UF_X]"),
        ] {
            assert_eq!(reference(path, "ID").unwrap().text("a"), text);
        }
        for bad in [".", "a.", ".a", "a[", "a[]", "a]b", "a[0", "$result[x]"] {
            assert!(reference(bad, "ID").is_err(), "{bad}");
            assert!(reference("ID", bad).is_err(), "{bad}");
        }
        assert!(reference("ID", "").is_err());
        assert!(reference("ID", "items[999999999999]").is_err());
    }

    #[test]
    fn values_go_where_the_path_says() {
        for (mut parameters, path, expected) in [
            (json!({"A": 1}), "ID", json!({"A": 1, "ID": 7})),
            (json!({"fields": {"X": [1, 2]}}), "fields.X[1]", json!({"fields": {"X": [1, 7]}})),
            (json!({}), "fields.CONTACT_ID", json!({"fields": {"CONTACT_ID": 7}})),
            (json!({"ID": "old"}), "ID", json!({"ID": 7})),
        ] {
            reference("", path).unwrap().put(&mut parameters, json!(7));
            assert_eq!(parameters, expected);
        }
    }

    #[test]
    fn known_results_are_looked_into() {
        let result = json!({"items": [{"ID": "5"}]});
        assert_eq!(reference("items[0].ID", "X").unwrap().find(&result), Some(&json!("5")));
        assert_eq!(reference("items[1].ID", "X").unwrap().find(&result), None);
        assert_eq!(reference("", "X").unwrap().find(&result), Some(&result));
    }
}
