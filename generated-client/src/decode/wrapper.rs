//! Results that stand inside an object of their own: `{"result": {"item": …}}`.

use serde_json::Value;

use super::nothing::is_no_object;
use super::{Decode, DecodeError, Path};

/// Reads what stands under `wrapper`, one name or several with dots between them, in `value`, which stands at `at`.
///
/// Where there is nothing, it is for the type to say whether it may be missing. What is neither an object nor nothing is
/// an error, so that an answer of another kind is not taken for a missing one.
pub(crate) fn decode_wrapped<T: Decode>(value: Value, wrapper: &str, at: &Path<'_>) -> Result<T, DecodeError> {
    let (name, further) = match wrapper.split_once('.') {
        Some((name, further)) => (name, Some(further)),
        None => (wrapper, None),
    };
    let here = at.key(name);
    let inner = match value {
        Value::Object(mut members) => members.remove(name),
        nothing if is_no_object(&nothing) => None,
        other => return Err(at.mismatch("an object", &other)),
    };
    match (inner, further) {
        (None, _) => T::absent(&here),
        (Some(inner), None) => T::decode(inner, &here),
        (Some(inner), Some(further)) => decode_wrapped(inner, further, &here),
    }
}
