//! The address of a call: version, webhook and method.

use percent_encoding::percent_decode_str;

use crate::call::Version;

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) version: Version,
    /// The user and the secret code of an incoming webhook.
    pub(crate) webhook: Option<(u64, String)>,
    /// The method's name, whatever it is: an unknown one is for the server to refuse.
    pub(crate) method: String,
}

/// Reads `/rest/METHOD`, `/rest/USER/CODE/METHOD`, and both with `/rest/api/`. Doubled slashes and one at the end do not
/// count. The method may end in `.json`; there is no `.xml` here.
pub(crate) fn path(path: &str) -> Option<Target> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (version, segments) = match segments.as_slice() {
        ["rest", "api", rest @ ..] => (Version::Rest3, rest),
        ["rest", rest @ ..] => (Version::Rest2, rest),
        _ => return None,
    };
    match segments {
        [method] => Some(Target { version, webhook: None, method: method_name(method)? }),
        [user, code, method] => {
            let webhook = Some((user_id(user)?, decoded(code)?));
            Some(Target { version, webhook, method: method_name(method)? })
        }
        _ => None,
    }
}

fn method_name(segment: &str) -> Option<String> {
    let name = decoded(segment)?;
    let Some((stem, suffix)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else { return Some(name) };
    match suffix.to_ascii_lowercase().as_str() {
        "json" => Some(stem.to_owned()),
        "xml" => None,
        _ => Some(name),
    }
}

/// Digits alone: a sign would be read as a number too.
fn user_id(segment: &str) -> Option<u64> {
    let id = decoded(segment)?;
    if id.bytes().all(|byte| byte.is_ascii_digit()) { id.parse().ok() } else { None }
}

/// A segment without percent-encoding. One that hides a slash or a control character is no segment of ours.
fn decoded(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    (!text.contains(|c: char| c == '/' || c.is_control())).then(|| text.into_owned())
}
