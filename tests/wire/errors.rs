//! Error answers: every row of the documentation, system errors, both shapes.

use bitrix24::api::bizproc::activity::{
    self, AddErrorKind, AddErrorReason, DeleteErrorKind, DeleteErrorReason, ListErrorKind, ListErrorReason,
    LogErrorKind, UpdateErrorKind, UpdateErrorReason, UpdateFields,
};
use bitrix24::{Application, Client, Error, SystemErrorKind, json};

use crate::support::server::{Portal, SECRET};

async fn portal(status: u16, code: &str, text: &str) -> (Portal, Client<Application>) {
    let portal = Portal::answering(status, json!({"error": code, "error_description": text}).to_string()).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    (portal, client)
}

#[tokio::test]
async fn every_documented_error_of_add() {
    use AddErrorKind::*;
    use AddErrorReason::*;
    let key = |key: &str| key.to_owned();
    let rows = [
        ("ACCESS_DENIED", "Application context required", AccessDenied, Some(ApplicationContextRequired)),
        ("ACCESS_DENIED", "Access denied!", AccessDenied, Some(NotAdministrator)),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty data!", ActivityValidationFailure, Some(EmptyData)),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty activity code!", ActivityValidationFailure, Some(EmptyCode)),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity code!", ActivityValidationFailure, Some(WrongCode)),
        ("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol", UnsupportedProtocol, None),
        ("ERROR_WRONG_HANDLER_URL", "Wrong handler URL", WrongHandlerUrl, None),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty activity NAME!", ActivityValidationFailure, Some(EmptyName)),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong properties array!",
            ActivityValidationFailure,
            Some(WrongProperties),
        ),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong property key 1a!",
            ActivityValidationFailure,
            Some(WrongPropertyKey { key: key("1a") }),
        ),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Empty property NAME (a)!",
            ActivityValidationFailure,
            Some(EmptyPropertyName { key: key("(a)") }),
        ),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity FILTER!", ActivityValidationFailure, Some(WrongFilter)),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong activity DOCUMENT_TYPE!",
            ActivityValidationFailure,
            Some(WrongDocumentType),
        ),
        ("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!", ActivityAlreadyInstalled, None),
        ("ERROR_ACTIVITY_ADD_FAILURE", "Activity or Robot already added!", ActivityAddFailure, Some(AlreadyAdded)),
        ("ERROR_ACTIVITY_ADD_FAILURE", "Activity save error!", ActivityAddFailure, Some(NotSaved)),
        // In another language the code still says what it is, and the text stays readable.
        ("ERROR_ACTIVITY_ADD_FAILURE", "Не удалось сохранить", ActivityAddFailure, None),
    ];
    for (code, text, kind, reason) in rows {
        let (_portal, client) = portal(400, code, text).await;
        let error = activity::add(&client).code("c").handler("https://a.b/c").name("N").send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.kind(), api.reason()), (kind, reason), "{code}: {text}");
        assert_eq!((api.code(), api.description(), api.status()), (code, text, 400));
    }
}

#[tokio::test]
async fn every_documented_error_of_update() {
    use UpdateErrorKind::*;
    use UpdateErrorReason::*;
    let rows = [
        ("ACCESS_DENIED", "Application context required", AccessDenied, Some(ApplicationContextRequired)),
        ("ACCESS_DENIED", "Access denied!", AccessDenied, Some(NotAdministrator)),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty activity code!", ActivityValidationFailure, Some(EmptyCode)),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity code!", ActivityValidationFailure, Some(WrongCode)),
        ("ERROR_ACTIVITY_NOT_FOUND", "Activity or Automation rule not found!", ActivityNotFound, None),
        ("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol", UnsupportedProtocol, None),
        ("ERROR_WRONG_HANDLER_URL", "Wrong handler URL", WrongHandlerUrl, None),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong properties array!",
            ActivityValidationFailure,
            Some(WrongProperties),
        ),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong property key <key>!",
            ActivityValidationFailure,
            Some(WrongPropertyKey { key: "<key>".to_owned() }),
        ),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Empty property NAME <key>!",
            ActivityValidationFailure,
            Some(EmptyPropertyName { key: "<key>".to_owned() }),
        ),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity FILTER!", ActivityValidationFailure, Some(WrongFilter)),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong activity DOCUMENT_TYPE!",
            ActivityValidationFailure,
            Some(WrongDocumentType),
        ),
        ("ERROR_ACTIVITY_VALIDATION_FAILURE", "No fields to update", ActivityValidationFailure, Some(NoFields)),
    ];
    for (code, text, kind, reason) in rows {
        let (_portal, client) = portal(400, code, text).await;
        let fields = UpdateFields::builder().name("N");
        let error = activity::update(&client).code("c").fields(fields).send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.kind(), api.reason()), (kind, reason), "{code}: {text}");
    }
}

#[tokio::test]
async fn every_documented_error_of_list_delete_and_log() {
    for (text, reason) in [
        ("Application context required", ListErrorReason::ApplicationContextRequired),
        ("Access denied!", ListErrorReason::NotAdministrator),
    ] {
        let (_portal, client) = portal(403, "ACCESS_DENIED", text).await;
        let error = activity::list(&client).send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.kind(), api.reason()), (ListErrorKind::AccessDenied, Some(reason)));
    }
    for (code, text, kind, reason) in [
        ("ACCESS_DENIED", "Access denied!", DeleteErrorKind::AccessDenied, Some(DeleteErrorReason::NotAdministrator)),
        (
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Empty activity code!",
            DeleteErrorKind::ActivityValidationFailure,
            Some(DeleteErrorReason::EmptyCode),
        ),
        ("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!", DeleteErrorKind::ActivityNotFound, None),
    ] {
        let (_portal, client) = portal(400, code, text).await;
        let error = activity::delete(&client).code("c").send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.kind(), api.reason()), (kind, reason), "{code}");
    }
    for (code, text, kind) in [
        ("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!", LogErrorKind::EmptyLogMessage),
        ("ACCESS_DENIED", "Access denied!", LogErrorKind::AccessDenied),
        ("PROCESS_SAYS_NO", "whatever the process raises", LogErrorKind::Other),
    ] {
        let (_portal, client) = portal(400, code, text).await;
        let error = activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err();
        assert_eq!(error.api().unwrap().kind(), kind);
        assert_eq!(error.to_string(), format!("bizproc.activity.log: {code}: {text} (status 400)"));
    }
}

async fn log_fails(status: u16, code: &str, text: &str) -> Error<LogErrorKind> {
    let (_portal, client) = portal(status, code, text).await;
    activity::log(&client.with_attempts(1)).event_token("t").log_message("m").send().await.unwrap_err()
}

#[tokio::test]
async fn a_code_that_method_and_system_share_is_told_by_its_text() {
    let own = log_fails(403, "ACCESS_DENIED", "Access denied!").await;
    assert_eq!(own.api().unwrap().kind(), LogErrorKind::AccessDenied);
    let unknown_text = log_fails(403, "ACCESS_DENIED", "Доступ запрещён").await;
    assert_eq!(unknown_text.api().unwrap().kind(), LogErrorKind::AccessDenied);
    let plan = log_fails(403, "ACCESS_DENIED", "REST API is available only on commercial plans").await;
    assert_eq!(plan.api().unwrap().kind(), LogErrorKind::System(SystemErrorKind::AccessDenied));
    assert_eq!(plan.api().unwrap().system(), Some(SystemErrorKind::AccessDenied));
}

#[tokio::test]
async fn system_errors_say_what_can_be_done() {
    use SystemErrorKind::*;
    // code, status, kind, whether it helps to wait, whether it may have run
    let rows = [
        ("QUERY_LIMIT_EXCEEDED", 503, QueryLimitExceeded, true, false),
        ("OPERATION_TIME_LIMIT", 429, OperationTimeLimit, true, false),
        ("OVERLOAD_LIMIT", 503, OverloadLimit, false, false),
        ("INTERNAL_SERVER_ERROR", 500, InternalServerError, true, true),
        ("ERROR_UNEXPECTED_ANSWER", 500, UnexpectedAnswer, true, true),
        ("expired_token", 401, ExpiredToken, false, false),
        ("EXPIRED_TOKEN", 401, ExpiredToken, false, false),
        ("NO_AUTH_FOUND", 401, NoAuthFound, false, false),
        ("insufficient_scope", 403, InsufficientScope, false, false),
        ("PORTAL_DELETED", 500, PortalDeleted, false, false),
        ("ERROR_METHOD_NOT_FOUND", 404, MethodNotFound, false, false),
        ("METHOD_CONFIRM_WAITING", 401, MethodConfirmWaiting, true, false),
    ];
    for (code, status, kind, temporary, may_have_run) in rows {
        let error = log_fails(status, code, "").await;
        assert_eq!(error.api().unwrap().kind(), LogErrorKind::System(kind), "{code}");
        assert_eq!((error.is_retryable(), error.may_have_run()), (temporary, may_have_run), "{code}");
        assert_eq!(format!("{:?}", error.api().unwrap().kind()), format!("System({kind:?})"));
    }
}

#[tokio::test]
async fn errors_of_every_shape() {
    let bodies = [
        (200, json!({"error": "SOME_CODE", "error_description": "under 200"}), "SOME_CODE", "under 200"),
        (400, json!({"error": 100, "error_description": "a number"}), "100", "a number"),
        (400, json!({"error": "", "error_description": "no code"}), "", "no code"),
        (400, json!({"error": "X"}), "X", ""),
        (400, json!({"error": "X", "error_description": null}), "X", ""),
        (400, json!({"error": {"code": "V3", "message": "an object"}}), "V3", "an object"),
    ];
    for (status, body, code, text) in bodies {
        let portal = Portal::answering(status, body.to_string()).await;
        let client = Client::from_webhook(&portal.webhook()).unwrap();
        let error = client.raw("profile").send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.code(), api.description(), api.status()), (code, text, status), "{body}");
    }
}

#[tokio::test]
async fn rest_3_names_the_fields_that_it_refused() {
    let body = json!({"error": {
        "code": "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
        "message": "Request is invalid",
        "validation": [{"field": "title", "message": "Required field `title` is missing"}],
    }});
    let portal = Portal::answering(400, body.to_string()).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error = client.raw("tasks.task.add").v3().send().await.unwrap_err();
    let api = error.api().unwrap();
    assert_eq!(api.system(), Some(SystemErrorKind::RequestValidation));
    assert_eq!(
        (api.validation()[0].field(), api.validation()[0].message()),
        ("title", "Required field `title` is missing")
    );
    assert!(error.to_string().contains("`title`: Required field"), "{error}");
}

#[tokio::test]
async fn errors_of_different_methods_meet_in_one_function() {
    async fn both(client: &Client<Application>) -> Result<(), Error> {
        activity::delete(client).code("c").send().await?;
        activity::log(client).event_token("t").log_message("m").send().await?;
        client.raw("profile").send().await?;
        Ok(())
    }
    let (_portal, client) = portal(400, "ERROR_ACTIVITY_NOT_FOUND", "gone").await;
    let error = both(&client).await.unwrap_err();
    assert_eq!(error.method(), Some("bizproc.activity.delete"));
    assert_eq!(error.api().unwrap().code(), "ERROR_ACTIVITY_NOT_FOUND");
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(boxed.to_string().contains("gone"));
}
