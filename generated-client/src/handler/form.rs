//! What a portal posts, as a tree: a form with PHP's brackets, or JSON. Bounded, and strict: what could be read in two ways
//! is refused.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::Refused;
use crate::envelope::read_json;

/// The largest body, in bytes. What portals post has some kilobytes.
pub const MAX_BODY: usize = 1024 * 1024;
/// How many fields a form may have.
const FIELDS: usize = 10_000;
/// How deep a field's name may go: `data[a][b]` goes three deep.
const DEPTH: usize = 16;

pub(super) type Members = Map<String, Value>;

/// Reads a body by the type that its header says; one without a header is a form.
pub(super) fn read(content_type: Option<&str>, body: &[u8]) -> Result<Members, Refused> {
    if body.len() > MAX_BODY {
        return Err(Refused::TooLarge);
    }
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "" | "application/x-www-form-urlencoded" => {
            form(str::from_utf8(body).map_err(|_| Refused::Malformed("the form is not UTF-8"))?)
        }
        "application/json" => json(body),
        _ => Err(Refused::ContentType),
    }
}

/// Reads JSON, and holds it to what a form may have.
fn json(body: &[u8]) -> Result<Members, Refused> {
    let members = match read_json(body) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return Err(Refused::Malformed("the JSON is no object")),
        Err(error) if error.is_data() => return Err(Refused::Malformed("a name stands twice in the JSON")),
        Err(_) => return Err(Refused::Malformed("the body is not JSON")),
    };
    let mut left = FIELDS;
    members.values().try_for_each(|value| count(value, 1, &mut left))?;
    Ok(members)
}

/// Counts values, and how deep they stand. The reader has bounded the depth already, so this returns.
fn count(value: &Value, depth: usize, left: &mut usize) -> Result<(), Refused> {
    *left = left.checked_sub(1).ok_or(Refused::Malformed("the JSON has too many values"))?;
    if depth > DEPTH {
        return Err(Refused::Malformed("the JSON goes too deep"));
    }
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| count(item, depth + 1, left)),
        Value::Object(members) => members.values().try_for_each(|member| count(member, depth + 1, left)),
        _ => Ok(()),
    }
}

/// Reads a form, or the query of an address.
pub(super) fn form(text: &str) -> Result<Members, Refused> {
    let mut members = Members::new();
    for (at, pair) in text.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        if at >= FIELDS {
            return Err(Refused::Malformed("the form has too many fields"));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        put(&mut members, &steps(&name)?, value)?;
    }
    Ok(members.into_iter().map(|(name, value)| (name, listed(value))).collect())
}

/// A part of a form without its escapes.
fn decoded(text: &str) -> Result<String, Refused> {
    let spaced = text.replace('+', " ");
    let escapes = spaced.split('%').skip(1);
    let sound = |escape: &str| escape.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    if !escapes.clone().all(sound) {
        return Err(Refused::Malformed("an escape in the form is none"));
    }
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| Refused::Malformed("the form is not UTF-8"))
}

/// `auth[scope][]` by its steps: `auth`, `scope`, and an empty one, which is the next place of a list.
fn steps(name: &str) -> Result<Vec<&str>, Refused> {
    const BRACKETS: Refused = Refused::Malformed("the brackets in a field's name do not match");
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if first.is_empty() || first.contains(']') {
        return Err(BRACKETS);
    }
    let mut steps = vec![first];
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (step, after) = inner.filter(|(step, _)| !step.contains('[')).ok_or(BRACKETS)?;
        steps.push(step);
        if steps.len() > DEPTH {
            return Err(Refused::Malformed("a field's name goes too deep"));
        }
        rest = after;
    }
    Ok(steps)
}

/// Puts a value at its place. Two values at one place are refused: which one counts is not for a guess.
fn put(members: &mut Members, steps: &[&str], value: String) -> Result<(), Refused> {
    let [step, rest @ ..] = steps else { return Ok(()) };
    let name = if step.is_empty() { members.len().to_string() } else { (*step).to_owned() };
    if rest.is_empty() {
        return match members.insert(name, Value::String(value)) {
            None => Ok(()),
            Some(_) => Err(Refused::Malformed("a field stands twice")),
        };
    }
    match members.entry(name).or_insert_with(|| Value::Object(Members::new())) {
        Value::Object(inner) => put(inner, rest, value),
        _ => Err(Refused::Malformed("a field is both a value and a list")),
    }
}

/// What has the keys 0, 1, 2 … is a list.
fn listed(value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let is_list = members.keys().enumerate().all(|(at, key)| *key == at.to_string());
    let items = members.into_iter().map(|(key, value)| (key, listed(value)));
    if is_list { items.map(|(_, value)| value).collect() } else { Value::Object(items.collect()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms_are_read_as_php_writes_them() {
        let text = "a=1&b%5Bx%5D=%D0%BE+k&b[y][]=1&b[y][]=2&c[1]=z&d=&e[0][n]=1&e[1][n]=2&";
        let expected = json!({"a": "1", "b": {"x": "о k", "y": ["1", "2"]}, "c": {"1": "z"}, "d": "", "e": [{"n": "1"}, {"n": "2"}]});
        assert_eq!(Value::Object(form(text).unwrap()), expected);
        assert_eq!(form("").unwrap(), Members::new());
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let deep = format!("a{}=1", "[b]".repeat(16));
        let many = "a[]=1&".repeat(FIELDS + 1);
        let rows = [
            ("a=1&a=2", "twice"),
            ("a[x]=1&a[x]=2", "twice"),
            ("a=1&a[x]=2", "both"),
            ("a[x]=1&a=2", "twice"),
            ("a[x=1", "brackets"),
            ("a]=1", "brackets"),
            ("[a]=1", "brackets"),
            ("a[x]y=1", "brackets"),
            ("a[[x]]=1", "brackets"),
            ("a=%zz", "escape"),
            ("a=%4", "escape"),
            ("a=%FF", "UTF-8"),
            (&deep, "deep"),
            (&many, "many"),
        ];
        for (text, says) in rows {
            let refused = form(text).unwrap_err().to_string();
            assert!(refused.contains(says), "{text:.40}: {refused}");
        }
    }

    #[test]
    fn bodies_are_what_their_header_says() {
        let form = Some("application/x-www-form-urlencoded; charset=UTF-8");
        assert_eq!(read(form, b"a=1").unwrap()["a"], "1");
        assert_eq!(read(None, b"a=1").unwrap()["a"], "1");
        assert_eq!(read(Some("Application/JSON"), br#"{"a": {"b": 1}}"#).unwrap()["a"]["b"], 1);
        for (kind, body) in
            [(Some("application/json"), &b"[1]"[..]), (Some("application/json"), b"{"), (None, b"a=\xff")]
        {
            assert!(matches!(read(kind, body), Err(Refused::Malformed(_))), "{body:?}");
        }
        assert!(matches!(read(Some("multipart/form-data"), b""), Err(Refused::ContentType)));
        assert!(matches!(read(None, &vec![b'a'; MAX_BODY + 1]), Err(Refused::TooLarge)));
        let many = format!("{{\"a\":[{}0]}}", "0,".repeat(FIELDS));
        let nested = format!("{}1{}", "{\"a\":".repeat(DEPTH + 1), "}".repeat(DEPTH + 1));
        for (body, says) in [
            (r#"{"auth": {"application_token": "x", "application_token": "y"}}"#, "twice"),
            (r#"{"a": 1} {}"#, "not JSON"),
            (&many, "many"),
            (&nested, "deep"),
        ] {
            let refused = read(Some("application/json"), body.as_bytes()).unwrap_err().to_string();
            assert!(refused.contains(says), "{body:.40}: {refused}");
        }
        let deepest = format!("{}1{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
        assert!(read(Some("application/json"), deepest.as_bytes()).is_ok());
        let deep = [b"{\"a\":".repeat(5000), b"1".to_vec()].concat();
        assert!(matches!(read(Some("application/json"), &deep), Err(Refused::Malformed(_))));
    }
}
