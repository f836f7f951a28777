//! Members that no spec knows: raw parameters on the way out, new fields on the way in.

use serde_json::Value;

/// Named values outside the spec, in the order in which they came.
///
/// A request carries here what was set by `.param(name, value)`; a result keeps here every field that its spec does not
/// list, so that nothing the server said is lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Vec<(String, Value)>);

impl Extra {
    /// The value under `wire_name`.
    pub fn get(&self, wire_name: &str) -> Option<&Value> {
        self.iter().find(|(name, _)| *name == wire_name).map(|(_, value)| value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there is nothing beyond the spec.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn set(&mut self, wire_name: &str, value: Value) {
        match self.0.iter_mut().find(|(name, _)| name == wire_name) {
            Some((_, old)) => *old = value,
            None => self.0.push((wire_name.to_owned(), value)),
        }
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}
