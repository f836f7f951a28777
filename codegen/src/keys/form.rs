//! What names look like. `names` decides; these are the same rules as expressions, for editors.

/// What a name looks like.
#[derive(Debug)]
pub struct Form {
    /// A regular expression over the whole name.
    pub pattern: &'static str,
    /// The form in words.
    pub words: &'static str,
    /// A name of this form, for skeletons.
    pub sample: &'static str,
}

/// A family, or a method's full name.
pub(crate) static DOTTED: Form = Form {
    pattern: r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$",
    words: "segments of letters, digits and `_`, joined by dots",
    sample: "bizproc.activity",
};

/// The key of a method.
pub(crate) static SEGMENT: Form = Form {
    pattern: "^[A-Za-z][A-Za-z0-9_]*(@3)?$",
    words: "the last segment of the method's name, in letters, digits and `_`; REST 3.0 beside REST 2 is `name@3`",
    sample: "get",
};

/// A function, setter or field in Rust.
pub(crate) static VALUE_NAME: Form = Form {
    pattern: "^[a-z][a-z0-9_]*$",
    words: "small letters, digits and `_`, beginning with a letter, such as `event_token`",
    sample: "name",
};

/// A type or variant in Rust.
pub(crate) static TYPE_NAME: Form = Form {
    pattern: "^[A-Z][A-Za-z0-9]*$",
    words: "letters and digits, each word with a capital, such as `PropertyType`",
    sample: "Name",
};

/// A parameter or field on the wire.
pub(crate) static WIRE_NAME: Form = Form {
    pattern: r"^[!#-&*+\-./0-9:<=>?@A-Z\[\]^_a-z|~]+$",
    words: "a name without blanks, quotes, braces and the like",
    sample: "NAME",
};

/// An error code or the value of an enum: whatever the server sends.
pub(crate) static WIRE_TEXT: Form = Form { pattern: "", words: "any text", sample: "CODE" };

/// A docs page below `docs`.
pub(crate) static PAGE: Form = Form {
    pattern: r"^[^/\s]\S*$",
    words: "what follows the file's `docs`, such as `bizproc-activity-log.html`",
    sample: "page.html",
};

/// A place inside a result.
pub(crate) static PLACE: Form =
    Form { pattern: r"^result(\..*)?$", words: "`result`, `result.items` and the like", sample: "result.items" };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{names, pattern};

    /// A form and the function that decides it.
    type Pair = (&'static Form, fn(&str) -> bool);

    #[test]
    fn the_expressions_say_what_the_functions_say() {
        let dotted = |name: &str| name.split('.').all(names::is_wire_segment);
        let segment = |name: &str| names::is_wire_segment(name.strip_suffix("@3").unwrap_or(name));
        let wire = |name: &str| !name.is_empty() && names::is_wire_param(name);
        let pairs: [Pair; 5] = [
            (&DOTTED, dotted),
            (&SEGMENT, segment),
            (&VALUE_NAME, |name| names::given_value_name(name).is_some()),
            (&TYPE_NAME, |name| names::given_type_name(name).is_some()),
            (&WIRE_NAME, wire),
        ];
        let words =
            ["", "a", "A", "_a", "a_", "1a", "a1", "aB", "Ab", "A_b", "a.b", "a..b", ".a", "a.", "a@3", "a@2", "ä"];
        let visible: Vec<String> = (' '..='\u{7f}').map(|c| format!("a{c}")).collect();
        for (form, decides) in pairs {
            let expression = pattern::compile(form.pattern).unwrap();
            assert!(decides(form.sample), "{}", form.sample);
            for word in words.into_iter().chain(visible.iter().map(String::as_str)) {
                assert_eq!(expression.matches(word), decides(word), "{word:?} by {}", form.pattern);
            }
        }
    }
}
