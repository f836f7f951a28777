//! The fields of what was posted, by their types. A text may be empty where the portal leaves it so.

use serde_json::Value;

use super::Refused;
use super::form::Members;

/// Takes fields out of an object.
pub(super) struct Fields<'a>(pub(super) &'a mut Members);

impl Fields<'_> {
    /// A text that must be there; a number is one too.
    pub(super) fn text(&mut self, name: &'static str) -> Result<String, Refused> {
        self.maybe(name)?.ok_or(Refused::Field(name))
    }

    /// A text that may be missing; empty is missing.
    pub(super) fn maybe(&mut self, name: &'static str) -> Result<Option<String>, Refused> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Refused::Field(name)),
        }
    }

    /// A whole number that may be missing.
    pub(super) fn number(&mut self, name: &'static str) -> Result<Option<i64>, Refused> {
        let text = self.maybe(name)?;
        text.map(|text| text.trim().parse().map_err(|_| Refused::Field(name))).transpose()
    }

    /// A flag that may be missing.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Refused> {
        if let Some(Value::Bool(flag)) = self.0.get(name) {
            return Ok(Some(*flag));
        }
        match self.maybe(name)?.as_deref() {
            None => Ok(None),
            Some("Y" | "1") => Ok(Some(true)),
            Some("N" | "0") => Ok(Some(false)),
            Some(_) => Err(Refused::Field(name)),
        }
    }

    /// An object that may be missing; PHP writes an empty one as an empty list or text.
    pub(super) fn object(&mut self, name: &'static str) -> Result<Members, Refused> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(Members::new()),
            Some(Value::Object(members)) => Ok(members),
            Some(Value::Array(items)) => {
                Ok(items.into_iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect())
            }
            Some(Value::String(text)) if text.is_empty() => Ok(Members::new()),
            Some(_) => Err(Refused::Field(name)),
        }
    }

    /// Three texts.
    #[cfg(feature = "bizproc")]
    pub(super) fn three(&mut self, name: &'static str) -> Result<[String; 3], Refused> {
        let Some(Value::Array(items)) = self.0.remove(name) else { return Err(Refused::Field(name)) };
        let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        texts.and_then(|texts| texts.try_into().ok()).ok_or(Refused::Field(name))
    }
}
