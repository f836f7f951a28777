//! Every spec that there is, enforced: its examples pass, and nothing that it requires can be left out.

mod rules;
mod value;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use bitrix24_codegen::diagnostic::Style;
use bitrix24_codegen::model::{Method, Stage, Vacancy};
use bitrix24_codegen::source::{Source, imported_copies, is_spec};
use serde_json::{Map, Value, json};

use super::{check, insist, names, problems};
use crate::api::Api;
use crate::call::{Caller, Failure, Version};

/// The specs of the repository that were written by hand, and those that show what else the language can say.
pub(crate) fn api() -> &'static Api {
    static API: OnceLock<Api> = OnceLock::new();
    API.get_or_init(read)
}

fn read() -> Api {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = Vec::new();
    for folder in [root.join("spec"), root.join("tests/codegen/ok")] {
        collect(&folder, &folder, &mut sources);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let model = bitrix24_codegen::read(&sources);
    let model = model.unwrap_or_else(|problems| panic!("{}", problems.render(&sources, Style::Plain)));
    Api::new(std::sync::Arc::new(model))
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, sources);
        } else if is_spec(path.strip_prefix(root).unwrap()) {
            let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            // Of the imported ones, some describe what those of the tests describe by hand.
            if imported_copies(shown.as_ref()).iter().any(|copy| root.join(copy).exists()) {
                continue;
            }
            sources.push(Source::new(format!("spec/{shown}"), std::fs::read(&path).unwrap()));
        }
    }
}

/// An administrator with an application's token that may do everything.
pub(crate) fn administrator(api: &Api) -> Caller {
    let methods = api.families().iter().flat_map(|family| &family.methods);
    let scopes = methods.flat_map(|method| method.scope.iter().cloned()).collect();
    Caller { application: Some("app.one".to_owned()), user: 1, admin: true, scopes }
}

pub(crate) fn method<'a>(api: &'a Api, name: &str) -> &'a Method {
    api.method(Version::Rest2, name).unwrap_or_else(|| panic!("no method {name}"))
}

/// What a call with these parameters gives, the order of checks being the spec's.
fn call(api: &Api, method: &Method, caller: &Caller, parameters: Value) -> Result<Map<String, Value>, Failure> {
    let parameters = check(api, method, caller, parameters)?;
    let parameters = parameters.as_object().cloned().unwrap();
    insist(api, method, caller, &parameters)?;
    Ok(parameters)
}

fn refused(api: &Api, name: &str, parameters: Value) -> (String, String) {
    let failure = call(api, method(api, name), &administrator(api), parameters).unwrap_err();
    (failure.code, failure.text)
}

#[test]
fn every_example_passes() {
    let api = api();
    let caller = administrator(api);
    let mut passed = 0;
    for method in api.families().iter().flat_map(|family| &family.methods) {
        for example in &method.examples {
            let parameters = names::spell(api, method, example.request.clone());
            let found = problems(api, method, &caller, &parameters);
            assert_eq!(found, [], "{} {}", method.wire_name, example.request);
            passed += 1;
        }
    }
    assert!(passed > 100, "{passed} examples");
}

/// As a form has them, where every scalar is a text and an empty list is not there.
#[test]
fn every_example_passes_as_text() {
    fn as_text(value: &Value) -> Value {
        match value {
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), as_text(value))).collect(),
            Value::Array(items) => items.iter().map(as_text).collect(),
            Value::Null => json!(""),
            Value::Bool(flag) => json!(if *flag { "1" } else { "0" }),
            Value::String(text) => json!(text),
            Value::Number(number) => json!(number.to_string()),
        }
    }
    let api = api();
    let caller = administrator(api);
    for method in api.families().iter().flat_map(|family| &family.methods) {
        // A parameter that is null on purpose cannot be said in a form.
        let nullable = method.record.fields.iter().any(|field| field.vacancy == Vacancy::Nullable);
        for example in method.examples.iter().filter(|_| !nullable && !method.rest3) {
            let parameters = names::spell(api, method, as_text(&example.request));
            assert_eq!(problems(api, method, &caller, &parameters), [], "{} {}", method.wire_name, example.request);
        }
    }
}

#[test]
fn nothing_that_is_required_can_be_left_out() {
    let api = api();
    let caller = administrator(api);
    let mut refused = 0;
    for method in api.families().iter().flat_map(|family| &family.methods) {
        for example in &method.examples {
            let whole = names::spell(api, method, example.request.clone());
            for demand in method.record.demands.iter().filter(|demand| demand.stage == Stage::Build) {
                let [slot] = demand.slots.as_slice() else { continue };
                let Some(field) = method.record.slots[*slot].carries.map(|at| &method.record.fields[at]) else {
                    continue;
                };
                for nothing in [None, Some(json!(null)), Some(json!(""))] {
                    let is_flag = matches!(field.ty, bitrix24_codegen::model::Type::Boolean(_));
                    if field.vacancy != Vacancy::None || (is_flag && nothing == Some(json!(""))) {
                        continue;
                    }
                    let mut parameters = whole.clone();
                    parameters.remove(&field.wire_name);
                    parameters.extend(nothing.map(|nothing| (field.wire_name.clone(), nothing)));
                    let found = problems(api, method, &caller, &parameters);
                    let told = found.iter().any(|problem| problem.parameter() == field.wire_name);
                    assert!(told, "{} without {}: {found:?}", method.wire_name, field.wire_name);
                    assert!(call(api, method, &caller, Value::Object(parameters)).is_err());
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 200, "{refused} omissions");
}

#[test]
fn who_may_not_call_is_told_so_first() {
    let api = api();
    let own = administrator(api);
    let delete = method(api, "bizproc.activity.delete");
    let told = |caller: &Caller| {
        let failure = check(api, delete, caller, json!({})).unwrap_err();
        (failure.status, failure.code, failure.text)
    };
    let no_scope = Caller { scopes: ["crm".to_owned()].into(), application: None, ..own.clone() };
    let text = "The request requires higher privileges than provided by the webhook token";
    assert_eq!(told(&no_scope), (403, "insufficient_scope".to_owned(), text.to_owned()));
    let webhook = Caller { application: None, admin: false, ..own.clone() };
    assert_eq!(told(&webhook), (400, "ACCESS_DENIED".to_owned(), "Application context required".to_owned()));
    let user = Caller { admin: false, ..own.clone() };
    assert_eq!(told(&user), (400, "ACCESS_DENIED".to_owned(), "Access denied!".to_owned()));
    assert_eq!(told(&own), (400, "ERROR_ACTIVITY_VALIDATION_FAILURE".to_owned(), "Empty activity code!".to_owned()));
}

#[test]
fn names_are_read_in_any_case() {
    let api = api();
    let own = administrator(api);
    let log =
        call(api, method(api, "bizproc.activity.log"), &own, json!({"event_token": "t", "Log_Message": "m", "x": 1}));
    assert_eq!(Value::Object(log.unwrap()), json!({"EVENT_TOKEN": "t", "LOG_MESSAGE": "m", "x": 1}));
    let fields =
        json!({"code": "c", "fields": {"name": "n", "properties": {"aB": {"NAME": "n", "options": {"kEy": "v"}}}}});
    let update = call(api, method(api, "bizproc.robot.update"), &own, fields);
    let expected =
        json!({"CODE": "c", "FIELDS": {"NAME": "n", "PROPERTIES": {"aB": {"Name": "n", "Options": {"kEy": "v"}}}}});
    assert_eq!(Value::Object(update.unwrap()), expected);
    // Elsewhere nested names are as they are, and of two spellings the spec's own counts.
    let other = call(api, method(api, "rules.exclusive"), &own, json!({"BEFORE": "x", "before": 1}));
    assert_eq!(Value::Object(other.unwrap()), json!({"before": 1}));
}

#[test]
fn a_list_stands_for_the_parameters_in_their_order() {
    let api = api();
    let list = method(api, "task.elapseditem.getlist");
    let read = call(api, list, &administrator(api), json!(["1", {"ID": "desc"}])).unwrap();
    assert_eq!(Value::Object(read), json!({"TASKID": "1", "ORDER": {"ID": "desc"}}));
    let gap = call(api, list, &administrator(api), json!({"1": {"ID": "desc"}, "4": {}})).unwrap();
    assert_eq!(Value::Object(gap), json!({"ORDER": {"ID": "desc"}, "PARAMS": {}}));
    let wrong = call(api, list, &administrator(api), json!(["one"])).unwrap_err();
    assert_eq!((wrong.code.as_str(), wrong.text.as_str()), ("0x000100", "Invalid method parameters provided"));
}

#[test]
fn the_documented_error_is_found_by_its_words() {
    let api = api();
    let told = |name: &str, parameters: Value| refused(api, name, parameters);
    let pair = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    assert_eq!(
        told("bizproc.activity.delete", json!({"CODE": "a b"})),
        pair("ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity code!")
    );
    let template = pair("ERROR_WRONG_WORKFLOW_ID", "Empty TEMPLATE_ID");
    assert_eq!(told("bizproc.workflow.start", json!({"DOCUMENT_ID": ["a", "b", "c"]})), template);
    let document = json!({"TEMPLATE_ID": 1, "DOCUMENT_ID": "DEAL_1"});
    assert_eq!(told("bizproc.workflow.start", document), pair("", "Wrong DOCUMENT_ID!"));
    let select = pair("ERROR_SELECT_VALIDATION_FAILURE", "Invalid data in SELECT parameter");
    assert_eq!(told("bizproc.task.list", json!({"SELECT": "ID"})), select);
    let owner = json!({"CHAT_ID": 1});
    assert_eq!(told("im.chat.setOwner", owner), pair("USER_ID_EMPTY", "User ID can't be empty"));
    let unnamed = json!({"IBLOCK_ID": 1, "ELEMENT_CODE": "c"});
    let missing = pair("ERROR_REQUIRED_PARAMETERS_MISSING", "Required parameter `IBLOCK_TYPE_ID` is missing");
    assert_eq!(told("lists.element.add", unnamed), missing);
    let param = "TASKS_ERROR_EXCEPTION_#256; Param #1 (itemId) expected by method ctaskchecklistitem::complete(), \
                 but not given.; 256/TE/WRONG_ARGUMENTS";
    assert_eq!(told("task.checklistitem.complete", json!([1])), pair("ERROR_CORE", param));
    let int = "Invalid value {} to match with parameter {taskId}. Should be value of type int.";
    assert_eq!(told("tasks.task.result.list", json!({"taskId": "x"})), pair("100", int));
    assert_eq!(
        told("rules.exclusive", json!({"before": "x"})),
        pair("ERROR_ARGUMENT", "Invalid value of argument 'before'")
    );
    assert_eq!(
        told("rules.exactly_one", json!({"CHAT_ID": 1})),
        pair("ERROR_ARGUMENT", "Argument 'TITLE' is null or empty")
    );
}

#[test]
fn rest_3_names_every_field() {
    let api = api();
    let method = api.method(Version::Rest3, "note.document.add").unwrap();
    let failure = call(api, method, &administrator(api), json!({})).unwrap_err();
    assert_eq!(failure.status, 400);
    assert_eq!(failure.code, "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION");
    assert!(!failure.validation.is_empty());
    for (field, text) in &failure.validation {
        assert_eq!(*text, format!("Required field `{field}` is not specified"));
    }
}
