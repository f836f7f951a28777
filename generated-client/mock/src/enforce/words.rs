//! What the server says of a problem: the documented error whose words fit it best, or else a general one.

mod score;

use bitrix24_codegen::model::Method;

use crate::call::Failure;
use crate::enforce::{Kind, Problem};

/// The place of a value that is wrong, beside that of its name.
const VALUE: &str = "value";
const REQUEST_VALIDATION: &str = "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION";

/// The failure of a call with these problems, of which there is at least one. The first that the documentation has an
/// error for is told.
pub(crate) fn failure(method: &Method, problems: &[Problem]) -> Failure {
    if method.rest3 {
        let failure = Failure::new(400, REQUEST_VALIDATION, "Error during request object validation");
        return Failure { validation: problems.iter().map(entry).collect(), ..failure };
    }
    let told = problems.iter().find_map(|problem| score::best(method, problem));
    told.unwrap_or_else(|| {
        let path = problems.first().map_or(String::new(), shown);
        let text = match problems.first().map(|problem| problem.kind) {
            Some(Kind::Missing) | None => format!("Argument '{path}' is null or empty"),
            _ => format!("Invalid value of argument '{path}'"),
        };
        Failure::new(400, "ERROR_ARGUMENT", text)
    })
}

/// The method's own error with this text, as it is written in the spec; each `<place>` becomes `place`.
pub(crate) fn documented_text(method: &Method, text: &str, place: &str) -> Option<Failure> {
    let error = method.errors.list.iter().find(|error| error.texts.iter().any(|own| own == text))?;
    Some(Failure::new(error.status.unwrap_or(400), &error.code, fill(text, place)))
}

/// The method's first error one of whose texts, in lower case, fits; of an error without texts, its code.
pub(super) fn documented(method: &Method, fits: impl Fn(&str) -> bool) -> Option<Failure> {
    method.errors.list.iter().find_map(|error| {
        let failure = |text: &str| Failure::new(error.status.unwrap_or(400), &error.code, text);
        if error.texts.is_empty() && fits(&error.code.to_lowercase()) {
            return Some(failure(&error.code));
        }
        error.texts.iter().find(|text| fits(&text.to_lowercase())).map(|text| failure(text))
    })
}

/// REST 3.0: the field and what is wrong with it.
fn entry(problem: &Problem) -> (String, String) {
    let field = shown(problem);
    let text = match problem.kind {
        Kind::Missing => format!("Required field `{field}` is not specified"),
        _ => format!("Field `{field}` has an invalid value"),
    };
    (field, text)
}

/// The path of what is wrong, as PHP's handlers write it.
fn shown(problem: &Problem) -> String {
    problem.path.join(".")
}

/// A text with its places filled. That of a value is left empty, as the server does with what cannot be shown.
fn fill(text: &str, place: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('<') {
            filled.push('<');
            rest = after;
            continue;
        }
        let (name, after) = after.split_once('>').unwrap_or((after, ""));
        if name != VALUE {
            filled.push_str(place);
        }
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("Wrong property key <key>!", "1st"), "Wrong property key 1st!");
        assert_eq!(fill("a << b <x>", "c"), "a < b c");
        assert_eq!(fill("nothing", "c"), "nothing");
        assert_eq!(fill("cut <x", "c"), "cut c");
        assert_eq!(fill("Invalid {<value>} of {<param>}", "c"), "Invalid {} of {c}");
    }
}
