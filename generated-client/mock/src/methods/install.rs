//! Actions and automation rules: what applications have installed, and the order in which the server checks.

use serde_json::{Map, Value};

use crate::call::{Caller, Failure, Success};
use crate::enforce::{self, Kind, Problem};
use crate::methods::{Call, Store};

/// Which of the two a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// An action of the workflow designer.
    Activity,
    /// An automation rule.
    Robot,
}

/// An action or rule that an application has installed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Installed {
    /// The application.
    pub(crate) application: String,
    /// Which of the two it is.
    pub(crate) part: Part,
    /// Its code.
    pub(crate) code: String,
    /// The other parameters, by their names in the spec.
    pub(crate) fields: Map<String, Value>,
}

impl Installed {
    /// A field as text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or("")
    }
}

impl Store {
    /// What an application has installed, in the order in which it did.
    pub(crate) fn installed(&self, application: &str) -> impl Iterator<Item = &Installed> {
        self.installed.iter().filter(move |installed| installed.application == application)
    }

    /// Makes the next `add` that is right in every way fail all the same, with the documented error of this text:
    /// `Activity save error!`.
    pub(crate) fn fail_next_add(&mut self, text: &str) {
        self.next_add = Some(text.to_owned());
    }

    fn position(&self, caller: &Caller, part: Option<Part>, code: &str) -> Option<usize> {
        self.installed.iter().position(|installed| {
            let of_caller = caller.application.as_deref() == Some(installed.application.as_str());
            of_caller && installed.code == code && part.is_none_or(|part| installed.part == part)
        })
    }
}

pub(super) fn add(store: &mut Store, call: &Call<'_>, part: Part) -> Result<Success, Failure> {
    if call.parameters.is_empty() {
        return Err(call.fails("Empty data!"));
    }
    let problems = enforce::problems(call.api, call.method, call.caller, call.parameters);
    // The settings page is looked at last, after what is installed already.
    let (late, early): (Vec<Problem>, Vec<Problem>) =
        problems.into_iter().partition(|problem| problem.parameter() == "PLACEMENT_HANDLER");
    refuse(call, call.parameters, &early)?;
    let code = call.text("CODE");
    if store.position(call.caller, None, &code).is_some() {
        return Err(documented(call, "ERROR_ACTIVITY_ALREADY_INSTALLED"));
    }
    if opens_page(call.parameters) {
        refuse(call, call.parameters, &late)?;
    }
    if let Some(text) = store.next_add.take() {
        return Err(call.fails(&text));
    }
    let mut fields = call.parameters.clone();
    fields.shift_remove("CODE");
    let application = call.caller.application.clone().unwrap_or_default();
    store.installed.push(Installed { application, part, code, fields });
    Ok(Success::of(true))
}

pub(super) fn update(store: &mut Store, call: &Call<'_>, part: Part) -> Result<Success, Failure> {
    let problems = enforce::problems(call.api, call.method, call.caller, call.parameters);
    let (of_code, others): (Vec<Problem>, Vec<Problem>) =
        problems.into_iter().partition(|problem| problem.parameter() == "CODE");
    refuse(call, call.parameters, &of_code)?;
    let at = store.position(call.caller, Some(part), &call.text("CODE"));
    let Some(installed) = at.and_then(|at| store.installed.get_mut(at)) else {
        return Err(documented(call, NOT_FOUND));
    };
    let Some(fields) = call.parameters.get("FIELDS").and_then(Value::as_object) else {
        return Err(call.fails("No fields to update"));
    };
    let below = |problem: Problem| Problem { path: problem.path.into_iter().skip(1).collect(), ..problem };
    let mut others: Vec<Problem> = others.into_iter().map(below).collect();
    others.retain(|problem| problem.parameter() != "PLACEMENT_HANDLER" || opens_page(fields));
    refuse(call, fields, &others)?;
    for (name, value) in fields {
        if matches!(name.as_str(), "DOCUMENT_TYPE" | "FILTER") && enforce::is_empty(value) {
            installed.fields.shift_remove(name);
        } else if !value.is_null() && *value != "" {
            installed.fields.insert(name.clone(), value.clone());
        }
    }
    Ok(Success::of(true))
}

pub(super) fn list(store: &Store, caller: &Caller, part: Part) -> Success {
    let own = store.installed(caller.application.as_deref().unwrap_or_default());
    let codes = own.filter(|installed| installed.part == part).map(|installed| installed.code.as_str());
    Success::of(codes.collect::<Vec<&str>>())
}

pub(super) fn delete(store: &mut Store, call: &Call<'_>, part: Part) -> Result<Success, Failure> {
    let Some(at) = store.position(call.caller, Some(part), &call.text("CODE")) else {
        return Err(documented(call, NOT_FOUND));
    };
    store.installed.remove(at);
    Ok(Success::of(true))
}

const NOT_FOUND: &str = "ERROR_ACTIVITY_NOT_FOUND";

/// Whether there is a settings page: only if the flag is exactly this.
fn opens_page(fields: &Map<String, Value>) -> bool {
    fields.get("USE_PLACEMENT").and_then(Value::as_str) == Some("Y")
}

/// The documented error of this code, with the text that the method's own page has.
fn documented(call: &Call<'_>, code: &str) -> Failure {
    let error = call.method.errors.list.iter().find(|error| error.code == code);
    let text = error.and_then(|error| error.texts.first()).map_or("", String::as_str);
    call.fails(text)
}

/// Fails with the first problem that the server minds. It looks at neither identifiers nor flags, nor at what a property
/// says beside its name.
fn refuse(call: &Call<'_>, fields: &Map<String, Value>, problems: &[Problem]) -> Result<(), Failure> {
    for problem in problems {
        let path: Vec<&str> = problem.path.iter().map(String::as_str).collect();
        let failure = match (path.as_slice(), problem.kind) {
            (["CODE"], Kind::Missing) => call.fails("Empty activity code!"),
            (["CODE", ..], _) => call.fails("Wrong activity code!"),
            ([handler @ ("HANDLER" | "PLACEMENT_HANDLER"), ..], _) => unreachable_handler(call, fields.get(*handler)),
            (["NAME", ..], _) => call.fails("Empty activity NAME!"),
            (["PROPERTIES" | "RETURN_PROPERTIES"], _) => call.fails("Wrong properties array!"),
            (["PROPERTIES" | "RETURN_PROPERTIES", key], Kind::BadKey) => {
                call.fails_at("Wrong property key <key>!", key)
            }
            (["PROPERTIES" | "RETURN_PROPERTIES", key] | ["PROPERTIES" | "RETURN_PROPERTIES", key, "Name", ..], _) => {
                call.fails_at("Empty property NAME <key>!", key)
            }
            (["FILTER", ..], _) => call.fails("Wrong activity FILTER!"),
            (["DOCUMENT_TYPE", ..], _) => call.fails("Wrong activity DOCUMENT_TYPE!"),
            ([] | ["FIELDS"], _) => call.fails("No fields to update"),
            _ => continue,
        };
        return Err(failure);
    }
    Ok(())
}

/// Only an address with a host can have an unsupported protocol.
fn unreachable_handler(call: &Call<'_>, handler: Option<&Value>) -> Failure {
    let handler = handler.and_then(Value::as_str).unwrap_or("");
    let has_host = handler.split_once("://").is_some_and(|(protocol, host)| {
        let known = protocol.eq_ignore_ascii_case("http") || protocol.eq_ignore_ascii_case("https");
        !known && !protocol.is_empty() && !host.is_empty() && !host.starts_with('/')
    });
    call.fails(if has_host { "Unsupported handler protocol" } else { "Wrong handler URL" })
}
