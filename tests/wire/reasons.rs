//! Why a call was refused, by the server's texts: how they are compared, and several of them in one answer.

use bitrix24::api::bizproc::activity::{self, AddErrorKind, AddErrorReason, LogErrorKind};
use bitrix24::api::bizproc::workflow::{self, DocumentId, StartErrorKind, StartErrorReason, template};
use bitrix24::{Application, Client, Error, SystemErrorKind, Value, json};

use crate::support::server::{Portal, SECRET};

async fn client(body: Value) -> (Portal, Client<Application>) {
    let portal = Portal::answering(400, body.to_string()).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    (portal, client)
}

async fn add_fails(body: Value) -> Error<AddErrorKind> {
    let (_portal, client) = client(body).await;
    activity::add(&client).code("c").handler("https://a.b/c").name("N").send().await.unwrap_err()
}

async fn log_fails(body: Value) -> Error<LogErrorKind> {
    let (_portal, client) = client(body).await;
    activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err()
}

/// An error of REST 3.0.
fn v3(code: &str, message: &str, of_fields: &[&str]) -> Value {
    let validation: Vec<_> = of_fields.iter().map(|text| json!({"field": "f", "message": text})).collect();
    json!({"error": {"code": code, "message": message, "validation": validation}})
}

const FAILURE: &str = "ERROR_ACTIVITY_VALIDATION_FAILURE";

#[tokio::test]
async fn all_texts_of_an_answer_are_looked_at_in_their_order() {
    use AddErrorReason::*;
    let key = |key: &str| WrongPropertyKey { key: key.to_owned() };
    let rows: [(&str, &[&str], Vec<AddErrorReason>); 7] = [
        ("Empty data!", &[], vec![EmptyData]),
        ("Request is invalid", &["Empty activity code!"], vec![EmptyCode]),
        ("Request is invalid", &["Empty activity code!", "Empty data!"], vec![EmptyCode, EmptyData]),
        ("Empty data!", &["Empty activity code!"], vec![EmptyData, EmptyCode]),
        ("", &["new to us", "Wrong property key 1!", "Wrong property key 2!<br>"], vec![key("1"), key("2")]),
        ("Request is invalid", &["new to us"], vec![]),
        ("Request is invalid", &[], vec![]),
    ];
    for (message, of_fields, expected) in rows {
        let error = add_fails(v3(FAILURE, message, of_fields)).await;
        assert_eq!(error.reason(), expected.first().cloned(), "{message}: {of_fields:?}");
        assert_eq!(error.reasons(), expected, "{message}: {of_fields:?}");
        let api = error.api().unwrap();
        assert_eq!((api.reason(), api.reasons()), (error.reason(), error.reasons()));
        assert_eq!(api.kind(), AddErrorKind::ActivityValidationFailure);
    }
}

#[tokio::test]
async fn a_text_belongs_to_its_code() {
    let error = add_fails(v3("ERROR_ACTIVITY_ADD_FAILURE", "", &["Empty data!"])).await;
    assert_eq!((error.reason(), error.reasons()), (None, vec![]));
    let (_portal, client) = client(json!({"result": "no error"})).await;
    let error = activity::add(&client).code("c").handler("https://a.b/c").name("N").send().await.unwrap_err();
    assert_eq!((error.reason(), error.reasons()), (None, vec![]));
}

#[tokio::test]
async fn the_texts_of_fields_tell_a_code_that_method_and_system_share() {
    use LogErrorKind::{AccessDenied, System};
    let plan = "REST API is available only on commercial plans";
    let by_system = System(SystemErrorKind::AccessDenied);
    let rows: [(&str, &[&str], LogErrorKind); 6] = [
        ("Request is invalid", &[plan], by_system),
        ("Request is invalid", &["new to us", plan], by_system),
        (plan, &["new to us"], by_system),
        ("Request is invalid", &["Access denied!"], AccessDenied),
        (plan, &["Access denied!"], AccessDenied),
        ("Request is invalid", &["new to us"], AccessDenied),
    ];
    for (message, of_fields, kind) in rows {
        let error = log_fails(v3("ACCESS_DENIED", message, of_fields)).await;
        assert_eq!(error.kind(), Some(kind), "{message}: {of_fields:?}");
    }
}

#[tokio::test]
async fn line_breaks_of_html_are_no_part_of_a_text() {
    for text in ["Empty data!", "Empty data!<br>", "Empty data!<br/>", "Empty data!<br />\n", " Empty data!<BR><br>"] {
        let error = add_fails(json!({"error": FAILURE, "error_description": text})).await;
        assert_eq!(error.reason(), Some(AddErrorReason::EmptyData), "{text:?}");
        assert_eq!(error.api().unwrap().description(), text, "the text itself stays as it came");
    }
}

#[tokio::test]
async fn three_causes_without_a_code_are_told_by_their_texts() {
    use StartErrorKind::{AccessDenied, WrongDocument, WrongTemplateId};
    use StartErrorReason::{
        EmptyTemplateId, OtherDocumentType, TemplateNotFound, UnknownDocumentType, WrongDocumentId,
    };
    let rows = [
        (400, "ERROR_WRONG_WORKFLOW_ID", "Empty TEMPLATE_ID", WrongTemplateId, Some(EmptyTemplateId)),
        (400, "ERROR_WRONG_WORKFLOW_ID", "Template not found", WrongTemplateId, Some(TemplateNotFound)),
        (400, "", "Wrong DOCUMENT_ID!", WrongDocument, Some(WrongDocumentId)),
        (400, "", "Incorrect document type!", WrongDocument, Some(UnknownDocumentType)),
        (400, "", "Template type and DOCUMENT_ID mismatch!", WrongDocument, Some(OtherDocumentType)),
        (403, "ACCESS_DENIED", "Access denied!", AccessDenied, None),
    ];
    for (status, code, text, kind, reason) in rows {
        let body = json!({"error": code, "error_description": text});
        let portal = Portal::answering(status, body.to_string()).await;
        let client: Client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap().into();
        let error = workflow::start(&client).template_id(1).document_id(DocumentId::deal(7)).send().await.unwrap_err();
        assert_eq!((error.kind(), error.reason()), (Some(kind), reason), "{code:?}: {text}");
    }
}

#[tokio::test]
async fn a_template_of_another_application_is_an_error_of_its_own() {
    use template::{UpdateErrorKind, UpdateErrorReason, UpdateFields};
    let rows = [
        ("ERROR_TEMPLATE_NOT_OWNER", "You can update ONLY templates created by current application", None),
        ("ERROR_TEMPLATE_VALIDATION_FAILURE", "No fields to update.", Some(UpdateErrorReason::NoFields)),
    ];
    let kinds = [UpdateErrorKind::TemplateNotOwner, UpdateErrorKind::TemplateValidationFailure];
    for ((code, text, reason), kind) in rows.into_iter().zip(kinds) {
        let (_portal, client) = client(json!({"error": code, "error_description": text})).await;
        let fields = UpdateFields::builder().name("New");
        let error = template::update(&client).id(525).fields(fields).send().await.unwrap_err();
        assert_eq!((error.kind(), error.reason()), (Some(kind), reason), "{code}");
    }
}
