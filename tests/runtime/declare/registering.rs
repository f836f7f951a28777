//! What a portal is told of a declaration.

use bitrix24::api::bizproc::shared::{Filter, LocalizedText};
use bitrix24::declare::{Action, Inputs, Outputs, Robot};
use bitrix24::{json, to_json};

use super::{HANDLER, Input, Output};

#[test]
fn inputs_are_properties() {
    let expected = json!({
        "text": {
            "Name": {"en": "Text", "de": "Text"}, "Description": {"en": "What to hash", "in": "?"}, "Type": "string",
            "Required": "Y", "Multiple": "N", "Default": "{=Document:NAME}",
        },
        "Algo": {
            "Name": "Algorithm", "Type": "select", "Options": {"Md5": "MD5", "sha": "SHA-2"},
            "Required": "Y", "Multiple": "N", "Default": "sha",
        },
        "rounds": {"Name": "Rounds", "Type": "int", "Required": "N", "Multiple": "N", "Default": 3},
        "ratio": {"Name": "Ratio", "Type": "double", "Required": "N", "Multiple": "N", "Default": 0.5},
        "upper": {"Name": "Upper case", "Type": "bool", "Required": "N", "Multiple": "N", "Default": "N"},
        "tags": {"Name": "Tags", "Type": "string", "Required": "N", "Multiple": "Y"},
        "readers": {"Name": "Readers", "Type": "user", "Required": "Y", "Multiple": "Y"},
        "also": {
            "Name": "Also", "Description": "Further algorithms", "Type": "select",
            "Options": {"Md5": "MD5", "sha": "SHA-2"}, "Required": "N", "Multiple": "Y",
        },
        "note": {"Name": "Note", "Type": "text", "Required": "N", "Multiple": "N", "Default": "None"},
        "day": {"Name": "Day", "Type": "date", "Required": "N", "Multiple": "N"},
        "moment": {"Name": "Moment", "Type": "datetime", "Required": "N", "Multiple": "N"},
        "where": {"Name": "Address", "Type": "UF:address", "Required": "N", "Multiple": "N"},
    });
    let properties = to_json(&Input::properties().unwrap());
    assert_eq!(properties, expected);
    let order = |value: &bitrix24::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(order(&properties), order(&expected), "people see them in the order of the fields");
}

#[test]
fn outputs_are_return_properties() {
    let expected = json!({
        "digest": {"Name": {"en": "Digest", "de": "Prüfsumme"}, "Type": "string", "Multiple": "N"},
        "Took": {"Name": "Seconds", "Type": "double", "Multiple": "N"},
        "done": {"Name": "Done", "Type": "bool", "Multiple": "N"},
        "by": {"Name": "By", "Type": "user", "Multiple": "N"},
        "with": {"Name": "With", "Type": "select", "Options": {"Md5": "MD5", "sha": "SHA-2"}, "Multiple": "Y"},
        "problem": {"Name": "Problem", "Type": "string", "Multiple": "N"},
        "day": {"Name": "Day", "Type": "date", "Multiple": "N"},
        "file": {"Name": "File", "Type": "file", "Multiple": "N"},
    });
    assert_eq!(to_json(&Output::properties().unwrap()), expected);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_sent() {
    #[derive(Inputs)]
    struct Endless {
        #[property(name = "Ratio", default = f64::INFINITY)]
        #[expect(dead_code, reason = "it is never read")]
        ratio: f64,
    }
    let problem = |made: Result<(), bitrix24::InvalidRequest>| made.unwrap_err().path().to_owned();
    assert_eq!(problem(Action::<(), ()>::new("two words", "x", HANDLER).map(drop)), "CODE");
    assert_eq!(problem(Robot::<(), ()>::new("x", "x", "ftp://example.com").map(drop)), "HANDLER");
    assert_eq!(problem(Action::<Endless, ()>::new("x", "x", HANDLER).map(drop)), "PROPERTIES.ratio.Default");
    let endless = Output { took: f64::NAN, ..Output::new("x") };
    assert_eq!(endless.values().unwrap_err().to_string(), "invalid `Took`: the number is infinite or undefined");
}

#[tokio::test]
async fn all_that_can_be_said_is_sent() {
    let (portal, client) = super::super::help::application().await;
    let filter = Filter::builder().include([["crm"]]).build().unwrap();
    let page = bitrix24::api::shared::Url::try_from("https://example.com/page").unwrap();
    let robot = Robot::<(), ()>::new("notify", LocalizedText::from("Notify"), HANDLER).unwrap();
    let robot = robot.description([("en", "Tells somebody")]).auth_user_id(1).filter(filter).placement(page);
    let robot = robot.document_type(["crm", "CCrmDocumentDeal", "DEAL"]).without_waiting();
    let expected = json!({
        "CODE": "notify", "HANDLER": HANDLER, "AUTH_USER_ID": 1, "USE_SUBSCRIPTION": "N", "NAME": "Notify",
        "DESCRIPTION": {"en": "Tells somebody"}, "PROPERTIES": [], "RETURN_PROPERTIES": [],
        "DOCUMENT_TYPE": ["crm", "CCrmDocumentDeal", "DEAL"], "FILTER": {"INCLUDE": [["crm"]]},
        "USE_PLACEMENT": "Y", "PLACEMENT_HANDLER": "https://example.com/page",
    });
    bitrix24::declare::sync(&client, [&robot]).await.unwrap();
    let [.., added] = &*portal.executed() else { panic!("nothing ran") };
    assert_eq!((added.method.as_str(), &added.parameters), ("bizproc.robot.add", &expected));
}
