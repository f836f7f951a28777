//! Writing what is no struct: flags that do not travel as such, and enums. For structs see `record`.

mod flags;

pub use flags::{OneZero, YesNo};

use serde::ser::Serializer;

use crate::value::OpenEnum;

/// The body of every generated `Serialize` of an open enum.
pub fn encode_enum<E: OpenEnum, S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.wire();
    match text.parse::<i64>() {
        // `01` is not written as 1: it goes back as it came.
        Ok(number) if E::NUMERIC && number.to_string() == text => serializer.serialize_i64(number),
        _ => serializer.serialize_str(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::YesNo;
    use crate::value::Map;

    #[test]
    fn flags_are_written_the_same_way_inside_of_others() {
        let flags: Map<String, Vec<Option<bool>>> = [("a".to_owned(), vec![Some(true), None, Some(false)])].into();
        assert_eq!(serde_json::to_value(YesNo(&flags)).unwrap(), json!({"a": ["Y", null, "N"]}));
        assert_eq!(serde_json::to_value(super::OneZero(&vec![true, false])).unwrap(), json!([1, 0]));
    }
}
