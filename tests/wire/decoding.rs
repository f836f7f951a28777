//! Results: lenient about how a value is written, strict about what it is.

use bitrix24::api::bizproc::activity;
use bitrix24::api::bizproc::shared::{DocumentType, Filter, FilterRule, LocalizedText, Property, PropertyType};
use bitrix24::{Application, Client, Date, DateTime, Map, Timestamp, Value, json, to_json};

use crate::support::server::{Portal, SECRET};

async fn client(result: Value) -> (Portal, Client<Application>) {
    let portal = Portal::answering(200, json!({"result": result}).to_string()).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    (portal, client)
}

#[tokio::test]
async fn a_flag_in_every_spelling() {
    for (written, read) in [
        (json!(true), true),
        (json!("Y"), true),
        (json!(1), true),
        (json!("1"), true),
        (json!("true"), true),
        (json!(false), false),
        (json!("N"), false),
        (json!(0), false),
        (json!("0"), false),
    ] {
        let (_portal, client) = client(written.clone()).await;
        let answer = activity::log(&client).event_token("t").log_message("m").send().await;
        assert_eq!(answer.unwrap(), read, "{written}");
    }
}

#[tokio::test]
async fn a_result_of_another_type_is_an_error_that_names_its_place() {
    for (written, found) in [
        (json!("maybe"), "a text of 5 characters"),
        (json!(2), "2"),
        (json!(null), "nothing"),
        (json!([1]), "a list of 1"),
        (json!({"a": 1}), "an object with 1 members"),
    ] {
        let (_portal, client) = client(written.clone()).await;
        let error = activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err();
        assert_eq!(error.decode_path(), Some("result"));
        let says = format!("at `result`: expected yes or no, found {found}");
        assert!(error.to_string().contains(&says), "{error}");
        assert!(error.may_have_run() && !error.is_retryable(), "it was done, only the answer is odd");
        assert_eq!(error.body(), Some(json!({"result": written}).to_string().as_str()));
    }
}

#[tokio::test]
async fn a_list_with_gaps_comes_as_an_object() {
    let (_portal, client) = client(json!({"0": "a", "2": "b"})).await;
    let codes = activity::list(&client).send().await.unwrap();
    assert_eq!(codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn an_object_that_is_no_list_is_not_taken_for_one() {
    let (_portal, client) = client(json!({"first": "a"})).await;
    assert_eq!(activity::list(&client).send().await.unwrap_err().decode_path(), Some("result"));
}

#[tokio::test]
async fn a_broken_item_is_named_by_its_index() {
    let (_portal, client) = client(json!(["a", ["b"]])).await;
    assert_eq!(activity::list(&client).send().await.unwrap_err().decode_path(), Some("result[1]"));
}

#[tokio::test]
async fn a_code_from_the_server_is_not_judged() {
    let (_portal, client) = client(json!(["an old code with blanks", 7])).await;
    let codes = activity::list(&client).send().await.unwrap();
    assert_eq!(codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["an old code with blanks", "7"]);
}

fn read<T: bitrix24::Decode>(value: Value) -> Result<T, String> {
    bitrix24::from_json(value).map_err(|error| error.to_string())
}

#[test]
fn numbers() {
    assert_eq!(read::<i64>(json!("42")), Ok(42));
    assert_eq!(read::<i64>(json!(-7)), Ok(-7));
    assert_eq!(read::<i64>(json!(3.0)), Ok(3));
    assert_eq!(read::<i64>(json!(-2.0)), Ok(-2));
    for no_number in [json!("4.5"), json!(4.5), json!("four"), json!(true), json!(""), json!(1e300), json!(u64::MAX)] {
        assert!(read::<i64>(no_number.clone()).is_err(), "{no_number}");
    }
    assert_eq!(read::<f64>(json!("1.25")), Ok(1.25));
    assert!(read::<f64>(json!("NaN")).is_err() && read::<f64>(json!("inf")).is_err());
}

#[test]
fn nothing_is_nothing_only_where_there_can_be_nothing() {
    for nothing in [json!(null), json!(false), json!("")] {
        assert_eq!(read::<Option<i64>>(nothing.clone()), Ok(None), "{nothing}");
        assert_eq!(read::<Option<DateTime>>(nothing.clone()), Ok(None), "{nothing}");
        assert!(read::<i64>(nothing.clone()).is_err(), "{nothing}");
    }
    assert_eq!(read::<Option<String>>(json!("")), Ok(Some(String::new())), "an empty text is a text");
    assert_eq!(read::<Option<bool>>(json!(false)), Ok(Some(false)), "no is a value");
    assert_eq!(read::<Option<Value>>(json!(null)), Ok(Some(Value::Null)), "any value may be null");
    assert!(read::<Option<i64>>(json!(true)).is_err(), "true is no number");
}

#[test]
fn dates() {
    assert_eq!(read::<Date>(json!("2025-01-29")).unwrap().to_string(), "2025-01-29");
    assert_eq!(read::<DateTime>(json!("2025-01-29T14:05:52+03:00")).unwrap().to_string(), "2025-01-29T14:05:52+03:00");
    assert_eq!(read::<Timestamp>(json!("1738148752")).unwrap().seconds(), 1_738_148_752);
    assert!(read::<DateTime>(json!("yesterday")).is_err());
}

#[test]
fn maps() {
    assert!(read::<Map<String, i64>>(json!([])).unwrap().is_empty());
    assert_eq!(
        read::<Map<String, i64>>(json!(["5", 6])).unwrap(),
        Map::from([("0".to_owned(), 5), ("1".to_owned(), 6)])
    );
    assert_eq!(read::<Map<i64, String>>(json!({"7": "x"})).unwrap(), Map::from([(7, "x".to_owned())]));
    assert!(read::<Map<String, i64>>(json!({"a": "x"})).unwrap_err().contains("`value.a`"));
}

#[test]
fn unions_take_the_form_that_fits() {
    assert!(matches!(read(json!("text")), Ok(LocalizedText::Plain(text)) if text == "text"));
    assert!(matches!(read(json!({"en": "a"})), Ok(LocalizedText::ByLanguage(texts)) if texts["en"] == "a"));
    assert!(matches!(read(json!([])), Ok(LocalizedText::ByLanguage(texts)) if texts.is_empty()));
    assert!(matches!(read(json!(["crm"])), Ok(FilterRule::Documents(parts)) if parts == ["crm"]));
    assert!(matches!(read(json!("b24")), Ok(FilterRule::Edition(_))));
    let odd = json!({"en": {"deep": true}});
    assert_eq!(to_json(&read::<LocalizedText>(odd.clone()).unwrap()), odd, "a form that nobody knows is kept");
}

#[test]
fn a_struct_goes_back_as_it_came_with_what_no_spec_knows() {
    let written = json!({
        "Name": {"en": "Input"},
        "Type": "UF:address",
        "Options": {"b": "B", "a": "A"},
        "Required": "Y",
        "Default": null,
        "Invented": {"later": [1, 2]},
    });
    let property: Property = read(written.clone()).unwrap();
    assert_eq!(property.type_, Some(PropertyType::other("UF:address")));
    assert_eq!(property.required, Some(true));
    assert_eq!(property.extra().get("Invented"), Some(&json!({"later": [1, 2]})));
    assert_eq!(to_json(&property), written);
    // Any serde format reads it back.
    let again: Property = serde_json::from_str(&serde_json::to_string(&property).unwrap()).unwrap();
    assert_eq!(to_json(&again), written);
}

#[test]
fn a_required_field_that_is_missing_or_null_is_an_error() {
    for written in [json!({"Type": "int"}), json!({"Name": null}), json!([])] {
        assert!(read::<Property>(written.clone()).unwrap_err().contains("`value.Name`"), "{written}");
    }
}

#[test]
fn tuples_and_nested_lists() {
    let document: DocumentType = read(json!(["crm", "CCrmDocumentDeal", "DEAL"])).unwrap();
    assert_eq!((document.module.as_str(), document.document_type.as_str()), ("crm", "DEAL"));
    assert!(read::<DocumentType>(json!(["crm"])).unwrap_err().contains("a list of 3"));
    let filter: Filter = read(json!({"INCLUDE": [["lists"], "box"]})).unwrap();
    assert_eq!(to_json(&filter), json!({"INCLUDE": [["lists"], "box"]}));
}
