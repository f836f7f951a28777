//! Conditions of a filter: the fields as the spec lists them, the operators as methods.

use std::fmt;

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::Value;

use crate::value::OpenEnum;

/// What rows of a list must fulfil, all of it: for the parameter `FILTER` of methods that list.
///
/// `F` are the fields of the list's rows. One that is misspelt does not compile; one that the spec does not list is
/// `TaskField::other("UF_X")`.
///
/// ```
/// # #[cfg(feature = "bizproc")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use bitrix24::Conditions;
/// use bitrix24::api::bizproc::task::{List, TaskField, TaskStatus};
///
/// let filter = Conditions::new().eq(TaskField::Status, TaskStatus::Running).at_least(TaskField::Id, 100);
/// let request = List::builder().filter(filter).build()?;
/// assert_eq!(bitrix24::to_json(&request), bitrix24::json!({"FILTER": {"STATUS": 0, ">=ID": 100}}));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "bizproc"))]
/// # fn main() {}
/// ```
///
/// A value is sent as it serializes. The server keeps flags as `Y` and `N`, so a flag is filtered by these texts. A condition
/// that stands twice, with one field and one operator, is refused when the request is built: only one of them could be
/// sent.
#[derive(Clone)]
#[must_use = "conditions do nothing until a filter is made of them"]
pub struct Conditions<F> {
    /// Operator, field, value.
    conditions: Vec<(&'static str, F, Operand)>,
}

impl<F: OpenEnum> Conditions<F> {
    /// None: all rows.
    pub fn new() -> Self {
        Self { conditions: Vec::new() }
    }

    /// The field has this value.
    pub fn eq(self, field: F, value: impl Serialize) -> Self {
        self.and("", field, value)
    }

    /// The field has another value.
    pub fn not(self, field: F, value: impl Serialize) -> Self {
        self.and("!", field, value)
    }

    /// The field's value is less than this.
    pub fn less_than(self, field: F, value: impl Serialize) -> Self {
        self.and("<", field, value)
    }

    /// The field's value is this or less.
    pub fn at_most(self, field: F, value: impl Serialize) -> Self {
        self.and("<=", field, value)
    }

    /// The field's value is more than this.
    pub fn more_than(self, field: F, value: impl Serialize) -> Self {
        self.and(">", field, value)
    }

    /// The field's value is this or more.
    pub fn at_least(self, field: F, value: impl Serialize) -> Self {
        self.and(">=", field, value)
    }

    fn and(mut self, operator: &'static str, field: F, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).map_err(|problem| problem.to_string());
        self.conditions.push((operator, field, Operand(value)));
        self
    }
}

impl<F: OpenEnum> Default for Conditions<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: OpenEnum> fmt::Debug for Conditions<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone().into_iter().map(|(name, Operand(value))| (name, value))).finish()
    }
}

/// The value of a condition as it is sent.
#[derive(Clone, Debug)]
pub struct Operand(Result<Value, String>);

impl Serialize for Operand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<F: OpenEnum> IntoIterator for Conditions<F> {
    type Item = (String, Operand);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let named = |(operator, field, value): (&str, F, Operand)| (format!("{operator}{}", field.wire()), value);
        self.conditions.into_iter().map(named).collect::<Vec<_>>().into_iter()
    }
}

#[cfg(all(test, feature = "bizproc"))]
mod tests {
    use super::*;
    use crate::api::bizproc::task::{List, TaskField};

    fn built(filter: Conditions<TaskField>) -> Result<Value, String> {
        let request = List::builder().filter(filter).build();
        request.map(|request| crate::to_json(&request)["FILTER"].clone()).map_err(|problem| problem.to_string())
    }

    #[test]
    fn every_operator_has_its_sign_and_the_order_stays() {
        let field = || TaskField::other("UF_X");
        let filter = Conditions::new()
            .more_than(TaskField::Modified, "2026-01-01")
            .eq(field(), [1, 2])
            .not(field(), 3)
            .less_than(field(), 4)
            .at_most(field(), 5)
            .more_than(field(), 6)
            .at_least(field(), 7);
        let expected = r#"{">MODIFIED":"2026-01-01","UF_X":[1,2],"!UF_X":3,"<UF_X":4,"<=UF_X":5,">UF_X":6,">=UF_X":7}"#;
        assert_eq!(built(filter.clone()).unwrap().to_string(), expected);
        assert!(format!("{filter:?}").contains(r#"">MODIFIED": Ok(String("2026-01-01"))"#), "{filter:?}");
        assert_eq!(built(Conditions::default()), Ok(serde_json::json!({})));
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_its_place() {
        let twice = Conditions::new().not(TaskField::UserId, 1).not(TaskField::other("USER_ID"), 2);
        let problem = built(twice).unwrap_err();
        assert!(problem.contains("FILTER") && problem.contains("!USER_ID") && problem.contains("twice"), "{problem}");
        let no_json = std::collections::BTreeMap::from([((1, 2), 3)]);
        let problem = built(Conditions::new().eq(TaskField::Id, no_json)).unwrap_err();
        assert!(problem.contains("FILTER.ID"), "{problem}");
    }
}
