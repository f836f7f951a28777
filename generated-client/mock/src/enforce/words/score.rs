//! Which documented error says a problem best. The docs have texts and no rules, so this reads them as a person would: is
//! the parameter named, and is it said to be missing, or to be wrong?

use bitrix24_codegen::model::{ErrorCode, Method};

use crate::call::Failure;
use crate::enforce::words::fill;
use crate::enforce::{Kind, Problem};

/// Words that say that something is not there.
#[rustfmt::skip]
const MISSING: [&str; 23] = [
    "empty", "missing", "required", "mandatory", "not specified", "not set", "not passed", "not provided", "not defined",
    "not filled", "not entered", "not given", "is null", "no fields", "no data", "isn't specified", "must be specified",
    "must be set", "should be set", "must be filled", "used together", "field is not found", "find value for",
];
/// Words that say that a value is wrong.
#[rustfmt::skip]
const WRONG: [&str; 16] = [
    "wrong", "invalid", "incorrect", "malformed", "must be", "should be", "can't be", "unsupported", "not valid",
    "out of allowed", "data type", "bad ", "not correct", "not a number", "not positive", "not supported",
];
/// Words that say that something about an existing parameter or field is refused, and not its value.
const REFUSED: [&str; 4] = ["not allowed", "must not", "attribute", "already"];
/// Words for parameters in general.
const ANY: [&str; 6] = ["parameter", "parameters", "params", "fields", "arguments", "field"];
/// What codes say beside a parameter's name.
#[rustfmt::skip]
const IN_CODES: [&str; 14] = [
    "error", "empty", "wrong", "invalid", "incorrect", "required", "missing", "is", "no", "not", "specified", "url",
    "string", "value",
];

/// The method's error that fits best, with its text.
pub(super) fn best(method: &Method, problem: &Problem) -> Option<Failure> {
    let mut best: Option<(u32, Failure)> = None;
    for error in &method.errors.list {
        let own = [error.code.clone()];
        let texts = if error.texts.iter().all(String::is_empty) { &own[..] } else { &error.texts[..] };
        for text in texts.iter().filter(|text| !text.is_empty()) {
            let score = score(method, problem, error, text);
            if score > best.as_ref().map_or(0, |(score, _)| *score) {
                let place = problem.path.last().map_or("", String::as_str);
                let failure = Failure::new(error.status.unwrap_or(400), &error.code, fill(text, place));
                best = Some((score, failure));
            }
        }
    }
    best.map(|(_, failure)| failure)
}

/// How well a text says a problem; 0 if it says something else.
fn score(method: &Method, problem: &Problem, error: &ErrorCode, text: &str) -> u32 {
    let lower = text.to_lowercase();
    if REFUSED.iter().any(|word| lower.contains(word)) {
        return 0;
    }
    let doc = doc_of(method, error, text);
    let (name, kind) = (named(method, problem, error, text, doc), says(problem.kind, &lower, &error.code, doc));
    if name == 0 || kind == 0 { 0 } else { name * 10 + kind }
}

/// What the spec says of a text: of its reason, where it has one.
fn doc_of<'a>(method: &'a Method, error: &'a ErrorCode, text: &str) -> &'a str {
    let mut reasons = method.errors.reasons.iter().filter(|reason| reason.code == error.code);
    let reason = reasons.find(|reason| reason.texts.iter().any(|(own, _)| own == text));
    reason.map_or(&error.doc, |reason| &reason.doc).as_deref().unwrap_or("")
}

/// How clearly it is about this parameter.
fn named(method: &Method, problem: &Problem, error: &ErrorCode, text: &str, doc: &str) -> u32 {
    let name = match problem.path.as_slice() {
        [] => return u32::from(is_general(method, text)),
        [name] => name,
        [parameter, .., name] => {
            // A member may be named, or else the parameter that holds it.
            let (inner, outer) = (about(method, name, text), about(method, parameter, text));
            return if inner { 4 } else { u32::from(outer) * 2 };
        }
    };
    if about(method, name, text) {
        return 4;
    }
    let mut code = words(&error.code);
    code.retain(|word| !IN_CODES.contains(&word.as_str()));
    if code.concat() == words(name).concat() {
        return 3;
    }
    // In prose a word such as `id` stands for anything; in quotes it is the parameter.
    if doc.contains(&format!("`{name}`")) {
        return 2;
    }
    u32::from(is_general(method, text))
}

/// Whether a text is about parameters in general, or about one whose name it leaves open.
fn is_general(method: &Method, text: &str) -> bool {
    // What stands in a place is the name of the place, and not a word.
    let outside = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, after)| after));
    let says_any = words(&outside.collect::<Vec<&str>>().join(" ")).iter().any(|word| ANY.contains(&word.as_str()));
    let is_name = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let mut identifiers =
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| is_name(word));
    let mut names = method.record.fields.iter().map(|field| field.wire_name.as_str());
    says_any
        && text.replace("<value>", "").matches('<').count() <= 1
        && identifiers.next().is_none()
        && !names.any(|name| !ANY.contains(&name.to_lowercase().as_str()) && about(method, name, text))
}

/// Whether a text names a parameter, and not another whose name has this one in it.
fn about(method: &Method, name: &str, text: &str) -> bool {
    let (name, text) = (words(name).concat(), words(text));
    let others = method.record.fields.iter().map(|field| words(&field.wire_name).concat());
    has(&text, &name) && !others.into_iter().any(|other| other != name && other.contains(&name) && has(&text, &other))
}

/// Whether some words in a row are this name, however it is divided.
fn has(text: &[String], name: &str) -> bool {
    (0..text.len()).any(|start| {
        let mut rest = Some(name);
        let followed = text[start..].iter().map_while(|word| {
            rest = rest.and_then(|rest| rest.strip_prefix(word.as_str()));
            rest
        });
        followed.into_iter().any(str::is_empty)
    })
}

/// How clearly it says what is wrong.
fn says(kind: Kind, text: &str, code: &str, doc: &str) -> u32 {
    let any = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let code = code.to_lowercase();
    let doc = doc.to_lowercase();
    let (missing, wrong) = (any(&MISSING, text), any(&WRONG, text));
    match kind {
        Kind::Missing if missing => 3,
        Kind::Missing if any(&MISSING, &code) || any(&MISSING, &doc) => 2,
        // Where the docs know no other words for it.
        Kind::Missing => u32::from(wrong),
        _ if wrong && !missing => 3,
        _ => u32::from(any(&WRONG, &doc)),
    }
}

/// The words of a text or name, in lower case: `TASK_ID`, `taskId` and `task ID` are the same two.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for letter in text.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && after_small) {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        after_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{has, words};

    #[test]
    fn one_name_has_one_spelling() {
        for name in ["TASK_ID", "taskId", "Task ID", "task.id"] {
            assert_eq!(words(name), ["task", "id"], "{name}");
        }
        assert_eq!(words("TASK_IDS"), ["task", "ids"]);
        assert!(has(&words("Param #0 (taskId) expected"), "taskid"));
        assert!(!has(&words("Invalid TASK_IDS"), "taskid") && !has(&words("task"), "taskid"));
    }
}
